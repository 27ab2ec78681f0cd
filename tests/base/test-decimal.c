/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact numbers by hand; test-decimal-oracle.py has the million random cases. */
#include "base/pf-decimal.h"

#include <string.h>

#define E18 ((PfInt128) 1000000000000000000)
#define LARGEST ((PfInt128) (~(PfUint128) 0 >> 1))

static PfPrice
price (const char *text)
{
  PfPrice out = PF_PRICE_ZERO;

  g_assert_true (pf_price_parse (text, &out, NULL));
  return out;
}

static PfQuantity
quantity (const char *text)
{
  PfQuantity out = PF_QUANTITY_ZERO;

  g_assert_true (pf_quantity_parse (text, &out, NULL));
  return out;
}

static PfMoney
money (const char *text)
{
  PfMoney out = PF_MONEY_ZERO;

  g_assert_true (pf_money_parse (text, &out, NULL));
  return out;
}

static PfRate
percent (const char *text)
{
  PfRate out = PF_RATE_ZERO;

  g_assert_true (pf_rate_parse_percent (text, &out, NULL));
  return out;
}

static void
assert_text (char *actual, const char *expected)
{
  g_assert_cmpstr (actual, ==, expected);
  g_free (actual);
}

/* --- text ------------------------------------------------------------------------------------- */

static const struct { const char *text, *canonical; } good[] = {
  { "0", "0" }, { "-0", "0" }, { "+0", "0" }, { "0.000", "0" }, { "-0.0", "0" }, { "007", "7" },
  { "1", "1" }, { "+1", "1" }, { "-1", "-1" }, { "1.5", "1.5" }, { "1.50", "1.5" },
  { "10", "10" }, { "100.010", "100.01" }, { "0.000000000000000001", "0.000000000000000001" },
  { "-0.000000000000000001", "-0.000000000000000001" },
  { "1.0000000000000000000", "1" }, { "1.0000000000000000010", "1.000000000000000001" },
  { "0.10000000000000000000000000000000000000000000", "0.1" },
  { "000000000000000000000000000000001", "1" },
  { "1000000000000000000", "1000000000000000000" },
  { "1000000000000000000.000", "1000000000000000000" },
  { "-1000000000000000000", "-1000000000000000000" },
  { "999999999999999999.999999999999999999", "999999999999999999.999999999999999999" },
  { "123456789.000000001", "123456789.000000001" },
};

static void
test_parse_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      PfInt128 value = 42, again = 43;
      char buffer[PF_DECIMAL_TEXT_MAX];
      g_assert_true (pf_decimal_parse (good[i].text, -1, PF_DECIMALS, &value, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (pf_decimal_print (value, PF_DECIMALS, buffer), ==, good[i].canonical);
      g_assert_true (pf_decimal_parse (buffer, -1, PF_DECIMALS, &again, NULL));
      g_assert_true (value == again);
    }
}

