/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long on the bar on which the RSI comes back from below `oversold`, short when it comes back from
 * above `overbought`, unless it jumps past the middle of the two at once; flat when it reaches that
 * middle. */
#include "indicator/pf-rsi.h"
#include "strategy/pf-strategy-library.h"

enum { PERIOD, OVERSOLD, OVERBOUGHT, N_PARAMS };

static const PfParam params[N_PARAMS] = {
  [PERIOD] = { "period", PF_PARAM_INTEGER, 1, PF_STRATEGY_BARS_MAX, 14, PF_N_ ("bars"),
               PF_N_ ("Length of the relative strength index.") },
  [OVERSOLD] = { "oversold", PF_PARAM_NUMBER, 0, 100, 30, PF_N_ ("points"),
                 PF_N_ ("Index from below which a return is a reason to buy.") },
  [OVERBOUGHT] = { "overbought", PF_PARAM_NUMBER, 0, 100, 70, PF_N_ ("points"),
                   PF_N_ ("Index from above which a return is a reason to sell.") },
};

typedef struct
{
  PfRsi rsi;
  gboolean has_last;
  double last;              /* the index of the bar before */
  double oversold, middle, overbought;
  PfSignal side;
} State;

static gboolean
check (const double *values, GError **error)
{
  return pf_strategy_check_below (params, values, OVERSOLD, OVERBOUGHT, error);
}

static guint
warm_up (const double *values)
{
  return pf_rsi_lookback ((guint) values[PERIOD]) + 1;
}

static void
init (void *state, const double *values)
{
  State *self = state;

  pf_rsi_init (&self->rsi, (guint) values[PERIOD]);
  self->oversold = values[OVERSOLD];
  self->overbought = values[OVERBOUGHT];
  self->middle = (self->oversold + self->overbought) / 2;
  self->side = PF_SIGNAL_FLAT;
}

static PfSignal
on_bar (void *state, const PfBar *bar)
{
  State *self = state;
  gboolean ready = pf_rsi_step (&self->rsi, bar->close), had_last = self->has_last;
  double last = self->last, now = self->rsi.value;

  self->has_last = ready;
  self->last = now;
  if (!had_last)
    return PF_SIGNAL_NONE;
  if (last < self->oversold && now >= self->oversold && now < self->middle)
    return pf_signal_turn (&self->side, PF_SIGNAL_LONG);
  if (last > self->overbought && now <= self->overbought && now > self->middle)
    return pf_signal_turn (&self->side, PF_SIGNAL_SHORT);
  if (self->side == PF_SIGNAL_LONG ? now >= self->middle : now <= self->middle)
    return pf_signal_turn (&self->side, PF_SIGNAL_FLAT);
  return PF_SIGNAL_NONE;
}

const PfStrategy pf_strategy_rsi_reversion = {
  .id = "rsi_reversion", .name = PF_N_ ("RSI reversion"),
  .summary = PF_N_ ("Buys when the relative strength index comes back from oversold, sells when "
                    "back from overbought, goes flat in the middle."),
  .params = params, .n_params = N_PARAMS, .state_size = sizeof (State),
  .check = check, .warm_up = warm_up, .init = init, .on_bar = on_bar,
};
