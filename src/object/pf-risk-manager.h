/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The limits of a deployment before it is made, in money, and the kill latch.
 */
#pragma once

#include "object/pf-execution-engine.h"

G_BEGIN_DECLS

#define PF_TYPE_RISK_MANAGER (pf_risk_manager_get_type ())
G_DECLARE_FINAL_TYPE (PfRiskManager, pf_risk_manager, PF, RISK_MANAGER, GObject)

PfRiskManager *pf_risk_manager_new (PfExecutionEngine *engine);
gboolean pf_risk_manager_get_latched (PfRiskManager *self);
/* why, or "" */
const char *pf_risk_manager_get_sentence (PfRiskManager *self);
void pf_risk_manager_emergency_stop (PfRiskManager *self, PfDeskReplyFunc func, gpointer user_data);
void pf_risk_manager_re_arm (PfRiskManager *self, PfDeskReplyFunc func, gpointer user_data);
/* "At most 200.00 USDT a trade and 600.00 at once; pauses after losing 100.00 today." */
char *pf_risk_manager_summarize (PfRiskManager *self, const PfDeploymentSpec *spec);

G_END_DECLS
