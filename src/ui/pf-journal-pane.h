/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One table of the journal: its rows, ordered by a press on a column's head, and what is said
 * instead when there are none, none fits, or they cannot be read. It looks for news at most once a
 * second, and only while it is seen and the desk says that something happened.
 *
 * Signals: "found" when the number of rows may be another; "row" (PfJournalItem*) when one is
 * pressed; "widen" when the one who looks for something wants to see all again.
 */
#pragma once

#include "object/pf-journal-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PF_TYPE_JOURNAL_PANE (pf_journal_pane_get_type ())
G_DECLARE_FINAL_TYPE (PfJournalPane, pf_journal_pane, PF, JOURNAL_PANE, GtkBox)

GtkWidget *pf_journal_pane_new (PfExecutionEngine *engine, PfJournalTable table);
/* Which rows. from_ns: market time, PF_TIME_NONE: all; the same again asks for nothing. */
void pf_journal_pane_look_for (PfJournalPane *self, const char *search, guint64 deployment_id,
                               gint64 from_ns);
PfJournalTable pf_journal_pane_get_table (PfJournalPane *self);
PfJournalList *pf_journal_pane_get_list (PfJournalPane *self);
/* of all that is in the pane; NULL before look_for */
PfJournalNames *pf_journal_pane_get_names (PfJournalPane *self);
/* "1 240 trades" (transfer full); NULL while that is not known */
char *pf_journal_pane_describe (PfJournalPane *self);

G_END_DECLS
