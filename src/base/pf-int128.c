/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * a x b / divisor with all 256 bits of the product, and a rounding that is named.
 *
 * Guarantees
 *  1. The quotient is that of the exact product, rounded once.
 *  2. FALSE, with out untouched, exactly when the result is beyond +-(2^127 - 1).
 */
#include "base/pf-decimal.h"

#define INT128_LARGEST (~(PfUint128) 0 >> 1)

typedef struct { PfUint128 high, low; } Wide;

static Wide
wide_product (PfUint128 a, PfUint128 b)
{
  PfUint128 a0 = (guint64) a, a1 = a >> 64, b0 = (guint64) b, b1 = b >> 64;
  PfUint128 low = a0 * b0, m1 = a1 * b0, m2 = a0 * b1, high = a1 * b1;
  PfUint128 middle = (low >> 64) + (guint64) m1 + (guint64) m2;

  return (Wide){ high + (m1 >> 64) + (m2 >> 64) + (middle >> 64),
                 (middle << 64) | (guint64) low };
}

/* One digit of a long division in base 2^64: rest x 2^64 + next by divisor, whose top bit is set;
 * rest < divisor on both sides. */
static guint64
divide_digit (PfUint128 *rest, guint64 next, PfUint128 divisor)
{
  guint64 high = (guint64) (divisor >> 64), low = (guint64) divisor;
  guint64 digit = (guint64) MIN (*rest / high, G_MAXUINT64);
  PfUint128 over = *rest - (PfUint128) digit * high;

  /* The upper half of the divisor alone guesses at most 2 too many. */
  for (; over >> 64 == 0 && (PfUint128) digit * low > ((over << 64) | next); digit--)
    over += high;
  *rest = ((over << 64) | next) - (PfUint128) digit * low;
  return digit;
}

/* 10^12 and 10^18, divisors of nearly every product: multiplications by their reciprocal instead
 * of divisions. shifted has its top bit set, reciprocal = (2^128 - 1) / shifted - 2^64. */
typedef struct { guint64 divisor, shifted, reciprocal; int shift; } Known;

#define KNOWN(divisor, shift) { divisor, (guint64) (divisor) << (shift), \
  (guint64) (~(PfUint128) 0 / ((guint64) (divisor) << (shift)) - ((PfUint128) 1 << 64)), shift }

static const Known e12 = KNOWN (1000000000000, 24), e18 = KNOWN (1000000000000000000, 4);

/* As divide_digit: Moeller and Granlund, Improved division by invariant integers, algorithm 4. */
static inline guint64
divide_digit_known (guint64 *rest, guint64 next, const Known known)
{
  PfUint128 guess = (PfUint128) known.reciprocal * *rest + (((PfUint128) *rest << 64) | next);
  guint64 digit = (guint64) (guess >> 64) + 1;
  guint64 left = next - digit * known.shifted;

  if (left > (guint64) guess)
    {
      digit--;
      left += known.shifted;
    }
  if (G_UNLIKELY (left >= known.shifted))
    {
      digit++;
      left -= known.shifted;
    }
  *rest = left;
  return digit;
}

/* x * y / known; FALSE when the quotient does not fit 128 bits. */
static inline gboolean
divide_known (PfUint128 x, PfUint128 y, const Known known, PfUint128 *quotient,
              guint64 *rest)
{
  int shift = known.shift;
  guint64 low, middle, high, left, upper;

  if (x >> 64 == 0 || y >> 64 == 0)
    {
      guint64 small = x >> 64 == 0 ? (guint64) x : (guint64) y;
      PfUint128 large = x >> 64 == 0 ? y : x;
      PfUint128 lower = (large & G_MAXUINT64) * small;
      PfUint128 higher = (large >> 64) * small + (lower >> 64);
      low = (guint64) lower;
      middle = (guint64) higher;
      high = (guint64) (higher >> 64);
    }
  else
    {
      Wide wide = wide_product (x, y);
      if (wide.high >> 64 != 0)
        return FALSE;
      low = (guint64) wide.low;
      middle = (guint64) (wide.low >> 64);
      high = (guint64) wide.high;
    }
  if (high >= known.divisor)
    return FALSE;
  left = high << shift | middle >> (64 - shift);
  upper = divide_digit_known (&left, middle << shift | low >> (64 - shift), known);
  *quotient = (PfUint128) upper << 64 | divide_digit_known (&left, low << shift, known);
  *rest = left >> shift;
  return TRUE;
}

