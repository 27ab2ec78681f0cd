/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rolling standard deviation of a population: sqrt (mean of (value - mean)^2) over the last n
 * values, as TA-Lib's STDDEV. Lookback n - 1.
 *
 * How it stays exact: with S the sum and Q the sum of the squares, n^2 x variance = n x Q - S^2 is
 * an integer. Everything is kept modulo 2^128, which loses nothing as long as that integer itself
 * is below 2^128, and it is when n x (highest - lowest) < 2^65 (a variance is at most a quarter of
 * the range squared). Wider series are summed anew at each question. So there is no cancellation:
 * n equal values give exactly 0, whatever came before them.
 */
#pragma once

#include <math.h>

#include "indicator/pf-indicator.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 *ring;
  guint length, at;
  gboolean ready;
  gint64 lowest, highest;   /* of all values so far */
  PfInt128 sum;
  PfUint128 sum_squares;    /* modulo 2^128 */
} PfDeviation;

/**
 * pf_deviation_init:
 * @length: n, in values, 1 to %PF_WINDOW_MAX
 *
 * Prepares @self; free with pf_deviation_clear().
 */
void pf_deviation_init (PfDeviation *self, guint length);
void pf_deviation_clear (PfDeviation *self);
/* the same by summing the window anew: O(n) */
double pf_deviation_value_slow (const PfDeviation *self);

static inline guint
pf_deviation_lookback (guint length)
{
  return length - 1;
}

/**
 * pf_deviation_step:
 * @value: the next value, in points
 *
 * Returns: %TRUE when the deviation exists
 */
static inline gboolean
pf_deviation_step (PfDeviation *self, gint64 value)
{
  gint64 old = self->ring[self->at];

  self->sum += (PfInt128) value - old;
  self->sum_squares += (PfUint128) ((PfInt128) value * value);
  self->sum_squares -= (PfUint128) ((PfInt128) old * old);
  self->lowest = MIN (self->lowest, value);
  self->highest = MAX (self->highest, value);
  self->ring[self->at] = value;
  if (++self->at == self->length)
    {
      self->at = 0;
      self->ready = TRUE;
    }
  return self->ready;
}

/**
 * pf_deviation_mean:
 *
 * Returns: the mean of the window, in points
 */
static inline double
pf_deviation_mean (const PfDeviation *self)
{
  return pf_int128_to_double (self->sum) / self->length;
}

/**
 * pf_deviation_value:
 *
 * Returns: the standard deviation of the window, in points; 0 or more
 */
static inline double
pf_deviation_value (const PfDeviation *self)
{
  PfUint128 range = (guint64) self->highest - (guint64) self->lowest;
  PfUint128 squares, sum = (PfUint128) self->sum;
  guint64 high;
  double variance;

  if (G_UNLIKELY (range * self->length >> 65 != 0))
    return pf_deviation_value_slow (self);
  squares = self->sum_squares * self->length - sum * sum;
  high = (guint64) (squares >> 64);
  variance = (double) (guint64) squares;
  if (high != 0)
    variance += (double) high * 0x1p64;
  return sqrt (variance) / self->length;
}

/**
 * pf_deviation_batch:
 * @values: (array length=n): in points
 * @out: (array length=n): in points
 */
void pf_deviation_batch (guint length, const gint64 *values, gsize n, double *out);

G_END_DECLS
