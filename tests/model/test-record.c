/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/pf-record.h"

/* What has to be on disk before anything goes out, written here a second time: whatever lets
 * somebody open, or forbids it. A close never waits. */
static void
test_waits_for_disk (void)
{
  static const struct { PfRecordType type; gboolean reduce_only, waits; } cases[] = {
    { PF_RECORD_ACCOUNT, FALSE, TRUE },
    { PF_RECORD_DEPLOYMENT, FALSE, TRUE },
    { PF_RECORD_DEPLOYMENT_STATUS, FALSE, TRUE },
    { PF_RECORD_ORDER, FALSE, TRUE },
    { PF_RECORD_ORDER, TRUE, FALSE },
    { PF_RECORD_ORDER_CHANGE, FALSE, FALSE },
    { PF_RECORD_FILL, FALSE, FALSE },
    { PF_RECORD_TRADE, FALSE, FALSE },
    { PF_RECORD_REFUSAL, FALSE, FALSE },
    { PF_RECORD_LATCH, FALSE, TRUE },
    { PF_RECORD_BAR_SEEN, FALSE, FALSE },
    { PF_RECORD_EQUITY, FALSE, FALSE },
  };
  gboolean asked[PF_N_RECORDS] = { FALSE };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PfRecord record = { .type = cases[i].type };
      if (cases[i].type == PF_RECORD_ORDER)
        record.order.reduce_only = cases[i].reduce_only;
      g_assert_cmpint (pf_record_waits_for_disk (&record), ==, cases[i].waits);
      asked[cases[i].type] = TRUE;
    }
  for (guint i = 0; i < PF_N_RECORDS; i++)
    g_assert_true (asked[i]);
}

/* Hand-made orders that open wait like those of a strategy, and both latch words do. */
static void
test_waits_whoever_asks (void)
{
  PfRecord order = { .type = PF_RECORD_ORDER, .order = { .reason = PF_REASON_MANUAL } };
  PfRecord latch = { .type = PF_RECORD_LATCH, .latch = { .set = FALSE } };

  g_assert_true (pf_record_waits_for_disk (&order));
  g_assert_true (pf_record_waits_for_disk (&latch));
  latch.latch.set = TRUE;
  g_assert_true (pf_record_waits_for_disk (&latch));
  order.order = (PfOrder){ .reason = PF_REASON_EMERGENCY_STOP, .reduce_only = TRUE };
  g_assert_false (pf_record_waits_for_disk (&order));
}

/* in journals: they never change */
static void
test_names (void)
{
  static const char *const names[] = {
    "account", "deployment", "deployment_status", "order", "order_change", "fill", "trade",
    "refusal", "latch", "bar_seen", "equity",
  };

  g_assert_cmpuint (PF_N_RECORDS, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < PF_N_RECORDS; i++)
    g_assert_cmpstr (pf_record_type_name ((PfRecordType) i), ==, names[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/record/waits-for-disk", test_waits_for_disk);
  g_test_add_func ("/pf/record/waits-whoever-asks", test_waits_whoever_asks);
  g_test_add_func ("/pf/record/names", test_names);
  return g_test_run ();
}
