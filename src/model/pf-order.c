/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The life of an order. Diagram and invariants are at the head of pf-order.h. */
#include "model/pf-order.h"

#define S(status) { PF_CHANGE_APPLIED, PF_ORDER_##status }
#define SAME { PF_CHANGE_IGNORED, 0 }   /* an old word, or one that adds nothing */
#define NEVER { PF_CHANGE_ALARM, 0 }    /* no sane venue says this */

/* A fill is the truth: it counts in every state but REFUSED, which never left the house. For FILL
 * the table names the status of a fill that leaves a rest. */
static const struct
{
  PfChange change;
  PfOrderStatus next;
} table[PF_N_ORDER_STATUSES][PF_N_ORDER_EVENTS] = {
  /* ACCEPT, FILL, CANCEL, REJECT, REFUSE, EXPIRE, TIMEOUT */
  [PF_ORDER_PENDING] = { S (OPEN), S (PARTIALLY_FILLED), S (CANCELLED), S (REJECTED), S (REFUSED),
                         S (EXPIRED), S (UNKNOWN) },
  [PF_ORDER_OPEN] = { SAME, S (PARTIALLY_FILLED), S (CANCELLED), S (REJECTED), NEVER, S (EXPIRED),
                      SAME },
  /* a rejection after fills can only mean the rest */
  [PF_ORDER_PARTIALLY_FILLED] = { SAME, S (PARTIALLY_FILLED), S (CANCELLED), S (EXPIRED), NEVER,
                                  S (EXPIRED), SAME },
  [PF_ORDER_UNKNOWN] = { S (OPEN), S (PARTIALLY_FILLED), S (CANCELLED), S (REJECTED), NEVER,
                         S (EXPIRED), SAME },
  [PF_ORDER_FILLED] = { SAME, NEVER, SAME, NEVER, NEVER, SAME, SAME },
  [PF_ORDER_CANCELLED] = { SAME, S (CANCELLED), SAME, SAME, NEVER, SAME, SAME },
  [PF_ORDER_REJECTED] = { SAME, S (REJECTED), SAME, SAME, NEVER, SAME, SAME },
  [PF_ORDER_REFUSED] = { NEVER, NEVER, NEVER, NEVER, SAME, NEVER, SAME },
  [PF_ORDER_EXPIRED] = { SAME, S (EXPIRED), SAME, SAME, NEVER, SAME, SAME },
};

#undef S
#undef SAME
#undef NEVER

PfChange
pf_order_transition (PfOrderStatus status, PfOrderEvent event, PfOrderStatus *next)
{
  g_assert ((guint) status < PF_N_ORDER_STATUSES && (guint) event < PF_N_ORDER_EVENTS);
  *next = table[status][event].change == PF_CHANGE_APPLIED ? table[status][event].next : status;
  return table[status][event].change;
}

gboolean
pf_order_status_is_terminal (PfOrderStatus status)
{
  return status >= PF_ORDER_FILLED;
}

/* Can the fill be one of this order? Then it is worth notional. */
static gboolean
suits (const PfOrder *self, const PfFill *fill, PfMoney *notional)
{
  return fill->side == self->side && fill->instrument == self->instrument && fill->price.e18 > 0
         && fill->quantity.e18 > 0
         && pf_quantity_compare (fill->quantity, pf_order_remaining (self)) <= 0
         && pf_notional (fill->price, fill->quantity, notional);
}

/* FALSE, and nothing done, for a fill that cannot be one of this order. */
static gboolean
add_fill (PfOrder *self, const PfFill *fill)
{
  PfMoney notional;

  if (!suits (self, fill, &notional))
    return FALSE;
  self->filled = pf_quantity_add (self->filled, fill->quantity);
  self->filled_notional = pf_money_add (self->filled_notional, notional);
  self->fees = pf_money_add (self->fees, fill->fee);
  return TRUE;
}

gboolean
pf_order_can_fill (const PfOrder *self, const PfFill *fill)
{
  PfOrderStatus next;
  PfMoney notional;

  return pf_order_transition (self->status, PF_ORDER_EVENT_FILL, &next) == PF_CHANGE_APPLIED
         && suits (self, fill, &notional);
}

PfChange
pf_order_apply (PfOrder *self, PfOrderEvent event, const PfFill *fill, gint64 ts_ns)
{
  PfOrderStatus next;
  PfChange change = pf_order_transition (self->status, event, &next);

  g_assert ((fill != NULL) == (event == PF_ORDER_EVENT_FILL));
  if (change != PF_CHANGE_APPLIED)
    return change;
  if (fill != NULL && !add_fill (self, fill))
    return PF_CHANGE_ALARM;
  self->status = fill != NULL && self->filled.e18 == self->quantity.e18 ? PF_ORDER_FILLED : next;
  self->ts_updated_ns = MAX (self->ts_updated_ns, ts_ns);
  g_assert (self->filled.e18 >= 0 && self->filled.e18 <= self->quantity.e18);
  g_assert ((self->status == PF_ORDER_FILLED) == (self->filled.e18 == self->quantity.e18));
  return PF_CHANGE_APPLIED;
}

/* --- names ------------------------------------------------------------------------------------ */

const char *
pf_side_name (PfSide side)
{
  return side == PF_SIDE_BUY ? "BUY" : "SELL";
}

const char *
pf_order_type_name (PfOrderType type)
{
  static const char *const names[] = { "MARKET", "LIMIT", "STOP_LOSS", "TAKE_PROFIT" };

  g_assert ((guint) type < G_N_ELEMENTS (names));
  return names[type];
}

const char *
pf_order_status_name (PfOrderStatus status)
{
  static const char *const names[PF_N_ORDER_STATUSES] = {
    "PENDING", "OPEN", "PARTIALLY_FILLED", "UNKNOWN", "FILLED", "CANCELLED", "REJECTED", "REFUSED",
    "EXPIRED",
  };

  g_assert ((guint) status < PF_N_ORDER_STATUSES);
  return names[status];
}

const char *
pf_reason_name (PfReason reason)
{
  static const char *const names[PF_N_REASONS] = {
    "signal", "stop_loss", "take_profit", "manual", "emergency_stop", "liquidation",
  };

  g_assert ((guint) reason < PF_N_REASONS);
  return names[reason];
}
