/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indicator/pf-donchian.h"

#include "indicator-test.h"

static void
test_golden (void)
{
  const gint64 high[] = { 5, 9, 7, 6, 6, 5, 8 }, low[] = { 4, 3, 5, 5, 2, 4, 4 };
  const gint64 expected_highest[] = { 0, 0, 9, 9, 7, 6, 8 };
  const gint64 expected_lowest[] = { 0, 0, 3, 3, 2, 2, 2 };
  gint64 highest[7], lowest[7];

  pf_donchian_batch (3, high, low, 7, highest, lowest);
  g_assert_cmpmem (highest, sizeof highest, expected_highest, sizeof expected_highest);
  g_assert_cmpmem (lowest, sizeof lowest, expected_lowest, sizeof expected_lowest);
}

static void
test_naive (void)
{
  TestSeries series;

  test_series_fill (&series, 11);
  for (guint w = 0; w < G_N_ELEMENTS (test_windows); w++)
    {
      guint n = test_windows[w];
      PfDonchian channel;
      gint64 highest[TEST_N], lowest[TEST_N];

      pf_donchian_init (&channel, n);
      pf_donchian_batch (n, series.high, series.low, TEST_N, highest, lowest);
      for (guint i = 0; i < TEST_N; i++)
        {
          gboolean ready = pf_donchian_step (&channel, series.high[i], series.low[i]);
          gint64 top = 0, bottom = ready ? G_MAXINT64 : 0;

          g_assert_cmpint (ready, ==, i >= pf_donchian_lookback (n));
          g_assert_cmpint (channel.ready, ==, ready);
          for (guint j = ready ? i + 1 - n : i + 1; j <= i; j++)
            {
              top = MAX (top, series.high[j]);
              bottom = MIN (bottom, series.low[j]);
            }
          g_assert_cmpint (highest[i], ==, top);
          g_assert_cmpint (lowest[i], ==, bottom);
          g_assert_cmpint (channel.highest, ==, top);
          g_assert_cmpint (channel.lowest, ==, bottom);
        }
      pf_donchian_clear (&channel);
      g_assert_null (channel.highs);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/donchian/golden", test_golden);
  g_test_add_func ("/pf/donchian/naive", test_naive);
  return g_test_run ();
}
