/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings of a deployment: profiles and plain struct. Its text is in pf-deployment-text.c. */
#include "model/pf-deployment.h"

#include <string.h>

static const struct
{
  const char *name;
  gint64 max_position_pct, max_position_money, daily_loss_pct, daily_loss_money, drawdown_pct;
  guint max_open_positions, leverage;
} profiles[PF_N_PROFILES] = {
  [PF_PROFILE_CAUTIOUS] = { "cautious", 2, 0, 1, 0, 5, 3, 3 },
  [PF_PROFILE_STANDARD] = { "standard", 10, 10000, 5, 500, 0, 5, 10 },
  [PF_PROFILE_ENGINE] = { "engine", 10, 0, 5, 0, 0, 5, 3 },
  [PF_PROFILE_NONE] = { "none", 0, 0, 0, 0, 0, 0, 0 },
};

static const char *const directions[] = { "long", "short", "both" };

PfLimits
pf_profile_limits (PfProfile profile)
{
  g_assert ((guint) profile < PF_N_PROFILES);
  return (PfLimits){
    .max_position = pf_rate_from_percent (profiles[profile].max_position_pct),
    .max_position_money = pf_money_from_int (profiles[profile].max_position_money),
    .max_open_positions = profiles[profile].max_open_positions,
    .daily_loss = pf_rate_from_percent (profiles[profile].daily_loss_pct),
    .daily_loss_money = pf_money_from_int (profiles[profile].daily_loss_money),
    .drawdown = pf_rate_from_percent (profiles[profile].drawdown_pct),
    .leverage = profiles[profile].leverage,
  };
}

const char *
pf_profile_name (PfProfile profile)
{
  g_assert ((guint) profile < PF_N_PROFILES);
  return profiles[profile].name;
}

const char *
pf_direction_name (PfDirection direction)
{
  g_assert ((guint) direction < G_N_ELEMENTS (directions));
  return directions[direction];
}

gboolean
pf_direction_parse (const char *text, PfDirection *out)
{
  for (guint i = 0; i < G_N_ELEMENTS (directions); i++)
    if (strcmp (directions[i], text) == 0)
      {
        *out = (PfDirection) i;
        return TRUE;
      }
  return FALSE;
}

const char *
pf_deployment_status_name (PfDeploymentStatus status)
{
  static const char *const names[PF_N_DEPLOYMENT_STATUSES]
      = { "ACTIVE", "PAUSED", "STOPPED", "ERROR" };

  g_assert ((guint) status < PF_N_DEPLOYMENT_STATUSES);
  return names[status];
}

void
pf_deployment_spec_init (PfDeploymentSpec *self, const char *strategy, PfProfile profile)
{
  memset (self, 0, sizeof *self);
  g_strlcpy (self->strategy, strategy, sizeof self->strategy);
  self->profile = profile;
  self->limits = pf_profile_limits (profile);
  if (profile == PF_PROFILE_NONE)
    {
      self->sizing = PF_SIZING_FRACTION;
      self->fraction = pf_rate_from_percent (100);
      return;
    }
  self->stop_loss = pf_rate_from_percent (2);
  self->take_profit = pf_rate_from_percent (5);
}

static gboolean
limits_equal (const PfLimits *a, const PfLimits *b)
{
  return a->max_position.e12 == b->max_position.e12
         && a->max_position_money.e18 == b->max_position_money.e18
         && a->max_open_positions == b->max_open_positions
         && a->daily_loss.e12 == b->daily_loss.e12
         && a->daily_loss_money.e18 == b->daily_loss_money.e18
         && a->drawdown.e12 == b->drawdown.e12 && a->leverage == b->leverage;
}

gboolean
pf_deployment_spec_equal (const PfDeploymentSpec *a, const PfDeploymentSpec *b)
{
  gboolean same = strcmp (a->strategy, b->strategy) == 0 && a->n_symbols == b->n_symbols
                  && a->timeframe_ns == b->timeframe_ns && a->direction == b->direction
                  && a->sizing == b->sizing && a->units.e18 == b->units.e18
                  && a->fraction.e12 == b->fraction.e12 && a->stop_loss.e12 == b->stop_loss.e12
                  && a->take_profit.e12 == b->take_profit.e12 && a->profile == b->profile
                  && limits_equal (&a->limits, &b->limits) && a->n_params == b->n_params;

  for (guint i = 0; same && i < a->n_symbols; i++)
    same = strcmp (a->symbols[i], b->symbols[i]) == 0;
  for (guint i = 0; same && i < a->n_params; i++)
    same = strcmp (a->params[i].name, b->params[i].name) == 0
           && a->params[i].value == b->params[i].value;
  return same;
}
