/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Nanoseconds per element over a million elements: each indicator as charts and strategies use it
 * (a loop over its step, integer points in, results stored), beside a plain C loop that does the
 * least there is to do: doubles, running sums that collect errors, no ready flag, no struct.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "bench.h"
#include "indicator/pf-adx.h"
#include "indicator/pf-atr.h"
#include "indicator/pf-bollinger.h"
#include "indicator/pf-donchian.h"
#include "indicator/pf-ema.h"
#include "indicator/pf-macd.h"
#include "indicator/pf-momentum.h"
#include "indicator/pf-rsi.h"
#include "indicator/pf-sma.h"
#include "indicator/pf-volume-ratio.h"

#define N 1000000

static gint64 high[N], low[N], close_points[N], out_points[2][N];
static double high_d[N], low_d[N], close_d[N], volume[N], out[3][N];

static void
fill (void)
{
  GRand *rand = g_rand_new_with_seed (1);
  gint64 price = 3000000;

  for (guint i = 0; i < N; i++)
    {
      gint64 open = price;

      price = MAX (10000, price + g_rand_int_range (rand, -2000, 2001));
      high[i] = MAX (open, price) + g_rand_int_range (rand, 0, 1000);
      low[i] = MIN (open, price) - g_rand_int_range (rand, 0, 1000);
      close_points[i] = price;
      volume[i] = g_rand_double_range (rand, 1, 1000);
      high_d[i] = (double) high[i];
      low_d[i] = (double) low[i];
      close_d[i] = (double) price;
    }
  g_rand_free (rand);
}

/* --- ours ------------------------------------------------------------------------------------- */

static void ours_sma (gpointer data) { pf_sma_batch (30, close_points, N, out[0]); }
static void ours_ema (gpointer data) { pf_ema_batch (30, close_d, N, out[0]); }
static void ours_rsi (gpointer data) { pf_rsi_batch (14, close_points, N, out[0]); }
static void ours_atr (gpointer data) { pf_atr_batch (14, high, low, close_points, N, out[0]); }
static void ours_adx (gpointer data) { pf_adx_batch (14, high, low, close_points, N, out[0]); }
static void ours_deviation (gpointer data) { pf_deviation_batch (20, close_points, N, out[0]); }
static void ours_volume (gpointer data) { pf_volume_ratio_batch (20, volume, N, out[0]); }

static void
ours_macd (gpointer data)
{
  pf_macd_batch (12, 26, 9, close_points, N, out[0], out[1], out[2]);
}

static void
ours_bollinger (gpointer data)
{
  pf_bollinger_batch (20, 2, close_points, N, out[0], out[1], out[2]);
}

static void
ours_donchian (gpointer data)
{
  pf_donchian_batch (20, high, low, N, out_points[0], out_points[1]);
}

/* the step alone, as sma_cross uses it: no division, the sum is what is compared */
static void
ours_sma_step (gpointer data)
{
  PfSma sma;

  pf_sma_init (&sma, 30);
  for (guint i = 0; i < N; i++)
    {
      pf_sma_step (&sma, close_points[i]);
      out_points[0][i] = (gint64) sma.sum;
    }
  pf_sma_clear (&sma);
}

/* --- plain loops ------------------------------------------------------------------------------ */

static void
plain_sma (gpointer data)
{
  double sum = 0;

  for (guint i = 0; i < N; i++)
    {
      sum += close_d[i] - (i >= 30 ? close_d[i - 30] : 0);
      out[0][i] = sum * (1 / 30.0);
    }
}

static void
plain_ema (gpointer data)
{
  double value = close_d[0], k = 2 / 31.0;

  for (guint i = 0; i < N; i++)
    {
      value += (close_d[i] - value) * k;
      out[0][i] = value;
    }
}

static void
plain_rsi (gpointer data)
{
  double gain = 0, loss = 0;

  for (guint i = 1; i < N; i++)
    {
      double change = close_d[i] - close_d[i - 1];

      gain += (MAX (change, 0) - gain) * (1 / 14.0);
      loss += (MAX (-change, 0) - loss) * (1 / 14.0);
      out[0][i] = 100 * gain / (gain + loss);
    }
}

static void
plain_macd (gpointer data)
{
  double fast = close_d[0], slow = close_d[0], signal = 0;

  for (guint i = 0; i < N; i++)
    {
      fast += (close_d[i] - fast) * (2 / 13.0);
      slow += (close_d[i] - slow) * (2 / 27.0);
      signal += (fast - slow - signal) * (2 / 10.0);
      out[0][i] = fast - slow;
      out[1][i] = signal;
      out[2][i] = fast - slow - signal;
    }
}

