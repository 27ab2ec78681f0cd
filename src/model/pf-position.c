/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Positions and the account. Invariants are at the head of pf-position.h. */
#include "model/pf-position.h"

static PfMoney
notional_of (PfPrice price, PfQuantity quantity)
{
  PfMoney notional = PF_MONEY_ZERO;
  /* An order that cannot be computed was refused long before it could fill. */
  gboolean fits = pf_notional (price, quantity, &notional);

  g_assert (fits);
  return notional;
}

PfMoney
pf_fill_notional (const PfFill *fill)
{
  return notional_of (fill->price, fill->quantity);
}

/* part / whole of money, half-even */
static PfMoney
share (PfMoney money, PfQuantity part, PfQuantity whole)
{
  PfMoney out = PF_MONEY_ZERO;
  gboolean fits;

  if (part.e18 == whole.e18)
    return money;
  fits = pf_int128_mul_div (money.e18, part.e18, whole.e18, PF_ROUND_HALF_EVEN, &out.e18);
  g_assert (fits);
  return out;
}

/* One price as long as all fills agree: a quotient of rounded products could miss its last
 * digits. */
static void
note_price (PfPrice *common, gboolean first, PfPrice price)
{
  if (first)
    *common = price;
  else if (common->e18 != price.e18)
    *common = PF_PRICE_ZERO;
}

static PfPrice
average (PfPrice common, PfMoney notional, PfQuantity quantity)
{
  return common.e18 != 0 ? common : pf_price_average (notional, quantity);
}

static void
enter (PfPosition *self, const PfFill *fill, PfQuantity quantity, PfMoney notional, PfMoney fee)
{
  gboolean first = self->trip_entry_quantity.e18 == 0;

  if (first)
    self->ts_opened_ns = fill->ts_ns;
  note_price (&self->trip_entry_price, first, fill->price);
  self->quantity = fill->side == PF_SIDE_BUY ? pf_quantity_add (self->quantity, quantity)
                                             : pf_quantity_sub (self->quantity, quantity);
  self->entry_notional = pf_money_add (self->entry_notional, notional);
  self->entry_fees = pf_money_add (self->entry_fees, fee);
  self->trip_entry_quantity = pf_quantity_add (self->trip_entry_quantity, quantity);
  self->trip_entry_notional = pf_money_add (self->trip_entry_notional, notional);
  self->trip_fees = pf_money_add (self->trip_fees, fee);
  self->fees = pf_money_add (self->fees, fee);
  self->realised = pf_money_sub (self->realised, fee);
}

static void
end_trip (PfPosition *self, const PfFill *fill, gboolean was_long, PfTrade *trade)
{
  PfMoney gross = pf_money_sub (self->trip_exit_notional, self->trip_entry_notional);

  *trade = (PfTrade){
    .deployment_id = self->deployment_id, .instrument = self->instrument,
    .side = was_long ? PF_SIDE_BUY : PF_SIDE_SELL, .quantity = self->trip_entry_quantity,
    .entry_price = average (self->trip_entry_price, self->trip_entry_notional,
                            self->trip_entry_quantity),
    .exit_price = average (self->trip_exit_price, self->trip_exit_notional,
                           self->trip_entry_quantity),
    .fees = self->trip_fees, .reason = fill->reason,
    .ts_entry_ns = self->ts_opened_ns, .ts_exit_ns = fill->ts_ns,
  };
  trade->pnl = pf_money_sub (was_long ? gross : pf_money_negate (gross), self->trip_fees);
  trade->pnl_rate = pf_money_ratio (trade->pnl, self->trip_entry_notional);
  g_assert (self->entry_notional.e18 == 0 && self->entry_fees.e18 == 0);
  self->trip_entry_quantity = PF_QUANTITY_ZERO;
  self->trip_entry_notional = self->trip_exit_notional = self->trip_fees = PF_MONEY_ZERO;
  self->trip_entry_price = self->trip_exit_price = PF_PRICE_ZERO;
}

