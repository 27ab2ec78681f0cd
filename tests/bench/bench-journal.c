/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench-journal [ROUNDS [RECORDS [REPLAY]]]
 *
 * What the journal costs, next to bare SQLite in the same run, on the disk that holds the temporary
 * folder. The records are the story's mix: of twenty eight bars seen, three equities, two orders,
 * two words of the venue, three fills, a trade and a refusal. Each figure is the median of ROUNDS
 * interleaved rounds (default 5) of RECORDS records (default 40000); the replay reads REPLAY
 * records (default 1000000).
 */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../store/pf-story.h"
#include "store/pf-journal-private.h"
#include "store/pf-journal.h"

#define ROUNDS_MAX 101
#define SINGLES 400

static guint n_rounds = 5;
static guint n_records = 40000;
static guint n_replay = 1000000;

static PfRecord *story;         /* n_records of them, made before the clock runs */

/* --- figures --------------------------------------------------------------------------------- */

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (double *values, guint n)
{
  qsort (values, n, sizeof *values, compare);
  return values[n / 2];
}

static double
now_us (void)
{
  struct timespec ts;

  clock_gettime (CLOCK_MONOTONIC, &ts);
  return (double) ts.tv_sec * 1e6 + (double) ts.tv_nsec / 1e3;
}

/* --- the journal ----------------------------------------------------------------------------- */

static PfJournal *
open_journal (const char *folder)
{
  g_autoptr (GError) error = NULL;
  PfJournal *journal = pf_journal_open (folder, "practice", NULL, &error);

  g_assert_no_error (error);
  return journal;
}

static double
journal_group (guint group, gboolean durable, double *append_us)
{
  char *folder = pf_story_make_folder ();
  PfJournal *journal = open_journal (folder);
  g_autoptr (GError) error = NULL;
  double start = now_us (), took, appending = 0;

  for (guint i = 0; i < n_records;)
    {
      double t = now_us ();

      for (guint end = MIN (i + group, n_records); i < end; i++)
        if (!pf_journal_append (journal, &story[i], &error))
          g_error ("%s", error->message);
      appending += now_us () - t;
      if (!pf_journal_commit (journal, durable, &error))
        g_error ("%s", error->message);
    }
  took = now_us () - start;
  *append_us = appending / n_records;
  pf_journal_close (journal);
  pf_story_remove_folder (folder);
  return took;
}

/* the p50 of a transaction of one record */
static double
journal_single (gboolean durable)
{
  static double times[SINGLES];
  char *folder = pf_story_make_folder ();
  PfJournal *journal = open_journal (folder);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < SINGLES; i++)
    {
      double start = now_us ();

      if (!pf_journal_append (journal, &story[i], &error)
          || !pf_journal_commit (journal, durable, &error))
        g_error ("%s", error->message);
      times[i] = now_us () - start;
    }
  pf_journal_close (journal);
  pf_story_remove_folder (folder);
  return median (times, SINGLES);
}

/* --- bare SQLite and bare disk --------------------------------------------------------------- */

static void
run (sqlite3 *db, const char *sql)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
}

/* The same bytes of event rows into one table, and nothing else. */
static double
bare_group (guint group, char **bodies, double *single_us)
{
  char *folder = pf_story_make_folder ();
  g_autofree char *path = g_build_filename (folder, "bare.db", NULL);
  static double times[SINGLES];
  sqlite3 *db;
  sqlite3_stmt *insert;
  double start, took;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  run (db, "PRAGMA journal_mode = WAL");
  run (db, "PRAGMA synchronous = FULL");
  run (db, "PRAGMA wal_autocheckpoint = 0");
  run (db, "CREATE TABLE event (seq INTEGER PRIMARY KEY, ts INTEGER, type INTEGER, body TEXT,"
           " sum INTEGER)");
  sqlite3_prepare_v2 (db, "INSERT INTO event VALUES (?, ?, ?, ?, ?)", -1, &insert, NULL);
  start = now_us ();
  for (guint i = 0; i < n_records;)
    {
      double t = now_us ();
      guint first = i;

      run (db, "BEGIN IMMEDIATE");
      for (guint end = MIN (i + group, n_records); i < end; i++)
        {
          sqlite3_bind_int64 (insert, 1, i + 1);
          sqlite3_bind_int64 (insert, 2, story[i].ts_ns);
          sqlite3_bind_int64 (insert, 3, story[i].type);
          sqlite3_bind_text (insert, 4, bodies[i], -1, SQLITE_STATIC);
          sqlite3_bind_int64 (insert, 5, 0x12345678);
          if (sqlite3_step (insert) != SQLITE_DONE)
            g_error ("%s", sqlite3_errmsg (db));
          sqlite3_reset (insert);
        }
      run (db, "COMMIT");
      if (group == 1)
        {
          times[first] = now_us () - t;
          if (i == SINGLES)
            break;
        }
    }
  took = now_us () - start;
  if (group == 1)
    *single_us = median (times, SINGLES);
  sqlite3_finalize (insert);
  sqlite3_close (db);
  pf_story_remove_folder (folder);
  return took;
}

