/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Margin: tables worked by hand, and random cases against whole numbers where nothing rounds. */
#include "market/pf-margin.h"

static PfMoney
money (const char *text)
{
  PfMoney out = PF_MONEY_ZERO;

  g_assert_true (pf_money_parse (text, &out, NULL));
  return out;
}

static void
test_pays (void)
{
  static const struct
  {
    const char *free, *notional, *fee;
    PfSide side;
    guint leverage;
    gboolean pays;
  } rows[] = {
    { "100", "100", "0", PF_SIDE_BUY, 1, TRUE },
    { "100.039999999999999999", "100", "0.04", PF_SIDE_BUY, 1, FALSE },
    { "100.04", "100", "0.04", PF_SIDE_BUY, 1, TRUE },
    /* a short sale's fee comes out of its proceeds */
    { "100", "100", "0.04", PF_SIDE_SELL, 1, TRUE },
    { "99.999999999999999999", "100", "0.04", PF_SIDE_SELL, 1, FALSE },
    { "33.34", "100", "0", PF_SIDE_BUY, 3, TRUE },
    /* 100 / 3 is rounded up */
    { "33.333333333333333333", "100", "0", PF_SIDE_BUY, 3, FALSE },
    { "33.333333333333333334", "100", "0", PF_SIDE_SELL, 3, TRUE },
    { "0.8", "100", "0", PF_SIDE_BUY, 125, TRUE },
    { "0.799999999999999999", "100", "0", PF_SIDE_BUY, 125, FALSE },
    /* the fee is not levered */
    { "20.03", "100", "0.04", PF_SIDE_BUY, 5, FALSE },
    { "20.04", "100", "0.04", PF_SIDE_BUY, 5, TRUE },
    { "0", "0.000000000000000001", "0", PF_SIDE_SELL, 1, FALSE },
    { "-1", "0.000000000000000001", "0", PF_SIDE_SELL, 125, FALSE },
    { "1000000000000000000", "1000000000000000000", "0", PF_SIDE_BUY, 125, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("row %u", i);
      g_assert_cmpint (pf_margin_pays (money (rows[i].free), money (rows[i].notional),
                                       money (rows[i].fee), rows[i].side, rows[i].leverage),
                       ==, rows[i].pays);
    }
}

static void
test_affordable (void)
{
  static const struct
  {
    const char *free, *price, *fee_rate;
    guint leverage;
    const char *step, *units;
  } rows[] = {
    { "1000", "10", "0", 1, "1", "100" },
    { "999.99", "10", "0", 1, "1", "99" },
    { "1000", "10", "0.001", 1, "1", "99" },
    { "1001", "10", "0.001", 1, "1", "100" },
    { "10000", "43000", "0.0004", 1, "0.00000001", "0.23246515" },
    { "1000", "10", "0", 5, "1", "500" },
    /* a unit takes 10 / 5 of margin and 0.01 of fee */
    { "1000", "10", "0.001", 5, "1", "497" },
    { "2.01", "10", "0.001", 5, "1", "1" },
    { "2.009", "10", "0.001", 5, "1", "0" },
    { "0", "10", "0", 1, "1", "0" },
    { "-5", "10", "0", 1, "1", "0" },
    /* beyond what can be computed: nothing, and no wrap */
    { "1000000000000000000", "0.000000000000000001", "0", 125, "1", "0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      PfPrice price = PF_PRICE_ZERO;
      PfRate fee_rate = PF_RATE_ZERO;
      PfQuantity step = PF_QUANTITY_ZERO;
      g_autofree char *units = NULL;

      g_assert_true (pf_price_parse (rows[i].price, &price, NULL));
      g_assert_true (pf_rate_parse (rows[i].fee_rate, &fee_rate, NULL));
      g_assert_true (pf_quantity_parse (rows[i].step, &step, NULL));
      units = pf_quantity_to_string (pf_margin_affordable (money (rows[i].free), price, fee_rate,
                                                           rows[i].leverage, step));
      g_assert_cmpstr (units, ==, rows[i].units);
    }
}

/* What is affordable is paid for, and one step more is not. */
static void
test_affordable_is_the_most (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (guint i = 0; i < 20000; i++)
    {
      PfPrice price = pf_price_from_points (g_rand_int_range (rand, 1, 5000000), 2);
      PfMoney free = { (PfInt128) g_rand_int_range (rand, 1, 100000000) * 1000000000000000 };
      PfRate fee_rate = pf_rate_from_ppm (g_rand_int_range (rand, 0, 1000));
      guint leverage = (guint) g_rand_int_range (rand, 1, PF_LEVERAGE_MAX + 1);
      PfQuantity step = { 1000000000000000 };
      PfQuantity most = pf_margin_affordable (free, price, fee_rate, leverage, step);

      g_assert_true (most.e18 % step.e18 == 0);
      for (guint more = 0; more < 2; more++)
        {
          PfMoney notional = PF_MONEY_ZERO;

          g_assert_true (pf_notional (price, most, &notional));
          g_assert_cmpint (pf_margin_pays (free, notional, pf_money_scale (notional, fee_rate),
                                           PF_SIDE_BUY, leverage), ==, more == 0);
          most = pf_quantity_add (most, step);
        }
    }
}

static void
test_free (void)
{
  static const struct { const char *equity, *gross; guint leverage; const char *free; } rows[] = {
    { "1000", "0", 1, "1000" },
    { "1000", "400", 1, "600" },
    { "1000", "1000", 1, "0" },
    { "900", "1000", 1, "-100" },
    { "1000", "1000", 4, "750" },
    { "1000", "100", 3, "966.666666666666666666" },
    { "-50", "0", 10, "-50" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *free = pf_money_to_string (
          pf_margin_free (money (rows[i].equity), money (rows[i].gross), rows[i].leverage));
      g_assert_cmpstr (free, ==, rows[i].free);
    }
}

static void
test_is_lost (void)
{
  static const struct { const char *equity, *maintenance, *gross; gboolean lost; } rows[] = {
    { "10", "4", "1000", FALSE },
    { "4.000000000000000001", "4", "1000", FALSE },
    { "4", "4", "1000", TRUE },
    { "-1", "4", "1000", TRUE },
    { "0", "0", "1000", TRUE },
    { "0.000000000000000001", "0", "1000", FALSE },
    /* nothing at stake, nothing to liquidate */
    { "0", "0", "0", FALSE },
    { "-5", "0", "0", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (pf_margin_is_lost (money (rows[i].equity), money (rows[i].maintenance),
                                        money (rows[i].gross)), ==, rows[i].lost);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/margin/pays", test_pays);
  g_test_add_func ("/pf/margin/affordable", test_affordable);
  g_test_add_func ("/pf/margin/affordable-is-the-most", test_affordable_is_the_most);
  g_test_add_func ("/pf/margin/free", test_free);
  g_test_add_func ("/pf/margin/is-lost", test_is_lost);
  return g_test_run ();
}
