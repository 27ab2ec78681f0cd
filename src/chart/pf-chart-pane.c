/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/pf-chart-pane-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define TOP 10.0                /* pixels above the values */
#define GAP 6.0                 /* between the values and the foot */
#define ROOM_MIN 24.0           /* less is not drawn into */
#define LAYERS_MAX 8
#define WORDS_EVERY_S 1         /* spoken words change at most so often */
#define ZOOM_STEP 1.4

typedef struct
{
  PfChartSeries *series;
  PfChartView *view;
  PfChartPlot plot;
  gboolean any_visible;         /* bars within the span */
  PfChartPaint *paint;
  PfChartLayer *layers[LAYERS_MAX];
  gboolean is_live[LAYERS_MAX];
  guint n_layers;
  PfChartLayer *crosshair;
  double pointer_y;
  guint words_source;
  char *empty_text;
} PfChartPanePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (PfChartPane, pf_chart_pane, GTK_TYPE_WIDGET)

#define PRIVATE(self) \
  PfChartPanePrivate *priv = pf_chart_pane_get_instance_private (self)

static guint
length (PfChartPanePrivate *priv)
{
  return priv->series != NULL ? pf_chart_series_get_length (priv->series) : 0;
}

/* --- words ------------------------------------------------------------------------------------ */

char *
pf_chart_pane_summary (PfChartPane *self)
{
  PRIVATE (self);

  if (length (priv) == 0)
    return g_strdup (pf_chart_pane_get_empty_text (self));
  return PF_CHART_PANE_GET_CLASS (self)->summarise (self);
}

char *
pf_chart_pane_readout (PfChartPane *self)
{
  PRIVATE (self);
  gint64 index = pf_chart_view_get_crosshair (priv->view);

  if (index < 0 || index >= length (priv))
    return NULL;
  return PF_CHART_PANE_GET_CLASS (self)->describe (self, (guint) index);
}

