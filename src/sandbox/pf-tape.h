/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was traded in one symbol: single trades, trades of one order at one price taken together,
 * candles of every interval, the last 24 hours. All of it follows from the trades alone, so that
 * they agree with each other at every moment. Pure: time comes with each trade and each tick.
 *
 * Invariants
 *  1. Trade ids rise by one, times never fall. An aggregate holds consecutive trades of one taker
 *     at one price and one moment; aggregates number 1, 2, ... without a gap in their trades.
 *  2. A candle is exactly the trades of its interval. An interval without a trade has a candle,
 *     too: the last price, no volume; none before the first trade.
 *  3. A longer candle is the sum of the shorter ones in it.
 *  4. Bounded: PF_TAPE_TRADES_MAX trades and aggregates and PF_TAPE_CANDLES_MAX candles of each
 *     interval are kept, the newest.
 */
#pragma once

#include "base/pf-decimal.h"
#include "base/pf-time.h"

G_BEGIN_DECLS

#define PF_TAPE_TRADES_MAX 1000
#define PF_TAPE_CANDLES_MAX 1500

/* Prices count points, quantities lots: integers of the symbol's own grain. */
typedef struct
{
  guint64 id;
  gint64 ts_ms;
  gint64 price, quantity;
  gboolean buyer_is_maker;      /* the taker sold */
} PfTapeTrade;

typedef struct
{
  guint64 id, first_id, last_id;
  gint64 ts_ms;
  gint64 price, quantity;
  gboolean buyer_is_maker;
} PfTapeAggregate;

typedef struct
{
  gint64 open_ms;               /* it ends one interval later, less a millisecond */
  gint64 open, high, low, close;
  gint64 quantity, taker_bought;        /* lots */
  PfInt128 value, taker_bought_value;   /* points x lots */
  guint n_trades;
  guint64 first_id, last_id;    /* 0: no trade */
} PfTapeCandle;

typedef enum
{
  PF_INTERVAL_1M, PF_INTERVAL_3M, PF_INTERVAL_5M, PF_INTERVAL_15M, PF_INTERVAL_30M, PF_INTERVAL_1H,
  PF_INTERVAL_2H, PF_INTERVAL_4H, PF_INTERVAL_6H, PF_INTERVAL_8H, PF_INTERVAL_12H, PF_INTERVAL_1D,
  PF_INTERVAL_1W, PF_N_INTERVALS
} PfInterval;

/* "1m" ... "1w", as they are spelled on the wire; FALSE for any other */
gboolean pf_interval_parse (const char *text, PfInterval *out) G_GNUC_WARN_UNUSED_RESULT;
const char *pf_interval_name (PfInterval interval);
gint64 pf_interval_ms (PfInterval interval);

typedef struct _PfTape PfTape;

PfTape *pf_tape_new (void);
void pf_tape_free (PfTape *self);

/**
 * pf_tape_add:
 * @taker_id: of the order that took; trades of one order at one price and moment are one aggregate
 */
void pf_tape_add (PfTape *self, const PfTapeTrade *trade, guint64 taker_id);
/* Time goes on without a trade: candles end and begin. */
void pf_tape_tick (PfTape *self, gint64 ts_ms);

/* Newest last; (transfer none), valid until the next change. An aggregate may still grow until a
 * trade of another kind, or pf_tape_tick, comes. */
guint pf_tape_n_trades (const PfTape *self);
const PfTapeTrade *pf_tape_trade (const PfTape *self, guint i);
guint pf_tape_n_aggregates (const PfTape *self);
const PfTapeAggregate *pf_tape_aggregate (const PfTape *self, guint i);
guint pf_tape_n_candles (const PfTape *self, PfInterval interval);
/* the last one is in progress */
const PfTapeCandle *pf_tape_candle (const PfTape *self, PfInterval interval, guint i);

/* The last 24 hours in whole minutes, the one in progress among them. FALSE before the first trade.
 */
gboolean pf_tape_day (const PfTape *self, PfTapeCandle *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfTape, pf_tape_free)

G_END_DECLS
