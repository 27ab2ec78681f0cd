/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The paper market: matches the orders of one account against prices. Pure: prices and orders in,
 * events out; used by the backtest, the paper venue and the sandbox.
 *
 * A piece of market (a tick or a bar) is shown in two phases, with the events drained between:
 *   pf_matcher_open  (price)       market orders fill at it, limits that it passes fill at it or
 *                                  better, a stop that it lies beyond fills at it
 *   pf_matcher_range (high, low)   stops first, then targets (at the open where that lies beyond
 *                                  them) and limits, at their level
 * so that an order sent as the answer to a fill at the open is there for the range of the same
 * piece, and a reversal's entry follows its close in the same open. A tick is a piece with four
 * equal prices.
 *
 * Invariants
 *  1. Positions are kept per (deployment, instrument): a reduce-only order never opens or flips.
 *     What is left of it when the position is gone expires, so a stop and a target are one-cancels-
 *     other by nature.
 *  2. Slippage moves market orders and stops against the order, never limits or targets; fee =
 *     fee rate x notional of each fill, half-even at 1e-18. Prices are not rounded to a tick.
 *  3. Nothing fills that the account cannot pay: a buy needs cash of notional + fee, a short sale
 *     of its notional, both divided by the leverage; cut_to_cash orders are cut to what it pays
 *     (the rest expires), others are rejected with a sentence. Closes always pass.
 *  4. A position is liquidated when equity <= maintenance margin: all of the account's positions
 *     close at the price of that moment, as fills with order_id 0 and PF_REASON_LIQUIDATION.
 *  5. Same inputs, same events, same trade ids.
 */
#pragma once

#include "model/pf-event.h"
#include "model/pf-instrument.h"
#include "model/pf-position.h"

G_BEGIN_DECLS

#define PF_MATCHER_ORDERS_MAX 4096

typedef struct
{
  PfMoney balance;
  PfRate fee_rate;              /* 0 .. 0.1 */
  PfRate slippage;              /* of the price */
  guint leverage;               /* >= 1; 1: as BACKTEST.md */
  PfRate max_share;             /* of a piece's volume that one market or limit order may take at
                                   its open; 0: all */
  gboolean liquidate;           /* FALSE in a backtest: there equity <= 0 ends the run */
} PfMatcherConfig;

/* One word of the market. Strings inside are owned here. */
typedef struct
{
  guint64 order_id;             /* 0 for a liquidation's fill */
  PfOrderEvent event;           /* FILL: fill is set */
  char venue_order_id[PF_ORDER_ID_TEXT_MAX];
  char sentence[PF_SENTENCE_MAX];
  PfFill fill;
  gint64 ts_ns;
} PfMatcherEvent;

typedef struct _PfMatcher PfMatcher;

PfMatcher *pf_matcher_new (const PfMatcherConfig *config, const PfInstruments *instruments);
void pf_matcher_free (PfMatcher *self);

/* Takes the order (copied): ACCEPT or REJECT comes as an event. The same client order id twice is
 * rejected. A market order waits for the next price, unless an open phase of its instrument is
 * being drained: then it fills at that price at once. */
void pf_matcher_submit (PfMatcher *self, const PfOrder *order, gint64 ts_ns);
/* CANCEL comes as an event, or nothing when it is gone already */
void pf_matcher_cancel (PfMatcher *self, guint64 order_id, gint64 ts_ns);
void pf_matcher_open (PfMatcher *self, guint32 instrument, PfPrice price, double volume,
                      gint64 ts_ns);
void pf_matcher_range (PfMatcher *self, guint32 instrument, PfPrice high, PfPrice low,
                       gint64 ts_ns);
/* the piece's last price: marks the positions */
void pf_matcher_close (PfMatcher *self, guint32 instrument, PfPrice price, gint64 ts_ns);
/* takes the oldest event; FALSE when there is none */
gboolean pf_matcher_next_event (PfMatcher *self, PfMatcherEvent *out);

/* cheap: is there any order or position in this instrument? */
gboolean pf_matcher_is_busy (const PfMatcher *self, guint32 instrument);
/* the order as the market knows it, NULL when it is not (or no longer) open */
const PfOrder *pf_matcher_find (const PfMatcher *self, const char *client_order_id);
PfMoney pf_matcher_cash (const PfMatcher *self);
PfMoney pf_matcher_equity (const PfMatcher *self);
guint pf_matcher_n_orders (const PfMatcher *self);
/* 0 when there is none */
PfQuantity pf_matcher_position (const PfMatcher *self, guint64 deployment_id, guint32 instrument);

/* Recovery: put back, without events, what the journal says the market holds. next_trade is the
 * number of the first trade id that was not used. */
void pf_matcher_restore_account (PfMatcher *self, PfMoney cash, guint64 next_trade);
void pf_matcher_restore_position (PfMatcher *self, const PfPosition *position);
void pf_matcher_restore_order (PfMatcher *self, const PfOrder *order);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfMatcher, pf_matcher_free)

G_END_DECLS
