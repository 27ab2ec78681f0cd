/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "object/pf-execution-engine.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A card that follows its deployment: state, figures, why it is paused, what can be done. */
#define PF_TYPE_DEPLOYMENT_CARD (pf_deployment_card_get_type ())
G_DECLARE_FINAL_TYPE (PfDeploymentCard, pf_deployment_card, PF, DEPLOYMENT_CARD, GtkBox)
GtkWidget *pf_deployment_card_new (PfExecutionEngine *engine, PfDeployment *deployment);

G_END_DECLS
