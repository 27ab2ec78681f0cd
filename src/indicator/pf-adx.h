/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Average directional index after Wilder, as TA-Lib.
 *
 * From bar to bar: up = rise of the high, down = fall of the low; the larger of the two, if above
 * 0, is the directional movement to its side, and the other side moves 0 (both, when equal).
 * Movements and true ranges are summed over the first n - 1 bars that have one before them, then
 * sum = sum - sum / n + new. DX = 100 x |plus - minus| / (plus + minus), undefined while both are
 * 0. The ADX is first the mean of n DX (an undefined one counts 0), then ((n - 1) x adx + dx) / n
 * (an undefined one leaves it as it is). Lookback 2n - 1.
 */
#pragma once

#include <math.h>

#include "indicator/pf-atr.h"

G_BEGIN_DECLS

/* Movement below this many points means none (TA-Lib's limit, too). */
#define PF_ADX_STILL 1e-14

typedef struct
{
  guint length, seen;
  gint64 last_high, last_low, last_close;
  double keep, take;            /* (n - 1) / n and 1 / n */
  double plus, minus, range;    /* smoothed sums, in points */
  double value;                 /* 0 to 100; the sum of the DX until there are n of them */
} PfAdx;

/**
 * pf_adx_init:
 * @length: n, in bars, 1 to %PF_WINDOW_MAX
 */
void pf_adx_init (PfAdx *self, guint length);
void pf_adx_clear (PfAdx *self);

static inline guint
pf_adx_lookback (guint length)
{
  return 2 * length - 1;
}

/* the directional movements and the true range of this bar into the sums */
static inline void
pf_adx_add (PfAdx *self, gint64 high, gint64 low, double keep)
{
  gint64 up = high - self->last_high, down = self->last_low - low;

  self->plus = self->plus * keep + (double) (up > down && up > 0 ? up : 0);
  self->minus = self->minus * keep + (double) (down > up && down > 0 ? down : 0);
  self->range = self->range * keep + (double) pf_true_range (high, low, self->last_close);
}

/**
 * pf_adx_step:
 * @high: of the next bar, in points
 * @low: not above @high
 * @close: between the two
 *
 * Returns: %TRUE when `value` is the index
 */
static inline gboolean
pf_adx_step (PfAdx *self, gint64 high, gint64 low, gint64 close)
{
  guint before = self->seen;        /* bars before this one, as far as they matter */
  double both;

  if (before > 0)
    pf_adx_add (self, high, low, before < self->length ? 1 : self->keep);
  self->last_high = high;
  self->last_low = low;
  self->last_close = close;
  if (G_UNLIKELY (before < self->length))
    {
      self->seen++;
      return FALSE;
    }

  both = self->plus + self->minus;
  if (G_LIKELY (before == 2 * self->length))
    {
      if (both >= PF_ADX_STILL)
        self->value = self->value * self->keep
                      + 100 * fabs (self->plus - self->minus) / both * self->take;
      return TRUE;
    }
  if (both >= PF_ADX_STILL)
    self->value += 100 * fabs (self->plus - self->minus) / both;
  if (++self->seen < 2 * self->length)
    return FALSE;
  self->value /= self->length;
  return TRUE;
}

/**
 * pf_adx_plus_di:
 *
 * Returns: the directional indicator upwards, 0 to 100, once the index is ready
 */
static inline double
pf_adx_plus_di (const PfAdx *self)
{
  return self->range < PF_ADX_STILL ? 0 : 100 * self->plus / self->range;
}

/**
 * pf_adx_minus_di:
 *
 * Returns: the directional indicator downwards, 0 to 100, once the index is ready
 */
static inline double
pf_adx_minus_di (const PfAdx *self)
{
  return self->range < PF_ADX_STILL ? 0 : 100 * self->minus / self->range;
}

/**
 * pf_adx_batch:
 * @high: (array length=n): in points
 * @low: (array length=n): in points
 * @close: (array length=n): in points
 * @out: (array length=n): 0 to 100
 */
void pf_adx_batch (guint length, const gint64 *high, const gint64 *low, const gint64 *close,
                   gsize n, double *out);

G_END_DECLS
