/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cross of two averages, as in sma_cross, counts only when the close has moved the same way over
 * the last `momentum` bars: close > (up) or < (down) the close that many bars ago. A cross that is
 * not confirmed on its own bar gives FLAT: it still ends what the cross before it began. */
#include "indicator/pf-momentum.h"
#include "indicator/pf-sma.h"
#include "strategy/pf-strategy-library.h"

enum { FAST, SLOW, MOMENTUM, N_PARAMS };

static const PfParam params[N_PARAMS] = {
  [FAST] = { "fast", PF_PARAM_INTEGER, 1, PF_STRATEGY_BARS_MAX, 20, PF_N_ ("bars"),
             PF_N_ ("Length of the fast average; below the slow one.") },
  [SLOW] = { "slow", PF_PARAM_INTEGER, 1, PF_STRATEGY_BARS_MAX, 50, PF_N_ ("bars"),
             PF_N_ ("Length of the slow average.") },
  [MOMENTUM] = { "momentum", PF_PARAM_INTEGER, 1, PF_STRATEGY_BARS_MAX, 10, PF_N_ ("bars"),
                 PF_N_ ("A cross counts when the close has moved its way over so many bars.") },
};

typedef struct { PfSma fast, slow; PfMomentum momentum; PfCross cross; } State;

static gboolean
check (const double *values, GError **error)
{
  return pf_strategy_check_below (params, values, FAST, SLOW, error);
}

static guint
warm_up (const double *values)
{
  return MAX (pf_sma_lookback ((guint) values[SLOW]) + 1,
              pf_momentum_lookback ((guint) values[MOMENTUM]));
}

static void
init (void *state, const double *values)
{
  State *self = state;

  pf_sma_init (&self->fast, (guint) values[FAST]);
  pf_sma_init (&self->slow, (guint) values[SLOW]);
  pf_momentum_init (&self->momentum, (guint) values[MOMENTUM]);
}

static void
clear (void *state)
{
  State *self = state;

  pf_sma_clear (&self->fast);
  pf_sma_clear (&self->slow);
  pf_momentum_clear (&self->momentum);
}

static PfSignal
on_bar (void *state, const PfBar *bar)
{
  State *self = state;
  gboolean moved = pf_momentum_step (&self->momentum, bar->close);
  int crossed;

  pf_sma_step (&self->fast, bar->close);
  if (!pf_sma_step (&self->slow, bar->close))
    return PF_SIGNAL_NONE;
  crossed = pf_cross_step (&self->cross, pf_sma_compare (&self->fast, &self->slow));
  if (crossed == 0 || !moved)
    return PF_SIGNAL_NONE;
  if (crossed > 0)
    return self->momentum.value > 0 ? PF_SIGNAL_LONG : PF_SIGNAL_FLAT;
  return self->momentum.value < 0 ? PF_SIGNAL_SHORT : PF_SIGNAL_FLAT;
}

const PfStrategy pf_strategy_golden_cross_momentum = {
  .id = "golden_cross_momentum",
  .name = PF_N_ ("Golden cross with momentum"),
  .summary = PF_N_ ("Goes with a cross of two averages when momentum confirms it; goes flat on one "
                    "that it does not confirm."),
  .params = params, .n_params = N_PARAMS, .state_size = sizeof (State),
  .check = check, .warm_up = warm_up, .init = init, .on_bar = on_bar, .clear = clear,
};
