/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart/pf-chart-columns.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What of a series changed; the argument of its signal "changed". */
typedef enum
{
  PF_CHART_CHANGE_ALL,          /* anything: loaded or cleared */
  PF_CHART_CHANGE_APPENDED,     /* one bar more at the end */
  PF_CHART_CHANGE_LAST,         /* the last bar has other values */
} PfChartChange;

#define PF_TYPE_CHART_SERIES (pf_chart_series_get_type ())
G_DECLARE_FINAL_TYPE (PfChartSeries, pf_chart_series, PF, CHART_SERIES, GObject)

/**
 * pf_chart_series_new:
 * @name: what people call it: "BTCUSDT"
 * @decimals: of the points that prices count, 0..18
 * @timeframe_ns: length of a bar; 0 when they have none (an equity curve)
 */
PfChartSeries *pf_chart_series_new (const char *name, guint decimals, gint64 timeframe_ns);

const char *pf_chart_series_get_name (PfChartSeries *self);
guint pf_chart_series_get_decimals (PfChartSeries *self);
gint64 pf_chart_series_get_timeframe (PfChartSeries *self);
guint pf_chart_series_get_length (PfChartSeries *self);
PfBar pf_chart_series_get_bar (PfChartSeries *self, guint i);
/* (transfer none): for ranges, times and searches; valid until the next change */
const PfChartColumns *pf_chart_series_get_columns (PfChartSeries *self);

/* Each emits "changed" when it did something; %FALSE and no signal when the bar is unsound (see
 * pf_chart_columns_append(), _update_last() and _load()). */
gboolean pf_chart_series_append (PfChartSeries *self, const PfBar *bar);
gboolean pf_chart_series_update_last (PfChartSeries *self, const PfBar *bar);
gboolean pf_chart_series_load (PfChartSeries *self, const PfBar *bars, guint n_bars);
void pf_chart_series_clear (PfChartSeries *self);

/**
 * pf_chart_series_append_value:
 * @points: of 10^-decimals
 *
 * For curves: a bar whose four prices are one value, without volume. A value for the time of the
 * last bar replaces it.
 */
gboolean pf_chart_series_append_value (PfChartSeries *self, gint64 ts_ns, gint64 points);

/* a price of this series as people read it (transfer full) */
char *pf_chart_series_format (PfChartSeries *self, gint64 points);
/* "BTCUSDT 5m" (transfer full) */
char *pf_chart_series_title (PfChartSeries *self);

G_END_DECLS
