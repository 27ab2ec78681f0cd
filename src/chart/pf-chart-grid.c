/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/pf-text.h"
#include "chart/pf-chart-pane-private.h"

#include <math.h>

#define VALUE_SPACING 46.0      /* pixels between two labels, at the least */
#define TIME_SPACING 90.0
#define TIME_ROOM 44.0          /* a label nearer to an edge would be cut */

double
pf_chart_grid_axis_width (PfChartPane *pane)
{
  PfChartSeries *series = pf_chart_pane_get_series (pane);
  double widest = 0;
  gint64 ends[2] = { 0, 0 };

  if (series != NULL && pf_chart_series_get_length (series) > 0)
    {
      PfBar all = pf_chart_columns_range (pf_chart_series_get_columns (series), 0,
                                          pf_chart_series_get_length (series));
      ends[0] = all.low;
      ends[1] = all.high;
    }
  for (guint i = 0; series != NULL && i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *text = pf_chart_series_format (series, ends[i]);
      double width;

      /* all digits are as wide as this one, so few widths are measured */
      for (char *c = text; *c != '\0'; c++)
        if (g_ascii_isdigit (*c))
          *c = '0';
      pf_chart_paint_text_size (pf_chart_pane_get_paint (pane), text, &width, NULL);
      widest = MAX (widest, width);
    }
  return MAX (widest, 36) + 14;
}

double
pf_chart_grid_axis_height (PfChartPane *pane)
{
  double height;

  pf_chart_paint_text_size (pf_chart_pane_get_paint (pane), "0", NULL, &height);
  return height + 8;
}

static void
draw_values (PfChartPane *pane, GtkSnapshot *snapshot, const PfChartPlot *plot)
{
  PfChartPaneClass *klass = PF_CHART_PANE_GET_CLASS (pane);
  PfChartPaint *paint = pf_chart_pane_get_paint (pane);
  guint decimals = pf_chart_series_get_decimals (pf_chart_pane_get_series (pane));
  guint most = (guint) CLAMP (plot->height / VALUE_SPACING, 2, 16);
  PfChartValueTicks ticks = pf_chart_value_ticks (plot->low, plot->high, decimals, most);

  for (guint i = 0; i < ticks.count; i++)
    {
      gint64 value = ticks.first + ticks.step * i;
      double y = pf_chart_plot_snap (plot, pf_chart_plot_y (plot, (double) value));
      g_autofree char *text = NULL;

      pf_chart_paint_rectangle (paint, snapshot, PF_CHART_COLOR_GRID, plot->x, y, plot->width,
                                pf_chart_plot_hair (plot));
      if (klass->covers != NULL && klass->covers (pane, y))
        continue;
      text = pf_text_number (value, decimals, ticks.shown, FALSE);
      pf_chart_paint_text (paint, snapshot, PF_CHART_COLOR_TEXT, text, plot->x + plot->width + 7,
                           y, 0, 0.5);
    }
}

static void
draw_times (PfChartPane *pane, GtkSnapshot *snapshot, const PfChartPlot *plot)
{
  PfChartPaint *paint = pf_chart_pane_get_paint (pane);
  PfChartSeries *series = pf_chart_pane_get_series (pane);
  guint length = pf_chart_series_get_length (series), first, end, count;
  double bottom = plot->foot_y + plot->foot_height;
  PfChartTimeTick ticks[PF_CHART_TICKS_MAX];

  pf_chart_span_visible (plot->span, length, &first, &end);
  count = pf_chart_time_ticks (pf_chart_columns_times (pf_chart_series_get_columns (series)),
                               length, first, end, TIME_SPACING / plot->width * plot->span.count,
                               ticks);
  for (guint i = 0; i < count; i++)
    {
      double x = pf_chart_plot_snap (plot, pf_chart_plot_x (plot, ticks[i].index + 0.5));
      g_autofree char *text = NULL;

      if (x < plot->x || x > plot->x + plot->width)
        continue;
      pf_chart_paint_rectangle (paint, snapshot, PF_CHART_COLOR_GRID, x, plot->y,
                                pf_chart_plot_hair (plot), bottom - plot->y);
      if (x < plot->x + TIME_ROOM / 2 || x > plot->x + plot->width - TIME_ROOM / 2)
        continue;
      text = pf_chart_time_tick_text (&ticks[i]);
      pf_chart_paint_text (paint, snapshot, PF_CHART_COLOR_TEXT, text, x, bottom + 4, 0.5, 0);
    }
}

void
pf_chart_grid_draw (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PfChartPane *pane = PF_CHART_PANE (widget);

  if (pf_chart_pane_can_draw (pane))
    {
      const PfChartPlot *plot = pf_chart_pane_get_plot (pane);

      draw_values (pane, snapshot, plot);
      draw_times (pane, snapshot, plot);
      return;
    }
  pf_chart_paint_text (pf_chart_pane_get_paint (pane), snapshot, PF_CHART_COLOR_TEXT,
                       pf_chart_pane_get_empty_text (pane), gtk_widget_get_width (widget) / 2.0,
                       gtk_widget_get_height (widget) / 2.0, 0.5, 0.5);
}

