/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/pf-chart-table.h"
#include "chart-test.h"

static char *
cell (GListModel *table, guint row, const char *column)
{
  g_autoptr(GObject) item = g_list_model_get_item (table, row);
  char *text;

  g_object_get (item, column, &text, NULL);
  return text;
}

#define assert_cell(row, column, want) \
  do { g_autofree char *got_ = cell (table, row, column); g_assert_cmpstr (got_, ==, want); } \
  while (0)

static void
test_rows (void)
{
  g_autoptr(PfChartSeries) series = pf_chart_series_new ("X", 2, PF_NS_PER_MINUTE);
  g_autoptr(GListModel) table = pf_chart_table_new (series);
  PfBar bar = { 60 * PF_NS_PER_SECOND, 123456, 200000, 50, 100, 12345 };

  g_assert_cmpuint (g_list_model_get_n_items (table), ==, 0);
  g_assert_true (pf_chart_series_append (series, &bar));
  assert_cell (0, "time", "1970-01-01 00:01");
  assert_cell (0, "open", "1\xe2\x80\x89" "234.56");
  assert_cell (0, "high", "2\xe2\x80\x89" "000.00");
  assert_cell (0, "low", "0.50");
  assert_cell (0, "close", "1.00");
  assert_cell (0, "volume", "12.3 k");
  g_assert_null (g_list_model_get_item (table, 1));
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, GString *log)
{
  g_string_append_printf (log, "%u-%u+%u ", position, removed, added);
}

static void
test_follows (void)
{
  g_autoptr(PfChartSeries) series = pf_chart_series_new ("X", 2, PF_NS_PER_MINUTE);
  GListModel *table;
  g_autoptr(GString) log = g_string_new (NULL);
  g_autoptr(GArray) bars = chart_test_bars (1, 5);
  const PfBar *data = (PfBar *) (gpointer) bars->data;
  g_autoptr(GObject) held = NULL;
  g_autofree char *text = NULL;

  g_assert_true (pf_chart_series_load (series, data, 3));
  table = pf_chart_table_new (series);
  g_signal_connect (table, "items-changed", G_CALLBACK (items_changed_cb), log);
  g_assert_true (pf_chart_series_append (series, &data[3]));
  g_assert_true (pf_chart_series_update_last (series, &data[3]));
  g_assert_true (pf_chart_series_load (series, data, 5));
  held = g_list_model_get_item (table, 4);
  pf_chart_series_clear (series);
  g_assert_cmpstr (log->str, ==, "3-0+1 3-1+1 0-4+5 0-5+0 ");
  g_object_get (held, "close", &text, NULL);
  g_assert_null (text);
  g_assert_finalize_object (table);
  /* nobody listens any more */
  g_assert_true (pf_chart_series_append (series, &data[0]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/chart-table/rows", test_rows);
  g_test_add_func ("/pf/chart-table/follows", test_follows);
  return g_test_run ();
}
