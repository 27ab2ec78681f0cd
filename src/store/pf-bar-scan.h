/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers and fields of one line of a candle file. The line is untrusted; it ends before a byte
 * that is no digit ('\n' or '\r'), so a loop over digits cannot leave it.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* mantissa x 10^-decimals */
typedef struct
{
  guint64 mantissa;
  guint decimals;
  gboolean negative;
} PfScanned;

typedef enum
{
  PF_SCAN_OK,
  PF_SCAN_NOT_A_NUMBER,         /* not a finite number in plain or scientific notation */
  PF_SCAN_TOO_FINE,             /* more than 18 digits after the point */
  PF_SCAN_TOO_LONG,             /* more significant digits than fit in 64 bits */
} PfScanResult;

/* The field that begins at *cursor, without blanks and quotes around it; moves *cursor to the comma
 * or to end. */
void pf_scan_field (const char **cursor, const char *end, const char **text, gsize *length);
/* All of text as an exact number. */
PfScanResult pf_scan_number (const char *text, gsize length, PfScanned *out);
/* The double nearest to text, which pf_scan_number has not called NOT_A_NUMBER; FALSE when it is
 * too large for one. */
gboolean pf_scan_double (const char *text, gsize length, double *out);

/* The common form: 1 to 19 digits, perhaps with a point among them, up to a comma or the end. Else
 * FALSE with *cursor where it was. */
static inline gboolean
pf_scan_plain (const char **cursor, const char *end, PfScanned *out)
{
  const char *p = *cursor;
  guint64 mantissa = 0;
  guint digit;
  gsize n;

  for (; (digit = (guint) (guchar) *p - '0') < 10; p++)
    mantissa = mantissa * 10 + digit;
  n = (gsize) (p - *cursor);
  out->decimals = 0;
  if (*p == '.')
    {
      const char *point = p++;

      for (; (digit = (guint) (guchar) *p - '0') < 10; p++)
        mantissa = mantissa * 10 + digit;
      out->decimals = (guint) (p - point - 1);
      n += out->decimals;
    }
  if (G_UNLIKELY (n - 1 >= 19 || (p != end && *p != ',')))
    return FALSE;
  out->mantissa = mantissa;
  out->negative = FALSE;
  *cursor = p;
  return TRUE;
}

G_END_DECLS
