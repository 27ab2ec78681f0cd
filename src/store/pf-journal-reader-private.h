/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the reader share. */
#pragma once

#include "store/pf-journal-private.h"
#include "store/pf-journal-reader.h"

G_BEGIN_DECLS

struct _PfJournalReader
{
  PfJournal journal;            /* only what reading needs: its names and the connection */
  sqlite3_stmt *row[PF_N_JOURNAL_TABLES];
};

/* A step that cancellable may cut short: then G_IO_ERROR_CANCELLED. */
PfSqliteStep pf_journal_reader_step (PfJournalReader *self, sqlite3_stmt *statement,
                                     GCancellable *cancellable, GError **error);
/* around several steps of one picture of the journal; ends with FALSE when one of them failed */
gboolean pf_journal_reader_begin (PfJournalReader *self, GCancellable *cancellable,
                                  GError **error);
gboolean pf_journal_reader_end (PfJournalReader *self, gboolean ok, GError **error);
gboolean pf_journal_reader_damaged (PfJournalReader *self, const char *what, GError **error);
/* the next row of statement is an event, and of this type */
gboolean pf_journal_reader_event (PfJournalReader *self, sqlite3_stmt *row, PfRecordType type,
                                  PfRecord *record, gint64 *seq, GError **error);

G_END_DECLS
