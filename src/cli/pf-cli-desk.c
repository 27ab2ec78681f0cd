/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pilotfish desk: a paper desk without a window. */
#include "cli/pf-cli.h"

#include "desk/pf-desk-service.h"
#include "store/pf-bar-file.h"

#include <glib-unix.h>
#include <glib/gstdio.h>
#include <signal.h>

typedef struct
{
  PfDesk *desk;
  PfDeskService *service;
  GMainLoop *loop;
  gboolean json;
  gboolean begun;               /* the first batch was seen */
  gboolean over;                /* the replay came to its end */
  gboolean ending;              /* the summary was asked for */
  guint n_pending;              /* deployments asked for and not answered */
  char *failure;                /* why a deployment was refused */
  char *summary;
  char *temporary;              /* folder to be removed */
} Session;

typedef struct
{
  gboolean practice, json;
  char *replay, *symbol, *seed, *speed, *duration, *balance, *fee_rate, *slippage, *data_dir;
  char **deploy;
} Options;

/* --- the session ------------------------------------------------------------------------------ */

static void
on_summary (const char *json, PfRefusalReason reason, const char *sentence, gpointer user_data)
{
  Session *session = user_data;

  session->summary = g_strdup (json);
  if (json == NULL)
    session->failure = g_strdup (sentence);
  g_main_loop_quit (session->loop);
}

static gboolean
end_session (gpointer user_data)
{
  Session *session = user_data;

  if (session->ending)
    return G_SOURCE_REMOVE;
  session->ending = TRUE;
  pf_desk_hold (session->desk);
  pf_desk_ask (session->desk, PF_QUESTION_SUMMARY, 0, on_summary, session);
  return G_SOURCE_REMOVE;
}

static void
on_batch (PfDeskBatch *batch, gpointer user_data)
{
  Session *session = user_data;
  char time[PF_TIME_TEXT_MAX];

  pf_desk_service_update (session->service, batch);
  if (batch->dropped_notices > 0 && !session->json)
    g_print ("%" G_GUINT64_FORMAT " more came than can be shown at this speed; the journal has "
             "them all.\n", batch->dropped_notices);
  for (guint i = 0; i < batch->notices->len && !session->json; i++)
    {
      const PfNotice *notice = g_ptr_array_index (batch->notices, i);
      g_print ("%s  %s %s\n", pf_time_print (notice->ts_ns, time), notice->title, notice->body);
    }
  if (batch->finished && !session->begun)
    g_printerr ("This replay was played to its end before; here is what its journal says.\n");
  session->begun = TRUE;
  session->over = batch->finished;
  if (session->over && session->n_pending == 0)
    end_session (session);
  pf_desk_batch_free (batch);
}

static void
on_deployed (const PfReply *reply, gpointer user_data)
{
  Session *session = user_data;

  session->n_pending--;
  if (!reply->ok && session->failure == NULL)
    session->failure = g_strdup (reply->sentence);
  if (session->failure != NULL)
    g_main_loop_quit (session->loop);
  else if (session->n_pending == 0 && session->over)
    end_session (session);
  else if (session->n_pending == 0)
    pf_desk_go (session->desk);
}

static gboolean
on_signal (gpointer user_data)
{
  end_session (user_data);
  return G_SOURCE_CONTINUE;
}

/* Asks for what is not running already; a desk that was killed finds its deployments again. */
static gboolean
ask_for_deployments (Session *session, char **texts, GArray *wanted, GError **error)
{
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      PfDeploymentSpec spec;
      guint64 running;
      if (!pf_deployment_spec_parse (texts[i], &spec, error))
        return FALSE;
      running = pf_desk_find_deployment (session->desk, &spec);
      if (running == 0)
        g_array_append_val (wanted, spec);
      else
        g_printerr ("Deployment %" G_GUINT64_FORMAT " goes on: %s\n", running, texts[i]);
    }
  return TRUE;
}

