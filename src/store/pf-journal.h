/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The journal: one SQLite file per environment, WAL, STRICT tables, one writer connection.
 *
 *   closed --open--> recovering --replay--> ready --append*, commit--> ready
 *                       |                     |
 *                    NEWER, CORRUPT        FULL, IO: failed (nothing is half-written; says so)
 *
 * Guarantees
 *  1. Append-only: `event` holds every record in order; orders, fills, positions, trades,
 *     deployments, refusals are tables that people query, changed in the same transaction.
 *  2. A commit is all or nothing. With durable = TRUE it is on the disk when it returns
 *     (synchronous FULL); else a power cut may lose it, a killed process does not.
 *  3. The cursor (how far the market was played) moves in the same transaction as what was decided.
 *  4. A journal of a newer version is refused untouched. A corrupt one is set aside under a name
 *     with its time, never deleted, and said so. Each event has a check sum, and a mark beside the
 *     file says how many are on the disk: none is told wrong, none is missing without a word. The
 *     tables for people are made again from the events when they turn out damaged.
 *  5. Folders are 0700, files 0600 before SQLite opens them.
 *  6. Numbers are TEXT or INTEGER, never REAL.
 */
#pragma once

#include "model/pf-record.h"
#include "store/pf-folder-lock.h"

G_BEGIN_DECLS

#define PF_JOURNAL_VERSION 1

#define PF_JOURNAL_ERROR (pf_journal_error_quark ())
GQuark pf_journal_error_quark (void);
typedef enum
{
  PF_JOURNAL_ERROR_FOLDER,      /* cannot be made or written */
  PF_JOURNAL_ERROR_BUSY,        /* another desk holds it */
  PF_JOURNAL_ERROR_NEWER,       /* made by a newer Pilotfish */
  PF_JOURNAL_ERROR_CORRUPT,
  PF_JOURNAL_ERROR_FULL,        /* disk full */
  PF_JOURNAL_ERROR_IO,
  PF_JOURNAL_ERROR_ENVIRONMENT, /* the file belongs to another environment */
} PfJournalError;

typedef struct _PfJournal PfJournal;

/* Opens or makes FOLDER/ENVIRONMENT.db. A corrupt file is set aside and a new one begun;
 * *set_aside then is the name it has now (else NULL). Checks with quick_check. */
PfJournal *pf_journal_open (const char *folder, const char *environment, char **set_aside,
                            GError **error);
void pf_journal_close (PfJournal *self);
/* For a journal whose replay said CORRUPT: closes it and renames the file with what belongs to it;
 * *name is the name it has now. The next open begins a new one. */
gboolean pf_journal_set_aside (PfJournal **self, char **name, GError **error);

/* Recovery: hands each record to func in order; stops with CORRUPT at one that it cannot read (then
 * throw away what was made of the earlier ones, and set the journal aside). func must not call the
 * journal. */
typedef void (*PfJournalFunc) (const PfRecord *record, gpointer user_data);
gboolean pf_journal_replay (PfJournal *self, PfJournalFunc func, gpointer user_data,
                            guint64 *n_records, GError **error);

/* Adds to the transaction in progress (begun by the first append). Kept in memory until the commit:
 * writes nothing, never waits for the disk. */
gboolean pf_journal_append (PfJournal *self, const PfRecord *record,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* remembered by the next commit; its own transaction where there is nothing else */
void pf_journal_set_cursor (PfJournal *self, gint64 ts_ns);
gint64 pf_journal_get_cursor (PfJournal *self);        /* PF_TIME_NONE before the first */
/* On failure everything since the last commit is rolled back and the journal is failed: every later
 * append and commit answers the same error. A ballast file is freed once on FULL, so that latch and
 * closes can still be written: that commit is tried again before it fails. */
gboolean pf_journal_commit (PfJournal *self, gboolean durable,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* checkpoint the WAL; only at idle */
void pf_journal_checkpoint (PfJournal *self);

/* settings of the desk that belong to this environment (seed, start time, fee rate ...) as text */
/* NULL: not set; or it cannot be read, and the journal has failed */
char *pf_journal_get_setting (PfJournal *self, const char *name);
gboolean pf_journal_set_setting (PfJournal *self, const char *name, const char *value,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What people ask for, newest first, at most limit rows (deployment_id 0: all); only what is
 * committed. NULL when it cannot be read: that is not "none". */
GArray *pf_journal_trades (PfJournal *self, guint64 deployment_id, guint limit);   /* PfTrade */
GArray *pf_journal_refusals (PfJournal *self, guint64 deployment_id, guint limit); /* PfRefusal */
GArray *pf_journal_fills (PfJournal *self, guint64 deployment_id, guint limit);    /* PfFill */
/* every fill, oldest first */
gboolean pf_journal_foreach_fill (PfJournal *self, void (*func) (const PfFill *, gpointer),
                                  gpointer user_data, GError **error);
guint64 pf_journal_n_events (PfJournal *self);
/* Wall time of the last write to FOLDER/ENVIRONMENT.db or its log, by the file system; 0 where
 * there is none. For the time before it is opened, which writes. */
gint64 pf_journal_last_written_ns (const char *folder, const char *environment);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfJournal, pf_journal_close)

G_END_DECLS
