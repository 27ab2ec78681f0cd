/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "object/pf-execution-engine.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PfDeskPage:
 *
 * What a trader looks at for hours: the desk's figures, the market, what is deployed and what is
 * open. A click on a figure says what it is made of.
 */
#define PF_TYPE_DESK_PAGE (pf_desk_page_get_type ())
G_DECLARE_FINAL_TYPE (PfDeskPage, pf_desk_page, PF, DESK_PAGE, GtkBox)

GtkWidget *pf_desk_page_new (PfExecutionEngine *engine, GSettings *settings);

G_END_DECLS
