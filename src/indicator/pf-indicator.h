/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What all indicators share.
 *
 * Each is a plain struct with init, clear and one step that takes the next input and returns TRUE
 * once the result is ready; from then on it stays ready. The batch form is a loop over the step,
 * so a value on a chart, in a backtest and live is the same, bit for bit.
 *
 * Conventions
 *  1. Prices are integer points, 0 or more; results are doubles in points, or exact integers where
 *     it says so. Sums and differences of prices are integers: no error creeps in over a long run,
 *     and a market that stands still gives exactly the still value.
 *  2. The lookback is the number of inputs before the first one that yields a result, and is the
 *     same as TA-Lib's. Batch results before it are NaN (0 where the result is an integer).
 *  3. A step costs O(1) amortised, whatever the window. Nothing is allocated after init.
 */
#pragma once

#include "base/pf-decimal.h"

G_BEGIN_DECLS

/* the longest window that init accepts; the shortest is 1 */
#define PF_WINDOW_MAX 100000

static inline void
pf_window_assert (guint length)
{
  g_assert (length >= 1 && length <= PF_WINDOW_MAX);
}

/* The nearest double; a sum of prices nearly always fits 64 bits, and that way is much shorter. */
static inline double
pf_int128_to_double (PfInt128 value)
{
  return value == (gint64) value ? (double) (gint64) value : (double) value;
}

G_END_DECLS
