/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From bars and values to pixels and back: pure functions. Pixels are GTK's, of which a device has
 * scale each way; what is drawn sharply lies on whole device pixels. */
#pragma once

#include "chart/pf-chart-view.h"

G_BEGIN_DECLS

typedef struct
{
  double x, y, width, height;   /* the area of the values */
  double foot_y, foot_height;   /* the area below it: volume, drawdown; same x and width */
  double scale;                 /* device pixels a pixel: 1, 2, ... */
  PfChartSpan span;
  double low, high;             /* the values at the bottom and the top, low < high */
} PfChartPlot;

double pf_chart_plot_x (const PfChartPlot *plot, double index);
double pf_chart_plot_y (const PfChartPlot *plot, double value);
double pf_chart_plot_index (const PfChartPlot *plot, double x);
double pf_chart_plot_value (const PfChartPlot *plot, double y);
/* to the nearest device pixel */
double pf_chart_plot_snap (const PfChartPlot *plot, double position);
/* one device pixel */
double pf_chart_plot_hair (const PfChartPlot *plot);

/* How many bars one drawn column of at least column_min pixels stands for: a power of two, 1 when
 * there is room. Columns begin at multiples of it, so that panning does not change them. */
guint pf_chart_plot_group (const PfChartPlot *plot, double column_min);

/* A column on whole device pixels: its body, and the wick in the middle of it. */
typedef struct { double x, width, wick_x, wick_width; } PfChartColumn;
PfChartColumn pf_chart_plot_column (const PfChartPlot *plot, double first, double end);

/* A range with air around values from low to high; never empty. */
void pf_chart_range_pad (double *low, double *high);
/* Widens a range to hold value as well, unless that would more than double it: %FALSE. */
gboolean pf_chart_range_include (double *low, double *high, double value);

/* Moves labels apart: y[i] is where label i wants its middle; afterwards they keep their order and
 * are distance apart, within [top, bottom] as long as that has room. */
void pf_chart_spread (double *y, guint n, double distance, double top, double bottom);

G_END_DECLS
