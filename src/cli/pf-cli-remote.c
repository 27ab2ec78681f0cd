/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands that speak to the running desk of a data folder, window or not, over D-Bus. */
#include "cli/pf-cli.h"

#include "desk/pf-desk-service.h"

#include <string.h>

#define CALL_TIMEOUT_MS 10000
/* After Stop all it is looked so often, and so long, whether all is flat. */
#define FLAT_LOOK_US (100 * 1000)
#define FLAT_TIMEOUT_US (60 * G_USEC_PER_SEC)

typedef enum { WORD_NONE, WORD_SPEC, WORD_ID, WORD_ID_OR_ALL } Word;

static const PfCliColumn deployment_columns[] = {
  { "id", "id", TRUE }, { "strategy", "strategy" }, { "symbols", "symbols" },
  { "timeframe", "bars" }, { "status", "status" }, { "trades", "trades", TRUE },
  { "win_rate_pct", "won %", TRUE }, { "total_pnl", "P&L", TRUE },
  { "open_positions", "open", TRUE }, { "sentence", "" },
};
static const PfCliColumn position_columns[] = {
  { "deployment", "deployment", TRUE }, { "symbol", "symbol" }, { "side", "side" },
  { "quantity", "quantity", TRUE }, { "entry_price", "entry", TRUE },
  { "current_price", "now", TRUE }, { "unrealized_pnl", "P&L", TRUE },
  { "unrealized_pnl_pct", "%", TRUE },
};
static const PfCliColumn trade_columns[] = {
  { "exit_time", "closed" }, { "deployment", "deployment", TRUE }, { "symbol", "symbol" },
  { "side", "side" }, { "quantity", "quantity", TRUE }, { "entry_price", "entry", TRUE },
  { "exit_price", "exit", TRUE }, { "pnl", "P&L", TRUE }, { "pnl_pct", "%", TRUE },
  { "reason", "reason" },
};

static const struct
{
  const char *name, *method, *done;
  Word word;
  const char *rows;             /* the array in the answer; NULL: the answer is one row */
  const PfCliColumn *columns;
  guint n_columns;
} commands[] = {
  { "deploy", "Deploy", "Deployed.", WORD_SPEC },
  { "stop", "Stop", "Stopped.", WORD_ID },
  { "pause", "Pause", "Paused.", WORD_ID },
  { "resume", "Resume", "Resumed.", WORD_ID },
  { "emergency-stop", "EmergencyStop", "", WORD_NONE },
  { "re-arm", "ReArm", "Armed again.", WORD_NONE },
  { "deployments", "ListDeployments", NULL, WORD_NONE, "deployments", deployment_columns,
    G_N_ELEMENTS (deployment_columns) },
  { "deployment", "GetDeployment", NULL, WORD_ID, NULL, deployment_columns,
    G_N_ELEMENTS (deployment_columns) },
  { "positions", "ListPositions", NULL, WORD_ID_OR_ALL, "positions", position_columns,
    G_N_ELEMENTS (position_columns) },
  { "history", "ListHistory", NULL, WORD_ID_OR_ALL, "trades", trade_columns,
    G_N_ELEMENTS (trade_columns) },
};

static GVariant *
read_word (guint command, int argc, char **argv, GError **error)
{
  Word word = commands[command].word;
  guint64 id = 0;

  if (word == WORD_NONE)
    return g_variant_new ("()");
  if (argc < 2 && word != WORD_ID_OR_ALL)
    {
      g_set_error (error, PF_CLI_ERROR, PF_CLI_ERROR_USAGE,
                   "%s needs %s; pilotfish --help shows it.",
                   argv[0], word == WORD_SPEC ? "a deployment" : "the number of a deployment");
      return NULL;
    }
  if (word == WORD_SPEC && !g_utf8_validate (argv[1], -1, NULL))
    {
      g_set_error_literal (error, PF_CLI_ERROR, PF_CLI_ERROR_USAGE,
                           "The deployment has bytes that are no text.");
      return NULL;
    }
  if (word == WORD_SPEC)
    return g_variant_new ("(s)", argv[1]);
  if (argc >= 2 && !g_ascii_string_to_unsigned (argv[1], 10, 1, G_MAXINT64, &id, NULL))
    {
      g_set_error (error, PF_CLI_ERROR, PF_CLI_ERROR_USAGE,
                   "'%s' is not the number of a deployment.", argv[1]);
      return NULL;
    }
  return g_variant_new ("(t)", id);
}

/* In our words, what the bus or the desk said. */
static void
explain (GError *problem, const char *folder, GError **error)
{
  if (problem == NULL || g_error_matches (problem, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN)
      || g_error_matches (problem, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER))
    g_set_error (error, PF_CLI_ERROR, PF_CLI_ERROR_NO_DESK,
                 "No desk is running for %s; start one with `pilotfish` or `pilotfish desk`.",
                 folder);
  else if (problem->domain != PF_DESK_ERROR)
    g_set_error (error, PF_CLI_ERROR, PF_CLI_ERROR_REFUSED,
                 "The desk gave no answer, so it is not known whether this was done: look before "
                 "you repeat it. (%s)", problem->message);
  else
    g_set_error_literal (error, PF_CLI_ERROR, PF_CLI_ERROR_REFUSED, problem->message);
}

