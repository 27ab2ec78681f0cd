/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "object/pf-execution-engine.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Every open position with all that is known of it, and one press to close it. */
#define PF_TYPE_POSITIONS_PAGE (pf_positions_page_get_type ())
G_DECLARE_FINAL_TYPE (PfPositionsPage, pf_positions_page, PF, POSITIONS_PAGE, GtkBox)

GtkWidget *pf_positions_page_new (PfExecutionEngine *engine);

G_END_DECLS
