/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/pf-decimal.h"

#include <string.h>

G_DEFINE_QUARK (pf-decimal-error-quark, pf_decimal_error)

#define PF_E18 ((PfInt128) 1000000000000000000)

static const gint64 powers[] = {
  1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000,
  100000000000, 1000000000000, 10000000000000, 100000000000000, 1000000000000000,
  10000000000000000, 100000000000000000, 1000000000000000000,
};

/* --- text ------------------------------------------------------------------------------------- */

static gboolean
refuse (GError **error, PfDecimalError code, const char *text, gssize length, const char *why)
{
  /* Whatever bytes came in, the sentence is text that can be shown. */
  g_autofree char *shown = g_utf8_make_valid (text, MIN (length, 60));

  g_set_error (error, PF_DECIMAL_ERROR, (int) code, "'%s' %s", shown, why);
  return FALSE;
}

gboolean
pf_decimal_parse (const char *text, gssize length, guint decimals, PfInt128 *out, GError **error)
{
  /* both parts have at most 18 digits that count, so 64 bits hold each */
  guint64 whole = 0, fraction = 0;
  PfInt128 value;
  gssize i = 0, start;
  guint n_fraction = 0;
  gboolean negative = FALSE;

  g_assert (decimals <= PF_DECIMALS);
  if (length < 0)
    length = (gssize) strlen (text);
  if (i < length && (text[i] == '-' || text[i] == '+'))
    negative = text[i++] == '-';
  for (start = i; i < length && g_ascii_isdigit (text[i]); i++)
    {
      whole = whole * 10 + (guint64) (text[i] - '0');
      if (whole > (guint64) PF_DECIMAL_INPUT_MAX_UNITS)
        return refuse (error, PF_DECIMAL_ERROR_RANGE, text, length, "is too large.");
    }
  if (i == start || (i < length && (text[i] != '.' || i + 1 == length)))
    return refuse (error, PF_DECIMAL_ERROR_SYNTAX, text, length, "is not a plain decimal number.");
  if (i < length)
    for (i++; i < length; i++)
      {
        if (!g_ascii_isdigit (text[i]))
          return refuse (error, PF_DECIMAL_ERROR_SYNTAX, text, length,
                         "is not a plain decimal number.");
        if (n_fraction < decimals)
          {
            fraction = fraction * 10 + (guint64) (text[i] - '0');
            n_fraction++;
          }
        else if (text[i] != '0')
          return refuse (error, PF_DECIMAL_ERROR_DIGITS, text, length,
                         "has more digits after the point than can be kept.");
      }
  fraction *= (guint64) powers[decimals - n_fraction];
  if (whole == (guint64) PF_DECIMAL_INPUT_MAX_UNITS && fraction > 0)
    return refuse (error, PF_DECIMAL_ERROR_RANGE, text, length, "is too large.");
  value = (PfInt128) whole * powers[decimals] + (PfInt128) fraction;
  *out = negative ? -value : value;
  return TRUE;
}

/* Writes exactly n digits, with leading zeros. */
static char *
print_digits (char *at, guint64 value, guint n)
{
  for (char *digit = at + n; digit-- > at; value /= 10)
    *digit = (char) ('0' + (int) (value % 10));
  return at + n;
}

static guint
count_digits (guint64 value)
{
  guint n = 1;

  while (n < G_N_ELEMENTS (powers) && value >= (guint64) powers[n])
    n++;
  return n;
}

static char *
print_whole (char *at, PfUint128 value)
{
  guint64 low;

  if (value < (PfUint128) PF_E18)
    return print_digits (at, (guint64) value, count_digits ((guint64) value));
  low = (guint64) (value % (PfUint128) PF_E18);
  return print_digits (print_whole (at, value / (PfUint128) PF_E18), low, PF_DECIMALS);
}

char *
pf_decimal_print (PfInt128 value, guint decimals, char buffer[PF_DECIMAL_TEXT_MAX])
{
  PfUint128 size = pf_int128_magnitude (value), whole;
  guint64 fraction;
  guint shown = decimals;
  char *at = buffer;

  g_assert (decimals <= PF_DECIMALS);
  whole = size / (PfUint128) powers[decimals];
  fraction = (guint64) (size - whole * (PfUint128) powers[decimals]);
  if (value < 0)
    *at++ = '-';
  at = print_whole (at, whole);
  if (fraction != 0)
    {
      *at++ = '.';
      for (; fraction % 100000000 == 0; shown -= 8)
        fraction /= 100000000;
      for (; fraction % 10 == 0; shown--)
        fraction /= 10;
      at = print_digits (at, fraction, shown);
    }
  *at = '\0';
  return buffer;
}

