/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sheets of a candle chart. */
#include "chart/pf-candle-private.h"

#include "base/pf-text.h"

#include <math.h>

#define LINE_WIDTH 1.6

/* --- candles and volume ----------------------------------------------------------------------- */

/* Rose (or stood): an outline with a pale inside; fell: full. Bodies are one device pixel high at
 * the least, so that a bar without a move is seen. */
static void
draw_candle (PfChartPaint *paint, GtkSnapshot *snapshot, const PfChartPlot *plot, const PfBar *bar,
             const PfChartColumn *column)
{
  gboolean up = bar->close >= bar->open;
  PfChartColor color = up ? PF_CHART_COLOR_UP : PF_CHART_COLOR_DOWN;
  double hair = pf_chart_plot_hair (plot);
  double high = pf_chart_plot_snap (plot, pf_chart_plot_y (plot, (double) bar->high));
  double low = pf_chart_plot_snap (plot, pf_chart_plot_y (plot, (double) bar->low));
  double top = pf_chart_plot_snap (plot, pf_chart_plot_y (plot, (double) MAX (bar->open,
                                                                              bar->close)));
  double bottom = pf_chart_plot_snap (plot, pf_chart_plot_y (plot, (double) MIN (bar->open,
                                                                                 bar->close)));
  double height = MAX (bottom - top, hair);

  if (low - high > height)
    pf_chart_paint_rectangle (paint, snapshot, color, column->wick_x, high, column->wick_width,
                              low - high);
  if (column->width > column->wick_width)
    pf_chart_paint_rectangle (paint, snapshot, color, column->x, top, column->width, height);
  if (up && column->width > 2 * hair)
    pf_chart_paint_rectangle (paint, snapshot, PF_CHART_COLOR_UP_FILL, column->x + hair, top + hair,
                              column->width - 2 * hair, height - 2 * hair);
}

static void
draw_volume (PfCandleChart *self, PfChartPaint *paint, GtkSnapshot *snapshot,
             const PfChartPlot *plot, const PfBar *bar, const PfChartColumn *column)
{
  double height = pf_chart_plot_snap (plot, bar->volume / self->volume_top * plot->foot_height);

  if (bar->volume > 0)
    height = MAX (height, pf_chart_plot_hair (plot));
  pf_chart_paint_rectangle (paint, snapshot,
                            bar->close >= bar->open ? PF_CHART_COLOR_VOLUME_UP
                                                    : PF_CHART_COLOR_VOLUME_DOWN,
                            column->x, plot->foot_y + plot->foot_height - height, column->width,
                            height);
}

static void
draw_column (PfCandleChart *self, GtkSnapshot *snapshot, guint i)
{
  PfChartPaint *paint = pf_chart_pane_get_paint (PF_CHART_PANE (self));
  const PfChartPlot *plot = pf_chart_pane_get_plot (PF_CHART_PANE (self));
  const PfBar *bar = &g_array_index (self->columns, PfBar, i);
  guint first = self->first + i * self->group;
  PfChartColumn column = pf_chart_plot_column (plot, first, first + self->group);

  draw_volume (self, paint, snapshot, plot, bar, &column);
  draw_candle (paint, snapshot, plot, bar, &column);
}

void
pf_candle_draw_past (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PfCandleChart *self = PF_CANDLE_CHART (widget);
  gint64 live;

  if (!pf_chart_pane_can_draw (PF_CHART_PANE (self)))
    return;
  live = pf_candle_live_column (self);
  pf_chart_pane_push_clip (PF_CHART_PANE (self), snapshot);
  for (guint i = 0; i < self->columns->len; i++)
    if (i != live)
      draw_column (self, snapshot, i);
  gtk_snapshot_pop (snapshot);
}

/* --- lines ------------------------------------------------------------------------------------ */

