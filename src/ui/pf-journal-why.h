/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a row of the journal is as it is: a trade's fills and fees, and a refusal with what was in
 * the way and the button that changes it. */
#pragma once

#include "object/pf-journal-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * pf_journal_why_show:
 * @parent: what was pressed; the window is above its window
 * @item: of a trade or a refusal that can be read
 *
 * A trade's fills are read by a worker; the window comes with them, or with why they cannot be
 * read.
 */
void pf_journal_why_show (GtkWidget *parent, PfExecutionEngine *engine, PfJournalItem *item);

G_END_DECLS
