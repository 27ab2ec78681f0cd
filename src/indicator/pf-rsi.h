/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Relative strength index after Wilder. gain and loss are the averages of the rises and falls from
 * value to value, first the mean of n of them, then ((n - 1) x average + new) / n;
 * rsi = 100 x gain / (gain + loss). Lookback n.
 *
 * Where TA-Lib says 0 for a market without any movement, this says 50: standing still is no
 * reason to call it oversold.
 */
#pragma once

#include "indicator/pf-indicator.h"

G_BEGIN_DECLS

/* An average below this many points means no movement (TA-Lib's limit, too). */
#define PF_RSI_STILL 1e-14

typedef struct
{
  guint length, seen;
  gint64 last;
  double keep, take;    /* (n - 1) / n and 1 / n */
  double gain, loss;    /* sums until there are n changes */
  double value;         /* 0 to 100 */
} PfRsi;

/**
 * pf_rsi_init:
 * @length: n, in values, 1 to %PF_WINDOW_MAX
 */
void pf_rsi_init (PfRsi *self, guint length);
void pf_rsi_clear (PfRsi *self);

static inline guint
pf_rsi_lookback (guint length)
{
  return length;
}

/**
 * pf_rsi_step:
 * @value: the next value, in points, 0 or more
 *
 * Returns: %TRUE when `value` is set
 */
static inline gboolean
pf_rsi_step (PfRsi *self, gint64 value)
{
  gint64 change = value - self->last;
  double rise = (double) MAX (change, 0), fall = (double) MAX (-change, 0);

  self->last = value;
  if (G_LIKELY (self->seen > self->length))
    {
      self->gain = self->gain * self->keep + rise * self->take;
      self->loss = self->loss * self->keep + fall * self->take;
    }
  else
    {
      /* the first value has none before it to differ from */
      if (self->seen++ == 0)
        return FALSE;
      self->gain += rise;
      self->loss += fall;
      if (self->seen <= self->length)
        return FALSE;
      self->gain /= self->length;
      self->loss /= self->length;
    }
  double both = self->gain + self->loss;
  self->value = both < PF_RSI_STILL ? 50 : 100 * self->gain / both;
  return TRUE;
}

/**
 * pf_rsi_batch:
 * @values: (array length=n): in points
 * @out: (array length=n): 0 to 100
 */
void pf_rsi_batch (guint length, const gint64 *values, gsize n, double *out);

G_END_DECLS
