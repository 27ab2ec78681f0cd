/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/pf-chart-layer.h"

struct _PfChartLayer
{
  GtkWidget parent_instance;
  PfChartDraw draw;
};

G_DEFINE_FINAL_TYPE (PfChartLayer, pf_chart_layer, GTK_TYPE_WIDGET)

void
pf_chart_layer_draw (PfChartLayer *self, GtkSnapshot *snapshot)
{
  self->draw (gtk_widget_get_parent (GTK_WIDGET (self)), snapshot);
}

static void
pf_chart_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  pf_chart_layer_draw (PF_CHART_LAYER (widget), snapshot);
}

static void
pf_chart_layer_class_init (PfChartLayerClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = pf_chart_layer_snapshot;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "layer");
  /* the chart speaks for its sheets */
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
pf_chart_layer_init (PfChartLayer *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

PfChartLayer *
pf_chart_layer_new (GtkWidget *owner, PfChartDraw draw)
{
  PfChartLayer *self = g_object_new (PF_TYPE_CHART_LAYER, NULL);

  g_assert (owner != NULL && draw != NULL);
  self->draw = draw;
  gtk_widget_set_parent (GTK_WIDGET (self), owner);
  return self;
}
