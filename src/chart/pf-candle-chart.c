/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/pf-candle-private.h"

#include "base/pf-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define COLUMN_MIN 4.0          /* pixels; below, bars are drawn several as one */
#define WORDS_MAX 120           /* bytes about the markers of one bar */
#define VOLUME_ROOM 1.15        /* so that the volume of the last bar can grow within the foot */

G_DEFINE_FINAL_TYPE (PfCandleChart, pf_candle_chart, PF_TYPE_CHART_PANE)

double
pf_candle_points (PfCandleChart *self, PfPrice price)
{
  PfChartSeries *series = pf_chart_pane_get_series (PF_CHART_PANE (self));

  return pf_price_to_double (price) * pow (10, pf_chart_series_get_decimals (series));
}

gint64
pf_candle_live_column (PfCandleChart *self)
{
  guint length
      = pf_chart_series_get_length (pf_chart_pane_get_series (PF_CHART_PANE (self)));
  gint64 column = ((gint64) length - 1 - self->first) / self->group;

  return column >= 0 && column < self->columns->len ? column : -1;
}

guint
pf_candle_first_marker (PfCandleChart *self, gint64 ts_ns)
{
  guint low = 0, high = self->markers->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->markers, PfChartMarker, middle).ts_ns < ts_ns)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* --- what the pane asks ----------------------------------------------------------------------- */

static void
pf_candle_chart_get_range (PfChartPane *pane, guint first, guint end, double *low, double *high)
{
  PfCandleChart *self = PF_CANDLE_CHART (pane);
  PfChartSeries *series = pf_chart_pane_get_series (pane);
  const PfChartColumns *bars = pf_chart_series_get_columns (series);
  guint length = pf_chart_series_get_length (series);
  gint64 lowest = G_MAXINT64, highest = G_MININT64;
  double volume = 0;

  self->group = pf_chart_plot_group (pf_chart_pane_get_plot (pane), COLUMN_MIN);
  self->first = first - first % self->group;
  g_array_set_size (self->columns, 0);
  for (guint i = self->first; i < end; i += self->group)
    {
      PfBar bar = pf_chart_columns_range (bars, i, MIN (i + self->group, length));

      lowest = MIN (lowest, bar.low);
      highest = MAX (highest, bar.high);
      volume = MAX (volume, bar.volume);
      g_array_append_val (self->columns, bar);
    }
  self->volume_top = volume > 0 ? volume * VOLUME_ROOM : 1;
  *low = (double) lowest;
  *high = (double) highest;
  for (guint i = 0; i < self->levels->len; i++)
    pf_chart_range_include (low, high,
                            pf_candle_points (self, g_array_index (self->levels, PfChartLevel, i)
                                                        .price));
  pf_chart_range_pad (low, high);
}

static gboolean
pf_candle_chart_fits (PfChartPane *pane)
{
  PfCandleChart *self = PF_CANDLE_CHART (pane);
  const PfChartPlot *plot = pf_chart_pane_get_plot (pane);
  PfChartSeries *series = pf_chart_pane_get_series (pane);
  gint64 live = pf_candle_live_column (self);
  guint length = pf_chart_series_get_length (series);
  PfBar *bar;

  if (live < 0)
    return TRUE;
  bar = &g_array_index (self->columns, PfBar, live);
  *bar = pf_chart_columns_range (pf_chart_series_get_columns (series),
                                 self->first + (guint) live * self->group, length);
  return (double) bar->low >= plot->low && (double) bar->high <= plot->high
         && bar->volume <= self->volume_top;
}

static char *
marker_words (PfCandleChart *self, guint index)
{
  PfChartSeries *series = pf_chart_pane_get_series (PF_CHART_PANE (self));
  const PfChartColumns *bars = pf_chart_series_get_columns (series);
  gint64 end_ns = index + 1 < pf_chart_columns_length (bars)
                      ? pf_chart_columns_times (bars)[index + 1] : G_MAXINT64;
  GString *words = g_string_new (NULL);

  for (guint i = pf_candle_first_marker (self, pf_chart_columns_times (bars)[index]);
       i < self->markers->len && words->len < WORDS_MAX; i++)
    {
      const PfChartMarker *marker = &g_array_index (self->markers, PfChartMarker, i);
      g_autofree char *price = pf_price_to_string (marker->price);

      if (marker->ts_ns >= end_ns)
        break;
      g_string_append (words, "   ");
      if (marker->side == PF_SIDE_BUY)
        g_string_append_printf (words, marker->is_entry ? _("buy entry %s") : _("buy exit %s"),
                                price);
      else
        g_string_append_printf (words, marker->is_entry ? _("sell entry %s") : _("sell exit %s"),
                                price);
    }
  return g_string_free (words, FALSE);
}

