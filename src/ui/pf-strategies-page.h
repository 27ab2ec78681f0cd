/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "object/pf-execution-engine.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PfStrategiesPage:
 *
 * The library as cards, each with what it would have done on the practice market's past. One card
 * is computed after the other, in another thread, once the page is looked at.
 */
#define PF_TYPE_STRATEGIES_PAGE (pf_strategies_page_get_type ())
G_DECLARE_FINAL_TYPE (PfStrategiesPage, pf_strategies_page, PF, STRATEGIES_PAGE, GtkBox)

GtkWidget *pf_strategies_page_new (PfExecutionEngine *engine);

G_END_DECLS
