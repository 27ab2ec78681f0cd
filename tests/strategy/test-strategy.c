/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "strategy/pf-strategy.h"

#include <math.h>
#include <string.h>

static void
test_order (void)
{
  const char *const expected[] = { "golden_cross_momentum", "volume_breakout", "sma_cross",
                                   "rsi_reversion", "macd_trend", "bollinger_breakout",
                                   "donchian_breakout" };
  guint n = 0;
  const PfStrategy *const *all = pf_strategies (&n);

  g_assert_cmpuint (n, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpstr (all[i]->id, ==, expected[i]);
      g_assert_true (pf_strategy_find (expected[i]) == all[i]);
    }
  g_assert_null (pf_strategy_find ("sma"));
  g_assert_null (pf_strategy_find (""));
  g_assert_null (pf_strategy_find ("SMA_CROSS"));
}

static void
assert_sentence (const char *text)
{
  g_assert_nonnull (text);
  g_assert_true (g_ascii_isupper (text[0]) || g_ascii_isdigit (text[0]));
  g_assert_true (g_str_has_suffix (text, "."));
}

/* every row can be shown and entered as it stands */
static void
test_tables (void)
{
  guint n = 0;
  const PfStrategy *const *all = pf_strategies (&n);

  for (guint i = 0; i < n; i++)
    {
      const PfStrategy *self = all[i];
      double values[PF_DEPLOYMENT_PARAMS_MAX];
      g_autoptr (GError) error = NULL;

      g_assert_cmpuint (strlen (self->id), <, PF_STRATEGY_ID_MAX);
      g_assert_true (self->name != NULL && self->name[0] != '\0');
      assert_sentence (self->summary);
      g_assert_cmpuint (self->n_params, >, 0);
      g_assert_cmpuint (self->n_params, <=, PF_DEPLOYMENT_PARAMS_MAX);
      g_assert_true (pf_strategy_resolve (self, NULL, 0, values, &error));
      g_assert_no_error (error);
      for (guint p = 0; p < self->n_params; p++)
        {
          const PfParam *param = &self->params[p];

          g_assert_cmpuint (strlen (param->name), <, PF_PARAM_NAME_MAX);
          g_assert_nonnull (param->unit);
          assert_sentence (param->help);
          g_assert_cmpfloat (param->min, <, param->max);
          g_assert_cmpfloat (param->min, <=, param->default_value);
          g_assert_cmpfloat (param->default_value, <=, param->max);
          g_assert_cmpfloat (values[p], ==, param->default_value);
          if (param->type == PF_PARAM_INTEGER)
            g_assert_cmpfloat (param->default_value, ==, floor (param->default_value));
          for (guint q = 0; q < p; q++)
            g_assert_cmpstr (param->name, !=, self->params[q].name);
        }
    }
}

