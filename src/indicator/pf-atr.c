/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indicator/pf-atr.h"

#include <math.h>

void
pf_atr_init (PfAtr *self, guint length)
{
  pf_window_assert (length);
  *self = (PfAtr){ .length = length, .keep = (length - 1.0) / length, .take = 1.0 / length };
}

void
pf_atr_clear (PfAtr *self)
{
  *self = (PfAtr){ 0 };
}

void
pf_atr_batch (guint length, const gint64 *high, const gint64 *low, const gint64 *close,
              gsize n, double *out)
{
  PfAtr self;

  pf_atr_init (&self, length);
  for (gsize i = 0; i < n; i++)
    out[i] = pf_atr_step (&self, high[i], low[i], close[i]) ? self.value : NAN;
  pf_atr_clear (&self);
}
