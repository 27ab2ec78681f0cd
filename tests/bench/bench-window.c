/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The window as a whole, in processes of its own beside an empty GTK 4 application, in turns: time
 * from exec to the first frame, memory; lists of the Journal, short and long, from the question to
 * the frame that shows their rows; then 2,000 market events a second (frames, the engine's delay,
 * Stop all), and how often a window wakes up with nothing to show. Needs a display:
 *   build-aux/headless meson test -C build --benchmark -v window
 */
#include "../store/pf-rig.h"
#include "../store/pf-story.h"
#include "bench.h"
#include "ui/pf-journal-pane.h"
#include "ui/pf-settings.h"
#include "ui/pf-window.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ROUNDS 7
#define LOAD_S 10
#define LOAD_SPEED 400.0        /* 5 instruments: 2,000 seconds of market a second */
#define IDLE_S 5

static const char *const deployments[] = {
  "golden_cross_momentum,symbol=BTCUSDT+ETHUSDT+SOLUSDT,direction=both",
  "donchian_breakout,symbol=XRPUSDT+BTCUSDT,profile=standard,direction=both",
  "volume_breakout,symbol=ETHUSDT+ADAUSDT",
};

/* --- what a process says of itself ------------------------------------------------------------ */

/* kB, of /proc/self/smaps_rollup */
static guint64
memory_of (const char *what)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    return 0;
  line = strstr (text, what);
  return line != NULL ? g_ascii_strtoull (line + strlen (what), NULL, 10) : 0;
}

/* times that a thread of this process went to sleep by itself, over all of them */
static guint64
switches (void)
{
  GDir *dir = g_dir_open ("/proc/self/task", 0, NULL);
  const char *name;
  guint64 sum = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/task", name, "status", NULL);
      g_autofree char *text = NULL;
      const char *line;
      if (!g_file_get_contents (path, &text, NULL, NULL))
        continue;
      line = strstr (text, "\nvoluntary_ctxt_switches:");
      if (line != NULL)
        sum += g_ascii_strtoull (strchr (line, ':') + 1, NULL, 10);
    }
  g_dir_close (dir);
  return sum;
}

/* --- children --------------------------------------------------------------------------------- */

typedef struct
{
  const char *mode, *folder;
  PfExecutionEngine *engine;
  PfRiskManager *risk;
  GtkApplication *application;
  GtkWindow *window;
  PfJournalPane *pane;
  gboolean shown;
  guint n_frames;
  gint64 began_us, market_ns;
  guint64 switches;
  guint n_updates;
} Child;

static gboolean
on_settled (gpointer data)
{
  Child *child = data;

  /* two seconds after its first frame: what it holds */
  printf ("MEMORY %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n", memory_of ("Rss:"),
          memory_of ("Pss:"));
  fflush (stdout);
  g_application_quit (G_APPLICATION (child->application));
  return G_SOURCE_REMOVE;
}

static gboolean
on_idle_end (gpointer data)
{
  Child *child = data;

  printf ("IDLE %.2f %.2f\n", (double) (switches () - child->switches) / IDLE_S,
          (double) child->n_frames / IDLE_S);
  fflush (stdout);
  g_application_quit (G_APPLICATION (child->application));
  return G_SOURCE_REMOVE;
}

static gboolean
on_idle_begin (gpointer data)
{
  Child *child = data;

  child->switches = switches ();
  child->n_frames = 0;
  g_timeout_add_seconds (IDLE_S, on_idle_end, child);
  return G_SOURCE_REMOVE;
}

static void
on_stopped (const PfReply *reply, gpointer data)
{
  Child *child = data;

  printf ("STOP %.3f\n", (double) (g_get_monotonic_time () - child->began_us) / 1000);
  fflush (stdout);
  g_application_quit (G_APPLICATION (child->application));
}

