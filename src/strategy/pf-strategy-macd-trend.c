/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long when the MACD line crosses above its signal line, short when it crosses below. */
#include "indicator/pf-macd.h"
#include "strategy/pf-strategy-library.h"

enum { FAST, SLOW, SIGNAL, N_PARAMS };

static const PfParam params[N_PARAMS] = {
  [FAST] = { "fast", PF_PARAM_INTEGER, 1, PF_STRATEGY_BARS_MAX, 12, PF_N_ ("bars"),
             PF_N_ ("Length of the fast average; below the slow one.") },
  [SLOW] = { "slow", PF_PARAM_INTEGER, 1, PF_STRATEGY_BARS_MAX, 26, PF_N_ ("bars"),
             PF_N_ ("Length of the slow average.") },
  [SIGNAL] = { "signal", PF_PARAM_INTEGER, 2, PF_STRATEGY_BARS_MAX, 9, PF_N_ ("bars"),
               PF_N_ ("Length of the average of their difference, the signal line.") },
};

typedef struct
{
  PfMacd macd;
  PfCross cross;
} State;

static gboolean
check (const double *values, GError **error)
{
  return pf_strategy_check_below (params, values, FAST, SLOW, error);
}

/* the bar on which both lines first exist only sets the sign */
static guint
warm_up (const double *values)
{
  return pf_macd_lookback ((guint) values[SLOW], (guint) values[SIGNAL]) + 1;
}

static void
init (void *state, const double *values)
{
  State *self = state;

  pf_macd_init (&self->macd, (guint) values[FAST], (guint) values[SLOW], (guint) values[SIGNAL]);
}

static PfSignal
on_bar (void *state, const PfBar *bar)
{
  State *self = state;
  double gap;
  int crossed;

  if (!pf_macd_step (&self->macd, bar->close))
    return PF_SIGNAL_NONE;
  gap = self->macd.histogram;
  crossed = pf_cross_step (&self->cross, (gap > 0) - (gap < 0));
  return crossed == 0 ? PF_SIGNAL_NONE : crossed > 0 ? PF_SIGNAL_LONG : PF_SIGNAL_SHORT;
}

const PfStrategy pf_strategy_macd_trend = {
  .id = "macd_trend",
  .name = PF_N_ ("MACD trend"),
  .summary = PF_N_ ("Goes long when the MACD line crosses above its signal line, short when it "
                    "crosses below."),
  .params = params, .n_params = N_PARAMS, .state_size = sizeof (State),
  .check = check, .warm_up = warm_up, .init = init, .on_bar = on_bar,
};
