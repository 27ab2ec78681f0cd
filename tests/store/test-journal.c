/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "pf-rig.h"
#include "store/pf-journal-private.h"
#include "store/pf-journal.h"

static void
expect (const char *folder, const char *sql, const char *answer)
{
  g_autofree char *told = pf_rig_ask (folder, sql);

  g_assert_cmpstr (told, ==, answer);
}

/* --- the file -------------------------------------------------------------------------------- */

static void
test_new (void)
{
  char *folder = pf_story_make_folder ();
  g_autoptr (PfJournal) journal = pf_rig_open (folder);
  g_autofree char *mode = pf_rig_ask (folder, "PRAGMA journal_mode");

  g_assert_cmpuint (pf_journal_n_events (journal), ==, 0);
  g_assert_cmpint (pf_journal_get_cursor (journal), ==, PF_TIME_NONE);
  g_assert_null (pf_journal_get_setting (journal, "seed"));
  pf_rig_assert_holds (journal, 0);
  g_assert_cmpstr (mode, ==, "wal");
  g_assert_cmpint (pf_rig_count (folder, "PRAGMA user_version"), ==, PF_JOURNAL_VERSION);
  g_assert_cmpint (pf_rig_count (folder, "PRAGMA application_id"), ==, PF_JOURNAL_APPLICATION_ID);
  pf_story_remove_folder (folder);
}

/* No table of ours holds a number that could be a double. */
static void
test_strict (void)
{
  char *folder = pf_story_make_folder ();
  PfJournal *journal = pf_rig_open (folder);

  pf_journal_close (journal);
  expect (folder, "SELECT count(*) FROM pragma_table_list"
                  " WHERE schema = 'main' AND name NOT LIKE 'sqlite%' AND NOT strict", "0");
  expect (folder, "SELECT count(*) FROM pragma_table_list t, pragma_table_info(t.name) c"
                  " WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite%'"
                  " AND c.type NOT IN ('TEXT', 'INTEGER')", "0");
  expect (folder, "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND strict", "10");
  pf_story_remove_folder (folder);
}

/* --- events ---------------------------------------------------------------------------------- */

static void
test_round_trip (void)
{
  char *folder = pf_story_make_folder ();
  PfJournal *journal = pf_rig_open (folder);
  guint64 n = 0;

  for (guint size = 1; size < 60; size += 7)
    {
      pf_rig_write (journal, n + 1, n + size, size % 2 == 0);
      n += size;
      pf_rig_assert_holds (journal, n);
    }
  pf_journal_close (journal);

  journal = pf_rig_open (folder);
  pf_rig_assert_holds (journal, n);
  pf_rig_write (journal, n + 1, n + 5, TRUE);
  pf_rig_assert_holds (journal, n + 5);
  pf_journal_close (journal);
  pf_story_remove_folder (folder);
}

/* Contents that no story would have. Types whose tables hold them to more than a form (an order's
 * life) are left to the story. */
static void
test_random_contents (void)
{
  static const PfRecordType types[] = { PF_RECORD_ACCOUNT, PF_RECORD_LATCH, PF_RECORD_BAR_SEEN,
                                        PF_RECORD_EQUITY, PF_RECORD_DEPLOYMENT_STATUS };
  char *folder = pf_story_make_folder ();
  g_autoptr (PfJournal) journal = pf_rig_open (folder);
  g_autoptr (GRand) rand = g_rand_new_with_seed (99);
  g_autoptr (GArray) written = g_array_new (FALSE, FALSE, sizeof (PfRecord));
  g_autoptr (GError) error = NULL;
  guint64 seen = 0;

  for (guint i = 0; i < 500; i++)
    {
      PfRecord record;

      pf_story_random (rand, types[i % G_N_ELEMENTS (types)], &record);
      g_array_append_val (written, record);
      g_assert_true (pf_journal_append (journal, &record, &error));
    }
  g_assert_true (pf_journal_commit (journal, FALSE, &error));
  {
    sqlite3_stmt *row = journal->statements[PF_STATEMENT_REPLAY];
    PfRecord back;
    gint64 seq;

    while (pf_sqlite_step (&journal->db, row, &error) == PF_SQLITE_ROW)
      {
        g_assert_true (pf_journal_read_event (journal, row, &back, &seq, &error));
        g_assert_true (pf_story_equal (&g_array_index (written, PfRecord, seen), &back));
        seen++;
        g_assert_cmpint (seq, ==, seen);
      }
  }
  g_assert_cmpuint (seen, ==, written->len);
  pf_story_remove_folder (folder);
}

