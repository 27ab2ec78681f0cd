/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench-journal [ROUNDS [RECORDS [REPLAY]]]
 *
 * What the journal costs, next to bare SQLite in the same run, on the disk that holds the temporary
 * folder. The records are the story's mix: of twenty eight bars seen, three equities, two orders,
 * two words of the venue, three fills, a trade and a refusal. Each figure is the median of ROUNDS
 * interleaved rounds (default 5) of RECORDS records (default 40000); the replay reads REPLAY
 * records (default 1000000).
 *
 * "Log in use" is the steady state: the write-ahead log was checkpointed and is written again from
 * its start. "Log grows" is a new file, where each sync also has the file's length to keep.
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

static PfRecord *story;         /* made before the clock runs */

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
journal_pass (PfJournal *journal, const PfRecord *records, guint group, gboolean durable,
              double *append_us)
{
  g_autoptr (GError) error = NULL;
  double start = now_us (), appending = 0;

  for (guint i = 0; i < n_records;)
    {
      double t = now_us ();

      for (guint end = MIN (i + group, n_records); i < end; i++)
        if (!pf_journal_append (journal, &records[i], &error))
          g_error ("%s", error->message);
      appending += now_us () - t;
      if (!pf_journal_commit (journal, durable, &error))
        g_error ("%s", error->message);
    }
  *append_us = appending / n_records;
  return now_us () - start;
}

typedef struct
{
  double grows_us, in_use_us, single_us, append_us;
} Figures;

static Figures
journal_figures (gboolean durable)
{
  static double times[SINGLES];
  char *folder = pf_story_make_folder ();
  PfJournal *journal = open_journal (folder);
  g_autoptr (GError) error = NULL;
  Figures figures;

  figures.grows_us = journal_pass (journal, story, 100, durable, &figures.append_us);
  pf_journal_checkpoint (journal);
  figures.in_use_us = journal_pass (journal, story + n_records, 100, durable, &figures.append_us);
  pf_journal_checkpoint (journal);
  for (guint i = 0; i < SINGLES; i++)
    {
      double start = now_us ();

      if (!pf_journal_append (journal, &story[2 * n_records + i], &error)
          || !pf_journal_commit (journal, durable, &error))
        g_error ("%s", error->message);
      times[i] = now_us () - start;
    }
  figures.single_us = median (times, SINGLES);
  pf_journal_close (journal);
  pf_story_remove_folder (folder);
  return figures;
}

/* --- bare SQLite and bare disk --------------------------------------------------------------- */

static void
run (sqlite3 *db, const char *sql)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
}

typedef struct
{
  sqlite3 *db;
  sqlite3_stmt *insert;
} Bare;

