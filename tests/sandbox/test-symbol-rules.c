/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each rule at its edge: the last that passes, the first that does not. */
#include "sandbox/pf-symbol-rules.h"

#include "market/pf-generator.h"

#include <string.h>

/* As the real BTCUSDT was in autumn 2026. */
static PfSymbolRules
btc (void)
{
  PfSymbolRules rules = { .symbol = "BTCUSDT", .price_precision = 2, .quantity_precision = 3,
                          .up = pf_rate_from_percent (105), .down = pf_rate_from_percent (95),
                          .max_orders = 200 };

  g_assert_true (pf_price_parse ("0.10", &rules.tick, NULL));
  g_assert_true (pf_price_parse ("556.80", &rules.min_price, NULL));
  g_assert_true (pf_price_parse ("4529764", &rules.max_price, NULL));
  g_assert_true (pf_quantity_parse ("0.001", &rules.step, NULL));
  rules.min_quantity = rules.market_step = rules.market_min = rules.step;
  rules.max_quantity = pf_quantity_from_int (1000);
  rules.market_max = pf_quantity_from_int (120);
  rules.min_notional = pf_money_from_int (50);
  return rules;
}

static const struct
{
  PfSide side;
  const char *price;            /* NULL: a market order */
  const char *quantity, *mark;
  gboolean reduce_only;
  int code;
} cases[] = {
  { PF_SIDE_BUY, "60000.10", "0.001", "60000", FALSE, PF_RULE_OK },
  /* digits, before anything else */
  { PF_SIDE_BUY, "60000.101", "0.001", "60000", FALSE, PF_RULE_PRECISION },
  { PF_SIDE_BUY, "60000.10", "0.0010", "60000", FALSE, PF_RULE_PRECISION },
  { PF_SIDE_BUY, "60000.10", "-0.0010", "60000", FALSE, PF_RULE_PRECISION },
  { PF_SIDE_BUY, "1e4", "0.001", "60000", FALSE, PF_RULE_PRECISION },
  { PF_SIDE_BUY, NULL, "0.00150", "60000", FALSE, PF_RULE_PRECISION },
  /* quantity */
  { PF_SIDE_BUY, "60000.10", "0", "60000", FALSE, PF_RULE_QUANTITY_ZERO },
  { PF_SIDE_BUY, "60000.10", "-1", "60000", FALSE, PF_RULE_QUANTITY_ZERO },
  { PF_SIDE_BUY, "60000.10", "1000", "60000", FALSE, PF_RULE_OK },
  { PF_SIDE_BUY, "60000.10", "1000.001", "60000", FALSE, PF_RULE_QUANTITY_HIGH },
  { PF_SIDE_BUY, NULL, "120", "60000", FALSE, PF_RULE_OK },
  { PF_SIDE_BUY, NULL, "120.001", "60000", FALSE, PF_RULE_QUANTITY_HIGH },
  /* price: grain counts from the least */
  { PF_SIDE_BUY, "0", "1", "60000", FALSE, PF_RULE_PRICE_ZERO },
  { PF_SIDE_BUY, "556.80", "1", "60000", FALSE, PF_RULE_OK },
  { PF_SIDE_BUY, "556.70", "1", "60000", FALSE, PF_RULE_PRICE_LOW },
  { PF_SIDE_SELL, "4529764", "1", "4500000", FALSE, PF_RULE_OK },
  { PF_SIDE_SELL, "4529764.10", "1", "4500000", FALSE, PF_RULE_PRICE_HIGH },
  { PF_SIDE_BUY, "60000.15", "1", "60000", FALSE, PF_RULE_TICK },
  /* distance from the mark */
  { PF_SIDE_BUY, "63000", "1", "60000", FALSE, PF_RULE_OK },
  { PF_SIDE_BUY, "63000.10", "1", "60000", FALSE, PF_RULE_ABOVE_MARK },
  { PF_SIDE_SELL, "63000.10", "1", "60000", FALSE, PF_RULE_OK },
  { PF_SIDE_SELL, "57000", "1", "60000", FALSE, PF_RULE_OK },
  { PF_SIDE_SELL, "56999.90", "1", "60000", FALSE, PF_RULE_BELOW_MARK },
  { PF_SIDE_BUY, "56999.90", "1", "60000", FALSE, PF_RULE_OK },
  /* least value: 50 */
  { PF_SIDE_BUY, "50000", "0.001", "50000", FALSE, PF_RULE_OK },
  { PF_SIDE_BUY, "49999.90", "0.001", "50000", FALSE, PF_RULE_NOTIONAL },
  { PF_SIDE_BUY, "49999.90", "0.001", "50000", TRUE, PF_RULE_OK },
  { PF_SIDE_SELL, NULL, "0.001", "49999.99", FALSE, PF_RULE_NOTIONAL },
  { PF_SIDE_SELL, NULL, "0.001", "50000", FALSE, PF_RULE_OK },
};

