/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of open positions. */
#pragma once

#include "object/pf-execution-engine.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* compact: without what does not fit beside something else */
GtkWidget *pf_table_new_positions (PfExecutionEngine *engine, gboolean compact);

G_END_DECLS
