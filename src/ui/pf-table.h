/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of open positions and of closed trades. */
#pragma once

#include "object/pf-execution-engine.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* compact: without what does not fit beside something else */
GtkWidget *pf_table_new_positions (PfExecutionEngine *engine, gboolean compact);
/* trades: of PfTradeItem */
GtkWidget *pf_table_new_trades (GListModel *trades);

G_END_DECLS