static char *
pf_candle_chart_describe (PfChartPane *pane, guint index)
{
  PfChartSeries *series = pf_chart_pane_get_series (pane);
  PfBar bar = pf_chart_series_get_bar (series, index);
  g_autofree char *time = pf_text_time (bar.ts_open_ns);
  g_autofree char *open = pf_chart_series_format (series, bar.open);
  g_autofree char *high = pf_chart_series_format (series, bar.high);
  g_autofree char *low = pf_chart_series_format (series, bar.low);
  g_autofree char *close = pf_chart_series_format (series, bar.close);
  g_autofree char *volume = pf_chart_short_number (bar.volume);
  g_autofree char *markers = marker_words (PF_CANDLE_CHART (pane), index);
  /* Translators: time, then open, high, low, close and volume of a candle */
  g_autofree char *words = g_strdup_printf (_("%s   O %s   H %s   L %s   C %s   V %s"), time, open,
                                            high, low, close, volume);

  return g_strconcat (words, markers, NULL);
}

static char *
pf_candle_chart_summarise (PfChartPane *pane)
{
  PfCandleChart *self = PF_CANDLE_CHART (pane);
  PfChartSeries *series = pf_chart_pane_get_series (pane);
  guint length = pf_chart_series_get_length (series);
  PfBar all = pf_chart_columns_range (pf_chart_series_get_columns (series), 0, length);
  g_autofree char *title = pf_chart_series_title (series);
  g_autofree char *from = pf_text_time (all.ts_open_ns);
  g_autofree char *to
      = pf_text_time (pf_chart_columns_times (pf_chart_series_get_columns (series))[length - 1]);
  g_autofree char *last = pf_chart_series_format (series, all.close);
  g_autofree char *high = pf_chart_series_format (series, all.high);
  g_autofree char *low = pf_chart_series_format (series, all.low);
  GString *words = g_string_new (NULL);

  /* Translators: "BTCUSDT 5m, 300 bars from 2024-03-01 10:00 to ... UTC, last ..., high ..." */
  g_string_printf (words,
                   ngettext ("%s, %u bar from %s to %s UTC, last %s, high %s, low %s",
                             "%s, %u bars from %s to %s UTC, last %s, high %s, low %s", length),
                   title, length, from, to, last, high, low);
  for (guint i = 0; i < self->levels->len; i++)
    {
      const PfChartLevel *level = &g_array_index (self->levels, PfChartLevel, i);
      g_autofree char *price = pf_price_to_string (level->price);

      g_string_append_printf (words, ", %s %s", level->label, price);
    }
  return g_string_free (words, FALSE);
}

static void
pf_candle_chart_series_changed (PfChartPane *pane, PfChartChange what)
{
  /* other bars: lines that were for the old ones would lie */
  if (what == PF_CHART_CHANGE_ALL)
    pf_candle_chart_clear_lines (PF_CANDLE_CHART (pane));
}

/* --- widget ----------------------------------------------------------------------------------- */

static void
clear_level (gpointer data)
{
  g_clear_pointer ((char **) &((PfChartLevel *) data)->label, g_free);
}

static void
pf_candle_chart_finalize (GObject *object)
{
  PfCandleChart *self = PF_CANDLE_CHART (object);

  pf_candle_chart_clear_lines (self);
  g_array_unref (self->markers);
  g_array_unref (self->levels);
  g_array_unref (self->columns);
  G_OBJECT_CLASS (pf_candle_chart_parent_class)->finalize (object);
}

static void
pf_candle_chart_class_init (PfCandleChartClass *klass)
{
  PfChartPaneClass *pane_class = PF_CHART_PANE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pf_candle_chart_finalize;
  pane_class->foot_share = 0.2;
  pane_class->get_range = pf_candle_chart_get_range;
  pane_class->fits = pf_candle_chart_fits;
  pane_class->covers = pf_candle_covers;
  pane_class->describe = pf_candle_chart_describe;
  pane_class->summarise = pf_candle_chart_summarise;
  pane_class->series_changed = pf_candle_chart_series_changed;
}

