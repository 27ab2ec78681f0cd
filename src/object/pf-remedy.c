/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "object/pf-remedy.h"

#include <glib/gi18n-lib.h>

typedef enum { KIND_NONE, KIND_LATCH, KIND_PAUSE, KIND_LIMIT } Kind;

/* What is in the way of each reason. What is left out ends by itself, or was a mistake. */
static const Kind kinds[PF_N_REFUSALS] = {
  [PF_REFUSAL_KILL_LATCH] = KIND_LATCH,
  [PF_REFUSAL_NOT_FLAT] = KIND_LATCH,
  [PF_REFUSAL_PAUSED] = KIND_PAUSE,
  [PF_REFUSAL_DAILY_LOSS] = KIND_PAUSE,
  [PF_REFUSAL_DRAWDOWN] = KIND_PAUSE,
  [PF_REFUSAL_STOPPED] = KIND_LIMIT,
  [PF_REFUSAL_BALANCE] = KIND_LIMIT,
  [PF_REFUSAL_MIN_QUANTITY] = KIND_LIMIT,
  [PF_REFUSAL_MIN_NOTIONAL] = KIND_LIMIT,
  [PF_REFUSAL_MAX_POSITION] = KIND_LIMIT,
  [PF_REFUSAL_MAX_OPEN_POSITIONS] = KIND_LIMIT,
  [PF_REFUSAL_SYMBOL_LIMIT] = KIND_LIMIT,
  [PF_REFUSAL_DESK_LIMIT] = KIND_LIMIT,
  [PF_REFUSAL_LEVERAGE] = KIND_LIMIT,
};

PfRemedy
pf_remedy_for (PfRefusalReason reason, gboolean latched, PfDeploymentStatus status,
               gboolean knows_strategy)
{
  g_assert ((guint) reason < PF_N_REFUSALS);
  /* while Stop all holds, nothing else would help */
  if (latched)
    return PF_REMEDY_RE_ARM;
  switch (kinds[reason])
    {
    case KIND_PAUSE:
      if (status == PF_DEPLOYMENT_PAUSED)
        return PF_REMEDY_RESUME;
      return knows_strategy && reason != PF_REFUSAL_PAUSED ? PF_REMEDY_OTHER_LIMITS
                                                           : PF_REMEDY_NONE;
    case KIND_LIMIT:
      return knows_strategy ? PF_REMEDY_OTHER_LIMITS : PF_REMEDY_NONE;
    case KIND_LATCH:            /* it was re-armed since */
    case KIND_NONE:
    default:
      return PF_REMEDY_NONE;
    }
}

const char *
pf_remedy_label (PfRemedy remedy)
{
  static const char *const labels[PF_N_REMEDIES] = {
    [PF_REMEDY_RE_ARM] = N_("_Re-arm"),
    [PF_REMEDY_RESUME] = N_("_Resume the deployment"),
    [PF_REMEDY_OTHER_LIMITS] = N_("_Deploy again with other limits"),
  };

  g_assert ((guint) remedy < PF_N_REMEDIES);
  return labels[remedy] != NULL ? _(labels[remedy]) : NULL;
}
