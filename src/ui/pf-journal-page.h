/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "object/pf-execution-engine.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Closed trades, orders, fills and refusals: searched, filtered, ordered, exported. */
#define PF_TYPE_JOURNAL_PAGE (pf_journal_page_get_type ())
G_DECLARE_FINAL_TYPE (PfJournalPage, pf_journal_page, PF, JOURNAL_PAGE, GtkBox)

GtkWidget *pf_journal_page_new (PfExecutionEngine *engine);
/* a table ("trades", "orders", "fills", "refusals") of one deployment, 0: of all */
void pf_journal_page_show (PfJournalPage *self, const char *table, guint64 deployment_id);

G_END_DECLS
