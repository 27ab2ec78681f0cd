/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every double comes out as a JSON number of the same value; nothing else changes. */
#include "desk/pf-json-text.h"

#include <math.h>
#include <string.h>

/* A JSON number, as the grammar has it. */
static gboolean
is_json_number (const char *text)
{
  return g_regex_match_simple ("^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?$", text, 0, 0);
}

static char *
text_of (double value)
{
  g_autoptr (JsonNode) node = json_node_init_double (json_node_alloc (), value);

  return pf_json_text (node);
}

static void
check (double value)
{
  g_autofree char *text = text_of (value);

  g_assert_true (is_json_number (text));
  g_assert_cmpfloat (g_ascii_strtod (text, NULL), ==, value);
}

static void
test_doubles (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (42);

  g_assert_false (is_json_number ("6e-09.0"));
  check (0);
  check (6e-9);
  check (-6e-9);
  check (1e300);
  check (5e-324);
  check (100);
  check (0.1);
  for (guint i = 0; i < 20000; i++)
    {
      double value = g_rand_int_range (random, -1000, 1000);

      check (value * pow (10, g_rand_int_range (random, -300, 300)));
      check (g_rand_double (random));
    }
}

static void
test_strings (void)
{
  const char *const text = "{\"a e1.0\":\"1e-5.0 \\\" 2e7.0 \\\\\","
                           "\"t\":[true,false,null,12,\"e.0\"]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = json_from_string (text, &error);
  g_autofree char *out = NULL;

  g_assert_no_error (error);
  out = pf_json_text (root);
  g_assert_cmpstr (out, ==, text);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/json-text/doubles", test_doubles);
  g_test_add_func ("/pf/json-text/strings", test_strings);
  return g_test_run ();
}
