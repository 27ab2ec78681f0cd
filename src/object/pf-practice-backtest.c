/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "object/pf-practice-backtest.h"

#include "base/pf-text.h"
#include "market/pf-generator.h"
#include "object/pf-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef struct
{
  PfBacktestConfig config;
  guint64 seed;
  guint32 instrument;
  guint n_bars;
  gint64 end_ns;
} Job;

static void
clear (gpointer data)
{
  PfPracticeBacktest *self = data;

  g_clear_pointer (&self->bars, pf_bar_series_free);
  g_clear_pointer (&self->result, pf_backtest_result_free);
}

void
pf_practice_backtest_unref (PfPracticeBacktest *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  g_autoptr (PfPracticeBacktest) made = g_atomic_rc_box_new0 (PfPracticeBacktest);
  g_autoptr (PfGenerator) generator = pf_generator_new (job->seed);
  g_autoptr (GError) error = NULL;

  made->config = job->config;
  made->bars = pf_generator_bars (generator, job->instrument, job->config.spec.timeframe_ns,
                                  job->n_bars, job->end_ns);
  if (g_task_return_error_if_cancelled (task))
    return;
  made->result = pf_backtest_run (made->bars, &made->config, &error);
  if (made->result == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&made),
                           (GDestroyNotify) pf_practice_backtest_unref);
}

static guint32
find_instrument (const PfInstruments *instruments, const char *symbol)
{
  for (guint32 i = 0; i < instruments->n; i++)
    if (strcmp (pf_instruments_get (instruments, i)->symbol, symbol) == 0)
      return i;
  return 0;
}

void
pf_practice_backtest_async (PfExecutionEngine *engine, const PfDeploymentSpec *spec, guint n_bars,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  const PfDeskConfig *desk = pf_desk_config (pf_execution_engine_get_desk (engine));
  const PfInstruments *instruments = pf_execution_engine_get_instruments (engine);
  g_autoptr (GTask) task = g_task_new (engine, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);
  PfDeploymentSpec *to = &job->config.spec;

  g_assert (desk->feed == PF_FEED_PRACTICE && spec->timeframe_ns >= PF_GENERATOR_TICK_NS);
  pf_backtest_config_init (&job->config, spec->strategy);
  to->timeframe_ns = spec->timeframe_ns;
  to->direction = spec->direction;
  to->stop_loss = spec->stop_loss;
  to->take_profit = spec->take_profit;
  to->n_params = spec->n_params;
  memcpy (to->params, spec->params, sizeof spec->params);
  job->config.balance = desk->balance;
  job->config.fee_rate = desk->fee_rate;
  job->config.slippage = desk->slippage;
  job->config.keep_equity = TRUE;
  job->seed = desk->seed;
  job->instrument = find_instrument (instruments, spec->n_symbols > 0 ? spec->symbols[0] : "");
  g_strlcpy (job->config.symbol, pf_instruments_get (instruments, job->instrument)->symbol,
             PF_SYMBOL_MAX);
  job->n_bars = CLAMP (n_bars, PF_PRACTICE_BACKTEST_BARS_MIN, PF_PRACTICE_BACKTEST_BARS_MAX);
  job->end_ns = pf_execution_engine_get_figures (engine)->ts_ns;
  g_task_set_task_data (task, job, g_free);
  g_task_run_in_thread (task, run);
}

PfPracticeBacktest *
pf_practice_backtest_finish (PfExecutionEngine *engine, GAsyncResult *result, GError **error)
{
  g_assert (g_task_is_valid (result, engine));
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- in words --------------------------------------------------------------------------------- */

const char *
pf_practice_backtest_title (PfBacktestFigure figure)
{
  static const char *const titles[PF_N_BACKTEST_FIGURES] = {
    [PF_BACKTEST_FIGURE_PNL] = N_("P&L, USDT"), [PF_BACKTEST_FIGURE_RETURN] = N_("Return"),
    [PF_BACKTEST_FIGURE_SHARPE] = N_("Sharpe"), [PF_BACKTEST_FIGURE_DRAWDOWN] = N_("Drawdown"),
    [PF_BACKTEST_FIGURE_TRADES] = N_("Trades"), [PF_BACKTEST_FIGURE_WIN_RATE] = N_("Won"),
    [PF_BACKTEST_FIGURE_PROFIT_FACTOR] = N_("Profit factor"),
    [PF_BACKTEST_FIGURE_SORTINO] = N_("Sortino"),
    [PF_BACKTEST_FIGURE_EXPOSURE] = N_("In the market"),
    [PF_BACKTEST_FIGURE_FEES] = N_("Fees, USDT"),
  };

  g_assert ((guint) figure < PF_N_BACKTEST_FIGURES);
  return _(titles[figure]);
}

typedef gboolean (*Ratio) (const PfMetrics *metrics, double *out);

/* of those that are ratios; whether a percent, and with a sign */
static const struct { Ratio ratio; gboolean is_percent, is_signed; }
ratios[PF_N_BACKTEST_FIGURES] = {
  [PF_BACKTEST_FIGURE_RETURN] = { pf_metrics_total_pnl_pct, TRUE, TRUE },
  [PF_BACKTEST_FIGURE_SHARPE] = { pf_metrics_sharpe, FALSE, FALSE },
  [PF_BACKTEST_FIGURE_DRAWDOWN] = { pf_metrics_max_drawdown_pct, TRUE, FALSE },
  [PF_BACKTEST_FIGURE_WIN_RATE] = { pf_metrics_win_rate_pct, TRUE, FALSE },
  [PF_BACKTEST_FIGURE_PROFIT_FACTOR] = { pf_metrics_profit_factor, FALSE, FALSE },
  [PF_BACKTEST_FIGURE_SORTINO] = { pf_metrics_sortino, FALSE, FALSE },
  [PF_BACKTEST_FIGURE_EXPOSURE] = { pf_metrics_exposure_pct, TRUE, FALSE },
};

char *
pf_practice_backtest_text (const PfPracticeBacktest *self, PfBacktestFigure figure)
{
  const PfMetrics *metrics = &self->result->metrics;
  double value;

  switch ((int) figure)
    {
    case PF_BACKTEST_FIGURE_PNL:
      return pf_format_pnl (pf_metrics_total_pnl (metrics));
    case PF_BACKTEST_FIGURE_FEES:
      return pf_format_money (self->result->fees);
    case PF_BACKTEST_FIGURE_TRADES:
      return g_strdup_printf ("%u", self->result->trades->len);
    default:
      if (!ratios[figure].ratio (metrics, &value))
        value = NAN;
      if (ratios[figure].is_percent)
        return ratios[figure].is_signed ? pf_format_signed_percent (value)
                                        : pf_format_percent (value);
      if (!isfinite (value))
        return g_strdup ("\xe2\x80\x93");
      return g_strdup_printf ("%s%.2f", value < -0.005 ? PF_TEXT_MINUS : "", fabs (value));
    }
}

char *
pf_practice_backtest_describe (const PfPracticeBacktest *self)
{
  char timeframe[PF_TIME_TEXT_MAX];
  g_autofree char *count = pf_text_number (pf_bar_series_length (self->bars), 0, 0, FALSE);

  return g_strdup_printf (_("%s %s, %s candles of the practice market"), self->config.symbol,
                          pf_timeframe_print (self->bars->timeframe_ns, timeframe), count);
}
