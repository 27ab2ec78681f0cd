/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A thin layer over SQLite: every result code is looked at, and becomes a PF_JOURNAL_ERROR with a
 * sentence that says what to do. One connection, one thread.
 */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

typedef struct
{
  sqlite3 *handle;
  char *path;                   /* for the sentences; owned by the journal */
} PfSqlite;

typedef enum { PF_SQLITE_ROW, PF_SQLITE_DONE, PF_SQLITE_FAILED } PfSqliteStep;

gboolean pf_sqlite_open (PfSqlite *self, const char *path, GError **error);
gboolean pf_sqlite_open_to_read (PfSqlite *self, const char *path, GError **error);
void pf_sqlite_close (PfSqlite *self);
void pf_sqlite_set_error (PfSqlite *self, int result, GError **error);

gboolean pf_sqlite_exec (PfSqlite *self, const char *sql, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* the first column of the first row of sql, as integer or (owned) text */
gboolean pf_sqlite_ask_int (PfSqlite *self, const char *sql, gint64 *out,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *pf_sqlite_ask_text (PfSqlite *self, const char *sql, GError **error);

/* kept for the connection's life; finalize it */
sqlite3_stmt *pf_sqlite_prepare (PfSqlite *self, const char *sql, GError **error);
/* a step; at DONE and FAILED the statement is reset and its bindings cleared */
PfSqliteStep pf_sqlite_step (PfSqlite *self, sqlite3_stmt *statement, GError **error);
/* a statement without rows, to its end */
gboolean pf_sqlite_run (PfSqlite *self, sqlite3_stmt *statement,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* ends a statement before its last row */
void pf_sqlite_reset (sqlite3_stmt *statement);

void pf_sqlite_bind_int (sqlite3_stmt *statement, int index, gint64 value);
/* borrowed until the statement was run; length -1: up to its NUL */
void pf_sqlite_bind_text (sqlite3_stmt *statement, int index, const char *text, gssize length);

G_END_DECLS
