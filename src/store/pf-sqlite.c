/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See pf-sqlite.h for what this guarantees. */
#include "store/pf-sqlite.h"

#include <errno.h>

#include "store/pf-journal.h"

/* How long a write waits for another program that writes to the same file. Nobody should: readers
 * never block the writer. Long enough for a curious command line, short enough for stops. */
#define BUSY_TIMEOUT_MS 2000
/* How long a reader waits while the writer puts its log in order: not long, it may ask again. */
#define READER_BUSY_TIMEOUT_MS 100
/* No row of ours is longer than a record's text, a sentence or a setting. */
#define ROW_LENGTH_MAX (1 << 20)

static PfJournalError
error_code (PfSqlite *self, int result)
{
  int errsv = self->handle != NULL ? sqlite3_system_errno (self->handle) : 0;

  switch (result & 0xff)
    {
    case SQLITE_FULL:
      return PF_JOURNAL_ERROR_FULL;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return PF_JOURNAL_ERROR_CORRUPT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return PF_JOURNAL_ERROR_BUSY;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_IOERR:
      /* the WAL's index is grown by other means than a write, and then says so only in errno */
      if (errsv == ENOSPC || errsv == EDQUOT)
        return PF_JOURNAL_ERROR_FULL;
      return (result & 0xff) == SQLITE_IOERR ? PF_JOURNAL_ERROR_IO : PF_JOURNAL_ERROR_FOLDER;
    default:
      return PF_JOURNAL_ERROR_IO;
    }
}

/**
 * pf_sqlite_set_error:
 * @result: what SQLite answered, not SQLITE_OK
 *
 * Turns SQLite's answer into an error with a sentence.
 */
void
pf_sqlite_set_error (PfSqlite *self, int result, GError **error)
{
  PfJournalError code = error_code (self, result);
  const char *detail = sqlite3_errstr (result);

  g_assert (result != SQLITE_OK && result != SQLITE_ROW && result != SQLITE_DONE);
  if (self->handle != NULL)
    detail = sqlite3_errmsg (self->handle);
  if ((result & 0xff) == SQLITE_CONSTRAINT)
    {
      g_set_error (error, PF_JOURNAL_ERROR, code,
                   "Something was to be written twice to the journal %s (%s): this is a mistake in "
                   "Pilotfish, please report it.",
                   self->path, detail);
      return;
    }
  switch (code)
    {
    case PF_JOURNAL_ERROR_FULL:
      g_set_error (error, PF_JOURNAL_ERROR, code,
                   "The disk is full: free some space where %s is, then start Pilotfish again.",
                   self->path);
      break;
    case PF_JOURNAL_ERROR_BUSY:
      g_set_error (error, PF_JOURNAL_ERROR, code,
                   "Another program is writing to %s: close it, then start Pilotfish again.",
                   self->path);
      break;
    case PF_JOURNAL_ERROR_CORRUPT:
      g_set_error (error, PF_JOURNAL_ERROR, code, "The journal %s is damaged (%s).", self->path,
                   detail);
      break;
    case PF_JOURNAL_ERROR_FOLDER:
      g_set_error (error, PF_JOURNAL_ERROR, code,
                   "The journal %s cannot be opened (%s): give yourself the right to read and "
                   "write it and its folder.",
                   self->path, detail);
      break;
    case PF_JOURNAL_ERROR_IO:
    case PF_JOURNAL_ERROR_NEWER:
    case PF_JOURNAL_ERROR_ENVIRONMENT:
    default:
      g_set_error (error, PF_JOURNAL_ERROR, code,
                   "The journal %s cannot be read or written (%s, code %d): check the disk, then "
                   "start Pilotfish again.",
                   self->path, detail, result);
      break;
    }
}

