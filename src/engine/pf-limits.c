/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/pf-limits.h"

#include <stdarg.h>

/* Two digits for people; the exact numbers are in the refusal's value and limit. */
static const char *
shown (PfMoney money, char buffer[PF_DECIMAL_TEXT_MAX])
{
  return pf_decimal_print_fixed (money.e18, PF_DECIMALS, 2, buffer);
}

static PfRefusalReason G_GNUC_PRINTF (5, 6)
refuse (PfRefusal *refusal, PfRefusalReason reason, PfInt128 value, PfInt128 limit,
        const char *format, ...)
{
  va_list args;

  refusal->reason = reason;
  pf_decimal_print (value, PF_DECIMALS, refusal->value);
  pf_decimal_print (limit, PF_DECIMALS, refusal->limit);
  va_start (args, format);
  g_vsnprintf (refusal->sentence, sizeof refusal->sentence, format, args);
  va_end (args);
  return reason;
}

/* The smaller of a percent limit (of whole) and a money limit, where 0 means none; 0: no limit. */
static PfMoney
first_limit (PfRate rate, PfMoney money, PfMoney whole)
{
  PfMoney by_rate = rate.e12 > 0 ? pf_money_scale (whole, rate) : PF_MONEY_ZERO;

  if (rate.e12 == 0)
    return money;
  if (money.e18 == 0 || pf_money_compare (by_rate, money) < 0)
    return by_rate;
  return money;
}

gboolean
pf_limits_size (const PfDeploymentSpec *spec,
                const PfInstrument *instrument,
                PfMoney equity,
                PfPrice price,
                PfRate fee_rate,
                PfRate slippage,
                PfQuantity *out)
{
  PfMoney value = PF_MONEY_ZERO;
  PfQuantity quantity = PF_QUANTITY_ZERO;

  *out = PF_QUANTITY_ZERO;
  if (price.e18 <= 0)
    return FALSE;
  if (spec->sizing == PF_SIZING_UNITS)
    quantity = pf_quantity_floor (spec->units, instrument->step);
  else
    {
      if (equity.e18 <= 0)
        return TRUE;
      if (spec->sizing == PF_SIZING_FRACTION)
        {
          value = pf_money_scale (equity, spec->fraction);
          price = pf_price_scale_up (pf_price_scale_up (price, fee_rate), slippage);
        }
      else
        value = first_limit (spec->limits.max_position, spec->limits.max_position_money, equity);
      if (!pf_quantity_for_money (value, price, instrument->step, &quantity))
        return FALSE;
    }
  if (instrument->max_quantity.e18 > 0
      && pf_quantity_compare (quantity, instrument->max_quantity) > 0)
    quantity = pf_quantity_floor (instrument->max_quantity, instrument->step);
  *out = quantity;
  return TRUE;
}

static PfRefusalReason
check_grain (const PfInstrument *instrument, PfQuantity quantity, PfMoney notional,
             PfRefusal *refusal)
{
  char a[PF_DECIMAL_TEXT_MAX], b[PF_DECIMAL_TEXT_MAX];

  if (quantity.e18 <= 0 || pf_quantity_compare (quantity, instrument->min_quantity) < 0)
    return refuse (refusal, PF_REFUSAL_MIN_QUANTITY, quantity.e18, instrument->min_quantity.e18,
                   "The order would be %s %s, less than the smallest that %s trades in. "
                   "Raise the size of a trade.",
                   pf_decimal_print (quantity.e18, PF_DECIMALS, a), instrument->base,
                   instrument->symbol);
  if (pf_money_compare (notional, instrument->min_notional) < 0)
    return refuse (refusal, PF_REFUSAL_MIN_NOTIONAL, notional.e18, instrument->min_notional.e18,
                   "The order would be worth %s, less than the %s that %s asks at least. "
                   "Raise the size of a trade.",
                   shown (notional, a), shown (instrument->min_notional, b), instrument->symbol);
  return PF_REFUSAL_NONE;
}

static PfRefusalReason
check_counts (const PfLimits *limits, const PfInstrument *instrument, const PfExposure *exposure,
              PfRefusal *refusal)
{
  const struct
  {
    PfRefusalReason reason;
    guint n, max;
    const char *where;
  } rows[] = {
    { PF_REFUSAL_MAX_OPEN_POSITIONS, exposure->deployment_positions, limits->max_open_positions,
      "this deployment" },
    { PF_REFUSAL_SYMBOL_LIMIT, exposure->symbol_positions, exposure->symbol_positions_max,
      instrument->symbol },
    { PF_REFUSAL_DESK_LIMIT, exposure->desk_positions, exposure->desk_positions_max,
      "the whole desk" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].max > 0 && rows[i].n >= rows[i].max)
      return refuse (refusal, rows[i].reason, pf_money_from_int (rows[i].n).e18,
                     pf_money_from_int (rows[i].max).e18,
                     "Open in %s: %u of %u allowed positions. Close one first.", rows[i].where,
                     rows[i].n, rows[i].max);
  return PF_REFUSAL_NONE;
}

