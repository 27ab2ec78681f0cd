/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A strategy over the practice market's past, in a thread of its own: the same bars that the desk
 * plays, on an engine that nothing else uses.
 */
#pragma once

#include "object/pf-execution-engine.h"
#include "research/pf-backtest.h"

G_BEGIN_DECLS

#define PF_PRACTICE_BACKTEST_BARS_MIN 100
#define PF_PRACTICE_BACKTEST_BARS_MAX 100000

/* Made once, then only read. */
typedef struct
{
  PfBacktestConfig config;      /* what was run */
  PfBarSeries *bars;
  PfBacktestResult *result;     /* with the equity of each bar */
} PfPracticeBacktest;

void pf_practice_backtest_unref (PfPracticeBacktest *self);

/**
 * pf_practice_backtest_async:
 * @engine: whose market, balance and costs; what is run ends where its market is now
 * @spec: strategy, parameters, the first symbol, timeframe, direction, stops; limits do not count
 * @n_bars: of the timeframe, %PF_PRACTICE_BACKTEST_BARS_MIN to _MAX
 *
 * The whole balance is put into each position, as the backtest's default is.
 */
void pf_practice_backtest_async (PfExecutionEngine *engine, const PfDeploymentSpec *spec,
                                 guint n_bars, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full); NULL with PF_BACKTEST_ERROR, PF_STRATEGY_ERROR or G_IO_ERROR_CANCELLED */
PfPracticeBacktest *pf_practice_backtest_finish (PfExecutionEngine *engine, GAsyncResult *result,
                                                 GError **error);

/* What is shown of it, in this order. */
typedef enum
{
  PF_BACKTEST_FIGURE_PNL, PF_BACKTEST_FIGURE_RETURN, PF_BACKTEST_FIGURE_SHARPE,
  PF_BACKTEST_FIGURE_DRAWDOWN, PF_BACKTEST_FIGURE_TRADES, PF_BACKTEST_FIGURE_WIN_RATE,
  PF_BACKTEST_FIGURE_PROFIT_FACTOR, PF_BACKTEST_FIGURE_SORTINO, PF_BACKTEST_FIGURE_EXPOSURE,
  PF_BACKTEST_FIGURE_FEES, PF_N_BACKTEST_FIGURES
} PfBacktestFigure;
/* "Return" */
const char *pf_practice_backtest_title (PfBacktestFigure figure);
/* "+3.20 %"; a dash where there is no value (transfer full) */
char *pf_practice_backtest_text (const PfPracticeBacktest *self, PfBacktestFigure figure);
/* "BTCUSDT 1h, 2 000 candles of the practice market" (transfer full) */
char *pf_practice_backtest_describe (const PfPracticeBacktest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfPracticeBacktest, pf_practice_backtest_unref)

G_END_DECLS
