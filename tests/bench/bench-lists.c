/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench-lists [ROWS]
 *
 * A table of the journal as the window opens it: a list of 100 closed trades beside one of ROWS
 * (default 1000000). "First rows" is from the query to the first 200 rows in hand, read and
 * decoded; "complete" until the last key is known; "page" one more page of 64 rows from somewhere;
 * "by P&L" the same list in the order of exact numbers, which have to be read all. Both lists take
 * turns; each figure is the median of 21 rounds (by P&L: of 5).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../store/pf-rig.h"
#include "../store/pf-story.h"
#include "bench.h"
#include "object/pf-journal-list.h"

#define FEW 100
#define IN_HAND 200
#define SORT_ROUNDS 5

typedef struct
{
  guint n;
  char *folder;
  PfJournal *journal;           /* the desk goes on meanwhile */
  double first[BENCH_ROUNDS], complete[BENCH_ROUNDS], page[BENCH_ROUNDS], sorted[BENCH_ROUNDS];
  double resident_mb;
} Case;

static double
now_ms (void)
{
  return (double) g_get_monotonic_time () / 1000;
}

static double
resident_mb (void)
{
  g_autofree char *text = NULL;
  long pages = 0;

  if (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    pages = strtol (strchr (text, ' '), NULL, 10);
  return (double) pages * (double) sysconf (_SC_PAGESIZE) / 1e6;
}

static void
write_trades (Case *c)
{
  g_autoptr (GError) error = NULL;
  PfRecord record;

  c->folder = pf_story_make_folder ();
  c->journal = pf_rig_open (c->folder);
  for (guint i = 0; i < c->n; i++)
    {
      pf_story_record (PF_STORY_PROLOGUE + (guint64) i * PF_STORY_ROUND + 19, &record);
      g_assert (record.type == PF_RECORD_TRADE);
      if (!pf_journal_append (c->journal, &record, &error))
        g_error ("%s", error->message);
      if ((i % 20000 == 19999 || i + 1 == c->n) && !pf_journal_commit (c->journal, FALSE, &error))
        g_error ("%s", error->message);
      if (i % 20000 == 19999)
        pf_journal_checkpoint (c->journal);
    }
  pf_journal_checkpoint (c->journal);
}

static PfJournalNames *
make_names (void)
{
  PfInstruments none = { 0 };

  return pf_journal_names_new (&none);
}

static void
look_at (PfJournalList *list, guint from, guint n)
{
  guint all = g_list_model_get_n_items (G_LIST_MODEL (list));

  for (guint i = from; i < MIN (from + n, all); i++)
    {
      g_autoptr (PfJournalItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      if (pf_journal_item_get_row (item) == NULL)
        g_error ("%s", pf_journal_list_get_error (list));
    }
}

static void
open_list (Case *c, guint round, gboolean measure_memory)
{
  g_autoptr (PfJournalNames) names = make_names ();
  g_autoptr (PfJournalList) list = pf_journal_list_new (c->folder, "practice");
  g_autoptr (PfJournalQuery) query = pf_journal_names_query (names, PF_JOURNAL_TRADES, "");
  double before_mb = resident_mb (), begun = now_ms ();

  pf_journal_list_set_query (list, query, names);
  while (g_list_model_get_n_items (G_LIST_MODEL (list)) == 0)
    g_main_context_iteration (NULL, TRUE);
  look_at (list, 0, IN_HAND);
  c->first[round] = now_ms () - begun;
  while (pf_journal_list_get_loading (list))
    g_main_context_iteration (NULL, TRUE);
  c->complete[round] = now_ms () - begun;
  g_assert (g_list_model_get_n_items (G_LIST_MODEL (list)) == c->n);
  begun = now_ms ();
  look_at (list, (c->n / 2) / 64 * 64, 64);
  c->page[round] = now_ms () - begun;
  if (measure_memory)
    c->resident_mb = resident_mb () - before_mb;
}

static void
sort_list (Case *c, guint round)
{
  g_autoptr (PfJournalNames) names = make_names ();
  g_autoptr (PfJournalList) list = pf_journal_list_new (c->folder, "practice");
  g_autoptr (PfJournalQuery) query = pf_journal_names_query (names, PF_JOURNAL_TRADES, "");
  double begun = now_ms ();

  query->sort = PF_JOURNAL_SORT_PNL;
  pf_journal_list_set_query (list, query, names);
  while (pf_journal_list_get_loading (list))
    g_main_context_iteration (NULL, TRUE);
  look_at (list, 0, IN_HAND);
  c->sorted[round] = now_ms () - begun;
}

static double
median (double *values, guint n)
{
  qsort (values, n, sizeof *values, bench_compare);
  return values[n / 2];
}

static void
print (const char *what, double few, double many)
{
  printf ("%-28s %10.3f %10.3f %8.2f\n", what, few, many, few > 0 ? many / few : 0);
}

int
main (int argc, char **argv)
{
  Case few = { .n = FEW }, many = { .n = 1000000 };
  double begun = now_ms ();

  if (argc > 1)
    many.n = (guint) strtoul (argv[1], NULL, 10);
  write_trades (&few);
  write_trades (&many);
  printf ("%u trades written in %.1f s\n\n", many.n, (now_ms () - begun) / 1000);
  open_list (&few, 0, TRUE);
  open_list (&many, 0, TRUE);
  for (guint round = 0; round < BENCH_ROUNDS; round++)
    {
      open_list (&few, round, FALSE);
      open_list (&many, round, FALSE);
    }
  for (guint round = 0; round < SORT_ROUNDS; round++)
    {
      sort_list (&few, round);
      sort_list (&many, round);
    }
  printf ("%-28s %10u %10u %8s\n", "ms (memory: MB)", few.n, many.n, "ratio");
  print ("first rows", median (few.first, BENCH_ROUNDS), median (many.first, BENCH_ROUNDS));
  print ("complete", median (few.complete, BENCH_ROUNDS), median (many.complete, BENCH_ROUNDS));
  print ("page of 64 rows", median (few.page, BENCH_ROUNDS), median (many.page, BENCH_ROUNDS));
  print ("by P&L, complete", median (few.sorted, SORT_ROUNDS), median (many.sorted, SORT_ROUNDS));
  print ("memory while open", few.resident_mb, many.resident_mb);
  pf_journal_close (few.journal);
  pf_journal_close (many.journal);
  pf_story_remove_folder (few.folder);
  pf_story_remove_folder (many.folder);
  return 0;
}
