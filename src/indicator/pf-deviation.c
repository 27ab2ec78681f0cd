/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indicator/pf-deviation.h"

void
pf_deviation_init (PfDeviation *self, guint length)
{
  pf_window_assert (length);
  *self = (PfDeviation){
    .ring = g_new0 (gint64, length),
    .length = length,
    .lowest = G_MAXINT64,
    .highest = G_MININT64,
  };
}

void
pf_deviation_clear (PfDeviation *self)
{
  g_free (self->ring);
  *self = (PfDeviation){ 0 };
}

double
pf_deviation_value_slow (const PfDeviation *self)
{
  PfInt128 mean = self->sum / self->length;
  double rest = 0, squares = 0;

  /* mean is cut to an integer; rest puts right what that leaves */
  for (guint i = 0; i < self->length; i++)
    {
      double off = (double) (self->ring[i] - mean);

      rest += off;
      squares += off * off;
    }
  return sqrt (MAX (squares - rest * rest / self->length, 0) / self->length);
}

void
pf_deviation_batch (guint length, const gint64 *values, gsize n, double *out)
{
  PfDeviation self;

  pf_deviation_init (&self, length);
  for (gsize i = 0; i < n; i++)
    out[i] = pf_deviation_step (&self, values[i]) ? pf_deviation_value (&self) : NAN;
  pf_deviation_clear (&self);
}
