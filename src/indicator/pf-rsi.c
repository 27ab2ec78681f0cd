/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indicator/pf-rsi.h"

#include <math.h>

void
pf_rsi_init (PfRsi *self, guint length)
{
  pf_window_assert (length);
  *self = (PfRsi){ .length = length, .keep = (length - 1.0) / length, .take = 1.0 / length };
}

void
pf_rsi_clear (PfRsi *self)
{
  *self = (PfRsi){ 0 };
}

void
pf_rsi_batch (guint length, const gint64 *values, gsize n, double *out)
{
  PfRsi self;

  pf_rsi_init (&self, length);
  for (gsize i = 0; i < n; i++)
    out[i] = pf_rsi_step (&self, values[i]) ? self.value : NAN;
  pf_rsi_clear (&self);
}
