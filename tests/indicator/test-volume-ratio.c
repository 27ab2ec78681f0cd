/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indicator/pf-volume-ratio.h"

#include "indicator-test.h"

static void
test_golden (void)
{
  /* against the means of the two before: 2, 3.5, 2, 0 (nothing to compare with), 2.5 */
  const double volumes[] = { 1, 3, 4, 0, 0, 5, 10 };
  const double expected[] = { 2, 0, 0, 0, 4 };
  double out[7];

  pf_volume_ratio_batch (2, volumes, 7, out);
  g_assert_true (isnan (out[0]) && isnan (out[1]));
  test_assert_same (out + 2, expected, 5);
}

static void
check_naive (const double *volumes, guint n)
{
  PfVolumeRatio ratio;
  double out[TEST_N], stepped[TEST_N];

  pf_volume_ratio_init (&ratio, n);
  pf_volume_ratio_batch (n, volumes, TEST_N, out);
  for (guint i = 0; i < TEST_N; i++)
    {
      gboolean ready = pf_volume_ratio_step (&ratio, volumes[i]);
      long double sum = 0;

      stepped[i] = ready ? ratio.value : NAN;
      g_assert_cmpint (ready, ==, i >= pf_volume_ratio_lookback (n));
      if (!ready)
        continue;
      for (guint j = i - n; j < i; j++)
        sum += volumes[j];
      test_assert_close (out[i], sum > 0 ? volumes[i] * n / sum : 0, 0);
    }
  test_assert_same (out, stepped, TEST_N);
  pf_volume_ratio_clear (&ratio);
  g_assert_null (ratio.ring);
}

static void
test_naive (void)
{
  TestSeries series;

  test_series_fill (&series, 12);
  for (guint w = 0; w < G_N_ELEMENTS (test_windows); w++)
    check_naive (series.volume, test_windows[w]);
}

/* after a volume 1e20 times the usual, a running sum would know nothing any more */
static void
test_spike (void)
{
  TestSeries series;

  test_series_fill (&series, 13);
  series.volume[40] = 1e20;
  series.volume[300] = 1e200;
  for (guint w = 0; w < G_N_ELEMENTS (test_windows); w++)
    check_naive (series.volume, test_windows[w]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/volume-ratio/golden", test_golden);
  g_test_add_func ("/pf/volume-ratio/naive", test_naive);
  g_test_add_func ("/pf/volume-ratio/spike", test_spike);
  return g_test_run ();
}
