/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pf_int128_mul_div: by hand at the edges, and against a product and quotient taken bit by bit. */
#include "base/pf-decimal.h"

#define LARGEST ((PfInt128) (~(PfUint128) 0 >> 1))
#define SMALLEST (-LARGEST - 1)
#define E18 ((PfInt128) 1000000000000000000)

static void
assert_value (PfInt128 actual, PfInt128 expected)
{
  char a[PF_DECIMAL_TEXT_MAX], b[PF_DECIMAL_TEXT_MAX];

  g_assert_cmpstr (pf_decimal_print (actual, 0, a), ==, pf_decimal_print (expected, 0, b));
}

/* quotients of small numbers, each sign and each rounding */
static void
test_rounding (void)
{
  static const struct { int a, b, divisor, floor, ceil, half_even; } cases[] = {
    { 7, 1, 2, 3, 4, 4 },     { -7, 1, 2, -4, -3, -4 },  { 7, -1, 2, -4, -3, -4 },
    { 7, 1, -2, -4, -3, -4 }, { -7, -1, 2, 3, 4, 4 },    { -7, 1, -2, 3, 4, 4 },
    { 5, 1, 2, 2, 3, 2 },     { -5, 1, 2, -3, -2, -2 },  { 1, 1, 2, 0, 1, 0 },
    { -1, 1, 2, -1, 0, 0 },   { 3, 1, 2, 1, 2, 2 },      { -3, 1, 2, -2, -1, -2 },
    { 10, 1, 4, 2, 3, 2 },    { 11, 1, 4, 2, 3, 3 },     { 9, 1, 4, 2, 3, 2 },
    { 1, 1, 3, 0, 1, 0 },     { 2, 1, 3, 0, 1, 1 },      { -1, 1, 3, -1, 0, 0 },
    { -2, 1, 3, -1, 0, -1 },  { 6, 5, 3, 10, 10, 10 },   { -6, 5, 3, -10, -10, -10 },
    { 0, 5, 3, 0, 0, 0 },     { 0, -5, 3, 0, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const int expected[] = { cases[i].floor, cases[i].ceil, cases[i].half_even };
      for (PfRounding rounding = PF_ROUND_FLOOR; rounding <= PF_ROUND_HALF_EVEN; rounding++)
        {
          PfInt128 out = 99;
          g_assert_true (pf_int128_mul_div (cases[i].a, cases[i].b, cases[i].divisor, rounding,
                                            &out));
          assert_value (out, expected[rounding]);
        }
    }
}

/* half way and beside it, where the product has more than 128 bits: (2q + 1) k / 2k, and with the
 * divisor a little larger or smaller */
static void
test_wide_ties (void)
{
  const PfInt128 factors[] = { E18 / 2, 5 * E18 + 3, (PfInt128) 1 << 70, (PfInt128) 1 << 124 };

  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    for (PfInt128 q = (PfInt128) 1 << 58; q < ((PfInt128) 1 << 58) + 4; q++)
      {
        PfInt128 k = factors[i], out = 0;
        g_assert_true (pf_int128_mul_div (2 * q + 1, k, 2 * k, PF_ROUND_HALF_EVEN, &out));
        assert_value (out, q + (q & 1));
        g_assert_true (pf_int128_mul_div (2 * q + 1, -k, 2 * k, PF_ROUND_HALF_EVEN, &out));
        assert_value (out, -q - (q & 1));
        if (k < 4 * q)
          continue;     /* one more in the divisor would be more than a half in the quotient */
        g_assert_true (pf_int128_mul_div (2 * q + 1, k, 2 * k + 1, PF_ROUND_HALF_EVEN, &out));
        assert_value (out, q);
        g_assert_true (pf_int128_mul_div (2 * q + 1, k, 2 * k - 1, PF_ROUND_HALF_EVEN, &out));
        assert_value (out, q + 1);
      }
}

static void
test_range (void)
{
  static const struct { PfInt128 a, b, divisor; gboolean fits; PfInt128 expected; } cases[] = {
    { LARGEST, 1, 1, TRUE, LARGEST },
    { LARGEST, -1, 1, TRUE, -LARGEST },
    { LARGEST, LARGEST, LARGEST, TRUE, LARGEST },
    { SMALLEST, 1, 1, FALSE, 0 },
    { SMALLEST, SMALLEST, SMALLEST, FALSE, 0 },
    { SMALLEST, LARGEST, SMALLEST, TRUE, LARGEST },
    { SMALLEST, 1, 2, TRUE, SMALLEST / 2 },
    { LARGEST, 2, 1, FALSE, 0 },
    { LARGEST, LARGEST, 1, FALSE, 0 },
    { SMALLEST, SMALLEST, 1, FALSE, 0 },
    { LARGEST, E18, E18, TRUE, LARGEST },
    { LARGEST, E18 + 1, E18, FALSE, 0 },
    { (PfInt128) 1 << 126, (PfInt128) 1 << 126, (PfInt128) 1 << 125, FALSE, 0 },
    { (PfInt128) 1 << 126, (PfInt128) 1 << 126, (PfInt128) 1 << 126, TRUE, (PfInt128) 1 << 126 },
    { 0, LARGEST, 1, TRUE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PfInt128 out = 12345;
      g_assert_cmpint (pf_int128_mul_div (cases[i].a, cases[i].b, cases[i].divisor, PF_ROUND_FLOOR,
                                          &out), ==, cases[i].fits);
      assert_value (out, cases[i].fits ? cases[i].expected : 12345);
    }
}

/* Where the exact quotient lies just above the largest number, the rounding decides. */
static void
test_range_by_rounding (void)
{
  PfInt128 a = LARGEST - 1;
  /* a + a / d is LARGEST + 1 / 2 (a is a multiple of 3), LARGEST being odd; or a trifle above it */
  const PfInt128 divisors[] = { a / 3 * 2, a - 1 };

  for (guint i = 0; i < G_N_ELEMENTS (divisors); i++)
    for (int sign = -1; sign <= 1; sign += 2)
      for (PfRounding rounding = PF_ROUND_FLOOR; rounding <= PF_ROUND_HALF_EVEN; rounding++)
        {
          PfRounding to_zero = sign > 0 ? PF_ROUND_FLOOR : PF_ROUND_CEIL;
          gboolean fits = rounding == to_zero || (rounding == PF_ROUND_HALF_EVEN && i == 1);
          PfInt128 out = 7;
          g_assert_cmpint (pf_int128_mul_div (sign * a, divisors[i] + 1, divisors[i], rounding,
                                              &out), ==, fits);
          assert_value (out, fits ? sign * LARGEST : 7);
        }
}

/* --- a second way: bits, one after the other -------------------------------------------------- */

/* 256 bits, the lowest first; the divisor has at most 127, so every sum fits */
static gboolean
slow_mul_div (PfUint128 a, PfUint128 b, PfUint128 divisor, PfUint128 *quotient, PfUint128 *rest)
{
  guint8 product[256] = { 0 };
  PfUint128 left = 0, result = 0;

  for (int i = 0; i < 128; i++)
    for (int j = 0, carry = 0; ((a >> i) & 1) != 0 && i + j < 256; j++)
      {
        int sum = product[i + j] + (j < 128 ? (int) ((b >> j) & 1) : 0) + carry;
        product[i + j] = (guint8) (sum & 1);
        carry = sum >> 1;
      }
  for (int i = 255; i >= 0; i--)
    {
      left = left << 1 | product[i];
      if (result >> 127 != 0)
        return FALSE;
      result <<= 1;
      if (left >= divisor)
        {
          left -= divisor;
          result |= 1;
        }
    }
  *quotient = result;
  *rest = left;
  return TRUE;
}

static PfInt128
random_number (GRand *rand)
{
  PfUint128 value = 0;
  int bits = g_rand_int_range (rand, 1, 128);

  for (int i = 0; i < 4; i++)
    value = value << 32 | g_rand_int (rand);
  if (g_rand_int_range (rand, 0, 4) == 0)
    return bits > 60 ? E18 : E18 / 1000000;
  return MAX ((PfInt128) (value >> (128 - bits)), 1);
}

static void
test_bit_by_bit (void)
{
  GRand *rand = g_rand_new_with_seed (20191017);
  guint n_wide = 0, n_over = 0;

  for (guint i = 0; i < 20000; i++)
    {
      PfInt128 a = random_number (rand), b = random_number (rand), d = random_number (rand);
      PfUint128 quotient, rest;
      PfInt128 floor = 0, ceil = 0;
      gboolean fits = slow_mul_div ((PfUint128) a, (PfUint128) b, (PfUint128) d, &quotient, &rest)
                      && quotient <= (PfUint128) LARGEST;
      g_assert_cmpint (pf_int128_mul_div (a, b, d, PF_ROUND_FLOOR, &floor), ==, fits);
      n_over += !fits;
      if (!fits)
        continue;
      n_wide += a > LARGEST / b;
      assert_value (floor, (PfInt128) quotient);
      if (quotient == (PfUint128) LARGEST)
        continue;
      g_assert_true (pf_int128_mul_div (a, b, d, PF_ROUND_CEIL, &ceil));
      assert_value (ceil, (PfInt128) quotient + (rest != 0));
    }
  /* else it would have looked at the easy ones only */
  g_assert_cmpuint (n_wide, >, 2000);
  g_assert_cmpuint (n_over, >, 2000);
  g_rand_free (rand);
}

static void
test_zero_divisor (void)
{
  PfInt128 out;

  if (g_test_subprocess ())
    {
      g_assert_false (pf_int128_mul_div (1, 1, 0, PF_ROUND_FLOOR, &out));
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
}

static void
test_magnitude (void)
{
  g_assert_true (pf_int128_magnitude (SMALLEST) == (PfUint128) 1 << 127);
  g_assert_true (pf_int128_magnitude (-5) == 5);
  g_assert_true (pf_int128_magnitude (LARGEST) == (PfUint128) LARGEST);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/int128/rounding", test_rounding);
  g_test_add_func ("/pf/int128/wide-ties", test_wide_ties);
  g_test_add_func ("/pf/int128/range", test_range);
  g_test_add_func ("/pf/int128/range-by-rounding", test_range_by_rounding);
  g_test_add_func ("/pf/int128/bit-by-bit", test_bit_by_bit);
  g_test_add_func ("/pf/int128/zero-divisor", test_zero_divisor);
  g_test_add_func ("/pf/int128/magnitude", test_magnitude);
  return g_test_run ();
}