char *
pf_decimal_print_fixed (PfInt128 value,
                        guint decimals,
                        guint shown,
                        char buffer[PF_DECIMAL_TEXT_MAX])
{
  PfInt128 rounded = 0;
  PfUint128 size, whole;
  char *at = buffer;
  gboolean fits;

  g_assert (decimals <= PF_DECIMALS && shown <= decimals);
  fits = pf_int128_mul_div (value, 1, powers[decimals - shown], PF_ROUND_HALF_EVEN, &rounded);
  g_assert (fits);
  size = pf_int128_magnitude (rounded);
  whole = size / (PfUint128) powers[shown];
  if (rounded < 0)
    *at++ = '-';
  at = print_whole (at, whole);
  if (shown > 0)
    {
      *at++ = '.';
      at = print_digits (at, (guint64) (size - whole * (PfUint128) powers[shown]), shown);
    }
  *at = '\0';
  return buffer;
}

static gboolean
parse_rate (const char *text, guint shift, PfRate *out, GError **error)
{
  PfInt128 value;

  if (!pf_decimal_parse (text, -1, PF_RATE_DECIMALS - shift, &value, error))
    return FALSE;
  if (pf_int128_magnitude (value) > (PfUint128) G_MAXINT64 / 4)
    return refuse (error, PF_DECIMAL_ERROR_RANGE, text, (gssize) strlen (text), "is too large.");
  out->e12 = (gint64) value;
  return TRUE;
}

gboolean
pf_price_parse (const char *text, PfPrice *out, GError **error)
{
  return pf_decimal_parse (text, -1, PF_DECIMALS, &out->e18, error);
}

gboolean
pf_quantity_parse (const char *text, PfQuantity *out, GError **error)
{
  return pf_decimal_parse (text, -1, PF_DECIMALS, &out->e18, error);
}

gboolean
pf_money_parse (const char *text, PfMoney *out, GError **error)
{
  return pf_decimal_parse (text, -1, PF_DECIMALS, &out->e18, error);
}

gboolean
pf_rate_parse (const char *text, PfRate *out, GError **error)
{
  return parse_rate (text, 0, out, error);
}

gboolean
pf_rate_parse_percent (const char *text, PfRate *out, GError **error)
{
  return parse_rate (text, 2, out, error);
}

gboolean
pf_rate_parse_bps (const char *text, PfRate *out, GError **error)
{
  return parse_rate (text, 4, out, error);
}

static char *
to_string (PfInt128 value, guint decimals)
{
  char buffer[PF_DECIMAL_TEXT_MAX];

  return g_strdup (pf_decimal_print (value, decimals, buffer));
}

char *pf_price_to_string (PfPrice price) { return to_string (price.e18, PF_DECIMALS); }
char *pf_quantity_to_string (PfQuantity quantity) { return to_string (quantity.e18, PF_DECIMALS); }
char *pf_money_to_string (PfMoney money) { return to_string (money.e18, PF_DECIMALS); }
char *pf_rate_to_string (PfRate rate) { return to_string (rate.e12, PF_RATE_DECIMALS); }
char *pf_rate_to_percent_string (PfRate rate) { return to_string (rate.e12, PF_RATE_DECIMALS - 2); }

/* --- conversions ------------------------------------------------------------------------------ */

PfPrice
pf_price_from_points (gint64 points, guint decimals)
{
  g_assert (decimals <= PF_DECIMALS);
  return (PfPrice){ (PfInt128) points * powers[PF_DECIMALS - decimals] };
}

gboolean
pf_price_to_points (PfPrice price, guint decimals, gint64 *points)
{
  PfInt128 value;

  g_assert (decimals <= PF_DECIMALS);
  if (price.e18 % powers[PF_DECIMALS - decimals] != 0)
    return FALSE;
  value = price.e18 / powers[PF_DECIMALS - decimals];
  if (value > G_MAXINT64 || value < G_MININT64)
    return FALSE;
  *points = (gint64) value;
  return TRUE;
}

