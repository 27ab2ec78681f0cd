/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/pf-line-chart.h"

#include "base/pf-text.h"
#include "chart/pf-chart-pane-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define COLUMN_MIN 2.0          /* pixels; a line is as fine as the screen */
#define LINE_WIDTH 1.8
#define FINE_WIDTH 1.2          /* of a line that goes up and down within its columns */
#define DEEPEST -1000000000      /* 1/100 % */
#define DOWN_TEXT "%s" PF_TEXT_THIN_SPACE "%%"

struct _PfLineChart
{
  PfChartPane parent_instance;
  PfChartColumns *drawdown;     /* one entry a value, in 1/100 % */
  gint64 peak;                  /* of all values but the last */
  /* What is seen, prepared: column i stands for the values [first, first + group) x (i + 1). */
  GArray *columns, *downs;      /* of PfBar */
  guint first, group;
  double deepest;               /* the drawdown at the bottom of the foot; < 0 */
};

G_DEFINE_FINAL_TYPE (PfLineChart, pf_line_chart, PF_TYPE_CHART_PANE)

gint64
pf_line_chart_drawdown (gint64 value, gint64 peak)
{
  PfInt128 under = ((PfInt128) value - peak) * 10000;

  if (peak <= 0 || under >= 0)
    return 0;
  /* a debt that is beyond all measure is drawn as deep as there is */
  return (gint64) MAX ((under - peak / 2) / peak, DEEPEST);
}

/* --- what the pane asks ----------------------------------------------------------------------- */

static void
append_down (PfLineChart *self, const PfBar *bar)
{
  gint64 down = pf_line_chart_drawdown (bar->close, MAX (self->peak, bar->close));
  gboolean done = pf_chart_columns_append (self->drawdown, &(PfBar){ bar->ts_open_ns, down, down,
                                                                     down, down, 0 });

  g_assert (done);
}

static void
pf_line_chart_series_changed (PfChartPane *pane, PfChartChange what)
{
  PfLineChart *self = PF_LINE_CHART (pane);
  PfChartSeries *series = pf_chart_pane_get_series (pane);
  guint length = series != NULL ? pf_chart_series_get_length (series) : 0;

  if (what == PF_CHART_CHANGE_LAST)
    {
      PfBar bar = pf_chart_series_get_bar (series, length - 1);
      gint64 down = pf_line_chart_drawdown (bar.close, MAX (self->peak, bar.close));
      gboolean done = pf_chart_columns_update_last (self->drawdown,
                                                    &(PfBar){ bar.ts_open_ns, down, down, down,
                                                              down, 0 });
      g_assert (done);
      return;
    }
  if (what == PF_CHART_CHANGE_ALL)
    {
      pf_chart_columns_clear (self->drawdown);
      self->peak = G_MININT64;
    }
  for (guint i = pf_chart_columns_length (self->drawdown); i < length; i++)
    {
      PfBar bar = pf_chart_series_get_bar (series, i);

      if (i > 0)
        self->peak = MAX (self->peak, pf_chart_series_get_bar (series, i - 1).close);
      append_down (self, &bar);
    }
}

static void
pf_line_chart_get_range (PfChartPane *pane, guint first, guint end, double *low, double *high)
{
  PfLineChart *self = PF_LINE_CHART (pane);
  PfChartSeries *series = pf_chart_pane_get_series (pane);
  guint length = pf_chart_series_get_length (series);
  gint64 lowest = G_MAXINT64, highest = G_MININT64, deepest = 0;

  self->group = pf_chart_plot_group (pf_chart_pane_get_plot (pane), COLUMN_MIN);
  self->first = first - first % self->group;
  g_array_set_size (self->columns, 0);
  g_array_set_size (self->downs, 0);
  for (guint i = self->first; i < end; i += self->group)
    {
      guint until = MIN (i + self->group, length);
      PfBar bar = pf_chart_columns_range (pf_chart_series_get_columns (series), i, until);
      PfBar down = pf_chart_columns_range (self->drawdown, i, until);

      lowest = MIN (lowest, bar.low);
      highest = MAX (highest, bar.high);
      deepest = MIN (deepest, down.low);
      g_array_append_val (self->columns, bar);
      g_array_append_val (self->downs, down);
    }
  /* one per cent at the least, or noise would look like a fall */
  self->deepest = (double) MIN (deepest, -100) * 1.1;
  *low = (double) lowest;
  *high = (double) highest;
  pf_chart_range_pad (low, high);
}

/* the column of the last value; -1 when it is not seen */
static gint64
live_column (PfLineChart *self)
{
  guint length = pf_chart_columns_length (self->drawdown);
  gint64 column = ((gint64) length - 1 - self->first) / self->group;

  return column >= 0 && column < self->columns->len ? column : -1;
}

