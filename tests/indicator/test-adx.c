/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indicator/pf-adx.h"

#include "indicator-test.h"

static void
test_golden (void)
{
  /* n = 2; movements and sums from bar to bar:
   * up 2: plus 2, minus 0, range 3. Down 4: plus 1, minus 4, range 7.5, DX 100 x 3/5.
   * Up 9: plus 9.5, minus 2, range 17.75, DX 100 x 15/23; ADX = 100 x (3/5 + 15/23) / 2.
   * Up 1 and down 1: neither; plus 4.75, minus 1, the same DX. */
  const gint64 high[] = { 10, 12, 11, 20, 21 }, low[] = { 8, 9, 5, 7, 6 },
               close[] = { 9, 11, 6, 19, 10 };
  double out[5];
  PfAdx adx;

  pf_adx_batch (2, high, low, close, 5, out);
  g_assert_true (isnan (out[0]) && isnan (out[1]) && isnan (out[2]));
  test_assert_close (out[3], 14400.0L / 230, 0);
  test_assert_close (out[4], 29400.0L / 460, 0);

  pf_adx_init (&adx, 2);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpint (pf_adx_step (&adx, high[i], low[i], close[i]), ==, i == 3);
  test_assert_close (pf_adx_plus_di (&adx), 950 / 17.75L, 0);
  test_assert_close (pf_adx_minus_di (&adx), 200 / 17.75L, 0);
  pf_adx_clear (&adx);
}

typedef struct
{
  long double plus[TEST_N], minus[TEST_N], range[TEST_N];
} Movement;

static void
movement_fill (Movement *self, const TestSeries *series)
{
  memset (self, 0, sizeof *self);
  for (guint i = 1; i < TEST_N; i++)
    {
      gint64 up = series->high[i] - series->high[i - 1], down = series->low[i - 1] - series->low[i];
      gint64 before = series->close[i - 1];

      if (up > 0 && up > down)
        self->plus[i] = up;
      if (down > 0 && down > up)
        self->minus[i] = down;
      self->range[i] = MAX (series->high[i] - series->low[i],
                            MAX (ABS (series->high[i] - before), ABS (series->low[i] - before)));
    }
}

/* the smoothed sum as the weighted sum that it is: the first n - 1 weigh the same */
static long double
wilder_sum (const long double *x, guint n, guint i)
{
  long double weight = 1, sum = 0, keep = 1 - 1.0L / n;

  for (guint j = i; j >= n; j--, weight *= keep)
    sum += weight * x[j];
  for (guint j = 1; j < n; j++)
    sum += weight * x[j];
  return sum;
}

static void
test_naive (void)
{
  TestSeries series;
  Movement movement;

  test_series_fill (&series, 10);
  movement_fill (&movement, &series);
  for (guint w = 0; w < G_N_ELEMENTS (test_windows); w++)
    {
      guint n = test_windows[w], n_dx = 0;
      long double dx[TEST_N];       /* those that count, in order */
      double out[TEST_N], stepped[TEST_N];
      PfAdx adx;

      pf_adx_init (&adx, n);
      pf_adx_batch (n, series.high, series.low, series.close, TEST_N, out);
      for (guint i = 0; i < TEST_N; i++)
        {
          gboolean ready = pf_adx_step (&adx, series.high[i], series.low[i], series.close[i]);
          long double plus, minus, range;

          stepped[i] = ready ? adx.value : NAN;
          g_assert_cmpint (ready, ==, i >= pf_adx_lookback (n));
          if (i < n)
            continue;
          plus = wilder_sum (movement.plus, n, i);
          minus = wilder_sum (movement.minus, n, i);
          range = wilder_sum (movement.range, n, i);
          if (plus + minus > 0)
            dx[n_dx++] = 100 * fabsl (plus - minus) / (plus + minus);
          else if (n_dx < n)
            dx[n_dx++] = 0;
          if (!ready)
            continue;
          test_assert_close (out[i], test_smoothed (dx, 0, n, 1.0L / n, n_dx - 1), 100);
          test_assert_close (pf_adx_plus_di (&adx), range > 0 ? 100 * plus / range : 0, 100);
          test_assert_close (pf_adx_minus_di (&adx), range > 0 ? 100 * minus / range : 0, 100);
        }
      test_assert_same (out, stepped, TEST_N);
      pf_adx_clear (&adx);
    }
}

static void
test_still (void)
{
  PfAdx adx;

  pf_adx_init (&adx, 3);
  for (guint i = 0; i < 10; i++)
    if (pf_adx_step (&adx, 100, 100, 100))
      {
        g_assert_cmpfloat (adx.value, ==, 0);
        g_assert_cmpfloat (pf_adx_plus_di (&adx), ==, 0);
        g_assert_cmpfloat (pf_adx_minus_di (&adx), ==, 0);
      }
  pf_adx_step (&adx, 101, 100, 101);
  test_assert_close (adx.value, 100.0L / 3, 0);
  pf_adx_clear (&adx);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/adx/golden", test_golden);
  g_test_add_func ("/pf/adx/naive", test_naive);
  g_test_add_func ("/pf/adx/still", test_still);
  return g_test_run ();
}