static void
test_edges (void)
{
  const PfSymbolRules rules = btc ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PfRuleOrder order = { cases[i].side, cases[i].price != NULL, cases[i].reduce_only,
                            cases[i].price, cases[i].quantity, PF_PRICE_ZERO };
      char sentence[PF_SENTENCE_MAX];
      PfQuantity quantity, sent;
      PfPrice price;
      int code;
      g_assert_true (pf_price_parse (cases[i].mark, &order.mark, NULL));
      code = pf_symbol_rules_check (&rules, &order, &price, &quantity, sentence);
      g_test_message ("%u: %s %s", i, cases[i].price, cases[i].quantity);
      g_assert_cmpint (code, ==, cases[i].code);
      g_assert_cmpint (sentence[0] == '\0', ==, code == PF_RULE_OK);
      if (code != PF_RULE_OK)
        continue;
      g_assert_true (pf_quantity_parse (cases[i].quantity, &sent, NULL));
      g_assert_cmpint (pf_quantity_compare (quantity, sent), ==, 0);
    }
}

/* ETHUSDT has another least quantity than step. */
static void
test_step_counts_from_the_least (void)
{
  PfSymbolRules rules = btc ();
  PfRuleOrder order = { PF_SIDE_BUY, TRUE, FALSE, "60000", "0.012", PF_PRICE_ZERO };
  char sentence[PF_SENTENCE_MAX];
  PfQuantity quantity;
  PfPrice price;

  g_assert_true (pf_price_parse ("60000", &order.mark, NULL));
  g_assert_true (pf_quantity_parse ("0.005", &rules.step, NULL));
  g_assert_true (pf_quantity_parse ("0.002", &rules.min_quantity, NULL));
  g_assert_cmpint (pf_symbol_rules_check (&rules, &order, &price, &quantity, sentence), ==,
                   PF_RULE_OK);
  order.quantity_text = "0.010";
  g_assert_cmpint (pf_symbol_rules_check (&rules, &order, &price, &quantity, sentence), ==,
                   PF_RULE_STEP);
  order.quantity_text = "0.001";
  g_assert_cmpint (pf_symbol_rules_check (&rules, &order, &price, &quantity, sentence), ==,
                   PF_RULE_QUANTITY_LOW);
}

static void
test_sentence_has_the_limit (void)
{
  const PfSymbolRules rules = btc ();
  PfRuleOrder order = { PF_SIDE_BUY, TRUE, FALSE, "600", "0.001", PF_PRICE_ZERO };
  char sentence[PF_SENTENCE_MAX];
  PfQuantity quantity;
  PfPrice price;

  order.mark = pf_price_from_int (600);
  g_assert_cmpint (pf_symbol_rules_check (&rules, &order, &price, &quantity, sentence), ==,
                   PF_RULE_NOTIONAL);
  g_assert_nonnull (strstr (sentence, "no smaller than 50 "));
}

/* An order of the practice market's own grain passes. */
static void
test_of_practice (void)
{
  g_autoptr (PfInstruments) instruments = pf_generator_instruments ();

  for (guint i = 0; i < instruments->n; i++)
    {
      const PfInstrument *instrument = pf_instruments_get (instruments, i);
      PfSymbolRules rules = pf_symbol_rules_of (instrument);
      g_autofree char *least = pf_quantity_to_string (instrument->step);
      PfRuleOrder order = { PF_SIDE_BUY, FALSE, TRUE, NULL, least, pf_price_from_int (100) };
      char sentence[PF_SENTENCE_MAX];
      PfQuantity quantity;
      PfPrice price;
      g_assert_cmpstr (rules.symbol, ==, instrument->symbol);
      g_assert_cmpint (rules.market_max.e18 > rules.market_min.e18, ==, TRUE);
      if (pf_quantity_compare (instrument->step, instrument->min_quantity) == 0)
        g_assert_cmpint (pf_symbol_rules_check (&rules, &order, &price, &quantity, sentence), ==,
                         PF_RULE_OK);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/symbol-rules/edges", test_edges);
  g_test_add_func ("/pf/symbol-rules/step-counts-from-the-least", test_step_counts_from_the_least);
  g_test_add_func ("/pf/symbol-rules/sentence-has-the-limit", test_sentence_has_the_limit);
  g_test_add_func ("/pf/symbol-rules/of-practice", test_of_practice);
  return g_test_run ();
}
