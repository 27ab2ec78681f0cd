/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long when the close lies above the upper band, short when below the lower one, flat when it comes
 * back across the middle. The bands include the bar itself. */
#include "indicator/pf-bollinger.h"
#include "strategy/pf-strategy-library.h"

enum { PERIOD, WIDTH, N_PARAMS };

static const PfParam params[N_PARAMS] = {
  [PERIOD] = { "period", PF_PARAM_INTEGER, 2, PF_STRATEGY_BARS_MAX, 20, PF_N_ ("bars"),
               PF_N_ ("How many bars make the average and the deviation.") },
  [WIDTH] = { "width", PF_PARAM_NUMBER, 0.1, 10, 2, PF_N_ ("deviations"),
              PF_N_ ("Distance of the bands from the middle, in standard deviations.") },
};

typedef struct
{
  PfBollinger bands;
  PfSignal side;
} State;

/* No value lies further than sqrt (n - 1) deviations from the mean of n values that include it. */
static gboolean
check (const double *values, GError **error)
{
  double furthest = sqrt (values[PERIOD] - 1);

  if (values[WIDTH] < furthest)
    return TRUE;
  g_set_error (error, PF_STRATEGY_ERROR, PF_STRATEGY_ERROR_PARAM,
               "No close can leave bands of width %.10g over %.0f bars. Choose a 'width' below "
               "%.2f or a longer 'period'.", values[WIDTH], values[PERIOD], furthest);
  return FALSE;
}

static guint
warm_up (const double *values)
{
  return pf_bollinger_lookback ((guint) values[PERIOD]);
}

static void
init (void *state, const double *values)
{
  State *self = state;

  pf_bollinger_init (&self->bands, (guint) values[PERIOD], values[WIDTH]);
  self->side = PF_SIGNAL_FLAT;
}

static void
clear (void *state)
{
  pf_bollinger_clear (&((State *) state)->bands);
}

static PfSignal
on_bar (void *state, const PfBar *bar)
{
  State *self = state;
  const PfBollinger *bands = &self->bands;

  if (!pf_bollinger_step (&self->bands, bar->close))
    return PF_SIGNAL_NONE;
  if (bands->offset > bands->reach)
    return pf_signal_turn (&self->side, PF_SIGNAL_LONG);
  if (bands->offset < -bands->reach)
    return pf_signal_turn (&self->side, PF_SIGNAL_SHORT);
  if (self->side == PF_SIGNAL_LONG ? bands->offset < 0 : bands->offset > 0)
    return pf_signal_turn (&self->side, PF_SIGNAL_FLAT);
  return PF_SIGNAL_NONE;
}

const PfStrategy pf_strategy_bollinger_breakout = {
  .id = "bollinger_breakout", .name = PF_N_ ("Bollinger breakout"),
  .summary = PF_N_ ("Goes with a close outside the Bollinger bands, flat back across the middle."),
  .params = params, .n_params = N_PARAMS, .state_size = sizeof (State),
  .check = check, .warm_up = warm_up, .init = init, .on_bar = on_bar, .clear = clear,
};
