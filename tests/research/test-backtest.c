/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The backtest by its interface, on candles few enough to be worked out by hand. The long runs are
 * compared in test-backtest.py.
 */
#include "research/pf-backtest.h"

#include <string.h>

/* bars of one minute in whole units: open, high, low, close */
typedef struct { gint64 open, high, low, close; } Candle;

static PfBarSeries *
series_of (const Candle *candles, guint n)
{
  PfBarSeries *series = pf_bar_series_new (0, PF_NS_PER_MINUTE);

  for (guint i = 0; i < n; i++)
    {
      PfBar bar = { i * PF_NS_PER_MINUTE, candles[i].open, candles[i].high, candles[i].low,
                    candles[i].close, 1 };
      g_assert_true (pf_bar_series_append (series, &bar));
    }
  return series;
}

#define SERIES(candles) series_of (candles, G_N_ELEMENTS (candles))

/* sma_cross 1/2, one unit, no fee */
static PfBacktestConfig
config_of (PfDirection direction)
{
  PfBacktestConfig config;

  pf_backtest_config_init (&config, "sma_cross");
  config.spec.direction = direction;
  config.spec.sizing = PF_SIZING_UNITS;
  config.spec.units = pf_quantity_from_int (1);
  config.spec.n_params = 2;
  config.spec.params[0] = (PfParamValue){ "fast", 1 };
  config.spec.params[1] = (PfParamValue){ "slow", 2 };
  config.balance = pf_money_from_int (1000);
  config.fee_rate = PF_RATE_ZERO;
  config.keep_equity = TRUE;
  return config;
}

static PfBacktestResult *
run (const PfBarSeries *series, const PfBacktestConfig *config)
{
  g_autoptr (GError) error = NULL;
  PfBacktestResult *result = pf_backtest_run (series, config, &error);

  g_assert_no_error (error);
  return result;
}

static void
assert_money (PfMoney money, const char *text)
{
  g_autofree char *shown = pf_money_to_string (money);

  g_assert_cmpstr (shown, ==, text);
}

static const PfTrade *
trade_at (const PfBacktestResult *result, guint i)
{
  g_assert_cmpuint (i, <, result->trades->len);
  return &g_array_index (result->trades, PfTrade, i);
}

/* Closes 10 8 12 14 9 9: the up-cross closes bar 2, the down-cross bar 4. */
static const Candle up_and_down[] = {
  { 10, 10, 10, 10 }, { 9, 9, 8, 8 }, { 9, 12, 9, 12 }, { 13, 15, 13, 14 }, { 12, 12, 9, 9 },
  { 7, 9, 7, 9 },
};

static void
test_long (void)
{
  g_autoptr (PfBarSeries) series = SERIES (up_and_down);
  PfBacktestConfig config = config_of (PF_DIRECTION_LONG);
  g_autoptr (PfBacktestResult) result = NULL;
  static const char *const equity[] = { "1000", "1000", "1000", "1001", "996", "994" };
  double exposure;

  result = run (series, &config);
  g_assert_cmpuint (result->n_bars, ==, 6);
  g_assert_cmpuint (result->n_run, ==, 6);
  g_assert_cmpint (result->from_ns, ==, 0);
  g_assert_cmpint (result->to_ns, ==, 5 * PF_NS_PER_MINUTE);
  /* bought at the open after the cross, 13; sold at the open after the next, 7 */
  g_assert_cmpuint (result->fills->len, ==, 2);
  g_assert_cmpuint (result->trades->len, ==, 1);
  assert_money (trade_at (result, 0)->pnl, "-6");
  g_assert_cmpint (trade_at (result, 0)->ts_entry_ns, ==, 3 * PF_NS_PER_MINUTE);
  g_assert_cmpint (trade_at (result, 0)->ts_exit_ns, ==, 5 * PF_NS_PER_MINUTE);
  g_assert_cmpint (trade_at (result, 0)->reason, ==, PF_REASON_SIGNAL);
  g_assert_cmpuint (result->equity->len, ==, 6);
  for (guint i = 0; i < 6; i++)
    assert_money (g_array_index (result->equity, PfMoney, i), equity[i]);
  g_assert_true (pf_backtest_result_exposure_pct (result, &exposure));
  g_assert_cmpfloat (exposure, ==, 100.0 * 2 / 6);
}

