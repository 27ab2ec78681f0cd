/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart/pf-candle-chart.h"
#include "chart/pf-chart-pane-private.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;
  GArray *values;               /* of double, one a bar */
} PfCandleLine;

struct _PfCandleChart
{
  PfChartPane parent_instance;
  GArray *markers;              /* of PfChartMarker, by time */
  GArray *levels;               /* of PfChartLevel, labels owned */
  PfCandleLine lines[PF_CANDLE_LINES_MAX];
  guint n_lines;
  /* What is seen, prepared: column i stands for the bars [first, first + group) x (i + 1). */
  GArray *columns;              /* of PfBar */
  guint first, group;
  double volume_top;            /* the volume as high as the foot; > 0 */
};

/* the number of the column that the last bar is in; -1 when it is not seen */
gint64 pf_candle_live_column (PfCandleChart *self);
/* the first marker at ts or later */
guint pf_candle_first_marker (PfCandleChart *self, gint64 ts_ns);
double pf_candle_points (PfCandleChart *self, PfPrice price);

/* the sheets, from the lowest */
void pf_candle_draw_past (GtkWidget *widget, GtkSnapshot *snapshot);
void pf_candle_draw_lines (GtkWidget *widget, GtkSnapshot *snapshot);
void pf_candle_draw_live (GtkWidget *widget, GtkSnapshot *snapshot);
void pf_candle_draw_marks (GtkWidget *widget, GtkSnapshot *snapshot);
/* whether a level's price stands on the axis at y, where a label of the axis would be in its way */
gboolean pf_candle_covers (PfChartPane *pane, double y);

G_END_DECLS