static void
say (PfChartPane *self)
{
  PRIVATE (self);
  g_autofree char *title
      = priv->series != NULL ? pf_chart_series_title (priv->series) : g_strdup (_("Chart"));
  g_autofree char *words = pf_chart_pane_readout (self);

  if (words == NULL)
    words = pf_chart_pane_summary (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}

static gboolean
say_cb (gpointer data)
{
  PRIVATE (data);

  priv->words_source = 0;
  say (data);
  return G_SOURCE_REMOVE;
}

/* A market that moves must not make the words anew at each of its moves. */
static void
say_soon (PfChartPane *self)
{
  PRIVATE (self);

  if (priv->words_source == 0)
    priv->words_source = g_timeout_add_seconds (WORDS_EVERY_S, say_cb, self);
}

/* --- what is drawn ---------------------------------------------------------------------------- */

static void
redraw (PfChartPane *self, gboolean live_only)
{
  PRIVATE (self);

  for (guint i = 0; i < priv->n_layers; i++)
    if (priv->is_live[i] || !live_only)
      gtk_widget_queue_draw (GTK_WIDGET (priv->layers[i]));
  if (!live_only || pf_chart_view_get_crosshair (priv->view) >= 0)
    gtk_widget_queue_draw (GTK_WIDGET (priv->crosshair));
}

static void
update_plot (PfChartPane *self)
{
  PRIVATE (self);
  PfChartPaneClass *klass = PF_CHART_PANE_GET_CLASS (self);
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  PfChartPlot plot = { .scale = gtk_widget_get_scale_factor (GTK_WIDGET (self)), .high = 1 };
  guint first, end;

  if (priv->view == NULL)
    return;
  if (width > 0 && height > 0)
    {
      double inner = height - TOP - pf_chart_grid_axis_height (self);

      plot.span = pf_chart_view_get_span (priv->view);
      plot.width = floor (MAX (0, width - pf_chart_grid_axis_width (self)));
      plot.foot_height = floor (klass->foot_share * MAX (0, inner));
      plot.y = TOP;
      plot.height = floor (MAX (0, inner - plot.foot_height - (plot.foot_height > 0 ? GAP : 0)));
      plot.foot_y = plot.y + plot.height + GAP;
    }
  priv->plot = plot;
  /* of a view that is shared, this pane may have no bars */
  pf_chart_span_visible (plot.span, length (priv), &first, &end);
  priv->any_visible = first < end;
  if (pf_chart_pane_can_draw (self))
    {
      klass->get_range (self, first, end, &priv->plot.low, &priv->plot.high);
      g_assert (priv->plot.low < priv->plot.high);
    }
  redraw (self, FALSE);
}

void
pf_chart_pane_refresh (PfChartPane *self)
{
  PRIVATE (self);

  update_plot (self);
  if (priv->view != NULL)
    say_soon (self);
}

void
pf_chart_pane_redraw_live (PfChartPane *self)
{
  redraw (self, TRUE);
}

gboolean
pf_chart_pane_can_draw (PfChartPane *self)
{
  PRIVATE (self);

  return priv->any_visible && priv->plot.width >= ROOM_MIN && priv->plot.height >= ROOM_MIN;
}

static void
series_changed_cb (PfChartSeries *series, guint what, PfChartPane *self)
{
  PRIVATE (self);
  PfChartPaneClass *klass = PF_CHART_PANE_GET_CLASS (self);

  if (klass->series_changed != NULL)
    klass->series_changed (self, what);
  say_soon (self);
  pf_chart_view_set_length (priv->view, length (priv));
  if (what == PF_CHART_CHANGE_LAST && pf_chart_pane_can_draw (self) && klass->fits (self))
    redraw (self, TRUE);
  else
    update_plot (self);
}

static void
crosshair_changed_cb (PfChartView *view, PfChartPane *self)
{
  PRIVATE (self);

  gtk_widget_queue_draw (GTK_WIDGET (priv->crosshair));
  if (gtk_widget_has_focus (GTK_WIDGET (self)))
    say (self);
  else
    say_soon (self);
}

/* --- the parts' way to it --------------------------------------------------------------------- */

void
pf_chart_pane_add_layer (PfChartPane *self, PfChartDraw draw, gboolean live)
{
  PRIVATE (self);

  g_assert (priv->n_layers < LAYERS_MAX);
  priv->is_live[priv->n_layers] = live;
  priv->layers[priv->n_layers] = pf_chart_layer_new (GTK_WIDGET (self), draw);
  gtk_widget_insert_before (GTK_WIDGET (priv->layers[priv->n_layers]), GTK_WIDGET (self),
                            GTK_WIDGET (priv->crosshair));
  priv->n_layers++;
}

const PfChartPlot *
pf_chart_pane_get_plot (PfChartPane *self)
{
  PRIVATE (self);
  return &priv->plot;
}

PfChartPaint *
pf_chart_pane_get_paint (PfChartPane *self)
{
  PRIVATE (self);
  return priv->paint;
}

double
pf_chart_pane_get_pointer_y (PfChartPane *self)
{
  PRIVATE (self);
  return priv->pointer_y;
}

void
pf_chart_pane_set_pointer (PfChartPane *self, double x, double y)
{
  PRIVATE (self);
  const PfChartPlot *plot = &priv->plot;
  gboolean inside = pf_chart_pane_can_draw (self) && x >= plot->x && x < plot->x + plot->width
                    && y >= plot->y && y < plot->foot_y + plot->foot_height;

  priv->pointer_y = inside ? y : NAN;
  pf_chart_view_set_crosshair (priv->view,
                               inside ? (gint64) floor (pf_chart_plot_index (plot, x)) : -1);
  gtk_widget_queue_draw (GTK_WIDGET (priv->crosshair));
}

void
pf_chart_pane_forget_pointer (PfChartPane *self)
{
  PRIVATE (self);
  priv->pointer_y = NAN;
}

void
pf_chart_pane_push_clip (PfChartPane *self, GtkSnapshot *snapshot)
{
  PRIVATE (self);
  const PfChartPlot *plot = &priv->plot;

  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT ((float) plot->x, 0, (float) plot->width,
                                               (float) (plot->foot_y + plot->foot_height)));
}

const char *
pf_chart_pane_get_empty_text (PfChartPane *self)
{
  PRIVATE (self);
  return priv->empty_text != NULL ? priv->empty_text : _("No bars yet");
}

void
pf_chart_pane_draw_all (PfChartPane *self, GtkSnapshot *snapshot)
{
  PRIVATE (self);

  for (guint i = 0; i < priv->n_layers; i++)
    pf_chart_layer_draw (priv->layers[i], snapshot);
  pf_chart_layer_draw (priv->crosshair, snapshot);
}

/* --- widget ----------------------------------------------------------------------------------- */

static void
pf_chart_pane_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = across ? 160 : 100;
  *natural = across ? 480 : 280;
}

static void
pf_chart_pane_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_allocate (child, width, height, -1, NULL);
  update_plot (PF_CHART_PANE (widget));
}

static void
look_changed (PfChartPane *self)
{
  PRIVATE (self);

  pf_chart_paint_reset (priv->paint);
  update_plot (self);
}

static void
pf_chart_pane_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (pf_chart_pane_parent_class)->css_changed (widget, change);
  look_changed (PF_CHART_PANE (widget));
}