static void
test_uncommitted (void)
{
  char *folder = pf_story_make_folder ();
  PfJournal *journal = pf_rig_open (folder);
  g_autoptr (GError) error = NULL;
  PfRecord record;

  pf_rig_write (journal, 1, 10, TRUE);
  pf_story_record (11, &record);
  g_assert_true (pf_journal_append (journal, &record, &error));
  pf_journal_set_cursor (journal, 77);
  g_assert_cmpuint (pf_journal_n_events (journal), ==, 10);
  g_assert_cmpint (pf_rig_count (folder, "SELECT count(*) FROM event"), ==, 10);
  pf_journal_close (journal);

  journal = pf_rig_open (folder);
  pf_rig_assert_holds (journal, 10);
  g_assert_cmpint (pf_journal_get_cursor (journal), ==, PF_TIME_NONE);
  pf_journal_close (journal);
  pf_story_remove_folder (folder);
}

static void
test_cursor (void)
{
  char *folder = pf_story_make_folder ();
  PfJournal *journal = pf_rig_open (folder);
  g_autoptr (GError) error = NULL;

  pf_journal_set_cursor (journal, 5);
  g_assert_cmpint (pf_journal_get_cursor (journal), ==, 5);
  pf_rig_write (journal, 1, 3, FALSE);
  g_assert_cmpint (pf_rig_count (folder, "SELECT ts_ns FROM cursor"), ==, 5);

  /* alone it is its own transaction; unchanged it is none */
  pf_journal_set_cursor (journal, -6);
  g_assert_true (pf_journal_commit (journal, FALSE, &error));
  g_assert_cmpint (pf_rig_count (folder, "SELECT ts_ns FROM cursor"), ==, -6);
  g_assert_cmpint (pf_rig_count (folder, "SELECT n_events FROM cursor"), ==, 3);
  g_assert_true (pf_journal_commit (journal, FALSE, &error));
  pf_journal_close (journal);

  journal = pf_rig_open (folder);
  g_assert_cmpint (pf_journal_get_cursor (journal), ==, -6);
  pf_rig_assert_holds (journal, 3);
  pf_journal_close (journal);
  pf_story_remove_folder (folder);
}

/* FULL waits for the disk, NORMAL does not, and a durable commit takes the earlier ones along. */
static void
test_durability (void)
{
  char *folder = pf_story_make_folder ();
  g_autoptr (PfJournal) journal = pf_rig_open (folder);
  g_autoptr (GError) error = NULL;
  gint64 level;
  static const gboolean durable[] = { TRUE, FALSE, FALSE, TRUE, TRUE, FALSE, TRUE };

  for (guint i = 0; i < G_N_ELEMENTS (durable); i++)
    {
      pf_rig_write (journal, i + 1, i + 1, durable[i]);
      g_assert_true (pf_sqlite_ask_int (&journal->db, "PRAGMA synchronous", &level, &error));
      g_assert_cmpint (level, ==, durable[i] ? 2 : 1);
      g_assert_cmpint (journal->unsynced, ==, !durable[i]);
    }
  pf_rig_write (journal, 8, 8, FALSE);
  g_assert_true (journal->unsynced);
  g_assert_true (pf_journal_commit (journal, TRUE, &error));
  g_assert_false (journal->unsynced);
  pf_rig_assert_holds (journal, 8);
  pf_story_remove_folder (folder);
}

static gint64
size_of (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  struct stat st;

  return g_stat (path, &st) == 0 ? st.st_size : -1;
}

/* Nothing goes from the log to the file but when asked; then the log is begun again. */
static void
test_checkpoint (void)
{
  char *folder = pf_story_make_folder ();
  PfJournal *journal = pf_rig_open (folder);
  gint64 file, log;

  pf_journal_checkpoint (journal);
  file = size_of (folder, "practice.db");
  pf_rig_write (journal, 1, 2000, TRUE);
  g_assert_cmpint (size_of (folder, "practice.db"), ==, file);
  pf_journal_checkpoint (journal);
  g_assert_cmpint (size_of (folder, "practice.db"), >, file);
  log = size_of (folder, "practice.db-wal");
  pf_rig_write (journal, 2001, 2100, TRUE);
  pf_journal_checkpoint (journal);
  g_assert_cmpint (size_of (folder, "practice.db-wal"), ==, log);
  pf_rig_assert_holds (journal, 2100);
  pf_journal_close (journal);
  g_assert_cmpint (size_of (folder, "practice.db-wal"), ==, -1);

  journal = pf_rig_open (folder);
  pf_rig_assert_holds (journal, 2100);
  pf_journal_close (journal);
  pf_story_remove_folder (folder);
}

