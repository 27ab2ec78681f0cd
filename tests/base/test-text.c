/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/pf-text.h"

#define T "\xe2\x80\x89"
#define M "\xe2\x88\x92"

static void
test_number (void)
{
  static const struct { gint64 value; guint decimals, shown; gboolean is_signed; const char *text; }
  rows[] = {
    { 0, 2, 2, TRUE, "0.00" },           { 6500010, 2, 2, FALSE, "65" T "000.10" },
    { 6500010, 2, 0, FALSE, "65" T "000" }, { -318, 2, 2, FALSE, M "3.18" },
    { 318, 2, 2, TRUE, "+3.18" },        { -4, 3, 2, TRUE, "0.00" },
    { 123456789, 0, 0, FALSE, "123" T "456" T "789" }, { 100, 0, 0, FALSE, "100" },
    { 1000, 0, 0, FALSE, "1" T "000" },  { 5, 8, 8, FALSE, "0.00000005" },
    { 99999, 3, 2, FALSE, "100.00" },    { 25, 1, 0, FALSE, "2" }, { 35, 1, 0, FALSE, "4" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = pf_text_number (rows[i].value, rows[i].decimals, rows[i].shown,
                                              rows[i].is_signed);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

static void
test_time (void)
{
  static const struct { const char *iso, *text; } rows[] = {
    { "2024-03-01T14:05:00Z", "2024-03-01 14:05" }, { "1970-01-01T00:00:59Z", "1970-01-01 00:00" },
    { "1969-12-31T23:59:00Z", "1969-12-31 23:59" },
    { "2024-03-01T14:05:01.5Z", "2024-03-01 14:05" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = NULL;
      gint64 ts;

      g_assert_true (pf_time_parse (rows[i].iso, -1, &ts));
      text = pf_text_time (ts);
      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

static void
test_one_line (void)
{
  static const struct { const char *text; guint most; const char *line; } rows[] = {
    { NULL, 5, "" }, { "", 0, "" }, { "plain é 数", 40, "plain é 数" },
    { "two\nlines\t\x1b[31m", 40, "two\uFFFDlines\uFFFD\uFFFD[31m" },
    { "\xffok\xc3", 40, "\uFFFDok\uFFFD" }, { "a\u202Eb", 40, "a\uFFFDb" },
    { "12345", 5, "12345" }, { "123456", 5, "12345…" }, { "ééé", 2, "éé…" }, { "a", 0, "…" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *line = pf_text_one_line (rows[i].text, rows[i].most);

      g_assert_cmpstr (line, ==, rows[i].line);
      g_assert_true (g_utf8_validate (line, -1, NULL));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/text/number", test_number);
  g_test_add_func ("/pf/text/time", test_time);
  g_test_add_func ("/pf/text/one-line", test_one_line);
  return g_test_run ();
}