static PfRefusalReason
check_money (const PfDeploymentSpec *spec, const PfExposure *exposure, PfMoney notional,
             PfRate fee_rate, PfRefusal *refusal)
{
  const PfLimits *limits = &spec->limits;
  PfMoney most
      = first_limit (limits->max_position, limits->max_position_money, exposure->portfolio);
  PfMoney gross = pf_money_add (exposure->gross, notional);
  char a[PF_DECIMAL_TEXT_MAX], b[PF_DECIMAL_TEXT_MAX];

  if (most.e18 > 0 && pf_money_compare (notional, most) > 0)
    return refuse (refusal, PF_REFUSAL_MAX_POSITION, notional.e18, most.e18,
                   "The position would be worth %s and %s is allowed for one. Lower the size or "
                   "raise the limit.", shown (notional, a), shown (most, b));
  if (limits->leverage > 0)
    {
      PfMoney cap = { exposure->portfolio.e18 * (PfInt128) limits->leverage };
      if (pf_money_compare (gross, cap) > 0)
        return refuse (refusal, PF_REFUSAL_LEVERAGE, gross.e18, cap.e18,
                       "All positions together would be worth %s and %s is allowed (%ux the "
                       "portfolio). Close a position first.", shown (gross, a), shown (cap, b),
                       limits->leverage);
    }
  /* With no limits at all (a backtest's settings) only the fill's own price decides, at the venue.
   */
  if (spec->profile != PF_PROFILE_NONE)
    {
      PfMoney cost = pf_money_add (gross, pf_money_scale (notional, fee_rate));
      if (pf_money_compare (cost, exposure->portfolio) > 0)
        {
          PfMoney rest = pf_money_sub (exposure->portfolio, exposure->gross);
          return refuse (refusal, PF_REFUSAL_BALANCE, notional.e18, rest.e18,
                         "The order costs %s and %s is free. Close a position or lower the size.",
                         shown (notional, a), shown (rest, b));
        }
    }
  return PF_REFUSAL_NONE;
}

PfRefusalReason
pf_limits_check_entry (const PfDeploymentSpec *spec,
                       const PfInstrument *instrument,
                       const PfExposure *exposure,
                       PfPrice price,
                       PfQuantity quantity,
                       PfRate fee_rate,
                       PfRefusal *refusal)
{
  PfMoney notional;
  PfRefusalReason reason;

  if (price.e18 <= 0)
    return refuse (refusal, PF_REFUSAL_NO_PRICE, 0, 0,
                   "There is no price of %s yet. Wait for the market.", instrument->symbol);
  if (!pf_notional (price, quantity, &notional))
    return refuse (refusal, PF_REFUSAL_MAX_POSITION, quantity.e18, 0,
                   "The order is too large to be computed. Lower the size.");
  reason = check_grain (instrument, quantity, notional, refusal);
  if (reason == PF_REFUSAL_NONE)
    reason = check_counts (&spec->limits, instrument, exposure, refusal);
  if (reason == PF_REFUSAL_NONE)
    reason = check_money (spec, exposure, notional, fee_rate, refusal);
  return reason;
}

PfRefusalReason
pf_limits_check_loss (const PfLimits *limits,
                      PfMoney equity,
                      PfMoney day_start,
                      PfMoney peak,
                      PfRefusal *refusal)
{
  PfMoney lost = pf_money_sub (day_start, equity);
  PfMoney fallen = pf_money_sub (peak, equity);
  PfMoney allowed = first_limit (limits->daily_loss, limits->daily_loss_money, day_start);
  char a[PF_DECIMAL_TEXT_MAX], b[PF_DECIMAL_TEXT_MAX];

  if (allowed.e18 > 0 && lost.e18 > 0 && pf_money_compare (lost, allowed) >= 0)
    return refuse (refusal, PF_REFUSAL_DAILY_LOSS, lost.e18, allowed.e18,
                   "Lost %s of %s allowed today. Entries wait until 00:00 UTC.", shown (lost, a),
                   shown (allowed, b));
  if (limits->drawdown.e12 > 0 && fallen.e18 > 0)
    {
      PfMoney most = pf_money_scale (peak, limits->drawdown);
      if (pf_money_compare (fallen, most) >= 0)
        return refuse (refusal, PF_REFUSAL_DRAWDOWN, fallen.e18, most.e18,
                       "Fell %s below its best of %s, %s is allowed. Entries wait until you press "
                       "Resume.", shown (fallen, a), shown (peak, b),
                       pf_decimal_print_fixed (most.e18, PF_DECIMALS, 2,
                                               (char[PF_DECIMAL_TEXT_MAX]){ 0 }));
    }
  return PF_REFUSAL_NONE;
}