/* A reader that looks on neither stops the writer nor sees half a transaction. */
static void
test_reader (void)
{
  char *folder = pf_story_make_folder ();
  g_autoptr (PfJournal) journal = pf_rig_open (folder);
  g_autofree char *path = g_build_filename (folder, "practice.db", NULL);
  sqlite3 *db;
  sqlite3_stmt *rows;

  pf_rig_write (journal, 1, 100, TRUE);
  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "SELECT seq FROM event ORDER BY seq", -1, &rows, NULL),
                   ==, SQLITE_OK);
  for (gint i = 1; i <= 100; i++)
    {
      g_assert_cmpint (sqlite3_step (rows), ==, SQLITE_ROW);
      g_assert_cmpint (sqlite3_column_int (rows, 0), ==, i);
      pf_rig_write (journal, (guint64) i + 100, (guint64) i + 100, i % 10 == 0);
      pf_journal_checkpoint (journal);
    }
  g_assert_cmpint (sqlite3_step (rows), ==, SQLITE_DONE);
  sqlite3_finalize (rows);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  pf_rig_assert_holds (journal, 200);
  pf_story_remove_folder (folder);
}

/* --- tables for people ----------------------------------------------------------------------- */

#define N_ROUNDS 40

static void
test_tables (void)
{
  char *folder = pf_story_make_folder ();
  g_autoptr (PfJournal) journal = pf_rig_open (folder);
  guint64 n = PF_STORY_PROLOGUE + N_ROUNDS * PF_STORY_ROUND;

  for (guint64 i = 1; i <= n; i += 17)
    {
      pf_rig_write (journal, i, MIN (i + 16, n), FALSE);
      pf_rig_assert_tables (folder, MIN (i + 16, n));
    }
  /* every order of the story is filled to its end, every position flat again */
  expect (folder, "SELECT count(*) FROM orders WHERE status <> 'FILLED'", "0");
  expect (folder, "SELECT count(*) FROM orders WHERE filled <> quantity", "0");
  expect (folder, "SELECT count(*) FROM position", "3");
  expect (folder, "SELECT count(*) FROM position WHERE quantity <> '0'", "0");
  expect (folder, "SELECT count(*) FROM orders"
                  " WHERE side = 'BUY' AND reason = 'signal' AND type = 'MARKET'", "40");
  expect (folder, "SELECT count(*) FROM trade WHERE reason = 'stop_loss'", "40");
  expect (folder, "SELECT status || ' ' || substr(spec, 1, 9) FROM deployment",
          "ACTIVE sma_cross");
  pf_story_remove_folder (folder);
}

static char *
dump (const char *folder)
{
  static const char *const sql[] = {
    "SELECT group_concat(concat, ';') FROM (SELECT id || ' ' || seq || ' ' || venue_order_id"
    " || ' ' || status || ' ' || filled || ' ' || filled_notional || ' ' || fees || ' '"
    " || ts_updated_ns || ' ' || sum AS concat FROM orders ORDER BY id)",
    "SELECT group_concat(concat, ';') FROM (SELECT instrument || ' ' || quantity || ' ' || realised"
    " || ' ' || fees || ' ' || sum AS concat FROM position ORDER BY instrument)",
    "SELECT status || ' ' || equity || ' ' || peak || ' ' || day || ' ' || day_start"
    " FROM deployment",
  };
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sql); i++)
    {
      g_autofree char *answer = pf_rig_ask (folder, sql[i]);

      g_string_append_printf (all, "%s\n", answer);
    }
  return g_string_free (all, FALSE);
}

/* Whether rows are remembered or read back makes no difference. */
static void
test_reopened (void)
{
  char *folder = pf_story_make_folder ();
  char *other = pf_story_make_folder ();
  PfJournal *journal = pf_rig_open (folder);
  guint64 n = PF_STORY_PROLOGUE + 3 * PF_STORY_ROUND + 9;
  g_autofree char *at_once = NULL;
  g_autofree char *by_one = NULL;

  pf_rig_write (journal, 1, n, FALSE);
  pf_journal_close (journal);
  for (guint64 i = 1; i <= n; i++)
    {
      journal = pf_rig_open (other);
      pf_rig_write (journal, i, i, FALSE);
      pf_journal_close (journal);
    }
  at_once = dump (folder);
  by_one = dump (other);
  g_assert_cmpstr (at_once, ==, by_one);
  g_assert_cmpuint (strlen (at_once), >, 500);
  pf_story_remove_folder (folder);
  pf_story_remove_folder (other);
}

