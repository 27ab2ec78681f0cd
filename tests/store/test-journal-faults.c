/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The disk that fails at any operation, fills up, loses its power, or has changed a bit: what was
 * acknowledged is there afterwards, nothing is there by half, and nothing is told wrong.
 */
#include <glib/gstdio.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "pf-fault-vfs.h"
#include "pf-rig.h"
#include "store/pf-journal-private.h"

static gboolean
exists (const char *folder, const char *name)
{
  g_autofree char *path = pf_rig_path (folder, name);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* --- L5: the power cut ----------------------------------------------------------------------- */

typedef struct
{
  guint64 acknowledged;         /* what has to be there */
  guint64 attempted;            /* what may be there */
} Promise;

/* Writes until the power goes; a checkpoint now and then, a restart now and then. */
static Promise
write_until_dark (const char *folder, GRand *rand, gboolean believe_everything)
{
  Promise promise = { 0, 0 };
  PfJournal *journal = pf_journal_open (folder, "practice", NULL, NULL);

  while (journal != NULL)
    {
      guint64 last = promise.attempted + (guint64) g_rand_int_range (rand, 1, 15);
      gboolean durable = g_rand_boolean (rand);
      guint64 first = promise.attempted + 1;

      promise.attempted = last;
      if (!pf_rig_try_write (journal, first, last, durable, NULL))
        break;
      if (durable || believe_everything)
        promise.acknowledged = last;
      if (g_rand_int_range (rand, 0, 6) == 0)
        pf_journal_checkpoint (journal);
      if (g_rand_int_range (rand, 0, 12) == 0)
        {
          pf_journal_close (journal);
          journal = pf_journal_open (folder, "practice", NULL, NULL);
        }
    }
  pf_journal_close (journal);
  return promise;
}

/* TRUE when what is found keeps the promise. */
static gboolean
power_cut (guint32 seed, gboolean believe_everything)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  char *folder = pf_story_make_folder ();
  PfJournal *journal;
  Promise promise;
  guint64 found = 0;
  gint64 cursor;
  gboolean kept;

  pf_fault_reset ();
  pf_fault.power_cut_at = (guint64) g_rand_int_range (rand, 1, 700);
  promise = write_until_dark (folder, rand, believe_everything);
  pf_fault_power_up (rand);

  journal = pf_rig_open (folder);
  g_assert_true (pf_rig_replay (journal, &found, NULL));
  g_assert_cmpuint (found, <=, promise.attempted);
  kept = found >= promise.acknowledged;
  if (!believe_everything)
    {
      g_test_message ("seed %u: acknowledged %" G_GUINT64_FORMAT ", found %" G_GUINT64_FORMAT
                      " of %" G_GUINT64_FORMAT, seed, promise.acknowledged, found,
                      promise.attempted);
      g_assert_true (kept);
    }
  /* the cursor of the same transaction, and the tables with it */
  cursor = pf_journal_get_cursor (journal);
  g_assert_cmpint (cursor, ==, found == 0 ? PF_TIME_NONE : (gint64) found);
  pf_rig_write (journal, found + 1, found + 20, TRUE);
  pf_rig_assert_tables (folder, found + 20);
  pf_rig_assert_holds (journal, found + 20);
  pf_journal_close (journal);
  pf_story_remove_folder (folder);
  return kept;
}

static void
test_power_cut (void)
{
  pf_fault_install ();
  for (guint32 seed = 1; seed <= 250; seed++)
    g_assert_true (power_cut (seed, FALSE));
  pf_fault_uninstall ();
}

/* That this can fail: somebody who takes a commit for durable that was not loses something. */
static void
test_power_cut_finds (void)
{
  guint lost = 0;

  pf_fault_install ();
  for (guint32 seed = 1; seed <= 60; seed++)
    lost += !power_cut (seed, TRUE);
  pf_fault_uninstall ();
  g_test_message ("%u of 60", lost);
  g_assert_cmpuint (lost, >, 5);
}

/* --- every operation fails once -------------------------------------------------------------- */

static const struct
{
  guint64 last;
  gboolean durable;
} script[] = { { 12, TRUE }, { 30, FALSE }, { 31, TRUE }, { 60, FALSE }, { 75, TRUE } };

static void
ignore_record (const PfRecord *record, gpointer user_data)
{
}

