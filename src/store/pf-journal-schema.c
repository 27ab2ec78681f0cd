/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tables, and the first look at a file.
 *
 *   header (read before SQLite touches anything): newer -> NEWER, no database -> CORRUPT
 *   empty -> tables made in one transaction
 *   ours  -> quick_check, whose, which environment
 *
 * `event` is what happened, in order; `cursor` how far the market was played and how many events
 * there are; everything else is for people and follows from the events. A row that the desk itself
 * reads back carries a check sum.
 */
#include "store/pf-journal-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

/* of SQLite's file format */
#define PAGE_BYTES 4096
#define HEADER_BYTES 100
#define HEADER_FORMATS 18        /* two bytes, each 1 (rollback journal) or 2 (write-ahead log) */
#define HEADER_USER_VERSION 60

/* what is kept for good */
static const char record_sql[] =
  "CREATE TABLE meta ("
  " name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL, sum INTEGER NOT NULL"
  ") STRICT, WITHOUT ROWID;"
  "CREATE TABLE event ("
  " seq INTEGER NOT NULL PRIMARY KEY, ts_ns INTEGER NOT NULL, type INTEGER NOT NULL,"
  " body TEXT NOT NULL, sum INTEGER NOT NULL"
  ") STRICT;"
  "CREATE TABLE cursor ("
  " id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1), ts_ns INTEGER NOT NULL,"
  " n_events INTEGER NOT NULL, sum INTEGER NOT NULL"
  ") STRICT;"
  "CREATE TABLE setting ("
  " name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL, sum INTEGER NOT NULL"
  ") STRICT, WITHOUT ROWID;"
  "PRAGMA application_id = " G_STRINGIFY (PF_JOURNAL_APPLICATION_ID) ";"
  "PRAGMA user_version = " G_STRINGIFY (PF_JOURNAL_VERSION) ";";

