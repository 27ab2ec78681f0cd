/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indicator/pf-ema.h"

#include "indicator-test.h"

static void
test_golden (void)
{
  /* seed (2 + 4 + 9) / 3 = 5, then k = 1/2: (5 + 8) / 2, (6.5 + 6.5) / 2 */
  const double values[] = { 2, 4, 9, 8, 6.5 };
  double out[5];

  pf_ema_batch (3, values, 5, out);
  g_assert_true (isnan (out[0]) && isnan (out[1]));
  g_assert_cmpfloat (out[2], ==, 5);
  g_assert_cmpfloat (out[3], ==, 6.5);
  g_assert_cmpfloat (out[4], ==, 6.5);
}

static void
test_naive (void)
{
  TestSeries series;
  long double exact[TEST_N];
  double values[TEST_N];

  test_series_fill (&series, 3);
  for (guint i = 0; i < TEST_N; i++)
    exact[i] = values[i] = (double) series.close[i] / 100;
  for (guint w = 0; w < G_N_ELEMENTS (test_windows); w++)
    {
      guint n = test_windows[w];
      PfEma ema;
      double out[TEST_N], stepped[TEST_N];

      pf_ema_init (&ema, n);
      pf_ema_batch (n, values, TEST_N, out);
      for (guint i = 0; i < TEST_N; i++)
        {
          gboolean ready = pf_ema_step (&ema, values[i]);

          stepped[i] = ready ? ema.value : NAN;
          g_assert_cmpint (ready, ==, i >= pf_ema_lookback (n));
          if (ready)
            test_assert_close (out[i], test_smoothed (exact, 0, n, 2.0L / (n + 1), i), 0);
        }
      test_assert_same (out, stepped, TEST_N);
      pf_ema_clear (&ema);
    }
}

static void
test_still (void)
{
  PfEma ema;

  pf_ema_init (&ema, 9);
  for (guint i = 0; i < 1000; i++)
    if (pf_ema_step (&ema, 0.1 * 3))
      test_assert_close (ema.value, 0.1 * 3, 0);
  double still = ema.value;
  for (guint i = 0; i < 1000; i++)
    pf_ema_step (&ema, still);
  g_assert_cmpfloat (ema.value, ==, still);
  pf_ema_clear (&ema);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/ema/golden", test_golden);
  g_test_add_func ("/pf/ema/naive", test_naive);
  g_test_add_func ("/pf/ema/still", test_still);
  return g_test_run ();
}
