/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metrics against figures worked out by hand, and against a slow computation over all marks. */
#include "engine/pf-metrics.h"

#include <math.h>

static PfMoney
money (const char *text)
{
  PfMoney out;

  g_assert_true (pf_money_parse (text, &out, NULL));
  return out;
}

static void
assert_close (double a, double b)
{
  g_assert_cmpfloat_with_epsilon (a, b, 1e-12 * MAX (fabs (a), 1));
}

static void
test_nothing (void)
{
  PfMetrics m;
  double x = 42;

  pf_metrics_init (&m, money ("1000"));
  g_assert_false (pf_metrics_win_rate_pct (&m, &x));
  g_assert_false (pf_metrics_profit_factor (&m, &x));
  g_assert_false (pf_metrics_exposure_pct (&m, &x));
  g_assert_false (pf_metrics_max_drawdown_pct (&m, &x));
  g_assert_false (pf_metrics_sharpe (&m, &x));
  g_assert_false (pf_metrics_sortino (&m, &x));
  g_assert_cmpfloat (x, ==, 42);
  g_assert_true (pf_metrics_total_pnl_pct (&m, &x));
  g_assert_cmpfloat (x, ==, 0);
  g_assert_true (pf_metrics_total_pnl (&m).e18 == 0);
}

static void
test_drawdown (void)
{
  static const struct { const char *equities[8]; double expected; } cases[] = {
    { { "1000", "1000" }, 0 },
    { { "1000", "1100", "1200" }, 0 },
    { { "900" }, 10 },                                    /* the balance is a peak, too */
    { { "1000", "900", "1100", "1000" }, 10 },            /* 10 % beats 9.09 % */
    { { "1000", "950", "2000", "1000", "1500" }, 50 },    /* a later segment */
    { { "1000", "500", "2000", "1500", "2001" }, 50 },    /* an earlier one */
    { { "1000", "999.999999999999999999" }, 1e-19 },
    { { "1000", "-500" }, 150 },
    { { "1000", "667" }, 33.3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PfMetrics m;
      double x;

      pf_metrics_init (&m, money ("1000"));
      for (guint k = 0; k < 8 && cases[i].equities[k] != NULL; k++)
        pf_metrics_mark (&m, k * PF_NS_PER_MINUTE, money (cases[i].equities[k]), FALSE);
      g_assert_true (pf_metrics_max_drawdown_pct (&m, &x));
      g_assert_cmpfloat (x, ==, cases[i].expected);
    }
}

static void
add_trade (PfMetrics *m, const char *pnl)
{
  PfTrade trade = { .pnl = money (pnl) };

  pf_metrics_trade (m, &trade);
}

static void
test_trades (void)
{
  PfMetrics m;
  double x;

  pf_metrics_init (&m, money ("1000"));
  add_trade (&m, "10");
  add_trade (&m, "0");
  g_assert_false (pf_metrics_profit_factor (&m, &x));
  add_trade (&m, "-3");
  g_assert_true (pf_metrics_profit_factor (&m, &x));
  g_assert_cmpfloat (x, ==, 10.0 / 3.0);
  add_trade (&m, "0.000000000000000001");
  add_trade (&m, "-0.000000000000000001");
  add_trade (&m, "-1");
  g_assert_cmpuint (m.n_trades, ==, 6);
  g_assert_cmpuint (m.n_winning, ==, 2);
  g_assert_cmpuint (m.n_losing, ==, 3);
  g_assert_true (pf_metrics_win_rate_pct (&m, &x));
  g_assert_cmpfloat (x, ==, 200.0 / 6.0);
  g_assert_true (m.gross_profit.e18 == money ("10.000000000000000001").e18);
  g_assert_true (m.gross_loss.e18 == money ("4.000000000000000001").e18);
}

/* Days 1000 -> 1100 -> 1045 -> 1045: returns 0.1, -0.05, 0. */
static void
test_days (void)
{
  PfMetrics m;
  double x;
  const double mean = 0.05 / 3;
  const double deviation = sqrt (((0.1 - mean) * (0.1 - mean) + (-0.05 - mean) * (-0.05 - mean)
                                  + mean * mean) / 2);

  pf_metrics_init (&m, money ("1000"));
  pf_metrics_mark (&m, PF_NS_PER_DAY - PF_NS_PER_HOUR, money ("1050"), TRUE);
  pf_metrics_mark (&m, PF_NS_PER_DAY - 1, money ("1100"), TRUE);
  g_assert_false (pf_metrics_sharpe (&m, &x));          /* one day has no deviation */
  pf_metrics_mark (&m, PF_NS_PER_DAY, money ("1045"), FALSE);
  /* days without bars are left out */
  pf_metrics_mark (&m, 5 * PF_NS_PER_DAY, money ("2000"), TRUE);
  pf_metrics_mark (&m, 5 * PF_NS_PER_DAY + PF_NS_PER_HOUR, money ("1045"), TRUE);
  g_assert_true (pf_metrics_sharpe (&m, &x));
  assert_close (x, mean / deviation * sqrt (365));
  g_assert_true (pf_metrics_sortino (&m, &x));
  assert_close (x, mean / sqrt (0.05 * 0.05 / 2) * sqrt (365));
  /* asking changes nothing */
  g_assert_true (pf_metrics_sortino (&m, &x));
  assert_close (x, mean / sqrt (0.05 * 0.05 / 2) * sqrt (365));
  g_assert_true (pf_metrics_exposure_pct (&m, &x));
  g_assert_cmpfloat (x, ==, 80);
  g_assert_true (pf_metrics_total_pnl_pct (&m, &x));
  g_assert_cmpfloat (x, ==, 4.5);
}

static void
test_no_denominator (void)
{
  PfMetrics m;
  double x;

  /* flat for days: no deviation; never a losing day: no Sortino */
  pf_metrics_init (&m, money ("1000"));
  for (guint day = 0; day < 5; day++)
    pf_metrics_mark (&m, day * PF_NS_PER_DAY, money ("1000"), FALSE);
  g_assert_false (pf_metrics_sharpe (&m, &x));
  g_assert_false (pf_metrics_sortino (&m, &x));
  pf_metrics_mark (&m, 5 * PF_NS_PER_DAY, money ("1001"), FALSE);
  g_assert_true (pf_metrics_sharpe (&m, &x));
  g_assert_false (pf_metrics_sortino (&m, &x));
}

static void
test_before_1970 (void)
{
  PfMetrics m;
  double x;

  pf_metrics_init (&m, money ("1000"));
  pf_metrics_mark (&m, -PF_NS_PER_HOUR, money ("1100"), FALSE);
  g_assert_false (pf_metrics_sharpe (&m, &x));
  pf_metrics_mark (&m, 0, money ("1210"), FALSE);
  pf_metrics_mark (&m, PF_NS_PER_DAY, money ("1100"), FALSE);
  g_assert_cmpuint (m.n_days, ==, 2);
  g_assert_true (pf_metrics_sharpe (&m, &x));
}

static void
test_percent (void)
{
  double x;

  g_assert_false (pf_metrics_percent (money ("1"), money ("0"), &x));
  g_assert_true (pf_metrics_percent (money ("1"), money ("3"), &x));
  g_assert_cmpfloat (x, ==, 100.0 / 3.0);
  g_assert_true (pf_metrics_percent (money ("-1"), money ("3"), &x));
  g_assert_cmpfloat (x, ==, -100.0 / 3.0);
  g_assert_true (pf_metrics_percent (money ("1"), money ("-3"), &x));
  g_assert_cmpfloat (x, ==, -100.0 / 3.0);
  g_assert_true (pf_metrics_percent (money ("0.123456789012345678"), money ("1"), &x));
  g_assert_cmpfloat (x, ==, 12.3456789012345678);
  /* the largest that come from outside, and beyond */
  g_assert_true (pf_metrics_percent (money ("1000000000000000000"),
                                     money ("0.000000000000000001"), &x));
  g_assert_cmpfloat (x, ==, 1e38);
  g_assert_true (pf_metrics_percent ((PfMoney){ ((PfInt128) 1) << 125 },
                                     (PfMoney){ ((PfInt128) 1) << 124 }, &x));
  g_assert_cmpfloat (x, ==, 200);
}

#define MARKS 20000

/* A random walk, an unequal number of marks a day, days left out. */
static void
test_walk (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (42);
  g_autofree double *daily = g_new0 (double, MARKS);
  PfMetrics m;
  gint64 cents = 100000;
  double peak = 1000, worst = 0, sharpe, sortino, drawdown, exposure;
  long double mean = 0, squares = 0, downside = 0;
  double previous = 1000;
  guint n_days = 0, n_in = 0;
  gint64 ts = 0, day = -1;

  pf_metrics_init (&m, money ("1000"));
  for (guint i = 0; i < MARKS; i++)
    {
      gboolean in = g_rand_boolean (random);
      double equity;

      ts += PF_NS_PER_HOUR * g_rand_int_range (random, 1, i % 100 == 0 ? 200 : 4);
      cents = MAX (cents + g_rand_int_range (random, -500, 506), 1);
      equity = (double) cents / 100;
      pf_metrics_mark (&m, ts, (PfMoney){ (PfInt128) cents * 10000000000000000 }, in);
      n_in += in;
      peak = MAX (peak, equity);
      worst = MAX (worst, (peak - equity) / peak);
      if (ts / PF_NS_PER_DAY != day)
        n_days++;
      day = ts / PF_NS_PER_DAY;
      daily[n_days - 1] = equity;
    }
  for (guint i = 0; i < n_days; i++)
    {
      double r = daily[i] / previous - 1;

      previous = daily[i];
      daily[i] = r;
      mean += (long double) r / n_days;
      downside += r < 0 ? (long double) r * r : 0;
    }
  for (guint i = 0; i < n_days; i++)
    squares += (daily[i] - mean) * (daily[i] - mean);
  g_assert_true (pf_metrics_sharpe (&m, &sharpe));
  g_assert_true (pf_metrics_sortino (&m, &sortino));
  g_assert_true (pf_metrics_max_drawdown_pct (&m, &drawdown));
  g_assert_true (pf_metrics_exposure_pct (&m, &exposure));
  assert_close (sharpe, (double) (mean / sqrtl (squares / (n_days - 1)) * sqrtl (365)));
  assert_close (sortino, (double) (mean / sqrtl (downside / (n_days - 1)) * sqrtl (365)));
  assert_close (drawdown, worst * 100);
  g_assert_cmpfloat (exposure, ==, 100.0 * n_in / MARKS);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/metrics/nothing", test_nothing);
  g_test_add_func ("/pf/metrics/drawdown", test_drawdown);
  g_test_add_func ("/pf/metrics/trades", test_trades);
  g_test_add_func ("/pf/metrics/days", test_days);
  g_test_add_func ("/pf/metrics/no-denominator", test_no_denominator);
  g_test_add_func ("/pf/metrics/before-1970", test_before_1970);
  g_test_add_func ("/pf/metrics/percent", test_percent);
  g_test_add_func ("/pf/metrics/walk", test_walk);
  return g_test_run ();
}
