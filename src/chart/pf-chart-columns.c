/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/pf-chart-columns.h"

#define SHIFT 2                 /* an entry is 2^SHIFT of the level below */
#define LEVELS_MAX 12           /* 4^12 = PF_CHART_BARS_MAX */
G_STATIC_ASSERT ((1u << (SHIFT * LEVELS_MAX)) == PF_CHART_BARS_MAX);

struct _PfChartColumns
{
  GArray *times, *open, *high, *low, *close;    /* of gint64 */
  GArray *volume;                               /* of double */
  GArray *levels[LEVELS_MAX];                   /* of PfBar; [0] is level 1 */
};

#define AT(column, i) g_array_index (self->column, gint64, i)

PfChartColumns *
pf_chart_columns_new (void)
{
  PfChartColumns *self = g_new0 (PfChartColumns, 1);

  self->times = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->open = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->high = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->low = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->close = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->volume = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint k = 0; k < LEVELS_MAX; k++)
    self->levels[k] = g_array_new (FALSE, FALSE, sizeof (PfBar));
  return self;
}

void
pf_chart_columns_free (PfChartColumns *self)
{
  g_array_unref (self->times);
  g_array_unref (self->open);
  g_array_unref (self->high);
  g_array_unref (self->low);
  g_array_unref (self->close);
  g_array_unref (self->volume);
  for (guint k = 0; k < LEVELS_MAX; k++)
    g_array_unref (self->levels[k]);
  g_free (self);
}

guint
pf_chart_columns_length (const PfChartColumns *self)
{
  return self->times->len;
}

static void
set_length (PfChartColumns *self, guint length)
{
  g_array_set_size (self->times, length);
  g_array_set_size (self->open, length);
  g_array_set_size (self->high, length);
  g_array_set_size (self->low, length);
  g_array_set_size (self->close, length);
  g_array_set_size (self->volume, length);
}

void
pf_chart_columns_clear (PfChartColumns *self)
{
  set_length (self, 0);
  for (guint k = 0; k < LEVELS_MAX; k++)
    g_array_set_size (self->levels[k], 0);
}

PfBar
pf_chart_columns_get (const PfChartColumns *self, guint i)
{
  g_assert (i < self->times->len);
  return (PfBar){ AT (times, i), AT (open, i), AT (high, i), AT (low, i), AT (close, i),
                  g_array_index (self->volume, double, i) };
}

const gint64 *
pf_chart_columns_times (const PfChartColumns *self)
{
  return (const gint64 *) (gpointer) self->times->data;
}

/* level 0 are the bars */
static inline PfBar
entry (const PfChartColumns *self, guint level, guint i)
{
  if (level == 0)
    return pf_chart_columns_get (self, i);
  g_assert (i < self->levels[level - 1]->len);
  return g_array_index (self->levels[level - 1], PfBar, i);
}

static inline void
merge (PfBar *into, const PfBar *later)
{
  into->high = MAX (into->high, later->high);
  into->low = MIN (into->low, later->low);
  into->close = later->close;
  into->volume += later->volume;
}

/* entry i of a level > 0 out of its children; i is at most one beyond what is kept */
static void
compute (PfChartColumns *self, guint level, guint i)
{
  GArray *target = self->levels[level - 1];
  guint below = level == 1 ? self->times->len : self->levels[level - 2]->len;
  guint first = i << SHIFT, end = MIN (below, (i + 1) << SHIFT);
  PfBar *bar;

  g_assert (i <= target->len && first < end);
  if (i == target->len)
    g_array_set_size (target, i + 1);
  bar = &g_array_index (target, PfBar, i);
  *bar = entry (self, level - 1, first);
  for (guint child = first + 1; child < end; child++)
    {
      PfBar later = entry (self, level - 1, child);
      merge (bar, &later);
    }
}

/* A level is kept when the one below has two entries or more. */
static void
refresh_last (PfChartColumns *self)
{
  guint last = self->times->len - 1;

  for (guint level = 1; level <= LEVELS_MAX && last > 0; level++)
    {
      guint i = last >> SHIFT;

      compute (self, level, i);
      last = i;
    }
}

static void
put (PfChartColumns *self, guint i, const PfBar *bar)
{
  AT (times, i) = bar->ts_open_ns;
  AT (open, i) = bar->open;
  AT (high, i) = bar->high;
  AT (low, i) = bar->low;
  AT (close, i) = bar->close;
  g_array_index (self->volume, double, i) = bar->volume;
}

static gboolean
is_sound (const PfBar *bar)
{
  return bar->low <= MIN (bar->open, bar->close) && bar->high >= MAX (bar->open, bar->close);
}

gboolean
pf_chart_columns_append (PfChartColumns *self, const PfBar *bar)
{
  guint n = self->times->len;

  if (!is_sound (bar) || n >= PF_CHART_BARS_MAX || (n > 0 && bar->ts_open_ns <= AT (times, n - 1)))
    return FALSE;
  set_length (self, n + 1);
  put (self, n, bar);
  refresh_last (self);
  return TRUE;
}

gboolean
pf_chart_columns_update_last (PfChartColumns *self, const PfBar *bar)
{
  guint n = self->times->len;

  if (n == 0 || !is_sound (bar) || bar->ts_open_ns != AT (times, n - 1))
    return FALSE;
  put (self, n - 1, bar);
  refresh_last (self);
  return TRUE;
}

gboolean
pf_chart_columns_load (PfChartColumns *self, const PfBar *bars, guint n_bars)
{
  guint below = n_bars;

  if (n_bars > PF_CHART_BARS_MAX)
    return FALSE;
  for (guint i = 0; i < n_bars; i++)
    if (!is_sound (&bars[i]) || (i > 0 && bars[i].ts_open_ns <= bars[i - 1].ts_open_ns))
      return FALSE;
  pf_chart_columns_clear (self);
  set_length (self, n_bars);
  for (guint i = 0; i < n_bars; i++)
    put (self, i, &bars[i]);
  for (guint level = 1; level <= LEVELS_MAX && below > 1; level++)
    {
      below = (below + (1u << SHIFT) - 1) >> SHIFT;
      g_array_set_size (self->levels[level - 1], below);
      for (guint i = 0; i < below; i++)
        compute (self, level, i);
    }
  return TRUE;
}

PfBar
pf_chart_columns_range (const PfChartColumns *self, guint first, guint end)
{
  PfBar bar = { 0 };
  guint i = first;

  g_assert (first < end && end <= self->times->len);
  while (i < end)
    {
      guint level = 0;
      PfBar later;

      /* the widest entry that begins here and ends by the end */
      while (level < LEVELS_MAX && self->levels[level]->len > 0
             && (i & ((1u << (SHIFT * (level + 1))) - 1)) == 0
             && end - i >= 1u << (SHIFT * (level + 1)))
        level++;
      later = entry (self, level, i >> (SHIFT * level));
      if (i == first)
        bar = later;
      else
        merge (&bar, &later);
      i += 1u << (SHIFT * level);
    }
  return bar;
}

gint64
pf_chart_columns_find (const PfChartColumns *self, gint64 ts_ns)
{
  guint low = 0, high = self->times->len;

  /* everything before low began at ts or before, everything from high on later */
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (AT (times, middle) <= ts_ns)
        low = middle + 1;
      else
        high = middle;
    }
  return (gint64) low - 1;
}
