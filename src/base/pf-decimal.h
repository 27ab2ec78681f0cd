/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exact numbers. Every price, quantity and amount of money is an integer count of 1e-18, kept in
 * three struct types that the compiler keeps apart, and every rate (fee, slippage, percentage) an
 * integer count of 1e-12.
 *
 * Guarantees
 *  1. Text in and out is exact: excess digits are refused, never rounded; printing is canonical
 *     (no exponent, no trailing zeros, "0" for zero), and parse (print (x)) == x.
 *  2. A product or quotient is computed with 256 bits and names its rounding; sums are exact.
 *  3. Overflow never wraps. Where input of a user or a venue can cause it, the function returns
 *     FALSE; where only a bug can, it asserts.
 *
 * Why one scale instead of a mantissa with its own decimals: a slipped fill price times a stop
 * percentage times a second slippage has more than the 18 digits of an int64, and the backtest
 * contract wants it exact. At 1e-18 in 128 bits everything up to 1.7e20 fits, a sum needs no
 * alignment, and equal values have equal bits.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

__extension__ typedef __int128 PfInt128;
__extension__ typedef unsigned __int128 PfUint128;

#define PF_DECIMALS 18          /* digits after the point of price, quantity, money */
#define PF_RATE_DECIMALS 12     /* digits after the point of a rate */
#define PF_DECIMAL_TEXT_MAX 48  /* bytes that hold any number as text, with its NUL */

/* The largest |value| that is accepted from outside: 1e18 units. Leaves headroom for sums. */
#define PF_DECIMAL_INPUT_MAX_UNITS G_GINT64_CONSTANT (1000000000000000000)

typedef struct { PfInt128 e18; } PfPrice;     /* quote currency per unit */
typedef struct { PfInt128 e18; } PfQuantity;  /* units of the instrument; signed where it says so */
typedef struct { PfInt128 e18; } PfMoney;     /* quote currency */
typedef struct { gint64 e12; } PfRate;        /* a plain factor: 2 % is 0.02 */

typedef enum
{
  PF_ROUND_FLOOR,      /* towards minus infinity */
  PF_ROUND_CEIL,       /* towards plus infinity */
  PF_ROUND_HALF_EVEN,
} PfRounding;

#define PF_DECIMAL_ERROR (pf_decimal_error_quark ())
GQuark pf_decimal_error_quark (void);

typedef enum
{
  PF_DECIMAL_ERROR_SYNTAX,    /* not a plain decimal number */
  PF_DECIMAL_ERROR_DIGITS,    /* more digits after the point than fit */
  PF_DECIMAL_ERROR_RANGE,     /* too large */
} PfDecimalError;

#define PF_PRICE_ZERO ((PfPrice){ 0 })
#define PF_QUANTITY_ZERO ((PfQuantity){ 0 })
#define PF_MONEY_ZERO ((PfMoney){ 0 })
#define PF_RATE_ZERO ((PfRate){ 0 })

/* --- text ------------------------------------------------------------------------------------- */

/* An optional sign, digits, and, with a point, one digit or more: no blanks, no exponent. Zeros
 * beyond the decimals are exact, other digits there are refused. length -1: up to the NUL; out is
 * left alone on failure. The result counts 10^-decimals (at most 18). */
