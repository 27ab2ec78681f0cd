/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line about the time that its user did not see: word for word. */
#include "object/pf-away.h"

#define HOUR (3600 * PF_NS_PER_SECOND)

static const struct
{
  const char *name;
  PfAway away;
  gint64 pnl;                   /* whole units */
  const char *line;             /* NULL: none */
} cases[] = {
  { "nothing", { 0 }, 0, NULL },
  { "a-moment", { .closed_ns = 59 * PF_NS_PER_SECOND, .n_deployed = 2 }, 0, NULL },
  { "closed", { .closed_ns = 2 * HOUR }, 0,
    "Pilotfish was closed for 2 h 0 m: the practice market stood still, nothing was traded and "
    "nothing is made up for." },
  { "closed-with-deployments", { .closed_ns = 50 * HOUR, .n_deployed = 1, .n_positions = 3 }, 0,
    "Pilotfish was closed for 2 d 2 h: the practice market stood still, nothing was traded and "
    "nothing is made up for. 1 deployment goes on. 3 positions are open." },
  { "slept", { .gap_ns = 40 * 60 * PF_NS_PER_SECOND, .n_deployed = 1 }, 0,
    "The machine slept for 40 m: nothing was traded, and nothing that was missed is made up for. "
    "1 deployment goes on." },
  { "hidden-and-quiet", { .was_hidden = TRUE, .n_deployed = 2 }, 0,
    "In the background nothing was filled and nothing refused. 2 deployments go on." },
  { "hidden-with-news",
    { .was_hidden = TRUE, .n_deployed = 2, .n_positions = 1,
      .news = { .fills = 3, .trades = 1, .refusals = 2, .pauses = 1 } }, 2,
    "In the background: 3 fills, 1 closed trade (+2.00), 2 orders refused, 1 pause. 2 deployments "
    "go on. 1 position is open." },
  { "hidden-then-killed",
    { .was_hidden = TRUE, .closed_ns = HOUR, .news = { .stop_alls = 1, .stops = 2, .errors = 1 } },
    0,
    "In the background: 2 deployments stopped, 1 error, Stop all. Pilotfish was closed for 1 h 0 "
    "m: the practice market stood still, nothing was traded and nothing is made up for." },
};

static void
test_line (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  PfAway away = cases[i].away;
  g_autofree char *line = NULL;

  away.news.pnl = pf_money_from_int (cases[i].pnl);
  line = pf_away_sentence (&away);
  g_assert_cmpstr (line, ==, cases[i].line);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/pf/away/%s", cases[i].name);
      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_line);
    }
  return g_test_run ();
}
