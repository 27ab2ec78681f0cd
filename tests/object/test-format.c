/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "object/pf-format.h"

#include <math.h>

#define T "\xe2\x80\x89"
#define M "\xe2\x88\x92"

static PfMoney
money (const char *text)
{
  PfMoney out;

  g_assert_true (pf_money_parse (text, &out, NULL));
  return out;
}

static void
test_money (void)
{
  static const struct { const char *amount, *plain, *pnl, *style; } rows[] = {
    { "0", "0.00", "0.00", "even" },
    { "10412.08", "10" T "412.08", "+10" T "412.08", "gain" },
    { "-3.18", M "3.18", M "3.18", "loss" },
    { "1234567.895", "1" T "234" T "567.90", "+1" T "234" T "567.90", "gain" },
    { "-0.004", "0.00", "0.00", "even" },
    { "0.005", "0.00", "0.00", "gain" },
    { "999.999", "1" T "000.00", "+1" T "000.00", "gain" },
    { "-1000", M "1" T "000.00", M "1" T "000.00", "loss" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *plain = pf_format_money (money (rows[i].amount));
      g_autofree char *pnl = pf_format_pnl (money (rows[i].amount));
      g_assert_cmpstr (plain, ==, rows[i].plain);
      g_assert_cmpstr (pnl, ==, rows[i].pnl);
      g_assert_cmpstr (pf_format_pnl_class (money (rows[i].amount)), ==, rows[i].style);
    }
}

static void
test_percent (void)
{
  static const struct { double value; const char *expected; } rows[] = {
    { 0.4, "+0.40" T "%" }, { -1.726, M "1.73" T "%" }, { 0, "0.00" T "%" },
    { 0.001, "0.00" T "%" }, { NAN, "\xe2\x80\x93" }, { INFINITY, "\xe2\x80\x93" },
  };
  g_autofree char *plain = pf_format_percent (57.14);

  g_assert_cmpstr (plain, ==, "57.14" T "%");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *got = pf_format_signed_percent (rows[i].value);
      g_assert_cmpstr (got, ==, rows[i].expected);
    }
}

static void
test_measure (void)
{
  static const struct { const char *text, *expected; } rows[] = {
    { "", "" }, { "3", "3" }, { "181447", "181" T "447" }, { "199.8914411390464", "199.89" },
    { "-3.18", M "3.18" }, { "0.00012", "0.00012" }, { "0", "0" }, { "-0.5", "-0.5" },
    { "no number", "no number" }, { "1e5", "1e5" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *got = pf_format_measure (rows[i].text);
      g_assert_cmpstr (got, ==, rows[i].expected);
    }
}

static void
test_price_and_quantity (void)
{
  g_autofree char *price = pf_format_price ((PfPrice){ money ("43291.4").e18 }, 1);
  g_autofree char *slipped = pf_format_price ((PfPrice){ money ("43291.456789").e18 }, 1);
  g_autofree char *none = pf_format_price (PF_PRICE_ZERO, 2);
  g_autofree char *quantity = pf_format_quantity ((PfQuantity){ money ("0.0046").e18 });

  g_assert_cmpstr (price, ==, "43" T "291.4");
  g_assert_cmpstr (slipped, ==, "43" T "291.5");
  g_assert_cmpstr (none, ==, "\xe2\x80\x93");
  g_assert_cmpstr (quantity, ==, "0.0046");
}

static void
test_times (void)
{
  static const struct { gint64 seconds; const char *expected; } rows[] = {
    { -5, "0 s" }, { 0, "0 s" }, { 59, "59 s" }, { 60, "1 m" }, { 3599, "59 m" },
    { 8040, "2 h 14 m" }, { 86400, "1 d 0 h" }, { 273600, "3 d 4 h" },
  };
  g_autofree char *time = pf_format_time (G_GINT64_CONSTANT (1709301900) * PF_NS_PER_SECOND);

  g_assert_cmpstr (time, ==, "2024-03-01 14:05");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *got = pf_format_duration (0, rows[i].seconds * PF_NS_PER_SECOND);
      g_assert_cmpstr (got, ==, rows[i].expected);
    }
}

static void
test_states (void)
{
  const char *const expected[] = { "active", "paused", "stopped", "error" };

  for (guint i = 0; i < PF_N_DEPLOYMENT_STATUSES; i++)
    g_assert_cmpstr (pf_format_status_class ((PfDeploymentStatus) i), ==, expected[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/format/money", test_money);
  g_test_add_func ("/pf/format/percent", test_percent);
  g_test_add_func ("/pf/format/measure", test_measure);
  g_test_add_func ("/pf/format/price-and-quantity", test_price_and_quantity);
  g_test_add_func ("/pf/format/times", test_times);
  g_test_add_func ("/pf/format/states", test_states);
  return g_test_run ();
}
