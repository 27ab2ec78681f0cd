/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts the parts together: a command runs without a window; without a command the window opens. */
#include "config.h"

#include "cli/pf-cli.h"
#include "ui/pf-application.h"

#include <libintl.h>
#include <locale.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

int
main (int argc, char **argv)
{
  const struct rlimit no_core = { 0, 0 };
  g_autoptr (PfApplication) application = NULL;

  setlocale (LC_ALL, "");
  /* What we hold is the user's alone: no files for others, no core dumps, no ptrace. */
  umask (077);
  setrlimit (RLIMIT_CORE, &no_core);
  prctl (PR_SET_DUMPABLE, 0);
  bindtextdomain (PF_GETTEXT_PACKAGE, PF_LOCALE_DIR);
  bind_textdomain_codeset (PF_GETTEXT_PACKAGE, "UTF-8");
  textdomain (PF_GETTEXT_PACKAGE);
  if (argc > 1 && strcmp (argv[1], "--data-dir") != 0)
    return pf_cli_main (argc, argv);
  if (argc == 2 || argc > 3)
    {
      g_printerr ("The window takes --data-dir FOLDER and nothing else.\n");
      return 2;
    }
  application = pf_application_new (argc == 3 ? argv[2] : NULL);
  return g_application_run (G_APPLICATION (application), 1, argv);
}