static const struct { const char *text; PfDecimalError code; } bad[] = {
  { "", PF_DECIMAL_ERROR_SYNTAX }, { ".", PF_DECIMAL_ERROR_SYNTAX },
  { "1.", PF_DECIMAL_ERROR_SYNTAX }, { ".5", PF_DECIMAL_ERROR_SYNTAX },
  { "+", PF_DECIMAL_ERROR_SYNTAX }, { "-", PF_DECIMAL_ERROR_SYNTAX },
  { "+-1", PF_DECIMAL_ERROR_SYNTAX }, { "--1", PF_DECIMAL_ERROR_SYNTAX },
  { "-.5", PF_DECIMAL_ERROR_SYNTAX }, { "1e5", PF_DECIMAL_ERROR_SYNTAX },
  { "1E5", PF_DECIMAL_ERROR_SYNTAX }, { " 1", PF_DECIMAL_ERROR_SYNTAX },
  { "1 ", PF_DECIMAL_ERROR_SYNTAX }, { "1\n", PF_DECIMAL_ERROR_SYNTAX },
  { "0x1", PF_DECIMAL_ERROR_SYNTAX }, { "nan", PF_DECIMAL_ERROR_SYNTAX },
  { "inf", PF_DECIMAL_ERROR_SYNTAX }, { "1,5", PF_DECIMAL_ERROR_SYNTAX },
  { "1_000", PF_DECIMAL_ERROR_SYNTAX }, { "1.2.3", PF_DECIMAL_ERROR_SYNTAX },
  { "1.-2", PF_DECIMAL_ERROR_SYNTAX }, { "1.2e3", PF_DECIMAL_ERROR_SYNTAX },
  { "\xd9\xa1", PF_DECIMAL_ERROR_SYNTAX },      /* a digit, but none of ours */
  { "\xff", PF_DECIMAL_ERROR_SYNTAX },
  { "0.0000000000000000001", PF_DECIMAL_ERROR_DIGITS },
  { "1.0000000000000000005", PF_DECIMAL_ERROR_DIGITS },
  { "1000000000000000001", PF_DECIMAL_ERROR_RANGE },
  { "-1000000000000000000.000000000000000001", PF_DECIMAL_ERROR_RANGE },
  { "99999999999999999999999999999999999999999999999999", PF_DECIMAL_ERROR_RANGE },
  { "18446744073709551617", PF_DECIMAL_ERROR_RANGE },           /* 2^64 + 1 */
  { "340282366920938463463374607431768211457", PF_DECIMAL_ERROR_RANGE },        /* 2^128 + 1 */
};

static void
test_parse_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      PfInt128 value = 42;
      g_assert_false (pf_decimal_parse (bad[i].text, -1, PF_DECIMALS, &value, &error));
      g_assert_error (error, PF_DECIMAL_ERROR, (int) bad[i].code);
      g_assert_true (value == 42);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_false (pf_decimal_parse (bad[i].text, -1, PF_DECIMALS, &value, NULL));
    }
}

