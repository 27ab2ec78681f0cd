/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The journal: opening, setting aside, and the one way to write. See pf-journal.h.
 *
 * What is appended waits in memory and is written by the commit, whole: so an append never touches
 * the disk, and a commit that meets a full disk can be done again from the start.
 *
 *   append* -> pending -> commit: BEGIN, events + tables + cursor, COMMIT -> acknowledged
 *                           | full disk: ROLLBACK, free the ballast, once more
 *                           | any other error, or full again: ROLLBACK, failed for good
 *
 * A commit that failed may all the same be found whole after a restart (the disk had it, but could
 * not say so): what was not acknowledged was not acted on, so that is an intent that never left.
 */
#include "store/pf-journal-private.h"

#include <string.h>

G_DEFINE_QUARK (pf-journal-error-quark, pf_journal_error)

/* --- open and close -------------------------------------------------------------------------- */

static gboolean
load_cursor (PfJournal *self, GError **error)
{
  gint64 ts_ns, n_events, sum, last;

  if (!pf_sqlite_ask_int (&self->db, "SELECT ts_ns FROM cursor", &ts_ns, error)
      || !pf_sqlite_ask_int (&self->db, "SELECT n_events FROM cursor", &n_events, error)
      || !pf_sqlite_ask_int (&self->db, "SELECT sum FROM cursor", &sum, error)
      || !pf_sqlite_ask_int (&self->db, "SELECT ifnull(max(seq), 0) FROM event", &last, error))
    return FALSE;
  if (sum != pf_journal_cursor_sum (ts_ns, (guint64) n_events) || last != n_events)
    {
      g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT,
                   "The journal %s is damaged (its cursor does not fit its events).", self->path);
      return FALSE;
    }
  self->cursor = self->cursor_committed = ts_ns;
  self->n_events = (guint64) n_events;
  return TRUE;
}