static void
run_session (Session *session, GArray *wanted, gint64 duration_ns)
{
  g_autoptr (GError) error = NULL;
  guint sources[2] = { g_unix_signal_add (SIGINT, on_signal, session),
                       g_unix_signal_add (SIGTERM, on_signal, session) };

  session->service = pf_desk_service_new (session->desk, &error);
  if (session->service == NULL)
    g_printerr ("Other programs cannot speak to this desk: %s\n", error->message);
  session->n_pending = wanted->len;
  pf_desk_start (session->desk, wanted->len > 0, on_batch, session);
  for (guint i = 0; i < wanted->len; i++)
    pf_desk_send (session->desk, PF_COMMAND_DEPLOY, 0, 0,
                  &g_array_index (wanted, PfDeploymentSpec, i), on_deployed, session);
  if (duration_ns > 0)
    g_timeout_add ((guint) (duration_ns / PF_NS_PER_MS), end_session, session);
  g_main_loop_run (session->loop);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);
  g_clear_pointer (&session->service, pf_desk_service_free);
  pf_desk_stop (session->desk);
}

/* --- options ---------------------------------------------------------------------------------- */

static gboolean
wrong (GError **error, const char *option, const char *value, const char *rule)
{
  g_clear_error (error);
  g_set_error (error, PF_CLI_ERROR, PF_CLI_ERROR_USAGE, "%s %s is wrong: %s", option, value, rule);
  return FALSE;
}

static gboolean
read_numbers (const Options *options, PfDeskConfig *config, GError **error)
{
  gboolean replay = config->feed == PF_FEED_REPLAY;
  char *end = NULL;

  config->speed = replay ? 0 : 1;
  if (options->seed != NULL
      && !g_ascii_string_to_unsigned (options->seed, 10, 0, G_MAXINT64, &config->seed, NULL))
    return wrong (error, "--seed", options->seed, "it is a whole number from 0.");
  if (options->speed != NULL)
    config->speed = g_ascii_strtod (options->speed, &end);
  if (options->speed != NULL
      && (end == options->speed || *end != '\0' || config->speed > 1e9
          || !(replay ? config->speed >= 0 : config->speed > 0)))
    return wrong (error, "--speed", options->speed,
                  replay ? "it is a number above 0, as 60, or 0: as fast as it goes."
                         : "it is a number above 0, as 60.");
  if (options->balance != NULL
      && (!pf_money_parse (options->balance, &config->balance, NULL) || config->balance.e18 <= 0))
    return wrong (error, "--balance", options->balance, "it is an amount above 0.");
  if (options->fee_rate != NULL
      && (!pf_rate_parse (options->fee_rate, &config->fee_rate, NULL) || config->fee_rate.e12 < 0
          || pf_rate_compare (config->fee_rate, pf_rate_from_percent (10)) > 0))
    return wrong (error, "--fee-rate", options->fee_rate, "it is a rate from 0 to 0.1.");
  if (options->slippage != NULL
      && (!pf_rate_parse_bps (options->slippage, &config->slippage, NULL)
          || config->slippage.e12 < 0
          || pf_rate_compare (config->slippage, pf_rate_from_percent (50)) > 0))
    return wrong (error, "--slippage-bps", options->slippage, "it is a number from 0 to 5000.");
  return TRUE;
}

static gboolean
read_options (const Options *options, PfDeskConfig *config, Session *session, GError **error)
{
  if (options->replay != NULL)
    {
      if (options->practice)
        return wrong (error, "--replay", options->replay, "choose it or --practice.");
      if (options->symbol == NULL || !pf_symbol_is_valid (options->symbol))
        return wrong (error, "--symbol", options->symbol != NULL ? options->symbol : "(none)",
                      "a replay needs the name of its instrument, as --symbol BTCUSD.");
      config->feed = PF_FEED_REPLAY;
      config->symbol = g_strdup (options->symbol);
      config->replay = pf_bar_file_load (options->replay, error);
      if (config->replay == NULL)
        return FALSE;
    }
  if (options->data_dir != NULL || options->replay != NULL)
    g_clear_pointer (&config->data_dir, g_free);
  if (options->data_dir != NULL)
    config->data_dir = g_strdup (options->data_dir);
  else if (options->replay != NULL)
    {
      /* Nobody asked to keep it: like a backtest, it leaves nothing behind. */
      session->temporary = g_dir_make_tmp ("pilotfish-replay-XXXXXX", error);
      if (session->temporary == NULL)
        return FALSE;
      config->data_dir = g_strdup (session->temporary);
    }
  return read_numbers (options, config, error);
}

