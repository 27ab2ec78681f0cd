/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/pf-limits.h"

#include <string.h>

static PfMoney
money (const char *text)
{
  PfMoney out;

  g_assert_true (pf_money_parse (text, &out, NULL));
  return out;
}

static PfPrice
price (const char *text)
{
  return (PfPrice){ money (text).e18 };
}

static PfDeploymentSpec
spec_of (const char *text)
{
  PfDeploymentSpec spec;
  g_autoptr (GError) error = NULL;

  g_assert_true (pf_deployment_spec_parse (text, &spec, &error));
  return spec;
}

static void
test_size (void)
{
  static const struct
  {
    const char *spec, *equity, *price, *fee, *slippage, *expected;
  } rows[] = {
    /* 2 % of 10,000 at 43,250 */
    { "s", "10000", "43250", "0.0004", "0", "0.00462427" },
    { "s,profile=standard", "10000", "100", "0", "0", "10" },
    /* the money limit comes first: 10 % of 200,000 are 20,000 > 10,000 */
    { "s,profile=standard", "200000", "100", "0", "0", "100" },
    { "s,sizing=units=1.5", "1", "100", "0", "0", "1.5" },
    { "s,profile=none", "10000", "100", "0", "0", "100" },
    /* 10000 / (100 x 1.0004 x 1.001) = 99.8601558...: floored */
    { "s,profile=none", "10000", "100", "0.0004", "0.001", "99.86015583" },
    { "s,profile=none,sizing=fraction=0.5", "10000", "3", "0", "0", "1666.66666666" },
    { "s,profile=none", "0", "100", "0", "0", "0" },
    { "s,profile=none", "-5", "100", "0", "0", "0" },
  };
  PfInstrument instrument = pf_instrument_unknown ("BTCUSDT", 2);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      PfDeploymentSpec spec = spec_of (rows[i].spec);
      g_autofree char *got = NULL;
      PfQuantity quantity;
      PfRate fee, slippage;
      g_assert_true (pf_rate_parse (rows[i].fee, &fee, NULL));
      g_assert_true (pf_rate_parse (rows[i].slippage, &slippage, NULL));
      g_assert_true (pf_limits_size (&spec, &instrument, money (rows[i].equity),
                                     price (rows[i].price), fee, slippage, &quantity));
      got = pf_quantity_to_string (quantity);
      g_assert_cmpstr (got, ==, rows[i].expected);
    }
}

static void
test_size_refuses_nonsense (void)
{
  PfInstrument instrument = pf_instrument_unknown ("BTCUSDT", 2);
  PfDeploymentSpec spec = spec_of ("s");
  PfQuantity quantity;

  g_assert_false (pf_limits_size (&spec, &instrument, money ("1"), PF_PRICE_ZERO, PF_RATE_ZERO,
                                  PF_RATE_ZERO, &quantity));
  g_assert_false (pf_limits_size (&spec, &instrument, money ("1000000000000000000"),
                                  (PfPrice){ 1 }, PF_RATE_ZERO, PF_RATE_ZERO, &quantity));
  instrument.max_quantity = pf_quantity_from_int (1);
  g_assert_true (pf_limits_size (&spec, &instrument, money ("1000000"), price ("1"), PF_RATE_ZERO,
                                 PF_RATE_ZERO, &quantity));
  g_assert_true (quantity.e18 == pf_quantity_from_int (1).e18);
}

