/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/pf-bar-times.h"

#include <stdlib.h>
#include <string.h>

static int
compare_steps (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* The most common of n sorted steps; of equally common ones the shortest. */
static gint64
longest_run (const gint64 *steps, guint n)
{
  gint64 best = steps[0];
  guint best_length = 0;

  for (guint i = 0; i < n;)
    {
      guint j = i;

      while (j < n && steps[j] == steps[i])
        j++;
      if (j - i > best_length)
        {
          best = steps[i];
          best_length = j - i;
        }
      i = j;
    }
  return best;
}

gint64
pf_bar_times_step (const GArray *bars)
{
  const PfBar *b = (const PfBar *) (gpointer) bars->data;
  g_autofree gint64 *steps = NULL;
  gint64 candidate = 0;
  guint votes = 0, count = 0;
  guint n = bars->len - 1;

  g_assert (bars->len > 0);
  if (n == 0)
    return PF_NS_PER_MINUTE;
  /* A majority is found by one vote and one count; only a file without one pays for sorting. */
  for (guint i = 0; i < n; i++)
    {
      gint64 step = b[i + 1].ts_open_ns - b[i].ts_open_ns;

      if (votes == 0)
        candidate = step;
      votes = step == candidate ? votes + 1 : votes - 1;
    }
  for (guint i = 0; i < n; i++)
    count += b[i + 1].ts_open_ns - b[i].ts_open_ns == candidate;
  if (count > n / 2)
    return candidate;
  steps = g_new (gint64, n);
  for (guint i = 0; i < n; i++)
    steps[i] = b[i + 1].ts_open_ns - b[i].ts_open_ns;
  qsort (steps, n, sizeof *steps, compare_steps);
  return longest_run (steps, n);
}

void
pf_bar_times_reverse (GArray *bars)
{
  PfBar *b = (PfBar *) (gpointer) bars->data;

  for (guint i = 0, j = bars->len; i + 1 < j; i++)
    {
      PfBar swap = b[--j];

      b[j] = b[i];
      b[i] = swap;
    }
}

static int
compare_times (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const PfBar *bars = user_data;
  guint i = *(const guint *) a;
  guint j = *(const guint *) b;

  if (bars[i].ts_open_ns != bars[j].ts_open_ns)
    return bars[i].ts_open_ns < bars[j].ts_open_ns ? -1 : 1;
  return (i > j) - (i < j);
}

gboolean
pf_bar_times_sort (GArray *bars, guint *first, guint *second)
{
  PfBar *b = (PfBar *) (gpointer) bars->data;
  g_autofree guint *order = g_new (guint, bars->len);
  g_autofree PfBar *sorted = NULL;

  for (guint i = 0; i < bars->len; i++)
    order[i] = i;
  qsort_r (order, bars->len, sizeof *order, compare_times, b);
  *second = G_MAXUINT;
  for (guint i = 1; i < bars->len; i++)
    if (b[order[i - 1]].ts_open_ns == b[order[i]].ts_open_ns && order[i] < *second)
      {
        *first = order[i - 1];
        *second = order[i];
      }
  if (*second != G_MAXUINT)
    return FALSE;
  sorted = g_new (PfBar, bars->len);
  for (guint i = 0; i < bars->len; i++)
    sorted[i] = b[order[i]];
  memcpy (b, sorted, bars->len * sizeof *b);
  return TRUE;
}
