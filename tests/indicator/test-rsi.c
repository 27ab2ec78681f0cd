/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indicator/pf-rsi.h"

#include "indicator-test.h"

static void
test_golden (void)
{
  /* changes +2 -1: gain 1, loss 1/2; then +3: gain (1 + 3) / 2, loss 1/4 */
  const gint64 values[] = { 10, 12, 11, 14 };
  double out[4];

  pf_rsi_batch (2, values, 4, out);
  g_assert_true (isnan (out[0]) && isnan (out[1]));
  test_assert_close (out[2], 200.0L / 3, 0);
  test_assert_close (out[3], 800.0L / 9, 0);
}

static void
test_naive (void)
{
  TestSeries series;
  long double gain[TEST_N] = { 0 }, loss[TEST_N] = { 0 };

  test_series_fill (&series, 4);
  for (guint i = 1; i < TEST_N; i++)
    {
      gain[i] = MAX (series.close[i] - series.close[i - 1], 0);
      loss[i] = MAX (series.close[i - 1] - series.close[i], 0);
    }
  for (guint w = 0; w < G_N_ELEMENTS (test_windows); w++)
    {
      guint n = test_windows[w];
      PfRsi rsi;
      double out[TEST_N], stepped[TEST_N];

      pf_rsi_init (&rsi, n);
      pf_rsi_batch (n, series.close, TEST_N, out);
      for (guint i = 0; i < TEST_N; i++)
        {
          gboolean ready = pf_rsi_step (&rsi, series.close[i]);
          long double up, down;

          stepped[i] = ready ? rsi.value : NAN;
          g_assert_cmpint (ready, ==, i >= pf_rsi_lookback (n));
          if (!ready)
            continue;
          up = test_smoothed (gain, 1, n, 1.0L / n, i);
          down = test_smoothed (loss, 1, n, 1.0L / n, i);
          test_assert_close (out[i], up + down == 0 ? 50 : 100 * up / (up + down), 100);
          g_assert_true (out[i] >= 0 && out[i] <= 100);
        }
      test_assert_same (out, stepped, TEST_N);
      pf_rsi_clear (&rsi);
    }
}

/* no movement is the middle; only rises are 100; only falls are 0; and a market that stops for good
 * comes back to the middle instead of dividing by nothing */
static void
test_still (void)
{
  PfRsi rsi;

  pf_rsi_init (&rsi, 5);
  for (guint i = 0; i < 20; i++)
    if (pf_rsi_step (&rsi, 100))
      g_assert_cmpfloat (rsi.value, ==, 50);
  pf_rsi_step (&rsi, 101);
  g_assert_cmpfloat (rsi.value, ==, 100);
  for (guint i = 0; i < 100000; i++)
    pf_rsi_step (&rsi, 101);
  g_assert_cmpfloat (rsi.value, ==, 50);
  pf_rsi_step (&rsi, 90);
  test_assert_close (rsi.value, 0, 1);
  pf_rsi_clear (&rsi);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/rsi/golden", test_golden);
  g_test_add_func ("/pf/rsi/naive", test_naive);
  g_test_add_func ("/pf/rsi/still", test_still);
  return g_test_run ();
}
