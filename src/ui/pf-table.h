/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of positions and closed trades: columns that follow their rows in place. */
#pragma once

#include "object/pf-execution-engine.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* compact: without what does not fit beside something else */
GtkWidget *pf_table_new_positions (PfExecutionEngine *engine, gboolean compact);
GtkWidget *pf_table_new_trades (PfExecutionEngine *engine);

G_END_DECLS
