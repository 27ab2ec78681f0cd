/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indicator/pf-volume-ratio.h"

#include <math.h>

void
pf_volume_ratio_init (PfVolumeRatio *self, guint length)
{
  pf_window_assert (length);
  *self = (PfVolumeRatio){ .ring = g_new0 (double, length), .length = length };
}

void
pf_volume_ratio_clear (PfVolumeRatio *self)
{
  g_free (self->ring);
  *self = (PfVolumeRatio){ 0 };
}

void
pf_volume_ratio_fold (PfVolumeRatio *self)
{
  for (guint i = self->length - 1; i > 0; i--)
    self->ring[i - 1] += self->ring[i];
  self->block_sum = 0;
  self->at = 0;
  self->full = TRUE;
}

void
pf_volume_ratio_batch (guint length, const double *volumes, gsize n, double *out)
{
  PfVolumeRatio self;

  pf_volume_ratio_init (&self, length);
  for (gsize i = 0; i < n; i++)
    out[i] = pf_volume_ratio_step (&self, volumes[i]) ? self.value : NAN;
  pf_volume_ratio_clear (&self);
}
