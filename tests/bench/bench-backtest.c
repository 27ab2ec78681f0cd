/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A million one-minute bars through the engine, next to the least that any backtest has to do: a
 * bare loop over the same bars with signal, fills, cash, equity curve, drawdown and fill log.
 * sma_cross 10/30, always in the market, one unit, 0.04 % a fill, 1e9 cash.
 */
#include "bench.h"
#include "bench-bars.h"

#include "research/pf-backtest.h"

#define BARS 1000000
#define FAST 10
#define SLOW 30

typedef struct
{
  PfBarSeries *series;
  double *equity;
  double *log;
  guint loop_fills;
  double loop_equity, loop_drawdown;
  guint fills;
  PfMoney final_equity;
} Data;

static void
run_loop (gpointer user_data)
{
  Data *data = user_data;
  const PfBar *bars = (const PfBar *) (gpointer) data->series->bars->data;
  double cash = 1e9, held = 0, peak = 1e9, worst = 0;
  gint64 fast = 0, slow = 0;
  int sign = 0, due = 0;
  guint n_log = 0;

  for (guint i = 0; i < BARS; i++)
    {
      double open = (double) bars[i].open * 0.01;
      double close = (double) bars[i].close * 0.01;
      double equity;

      if (due != 0)
        {
          double units = due - held;

          cash -= units * open + 0.0004 * open * (units < 0 ? -units : units);
          held = due;
          due = 0;
          data->log[2 * n_log] = i;
          data->log[2 * n_log++ + 1] = open;
        }
      fast += bars[i].close - (i >= FAST ? bars[i - FAST].close : 0);
      slow += bars[i].close - (i >= SLOW ? bars[i - SLOW].close : 0);
      equity = cash + held * close;
      data->equity[i] = equity;
      peak = MAX (peak, equity);
      worst = MAX (worst, (peak - equity) / peak);
      if (i + 1 >= SLOW)
        {
          gint64 a = fast * SLOW, b = slow * FAST;
          int now = (a > b) - (a < b);

          if (now != 0 && sign != 0 && now != sign)
            due = now;
          sign = now != 0 ? now : sign;
        }
    }
  data->loop_fills = n_log;
  data->loop_equity = data->equity[BARS - 1];
  data->loop_drawdown = worst;
}

static void
run_engine_with (Data *data, double fast, double slow)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PfBacktestResult) result = NULL;
  PfBacktestConfig config;

  pf_backtest_config_init (&config, "sma_cross");
  config.spec.direction = PF_DIRECTION_BOTH;
  config.spec.sizing = PF_SIZING_UNITS;
  config.spec.units = pf_quantity_from_int (1);
  config.spec.n_params = 2;
  config.spec.params[0] = (PfParamValue){ "fast", fast };
  config.spec.params[1] = (PfParamValue){ "slow", slow };
  config.balance = pf_money_from_int (1000000000);
  config.keep_equity = TRUE;
  result = pf_backtest_run (data->series, &config, &error);
  g_assert_no_error (error);
  data->fills = result->fills->len;
  data->final_equity = result->metrics.equity;
}

static void
run_engine (gpointer user_data)
{
  run_engine_with (user_data, FAST, SLOW);
}

static void
run_quiet (gpointer user_data)
{
  Data quiet = *(Data *) user_data;

  run_engine_with (&quiet, 500, 5000);
}

int
main (void)
{
  Data data = { .series = bench_bars (BARS), .equity = g_new0 (double, BARS),
                .log = g_new0 (double, 2 * BARS) };
  BenchRow rows[] = { { "bare loop", run_loop, { 0 } },
                      { "engine", run_engine, { 0 } },
                      { "few trades", run_quiet, { 0 } } }; /* 500/5000: what a bar alone costs */
  g_autofree char *equity = NULL;

  bench_run (rows, G_N_ELEMENTS (rows), &data);
  equity = pf_money_to_string (data.final_equity);
  g_print (
      "# backtest, sma_cross %d/%d both, %d one-minute bars, commission, medians of %d rounds\n",
      FAST, SLOW, BARS, BENCH_ROUNDS);
  g_print ("# loop: %u reversals, equity %.4f; engine: %u fills, equity %s\n", data.loop_fills,
           data.loop_equity, data.fills, equity);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_print ("%-12s %7.2f ns/bar  %7.1f M bars/s  %6.2fx the loop\n", rows[i].name,
             bench_ns (&rows[i], BARS), 1e3 / bench_ns (&rows[i], BARS),
             bench_ns (&rows[i], BARS) / bench_ns (&rows[0], BARS));
  pf_bar_series_free (data.series);
  g_free (data.equity);
  g_free (data.log);
  return 0;
}