/* The script until something answers an error; *promise is what was said. */
static gboolean
run_script (const char *folder, Promise *promise, GError **error)
{
  g_autoptr (PfJournal) journal = NULL;
  g_autofree char *set_aside = NULL;
  guint64 n;

  *promise = (Promise){ 0, 0 };
  journal = pf_journal_open (folder, "practice", &set_aside, error);
  /* a disk that fails is no damaged journal */
  g_assert_null (set_aside);
  if (journal == NULL)
    return FALSE;
  g_assert_true (pf_journal_n_events (journal) == 0);
  for (guint i = 0; i < G_N_ELEMENTS (script); i++)
    {
      guint64 first = promise->attempted + 1;

      promise->attempted = script[i].last;
      if (!pf_rig_try_write (journal, first, script[i].last, script[i].durable, error))
        return FALSE;
      promise->acknowledged = script[i].last;
      if (i == 1)
        pf_journal_checkpoint (journal);
      if (i == 2 && !pf_journal_set_setting (journal, "seed", "42", error))
        return FALSE;
    }
  return pf_journal_replay (journal, ignore_record, NULL, &n, error);
}

static gboolean
is_expected (const GError *error, PfFaultKind kind)
{
  static const PfJournalError io[] = { PF_JOURNAL_ERROR_IO, PF_JOURNAL_ERROR_FOLDER };

  if (error->domain != PF_JOURNAL_ERROR || !g_str_has_suffix (error->message, "."))
    return FALSE;
  if (kind == PF_FAULT_FULL)
    return error->code == PF_JOURNAL_ERROR_FULL
           && g_str_has_prefix (error->message, "The disk is full: ");
  for (guint i = 0; i < G_N_ELEMENTS (io); i++)
    if (error->code == (int) io[i])
      return TRUE;
  return FALSE;
}

/* The n-th operation fails; FALSE once no operation is the n-th any more. */
static gboolean
fail_at (guint64 n, PfFaultKind kind, gboolean lasting)
{
  char *folder = pf_story_make_folder ();
  g_autoptr (GError) error = NULL;
  PfJournal *journal;
  Promise promise;
  guint64 found = 0;
  gboolean fired;

  pf_fault_reset ();
  pf_fault = (PfFault){ .kind = kind, .at = n, .lasting = lasting };
  if (!run_script (folder, &promise, &error))
    {
      g_test_message ("operation %" G_GUINT64_FORMAT ": %s", n, error->message);
      g_assert_true (is_expected (error, kind));
      g_assert_cmpuint (pf_fault.n_fired, >, 0);
    }
  fired = pf_fault.n_fired > 0;
  pf_fault_reset ();

  journal = pf_rig_open (folder);
  g_assert_true (pf_rig_replay (journal, &found, NULL));
  g_assert_cmpuint (found, >=, promise.acknowledged);
  g_assert_cmpuint (found, <=, promise.attempted);
  g_assert_cmpint (pf_journal_get_cursor (journal), ==, found == 0 ? PF_TIME_NONE : (gint64) found);
  pf_rig_write (journal, found + 1, found + 20, TRUE);
  pf_rig_assert_tables (folder, found + 20);
  pf_journal_close (journal);
  pf_story_remove_folder (folder);
  return fired;
}

static void
fail_at_every (PfFaultKind kind, gboolean lasting)
{
  guint64 n = 0, quiet = 0;

  pf_fault_install ();
  /* a read or an open that is not a write does not fire when the disk is full */
  while (quiet < 50)
    quiet = fail_at (++n, kind, lasting) ? 0 : quiet + 1;
  pf_fault_uninstall ();
  g_test_message ("%" G_GUINT64_FORMAT " operations", n - quiet);
  g_assert_cmpuint (n - quiet, >, 50);
}

static void
test_io_once (void)
{
  fail_at_every (PF_FAULT_IO, FALSE);
}

static void
test_io_lasting (void)
{
  fail_at_every (PF_FAULT_IO, TRUE);
}

/* --- L2: the disk is full -------------------------------------------------------------------- */

static void
test_full_lasting (void)
{
  fail_at_every (PF_FAULT_FULL, TRUE);
}

