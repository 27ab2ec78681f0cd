/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The registry and what all strategies share: finding one, settling its parameters, running it.
 *
 * Guarantees
 *  1. Parameters reach a strategy only settled: every one present, finite, in its range, whole
 *     where it counts, and the rule between them kept. Anything else is refused with a sentence.
 *  2. Two runs with the same parameters give the same signals for the same bars: a strategy has
 *     no other input, and its state begins as zeros.
 */
#include "strategy/pf-strategy.h"

#include <math.h>
#include <string.h>

#include "strategy/pf-strategy-library.h"

G_DEFINE_QUARK (pf-strategy-error-quark, pf_strategy_error)

static const PfStrategy *const strategies[] = {
  &pf_strategy_golden_cross_momentum,
  &pf_strategy_volume_breakout,
  &pf_strategy_sma_cross,
  &pf_strategy_rsi_reversion,
  &pf_strategy_macd_trend,
  &pf_strategy_bollinger_breakout,
  &pf_strategy_donchian_breakout,
};

/**
 * pf_strategies:
 * @n: (out): how many there are
 *
 * Returns: (array length=n) (transfer none): the library, in the order shown
 */
const PfStrategy *const *
pf_strategies (guint *n)
{
  *n = G_N_ELEMENTS (strategies);
  return strategies;
}

/**
 * pf_strategy_find:
 * @id: as in `--strategy ID`
 *
 * Returns: (transfer none) (nullable): the strategy of that id
 */
const PfStrategy *
pf_strategy_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (strategies); i++)
    if (strcmp (strategies[i]->id, id) == 0)
      return strategies[i];
  return NULL;
}

static void
set_unknown_strategy (const char *id, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (strategies); i++)
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", strategies[i]->id);
  g_set_error (error, PF_STRATEGY_ERROR, PF_STRATEGY_ERROR_UNKNOWN,
               "There is no strategy '%s'. Known are: %s.", id, known->str);
}

static void
set_unknown_param (const PfStrategy *self, const char *name, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (guint i = 0; i < self->n_params; i++)
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", self->params[i].name);
  g_set_error (error, PF_STRATEGY_ERROR, PF_STRATEGY_ERROR_PARAM,
               "Strategy %s has no parameter '%s'. Known are: %s.", self->id, name, known->str);
}

static gboolean
check_value (const PfParam *param, double value, GError **error)
{
  if (param->type == PF_PARAM_INTEGER && value != floor (value))
    {
      g_set_error (error, PF_STRATEGY_ERROR, PF_STRATEGY_ERROR_PARAM,
                   "Parameter '%s' must be a whole number, not %.10g.", param->name, value);
      return FALSE;
    }
  /* said this way round, not-a-number is out of range */
  if (!(value >= param->min && value <= param->max))
    {
      g_set_error (error, PF_STRATEGY_ERROR, PF_STRATEGY_ERROR_PARAM,
                   "Parameter '%s' must be between %.10g and %.10g, not %.10g.", param->name,
                   param->min, param->max, value);
      return FALSE;
    }
  return TRUE;
}

gboolean
pf_strategy_check_below (const PfParam *params, const double *values, guint low, guint high,
                         GError **error)
{
  if (values[low] < values[high])
    return TRUE;
  g_set_error (error, PF_STRATEGY_ERROR, PF_STRATEGY_ERROR_PARAM,
               "Parameter '%s' (%.10g) must be below parameter '%s' (%.10g).", params[low].name,
               values[low], params[high].name, values[high]);
  return FALSE;
}

/**
 * pf_strategy_resolve:
 * @given: (array length=n_given): parameters by name, in any order
 * @values: (out): room for `n_params` values, in the order of the strategy's table; undefined
 *   after a refusal
 *
 * Takes the given values and the defaults of all others.
 *
 * Returns: %FALSE with %PF_STRATEGY_ERROR_PARAM for an unknown or repeated name, a value out of
 *   range, a fraction where a whole number belongs, or a broken rule between parameters
 */
gboolean
pf_strategy_resolve (const PfStrategy *self, const PfParamValue *given, guint n_given,
                     double *values, GError **error)
{
  gboolean seen[PF_DEPLOYMENT_PARAMS_MAX] = { FALSE };

  g_assert (self->n_params <= PF_DEPLOYMENT_PARAMS_MAX);
  for (guint p = 0; p < self->n_params; p++)
    values[p] = self->params[p].default_value;

  for (guint i = 0; i < n_given; i++)
    {
      guint p = 0;

      while (p < self->n_params && strcmp (self->params[p].name, given[i].name) != 0)
        p++;
      if (p == self->n_params)
        {
          set_unknown_param (self, given[i].name, error);
          return FALSE;
        }
      if (seen[p])
        {
          g_set_error (error, PF_STRATEGY_ERROR, PF_STRATEGY_ERROR_PARAM,
                       "Parameter '%s' is given more than once.", given[i].name);
          return FALSE;
        }
      if (!check_value (&self->params[p], given[i].value, error))
        return FALSE;
      seen[p] = TRUE;
      values[p] = given[i].value;
    }
  return self->check == NULL || self->check (values, error);
}

/**
 * pf_strategy_run_new:
 * @id: of the strategy
 * @given: (array length=n_given): parameters by name
 *
 * Returns: (transfer full) (nullable): a run before its first bar, for pf_strategy_run_free();
 *   %NULL with %PF_STRATEGY_ERROR_UNKNOWN, or as pf_strategy_resolve().
 */
PfStrategyRun *
pf_strategy_run_new (const char *id, const PfParamValue *given, guint n_given, GError **error)
{
  const PfStrategy *strategy = pf_strategy_find (id);
  g_autofree PfStrategyRun *self = NULL;

  if (strategy == NULL)
    {
      set_unknown_strategy (id, error);
      return NULL;
    }
  self = g_new0 (PfStrategyRun, 1);
  if (!pf_strategy_resolve (strategy, given, n_given, self->values, error))
    return NULL;
  self->strategy = strategy;
  self->state = g_malloc0 (strategy->state_size);
  strategy->init (self->state, self->values);
  return g_steal_pointer (&self);
}

/**
 * pf_strategy_run_free:
 * @self: (transfer full) (nullable): a run
 */
void
pf_strategy_run_free (PfStrategyRun *self)
{
  if (self == NULL)
    return;
  if (self->strategy->clear != NULL)
    self->strategy->clear (self->state);
  g_free (self->state);
  g_free (self);
}

/**
 * pf_strategy_run_warm_up:
 *
 * Returns: how many bars must pass before the first signal can come
 */
guint
pf_strategy_run_warm_up (const PfStrategyRun *self)
{
  return self->strategy->warm_up (self->values);
}
