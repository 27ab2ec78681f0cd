/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/pf-chart-paint.h"

#include <math.h>

/* Each is @define-color'ed by the style sheet; where one is not, the text's colour stands in. */
static const char *const names[PF_CHART_N_COLORS] = {
  "pf_chart_grid", "pf_chart_text", "pf_chart_up", "pf_chart_up_fill", "pf_chart_down",
  "pf_chart_volume_up", "pf_chart_volume_down", "pf_chart_line_1", "pf_chart_line_2",
  "pf_chart_line_3", "pf_chart_line_4", "pf_chart_entry", "pf_chart_stop", "pf_chart_target",
  "pf_chart_buy", "pf_chart_sell", "pf_chart_bg", "pf_chart_scrim", "pf_chart_crosshair",
  "pf_chart_note", "pf_chart_note_text", "pf_chart_tag", "pf_chart_tag_text", "pf_chart_curve",
  "pf_chart_curve_fill", "pf_chart_drawdown", "pf_chart_drawdown_fill", "pf_chart_track",
  "pf_chart_calm", "pf_chart_warn", "pf_chart_alarm",
};

typedef struct
{
  GskRenderNode *node;          /* NULL for a text that is blank */
  double width, height;
} Stored;

struct _PfChartPaint
{
  GtkWidget *widget;
  gboolean has_colors;
  GdkRGBA colors[PF_CHART_N_COLORS];
  GHashTable *stored;           /* of Stored, by a text that says what it is */
  GString *key;
};

static void
stored_free (gpointer data)
{
  Stored *stored = data;

  g_clear_pointer (&stored->node, gsk_render_node_unref);
  g_free (stored);
}

PfChartPaint *
pf_chart_paint_new (GtkWidget *widget)
{
  PfChartPaint *self = g_new0 (PfChartPaint, 1);

  self->widget = widget;
  self->stored = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, stored_free);
  self->key = g_string_new (NULL);
  return self;
}

void
pf_chart_paint_free (PfChartPaint *self)
{
  g_hash_table_unref (self->stored);
  g_string_free (self->key, TRUE);
  g_free (self);
}

void
pf_chart_paint_reset (PfChartPaint *self)
{
  self->has_colors = FALSE;
  g_hash_table_remove_all (self->stored);
}

const char *
pf_chart_color_name (PfChartColor color)
{
  g_assert ((guint) color < PF_CHART_N_COLORS);
  return names[color];
}

const GdkRGBA *
pf_chart_paint_color (PfChartPaint *self, PfChartColor color)
{
  GtkStyleContext *style = gtk_widget_get_style_context (self->widget);

  g_assert ((guint) color < PF_CHART_N_COLORS);
  for (guint i = 0; !self->has_colors && i < PF_CHART_N_COLORS; i++)
    if (!gtk_style_context_lookup_color (style, names[i], &self->colors[i]))
      gtk_style_context_get_color (style, &self->colors[i]);
  self->has_colors = TRUE;
  return &self->colors[color];
}

void
pf_chart_paint_rectangle (PfChartPaint *self, GtkSnapshot *snapshot, PfChartColor color, double x,
                          double y, double width, double height)
{
  if (width > 0 && height > 0)
    gtk_snapshot_append_color (snapshot, pf_chart_paint_color (self, color),
                               &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width,
                                                    (float) height));
}

void
pf_chart_paint_pill (PfChartPaint *self, GtkSnapshot *snapshot, PfChartColor color, double x,
                     double y, double width, double height, double radius)
{
  GskRoundedRect shape;

  if (width <= 0 || height <= 0)
    return;
  gsk_rounded_rect_init_from_rect (&shape,
                                   &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width,
                                                        (float) height),
                                   (float) MIN (radius, MIN (width, height) / 2));
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  pf_chart_paint_rectangle (self, snapshot, color, x, y, width, height);
  gtk_snapshot_pop (snapshot);
}

/* --- nodes that are made once ----------------------------------------------------------------- */

static Stored *
recall (PfChartPaint *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* what is kept by this key; NULL when nothing is */
static Stored *
recall (PfChartPaint *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_vprintf (self->key, format, arguments);
  va_end (arguments);
  return g_hash_table_lookup (self->stored, self->key->str);
}

/* keeps what was asked for last */
static Stored *
store (PfChartPaint *self, GskRenderNode *node, double width, double height)
{
  Stored *stored = g_new0 (Stored, 1);

  stored->node = node;
  stored->width = width;
  stored->height = height;
  if (g_hash_table_size (self->stored) >= PF_CHART_NODES_MAX)
    g_hash_table_remove_all (self->stored);
  g_hash_table_insert (self->stored, g_strdup (self->key->str), stored);
  return stored;
}

static void
append (GtkSnapshot *snapshot, const Stored *stored, double x, double y)
{
  if (stored->node == NULL)
    return;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_node (snapshot, stored->node);
  gtk_snapshot_restore (snapshot);
}

void
pf_chart_paint_dashes (PfChartPaint *self, GtkSnapshot *snapshot, PfChartColor color, double x,
                       double y, double length, GtkOrientation orientation)
{
  static const double dashes[] = { 4, 4 };
  double hair = 1.0 / gtk_widget_get_scale_factor (self->widget);
  gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;
  int whole = (int) length;
  Stored *stored;

  if (whole <= 0)
    return;
  stored = recall (self, "dashes %d %d %d", (int) color, (int) across, whole);
  if (stored == NULL)
    {
      GskRenderNode *node
          = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, across ? (float) whole : (float) hair,
                                                     across ? (float) hair : (float) whole));
      cairo_t *cr = gsk_cairo_node_get_draw_context (node);

      gdk_cairo_set_source_rgba (cr, pf_chart_paint_color (self, color));
      cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
      cairo_set_line_width (cr, hair);
      cairo_move_to (cr, across ? 0 : hair / 2, across ? hair / 2 : 0);
      cairo_rel_line_to (cr, across ? whole : 0, across ? 0 : whole);
      cairo_stroke (cr);
      cairo_destroy (cr);
      stored = store (self, node, whole, hair);
    }
  append (snapshot, stored, x, y);
}