/* The sentence shows what was read, bounded, and as text whatever the bytes were. */
static void
test_sentence (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strnfill (100000, 'x');
  PfInt128 value;

  g_assert_false (pf_decimal_parse (text, -1, PF_DECIMALS, &value, &error));
  g_assert_cmpuint (strlen (error->message), <, 200);
  g_clear_error (&error);
  g_assert_false (pf_decimal_parse ("12x", -1, PF_DECIMALS, &value, &error));
  g_assert_cmpstr (error->message, ==, "'12x' is not a plain decimal number.");
  g_clear_error (&error);
  /* 59 letters, then one of two bytes: it is not cut in half */
  memset (text, 'x', 59);
  strcpy (text + 59, "\xc3\xa9\xc3\xa9");
  g_assert_false (pf_decimal_parse (text, -1, PF_DECIMALS, &value, &error));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

static void
test_parse_length (void)
{
  PfInt128 value = 0;

  g_assert_true (pf_decimal_parse ("12.75,rest", 5, 2, &value, NULL));
  g_assert_true (value == 1275);
  g_assert_true (pf_decimal_parse ("12.75", 2, 2, &value, NULL));
  g_assert_true (value == 1200);
  g_assert_false (pf_decimal_parse ("12.75", 3, 2, &value, NULL));
  g_assert_false (pf_decimal_parse ("12", 0, 2, &value, NULL));
  g_assert_false (pf_decimal_parse ("1\0002", 3, 2, &value, NULL));
}

static void
test_parse_decimals (void)
{
  PfInt128 value = 0;

  g_assert_true (pf_decimal_parse ("12", -1, 0, &value, NULL) && value == 12);
  g_assert_true (pf_decimal_parse ("12.0", -1, 0, &value, NULL) && value == 12);
  g_assert_false (pf_decimal_parse ("12.1", -1, 0, &value, NULL));
  g_assert_true (pf_decimal_parse ("12.1", -1, 1, &value, NULL) && value == 121);
  g_assert_false (pf_decimal_parse ("12.12", -1, 1, &value, NULL));
  g_assert_true (pf_decimal_parse ("-12.1", -1, 4, &value, NULL) && value == -121000);
}

static void
test_print (void)
{
  static const struct { gint64 value; guint decimals; const char *text; } cases[] = {
    { 0, 0, "0" }, { 0, 18, "0" }, { 5, 0, "5" }, { 5, 1, "0.5" }, { 50, 2, "0.5" },
    { -50, 2, "-0.5" }, { 100, 2, "1" }, { 1200, 2, "12" }, { 1, 18, "0.000000000000000001" },
    { -1, 3, "-0.001" }, { G_MAXINT64, 0, "9223372036854775807" },
    { G_MININT64, 0, "-9223372036854775808" }, { 100000000, 8, "1" }, { 100000000, 9, "0.1" },
    { 100000001, 9, "0.100000001" }, { 1000000000, 18, "0.000000001" },
  };
  char buffer[PF_DECIMAL_TEXT_MAX];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (pf_decimal_print (cases[i].value, cases[i].decimals, buffer), ==,
                     cases[i].text);
  g_assert_cmpstr (pf_decimal_print (LARGEST, 0, buffer), ==,
                   "170141183460469231731687303715884105727");
  g_assert_cmpstr (pf_decimal_print (-LARGEST - 1, 0, buffer), ==,
                   "-170141183460469231731687303715884105728");
  g_assert_cmpstr (pf_decimal_print (-LARGEST - 1, 18, buffer), ==,
                   "-170141183460469231731.687303715884105728");
}

static void
test_print_fixed (void)
{
  static const struct { const char *value; guint shown; const char *text; } cases[] = {
    { "0", 0, "0" }, { "0", 2, "0.00" }, { "1", 2, "1.00" }, { "-1", 2, "-1.00" },
    { "1.005", 2, "1.00" }, { "1.015", 2, "1.02" }, { "1.0050001", 2, "1.01" },
    { "-1.005", 2, "-1.00" }, { "-1.015", 2, "-1.02" }, { "-0.001", 2, "0.00" },
    { "0.999", 2, "1.00" }, { "9.995", 2, "10.00" }, { "0.5", 0, "0" }, { "1.5", 0, "2" },
    { "1234.5", 18, "1234.500000000000000000" }, { "0.05", 1, "0.0" }, { "0.15", 1, "0.2" },
  };
  char buffer[PF_DECIMAL_TEXT_MAX];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (pf_decimal_print_fixed (money (cases[i].value).e18, PF_DECIMALS,
                                             cases[i].shown, buffer), ==, cases[i].text);
  g_assert_cmpstr (pf_decimal_print_fixed (-LARGEST, PF_DECIMALS, PF_DECIMALS, buffer), ==,
                   "-170141183460469231731.687303715884105727");
}

static void
test_rates (void)
{
  PfRate rate = PF_RATE_ZERO;

  g_assert_true (pf_rate_parse ("0.02", &rate, NULL) && rate.e12 == 20000000000);
  g_assert_true (pf_rate_parse_percent ("2", &rate, NULL) && rate.e12 == 20000000000);
  g_assert_true (pf_rate_parse_bps ("200", &rate, NULL) && rate.e12 == 20000000000);
  g_assert_true (pf_rate_parse ("0.000000000001", &rate, NULL) && rate.e12 == 1);
  g_assert_true (pf_rate_parse_percent ("-0.0000000001", &rate, NULL) && rate.e12 == -1);
  g_assert_true (pf_rate_parse_bps ("0.00000001", &rate, NULL) && rate.e12 == 1);
  g_assert_false (pf_rate_parse ("0.0000000000001", &rate, NULL));
  g_assert_false (pf_rate_parse_percent ("0.00000000001", &rate, NULL));
  g_assert_false (pf_rate_parse_bps ("0.000000001", &rate, NULL));
  g_assert_false (pf_rate_parse ("2305844", &rate, NULL));       /* a quarter of 64 bits */
  g_assert_false (pf_rate_parse ("-999999999999999999", &rate, NULL));
  g_assert_cmpint (rate.e12, ==, 1);
  g_assert_cmpint (pf_rate_from_percent (2).e12, ==, 20000000000);
  g_assert_cmpint (pf_rate_from_ppm (400).e12, ==, 400000000);
  assert_text (pf_rate_to_string (pf_rate_from_ppm (400)), "0.0004");
  assert_text (pf_rate_to_percent_string (pf_rate_from_ppm (400)), "0.04");
  assert_text (pf_rate_to_percent_string (percent ("-2.5")), "-2.5");
}

static void
test_to_string (void)
{
  assert_text (pf_price_to_string (price ("43250.50")), "43250.5");
  assert_text (pf_quantity_to_string (quantity ("-0.00000001")), "-0.00000001");
  assert_text (pf_money_to_string (money ("1068817.375232")), "1068817.375232");
}

/* --- conversions ------------------------------------------------------------------------------ */

static void
test_points (void)
{
  gint64 points = 7;

  g_assert_true (pf_price_from_points (4325050, 2).e18 == price ("43250.5").e18);
  g_assert_true (pf_price_from_points (1, 18).e18 == 1);
  g_assert_true (pf_price_from_points (G_MAXINT64, 0).e18 == G_MAXINT64 * E18);
  g_assert_true (pf_price_to_points (price ("43250.5"), 2, &points) && points == 4325050);
  g_assert_true (pf_price_to_points (price ("-0.01"), 2, &points) && points == -1);
  points = 7;
  g_assert_false (pf_price_to_points (price ("43250.501"), 2, &points));
  g_assert_false (pf_price_to_points (price ("1000000000000000000"), 1, &points));
  g_assert_cmpint (points, ==, 7);
  g_assert_true (pf_price_to_points ((PfPrice){ G_MININT64 * E18 }, 0, &points)
                 && points == G_MININT64);
}

static void
test_doubles (void)
{
  g_assert_cmpfloat (pf_price_to_double (price ("43250.5")), ==, 43250.5);
  g_assert_cmpfloat (pf_quantity_to_double (quantity ("-0.1")), ==, -0.1);
  g_assert_cmpfloat (pf_money_to_double (money ("1000000000000000000")), ==, 1e18);
  g_assert_cmpfloat (pf_rate_to_double (percent ("2")), ==, 0.02);
  g_assert_true (pf_price_from_int (3).e18 == 3 * E18);
  g_assert_true (pf_quantity_from_int (-3).e18 == -3 * E18);
  g_assert_true (pf_money_from_int (3).e18 == 3 * E18);
}

/* --- arithmetic ------------------------------------------------------------------------------- */

static void
test_notional (void)
{
  static const struct { const char *price, *quantity, *notional; } cases[] = {
    { "43250", "0.175", "7568.75" },            /* FEATURES: 0.5 BTC at 43,250 x 35 % */
    { "43250", "-0.175", "-7568.75" },
    { "0.0000000001", "1000000000000000", "100000" },   /* 1e15 SHIB at a tick of 1e-10 */
    { "0.000000001", "0.0000000005", "0" },             /* 0.5e-18: to even */
    { "0.000000001", "0.0000000015", "0.000000000000000002" },
    { "0.000000001", "0.0000000025", "0.000000000000000002" },
    { "0.000000001", "-0.0000000025", "-0.000000000000000002" },
    { "0.000000001", "0.000000002500000001", "0.000000000000000003" },
    { "60000.123456789", "1.000000001", "60000.123516789123456789" },
    { "1", "0", "0" },
  };
  PfMoney out = PF_MONEY_ZERO;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (pf_notional (price (cases[i].price), quantity (cases[i].quantity), &out));
      assert_text (pf_money_to_string (out), cases[i].notional);
    }
  /* 1.7e20 of notional fit, 1.8e20 do not */
  g_assert_true (pf_notional (price ("170000000000"), quantity ("1000000000"), &out));
  g_assert_false (pf_notional (price ("180000000000"), quantity ("1000000000"), &out));
  g_assert_false (pf_notional (price ("180000000000"), quantity ("-1000000000"), &out));
  g_assert_false (pf_notional (price ("1000000000000000000"), quantity ("1000000000000000000"),
                               &out));
}

