/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Volume ratio: the volume of a bar / the mean volume of the n bars before it, that is volume x n /
 * their sum. 1 is as usual, 2 is twice as much. 0 when there was no volume in all those bars:
 * nothing to compare with confirms nothing. Lookback n.
 *
 * Volumes are doubles and may differ by many powers of ten, so nothing is ever subtracted from a
 * sum: time is cut into blocks of n bars, and at the end of a block each slot of the ring becomes
 * the sum of itself and all after it. A window is the end of one block plus the beginning of the
 * next. A huge volume therefore leaves no rounding error behind.
 */
#pragma once

#include "indicator/pf-indicator.h"

G_BEGIN_DECLS

typedef struct
{
  double *ring;         /* before at: this block; from at: sums to the end of the last one */
  guint length, at;
  gboolean full;
  double block_sum;     /* of this block so far */
  double value;
} PfVolumeRatio;

/**
 * pf_volume_ratio_init:
 * @length: n, in bars, 1 to %PF_WINDOW_MAX
 *
 * Prepares @self; free with pf_volume_ratio_clear().
 */
void pf_volume_ratio_init (PfVolumeRatio *self, guint length);
void pf_volume_ratio_clear (PfVolumeRatio *self);
/* ends a block; only for the step */
void pf_volume_ratio_fold (PfVolumeRatio *self);

static inline guint
pf_volume_ratio_lookback (guint length)
{
  return length;
}

/**
 * pf_volume_ratio_step:
 * @volume: of the next bar, 0 or more, in any unit
 *
 * Returns: %TRUE when `value` is set
 */
static inline gboolean
pf_volume_ratio_step (PfVolumeRatio *self, double volume)
{
  gboolean ready = self->full;

  if (G_LIKELY (ready))
    {
      double sum = self->ring[self->at] + self->block_sum;

      self->value = sum > 0 ? volume * self->length / sum : 0;
    }
  self->ring[self->at] = volume;
  self->block_sum += volume;
  if (++self->at == self->length)
    pf_volume_ratio_fold (self);
  return ready;
}

/**
 * pf_volume_ratio_batch:
 * @volumes: (array length=n): in any unit
 * @out: (array length=n): factors
 */
void pf_volume_ratio_batch (guint length, const double *volumes, gsize n, double *out);

G_END_DECLS
