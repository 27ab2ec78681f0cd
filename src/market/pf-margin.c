/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Margin. What is guaranteed is at the head of pf-margin.h. */
#include "market/pf-margin.h"

/* money / leverage, rounded up */
static PfMoney
margin_of (PfMoney money, guint leverage)
{
  g_assert (leverage >= 1 && leverage <= PF_LEVERAGE_MAX && money.e18 >= 0);
  if (leverage == 1)
    return money;
  return (PfMoney){ money.e18 / leverage + (money.e18 % leverage != 0) };
}

gboolean
pf_margin_pays (PfMoney free, PfMoney notional, PfMoney fee, PfSide side, guint leverage)
{
  PfMoney needed = margin_of (notional, leverage);

  if (side == PF_SIDE_BUY)
    needed = pf_money_add (needed, fee);
  return pf_money_compare (needed, free) <= 0;
}

PfQuantity
pf_margin_affordable (PfMoney free, PfPrice price, PfRate fee_rate, guint leverage,
                      PfQuantity step)
{
  /* free = units x price x (1 / leverage + fee rate), so units = free x leverage / (price x (1 +
   * leverage x fee rate)) */
  PfRate fees = { fee_rate.e12 * (gint64) leverage };
  PfMoney buys = PF_MONEY_ZERO;
  PfQuantity quantity = PF_QUANTITY_ZERO;

  g_assert (leverage >= 1 && leverage <= PF_LEVERAGE_MAX && fee_rate.e12 >= 0);
  if (free.e18 <= 0 || __builtin_mul_overflow (free.e18, (PfInt128) leverage, &buys.e18)
      || !pf_quantity_for_money (buys, pf_price_scale_up (price, fees), step, &quantity))
    return PF_QUANTITY_ZERO;
  return quantity;
}

PfMoney
pf_margin_free (PfMoney equity, PfMoney gross, guint leverage)
{
  return pf_money_sub (equity, margin_of (gross, leverage));
}

gboolean
pf_margin_is_lost (PfMoney equity, PfMoney maintenance, PfMoney gross)
{
  return gross.e18 > 0 && pf_money_compare (equity, maintenance) <= 0;
}
