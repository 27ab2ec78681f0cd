/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the tests of the indicators share: seeded series and the comparison with a plain computation
 * in long double that goes back to the definition for every single bar.
 */
#pragma once

#include <math.h>
#include <string.h>

#include "base/pf-decimal.h"

#define TEST_N 700

/* windows to try on TEST_N values; the last never gets its first result */
static const guint test_windows[] = { 1, 2, 3, 7, 20, 64, 333, TEST_N - 1, TEST_N, TEST_N + 1 };

typedef struct
{
  gint64 high[TEST_N], low[TEST_N], close[TEST_N];
  double volume[TEST_N];
} TestSeries;

/* a random walk of whole points around 1,000,000 with quiet stretches, jumps and flat bars */
static inline void
test_series_fill (TestSeries *series, guint32 seed)
{
  GRand *rand = g_rand_new_with_seed (seed);
  gint64 close = 1000000;

  for (guint i = 0; i < TEST_N; i++)
    {
      gint32 wild = i / 50 % 3 == 0 ? 3 : i / 50 % 3 == 1 ? 400 : 20000;
      gint64 open = close;

      close = MAX (1000, close + g_rand_int_range (rand, -wild, wild + 1));
      if (g_rand_int_range (rand, 0, 12) == 0)
        close = open;
      series->close[i] = close;
      series->high[i] = MAX (open, close) + g_rand_int_range (rand, 0, wild);
      series->low[i] = MAX (1, MIN (open, close) - g_rand_int_range (rand, 0, wild));
      series->volume[i] = g_rand_int_range (rand, 0, 20) == 0
                              ? 0 : g_rand_double_range (rand, 0.001, 5000);
    }
  g_rand_free (rand);
}

/* 1e-9 relative; scale is the size of what was summed, for results near 0 */
static inline void
test_assert_close (double actual, long double expected, double scale)
{
  if (fabsl (actual - expected) > 1e-9L * fabsl (expected) + 1e-13L * scale)
    g_error ("%.17g, expected %.17Lg", actual, expected);
}

static inline void
test_assert_same (const double *a, const double *b, gsize n)
{
  g_assert_cmpmem (a, n * sizeof *a, b, n * sizeof *b);
}

/* An average at bar i that was seeded with the mean of the n values from `first` on and took in
 * every later one with weight k, written out as the weighted sum that it is. */
static inline long double
test_smoothed (const long double *x, guint first, guint n, long double k, guint i)
{
  long double weight = 1, sum = 0, seed = 0;

  for (guint j = i; j >= first + n; j--, weight *= 1 - k)
    sum += weight * k * x[j];
  for (guint j = first; j < first + n; j++)
    seed += x[j];
  return sum + weight * seed / n;
}
