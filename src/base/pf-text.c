/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/pf-text.h"

#include <string.h>

char *
pf_text_number (PfInt128 value, guint decimals, guint shown, gboolean always_signed)
{
  char plain[PF_DECIMAL_TEXT_MAX];
  const char *digits = pf_decimal_print_fixed (value, decimals, shown, plain);
  gboolean negative = digits[0] == '-';
  GString *text = g_string_new (NULL);
  gsize whole;

  digits += negative;
  /* what is shown as zero has no sign */
  if (strspn (digits, "0.") != strlen (digits))
    g_string_append (text, negative ? PF_TEXT_MINUS : always_signed ? "+" : "");
  whole = strcspn (digits, ".");
  for (gsize i = 0; i < whole; i++)
    {
      if (i > 0 && (whole - i) % 3 == 0)
        g_string_append (text, PF_TEXT_THIN_SPACE);
      g_string_append_c (text, digits[i]);
    }
  g_string_append (text, digits + whole);
  return g_string_free (text, FALSE);
}

char *
pf_text_time (gint64 ts_ns)
{
  char text[PF_TIME_TEXT_MAX];

  pf_time_print (ts_ns, text);
  text[10] = ' ';
  return g_strndup (text, 16);
}

char *
pf_text_one_line (const char *text, guint most)
{
  const gunichar unprintable = 0xfffd;
  GString *line = g_string_new (NULL);

  for (const char *at = text != NULL ? text : ""; *at != '\0'; most--)
    {
      gunichar c = g_utf8_get_char_validated (at, -1);
      gboolean valid = c != (gunichar) -1 && c != (gunichar) -2;
      if (most == 0)
        {
          g_string_append (line, "…");
          break;
        }
      g_string_append_unichar (line, valid && g_unichar_isprint (c) ? c : unprintable);
      at = valid ? g_utf8_next_char (at) : at + 1;
    }
  return g_string_free (line, FALSE);
}
