/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart-display.h"
#include "chart-test.h"
#include "chart/pf-sparkline.h"

static void
test_words (void)
{
  g_autoptr(GtkWidget) line = g_object_ref_sink (pf_sparkline_new ());
  g_autoptr(PfChartSeries) series = pf_chart_series_new ("Equity", 2, 0);
  g_autofree char *empty = pf_sparkline_summary (PF_SPARKLINE (line)), *words = NULL;

  g_assert_cmpstr (empty, ==, "No values yet");
  g_assert_true (pf_chart_series_append_value (series, 1, 1000));
  g_assert_true (pf_chart_series_append_value (series, 2, 900));
  g_assert_true (pf_chart_series_append_value (series, 3, 1200));
  g_assert_true (pf_chart_series_append_value (series, 4, 1100));
  pf_sparkline_set_series (PF_SPARKLINE (line), series);
  words = pf_sparkline_summary (PF_SPARKLINE (line));
  g_assert_cmpstr (words, ==, "from 10.00 to 11.00, highest 12.00, lowest 9.00");
  gtk_test_accessible_assert_property (line, GTK_ACCESSIBLE_PROPERTY_LABEL, "Equity");
  gtk_test_accessible_assert_property (line, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words);
}

static void
test_drawn (void)
{
  GtkWidget *line = pf_sparkline_new (), *window;
  PfChartSeries *series = pf_chart_series_new ("Equity", 2, 0);
  g_autoptr(GArray) bars = chart_test_bars (8, 5000);
  const PfBar *data = (PfBar *) (gpointer) bars->data;
  g_autoptr(GBytes) flat = NULL, two = NULL, many = NULL;

  chart_display_style (FALSE);
  window = chart_display_window (line, 160, 40);
  pf_sparkline_set_series (PF_SPARKLINE (line), series);
  g_assert_true (pf_chart_series_append_value (series, 1, 1000));
  g_assert_true (pf_chart_series_append_value (series, 2, 1000));
  flat = chart_display_pixels (line, NULL);
  g_assert_true (pf_chart_series_append_value (series, 3, 1005));
  two = chart_display_pixels (line, NULL);
  g_assert_false (g_bytes_equal (flat, two));
  g_assert_true (pf_chart_series_load (series, data, 5000));
  many = chart_display_pixels (line, NULL);
  chart_display_picture (window, "sparkline");
  g_assert_false (g_bytes_equal (two, many));
  pf_chart_series_clear (series);
  g_assert_true (pf_chart_series_append_value (series, 1, 1000));
  gtk_window_destroy (GTK_WINDOW (window));
  chart_display_spin (10);
  g_assert_finalize_object (series);
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
  g_test_add_func ("/pf/sparkline/words", test_words);
  g_test_add_func ("/pf/sparkline/drawn", test_drawn);
  return g_test_run ();
}
