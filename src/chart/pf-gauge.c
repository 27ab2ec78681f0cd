/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/pf-gauge.h"

#include "chart/pf-chart-paint.h"

#include <math.h>

#define BAR_HEIGHT 6.0
#define MARK_HEIGHT 10.0

struct _PfGauge
{
  GtkWidget parent_instance;
  PfChartPaint *paint;
  double level, warn, alarm;
};

G_DEFINE_FINAL_TYPE (PfGauge, pf_gauge, GTK_TYPE_WIDGET)

PfGaugeState
pf_gauge_get_state (PfGauge *self)
{
  return self->level >= self->alarm ? PF_GAUGE_ALARM
         : self->level >= self->warn ? PF_GAUGE_WARN : PF_GAUGE_CALM;
}

static void
draw_mark (PfGauge *self, GtkSnapshot *snapshot, double share, PfChartColor color)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  double middle = gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;
  double x = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? 1 - share : share;

  if (share < 1)
    pf_chart_paint_rectangle (self->paint, snapshot, color, floor (x * (width - 1)),
                              floor (middle - MARK_HEIGHT / 2), 1, MARK_HEIGHT);
}

static void
pf_gauge_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  static const PfChartColor colors[]
      = { PF_CHART_COLOR_CALM, PF_CHART_COLOR_WARN, PF_CHART_COLOR_ALARM };
  PfGauge *self = PF_GAUGE (widget);
  double width = gtk_widget_get_width (widget), filled = floor (self->level * width + 0.5);
  double top = floor ((gtk_widget_get_height (widget) - BAR_HEIGHT) / 2.0);
  gboolean turned = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  /* the least that is there is seen */
  if (self->level > 0)
    filled = MAX (filled, 2);
  pf_chart_paint_pill (self->paint, snapshot, PF_CHART_COLOR_TRACK, 0, top, width, BAR_HEIGHT,
                       BAR_HEIGHT / 2);
  pf_chart_paint_pill (self->paint, snapshot, colors[pf_gauge_get_state (self)],
                       turned ? width - filled : 0, top, filled, BAR_HEIGHT, BAR_HEIGHT / 2);
  draw_mark (self, snapshot, self->warn, PF_CHART_COLOR_WARN);
  draw_mark (self, snapshot, self->alarm, PF_CHART_COLOR_ALARM);
}

static void
pf_gauge_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                  int *natural, int *minimum_baseline, int *natural_baseline)
{
  gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = across ? 40 : (int) MARK_HEIGHT;
  *natural = across ? 120 : (int) MARK_HEIGHT;
}

static void
pf_gauge_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (pf_gauge_parent_class)->css_changed (widget, change);
  pf_chart_paint_reset (PF_GAUGE (widget)->paint);
  gtk_widget_queue_draw (widget);
}

static void
pf_gauge_finalize (GObject *object)
{
  pf_chart_paint_free (PF_GAUGE (object)->paint);
  G_OBJECT_CLASS (pf_gauge_parent_class)->finalize (object);
}

static void
pf_gauge_class_init (PfGaugeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pf_gauge_finalize;
  widget_class->snapshot = pf_gauge_snapshot;
  widget_class->measure = pf_gauge_measure;
  widget_class->css_changed = pf_gauge_css_changed;
  gtk_widget_class_set_css_name (widget_class, "gauge");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static void
pf_gauge_init (PfGauge *self)
{
  self->paint = pf_chart_paint_new (GTK_WIDGET (self));
  self->warn = self->alarm = 2;
}

GtkWidget *
pf_gauge_new (const char *label)
{
  PfGauge *self = g_object_new (PF_TYPE_GAUGE, NULL);

  g_assert (label != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 1.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 0.0, -1);
  return GTK_WIDGET (self);
}

void
pf_gauge_set (PfGauge *self, double level, const char *text)
{
  level = isnan (level) ? 0 : CLAMP (level, 0, 1);
  g_assert (text != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, level,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
  if (level == self->level)
    return;
  self->level = level;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
pf_gauge_set_thresholds (PfGauge *self, double warn, double alarm)
{
  g_assert (warn > 0 && warn <= alarm);
  self->warn = warn;
  self->alarm = alarm;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