static gboolean
open_file (PfSqlite *self, const char *path, int how, int busy_ms, GError **error)
{
  int result;

  g_assert (self->handle == NULL);
  self->path = g_strdup (path);
  result = sqlite3_open_v2 (path, &self->handle,
                            how | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
  if (result != SQLITE_OK)
    {
      pf_sqlite_set_error (self, result, error);
      return FALSE;
    }
  sqlite3_busy_timeout (self->handle, busy_ms);
  sqlite3_limit (self->handle, SQLITE_LIMIT_LENGTH, ROW_LENGTH_MAX);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  return TRUE;
}

/**
 * pf_sqlite_open:
 * @path: an existing file (empty ones are new databases)
 *
 * Opens for reading and writing. Closing does not checkpoint until somebody allows it.
 */
gboolean
pf_sqlite_open (PfSqlite *self, const char *path, GError **error)
{
  return open_file (self, path, SQLITE_OPEN_READWRITE, BUSY_TIMEOUT_MS, error);
}

/**
 * pf_sqlite_open_to_read:
 * @path: an existing file
 *
 * Opens for reading only: nothing that comes by this connection can change the file.
 */
gboolean
pf_sqlite_open_to_read (PfSqlite *self, const char *path, GError **error)
{
  return open_file (self, path, SQLITE_OPEN_READONLY, READER_BUSY_TIMEOUT_MS, error)
         && pf_sqlite_exec (self, "PRAGMA query_only = ON; PRAGMA mmap_size = 0;"
                                  "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;"
                                  /* 512 KiB: a page of rows is new each time */
                                  "PRAGMA cache_size = -512",
                            error);
}

/* All statements must be finalized before. */
void
pf_sqlite_close (PfSqlite *self)
{
  if (self->handle != NULL)
    {
      int result = sqlite3_close (self->handle);

      g_assert (result == SQLITE_OK);
      self->handle = NULL;
    }
  g_clear_pointer (&self->path, g_free);
}

gboolean
pf_sqlite_exec (PfSqlite *self, const char *sql, GError **error)
{
  int result = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);

  if (result == SQLITE_OK)
    return TRUE;
  pf_sqlite_set_error (self, result, error);
  return FALSE;
}

static sqlite3_stmt *
prepare (PfSqlite *self, const char *sql, unsigned flags, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int result = sqlite3_prepare_v3 (self->handle, sql, -1, flags, &statement, NULL);

  if (result == SQLITE_OK)
    {
      g_assert (statement != NULL);
      return statement;
    }
  /* our own SQL is right; what it does not find there, somebody or something took away */
  if ((result & 0xff) == SQLITE_ERROR)
    g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT,
                 "The journal %s is damaged (%s).", self->path, sqlite3_errmsg (self->handle));
  else
    pf_sqlite_set_error (self, result, error);
  return NULL;
}

sqlite3_stmt *
pf_sqlite_prepare (PfSqlite *self, const char *sql, GError **error)
{
  return prepare (self, sql, SQLITE_PREPARE_PERSISTENT, error);
}

gboolean
pf_sqlite_ask_int (PfSqlite *self, const char *sql, gint64 *out, GError **error)
{
  sqlite3_stmt *statement = prepare (self, sql, 0, error);
  gboolean ok = FALSE;

  if (statement == NULL)
    return FALSE;
  switch (pf_sqlite_step (self, statement, error))
    {
    case PF_SQLITE_ROW:
      *out = sqlite3_column_int64 (statement, 0);
      ok = TRUE;
      break;
    case PF_SQLITE_DONE:
      g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT,
                   "The journal %s is damaged (no answer to %s).", self->path, sql);
      break;
    case PF_SQLITE_FAILED:
    default:
      break;
    }
  sqlite3_finalize (statement);
  return ok;
}

char *
pf_sqlite_ask_text (PfSqlite *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = prepare (self, sql, 0, error);
  char *text = NULL;

  if (statement == NULL)
    return NULL;
  switch (pf_sqlite_step (self, statement, error))
    {
    case PF_SQLITE_ROW:
      text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
      if (text == NULL)
        text = g_strdup ("");
      break;
    case PF_SQLITE_DONE:
      g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT,
                   "The journal %s is damaged (no answer to %s).", self->path, sql);
      break;
    case PF_SQLITE_FAILED:
    default:
      break;
    }
  sqlite3_finalize (statement);
  return text;
}

void
pf_sqlite_reset (sqlite3_stmt *statement)
{
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
}

PfSqliteStep
pf_sqlite_step (PfSqlite *self, sqlite3_stmt *statement, GError **error)
{
  int result = sqlite3_step (statement);

  if (result == SQLITE_ROW)
    return PF_SQLITE_ROW;
  if (result != SQLITE_DONE)
    pf_sqlite_set_error (self, result, error);
  pf_sqlite_reset (statement);
  return result == SQLITE_DONE ? PF_SQLITE_DONE : PF_SQLITE_FAILED;
}

gboolean
pf_sqlite_run (PfSqlite *self, sqlite3_stmt *statement, GError **error)
{
  PfSqliteStep step = pf_sqlite_step (self, statement, error);

  g_assert (step != PF_SQLITE_ROW);
  return step == PF_SQLITE_DONE;
}

void
pf_sqlite_bind_int (sqlite3_stmt *statement, int index, gint64 value)
{
  int result = sqlite3_bind_int64 (statement, index, value);

  g_assert (result == SQLITE_OK);
}

void
pf_sqlite_bind_text (sqlite3_stmt *statement, int index, const char *text, gssize length)
{
  int result = sqlite3_bind_text (statement, index, text, (int) length, SQLITE_STATIC);

  g_assert (result == SQLITE_OK);
}
