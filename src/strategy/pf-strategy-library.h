/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * For the files of the library only: the parts that strategies are made of, and the strategies.
 */
#pragma once

#include "strategy/pf-strategy.h"

G_BEGIN_DECLS

/* marks a text for translation where it stands in a table; whoever shows it translates */
#define PF_N_(text) text

/* the longest window that a strategy's parameter allows, in bars */
#define PF_STRATEGY_BARS_MAX 5000

extern const PfStrategy pf_strategy_golden_cross_momentum;
extern const PfStrategy pf_strategy_volume_breakout;
extern const PfStrategy pf_strategy_sma_cross;
extern const PfStrategy pf_strategy_rsi_reversion;
extern const PfStrategy pf_strategy_macd_trend;
extern const PfStrategy pf_strategy_bollinger_breakout;
extern const PfStrategy pf_strategy_donchian_breakout;

/* FALSE with a sentence unless values[low] < values[high] */
gboolean pf_strategy_check_below (const PfParam *params, const double *values, guint low,
                                  guint high, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Crossing of two lines: keeps the sign of the last bar on which the two differed. */
typedef struct { int last; } PfCross;

/* sign: of first line - second line on this bar. Returns it when it is the opposite of the last one
 * that was not 0, else 0; so the first bar only sets the sign, and touching is not crossing. */
static inline int
pf_cross_step (PfCross *self, int sign)
{
  int crossed = sign * self->last < 0 ? sign : 0;

  if (sign != 0)
    self->last = sign;
  return crossed;
}

/* The side that a strategy called last. A signal is given once, when the side changes. */
static inline PfSignal
pf_signal_turn (PfSignal *side, PfSignal to)
{
  if (*side == to)
    return PF_SIGNAL_NONE;
  *side = to;
  return to;
}

G_END_DECLS