static double
fdatasync_us (void)
{
  char *folder = pf_story_make_folder ();
  g_autofree char *path = g_build_filename (folder, "raw", NULL);
  static double times[SINGLES];
  char page[4096] = "page";
  int fd = g_open (path, O_RDWR | O_CREAT, 0600);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (pwrite (fd, page, sizeof page, 0), ==, sizeof page);
  fsync (fd);
  for (guint i = 0; i < SINGLES; i++)
    {
      double start = now_us ();

      page[0] = (char) i;
      g_assert_cmpint (pwrite (fd, page, sizeof page, 0), ==, sizeof page);
      fdatasync (fd);
      times[i] = now_us () - start;
    }
  close (fd);
  pf_story_remove_folder (folder);
  return median (times, SINGLES);
}

/* --- replay ---------------------------------------------------------------------------------- */

static void
count_record (const PfRecord *record, gpointer user_data)
{
  guint64 *sum = user_data;

  *sum += (guint64) record->ts_ns + record->type;
}

static double
replay_us (const char *folder)
{
  PfJournal *journal = open_journal (folder);
  g_autoptr (GError) error = NULL;
  guint64 sum = 0, n;
  double start = now_us (), took;

  if (!pf_journal_replay (journal, count_record, &sum, &n, &error))
    g_error ("%s", error->message);
  took = now_us () - start;
  g_assert_cmpuint (n, ==, n_replay);
  pf_journal_close (journal);
  return took;
}

static double
scan_us (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "practice.db", NULL);
  sqlite3 *db;
  sqlite3_stmt *rows;
  guint64 sum = 0;
  guint n = 0;
  double start, took;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  sqlite3_prepare_v2 (db, "SELECT seq, ts_ns, type, body, sum FROM event ORDER BY seq", -1, &rows,
                      NULL);
  start = now_us ();
  while (sqlite3_step (rows) == SQLITE_ROW)
    {
      sum += (guint64) sqlite3_column_int64 (rows, 0) + (guint64) sqlite3_column_int64 (rows, 1)
             + (guint64) sqlite3_column_int64 (rows, 2) + (guint64) sqlite3_column_int64 (rows, 4)
             + sqlite3_column_text (rows, 3)[0] + (guint64) sqlite3_column_bytes (rows, 3);
      n++;
    }
  took = now_us () - start;
  g_assert_cmpuint (n, ==, n_replay);
  g_assert_cmpuint (sum, !=, 0);
  sqlite3_finalize (rows);
  sqlite3_close (db);
  return took;
}

static double
open_us (const char *folder)
{
  double start = now_us ();

  pf_journal_close (open_journal (folder));
  return now_us () - start;
}