static void
test_both_with_fees (void)
{
  g_autoptr (PfBarSeries) series = SERIES (up_and_down);
  PfBacktestConfig config = config_of (PF_DIRECTION_BOTH);
  g_autoptr (PfBacktestResult) result = NULL;

  config.fee_rate = pf_rate_from_ppm (10000);
  result = run (series, &config);
  /* the down-cross of bar 1 only set the sign; the reversal closes and enters at the same open */
  g_assert_cmpuint (result->fills->len, ==, 3);
  g_assert_cmpuint (result->trades->len, ==, 1);
  assert_money (trade_at (result, 0)->pnl, "-6.2");     /* - 0.13 - 0.07 */
  assert_money (result->fees, "0.27");
  /* the short stands at 9, two above its entry */
  assert_money (result->metrics.equity, "991.73");
  g_assert_cmpuint (result->n_refusals, ==, 0);
}

static void
test_stop_in_the_entry_bar (void)
{
  /* entered at 13, the stop is 10 % below at 11.7, and the bar goes down to 11 */
  static const Candle candles[] = { { 10, 10, 10, 10 }, { 9, 9, 8, 8 }, { 9, 12, 9, 12 },
                                    { 13, 13, 11, 12 }, { 12, 12, 12, 12 } };
  g_autoptr (PfBarSeries) series = SERIES (candles);
  PfBacktestConfig config = config_of (PF_DIRECTION_LONG);
  g_autoptr (PfBacktestResult) result = NULL;

  config.spec.stop_loss = pf_rate_from_percent (10);
  result = run (series, &config);
  g_assert_cmpuint (result->trades->len, ==, 1);
  g_assert_cmpint (trade_at (result, 0)->reason, ==, PF_REASON_STOP_LOSS);
  assert_money (trade_at (result, 0)->pnl, "-1.3");
  g_assert_cmpuint (result->metrics.n_marks_in_position, ==, 0);
}

/* The bar opens above the target and falls to the stop: the stop comes first. */
static void
test_stop_before_target (void)
{
  static const Candle candles[] = { { 10, 10, 10, 10 }, { 9, 9, 8, 8 }, { 9, 12, 9, 12 },
                                    { 100, 100, 100, 100 }, { 120, 120, 80, 100 } };
  static const Candle gap_up[] = { { 10, 10, 10, 10 }, { 9, 9, 8, 8 }, { 9, 12, 9, 12 },
                                   { 100, 100, 100, 100 }, { 120, 120, 95, 100 } };
  g_autoptr (PfBarSeries) both = SERIES (candles);
  g_autoptr (PfBarSeries) target = SERIES (gap_up);
  PfBacktestConfig config = config_of (PF_DIRECTION_LONG);
  g_autoptr (PfBacktestResult) stopped = NULL;
  g_autoptr (PfBacktestResult) reached = NULL;

  config.spec.stop_loss = config.spec.take_profit = pf_rate_from_percent (10);
  stopped = run (both, &config);
  g_assert_cmpuint (stopped->trades->len, ==, 1);
  g_assert_cmpint (trade_at (stopped, 0)->reason, ==, PF_REASON_STOP_LOSS);
  assert_money (trade_at (stopped, 0)->pnl, "-10");
  /* without the fall, the target fills at the open beyond it */
  reached = run (target, &config);
  g_assert_cmpint (trade_at (reached, 0)->reason, ==, PF_REASON_TAKE_PROFIT);
  assert_money (trade_at (reached, 0)->pnl, "20");
}

static void
test_refusals (void)
{
  g_autoptr (PfBarSeries) series = SERIES (up_and_down);
  PfBacktestConfig config = config_of (PF_DIRECTION_LONG);
  g_autoptr (PfBacktestResult) result = NULL;

  config.balance = pf_money_from_int (12);       /* the unit costs 13 */
  result = run (series, &config);
  g_assert_cmpuint (result->n_refusals, ==, 1);
  g_assert_cmpuint (result->fills->len, ==, 0);
  assert_money (result->metrics.equity, "12");
}

