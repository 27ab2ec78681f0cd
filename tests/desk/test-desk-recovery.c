/* SPDX-License-Identifier: GPL-3.0-or-later */
/* L1: a desk killed at a chosen word of its engine (a real end of a process) and started again has
 * to end as if nothing had been. No sync reaches the disk. With PF_KILL_EACH_WORD set each word is
 * tried, not some. */
#include "desk-rig.h"

#include "../store/pf-fault-vfs.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define KILLED 77

typedef struct
{
  const char *folder;
  guint n_bars;                 /* 0: practice */
  gboolean holes;               /* the bars are not whole */
  gint64 until_ns;              /* practice: how far it is played */
  const char *const *specs;
  guint every;                  /* of so many words one is tried, unless all are wanted */
  guint kill_at;                /* at which word from the engine it dies; 0: never */
  guint n_words;
} Life;

static void
on_out (const PfOut *out, gpointer user_data)
{
  Life *life = user_data;

  if (++life->n_words == life->kill_at)
    _exit (KILLED);
}

static char *
result_path (const Life *life)
{
  return g_build_filename (life->folder, "result", NULL);
}

static void
live (Life *life)
{
  PfBarSeries *bars
      = life->n_bars > 0 ? rig_walk (life->n_bars, 5, PF_NS_PER_HOUR, life->holes) : NULL;
  PfDeskCore *core = rig_open (life->folder, bars);
  g_autofree char *state = NULL, *words = NULL, *path = result_path (life);

  core->func = on_out;
  core->user_data = life;
  for (guint i = 0; life->specs[i] != NULL; i++)
    {
      PfDeploymentSpec spec;
      g_assert_true (pf_deployment_spec_parse (life->specs[i], &spec, NULL));
      if (pf_desk_core_find (core, &spec) == 0)
        rig_deploy (core, life->specs[i]);
    }
  while ((bars != NULL || pf_feed_played (core->feed) < life->until_ns) && pf_desk_core_play (core))
    ;
  pf_desk_core_commit (core, TRUE);
  state = rig_state (core);
  words = g_strdup_printf ("%u\n%s", life->n_words, state);
  g_assert_true (g_file_set_contents (path, words, -1, NULL));
  pf_desk_core_free (core);
}

/* TRUE when it came to the end */
static gboolean
live_in_child (Life *life)
{
  pid_t child;
  int status;

  fflush (NULL);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      live (life);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_true (WEXITSTATUS (status) == 0 || WEXITSTATUS (status) == KILLED);
  return WEXITSTATUS (status) == 0;
}

static char *
result_of (const Life *life, guint *n_words)
{
  g_autofree char *path = result_path (life);
  g_autofree char *text = NULL;
  char *end;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  *n_words = (guint) g_ascii_strtoull (text, &end, 10);
  return g_strdup (end + 1);
}

static char *
undisturbed (Life life, guint *n_words)
{
  char *folder = rig_folder_new ();
  char *result;

  life.folder = folder;
  life.kill_at = 0;
  g_assert_true (live_in_child (&life));
  result = result_of (&life, n_words);
  rig_folder_free (folder);
  return result;
}

/* says the first line that differs: the whole is long */
static void
assert_same (const char *got, const char *want, guint at)
{
  g_auto (GStrv) have = g_strsplit (got, "\n", -1), wanted = g_strsplit (want, "\n", -1);

  for (guint i = 0; have[i] != NULL && wanted[i] != NULL; i++)
    if (strcmp (have[i], wanted[i]) != 0)
      {
        g_test_message ("killed at word %u: wanted %s", at, wanted[i]);
        g_test_message ("killed at word %u: got %s", at, have[i]);
        g_test_fail ();
        return;
      }
  g_assert_cmpuint (g_strv_length (have), ==, g_strv_length (wanted));
}

static void
test_killed_at_each_word (gconstpointer data)
{
  Life life = *(const Life *) data;
  guint every = g_getenv ("PF_KILL_EACH_WORD") == NULL ? life.every : 1;
  guint n_words, n;
  g_autofree char *want = undisturbed (life, &n_words);

  g_assert_cmpuint (n_words, >, 200);
  for (guint at = 1; at <= n_words; at += every)
    {
      char *folder = rig_folder_new ();
      g_autofree char *got = NULL;
      life.folder = folder;
      life.kill_at = at;
      g_assert_false (live_in_child (&life));
      life.kill_at = 0;
      g_assert_true (live_in_child (&life));
      got = result_of (&life, &n);
      assert_same (got, want, at);
      rig_folder_free (folder);
    }
}

static const char *const small_specs[] = {
  "sma_cross,fast=1,slow=2,direction=both,sizing=fraction=0.4,profile=none,stop_loss=1,"
  "take_profit=1.5",
  "sma_cross,fast=2,slow=3,direction=both,sizing=fraction=0.5,stop_loss=2,take_profit=0,"
  "daily_loss=1,drawdown=0,max_position=0",
  "donchian_breakout,entry=3,exit=2,direction=both,timeframe=3h,stop_loss=0,take_profit=0",
  NULL
};
static const char *const coarse_specs[] = {
  "sma_cross,fast=1,slow=2,direction=both,timeframe=3h,profile=none,stop_loss=1,take_profit=1.5",
  "sma_cross,fast=1,slow=2,direction=both,timeframe=2h,sizing=fraction=0.4,daily_loss=0.5",
  NULL
};
static const char *const practice_specs[] = {
  "sma_cross,symbol=BTCUSDT,fast=1,slow=2,direction=both,timeframe=1m,sizing=fraction=0.5,"
  "stop_loss=0.1,take_profit=0.1,daily_loss=1,max_position=0",
  "sma_cross,symbol=ETHUSDT,fast=1,slow=2,direction=both,timeframe=1m,sizing=fraction=0.4,"
  "stop_loss=0.1,take_profit=0.1,profile=none",
  NULL
};
static const Life replay_life = { .n_bars = 40, .specs = small_specs, .every = 5 };
static const Life coarse_life = { .n_bars = 100, .holes = TRUE, .specs = coarse_specs, .every = 3 };
static const Life practice_life = { .until_ns = RIG_BEGIN_NS + 20 * PF_NS_PER_MINUTE,
                                    .specs = practice_specs, .every = 4 };

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  pf_fault_install ();
  g_test_add_data_func ("/pf/faults/L1-kill/replay-each-word", &replay_life,
                        test_killed_at_each_word);
  g_test_add_data_func ("/pf/faults/L1-kill/coarse-each-word", &coarse_life,
                        test_killed_at_each_word);
  g_test_add_data_func ("/pf/faults/L1-kill/practice-each-word", &practice_life,
                        test_killed_at_each_word);
  status = g_test_run ();
  pf_fault_uninstall ();
  return status;
}
