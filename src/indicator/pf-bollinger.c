/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indicator/pf-bollinger.h"

void
pf_bollinger_init (PfBollinger *self, guint length, double width)
{
  g_assert (width > 0);
  *self = (PfBollinger){ .width = width };
  pf_deviation_init (&self->deviation, length);
}

void
pf_bollinger_clear (PfBollinger *self)
{
  pf_deviation_clear (&self->deviation);
  *self = (PfBollinger){ 0 };
}

void
pf_bollinger_batch (guint length, double width, const gint64 *values, gsize n,
                    double *lower, double *middle, double *upper)
{
  PfBollinger self;

  pf_bollinger_init (&self, length, width);
  for (gsize i = 0; i < n; i++)
    {
      gboolean ready = pf_bollinger_step (&self, values[i]);

      lower[i] = ready ? self.lower : NAN;
      middle[i] = ready ? self.middle : NAN;
      upper[i] = ready ? self.upper : NAN;
    }
  pf_bollinger_clear (&self);
}
