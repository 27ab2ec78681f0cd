/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Nanoseconds per bar of every strategy with its defaults, through the interface as the engine
 * calls it, over a million bars; beside them what it costs only to walk over those bars, and a
 * plain C loop of sma_cross 10/30 on a bare array of closes.
 */
#include <stdio.h>

#include "bench.h"
#include "strategy/pf-strategy.h"

#define N 1000000

static PfBar bars[N];
static double closes[N];
static guint64 signals;         /* so that no loop is left out by the compiler */

static void
fill (void)
{
  GRand *rand = g_rand_new_with_seed (1);
  gint64 price = 3000000;

  for (guint i = 0; i < N; i++)
    {
      PfBar *bar = &bars[i];

      bar->ts_open_ns = i * PF_NS_PER_MINUTE;
      bar->open = price;
      price = MAX (10000, price + g_rand_int_range (rand, -2000, 2001));
      bar->close = price;
      bar->high = MAX (bar->open, price) + g_rand_int_range (rand, 0, 1000);
      bar->low = MIN (bar->open, price) - g_rand_int_range (rand, 0, 1000);
      bar->volume = g_rand_double_range (rand, 1, 1000);
      closes[i] = (double) price;
    }
  g_rand_free (rand);
}

/* Bars of 48 bytes come from memory page by page; asking for them some time ahead halves the time
 * of the whole loop. */
#define AHEAD 64

static void
run_strategy (const char *id)
{
  g_autoptr (PfStrategyRun) run = pf_strategy_run_new (id, NULL, 0, NULL);

  for (guint i = 0; i < N; i++)
    {
      __builtin_prefetch (&bars[MIN (i + AHEAD, N - 1)]);
      signals += pf_strategy_run_bar (run, &bars[i]) != PF_SIGNAL_NONE;
    }
}

static void
walk (gpointer data)
{
  for (guint i = 0; i < N; i++)
    {
      __builtin_prefetch (&bars[MIN (i + AHEAD, N - 1)]);
      signals += (guint64) bars[i].close;
    }
}

static void golden_cross_momentum (gpointer data) { run_strategy ("golden_cross_momentum"); }
static void volume_breakout (gpointer data) { run_strategy ("volume_breakout"); }
static void sma_cross (gpointer data) { run_strategy ("sma_cross"); }
static void rsi_reversion (gpointer data) { run_strategy ("rsi_reversion"); }
static void macd_trend (gpointer data) { run_strategy ("macd_trend"); }
static void bollinger_breakout (gpointer data) { run_strategy ("bollinger_breakout"); }
static void donchian_breakout (gpointer data) { run_strategy ("donchian_breakout"); }

static void
plain_sma_cross (gpointer data)
{
  double fast = 0, slow = 0;
  gboolean above = FALSE;

  for (guint i = 0; i < N; i++)
    {
      gboolean now;

      fast += closes[i] - (i >= 10 ? closes[i - 10] : 0);
      slow += closes[i] - (i >= 30 ? closes[i - 30] : 0);
      now = fast * 3 > slow;
      signals += i >= 30 && now != above;
      above = now;
    }
}

static BenchRow rows[] = {
  { .name = "golden_cross_momentum", .run = golden_cross_momentum },
  { .name = "volume_breakout", .run = volume_breakout },
  { .name = "sma_cross", .run = sma_cross },
  { .name = "rsi_reversion", .run = rsi_reversion },
  { .name = "macd_trend", .run = macd_trend },
  { .name = "bollinger_breakout", .run = bollinger_breakout },
  { .name = "donchian_breakout", .run = donchian_breakout },
  { .name = "(walking over the bars)", .run = walk },
  { .name = "(plain C sma_cross)", .run = plain_sma_cross },
};

int
main (void)
{
  fill ();
  bench_run (rows, G_N_ELEMENTS (rows), NULL);
  printf ("%-24s %10s\n", "strategy, defaults", "ns per bar");
  for (guint r = 0; r < G_N_ELEMENTS (rows); r++)
    printf ("%-24s %10.2f\n", rows[r].name, bench_ns (&rows[r], N));
  return signals > 0 ? 0 : 1;
}
