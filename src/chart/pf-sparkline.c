/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/pf-sparkline.h"

#include "chart/pf-chart-paint.h"

#include <glib/gi18n-lib.h>

#define EDGE 2.0                /* pixels around the line */
#define LINE_WIDTH 1.4

struct _PfSparkline
{
  GtkWidget parent_instance;
  PfChartSeries *series;
  PfChartPaint *paint;
  guint words_source;
};

G_DEFINE_FINAL_TYPE (PfSparkline, pf_sparkline, GTK_TYPE_WIDGET)

static guint
length (PfSparkline *self)
{
  return self->series != NULL ? pf_chart_series_get_length (self->series) : 0;
}

char *
pf_sparkline_summary (PfSparkline *self)
{
  g_autofree char *first = NULL, *last = NULL, *high = NULL, *low = NULL;
  PfBar all;

  if (length (self) == 0)
    return g_strdup (_("No values yet"));
  all = pf_chart_columns_range (pf_chart_series_get_columns (self->series), 0, length (self));
  first = pf_chart_series_format (self->series, all.open);
  last = pf_chart_series_format (self->series, all.close);
  high = pf_chart_series_format (self->series, all.high);
  low = pf_chart_series_format (self->series, all.low);
  return g_strdup_printf (_("from %s to %s, highest %s, lowest %s"), first, last, high, low);
}

static gboolean
say_cb (gpointer data)
{
  PfSparkline *self = PF_SPARKLINE (data);
  g_autofree char *words = pf_sparkline_summary (self);

  self->words_source = 0;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->series != NULL ? pf_chart_series_get_name (self->series)
                                                       : _("Chart"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  return G_SOURCE_REMOVE;
}

static void
changed (PfSparkline *self)
{
  /* words change once a second at most, the line once a frame */
  if (self->words_source == 0)
    self->words_source = g_timeout_add_seconds (1, say_cb, self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
pf_sparkline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PfSparkline *self = PF_SPARKLINE (widget);
  double width = gtk_widget_get_width (widget) - 2 * EDGE;
  double height = gtk_widget_get_height (widget) - 2 * EDGE;
  guint n = length (self), columns, before = 0;
  const PfChartColumns *values;
  PfBar all;
  cairo_t *cr;

  if (n < 2 || width < 4 || height < 4)
    return;
  values = pf_chart_series_get_columns (self->series);
  all = pf_chart_columns_range (values, 0, n);
  columns = (guint) MIN ((double) n, width / 1.5);
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0, 0, (float) (width + 2 * EDGE),
                                                       (float) (height + 2 * EDGE)));
  for (guint i = 0; i < columns; i++)
    {
      guint end = (guint) ((guint64) n * (i + 1) / columns);
      PfBar bar = pf_chart_columns_range (values, before, end);
      double x = EDGE + width * i / MAX (1, columns - 1);
      double scale = all.high > all.low ? height / (double) (all.high - all.low) : 0;
      double base = all.high > all.low ? EDGE : EDGE + height / 2;

      if (end - before > 1 && i > 0)
        {
          gboolean rose = bar.close >= bar.open;
          cairo_line_to (cr, x, base + (double) (all.high - (rose ? bar.low : bar.high)) * scale);
          cairo_line_to (cr, x, base + (double) (all.high - (rose ? bar.high : bar.low)) * scale);
        }
      cairo_line_to (cr, x, base + (double) (all.high - (i == 0 ? bar.open : bar.close)) * scale);
      before = end;
    }
  gdk_cairo_set_source_rgba (cr, pf_chart_paint_color (self->paint, all.close >= all.open
                                                                        ? PF_CHART_COLOR_UP
                                                                        : PF_CHART_COLOR_DOWN));
  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
pf_sparkline_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = across ? 32 : 16;
  *natural = across ? 120 : 28;
}

static void
pf_sparkline_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (pf_sparkline_parent_class)->css_changed (widget, change);
  pf_chart_paint_reset (PF_SPARKLINE (widget)->paint);
  gtk_widget_queue_draw (widget);
}

static void
pf_sparkline_dispose (GObject *object)
{
  PfSparkline *self = PF_SPARKLINE (object);

  g_clear_handle_id (&self->words_source, g_source_remove);
  if (self->series != NULL)
    g_signal_handlers_disconnect_by_data (self->series, self);
  g_clear_object (&self->series);
  G_OBJECT_CLASS (pf_sparkline_parent_class)->dispose (object);
}

static void
pf_sparkline_finalize (GObject *object)
{
  pf_chart_paint_free (PF_SPARKLINE (object)->paint);
  G_OBJECT_CLASS (pf_sparkline_parent_class)->finalize (object);
}

static void
pf_sparkline_class_init (PfSparklineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_sparkline_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_sparkline_finalize;
  widget_class->snapshot = pf_sparkline_snapshot;
  widget_class->measure = pf_sparkline_measure;
  widget_class->css_changed = pf_sparkline_css_changed;
  gtk_widget_class_set_css_name (widget_class, "sparkline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
pf_sparkline_init (PfSparkline *self)
{
  self->paint = pf_chart_paint_new (GTK_WIDGET (self));
  say_cb (self);
}

GtkWidget *
pf_sparkline_new (void)
{
  return g_object_new (PF_TYPE_SPARKLINE, NULL);
}

void
pf_sparkline_set_series (PfSparkline *self, PfChartSeries *series)
{
  if (self->series == series)
    return;
  if (self->series != NULL)
    g_signal_handlers_disconnect_by_data (self->series, self);
  g_set_object (&self->series, series);
  if (series != NULL)
    g_signal_connect_swapped (series, "changed", G_CALLBACK (changed), self);
  g_clear_handle_id (&self->words_source, g_source_remove);
  say_cb (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