/* what follows from the events, for people */
static const char table_sql[] =
  "CREATE TABLE deployment ("
  " id INTEGER NOT NULL PRIMARY KEY, spec TEXT NOT NULL, base_equity TEXT NOT NULL,"
  " status TEXT NOT NULL, reason TEXT NOT NULL, lifts_ns INTEGER, sentence TEXT NOT NULL,"
  " equity TEXT, peak TEXT, day INTEGER, day_start TEXT,"
  " ts_created_ns INTEGER NOT NULL, ts_changed_ns INTEGER NOT NULL"
  ") STRICT;"
  "CREATE TABLE orders ("
  " id INTEGER NOT NULL PRIMARY KEY, seq INTEGER NOT NULL,"
  " client_order_id TEXT NOT NULL, venue_order_id TEXT NOT NULL,"
  " deployment_id INTEGER NOT NULL, instrument INTEGER NOT NULL,"
  " side TEXT NOT NULL, type TEXT NOT NULL, tif INTEGER NOT NULL, status TEXT NOT NULL,"
  " reason TEXT NOT NULL, \"then\" INTEGER NOT NULL, reduce_only INTEGER NOT NULL,"
  " cut_to_cash INTEGER NOT NULL, quantity TEXT NOT NULL, filled TEXT NOT NULL,"
  " filled_notional TEXT NOT NULL, fees TEXT NOT NULL, limit_price TEXT NOT NULL,"
  " trigger_price TEXT NOT NULL, decided_price TEXT NOT NULL,"
  " ts_created_ns INTEGER NOT NULL, ts_updated_ns INTEGER NOT NULL, sum INTEGER NOT NULL"
  ") STRICT;"
  /* no two orders under one name; a refused one may have none */
  "CREATE UNIQUE INDEX orders_client ON orders (client_order_id) WHERE client_order_id <> '';"
  "CREATE TABLE fill ("
  " seq INTEGER NOT NULL PRIMARY KEY, order_id INTEGER NOT NULL, deployment_id INTEGER NOT NULL,"
  " instrument INTEGER NOT NULL, trade_id TEXT NOT NULL, side TEXT NOT NULL, price TEXT NOT NULL,"
  " quantity TEXT NOT NULL, fee TEXT NOT NULL, reason TEXT NOT NULL, ts_ns INTEGER NOT NULL"
  ") STRICT;"
  /* a fill is counted once */
  "CREATE UNIQUE INDEX fill_trade ON fill (trade_id, instrument);"
  "CREATE INDEX fill_deployment ON fill (deployment_id);"
  "CREATE TABLE position ("
  " deployment_id INTEGER NOT NULL, instrument INTEGER NOT NULL, quantity TEXT NOT NULL,"
  " entry_notional TEXT NOT NULL, entry_fees TEXT NOT NULL, ts_opened_ns INTEGER NOT NULL,"
  " trip_entry_quantity TEXT NOT NULL, trip_entry_notional TEXT NOT NULL,"
  " trip_exit_notional TEXT NOT NULL, trip_entry_price TEXT NOT NULL,"
  " trip_exit_price TEXT NOT NULL, trip_fees TEXT NOT NULL,"
  " realised TEXT NOT NULL, fees TEXT NOT NULL, sum INTEGER NOT NULL,"
  " PRIMARY KEY (deployment_id, instrument)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE TABLE trade ("
  " id INTEGER NOT NULL PRIMARY KEY, seq INTEGER NOT NULL, deployment_id INTEGER NOT NULL,"
  " instrument INTEGER NOT NULL, side TEXT NOT NULL, quantity TEXT NOT NULL,"
  " entry_price TEXT NOT NULL, exit_price TEXT NOT NULL, fees TEXT NOT NULL, pnl TEXT NOT NULL,"
  " pnl_rate TEXT NOT NULL, reason TEXT NOT NULL, ts_entry_ns INTEGER NOT NULL,"
  " ts_exit_ns INTEGER NOT NULL"
  ") STRICT;"
  "CREATE INDEX trade_deployment ON trade (deployment_id);"
  "CREATE TABLE refusal ("
  " id INTEGER NOT NULL PRIMARY KEY, seq INTEGER NOT NULL, reason TEXT NOT NULL,"
  " deployment_id INTEGER NOT NULL, instrument INTEGER NOT NULL, order_id INTEGER NOT NULL,"
  " value TEXT NOT NULL, \"limit\" TEXT NOT NULL, sentence TEXT NOT NULL, ts_ns INTEGER NOT NULL"
  ") STRICT;"
  "CREATE INDEX refusal_deployment ON refusal (deployment_id);";

static const char drop_sql[] =
  "DROP TABLE deployment; DROP TABLE orders; DROP TABLE fill; DROP TABLE position;"
  "DROP TABLE trade; DROP TABLE refusal;";

#define EVENT_COLUMNS "e.seq, e.ts_ns, e.type, e.body, e.sum"

