/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/pf-json-text.h"

#include <string.h>

char *
pf_json_text (JsonNode *root)
{
  g_autofree char *text = json_to_string (root, FALSE);
  GString *out = g_string_sized_new (strlen (text));
  gboolean in_string = FALSE;
  gboolean in_exponent = FALSE;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (in_exponent && p[0] == '.' && p[1] == '0')
        {
          p++;
          continue;
        }
      if (in_string && p[0] == '\\' && p[1] != '\0')
        g_string_append_c (out, *p++);
      else if (*p == '"')
        in_string = !in_string;
      /* an 'e' of true or false is followed by no digit */
      in_exponent = !in_string
                    && (*p == 'e' || (in_exponent && (g_ascii_isdigit (*p) || strchr ("+-", *p))));
      g_string_append_c (out, *p);
    }
  return g_string_free (out, FALSE);
}
