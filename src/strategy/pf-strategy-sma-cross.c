/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long when the fast average crosses above the slow one, short when below, compared exactly. */
#include "indicator/pf-sma.h"
#include "strategy/pf-strategy-library.h"

enum { FAST, SLOW, N_PARAMS };

static const PfParam params[N_PARAMS] = {
  [FAST] = { "fast", PF_PARAM_INTEGER, 1, PF_STRATEGY_BARS_MAX, 10, PF_N_ ("bars"),
             PF_N_ ("Length of the fast average; below the slow one.") },
  [SLOW] = { "slow", PF_PARAM_INTEGER, 1, PF_STRATEGY_BARS_MAX, 30, PF_N_ ("bars"),
             PF_N_ ("Length of the slow average.") },
};

typedef struct
{
  PfSma fast, slow;
  PfCross cross;
} State;

static gboolean
check (const double *values, GError **error)
{
  return pf_strategy_check_below (params, values, FAST, SLOW, error);
}

/* the bar on which both averages first exist only sets the sign */
static guint
warm_up (const double *values)
{
  return pf_sma_lookback ((guint) values[SLOW]) + 1;
}

static void
init (void *state, const double *values)
{
  State *self = state;

  pf_sma_init (&self->fast, (guint) values[FAST]);
  pf_sma_init (&self->slow, (guint) values[SLOW]);
}

static void
clear (void *state)
{
  State *self = state;

  pf_sma_clear (&self->fast);
  pf_sma_clear (&self->slow);
}

static PfSignal
on_bar (void *state, const PfBar *bar)
{
  State *self = state;
  int crossed;

  pf_sma_step (&self->fast, bar->close);
  if (!pf_sma_step (&self->slow, bar->close))
    return PF_SIGNAL_NONE;
  crossed = pf_cross_step (&self->cross, pf_sma_compare (&self->fast, &self->slow));
  return crossed == 0 ? PF_SIGNAL_NONE : crossed > 0 ? PF_SIGNAL_LONG : PF_SIGNAL_SHORT;
}

const PfStrategy pf_strategy_sma_cross = {
  .id = "sma_cross",
  .name = PF_N_ ("Moving average cross"),
  .summary = PF_N_ ("Goes long when the fast average crosses above the slow one, short when it "
                    "crosses below."),
  .params = params, .n_params = N_PARAMS, .state_size = sizeof (State),
  .check = check, .warm_up = warm_up, .init = init, .on_bar = on_bar, .clear = clear,
};
