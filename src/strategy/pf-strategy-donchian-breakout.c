/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long when the close is above the highest high of the `entry` bars before it, short when below
 * their lowest low; flat when, on the long side, it is below the lowest low, or on the short side
 * above the highest high, of the `exit` bars before it. */
#include "indicator/pf-donchian.h"
#include "strategy/pf-strategy-library.h"

enum { ENTRY, EXIT, N_PARAMS };

static const PfParam params[N_PARAMS] = {
  [ENTRY] = { "entry", PF_PARAM_INTEGER, 1, PF_STRATEGY_BARS_MAX, 20, PF_N_ ("bars"),
              PF_N_ ("How many earlier bars make the channel whose break is followed.") },
  [EXIT] = { "exit", PF_PARAM_INTEGER, 1, PF_STRATEGY_BARS_MAX, 10, PF_N_ ("bars"),
             PF_N_ ("How many earlier bars make the channel whose break ends a position.") },
};

typedef struct
{
  PfDonchian entry, exit;
  PfSignal side;
} State;

static guint
warm_up (const double *values)
{
  return (guint) MAX (values[ENTRY], values[EXIT]);
}

static void
init (void *state, const double *values)
{
  State *self = state;

  pf_donchian_init (&self->entry, (guint) values[ENTRY]);
  pf_donchian_init (&self->exit, (guint) values[EXIT]);
  self->side = PF_SIGNAL_FLAT;
}

static void
clear (void *state)
{
  State *self = state;

  pf_donchian_clear (&self->entry);
  pf_donchian_clear (&self->exit);
}

/* asked before the channels take the bar in */
static PfSignal
decide (State *self, gint64 close)
{
  if (!self->entry.ready || !self->exit.ready)
    return PF_SIGNAL_NONE;
  if (close > self->entry.highest)
    return pf_signal_turn (&self->side, PF_SIGNAL_LONG);
  if (close < self->entry.lowest)
    return pf_signal_turn (&self->side, PF_SIGNAL_SHORT);
  if (self->side == PF_SIGNAL_LONG ? close < self->exit.lowest : close > self->exit.highest)
    return pf_signal_turn (&self->side, PF_SIGNAL_FLAT);
  return PF_SIGNAL_NONE;
}

static PfSignal
on_bar (void *state, const PfBar *bar)
{
  State *self = state;
  PfSignal signal = decide (self, bar->close);

  pf_donchian_step (&self->entry, bar->high, bar->low);
  pf_donchian_step (&self->exit, bar->high, bar->low);
  return signal;
}

const PfStrategy pf_strategy_donchian_breakout = {
  .id = "donchian_breakout", .name = PF_N_ ("Donchian breakout"),
  .summary = PF_N_ ("Goes with a close beyond the entry channel, flat beyond the exit channel."),
  .params = params, .n_params = N_PARAMS, .state_size = sizeof (State),
  .warm_up = warm_up, .init = init, .on_bar = on_bar, .clear = clear,
};
