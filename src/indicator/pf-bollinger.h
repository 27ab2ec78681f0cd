/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bollinger bands: middle = mean of the last n values (this one included), upper and lower =
 * middle +- width x standard deviation of the population, as TA-Lib. Lookback n - 1.
 */
#pragma once

#include "indicator/pf-deviation.h"

G_BEGIN_DECLS

typedef struct
{
  PfDeviation deviation;
  double width;
  double lower, middle, upper;    /* in points */
  double reach;                   /* width x deviation: half of the distance of the bands */
  double offset;                  /* last value - middle, from the exact integer: where the market
                                   * stands still this is 0, and value > upper cannot be rounding */
} PfBollinger;

/**
 * pf_bollinger_init:
 * @length: n, in values, 1 to %PF_WINDOW_MAX
 * @width: in deviations, above 0
 *
 * Prepares @self; free with pf_bollinger_clear().
 */
void pf_bollinger_init (PfBollinger *self, guint length, double width);
void pf_bollinger_clear (PfBollinger *self);

static inline guint
pf_bollinger_lookback (guint length)
{
  return pf_deviation_lookback (length);
}

/**
 * pf_bollinger_step:
 * @value: the next value, in points
 *
 * Returns: %TRUE when the bands are set
 */
static inline gboolean
pf_bollinger_step (PfBollinger *self, gint64 value)
{
  const PfDeviation *deviation = &self->deviation;
  guint length = deviation->length;

  if (!pf_deviation_step (&self->deviation, value))
    return FALSE;
  self->middle = pf_deviation_mean (deviation);
  self->reach = self->width * pf_deviation_value (deviation);
  self->lower = self->middle - self->reach;
  self->upper = self->middle + self->reach;
  self->offset = pf_int128_to_double ((PfInt128) value * length - deviation->sum) / length;
  return TRUE;
}

/**
 * pf_bollinger_batch:
 * @values: (array length=n): in points
 * @lower: (array length=n): in points
 * @middle: (array length=n): in points
 * @upper: (array length=n): in points
 */
void pf_bollinger_batch (guint length, double width, const gint64 *values, gsize n,
                         double *lower, double *middle, double *upper);

G_END_DECLS
