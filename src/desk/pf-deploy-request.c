/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/pf-deploy-request.h"

#include "base/pf-text.h"
#include "strategy/pf-strategy.h"

#include <string.h>

#define SENTENCE_CHARACTERS 400

static gboolean
is_paper (const char *environment)
{
  return strcmp (environment, "practice") == 0 || strcmp (environment, "replay") == 0;
}

/* Is "live" or "real" one of its words, in whatever letters and widths? */
static gboolean
asks_for_live (const char *text)
{
  g_autofree char *narrow = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *folded = narrow != NULL ? g_utf8_casefold (narrow, -1) : NULL;
  g_auto (GStrv) words = NULL;

  if (folded == NULL)
    return FALSE;
  words = g_strsplit_set (g_strcanon (folded, G_CSET_a_2_z G_CSET_DIGITS, ' '), " ", -1);
  return g_strv_contains ((const char *const *) words, "live")
         || g_strv_contains ((const char *const *) words, "real");
}

static gboolean
knows_params (const PfStrategy *strategy, const PfDeploymentSpec *spec)
{
  for (guint i = 0; i < spec->n_params; i++)
    {
      guint p = 0;
      while (p < strategy->n_params
             && strcmp (strategy->params[p].name, spec->params[i].name) != 0)
        p++;
      if (p == strategy->n_params)
        return FALSE;
    }
  return TRUE;
}

/* Of a text that was not understood: has it a name that neither the grammar nor the strategy knows?
 * What the grammar takes for a parameter, the strategy has to have. */
static gboolean
has_unknown_name (const char *text)
{
  g_auto (GStrv) items = g_strsplit (text, ",", -1);
  const PfStrategy *strategy = pf_strategy_find (items[0]);

  for (guint i = 1; strategy != NULL && items[i] != NULL; i++)
    {
      g_autofree char *name = g_strndup (items[i], strcspn (items[i], "="));
      g_autofree char *alone = g_strdup_printf ("%s,%s=1", items[0], name);
      PfDeploymentSpec spec;
      if (pf_deployment_spec_parse (alone, &spec, NULL) && !knows_params (strategy, &spec))
        return TRUE;
    }
  return FALSE;
}

/* The sentence of a lower room, which may quote the text, under a name of ours; takes cause. */
static gboolean
refuse (GError **error, PfDeskError code, GError *cause)
{
  g_autofree char *sentence = pf_text_one_line (cause->message, SENTENCE_CHARACTERS);

  g_set_error_literal (error, PF_DESK_ERROR, (int) code, sentence);
  g_error_free (cause);
  return FALSE;
}

static gboolean
check_names (const PfDeploymentSpec *spec, const PfInstruments *instruments, GError **error)
{
  double values[PF_DEPLOYMENT_PARAMS_MAX];
  const PfStrategy *strategy = pf_strategy_find (spec->strategy);
  GError *cause = NULL;

  if (strategy == NULL)
    {
      g_set_error (error, PF_DESK_ERROR, PF_DESK_ERROR_UNKNOWN_STRATEGY,
                   "There is no strategy '%s'; `pilotfish strategies` lists them.",
                   spec->strategy);
      return FALSE;
    }
  for (guint i = 0; i < spec->n_symbols; i++)
    if (pf_instruments_find (instruments, spec->symbols[i]) < 0)
      {
        g_set_error (error, PF_DESK_ERROR, PF_DESK_ERROR_UNKNOWN_SYMBOL,
                     "This market has no symbol '%s'.", spec->symbols[i]);
        return FALSE;
      }
  if (!pf_strategy_resolve (strategy, spec->params, spec->n_params, values, &cause))
    return refuse (error, knows_params (strategy, spec) ? PF_DESK_ERROR_OUT_OF_RANGE
                                                        : PF_DESK_ERROR_BAD_REQUEST, cause);
  return TRUE;
}

gboolean
pf_deploy_request_read (const char *text, const char *environment,
                        const PfInstruments *instruments, PfDeploymentSpec *spec, GError **error)
{
  GError *cause = NULL;

  if (strnlen (text, PF_DEPLOYMENT_TEXT_MAX) == PF_DEPLOYMENT_TEXT_MAX)
    {
      g_set_error_literal (error, PF_DESK_ERROR, PF_DESK_ERROR_BAD_REQUEST,
                           "A deployment is described in fewer than 2000 letters.");
      return FALSE;
    }
  if (!is_paper (environment) || asks_for_live (text))
    {
      g_set_error_literal (error, PF_DESK_ERROR, PF_DESK_ERROR_LIVE_NEEDS_THE_WINDOW,
                           "Live trading is begun in the window, by its user alone. "
                           "Other programs can deploy on paper.");
      return FALSE;
    }
  if (!pf_deployment_spec_parse (text, spec, &cause))
    {
      gboolean value = g_error_matches (cause, PF_DEPLOYMENT_ERROR, PF_DEPLOYMENT_ERROR_VALUE)
                       && !has_unknown_name (text);
      return refuse (error, value ? PF_DESK_ERROR_OUT_OF_RANGE : PF_DESK_ERROR_BAD_REQUEST, cause);
    }
  return check_names (spec, instruments, error);
}