/* Full until the ballast is given up: nothing but the ballast is lost. */
static void
test_full_ballast (void)
{
  char *folder = pf_story_make_folder ();
  g_autofree char *ballast = pf_rig_path (folder, "ballast");
  g_autoptr (GError) error = NULL;
  PfJournal *journal;
  struct stat st;

  pf_fault_install ();
  journal = pf_rig_open (folder);
  g_assert_cmpint (g_stat (ballast, &st), ==, 0);
  g_assert_cmpint (st.st_size, ==, 8 << 20);
  g_assert_cmpuint (pf_rig_mode (ballast), ==, 0600);
  g_assert_true (pf_rig_try_write (journal, 1, 10, TRUE, &error));

  pf_fault.full_while = ballast;
  g_assert_true (pf_rig_try_write (journal, 11, 70, TRUE, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (pf_fault.n_fired, ==, 1);
  g_assert_false (exists (folder, "ballast"));
  g_assert_true (pf_rig_try_write (journal, 71, 80, FALSE, &error));
  pf_rig_assert_holds (journal, 80);
  pf_rig_assert_tables (folder, 80);
  pf_journal_close (journal);

  pf_fault.full_while = NULL;
  journal = pf_rig_open (folder);
  pf_rig_assert_holds (journal, 80);
  g_assert_true (exists (folder, "ballast"));
  pf_journal_close (journal);
  pf_fault_uninstall ();
  pf_story_remove_folder (folder);
}

/* Full for good: the transaction is not there, the sentence is, and so is all that was before. */
static void
test_full_for_good (void)
{
  char *folder = pf_story_make_folder ();
  PfJournal *journal = pf_rig_open (folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;
  g_autofree char *pragma = NULL;
  gint64 pages;

  pf_rig_write (journal, 1, 100, TRUE);
  g_assert_true (pf_sqlite_ask_int (&journal->db, "PRAGMA page_count", &pages, &error));
  pragma = g_strdup_printf ("PRAGMA max_page_count = %d", (int) pages);
  g_assert_true (pf_sqlite_exec (&journal->db, pragma, &error));
  g_assert_false (pf_rig_try_write (journal, 101, 2000, TRUE, &error));
  g_assert_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_FULL);
  g_assert_true (g_str_has_prefix (error->message, "The disk is full: free some space"));
  g_assert_nonnull (strstr (error->message, folder));
  g_assert_false (exists (folder, "ballast"));
  g_assert_cmpint (pf_journal_get_cursor (journal), ==, PF_TIME_NONE);

  g_assert_false (pf_journal_commit (journal, TRUE, &again));
  g_assert_cmpstr (again->message, ==, error->message);
  pf_rig_assert_holds (journal, 100);
  pf_journal_close (journal);

  journal = pf_rig_open (folder);
  pf_rig_assert_holds (journal, 100);
  pf_rig_write (journal, 101, 2000, TRUE);
  pf_rig_assert_tables (folder, 2000);
  pf_journal_close (journal);
  pf_story_remove_folder (folder);
}

/* A real file system of 12 MiB, where we may make one. */
static void
test_full_disk (void)
{
  char *folder = pf_story_make_folder ();
  PfJournal *journal;
  g_autoptr (GError) error = NULL;
  guint64 n = 0;
  gboolean ballast_gone = FALSE;

  if (unshare (CLONE_NEWNS) != 0 || mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0
      || mount ("tmpfs", folder, "tmpfs", 0, "size=12m,mode=0700") != 0)
    {
      g_test_skip ("cannot mount a small file system here");
      pf_story_remove_folder (folder);
      return;
    }
  journal = pf_rig_open (folder);
  while (pf_rig_try_write (journal, n + 1, n + 500, TRUE, &error))
    {
      n += 500;
      ballast_gone = ballast_gone || !exists (folder, "ballast");
      if (n % 5000 == 0)
        pf_journal_checkpoint (journal);
    }
  g_assert_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_FULL);
  /* it lived on for a while after the ballast was given up */
  g_assert_true (ballast_gone);
  pf_rig_assert_holds (journal, n);
  pf_journal_close (journal);

  g_assert_cmpint (mount (NULL, folder, NULL, MS_REMOUNT, "size=64m"), ==, 0);
  journal = pf_rig_open (folder);
  pf_rig_assert_holds (journal, n);
  pf_rig_write (journal, n + 1, n + 1000, TRUE);
  pf_rig_assert_tables (folder, n + 1000);
  pf_journal_close (journal);
  g_assert_cmpint (umount2 (folder, MNT_DETACH), ==, 0);
  pf_story_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  pf_story_stay_in_memory ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/faults/L5-power-cut", test_power_cut);
  g_test_add_func ("/pf/faults/L5-power-cut/finds", test_power_cut_finds);
  g_test_add_func ("/pf/faults/L1-io-error/once", test_io_once);
  g_test_add_func ("/pf/faults/L1-io-error/lasting", test_io_lasting);
  g_test_add_func ("/pf/faults/L2-disk-full/every-write", test_full_lasting);
  g_test_add_func ("/pf/faults/L2-disk-full/ballast", test_full_ballast);
  g_test_add_func ("/pf/faults/L2-disk-full/for-good", test_full_for_good);
  g_test_add_func ("/pf/faults/L2-disk-full/small-file-system", test_full_disk);
  return g_test_run ();
}
