/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time as text, days and buckets, against GLib's calendar. */
#include "base/pf-time.h"

#include <string.h>

/* what GLib makes of it, by its own calendar */
static gint64
glib_ns (int year, int month, int day, int hour, int minute, int second)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (year, month, day, hour, minute, second);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * PF_NS_PER_SECOND;
}

static gint64
parsed (const char *text)
{
  gint64 ts = PF_TIME_NONE;

  if (!pf_time_parse (text, -1, &ts))
    g_error ("'%s' is not read", text);
  return ts;
}

static void
test_parse_good (void)
{
  const gint64 day = glib_ns (2019, 10, 17, 0, 0, 0), nine = day + 9 * PF_NS_PER_HOUR;
  const struct { const char *text; gint64 ts; } cases[] = {
    { "1970-01-01", 0 },
    { "2020-01-01 00:00:00", glib_ns (2020, 1, 1, 0, 0, 0) },
    { "2019-10-17", day },
    { "2019-10-17 09-AM", nine },
    { "2019-10-17 12-AM", day },
    { "2019-10-17 01-AM", day + PF_NS_PER_HOUR },
    { "2019-10-17 12-PM", day + 12 * PF_NS_PER_HOUR },
    { "2019-10-17 11-PM", day + 23 * PF_NS_PER_HOUR },
    { "2019-10-17T09:00", nine },
    { "2019-10-17 09:00", nine },
    { "2019-10-17T09:00:00", nine },
    { "2019-10-17T09:00:00Z", nine },
    { "2019-10-17T09:00:00z", nine },
    { "2019-10-17 09:00Z", nine },
    { "2019-10-17T09:00:00+00:00", nine },
    { "2019-10-17T11:00:00+02:00", nine },
    { "2019-10-17T11:00:00+0200", nine },
    { "2019-10-17T11:00:00+02", nine },
    { "2019-10-17T03:30:00-05:30", nine },
    { "2019-10-16T23:00:00-10:00", nine },
    { "2019-10-17T09:00:00.5", nine + 500 * PF_NS_PER_MS },
    { "2019-10-17T09:00:00,5Z", nine + 500 * PF_NS_PER_MS },
    { "2019-10-17T09:00:00.123456789Z", nine + 123456789 },
    { "2019-10-17T09:00:00.000000001", nine + 1 },
    { "2019-10-17T09:00:00.1234567890000+00:00", nine + 123456789 },
    { "2019-10-17T23:59:59.999999999Z", day + PF_NS_PER_DAY - 1 },
    { "2020-02-29", glib_ns (2020, 2, 29, 0, 0, 0) },
    { "2000-02-29", glib_ns (2000, 2, 29, 0, 0, 0) },
    { "1969-12-31T23:59:59Z", -PF_NS_PER_SECOND },
    { "1700-01-01", glib_ns (1700, 1, 1, 0, 0, 0) },
    { "2250-12-31T23:59:59Z", glib_ns (2250, 12, 31, 23, 59, 59) },
    { "1700-01-01T01:00:00+01:00", glib_ns (1700, 1, 1, 0, 0, 0) },
    { "2250-12-31T22:59:59-01:00", glib_ns (2250, 12, 31, 23, 59, 59) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (parsed (cases[i].text) != cases[i].ts)
      g_error ("'%s' is read as %" G_GINT64_FORMAT, cases[i].text, parsed (cases[i].text));
}

static void
test_parse_bad (void)
{
  static const char *const texts[] = {
    "", " ", "2019", "2019-10", "2019-10-", "2019-1-17", "2019-10-7", "19-10-17", "02019-10-17",
    "2019-00-17", "2019-13-17", "2019-10-00", "2019-10-32", "2019-02-29", "1900-02-29",
    "2100-02-29", "2019-04-31", "2019/10/17", "17.10.2019", "2019-10-17T", "2019-10-17 ",
    "2019-10-17T9:00", "2019-10-17T09", "2019-10-17T09:0", "2019-10-17T09:00:",
    "2019-10-17T24:00:00", "2019-10-17T09:60:00", "2019-10-17T09:00:60", "2019-10-17T-9:00:00",
    "2019-10-17T09:00:00.", "2019-10-17T09:00:00.Z", "2019-10-17T09:00:00.1234567891",
    "2019-10-17T09:00:00X", "2019-10-17T09:00:00ZZ", "2019-10-17T09:00:00 Z",
    "2019-10-17T09:00:00+", "2019-10-17T09:00:00+2", "2019-10-17T09:00:00+02:",
    "2019-10-17T09:00:00+02:0", "2019-10-17T09:00:00+24:00", "2019-10-17T09:00:00+02:60",
    "2019-10-17T09:00:00+02:00:00", "2019-10-17Z", "2019-10-17  09:00", "2019-10-17 00-AM",
    "2019-10-17 13-PM", "2019-10-17 09-XM", "2019-10-17 09-AMZ", "2019-10-17 9-AM",
    "2019-10-17 09-am", "2019-10-17 09AM", "1699-12-31", "2251-01-01", "0000-01-01",
    "1700-01-01T00:59:59+01:00", "2250-12-31T23:00:00-01:00", "9999-12-31",
    " 2019-10-17", "2019-10-17\n", "-019-10-17", "2019-10-17T09:00:00.-5",
    "2019-10-17T+9:00:00", "now",
  };
  gint64 ts = 42;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (pf_time_parse (texts[i], -1, &ts))
      g_error ("'%s' is read", texts[i]);
  g_assert_cmpint (ts, ==, 42);
}

static void
test_parse_length (void)
{
  gint64 ts = 0;

  g_assert_true (pf_time_parse ("2019-10-17,1,2", 10, &ts));
  g_assert_cmpint (ts, ==, glib_ns (2019, 10, 17, 0, 0, 0));
  g_assert_false (pf_time_parse ("2019-10-17", 9, &ts));
  g_assert_false (pf_time_parse ("2019-10-17", 0, &ts));
  g_assert_false (pf_time_parse ("2019-10-17\0", 11, &ts));
}

static void
test_print (void)
{
  const gint64 nine = glib_ns (2019, 10, 17, 9, 0, 0);
  const struct { gint64 ts; const char *text; } cases[] = {
    { 0, "1970-01-01T00:00:00Z" },
    { -1, "1969-12-31T23:59:59.999999999Z" },
    { nine, "2019-10-17T09:00:00Z" },
    { nine + 1, "2019-10-17T09:00:00.000000001Z" },
    { nine + 1000, "2019-10-17T09:00:00.000001Z" },
    { nine + 250 * PF_NS_PER_MS, "2019-10-17T09:00:00.250Z" },
    { nine + 123456000, "2019-10-17T09:00:00.123456Z" },
    { nine - PF_NS_PER_MS, "2019-10-17T08:59:59.999Z" },
    { G_MAXINT64, "2262-04-11T23:47:16.854775807Z" },
    { PF_TIME_NONE, "1677-09-21T00:12:43.145224192Z" },
  };
  char buffer[PF_TIME_TEXT_MAX];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (pf_time_print (cases[i].ts, buffer), ==, cases[i].text);
}

/* every day of the range, and random moments in it */
static void
test_calendar (void)
{
  const gint64 first = glib_ns (1700, 1, 1, 0, 0, 0) / PF_NS_PER_DAY;
  const gint64 last = glib_ns (2250, 12, 31, 0, 0, 0) / PF_NS_PER_DAY;
  GRand *rand = g_rand_new_with_seed (7);
  char buffer[PF_TIME_TEXT_MAX], expected[PF_TIME_TEXT_MAX];
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 1, G_DATE_JANUARY, 1700);
  for (gint64 day = first; day <= last; day++, g_date_add_days (&date, 1))
    {
      gint64 rest = (gint64) (((guint64) g_rand_int (rand) << 32 | g_rand_int (rand))
                              % (guint64) PF_NS_PER_DAY);
      gint64 ts = day * PF_NS_PER_DAY + rest;
      g_snprintf (expected, sizeof expected, "%04u-%02u-%02u", g_date_get_year (&date),
                  g_date_get_month (&date), g_date_get_day (&date));
      pf_time_print (ts, buffer);
      if (strncmp (buffer, expected, 10) != 0 || parsed (expected) != day * PF_NS_PER_DAY
          || parsed (buffer) != ts || pf_time_day (ts) != day)
        g_error ("day %" G_GINT64_FORMAT ": %s and not %s", day, buffer, expected);
    }
  g_rand_free (rand);
}

static void
test_day (void)
{
  g_assert_cmpint (pf_time_day (0), ==, 0);
  g_assert_cmpint (pf_time_day (-1), ==, -1);
  g_assert_cmpint (pf_time_day (PF_NS_PER_DAY - 1), ==, 0);
  g_assert_cmpint (pf_time_day (PF_NS_PER_DAY), ==, 1);
  g_assert_cmpint (pf_time_day (-PF_NS_PER_DAY), ==, -1);
}

static void
test_bucket (void)
{
  static const struct { const char *time, *length, *bucket; } cases[] = {
    { "2019-10-17T09:07:31", "1m", "2019-10-17T09:07" },
    { "2019-10-17T09:07:31", "5m", "2019-10-17T09:05" },
    { "2019-10-17T09:05", "5m", "2019-10-17T09:05" },
    { "2019-10-17T09:04:59.999999999", "5m", "2019-10-17T09:00" },
    { "2019-10-17T09:07:31", "4h", "2019-10-17T08:00" },
    { "2019-10-17T09:07:31", "1d", "2019-10-17" },
    { "2019-10-17T09:07:31", "1w", "2019-10-14" },      /* a Thursday: its Monday */
    { "2019-10-14", "1w", "2019-10-14" },
    { "2019-10-13T23:59:59", "1w", "2019-10-07" },
    { "2019-10-17", "7d", "2019-10-14" },
    { "1970-01-01", "1w", "1969-12-29" },
    { "1970-01-05", "1w", "1970-01-05" },
    { "1970-01-07", "2w", "1969-12-29" },
    { "1970-01-12", "2w", "1970-01-12" },
    { "1969-12-31T23:59", "1h", "1969-12-31T23:00" },
    { "1969-12-28", "1w", "1969-12-22" },
    { "1970-01-04", "3d", "1970-01-04" },       /* no weeks: from 1970 on */
    { "1970-01-03", "3d", "1970-01-01" },
    { "1969-12-31", "3d", "1969-12-29" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 length = 0;
      g_assert_true (pf_timeframe_parse (cases[i].length, &length));
      g_assert_cmpint (pf_time_bucket (parsed (cases[i].time), length), ==,
                       parsed (cases[i].bucket));
    }
}

/* Every week begins on a Monday, says GLib. */
static void
test_bucket_monday (void)
{
  for (gint64 day = -40000; day < 40000; day += 13)
    {
      gint64 monday = pf_time_bucket (day * PF_NS_PER_DAY + 5, 7 * PF_NS_PER_DAY);
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (monday / PF_NS_PER_SECOND);
      g_assert_cmpint (g_date_time_get_day_of_week (time), ==, 1);
      g_assert_cmpint (monday % PF_NS_PER_DAY, ==, 0);
      g_assert_true (monday <= day * PF_NS_PER_DAY && monday > (day - 7) * PF_NS_PER_DAY);
    }
}

static void
test_timeframe (void)
{
  static const struct { const char *text; gint64 ns; const char *shortest; } good[] = {
    { "1m", PF_NS_PER_MINUTE, "1m" }, { "5m", 5 * PF_NS_PER_MINUTE, "5m" },
    { "15m", 15 * PF_NS_PER_MINUTE, "15m" }, { "1h", PF_NS_PER_HOUR, "1h" },
    { "4h", 4 * PF_NS_PER_HOUR, "4h" }, { "1d", PF_NS_PER_DAY, "1d" },
    { "1w", 7 * PF_NS_PER_DAY, "1w" }, { "60m", PF_NS_PER_HOUR, "1h" },
    { "90m", 90 * PF_NS_PER_MINUTE, "90m" }, { "24h", PF_NS_PER_DAY, "1d" },
    { "7d", 7 * PF_NS_PER_DAY, "1w" }, { "30d", 30 * PF_NS_PER_DAY, "30d" },
    { "10s", 10 * PF_NS_PER_SECOND, "10s" }, { "366d", 366 * PF_NS_PER_DAY, "366d" },
    { "99999s", 99999 * PF_NS_PER_SECOND, "99999s" }, { "52w", 364 * PF_NS_PER_DAY, "52w" },
  };
  static const char *const bad[] = {
    "", "m", "1", "0m", "-1m", "+1m", "1.5h", "1 h", " 1h", "1h ", "1H", "1M", "1min", "1y", "h1",
    "1hh", "100000s", "367d", "53w", "99999d", "18446744073709551617s", "0x1h", "1n",
  };
  char buffer[PF_TIME_TEXT_MAX];
  gint64 ns = 0, again = 0;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (pf_timeframe_parse (good[i].text, &ns));
      g_assert_cmpint (ns, ==, good[i].ns);
      g_assert_cmpstr (pf_timeframe_print (ns, buffer), ==, good[i].shortest);
      g_assert_true (pf_timeframe_parse (buffer, &again));
      g_assert_cmpint (again, ==, ns);
    }
  ns = 42;
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    if (pf_timeframe_parse (bad[i], &ns))
      g_error ("'%s' is read", bad[i]);
  g_assert_cmpint (ns, ==, 42);
  g_assert_cmpstr (pf_timeframe_print (1500 * PF_NS_PER_MS, buffer), ==, "1500000000ns");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/time/parse/good", test_parse_good);
  g_test_add_func ("/pf/time/parse/bad", test_parse_bad);
  g_test_add_func ("/pf/time/parse/length", test_parse_length);
  g_test_add_func ("/pf/time/print", test_print);
  g_test_add_func ("/pf/time/calendar", test_calendar);
  g_test_add_func ("/pf/time/day", test_day);
  g_test_add_func ("/pf/time/bucket", test_bucket);
  g_test_add_func ("/pf/time/bucket-monday", test_bucket_monday);
  g_test_add_func ("/pf/time/timeframe", test_timeframe);
  return g_test_run ();
}
