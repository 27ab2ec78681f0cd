/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts the parts together: a command runs without a window, and without a command the window opens. */
#include "config.h"

#include "cli/pf-cli.h"

#include <locale.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

int
main (int argc, char **argv)
{
  const struct rlimit no_core = { 0, 0 };

  setlocale (LC_ALL, "");
  /* What we hold is the user's alone: no files for others, no core dumps, no ptrace. */
  umask (077);
  setrlimit (RLIMIT_CORE, &no_core);
  prctl (PR_SET_DUMPABLE, 0);
  if (argc > 1)
    return pf_cli_main (argc, argv);
  g_printerr ("The window is not built in; pilotfish --help lists the commands.\n");
  return 2;
}