/* the point of a line for a column: its value at the last bar of it; FALSE where there is none */
static gboolean
line_point (PfCandleChart *self, const PfCandleLine *line, guint column, double *x, double *y)
{
  const PfChartPlot *plot = pf_chart_pane_get_plot (PF_CHART_PANE (self));
  guint length = pf_chart_series_get_length (pf_chart_pane_get_series (PF_CHART_PANE (self)));
  guint first = self->first + column * self->group;
  guint index = MIN (first + self->group, length) - 1;
  double value;

  if (index >= line->values->len)
    return FALSE;
  value = g_array_index (line->values, double, index);
  if (!isfinite (value))
    return FALSE;
  *x = pf_chart_plot_x (plot, first + self->group / 2.0);
  *y = CLAMP (pf_chart_plot_y (plot, value), -1e4, 1e4);
  return TRUE;
}

static void
trace (PfCandleChart *self, cairo_t *cr, guint line, guint first, guint end)
{
  gboolean drawing = FALSE;

  for (guint i = first; i < end; i++)
    {
      double x, y;
      gboolean any = line_point (self, &self->lines[line], i, &x, &y);

      if (any && drawing)
        cairo_line_to (cr, x, y);
      else if (any)
        cairo_move_to (cr, x, y);
      drawing = any;
    }
  gdk_cairo_set_source_rgba (cr, pf_chart_paint_color (pf_chart_pane_get_paint (
                                                           PF_CHART_PANE (self)),
                                                       PF_CHART_COLOR_LINE_1 + line));
  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
}

void
pf_candle_draw_lines (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PfCandleChart *self = PF_CANDLE_CHART (widget);
  const PfChartPlot *plot = pf_chart_pane_get_plot (PF_CHART_PANE (self));
  gint64 live;
  cairo_t *cr;

  if (!pf_chart_pane_can_draw (PF_CHART_PANE (self)) || self->n_lines == 0)
    return;
  live = pf_candle_live_column (self);
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT ((float) plot->x, (float) plot->y,
                                                       (float) plot->width, (float) plot->height));
  for (guint line = 0; line < self->n_lines; line++)
    trace (self, cr, line, 0, live < 0 ? self->columns->len : (guint) live);
  cairo_destroy (cr);
}

/* the last piece of each line, which moves with the last bar */
static void
draw_live_lines (PfCandleChart *self, GtkSnapshot *snapshot, guint live)
{
  for (guint line = 0; line < self->n_lines && live > 0; line++)
    {
      double x1, y1, x2, y2;
      cairo_t *cr;

      if (!line_point (self, &self->lines[line], live - 1, &x1, &y1)
          || !line_point (self, &self->lines[line], live, &x2, &y2))
        continue;
      cr = gtk_snapshot_append_cairo (
          snapshot, &GRAPHENE_RECT_INIT ((float) (x1 - 2), (float) (MIN (y1, y2) - 2),
                                         (float) (x2 - x1 + 4), (float) (fabs (y2 - y1) + 4)));
      trace (self, cr, line, live - 1, live + 1);
      cairo_destroy (cr);
    }
}

/* --- the last bar ----------------------------------------------------------------------------- */

void
pf_candle_draw_live (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PfCandleChart *self = PF_CANDLE_CHART (widget);
  gint64 live;

  if (!pf_chart_pane_can_draw (PF_CHART_PANE (self)))
    return;
  live = pf_candle_live_column (self);
  if (live >= 0)
    {
      pf_chart_pane_push_clip (PF_CHART_PANE (self), snapshot);
      draw_column (self, snapshot, (guint) live);
      draw_live_lines (self, snapshot, (guint) live);
      gtk_snapshot_pop (snapshot);
    }
  pf_chart_grid_draw_last (PF_CHART_PANE (self), snapshot);
}

/* --- levels and markers ----------------------------------------------------------------------- */

static const PfChartColor level_colors[]
    = { PF_CHART_COLOR_ENTRY, PF_CHART_COLOR_STOP, PF_CHART_COLOR_TARGET };

static double
level_y (PfCandleChart *self, const PfChartLevel *level)
{
  const PfChartPlot *plot = pf_chart_pane_get_plot (PF_CHART_PANE (self));

  return pf_chart_plot_snap (plot,
                             pf_chart_plot_y (plot, pf_candle_points (self, level->price)));
}

