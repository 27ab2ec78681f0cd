/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody can do about a refusal: one button, or none. A pure function. */
#pragma once

#include "model/pf-deployment.h"

G_BEGIN_DECLS

typedef enum
{
  PF_REMEDY_NONE,               /* nothing, or nothing more: its sentence says all */
  PF_REMEDY_RE_ARM,
  PF_REMEDY_RESUME,             /* the deployment */
  PF_REMEDY_OTHER_LIMITS,       /* deploy the strategy again with other limits */
  PF_N_REMEDIES,
} PfRemedy;

/**
 * pf_remedy_for:
 * @latched: whether the latch of Stop all is set now
 * @status: of the deployment now; PF_DEPLOYMENT_STOPPED where there is none
 * @knows_strategy: whether it can be deployed again
 */
PfRemedy pf_remedy_for (PfRefusalReason reason, gboolean latched, PfDeploymentStatus status,
                        gboolean knows_strategy);
/* the button's words, translated; NULL for NONE */
const char *pf_remedy_label (PfRemedy remedy);

G_END_DECLS
