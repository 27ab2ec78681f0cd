/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A backtest: the engine that trades, over bars of the past, with the paper market as its venue.
 * Nothing about trading is decided here; this is the desk of a run, as small as it can be.
 *
 *   for each bar:  market orders, stops and targets meet the bar   (market -> engine, until quiet)
 *                  the bar closes: strategy, decision, orders      (engine -> market)
 *                  equity is marked at the close
 *
 * Guarantees
 *  1. The figures are those of the backtest contract, to the last digit; the same input gives the
 *     same bytes.
 *  2. Asks no clock and no file: whoever wants to know how long it took, looks at a watch outside.
 */
#pragma once

#include "engine/pf-engine.h"

G_BEGIN_DECLS

typedef struct
{
  /* strategy, parameters, direction, sizing, stop loss and take profit; the rest is set here */
  PfDeploymentSpec spec;
  char symbol[PF_SYMBOL_MAX];
  PfMoney balance;              /* > 0 */
  PfRate fee_rate;              /* 0 .. 0.1 */
  PfRate slippage;              /* 0 .. below 1, of the price */
  gboolean keep_equity;         /* the equity of every bar is wanted */
} PfBacktestConfig;

typedef struct
{
  guint n_bars;
  gint64 from_ns, to_ns;        /* open times of the first and the last bar */
  guint n_run;                  /* bars until the equity was used up; n_bars when it never was */
  PfMetrics metrics;            /* of n_run bars */
  PfMoney fees;
  guint64 n_refusals;
  GArray *fills;                /* of PfFill */
  GArray *trades;               /* of PfTrade */
  GArray *equity;               /* of PfMoney, n_run of them; NULL unless it was asked for */
} PfBacktestResult;

#define PF_BACKTEST_ERROR (pf_backtest_error_quark ())
GQuark pf_backtest_error_quark (void);
typedef enum
{
  PF_BACKTEST_ERROR_VALUE,      /* something in the config is out of its range */
  PF_BACKTEST_ERROR_ENGINE,     /* the engine halted: a bug, said instead of hidden */
} PfBacktestError;

/* balance 10000, fee rate 0.0004, no slippage, long, fraction 1, no stops, symbol "BARS" */
void pf_backtest_config_init (PfBacktestConfig *self, const char *strategy);
PfBacktestResult *pf_backtest_run (const PfBarSeries *series, const PfBacktestConfig *config,
                                   GError **error);
void pf_backtest_result_free (PfBacktestResult *self);
/* SHA-256 over the fills, see engine/pf-fingerprint.h (transfer full) */
char *pf_backtest_result_fingerprint (const PfBacktestResult *self);
/* bars with a position at their close / bars */
gboolean pf_backtest_result_exposure_pct (const PfBacktestResult *self, double *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfBacktestResult, pf_backtest_result_free)

G_END_DECLS