static const char *const statement_sql[PF_STATEMENT_ORDER] = {
  [PF_STATEMENT_BEGIN] = "BEGIN IMMEDIATE",
  [PF_STATEMENT_COMMIT] = "COMMIT",
  [PF_STATEMENT_EVENT] =
    "INSERT INTO event (seq, ts_ns, type, body, sum) VALUES (?1, ?2, ?3, ?4, ?5)",
  [PF_STATEMENT_CURSOR] =
    "INSERT OR REPLACE INTO cursor (id, ts_ns, n_events, sum) VALUES (1, ?1, ?2, ?3)",
  [PF_STATEMENT_REPLAY] = "SELECT " EVENT_COLUMNS " FROM event e ORDER BY e.seq",
  [PF_STATEMENT_SETTING_GET] = "SELECT value, sum FROM setting WHERE name = ?1",
  [PF_STATEMENT_SETTING_SET] =
    "INSERT OR REPLACE INTO setting (name, value, sum) VALUES (?1, ?2, ?3)",
  [PF_STATEMENT_DEPLOYMENT] =
    "INSERT INTO deployment (id, spec, base_equity, status, reason, sentence, ts_created_ns,"
    " ts_changed_ns) VALUES (?1, ?2, ?3, ?4, ?5, '', ?6, ?6)",
  [PF_STATEMENT_DEPLOYMENT_STATUS] =
    "UPDATE deployment SET status = ?2, reason = ?3, lifts_ns = ?4, sentence = ?5,"
    " ts_changed_ns = ?6 WHERE id = ?1",
  [PF_STATEMENT_DEPLOYMENT_EQUITY] =
    "UPDATE deployment SET day = ?2, day_start = ?3, equity = ?4, peak = ?5 WHERE id = ?1",
  [PF_STATEMENT_ORDER_CHANGE] =
    "UPDATE orders SET venue_order_id = ?2, status = ?3, filled = ?4, filled_notional = ?5,"
    " fees = ?6, ts_updated_ns = ?7, sum = ?8 WHERE id = ?1",
  [PF_STATEMENT_TRADES] = "SELECT " EVENT_COLUMNS " FROM trade t JOIN event e ON e.seq = t.seq"
                          " WHERE ?1 = 0 ORDER BY t.id DESC LIMIT ?2",
  [PF_STATEMENT_TRADES_OF] = "SELECT " EVENT_COLUMNS " FROM trade t JOIN event e ON e.seq = t.seq"
                             " WHERE t.deployment_id = ?1 ORDER BY t.id DESC LIMIT ?2",
  [PF_STATEMENT_REFUSALS] = "SELECT " EVENT_COLUMNS " FROM refusal t JOIN event e ON e.seq = t.seq"
                            " WHERE ?1 = 0 ORDER BY t.id DESC LIMIT ?2",
  [PF_STATEMENT_REFUSALS_OF] = "SELECT " EVENT_COLUMNS " FROM refusal t JOIN event e"
                               " ON e.seq = t.seq"
                               " WHERE t.deployment_id = ?1 ORDER BY t.id DESC LIMIT ?2",
  [PF_STATEMENT_FILLS] = "SELECT " EVENT_COLUMNS " FROM fill t JOIN event e ON e.seq = t.seq"
                         " WHERE ?1 = 0 ORDER BY t.seq DESC LIMIT ?2",
  [PF_STATEMENT_FILLS_OF] = "SELECT " EVENT_COLUMNS " FROM fill t JOIN event e ON e.seq = t.seq"
                            " WHERE t.deployment_id = ?1 ORDER BY t.seq DESC LIMIT ?2",
  [PF_STATEMENT_ALL_FILLS] = "SELECT " EVENT_COLUMNS " FROM fill t JOIN event e ON e.seq = t.seq"
                             " ORDER BY t.seq",
};

guint32
pf_journal_text_sum (const char *name, const char *value)
{
  /* with the NUL between, so that "ab" "c" is not "a" "bc" */
  uLong sum = crc32_z (0, (const Bytef *) name, strlen (name) + 1);

  return (guint32) crc32_z (sum, (const Bytef *) value, strlen (value));
}

guint32
pf_journal_cursor_sum (gint64 ts_ns, guint64 n_events)
{
  guint64 row[2] = { GUINT64_TO_LE ((guint64) ts_ns), GUINT64_TO_LE (n_events) };

  return (guint32) crc32_z (0, (const Bytef *) row, sizeof row);
}

static gboolean
corrupt (PfJournal *self, const char *what, GError **error)
{
  g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT, "The journal %s is damaged (%s).",
               self->path, what);
  return FALSE;
}

static gboolean
newer (PfJournal *self, gint64 version, GError **error)
{
  g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_NEWER,
               "The journal %s was made by a newer Pilotfish (version %" G_GINT64_FORMAT
               ", this one reads up to %d): install that Pilotfish. The file was not touched.",
               self->path, version, PF_JOURNAL_VERSION);
  return FALSE;
}

/**
 * pf_journal_schema_check_header:
 *
 * Looks at the first bytes without SQLite, which might change the file or the log beside it.
 *
 * Returns: FALSE with NEWER, CORRUPT or FOLDER
 */
