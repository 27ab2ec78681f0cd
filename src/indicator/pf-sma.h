/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Simple moving average: the mean of the last n values. Lookback n - 1.
 * The sum is an exact integer, so two averages can be compared without any rounding.
 */
#pragma once

#include "indicator/pf-indicator.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 *ring;
  guint length, at;
  gboolean ready;
  PfInt128 sum;         /* of the values in the ring; slots not yet filled count 0 */
} PfSma;

/**
 * pf_sma_init:
 * @length: n, in values, 1 to %PF_WINDOW_MAX
 *
 * Prepares @self; free with pf_sma_clear().
 */
void pf_sma_init (PfSma *self, guint length);
void pf_sma_clear (PfSma *self);

static inline guint
pf_sma_lookback (guint length)
{
  return length - 1;
}

/**
 * pf_sma_step:
 * @value: the next value, in points, 0 or more
 *
 * Returns: %TRUE when the average exists
 */
static inline gboolean
pf_sma_step (PfSma *self, gint64 value)
{
  guint at = self->at;

  self->sum += value - self->ring[at];
  self->ring[at] = value;
  if (++at == self->length)
    {
      at = 0;
      self->ready = TRUE;
    }
  self->at = at;
  return self->ready;
}

/**
 * pf_sma_value:
 *
 * Returns: the average in points, rounded twice (sum to double, then the division)
 */
static inline double
pf_sma_value (const PfSma *self)
{
  return pf_int128_to_double (self->sum) / self->length;
}

/**
 * pf_sma_compare:
 *
 * Compares two averages exactly: sum of a x length of b against sum of b x length of a. A sum has
 * at most 80 bits and a length 17, so the products fit.
 *
 * Returns: 1 when @a is above @b, -1 when below, 0 when equal
 */
static inline int
pf_sma_compare (const PfSma *a, const PfSma *b)
{
  PfInt128 left = a->sum * b->length, right = b->sum * a->length;

  return (left > right) - (left < right);
}

/**
 * pf_sma_batch:
 * @values: (array length=n): in points
 * @out: (array length=n): the averages
 */
void pf_sma_batch (guint length, const gint64 *values, gsize n, double *out);

G_END_DECLS
