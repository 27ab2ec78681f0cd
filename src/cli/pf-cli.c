/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pf-cli.h"

#include "desk/pf-json-text.h"

#include <stdio.h>
#include <string.h>

G_DEFINE_QUARK (pf-cli-error-quark, pf_cli_error)

static const struct
{
  const char *name;
  const char *words;
  const char *summary;
  gboolean (*run) (int argc, char **argv, GError **error);
} commands[] = {
  { "strategies", "", "the strategies and their parameters", pf_cli_strategies },
  { "backtest", "--strategy ID --bars FILE", "a strategy over candles of a file", pf_cli_backtest },
  { "desk", "[--deploy DEPLOYMENT]...", "a paper desk without a window", pf_cli_desk },
  { "deploy", "DEPLOYMENT", "deploy on the running desk", pf_cli_remote },
  { "stop", "ID", "close a deployment's positions and end it", pf_cli_remote },
  { "pause", "ID", "no entries; exits and stops go on", pf_cli_remote },
  { "resume", "ID", "entries again", pf_cli_remote },
  { "emergency-stop", "", "close everything and let nothing enter", pf_cli_remote },
  { "re-arm", "", "allow entries again, once all is flat", pf_cli_remote },
  { "deployments", "", "what is deployed", pf_cli_remote },
  { "deployment", "ID", "one deployment", pf_cli_remote },
  { "positions", "[ID]", "open positions", pf_cli_remote },
  { "history", "[ID]", "closed trades", pf_cli_remote },
};

static void
print_help (void)
{
  g_print ("Usage: pilotfish [COMMAND] [OPTION]...\n\n"
           "Without a command the window opens. Each command tells its options with --help;\n"
           "with --json it prints one JSON object.\n\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *usage = g_strdup_printf ("%s %s", commands[i].name, commands[i].words);
      g_print ("  %-36s %s\n", usage, commands[i].summary);
    }
}

int
pf_cli_main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "help") == 0)
    {
      print_help ();
      return 0;
    }
  if (strcmp (argv[1], "--version") == 0)
    {
      g_print ("pilotfish %s\n", PF_VERSION);
      return 0;
    }
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, argv[1]) == 0)
      {
        if (commands[i].run (argc - 1, argv + 1, &error) && !ferror (stdout))
          return 0;
        g_printerr ("%s\n", error != NULL ? error->message
                                          : "The answer cannot be written: is the disk full?");
        return 2;
      }
  g_printerr ("There is no command '%s'; pilotfish --help lists them.\n", argv[1]);
  return 2;
}

gboolean
pf_cli_parse (int *argc, char ***argv, const GOptionEntry *entries, int n_words, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) problem = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, &problem))
    {
      g_set_error (error, PF_CLI_ERROR, PF_CLI_ERROR_USAGE,
                   "%s; pilotfish %s --help tells the options.", problem->message, (*argv)[0]);
      return FALSE;
    }
  if (*argc - 1 > n_words)
    {
      g_set_error (error, PF_CLI_ERROR, PF_CLI_ERROR_USAGE,
                   "'%s' is not understood; pilotfish %s --help tells the options.",
                   (*argv)[n_words + 1], (*argv)[0]);
      return FALSE;
    }
  return TRUE;
}

/* --- printing --------------------------------------------------------------------------------- */

void
pf_cli_print_json (JsonBuilder *json)
{
  g_autoptr (JsonNode) root = json_builder_get_root (json);
  g_autofree char *text = pf_json_text (root);

  g_print ("%s\n", text);
  g_object_unref (json);
}

static char *
cell (JsonObject *row, const char *member)
{
  JsonNode *node = json_object_get_member (row, member);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("-");
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      GString *text = g_string_new (NULL);
      JsonArray *array = json_node_get_array (node);
      for (guint i = 0; i < json_array_get_length (array); i++)
        g_string_append_printf (text, "%s%s", i > 0 ? "+" : "",
                                json_array_get_string_element (array, i));
      return g_string_free (text, FALSE);
    }
  if (json_node_get_value_type (node) == G_TYPE_DOUBLE)
    return g_strdup_printf ("%.2f", json_node_get_double (node));
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  return json_node_dup_string (node);
}

void
pf_cli_print_table (JsonArray *rows, const PfCliColumn *columns, guint n)
{
  g_autofree gsize *widths = g_new0 (gsize, n);

  for (guint c = 0; c < n; c++)
    widths[c] = strlen (columns[c].title);
  for (guint r = 0; r < json_array_get_length (rows); r++)
    for (guint c = 0; c < n; c++)
      {
        g_autofree char *text = cell (json_array_get_object_element (rows, r), columns[c].member);
        widths[c] = MAX (widths[c], strlen (text));
      }
  for (guint r = 0; r <= json_array_get_length (rows); r++)
    {
      for (guint c = 0; c < n; c++)
        {
          g_autofree char *text
              = r == 0 ? g_strdup (columns[c].title)
                       : cell (json_array_get_object_element (rows, r - 1), columns[c].member);
          g_print ("%s%*s", c > 0 ? "  " : "",
                   columns[c].right ? (int) widths[c] : -(int) widths[c], text);
        }
      g_print ("\n");
    }
}

void
pf_cli_print_summary (const char *json, gboolean as_json)
{
  static const char *const members[] = { "orders", "fills", "trades", "refusals", "open_positions",
                                         "equity", "total_pnl", "fingerprint" };
  g_autoptr (JsonNode) root = NULL;

  if (as_json)
    {
      g_print ("%s\n", json);
      return;
    }
  root = json_from_string (json, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *text = cell (json_node_get_object (root), members[i]);
      g_print ("%-16s%s\n", members[i], text);
    }
}
