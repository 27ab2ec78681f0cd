/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The paper market: matches the orders of one account against prices. Pure: prices and orders in,
 * events out; used by the backtest, the paper venue and the sandbox.
 *
 * A piece of market (a tick or a bar) is shown in phases, with the events drained between:
 *
 *                   +--------------------------------------------------------------+
 *                   v                                                              |
 *     BETWEEN -- open (price) --> OPEN -- range (high, low) --> RANGE -- close (price)
 *     orders wait    |            a market order fills at once   orders wait for the next open
 *                    |
 *   open   1. market orders, by arrival, at the open          (slippage)
 *          2. stops that the open lies at or beyond, at it    (slippage)
 *          3. limits that the open meets, at it               (no slippage)
 *   range  1. stops, at their level, or at the open where that lay beyond it   (slippage)
 *          2. targets, then limits, the same                                   (no slippage)
 *
 * So a stop goes before a target of the same piece even where that opened beyond the target; an
 * order sent as the answer to a fill at the open is there for the range of the same piece; and a
 * reversal's entry follows its close in the same open. A tick is a piece with four equal prices.
 * range and close may be left out (a backtest leaves out close, since nothing marks its account
 * here, and whole pieces while no order is open).
 *
 * Invariants
 *  1. Positions are kept per (deployment, instrument): a reduce-only order never opens or flips.
 *     What is left of it when the position is gone expires at once, so a stop and a target are
 *     one-cancels-other by nature. Any other order that crosses zero fills in two: first the close,
 *     which always passes, then the entry.
 *  2. Slippage moves market orders and stops against the order, never limits or targets; fee =
 *     fee rate x notional of each fill, half-even at 1e-18. Prices are not rounded to a tick.
 *  3. Nothing is entered that the account cannot pay (pf-margin.h has the rule; positions count at
 *     the last price of their instrument). A cut_to_cash order is cut to what it pays and its rest
 *     expires; any other is rejected whole, with a sentence that has the figures. Closes always
 *     pass. Roundings may take a cut entry 2e-18 beyond what was free.
 *  4. With liquidate, the account is lost when its equity <= the maintenance margin of its
 *     positions, looked at after each open, range (at its low, then its high) and close: all
 *     positions close at the price of that moment, as fills with order_id 0 and
 *     PF_REASON_LIQUIDATION, and all orders expire.
 *  5. An order is in the market from its ACCEPT until exactly one of: its last FILL, CANCEL,
 *     EXPIRE, REJECT. Trade ids count 1, 2, ...; a fill bears the time of the call that made it.
 *  6. Same inputs, same events, same trade ids. A matcher restored between two pieces goes on like
 *     the one that was not interrupted.
 *  7. Bounded: PF_MATCHER_ORDERS_MAX orders (one more is rejected), PF_MATCHER_EVENTS_MAX events
 *     (to leave so many undrained is a bug and asserts).
 */
#pragma once

#include "model/pf-event.h"
#include "model/pf-instrument.h"
#include "model/pf-position.h"

G_BEGIN_DECLS

#define PF_MATCHER_ORDERS_MAX 4096
#define PF_MATCHER_EVENTS_MAX (16 * PF_MATCHER_ORDERS_MAX)

typedef struct
{
  PfMoney balance;
  PfRate fee_rate;              /* 0 .. 0.1 */
  PfRate slippage;              /* of the price, 0 <= s < 1 */
  guint leverage;               /* 1 .. PF_LEVERAGE_MAX; 1: as BACKTEST.md */
  PfRate max_share;             /* of a piece's volume that one market or limit order may take,
                                   floored to the step; its rest waits for the next piece. 0: all */
  gboolean liquidate;           /* FALSE in a backtest: there equity <= 0 ends the run */
} PfMatcherConfig;

/* One word of the market. Strings inside are owned here. */
typedef struct
{
  guint64 order_id;             /* 0 for a liquidation's fill */
  PfOrderEvent event;           /* FILL: fill is set */
  char venue_order_id[PF_ORDER_ID_TEXT_MAX];
  gint64 ts_ns;
  PfFill fill;
  char sentence[PF_SENTENCE_MAX];       /* of a REJECT or EXPIRE: why, and what to do; the last,
                                           since most have none */
} PfMatcherEvent;

typedef struct _PfMatcher PfMatcher;

/* instruments are copied; prices are unknown until the first open or close of each */
PfMatcher *pf_matcher_new (const PfMatcherConfig *config, const PfInstruments *instruments);
void pf_matcher_free (PfMatcher *self);

/* Takes the order (copied): ACCEPT or REJECT comes as an event. Order ids rise: one at or below an
 * earlier one was sent before and is rejected, like a client order id that is open.
 * A market order waits for the next open, unless the open of its instrument is being drained: then
 * it fills at that price at once, and a limit that meets it does, too. A stop or target is looked
 * at in the next range or open. Market and limit orders other than GTC try one open; what that
 * left of them expires. */
void pf_matcher_submit (PfMatcher *self, const PfOrder *order, gint64 ts_ns);
/* CANCEL comes as an event, or nothing when it is gone already */
void pf_matcher_cancel (PfMatcher *self, guint64 order_id, gint64 ts_ns);
/* a piece begins; volume is that of the whole piece, >= 0, used with max_share only */
void pf_matcher_open (PfMatcher *self, guint32 instrument, PfPrice price, double volume,
                      gint64 ts_ns);
/* what the piece went through after its open; low <= open <= high */
void pf_matcher_range (PfMatcher *self, guint32 instrument, PfPrice high, PfPrice low,
                       gint64 ts_ns);
/* the piece's last price: marks the positions */
void pf_matcher_close (PfMatcher *self, guint32 instrument, PfPrice price, gint64 ts_ns);
/* takes the oldest event; FALSE when there is none */
gboolean pf_matcher_next_event (PfMatcher *self, PfMatcherEvent *out);

/* the order as the market knows it, NULL when it is not (or no longer) open; lives until the next
 * call that is not a question */
const PfOrder *pf_matcher_find (const PfMatcher *self, const char *client_order_id);
PfMoney pf_matcher_cash (const PfMatcher *self);
/* cash + positions at the last price of each instrument */
PfMoney pf_matcher_equity (const PfMatcher *self);
/* signed; 0 when there is none */
PfQuantity pf_matcher_position (const PfMatcher *self, guint64 deployment_id, guint32 instrument);

/* What a backtest asks for every bar lies at the head of the struct, to be answered without a
 * call. Read it with the two functions below only. */
typedef struct
{
  guint n_orders;
  const guint *busy;            /* orders and positions, by instrument */
} PfMatcherFace;

/* is there any order or position in this instrument? */
static inline gboolean
pf_matcher_is_busy (const PfMatcher *self, guint32 instrument)
{
  return ((const PfMatcherFace *) (const void *) self)->busy[instrument] > 0;
}

static inline guint
pf_matcher_n_orders (const PfMatcher *self)
{
  return ((const PfMatcherFace *) (const void *) self)->n_orders;
}

/* Recovery: put back, without events, what the journal says the market holds, between two pieces:
 * the account, then positions, then orders, oldest first. next_trade is the number of the first
 * trade id that was not used. A reduce-only order whose position is gone expires at its
 * instrument's next open. */
void pf_matcher_restore_account (PfMatcher *self, PfMoney cash, guint64 next_trade);
/* Its instrument's price is its mark (without one its entry price) until the market shows another.
 */
void pf_matcher_restore_position (PfMatcher *self, const PfPosition *position);
void pf_matcher_restore_order (PfMatcher *self, const PfOrder *order);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfMatcher, pf_matcher_free)

G_END_DECLS