/* More orders than are kept in memory; then a late word about the first of them. */
static void
test_many_orders (void)
{
  char *folder = pf_story_make_folder ();
  g_autoptr (PfJournal) journal = pf_rig_open (folder);
  g_autoptr (GError) error = NULL;
  guint64 n = PF_STORY_PROLOGUE + 2500 * PF_STORY_ROUND;
  PfRecord record;

  for (guint64 i = 1; i <= n; i += 1000)
    pf_rig_write (journal, i, MIN (i + 999, n), FALSE);
  expect (folder, "SELECT count(*) FROM orders WHERE status = 'FILLED' AND filled = quantity",
          "5000");
  pf_story_record (PF_STORY_PROLOGUE + 6, &record);
  g_assert_cmpint (record.type, ==, PF_RECORD_ORDER_CHANGE);
  g_strlcpy (record.change.venue_order_id, "late", sizeof record.change.venue_order_id);
  g_assert_true (pf_journal_append (journal, &record, &error));
  g_assert_true (pf_journal_commit (journal, FALSE, &error));
  expect (folder, "SELECT venue_order_id || ' ' || status FROM orders WHERE id = 1", "late FILLED");
  pf_story_remove_folder (folder);
}

/* The sums of one instrument, added up here from its fills. */
static void
test_position_sums (void)
{
  char *folder = pf_story_make_folder ();
  g_autoptr (PfJournal) journal = pf_rig_open (folder);
  guint64 n = PF_STORY_PROLOGUE + N_ROUNDS * PF_STORY_ROUND;
  PfInt128 realised = 0, fees = 0;
  g_autofree char *expected = NULL;
  g_autofree char *realised_text = NULL;
  g_autofree char *fees_text = NULL;

  pf_rig_write (journal, 1, n, FALSE);
  for (guint64 i = 1; i <= n; i++)
    {
      PfRecord record;
      PfMoney notional;

      pf_story_record (i, &record);
      if (record.type != PF_RECORD_FILL || record.fill.instrument != 2)
        continue;
      g_assert_true (pf_notional (record.fill.price, record.fill.quantity, &notional));
      realised += record.fill.side == PF_SIDE_BUY ? -notional.e18 : notional.e18;
      fees += record.fill.fee.e18;
    }
  realised_text = pf_money_to_string ((PfMoney){ realised - fees });
  fees_text = pf_money_to_string ((PfMoney){ fees });
  expected = g_strdup_printf ("%s %s", realised_text, fees_text);
  expect (folder, "SELECT realised || ' ' || fees FROM position WHERE instrument = 2", expected);
  pf_story_remove_folder (folder);
}

/* Half a round: partly filled, open, and a status with its sentence. */
static void
test_tables_midway (void)
{
  static const char deployment[] =
    "SELECT status || ' ' || reason || ' ' || (lifts_ns IS NOT NULL) || ' ' || sentence"
    " FROM deployment";
  char *folder = pf_story_make_folder ();
  g_autoptr (PfJournal) journal = pf_rig_open (folder);
  guint64 n = PF_STORY_PROLOGUE + 15 * PF_STORY_ROUND + 7;

  pf_rig_write (journal, 1, n, FALSE);
  expect (folder, "SELECT status FROM orders ORDER BY id DESC LIMIT 1", "PARTIALLY_FILLED");
  expect (folder, deployment, "PAUSED daily_loss 1 The daily loss limit was reached.");
  expect (folder, "SELECT count(*) FROM position WHERE quantity <> '0'", "1");
  pf_rig_write (journal, n + 1, PF_STORY_PROLOGUE + 32 * PF_STORY_ROUND, FALSE);
  expect (folder, deployment, "ACTIVE none 0 ");
  pf_story_remove_folder (folder);
}

