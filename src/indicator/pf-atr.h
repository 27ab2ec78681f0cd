/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Average true range after Wilder. The true range of a bar is the span of its high, its low and the
 * close before it, an exact integer. atr is first the mean of n true ranges (the first bar has
 * none), then ((n - 1) x atr + range) / n, as TA-Lib. Lookback n.
 */
#pragma once

#include "indicator/pf-indicator.h"

G_BEGIN_DECLS

typedef struct
{
  guint length, seen;
  gint64 last_close;
  double keep, take;    /* (n - 1) / n and 1 / n */
  double value;         /* in points; the sum of the ranges until there are n of them */
} PfAtr;

/**
 * pf_atr_init:
 * @length: n, in bars, 1 to %PF_WINDOW_MAX
 */
void pf_atr_init (PfAtr *self, guint length);
void pf_atr_clear (PfAtr *self);

static inline guint
pf_atr_lookback (guint length)
{
  return length;
}

/**
 * pf_true_range:
 *
 * Returns: the span of @high, @low and @last_close, in points; all are 0 or more, @low <= @high
 */
static inline gint64
pf_true_range (gint64 high, gint64 low, gint64 last_close)
{
  return MAX (high, last_close) - MIN (low, last_close);
}

/**
 * pf_atr_step:
 * @high: of the next bar, in points
 * @low: not above @high
 * @close: between the two
 *
 * Returns: %TRUE when `value` is the average
 */
static inline gboolean
pf_atr_step (PfAtr *self, gint64 high, gint64 low, gint64 close)
{
  double range = (double) pf_true_range (high, low, self->last_close);

  self->last_close = close;
  if (G_LIKELY (self->seen > self->length))
    {
      self->value = self->value * self->keep + range * self->take;
      return TRUE;
    }
  if (self->seen++ == 0)
    return FALSE;
  self->value += range;
  if (self->seen <= self->length)
    return FALSE;
  self->value /= self->length;
  return TRUE;
}

/**
 * pf_atr_batch:
 * @high: (array length=n): in points
 * @low: (array length=n): in points
 * @close: (array length=n): in points
 * @out: (array length=n): in points
 */
void pf_atr_batch (guint length, const gint64 *high, const gint64 *low, const gint64 *close,
                   gsize n, double *out);

G_END_DECLS
