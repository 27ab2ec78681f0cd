/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "object/pf-risk-manager.h"
#include "strategy/pf-strategy.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Everything that a deployment needs, with defaults that can be deployed as they are. Signal
 * "deploy" (PfDeploymentSpec*) when its user says so; the dialog then closes. */
#define PF_TYPE_DEPLOY_DIALOG (pf_deploy_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PfDeployDialog, pf_deploy_dialog, PF, DEPLOY_DIALOG, AdwWindow)
PfDeployDialog *pf_deploy_dialog_new (GtkWindow *parent, const PfStrategy *strategy,
                                      PfRiskManager *risk, const PfInstruments *instruments);
/* Fills in what spec says of symbols, timeframe, direction, exits and parameters; the limits stay
 * as they are. */
void pf_deploy_dialog_set_spec (PfDeployDialog *self, const PfDeploymentSpec *spec);

G_END_DECLS
