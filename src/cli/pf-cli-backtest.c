/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/pf-cli.h"

#include "research/pf-backtest.h"
#include "store/pf-bar-file.h"

#include <gio/gio.h>
#include <string.h>

typedef struct
{
  gboolean json;
  char *strategy, *bars, *symbol, *timeframe, *balance, *fee_rate, *slippage, *direction, *sizing;
  char *stop_loss, *take_profit, *trades, *equity;
  char **params;
} Options;

static gboolean
wrong (GError **error, const char *option, const char *value, const char *rule)
{
  g_clear_error (error);
  g_set_error (error, PF_CLI_ERROR, PF_CLI_ERROR_USAGE, "%s %s is wrong: %s", option, value, rule);
  return FALSE;
}

/* --- options ---------------------------------------------------------------------------------- */

/* Is text NAME=VALUE of this name? */
static gboolean
is_param (const char *text, const char *name)
{
  return g_str_has_prefix (text, name) && text[strlen (name)] == '=';
}

/* Parameters and sizing are read by the one reader of deployments. */
static gboolean
read_spec (const Options *options, PfDeploymentSpec *spec, GError **error)
{
  guint n_params = options->params != NULL ? g_strv_length (options->params) : 0;

  g_autoptr (GString) text = g_string_new (options->strategy);

  g_string_append (text, ",profile=none");
  if (options->direction != NULL)
    g_string_append_printf (text, ",direction=%s", options->direction);
  if (options->sizing != NULL)
    g_string_append_printf (text, ",sizing=%s", options->sizing);
  if (options->stop_loss != NULL)
    g_string_append_printf (text, ",stop_loss=%s", options->stop_loss);
  if (options->take_profit != NULL)
    g_string_append_printf (text, ",take_profit=%s", options->take_profit);
  for (guint i = 0; i < n_params; i++)
    {
      if (strchr (options->params[i], ',') != NULL)
        return wrong (error, "--param", options->params[i], "it is one parameter, as in fast=10.");
      g_string_append_printf (text, ",%s", options->params[i]);
    }
  if (!pf_deployment_spec_parse (text->str, spec, error))
    return FALSE;
  /* A name of some other item of a deployment was read as that. */
  for (guint i = 0; i < n_params; i++)
    if (i >= spec->n_params || !is_param (options->params[i], spec->params[i].name))
      return wrong (error, "--param", options->params[i], "no strategy has such a parameter.");
  return TRUE;
}

static gboolean
read_options (const Options *options, PfBacktestConfig *config, GError **error)
{
  if (options->strategy == NULL || options->bars == NULL)
    {
      g_set_error (error, PF_CLI_ERROR, PF_CLI_ERROR_USAGE,
                   "A backtest needs --strategy ID and --bars FILE; pilotfish strategies lists the "
                   "strategies.");
      return FALSE;
    }
  if (strchr (options->strategy, ',') != NULL || strchr (options->strategy, '=') != NULL)
    return wrong (error, "--strategy", options->strategy, "it is the id of one strategy.");
  pf_backtest_config_init (config, options->strategy);
  if (!read_spec (options, &config->spec, error))
    return FALSE;
  if (options->symbol != NULL && !pf_symbol_is_valid (options->symbol))
    return wrong (error, "--symbol", options->symbol, "a symbol is 1 to 23 letters and digits.");
  if (options->symbol != NULL)
    g_strlcpy (config->symbol, options->symbol, sizeof config->symbol);
  if (options->balance != NULL && !pf_money_parse (options->balance, &config->balance, NULL))
    return wrong (error, "--balance", options->balance, "it is an amount above 0.");
  if (options->fee_rate != NULL && !pf_rate_parse (options->fee_rate, &config->fee_rate, NULL))
    return wrong (error, "--fee-rate", options->fee_rate, "it is a rate from 0 to 0.1.");
  if (options->slippage != NULL && !pf_rate_parse_bps (options->slippage, &config->slippage, NULL))
    return wrong (error, "--slippage-bps", options->slippage, "it is a number from 0.");
  config->keep_equity = options->equity != NULL;
  return TRUE;
}

static PfBarSeries *
load_bars (const Options *options, GError **error)
{
  g_autoptr (PfBarSeries) series = pf_bar_file_load (options->bars, error);
  PfBarSeries *resampled;
  gint64 timeframe_ns;

  if (series == NULL || options->timeframe == NULL)
    return g_steal_pointer (&series);
  if (!pf_timeframe_parse (options->timeframe, &timeframe_ns))
    {
      wrong (error, "--timeframe", options->timeframe, "write it as 5m, 1h, 4h, 1d or 1w.");
      return NULL;
    }
  resampled = pf_bar_series_resample (series, timeframe_ns, error);
  if (resampled != NULL && pf_bar_series_length (resampled) == 0)
    {
      g_clear_pointer (&resampled, pf_bar_series_free);
      wrong (error, "--timeframe", options->timeframe, "the file has no whole bar of it.");
    }
  return resampled;
}

/* --- files ------------------------------------------------------------------------------------ */

