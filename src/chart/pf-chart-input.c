/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hand and keys.
 *
 *   drag             pan                    Left, Right          crosshair by a bar (Shift: ten)
 *   wheel            zoom about pointer     Ctrl + Left, Right   pan by a tenth
 *   Shift + wheel    pan                    Page up, down        pan by nearly all that is seen
 *   touchpad         across pan, up zoom    + -                  zoom
 *   pinch            zoom                   0                    as at the beginning
 *   double click     follow                 Home, End            first bars; follow
 *                                           Escape               no crosshair
 */
#include "chart/pf-chart-pane-private.h"

#include <math.h>

#define WHEEL_ZOOM 1.2          /* a notch */
#define WHEEL_PAN 0.1           /* of what is seen, a notch */
#define PIXEL_ZOOM 1.004        /* a pixel of a touchpad */

static double
count_of (PfChartPane *pane)
{
  return pf_chart_view_get_span (pf_chart_pane_get_view (pane)).count;
}

/* where the pointer is: 0 left, 1 right; the newest bars while it is outside */
static double
share_of_pointer (PfChartPane *pane)
{
  const PfChartPlot *plot = pf_chart_pane_get_plot (pane);
  gint64 index = pf_chart_view_get_crosshair (pf_chart_pane_get_view (pane));

  if (index < 0)
    return 1 - PF_CHART_AIR;
  return CLAMP (((double) index + 0.5 - plot->span.first) / plot->span.count, 0, 1);
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, PfChartPane *pane)
{
  PfChartSpan *begin = g_object_get_data (G_OBJECT (gesture), "begin");

  gtk_widget_grab_focus (GTK_WIDGET (pane));
  *begin = pf_chart_view_get_span (pf_chart_pane_get_view (pane));
}

static void
drag_update_cb (GtkGestureDrag *gesture, double offset_x, double offset_y, PfChartPane *pane)
{
  const PfChartSpan *begin = g_object_get_data (G_OBJECT (gesture), "begin");
  const PfChartPlot *plot = pf_chart_pane_get_plot (pane);

  if (pf_chart_pane_can_draw (pane))
    pf_chart_view_set_span (pf_chart_pane_get_view (pane),
                            pf_chart_span_pan (*begin, -offset_x / plot->width * begin->count));
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, PfChartPane *pane)
{
  if (n_press == 2)
    pf_chart_pane_set_follow (pane, TRUE);
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, PfChartPane *pane)
{
  pf_chart_pane_set_pointer (pane, x, y);
}

static void
leave_cb (GtkEventControllerMotion *controller, PfChartPane *pane)
{
  pf_chart_pane_set_pointer (pane, -1, -1);
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, PfChartPane *pane)
{
  PfChartView *view = pf_chart_pane_get_view (pane);
  const PfChartPlot *plot = pf_chart_pane_get_plot (pane);
  gboolean smooth = gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_SURFACE;
  GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if (!pf_chart_pane_can_draw (pane))
    return GDK_EVENT_PROPAGATE;
  if ((state & GDK_SHIFT_MASK) != 0 && dx == 0)
    {
      dx = dy;
      dy = 0;
    }
  if (dx != 0)
    pf_chart_view_pan (view, smooth ? dx / plot->width * plot->span.count
                                    : dx * WHEEL_PAN * plot->span.count);
  if (dy != 0)
    pf_chart_view_zoom (view, pow (smooth ? PIXEL_ZOOM : WHEEL_ZOOM, -dy), share_of_pointer (pane));
  return GDK_EVENT_STOP;
}

static void
zoom_begin_cb (GtkGesture *gesture, GdkEventSequence *sequence, PfChartPane *pane)
{
  PfChartSpan *begin = g_object_get_data (G_OBJECT (gesture), "begin");

  *begin = pf_chart_view_get_span (pf_chart_pane_get_view (pane));
}

static void
zoom_cb (GtkGestureZoom *gesture, double scale, PfChartPane *pane)
{
  const PfChartSpan *begin = g_object_get_data (G_OBJECT (gesture), "begin");

  if (scale > 0)
    pf_chart_view_set_span (pf_chart_pane_get_view (pane),
                            pf_chart_span_zoom (*begin, scale, share_of_pointer (pane)));
}

static void
step (PfChartPane *pane, int direction, GdkModifierType state)
{
  PfChartView *view = pf_chart_pane_get_view (pane);

  if ((state & GDK_CONTROL_MASK) != 0)
    {
      pf_chart_view_pan (view, direction * WHEEL_PAN * count_of (pane));
      return;
    }
  pf_chart_pane_forget_pointer (pane);
  pf_chart_view_step_crosshair (view, direction * ((state & GDK_SHIFT_MASK) != 0 ? 10 : 1));
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
                PfChartPane *pane)
{
  PfChartView *view = pf_chart_pane_get_view (pane);

  if ((state & GDK_ALT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left: case GDK_KEY_KP_Left:
      step (pane, -1, state);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right: case GDK_KEY_KP_Right:
      step (pane, 1, state);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up: case GDK_KEY_KP_Page_Up:
      pf_chart_view_pan (view, -0.9 * count_of (pane));
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down: case GDK_KEY_KP_Page_Down:
      pf_chart_view_pan (view, 0.9 * count_of (pane));
      return GDK_EVENT_STOP;
    case GDK_KEY_Home: case GDK_KEY_KP_Home:
      pf_chart_view_go_to_start (view);
      return GDK_EVENT_STOP;
    case GDK_KEY_End: case GDK_KEY_KP_End:
      pf_chart_pane_set_follow (pane, TRUE);
      return GDK_EVENT_STOP;
    case GDK_KEY_plus: case GDK_KEY_KP_Add: case GDK_KEY_equal:
      pf_chart_pane_zoom_in (pane);
      return GDK_EVENT_STOP;
    case GDK_KEY_minus: case GDK_KEY_KP_Subtract:
      pf_chart_pane_zoom_out (pane);
      return GDK_EVENT_STOP;
    case GDK_KEY_0: case GDK_KEY_KP_0:
      pf_chart_pane_reset (pane);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      if (pf_chart_view_get_crosshair (view) < 0)
        return GDK_EVENT_PROPAGATE;
      pf_chart_view_set_crosshair (view, -1);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
add_gesture (PfChartPane *pane, GtkGesture *gesture)
{
  g_object_set_data_full (G_OBJECT (gesture), "begin", g_new0 (PfChartSpan, 1), g_free);
  gtk_widget_add_controller (GTK_WIDGET (pane), GTK_EVENT_CONTROLLER (gesture));
}

void
pf_chart_input_attach (PfChartPane *pane)
{
  GtkGesture *drag = gtk_gesture_drag_new (), *click = gtk_gesture_click_new ();
  GtkGesture *zoom = gtk_gesture_zoom_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), pane);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), pane);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), pane);
  g_signal_connect (zoom, "begin", G_CALLBACK (zoom_begin_cb), pane);
  g_signal_connect (zoom, "scale-changed", G_CALLBACK (zoom_cb), pane);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), pane);
  g_signal_connect (motion, "enter", G_CALLBACK (motion_cb), pane);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), pane);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), pane);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), pane);
  add_gesture (pane, drag);
  add_gesture (pane, click);
  add_gesture (pane, zoom);
  gtk_widget_add_controller (GTK_WIDGET (pane), motion);
  gtk_widget_add_controller (GTK_WIDGET (pane), scroll);
  gtk_widget_add_controller (GTK_WIDGET (pane), keys);
}
