/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine object over a real practice desk in a folder of its own. */
#include "object/pf-risk-manager.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder;
  PfExecutionEngine *engine;
  guint n_updates, n_notices;
  PfReply reply;
  gboolean replied;
} Fixture;

static void
on_updated (PfExecutionEngine *engine, Fixture *f)
{
  f->n_updates++;
}

static void
on_notice (PfExecutionEngine *engine, const PfNotice *notice, Fixture *f)
{
  f->n_notices++;
  g_assert_cmpstr (notice->title, !=, "");
}

static void
open_engine (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;

  f->engine = pf_execution_engine_new (f->folder, &note, &error);
  g_assert_no_error (error);
  g_assert_null (note);
  g_signal_connect (f->engine, "updated", G_CALLBACK (on_updated), f);
  g_signal_connect (f->engine, "notice", G_CALLBACK (on_notice), f);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("pilotfish-object-XXXXXX", NULL);
  g_assert_nonnull (f->folder);
  open_engine (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  GDir *dir;
  const char *name;

  g_assert_finalize_object (f->engine);
  dir = g_dir_open (f->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (f->folder, name, NULL);
      g_unlink (path);
    }
  g_dir_close (dir);
  g_rmdir (f->folder);
  g_free (f->folder);
}

static void
on_reply (const PfReply *reply, gpointer user_data)
{
  Fixture *f = user_data;

  f->reply = *reply;
  f->replied = TRUE;
}

static void
wait_reply (Fixture *f)
{
  while (!f->replied)
    g_main_context_iteration (NULL, TRUE);
  f->replied = FALSE;
}

static void
wait_updates (Fixture *f, guint n)
{
  n += f->n_updates;
  while (f->n_updates < n)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
deploy (Fixture *f, const char *text)
{
  PfDeploymentSpec spec;

  g_assert_true (pf_deployment_spec_parse (text, &spec, NULL));
  pf_desk_send (pf_execution_engine_get_desk (f->engine), PF_COMMAND_DEPLOY, 0, 0, &spec, on_reply,
                f);
  wait_reply (f);
  return f->reply.ok;
}

static void
test_rows_keep_their_identity (Fixture *f, gconstpointer data)
{
  GListModel *deployments = pf_execution_engine_get_deployments (f->engine);
  g_autoptr (PfDeployment) first = NULL;
  g_autoptr (PfDeployment) later = NULL;

  g_assert_true (deploy (f, "sma_cross"));
  wait_updates (f, 2);
  g_assert_cmpuint (g_list_model_get_n_items (deployments), ==, 1);
  g_assert_cmpuint (pf_execution_engine_get_n_deployed (f->engine), ==, 1);
  first = g_list_model_get_item (deployments, 0);
  g_assert_true (deploy (f, "macd_trend,symbol=ETHUSDT"));
  pf_desk_send (pf_execution_engine_get_desk (f->engine), PF_COMMAND_PAUSE, 1, 0, NULL, on_reply,
                f);
  wait_reply (f);
  wait_updates (f, 2);
  later = g_list_model_get_item (deployments, 1);
  g_assert_true (first == later);
  g_assert_cmpint (pf_deployment_get_row (first)->status, ==, PF_DEPLOYMENT_PAUSED);
  g_assert_cmpuint (f->n_notices, >=, 1);
}

static void
test_latch (Fixture *f, gconstpointer data)
{
  g_autoptr (PfRiskManager) risk = pf_risk_manager_new (f->engine);

  g_assert_true (deploy (f, "sma_cross"));
  pf_risk_manager_emergency_stop (risk, on_reply, f);
  wait_reply (f);
  g_assert_true (f->reply.ok);
  wait_updates (f, 2);
  g_assert_true (pf_risk_manager_get_latched (risk));
  g_assert_cmpstr (pf_risk_manager_get_sentence (risk), !=, "");
  g_assert_cmpint (pf_execution_engine_get_figures (f->engine)->stop_latched_us, >, 0);
  g_assert_cmpuint (pf_execution_engine_get_n_deployed (f->engine), ==, 0);
  /* nothing was open: flat at once, and the latch says how long it took */
  g_assert_cmpint (pf_execution_engine_get_figures (f->engine)->stop_flat_us, >=,
                   pf_execution_engine_get_figures (f->engine)->stop_latched_us);
  g_assert_nonnull (strstr (pf_risk_manager_get_sentence (risk), "all flat after"));
  g_assert_false (deploy (f, "sma_cross"));
  g_assert_cmpint (f->reply.reason, ==, PF_REFUSAL_KILL_LATCH);
  /* It survives a restart. */
  g_clear_object (&risk);
  g_assert_finalize_object (f->engine);
  open_engine (f);
  wait_updates (f, 1);
  risk = pf_risk_manager_new (f->engine);
  g_assert_true (pf_risk_manager_get_latched (risk));
  g_assert_nonnull (strstr (pf_risk_manager_get_sentence (risk), "all flat after"));
  pf_risk_manager_re_arm (risk, on_reply, f);
  wait_reply (f);
  g_assert_true (f->reply.ok);
  wait_updates (f, 1);
  g_assert_false (pf_risk_manager_get_latched (risk));
  g_assert_true (deploy (f, "sma_cross"));
}

static void
test_summary (Fixture *f, gconstpointer data)
{
  g_autoptr (PfRiskManager) risk = pf_risk_manager_new (f->engine);
  g_autofree char *text = NULL;
  PfDeploymentSpec spec;

  wait_updates (f, 1);
  pf_deployment_spec_init (&spec, "sma_cross", PF_PROFILE_CAUTIOUS);
  text = pf_risk_manager_summarize (risk, &spec);
  g_assert_nonnull (strstr (text, "200.00"));
  g_assert_nonnull (strstr (text, "600.00"));
  g_assert_nonnull (strstr (text, "100.00"));
  g_assert_nonnull (strstr (text, "500.00"));
}

static void
test_one_desk_a_folder (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;

  g_assert_null (pf_execution_engine_new (f->folder, &note, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, f->folder));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* No bus: the desk says so and runs on. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/pf/execution-engine/rows-keep-their-identity", test_rows_keep_their_identity);
  ADD ("/pf/execution-engine/latch", test_latch);
  ADD ("/pf/risk-manager/summary", test_summary);
  ADD ("/pf/faults/L10-one-desk-a-folder", test_one_desk_a_folder);
  return g_test_run ();
}