static gboolean
pf_line_chart_fits (PfChartPane *pane)
{
  PfLineChart *self = PF_LINE_CHART (pane);
  const PfChartPlot *plot = pf_chart_pane_get_plot (pane);
  PfChartSeries *series = pf_chart_pane_get_series (pane);
  guint length = pf_chart_series_get_length (series), first;
  gint64 live = live_column (self);
  PfBar *bar, *down;

  if (live < 0)
    return TRUE;
  first = self->first + (guint) live * self->group;
  bar = &g_array_index (self->columns, PfBar, live);
  down = &g_array_index (self->downs, PfBar, live);
  *bar = pf_chart_columns_range (pf_chart_series_get_columns (series), first, length);
  *down = pf_chart_columns_range (self->drawdown, first, length);
  return (double) bar->low >= plot->low && (double) bar->high <= plot->high
         && (double) down->low >= self->deepest;
}

static char *
down_text (gint64 down)
{
  g_autofree char *number = pf_text_number (down, 2, 2, FALSE);

  return g_strdup_printf (DOWN_TEXT, number);
}

static char *
pf_line_chart_describe (PfChartPane *pane, guint index)
{
  PfChartSeries *series = pf_chart_pane_get_series (pane);
  PfBar bar = pf_chart_series_get_bar (series, index);
  g_autofree char *time = pf_text_time (bar.ts_open_ns);
  g_autofree char *value = pf_chart_series_format (series, bar.close);
  g_autofree char *down
      = down_text (pf_chart_columns_get (PF_LINE_CHART (pane)->drawdown, index).close);

  /* Translators: time, name and value of a curve, and how far it is below its highest value */
  return g_strdup_printf (_("%s   %s %s   drawdown %s"), time, pf_chart_series_get_name (series),
                          value, down);
}

static char *
pf_line_chart_summarise (PfChartPane *pane)
{
  PfChartSeries *series = pf_chart_pane_get_series (pane);
  guint length = pf_chart_series_get_length (series);
  const PfChartColumns *values = pf_chart_series_get_columns (series);
  PfBar all = pf_chart_columns_range (values, 0, length);
  PfBar downs = pf_chart_columns_range (PF_LINE_CHART (pane)->drawdown, 0, length);
  g_autofree char *from = pf_text_time (all.ts_open_ns);
  g_autofree char *to = pf_text_time (pf_chart_columns_times (values)[length - 1]);
  g_autofree char *first = pf_chart_series_format (series, all.open);
  g_autofree char *last = pf_chart_series_format (series, all.close);
  g_autofree char *high = pf_chart_series_format (series, all.high);
  g_autofree char *low = pf_chart_series_format (series, all.low);
  g_autofree char *down = down_text (downs.low);

  /* Translators: name of a curve, then the times and values in words */
  return g_strdup_printf (_("%s from %s to %s UTC: first %s, last %s, highest %s, lowest %s, "
                            "deepest drawdown %s"),
                          pf_chart_series_get_name (series), from, to, first, last, high, low,
                          down);
}

/* --- sheets ----------------------------------------------------------------------------------- */

/* the middle of a column, on a whole pixel: pieces that are drawn apart meet without a seam */
static double
column_x (PfLineChart *self, guint i)
{
  const PfChartPlot *plot = pf_chart_pane_get_plot (PF_CHART_PANE (self));

  return pf_chart_plot_snap (plot, pf_chart_plot_x (plot, self->first + (i + 0.5) * self->group));
}

/* Through the columns [first, end): where several values are one column, over both its ends. */
static void
trace_curve (PfLineChart *self, cairo_t *cr, guint first, guint end)
{
  const PfChartPlot *plot = pf_chart_pane_get_plot (PF_CHART_PANE (self));

  for (guint i = first; i < end; i++)
    {
      const PfBar *bar = &g_array_index (self->columns, PfBar, i);
      gboolean rose = bar->close >= bar->open;
      double x = column_x (self, i);

      if (self->group > 1 && i > first)
        {
          cairo_line_to (cr, x, pf_chart_plot_y (plot, (double) (rose ? bar->low : bar->high)));
          cairo_line_to (cr, x, pf_chart_plot_y (plot, (double) (rose ? bar->high : bar->low)));
        }
      cairo_line_to (cr, x, pf_chart_plot_y (plot, (double) bar->close));
    }
}

static void
trace_down (PfLineChart *self, cairo_t *cr, guint first, guint end)
{
  const PfChartPlot *plot = pf_chart_pane_get_plot (PF_CHART_PANE (self));

  for (guint i = first; i < end; i++)
    {
      const PfBar *bar = &g_array_index (self->downs, PfBar, i);

      cairo_line_to (cr, column_x (self, i),
                     plot->foot_y + (double) bar->low / self->deepest * plot->foot_height);
    }
}

/* closes the path to a base line and fills it, paler towards the line */
static void
fill_to (PfLineChart *self, cairo_t *cr, guint first, guint end, double from, double base,
         PfChartColor color)
{
  const GdkRGBA *rgba
      = pf_chart_paint_color (pf_chart_pane_get_paint (PF_CHART_PANE (self)), color);
  cairo_pattern_t *paler = cairo_pattern_create_linear (0, from, 0, base);

  cairo_pattern_add_color_stop_rgba (paler, 0, rgba->red, rgba->green, rgba->blue, rgba->alpha);
  cairo_pattern_add_color_stop_rgba (paler, 1, rgba->red, rgba->green, rgba->blue,
                                     rgba->alpha * 0.2);
  cairo_line_to (cr, column_x (self, end - 1), base);
  cairo_line_to (cr, column_x (self, first), base);
  cairo_close_path (cr);
  cairo_set_source (cr, paler);
  cairo_fill (cr);
  cairo_pattern_destroy (paler);
}

