/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One sheet of a chart. It is a widget so that GTK keeps its node: a sheet is drawn again only when
 * it was marked so, and what it drew before stays on the screen untouched. Private to the room.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* draws in the coordinates of the owner */
typedef void (*PfChartDraw) (GtkWidget *owner, GtkSnapshot *snapshot);

#define PF_TYPE_CHART_LAYER (pf_chart_layer_get_type ())
G_DECLARE_FINAL_TYPE (PfChartLayer, pf_chart_layer, PF, CHART_LAYER, GtkWidget)

/* a child of owner above its other children; owner unparents it */
PfChartLayer *pf_chart_layer_new (GtkWidget *owner, PfChartDraw draw);
/* what GTK would call; for programs that measure */
void pf_chart_layer_draw (PfChartLayer *self, GtkSnapshot *snapshot);

G_END_DECLS