/* Takes quantity out of the position; TRUE when it is flat then. */
static gboolean
leave (PfPosition *self, const PfFill *fill, PfQuantity quantity, PfMoney notional, PfMoney fee,
       PfTrade *trade)
{
  gboolean was_long = self->quantity.e18 > 0;
  PfQuantity held = pf_quantity_abs (self->quantity);
  PfMoney cost = share (self->entry_notional, quantity, held);
  PfMoney cost_fees = share (self->entry_fees, quantity, held);
  PfMoney gross = pf_money_sub (notional, cost);

  note_price (&self->trip_exit_price, held.e18 == self->trip_entry_quantity.e18, fill->price);
  self->quantity = was_long ? pf_quantity_sub (self->quantity, quantity)
                            : pf_quantity_add (self->quantity, quantity);
  self->entry_notional = pf_money_sub (self->entry_notional, cost);
  self->entry_fees = pf_money_sub (self->entry_fees, cost_fees);
  self->trip_exit_notional = pf_money_add (self->trip_exit_notional, notional);
  self->trip_fees = pf_money_add (self->trip_fees, fee);
  self->fees = pf_money_add (self->fees, fee);
  self->realised = pf_money_add (self->realised, was_long ? gross : pf_money_negate (gross));
  self->realised = pf_money_sub (self->realised, fee);
  if (self->quantity.e18 != 0)
    return FALSE;
  end_trip (self, fill, was_long, trade);
  return TRUE;
}

gboolean
pf_position_apply (PfPosition *self, const PfFill *fill, PfTrade *trade)
{
  return pf_position_book (self, fill, pf_fill_notional (fill), trade);
}

gboolean
pf_position_book (PfPosition *self, const PfFill *fill, PfMoney notional, PfTrade *trade)
{
  gboolean same_side = self->quantity.e18 == 0
                       || (self->quantity.e18 > 0) == (fill->side == PF_SIDE_BUY);
  PfQuantity held = pf_quantity_abs (self->quantity);
  PfMoney close_notional, close_fee;

  g_assert (fill->quantity.e18 > 0);
  if (same_side)
    {
      enter (self, fill, fill->quantity, notional, fill->fee);
      return FALSE;
    }
  if (pf_quantity_compare (fill->quantity, held) <= 0)
    return leave (self, fill, fill->quantity, notional, fill->fee, trade);
  /* A flip: the shares of the close, and what is left of the fill for the open. */
  close_notional = notional_of (fill->price, held);
  close_fee = share (fill->fee, held, fill->quantity);
  leave (self, fill, held, close_notional, close_fee, trade);
  enter (self, fill, pf_quantity_sub (fill->quantity, held),
         pf_money_sub (notional, close_notional), pf_money_sub (fill->fee, close_fee));
  return TRUE;
}

PfMoney
pf_position_value (const PfPosition *self, PfPrice price)
{
  return notional_of (price, self->quantity);
}

PfMoney
pf_position_unrealised (const PfPosition *self)
{
  PfMoney value;

  if (self->quantity.e18 == 0 || self->mark.e18 == 0)
    return PF_MONEY_ZERO;
  value = pf_position_value (self, self->mark);
  return self->quantity.e18 > 0 ? pf_money_sub (value, self->entry_notional)
                                : pf_money_add (value, self->entry_notional);
}

PfPrice
pf_position_entry_price (const PfPosition *self)
{
  if (self->quantity.e18 == 0)
    return PF_PRICE_ZERO;
  return average (self->trip_entry_price, self->entry_notional, pf_quantity_abs (self->quantity));
}

/* --- account ---------------------------------------------------------------------------------- */

void
pf_account_init (PfAccount *self, PfMoney initial)
{
  *self = (PfAccount){ .initial = initial, .cash = initial };
}

void
pf_account_apply (PfAccount *self, const PfFill *fill)
{
  pf_account_book (self, fill, pf_fill_notional (fill));
}

void
pf_account_book (PfAccount *self, const PfFill *fill, PfMoney notional)
{
  self->cash = fill->side == PF_SIDE_BUY ? pf_money_sub (self->cash, notional)
                                         : pf_money_add (self->cash, notional);
  self->cash = pf_money_sub (self->cash, fill->fee);
  self->fees = pf_money_add (self->fees, fill->fee);
}
