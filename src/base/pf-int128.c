/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * a x b / divisor with all 256 bits of the product, and a rounding that is named.
 *
 * Guarantees
 *  1. The quotient is that of the exact product, rounded once.
 *  2. FALSE, with out untouched, exactly when the result is beyond +-(2^127 - 1).
 */
#include "base/pf-decimal.h"

#define E18 ((PfUint128) 1000000000000000000)
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

/* One such digit for the divisor 10^18, the one of nearly every product: two multiplications by its
 * reciprocal instead of a division. All are shifted left by 4 bits, so that the top bit is set.
 *
 * With B = 2^64, d = E18_SHIFTED = 0.867 B and B^2 = (B + E18_RECIPROCAL) d + 0.461 d, the guess is
 * right or 1 too many: the rest that it leaves is
 *   (0.461 d x rest + (B - d) x next + d x (guess mod B)) / B - d < (0.347 + 0.133 + 0.867) B - d,
 * less than d; and it is below 0 exactly where next - digit x d, taken mod B, is above guess mod B
 * (Moeller and Granlund, Improved division by invariant integers). */
#define E18_SHIFT 4
#define E18_SHIFTED ((guint64) E18 << E18_SHIFT)
#define E18_RECIPROCAL ((guint64) (~(PfUint128) 0 / E18_SHIFTED - ((PfUint128) 1 << 64)))

static guint64
divide_digit_e18 (guint64 *rest, guint64 next)
{
  PfUint128 guess = (PfUint128) E18_RECIPROCAL * *rest + (((PfUint128) *rest << 64) | next);
  guint64 digit = (guint64) (guess >> 64) + 1;

  *rest = next - digit * E18_SHIFTED;
  if (*rest > (guint64) guess)
    {
      digit--;
      *rest += E18_SHIFTED;
    }
  g_assert (*rest < E18_SHIFTED);
  return digit;
}

static PfUint128
wide_divide_e18 (Wide wide, PfUint128 *rest)
{
  guint64 left = (guint64) (wide.high << E18_SHIFT | wide.low >> (128 - E18_SHIFT));
  PfUint128 low = wide.low << E18_SHIFT;
  guint64 upper = divide_digit_e18 (&left, (guint64) (low >> 64));
  guint64 lower = divide_digit_e18 (&left, (guint64) low);

  *rest = left >> E18_SHIFT;
  return (PfUint128) upper << 64 | lower;
}

/* Quotient and rest of wide / divisor; wide.high < divisor, so that the quotient fits 128 bits. */
static PfUint128
wide_divide (Wide wide, PfUint128 divisor, PfUint128 *rest)
{
  PfUint128 left = wide.high, low = wide.low;
  guint64 upper, lower;
  int shift;

  g_assert (wide.high < divisor);
  if (divisor == E18)
    return wide_divide_e18 (wide, rest);
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

gboolean
pf_int128_mul_div (PfInt128 a, PfInt128 b, PfInt128 divisor, PfRounding rounding, PfInt128 *out)
{
  gboolean negative = ((a < 0) != (b < 0)) != (divisor < 0);
  PfUint128 x = pf_int128_magnitude (a), y = pf_int128_magnitude (b);
  PfUint128 d = pf_int128_magnitude (divisor), small, quotient, rest;
  gboolean up;

  g_assert (divisor != 0);
  if (d != E18 && !__builtin_mul_overflow (x, y, &small))
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
      up = rest > d - rest || (rest == d - rest && (quotient & 1) != 0);
      break;
    }
  if (quotient > INT128_LARGEST - (PfUint128) up)
    return FALSE;
  quotient += (PfUint128) up;
  *out = negative ? -(PfInt128) quotient : (PfInt128) quotient;
  return TRUE;
}
