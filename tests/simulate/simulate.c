/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * simulate [--seeds FROM..TO] [--mode calm|swarm] [--hours H] [--bug NAME] [--journal]
 *
 * Without arguments: the cases of the suite. With arguments: those runs; each failure is one line
 * that repeats it.
 */
#include "sim.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

static char *
make_folder (void)
{
  const char *fast = g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR) ? "/dev/shm" : g_get_tmp_dir ();
  char *folder = g_strdup_printf ("%s/pilotfish-simulate-XXXXXX", fast);

  g_assert_nonnull (g_mkdtemp (folder));
  return folder;
}

static void
remove_folder (const char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_unlink (path);
    }
  g_dir_close (dir);
  g_rmdir (folder);
}

static char *
run (SimPlan plan, gboolean with_journal, guint64 *trace)
{
  guint64 messages;
  g_autofree char *folder = with_journal ? make_folder () : NULL;
  char *failure;

  plan.folder = folder;
  failure = sim_run (&plan, trace, &messages);
  if (folder != NULL)
    remove_folder (folder);
  if (failure != NULL && plan.bug == SIM_BUG_NONE)
    g_printerr ("simulate --seeds %" G_GUINT64_FORMAT "..%" G_GUINT64_FORMAT " --mode %s%s  # %s\n",
                plan.seed, plan.seed, plan.swarm ? "swarm" : "calm",
                with_journal ? " --journal" : "", failure);
  return failure;
}

static void
run_seeds (guint64 from, guint64 to, gboolean swarm, gboolean with_journal)
{
  guint failures = 0;

  for (guint64 seed = from; seed <= to; seed++)
    {
      SimPlan plan = { .seed = seed, .swarm = swarm, .duration_ns = 2 * PF_NS_PER_HOUR };
      guint64 trace;
      g_autofree char *failure = run (plan, with_journal, &trace);
      failures += failure != NULL;
    }
  g_assert_cmpuint (failures, ==, 0);
}

static void
test_calm (void)
{
  run_seeds (1, 60, FALSE, FALSE);
}

static void
test_swarm (void)
{
  run_seeds (1, 120, TRUE, FALSE);
}

static void
test_journal (void)
{
  run_seeds (1, 12, TRUE, TRUE);
}

static void
test_same_seed_same_trace (void)
{
  for (guint64 seed = 1; seed <= 8; seed++)
    {
      SimPlan plan = { .seed = seed, .swarm = TRUE, .duration_ns = PF_NS_PER_HOUR };
      guint64 first, second, journal;
      g_autofree char *a = run (plan, FALSE, &first);
      g_autofree char *b = run (plan, FALSE, &second);
      g_autofree char *c = run (plan, TRUE, &journal);

      g_assert_cmpstr (a, ==, NULL);
      g_assert_cmpstr (b, ==, NULL);
      g_assert_cmpstr (c, ==, NULL);
      g_assert_cmpuint (first, ==, second);
      g_assert_cmpuint (first, ==, journal);
    }
}

/* Each planted bug has to be found within 600 seeds in one of the modes. */
static void
test_planted_bug (gconstpointer data)
{
  for (guint64 seed = 1; seed <= 600; seed++)
    for (guint swarm = 0; swarm <= 1; swarm++)
      {
        SimPlan plan = { .seed = seed, .swarm = swarm != 0, .bug = GPOINTER_TO_INT (data),
                         .duration_ns = 2 * PF_NS_PER_HOUR };
        guint64 trace;
        g_autofree char *failure = run (plan, FALSE, &trace);
        if (failure == NULL)
          continue;
        g_test_message ("found by seed %" G_GUINT64_FORMAT " (%s): %s", seed,
                        swarm ? "swarm" : "calm", failure);
        return;
      }
  g_test_fail ();
}

static int
run_arguments (char **argv)
{
  guint64 from = 1, to = 1;
  gboolean with_journal = FALSE, bad = FALSE;
  SimPlan plan = { .duration_ns = 2 * PF_NS_PER_HOUR };
  guint failures = 0;
  gint64 start = g_get_monotonic_time ();
  double hours, seconds;

  for (guint i = 1; argv[i] != NULL; i++)
    {
      const char *value = argv[i + 1];
      if (strcmp (argv[i], "--journal") == 0)
        {
          with_journal = TRUE;
          continue;
        }
      bad |= value == NULL;
      if (bad)
        break;
      if (strcmp (argv[i], "--seeds") == 0)
        {
          from = to = g_ascii_strtoull (value, NULL, 10);
          if (strstr (value, "..") != NULL)
            to = g_ascii_strtoull (strstr (value, "..") + 2, NULL, 10);
        }
      else if (strcmp (argv[i], "--mode") == 0)
        plan.swarm = strcmp (value, "swarm") == 0;
      else if (strcmp (argv[i], "--hours") == 0)
        plan.duration_ns = (gint64) g_ascii_strtoull (value, NULL, 10) * PF_NS_PER_HOUR;
      else if (strcmp (argv[i], "--bug") == 0)
        for (guint b = 0; b < SIM_N_BUGS; b++)
          plan.bug = strcmp (value, sim_bug_names[b]) == 0 ? (SimBug) b : plan.bug;
      else
        bad = TRUE;
      i++;
    }
  if (bad)
    {
      g_printerr ("simulate [--seeds FROM..TO] [--mode calm|swarm] [--hours H] [--bug NAME] "
                  "[--journal]\n");
      return 2;
    }
  for (plan.seed = from; plan.seed <= to; plan.seed++)
    {
      guint64 trace;
      g_autofree char *failure = run (plan, with_journal, &trace);
      failures += failure != NULL;
    }
  seconds = (double) (g_get_monotonic_time () - start) / 1e6;
  hours = (double) (to - from + 1) * (double) plan.duration_ns / (double) PF_NS_PER_HOUR;
  g_print ("%" G_GUINT64_FORMAT " seeds, %u failed; %.0f simulated hours in %.1f s: %.0f hours a "
           "minute (floor 2000)\n", to - from + 1, failures, hours, seconds, hours / seconds * 60);
  return failures > 0;
}

int
main (int argc, char **argv)
{
  if (argc > 1 && g_str_has_prefix (argv[1], "--"))
    for (const char *const *own = (const char *const[]){ "--seeds", "--mode", "--hours", "--bug",
                                                         "--journal", NULL }; *own != NULL; own++)
      if (strcmp (argv[1], *own) == 0)
        return run_arguments (argv);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/simulate/calm", test_calm);
  g_test_add_func ("/pf/simulate/swarm", test_swarm);
  g_test_add_func ("/pf/simulate/journal", test_journal);
  g_test_add_func ("/pf/simulate/I23-same-seed-same-trace", test_same_seed_same_trace);
  for (guint bug = 1; bug < SIM_N_BUGS; bug++)
    {
      g_autofree char *path = g_strdup_printf ("/pf/simulate/finds-%s", sim_bug_names[bug]);
      g_test_add_data_func (path, GUINT_TO_POINTER (bug), test_planted_bug);
    }
  return g_test_run ();
}
