/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long when the close leaves the range of the `period` bars before it upwards, short downwards, if
 * the volume is at least `volume_ratio` times the mean of those bars; flat when the close comes
 * back across the middle of that range. */
#include "indicator/pf-donchian.h"
#include "indicator/pf-volume-ratio.h"
#include "strategy/pf-strategy-library.h"

enum { PERIOD, VOLUME_RATIO, N_PARAMS };

static const PfParam params[N_PARAMS] = {
  [PERIOD] = { "period", PF_PARAM_INTEGER, 1, PF_STRATEGY_BARS_MAX, 20, PF_N_ ("bars"),
               PF_N_ ("How many earlier bars make the range and the usual volume.") },
  [VOLUME_RATIO] = { "volume_ratio", PF_PARAM_NUMBER, 0, 100, 1.5, PF_N_ ("times"),
                     PF_N_ ("Volume that confirms a break, as a multiple of the usual; 0: any.") },
};

typedef struct
{
  PfDonchian range;
  PfVolumeRatio volume;
  double threshold;
  PfSignal side;
} State;

static guint
warm_up (const double *values)
{
  return pf_volume_ratio_lookback ((guint) values[PERIOD]);
}

static void
init (void *state, const double *values)
{
  State *self = state;

  pf_donchian_init (&self->range, (guint) values[PERIOD]);
  pf_volume_ratio_init (&self->volume, (guint) values[PERIOD]);
  self->threshold = values[VOLUME_RATIO];
  self->side = PF_SIGNAL_FLAT;
}

static void
clear (void *state)
{
  State *self = state;

  pf_donchian_clear (&self->range);
  pf_volume_ratio_clear (&self->volume);
}

static PfSignal
on_bar (void *state, const PfBar *bar)
{
  State *self = state;
  gint64 highest = self->range.highest, lowest = self->range.lowest;    /* without this bar */
  PfInt128 off = 2 * (PfInt128) bar->close - highest - lowest;  /* twice the way from the middle */

  pf_donchian_step (&self->range, bar->high, bar->low);
  if (!pf_volume_ratio_step (&self->volume, bar->volume))
    return PF_SIGNAL_NONE;
  if (bar->close > highest && self->volume.value >= self->threshold)
    return pf_signal_turn (&self->side, PF_SIGNAL_LONG);
  if (bar->close < lowest && self->volume.value >= self->threshold)
    return pf_signal_turn (&self->side, PF_SIGNAL_SHORT);
  if ((self->side == PF_SIGNAL_LONG && off < 0) || (self->side == PF_SIGNAL_SHORT && off > 0))
    return pf_signal_turn (&self->side, PF_SIGNAL_FLAT);
  return PF_SIGNAL_NONE;
}

const PfStrategy pf_strategy_volume_breakout = {
  .id = "volume_breakout",
  .name = PF_N_ ("Volume breakout"),
  .summary = PF_N_ ("Goes with a break of the recent range that comes with high volume; goes flat "
                    "when the price is back across the middle."),
  .params = params, .n_params = N_PARAMS, .state_size = sizeof (State),
  .warm_up = warm_up, .init = init, .on_bar = on_bar, .clear = clear,
};
