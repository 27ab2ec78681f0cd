/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/pf-desk-error.h"

#include <gio/gio.h>
#include <string.h>

/* Each goes over the bus by its name and comes back as itself; no two have one name. */
static void
test_round_trip (void)
{
  for (guint code = 0; code < PF_N_DESK_ERRORS; code++)
    {
      g_autoptr (GError) sent = g_error_new_literal (PF_DESK_ERROR, (int) code, "Why.");
      g_autofree char *name = g_dbus_error_encode_gerror (sent);
      g_autofree char *expected
          = g_strconcat ("io.github.pilotfish.Pilotfish.Error.",
                         pf_desk_error_name ((PfDeskError) code), NULL);
      g_autoptr (GError) come = g_dbus_error_new_for_dbus_error (name, "Why.");

      g_assert_cmpstr (name, ==, expected);
      g_assert_true (g_dbus_is_interface_name (name));
      g_assert_error (come, PF_DESK_ERROR, (int) code);
      g_assert_true (g_dbus_error_strip_remote_error (come));
      g_assert_cmpstr (come->message, ==, "Why.");
    }
}

static void
test_refusals (void)
{
  static const struct { PfRefusalReason reason; gboolean by_number; const char *name; } rows[] = {
    { PF_REFUSAL_KILL_LATCH, FALSE, "Latched" },
    { PF_REFUSAL_KILL_LATCH, TRUE, "Latched" },
    { PF_REFUSAL_NOT_READY, FALSE, "NotReady" },
    { PF_REFUSAL_NOT_FLAT, FALSE, "NotFlat" },
    { PF_REFUSAL_STOPPED, TRUE, "Stopped" },
    { PF_REFUSAL_DAILY_LOSS, TRUE, "LossLimit" },
    { PF_REFUSAL_RATE, FALSE, "Busy" },
    { PF_REFUSAL_STORE, FALSE, "StoreFailed" },
    { PF_REFUSAL_BAD_COMMAND, FALSE, "BadRequest" },
    { PF_REFUSAL_BAD_COMMAND, TRUE, "NoSuchDeployment" },
    { PF_REFUSAL_DESK_LIMIT, FALSE, "Refused" },
    { PF_REFUSAL_VENUE, TRUE, "Refused" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (pf_desk_error_name (
                         pf_desk_error_from_refusal (rows[i].reason, rows[i].by_number)),
                     ==, rows[i].name);
  /* every reason has some name, so that a new one is never an assertion at the user's */
  for (guint reason = 0; reason < PF_N_REFUSALS; reason++)
    g_assert_nonnull (pf_desk_error_name (
        pf_desk_error_from_refusal ((PfRefusalReason) reason, FALSE)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/desk-error/round-trip", test_round_trip);
  g_test_add_func ("/pf/desk-error/refusals", test_refusals);
  return g_test_run ();
}
