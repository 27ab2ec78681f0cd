/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What every chart over time has: the view, the axes, the crosshair, mouse, touchpad and keys, and
 * the words for those who do not see it. PfCandleChart and PfLineChart draw the rest.
 *
 * Time runs to the right in every language, as on every market's chart; the keys Left and Right
 * mean earlier and later likewise.
 */
#pragma once

#include "chart/pf-chart-series.h"
#include "chart/pf-chart-view.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PF_TYPE_CHART_PANE (pf_chart_pane_get_type ())
G_DECLARE_DERIVABLE_TYPE (PfChartPane, pf_chart_pane, PF, CHART_PANE, GtkWidget)

/* What a kind of chart answers; for this room. */
struct _PfChartPaneClass
{
  GtkWidgetClass parent_class;
  double foot_share;            /* of the height, for the area below the values */
  /* the least and greatest value of the bars [first, end), first < end; called before every
   * drawing of other bars, so that the kind can prepare it */
  void (*get_range) (PfChartPane *self, guint first, guint end, double *low, double *high);
  /* whether the last bar, which changed, is still within what was drawn for */
  gboolean (*fits) (PfChartPane *self);
  /* (nullable) whether something else stands on the axis of values at y */
  gboolean (*covers) (PfChartPane *self, double y);
  /* what the crosshair says of a bar (transfer full) */
  char *(*describe) (PfChartPane *self, guint index);
  /* the sentence for a series that is not empty (transfer full) */
  char *(*summarise) (PfChartPane *self);
  /* (nullable) before anything else is done about a change */
  void (*series_changed) (PfChartPane *self, PfChartChange what);
};

/**
 * pf_chart_pane_set_series:
 * @series: (nullable) (transfer none): what is shown
 */
void pf_chart_pane_set_series (PfChartPane *self, PfChartSeries *series);
/* (transfer none) (nullable) */
PfChartSeries *pf_chart_pane_get_series (PfChartPane *self);

/**
 * pf_chart_pane_set_view:
 * @view: (transfer none): which bars are seen; panes of the same bars may share one
 *
 * Every pane begins with a view of its own.
 */
void pf_chart_pane_set_view (PfChartPane *self, PfChartView *view);
PfChartView *pf_chart_pane_get_view (PfChartPane *self);

/**
 * pf_chart_pane_set_empty_text:
 * @text: what is said while there are no bars
 */
void pf_chart_pane_set_empty_text (PfChartPane *self, const char *text);

/* the same as the keys End, Page and +, -, 0 */
void pf_chart_pane_set_follow (PfChartPane *self, gboolean follow);
gboolean pf_chart_pane_get_follow (PfChartPane *self);
void pf_chart_pane_zoom_in (PfChartPane *self);
void pf_chart_pane_zoom_out (PfChartPane *self);
void pf_chart_pane_reset (PfChartPane *self);

/* what a picture of this chart would need to be told: one sentence (transfer full) */
char *pf_chart_pane_summary (PfChartPane *self);
/* the bar under the crosshair in words; NULL when there is no crosshair (transfer full) */
char *pf_chart_pane_readout (PfChartPane *self);

/* Calls every sheet's drawing into snapshot, for programs that measure. */
void pf_chart_pane_draw_all (PfChartPane *self, GtkSnapshot *snapshot);

G_END_DECLS
