/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The matcher's fills: how much of an order fills, what the account pays for, and what follows of
 * a position that is gone or an account that is lost. Invariants 1 to 4 of pf-matcher.h are kept
 * here.
 */
#include "market/pf-margin.h"
#include "market/pf-matcher-private.h"

typedef struct { PfMoney equity, gross, maintenance; } Stake;

/* --- what is there ---------------------------------------------------------------------------- */

/* Where the position is, or belongs. */
static guint
place_of (const PfMatcher *self, guint64 deployment_id, guint32 instrument)
{
  guint low = 0, high = self->positions->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const PfPosition *p = &g_array_index (self->positions, PfPosition, middle);
      if (p->deployment_id < deployment_id
          || (p->deployment_id == deployment_id && p->instrument < instrument))
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

PfPosition *
pf_matcher_find_position (const PfMatcher *self, guint64 deployment_id, guint32 instrument)
{
  guint i = place_of (self, deployment_id, instrument);
  PfPosition *position;

  if (i == self->positions->len)
    return NULL;
  position = &g_array_index (self->positions, PfPosition, i);
  return position->deployment_id == deployment_id && position->instrument == instrument ? position
                                                                                        : NULL;
}

PfPosition *
pf_matcher_add_position (PfMatcher *self, const PfPosition *position)
{
  guint i = place_of (self, position->deployment_id, position->instrument);

  g_assert (pf_matcher_find_position (self, position->deployment_id, position->instrument) == NULL);
  g_array_insert_vals (self->positions, i, position, 1);
  self->busy[position->instrument]++;
  return &g_array_index (self->positions, PfPosition, i);
}

PfQuantity
pf_matcher_reducible (const PfMatcher *self, const PfOrder *order)
{
  const PfPosition *position = pf_matcher_find_position (self, order->deployment_id,
                                                         order->instrument);

  if (position == NULL || (position->quantity.e18 > 0) == (order->side == PF_SIDE_BUY))
    return PF_QUANTITY_ZERO;
  return pf_quantity_abs (position->quantity);
}

/* The account with one instrument at price, the others at their last one. */
static Stake
measure (const PfMatcher *self, guint32 instrument, PfPrice price)
{
  Stake stake = { .equity = self->account.cash };

  for (guint i = 0; i < self->positions->len; i++)
    {
      const PfPosition *p = &g_array_index (self->positions, PfPosition, i);
      const PfInstrument *what = pf_instruments_get (self->instruments, p->instrument);
      PfMoney value = pf_position_value (p, p->instrument == instrument
                                                ? price : self->places[p->instrument].price);
      stake.equity = pf_money_add (stake.equity, value);
      value = pf_money_abs (value);
      stake.gross = pf_money_add (stake.gross, value);
      stake.maintenance = pf_money_add (stake.maintenance,
                                        pf_money_scale (value, what->maintenance_rate));
    }
  return stake;
}

PfMoney
pf_matcher_equity (const PfMatcher *self)
{
  return measure (self, G_MAXUINT32, PF_PRICE_ZERO).equity;
}

/* --- ends ------------------------------------------------------------------------------------- */

void
pf_matcher_drop (PfMatcher *self, PfResting *resting)
{
  g_assert (!resting->gone && self->busy[resting->order.instrument] > 0);
  resting->gone = TRUE;
  self->any_gone = TRUE;
  self->busy[resting->order.instrument]--;
  self->face.n_orders--;
}

void
pf_matcher_expire (PfMatcher *self, PfResting *resting, gint64 ts_ns, const char *sentence)
{
  PfMatcherEvent *event = pf_matcher_say (self, &resting->order, PF_ORDER_EVENT_EXPIRE, ts_ns);

  g_strlcpy (event->sentence, sentence, sizeof event->sentence);
  pf_matcher_drop (self, resting);
}

/* A position that is gone takes what could only have reduced it with it. */
static void
expire_reducers (PfMatcher *self, guint64 deployment_id, guint32 instrument, gint64 ts_ns)
{
  for (guint i = 0; i < self->orders->len; i++)
    {
      PfResting *resting = g_ptr_array_index (self->orders, i);
      if (!resting->gone && resting->order.reduce_only && resting->order.instrument == instrument
          && resting->order.deployment_id == deployment_id)
        pf_matcher_expire (self, resting, ts_ns, "The position it would have reduced is closed.");
    }
}

/* --- fills ------------------------------------------------------------------------------------ */

/* Books a fill that crosses no zero; TRUE when the position is gone by it. */
static gboolean
book (PfMatcher *self, const PfOrder *order, PfFill *fill)
{
  PfPosition *position = pf_matcher_find_position (self, fill->deployment_id, fill->instrument);
  PfMoney notional = pf_fill_notional (fill);
  PfTrade trade;

  g_assert (fill->price.e18 > 0 && fill->quantity.e18 > 0);
  fill->fee = pf_money_scale (notional, self->config.fee_rate);
  pf_matcher_print_id (fill->trade_id, '\0', self->next_trade++);
  pf_matcher_say (self, order, PF_ORDER_EVENT_FILL, fill->ts_ns)->fill = *fill;
  pf_account_book (&self->account, fill, notional);
  if (position == NULL)
    {
      PfPosition fresh = { .deployment_id = fill->deployment_id, .instrument = fill->instrument };
      position = pf_matcher_add_position (self, &fresh);
    }
  pf_position_book (position, fill, notional, &trade);
  if (position->quantity.e18 != 0)
    return FALSE;
  g_array_remove_index (self->positions,
                        (guint) (position - (PfPosition *) (void *) self->positions->data));
  self->busy[fill->instrument]--;
  return TRUE;
}

/* Books quantity of an order at price. */
static void
take (PfMatcher *self, PfResting *resting, PfPrice price, PfQuantity quantity, gint64 ts_ns)
{
  PfOrder *order = &resting->order;
  PfFill fill = { .order_id = order->id, .deployment_id = order->deployment_id,
                  .instrument = order->instrument, .side = order->side, .price = price,
                  .quantity = quantity, .reason = order->reason, .ts_ns = ts_ns };
  gboolean flat = book (self, order, &fill);

  order->filled = pf_quantity_add (order->filled, quantity);
  resting->taken = pf_quantity_add (resting->taken, quantity);
  if (pf_order_remaining (order).e18 == 0)
    pf_matcher_drop (self, resting);
  if (flat)
    expire_reducers (self, fill.deployment_id, fill.instrument, ts_ns);
}

static void
reject (PfMatcher *self, PfResting *resting, PfPrice price, PfQuantity quantity, PfMoney free,
        gint64 ts_ns)
{
  PfMatcherEvent *event = pf_matcher_say (self, &resting->order, PF_ORDER_EVENT_REJECT, ts_ns);
  char cost[PF_DECIMAL_TEXT_MAX], have[PF_DECIMAL_TEXT_MAX];
  PfMoney notional;

  if (pf_notional (price, quantity, &notional))
    g_snprintf (event->sentence, sizeof event->sentence,
                "The order is worth %s%s and %s is free to pay for it. Lower the size or add "
                "money.",
                pf_decimal_print_fixed (notional.e18, PF_DECIMALS, 2, cost),
                resting->order.side == PF_SIDE_BUY ? " before its fee" : "",
                pf_decimal_print_fixed (free.e18, PF_DECIMALS, 2, have));
  else
    g_strlcpy (event->sentence, "The order is too large to be computed. Lower the size.",
               sizeof event->sentence);
  pf_matcher_drop (self, resting);
}

/* An entry of quantity, or of what the account pays of it. */
static void
enter (PfMatcher *self, PfResting *resting, PfPrice price, PfQuantity quantity, gint64 ts_ns)
{
  const PfInstrument *instrument = pf_instruments_get (self->instruments,
                                                       resting->order.instrument);
  guint leverage = self->config.leverage;
  Stake stake = measure (self, G_MAXUINT32, PF_PRICE_ZERO);
  PfMoney free = pf_margin_free (stake.equity, stake.gross, leverage);
  PfMoney notional;
  PfQuantity paid;

  if (pf_notional (price, quantity, &notional)
      && pf_margin_pays (free, notional, pf_money_scale (notional, self->config.fee_rate),
                         resting->order.side, leverage))
    {
      take (self, resting, price, quantity, ts_ns);
      return;
    }
  if (!resting->order.cut_to_cash)
    {
      reject (self, resting, price, quantity, free, ts_ns);
      return;
    }
  paid = pf_margin_affordable (free, price, self->config.fee_rate, leverage, instrument->step);
  paid.e18 = MIN (paid.e18, quantity.e18);
  if (paid.e18 > 0)
    take (self, resting, price, paid, ts_ns);
  if (!resting->gone)
    pf_matcher_expire (self, resting, ts_ns,
                       paid.e18 > 0 ? "The cash paid only a part of the quantity."
                                    : "The cash does not pay the smallest quantity. Add money.");
}

void
pf_matcher_fill (PfMatcher *self, PfResting *resting, PfPrice price, PfQuantity most, gint64 ts_ns)
{
  const PfOrder *order = &resting->order;
  PfQuantity quantity = pf_order_remaining (order);
  PfQuantity closing = pf_matcher_reducible (self, order);

  if (order->tif == PF_TIF_FOK && most.e18 < quantity.e18)
    return;
  quantity.e18 = MIN (quantity.e18, most.e18);
  closing.e18 = MIN (closing.e18, quantity.e18);
  quantity = order->reduce_only ? PF_QUANTITY_ZERO : pf_quantity_sub (quantity, closing);
  if (closing.e18 > 0)
    take (self, resting, price, closing, ts_ns);
  if (quantity.e18 > 0)
    enter (self, resting, price, quantity, ts_ns);
}

/* --- liquidation ------------------------------------------------------------------------------ */

static void
liquidate (PfMatcher *self, gint64 ts_ns)
{
  while (self->positions->len > 0)
    {
      const PfPosition *p = &g_array_index (self->positions, PfPosition, 0);
      PfFill fill = { .deployment_id = p->deployment_id, .instrument = p->instrument,
                      .side = p->quantity.e18 > 0 ? PF_SIDE_SELL : PF_SIDE_BUY,
                      .price = self->places[p->instrument].price,
                      .quantity = pf_quantity_abs (p->quantity), .reason = PF_REASON_LIQUIDATION,
                      .ts_ns = ts_ns };
      book (self, NULL, &fill);
      expire_reducers (self, fill.deployment_id, fill.instrument, ts_ns);
    }
  for (guint i = 0; i < self->orders->len; i++)
    {
      PfResting *resting = g_ptr_array_index (self->orders, i);
      if (!resting->gone)
        pf_matcher_expire (self, resting, ts_ns,
                           "The account was liquidated: its equity no longer bore its positions.");
    }
}

void
pf_matcher_watch_margin (PfMatcher *self, guint32 instrument, PfPrice price, gint64 ts_ns)
{
  Stake stake;

  if (!self->config.liquidate || self->positions->len == 0)
    return;
  stake = measure (self, instrument, price);
  if (!pf_margin_is_lost (stake.equity, stake.maintenance, stake.gross))
    return;
  self->places[instrument].price = price;
  liquidate (self, ts_ns);
}