static void
pf_chart_pane_dispose (GObject *object)
{
  PfChartPane *self = PF_CHART_PANE (object);
  PRIVATE (self);

  g_clear_handle_id (&priv->words_source, g_source_remove);
  if (priv->series != NULL)
    g_signal_handlers_disconnect_by_data (priv->series, self);
  g_clear_object (&priv->series);
  if (priv->view != NULL)
    g_signal_handlers_disconnect_by_data (priv->view, self);
  g_clear_object (&priv->view);
  for (guint i = 0; i < priv->n_layers; i++)
    gtk_widget_unparent (GTK_WIDGET (priv->layers[i]));
  priv->n_layers = 0;
  g_clear_pointer ((GtkWidget **) &priv->crosshair, gtk_widget_unparent);
  G_OBJECT_CLASS (pf_chart_pane_parent_class)->dispose (object);
}

static void
pf_chart_pane_finalize (GObject *object)
{
  PRIVATE (PF_CHART_PANE (object));

  pf_chart_paint_free (priv->paint);
  g_free (priv->empty_text);
  G_OBJECT_CLASS (pf_chart_pane_parent_class)->finalize (object);
}

static void
pf_chart_pane_class_init (PfChartPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pf_chart_pane_dispose;
  object_class->finalize = pf_chart_pane_finalize;
  widget_class->measure = pf_chart_pane_measure;
  widget_class->size_allocate = pf_chart_pane_size_allocate;
  widget_class->css_changed = pf_chart_pane_css_changed;
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
pf_chart_pane_init (PfChartPane *self)
{
  PRIVATE (self);
  g_autoptr(PfChartView) view = pf_chart_view_new ();

  priv->pointer_y = NAN;
  priv->paint = pf_chart_paint_new (GTK_WIDGET (self));
  priv->crosshair = pf_chart_layer_new (GTK_WIDGET (self), pf_chart_crosshair_draw);
  pf_chart_pane_add_layer (self, pf_chart_grid_draw, FALSE);
  pf_chart_pane_set_view (self, view);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  pf_chart_input_attach (self);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (look_changed), NULL);
}

/* --- for everybody ---------------------------------------------------------------------------- */

void
pf_chart_pane_set_series (PfChartPane *self, PfChartSeries *series)
{
  PRIVATE (self);

  if (priv->series == series)
    return;
  if (priv->series != NULL)
    g_signal_handlers_disconnect_by_data (priv->series, self);
  g_set_object (&priv->series, series);
  /* another series begins with its newest bars */
  pf_chart_view_set_length (priv->view, 0);
  if (series != NULL)
    g_signal_connect (series, "changed", G_CALLBACK (series_changed_cb), self);
  series_changed_cb (series, PF_CHART_CHANGE_ALL, self);
  say (self);
}

PfChartSeries *
pf_chart_pane_get_series (PfChartPane *self)
{
  PRIVATE (self);
  return priv->series;
}

void
pf_chart_pane_set_view (PfChartPane *self, PfChartView *view)
{
  PRIVATE (self);

  g_assert (PF_IS_CHART_VIEW (view));
  if (priv->view == view)
    return;
  if (priv->view != NULL)
    g_signal_handlers_disconnect_by_data (priv->view, self);
  g_set_object (&priv->view, view);
  if (priv->series != NULL)
    pf_chart_view_set_length (view, length (priv));
  g_signal_connect_swapped (view, "span-changed", G_CALLBACK (update_plot), self);
  g_signal_connect (view, "crosshair-changed", G_CALLBACK (crosshair_changed_cb), self);
  update_plot (self);
}

PfChartView *
pf_chart_pane_get_view (PfChartPane *self)
{
  PRIVATE (self);
  return priv->view;
}

void
pf_chart_pane_set_empty_text (PfChartPane *self, const char *text)
{
  PRIVATE (self);

  g_free (priv->empty_text);
  priv->empty_text = g_strdup (text);
  say (self);
  redraw (self, FALSE);
}

void
pf_chart_pane_set_follow (PfChartPane *self, gboolean follow)
{
  PRIVATE (self);
  pf_chart_view_set_follow (priv->view, follow);
}

gboolean
pf_chart_pane_get_follow (PfChartPane *self)
{
  PRIVATE (self);
  return pf_chart_view_get_follow (priv->view);
}

void
pf_chart_pane_zoom_in (PfChartPane *self)
{
  PRIVATE (self);
  pf_chart_view_zoom_still (priv->view, ZOOM_STEP);
}

void
pf_chart_pane_zoom_out (PfChartPane *self)
{
  PRIVATE (self);
  pf_chart_view_zoom_still (priv->view, 1 / ZOOM_STEP);
}

void
pf_chart_pane_reset (PfChartPane *self)
{
  PRIVATE (self);
  pf_chart_view_reset (priv->view);
}
