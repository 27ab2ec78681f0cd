/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/pf-chart-series.h"
#include "chart-test.h"

static void
changed_cb (PfChartSeries *series, guint what, GString *log)
{
  g_string_append_c (log, "ALu"[what]);
}

static void
test_signals (void)
{
  PfChartSeries *series = pf_chart_series_new ("BTCUSDT", 2, 5 * PF_NS_PER_MINUTE);
  g_autoptr(GString) log = g_string_new (NULL);
  g_autoptr(GArray) bars = chart_test_bars (1, 4);
  const PfBar *data = (PfBar *) (gpointer) bars->data;

  g_signal_connect (series, "changed", G_CALLBACK (changed_cb), log);
  g_assert_true (pf_chart_series_append (series, &data[0]));
  g_assert_false (pf_chart_series_append (series, &data[0]));
  g_assert_true (pf_chart_series_update_last (series, &data[0]));
  g_assert_false (pf_chart_series_update_last (series, &data[1]));
  g_assert_true (pf_chart_series_load (series, data, 4));
  pf_chart_series_clear (series);
  g_assert_cmpstr (log->str, ==, "LuAA");
  g_assert_finalize_object (series);
}

static void
test_values (void)
{
  g_autoptr(PfChartSeries) series = pf_chart_series_new ("Equity", 2, 0);
  g_autofree char *title = pf_chart_series_title (series);
  g_autofree char *text = pf_chart_series_format (series, -1234567);

  g_assert_cmpstr (title, ==, "Equity");
  g_assert_cmpstr (text, ==, "\xe2\x88\x92" "12\xe2\x80\x89" "345.67");
  g_assert_true (pf_chart_series_append_value (series, 5, 100));
  g_assert_true (pf_chart_series_append_value (series, 5, 90));
  g_assert_true (pf_chart_series_append_value (series, 6, 80));
  g_assert_false (pf_chart_series_append_value (series, 5, 70));
  g_assert_cmpuint (pf_chart_series_get_length (series), ==, 2);
  g_assert_cmpint (pf_chart_series_get_bar (series, 0).high, ==, 90);
  g_assert_cmpint (pf_chart_series_get_bar (series, 1).open, ==, 80);
}

static void
test_title (void)
{
  g_autoptr(PfChartSeries) series = pf_chart_series_new ("BTCUSDT", 2, 5 * PF_NS_PER_MINUTE);
  g_autofree char *title = pf_chart_series_title (series);

  g_assert_cmpstr (title, ==, "BTCUSDT 5m");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/chart-series/signals", test_signals);
  g_test_add_func ("/pf/chart-series/values", test_values);
  g_test_add_func ("/pf/chart-series/title", test_title);
  return g_test_run ();
}
