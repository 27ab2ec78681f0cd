/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A million one-minute bars through the engine, next to the least that any backtest has to do:
 * plain loops over columns of doubles. Loop B is the limit: signal, fills, cash, equity curve,
 * drawdown and fill log; loop A is B without the last three. sma_cross 10/30, always in the market,
 * one unit, 0.04 % a fill, 1e9 cash. All take turns; a ratio is of two times of the same round.
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
  double *open, *close;         /* in points, so that sums of them are exact */
  double *equity;
  double *log;
  guint loop_fills;
  double loop_equity, loop_drawdown;
  guint fills;
  PfMoney final_equity;
} Data;

/* everything: loop B, else loop A. Inlined, so that either is compiled for what it does. */
static inline void
run_loop (Data *data, gboolean everything)
{
  const double *open = data->open, *close = data->close;
  double cash = 1e11, held = 0, peak = 1e11, worst = 0, fast = 0, slow = 0;
  int sign = 0, due = 0;
  guint n = 0;

  for (guint i = 0; i < BARS; i++)
    {
      double above;

      if (due != 0)
        {
          double units = due - held;

          cash -= units * open[i] + 0.0004 * open[i] * (units < 0 ? -units : units);
          held = due;
          due = 0;
          if (everything)
            {
              data->log[2 * n] = i;
              data->log[2 * n + 1] = open[i];
            }
          n++;
        }
      if (everything)
        {
          double equity = cash + held * close[i];

          data->equity[i] = equity;
          peak = MAX (peak, equity);
          worst = MAX (worst, (peak - equity) / peak);
        }
      fast += close[i] - (i >= FAST ? close[i - FAST] : 0);
      slow += close[i] - (i >= SLOW ? close[i - SLOW] : 0);
      above = fast * SLOW - slow * FAST;
      if (i + 1 >= SLOW && above != 0)
        {
          int now = above > 0 ? 1 : -1;

          if (now == -sign)
            due = now;
          sign = now;
        }
    }
  data->loop_fills = n;
  data->loop_equity = (cash + held * close[BARS - 1]) / 100;
  data->loop_drawdown = worst;
}

static void
run_loop_a (gpointer user_data)
{
  run_loop (user_data, FALSE);
}

static void
run_loop_b (gpointer user_data)
{
  run_loop (user_data, TRUE);
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
                .log = g_new0 (double, 2 * BARS), .open = g_new (double, BARS),
                .close = g_new (double, BARS) };
  BenchRow rows[] = { { "loop B", run_loop_b, { 0 } },
                      { "loop A", run_loop_a, { 0 } },
                      { "engine", run_engine, { 0 } },
                      { "few trades", run_quiet, { 0 } } }; /* 500/5000: what a bar alone costs */
  g_autofree char *equity = NULL;

  for (guint i = 0; i < BARS; i++)
    {
      data.open[i] = (double) pf_bar_series_get (data.series, i)->open;
      data.close[i] = (double) pf_bar_series_get (data.series, i)->close;
    }
  bench_run (rows, G_N_ELEMENTS (rows), &data);
  equity = pf_money_to_string (data.final_equity);
  g_print (
      "# backtest, sma_cross %d/%d both, %d one-minute bars, commission, medians of %d rounds\n",
      FAST, SLOW, BARS, BENCH_ROUNDS);
  g_print ("# loop: %u reversals, equity %.4f; engine: %u fills, equity %s\n", data.loop_fills,
           data.loop_equity, data.fills, equity);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_print ("%-12s %7.2f ns/bar  %7.1f M bars/s  %6.2fx loop B (%.2f-%.2f)\n", rows[i].name,
             bench_ns (&rows[i], BARS), 1e3 / bench_ns (&rows[i], BARS),
             rows[i].ratio[BENCH_ROUNDS / 2], rows[i].ratio[0], rows[i].ratio[BENCH_ROUNDS - 1]);
  pf_bar_series_free (data.series);
  g_free (data.open);
  g_free (data.close);
  g_free (data.equity);
  g_free (data.log);
  return 0;
}
