/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart/pf-chart-pane.h"
#include "model/pf-order.h"

G_BEGIN_DECLS

#define PF_CANDLE_LINES_MAX 4
#define PF_CANDLE_LEVELS_MAX 32
#define PF_CANDLE_MARKERS_MAX 65536     /* of more, the newest are kept */

/* An execution on the chart: entries are filled, exits hollow; buys point up, sells down. */
typedef struct
{
  gint64 ts_ns;
  PfPrice price;
  PfSide side;
  gboolean is_entry;
} PfChartMarker;

typedef enum { PF_CHART_LEVEL_ENTRY, PF_CHART_LEVEL_STOP, PF_CHART_LEVEL_TARGET } PfChartLevelKind;

/* A line at one price. Where it lies beyond what is seen, its label waits at the edge. */
typedef struct
{
  PfPrice price;
  gint64 ts_from_ns;            /* begins at this bar; PF_TIME_NONE: at the left */
  PfChartLevelKind kind;
  const char *label;            /* "stop" */
} PfChartLevel;

/**
 * PfCandleChart:
 *
 * Candles, their volume below, lines on them, entries and exits, levels and the last price. A
 * candle that rose is hollow, one that fell is filled, so that colour is never alone. When bars
 * would be narrower than 4 pixels, 2, 4, 8, ... are drawn as one.
 *
 * A change of the last bar draws one candle and the tag of its price; all else stays on the screen.
 */
#define PF_TYPE_CANDLE_CHART (pf_candle_chart_get_type ())
G_DECLARE_FINAL_TYPE (PfCandleChart, pf_candle_chart, PF, CANDLE_CHART, PfChartPane)

GtkWidget *pf_candle_chart_new (void);

/* Copies them; any order. */
void pf_candle_chart_set_markers (PfCandleChart *self, const PfChartMarker *markers,
                                  guint n_markers);
/* Copies them, with their labels; at most PF_CANDLE_LEVELS_MAX. */
void pf_candle_chart_set_levels (PfCandleChart *self, const PfChartLevel *levels, guint n_levels);

/**
 * pf_candle_chart_add_line:
 * @name: as in "SMA 20"
 * @values: (array length=n_values): in points of the series, one a bar; NAN where there is none yet
 * @n_values: how many
 *
 * Returns: its number, for pf_candle_chart_set_line_value(); at most %PF_CANDLE_LINES_MAX lines
 */
guint pf_candle_chart_add_line (PfCandleChart *self, const char *name, const double *values,
                                guint n_values);
/* The value at the bar of this index: the last one anew, or one more. FALSE when it is neither. */
gboolean pf_candle_chart_set_line_value (PfCandleChart *self, guint line, guint index,
                                         double value);
void pf_candle_chart_clear_lines (PfCandleChart *self);

G_END_DECLS
