/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A journal that is damaged: a bit flipped anywhere, cut off anywhere, a part of it gone. It is
 * found out, the damaged one is kept as it was, and a record that is told is told right.
 */
#include <glib/gstdio.h>
#include <string.h>

#include "pf-fault-vfs.h"
#include "pf-rig.h"
#include "store/pf-journal-private.h"

#define N_RECORDS 130
#define N_FLIPS 800

static GBytes *
flipped (GBytes *bytes, gsize at, guint bit)
{
  gsize length = g_bytes_get_size (bytes);
  guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), length);

  g_assert_cmpuint (at, <, length);
  copy[at] = (guint8) (copy[at] ^ (1u << bit));
  return g_bytes_new_take (copy, length);
}

/* --- L4: a flipped bit ----------------------------------------------------------------------- */

typedef enum
{
  WHOLE,
  SHORTER,
  HEALED,                       /* a table for people was damaged, and was made again */
  SET_ASIDE_AT_OPEN,
  SET_ASIDE_AT_REPLAY,
  NEWER,
  N_OUTCOMES
} Outcome;

/* What was damaged lies unchanged under its new name. */
static void
assert_set_aside (const char *folder, const char *name, GBytes *damaged)
{
  g_autofree char *base = g_path_get_basename (name);
  g_autoptr (GBytes) kept = NULL;

  g_assert_true (g_str_has_prefix (base, "practice.db.corrupt-20"));
  g_assert_cmpuint (strlen (base), >=, strlen ("practice.db.corrupt-20260131T235959"));
  kept = pf_rig_read (folder, base);
  g_assert_true (g_bytes_equal (kept, damaged));
  g_assert_cmpuint (pf_rig_mode (name), ==, 0600);
  g_unlink (name);
}

/* A journal failed because a table for people was damaged: starting again helps. */
static PfJournal *
heal (const char *folder, guint64 n)
{
  PfJournal *journal = pf_rig_open (folder);

  pf_rig_assert_holds (journal, n);
  pf_rig_assert_tables (folder, n);
  pf_rig_write (journal, n + 1, n + 45, FALSE);
  return journal;
}

/* What the desk does at its start, and a little life after it. */
static Outcome
start (const char *folder, GBytes *damaged, guint64 *found)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *seed = NULL;
  PfJournal *journal = pf_journal_open (folder, "practice", &name, &error);
  Outcome outcome = WHOLE;

  *found = 0;
  if (journal == NULL)
    {
      g_assert_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_NEWER);
      return NEWER;
    }
  if (name != NULL)
    outcome = SET_ASIDE_AT_OPEN;
  else if (!pf_rig_replay (journal, found, &error))
    {
      g_clear_error (&error);
      g_assert_true (pf_journal_set_aside (&journal, &name, &error));
      g_assert_null (journal);
      journal = pf_rig_open (folder);
      outcome = SET_ASIDE_AT_REPLAY;
    }
  if (name != NULL)
    {
      assert_set_aside (folder, name, damaged);
      g_assert_true (pf_rig_replay (journal, found, &error));
      g_assert_cmpuint (*found, ==, 0);
    }
  else
    {
      seed = pf_journal_get_setting (journal, "seed");
      g_assert_cmpint (pf_journal_get_cursor (journal), ==,
                       *found == 0 ? PF_TIME_NONE : (gint64) *found);
      if (*found < N_RECORDS)
        outcome = SHORTER;
      if (*found > 0)
        g_assert_cmpstr (seed, ==, "42");
    }
  /* whatever a table for people holds: never a crash, and an error only if it is damaged */
  if (!pf_rig_try_write (journal, *found + 1, *found + 45, FALSE, &error))
    {
      g_assert_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT);
      g_clear_error (&error);
      pf_journal_close (journal);
      journal = heal (folder, *found);
      outcome = HEALED;
    }
  pf_journal_close (journal);
  return outcome;
}

