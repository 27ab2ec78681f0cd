/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "object/pf-execution-engine.h"
#include "strategy/pf-strategy.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PfBacktestWindow:
 *
 * One strategy on the practice market's past: what it is run with above, its figures, the market
 * with its entries and exits, its equity and each trade below. Every change can be run again; what
 * was run can be deployed as it is.
 */
#define PF_TYPE_BACKTEST_WINDOW (pf_backtest_window_get_type ())
G_DECLARE_FINAL_TYPE (PfBacktestWindow, pf_backtest_window, PF, BACKTEST_WINDOW, AdwWindow)

/* begins with the strategy's defaults, and runs them */
PfBacktestWindow *pf_backtest_window_new (GtkWindow *parent, PfExecutionEngine *engine,
                                          const PfStrategy *strategy);

G_END_DECLS
