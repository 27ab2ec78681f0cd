/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What programs that measure share: the median of several rounds in which all rows take turns, so
 * that a busy machine is busy for all of them alike.
 */
#pragma once

#include <glib.h>
#include <stdlib.h>

G_BEGIN_DECLS

#define BENCH_ROUNDS 21

typedef struct
{
  const char *name;
  void (*run) (gpointer data);
  double seconds[BENCH_ROUNDS];
  double ratio[BENCH_ROUNDS];   /* to the first row in the same round */
} BenchRow;

static inline int
bench_compare (const void *a, const void *b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return (left > right) - (left < right);
}

/* runs every row once unmeasured, then in turns; times and ratios are sorted afterwards */
static inline void
bench_run (BenchRow *rows, guint n_rows, gpointer data)
{
  for (guint r = 0; r < n_rows; r++)
    rows[r].run (data);
  for (guint round = 0; round < BENCH_ROUNDS; round++)
    for (guint r = 0; r < n_rows; r++)
      {
        gint64 begun = g_get_monotonic_time ();

        rows[r].run (data);
        rows[r].seconds[round] = (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC;
      }
  for (guint round = 0; round < BENCH_ROUNDS; round++)
    for (guint r = 0; r < n_rows; r++)
      rows[r].ratio[round] = rows[r].seconds[round] / rows[0].seconds[round];
  for (guint r = 0; r < n_rows; r++)
    {
      qsort (rows[r].seconds, BENCH_ROUNDS, sizeof (double), bench_compare);
      qsort (rows[r].ratio, BENCH_ROUNDS, sizeof (double), bench_compare);
    }
}

/* median ns for each of n elements */
static inline double
bench_ns (const BenchRow *row, gsize n)
{
  return row->seconds[BENCH_ROUNDS / 2] * 1e9 / (double) n;
}

G_END_DECLS
