/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-journal-kill [CYCLES]
 *
 * A child writes and says what was acknowledged; the parent kills it at any moment, and looks. Each
 * cycle goes on where the last one was killed; after some, in a new folder.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pf-rig.h"

#define CYCLES_A_FOLDER 30

static guint n_cycles = 60;

typedef struct
{
  guint64 attempted;            /* about to be committed */
  guint64 acknowledged;
  guint64 setting;              /* last one that was acknowledged */
} Word;

static void
say (int fd, const Word *word)
{
  if (write (fd, word, sizeof *word) != sizeof *word)
    _exit (0);
}

/* The child: never returns, but is killed. */
static void
write_for_ever (const char *folder, guint32 seed, int fd)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (PfFolderLock) lock = pf_folder_lock_take (folder, NULL);
  PfJournal *journal = pf_journal_open (folder, "practice", NULL, NULL);
  Word word = { 0, 0, 0 };

  if (lock == NULL || journal == NULL)
    _exit (2);
  word.attempted = word.acknowledged = pf_journal_n_events (journal);
  for (;;)
    {
      guint64 first = word.acknowledged + 1;
      gboolean durable = g_rand_int_range (rand, 0, 3) == 0;

      word.attempted = word.acknowledged + (guint64) g_rand_int_range (rand, 1, 40);
      say (fd, &word);
      if (!pf_rig_try_write (journal, first, word.attempted, durable, NULL))
        _exit (3);
      word.acknowledged = word.attempted;
      say (fd, &word);
      switch (g_rand_int_range (rand, 0, 12))
        {
        case 0:
          pf_journal_checkpoint (journal);
          break;
        case 1:
          pf_journal_close (journal);
          journal = pf_journal_open (folder, "practice", NULL, NULL);
          if (journal == NULL || pf_journal_n_events (journal) != word.acknowledged)
            _exit (4);
          break;
        case 2:
          {
            g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, word.acknowledged);

            if (!pf_journal_set_setting (journal, "written", text, NULL))
              _exit (5);
            word.setting = word.acknowledged;
            say (fd, &word);
          }
          break;
        default:
          break;
        }
    }
}

/* The last word of the child, read until the pipe is at its end. */
static Word
listen_until_dead (int fd, Word word)
{
  Word next;
  gssize n;

  while ((n = read (fd, &next, sizeof next)) != 0)
    {
      if (n < 0 && errno == EINTR)
        continue;
      /* words are shorter than what a pipe writes at once: none is cut in two */
      g_assert_cmpint (n, ==, sizeof next);
      word = next;
    }
  return word;
}

static void
check (const char *folder, const Word *word, guint cycle)
{
  PfJournal *journal = pf_rig_open (folder);
  g_autofree char *setting = pf_journal_get_setting (journal, "written");
  guint64 found = 0;

  g_assert_true (pf_rig_replay (journal, &found, NULL));
  g_test_message ("cycle %u: acknowledged %" G_GUINT64_FORMAT ", found %" G_GUINT64_FORMAT " of %"
                  G_GUINT64_FORMAT, cycle, word->acknowledged, found, word->attempted);
  g_assert_cmpuint (found, >=, word->acknowledged);
  g_assert_true (found == word->acknowledged || found == word->attempted);
  g_assert_cmpint (pf_journal_get_cursor (journal), ==, found == 0 ? PF_TIME_NONE : (gint64) found);
  if (word->setting != 0)
    {
      g_assert_nonnull (setting);
      g_assert_cmpuint (g_ascii_strtoull (setting, NULL, 10), >=, word->setting);
    }
  pf_rig_assert_tables (folder, found);
  pf_journal_close (journal);
}

/* How many records were acknowledged in the end. */
static guint64
kill_in_one_folder (GRand *rand, guint first, guint n)
{
  char *folder = pf_story_make_folder ();
  Word word = { 0, 0, 0 };

  for (guint cycle = first; cycle < first + n; cycle++)
    {
      int fds[2], status;
      guint32 seed = g_rand_int (rand);
      pid_t pid;

      g_assert_cmpint (pipe (fds), ==, 0);
      pid = fork ();
      g_assert_cmpint (pid, >=, 0);
      if (pid == 0)
        {
          close (fds[0]);
          write_for_ever (folder, seed, fds[1]);
        }
      close (fds[1]);
      /* short ones die in the opening */
      g_usleep ((gulong) g_rand_int_range (rand, 0, cycle % 3 == 0 ? 4000 : 40000));
      g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
      word = listen_until_dead (fds[0], word);
      close (fds[0]);
      g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
      /* it was killed, and had not given up by itself */
      g_assert_true (WIFSIGNALED (status));
      check (folder, &word, cycle);
    }
  pf_story_remove_folder (folder);
  return word.acknowledged;
}

static void
test_kill (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  guint64 acknowledged = 0;

  for (guint cycle = 0; cycle < n_cycles; cycle += CYCLES_A_FOLDER)
    acknowledged += kill_in_one_folder (rand, cycle, MIN (CYCLES_A_FOLDER, n_cycles - cycle));
  /* it did get to write */
  g_assert_cmpuint (acknowledged, >, n_cycles);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (argc > 1)
    n_cycles = (guint) MAX (atoi (argv[1]), 1);
  g_test_add_func ("/pf/faults/L1-kill-9", test_kill);
  return g_test_run ();
}