gboolean pf_decimal_parse (const char *text, gssize length, guint decimals, PfInt128 *out,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* canonical; returns buffer */
char *pf_decimal_print (PfInt128 value, guint decimals, char buffer[PF_DECIMAL_TEXT_MAX]);
/* always shown digits after the point, rounded half-even; for people only. Returns buffer */
char *pf_decimal_print_fixed (PfInt128 value, guint decimals, guint shown,
                              char buffer[PF_DECIMAL_TEXT_MAX]);

gboolean pf_price_parse (const char *text, PfPrice *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean pf_quantity_parse (const char *text, PfQuantity *out,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean pf_money_parse (const char *text, PfMoney *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean pf_rate_parse (const char *text, PfRate *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean pf_rate_parse_percent (const char *text, PfRate *out,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean pf_rate_parse_bps (const char *text, PfRate *out,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

char *pf_price_to_string (PfPrice price);
char *pf_quantity_to_string (PfQuantity quantity);
char *pf_money_to_string (PfMoney money);
char *pf_rate_to_string (PfRate rate);
char *pf_rate_to_percent_string (PfRate rate);

/* --- conversions ------------------------------------------------------------------------------ */

PfPrice pf_price_from_points (gint64 points, guint decimals);
gboolean pf_price_to_points (PfPrice price, guint decimals,
                             gint64 *points) G_GNUC_WARN_UNUSED_RESULT;
PfPrice pf_price_from_int (gint64 units);
PfQuantity pf_quantity_from_int (gint64 units);
PfMoney pf_money_from_int (gint64 units);
PfRate pf_rate_from_ppm (gint64 parts_per_million);
PfRate pf_rate_from_percent (gint64 percent);
double pf_price_to_double (PfPrice price);
double pf_quantity_to_double (PfQuantity quantity);
double pf_money_to_double (PfMoney money);
double pf_rate_to_double (PfRate rate);

/* --- arithmetic ------------------------------------------------------------------------------- */

static inline PfUint128
pf_int128_magnitude (PfInt128 value)
{
  return value < 0 ? -(PfUint128) value : (PfUint128) value;
}
/* a x b / divisor, the product taken with all its 256 bits and rounded once; FALSE, with out left
 * alone, when the result is beyond +-(2^127 - 1). divisor must not be 0 */
gboolean pf_int128_mul_div (PfInt128 a, PfInt128 b, PfInt128 divisor, PfRounding rounding,
                            PfInt128 *out) G_GNUC_WARN_UNUSED_RESULT;

/* price x quantity, half-even at 1e-18; FALSE when it leaves the range */
gboolean pf_notional (PfPrice price, PfQuantity quantity,
                      PfMoney *out) G_GNUC_WARN_UNUSED_RESULT;
/* price x (1 + rate), half-even at 1e-18 */
PfPrice pf_price_scale_up (PfPrice price, PfRate rate);
/* price x (1 - rate), half-even at 1e-18 */
PfPrice pf_price_scale_down (PfPrice price, PfRate rate);
/* money x rate, half-even at 1e-18 */
PfMoney pf_money_scale (PfMoney money, PfRate rate);
/* quantity x rate (>= 0), towards zero to a multiple of step */
PfQuantity pf_quantity_scale (PfQuantity quantity, PfRate rate, PfQuantity step);
/* quantity floored to a multiple of step (towards zero for a negative one) */
PfQuantity pf_quantity_floor (PfQuantity quantity, PfQuantity step);
/* the most units, a multiple of step, that money buys at price; FALSE when out of range */
gboolean pf_quantity_for_money (PfMoney money, PfPrice price, PfQuantity step,
                                PfQuantity *out) G_GNUC_WARN_UNUSED_RESULT;
/* money / quantity, half-even at 1e-18; quantity must not be 0 */
PfPrice pf_price_average (PfMoney money, PfQuantity quantity);
/* part / whole as a rate, half-even at 1e-12; 0 when whole is 0, +-G_MAXINT64 when out of range */
PfRate pf_money_ratio (PfMoney part, PfMoney whole);

/* Sums are exact; to overflow is a bug, since all that comes in leaves headroom. */
static inline PfInt128
pf_int128_add (PfInt128 a, PfInt128 b)
{
  PfInt128 sum = 0;
  gboolean overflow = __builtin_add_overflow (a, b, &sum);

  g_assert (!overflow);
  return sum;
}

static inline PfInt128
pf_int128_sub (PfInt128 a, PfInt128 b)
{
  PfInt128 difference = 0;
  gboolean overflow = __builtin_sub_overflow (a, b, &difference);

  g_assert (!overflow);
  return difference;
}

static inline PfMoney
pf_money_add (PfMoney a, PfMoney b) { return (PfMoney){ pf_int128_add (a.e18, b.e18) }; }
static inline PfMoney
pf_money_sub (PfMoney a, PfMoney b) { return (PfMoney){ pf_int128_sub (a.e18, b.e18) }; }
static inline PfQuantity
pf_quantity_add (PfQuantity a, PfQuantity b)
{
  return (PfQuantity){ pf_int128_add (a.e18, b.e18) };
}
static inline PfQuantity
pf_quantity_sub (PfQuantity a, PfQuantity b)
{
  return (PfQuantity){ pf_int128_sub (a.e18, b.e18) };
}

#define PF_COMPARE_BODY(a, b) return ((a) > (b)) - ((a) < (b))
static inline int pf_price_compare (PfPrice a, PfPrice b) { PF_COMPARE_BODY (a.e18, b.e18); }
static inline int
pf_quantity_compare (PfQuantity a, PfQuantity b) { PF_COMPARE_BODY (a.e18, b.e18); }
static inline int pf_money_compare (PfMoney a, PfMoney b) { PF_COMPARE_BODY (a.e18, b.e18); }
static inline int pf_rate_compare (PfRate a, PfRate b) { PF_COMPARE_BODY (a.e12, b.e12); }
#undef PF_COMPARE_BODY
static inline PfMoney pf_money_negate (PfMoney a) { return (PfMoney){ -a.e18 }; }
static inline PfMoney pf_money_abs (PfMoney a) { return (PfMoney){ a.e18 < 0 ? -a.e18 : a.e18 }; }
static inline PfQuantity pf_quantity_negate (PfQuantity a) { return (PfQuantity){ -a.e18 }; }
static inline PfQuantity pf_quantity_abs (PfQuantity a)
{
  return (PfQuantity){ a.e18 < 0 ? -a.e18 : a.e18 };
}

G_END_DECLS