/* The desk's answer as text (transfer full). */
static char *
call (guint command, GVariant *parameters, const char *folder, GError **error)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autofree char *name = pf_desk_service_name (folder);
  g_autoptr (GVariant) owned = g_variant_ref_sink (parameters);
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) problem = NULL;
  char *json = NULL;

  /* Known by its name before an error of it comes. */
  g_assert (PF_DESK_ERROR != 0);
  if (bus != NULL)
    answer = g_dbus_connection_call_sync (bus, name, PF_DESK_OBJECT_PATH, PF_DESK_INTERFACE,
                                          commands[command].method, owned, G_VARIANT_TYPE ("(s)"),
                                          G_DBUS_CALL_FLAGS_NO_AUTO_START, CALL_TIMEOUT_MS, NULL,
                                          &problem);
  if (answer != NULL)
    {
      g_variant_get (answer, "(s)", &json);
      return json;
    }
  if (problem != NULL)
    g_dbus_error_strip_remote_error (problem);
  explain (problem, folder, error);
  return NULL;
}

/* How many positions are open; -1 when that is not known. */
static int
count_positions (const char *folder)
{
  guint command = 0;
  g_autofree char *json = NULL;
  g_autoptr (JsonNode) root = NULL;

  while (strcmp (commands[command].name, "positions") != 0)
    command++;
  json = call (command, g_variant_new ("(t)", (guint64) 0), folder, NULL);
  root = json != NULL ? json_from_string (json, NULL) : NULL;
  if (root == NULL)
    return -1;
  return (int) json_array_get_length (
      json_object_get_array_member (json_node_get_object (root), "positions"));
}

/* Stop all is done when nothing is open: until then its stopwatch is told, once a second. */
static void
watch_until_flat (const char *folder, gint64 sent_us, gboolean as_json)
{
  gint64 locked_us = g_get_monotonic_time () - sent_us, said_us = 0, now_us = locked_us;
  int open = count_positions (folder);

  while (open != 0 && now_us < FLAT_TIMEOUT_US)
    {
      if (now_us - said_us >= G_USEC_PER_SEC)
        {
          said_us = now_us;
          if (open > 0)
            g_printerr ("NOT FLAT: %d open, %.1f s\n", open, (double) now_us / G_USEC_PER_SEC);
        }
      g_usleep (FLAT_LOOK_US);
      open = count_positions (folder);
      now_us = g_get_monotonic_time () - sent_us;
    }
  if (as_json)
    {
      g_autofree char *flat = open == 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, now_us / 1000)
                                        : g_strdup ("null");
      g_autofree char *left = open >= 0 ? g_strdup_printf ("%d", open) : g_strdup ("null");
      g_print ("{\"locked_ms\":%" G_GINT64_FORMAT ",\"flat_ms\":%s,\"open_positions\":%s}\n",
               locked_us / 1000, flat, left);
    }
  else if (open == 0)
    g_print ("Locked after %.0f ms, all flat after %.1f s.\n", (double) locked_us / 1000,
             (double) now_us / G_USEC_PER_SEC);
  else
    g_print ("Locked after %.0f ms. NOT FLAT yet: look at `pilotfish positions`.\n",
             (double) locked_us / 1000);
}

static void
print_answer (guint command, const char *json)
{
  g_autoptr (JsonNode) root = json_from_string (json, NULL);
  g_autoptr (JsonArray) single = json_array_new ();
  JsonObject *object = json_node_get_object (root);

  if (commands[command].done != NULL)
    {
      if (json_object_has_member (object, "deployment"))
        g_print ("Deployment %" G_GINT64_FORMAT ": ",
                 json_object_get_int_member (object, "deployment"));
      g_print ("%s\n", commands[command].done);
      return;
    }
  if (commands[command].rows == NULL)
    json_array_add_object_element (single, json_object_ref (object));
  pf_cli_print_table (commands[command].rows != NULL
                          ? json_object_get_array_member (object, commands[command].rows) : single,
                      commands[command].columns, commands[command].n_columns);
}

gboolean
pf_cli_remote (int argc, char **argv, GError **error)
{
  g_autofree char *data_dir = NULL;
  gboolean as_json = FALSE;
  const GOptionEntry entries[] = {
    { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, &data_dir, "of the desk that is meant", "DIR" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "print one JSON object", NULL },
    { NULL },
  };
  g_autofree char *json = NULL;
  GVariant *parameters;
  gint64 sent_us;
  guint command = 0;

  while (strcmp (commands[command].name, argv[0]) != 0)
    g_assert (++command < G_N_ELEMENTS (commands));
  if (!pf_cli_parse (&argc, &argv, entries, commands[command].word == WORD_NONE ? 0 : 1, error))
    return FALSE;
  parameters = read_word (command, argc, argv, error);
  if (parameters == NULL)
    return FALSE;
  if (data_dir == NULL)
    data_dir = pf_desk_default_data_dir ();
  sent_us = g_get_monotonic_time ();
  json = call (command, parameters, data_dir, error);
  if (json == NULL)
    return FALSE;
  if (strcmp (commands[command].name, "emergency-stop") == 0)
    watch_until_flat (data_dir, sent_us, as_json);
  else if (as_json)
    g_print ("%s\n", json);
  else
    print_answer (command, json);
  return TRUE;
}
