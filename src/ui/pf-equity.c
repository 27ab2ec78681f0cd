/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-equity.h"

#include <glib/gi18n-lib.h>

#define CENTS_E18 ((PfInt128) 10000000000000000)

PfChartSeries *
pf_equity_series_new (const PfPracticeBacktest *backtest)
{
  const GArray *equity = backtest->result->equity;
  PfChartSeries *series = pf_chart_series_new (_("Equity"), 2, 0);
  g_autofree PfBar *bars = g_new0 (PfBar, MAX (1, equity->len));
  guint n = 0;

  for (guint i = 0; i < equity->len; i++)
    {
      gint64 cents = (gint64) (g_array_index (equity, PfMoney, i).e18 / CENTS_E18);
      PfBar *bar = &bars[n];
      if (cents <= 0)
        break;          /* nothing is left: a curve has no place below */
      bar->ts_open_ns = pf_bar_series_get (backtest->bars, i)->ts_open_ns;
      bar->open = bar->high = bar->low = bar->close = cents;
      n++;
    }
  pf_chart_series_load (series, bars, n);
  return series;
}

PfMoney
pf_equity_profit (const PfPracticeBacktest *backtest)
{
  const GArray *equity = backtest->result->equity;

  return equity->len > 0 ? pf_money_sub (g_array_index (equity, PfMoney, equity->len - 1),
                                         backtest->config.balance) : PF_MONEY_ZERO;
}
