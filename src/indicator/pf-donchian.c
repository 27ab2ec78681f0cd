/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indicator/pf-donchian.h"

void
pf_donchian_init (PfDonchian *self, guint length)
{
  pf_window_assert (length);
  *self = (PfDonchian){
    .highs = g_new0 (gint64, length),
    .lows = g_new0 (gint64, length),
    .length = length,
    .block_highest = G_MININT64,
    .block_lowest = G_MAXINT64,
  };
}

void
pf_donchian_clear (PfDonchian *self)
{
  g_free (self->highs);
  g_free (self->lows);
  *self = (PfDonchian){ 0 };
}

void
pf_donchian_fold (PfDonchian *self)
{
  for (guint i = self->length - 1; i > 0; i--)
    {
      self->highs[i - 1] = MAX (self->highs[i - 1], self->highs[i]);
      self->lows[i - 1] = MIN (self->lows[i - 1], self->lows[i]);
    }
  self->highest = self->block_highest;
  self->lowest = self->block_lowest;
  self->block_highest = G_MININT64;
  self->block_lowest = G_MAXINT64;
  self->at = 0;
  self->ready = TRUE;
}

void
pf_donchian_batch (guint length, const gint64 *high, const gint64 *low, gsize n,
                   gint64 *highest, gint64 *lowest)
{
  PfDonchian self;

  pf_donchian_init (&self, length);
  for (gsize i = 0; i < n; i++)
    {
      gboolean ready = pf_donchian_step (&self, high[i], low[i]);

      highest[i] = ready ? self.highest : 0;
      lowest[i] = ready ? self.lowest : 0;
    }
  pf_donchian_clear (&self);
}
