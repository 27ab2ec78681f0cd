/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What lists show. Each object keeps its identity while its row changes under it, and says
 * "changed" once for each change.
 */
#pragma once

#include "desk/pf-desk.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define PF_TYPE_DEPLOYMENT (pf_deployment_get_type ())
G_DECLARE_FINAL_TYPE (PfDeployment, pf_deployment, PF, DEPLOYMENT, GObject)
PfDeployment *pf_deployment_new (PfDeploymentRow *row);         /* takes the row */
const PfDeploymentRow *pf_deployment_get_row (PfDeployment *self);
void pf_deployment_take_row (PfDeployment *self, PfDeploymentRow *row);
/* market time of the row, for ages */
void pf_deployment_set_now (PfDeployment *self, gint64 ts_ns);
gint64 pf_deployment_get_now (PfDeployment *self);

#define PF_TYPE_POSITION_ITEM (pf_position_item_get_type ())
G_DECLARE_FINAL_TYPE (PfPositionItem, pf_position_item, PF, POSITION_ITEM, GObject)
PfPositionItem *pf_position_item_new (PfPositionRow *row);
const PfPositionRow *pf_position_item_get_row (PfPositionItem *self);
void pf_position_item_take_row (PfPositionItem *self, PfPositionRow *row);

#define PF_TYPE_TRADE_ITEM (pf_trade_item_get_type ())
G_DECLARE_FINAL_TYPE (PfTradeItem, pf_trade_item, PF, TRADE_ITEM, GObject)
PfTradeItem *pf_trade_item_new (PfTradeRow *row);
const PfTradeRow *pf_trade_item_get_row (PfTradeItem *self);

G_END_DECLS