void
pf_chart_paint_shape (PfChartPaint *self, GtkSnapshot *snapshot, PfChartShape shape, double x,
                      double y)
{
  const double size = PF_CHART_SHAPE_SIZE, edge = 1.5;
  gboolean buys = shape == PF_CHART_SHAPE_BUY_ENTRY || shape == PF_CHART_SHAPE_BUY_EXIT;
  gboolean filled = shape == PF_CHART_SHAPE_BUY_ENTRY || shape == PF_CHART_SHAPE_SELL_ENTRY;
  PfChartColor color = buys ? PF_CHART_COLOR_BUY : PF_CHART_COLOR_SELL;
  Stored *stored = recall (self, "shape %d", (int) shape);

  if (stored == NULL)
    {
      GskRenderNode *node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (-1, -1, (float) size + 2,
                                                                     (float) size + 2));
      cairo_t *cr = gsk_cairo_node_get_draw_context (node);
      double tip = buys ? edge : size - edge, base = buys ? size - edge : edge;

      cairo_move_to (cr, size / 2, tip);
      cairo_line_to (cr, size - edge / 2, base);
      cairo_line_to (cr, edge / 2, base);
      cairo_close_path (cr);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
      /* a rim in the colour behind, so that it stands apart from what it lies on */
      gdk_cairo_set_source_rgba (cr, pf_chart_paint_color (self, PF_CHART_COLOR_HALO));
      cairo_set_line_width (cr, 3.5);
      cairo_stroke_preserve (cr);
      if (!filled)
        cairo_fill_preserve (cr);
      gdk_cairo_set_source_rgba (cr, pf_chart_paint_color (self, color));
      if (filled)
        cairo_fill_preserve (cr);
      cairo_set_line_width (cr, edge);
      cairo_stroke (cr);
      cairo_destroy (cr);
      stored = store (self, node, size, size);
    }
  append (snapshot, stored, x - size / 2, buys ? y : y - size);
}

/* --- text ------------------------------------------------------------------------------------- */

static Stored *
text (PfChartPaint *self, PfChartColor color, const char *words)
{
  Stored *stored = recall (self, "text %d %s", (int) color, words);

  if (stored == NULL)
    {
      PangoContext *context = gtk_widget_create_pango_context (self->widget);
      g_autoptr(PangoLayout) layout = pango_layout_new (context);
      PangoAttrList *attributes = pango_attr_list_new ();
      GtkSnapshot *snapshot = gtk_snapshot_new ();
      int width, height;

      /* a line of numbers reads to the right everywhere; one with words goes as its words do */
      pango_context_set_base_dir (context, PANGO_DIRECTION_LTR);
      pango_layout_set_text (layout, words, -1);
      pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
      /* digits of one width, so that numbers do not jump */
      pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
      pango_layout_set_attributes (layout, attributes);
      pango_attr_list_unref (attributes);
      g_object_unref (context);
      pango_layout_get_pixel_size (layout, &width, &height);
      gtk_snapshot_append_layout (snapshot, layout, pf_chart_paint_color (self, color));
      stored = store (self, gtk_snapshot_free_to_node (snapshot), width, height);
    }
  return stored;
}

void
pf_chart_paint_text_size (PfChartPaint *self, const char *words, double *width, double *height)
{
  const Stored *stored = text (self, PF_CHART_COLOR_TEXT, words);

  if (width != NULL)
    *width = stored->width;
  if (height != NULL)
    *height = stored->height;
}

void
pf_chart_paint_text (PfChartPaint *self, GtkSnapshot *snapshot, PfChartColor color,
                     const char *words, double x, double y, double share_x, double share_y)
{
  const Stored *stored = text (self, color, words);

  append (snapshot, stored, floor (x - share_x * stored->width + 0.5),
          floor (y - share_y * stored->height + 0.5));
}

double
pf_chart_paint_tag (PfChartPaint *self, GtkSnapshot *snapshot, PfChartColor color,
                    PfChartColor text_color, const char *words, double x, double y, double share_x,
                    double least_width)
{
  const Stored *stored = text (self, text_color, words);
  double width = MAX (stored->width + 12, least_width), height = stored->height + 4;
  double left = floor (x - share_x * width + 0.5), top = floor (y - height / 2 + 0.5);

  pf_chart_paint_pill (self, snapshot, color, left, top, width, height, 4);
  append (snapshot, stored, left + (least_width > 0 ? 6 : floor ((width - stored->width) / 2)),
          top + 2);
  return width;
}