gboolean
pf_journal_schema_check_header (PfJournal *self, GError **error)
{
  guint8 header[PAGE_BYTES];
  guint32 version;
  gssize n;
  int fd;

  /* a file whose making was cut short: SQLite puts that right */
  if (pf_journal_files_exists (self, "-journal"))
    return TRUE;
  fd = g_open (self->path, O_RDONLY | O_CLOEXEC, 0);
  n = fd >= 0 ? pread (fd, header, sizeof header, 0) : -1;
  if (n < 0)
    {
      g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_FOLDER,
                   "The journal %s cannot be read (%s): give yourself the right to read it.",
                   self->path, g_strerror (errno));
      if (fd >= 0)
        close (fd);
      return FALSE;
    }
  close (fd);
  if (n == 0)
    return TRUE;
  if (n < HEADER_BYTES || memcmp (header, "SQLite format 3", 16) != 0)
    return corrupt (self, "it does not begin as one", error);
  memcpy (&version, header + HEADER_USER_VERSION, sizeof version);
  version = GUINT32_FROM_BE (version);
  if (version > PF_JOURNAL_VERSION)
    return newer (self, version, error);
  /* SQLite would take less than a page for nothing, and would only read what it takes for a later
   * format */
  if (n < PAGE_BYTES || header[HEADER_FORMATS] < 1 || header[HEADER_FORMATS] > 2
      || header[HEADER_FORMATS + 1] != header[HEADER_FORMATS])
    return corrupt (self, "its header is not ours", error);
  return TRUE;
}

static gboolean
make_schema (PfJournal *self, GError **error)
{
  g_autofree char *sql = NULL;

  sql = g_strdup_printf ("INSERT INTO meta (name, value, sum) VALUES ('environment', '%s', %u);"
                         "INSERT INTO cursor (id, ts_ns, n_events, sum)"
                         " VALUES (1, %" G_GINT64_FORMAT ", 0, %u);"
                         "COMMIT;",
                         self->environment, pf_journal_text_sum ("environment", self->environment),
                         PF_TIME_NONE, pf_journal_cursor_sum (PF_TIME_NONE, 0));
  return pf_sqlite_exec (&self->db, "BEGIN IMMEDIATE", error)
         && pf_sqlite_exec (&self->db, record_sql, error)
         && pf_sqlite_exec (&self->db, table_sql, error) && pf_sqlite_exec (&self->db, sql, error);
}

/* Empty tables for people, in the transaction in progress. */
gboolean
pf_journal_schema_renew_tables (PfJournal *self, GError **error)
{
  return pf_sqlite_exec (&self->db, drop_sql, error)
         && pf_sqlite_exec (&self->db, table_sql, error);
}

static gboolean
check_version (PfJournal *self, gint64 version, GError **error)
{
  gint64 application;

  if (!pf_sqlite_ask_int (&self->db, "PRAGMA application_id", &application, error))
    return FALSE;
  if (application != PF_JOURNAL_APPLICATION_ID)
    return corrupt (self, "its header is not ours", error);
  /* the header said otherwise: the log beside the file has it */
  if (version > PF_JOURNAL_VERSION)
    return newer (self, version, error);
  if (version != PF_JOURNAL_VERSION)
    return corrupt (self, "its header is not ours", error);
  return TRUE;
}

/* Every row of meta and setting against its check sum; *environment is what meta says. */
static gboolean
check_texts (PfJournal *self, char **environment, GError **error)
{
  sqlite3_stmt *row;
  PfSqliteStep step;

  row = pf_sqlite_prepare (&self->db,
                           "SELECT name, value, sum, 0 FROM setting"
                           " UNION ALL SELECT name, value, sum, 1 FROM meta",
                           error);
  if (row == NULL)
    return FALSE;
  while ((step = pf_sqlite_step (&self->db, row, error)) == PF_SQLITE_ROW)
    {
      const char *name = (const char *) sqlite3_column_text (row, 0);
      const char *value = (const char *) sqlite3_column_text (row, 1);

      if (name == NULL || value == NULL
          || sqlite3_column_int64 (row, 2) != pf_journal_text_sum (name, value))
        break;
      if (sqlite3_column_int (row, 3) == 1 && strcmp (name, "environment") == 0)
        {
          g_free (*environment);
          *environment = g_strdup (value);
        }
    }
  sqlite3_finalize (row);
  if (step == PF_SQLITE_ROW)
    return corrupt (self, "one of its settings", error);
  return step == PF_SQLITE_DONE;
}