static void
test_entry_limits (void)
{
  static const struct
  {
    const char *spec, *gross, *price, *quantity;
    guint deployment, symbol, desk;
    PfRefusalReason expected;
  } rows[] = {
    { "s", "0", "100", "2", 0, 0, 0, PF_REFUSAL_NONE },
    { "s", "0", "100", "2.00000001", 0, 0, 0, PF_REFUSAL_MAX_POSITION },
    { "s", "0", "0", "2", 0, 0, 0, PF_REFUSAL_NO_PRICE },
    { "s", "0", "100", "0", 0, 0, 0, PF_REFUSAL_MIN_QUANTITY },
    { "s", "0", "100", "0.00000001", 0, 0, 0, PF_REFUSAL_MIN_QUANTITY },
    { "s", "0", "100", "0.04999999", 0, 0, 0, PF_REFUSAL_MIN_NOTIONAL },
    { "s", "0", "100", "0.05", 0, 0, 0, PF_REFUSAL_NONE },
    { "s", "0", "100", "1", 2, 2, 2, PF_REFUSAL_NONE },
    { "s", "0", "100", "1", 3, 3, 3, PF_REFUSAL_MAX_OPEN_POSITIONS },
    { "s,max_open_positions=0", "0", "100", "1", 3, 3, 3, PF_REFUSAL_NONE },
    { "s", "0", "100", "1", 0, 5, 5, PF_REFUSAL_SYMBOL_LIMIT },
    { "s", "0", "100", "1", 0, 0, 10, PF_REFUSAL_DESK_LIMIT },
    { "s", "9800", "100", "2", 0, 0, 0, PF_REFUSAL_BALANCE },     /* the fee is too much */
    { "s", "9799.91", "100", "2", 0, 0, 0, PF_REFUSAL_NONE },
    { "s", "29800.01", "100", "2", 0, 0, 0, PF_REFUSAL_LEVERAGE },
    { "s,profile=none,sizing=units=500", "0", "100", "500", 0, 0, 0, PF_REFUSAL_NONE },
    { "s,profile=standard", "0", "100", "10.1", 0, 0, 0, PF_REFUSAL_MAX_POSITION },
  };
  PfInstrument instrument = pf_instrument_unknown ("BTCUSDT", 2);

  instrument.min_notional = money ("5");
  instrument.min_quantity = pf_quantity_from_int (0);
  instrument.min_quantity.e18 = money ("0.0001").e18;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      PfDeploymentSpec spec = spec_of (rows[i].spec);
      PfExposure exposure = { .portfolio = money ("10000"), .gross = money (rows[i].gross),
                              .deployment_positions = rows[i].deployment,
                              .symbol_positions = rows[i].symbol, .desk_positions = rows[i].desk,
                              .desk_positions_max = 10, .symbol_positions_max = 5 };
      PfQuantity quantity = { money (rows[i].quantity).e18 };
      PfRefusal refusal = { 0 };
      PfRefusalReason got
          = pf_limits_check_entry (&spec, &instrument, &exposure, price (rows[i].price), quantity,
                                   pf_rate_from_ppm (400), &refusal);
      g_test_message ("row %u: %s", i, refusal.sentence);
      g_assert_cmpint (got, ==, rows[i].expected);
      g_assert_cmpint (refusal.reason, ==, rows[i].expected);
      g_assert_cmpint (got != PF_REFUSAL_NONE, ==, refusal.sentence[0] != '\0');
      g_assert_true (got == PF_REFUSAL_NONE || g_str_has_suffix (refusal.sentence, "."));
    }
}

static void
test_loss_limits (void)
{
  static const struct
  {
    const char *spec, *equity, *day_start, *peak;
    PfRefusalReason expected;
  } rows[] = {
    { "s", "9900.01", "10000", "10000", PF_REFUSAL_NONE },
    { "s", "9900", "10000", "10000", PF_REFUSAL_DAILY_LOSS },     /* reached means >= */
    { "s", "20000", "10000", "20000", PF_REFUSAL_NONE },          /* a gain is no loss */
    { "s,daily_loss=0", "9500", "10000", "10000", PF_REFUSAL_DRAWDOWN },
    { "s,daily_loss=0", "9500.01", "10000", "10000", PF_REFUSAL_NONE },
    { "s,daily_loss=0,drawdown=0", "1", "10000", "10000", PF_REFUSAL_NONE },
    /* 5 % of 20,000 are 1,000, but 500 come first */
    { "s,profile=standard", "19500", "20000", "20000", PF_REFUSAL_DAILY_LOSS },
    { "s,profile=standard", "19500.01", "20000", "20000", PF_REFUSAL_NONE },
    { "s", "-100", "-50", "10000", PF_REFUSAL_DRAWDOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      PfDeploymentSpec spec = spec_of (rows[i].spec);
      PfRefusal refusal = { 0 };
      g_assert_cmpint (pf_limits_check_loss (&spec.limits, money (rows[i].equity),
                                             money (rows[i].day_start), money (rows[i].peak),
                                             &refusal), ==, rows[i].expected);
      g_assert_cmpint (refusal.reason, ==, rows[i].expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/limits/size", test_size);
  g_test_add_func ("/pf/limits/size-refuses-nonsense", test_size_refuses_nonsense);
  g_test_add_func ("/pf/limits/entry", test_entry_limits);
  g_test_add_func ("/pf/limits/loss", test_loss_limits);
  return g_test_run ();
}
