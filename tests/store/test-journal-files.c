/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The journal's files as they may be found: of a newer version, of another environment, open to
 * others, held by another program.
 */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pf-rig.h"
#include "store/pf-journal-private.h"

#define N_RECORDS 130

/* --- newer, and elsewhere -------------------------------------------------------------------- */

static void
test_newer (void)
{
  char *folder = pf_story_make_folder ();
  g_autofree char *path = pf_rig_path (folder, PF_RIG_FILE);
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *set_aside = NULL;
  g_autofree char *found = NULL;
  PfJournal *journal = pf_rig_open (folder);
  sqlite3 *db;

  pf_rig_write (journal, 1, 50, TRUE);
  pf_journal_close (journal);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "PRAGMA user_version = 7", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);

  before = pf_rig_read (folder, PF_RIG_FILE);
  g_assert_null (pf_journal_open (folder, "practice", &set_aside, &error));
  g_assert_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_NEWER);
  g_assert_null (set_aside);
  g_assert_nonnull (strstr (error->message, "version 7, this one reads up to 1"));
  g_assert_nonnull (strstr (error->message, path));
  after = pf_rig_read (folder, PF_RIG_FILE);
  g_assert_true (g_bytes_equal (before, after));
  found = pf_rig_names (folder, "practice");
  g_assert_cmpstr (found, ==, "practice.db practice.db-mark");
  pf_story_remove_folder (folder);
}

/* The newer version is only in the log yet: neither file nor log is touched. */
static void
test_newer_in_log (void)
{
  char *folder = pf_story_make_folder ();
  g_autoptr (GBytes) db = NULL;
  g_autoptr (GBytes) log = NULL;
  g_autoptr (GBytes) db_after = NULL;
  g_autoptr (GBytes) log_after = NULL;
  g_autoptr (GError) error = NULL;
  PfJournal *journal = pf_rig_open (folder);

  pf_rig_write (journal, 1, 50, TRUE);
  g_assert_true (pf_sqlite_exec (&journal->db, "PRAGMA user_version = 7", &error));
  sqlite3_db_config (journal->db.handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  pf_journal_close (journal);
  db = pf_rig_read (folder, PF_RIG_FILE);
  log = pf_rig_read (folder, "practice.db-wal");

  g_assert_null (pf_journal_open (folder, "practice", NULL, &error));
  g_assert_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_NEWER);
  db_after = pf_rig_read (folder, PF_RIG_FILE);
  log_after = pf_rig_read (folder, "practice.db-wal");
  g_assert_true (g_bytes_equal (db, db_after));
  g_assert_true (g_bytes_equal (log, log_after));
  pf_story_remove_folder (folder);
}

/* --- L15: of another environment ------------------------------------------------------------- */

static void
test_wrong_environment (void)
{
  char *folder = pf_story_make_folder ();
  g_autofree char *live = pf_rig_path (folder, "live.db");
  g_autofree char *practice = pf_rig_path (folder, PF_RIG_FILE);
  g_autofree char *found = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GError) error = NULL;
  PfJournal *journal = pf_journal_open (folder, "live", NULL, &error);

  g_assert_no_error (error);
  pf_rig_write (journal, 1, 20, TRUE);
  pf_journal_close (journal);
  g_assert_cmpint (g_rename (live, practice), ==, 0);

  before = pf_rig_read (folder, PF_RIG_FILE);
  g_assert_null (pf_journal_open (folder, "practice", NULL, &error));
  g_assert_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_ENVIRONMENT);
  g_assert_nonnull (strstr (error->message, "\"live\", not of \"practice\""));
  after = pf_rig_read (folder, PF_RIG_FILE);
  g_assert_true (g_bytes_equal (before, after));
  g_clear_error (&error);

  /* the two live side by side under their own names */
  g_assert_cmpint (g_rename (practice, live), ==, 0);
  journal = pf_rig_open (folder);
  pf_rig_assert_holds (journal, 0);
  pf_journal_close (journal);
  journal = pf_journal_open (folder, "live", NULL, &error);
  pf_rig_assert_holds (journal, 20);
  pf_journal_close (journal);
  found = pf_rig_names (folder, "practice.db.corrupt");
  g_assert_cmpstr (found, ==, "");
  pf_story_remove_folder (folder);
}

/* --- L3: another program holds it ------------------------------------------------------------ */