static void
test_used_up (void)
{
  /* sold at 9, marked at 2000: gone; the rest of the bars does not happen */
  static const Candle candles[] = { { 10, 10, 10, 10 }, { 11, 11, 11, 11 }, { 9, 9, 9, 9 },
                                    { 9, 9, 9, 9 }, { 9, 2000, 9, 2000 }, { 1, 1, 1, 1 } };
  g_autoptr (PfBarSeries) series = SERIES (candles);
  PfBacktestConfig config = config_of (PF_DIRECTION_SHORT);
  g_autoptr (PfBacktestResult) result = NULL;

  result = run (series, &config);
  g_assert_cmpuint (result->n_bars, ==, 6);
  g_assert_cmpuint (result->n_run, ==, 5);
  assert_money (result->metrics.equity, "-991");
  g_assert_cmpuint (result->trades->len, ==, 0);
}

static void
test_fingerprint (void)
{
  g_autoptr (PfBarSeries) series = SERIES (up_and_down);
  PfBacktestConfig config = config_of (PF_DIRECTION_LONG);
  g_autoptr (PfBacktestResult) first = run (series, &config);
  g_autoptr (PfBacktestResult) second = run (series, &config);
  g_autofree char *a = pf_backtest_result_fingerprint (first);
  g_autofree char *b = pf_backtest_result_fingerprint (second);
  g_autofree char *by_hand = g_compute_checksum_for_string (
      G_CHECKSUM_SHA256, "1970-01-01T00:03:00Z,BUY,1,13,0\n1970-01-01T00:05:00Z,SELL,1,7,0\n", -1);

  g_assert_cmpstr (a, ==, b);
  g_assert_cmpstr (a, ==, by_hand);
}

static void
test_bad_config (void)
{
  static const struct { const char *what; const char *sentence; } cases[] = {
    { "strategy", "There is no strategy 'none'." },
    { "param", "Parameter 'fast' must be between" },
    { "balance", "The balance must be above 0." },
    { "fee", "The fee rate must be between 0 and 0.1." },
    { "slippage", "The slippage must be at least 0 and below 10000 basis points." },
    { "stop", "The stop loss must be at least 0 and below 100 percent." },
    { "target", "The take profit must not be below 0 percent." },
    { "symbol", "The symbol must be letters, digits or -_/. and not too long." },
  };
  g_autoptr (PfBarSeries) series = SERIES (up_and_down);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PfBacktestConfig config = config_of (PF_DIRECTION_LONG);
      g_autoptr (GError) error = NULL;
      const char *what = cases[i].what;

      if (strcmp (what, "strategy") == 0)
        strcpy (config.spec.strategy, "none");
      else if (strcmp (what, "param") == 0)
        config.spec.params[0].value = 0;
      else if (strcmp (what, "balance") == 0)
        config.balance = PF_MONEY_ZERO;
      else if (strcmp (what, "fee") == 0)
        config.fee_rate = pf_rate_from_ppm (100001);
      else if (strcmp (what, "slippage") == 0)
        config.slippage = pf_rate_from_percent (100);
      else if (strcmp (what, "stop") == 0)
        config.spec.stop_loss = pf_rate_from_percent (100);
      else if (strcmp (what, "target") == 0)
        config.spec.take_profit = pf_rate_from_percent (-1);
      else
        strcpy (config.symbol, "B C");
      g_assert_null (pf_backtest_run (series, &config, &error));
      g_assert_error (error, PF_BACKTEST_ERROR, PF_BACKTEST_ERROR_VALUE);
      g_assert_true (g_str_has_prefix (error->message, cases[i].sentence));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/backtest/long", test_long);
  g_test_add_func ("/pf/backtest/both-with-fees", test_both_with_fees);
  g_test_add_func ("/pf/backtest/stop-in-the-entry-bar", test_stop_in_the_entry_bar);
  g_test_add_func ("/pf/backtest/stop-before-target", test_stop_before_target);
  g_test_add_func ("/pf/backtest/refusals", test_refusals);
  g_test_add_func ("/pf/backtest/used-up", test_used_up);
  g_test_add_func ("/pf/backtest/fingerprint", test_fingerprint);
  g_test_add_func ("/pf/backtest/bad-config", test_bad_config);
  return g_test_run ();
}