static void
stroke (PfLineChart *self, cairo_t *cr, PfChartColor color, double width)
{
  gdk_cairo_set_source_rgba (cr, pf_chart_paint_color (pf_chart_pane_get_paint (
                                                           PF_CHART_PANE (self)), color));
  cairo_set_line_width (cr, width);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
}

/* the columns [first, end), two or more, on a node of their own */
static void
draw_columns (PfLineChart *self, GtkSnapshot *snapshot, guint first, guint end)
{
  const PfChartPlot *plot = pf_chart_pane_get_plot (PF_CHART_PANE (self));
  double left = MAX (plot->x, column_x (self, first) - 1);
  double right = MIN (plot->x + plot->width, column_x (self, end - 1) + 1);
  cairo_t *cr;

  if (end < first + 2 || right <= left)
    return;
  cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT ((float) left, (float) plot->y, (float) (right - left),
                                     (float) (plot->foot_y + plot->foot_height - plot->y)));
  trace_curve (self, cr, first, end);
  fill_to (self, cr, first, end, plot->y, plot->y + plot->height, PF_CHART_COLOR_CURVE_FILL);
  trace_down (self, cr, first, end);
  fill_to (self, cr, first, end, plot->foot_y + plot->foot_height, plot->foot_y,
           PF_CHART_COLOR_DRAWDOWN_FILL);
  trace_down (self, cr, first, end);
  stroke (self, cr, PF_CHART_COLOR_DRAWDOWN, 1);
  trace_curve (self, cr, first, end);
  stroke (self, cr, PF_CHART_COLOR_CURVE, self->group > 1 ? FINE_WIDTH : LINE_WIDTH);
  cairo_destroy (cr);
}

static void
draw_past (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PfLineChart *self = PF_LINE_CHART (widget);
  PfChartPane *pane = PF_CHART_PANE (self);
  const PfChartPlot *plot = pf_chart_pane_get_plot (pane);
  PfChartPaint *paint = pf_chart_pane_get_paint (pane);
  g_autofree char *depth = NULL;
  gint64 live;

  if (!pf_chart_pane_can_draw (pane))
    return;
  live = live_column (self);
  pf_chart_paint_rectangle (paint, snapshot, PF_CHART_COLOR_GRID, plot->x, plot->foot_y,
                            plot->width, pf_chart_plot_hair (plot));
  draw_columns (self, snapshot, 0, live < 0 ? self->columns->len : (guint) live);
  depth = down_text ((gint64) self->deepest);
  pf_chart_paint_text (paint, snapshot, PF_CHART_COLOR_TEXT, depth, plot->x + plot->width + 7,
                       plot->foot_y + plot->foot_height, 0, 1);
}

static void
draw_live (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PfLineChart *self = PF_LINE_CHART (widget);
  gint64 live;

  if (!pf_chart_pane_can_draw (PF_CHART_PANE (self)))
    return;
  live = live_column (self);
  if (live > 0)
    draw_columns (self, snapshot, (guint) live - 1, (guint) live + 1);
  pf_chart_grid_draw_last (PF_CHART_PANE (self), snapshot);
}

/* --- widget ----------------------------------------------------------------------------------- */

static void
pf_line_chart_finalize (GObject *object)
{
  PfLineChart *self = PF_LINE_CHART (object);

  pf_chart_columns_free (self->drawdown);
  g_array_unref (self->columns);
  g_array_unref (self->downs);
  G_OBJECT_CLASS (pf_line_chart_parent_class)->finalize (object);
}

static void
pf_line_chart_class_init (PfLineChartClass *klass)
{
  PfChartPaneClass *pane_class = PF_CHART_PANE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pf_line_chart_finalize;
  pane_class->foot_share = 0.22;
  pane_class->get_range = pf_line_chart_get_range;
  pane_class->fits = pf_line_chart_fits;
  pane_class->describe = pf_line_chart_describe;
  pane_class->summarise = pf_line_chart_summarise;
  pane_class->series_changed = pf_line_chart_series_changed;
}

static void
pf_line_chart_init (PfLineChart *self)
{
  PfChartPane *pane = PF_CHART_PANE (self);

  self->drawdown = pf_chart_columns_new ();
  self->peak = G_MININT64;
  self->columns = g_array_new (FALSE, FALSE, sizeof (PfBar));
  self->downs = g_array_new (FALSE, FALSE, sizeof (PfBar));
  self->group = 1;
  self->deepest = -100;
  pf_chart_pane_add_layer (pane, draw_past, FALSE);
  pf_chart_pane_add_layer (pane, draw_live, TRUE);
  pf_chart_pane_set_empty_text (pane, _("No values yet"));
}

GtkWidget *
pf_line_chart_new (void)
{
  return g_object_new (PF_TYPE_LINE_CHART, NULL);
}
