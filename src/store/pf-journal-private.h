/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of the journal, shared by its files (and by the tests that break it). */
#pragma once

#include "store/pf-journal-codec.h"
#include "store/pf-journal.h"
#include "store/pf-sqlite.h"

G_BEGIN_DECLS

/* "Pfsh": says in the file's header whose it is */
#define PF_JOURNAL_APPLICATION_ID 0x50667368
#define PF_JOURNAL_BALLAST_BYTES (8 << 20)
/* records of one transaction; a drain that makes more is a bug */
#define PF_JOURNAL_PENDING_MAX 65536
/* a write-ahead log that has grown beyond this is cut off once it was checkpointed: 64 MiB */
#define PF_JOURNAL_WAL_BYTES_MAX 67108864

typedef enum
{
  PF_STATEMENT_BEGIN,
  PF_STATEMENT_COMMIT,
  PF_STATEMENT_EVENT,
  PF_STATEMENT_CURSOR,
  PF_STATEMENT_REPLAY,
  PF_STATEMENT_SETTING_GET,
  PF_STATEMENT_SETTING_SET,
  PF_STATEMENT_DEPLOYMENT,
  PF_STATEMENT_DEPLOYMENT_STATUS,
  PF_STATEMENT_DEPLOYMENT_EQUITY,
  PF_STATEMENT_ORDER_CHANGE,
  PF_STATEMENT_TRADES,
  PF_STATEMENT_TRADES_OF,
  PF_STATEMENT_REFUSALS,
  PF_STATEMENT_REFUSALS_OF,
  PF_STATEMENT_FILLS,
  PF_STATEMENT_FILLS_OF,
  PF_STATEMENT_ALL_FILLS,
  /* made from layouts */
  PF_STATEMENT_ORDER,
  PF_STATEMENT_ORDER_GET,
  PF_STATEMENT_FILL,
  PF_STATEMENT_TRADE,
  PF_STATEMENT_REFUSAL,
  PF_STATEMENT_POSITION,
  PF_STATEMENT_POSITION_GET,
  PF_N_STATEMENTS,
} PfStatement;

typedef struct _PfMirror PfMirror;

struct _PfJournal
{
  PfSqlite db;
  sqlite3_stmt *statements[PF_N_STATEMENTS];
  char *folder;
  char *path;
  char *environment;
  GArray *pending;              /* of PfRecord: appended, not committed */
  PfMirror *mirror;             /* of orders and positions, after what is pending */
  guint64 n_events;             /* committed */
  gint64 cursor;                /* as set */
  gint64 cursor_committed;
  int mark_fd;
  guint64 n_marked;             /* events that are on the disk for certain */
  gboolean full_sync;           /* what synchronous is set to */
  gboolean unsynced;            /* something committed may not be on the disk yet */
  GError *failure;              /* once set, every later call answers it */
};

/* pf-journal-files.c */
char *pf_journal_files_set_aside (const char *folder, const char *path, GError **error);
gboolean pf_journal_files_exists (PfJournal *self, const char *ending);
gboolean pf_journal_files_prepare (PfJournal *self, GError **error);
gboolean pf_journal_mark_check (PfJournal *self, gboolean *tables_are_damaged, GError **error);
void pf_journal_mark_write (PfJournal *self);
void pf_journal_mark_tables_damaged (PfJournal *self);
void pf_journal_mark_close (PfJournal *self);
void pf_journal_ballast_make (PfJournal *self);
gboolean pf_journal_ballast_free (PfJournal *self);

/* pf-journal-schema.c: makes the tables in an empty file, or sees whose and which it is */
gboolean pf_journal_schema_check_header (PfJournal *self, GError **error);
gboolean pf_journal_schema_connect (PfJournal *self, GError **error);
gboolean pf_journal_schema_check (PfJournal *self, GError **error);
gboolean pf_journal_schema_renew_tables (PfJournal *self, GError **error);
gboolean pf_journal_schema_prepare (PfJournal *self, GError **error);
void pf_journal_schema_finalize (PfJournal *self);
guint32 pf_journal_text_sum (const char *name, const char *value);
guint32 pf_journal_cursor_sum (gint64 ts_ns, guint64 n_events);

/* pf-journal-rows.c: texts of numbers that live until their statement was run */
typedef struct
{
  gsize used;
  char bytes[PF_RECORD_TEXT_MAX];
} PfScratch;

char *pf_journal_rows_sql (PfStatement statement);
void pf_journal_bind_decimal (sqlite3_stmt *statement, int index, PfInt128 value, guint decimals,
                              PfScratch *scratch);
void pf_journal_bind_layout (sqlite3_stmt *statement, int first, const PfLayout *layout,
                             gconstpointer data, PfScratch *scratch);
/* a row of sum and fields */
gboolean pf_journal_read_layout (PfJournal *self, sqlite3_stmt *row, const PfLayout *layout,
                                 gpointer data, GError **error);
guint32 pf_journal_row_sum (const PfLayout *layout, gconstpointer data);

/* pf-journal-project.c: the tables for people */
PfMirror *pf_journal_mirror_new (void);
void pf_journal_mirror_free (PfMirror *self);
gboolean pf_journal_mirror_apply (PfJournal *self, guint64 seq, const PfRecord *record,
                                  GError **error);
gboolean pf_journal_mirror_write (PfJournal *self, GError **error);
void pf_journal_mirror_settle (PfJournal *self);
gboolean pf_journal_project (PfJournal *self, guint64 seq, const PfRecord *record, GError **error);

/* pf-journal-rebuild.c */
gboolean pf_journal_rebuild (PfJournal *self, GError **error);

/* pf-journal-query.c: the record in a row of seq, ts_ns, type, body, sum */
gboolean pf_journal_read_event (PfJournal *self, sqlite3_stmt *row, PfRecord *record, gint64 *seq,
                                GError **error);

G_END_DECLS