static void
plain_deviation_bands (double width, gboolean bands)
{
  double sum = 0, squares = 0;

  for (guint i = 0; i < N; i++)
    {
      double new = close_d[i], old = i >= 20 ? close_d[i - 20] : 0, mean, variance, reach;

      sum += new - old;
      squares += new * new - old * old;
      mean = sum * (1 / 20.0);
      variance = squares * (1 / 20.0) - mean * mean;
      reach = variance > 0 ? width * sqrt (variance) : 0;
      out[0][i] = bands ? mean - reach : reach;
      if (bands)
        {
          out[1][i] = mean;
          out[2][i] = mean + reach;
        }
    }
}

static void plain_bollinger (gpointer data) { plain_deviation_bands (2, TRUE); }
static void plain_deviation (gpointer data) { plain_deviation_bands (1, FALSE); }

static void
plain_atr (gpointer data)
{
  double value = 0;

  for (guint i = 1; i < N; i++)
    {
      double range = MAX (high_d[i], close_d[i - 1]) - MIN (low_d[i], close_d[i - 1]);

      value += (range - value) * (1 / 14.0);
      out[0][i] = value;
    }
}

static void
plain_adx (gpointer data)
{
  double plus = 0, minus = 0, adx = 0, keep = 13 / 14.0;

  for (guint i = 1; i < N; i++)
    {
      double up = high_d[i] - high_d[i - 1], down = low_d[i - 1] - low_d[i];

      plus = plus * keep + (up > down && up > 0 ? up : 0);
      minus = minus * keep + (down > up && down > 0 ? down : 0);
      adx = adx * keep + 100 / 14.0 * fabs (plus - minus) / (plus + minus);
      out[0][i] = adx;
    }
}

/* looks the window through again when the extreme leaves it */
static void
plain_donchian (gpointer data)
{
  guint top = 0, bottom = 0;

  for (guint i = 0; i < N; i++)
    {
      guint from = i >= 19 ? i - 19 : 0;

      if (top < from || high[i] >= high[top])
        for (guint j = top = high[i] >= high[top] ? i : from; j <= i; j++)
          top = high[j] >= high[top] ? j : top;
      if (bottom < from || low[i] <= low[bottom])
        for (guint j = bottom = low[i] <= low[bottom] ? i : from; j <= i; j++)
          bottom = low[j] <= low[bottom] ? j : bottom;
      out_points[0][i] = high[top];
      out_points[1][i] = low[bottom];
    }
}

static void
plain_volume (gpointer data)
{
  double sum = 0;

  for (guint i = 0; i < N; i++)
    {
      out[0][i] = volume[i] * 20 / sum;
      sum += volume[i] - (i >= 20 ? volume[i - 20] : 0);
    }
}

static BenchRow rows[] = {
  { .name = "SMA 30", .run = ours_sma }, { .run = plain_sma },
  { .name = "SMA 30, step alone", .run = ours_sma_step }, { .run = plain_sma },
  { .name = "EMA 30", .run = ours_ema }, { .run = plain_ema },
  { .name = "RSI 14", .run = ours_rsi }, { .run = plain_rsi },
  { .name = "MACD 12/26/9", .run = ours_macd }, { .run = plain_macd },
  { .name = "Bollinger 20", .run = ours_bollinger }, { .run = plain_bollinger },
  { .name = "deviation 20", .run = ours_deviation }, { .run = plain_deviation },
  { .name = "ATR 14", .run = ours_atr }, { .run = plain_atr },
  { .name = "ADX 14", .run = ours_adx }, { .run = plain_adx },
  { .name = "Donchian 20", .run = ours_donchian }, { .run = plain_donchian },
  { .name = "volume ratio 20", .run = ours_volume }, { .run = plain_volume },
};

int
main (void)
{
  fill ();
  bench_run (rows, G_N_ELEMENTS (rows), NULL);
  printf ("%-20s %10s %10s %7s\n", "ns per element", "ours", "plain C", "ratio");
  for (guint r = 0; r < G_N_ELEMENTS (rows); r += 2)
    {
      double ours = bench_ns (&rows[r], N), plain = bench_ns (&rows[r + 1], N);

      printf ("%-20s %10.2f %10.2f %7.2f\n", rows[r].name, ours, plain, ours / plain);
    }
  return 0;
}
