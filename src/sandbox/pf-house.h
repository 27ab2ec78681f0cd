/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The market under one symbol: it plays seconds of a price into an order book, as the house, so
 * that accounts find liquidity there and the market goes through what they left resting.
 *
 *   second (open, high, low, close) -> at each price in its order:
 *      the house withdraws -> takes everything of accounts that lies on the way -> trades at the
 *      price -> quotes around it
 *
 * Guarantees
 *  1. A second's open, high, low and close are traded at, so that candles of the tape are those of
 *     the seconds as long as no account trades.
 *  2. What an account left on the way of the price is filled whole, at its own price; what lies at
 *     the price itself gets what the trade there has for it, in its place in the line.
 *  3. Afterwards the best bid and the best ask are at most one tick from the price, and the book
 *     never crosses.
 *  4. Same seed, same seconds, same accounts' orders: the same trades and the same book.
 */
#pragma once

#include "model/pf-bar.h"
#include "sandbox/pf-order-book.h"

G_BEGIN_DECLS

#define PF_HOUSE_LEVELS 25      /* quotes on each side */

typedef struct
{
  guint64 seed;
  gint64 tick;                  /* points, > 0 */
  gint64 lot_volume;            /* lots that a level about has, > 0 */
} PfHouseConfig;

typedef struct
{
  PfHouseConfig config;
  gint64 quoted[2][PF_HOUSE_LEVELS];    /* prices, by PfSide */
  guint n_quoted[2];
  gint64 price;                 /* last traded by the house; 0: not yet */
} PfHouse;

/**
 * pf_house_step:
 * @second: prices in points, multiples of the tick; its volume does not count
 * @lots: traded in it at the least, > 0
 * @next_id: (inout): ids of the house's own orders, which take; rises
 *
 * Plays one second; func is told of each trade.
 */
void pf_house_step (PfHouse *self, PfOrderBook *book, const PfBar *second, gint64 lots,
                    guint64 *next_id, PfBookTradeFunc func, gpointer user_data);
/* quotes around a price before the first second, without a trade */
void pf_house_begin (PfHouse *self, PfOrderBook *book, gint64 price);

G_END_DECLS
