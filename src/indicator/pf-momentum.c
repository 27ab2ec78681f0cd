/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indicator/pf-momentum.h"

void
pf_momentum_init (PfMomentum *self, guint length)
{
  pf_window_assert (length);
  *self = (PfMomentum){ .ring = g_new0 (gint64, length), .length = length };
}

void
pf_momentum_clear (PfMomentum *self)
{
  g_free (self->ring);
  *self = (PfMomentum){ 0 };
}

void
pf_momentum_batch (guint length, const gint64 *values, gsize n, gint64 *out)
{
  PfMomentum self;

  pf_momentum_init (&self, length);
  for (gsize i = 0; i < n; i++)
    out[i] = pf_momentum_step (&self, values[i]) ? self.value : 0;
  pf_momentum_clear (&self);
}