static void
bare_insert (Bare *bare, guint i, const char *body)
{
  sqlite3_bind_int64 (bare->insert, 1, i + 1);
  sqlite3_bind_int64 (bare->insert, 2, story[i].ts_ns);
  sqlite3_bind_int64 (bare->insert, 3, story[i].type);
  sqlite3_bind_text (bare->insert, 4, body, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (bare->insert, 5, 0x12345678);
  if (sqlite3_step (bare->insert) != SQLITE_DONE)
    g_error ("%s", sqlite3_errmsg (bare->db));
  sqlite3_reset (bare->insert);
}

static double
bare_pass (Bare *bare, guint first, guint group, char **bodies)
{
  double start = now_us ();

  for (guint i = first; i < first + n_records;)
    {
      run (bare->db, "BEGIN IMMEDIATE");
      for (guint end = MIN (i + group, first + n_records); i < end; i++)
        bare_insert (bare, i, bodies[i]);
      run (bare->db, "COMMIT");
    }
  return now_us () - start;
}

/* The same bytes of event rows into one table, and nothing else. */
static Figures
bare_figures (char **bodies)
{
  static double times[SINGLES];
  char *folder = pf_story_make_folder ();
  g_autofree char *path = g_build_filename (folder, "bare.db", NULL);
  Bare bare;
  Figures figures = { 0 };

  g_assert_cmpint (sqlite3_open (path, &bare.db), ==, SQLITE_OK);
  run (bare.db, "PRAGMA journal_mode = WAL");
  run (bare.db, "PRAGMA synchronous = FULL");
  run (bare.db, "PRAGMA wal_autocheckpoint = 0");
  run (bare.db, "CREATE TABLE event (seq INTEGER PRIMARY KEY, ts INTEGER, type INTEGER, body TEXT,"
                " sum INTEGER)");
  sqlite3_prepare_v2 (bare.db, "INSERT INTO event VALUES (?, ?, ?, ?, ?)", -1, &bare.insert, NULL);
  figures.grows_us = bare_pass (&bare, 0, 100, bodies);
  run (bare.db, "PRAGMA wal_checkpoint");
  figures.in_use_us = bare_pass (&bare, n_records, 100, bodies);
  run (bare.db, "PRAGMA wal_checkpoint");
  for (guint i = 0; i < SINGLES; i++)
    {
      double start = now_us ();

      run (bare.db, "BEGIN IMMEDIATE");
      bare_insert (&bare, 2 * n_records + i, bodies[2 * n_records + i]);
      run (bare.db, "COMMIT");
      times[i] = now_us () - start;
    }
  figures.single_us = median (times, SINGLES);
  sqlite3_finalize (bare.insert);
  sqlite3_close (bare.db);
  pf_story_remove_folder (folder);
  return figures;
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
  printf ("  journal, checked and decoded       %8.3f s\n", a / 1e6);
  printf ("  raw SELECT scan                    %8.3f s\n", b / 1e6);
  printf ("  ratio (goal 2.5)                   %8.2f\n", a / b);
  printf ("  open, with quick_check             %8.3f s\n", median (opens, n_rounds) / 1e6);
  pf_story_remove_folder (folder);
}

/* --- writing --------------------------------------------------------------------------------- */

static double
median_of (const Figures *figures, gsize offset)
{
  double values[ROUNDS_MAX];

  for (guint i = 0; i < n_rounds; i++)
    values[i] = *(const double *) ((const char *) &figures[i] + offset);
  return median (values, n_rounds);
}

#define MEDIAN(figures, member) median_of (figures, offsetof (Figures, member))

static void
print_group (const char *what, const Figures *figures)
{
  printf ("  %-34s %8.0f records/s, log grows: %.0f\n", what,
          n_records / MEDIAN (figures, in_use_us) * 1e6,
          n_records / MEDIAN (figures, grows_us) * 1e6);
}

static void
bench_writing (void)
{
  guint n = 2 * n_records + SINGLES;
  g_autofree char **bodies = g_new0 (char *, n);
  static Figures hard[ROUNDS_MAX], soft[ROUNDS_MAX], bare[ROUNDS_MAX];
  double disk[ROUNDS_MAX];
  gsize bytes = 0;

  for (guint i = 0; i < n; i++)
    {
      char text[PF_RECORD_TEXT_MAX];

      bytes += pf_record_encode (&story[i], text);
      bodies[i] = g_strdup (text);
    }
  for (guint round = 0; round < n_rounds; round++)
    {
      bare[round] = bare_figures (bodies);
      hard[round] = journal_figures (TRUE);
      soft[round] = journal_figures (FALSE);
      disk[round] = fdatasync_us ();
    }
  printf ("%u records of %.0f bytes on average, 100 a transaction, log in use\n", n_records,
          (double) bytes / n);
  print_group ("journal, durable (goal 200000)", hard);
  print_group ("bare SQLite, one table, FULL", bare);
  print_group ("journal, not waited for", soft);
  printf ("  journal durable / bare SQLite      %8.2f\n",
          MEDIAN (hard, in_use_us) / MEDIAN (bare, in_use_us));
  printf ("  append                             %8.2f us a record\n", MEDIAN (hard, append_us));
  printf ("one record a transaction, p50, log in use\n");
  printf ("  journal, durable                   %8.1f us\n", MEDIAN (hard, single_us));
  printf ("  bare SQLite, FULL                  %8.1f us\n", MEDIAN (bare, single_us));
  printf ("  overwrite 4 KiB + fdatasync        %8.1f us\n", median (disk, n_rounds));
  printf ("  journal, not waited for            %8.1f us\n", MEDIAN (soft, single_us));
  for (guint i = 0; i < n; i++)
    g_free (bodies[i]);
}

int
main (int argc, char **argv)
{
  guint n;

  if (argc > 1)
    n_rounds = (guint) CLAMP (atoi (argv[1]), 1, ROUNDS_MAX);
  if (argc > 2)
    n_records = (guint) MAX (atoi (argv[2]), 100);
  if (argc > 3)
    n_replay = (guint) MAX (atoi (argv[3]), 0);
  n = 2 * n_records + SINGLES;
  story = g_new (PfRecord, n);
  for (guint i = 0; i < n; i++)
    pf_story_record (i + 1, &story[i]);
  bench_writing ();
  if (n_replay > 0)
    bench_replay ();
  g_free (story);
  return 0;
}