static void
test_scale (void)
{
  assert_text (pf_price_to_string (pf_price_scale_up (price ("43250"), percent ("2"))), "44115");
  assert_text (pf_price_to_string (pf_price_scale_down (price ("43250"), percent ("2"))), "42385");
  assert_text (pf_price_to_string (pf_price_scale_down (price ("43250"), percent ("100"))), "0");
  assert_text (pf_price_to_string (pf_price_scale_up ((PfPrice){ 1 }, percent ("50"))),
               "0.000000000000000002");         /* 1.5: to even */
  assert_text (pf_price_to_string (pf_price_scale_up ((PfPrice){ 3 }, percent ("50"))),
               "0.000000000000000004");         /* 4.5: to even */
  assert_text (pf_money_to_string (pf_money_scale (money ("7568.75"), percent ("0.04"))),
               "3.0275");
  assert_text (pf_money_to_string (pf_money_scale (money ("-7568.75"), percent ("0.04"))),
               "-3.0275");
  assert_text (pf_quantity_to_string (pf_quantity_scale (quantity ("0.5"), percent ("35"),
                                                         quantity ("0.001"))), "0.175");
  assert_text (pf_quantity_to_string (pf_quantity_scale (quantity ("-0.5"), percent ("35.5"),
                                                         quantity ("0.01"))), "-0.17");
}

