/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Faults that reach the desk: a full disk, a halted engine, the machine asleep; and what a command
 * in the middle of a second sees. */
#include "desk-rig.h"

#include "../store/pf-fault-vfs.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder;
  char *full;                   /* the disk is full while this file exists */
  PfDeskCore *core;
  guint n_entries, n_closes, n_alarms;
  PfReply reply;
} Fixture;

static void
on_out (const PfOut *out, gpointer user_data)
{
  Fixture *f = user_data;

  if (out->type == PF_OUT_REPLY)
    f->reply = out->reply;
  f->n_alarms += out->type == PF_OUT_ALARM;
  if (out->type != PF_OUT_RECORD || out->record.type != PF_RECORD_FILL)
    return;
  f->n_entries += out->record.fill.side == PF_SIDE_BUY;
  f->n_closes += out->record.fill.side == PF_SIDE_SELL;
}

static void
open_core (Fixture *f)
{
  f->core = rig_open (f->folder, rig_walk (200, 5, PF_NS_PER_HOUR, FALSE));
  f->core->func = on_out;
  f->core->user_data = f;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = rig_folder_new ();
  f->full = g_build_filename (f->folder, "full", NULL);
  pf_fault_reset ();
  pf_fault.full_while = f->full;
  open_core (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  pf_desk_core_free (f->core);
  pf_fault_reset ();
  rig_folder_free (f->folder);
  g_free (f->full);
}

static void
fill_disk (Fixture *f)
{
  g_assert_true (g_file_set_contents (f->full, "", 0, NULL));
}

/* plays until a long position is open (or not) at the end of a piece */
static void
play_until_held (Fixture *f, gboolean held)
{
  while ((pf_engine_n_positions (f->core->engine) > 0) != held)
    g_assert_true (pf_desk_core_play (f->core));
}

static const char long_only[] = "sma_cross,fast=1,slow=2,direction=long,sizing=units=1,"
                                "profile=none,stop_loss=1,take_profit=0";

/* No intent on disk, no entry. The position that is open is still closed, and the user told. */
static void
test_disk_full (Fixture *f, gconstpointer data)
{
  guint n_entries;

  rig_deploy (f->core, long_only);
  play_until_held (f, TRUE);
  n_entries = f->n_entries;
  fill_disk (f);
  play_until_held (f, FALSE);
  g_assert_cmpuint (f->n_closes, >=, 1);
  while (pf_desk_core_play (f->core))
    ;
  g_assert_cmpint (pf_engine_state (f->core->engine), ==, PF_DESK_HALTED);
  g_assert_cmpuint (f->n_alarms, ==, 1);
  g_assert_cmpuint (f->n_entries, ==, n_entries);
  /* With room again a new start plays what the disk does not have, and trades on. */
  g_assert_cmpint (g_unlink (f->full), ==, 0);
  pf_desk_core_free (f->core);
  open_core (f);
  g_assert_cmpuint (pf_engine_n_positions (f->core->engine), ==, 1);
  while (pf_desk_core_play (f->core))
    ;
  g_assert_cmpuint (f->n_entries, >, n_entries);
}

/* "Done" is said of what is on disk only. Stop all acts all the same. */
static void
test_disk_full_replies (Fixture *f, gconstpointer data)
{
  PfDeploymentSpec spec;
  guint n_entries;

  rig_deploy (f->core, long_only);
  g_assert_true (f->reply.ok);
  play_until_held (f, TRUE);
  n_entries = f->n_entries;
  fill_disk (f);
  g_assert_true (pf_deployment_spec_parse ("macd_trend", &spec, NULL));
  pf_desk_core_command (f->core, PF_COMMAND_DEPLOY, 2, 0, 0, &spec);
  g_assert_false (f->reply.ok);
  g_assert_cmpint (f->reply.reason, ==, PF_REFUSAL_STORE);
  pf_desk_core_command (f->core, PF_COMMAND_EMERGENCY_STOP, 3, 0, 0, NULL);
  g_assert_false (f->reply.ok);
  g_assert_cmpint (f->reply.reason, ==, PF_REFUSAL_STORE);
  g_assert_nonnull (strstr (f->reply.sentence, "restart"));
  g_assert_true (pf_engine_latch (f->core->engine, NULL));
  play_until_held (f, FALSE);
  g_assert_cmpuint (f->n_entries, ==, n_entries);
}

/* A broken invariant stops entries; the stop that protects a position still fills. */
static void
test_halted (Fixture *f, gconstpointer data)
{
  PfEvent broken = { .type = PF_EVENT_DESK, .desk = { PF_DESK_WORD_HALTED, "a broken invariant" } };
  guint n_entries;

  rig_deploy (f->core, long_only);
  play_until_held (f, TRUE);
  n_entries = f->n_entries;
  broken.ts_ns = f->core->market_ns;
  pf_desk_core_push (f->core, &broken);
  while (pf_desk_core_play (f->core))
    ;
  g_assert_cmpuint (f->n_entries, ==, n_entries);
  g_assert_cmpuint (f->n_closes, ==, n_entries);
  g_assert_cmpuint (pf_engine_n_positions (f->core->engine), ==, 0);
  g_assert_cmpuint (f->n_alarms, ==, 1);
}

/* Made while the first instrument is a second ahead of the others at a minute's end, a deployment
 * has each bar once: its strategy knows what one knows that was made when all were level. */
static void
test_deploy_within_second (void)
{
  char *folders[2] = { rig_folder_new (), rig_folder_new () };
  GBytes *minds[2];

  for (guint late = 0; late < 2; late++)
    {
      PfDeskCore *core = rig_open (folders[late], NULL);
      guint n = pf_feed_instruments (core->feed)->n;
      const PfStrategyRun *run;
      for (guint i = 0; i < 59 * n + (late ? n : 1); i++)
        g_assert_true (pf_desk_core_play (core));
      rig_deploy (core, "rsi_reversion,symbol=ETHUSDT,direction=both,"
                        "timeframe=1m,profile=none,stop_loss=0,take_profit=0");
      while (pf_feed_played (core->feed) < RIG_BEGIN_NS + 10 * PF_NS_PER_MINUTE)
        g_assert_true (pf_desk_core_play (core));
      run = pf_engine_deployment_at (core->engine, 0)->legs[0].run;
      minds[late] = g_bytes_new (run->state, run->strategy->state_size);
      pf_desk_core_free (core);
      rig_folder_free (folders[late]);
    }
  g_assert_true (g_bytes_equal (minds[0], minds[1]));
  g_bytes_unref (minds[0]);
  g_bytes_unref (minds[1]);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  pf_fault_install ();
  g_test_add ("/pf/faults/L2-disk-full", Fixture, NULL, set_up, test_disk_full, tear_down);
  g_test_add ("/pf/faults/L2-disk-full-replies", Fixture, NULL, set_up, test_disk_full_replies,
              tear_down);
  g_test_add ("/pf/faults/L16-halted", Fixture, NULL, set_up, test_halted, tear_down);
  g_test_add_func ("/pf/desk/deploy-within-second", test_deploy_within_second);
  status = g_test_run ();
  pf_fault_uninstall ();
  return status;
}
