/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the kinds of PfChartPane, and the parts of it that are in files of their own. */
#pragma once

#include "chart/pf-chart-axis.h"
#include "chart/pf-chart-layer.h"
#include "chart/pf-chart-paint.h"
#include "chart/pf-chart-pane.h"
#include "chart/pf-chart-plot.h"

G_BEGIN_DECLS

/* Sheets lie in the order in which they are added, under the crosshair. A live sheet is drawn again
 * at every change of the last bar, the others only when other bars are seen. */
void pf_chart_pane_add_layer (PfChartPane *self, PfChartDraw draw, gboolean live);
const PfChartPlot *pf_chart_pane_get_plot (PfChartPane *self);
PfChartPaint *pf_chart_pane_get_paint (PfChartPane *self);
/* FALSE when there is nothing to draw, or no room to draw it */
gboolean pf_chart_pane_can_draw (PfChartPane *self);
/* the range is asked for again, and everything drawn */
void pf_chart_pane_refresh (PfChartPane *self);
void pf_chart_pane_redraw_live (PfChartPane *self);
/* y of the pointer; NAN when the crosshair is moved by keys, or is another pane's */
double pf_chart_pane_get_pointer_y (PfChartPane *self);
void pf_chart_pane_set_pointer (PfChartPane *self, double x, double y);
void pf_chart_pane_forget_pointer (PfChartPane *self);
/* a clip to the values' area and the area below */
void pf_chart_pane_push_clip (PfChartPane *self, GtkSnapshot *snapshot);
const char *pf_chart_pane_get_empty_text (PfChartPane *self);

/* pf-chart-grid.c: the axes, and the crosshair */
void pf_chart_grid_draw (GtkWidget *pane, GtkSnapshot *snapshot);
void pf_chart_crosshair_draw (GtkWidget *pane, GtkSnapshot *snapshot);
/* the last close: a line across and its tag on the axis */
void pf_chart_grid_draw_last (PfChartPane *pane, GtkSnapshot *snapshot);
/* the room that the labels of the values need */
double pf_chart_grid_axis_width (PfChartPane *pane);
double pf_chart_grid_axis_height (PfChartPane *pane);

/* pf-chart-input.c: adds the controllers */
void pf_chart_input_attach (PfChartPane *pane);

G_END_DECLS
