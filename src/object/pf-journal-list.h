/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table of the journal as a list that is long only in name: the keys of the rows that a query
 * finds are looked for by a worker, the rows themselves are read by the page when somebody looks at
 * them.
 *
 *   set_query -> finding the first -> finding the rest -> complete --refresh--> finding the new
 *                     |                    |                |                        |
 *                   error ("error" is its sentence; what was there stays) <----------+
 *
 * Guarantees
 *  1. The main context reads one page of rows at a time, and waits for no find.
 *  2. What is shown stays until the new keys are there, and then only what is new or gone is said
 *     to have changed. A row that is in use keeps its object.
 *  3. Memory: eight bytes a row, and a bounded number of rows.
 *  4. A row that cannot be read is shown as such, and "error" says why.
 */
#pragma once

#include "object/pf-journal-names.h"

G_BEGIN_DECLS

#define PF_TYPE_JOURNAL_ITEM (pf_journal_item_get_type ())
G_DECLARE_FINAL_TYPE (PfJournalItem, pf_journal_item, PF, JOURNAL_ITEM, GObject)

/* "changed" when an order's row changed. NULL: it cannot be read. */
const PfJournalRow *pf_journal_item_get_row (PfJournalItem *self);
const PfJournalNames *pf_journal_item_get_names (PfJournalItem *self);

#define PF_TYPE_JOURNAL_LIST (pf_journal_list_get_type ())
/* a GListModel of PfJournalItem; properties "loading" (boolean), "error" (sentence or NULL) */
G_DECLARE_FINAL_TYPE (PfJournalList, pf_journal_list, PF, JOURNAL_LIST, GObject)

/* empty until it has a query */
PfJournalList *pf_journal_list_new (const char *folder, const char *environment);
/* Looks for another query's rows; what is shown stays until they are there. */
void pf_journal_list_set_query (PfJournalList *self, PfJournalQuery *query, PfJournalNames *names);
PfJournalQuery *pf_journal_list_get_query (PfJournalList *self);
/* Looks for what is new; after an error, for all again. */
void pf_journal_list_refresh (PfJournalList *self);
/* TRUE while a find runs: the list may not be complete */
gboolean pf_journal_list_get_loading (PfJournalList *self);
const char *pf_journal_list_get_error (PfJournalList *self);
/* how long the last find took */
gint64 pf_journal_list_get_cost_us (PfJournalList *self);

G_END_DECLS
