/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A backtest's equity as charts take it: presentation only. */
#pragma once

#include "chart/pf-chart-series.h"
#include "object/pf-practice-backtest.h"

G_BEGIN_DECLS

/* one value a bar, in cents (transfer full) */
PfChartSeries *pf_equity_series_new (const PfPracticeBacktest *backtest);
/* the last equity less the balance */
PfMoney pf_equity_profit (const PfPracticeBacktest *backtest);

G_END_DECLS