static void
remove_temporary (const char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_unlink (path);
    }
  g_clear_pointer (&dir, g_dir_close);
  g_rmdir (folder);
}

/* --- the command ------------------------------------------------------------------------------ */

static gboolean
run_desk (const Options *options, Session *session, GError **error)
{
  g_autoptr (PfDeskConfig) config = pf_desk_config_new ();
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (PfDeploymentSpec));
  g_autofree char *note = NULL;
  gint64 duration_ns = 0;

  if (options->duration != NULL && !pf_timeframe_parse (options->duration, &duration_ns))
    return wrong (error, "--for", options->duration, "write it as 30s, 5m or 2h.");
  if (!read_options (options, config, session, error))
    return FALSE;
  session->desk = pf_desk_new (g_steal_pointer (&config), &note, error);
  if (note != NULL)
    g_printerr ("%s\n", note);
  if (session->desk == NULL || !ask_for_deployments (session, options->deploy, wanted, error))
    return FALSE;
  session->json = options->json;
  run_session (session, wanted, duration_ns);
  if (session->failure == NULL)
    return TRUE;
  g_set_error_literal (error, PF_CLI_ERROR, PF_CLI_ERROR_REFUSED, session->failure);
  return FALSE;
}

gboolean
pf_cli_desk (int argc, char **argv, GError **error)
{
  Options options = { 0 };
  Session session = { 0 };
  const GOptionEntry entries[] = {
    { "practice", 0, 0, G_OPTION_ARG_NONE, &options.practice,
      "the practice market (default)", NULL },
    { "replay", 0, 0, G_OPTION_ARG_FILENAME, &options.replay, "play bars of a file", "FILE" },
    { "symbol", 0, 0, G_OPTION_ARG_STRING, &options.symbol, "what the file's bars are of", "S" },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &options.seed, "of the practice market", "N" },
    { "speed", 0, 0, G_OPTION_ARG_STRING, &options.speed, "market seconds a second", "X" },
    { "for", 0, 0, G_OPTION_ARG_STRING, &options.duration, "end after this time", "30s" },
    { "balance", 0, 0, G_OPTION_ARG_STRING, &options.balance, "play money to begin with", "N" },
    { "fee-rate", 0, 0, G_OPTION_ARG_STRING, &options.fee_rate, "of each fill", "R" },
    { "slippage-bps", 0, 0, G_OPTION_ARG_STRING, &options.slippage, "basis points", "B" },
    { "deploy", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.deploy, "deploy a strategy",
      "DEPLOYMENT" },
    { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, &options.data_dir, "where the journal is", "DIR" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, "one JSON object at the end", NULL },
    { NULL },
  };
  gboolean done;

  if (!pf_cli_parse (&argc, &argv, entries, 0, error))
    return FALSE;
  session.loop = g_main_loop_new (NULL, FALSE);
  done = run_desk (&options, &session, error);
  if (done)
    pf_cli_print_summary (session.summary, options.json);
  pf_desk_free (session.desk);
  if (session.temporary != NULL)
    remove_temporary (session.temporary);
  g_main_loop_unref (session.loop);
  g_free (session.temporary);
  g_free (session.summary);
  g_free (session.failure);
  g_strfreev (options.deploy);
  for (guint i = 0; i < G_N_ELEMENTS (entries) - 1; i++)
    if (entries[i].arg == G_OPTION_ARG_STRING || entries[i].arg == G_OPTION_ARG_FILENAME)
      g_free (*(char **) entries[i].arg_data);
  return done;
}