static void
pf_candle_chart_init (PfCandleChart *self)
{
  PfChartPane *pane = PF_CHART_PANE (self);

  self->markers = g_array_new (FALSE, FALSE, sizeof (PfChartMarker));
  self->levels = g_array_new (FALSE, FALSE, sizeof (PfChartLevel));
  g_array_set_clear_func (self->levels, clear_level);
  self->columns = g_array_new (FALSE, FALSE, sizeof (PfBar));
  self->group = 1;
  self->volume_top = 1;
  pf_chart_pane_add_layer (pane, pf_candle_draw_past, FALSE);
  pf_chart_pane_add_layer (pane, pf_candle_draw_lines, FALSE);
  pf_chart_pane_add_layer (pane, pf_candle_draw_marks, FALSE);
  pf_chart_pane_add_layer (pane, pf_candle_draw_live, TRUE);
}

GtkWidget *
pf_candle_chart_new (void)
{
  return g_object_new (PF_TYPE_CANDLE_CHART, NULL);
}

/* --- what lies on the candles ----------------------------------------------------------------- */

static int
compare_markers (const void *a, const void *b)
{
  const PfChartMarker *left = a, *right = b;

  return (left->ts_ns > right->ts_ns) - (left->ts_ns < right->ts_ns);
}

void
pf_candle_chart_set_markers (PfCandleChart *self, const PfChartMarker *markers, guint n_markers)
{
  g_array_set_size (self->markers, 0);
  if (n_markers > 0)
    g_array_append_vals (self->markers, markers, n_markers);
  g_array_sort (self->markers, compare_markers);
  if (self->markers->len > PF_CANDLE_MARKERS_MAX)
    g_array_remove_range (self->markers, 0, self->markers->len - PF_CANDLE_MARKERS_MAX);
  pf_chart_pane_refresh (PF_CHART_PANE (self));
}

void
pf_candle_chart_set_levels (PfCandleChart *self, const PfChartLevel *levels, guint n_levels)
{
  g_assert (n_levels <= PF_CANDLE_LEVELS_MAX);
  g_array_set_size (self->levels, 0);
  for (guint i = 0; i < n_levels; i++)
    {
      PfChartLevel level = levels[i];

      g_assert ((guint) level.kind <= PF_CHART_LEVEL_TARGET);
      level.label = g_strdup (level.label != NULL ? level.label : "");
      g_array_append_val (self->levels, level);
    }
  pf_chart_pane_refresh (PF_CHART_PANE (self));
}

guint
pf_candle_chart_add_line (PfCandleChart *self, const char *name, const double *values,
                          guint n_values)
{
  PfCandleLine *line = &self->lines[self->n_lines];

  g_assert (self->n_lines < PF_CANDLE_LINES_MAX && name != NULL);
  line->name = g_strdup (name);
  line->values = g_array_sized_new (FALSE, FALSE, sizeof (double), n_values);
  if (n_values > 0)
    g_array_append_vals (line->values, values, n_values);
  pf_chart_pane_refresh (PF_CHART_PANE (self));
  return self->n_lines++;
}

gboolean
pf_candle_chart_set_line_value (PfCandleChart *self, guint line, guint index, double value)
{
  GArray *values;

  g_assert (line < self->n_lines);
  values = self->lines[line].values;
  if (index == values->len && index < PF_CHART_BARS_MAX)
    g_array_append_val (values, value);
  else if (index + 1 == values->len)
    g_array_index (values, double, index) = value;
  else
    return FALSE;
  pf_chart_pane_redraw_live (PF_CHART_PANE (self));
  return TRUE;
}

void
pf_candle_chart_clear_lines (PfCandleChart *self)
{
  for (guint i = 0; i < self->n_lines; i++)
    {
      g_clear_pointer (&self->lines[i].name, g_free);
      g_clear_pointer (&self->lines[i].values, g_array_unref);
    }
  self->n_lines = 0;
  pf_chart_pane_refresh (PF_CHART_PANE (self));
}