PfPrice pf_price_from_int (gint64 units) { return (PfPrice){ units * PF_E18 }; }
PfQuantity pf_quantity_from_int (gint64 units) { return (PfQuantity){ units * PF_E18 }; }
PfMoney pf_money_from_int (gint64 units) { return (PfMoney){ units * PF_E18 }; }
PfRate
pf_rate_from_ppm (gint64 parts_per_million)
{
  return (PfRate){ parts_per_million * 1000000 };
}
PfRate pf_rate_from_percent (gint64 percent) { return (PfRate){ percent * 10000000000 }; }

/* The parts apart, so that what a double can hold exactly comes out exactly: 43250.5 does. */
static double
to_double (PfInt128 value)
{
  return (double) (value / PF_E18) + (double) (value % PF_E18) / 1e18;
}

double pf_price_to_double (PfPrice price) { return to_double (price.e18); }
double pf_quantity_to_double (PfQuantity quantity) { return to_double (quantity.e18); }
double pf_money_to_double (PfMoney money) { return to_double (money.e18); }
double pf_rate_to_double (PfRate rate) { return (double) rate.e12 / 1e12; }

/* --- arithmetic ------------------------------------------------------------------------------- */

/* For numbers whose bounds were checked on the way in: to overflow here is a bug. */
static PfInt128
must_mul_div (PfInt128 a, PfInt128 b, PfInt128 divisor, PfRounding rounding)
{
  PfInt128 out = 0;
  gboolean fits = pf_int128_mul_div (a, b, divisor, rounding, &out);

  g_assert (fits);
  return out;
}

gboolean
pf_notional (PfPrice price, PfQuantity quantity, PfMoney *out)
{
  return pf_int128_mul_div (price.e18, quantity.e18, PF_E18, PF_ROUND_HALF_EVEN, &out->e18);
}

PfPrice
pf_price_scale_up (PfPrice price, PfRate rate)
{
  if (rate.e12 == 0)
    return price;
  return (PfPrice){ must_mul_div (price.e18, powers[PF_RATE_DECIMALS] + (PfInt128) rate.e12,
                                  powers[PF_RATE_DECIMALS], PF_ROUND_HALF_EVEN) };
}

PfPrice
pf_price_scale_down (PfPrice price, PfRate rate)
{
  return pf_price_scale_up (price, (PfRate){ -rate.e12 });
}

PfMoney
pf_money_scale (PfMoney money, PfRate rate)
{
  return (PfMoney){ must_mul_div (money.e18, rate.e12, powers[PF_RATE_DECIMALS],
                                  PF_ROUND_HALF_EVEN) };
}

PfQuantity
pf_quantity_scale (PfQuantity quantity, PfRate rate, PfQuantity step)
{
  PfQuantity size = pf_quantity_abs (quantity), scaled;

  g_assert (rate.e12 >= 0);
  scaled.e18 = must_mul_div (size.e18, rate.e12, powers[PF_RATE_DECIMALS], PF_ROUND_FLOOR);
  scaled = pf_quantity_floor (scaled, step);
  return quantity.e18 < 0 ? pf_quantity_negate (scaled) : scaled;
}

PfQuantity
pf_quantity_floor (PfQuantity quantity, PfQuantity step)
{
  g_assert (step.e18 > 0);
  return (PfQuantity){ quantity.e18 - quantity.e18 % step.e18 };
}

gboolean
pf_quantity_for_money (PfMoney money, PfPrice price, PfQuantity step, PfQuantity *out)
{
  PfQuantity units;

  if (price.e18 <= 0 || money.e18 < 0
      || !pf_int128_mul_div (money.e18, PF_E18, price.e18, PF_ROUND_FLOOR, &units.e18))
    return FALSE;
  *out = pf_quantity_floor (units, step);
  return TRUE;
}

PfPrice
pf_price_average (PfMoney money, PfQuantity quantity)
{
  return (PfPrice){ must_mul_div (money.e18, PF_E18, quantity.e18, PF_ROUND_HALF_EVEN) };
}

PfRate
pf_money_ratio (PfMoney part, PfMoney whole)
{
  PfInt128 ratio = 0;

  if (whole.e18 == 0)
    return PF_RATE_ZERO;
  if (!pf_int128_mul_div (part.e18, powers[PF_RATE_DECIMALS], whole.e18, PF_ROUND_HALF_EVEN, &ratio)
      || ratio > G_MAXINT64 || ratio < -G_MAXINT64)
    return (PfRate){ (part.e18 < 0) == (whole.e18 < 0) ? G_MAXINT64 : -G_MAXINT64 };
  return (PfRate){ (gint64) ratio };
}
