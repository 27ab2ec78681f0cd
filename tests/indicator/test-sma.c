/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indicator/pf-sma.h"

#include "indicator-test.h"

static void
test_golden (void)
{
  const gint64 values[] = { 1, 2, 6, 3, 3 };
  double out[5];

  pf_sma_batch (3, values, 5, out);
  g_assert_true (isnan (out[0]) && isnan (out[1]));
  g_assert_cmpfloat (out[2], ==, 3);
  g_assert_cmpfloat (out[3], ==, 11 / 3.0);
  g_assert_cmpfloat (out[4], ==, 4);
  g_assert_cmpuint (pf_sma_lookback (3), ==, 2);
}

static void
test_naive (void)
{
  TestSeries series;

  test_series_fill (&series, 1);
  for (guint w = 0; w < G_N_ELEMENTS (test_windows); w++)
    {
      guint n = test_windows[w];
      PfSma sma;
      double out[TEST_N], stepped[TEST_N];

      pf_sma_init (&sma, n);
      pf_sma_batch (n, series.close, TEST_N, out);
      for (guint i = 0; i < TEST_N; i++)
        {
          gint64 sum = 0;
          gboolean ready = pf_sma_step (&sma, series.close[i]);

          stepped[i] = ready ? pf_sma_value (&sma) : NAN;
          g_assert_cmpint (ready, ==, i >= pf_sma_lookback (n));
          if (!ready)
            continue;
          for (guint j = i + 1 - n; j <= i; j++)
            sum += series.close[j];
          g_assert_true (sma.sum == sum);
          test_assert_close (out[i], (long double) sum / n, 0);
        }
      test_assert_same (out, stepped, TEST_N);
      pf_sma_clear (&sma);
    }
}

/* the sum of 100,000 of the largest prices does not fit 64 bits; nothing is lost all the same */
static void
test_extremes (void)
{
  PfSma sma;

  pf_sma_init (&sma, PF_WINDOW_MAX);
  for (guint i = 0; i < PF_WINDOW_MAX; i++)
    g_assert_cmpint (pf_sma_step (&sma, G_MAXINT64), ==, i == PF_WINDOW_MAX - 1);
  g_assert_true (sma.sum == (PfInt128) G_MAXINT64 * PF_WINDOW_MAX);
  g_assert_cmpfloat (pf_sma_value (&sma), ==, 0x1p63);
  for (guint i = 0; i < PF_WINDOW_MAX; i++)
    pf_sma_step (&sma, 7);
  g_assert_true (sma.sum == 7 * PF_WINDOW_MAX);
  pf_sma_clear (&sma);
  g_assert_null (sma.ring);
}

static void
test_compare (void)
{
  PfSma one, three, huge;

  pf_sma_init (&one, 1);
  pf_sma_init (&three, 3);
  pf_sma_init (&huge, 2);
  for (guint i = 0; i < 3; i++)
    pf_sma_step (&three, (gint64[]){ 5, 6, 8 }[i]);
  /* 19 / 3 lies between 6 and 7 */
  pf_sma_step (&one, 6);
  g_assert_cmpint (pf_sma_compare (&one, &three), ==, -1);
  pf_sma_step (&one, 7);
  g_assert_cmpint (pf_sma_compare (&one, &three), ==, 1);
  pf_sma_step (&three, 7);
  g_assert_cmpint (pf_sma_compare (&one, &three), ==, 0);
  /* a half in 2^63: no double could tell */
  pf_sma_step (&one, G_MAXINT64);
  pf_sma_step (&huge, G_MAXINT64);
  pf_sma_step (&huge, G_MAXINT64 - 1);
  g_assert_cmpint (pf_sma_compare (&one, &huge), ==, 1);
  g_assert_cmpint (pf_sma_compare (&huge, &one), ==, -1);
  pf_sma_clear (&one);
  pf_sma_clear (&three);
  pf_sma_clear (&huge);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/sma/golden", test_golden);
  g_test_add_func ("/pf/sma/naive", test_naive);
  g_test_add_func ("/pf/sma/extremes", test_extremes);
  g_test_add_func ("/pf/sma/compare", test_compare);
  return g_test_run ();
}
