/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart-display.h"
#include "chart-test.h"
#include "chart/pf-line-chart.h"

#include <string.h>

static void
test_drawdown (void)
{
  static const struct { gint64 value, peak, want; } rows[] = {
    { 100, 100, 0 }, { 90, 100, -1000 }, { 99999, 100000, 0 }, { 99994, 100000, -1 },
    { 0, 100, -10000 }, { -50, 100, -15000 }, { 5, 0, 0 }, { -7, -5, 0 }, { 110, 100, 0 },
    { 99995, 100000, -1 }, { G_MININT64, 1, -1000000000 }, { 1, G_MAXINT64, -10000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (pf_line_chart_drawdown (rows[i].value, rows[i].peak), ==, rows[i].want);
}

static PfChartSeries *
equity (guint n)
{
  PfChartSeries *series = pf_chart_series_new ("Equity", 2, 0);
  g_autoptr(GArray) bars = chart_test_bars (33, n);

  for (guint i = 0; i < n; i++)
    {
      const PfBar *bar = &g_array_index (bars, PfBar, i);
      g_assert_true (pf_chart_series_append_value (series, bar->ts_open_ns, bar->close * 16));
    }
  return series;
}

/* the drawdown of every value, against a scan */
static void
test_words (void)
{
  g_autoptr(GtkWidget) chart = g_object_ref_sink (pf_line_chart_new ());
  g_autoptr(PfChartSeries) series = pf_chart_series_new ("Equity", 2, 0);
  PfChartView *view = pf_chart_pane_get_view (PF_CHART_PANE (chart));
  static const struct { gint64 ts, value; const char *down; } rows[] = {
    { 1, 1000, "0.00" }, { 2, 900, "\xe2\x88\x92" "10.00" }, { 2, 1200, "0.00" },
    { 3, 600, "\xe2\x88\x92" "50.00" }, { 4, 1100, "\xe2\x88\x92" "8.33" }, { 4, 1300, "0.00" },
    { 4, 1080, "\xe2\x88\x92" "10.00" },
  };
  g_autofree char *words = pf_chart_pane_summary (PF_CHART_PANE (chart));

  g_assert_cmpstr (words, ==, "No values yet");
  pf_chart_pane_set_series (PF_CHART_PANE (chart), series);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *want
          = g_strdup_printf ("drawdown %s\xe2\x80\x89%%", rows[i].down), *got = NULL;

      g_assert_true (pf_chart_series_append_value (series, rows[i].ts * PF_NS_PER_MINUTE,
                                                   rows[i].value));
      pf_chart_view_set_crosshair (view, pf_chart_series_get_length (series) - 1);
      got = pf_chart_pane_readout (PF_CHART_PANE (chart));
      g_assert_true (g_str_has_suffix (got, want));
    }
  g_free (words);
  words = pf_chart_pane_summary (PF_CHART_PANE (chart));
  g_assert_cmpstr (words, ==, "Equity from 1970-01-01 00:01 to 1970-01-01 00:04 UTC: first 10.00, "
                              "last 10.80, highest 12.00, lowest 6.00, deepest drawdown "
                              "\xe2\x88\x92" "50.00\xe2\x80\x89%");
}

/* A value after the other drawn piece by piece equals what is drawn at once. */
static void
test_drawn (void)
{
  GtkWidget *chart = pf_line_chart_new (), *window;
  PfChartSeries *series = equity (3000);
  gint64 value = pf_chart_series_get_bar (series, 2999).close;
  gint64 ts = pf_chart_series_get_bar (series, 2999).ts_open_ns;

  chart_display_style (FALSE);
  window = chart_display_window (chart, 900, 320);
  chart_display_picture (chart, "equity-empty");
  pf_chart_pane_set_series (PF_CHART_PANE (chart), series);
  chart_display_picture (chart, "equity-near");
  pf_chart_view_show_all (pf_chart_pane_get_view (PF_CHART_PANE (chart)));
  chart_display_picture (chart, "equity-light");
  chart_display_style (TRUE);
  chart_display_picture (chart, "equity-dark");
  pf_chart_view_set_crosshair (pf_chart_pane_get_view (PF_CHART_PANE (chart)), 1800);
  chart_display_picture (chart, "equity-crosshair");
  for (guint i = 0; i < 12; i++)
    {
      g_autoptr(GBytes) piecewise = NULL, whole = NULL;

      value += i % 3 == 2 ? -9000 : 700;
      g_assert_true (pf_chart_series_append_value (series, ts + i / 3 * PF_NS_PER_MINUTE, value));
      piecewise = chart_display_pixels (chart, NULL);
      for (GtkWidget *sheet = gtk_widget_get_first_child (chart); sheet != NULL;
           sheet = gtk_widget_get_next_sibling (sheet))
        gtk_widget_queue_draw (sheet);
      whole = chart_display_pixels (chart, NULL);
      g_assert_true (g_bytes_equal (piecewise, whole));
    }
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
  g_test_add_func ("/pf/line-chart/drawdown", test_drawdown);
  g_test_add_func ("/pf/line-chart/words", test_words);
  g_test_add_func ("/pf/line-chart/drawn", test_drawn);
  return g_test_run ();
}
