/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "market/pf-margin.h"

gboolean
pf_margin_pays (PfMoney free, PfMoney notional, PfMoney fee, PfSide side, guint leverage)
{
  PfMoney rest = side == PF_SIDE_BUY ? pf_money_sub (free, fee) : free;

  g_assert (leverage >= 1);
  /* notional / leverage <= rest, without the division */
  return rest.e18 >= 0 && notional.e18 <= rest.e18 * (PfInt128) leverage;
}

PfQuantity
pf_margin_affordable (PfMoney free, PfPrice price, PfRate fee_rate, guint leverage,
                      PfQuantity step)
{
  PfRate fees = { fee_rate.e12 * (gint64) leverage };
  PfQuantity quantity = PF_QUANTITY_ZERO;

  if (free.e18 <= 0
      || !pf_quantity_for_money ((PfMoney){ free.e18 * (PfInt128) leverage },
                                 pf_price_scale_up (price, fees), step, &quantity))
    return PF_QUANTITY_ZERO;
  return quantity;
}

PfMoney
pf_margin_free (PfMoney equity, PfMoney gross, guint leverage)
{
  PfInt128 bound = gross.e18 / leverage + (gross.e18 % leverage != 0);

  return (PfMoney){ equity.e18 - bound };
}

gboolean
pf_margin_is_lost (PfMoney equity, PfMoney maintenance, PfMoney gross)
{
  return gross.e18 > 0 && pf_money_compare (equity, maintenance) <= 0;
}
