/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which bars are seen. Bar i covers [i, i + 1) of the axis; a span is a piece of that axis, and may
 * reach beyond the bars at either end.
 *
 * Guarantees of a clamped span:
 * 1. PF_CHART_COUNT_MIN <= count, and never more than are needed to see all bars.
 * 2. It ends at the latest where following ends: the newest bar with a little air behind it.
 * 3. It begins at the earliest at the first bar, or earlier when all bars are seen.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define PF_CHART_COUNT_MIN 10.0
#define PF_CHART_COUNT_FULL 60.0        /* few bars do not become broad: room for this many */
#define PF_CHART_COUNT_DEFAULT 120.0
#define PF_CHART_AIR 0.04               /* of the span, behind the newest bar */

typedef struct { double first, count; } PfChartSpan;

/* the span of this count that follows the newest of length bars */
PfChartSpan pf_chart_span_follow (double count, guint length);
PfChartSpan pf_chart_span_clamp (PfChartSpan span, guint length);
/* factor > 1 shows fewer bars; what is at the share about (0 left, 1 right) stays there */
PfChartSpan pf_chart_span_zoom (PfChartSpan span, double factor, double about);
PfChartSpan pf_chart_span_pan (PfChartSpan span, double bars);
/* whether a clamped span ends where following ends */
gboolean pf_chart_span_is_following (PfChartSpan span, guint length);
/* the bars that are at least partly seen: [first, end) within [0, length) */
void pf_chart_span_visible (PfChartSpan span, guint length, guint *first, guint *end);

/* A span that several panes share, whether it follows, and the crosshair's bar. */
#define PF_TYPE_CHART_VIEW (pf_chart_view_get_type ())
G_DECLARE_FINAL_TYPE (PfChartView, pf_chart_view, PF, CHART_VIEW, GObject)

/* Signals: "span-changed" when other bars are seen, "crosshair-changed". */
PfChartView *pf_chart_view_new (void);
PfChartSpan pf_chart_view_get_span (PfChartView *self);
gboolean pf_chart_view_get_follow (PfChartView *self);
/* how many bars there are; a view that follows moves along. A view of no bars begins anew. */
void pf_chart_view_set_length (PfChartView *self, guint length);
void pf_chart_view_set_follow (PfChartView *self, gboolean follow);
void pf_chart_view_pan (PfChartView *self, double bars);
/* Sets a span outright (clamped), as a drag does from where it began. */
void pf_chart_view_set_span (PfChartView *self, PfChartSpan span);
void pf_chart_view_zoom (PfChartView *self, double factor, double about);
/* about the newest bar while following, else about the middle */
void pf_chart_view_zoom_still (PfChartView *self, double factor);
/* the count of the beginning, following */
void pf_chart_view_reset (PfChartView *self);
/* the first bars */
void pf_chart_view_go_to_start (PfChartView *self);
/* all bars */
void pf_chart_view_show_all (PfChartView *self);

/* -1 when there is no crosshair */
gint64 pf_chart_view_get_crosshair (PfChartView *self);
void pf_chart_view_set_crosshair (PfChartView *self, gint64 index);
/* a step of the keyboard: begins at the newest bar that is seen, and the view comes along */
void pf_chart_view_step_crosshair (PfChartView *self, gint64 bars);

G_END_DECLS