static gboolean
write_file (const char *path, const GString *text, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (g_file_set_contents (path, text->str, (gssize) text->len, &problem))
    return TRUE;
  g_set_error (error, PF_CLI_ERROR, PF_CLI_ERROR_USAGE, "%s cannot be written: %s.", path,
               problem->message);
  return FALSE;
}

static void
add_exact (GString *text, PfInt128 e18)
{
  char number[PF_DECIMAL_TEXT_MAX];

  g_string_append_printf (text, ",%s", pf_decimal_print (e18, PF_DECIMALS, number));
}

static GString *
trades_csv (const PfBacktestResult *result)
{
  GString *text = g_string_new ("entry_time,exit_time,side,quantity,entry_price,exit_price,fees,"
                                "pnl,pnl_pct,reason\n");
  char entry[PF_TIME_TEXT_MAX], exit[PF_TIME_TEXT_MAX], rate[PF_DECIMAL_TEXT_MAX];

  for (guint i = 0; i < result->trades->len; i++)
    {
      const PfTrade *trade = &g_array_index (result->trades, PfTrade, i);
      g_string_append_printf (text, "%s,%s,%s", pf_time_print (trade->ts_entry_ns, entry),
                              pf_time_print (trade->ts_exit_ns, exit),
                              trade->side == PF_SIDE_BUY ? "LONG" : "SHORT");
      add_exact (text, trade->quantity.e18);
      add_exact (text, trade->entry_price.e18);
      add_exact (text, trade->exit_price.e18);
      add_exact (text, trade->fees.e18);
      add_exact (text, trade->pnl.e18);
      g_string_append_printf (text, ",%s,%s\n",
                              pf_decimal_print (trade->pnl_rate.e12, PF_RATE_DECIMALS - 2, rate),
                              pf_reason_name (trade->reason));
    }
  return text;
}

static GString *
equity_csv (const PfBacktestResult *result, const PfBarSeries *series)
{
  GString *text = g_string_new ("time,equity,drawdown_pct\n");
  char time[PF_TIME_TEXT_MAX], number[G_ASCII_DTOSTR_BUF_SIZE];
  PfMoney peak = result->metrics.initial;

  for (guint i = 0; i < result->equity->len; i++)
    {
      PfMoney equity = g_array_index (result->equity, PfMoney, i);
      double drawdown_pct = 0;
      if (pf_money_compare (equity, peak) > 0)
        peak = equity;
      if (!pf_metrics_percent (pf_money_sub (peak, equity), peak, &drawdown_pct))
        drawdown_pct = 0;
      g_string_append (text, pf_time_print (pf_bar_series_get (series, i)->ts_open_ns, time));
      add_exact (text, equity.e18);
      g_string_append_printf (text, ",%s\n",
                              g_ascii_dtostr (number, sizeof number, drawdown_pct));
    }
  return text;
}

static gboolean
write_files (const Options *options, const PfBacktestResult *result, const PfBarSeries *series,
             GError **error)
{
  GString *text;
  gboolean done = TRUE;

  if (options->trades != NULL)
    {
      text = trades_csv (result);
      done = write_file (options->trades, text, error);
      g_string_free (text, TRUE);
    }
  if (done && options->equity != NULL)
    {
      text = equity_csv (result, series);
      done = write_file (options->equity, text, error);
      g_string_free (text, TRUE);
    }
  return done;
}

/* --- the answer ------------------------------------------------------------------------------- */

static void
say_text (JsonBuilder *json, const char *name, const char *text)
{
  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, text);
}

static void
say_count (JsonBuilder *json, const char *name, guint64 count)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, (gint64) count);
}

static void
say_money (JsonBuilder *json, const char *name, PfMoney money)
{
  char text[PF_DECIMAL_TEXT_MAX];

  say_text (json, name, pf_decimal_print (money.e18, PF_DECIMALS, text));
}

static void
say_seconds (JsonBuilder *json, const char *name, gint64 us)
{
  json_builder_set_member_name (json, name);
  json_builder_add_double_value (json, (double) us / 1e6);
}

static void
say_ratio (JsonBuilder *json, const char *name, gboolean known, const double *ratio)
{
  json_builder_set_member_name (json, name);
  if (known)
    json_builder_add_double_value (json, *ratio);
  else
    json_builder_add_null_value (json);
}

