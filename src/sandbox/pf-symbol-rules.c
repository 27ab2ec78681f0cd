/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/pf-symbol-rules.h"

#include <string.h>

/* of an instrument without a bound of its own: 1,000 BTC */
#define MOST_STEPS 10000000

static const struct { PfRuleCode code; const char *sentence; } sentences[] = {
  { PF_RULE_OK, "" },
  { PF_RULE_PRECISION, "Precision is over the maximum defined for this asset." },
  { PF_RULE_PRICE_ZERO, "Price less than 0." },
  { PF_RULE_PRICE_HIGH, "Price greater than max price." },
  { PF_RULE_QUANTITY_ZERO, "Quantity less than zero." },
  { PF_RULE_QUANTITY_LOW, "Quantity less than min quantity." },
  { PF_RULE_QUANTITY_HIGH, "Quantity greater than max quantity." },
  { PF_RULE_PRICE_LOW, "Price less than min price." },
  { PF_RULE_TICK, "Price not increased by tick size." },
  { PF_RULE_ABOVE_MARK, "Price is higher than mark price multiplier cap." },
  { PF_RULE_STEP, "Qty not increased by step size." },
  { PF_RULE_BELOW_MARK, "Price is lower than mark price multiplier floor." },
};

PfSymbolRules
pf_symbol_rules_of (const PfInstrument *instrument)
{
  PfSymbolRules rules = { .price_precision = instrument->price_decimals,
                          .quantity_precision = instrument->quantity_decimals,
                          .tick = instrument->tick, .min_price = instrument->tick,
                          .max_price = pf_price_from_int (100000000),
                          .step = instrument->step, .min_quantity = instrument->min_quantity,
                          .max_quantity = { instrument->step.e18 * MOST_STEPS },
                          .market_step = instrument->step,
                          .market_min = instrument->min_quantity,
                          .min_notional = instrument->min_notional,
                          .up = pf_rate_from_percent (105), .down = pf_rate_from_percent (95),
                          .max_orders = 200 };

  g_strlcpy (rules.symbol, instrument->symbol, sizeof rules.symbol);
  g_strlcpy (rules.base, instrument->base, sizeof rules.base);
  g_strlcpy (rules.quote, instrument->quote, sizeof rules.quote);
  if (instrument->max_quantity.e18 > 0)
    rules.max_quantity = instrument->max_quantity;
  /* as with the real symbols, a market order may be about a tenth of a limit order's most */
  rules.market_max = pf_quantity_scale (rules.max_quantity, pf_rate_from_percent (12),
                                        instrument->step);
  return rules;
}

static gboolean
is_multiple (PfInt128 value, PfInt128 of)
{
  return of == 0 || value % of == 0;
}

static PfRuleCode
check_quantity (const PfSymbolRules *self, gboolean is_limit, PfQuantity quantity)
{
  PfQuantity least = is_limit ? self->min_quantity : self->market_min;
  PfQuantity most = is_limit ? self->max_quantity : self->market_max;
  PfQuantity step = is_limit ? self->step : self->market_step;

  if (quantity.e18 <= 0)
    return PF_RULE_QUANTITY_ZERO;
  if (pf_quantity_compare (quantity, least) < 0)
    return PF_RULE_QUANTITY_LOW;
  if (pf_quantity_compare (quantity, most) > 0)
    return PF_RULE_QUANTITY_HIGH;
  /* from the least on, as on the wire: the least itself is a multiple there */
  return is_multiple (quantity.e18 - least.e18, step.e18) ? PF_RULE_OK : PF_RULE_STEP;
}

static PfRuleCode
check_price (const PfSymbolRules *self, const PfRuleOrder *order, PfPrice price)
{
  /* percent of the mark, as a share above or below it */
  PfRate above = { self->up.e12 - pf_rate_from_percent (100).e12 };
  PfRate below = { pf_rate_from_percent (100).e12 - self->down.e12 };

  if (price.e18 <= 0)
    return PF_RULE_PRICE_ZERO;
  if (pf_price_compare (price, self->min_price) < 0)
    return PF_RULE_PRICE_LOW;
  if (pf_price_compare (price, self->max_price) > 0)
    return PF_RULE_PRICE_HIGH;
  if (!is_multiple (price.e18 - self->min_price.e18, self->tick.e18))
    return PF_RULE_TICK;
  if (order->side == PF_SIDE_BUY
      && pf_price_compare (price, pf_price_scale_up (order->mark, above)) > 0)
    return PF_RULE_ABOVE_MARK;
  if (order->side == PF_SIDE_SELL
      && pf_price_compare (price, pf_price_scale_down (order->mark, below)) < 0)
    return PF_RULE_BELOW_MARK;
  return PF_RULE_OK;
}

static PfRuleCode
check_notional (const PfSymbolRules *self, const PfRuleOrder *order, PfPrice price,
                PfQuantity quantity)
{
  PfMoney value;

  if (order->reduce_only)
    return PF_RULE_OK;
  /* beyond what can be counted it is not too little */
  if (!pf_notional (order->is_limit ? price : order->mark, quantity, &value))
    return PF_RULE_OK;
  return pf_money_compare (value, self->min_notional) < 0 ? PF_RULE_NOTIONAL : PF_RULE_OK;
}

static void
say (const PfSymbolRules *self, PfRuleCode code, char sentence[PF_SENTENCE_MAX])
{
  sentence[0] = '\0';
  if (code == PF_RULE_NOTIONAL)
    {
      g_autofree char *least = pf_money_to_string (self->min_notional);
      g_snprintf (sentence, PF_SENTENCE_MAX,
                  "Order's notional must be no smaller than %s (unless you choose reduce only)",
                  least);
    }
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (sentences[i].code == code)
      g_strlcpy (sentence, sentences[i].sentence, PF_SENTENCE_MAX);
}

/* Digits behind the point, and a number at all. Zeros at the end count as digits: they were sent.
 */
static gboolean
read_number (const char *text, guint precision, PfInt128 *out)
{
  const char *point = strchr (text, '.');

  return (point == NULL || strlen (point + 1) <= precision)
         && pf_decimal_parse (text, -1, PF_DECIMALS, out, NULL);
}

PfRuleCode
pf_symbol_rules_check (const PfSymbolRules *self, const PfRuleOrder *order, PfPrice *price,
                       PfQuantity *quantity, char sentence[PF_SENTENCE_MAX])
{
  PfRuleCode code = PF_RULE_OK;

  *price = PF_PRICE_ZERO;
  if (!read_number (order->quantity_text, self->quantity_precision, &quantity->e18)
      || (order->is_limit
          && !read_number (order->price_text, self->price_precision, &price->e18)))
    code = PF_RULE_PRECISION;
  if (code == PF_RULE_OK)
    code = check_quantity (self, order->is_limit, *quantity);
  if (code == PF_RULE_OK && order->is_limit)
    code = check_price (self, order, *price);
  if (code == PF_RULE_OK)
    code = check_notional (self, order, *price, *quantity);
  say (self, code, sentence);
  return code;
}
