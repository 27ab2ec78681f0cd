/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indicator/pf-macd.h"

#include "indicator-test.h"

static void
test_golden (void)
{
  /* fast 2 (k 2/3), slow 3 (k 1/2), signal 2 (k 2/3). Both seeds end on the third value:
   * slow (1 + 2 + 4) / 3 = 7/3, fast (2 + 4) / 2 = 3, line 2/3.
   * 8: fast 19/3, slow 31/6, line 7/6; signal (2/3 + 7/6) / 2 = 11/12.
   * 16: fast 115/9, slow 127/12, line 79/36; signal 11/12 + (79/36 - 33/36) x 2/3 = 191/108. */
  const gint64 values[] = { 1, 2, 4, 8, 16 };
  double line[5], signal[5], histogram[5];

  pf_macd_batch (2, 3, 2, values, 5, line, signal, histogram);
  for (guint i = 0; i < 3; i++)
    g_assert_true (isnan (line[i]) && isnan (signal[i]) && isnan (histogram[i]));
  test_assert_close (line[3], 7.0L / 6, 0);
  test_assert_close (signal[3], 11.0L / 12, 0);
  test_assert_close (histogram[3], 0.25L, 0);
  test_assert_close (line[4], 79.0L / 36, 0);
  test_assert_close (signal[4], 191.0L / 108, 0);
  test_assert_close (histogram[4], 23.0L / 54, 0);
}

static void
check_naive (const TestSeries *series, guint fast, guint slow, guint smooth)
{
  long double close[TEST_N], naive[TEST_N] = { 0 };
  double line[TEST_N], signal[TEST_N], histogram[TEST_N], stepped[TEST_N];
  PfMacd macd;

  for (guint i = 0; i < TEST_N; i++)
    close[i] = series->close[i];
  for (guint i = slow - 1; i < TEST_N; i++)
    naive[i] = test_smoothed (close, slow - fast, fast, 2.0L / (fast + 1), i)
               - test_smoothed (close, 0, slow, 2.0L / (slow + 1), i);
  pf_macd_init (&macd, fast, slow, smooth);
  pf_macd_batch (fast, slow, smooth, series->close, TEST_N, line, signal, histogram);
  for (guint i = 0; i < TEST_N; i++)
    {
      gboolean ready = pf_macd_step (&macd, series->close[i]);
      long double expected;

      stepped[i] = ready ? macd.histogram : NAN;
      g_assert_cmpint (ready, ==, i >= pf_macd_lookback (slow, smooth));
      if (!ready)
        continue;
      expected = test_smoothed (naive, slow - 1, smooth, 2.0L / (smooth + 1), i);
      test_assert_close (line[i], naive[i], 1e6);
      test_assert_close (signal[i], expected, 1e6);
      test_assert_close (histogram[i], naive[i] - expected, 1e6);
    }
  test_assert_same (histogram, stepped, TEST_N);
  pf_macd_clear (&macd);
}

static void
test_naive (void)
{
  const guint params[][3] = {
    { 12, 26, 9 }, { 1, 2, 1 }, { 2, 3, 2 }, { 5, 6, 40 }, { 1, 300, 300 }, { 350, 400, 301 },
    { 3, TEST_N, 1 }, { 3, TEST_N + 5, 1 },
  };
  TestSeries series;

  test_series_fill (&series, 5);
  for (guint p = 0; p < G_N_ELEMENTS (params); p++)
    check_naive (&series, params[p][0], params[p][1], params[p][2]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/macd/golden", test_golden);
  g_test_add_func ("/pf/macd/naive", test_naive);
  return g_test_run ();
}
