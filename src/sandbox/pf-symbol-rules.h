/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the exchange accepts of an order in one symbol before it looks at money: digits, grain,
 * bounds, distance from the mark, least value. Pure.
 *
 * Of several rules that an order breaks the first in this order is said: digits (-1111), quantity
 * (-4003 -4004 -4005 -4023), price (-4001 -4013 -4002 -4014), distance (-4016 -4024), value
 * (-4164). The real exchange's order is not documented; nobody should depend on it.
 */
#pragma once

#include "model/pf-instrument.h"
#include "model/pf-order.h"
#include "model/pf-refusal.h"

G_BEGIN_DECLS

/* Codes of the wire, as numbers. */
typedef enum
{
  PF_RULE_OK = 0,
  PF_RULE_PRECISION = -1111,
  PF_RULE_PRICE_ZERO = -4001,
  PF_RULE_PRICE_HIGH = -4002,
  PF_RULE_QUANTITY_ZERO = -4003,
  PF_RULE_QUANTITY_LOW = -4004,
  PF_RULE_QUANTITY_HIGH = -4005,
  PF_RULE_PRICE_LOW = -4013,
  PF_RULE_TICK = -4014,
  PF_RULE_ABOVE_MARK = -4016,
  PF_RULE_STEP = -4023,
  PF_RULE_BELOW_MARK = -4024,
  PF_RULE_NOTIONAL = -4164,
} PfRuleCode;

typedef struct
{
  char symbol[PF_SYMBOL_MAX];
  char base[PF_ASSET_MAX], quote[PF_ASSET_MAX];
  guint8 price_precision, quantity_precision;   /* digits that may be sent: neither tick nor step */
  PfPrice tick, min_price, max_price;
  PfQuantity step, min_quantity, max_quantity;  /* of limit orders */
  PfQuantity market_step, market_min, market_max;
  PfMoney min_notional;
  PfRate up, down;              /* a buy is at most mark x up, a sale at least mark x down */
  guint max_orders;             /* open at once, for each account */
} PfSymbolRules;

/* Those of a practice instrument with what the exchange adds to it. */
PfSymbolRules pf_symbol_rules_of (const PfInstrument *instrument);

typedef struct
{
  PfSide side;
  gboolean is_limit;            /* else a market order: no price */
  gboolean reduce_only;         /* has no least value */
  const char *price_text, *quantity_text;       /* as they were sent: their digits count */
  PfPrice mark;
} PfRuleOrder;

/**
 * pf_symbol_rules_check:
 * @price: (out): of a limit order, when OK
 * @quantity: (out): when OK
 * @sentence: (out caller-allocates): what the wire says with the code; "" when OK
 *
 * A market order's value is taken at the mark. A text that is no number at all is not for here: it
 * is %PF_RULE_PRECISION, which its caller avoids by looking first.
 */
PfRuleCode pf_symbol_rules_check (const PfSymbolRules *self, const PfRuleOrder *order,
                                  PfPrice *price, PfQuantity *quantity,
                                  char sentence[PF_SENTENCE_MAX]);

G_END_DECLS
