/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests and the measurements of the widgets share: the application's look, a window, the
 * main loop, pictures. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

static inline void
chart_display_spin (guint ms)
{
  gint64 until = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

/* the style sheets of the application, light or dark, above what is there */
static inline void
chart_display_style (gboolean dark)
{
  static GtkCssProvider *providers[2];
  GdkDisplay *display = gdk_display_get_default ();
  const char *const files[2] = { PF_STYLES "/style.css", PF_STYLES "/style-dark.css" };

  for (guint i = 0; i < 2; i++)
    {
      if (providers[i] == NULL)
        {
          providers[i] = gtk_css_provider_new ();
          gtk_css_provider_load_from_path (providers[i], files[i]);
        }
      gtk_style_context_remove_provider_for_display (display, GTK_STYLE_PROVIDER (providers[i]));
      if (i == 0 || dark)
        gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (providers[i]),
                                                    GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + i);
    }
}

static inline void
chart_display_painted_cb (GdkFrameClock *clock, guint *painted)
{
  ++*painted;
}

/* waits until everything that was asked for is on the screen: two whole frames */
static inline void
chart_display_settle (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  guint painted = 0;
  gulong id;

  g_assert_nonnull (clock);
  id = g_signal_connect (clock, "after-paint", G_CALLBACK (chart_display_painted_cb), &painted);
  for (guint wanted = 1; wanted <= 2; wanted++)
    {
      gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_PAINT);
      while (painted < wanted)
        g_main_context_iteration (NULL, TRUE);
    }
  g_signal_handler_disconnect (clock, id);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* a window that has its size and shows the child */
static inline GtkWidget *
chart_display_window (GtkWidget *child, int width, int height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), child);
  /* the pointer lies somewhere on the screen and must not take part */
  gtk_widget_set_can_target (child, FALSE);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (child) || gtk_widget_get_width (child) == 0)
    g_main_context_iteration (NULL, TRUE);
  chart_display_settle (window);
  return window;
}

/* what the widget looks like now, in device pixels; (transfer full) */
static inline GdkTexture *
chart_display_texture (GtkWidget *widget)
{
  g_autoptr(GdkPaintable) paintable = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  GdkTexture *texture;
  int width, height, scale = gtk_widget_get_scale_factor (widget);

  chart_display_settle (widget);
  paintable = gtk_widget_paintable_new (widget);
  width = gtk_widget_get_width (widget);
  height = gtk_widget_get_height (widget);
  gtk_snapshot_scale (snapshot, (float) scale, (float) scale);
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)),
                                         node, &GRAPHENE_RECT_INIT (0, 0, (float) (width * scale),
                                                                    (float) (height * scale)));
  gsk_render_node_unref (node);
  return texture;
}

#ifdef PF_PICTURES
/* keeps what the widget looks like beside the tests, and gives its pixels; (transfer full) */
static inline GBytes *
chart_display_pixels (GtkWidget *widget, const char *name)
{
  g_autoptr(GdkTexture) texture = chart_display_texture (widget);
  gsize stride = (gsize) gdk_texture_get_width (texture) * 4;
  gsize size = stride * (gsize) gdk_texture_get_height (texture);
  guchar *data = g_malloc (size);

  if (name != NULL)
    {
      g_autofree char *path
          = g_strdup_printf ("%s/%s%s.png", PF_PICTURES, name,
                             gtk_widget_get_scale_factor (widget) > 1 ? "-2x" : "");

      g_assert_cmpint (g_mkdir_with_parents (PF_PICTURES, 0755), ==, 0);
      g_assert_true (gdk_texture_save_to_png (texture, path));
    }
  gdk_texture_download (texture, data, stride);
  return g_bytes_new_take (data, size);
}

static inline void
chart_display_picture (GtkWidget *widget, const char *name)
{
  g_bytes_unref (chart_display_pixels (widget, name));
}
#endif

G_END_DECLS