static gboolean
on_load_end (gpointer data)
{
  Child *child = data;
  double seconds = (double) (g_get_monotonic_time () - child->began_us) / G_USEC_PER_SEC;
  gint64 played_ns = pf_execution_engine_get_figures (child->engine)->ts_ns - child->market_ns;

  printf ("LOAD %.1f %.0f %.1f\n", child->n_frames / seconds,
          (double) played_ns / PF_NS_PER_SECOND * 5 / seconds,
          LOAD_SPEED * seconds - (double) played_ns / PF_NS_PER_SECOND);
  /* in the middle of it: from the press to the answer here, latch on disk */
  child->began_us = g_get_monotonic_time ();
  pf_risk_manager_emergency_stop (child->risk, on_stopped, child);
  return G_SOURCE_REMOVE;
}

static gboolean
on_load_begin (gpointer data)
{
  Child *child = data;

  child->n_frames = 0;
  child->began_us = g_get_monotonic_time ();
  child->market_ns = pf_execution_engine_get_figures (child->engine)->ts_ns;
  g_timeout_add_seconds (LOAD_S, on_load_end, child);
  return G_SOURCE_REMOVE;
}

/* --- a list of the journal -------------------------------------------------------------------- */

static void
on_list_painted (GdkFrameClock *clock, Child *child)
{
  GListModel *list = G_LIST_MODEL (pf_journal_pane_get_list (child->pane));

  if (g_list_model_get_n_items (list) == 0 || child->shown)
    return;
  child->shown = TRUE;
  printf ("LIST %.1f %u\n", (double) (g_get_monotonic_time () - child->began_us) / 1000,
          g_list_model_get_n_items (list));
  fflush (stdout);
  g_timeout_add (2000, on_settled, child);
}

static gboolean
on_list_begin (gpointer data)
{
  Child *child = data;
  GtkWidget *pane;

  child->began_us = g_get_monotonic_time ();
  pane = pf_journal_pane_new (child->engine, PF_JOURNAL_TRADES);
  child->pane = PF_JOURNAL_PANE (pane);
  gtk_window_set_child (child->window, pane);
  pf_journal_pane_look_for (child->pane, "", 0, PF_TIME_NONE);
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (child->window)), "after-paint",
                    G_CALLBACK (on_list_painted), child);
  return G_SOURCE_REMOVE;
}

static void
on_painted (GdkFrameClock *clock, Child *child)
{
  const char *began = g_getenv ("BENCH_BEGAN_US");

  if (child->n_frames++ > 0)
    return;
  printf ("FRAME %.1f\n",
          (double) (g_get_monotonic_time () - g_ascii_strtoll (began, NULL, 10)) / 1000);
  fflush (stdout);
  if (strcmp (child->mode, "load") == 0)
    g_timeout_add (2000, on_load_begin, child);
  else if (strcmp (child->mode, "idle") == 0)
    g_timeout_add (2000, on_idle_begin, child);
  else if (strcmp (child->mode, "list") == 0)
    g_timeout_add (500, on_list_begin, child);
  else
    g_timeout_add (2000, on_settled, child);
}

static void
on_activate (GtkApplication *application, Child *child)
{
  GtkWindow *window;

  if (strcmp (child->mode, "hello") == 0)
    {
      window = GTK_WINDOW (gtk_application_window_new (application));
      gtk_window_set_default_size (window, 1180, 760);
      gtk_window_set_child (window, gtk_label_new ("Hello"));
    }
  else
    {
      g_autoptr (GSettings) settings = pf_settings_new ();
      PfDeskConfig *config = pf_desk_config_new ();
      g_autofree char *note = NULL;
      g_autoptr (GError) error = NULL;
      g_free (config->data_dir);
      config->data_dir = g_strdup (child->folder);
      if (strcmp (child->mode, "load") == 0)
        config->speed = LOAD_SPEED;
      child->engine = pf_execution_engine_new_with (config, strcmp (child->mode, "idle") == 0,
                                                    &note, &error);
      g_assert_no_error (error);
      child->risk = pf_risk_manager_new (child->engine);
      if (strcmp (child->mode, "list") == 0)
        {
          window = GTK_WINDOW (gtk_application_window_new (application));
          gtk_window_set_default_size (window, 1180, 760);
        }
      else
        window = GTK_WINDOW (pf_window_new (ADW_APPLICATION (application), child->engine,
                                          child->risk, settings, NULL));
    }
  child->window = window;
  gtk_window_present (window);
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint",
                    G_CALLBACK (on_painted), child);
}

