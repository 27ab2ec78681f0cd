/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indicator/pf-bollinger.h"

#include "indicator-test.h"

static void
test_golden (void)
{
  /* mean 5, deviation 2 */
  const gint64 values[] = { 2, 4, 4, 4, 5, 5, 7, 9 };
  double lower[8], middle[8], upper[8];

  pf_bollinger_batch (8, 1.5, values, 8, lower, middle, upper);
  g_assert_true (isnan (lower[6]) && isnan (middle[6]) && isnan (upper[6]));
  g_assert_cmpfloat (lower[7], ==, 2);
  g_assert_cmpfloat (middle[7], ==, 5);
  g_assert_cmpfloat (upper[7], ==, 8);
}

static void
check_naive (const TestSeries *series, guint n, double width)
{
  PfBollinger bands;
  double lower[TEST_N], middle[TEST_N], upper[TEST_N], stepped[TEST_N];

  pf_bollinger_init (&bands, n, width);
  pf_bollinger_batch (n, width, series->close, TEST_N, lower, middle, upper);
  for (guint i = 0; i < TEST_N; i++)
    {
      gboolean ready = pf_bollinger_step (&bands, series->close[i]);
      long double mean = 0, squares = 0, reach;

      stepped[i] = ready ? bands.upper : NAN;
      g_assert_cmpint (ready, ==, i >= pf_bollinger_lookback (n));
      if (!ready)
        continue;
      for (guint j = i + 1 - n; j <= i; j++)
        mean += (long double) series->close[j] / n;
      for (guint j = i + 1 - n; j <= i; j++)
        squares += (series->close[j] - mean) * (series->close[j] - mean);
      reach = width * sqrtl (squares / n);
      test_assert_close (middle[i], mean, 0);
      test_assert_close (lower[i], mean - reach, 1e6);
      test_assert_close (upper[i], mean + reach, 1e6);
      test_assert_close (bands.reach, reach, 1e6);
      test_assert_close (bands.offset, series->close[i] - mean, 1e6);
    }
  test_assert_same (upper, stepped, TEST_N);
  pf_bollinger_clear (&bands);
}

static void
test_naive (void)
{
  TestSeries series;

  test_series_fill (&series, 8);
  for (guint w = 0; w < G_N_ELEMENTS (test_windows); w++)
    {
      check_naive (&series, test_windows[w], 2);
      check_naive (&series, test_windows[w], 0.3);
    }
}

/* the sum is beyond 2^53, its mean is rounded; the offset is 0 all the same */
static void
test_still (void)
{
  PfBollinger bands;

  pf_bollinger_init (&bands, 7, 2);
  for (guint i = 0; i < 50; i++)
    if (pf_bollinger_step (&bands, G_GINT64_CONSTANT (1234567890123456789)))
      {
        g_assert_cmpfloat (bands.offset, ==, 0);
        g_assert_cmpfloat (bands.reach, ==, 0);
      }
  pf_bollinger_clear (&bands);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/bollinger/golden", test_golden);
  g_test_add_func ("/pf/bollinger/naive", test_naive);
  g_test_add_func ("/pf/bollinger/still", test_still);
  return g_test_run ();
}
