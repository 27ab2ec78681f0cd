/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/pf-deployment.h"

#include "model-test.h"

/* FEATURES "Where the five disagree", S2 and S4; 0 is: no such limit */
static void
test_profiles (void)
{
  static const struct
  {
    const char *name;
    int position_pct, position_money, positions, daily_pct, daily_money, drawdown_pct, leverage;
  } profiles[] = {
    { "cautious", 2, 0, 3, 1, 0, 5, 3 },
    { "standard", 10, 10000, 5, 5, 500, 0, 10 },
    { "engine", 10, 0, 5, 5, 0, 0, 3 },
    { "none", 0, 0, 0, 0, 0, 0, 0 },
  };

  g_assert_cmpuint (PF_N_PROFILES, ==, G_N_ELEMENTS (profiles));
  for (PfProfile i = 0; i < PF_N_PROFILES; i++)
    {
      PfLimits limits = pf_profile_limits (i);
      g_assert_cmpstr (pf_profile_name (i), ==, profiles[i].name);
      g_assert_cmpint (limits.max_position.e12, ==, profiles[i].position_pct * 10000000000);
      g_assert_true (limits.max_position_money.e18
                     == pf_money_from_int (profiles[i].position_money).e18);
      g_assert_cmpuint (limits.max_open_positions, ==, profiles[i].positions);
      g_assert_cmpint (limits.daily_loss.e12, ==, profiles[i].daily_pct * 10000000000);
      g_assert_true (limits.daily_loss_money.e18
                     == pf_money_from_int (profiles[i].daily_money).e18);
      g_assert_cmpint (limits.drawdown.e12, ==, profiles[i].drawdown_pct * 10000000000);
      g_assert_cmpuint (limits.leverage, ==, profiles[i].leverage);
    }
}

static void
test_init (void)
{
  for (PfProfile i = 0; i < PF_N_PROFILES; i++)
    {
      PfDeploymentSpec spec;
      gboolean none = i == PF_PROFILE_NONE;

      pf_deployment_spec_init (&spec, "sma_cross", i);
      g_assert_cmpstr (spec.strategy, ==, "sma_cross");
      g_assert_cmpuint (spec.n_symbols, ==, 0);
      g_assert_cmpuint (spec.n_params, ==, 0);
      g_assert_cmpint (spec.timeframe_ns, ==, 0);
      g_assert_cmpint (spec.direction, ==, PF_DIRECTION_LONG);
      g_assert_cmpint (spec.profile, ==, i);
      g_assert_cmpint (spec.sizing, ==, none ? PF_SIZING_FRACTION : PF_SIZING_POSITION);
      g_assert_cmpint (spec.fraction.e12, ==, none ? 1000000000000 : 0);
      g_assert_cmpint (spec.stop_loss.e12, ==, none ? 0 : 20000000000);
      g_assert_cmpint (spec.take_profit.e12, ==, none ? 0 : 50000000000);
      assert_e18 (spec.units, "0");
    }
}

static void
test_names (void)
{
  static const char *const statuses[] = { "ACTIVE", "PAUSED", "STOPPED", "ERROR" };
  static const char *const directions[] = { "long", "short", "both" };
  PfDirection direction = 99;

  g_assert_cmpuint (PF_N_DEPLOYMENT_STATUSES, ==, G_N_ELEMENTS (statuses));
  for (PfDeploymentStatus i = 0; i < PF_N_DEPLOYMENT_STATUSES; i++)
    g_assert_cmpstr (pf_deployment_status_name (i), ==, statuses[i]);
  for (PfDirection i = 0; i < G_N_ELEMENTS (directions); i++)
    {
      g_assert_cmpstr (pf_direction_name (i), ==, directions[i]);
      g_assert_true (pf_direction_parse (directions[i], &direction));
      g_assert_cmpint (direction, ==, i);
    }
  direction = 99;
  g_assert_false (pf_direction_parse ("", &direction));
  g_assert_false (pf_direction_parse ("Long", &direction));
  g_assert_false (pf_direction_parse ("longer", &direction));
  g_assert_cmpint (direction, ==, 99);
}

/* One field changed, and they are no longer equal: each field once. */
static void
change (PfDeploymentSpec *spec, guint which)
{
  switch (which)
    {
    case 0: spec->strategy[0] = 'X'; break;
    case 1: spec->n_symbols = 1; break;
    case 2: spec->symbols[1][0] = 'X'; break;
    case 3: spec->timeframe_ns++; break;
    case 4: spec->direction = PF_DIRECTION_BOTH; break;
    case 5: spec->sizing = PF_SIZING_UNITS; break;
    case 6: spec->units.e18++; break;
    case 7: spec->fraction.e12++; break;
    case 8: spec->stop_loss.e12++; break;
    case 9: spec->take_profit.e12++; break;
    case 10: spec->profile = PF_PROFILE_ENGINE; break;
    case 11: spec->limits.max_position.e12++; break;
    case 12: spec->limits.max_position_money.e18++; break;
    case 13: spec->limits.max_open_positions++; break;
    case 14: spec->limits.daily_loss.e12++; break;
    case 15: spec->limits.daily_loss_money.e18++; break;
    case 16: spec->limits.drawdown.e12++; break;
    case 17: spec->limits.leverage++; break;
    case 18: spec->n_params = 1; break;
    case 19: spec->params[1].name[0] = 'X'; break;
    case 20: spec->params[1].value++; break;
    default: g_assert_not_reached ();
    }
}

static void
test_equal (void)
{
  PfDeploymentSpec a, b;

  g_assert_true (pf_deployment_spec_parse ("sma_cross,symbol=A+B,fast=3,slow=9", &a, NULL));
  g_assert_true (pf_deployment_spec_equal (&a, &a));
  for (guint which = 0; which <= 20; which++)
    {
      b = a;
      g_assert_true (pf_deployment_spec_equal (&a, &b));
      change (&b, which);
      g_assert_false (pf_deployment_spec_equal (&a, &b));
      g_assert_false (pf_deployment_spec_equal (&b, &a));
    }
  /* what lies behind the counts is no part of it */
  b = a;
  b.symbols[2][0] = 'X';
  b.params[2].value = 3;
  g_assert_true (pf_deployment_spec_equal (&a, &b));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/deployment/profiles", test_profiles);
  g_test_add_func ("/pf/deployment/init", test_init);
  g_test_add_func ("/pf/deployment/names", test_names);
  g_test_add_func ("/pf/deployment/equal", test_equal);
  return g_test_run ();
}