static gboolean
connect_file (PfJournal *self, GError **error)
{
  gboolean tables_are_damaged;

  if (!pf_journal_files_prepare (self, error)
      || !pf_journal_schema_check_header (self, error)
      || !pf_sqlite_open (&self->db, self->path, error)
      || !pf_journal_schema_connect (self, error) || !pf_journal_schema_prepare (self, error)
      || !load_cursor (self, error) || !pf_journal_mark_check (self, &tables_are_damaged, error))
    return FALSE;
  if (tables_are_damaged)
    {
      if (!pf_journal_rebuild (self, error))
        return FALSE;
      pf_journal_mark_write (self);
    }
  pf_journal_ballast_make (self);
  /* it is ours and sound: from now on closing may tidy the log up */
  sqlite3_db_config (self->db.handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
  return TRUE;
}

static PfJournal *
journal_new (const char *folder, const char *environment)
{
  PfJournal *self = g_new0 (PfJournal, 1);
  g_autofree char *file = g_strconcat (environment, ".db", NULL);

  self->folder = g_strdup (folder);
  self->environment = g_strdup (environment);
  self->path = g_build_filename (folder, file, NULL);
  self->pending = g_array_new (FALSE, FALSE, sizeof (PfRecord));
  self->mirror = pf_journal_mirror_new ();
  self->cursor = self->cursor_committed = PF_TIME_NONE;
  self->mark_fd = -1;
  return self;
}

static gboolean
environment_is_valid (const char *environment)
{
  gsize length = strlen (environment);

  return length > 0 && length <= 32
         && strspn (environment, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

/**
 * pf_journal_open:
 * @folder: the data folder; made where it is missing, and made private
 * @environment: lower-case letters, digits, '-'
 * @set_aside: (out) (optional) (nullable) (transfer full): the new name of a damaged journal
 *
 * Returns: (transfer full) (nullable): the journal, to be replayed before anything is appended;
 *   NULL with FOLDER, BUSY, NEWER, FULL, IO or ENVIRONMENT
 */
PfJournal *
pf_journal_open (const char *folder, const char *environment, char **set_aside, GError **error)
{
  g_autofree char *name = NULL;

  g_assert (folder != NULL && environment != NULL && environment_is_valid (environment));
  if (set_aside != NULL)
    *set_aside = NULL;

  for (;;)
    {
      g_autoptr (PfJournal) self = journal_new (folder, environment);
      g_autoptr (GError) local_error = NULL;

      if (connect_file (self, &local_error))
        {
          if (set_aside != NULL)
            *set_aside = g_steal_pointer (&name);
          return g_steal_pointer (&self);
        }
      if (name != NULL
          || !g_error_matches (local_error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      if (!pf_journal_set_aside (&self, &name, error))
        return NULL;
    }
}

void
pf_journal_close (PfJournal *self)
{
  if (self == NULL)
    return;
  pf_journal_schema_finalize (self);
  pf_sqlite_close (&self->db);
  pf_journal_mark_close (self);
  g_array_unref (self->pending);
  pf_journal_mirror_free (self->mirror);
  g_clear_error (&self->failure);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->environment);
  g_free (self);
}

/**
 * pf_journal_set_aside:
 * @self: (inout) (transfer full): the journal; closed in any case, then NULL
 * @name: (out) (transfer full): the file's name now
 *
 * Puts a journal that turned out damaged (pf_journal_replay said CORRUPT) out of the way,
 * unchanged. The next pf_journal_open begins a new one.
 *
 * Returns: FALSE with PF_JOURNAL_ERROR_FOLDER when it cannot be renamed
 */
gboolean
pf_journal_set_aside (PfJournal **self, char **name, GError **error)
{
  g_autofree char *folder = g_strdup ((*self)->folder);
  g_autofree char *path = g_strdup ((*self)->path);

  if ((*self)->db.handle != NULL)
    sqlite3_db_config ((*self)->db.handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  g_clear_pointer (self, pf_journal_close);
  *name = pf_journal_files_set_aside (folder, path, error);
  return *name != NULL;
}

/* --- writing --------------------------------------------------------------------------------- */

static gboolean
answer_failure (PfJournal *self, GError **error)
{
  if (self->failure == NULL)
    return FALSE;
  if (error != NULL)
    *error = g_error_copy (self->failure);
  return TRUE;
}

/* Takes cause. */
static void
fail (PfJournal *self, GError *cause, GError **error)
{
  g_assert (self->failure == NULL && cause != NULL);
  self->failure = cause;
  g_array_set_size (self->pending, 0);
  self->cursor = self->cursor_committed;
  /* a file that may be damaged is not to be tidied up */
  sqlite3_db_config (self->db.handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  if (g_error_matches (cause, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT))
    pf_journal_mark_tables_damaged (self);
  answer_failure (self, error);
}

static gboolean
write_event (PfJournal *self, guint64 seq, const PfRecord *record, GError **error)
{
  sqlite3_stmt *statement = self->statements[PF_STATEMENT_EVENT];
  char text[PF_RECORD_TEXT_MAX];
  gsize length = pf_record_encode (record, text);
  guint32 sum = pf_record_sum ((gint64) seq, record->ts_ns, record->type, text, length);

  pf_sqlite_bind_int (statement, 1, (gint64) seq);
  pf_sqlite_bind_int (statement, 2, record->ts_ns);
  pf_sqlite_bind_int (statement, 3, record->type);
  pf_sqlite_bind_text (statement, 4, text, (gssize) length);
  pf_sqlite_bind_int (statement, 5, sum);
  return pf_sqlite_run (&self->db, statement, error);
}

static gboolean
write_cursor (PfJournal *self, guint64 n_events, GError **error)
{
  sqlite3_stmt *statement = self->statements[PF_STATEMENT_CURSOR];

  pf_sqlite_bind_int (statement, 1, self->cursor);
  pf_sqlite_bind_int (statement, 2, (gint64) n_events);
  pf_sqlite_bind_int (statement, 3, pf_journal_cursor_sum (self->cursor, n_events));
  return pf_sqlite_run (&self->db, statement, error);
}

typedef struct
{
  const char *setting_name;     /* NULL: the transaction is what is pending */
  const char *setting_value;
} Work;

static gboolean
write_work (PfJournal *self, const Work *work, GError **error)
{
  sqlite3_stmt *statement = self->statements[PF_STATEMENT_SETTING_SET];
  guint64 seq = self->n_events;

  if (work->setting_name != NULL)
    {
      pf_sqlite_bind_text (statement, 1, work->setting_name, -1);
      pf_sqlite_bind_text (statement, 2, work->setting_value, -1);
      pf_sqlite_bind_int (statement, 3,
                          pf_journal_text_sum (work->setting_name, work->setting_value));
      return pf_sqlite_run (&self->db, statement, error);
    }
  for (guint i = 0; i < self->pending->len; i++)
    {
      const PfRecord *record = &g_array_index (self->pending, PfRecord, i);

      seq++;
      if (!write_event (self, seq, record, error) || !pf_journal_project (self, seq, record, error))
        return FALSE;
    }
  return pf_journal_mirror_write (self, error) && write_cursor (self, seq, error);
}

static gboolean
try_transaction (PfJournal *self, const Work *work, gboolean durable, GError **error)
{
  if (durable != self->full_sync)
    {
      const char *sql = durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL";

      if (!pf_sqlite_exec (&self->db, sql, error))
        return FALSE;
      self->full_sync = durable;
    }
  if (pf_sqlite_run (&self->db, self->statements[PF_STATEMENT_BEGIN], error)
      && write_work (self, work, error)
      && pf_sqlite_run (&self->db, self->statements[PF_STATEMENT_COMMIT], error))
    return TRUE;
  /* some errors have rolled back by themselves */
  if (!sqlite3_get_autocommit (self->db.handle))
    sqlite3_exec (self->db.handle, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

static gboolean
transaction (PfJournal *self, const Work *work, gboolean durable, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gboolean ok = try_transaction (self, work, durable, &local_error);

  if (!ok && g_error_matches (local_error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_FULL)
      && pf_journal_ballast_free (self))
    {
      g_clear_error (&local_error);
      ok = try_transaction (self, work, durable, &local_error);
    }
  if (ok)
    self->unsynced = !durable;
  else
    fail (self, g_steal_pointer (&local_error), error);
  return ok;
}

gboolean
pf_journal_append (PfJournal *self, const PfRecord *record, GError **error)
{
  GError *local_error = NULL;

  g_assert ((guint) record->type < PF_N_RECORDS);
  if (answer_failure (self, error))
    return FALSE;
  g_assert (self->pending->len < PF_JOURNAL_PENDING_MAX);
  g_array_append_vals (self->pending, record, 1);
  if (pf_journal_mirror_apply (self, self->n_events + self->pending->len, record, &local_error))
    return TRUE;
  fail (self, local_error, error);
  return FALSE;
}

/**
 * pf_journal_commit:
 * @durable: whether it has to be on the disk, with all that was committed before, on return
 *
 * Writes what was appended, and the cursor, in one transaction.
 */
gboolean
pf_journal_commit (PfJournal *self, gboolean durable, GError **error)
{
  Work work = { NULL, NULL };

  if (answer_failure (self, error))
    return FALSE;
  if (self->pending->len == 0 && self->cursor == self->cursor_committed
      && !(durable && self->unsynced))
    return TRUE;
  if (!transaction (self, &work, durable, error))
    return FALSE;
  self->n_events += self->pending->len;
  self->cursor_committed = self->cursor;
  g_array_set_size (self->pending, 0);
  pf_journal_mirror_settle (self);
  if (durable)
    pf_journal_mark_write (self);
  return TRUE;
}

void
pf_journal_set_cursor (PfJournal *self, gint64 ts_ns)
{
  if (self->failure == NULL)
    self->cursor = ts_ns;
}

gint64
pf_journal_get_cursor (PfJournal *self)
{
  return self->cursor;
}

/* Failing to tidy up loses nothing: the log stays, and the next commit says what is wrong. */
void
pf_journal_checkpoint (PfJournal *self)
{
  int result;

  if (self->failure != NULL)
    return;
  result = sqlite3_wal_checkpoint_v2 (self->db.handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
  if (result != SQLITE_OK)
    g_debug ("checkpoint of %s: %s", self->path, sqlite3_errmsg (self->db.handle));
}

guint64
pf_journal_n_events (PfJournal *self)
{
  return self->n_events;
}

/* --- settings -------------------------------------------------------------------------------- */

/**
 * pf_journal_get_setting:
 *
 * Returns: (transfer full) (nullable): the value; NULL when it is not set. NULL, too, when it
 *   cannot be read: then the journal has failed, so that nothing is written in its place.
 */
char *
pf_journal_get_setting (PfJournal *self, const char *name)
{
  sqlite3_stmt *statement = self->statements[PF_STATEMENT_SETTING_GET];
  GError *error = NULL;
  char *value = NULL;

  pf_sqlite_bind_text (statement, 1, name, -1);
  if (pf_sqlite_step (&self->db, statement, &error) == PF_SQLITE_ROW)
    {
      const char *text = (const char *) sqlite3_column_text (statement, 0);

      if (text != NULL && sqlite3_column_int64 (statement, 1) == pf_journal_text_sum (name, text))
        value = g_strdup (text);
      else
        g_set_error (&error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT,
                     "The journal %s is damaged (its setting %s).", self->path, name);
      pf_sqlite_reset (statement);
    }
  if (error != NULL && self->failure == NULL)
    fail (self, g_steal_pointer (&error), NULL);
  g_clear_error (&error);
  return value;
}

/* In its own transaction, on the disk when it returns. */
gboolean
pf_journal_set_setting (PfJournal *self, const char *name, const char *value, GError **error)
{
  Work work = { name, value };

  g_assert (name != NULL && value != NULL);
  if (answer_failure (self, error) || !transaction (self, &work, TRUE, error))
    return FALSE;
  /* what was committed before and not waited for is on the disk now, too */
  pf_journal_mark_write (self);
  return TRUE;
}