static void
test_floor (void)
{
  static const struct { const char *quantity, *step, *floored; } cases[] = {
    { "1.23456", "0.001", "1.234" }, { "-1.23456", "0.001", "-1.234" }, { "0.0009", "0.001", "0" },
    { "-0.0009", "0.001", "0" }, { "5", "1", "5" }, { "5.999", "5", "5" }, { "7", "2.5", "5" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_text (pf_quantity_to_string (pf_quantity_floor (quantity (cases[i].quantity),
                                                           quantity (cases[i].step))),
                 cases[i].floored);
}

static void
test_for_money (void)
{
  PfQuantity out = quantity ("7");

  g_assert_true (pf_quantity_for_money (money ("200"), price ("60000"), quantity ("0.001"), &out));
  assert_text (pf_quantity_to_string (out), "0.003");
  g_assert_true (pf_quantity_for_money (money ("10000"), price ("3"), quantity ("0.00000001"),
                                        &out));
  assert_text (pf_quantity_to_string (out), "3333.33333333");
  g_assert_true (pf_quantity_for_money (money ("0"), price ("3"), quantity ("1"), &out));
  assert_text (pf_quantity_to_string (out), "0");
  out = quantity ("7");
  g_assert_false (pf_quantity_for_money (money ("200"), price ("0"), quantity ("0.001"), &out));
  g_assert_false (pf_quantity_for_money (money ("200"), price ("-1"), quantity ("0.001"), &out));
  g_assert_false (pf_quantity_for_money (money ("-200"), price ("1"), quantity ("0.001"), &out));
  g_assert_false (pf_quantity_for_money (money ("1000"), (PfPrice){ 1 }, quantity ("0.001"), &out));
  assert_text (pf_quantity_to_string (out), "7");
}

static void
test_average_and_ratio (void)
{
  assert_text (pf_price_to_string (pf_price_average (money ("100"), quantity ("3"))),
               "33.333333333333333333");
  assert_text (pf_price_to_string (pf_price_average (money ("200"), quantity ("3"))),
               "66.666666666666666667");
  assert_text (pf_price_to_string (pf_price_average (money ("100"), quantity ("-4"))), "-25");
  assert_text (pf_rate_to_string (pf_money_ratio (money ("1"), money ("3"))), "0.333333333333");
  assert_text (pf_rate_to_string (pf_money_ratio (money ("-2"), money ("3"))), "-0.666666666667");
  assert_text (pf_rate_to_string (pf_money_ratio (money ("5"), PF_MONEY_ZERO)), "0");
  g_assert_cmpint (pf_money_ratio (money ("100000000"), money ("0.1")).e12, ==, G_MAXINT64);
  g_assert_cmpint (pf_money_ratio (money ("-100000000"), money ("0.1")).e12, ==, -G_MAXINT64);
  g_assert_cmpint (pf_money_ratio (money ("100000000"), money ("-0.1")).e12, ==, -G_MAXINT64);
}

static void
test_sums (void)
{
  assert_text (pf_money_to_string (pf_money_add (money ("0.1"), money ("0.2"))), "0.3");
  assert_text (pf_money_to_string (pf_money_sub (money ("0.1"), money ("0.3"))), "-0.2");
  assert_text (pf_quantity_to_string (pf_quantity_add (quantity ("1"), quantity ("-2"))), "-1");
  assert_text (pf_quantity_to_string (pf_quantity_sub (quantity ("1"), quantity ("-2"))), "3");
  g_assert_true (pf_money_sub ((PfMoney){ -1 }, (PfMoney){ LARGEST }).e18 == -LARGEST - 1);
  g_assert_true (pf_money_sub ((PfMoney){ -1 }, (PfMoney){ -LARGEST - 1 }).e18 == LARGEST);
  g_assert_cmpint (pf_money_compare (money ("1"), money ("2")), ==, -1);
  g_assert_cmpint (pf_money_compare (money ("2"), money ("2")), ==, 0);
  g_assert_cmpint (pf_price_compare (price ("2"), price ("-2")), ==, 1);
  g_assert_cmpint (pf_quantity_compare (quantity ("2"), quantity ("2.0000001")), ==, -1);
  g_assert_cmpint (pf_rate_compare (percent ("2"), percent ("1")), ==, 1);
  assert_text (pf_money_to_string (pf_money_negate (money ("2"))), "-2");
  assert_text (pf_money_to_string (pf_money_abs (money ("-2"))), "2");
  assert_text (pf_quantity_to_string (pf_quantity_abs (quantity ("-2"))), "2");
  assert_text (pf_quantity_to_string (pf_quantity_negate (quantity ("2"))), "-2");
}

/* Where only a bug can overflow, the program stops instead of going on with a wrapped number. */
static void
test_overflow_asserts (gconstpointer data)
{
  PfMoney much = { LARGEST };

  if (g_test_subprocess ())
    {
      switch (GPOINTER_TO_INT (data))
        {
        case 0: much = pf_money_add (much, (PfMoney){ 1 }); break;
        case 1: much = pf_money_sub ((PfMoney){ -2 }, much); break;
        case 2: much = pf_money_scale (much, percent ("200")); break;
        case 3: much.e18 = pf_price_scale_up ((PfPrice){ LARGEST }, percent ("1")).e18; break;
        case 4: much.e18 = pf_price_average (much, (PfQuantity){ 1 }).e18; break;
        default: much.e18 = pf_quantity_floor (quantity ("1"), PF_QUANTITY_ZERO).e18; break;
        }
      g_print ("%d\n", much.e18 == 0);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*ERROR*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/decimal/parse/good", test_parse_good);
  g_test_add_func ("/pf/decimal/parse/bad", test_parse_bad);
  g_test_add_func ("/pf/decimal/parse/sentence", test_sentence);
  g_test_add_func ("/pf/decimal/parse/length", test_parse_length);
  g_test_add_func ("/pf/decimal/parse/decimals", test_parse_decimals);
  g_test_add_func ("/pf/decimal/print", test_print);
  g_test_add_func ("/pf/decimal/print-fixed", test_print_fixed);
  g_test_add_func ("/pf/decimal/rates", test_rates);
  g_test_add_func ("/pf/decimal/to-string", test_to_string);
  g_test_add_func ("/pf/decimal/points", test_points);
  g_test_add_func ("/pf/decimal/doubles", test_doubles);
  g_test_add_func ("/pf/decimal/notional", test_notional);
  g_test_add_func ("/pf/decimal/scale", test_scale);
  g_test_add_func ("/pf/decimal/floor", test_floor);
  g_test_add_func ("/pf/decimal/for-money", test_for_money);
  g_test_add_func ("/pf/decimal/average-and-ratio", test_average_and_ratio);
  g_test_add_func ("/pf/decimal/sums", test_sums);
  for (int i = 0; i < 6; i++)
    {
      static const char *const names[] = { "add", "sub", "scale", "scale-up", "average", "floor" };
      g_autofree char *path = g_strdup_printf ("/pf/decimal/overflow-asserts/%s", names[i]);
      g_test_add_data_func (path, GINT_TO_POINTER (i), test_overflow_asserts);
    }
  return g_test_run ();
}