static JsonBuilder *
describe (const PfBacktestResult *result, gint64 load_us, gint64 engine_us)
{
  JsonBuilder *json = json_builder_new ();
  g_autofree char *fingerprint = pf_backtest_result_fingerprint (result);
  const PfMetrics *metrics = &result->metrics;
  char time[PF_TIME_TEXT_MAX];
  const struct { const char *name; gboolean (*get) (const PfMetrics *, double *); } ratios[] = {
    { "sharpe", pf_metrics_sharpe },
    { "sortino", pf_metrics_sortino },
    { "max_drawdown_pct", pf_metrics_max_drawdown_pct },
    { "profit_factor", pf_metrics_profit_factor },
  };
  double ratio = 0;

  json_builder_begin_object (json);
  say_count (json, "bars", result->n_bars);
  say_text (json, "from", pf_time_print (result->from_ns, time));
  say_text (json, "to", pf_time_print (result->to_ns, time));
  say_count (json, "trades", metrics->n_trades);
  say_count (json, "winning", metrics->n_winning);
  say_count (json, "losing", metrics->n_losing);
  say_count (json, "refusals", result->n_refusals);
  say_ratio (json, "win_rate_pct", pf_metrics_win_rate_pct (metrics, &ratio), &ratio);
  say_money (json, "total_pnl", pf_metrics_total_pnl (metrics));
  say_ratio (json, "total_pnl_pct", pf_metrics_total_pnl_pct (metrics, &ratio), &ratio);
  say_money (json, "fees", result->fees);
  say_money (json, "final_equity", metrics->equity);
  for (guint i = 0; i < G_N_ELEMENTS (ratios); i++)
    say_ratio (json, ratios[i].name, ratios[i].get (metrics, &ratio), &ratio);
  say_ratio (json, "exposure_pct", pf_backtest_result_exposure_pct (result, &ratio), &ratio);
  say_text (json, "fingerprint", fingerprint);
  say_seconds (json, "load_seconds", load_us);
  say_seconds (json, "engine_seconds", engine_us);
  json_builder_end_object (json);
  return json;
}

static void
print_readable (JsonBuilder *json)
{
  g_autoptr (JsonNode) root = json_builder_get_root (json);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, json_node_get_object (root));
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (JSON_NODE_HOLDS_NULL (node))
      g_print ("%-18s-\n", name);
    else if (json_node_get_value_type (node) == G_TYPE_DOUBLE)
      g_print ("%-18s%.4f\n", name, json_node_get_double (node));
    else if (json_node_get_value_type (node) == G_TYPE_INT64)
      g_print ("%-18s%" G_GINT64_FORMAT "\n", name, json_node_get_int (node));
    else
      g_print ("%-18s%s\n", name, json_node_get_string (node));
  g_object_unref (json);
}

static gboolean
run (const Options *options, GError **error)
{
  g_autoptr (PfBarSeries) series = NULL;
  g_autoptr (PfBacktestResult) result = NULL;
  gint64 begun_us = g_get_monotonic_time (), loaded_us, ended_us;
  PfBacktestConfig config;
  JsonBuilder *json;

  if (!read_options (options, &config, error))
    return FALSE;
  series = load_bars (options, error);
  if (series == NULL)
    return FALSE;
  loaded_us = g_get_monotonic_time ();
  result = pf_backtest_run (series, &config, error);
  if (result == NULL)
    return FALSE;
  ended_us = g_get_monotonic_time ();
  json = describe (result, loaded_us - begun_us, ended_us - loaded_us);
  if (!write_files (options, result, series, error))
    {
      g_object_unref (json);
      return FALSE;
    }
  if (options->json)
    pf_cli_print_json (json);
  else
    print_readable (json);
  return TRUE;
}

gboolean
pf_cli_backtest (int argc, char **argv, GError **error)
{
  Options o = { 0 };
  const GOptionEntry entries[] = {
    { "strategy", 0, 0, G_OPTION_ARG_STRING, &o.strategy, "see pilotfish strategies", "ID" },
    { "param", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o.params, "a parameter of it", "K=V" },
    { "bars", 0, 0, G_OPTION_ARG_FILENAME, &o.bars, "candles: CSV, plain or gzip", "FILE" },
    { "symbol", 0, 0, G_OPTION_ARG_STRING, &o.symbol, "what they are of", "S" },
    { "timeframe", 0, 0, G_OPTION_ARG_STRING, &o.timeframe, "make longer bars of them", "T" },
    { "balance", 0, 0, G_OPTION_ARG_STRING, &o.balance, "10000", "N" },
    { "fee-rate", 0, 0, G_OPTION_ARG_STRING, &o.fee_rate, "0.0004", "R" },
    { "slippage-bps", 0, 0, G_OPTION_ARG_STRING, &o.slippage, "0", "B" },
    { "direction", 0, 0, G_OPTION_ARG_STRING, &o.direction, "long, short or both", "D" },
    { "sizing", 0, 0, G_OPTION_ARG_STRING, &o.sizing, "units=N or fraction=F", "S" },
    { "stop-loss", 0, 0, G_OPTION_ARG_STRING, &o.stop_loss, "percent from the entry", "PCT" },
    { "take-profit", 0, 0, G_OPTION_ARG_STRING, &o.take_profit, "percent from the entry", "PCT" },
    { "trades", 0, 0, G_OPTION_ARG_FILENAME, &o.trades, "write the trades", "OUT.csv" },
    { "equity", 0, 0, G_OPTION_ARG_FILENAME, &o.equity, "write the equity curve", "OUT.csv" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &o.json, "print one JSON object", NULL },
    { NULL },
  };
  gboolean done = pf_cli_parse (&argc, &argv, entries, 0, error) && run (&o, error);

  for (guint i = 0; i < G_N_ELEMENTS (entries) - 1; i++)
    if (entries[i].arg == G_OPTION_ARG_STRING || entries[i].arg == G_OPTION_ARG_FILENAME)
      g_free (*(char **) entries[i].arg_data);
  g_strfreev (o.params);
  return done;
}