static void
assert_questions (const char *folder)
{
  g_autoptr (PfJournal) journal = pf_journal_open (folder, "practice", NULL, NULL);
  GArray *(*const questions[]) (PfJournal *, guint64, guint) = {
    pf_journal_trades, pf_journal_refusals, pf_journal_fills
  };

  for (guint i = 0; journal != NULL && i < G_N_ELEMENTS (questions); i++)
    for (guint64 id = 0; id < 2; id++)
      {
        GArray *items = questions[i](journal, id, 1000);

        g_clear_pointer (&items, g_array_unref);
      }
}

static void
flip_bits (gboolean in_log, const char *file, guint outcomes[N_OUTCOMES])
{
  static const char *const all[] = { "practice.db", "practice.db-wal", "practice.db-mark" };
  char *folder = pf_story_make_folder ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  g_autoptr (GBytes) db = NULL;
  g_autoptr (GBytes) log = NULL;
  g_autoptr (GBytes) mark = NULL;
  gsize size;

  pf_rig_make (folder, N_RECORDS, in_log);
  db = pf_rig_read (folder, all[0]);
  log = in_log ? pf_rig_read (folder, all[1]) : NULL;
  mark = pf_rig_read (folder, all[2]);
  size = g_bytes_get_size (in_log ? log : db);
  for (guint i = 0; i < N_FLIPS; i++)
    {
      /* the header byte by byte, then all over */
      gsize at = i < 100 ? i : (gsize) g_rand_int_range (rand, 0, (gint) size);
      guint bit = (guint) g_rand_int_range (rand, 0, 8);
      g_autoptr (GBytes) damaged = flipped (in_log ? log : db, at, bit);
      g_autofree char *shared = pf_rig_path (folder, "practice.db-shm");
      g_autofree char *wal = pf_rig_path (folder, all[1]);
      guint64 found;
      Outcome outcome;

      g_unlink (shared);
      g_unlink (wal);
      pf_rig_put (folder, all[0], db);
      pf_rig_put (folder, all[2], mark);
      pf_rig_put (folder, file, damaged);
      pf_fault_reset ();
      g_test_message ("%s: byte %" G_GSIZE_FORMAT, file, at);
      outcome = start (folder, in_log ? db : damaged, &found);
      outcomes[outcome]++;
      if (outcome == WHOLE || outcome == HEALED)
        g_assert_cmpuint (found, ==, N_RECORDS);
      if (outcome == NEWER)
        {
          g_autoptr (GBytes) still = pf_rig_read (folder, file);

          g_assert_true (g_bytes_equal (still, damaged));
        }
      assert_questions (folder);
    }
  pf_story_remove_folder (folder);
}

static void
test_flips_in_file (void)
{
  guint outcomes[N_OUTCOMES] = { 0 };

  pf_fault_install ();
  flip_bits (FALSE, "practice.db", outcomes);
  pf_fault_uninstall ();
  g_test_message ("whole %u, healed %u, set aside at open %u, at replay %u, newer %u",
                  outcomes[WHOLE], outcomes[HEALED], outcomes[SET_ASIDE_AT_OPEN],
                  outcomes[SET_ASIDE_AT_REPLAY], outcomes[NEWER]);
  /* no record is missing without a word */
  g_assert_cmpuint (outcomes[SHORTER], ==, 0);
  g_assert_cmpuint (outcomes[SET_ASIDE_AT_OPEN], >, 50);
  g_assert_cmpuint (outcomes[SET_ASIDE_AT_REPLAY], >, 50);
  g_assert_cmpuint (outcomes[NEWER], ==, 4);
}

/* In the log a flip looks like a write that the power cut short, and what follows it is forgotten.
 * The mark knows better. */
