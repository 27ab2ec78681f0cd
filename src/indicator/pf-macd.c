/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indicator/pf-macd.h"

#include <math.h>

void
pf_macd_init (PfMacd *self, guint fast, guint slow, guint signal)
{
  g_assert (fast < slow);
  *self = (PfMacd){ .wait = slow - fast };
  pf_ema_init (&self->fast, fast);
  pf_ema_init (&self->slow, slow);
  pf_ema_init (&self->smooth, signal);
}

void
pf_macd_clear (PfMacd *self)
{
  pf_ema_clear (&self->fast);
  pf_ema_clear (&self->slow);
  pf_ema_clear (&self->smooth);
  *self = (PfMacd){ 0 };
}

void
pf_macd_batch (guint fast, guint slow, guint signal, const gint64 *values, gsize n,
               double *line, double *signal_line, double *histogram)
{
  PfMacd self;

  pf_macd_init (&self, fast, slow, signal);
  for (gsize i = 0; i < n; i++)
    {
      gboolean ready = pf_macd_step (&self, values[i]);

      line[i] = ready ? self.line : NAN;
      signal_line[i] = ready ? self.signal : NAN;
      histogram[i] = ready ? self.histogram : NAN;
    }
  pf_macd_clear (&self);
}