/* A fill that no order of ours asked for (a liquidation) moves the position all the same. */
static void
test_foreign_fill (void)
{
  char *folder = pf_story_make_folder ();
  g_autoptr (PfJournal) journal = pf_rig_open (folder);
  g_autoptr (GError) error = NULL;
  PfRecord record;

  pf_rig_write (journal, 1, PF_STORY_PROLOGUE, FALSE);
  pf_story_record (PF_STORY_PROLOGUE + 7, &record);
  g_assert_cmpint (record.type, ==, PF_RECORD_FILL);
  record.fill.order_id = 0;
  record.fill.quantity = pf_quantity_from_int (2);
  g_assert_true (pf_journal_append (journal, &record, &error));
  g_assert_true (pf_journal_commit (journal, FALSE, &error));
  expect (folder, "SELECT quantity FROM position", "2");
  pf_story_remove_folder (folder);
}

/* --- questions ------------------------------------------------------------------------------- */

/* The story's records of a type, newest first, as the journal should tell them. */
static void
assert_newest (GArray *items, guint64 n, PfRecordType type, guint64 deployment_id, guint limit,
               gsize deployment_offset)
{
  const PfLayout *layout = pf_record_layout (type);
  guint at = 0;

  g_assert_nonnull (items);
  g_assert_cmpuint (g_array_get_element_size (items), ==, layout->size);
  for (guint64 i = n; i > 0 && at < limit; i--)
    {
      PfRecord record;
      const char *data = (const char *) &record + layout->offset;

      pf_story_record (i, &record);
      if (record.type != type)
        continue;
      if (deployment_id != 0 && *(const guint64 *) (data + deployment_offset) != deployment_id)
        continue;
      g_assert_cmpuint (at, <, items->len);
      g_assert_cmpmem (data, layout->size, items->data + at * layout->size, layout->size);
      at++;
    }
  g_assert_cmpuint (items->len, ==, at);
  g_array_unref (items);
}