static int
run_child (const char *mode, const char *folder)
{
  Child child = { .mode = mode, .folder = folder };
  int status;

  child.application = strcmp (mode, "hello") == 0
                          ? gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE)
                          : GTK_APPLICATION (adw_application_new (NULL, G_APPLICATION_NON_UNIQUE));
  g_application_set_resource_base_path (G_APPLICATION (child.application),
                                        "/io/github/pilotfish/Pilotfish");
  g_signal_connect (child.application, "activate", G_CALLBACK (on_activate), &child);
  status = g_application_run (G_APPLICATION (child.application), 0, NULL);
  if (child.engine != NULL)
    pf_execution_engine_shut_down (child.engine);
  return status;
}

/* --- the parent ------------------------------------------------------------------------------- */

/* what the child said behind a word: its nth number; -1: nothing */
static double
said (const char *output, const char *word, guint n)
{
  g_auto (GStrv) lines = g_strsplit (output, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], word))
      {
        g_auto (GStrv) words = g_strsplit (lines[i], " ", -1);
        if (g_strv_length (words) > n + 1)
          return g_ascii_strtod (words[n + 1], NULL);
      }
  return -1;
}

static char *
run (const char *self, const char *mode, const char *folder)
{
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_monotonic_time ());
  const char *argv[] = { self, mode, folder, NULL };
  g_autoptr (GError) error = NULL;
  char *output = NULL;

  g_setenv ("BENCH_BEGAN_US", now, TRUE);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output, NULL,
                NULL, &error);
  g_assert_no_error (error);
  return output;
}

static double
median (double *values)
{
  qsort (values, ROUNDS, sizeof *values, bench_compare);
  return values[ROUNDS / 2];
}

/* A day of trading on the folder, so that there is something to show. */
static void
prepare (const char *folder)
{
  PfDeskConfig *config = pf_desk_config_new ();
  g_autofree char *note = NULL;
  g_autoptr (PfExecutionEngine) engine = NULL;
  gint64 end_us = g_get_monotonic_time () + 4 * G_USEC_PER_SEC;

  g_free (config->data_dir);
  config->data_dir = g_strdup (folder);
  config->speed = 30000;
  engine = pf_execution_engine_new_with (config, FALSE, &note, NULL);
  g_assert_nonnull (engine);
  for (guint i = 0; i < G_N_ELEMENTS (deployments); i++)
    {
      PfDeploymentSpec spec;
      gboolean ok = pf_deployment_spec_parse (deployments[i], &spec, NULL);
      g_assert (ok);
      pf_desk_send (pf_execution_engine_get_desk (engine), PF_COMMAND_DEPLOY, 0, 0, &spec, NULL,
                    NULL);
    }
  while (g_get_monotonic_time () < end_us)
    g_main_context_iteration (NULL, TRUE);
  printf ("a journal of %u trades\n",
          g_list_model_get_n_items (pf_execution_engine_get_trades (engine)));
  pf_execution_engine_shut_down (engine);
}

