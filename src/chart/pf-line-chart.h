/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart/pf-chart-pane.h"

G_BEGIN_DECLS

/**
 * PfLineChart:
 *
 * An equity curve, and below it how far it is under its highest value so far. The values are the
 * closes of the series (see pf_chart_series_append_value()).
 */
#define PF_TYPE_LINE_CHART (pf_line_chart_get_type ())
G_DECLARE_FINAL_TYPE (PfLineChart, pf_line_chart, PF, LINE_CHART, PfChartPane)

GtkWidget *pf_line_chart_new (void);

/* How far value is under peak, in 1/100 %, rounded to the nearest, from -10^9 to 0; 0 while there
 * is no peak above zero. A pure function. */
gint64 pf_line_chart_drawdown (gint64 value, gint64 peak);

G_END_DECLS