static void
test_questions (void)
{
  static const guint limits[] = { 0, 1, 7, 1000, G_MAXUINT };
  char *folder = pf_story_make_folder ();
  g_autoptr (PfJournal) journal = pf_rig_open (folder);
  guint64 n = PF_STORY_PROLOGUE + N_ROUNDS * PF_STORY_ROUND;

  pf_rig_write (journal, 1, n, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    for (guint64 id = 0; id < 4; id++)
      {
        guint limit = limits[i];

        assert_newest (pf_journal_trades (journal, id, limit), n, PF_RECORD_TRADE, id, limit,
                       offsetof (PfTrade, deployment_id));
        assert_newest (pf_journal_refusals (journal, id, limit), n, PF_RECORD_REFUSAL, id, limit,
                       offsetof (PfRefusal, deployment_id));
        assert_newest (pf_journal_fills (journal, id, limit), n, PF_RECORD_FILL, id, limit,
                       offsetof (PfFill, deployment_id));
      }
  pf_story_remove_folder (folder);
}

static void
next_fill (const PfFill *fill, gpointer user_data)
{
  guint64 *n = user_data;
  PfRecord record;

  do
    pf_story_record (++*n, &record);
  while (record.type != PF_RECORD_FILL);
  g_assert_cmpmem (fill, sizeof *fill, &record.fill, sizeof record.fill);
}

static void
test_foreach_fill (void)
{
  char *folder = pf_story_make_folder ();
  g_autoptr (PfJournal) journal = pf_rig_open (folder);
  g_autoptr (GError) error = NULL;
  guint64 at = 0;

  g_assert_true (pf_journal_foreach_fill (journal, next_fill, &at, &error));
  g_assert_cmpuint (at, ==, 0);
  pf_rig_write (journal, 1, PF_STORY_PROLOGUE + 10 * PF_STORY_ROUND, FALSE);
  g_assert_true (pf_journal_foreach_fill (journal, next_fill, &at, &error));
  g_assert_no_error (error);
  /* the last fill of a round is its eighteenth record */
  g_assert_cmpuint (at, ==, PF_STORY_PROLOGUE + 9 * PF_STORY_ROUND + 18);
  pf_story_remove_folder (folder);
}

static void
test_settings (void)
{
  char *folder = pf_story_make_folder ();
  PfJournal *journal = pf_rig_open (folder);
  g_autoptr (GError) error = NULL;
  PfRecord record;

  pf_story_record (1, &record);
  g_assert_true (pf_journal_append (journal, &record, &error));
  g_assert_true (pf_journal_set_setting (journal, "seed", "1", &error));
  g_assert_true (pf_journal_set_setting (journal, "fee rate", "0.0004", &error));
  g_assert_true (pf_journal_set_setting (journal, "seed", "", &error));
  g_assert_true (pf_journal_set_setting (journal, "seed", "it's \"42\"", &error));
  pf_journal_close (journal);

  journal = pf_rig_open (folder);
  /* what was appended beside it was not committed by it */
  g_assert_cmpuint (pf_journal_n_events (journal), ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *seed = pf_journal_get_setting (journal, "seed");
      g_autofree char *fee_rate = pf_journal_get_setting (journal, "fee rate");

      g_assert_cmpstr (seed, ==, "it's \"42\"");
      g_assert_cmpstr (fee_rate, ==, "0.0004");
      g_assert_null (pf_journal_get_setting (journal, "see"));
    }
  pf_journal_close (journal);
  pf_story_remove_folder (folder);
}

/* --- what must not be ------------------------------------------------------------------------ */

/* The same trade, or the same order, twice is a bug: nothing of its transaction is kept, and the
 * journal takes no more. */
static void
twice (PfRecordType type)
{
  char *folder = pf_story_make_folder ();
  PfJournal *journal = pf_rig_open (folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;
  guint64 n = PF_STORY_PROLOGUE + PF_STORY_ROUND, at = 1;
  PfRecord record, next;

  pf_rig_write (journal, 1, n, TRUE);
  do
    pf_story_record (at++, &record);
  while (record.type != type);
  pf_story_record (n + 1, &next);
  g_assert_true (pf_journal_append (journal, &next, &error));
  pf_journal_set_cursor (journal, 99);
  /* some are found out at once */
  if (pf_journal_append (journal, &record, &error))
    g_assert_false (pf_journal_commit (journal, FALSE, &error));
  g_assert_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_IO);
  g_assert_cmpint (pf_journal_get_cursor (journal), ==, PF_TIME_NONE);

  g_assert_false (pf_journal_append (journal, &next, &again));
  g_assert_cmpstr (again->message, ==, error->message);
  g_clear_error (&again);
  g_assert_false (pf_journal_commit (journal, TRUE, &again));
  g_assert_cmpstr (again->message, ==, error->message);
  g_clear_error (&again);
  g_assert_false (pf_journal_set_setting (journal, "a", "b", &again));
  g_assert_cmpstr (again->message, ==, error->message);
  g_assert_cmpuint (pf_journal_n_events (journal), ==, n);
  pf_journal_close (journal);

  journal = pf_rig_open (folder);
  pf_rig_assert_holds (journal, n);
  g_assert_cmpint (pf_journal_get_cursor (journal), ==, PF_TIME_NONE);
  pf_rig_write (journal, n + 1, n + 30, TRUE);
  pf_journal_close (journal);
  pf_story_remove_folder (folder);
}

static void
test_twice (void)
{
  twice (PF_RECORD_FILL);
  twice (PF_RECORD_ORDER);
  twice (PF_RECORD_TRADE);
  twice (PF_RECORD_REFUSAL);
  twice (PF_RECORD_DEPLOYMENT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/journal/new", test_new);
  g_test_add_func ("/pf/journal/strict", test_strict);
  g_test_add_func ("/pf/journal/round-trip", test_round_trip);
  g_test_add_func ("/pf/journal/random-contents", test_random_contents);
  g_test_add_func ("/pf/journal/uncommitted", test_uncommitted);
  g_test_add_func ("/pf/journal/cursor", test_cursor);
  g_test_add_func ("/pf/journal/durability", test_durability);
  g_test_add_func ("/pf/journal/checkpoint", test_checkpoint);
  g_test_add_func ("/pf/journal/reader", test_reader);
  g_test_add_func ("/pf/journal/tables", test_tables);
  g_test_add_func ("/pf/journal/reopened", test_reopened);
  g_test_add_func ("/pf/journal/many-orders", test_many_orders);
  g_test_add_func ("/pf/journal/position-sums", test_position_sums);
  g_test_add_func ("/pf/journal/tables-midway", test_tables_midway);
  g_test_add_func ("/pf/journal/foreign-fill", test_foreign_fill);
  g_test_add_func ("/pf/journal/questions", test_questions);
  g_test_add_func ("/pf/journal/foreach-fill", test_foreach_fill);
  g_test_add_func ("/pf/journal/settings", test_settings);
  g_test_add_func ("/pf/journal/twice", test_twice);
  return g_test_run ();
}
