/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indicator/pf-deviation.h"

#include "indicator-test.h"

static void
test_golden (void)
{
  /* mean 5, squares of the distances 9 1 1 1 0 0 4 16, their mean 4 */
  const gint64 values[] = { 2, 4, 4, 4, 5, 5, 7, 9 };
  double out[8];

  pf_deviation_batch (8, values, 8, out);
  g_assert_true (isnan (out[6]));
  g_assert_cmpfloat (out[7], ==, 2);
  pf_deviation_batch (1, values, 8, out);
  for (guint i = 0; i < 8; i++)
    g_assert_cmpfloat (out[i], ==, 0);
}

/* from the definition, in two passes, about a mean that is exact but for the last division */
static long double
naive (const gint64 *values, guint n)
{
  PfInt128 sum = 0;
  long double squares = 0;

  for (guint i = 0; i < n; i++)
    sum += values[i];
  for (guint i = 0; i < n; i++)
    {
      long double off = (long double) (values[i] - sum / n) - (long double) (sum % n) / n;

      squares += off * off;
    }
  return sqrtl (squares / n);
}

static void
check_naive (const gint64 *values, guint n)
{
  PfDeviation deviation;
  double out[TEST_N], stepped[TEST_N];

  pf_deviation_init (&deviation, n);
  pf_deviation_batch (n, values, TEST_N, out);
  for (guint i = 0; i < TEST_N; i++)
    {
      gboolean ready = pf_deviation_step (&deviation, values[i]);

      stepped[i] = ready ? pf_deviation_value (&deviation) : NAN;
      g_assert_cmpint (ready, ==, i >= pf_deviation_lookback (n));
      if (!ready)
        continue;
      test_assert_close (out[i], naive (values + i + 1 - n, n), 0);
      test_assert_close (pf_deviation_value_slow (&deviation), out[i], 0);
    }
  test_assert_same (out, stepped, TEST_N);
  pf_deviation_clear (&deviation);
  g_assert_null (deviation.ring);
}

static void
test_naive (void)
{
  TestSeries series;

  test_series_fill (&series, 6);
  for (guint w = 0; w < G_N_ELEMENTS (test_windows); w++)
    check_naive (series.close, test_windows[w]);
}

/* prices of 18 digits: where 128 bits hold it, and where they do not */
static void
test_wide (void)
{
  GRand *rand = g_rand_new_with_seed (7);
  gint64 values[TEST_N], base = G_GINT64_CONSTANT (5000000000000000000);
  const guint bits[] = { 1, 20, 40, 50, 54, 55, 56, 58, 62 };

  for (guint b = 0; b < G_N_ELEMENTS (bits); b++)
    {
      gint64 mask = (G_GINT64_CONSTANT (1) << bits[b]) - 1;

      for (guint i = 0; i < TEST_N; i++)
        {
          gint64 random = (gint64) ((guint64) g_rand_int (rand) << 32 | g_rand_int (rand));

          values[i] = (bits[b] == 62 ? 0 : base) + (random & mask);
        }
      check_naive (values, 20);
      check_naive (values, 333);
    }
  g_rand_free (rand);
}

/* a wild past leaves nothing behind when the market stands still */
static void
test_still (void)
{
  const gint64 quiet = G_GINT64_CONSTANT (123456789012345);
  PfDeviation deviation;

  pf_deviation_init (&deviation, 30);
  for (guint i = 0; i < 100; i++)
    pf_deviation_step (&deviation, i % 2 == 0 ? 1 : G_GINT64_CONSTANT (500000000000000000));
  for (guint i = 0; i < 30; i++)
    pf_deviation_step (&deviation, quiet);
  g_assert_cmpfloat (pf_deviation_value (&deviation), ==, 0);
  pf_deviation_step (&deviation, quiet + 30);
  test_assert_close (pf_deviation_value (&deviation), sqrtl (29), 0);
  pf_deviation_clear (&deviation);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/deviation/golden", test_golden);
  g_test_add_func ("/pf/deviation/naive", test_naive);
  g_test_add_func ("/pf/deviation/wide", test_wide);
  g_test_add_func ("/pf/deviation/still", test_still);
  return g_test_run ();
}
