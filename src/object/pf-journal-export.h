/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writes what a query finds into a file, for other programs.
 *
 *   CSV         RFC 4180, UTF-8, a line of names first. Text of others that a spreadsheet would
 *               take for a formula has an apostrophe before it.
 *   JSON lines  one object a line; numbers of money are texts, so that no reader rounds them
 *
 * Numbers are exact, times ISO 8601 in UTC, names those of the journal in every language.
 *
 * Guarantees
 *  1. All or nothing: the file is written under another name beside it, then takes its place; what
 *     was there before stays until then. A cancelled or failed export leaves nothing behind.
 *  2. Every row is decoded from the journal with its check sum. One that cannot be read ends the
 *     export with its error: a file that is there is complete.
 */
#pragma once

#include "object/pf-journal-names.h"

G_BEGIN_DECLS

typedef enum { PF_JOURNAL_CSV, PF_JOURNAL_JSON_LINES } PfJournalFormat;

/* Called on the caller's context, at most some times a second. */
typedef void (*PfJournalProgressFunc) (guint done, guint all, gpointer user_data);

void pf_journal_export (const char *folder, const char *environment, PfJournalQuery *query,
                        PfJournalNames *names, PfJournalFormat format, GFile *file,
                        GCancellable *cancellable, PfJournalProgressFunc progress,
                        gpointer progress_data, GAsyncReadyCallback callback, gpointer user_data);
/* How many rows were written; -1 with PF_JOURNAL_ERROR or G_IO_ERROR. */
gint64 pf_journal_export_finish (GAsyncResult *result, GError **error);

/* one row as a line, with its end; for tests, too */
void pf_journal_export_head (PfJournalTable table, PfJournalFormat format, GString *out);
void pf_journal_export_row (const PfJournalRow *row, const PfJournalNames *names,
                            PfJournalFormat format, GString *out);

G_END_DECLS
