/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indicator/pf-ema.h"

#include <math.h>

void
pf_ema_init (PfEma *self, guint length)
{
  pf_window_assert (length);
  *self = (PfEma){ .length = length, .factor = 2.0 / (length + 1) };
}

void
pf_ema_clear (PfEma *self)
{
  *self = (PfEma){ 0 };
}

void
pf_ema_batch (guint length, const double *values, gsize n, double *out)
{
  PfEma self;

  pf_ema_init (&self, length);
  for (gsize i = 0; i < n; i++)
    out[i] = pf_ema_step (&self, values[i]) ? self.value : NAN;
  pf_ema_clear (&self);
}
