/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indicator/pf-atr.h"

#include "indicator-test.h"

static void
test_golden (void)
{
  /* ranges: 12 - 9 = 3, 11 - 5 = 6 (from the close before), 20 - 6 = 14 (to the close before) */
  const gint64 high[] = { 10, 12, 8, 20 }, low[] = { 8, 9, 5, 7 }, close[] = { 9, 11, 6, 19 };
  double out[4];

  pf_atr_batch (2, high, low, close, 4, out);
  g_assert_true (isnan (out[0]) && isnan (out[1]));
  g_assert_cmpfloat (out[2], ==, 4.5);
  g_assert_cmpfloat (out[3], ==, 9.25);
}

static void
test_naive (void)
{
  TestSeries series;
  long double range[TEST_N] = { 0 };

  test_series_fill (&series, 9);
  for (guint i = 1; i < TEST_N; i++)
    {
      gint64 before = series.close[i - 1];

      range[i] = series.high[i] - series.low[i];
      range[i] = MAX (range[i], ABS (series.high[i] - before));
      range[i] = MAX (range[i], ABS (series.low[i] - before));
    }
  for (guint w = 0; w < G_N_ELEMENTS (test_windows); w++)
    {
      guint n = test_windows[w];
      PfAtr atr;
      double out[TEST_N], stepped[TEST_N];

      pf_atr_init (&atr, n);
      pf_atr_batch (n, series.high, series.low, series.close, TEST_N, out);
      for (guint i = 0; i < TEST_N; i++)
        {
          gboolean ready = pf_atr_step (&atr, series.high[i], series.low[i], series.close[i]);

          stepped[i] = ready ? atr.value : NAN;
          g_assert_cmpint (ready, ==, i >= pf_atr_lookback (n));
          if (ready)
            test_assert_close (out[i], test_smoothed (range, 1, n, 1.0L / n, i), 0);
        }
      test_assert_same (out, stepped, TEST_N);
      pf_atr_clear (&atr);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/atr/golden", test_golden);
  g_test_add_func ("/pf/atr/naive", test_naive);
  return g_test_run ();
}
