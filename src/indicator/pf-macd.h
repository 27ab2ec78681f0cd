/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Moving average convergence/divergence: line = fast EMA - slow EMA, signal = EMA of the line,
 * histogram = line - signal. As TA-Lib: the fast average starts late, so that the means that seed
 * both averages end on the same value. Lookback (slow - 1) + (signal - 1).
 */
#pragma once

#include "indicator/pf-ema.h"

G_BEGIN_DECLS

typedef struct
{
  PfEma fast, slow, smooth;
  guint wait;                       /* inputs that the fast average still leaves out */
  double line, signal, histogram;   /* in points */
} PfMacd;

/**
 * pf_macd_init:
 * @fast: shorter length, in values, 1 or more
 * @slow: longer length, above @fast, up to %PF_WINDOW_MAX
 * @signal: length that smooths the line, 1 to %PF_WINDOW_MAX
 */
void pf_macd_init (PfMacd *self, guint fast, guint slow, guint signal);
void pf_macd_clear (PfMacd *self);

static inline guint
pf_macd_lookback (guint slow, guint signal)
{
  return pf_ema_lookback (slow) + pf_ema_lookback (signal);
}

/**
 * pf_macd_step:
 * @value: the next value, in points
 *
 * Returns: %TRUE when `line`, `signal` and `histogram` are set
 */
static inline gboolean
pf_macd_step (PfMacd *self, gint64 value)
{
  double input = (double) value;

  if (G_LIKELY (self->wait == 0))
    pf_ema_step (&self->fast, input);
  else
    self->wait--;
  if (!pf_ema_step (&self->slow, input))
    return FALSE;
  self->line = self->fast.value - self->slow.value;
  if (!pf_ema_step (&self->smooth, self->line))
    return FALSE;
  self->signal = self->smooth.value;
  self->histogram = self->line - self->signal;
  return TRUE;
}

/**
 * pf_macd_batch:
 * @values: (array length=n): in points
 * @line: (array length=n): in points
 * @signal_line: (array length=n): in points
 * @histogram: (array length=n): in points
 */
void pf_macd_batch (guint fast, guint slow, guint signal, const gint64 *values, gsize n,
                    double *line, double *signal_line, double *histogram);

G_END_DECLS
