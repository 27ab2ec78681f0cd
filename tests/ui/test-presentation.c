/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What widgets show, as functions: without a display. */
#include "object/pf-execution-engine.h"
#include "ui/pf-desk-chart.h"
#include "ui/pf-equity.h"
#include "ui/pf-presence.h"
#include "ui/pf-settings.h"

#include <string.h>

static void
add_deployment (GListStore *store, const char *name, const char *symbols, PfDeploymentStatus status)
{
  PfDeploymentRow *row = g_new0 (PfDeploymentRow, 1);
  g_autoptr (PfDeployment) item = NULL;

  row->id = 1 + g_list_model_get_n_items (G_LIST_MODEL (store));
  row->strategy_id = g_strdup ("x");
  row->strategy_name = g_strdup (name);
  row->symbols = g_strdup (symbols);
  row->timeframe = g_strdup ("1m");
  row->sentence = g_strdup ("");
  row->status = status;
  item = pf_deployment_new (row);
  g_list_store_append (store, item);
}

static void
assert_badge (GListStore *store, const char *symbol, const char *expected)
{
  g_autofree char *badge = pf_desk_chart_badge (G_LIST_MODEL (store), symbol);

  g_assert_cmpstr (badge, ==, expected);
}

static void
test_badge (void)
{
  g_autoptr (GListStore) store = g_list_store_new (PF_TYPE_DEPLOYMENT);

  assert_badge (store, "BTCUSDT", NULL);
  add_deployment (store, "Volume breakout", "ETHUSDT, ADAUSDT", PF_DEPLOYMENT_PAUSED);
  assert_badge (store, "BTCUSDT", NULL);
  assert_badge (store, "ETHUSDT", "DEPLOYED · PAPER · Volume breakout");
  assert_badge (store, "ADAUSDT", "DEPLOYED · PAPER · Volume breakout");
  assert_badge (store, "ADA", NULL);
  add_deployment (store, "MACD trend", "ETHUSDT", PF_DEPLOYMENT_STOPPED);
  assert_badge (store, "ETHUSDT", "DEPLOYED · PAPER · Volume breakout");
  add_deployment (store, "RSI reversion", "BTCUSDT, ETHUSDT", PF_DEPLOYMENT_ACTIVE);
  assert_badge (store, "ETHUSDT", "DEPLOYED · PAPER · 2 strategies");
}

/* A machine is kept awake for what is real only. */
static void
test_awake (void)
{
  g_assert_false (pf_presence_wants_awake ("practice", 3));
  g_assert_false (pf_presence_wants_awake ("replay", 3));
  g_assert_false (pf_presence_wants_awake ("live", 0));
  g_assert_true (pf_presence_wants_awake ("live", 1));
}

static void
test_scheme (void)
{
  g_assert_cmpint (pf_settings_scheme (PF_APPEARANCE_SYSTEM), ==, ADW_COLOR_SCHEME_DEFAULT);
  g_assert_cmpint (pf_settings_scheme (PF_APPEARANCE_LIGHT), ==, ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_assert_cmpint (pf_settings_scheme (PF_APPEARANCE_DARK), ==, ADW_COLOR_SCHEME_FORCE_DARK);
}

/* Every key has its default, also where nothing is installed. */
static void
test_settings (void)
{
  g_autoptr (GSettings) settings = pf_settings_new ();
  g_autofree char *page = g_settings_get_string (settings, "page");

  g_assert_cmpstr (page, ==, "desk");
  g_assert_cmpint (g_settings_get_int (settings, "width"), ==, 1180);
  g_assert_cmpint (g_settings_get_int (settings, "height"), ==, 760);
  g_assert_cmpint (g_settings_get_enum (settings, "notifications"), ==, PF_NOTIFY_ALL);
  g_assert_cmpint (g_settings_get_enum (settings, "closing"), ==, PF_CLOSING_ASK);
  g_settings_set_enum (settings, "closing", PF_CLOSING_BACKGROUND);
  g_assert_cmpint (g_settings_get_enum (settings, "closing"), ==, PF_CLOSING_BACKGROUND);
}

/* Cents, one a bar, up to where nothing is left. */
static void
test_equity (void)
{
  static const char *const values[] = { "10000", "10012.345", "9.99", "0.01", "0", "5" };
  PfPracticeBacktest backtest = { .bars = pf_bar_series_new (1, PF_NS_PER_MINUTE) };
  PfBacktestResult result = { .equity = g_array_new (FALSE, FALSE, sizeof (PfMoney)) };
  g_autoptr (PfChartSeries) series = NULL;

  backtest.result = &result;
  backtest.config.balance = pf_money_from_int (10000);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      PfBar bar = { (i + 1) * PF_NS_PER_MINUTE, 100, 100, 100, 100, 0 };
      PfMoney money;
      g_assert_true (pf_bar_series_append (backtest.bars, &bar));
      g_assert_true (pf_money_parse (values[i], &money, NULL));
      g_array_append_val (result.equity, money);
    }
  series = pf_equity_series_new (&backtest);
  g_assert_cmpuint (pf_chart_series_get_length (series), ==, 4);
  g_assert_cmpint (pf_chart_series_get_bar (series, 1).close, ==, 1001234);
  g_assert_cmpint (pf_chart_series_get_bar (series, 3).close, ==, 1);
  g_assert_cmpint (pf_chart_series_get_bar (series, 3).ts_open_ns, ==, 4 * PF_NS_PER_MINUTE);
  g_assert_cmpint (pf_money_compare (pf_equity_profit (&backtest), pf_money_from_int (-9995)), ==,
                   0);
  g_array_unref (result.equity);
  pf_bar_series_free (backtest.bars);
}

int
main (int argc, char **argv)
{
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/presentation/badge", test_badge);
  g_test_add_func ("/pf/presentation/awake", test_awake);
  g_test_add_func ("/pf/presentation/scheme", test_scheme);
  g_test_add_func ("/pf/presentation/settings", test_settings);
  g_test_add_func ("/pf/presentation/equity", test_equity);
  return g_test_run ();
}
