/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bars for the tests of charts. */
#pragma once

#include "model/pf-bar.h"

G_BEGIN_DECLS

/* a random walk in minutes from 2024-03-01, two decimals, price about 650.00 */
static inline PfBar
chart_test_bar (GRand *random, guint i, gint64 open)
{
  gint64 close = MAX (100, open + g_rand_int_range (random, -40, 41));

  return (PfBar){ (G_GINT64_CONSTANT (1709251200) + i * 60) * PF_NS_PER_SECOND, open,
                  MAX (open, close) + g_rand_int_range (random, 0, 20),
                  MAX (1, MIN (open, close) - g_rand_int_range (random, 0, 20)), close,
                  (double) g_rand_int_range (random, 0, 10000) };
}

static inline GArray *
chart_test_bars (guint32 seed, guint n)
{
  GArray *bars = g_array_sized_new (FALSE, FALSE, sizeof (PfBar), n);
  g_autoptr(GRand) random = g_rand_new_with_seed (seed);
  gint64 price = 65000;

  for (guint i = 0; i < n; i++)
    {
      PfBar bar = chart_test_bar (random, i, price);
      g_array_append_val (bars, bar);
      price = bar.close;
    }
  return bars;
}

G_END_DECLS