static void
test_flips_in_log (void)
{
  guint outcomes[N_OUTCOMES] = { 0 };

  pf_fault_install ();
  flip_bits (TRUE, "practice.db-wal", outcomes);
  pf_fault_uninstall ();
  g_test_message ("whole %u, shorter %u, set aside at open %u, at replay %u", outcomes[WHOLE],
                  outcomes[SHORTER], outcomes[SET_ASIDE_AT_OPEN], outcomes[SET_ASIDE_AT_REPLAY]);
  g_assert_cmpuint (outcomes[SET_ASIDE_AT_OPEN], ==, N_FLIPS);
}

/* A file cut off at any length, an empty one, and one that never was a journal. */
static void
test_truncated (void)
{
  char *folder = pf_story_make_folder ();
  g_autoptr (GBytes) db = NULL;
  g_autoptr (GBytes) mark = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  pf_fault_install ();
  pf_rig_make (folder, N_RECORDS, TRUE);
  pf_journal_close (pf_rig_open (folder));
  db = pf_rig_read (folder, PF_RIG_FILE);
  mark = pf_rig_read (folder, "practice.db-mark");
  for (guint i = 0; i < 200; i++)
    {
      gsize length = i < 20 ? i : (gsize) g_rand_int_range (rand, 0, (gint) g_bytes_get_size (db));
      g_autoptr (GBytes) damaged = g_bytes_new_from_bytes (db, 0, length);
      guint64 found;
      Outcome outcome;

      pf_rig_put (folder, PF_RIG_FILE, damaged);
      pf_rig_put (folder, "practice.db-mark", mark);
      pf_fault_reset ();
      g_test_message ("cut off at %" G_GSIZE_FORMAT, length);
      outcome = start (folder, damaged, &found);
      g_assert_true (outcome == SET_ASIDE_AT_OPEN || outcome == SET_ASIDE_AT_REPLAY);
    }
  pf_fault_uninstall ();
  pf_story_remove_folder (folder);
}

/* The file without its log (somebody copied the one and not the other), or the other way. */
static void
test_missing (void)
{
  static const char *const files[] = { "practice.db", "practice.db-wal" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      char *folder = pf_story_make_folder ();
      g_autofree char *path = pf_rig_path (folder, files[i]);
      g_autofree char *name = NULL;
      g_autofree char *found = NULL;
      g_autoptr (GError) error = NULL;
      PfJournal *journal;

      pf_rig_make (folder, N_RECORDS, TRUE);
      g_assert_cmpint (g_unlink (path), ==, 0);
      journal = pf_journal_open (folder, "practice", &name, &error);
      g_assert_no_error (error);
      g_assert_nonnull (name);
      pf_rig_assert_holds (journal, 0);
      pf_rig_write (journal, 1, 5, TRUE);
      pf_journal_close (journal);
      found = pf_rig_names (folder, "practice.db.corrupt-");
      g_assert_nonnull (strstr (found, "-mark"));
      g_assert_nonnull (strstr (found, i == 0 ? "-wal" : ".corrupt"));
      journal = pf_rig_open (folder);
      pf_rig_assert_holds (journal, 5);
      pf_journal_close (journal);
      pf_story_remove_folder (folder);
    }
}

/* The mark is a help, not a need: none, a damaged one and an older one change nothing. */
static void
test_mark (void)
{
  static const struct { const char *contents; gsize length; } marks[] = {
    { "", 0 }, { "short", 5 }, { "sixteen bytes!!!", 16 }, { "0123456789abcdefghijklmno", 25 },
  };
  char *folder = pf_story_make_folder ();
  g_autoptr (GBytes) old = NULL;
  PfJournal *journal = pf_rig_open (folder);

  pf_rig_write (journal, 1, 20, TRUE);
  old = pf_rig_read (folder, "practice.db-mark");
  pf_rig_write (journal, 21, 40, TRUE);
  pf_journal_close (journal);
  for (guint i = 0; i <= G_N_ELEMENTS (marks); i++)
    {
      g_autoptr (GBytes) mark = NULL;

      if (i < G_N_ELEMENTS (marks))
        mark = g_bytes_new_static (marks[i].contents, marks[i].length);
      pf_rig_put (folder, "practice.db-mark", mark != NULL ? mark : old);
      journal = pf_rig_open (folder);
      pf_rig_assert_holds (journal, 40);
      pf_journal_close (journal);
    }
  pf_story_remove_folder (folder);
}

