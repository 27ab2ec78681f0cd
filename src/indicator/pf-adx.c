/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indicator/pf-adx.h"

void
pf_adx_init (PfAdx *self, guint length)
{
  pf_window_assert (length);
  *self = (PfAdx){ .length = length, .keep = (length - 1.0) / length, .take = 1.0 / length };
}

void
pf_adx_clear (PfAdx *self)
{
  *self = (PfAdx){ 0 };
}

void
pf_adx_batch (guint length, const gint64 *high, const gint64 *low, const gint64 *close,
              gsize n, double *out)
{
  PfAdx self;

  pf_adx_init (&self, length);
  for (gsize i = 0; i < n; i++)
    out[i] = pf_adx_step (&self, high[i], low[i], close[i]) ? self.value : NAN;
  pf_adx_clear (&self);
}
