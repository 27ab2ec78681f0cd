/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made-up one-minute bars of a seed, two decimals, for programs that measure. */
#pragma once

#include "model/pf-bar.h"

G_BEGIN_DECLS

/* splitmix64 */
static inline guint64
bench_random (guint64 *state)
{
  guint64 z = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static inline PfBarSeries *
bench_bars (guint n)
{
  PfBarSeries *series = pf_bar_series_new (2, PF_NS_PER_MINUTE);
  guint64 state = 42;
  gint64 price = 3000000;

  for (guint i = 0; i < n; i++)
    {
      gint64 close = MAX (price + (gint64) (bench_random (&state) % 4001) - 2000, 100000);
      PfBar bar = { G_GINT64_CONSTANT (1500000000) * PF_NS_PER_SECOND + i * PF_NS_PER_MINUTE, price,
                    MAX (price, close) + (gint64) (bench_random (&state) % 500),
                    MIN (price, close) - (gint64) (bench_random (&state) % 500), close,
                    (double) (bench_random (&state) % 1000000) / 1e4 };
      gboolean added = pf_bar_series_append (series, &bar);

      g_assert (added);
      price = close;
    }
  return series;
}

G_END_DECLS
