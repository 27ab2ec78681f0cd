/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/pf-chart-view.h"

#include <math.h>

#define SLACK 1e-6              /* bars; what rounding may do to a span that follows */

/* --- spans ------------------------------------------------------------------------------------ */

PfChartSpan
pf_chart_span_follow (double count, guint length)
{
  return (PfChartSpan){ (double) length - count * (1 - PF_CHART_AIR), count };
}

PfChartSpan
pf_chart_span_clamp (PfChartSpan span, guint length)
{
  double most = MAX ((double) length / (1 - PF_CHART_AIR), PF_CHART_COUNT_FULL);
  double count = CLAMP (span.count, PF_CHART_COUNT_MIN, most);
  double latest = pf_chart_span_follow (count, length).first;

  return (PfChartSpan){ CLAMP (span.first, MIN (0, latest), latest), count };
}

PfChartSpan
pf_chart_span_zoom (PfChartSpan span, double factor, double about)
{
  double count = span.count / factor;

  g_assert (factor > 0);
  return (PfChartSpan){ span.first + about * (span.count - count), count };
}

PfChartSpan
pf_chart_span_pan (PfChartSpan span, double bars)
{
  return (PfChartSpan){ span.first + bars, span.count };
}

gboolean
pf_chart_span_is_following (PfChartSpan span, guint length)
{
  return span.first >= pf_chart_span_follow (span.count, length).first - SLACK;
}

void
pf_chart_span_visible (PfChartSpan span, guint length, guint *first, guint *end)
{
  double from = floor (span.first), until = ceil (span.first + span.count);

  *first = (guint) CLAMP (from, 0, (double) length);
  *end = (guint) CLAMP (until, (double) *first, (double) length);
}

/* --- view ------------------------------------------------------------------------------------- */

struct _PfChartView
{
  GObject parent_instance;
  PfChartSpan span;
  guint length;
  gboolean follow;
  gint64 crosshair;
};

G_DEFINE_FINAL_TYPE (PfChartView, pf_chart_view, G_TYPE_OBJECT)

enum { SPAN_CHANGED, CROSSHAIR_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
pf_chart_view_class_init (PfChartViewClass *klass)
{
  signals[SPAN_CHANGED] = g_signal_new ("span-changed", G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CROSSHAIR_CHANGED] = g_signal_new ("crosshair-changed", G_TYPE_FROM_CLASS (klass),
                                             G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                             0);
}

static void
pf_chart_view_init (PfChartView *self)
{
  self->follow = TRUE;
  self->crosshair = -1;
  self->span = pf_chart_span_clamp (pf_chart_span_follow (PF_CHART_COUNT_DEFAULT, 0), 0);
}

PfChartView *
pf_chart_view_new (void)
{
  return g_object_new (PF_TYPE_CHART_VIEW, NULL);
}

PfChartSpan
pf_chart_view_get_span (PfChartView *self)
{
  return self->span;
}

gboolean
pf_chart_view_get_follow (PfChartView *self)
{
  return self->follow;
}

static void
show (PfChartView *self, PfChartSpan span)
{
  span = pf_chart_span_clamp (span, self->length);
  if (span.first == self->span.first && span.count == self->span.count)
    return;
  self->span = span;
  g_signal_emit (self, signals[SPAN_CHANGED], 0);
}

void
pf_chart_view_set_length (PfChartView *self, guint length)
{
  gboolean anew = self->length == 0 && length > 0;

  if (length == self->length)
    return;
  self->length = length;
  if (self->crosshair >= (gint64) length)
    pf_chart_view_set_crosshair (self, -1);
  if (anew)
    pf_chart_view_reset (self);
  else
    show (self, self->follow ? pf_chart_span_follow (self->span.count, length) : self->span);
}

void
pf_chart_view_set_span (PfChartView *self, PfChartSpan span)
{
  PfChartSpan clamped = pf_chart_span_clamp (span, self->length);

  self->follow = pf_chart_span_is_following (clamped, self->length);
  show (self, clamped);
}

void
pf_chart_view_set_follow (PfChartView *self, gboolean follow)
{
  self->follow = follow;
  if (follow)
    show (self, pf_chart_span_follow (self->span.count, self->length));
}

void
pf_chart_view_pan (PfChartView *self, double bars)
{
  pf_chart_view_set_span (self, pf_chart_span_pan (self->span, bars));
}

void
pf_chart_view_zoom (PfChartView *self, double factor, double about)
{
  PfChartSpan wanted = pf_chart_span_zoom (self->span, factor, about);
  double count = pf_chart_span_clamp (wanted, self->length).count;

  /* As far as zooming goes, and there the point stays where it is, too. */
  if (count != self->span.count)
    pf_chart_view_set_span (self, pf_chart_span_zoom (self->span, self->span.count / count, about));
}

void
pf_chart_view_zoom_still (PfChartView *self, double factor)
{
  pf_chart_view_zoom (self, factor, self->follow ? 1 - PF_CHART_AIR : 0.5);
}

void
pf_chart_view_reset (PfChartView *self)
{
  self->follow = TRUE;
  self->span.count = pf_chart_span_clamp ((PfChartSpan){ 0, PF_CHART_COUNT_DEFAULT },
                                          self->length).count;
  self->span.first = pf_chart_span_follow (self->span.count, self->length).first;
  g_signal_emit (self, signals[SPAN_CHANGED], 0);
}

void
pf_chart_view_go_to_start (PfChartView *self)
{
  pf_chart_view_set_span (self, (PfChartSpan){ 0, self->span.count });
}

void
pf_chart_view_show_all (PfChartView *self)
{
  double count = (double) self->length / (1 - PF_CHART_AIR);

  pf_chart_view_set_span (self, pf_chart_span_follow (count, self->length));
}

gint64
pf_chart_view_get_crosshair (PfChartView *self)
{
  return self->crosshair;
}

void
pf_chart_view_set_crosshair (PfChartView *self, gint64 index)
{
  if (index < 0 || index >= (gint64) self->length)
    index = -1;
  if (index == self->crosshair)
    return;
  self->crosshair = index;
  g_signal_emit (self, signals[CROSSHAIR_CHANGED], 0);
}

void
pf_chart_view_step_crosshair (PfChartView *self, gint64 bars)
{
  guint first, end;
  gint64 index;

  pf_chart_span_visible (self->span, self->length, &first, &end);
  if (first == end)
    return;
  index = self->crosshair < 0 ? (gint64) end - 1 : self->crosshair + bars;
  index = CLAMP (index, 0, (gint64) self->length - 1);
  if ((double) index < self->span.first)
    pf_chart_view_pan (self, (double) index - self->span.first);
  else if ((double) index + 1 > self->span.first + self->span.count)
    pf_chart_view_pan (self, (double) index + 1 - self->span.first - self->span.count);
  pf_chart_view_set_crosshair (self, index);
}
