/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bars of a chart as a list, for a table that says the same to those who do not see it. */
#pragma once

#include "chart/pf-chart-series.h"

G_BEGIN_DECLS

/* One bar as text: the properties "time", "open", "high", "low", "close" and "volume". It is made
 * when somebody looks at the row, and reads the series when it is asked. */
#define PF_TYPE_CHART_ROW (pf_chart_row_get_type ())
G_DECLARE_FINAL_TYPE (PfChartRow, pf_chart_row, PF, CHART_ROW, GObject)

#define PF_TYPE_CHART_TABLE (pf_chart_table_get_type ())
G_DECLARE_FINAL_TYPE (PfChartTable, pf_chart_table, PF, CHART_TABLE, GObject)

/**
 * pf_chart_table_new:
 * @series: (transfer none): what is listed, oldest first; changes are followed
 *
 * Returns: (transfer full): a #GListModel of #PfChartRow
 */
GListModel *pf_chart_table_new (PfChartSeries *series);

G_END_DECLS
