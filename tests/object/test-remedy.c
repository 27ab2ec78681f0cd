/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "object/pf-remedy.h"

#define ACTIVE PF_DEPLOYMENT_ACTIVE
#define PAUSED PF_DEPLOYMENT_PAUSED
#define STOPPED PF_DEPLOYMENT_STOPPED

static void
test_table (void)
{
  static const struct
  {
    PfRefusalReason reason;
    gboolean latched;
    PfDeploymentStatus status;
    gboolean knows;
    PfRemedy remedy;
  } cases[] = {
    { PF_REFUSAL_KILL_LATCH, TRUE, STOPPED, TRUE, PF_REMEDY_RE_ARM },
    { PF_REFUSAL_KILL_LATCH, FALSE, STOPPED, TRUE, PF_REMEDY_NONE },
    { PF_REFUSAL_MAX_POSITION, TRUE, STOPPED, TRUE, PF_REMEDY_RE_ARM },
    { PF_REFUSAL_MAX_POSITION, FALSE, ACTIVE, TRUE, PF_REMEDY_OTHER_LIMITS },
    { PF_REFUSAL_MAX_POSITION, FALSE, ACTIVE, FALSE, PF_REMEDY_NONE },
    { PF_REFUSAL_PAUSED, FALSE, PAUSED, TRUE, PF_REMEDY_RESUME },
    { PF_REFUSAL_PAUSED, FALSE, ACTIVE, TRUE, PF_REMEDY_NONE },
    { PF_REFUSAL_DAILY_LOSS, FALSE, PAUSED, TRUE, PF_REMEDY_RESUME },
    { PF_REFUSAL_DAILY_LOSS, FALSE, STOPPED, TRUE, PF_REMEDY_OTHER_LIMITS },
    { PF_REFUSAL_DRAWDOWN, FALSE, PAUSED, FALSE, PF_REMEDY_RESUME },
    { PF_REFUSAL_RATE, FALSE, ACTIVE, TRUE, PF_REMEDY_NONE },
    { PF_REFUSAL_STORE, FALSE, ACTIVE, TRUE, PF_REMEDY_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (pf_remedy_for (cases[i].reason, cases[i].latched, cases[i].status,
                                    cases[i].knows),
                     ==, cases[i].remedy);
}

/* Resume only what is paused, deploy only what is known; each remedy has its words. */
static void
test_all (void)
{
  for (guint reason = 0; reason < PF_N_REFUSALS; reason++)
    for (guint status = 0; status < PF_N_DEPLOYMENT_STATUSES; status++)
      for (guint bits = 0; bits < 4; bits++)
        {
          PfRemedy remedy = pf_remedy_for ((PfRefusalReason) reason, bits & 1,
                                           (PfDeploymentStatus) status, bits >> 1);

          g_assert_true ((remedy == PF_REMEDY_RE_ARM) == (bits & 1));
          g_assert_true (remedy != PF_REMEDY_RESUME || status == PF_DEPLOYMENT_PAUSED);
          g_assert_true (remedy != PF_REMEDY_OTHER_LIMITS || (bits >> 1) == 1);
          g_assert_true ((pf_remedy_label (remedy) == NULL) == (remedy == PF_REMEDY_NONE));
        }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/remedy/table", test_table);
  g_test_add_func ("/pf/remedy/all", test_all);
  return g_test_run ();
}