/* --- the last value and the crosshair -------------------------------------------------------- */

void
pf_chart_grid_draw_last (PfChartPane *pane, GtkSnapshot *snapshot)
{
  const PfChartPlot *plot = pf_chart_pane_get_plot (pane);
  PfChartSeries *series = pf_chart_pane_get_series (pane);
  PfBar bar = pf_chart_series_get_bar (series, pf_chart_series_get_length (series) - 1);
  double y = pf_chart_plot_snap (plot, pf_chart_plot_y (plot, (double) bar.close));
  g_autofree char *price = pf_chart_series_format (series, bar.close);

  if (y >= plot->y && y <= plot->y + plot->height)
    pf_chart_paint_dashes (pf_chart_pane_get_paint (pane), snapshot, PF_CHART_COLOR_TAG, plot->x, y,
                           plot->width, GTK_ORIENTATION_HORIZONTAL);
  pf_chart_paint_tag (pf_chart_pane_get_paint (pane), snapshot, PF_CHART_COLOR_TAG,
                      PF_CHART_COLOR_TAG_TEXT, price, plot->x + plot->width + 1,
                      CLAMP (y, plot->y, plot->y + plot->height), 0,
                      pf_chart_grid_axis_width (pane) - 2);
}

static void
draw_value_tag (PfChartPane *pane, GtkSnapshot *snapshot, const PfChartPlot *plot, double y,
                gint64 value)
{
  PfChartSeries *series = pf_chart_pane_get_series (pane);
  g_autofree char *text = pf_chart_series_format (series, value);

  pf_chart_paint_tag (pf_chart_pane_get_paint (pane), snapshot, PF_CHART_COLOR_NOTE,
                      PF_CHART_COLOR_NOTE_TEXT, text, plot->x + plot->width + 1, y, 0,
                      pf_chart_grid_axis_width (pane) - 2);
}

/* The words of the crosshair at the top, on the side where they do not cover it. */
static void
draw_readout (PfChartPane *pane, GtkSnapshot *snapshot, const PfChartPlot *plot, double x)
{
  g_autofree char *text = pf_chart_pane_readout (pane);
  double width, height, left = plot->x + 8;

  if (text == NULL)
    return;
  pf_chart_paint_text_size (pf_chart_pane_get_paint (pane), text, &width, &height);
  if (x < left + width + 24 && x < plot->x + plot->width / 2)
    left = MAX (plot->x, plot->x + plot->width - width - 20);
  pf_chart_paint_tag (pf_chart_pane_get_paint (pane), snapshot, PF_CHART_COLOR_NOTE,
                      PF_CHART_COLOR_NOTE_TEXT, text, left, plot->y + height / 2 + 4, 0, 0);
}

void
pf_chart_crosshair_draw (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PfChartPane *pane = PF_CHART_PANE (widget);
  PfChartPaint *paint = pf_chart_pane_get_paint (pane);
  const PfChartPlot *plot = pf_chart_pane_get_plot (pane);
  PfChartSeries *series = pf_chart_pane_get_series (pane);
  gint64 index = pf_chart_view_get_crosshair (pf_chart_pane_get_view (pane));
  double x, y = pf_chart_pane_get_pointer_y (pane), bottom = plot->foot_y + plot->foot_height;
  g_autofree char *time = NULL;
  gint64 value;
  PfBar bar;

  if (!pf_chart_pane_can_draw (pane) || index < 0 || index >= pf_chart_series_get_length (series))
    return;
  x = pf_chart_plot_snap (plot, pf_chart_plot_x (plot, (double) index + 0.5));
  if (x < plot->x || x > plot->x + plot->width)
    return;
  bar = pf_chart_series_get_bar (series, (guint) index);
  /* the keys have no height of their own: where the bar closed */
  value = isnan (y) ? bar.close : (gint64) llround (pf_chart_plot_value (plot, y));
  if (isnan (y))
    y = pf_chart_plot_y (plot, (double) bar.close);
  y = pf_chart_plot_snap (plot, y);
  pf_chart_paint_dashes (paint, snapshot, PF_CHART_COLOR_CROSSHAIR, x, plot->y, bottom - plot->y,
                         GTK_ORIENTATION_VERTICAL);
  if (y >= plot->y && y < bottom)
    pf_chart_paint_dashes (paint, snapshot, PF_CHART_COLOR_CROSSHAIR, plot->x, y, plot->width,
                           GTK_ORIENTATION_HORIZONTAL);
  if (y >= plot->y && y <= plot->y + plot->height)
    draw_value_tag (pane, snapshot, plot, y, value);
  time = pf_text_time (bar.ts_open_ns);
  pf_chart_paint_tag (paint, snapshot, PF_CHART_COLOR_NOTE, PF_CHART_COLOR_NOTE_TEXT, time,
                      CLAMP (x, plot->x + 62, MAX (plot->x + 62, plot->x + plot->width - 30)),
                      bottom + pf_chart_grid_axis_height (pane) / 2, 0.5, 0);
  draw_readout (pane, snapshot, plot, x);
}
