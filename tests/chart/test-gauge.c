/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart-display.h"
#include "chart/pf-gauge.h"

#include <math.h>

static void
test_states (void)
{
  GtkWidget *gauge = g_object_ref_sink (pf_gauge_new ("Heat"));
  static const struct { double level; PfGaugeState want; } rows[] = {
    { 0, PF_GAUGE_CALM }, { 0.69, PF_GAUGE_CALM }, { 0.7, PF_GAUGE_WARN }, { 0.89, PF_GAUGE_WARN },
    { 0.9, PF_GAUGE_ALARM }, { 7, PF_GAUGE_ALARM }, { -1, PF_GAUGE_CALM }, { NAN, PF_GAUGE_CALM },
  };

  /* without thresholds nothing alarms */
  pf_gauge_set (PF_GAUGE (gauge), 1, "all");
  g_assert_cmpint (pf_gauge_get_state (PF_GAUGE (gauge)), ==, PF_GAUGE_CALM);
  pf_gauge_set_thresholds (PF_GAUGE (gauge), 0.7, 0.9);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      pf_gauge_set (PF_GAUGE (gauge), rows[i].level, "some");
      g_assert_cmpint (pf_gauge_get_state (PF_GAUGE (gauge)), ==, rows[i].want);
    }
  g_assert_finalize_object (gauge);
}

static void
test_spoken (void)
{
  g_autoptr(GtkWidget) gauge = g_object_ref_sink (pf_gauge_new ("Heat"));

  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (gauge)), ==,
                   GTK_ACCESSIBLE_ROLE_METER);
  gtk_test_accessible_assert_property (gauge, GTK_ACCESSIBLE_PROPERTY_LABEL, "Heat");
  pf_gauge_set (PF_GAUGE (gauge), 0.12, "1.2 of 10");
  gtk_test_accessible_assert_property (gauge, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "1.2 of 10");
  gtk_test_accessible_assert_property (gauge, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 0.12);
}

/* how much of the picture's middle row has the colour of its first or last full pixel */
static guint
run (GtkWidget *gauge, gboolean from_right)
{
  g_autoptr(GdkTexture) texture = chart_display_texture (gauge);
  guint width = (guint) gdk_texture_get_width (texture);
  guint height = (guint) gdk_texture_get_height (texture), length = 0;
  g_autofree guint32 *pixels = g_new (guint32, width * height);
  const guint32 *row = pixels + height / 2 * width;
  guint first = from_right ? width - 9 : 8;

  gdk_texture_download (texture, (guchar *) pixels, width * 4);
  while (length + 16 < width && row[from_right ? first - length : first + length] == row[first])
    length++;
  return length;
}

static void
test_drawn (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *gauge = pf_gauge_new ("Heat");
  GtkWidget *window;
  guint quarter, half, scale;

  chart_display_style (FALSE);
  gtk_box_append (GTK_BOX (box), gauge);
  for (guint i = 0; i <= 4; i++)
    {
      GtkWidget *other = pf_gauge_new ("Other");

      pf_gauge_set_thresholds (PF_GAUGE (other), 0.7, 0.9);
      pf_gauge_set (PF_GAUGE (other), i == 4 ? 0.95 : 0.25 * i, "some");
      gtk_box_append (GTK_BOX (box), other);
    }
  window = chart_display_window (box, 400, 120);
  scale = (guint) gtk_widget_get_scale_factor (gauge);
  pf_gauge_set (PF_GAUGE (gauge), 0.25, "a quarter");
  quarter = run (gauge, FALSE);
  pf_gauge_set (PF_GAUGE (gauge), 0.5, "half");
  half = run (gauge, FALSE);
  g_assert_cmpuint (half, >, quarter + 80 * scale);
  g_assert_cmpuint (half, <, quarter + 120 * scale);
  /* fills from the side where people begin to read */
  gtk_widget_set_direction (gauge, GTK_TEXT_DIR_RTL);
  g_assert_cmpuint (run (gauge, TRUE), ==, half);
  chart_display_picture (window, "gauges");
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }
  g_test_add_func ("/pf/gauge/states", test_states);
  g_test_add_func ("/pf/gauge/spoken", test_spoken);
  g_test_add_func ("/pf/gauge/drawn", test_drawn);
  return g_test_run ();
}