static void
first_frames (const char *self, const char *folder)
{
  double hello[ROUNDS], window[ROUNDS], ratio[ROUNDS], rss[2][ROUNDS], pss[2][ROUNDS];

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autofree char *bare = run (self, "hello", folder);
      g_autofree char *ours = run (self, "window", folder);
      hello[i] = said (bare, "FRAME", 0);
      window[i] = said (ours, "FRAME", 0);
      ratio[i] = window[i] / hello[i];
      rss[0][i] = said (bare, "MEMORY", 0) / 1024;
      rss[1][i] = said (ours, "MEMORY", 0) / 1024;
      pss[0][i] = said (bare, "MEMORY", 1) / 1024;
      pss[1][i] = said (ours, "MEMORY", 1) / 1024;
    }
  printf ("first frame: empty GTK window %.0f ms, ours %.0f ms, ratio %.2f (goal at most 2.2)\n",
          median (hello), median (window), median (ratio));
  printf ("memory 2 s later: resident %.0f and %.0f MB (+%.0f, goal at most +40), proportional "
          "%.0f and %.0f MB\n", median (rss[0]), median (rss[1]), median (rss[1]) - median (rss[0]),
          median (pss[0]), median (pss[1]));
}

/* trades that nobody made, as many as wanted */
static char *
write_trades (guint n)
{
  char *folder = pf_story_make_folder ();
  PfJournal *journal = pf_rig_open (folder);
  g_autoptr (GError) error = NULL;
  PfRecord record;

  for (guint i = 0; i < n; i++)
    {
      gboolean ok;
      pf_story_record (PF_STORY_PROLOGUE + (guint64) i * PF_STORY_ROUND + 19, &record);
      g_assert (record.type == PF_RECORD_TRADE);
      ok = pf_journal_append (journal, &record, &error)
           && (i % 20000 != 19999 || pf_journal_commit (journal, FALSE, &error));
      if (!ok)
        g_error ("%s", error->message);
    }
  if (!pf_journal_commit (journal, TRUE, &error))
    g_error ("%s", error->message);
  pf_journal_checkpoint (journal);
  pf_journal_close (journal);
  return folder;
}

/* GTK makes the widgets of up to 200 rows, however many fit the window: a list of 100 has fewer to
 * make than any longer one. */
static void
lists (const char *self)
{
  static const guint counts[] = { 100, 1000, 1000000 };
  double took[G_N_ELEMENTS (counts)][ROUNDS], rss[G_N_ELEMENTS (counts)][ROUNDS];
  char *folders[G_N_ELEMENTS (counts)];

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    folders[i] = write_trades (counts[i]);
  for (guint round = 0; round < ROUNDS; round++)
    for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
      {
        g_autofree char *output = run (self, "list", folders[i]);
        took[i][round] = said (output, "LIST", 0);
        rss[i][round] = said (output, "MEMORY", 0) / 1024;
      }
  printf ("journal list, from the question to the frame with its rows");
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      printf ("%s %u trades %.0f ms, %.0f MB", i == 0 ? ":" : ",", counts[i], median (took[i]),
              median (rss[i]));
      pf_story_remove_folder (folders[i]);
    }
  printf (" (goal: the last like the first)\n");
}

int
main (int argc, char **argv)
{
  g_autofree char *load = NULL, *idle = NULL;
  char *folder;

  if (argc > 1)
    return run_child (argv[1], argv[2]);
  folder = pf_story_make_folder ();
  prepare (folder);
  first_frames ("/proc/self/exe", folder);
  lists ("/proc/self/exe");
  idle = run ("/proc/self/exe", "idle", folder);
  printf ("no events for %d s: %.2f wake-ups a second over all threads, %.2f frames a second "
          "(goal 0 of ours)\n", IDLE_S, said (idle, "IDLE", 0), said (idle, "IDLE", 1));
  load = run ("/proc/self/exe", "load", folder);
  printf ("%.0f market events a second for %d s: %.1f frames a second (floor 30), the engine %.1f "
          "market seconds of %.0f behind at the end\n", said (load, "LOAD", 1), LOAD_S,
          said (load, "LOAD", 0), said (load, "LOAD", 2), LOAD_S * LOAD_SPEED);
  printf ("Stop all in the middle of it: %.1f ms from the press to latch on disk and reply "
          "(goal 100)\n", said (load, "STOP", 0));
  pf_story_remove_folder (folder);
  return 0;
}