static void
bench_replay (void)
{
  double ours[ROUNDS_MAX], raw[ROUNDS_MAX], opens[ROUNDS_MAX], a, b;
  char *folder = pf_story_make_folder ();
  PfJournal *journal = open_journal (folder);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "practice.db", NULL);
  GStatBuf st;

  for (guint64 n = 1; n <= n_replay; n++)
    {
      PfRecord record;

      pf_story_record (n, &record);
      if (!pf_journal_append (journal, &record, &error)
          || (n % 1000 == 0 && !pf_journal_commit (journal, FALSE, &error)))
        g_error ("%s", error->message);
      if (n % 100000 == 0)
        pf_journal_checkpoint (journal);
    }
  if (!pf_journal_commit (journal, TRUE, &error))
    g_error ("%s", error->message);
  pf_journal_checkpoint (journal);
  pf_journal_close (journal);
  g_assert_cmpint (g_stat (path, &st), ==, 0);

  for (guint round = 0; round < n_rounds; round++)
    {
      raw[round] = scan_us (folder);
      ours[round] = replay_us (folder);
      opens[round] = open_us (folder);
    }
  a = median (ours, n_rounds);
  b = median (raw, n_rounds);
  printf ("replay of %u records (%.0f MB)\n", n_replay, (double) st.st_size / 1e6);
  printf ("  journal, checked and decoded   %8.3f s %9.0f records/s\n", a / 1e6, n_replay / a * 1e6);
  printf ("  raw SELECT scan                %8.3f s %9.0f records/s\n", b / 1e6, n_replay / b * 1e6);
  printf ("  ratio                          %8.2f    (goal 2.5)\n", a / b);
  printf ("  open with quick_check          %8.3f s\n", median (opens, n_rounds) / 1e6);
  pf_story_remove_folder (folder);
}

/* --- writing --------------------------------------------------------------------------------- */

static void
bench_writing (void)
{
  g_autofree char **bodies = g_new0 (char *, n_records);
  double group[ROUNDS_MAX], soft[ROUNDS_MAX], bare[ROUNDS_MAX], single[ROUNDS_MAX];
  double soft_single[ROUNDS_MAX], bare_single[ROUNDS_MAX], disk[ROUNDS_MAX], append[ROUNDS_MAX];
  double a, b, ignored;
  gsize bytes = 0;

  for (guint i = 0; i < n_records; i++)
    {
      char text[PF_RECORD_TEXT_MAX];

      bytes += pf_record_encode (&story[i], text);
      bodies[i] = g_strdup (text);
    }
  for (guint round = 0; round < n_rounds; round++)
    {
      bare[round] = bare_group (100, bodies, &ignored);
      group[round] = journal_group (100, TRUE, &append[round]);
      soft[round] = journal_group (100, FALSE, &ignored);
      bare_group (1, bodies, &bare_single[round]);
      single[round] = journal_single (TRUE);
      soft_single[round] = journal_single (FALSE);
      disk[round] = fdatasync_us ();
    }
  a = median (group, n_rounds);
  b = median (bare, n_rounds);
  printf ("writing %u records, %.0f bytes of text each on average\n", n_records,
          (double) bytes / n_records);
  printf ("  journal, 100 a commit, durable %9.0f records/s (goal 200000)\n", n_records / a * 1e6);
  printf ("  bare SQLite, 100 a tx, FULL    %9.0f records/s: journal takes %.2f times as long\n",
          n_records / b * 1e6, a / b);
  printf ("  journal, 100 a commit, NORMAL  %9.0f records/s\n",
          n_records / median (soft, n_rounds) * 1e6);
  printf ("  append                         %9.2f us a record\n", median (append, n_rounds));
  printf ("one record a commit, p50\n");
  printf ("  journal, durable               %9.1f us\n", median (single, n_rounds));
  printf ("  bare SQLite, FULL              %9.1f us\n", median (bare_single, n_rounds));
  printf ("  pwrite 4 KiB + fdatasync       %9.1f us\n", median (disk, n_rounds));
  printf ("  journal, NORMAL                %9.1f us\n", median (soft_single, n_rounds));
  for (guint i = 0; i < n_records; i++)
    g_free (bodies[i]);
}

int
main (int argc, char **argv)
{
  if (argc > 1)
    n_rounds = (guint) CLAMP (atoi (argv[1]), 1, ROUNDS_MAX);
  if (argc > 2)
    n_records = (guint) MAX (atoi (argv[2]), SINGLES);
  if (argc > 3)
    n_replay = (guint) MAX (atoi (argv[3]), 0);
  story = g_new (PfRecord, n_records);
  for (guint i = 0; i < n_records; i++)
    pf_story_record (i + 1, &story[i]);
  bench_writing ();
  if (n_replay > 0)
    bench_replay ();
  g_free (story);
  return 0;
}