static gboolean
check_environment (PfJournal *self, GError **error)
{
  g_autofree char *name = NULL;

  if (!check_texts (self, &name, error))
    return FALSE;
  if (name == NULL)
    return corrupt (self, "it does not say whose it is", error);
  if (strcmp (name, self->environment) == 0)
    return TRUE;
  g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_ENVIRONMENT,
               "%s is the journal of the environment \"%s\", not of \"%s\": give it back its own "
               "name, %s.db.",
               self->path, name, self->environment, name);
  return FALSE;
}

static gboolean
check_pages (PfJournal *self, GError **error)
{
  g_autofree char *answer = pf_sqlite_ask_text (&self->db, "PRAGMA quick_check(1)", error);

  if (answer == NULL)
    return FALSE;
  return strcmp (answer, "ok") == 0 || corrupt (self, answer, error);
}

/**
 * pf_journal_schema_check:
 *
 * Whose and which the file is, for a connection that only reads.
 */
gboolean
pf_journal_schema_check (PfJournal *self, GError **error)
{
  gint64 version;

  return pf_sqlite_ask_int (&self->db, "PRAGMA user_version", &version, error)
         && check_version (self, version, error) && check_environment (self, error);
}

/**
 * pf_journal_schema_connect:
 *
 * Sets the connection up, makes the tables in an empty file, and checks a file that is not empty.
 */
gboolean
pf_journal_schema_connect (PfJournal *self, GError **error)
{
  g_autofree char *mode = NULL;
  gint64 n_tables, n_pages, version;

  /* A page is a sector: a checkpoint never rewrites bytes of a page that it does not mean. Smaller
   * ones would be 7 % faster. */
  if (!pf_sqlite_exec (&self->db,
                       "PRAGMA cell_size_check = ON;"
                       "PRAGMA page_size = " G_STRINGIFY (PAGE_BYTES),
                       error)
      || !pf_sqlite_ask_int (&self->db, "PRAGMA user_version", &version, error)
      || !pf_sqlite_ask_int (&self->db, "SELECT count(*) FROM sqlite_schema", &n_tables, error)
      || !pf_sqlite_ask_int (&self->db, "PRAGMA page_count", &n_pages, error))
    return FALSE;
  /* a new file has at most the page that says it is a log's */
  if (n_tables == 0 && (n_pages > 1 || version != 0))
    return corrupt (self, "its tables are gone", error);
  if (n_tables > 0 && !check_version (self, version, error))
    return FALSE;

  mode = pf_sqlite_ask_text (&self->db, "PRAGMA journal_mode = WAL", error);
  if (mode == NULL)
    return FALSE;
  if (strcmp (mode, "wal") != 0)
    {
      g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_FOLDER,
                   "The file system of %s cannot share memory, which the journal needs: choose a "
                   "folder on a local disk.",
                   self->path);
      return FALSE;
    }
  if (!pf_sqlite_exec (&self->db,
                       "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;"
                       "PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;"
                       "PRAGMA journal_size_limit = " G_STRINGIFY (PF_JOURNAL_WAL_BYTES_MAX),
                       error))
    return FALSE;
  self->full_sync = TRUE;

  if (n_tables == 0)
    {
      if (!make_schema (self, error))
        return FALSE;
      pf_folder_sync (self->folder);
      return TRUE;
    }
  return check_pages (self, error) && check_environment (self, error);
}

gboolean
pf_journal_schema_prepare (PfJournal *self, GError **error)
{
  for (guint i = 0; i < PF_N_STATEMENTS; i++)
    {
      g_autofree char *made = NULL;
      const char *sql;

      if (i >= PF_STATEMENT_ORDER)
        made = pf_journal_rows_sql ((PfStatement) i);
      sql = made != NULL ? made : statement_sql[i];
      self->statements[i] = pf_sqlite_prepare (&self->db, sql, error);
      if (self->statements[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

void
pf_journal_schema_finalize (PfJournal *self)
{
  for (guint i = 0; i < PF_N_STATEMENTS; i++)
    g_clear_pointer (&self->statements[i], sqlite3_finalize);
}
