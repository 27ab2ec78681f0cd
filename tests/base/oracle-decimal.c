/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * oracle-decimal SEED COUNT: prints COUNT random cases, one a line, each with the answer of
 * base/pf-decimal.h. test-decimal-oracle.py computes them again with another program's decimals.
 *
 *   OPERATION <tab> ARGUMENT... <tab> ANSWER
 *
 * Numbers are the whole counts that the structs keep. Half of the operands are round or lie on a
 * tie or at an edge, because that is where rounding and overflow go wrong.
 */
#include "base/pf-decimal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LARGEST ((PfInt128) (~(PfUint128) 0 >> 1))

static guint64 state;

static guint64
random_word (void)
{
  guint64 z = state += 0x9e3779b97f4a7c15u;

  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

static guint
random_below (guint n)
{
  return (guint) (random_word () % n);
}

static PfInt128
power_of_ten (guint exponent)
{
  PfInt128 power = 1;

  while (exponent-- > 0)
    power *= 10;
  return power;
}

/* 0 <= it < 2^bits, any number of leading zeros being as likely; bits <= 127 */
static PfInt128
random_positive (guint bits)
{
  guint kept = random_below (bits + 1);
  PfUint128 value = (PfUint128) random_word () << 64 | random_word ();

  if (kept == 0)
    return 0;
  value >>= 128 - kept;
  switch (random_below (6))
    {
    case 0:                             /* round */
      value -= value % (PfUint128) power_of_ten (random_below (19));
      break;
    case 1:                             /* one digit, then zeros */
      value = (PfUint128) power_of_ten (random_below (kept * 3 / 10 + 1)) * (1 + random_below (9));
      break;
    case 2:                             /* at a power of two */
      value = ((PfUint128) 1 << (kept - 1)) + random_below (3) - 1;
      break;
    default:
      break;
    }
  return (PfInt128) (value & (((PfUint128) 1 << bits) - 1));
}

static PfInt128
random_signed (guint bits)
{
  PfInt128 value = random_positive (bits);

  return random_below (2) == 0 ? value : -value;
}

static PfRate
random_rate (gint64 most_e12)
{
  gint64 rate = (gint64) (random_word () % (guint64) (most_e12 + 1));

  return (PfRate){ random_below (2) == 0 ? rate : rate - rate % 10000000 };
}

static void
say (PfInt128 value)
{
  char buffer[PF_DECIMAL_TEXT_MAX];

  printf ("\t%s", pf_decimal_print (value, 0, buffer));
}

static void
answer (gboolean fits, PfInt128 value)
{
  if (fits)
    say (value);
  else
    fputs ("\tno", stdout);
  putchar ('\n');
}

/* --- the operations --------------------------------------------------------------------------- */

static void
case_mul_div (void)
{
  static const char *const names[] = { "floor", "ceil", "half-even" };
  PfInt128 a = random_signed (127), b = random_signed (127), d = random_signed (127), out = 0;
  PfRounding rounding = (PfRounding) random_below (3);
  gboolean fits;

  switch (random_below (8))
    {
    case 0:
      d = power_of_ten (18);
      break;
    case 1:
      d = power_of_ten (12);
      break;
    case 2:                             /* exactly half way */
      d = 2 * random_positive (60) + 2;
      a = d * random_signed (60) + d / 2;
      b = 1 + 2 * (PfInt128) random_below (50);
      break;
    case 3:                             /* the largest that fits, or one or two more */
      a = LARGEST - random_below (3);
      d = LARGEST - 2 - random_positive (126);
      b = d + random_below (3) - 1;
      break;
    case 4:                             /* the upper 128 bits of the product are the divisor */
      d = random_positive (100) + 1;
      a = (PfInt128) 1 << 126;
      b = 4 * d + random_below (4);
      break;
    default:
      break;
    }
  if (d == 0)
    d = 1;
  fits = pf_int128_mul_div (a, b, d, rounding, &out);
  printf ("mul-div\t%s", names[rounding]);
  say (a);
  say (b);
  say (d);
  answer (fits, out);
}

static void
case_notional (void)
{
  PfPrice price = { random_positive (120) };
  PfQuantity quantity = { random_signed (110) };
  PfMoney out = PF_MONEY_ZERO;
  gboolean fits;

  if (random_below (3) == 0)            /* exactly half way */
    {
      guint zeros = random_below (18);
      price.e18 = (1 + 2 * random_positive (50)) * power_of_ten (zeros);
      quantity.e18 = 5 * (1 + 2 * (PfInt128) random_below (100000)) * power_of_ten (17 - zeros);
    }
  fits = pf_notional (price, quantity, &out);
  fputs ("notional", stdout);
  say (price.e18);
  say (quantity.e18);
  answer (fits, out.e18);
}

static void
case_floor (void)
{
  PfQuantity quantity = { random_signed (125) };
  PfQuantity step = { random_below (4) == 0 ? random_positive (90) + 1
                                            : power_of_ten (random_below (24)) };

  fputs ("floor", stdout);
  say (quantity.e18);
  say (step.e18);
  answer (TRUE, pf_quantity_floor (quantity, step).e18);
}

static void
case_for_money (void)
{
  PfMoney money = { random_signed (120) };
  PfPrice price = { random_signed (100) };
  PfQuantity step = { power_of_ten (random_below (20)) }, out = PF_QUANTITY_ZERO;
  gboolean fits;

  if (random_below (4) != 0)
    {
      money.e18 = pf_money_abs (money).e18;
      price.e18 = price.e18 < 0 ? -price.e18 : price.e18;
    }
  fits = pf_quantity_for_money (money, price, step, &out);
  fputs ("for-money", stdout);
  say (money.e18);
  say (price.e18);
  say (step.e18);
  answer (fits, out.e18);
}

static void
case_average (void)
{
  PfMoney money = { random_signed (120) };
  /* money x 1e18 / quantity has to stay below 2^126 */
  PfInt128 quantity = random_positive (120) + 1;

  while (pf_money_abs (money).e18 >> 66 >= quantity)
    quantity *= 8;
  if (random_below (2) == 0)
    quantity = -quantity;
  fputs ("average", stdout);
  say (money.e18);
  say (quantity);
  answer (TRUE, pf_price_average (money, (PfQuantity){ quantity }).e18);
}

static void
case_scale (void)
{
  PfPrice price = { random_positive (119) };
  PfRate rate = random_rate (2 * power_of_ten (12));
  guint which = random_below (4);
  static const char *const names[] = { "scale-up", "scale-down", "money-scale", "quantity-scale" };
  PfQuantity step = { power_of_ten (random_below (20)) };
  PfInt128 out;

  if (which < 2 && random_below (3) == 0)       /* exactly half way */
    {
      price.e18 = 1 + 2 * random_positive (60);
      rate.e12 = 500000000000 + (gint64) random_below (2) * 1000000000000;
    }
  if (which >= 2 && random_below (2) == 0)
    price.e18 = -price.e18;
  out = which == 0   ? pf_price_scale_up (price, rate).e18
        : which == 1 ? pf_price_scale_down (price, rate).e18
        : which == 2 ? pf_money_scale ((PfMoney){ price.e18 }, rate).e18
                     : pf_quantity_scale ((PfQuantity){ price.e18 }, rate, step).e18;
  fputs (names[which], stdout);
  say (price.e18);
  say (rate.e12);
  if (which == 3)
    say (step.e18);
  answer (TRUE, out);
}

static void
case_ratio (void)
{
  PfMoney part = { random_signed (125) }, whole = { random_signed (125) };

  if (random_below (10) == 0)
    whole.e18 = 0;
  if (random_below (4) == 0)            /* exactly half way */
    {
      whole.e18 = 2 * power_of_ten (12);
      part.e18 = random_signed (60);
    }
  fputs ("ratio", stdout);
  say (part.e18);
  say (whole.e18);
  answer (TRUE, pf_money_ratio (part, whole).e12);
}

static void
case_points (void)
{
  gint64 points = (gint64) random_word () >> random_below (64), back = 0;
  guint from = random_below (19), to = random_below (19);
  PfPrice price = pf_price_from_points (points, from);
  gboolean fits = pf_price_to_points (price, to, &back);

  printf ("points\t%u\t%u", from, to);
  say (points);
  say (price.e18);
  answer (fits, back);
}

/* --- text ------------------------------------------------------------------------------------- */

static void
case_print (void)
{
  char buffer[PF_DECIMAL_TEXT_MAX];
  guint decimals = random_below (19);
  PfInt128 value = random_signed (127);

  fputs ("print", stdout);
  say (value);
  printf ("\t%u\t%s\n", decimals, pf_decimal_print (value, decimals, buffer));
}

static void
case_fixed (void)
{
  char buffer[PF_DECIMAL_TEXT_MAX];
  guint decimals = random_below (19), shown = random_below (decimals + 1);
  PfInt128 value = random_signed (127);

  if (random_below (3) == 0 && shown < decimals)        /* exactly half way */
    value = random_signed (60) * power_of_ten (decimals - shown)
            + 5 * power_of_ten (decimals - shown - 1);
  fputs ("fixed", stdout);
  say (value);
  printf ("\t%u\t%u\t%s\n", decimals, shown,
          pf_decimal_print_fixed (value, decimals, shown, buffer));
}

static char *
random_digits (char *at, guint n)
{
  gboolean zeros = random_below (3) == 0;

  while (n-- > 0)
    *at++ = zeros || random_below (4) == 0 ? '0' : (char) ('0' + random_below (10));
  return at;
}

static void
random_text (char text[80])
{
  static const char strange[] = "+-.eE 0,_xn/:";
  char *at = text;

  if (random_below (3) == 0)
    *at++ = "+-"[random_below (2)];
  if (random_below (20) == 0)
    at += strlen (strcpy (at, "1000000000000000000"));
  else
    at = random_digits (at, random_below (8) == 0 ? random_below (25) : random_below (19));
  if (random_below (3) != 0)
    {
      *at++ = '.';
      at = random_digits (at, random_below (22));
      if (random_below (6) == 0)
        at += strlen (strcpy (at, "000000000"));
    }
  *at = '\0';
  if (random_below (6) == 0 && at > text)
    text[random_below ((guint) (at - text))] = strange[random_below (sizeof strange - 1)];
}

static void
case_parse (void)
{
  static const char *const codes[] = { "syntax", "digits", "range" };
  g_autoptr (GError) error = NULL;
  guint decimals = random_below (2) == 0 ? PF_DECIMALS : random_below (19);
  PfInt128 value = 0;
  char text[80];

  random_text (text);
  printf ("parse\t%u\t%s", decimals, text);
  if (pf_decimal_parse (text, -1, decimals, &value, &error))
    answer (TRUE, value);
  else
    printf ("\t%s\n", codes[error->code]);
}

static void
case_rate (void)
{
  g_autoptr (GError) error = NULL;
  guint which = random_below (3);
  static const char *const names[] = { "rate", "percent", "bps" };
  gboolean (*const parse[]) (const char *, PfRate *, GError **)
      = { pf_rate_parse, pf_rate_parse_percent, pf_rate_parse_bps };
  PfRate rate = PF_RATE_ZERO;
  char text[80];
  gboolean good;

  random_text (text);
  good = parse[which](text, &rate, &error);
  printf ("%s\t%s", names[which], text);
  answer (good, rate.e12);
}

int
main (int argc, char **argv)
{
  static void (*const cases[]) (void) = {
    case_mul_div, case_mul_div, case_notional, case_notional, case_parse, case_parse, case_print,
    case_fixed, case_floor, case_for_money, case_average, case_scale, case_scale, case_ratio,
    case_points, case_rate,
  };
  guint64 count;

  if (argc != 3)
    return 2;
  state = strtoull (argv[1], NULL, 10);
  count = strtoull (argv[2], NULL, 10);
  for (guint64 i = 0; i < count; i++)
    cases[i % G_N_ELEMENTS (cases)]();
  return fflush (stdout) != 0;
}