/* A setting that cannot be read is not one that was never set: nothing is written over it. */
static void
test_setting (void)
{
  char *folder = pf_story_make_folder ();
  g_autofree char *path = pf_rig_path (folder, PF_RIG_FILE);
  g_autofree char *set_aside = NULL;
  g_autoptr (GError) error = NULL;
  PfJournal *journal = pf_rig_open (folder);
  sqlite3 *db;

  g_assert_true (pf_journal_set_setting (journal, "seed", "42", &error));
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "UPDATE setting SET value = '43'", NULL, NULL, NULL), ==,
                   SQLITE_OK);
  sqlite3_close (db);
  g_assert_null (pf_journal_get_setting (journal, "seed"));
  g_assert_false (pf_journal_set_setting (journal, "seed", "1", &error));
  g_assert_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT);
  g_clear_error (&error);
  pf_journal_close (journal);
  journal = pf_journal_open (folder, "practice", &set_aside, &error);
  g_assert_no_error (error);
  g_assert_nonnull (set_aside);
  pf_journal_close (journal);
  pf_story_remove_folder (folder);
}

static void
test_not_a_journal (void)
{
  static const char text[] = "Dear diary, today I bought at the top again, and again, and then, as "
                             "everybody had told me, it went down. Tomorrow I shall buy more.";
  char *folder = pf_story_make_folder ();
  g_autoptr (GBytes) diary = g_bytes_new_static (text, sizeof text);
  g_autofree char *path = pf_rig_path (folder, PF_RIG_FILE);
  sqlite3 *db;
  guint64 found;

  pf_rig_put (folder, PF_RIG_FILE, diary);
  g_assert_cmpint (start (folder, diary, &found), ==, SET_ASIDE_AT_OPEN);

  /* somebody else's database is not ours, either */
  g_unlink (path);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "CREATE TABLE event (id)", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  g_clear_pointer (&diary, g_bytes_unref);
  diary = pf_rig_read (folder, PF_RIG_FILE);
  g_assert_cmpint (start (folder, diary, &found), ==, SET_ASIDE_AT_OPEN);
  pf_story_remove_folder (folder);
}

/* Two within one second have two names, and the log goes with its file. */
static void
test_set_aside_names (void)
{
  char *folder = pf_story_make_folder ();
  g_autofree char *found = NULL;
  g_auto (GStrv) parts = NULL;

  for (guint i = 0; i < 3; i++)
    {
      PfJournal *journal = pf_rig_open (folder);
      g_autoptr (GError) error = NULL;
      g_autofree char *name = NULL;
      g_autofree char *log = NULL;
      g_autofree char *old = NULL;

      pf_rig_write (journal, 1, 10 + i, TRUE);
      g_assert_true (pf_journal_set_aside (&journal, &name, &error));
      g_assert_no_error (error);
      g_assert_null (journal);
      log = g_strconcat (name, "-wal", NULL);
      old = pf_rig_path (folder, "practice.db-wal");
      g_assert_true (g_file_test (name, G_FILE_TEST_EXISTS));
      g_assert_true (g_file_test (log, G_FILE_TEST_EXISTS));
      g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
    }
  found = pf_rig_names (folder, "practice.db.corrupt-");
  parts = g_strsplit (found, " ", -1);
  g_assert_cmpuint (g_strv_length (parts), >=, 6);

  /* what was set aside with its log is complete: a reader finds the records of the log */
  {
    g_autofree char *path = pf_rig_path (folder, parts[0]);
    sqlite3 *db;
    sqlite3_stmt *statement;

    g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
    g_assert_cmpint (sqlite3_prepare_v2 (db, "SELECT max(seq) FROM event", -1, &statement, NULL),
                     ==, SQLITE_OK);
    g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
    g_assert_cmpint (sqlite3_column_int (statement, 0), >=, 10);
    sqlite3_finalize (statement);
    sqlite3_close (db);
  }
  pf_story_remove_folder (folder);
}

