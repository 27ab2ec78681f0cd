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

static inline GtkWidget *
chart_display_window (GtkWidget *child, int width, int height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  chart_display_spin (150);
  return window;
}

/* what the widget looks like now, as bytes; (transfer full) */
static inline GdkTexture *
chart_display_texture (GtkWidget *widget)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  GdkTexture *texture;
  int width, height;

  chart_display_spin (25);
  width = gtk_widget_get_width (widget);
  height = gtk_widget_get_height (widget);
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)),
                                         node, &GRAPHENE_RECT_INIT (0, 0, (float) width,
                                                                    (float) height));
  gsk_render_node_unref (node);
  return texture;
}

G_END_DECLS