static void
draw_level_line (PfCandleChart *self, GtkSnapshot *snapshot, const PfChartLevel *level, double left)
{
  PfChartPane *pane = PF_CHART_PANE (self);
  const PfChartPlot *plot = pf_chart_pane_get_plot (pane);

  pf_chart_paint_dashes (pf_chart_pane_get_paint (pane), snapshot, level_colors[level->kind], left,
                         level_y (self, level), plot->x + plot->width - left,
                         GTK_ORIENTATION_HORIZONTAL);
}

/* where its line begins */
static double
level_x (PfCandleChart *self, const PfChartLevel *level)
{
  PfChartPane *pane = PF_CHART_PANE (self);
  const PfChartPlot *plot = pf_chart_pane_get_plot (pane);
  const PfChartColumns *bars = pf_chart_series_get_columns (pf_chart_pane_get_series (pane));
  gint64 index;

  if (level->ts_from_ns == PF_TIME_NONE)
    return plot->x;
  index = MAX (pf_chart_columns_find (bars, level->ts_from_ns), 0);
  return CLAMP (floor (pf_chart_plot_x (plot, (double) index + 0.5)), plot->x,
                plot->x + plot->width);
}

static gboolean
is_seen (const PfChartPlot *plot, double y)
{
  return y >= plot->y && y <= plot->y + plot->height;
}

/* where the prices of the levels stand on the axis, moved apart; NAN for one that is not seen */
static void
place_tags (PfCandleChart *self, double tags[PF_CANDLE_LEVELS_MAX], double *distance)
{
  PfChartPane *pane = PF_CHART_PANE (self);
  const PfChartPlot *plot = pf_chart_pane_get_plot (pane);
  double seen[PF_CANDLE_LEVELS_MAX];
  guint n = 0;

  pf_chart_paint_text_size (pf_chart_pane_get_paint (pane), "0", NULL, distance);
  *distance += 5;
  for (guint i = 0; i < self->levels->len; i++)
    {
      tags[i] = level_y (self, &g_array_index (self->levels, PfChartLevel, i));
      if (is_seen (plot, tags[i]))
        seen[n++] = tags[i];
    }
  pf_chart_spread (seen, n, *distance, plot->y, plot->y + plot->height);
  n = 0;
  for (guint i = 0; i < self->levels->len; i++)
    tags[i] = is_seen (plot, tags[i]) ? seen[n++] : NAN;
}

gboolean
pf_candle_covers (PfChartPane *pane, double y)
{
  PfCandleChart *self = PF_CANDLE_CHART (pane);
  double tags[PF_CANDLE_LEVELS_MAX], distance;

  place_tags (self, tags, &distance);
  for (guint i = 0; i < self->levels->len; i++)
    if (fabs (tags[i] - y) < distance)
      return TRUE;
  return FALSE;
}

/* Lines with their names above their beginning, and the prices on the axis. That of a price beyond
 * what is seen waits at the edge with an arrow. */
/* as the series' own prices are written; a stop need not lie on a tick */
static char *
level_text (PfCandleChart *self, const PfChartLevel *level)
{
  PfChartSeries *series = pf_chart_pane_get_series (PF_CHART_PANE (self));

  return pf_text_number (level->price.e18, PF_DECIMALS, pf_chart_series_get_decimals (series),
                         FALSE);
}