/* A row of an order or a position that the next records build upon. */
static void
test_tables (void)
{
  static const char *const damages[] = {
    "UPDATE orders SET filled = '9'",
    "UPDATE orders SET quantity = 'many'",
    "UPDATE orders SET status = 'LOST'",
    "UPDATE orders SET \"then\" = 77",
    "UPDATE orders SET client_order_id = '1234567890123456789012345678901234567890'",
    "UPDATE orders SET sum = sum + 1",
    "UPDATE position SET realised = '1' || realised",
    "UPDATE position SET quantity = ''",
    "UPDATE position SET sum = 0",
  };
  guint64 n = PF_STORY_PROLOGUE + 7;

  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      char *folder = pf_story_make_folder ();
      g_autofree char *path = pf_rig_path (folder, PF_RIG_FILE);
      g_autoptr (GError) error = NULL;
      PfJournal *journal = pf_rig_open (folder);
      sqlite3 *db;

      pf_rig_write (journal, 1, n, TRUE);
      pf_journal_close (journal);
      g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_exec (db, damages[i], NULL, NULL, NULL), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_changes (db), ==, 1);
      sqlite3_close (db);

      journal = pf_rig_open (folder);
      g_assert_false (pf_rig_try_write (journal, n + 1, n + 45, TRUE, &error));
      g_assert_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT);
      pf_journal_close (journal);

      journal = heal (folder, n);
      pf_rig_assert_tables (folder, n + 45);
      pf_journal_close (journal);
      pf_story_remove_folder (folder);
    }
}

/* The tables for people cannot be made again from events that are damaged, too. */
static void
test_tables_and_events (void)
{
  char *folder = pf_story_make_folder ();
  g_autofree char *path = pf_rig_path (folder, PF_RIG_FILE);
  g_autofree char *set_aside = NULL;
  g_autoptr (GError) error = NULL;
  PfJournal *journal = pf_rig_open (folder);
  guint64 n = PF_STORY_PROLOGUE + 7;
  sqlite3 *db;

  pf_rig_write (journal, 1, n, TRUE);
  pf_journal_close (journal);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "UPDATE orders SET sum = 0;"
                                     "UPDATE event SET body = body || '1' WHERE seq = 9",
                                 NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  journal = pf_rig_open (folder);
  g_assert_false (pf_rig_try_write (journal, n + 1, n + 45, TRUE, &error));
  g_clear_error (&error);
  pf_journal_close (journal);
  journal = pf_journal_open (folder, "practice", &set_aside, &error);
  g_assert_no_error (error);
  g_assert_nonnull (set_aside);
  pf_rig_assert_holds (journal, 0);
  pf_journal_close (journal);
  pf_story_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  pf_story_stay_in_memory ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/faults/L4-corrupt/file", test_flips_in_file);
  g_test_add_func ("/pf/faults/L4-corrupt/log", test_flips_in_log);
  g_test_add_func ("/pf/faults/L4-corrupt/truncated", test_truncated);
  g_test_add_func ("/pf/faults/L4-corrupt/missing", test_missing);
  g_test_add_func ("/pf/faults/L4-corrupt/mark", test_mark);
  g_test_add_func ("/pf/faults/L4-corrupt/tables", test_tables);
  g_test_add_func ("/pf/faults/L4-corrupt/tables-and-events", test_tables_and_events);
  g_test_add_func ("/pf/faults/L4-corrupt/setting", test_setting);
  g_test_add_func ("/pf/faults/L4-corrupt/not-a-journal", test_not_a_journal);
  g_test_add_func ("/pf/faults/L4-corrupt/set-aside-names", test_set_aside_names);
  return g_test_run ();
}
