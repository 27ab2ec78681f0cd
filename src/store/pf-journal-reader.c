/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader's connection, and the rows of a few keys. See pf-journal-reader.h. */
#include "store/pf-journal-reader-private.h"

#include <string.h>

/* instructions of SQLite between two looks at whether somebody has cancelled: some 0.1 ms */
#define STEPS_BETWEEN_LOOKS 4000

static const PfRecordType record_types[PF_N_JOURNAL_TABLES] = {
  [PF_JOURNAL_TRADES] = PF_RECORD_TRADE,
  [PF_JOURNAL_ORDERS] = PF_RECORD_ORDER,
  [PF_JOURNAL_FILLS] = PF_RECORD_FILL,
  [PF_JOURNAL_REFUSALS] = PF_RECORD_REFUSAL,
};

/* --- open and close --------------------------------------------------------------------------- */

#define EVENT_OF "SELECT e.seq, e.ts_ns, e.type, e.body, e.sum FROM "

static gboolean
prepare (PfJournalReader *self, GError **error)
{
  static const char *const sql[PF_N_JOURNAL_TABLES] = {
    [PF_JOURNAL_TRADES] = EVENT_OF "trade t JOIN event e ON e.seq = t.seq WHERE t.id = ?1",
    [PF_JOURNAL_FILLS] = EVENT_OF "event e WHERE e.seq = ?1",
    [PF_JOURNAL_REFUSALS] = EVENT_OF "refusal t JOIN event e ON e.seq = t.seq WHERE t.id = ?1",
  };
  g_autofree char *order = pf_journal_rows_sql (PF_STATEMENT_ORDER_GET);

  for (guint i = 0; i < PF_N_JOURNAL_TABLES; i++)
    {
      self->row[i] = pf_sqlite_prepare (&self->journal.db, sql[i] != NULL ? sql[i] : order, error);
      if (self->row[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

/* A writer that is just putting its log in order is no reason to start anything again. */
static void
say_busy (PfJournalReader *self, GError **error)
{
  if (error == NULL || !g_error_matches (*error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_BUSY))
    return;
  g_clear_error (error);
  g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_BUSY,
               "The journal %s is busy: try again in a moment.", self->journal.path);
}

/**
 * pf_journal_reader_open:
 * @folder: the data folder
 * @environment: as given to pf_journal_open
 *
 * Returns: (transfer full) (nullable): a connection that can only read; NULL with FOLDER (there is
 *   none, or it may not be read), NEWER, CORRUPT, ENVIRONMENT, BUSY or IO
 */
PfJournalReader *
pf_journal_reader_open (const char *folder, const char *environment, GError **error)
{
  g_autoptr (PfJournalReader) self = g_new0 (PfJournalReader, 1);
  g_autofree char *file = g_strconcat (environment, ".db", NULL);

  self->journal.folder = g_strdup (folder);
  self->journal.environment = g_strdup (environment);
  self->journal.path = g_build_filename (folder, file, NULL);
  if (!g_file_test (self->journal.path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_FOLDER,
                   "There is no journal %s: start the desk once, which makes it.",
                   self->journal.path);
      return NULL;
    }
  if (!pf_journal_schema_check_header (&self->journal, error)
      || !pf_sqlite_open_to_read (&self->journal.db, self->journal.path, error)
      || !pf_journal_schema_check (&self->journal, error) || !prepare (self, error))
    {
      say_busy (self, error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
pf_journal_reader_close (PfJournalReader *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < PF_N_JOURNAL_TABLES; i++)
    sqlite3_finalize (self->row[i]);
  pf_sqlite_close (&self->journal.db);
  g_free (self->journal.folder);
  g_free (self->journal.environment);
  g_free (self->journal.path);
  g_free (self);
}

/* --- steps ------------------------------------------------------------------------------------ */

static int
is_cancelled (void *cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

PfSqliteStep
pf_journal_reader_step (PfJournalReader *self, sqlite3_stmt *statement, GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GError) local_error = NULL;
  PfSqliteStep step;

  /* SQLite itself asks only within a long step */
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return PF_SQLITE_FAILED;
  sqlite3_progress_handler (self->journal.db.handle, STEPS_BETWEEN_LOOKS,
                            cancellable != NULL ? is_cancelled : NULL, cancellable);
  step = pf_sqlite_step (&self->journal.db, statement, &local_error);
  sqlite3_progress_handler (self->journal.db.handle, 0, NULL, NULL);
  if (step != PF_SQLITE_FAILED || g_cancellable_set_error_if_cancelled (cancellable, error))
    return step;
  say_busy (self, &local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return step;
}

gboolean
pf_journal_reader_begin (PfJournalReader *self, GCancellable *cancellable, GError **error)
{
  return !g_cancellable_set_error_if_cancelled (cancellable, error)
         && pf_sqlite_exec (&self->journal.db, "BEGIN", error);
}

gboolean
pf_journal_reader_end (PfJournalReader *self, gboolean ok, GError **error)
{
  if (ok)
    return pf_sqlite_exec (&self->journal.db, "COMMIT", error);
  /* some errors have rolled back by themselves */
  if (!sqlite3_get_autocommit (self->journal.db.handle))
    sqlite3_exec (self->journal.db.handle, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

gboolean
pf_journal_reader_damaged (PfJournalReader *self, const char *what, GError **error)
{
  g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT,
               "The journal %s is damaged (%s): start Pilotfish again, which sees to it.",
               self->journal.path, what);
  return FALSE;
}

gboolean
pf_journal_reader_event (PfJournalReader *self, sqlite3_stmt *row, PfRecordType type,
                         PfRecord *record, gint64 *seq, GError **error)
{
  if (!pf_journal_read_event (&self->journal, row, record, seq, error))
    return FALSE;
  return record->type == type
         || pf_journal_reader_damaged (self, "an event of another type than its row says", error);
}

/* --- rows ------------------------------------------------------------------------------------- */

/* The key that the contents say. */
static gint64
key_of (const PfJournalRow *row)
{
  switch (row->table)
    {
    case PF_JOURNAL_TRADES:
      return (gint64) row->trade.id;
    case PF_JOURNAL_ORDERS:
      return (gint64) row->order.id;
    case PF_JOURNAL_REFUSALS:
      return (gint64) row->refusal.id;
    case PF_JOURNAL_FILLS:
      return row->key;
    case PF_N_JOURNAL_TABLES:
    default:
      g_assert_not_reached ();
    }
}

static gboolean
decode (PfJournalReader *self, sqlite3_stmt *statement, PfJournalRow *out, GError **error)
{
  PfRecordType type = record_types[out->table];
  const PfLayout *layout = pf_record_layout (type);
  PfRecord record;
  gint64 seq;

  if (out->table == PF_JOURNAL_ORDERS)
    return pf_journal_read_layout (&self->journal, statement, layout, &out->order, error);
  if (!pf_journal_reader_event (self, statement, type, &record, &seq, error))
    return FALSE;
  memcpy (&out->trade, (const char *) &record + layout->offset, layout->size);
  if (out->table == PF_JOURNAL_FILLS)
    out->key = seq;
  return TRUE;
}

static gboolean
read_one (PfJournalReader *self, PfJournalTable table, gint64 key, PfJournalRow *out,
          GError **error)
{
  sqlite3_stmt *statement = self->row[table];
  gboolean ok;

  out->table = table;
  out->key = key;
  pf_sqlite_bind_int (statement, 1, key);
  switch (pf_journal_reader_step (self, statement, NULL, error))
    {
    case PF_SQLITE_ROW:
      ok = decode (self, statement, out, error);
      pf_sqlite_reset (statement);
      if (ok && (key_of (out) != key || out->key != key))
        ok = pf_journal_reader_damaged (self, "a row stands in another's place", error);
      return ok;
    case PF_SQLITE_DONE:
      return pf_journal_reader_damaged (self, "a row is not there", error);
    case PF_SQLITE_FAILED:
    default:
      return FALSE;
    }
}

/**
 * pf_journal_reader_read:
 * @keys: as pf_journal_reader_find has them
 * @rows: (out) (array length=n): for @n rows; on failure some of them may be filled
 *
 * One picture of the journal: all rows are of one moment.
 */
gboolean
pf_journal_reader_read (PfJournalReader *self, PfJournalTable table, const gint64 *keys, guint n,
                        PfJournalRow *rows, GError **error)
{
  gboolean ok = TRUE;

  g_assert ((guint) table < PF_N_JOURNAL_TABLES);
  if (!pf_journal_reader_begin (self, NULL, error))
    return FALSE;
  for (guint i = 0; ok && i < n; i++)
    ok = read_one (self, table, keys[i], &rows[i], error);
  return pf_journal_reader_end (self, ok, error);
}
