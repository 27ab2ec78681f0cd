/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indicator/pf-sma.h"

#include <math.h>

void
pf_sma_init (PfSma *self, guint length)
{
  pf_window_assert (length);
  *self = (PfSma){ .ring = g_new0 (gint64, length), .length = length };
}

void
pf_sma_clear (PfSma *self)
{
  g_free (self->ring);
  *self = (PfSma){ 0 };
}

void
pf_sma_batch (guint length, const gint64 *values, gsize n, double *out)
{
  PfSma self;

  pf_sma_init (&self, length);
  for (gsize i = 0; i < n; i++)
    out[i] = pf_sma_step (&self, values[i]) ? pf_sma_value (&self) : NAN;
  pf_sma_clear (&self);
}
