/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Momentum: the value minus the value n steps ago (TA-Lib's MOM), an exact integer. Lookback n.
 */
#pragma once

#include "indicator/pf-indicator.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 *ring;
  guint length, at;
  gboolean full;
  gint64 value;         /* in points */
} PfMomentum;

/**
 * pf_momentum_init:
 * @length: n, in values, 1 to %PF_WINDOW_MAX
 */
void pf_momentum_init (PfMomentum *self, guint length);
void pf_momentum_clear (PfMomentum *self);

static inline guint
pf_momentum_lookback (guint length)
{
  return length;
}

/**
 * pf_momentum_step:
 * @value: the next value, in points, 0 or more
 *
 * Returns: %TRUE when `value` is set
 */
static inline gboolean
pf_momentum_step (PfMomentum *self, gint64 value)
{
  gboolean ready = self->full;

  if (ready)
    self->value = value - self->ring[self->at];
  self->ring[self->at] = value;
  if (++self->at == self->length)
    {
      self->at = 0;
      self->full = TRUE;
    }
  return ready;
}

/**
 * pf_momentum_batch:
 * @values: (array length=n): in points
 * @out: (array length=n): in points
 */
void pf_momentum_batch (guint length, const gint64 *values, gsize n, gint64 *out);

G_END_DECLS
