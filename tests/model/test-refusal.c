/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/pf-refusal.h"

/* The names are in journals and in scripts: they never change. New ones come at the end. */
static void
test_names (void)
{
  static const char *const names[] = {
    "none", "kill_latch", "not_ready", "paused", "stopped", "balance", "min_quantity",
    "min_notional", "max_position", "max_open_positions", "symbol_limit", "desk_limit", "leverage",
    "daily_loss", "drawdown", "no_price", "rate", "venue", "unknown_outcome", "not_flat",
    "bad_command", "store",
  };

  g_assert_cmpuint (PF_N_REFUSALS, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < PF_N_REFUSALS; i++)
    g_assert_cmpstr (pf_refusal_reason_name ((PfRefusalReason) i), ==, names[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/refusal/names", test_names);
  return g_test_run ();
}
