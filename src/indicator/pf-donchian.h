/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Donchian channel: the highest high and the lowest low of the last n bars, this one included (as
 * TA-Lib's MAX and MIN), exact integers. Lookback n - 1.
 *
 * How it is O(1): time is cut into blocks of n bars. At the end of a block each slot of the ring
 * becomes the highest of itself and all after it. Any later window is the end of that block and the
 * beginning of the next, whose running highest is kept: one comparison, without a branch to guess.
 */
#pragma once

#include "indicator/pf-indicator.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 *highs, *lows;               /* before at: this block; from at: the last one's extremes */
  guint length, at;
  gboolean ready;
  gint64 block_highest, block_lowest; /* of this block so far */
  gint64 highest, lowest;             /* in points */
} PfDonchian;

/**
 * pf_donchian_init:
 * @length: n, in bars, 1 to %PF_WINDOW_MAX
 *
 * Prepares @self; free with pf_donchian_clear().
 */
void pf_donchian_init (PfDonchian *self, guint length);
void pf_donchian_clear (PfDonchian *self);
/* ends a block; only for the step */
void pf_donchian_fold (PfDonchian *self);

static inline guint
pf_donchian_lookback (guint length)
{
  return length - 1;
}

/**
 * pf_donchian_step:
 * @high: of the next bar, in points
 * @low: not above @high
 *
 * Returns: %TRUE when `highest` and `lowest` are set
 */
static inline gboolean
pf_donchian_step (PfDonchian *self, gint64 high, gint64 low)
{
  guint at = self->at;

  self->highs[at] = high;
  self->lows[at] = low;
  self->block_highest = MAX (self->block_highest, high);
  self->block_lowest = MIN (self->block_lowest, low);
  if (++at == self->length)
    {
      pf_donchian_fold (self);
      return TRUE;
    }
  self->at = at;
  if (G_UNLIKELY (!self->ready))
    return FALSE;
  self->highest = MAX (self->block_highest, self->highs[at]);
  self->lowest = MIN (self->block_lowest, self->lows[at]);
  return TRUE;
}

/**
 * pf_donchian_batch:
 * @high: (array length=n): in points
 * @low: (array length=n): in points
 * @highest: (array length=n): in points
 * @lowest: (array length=n): in points
 */
void pf_donchian_batch (guint length, const gint64 *high, const gint64 *low, gsize n,
                        gint64 *highest, gint64 *lowest);

G_END_DECLS
