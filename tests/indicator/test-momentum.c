/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indicator/pf-momentum.h"

#include "indicator-test.h"

static void
test_golden (void)
{
  const gint64 values[] = { 5, 9, 4, 4, 4 }, expected[] = { 0, 0, -1, -5, 0 };
  gint64 out[5];

  pf_momentum_batch (2, values, 5, out);
  g_assert_cmpmem (out, sizeof out, expected, sizeof expected);
}

static void
test_naive (void)
{
  TestSeries series;

  test_series_fill (&series, 2);
  for (guint w = 0; w < G_N_ELEMENTS (test_windows); w++)
    {
      guint n = test_windows[w];
      PfMomentum momentum;
      gint64 out[TEST_N];

      pf_momentum_init (&momentum, n);
      pf_momentum_batch (n, series.close, TEST_N, out);
      for (guint i = 0; i < TEST_N; i++)
        {
          gboolean ready = pf_momentum_step (&momentum, series.close[i]);

          g_assert_cmpint (ready, ==, i >= pf_momentum_lookback (n));
          g_assert_cmpint (out[i], ==, ready ? series.close[i] - series.close[i - n] : 0);
          g_assert_cmpint (momentum.value, ==, out[i]);
        }
      pf_momentum_clear (&momentum);
      g_assert_null (momentum.ring);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/momentum/golden", test_golden);
  g_test_add_func ("/pf/momentum/naive", test_naive);
  return g_test_run ();
}