static void
test_busy (void)
{
  char *folder = pf_story_make_folder ();
  g_autofree char *path = pf_rig_path (folder, PF_RIG_FILE);
  g_autoptr (GError) error = NULL;
  PfJournal *journal = pf_rig_open (folder);
  sqlite3 *db;

  pf_rig_write (journal, 1, 20, TRUE);
  sqlite3_busy_timeout (journal->db.handle, 20);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_false (pf_rig_try_write (journal, 21, 30, TRUE, &error));
  g_assert_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_BUSY);
  g_assert_true (g_str_has_prefix (error->message, "Another program is writing to "));
  g_assert_cmpint (sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  pf_rig_assert_holds (journal, 20);
  pf_journal_close (journal);

  journal = pf_rig_open (folder);
  pf_rig_assert_holds (journal, 20);
  pf_rig_write (journal, 21, 30, TRUE);
  pf_journal_close (journal);
  pf_story_remove_folder (folder);
}

static gpointer
let_go (gpointer data)
{
  g_usleep (100 * 1000);
  g_assert_cmpint (sqlite3_exec (data, "ROLLBACK", NULL, NULL, NULL), ==, SQLITE_OK);
  return NULL;
}

/* One that lets go in time is waited for. */
static void
test_busy_waits (void)
{
  char *folder = pf_story_make_folder ();
  g_autofree char *path = pf_rig_path (folder, PF_RIG_FILE);
  g_autoptr (PfJournal) journal = pf_rig_open (folder);
  sqlite3 *db;
  GThread *thread;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  thread = g_thread_new ("let-go", let_go, db);
  pf_rig_write (journal, 1, 20, TRUE);
  g_thread_join (thread);
  sqlite3_close (db);
  pf_rig_assert_holds (journal, 20);
  pf_story_remove_folder (folder);
}

/* --- S4: nobody else's business -------------------------------------------------------------- */

static void
assert_private (const char *folder)
{
  static const char *const files[] = { "practice.db", "practice.db-wal", "practice.db-shm",
                                       "ballast" };

  g_assert_cmpuint (pf_rig_mode (folder), ==, 0700);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = pf_rig_path (folder, files[i]);

      g_assert_cmpuint (pf_rig_mode (path), ==, 0600);
    }
}

static void
test_modes (void)
{
  static const mode_t masks[] = { 0, 022, 077, 0777 };

  for (guint i = 0; i < G_N_ELEMENTS (masks); i++)
    {
      char *folder = pf_story_make_folder ();
      g_autofree char *inner = pf_rig_path (folder, "data");
      mode_t old = umask (masks[i]);
      PfJournal *journal = pf_rig_open (inner);

      pf_rig_write (journal, 1, 20, TRUE);
      umask (old);
      assert_private (inner);
      pf_journal_close (journal);
      pf_story_remove_folder (folder);
    }
}

static void
test_modes_tightened (void)
{
  static const char *const files[] = { "practice.db", "practice.db-wal", "ballast" };
  char *folder = pf_story_make_folder ();
  PfJournal *journal;

  pf_rig_make (folder, N_RECORDS, TRUE);
  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = pf_rig_path (folder, files[i]);

      g_assert_cmpint (g_chmod (path, 0644), ==, 0);
    }
  journal = pf_rig_open (folder);
  pf_rig_assert_holds (journal, N_RECORDS);
  assert_private (folder);
  pf_journal_close (journal);
  pf_story_remove_folder (folder);
}

/* A link where the journal should be is not followed. */
static void
test_link (void)
{
  char *folder = pf_story_make_folder ();
  g_autofree char *path = pf_rig_path (folder, PF_RIG_FILE);
  g_autofree char *elsewhere = pf_rig_path (folder, "elsewhere");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink (elsewhere, path), ==, 0);
  g_assert_null (pf_journal_open (folder, "practice", NULL, &error));
  g_assert_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_FOLDER);
  g_assert_false (g_file_test (elsewhere, G_FILE_TEST_EXISTS));
  pf_story_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/journal/newer", test_newer);
  g_test_add_func ("/pf/journal/newer-in-log", test_newer_in_log);
  g_test_add_func ("/pf/faults/L15-wrong-environment", test_wrong_environment);
  g_test_add_func ("/pf/faults/L3-busy", test_busy);
  g_test_add_func ("/pf/faults/L3-busy/waits", test_busy_waits);
  g_test_add_func ("/pf/faults/S4-file-modes/journal", test_modes);
  g_test_add_func ("/pf/faults/S4-file-modes/tightened", test_modes_tightened);
  g_test_add_func ("/pf/faults/S4-file-modes/link", test_link);
  return g_test_run ();
}
