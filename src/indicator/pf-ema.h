/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exponential moving average. k = 2 / (n + 1); the first value is the mean of the first n inputs,
 * then ema += k x (input - ema), as TA-Lib. Lookback n - 1. An input equal to the average leaves it
 * exactly as it is.
 */
#pragma once

#include "indicator/pf-indicator.h"

G_BEGIN_DECLS

typedef struct
{
  guint length, seen;
  double factor;        /* k */
  double value;         /* the sum of the inputs until there are n of them */
} PfEma;

/**
 * pf_ema_init:
 * @length: n, in values, 1 to %PF_WINDOW_MAX
 */
void pf_ema_init (PfEma *self, guint length);
void pf_ema_clear (PfEma *self);

static inline guint
pf_ema_lookback (guint length)
{
  return length - 1;
}

/**
 * pf_ema_step:
 * @value: the next input, in any unit; finite
 *
 * Returns: %TRUE when `value` is the average
 */
static inline gboolean
pf_ema_step (PfEma *self, double value)
{
  if (G_LIKELY (self->seen == self->length))
    {
      self->value += (value - self->value) * self->factor;
      return TRUE;
    }
  self->value += value;
  if (++self->seen < self->length)
    return FALSE;
  self->value /= self->length;
  return TRUE;
}

/**
 * pf_ema_batch:
 * @values: (array length=n): the inputs
 * @out: (array length=n): the averages, in the inputs' unit
 */
void pf_ema_batch (guint length, const double *values, gsize n, double *out);

G_END_DECLS
