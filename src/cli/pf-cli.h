/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The command line. A command does its work, or answers one sentence: on failure stdout is
 * empty, stderr has the sentence, and the exit status is 2. With --json stdout has exactly one JSON
 * object.
 */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define PF_CLI_ERROR (pf_cli_error_quark ())
GQuark pf_cli_error_quark (void);
typedef enum
{
  PF_CLI_ERROR_USAGE,
  PF_CLI_ERROR_REFUSED,
  PF_CLI_ERROR_NO_DESK,
} PfCliError;

/* Runs argv[1] with the rest; the exit status. argv[1] has to be there. */
int pf_cli_main (int argc, char **argv);

/* --- for the commands ------------------------------------------------------------------------- */

/* argv[0] is the command's name. Takes the options out; n_words of other words have to be left. */
gboolean pf_cli_parse (int *argc, char ***argv, const GOptionEntry *entries, int n_words,
                       GError **error);
/* prints the builder's root on one line and frees it */
void pf_cli_print_json (JsonBuilder *json);
/* a column of a table: the members of JSON objects by name, printed under a title */
typedef struct { const char *member, *title; gboolean right; } PfCliColumn;
void pf_cli_print_table (JsonArray *rows, const PfCliColumn *columns, guint n);
/* what a desk says at its end */
void pf_cli_print_summary (const char *json, gboolean as_json);

gboolean pf_cli_strategies (int argc, char **argv, GError **error);
gboolean pf_cli_backtest (int argc, char **argv, GError **error);
gboolean pf_cli_desk (int argc, char **argv, GError **error);
/* deploy, stop, pause, resume, emergency-stop, re-arm, deployments, deployment, positions,
 * history */
gboolean pf_cli_remote (int argc, char **argv, GError **error);

G_END_DECLS
