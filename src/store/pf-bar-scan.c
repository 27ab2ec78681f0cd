/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The uncommon forms: signs, exponents, quotes, blanks, long runs of zeros. Exact like the common
 * one; how fast does not matter here.
 */
#include "store/pf-bar-scan.h"

#include <math.h>
#include <string.h>

#define SIGNIFICANT_MAX 19
#define DECIMALS_MAX 18
#define EXPONENT_MAX 99999

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

void
pf_scan_field (const char **cursor, const char *end, const char **text, gsize *length)
{
  const char *p = *cursor;
  const char *stop;

  while (p < end && is_blank (*p))
    p++;
  if (p < end && *p == '"')
    {
      *text = ++p;
      while (p < end && (*p != '"' || (p + 1 < end && p[1] == '"')))
        p += *p == '"' ? 2 : 1;
      stop = p;
      while (p < end && *p != ',')
        p++;
    }
  else
    {
      *text = p;
      while (p < end && *p != ',')
        p++;
      stop = p;
    }
  while (stop > *text && is_blank (stop[-1]))
    stop--;
  *length = (gsize) (stop - *text);
  *cursor = p;
}

/* The exponent after 'e', held within +-EXPONENT_MAX. */
static gboolean
scan_exponent (const char *p, const char *end, int *out)
{
  gboolean negative = FALSE;
  int value = 0;

  if (p < end && (*p == '+' || *p == '-'))
    negative = *p++ == '-';
  if (p == end)
    return FALSE;
  for (; p < end; p++)
    {
      if (!g_ascii_isdigit (*p))
        return FALSE;
      value = MIN (value * 10 + (*p - '0'), EXPONENT_MAX);
    }
  *out = negative ? -value : value;
  return TRUE;
}

/* mantissa x 10^exponent with the exponent brought into -DECIMALS_MAX .. 0 */
static PfScanResult
normalise (guint64 mantissa, gint64 exponent, PfScanned *out)
{
  if (mantissa == 0)
    exponent = 0;
  for (; exponent > 0; exponent--)
    if (__builtin_mul_overflow (mantissa, (guint64) 10, &mantissa))
      return PF_SCAN_TOO_LONG;
  if (exponent < -DECIMALS_MAX)
    return PF_SCAN_TOO_FINE;
  out->mantissa = mantissa;
  out->decimals = (guint) -exponent;
  return PF_SCAN_OK;
}

PfScanResult
pf_scan_number (const char *text, gsize length, PfScanned *out)
{
  const char *p = text;
  const char *end = text + length;
  gboolean point = FALSE;
  gboolean any_digit = FALSE;
  guint n_significant = 0;
  guint n_zeros = 0;            /* after the last significant digit so far */
  gint64 exponent = 0;
  guint64 mantissa = 0;

  out->negative = FALSE;
  if (p < end && (*p == '+' || *p == '-'))
    out->negative = *p++ == '-';
  for (; p < end && (g_ascii_isdigit (*p) || (*p == '.' && !point)); p++)
    {
      if (*p == '.')
        {
          point = TRUE;
          continue;
        }
      any_digit = TRUE;
      exponent -= point;
      if (*p == '0')
        {
          n_zeros += n_significant > 0;
          continue;
        }
      n_significant += n_zeros + 1;
      if (n_significant <= SIGNIFICANT_MAX)
        {
          for (; n_zeros > 0; n_zeros--)
            mantissa *= 10;
          mantissa = mantissa * 10 + (guint64) (*p - '0');
        }
      n_zeros = 0;
    }
  exponent += n_zeros;
  if (!any_digit)
    return PF_SCAN_NOT_A_NUMBER;
  if (p < end)
    {
      int more;

      if ((*p != 'e' && *p != 'E') || !scan_exponent (p + 1, end, &more))
        return PF_SCAN_NOT_A_NUMBER;
      exponent += more;
    }
  if (n_significant > SIGNIFICANT_MAX)
    return PF_SCAN_TOO_LONG;
  return normalise (mantissa, exponent, out);
}

gboolean
pf_scan_double (const char *text, gsize length, double *out)
{
  g_autofree char *copy = g_strndup (text, length);

  *out = g_ascii_strtod (copy, NULL);
  return isfinite (*out);
}
