/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An order and the table of its life.
 *
 *             ACCEPT           FILL (part)            FILL (rest)
 *   PENDING ---------> OPEN ----------------> PARTIALLY_FILLED ---------> FILLED
 *    |  |  \            |  \                    |
 *    |  |   \ TIMEOUT   |   CANCEL, EXPIRE      | CANCEL, EXPIRE
 *    |  |    > UNKNOWN  +----> CANCELLED, EXPIRED (keeps what was filled)
 *    |  | REJECT (venue)  -> REJECTED
 *    | REFUSE (us)        -> REFUSED
 *
 * Invariants (asserted after every transition)
 *  1. 0 <= filled <= quantity; FILLED exactly when filled == quantity.
 *  2. The rank of a status never falls; a terminal order changes only by a fill that the venue had
 *     done before (a fill is the truth: it is counted in every state but REFUSED).
 *  3. Each (status, event) pair is decided in one table; none falls through.
 */
#pragma once

#include "base/pf-decimal.h"
#include "base/pf-time.h"

G_BEGIN_DECLS

#define PF_ORDER_ID_TEXT_MAX 40
#define PF_TRADE_ID_TEXT_MAX 40

typedef enum { PF_SIDE_BUY, PF_SIDE_SELL } PfSide;
typedef enum
{
  PF_ORDER_TYPE_MARKET,
  PF_ORDER_TYPE_LIMIT,
  PF_ORDER_TYPE_STOP_LOSS,      /* market order once the price reaches trigger against us */
  PF_ORDER_TYPE_TAKE_PROFIT,    /* the same in its favour; fills without slippage */
} PfOrderType;
typedef enum { PF_TIF_GTC, PF_TIF_IOC, PF_TIF_FOK } PfTimeInForce;

typedef enum
{
  PF_ORDER_PENDING,             /* intent in the journal, nothing heard from the venue */
  PF_ORDER_OPEN,
  PF_ORDER_PARTIALLY_FILLED,
  PF_ORDER_UNKNOWN,             /* asked, no answer: neither yes nor no */
  PF_ORDER_FILLED,
  PF_ORDER_CANCELLED,
  PF_ORDER_REJECTED,            /* by the venue */
  PF_ORDER_REFUSED,             /* by us */
  PF_ORDER_EXPIRED,
  PF_N_ORDER_STATUSES,
} PfOrderStatus;

typedef enum
{
  PF_ORDER_EVENT_ACCEPT,
  PF_ORDER_EVENT_FILL,
  PF_ORDER_EVENT_CANCEL,
  PF_ORDER_EVENT_REJECT,
  PF_ORDER_EVENT_REFUSE,
  PF_ORDER_EVENT_EXPIRE,
  PF_ORDER_EVENT_TIMEOUT,
  PF_N_ORDER_EVENTS,
} PfOrderEvent;

typedef enum
{
  PF_REASON_SIGNAL,
  PF_REASON_STOP_LOSS,
  PF_REASON_TAKE_PROFIT,
  PF_REASON_MANUAL,
  PF_REASON_EMERGENCY_STOP,
  PF_REASON_LIQUIDATION,
  PF_N_REASONS,
} PfReason;

/* What to do once a close is filled: a reversal enters the other side, sized after the close. */
typedef enum { PF_THEN_NOTHING, PF_THEN_BUY, PF_THEN_SELL } PfThen;

typedef struct
{
  guint64 id;                   /* ours, rising from 1, unique in one journal */
  char client_order_id[PF_ORDER_ID_TEXT_MAX];
  char venue_order_id[PF_ORDER_ID_TEXT_MAX];  /* "" until the venue named it */
  guint64 deployment_id;        /* 0: hand-made */
  guint32 instrument;
  PfSide side;
  PfOrderType type;
  PfTimeInForce tif;
  PfOrderStatus status;
  PfReason reason;
  PfThen then;
  gboolean reduce_only;
  gboolean cut_to_cash;         /* a paper venue may fill less where the cash does not reach */
  PfQuantity quantity;          /* > 0 */
  PfQuantity filled;
  PfMoney filled_notional;
  PfMoney fees;
  PfPrice limit_price;          /* LIMIT; else 0 */
  PfPrice trigger_price;        /* STOP_LOSS, TAKE_PROFIT; else 0 */
  PfPrice decided_price;        /* the price it was decided at */
  gint64 ts_created_ns;
  gint64 ts_updated_ns;
} PfOrder;

typedef struct
{
  guint64 order_id;             /* 0: the venue's own (liquidation) */
  guint64 deployment_id;
  guint32 instrument;
  char trade_id[PF_TRADE_ID_TEXT_MAX];        /* unique per (venue, account, instrument) */
  PfSide side;
  PfPrice price;
  PfQuantity quantity;          /* > 0 */
  PfMoney fee;
  PfReason reason;
  gint64 ts_ns;
} PfFill;

typedef enum
{
  PF_CHANGE_APPLIED,
  PF_CHANGE_IGNORED,            /* decided to change nothing (an old word after a newer one) */
  PF_CHANGE_ALARM,              /* impossible from a sane venue: nothing changed, tell the user */
} PfChange;

/* Applies event; fill is needed with PF_ORDER_EVENT_FILL and else NULL. A fill that exceeds the
 * order, is of the other side or of another instrument, or has no price above 0, is an ALARM. */
PfChange pf_order_apply (PfOrder *self, PfOrderEvent event, const PfFill *fill, gint64 ts_ns);
/* Would pf_order_apply count the fill? */
gboolean pf_order_can_fill (const PfOrder *self, const PfFill *fill);
/* The row of the table: what event does in status (next status, and the change). A FILL's next
 * status is given for a fill that leaves a rest. */
PfChange pf_order_transition (PfOrderStatus status, PfOrderEvent event, PfOrderStatus *next);
gboolean pf_order_status_is_terminal (PfOrderStatus status);
static inline PfQuantity
pf_order_remaining (const PfOrder *self)
{
  return pf_quantity_sub (self->quantity, self->filled);
}
static inline PfSide
pf_side_opposite (PfSide side)
{
  return side == PF_SIDE_BUY ? PF_SIDE_SELL : PF_SIDE_BUY;
}

/* Names as in the journal and on the wire of our own tools: "BUY", "STOP_LOSS", "stop_loss". */
const char *pf_side_name (PfSide side);
const char *pf_order_type_name (PfOrderType type);
const char *pf_order_status_name (PfOrderStatus status);
const char *pf_reason_name (PfReason reason);

G_END_DECLS