/* Quotient and rest of wide / divisor; wide.high < divisor, so that the quotient fits 128 bits. */
static PfUint128
wide_divide (Wide wide, PfUint128 divisor, PfUint128 *rest)
{
  PfUint128 left = wide.high, low = wide.low;
  guint64 upper, lower;
  int shift;

  g_assert (wide.high < divisor);
  shift = divisor >> 64 != 0 ? __builtin_clzll ((guint64) (divisor >> 64))
                             : 64 + __builtin_clzll ((guint64) divisor);
  if (shift > 0)
    {
      left = wide.high << shift | wide.low >> (128 - shift);
      low <<= shift;
      divisor <<= shift;
    }
  upper = divide_digit (&left, (guint64) (low >> 64), divisor);
  lower = divide_digit (&left, (guint64) low, divisor);
  *rest = left >> shift;
  return (PfUint128) upper << 64 | lower;
}

/* quotient rounded and with its sign; FALSE when that is too large. */
static inline gboolean
finish (PfUint128 quotient, PfUint128 rest, PfUint128 divisor, gboolean negative,
        PfRounding rounding, PfInt128 *out)
{
  gboolean up;

  switch (rounding)
    {
    case PF_ROUND_FLOOR:
      up = negative && rest != 0;
      break;
    case PF_ROUND_CEIL:
      up = !negative && rest != 0;
      break;
    case PF_ROUND_HALF_EVEN:
    default:
      up = rest > divisor - rest || (rest == divisor - rest && (quotient & 1) != 0);
      break;
    }
  if (quotient > INT128_LARGEST - (PfUint128) up)
    return FALSE;
  quotient += (PfUint128) up;
  *out = negative ? -(PfInt128) quotient : (PfInt128) quotient;
  return TRUE;
}

static inline gboolean
mul_div_known (PfInt128 a, PfInt128 b, const Known known, PfRounding rounding, PfInt128 *out)
{
  PfUint128 quotient;
  guint64 rest;

  return divide_known (pf_int128_magnitude (a), pf_int128_magnitude (b), known, &quotient, &rest)
         && finish (quotient, rest, known.divisor, (a < 0) != (b < 0), rounding, out);
}

/* Apart, so that each is compiled for its constants. */
static G_NO_INLINE gboolean
mul_div_e12 (PfInt128 a, PfInt128 b, PfRounding rounding, PfInt128 *out)
{
  return mul_div_known (a, b, e12, rounding, out);
}

static G_NO_INLINE gboolean
mul_div_e18 (PfInt128 a, PfInt128 b, PfRounding rounding, PfInt128 *out)
{
  return mul_div_known (a, b, e18, rounding, out);
}

static G_NO_INLINE gboolean
mul_div_any (PfInt128 a, PfInt128 b, PfInt128 divisor, PfRounding rounding, PfInt128 *out)
{
  PfUint128 x = pf_int128_magnitude (a), y = pf_int128_magnitude (b);
  PfUint128 d = pf_int128_magnitude (divisor), small, quotient, rest;

  if (!__builtin_mul_overflow (x, y, &small))
    {
      quotient = small / d;
      rest = small - quotient * d;
    }
  else
    {
      Wide wide = wide_product (x, y);
      if (wide.high >= d)
        return FALSE;
      quotient = wide_divide (wide, d, &rest);
    }
  return finish (quotient, rest, d, ((a < 0) != (b < 0)) != (divisor < 0), rounding, out);
}

gboolean
pf_int128_mul_div (PfInt128 a, PfInt128 b, PfInt128 divisor, PfRounding rounding, PfInt128 *out)
{
  g_assert (divisor != 0);
  if (divisor == e18.divisor)
    return mul_div_e18 (a, b, rounding, out);
  if (divisor == e12.divisor)
    return mul_div_e12 (a, b, rounding, out);
  return mul_div_any (a, b, divisor, rounding, out);
}