static void
test_resolve (void)
{
  const PfStrategy *self = pf_strategy_find ("rsi_reversion");
  const PfParamValue given[] = { { "overbought", 80.5 }, { "period", 5000 } };
  double values[PF_DEPLOYMENT_PARAMS_MAX];
  g_autoptr (GError) error = NULL;

  g_assert_true (pf_strategy_resolve (self, given, G_N_ELEMENTS (given), values, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (values[0], ==, 5000);
  g_assert_cmpfloat (values[1], ==, 30);
  g_assert_cmpfloat (values[2], ==, 80.5);
}

static const struct
{
  const char *id;
  PfParamValue given[3];
  const char *sentence;
} refusals[] = {
  { "sma_cross", { { "fast", 0 } }, "Parameter 'fast' must be between 1 and 5000, not 0." },
  { "sma_cross", { { "fast", -3 } }, "Parameter 'fast' must be between 1 and 5000, not -3." },
  { "sma_cross", { { "slow", 5001 } },
    "Parameter 'slow' must be between 1 and 5000, not 5001." },
  { "sma_cross", { { "slow", 1e300 } },
    "Parameter 'slow' must be between 1 and 5000, not 1e+300." },
  { "sma_cross", { { "fast", 2.5 } }, "Parameter 'fast' must be a whole number, not 2.5." },
  { "sma_cross", { { "fast", NAN } }, "Parameter 'fast' must be a whole number, not nan." },
  { "sma_cross", { { "fast", INFINITY } },
    "Parameter 'fast' must be between 1 and 5000, not inf." },
  { "sma_cross", { { "fast", 30 } },
    "Parameter 'fast' (30) must be below parameter 'slow' (30)." },
  { "sma_cross", { { "fast", 9 }, { "slow", 8 } },
    "Parameter 'fast' (9) must be below parameter 'slow' (8)." },
  { "sma_cross", { { "slow", 9 } },
    "Parameter 'fast' (10) must be below parameter 'slow' (9)." },
  { "sma_cross", { { "fats", 9 } },
    "Strategy sma_cross has no parameter 'fats'. Known are: fast, slow." },
  { "sma_cross", { { "fast", 9 }, { "slow", 20 }, { "fast", 9 } },
    "Parameter 'fast' is given more than once." },
  { "golden_cross_momentum", { { "fast", 50 } },
    "Parameter 'fast' (50) must be below parameter 'slow' (50)." },
  { "golden_cross_momentum", { { "momentum", 0 } },
    "Parameter 'momentum' must be between 1 and 5000, not 0." },
  { "golden_cross_momentum", { { "patience", 3 } },
    "Strategy golden_cross_momentum has no parameter 'patience'. "
    "Known are: fast, slow, momentum." },
  { "volume_breakout", { { "volume_ratio", -0.5 } },
    "Parameter 'volume_ratio' must be between 0 and 100, not -0.5." },
  { "volume_breakout", { { "volume_ratio", NAN } },
    "Parameter 'volume_ratio' must be between 0 and 100, not nan." },
  { "rsi_reversion", { { "oversold", 70 } },
    "Parameter 'oversold' (70) must be below parameter 'overbought' (70)." },
  { "macd_trend", { { "slow", 12 } },
    "Parameter 'fast' (12) must be below parameter 'slow' (12)." },
  { "macd_trend", { { "signal", 1 } },
    "Parameter 'signal' must be between 2 and 5000, not 1." },
  { "bollinger_breakout", { { "period", 5 } },
    "No close can leave bands of width 2 over 5 bars. Choose a 'width' below 2.00 or a longer "
    "'period'." },
  { "bollinger_breakout", { { "width", 0 } },
    "Parameter 'width' must be between 0.1 and 10, not 0." },
  { "donchian_breakout", { { "exit", 1.5 } },
    "Parameter 'exit' must be a whole number, not 1.5." },
};

static void
test_refusals (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (GError) error = NULL;
      double values[PF_DEPLOYMENT_PARAMS_MAX];
      guint n = 0;

      while (n < 3 && refusals[i].given[n].name[0] != '\0')
        n++;
      g_assert_false (pf_strategy_resolve (pf_strategy_find (refusals[i].id), refusals[i].given, n,
                                           values, &error));
      g_assert_error (error, PF_STRATEGY_ERROR, PF_STRATEGY_ERROR_PARAM);
      g_assert_cmpstr (error->message, ==, refusals[i].sentence);
      g_clear_error (&error);
      g_assert_null (pf_strategy_run_new (refusals[i].id, refusals[i].given, n, &error));
      g_assert_error (error, PF_STRATEGY_ERROR, PF_STRATEGY_ERROR_PARAM);
      /* whoever does not ask for the sentence gets the same answer */
      g_assert_null (pf_strategy_run_new (refusals[i].id, refusals[i].given, n, NULL));
    }
}

static void
test_unknown (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pf_strategy_run_new ("moonshot", NULL, 0, &error));
  g_assert_error (error, PF_STRATEGY_ERROR, PF_STRATEGY_ERROR_UNKNOWN);
  g_assert_cmpstr (error->message, ==,
                   "There is no strategy 'moonshot'. Known are: golden_cross_momentum, "
                   "volume_breakout, sma_cross, rsi_reversion, macd_trend, bollinger_breakout, "
                   "donchian_breakout.");
}

static void
test_run (void)
{
  const PfParamValue given[] = { { "slow", 7 }, { "fast", 2 } };
  g_autoptr (PfStrategyRun) defaults = NULL, run = NULL;
  g_autoptr (GError) error = NULL;

  defaults = pf_strategy_run_new ("sma_cross", NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pf_strategy_run_warm_up (defaults), ==, 30);
  run = pf_strategy_run_new ("sma_cross", given, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pf_strategy_run_warm_up (run), ==, 7);
  g_assert_cmpfloat (run->values[0], ==, 2);
  g_assert_cmpfloat (run->values[1], ==, 7);
  pf_strategy_run_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/strategy/order", test_order);
  g_test_add_func ("/pf/strategy/tables", test_tables);
  g_test_add_func ("/pf/strategy/resolve", test_resolve);
  g_test_add_func ("/pf/strategy/refusals", test_refusals);
  g_test_add_func ("/pf/strategy/unknown", test_unknown);
  g_test_add_func ("/pf/strategy/run", test_run);
  return g_test_run ();
}