static void
draw_levels (PfCandleChart *self, GtkSnapshot *snapshot)
{
  PfChartPane *pane = PF_CHART_PANE (self);
  PfChartPaint *paint = pf_chart_pane_get_paint (pane);
  const PfChartPlot *plot = pf_chart_pane_get_plot (pane);
  double tags[PF_CANDLE_LEVELS_MAX], names[PF_CANDLE_LEVELS_MAX], distance;

  place_tags (self, tags, &distance);
  for (guint i = 0; i < self->levels->len; i++)
    names[i] = level_y (self, &g_array_index (self->levels, PfChartLevel, i)) - distance / 2;
  pf_chart_spread (names, self->levels->len, distance, plot->y + distance / 2,
                   plot->y + plot->height - distance / 2);
  for (guint i = 0; i < self->levels->len; i++)
    {
      const PfChartLevel *level = &g_array_index (self->levels, PfChartLevel, i);
      PfChartColor color = level_colors[level->kind];
      double left = level_x (self, level), width;
      g_autofree char *price = level_text (self, level);
      g_autofree char *name = NULL;

      if (isnan (tags[i]))
        name = g_strdup_printf ("%s %s %s", level_y (self, level) < plot->y ? "\xe2\x86\x91"
                                                                            : "\xe2\x86\x93",
                                level->label, price);
      else
        {
          name = g_strdup (level->label);
          draw_level_line (self, snapshot, level, left);
          pf_chart_paint_tag (paint, snapshot, PF_CHART_COLOR_HALO, color, price,
                              plot->x + plot->width + 1, tags[i], 0,
                              pf_chart_grid_axis_width (pane) - 2);
        }
      pf_chart_paint_text_size (paint, name, &width, NULL);
      pf_chart_paint_tag (paint, snapshot, PF_CHART_COLOR_SCRIM, color, name,
                          MIN (left + 4, plot->x + plot->width - width - 14), names[i], 0, 0);
    }
}

static const PfBar *
column_at (PfCandleChart *self, guint i)
{
  return &g_array_index (self->columns, PfBar, i);
}

/* Buys below the candle, sells above it, the price itself a short stroke across. Of several alike
 * in one column one is drawn. */
static void
draw_markers (PfCandleChart *self, GtkSnapshot *snapshot)
{
  PfChartPane *pane = PF_CHART_PANE (self);
  PfChartPaint *paint = pf_chart_pane_get_paint (pane);
  const PfChartPlot *plot = pf_chart_pane_get_plot (pane);
  const PfChartColumns *bars = pf_chart_series_get_columns (pf_chart_pane_get_series (pane));
  guint end = self->first + self->columns->len * self->group, column = 0;
  gint64 drawn[PF_CHART_N_SHAPES] = { -1, -1, -1, -1 };
  gint64 end_ns = end < pf_chart_columns_length (bars) ? pf_chart_columns_times (bars)[end]
                                                       : G_MAXINT64;

  for (guint i = pf_candle_first_marker (self, column_at (self, 0)->ts_open_ns);
       i < self->markers->len; i++)
    {
      const PfChartMarker *marker = &g_array_index (self->markers, PfChartMarker, i);
      gboolean buys = marker->side == PF_SIDE_BUY;
      PfChartShape shape = buys ? (marker->is_entry ? PF_CHART_SHAPE_BUY_ENTRY
                                                    : PF_CHART_SHAPE_BUY_EXIT)
                                : (marker->is_entry ? PF_CHART_SHAPE_SELL_ENTRY
                                                    : PF_CHART_SHAPE_SELL_EXIT);
      const PfBar *bar;
      double x, y;

      if (marker->ts_ns >= end_ns)
        break;
      while (column + 1 < self->columns->len
             && column_at (self, column + 1)->ts_open_ns <= marker->ts_ns)
        column++;
      if (drawn[shape] == column)
        continue;
      drawn[shape] = column;
      bar = column_at (self, column);
      x = pf_chart_plot_x (plot, (double) (self->first + column * self->group)
                                     + self->group / 2.0);
      y = pf_chart_plot_y (plot, (double) (buys ? bar->low : bar->high));
      pf_chart_paint_shape (paint, snapshot, shape, floor (x) + 0.5, floor (buys ? y + 3 : y - 3));
      y = pf_chart_plot_snap (plot, pf_chart_plot_y (plot, pf_candle_points (self, marker->price)));
      pf_chart_paint_rectangle (paint, snapshot, buys ? PF_CHART_COLOR_BUY : PF_CHART_COLOR_SELL,
                                floor (x) - 4, y, 9, pf_chart_plot_hair (plot));
    }
}

void
pf_candle_draw_marks (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PfCandleChart *self = PF_CANDLE_CHART (widget);

  if (!pf_chart_pane_can_draw (PF_CHART_PANE (self)))
    return;
  draw_levels (self, snapshot);
  pf_chart_pane_push_clip (PF_CHART_PANE (self), snapshot);
  draw_markers (self, snapshot);
  gtk_snapshot_pop (snapshot);
}
