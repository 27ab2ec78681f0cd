/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/pf-chart-axis.h"

#include <math.h>
#include <string.h>

static gint64
at (const char *iso)
{
  gint64 ts;

  g_assert_true (pf_time_parse (iso, -1, &ts));
  return ts;
}

static void
test_value_table (void)
{
  static const struct
  {
    double low, high; guint decimals, most; gint64 first, step; guint count, shown;
  } rows[] = {
    { 4241800, 4290400, 2, 5, 4250000, 10000, 5, 0 },
    { 4241800, 4290400, 2, 10, 4245000, 5000, 10, 0 },
    { 100, 110, 2, 10, 100, 2, 6, 2 },           /* eleven ticks would be one too many */
    { 0, 4, 0, 8, 0, 1, 5, 0 },
    { 0.2, 0.8, 0, 8, 1, 1, 0, 0 },              /* no whole point in it */
    { -25, 25, 1, 6, -20, 10, 5, 0 },
    { 1, 250, 8, 3, 100, 100, 2, 6 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      PfChartValueTicks ticks
          = pf_chart_value_ticks (rows[i].low, rows[i].high, rows[i].decimals, rows[i].most);

      g_assert_cmpuint (ticks.count, ==, rows[i].count);
      if (ticks.count == 0)
        continue;
      g_assert_cmpint (ticks.first, ==, rows[i].first);
      g_assert_cmpint (ticks.step, ==, rows[i].step);
      g_assert_cmpuint (ticks.shown, ==, rows[i].shown);
    }
}

/* any range: round steps, all inside, none missing, enough of them */
static void
test_value_properties (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (3);

  for (guint i = 0; i < 20000; i++)
    {
      double low = g_rand_double_range (random, -1e9, 1e9);
      double high = low + pow (10, g_rand_double_range (random, 0, 12));
      guint most = (guint) g_rand_int_range (random, 1, PF_CHART_TICKS_MAX + 1);
      PfChartValueTicks ticks = pf_chart_value_ticks (low, high, 2, most);
      gint64 lead = ticks.step;

      while (lead % 10 == 0)
        lead /= 10;
      g_assert_true (lead == 1 || lead == 2 || lead == 5);
      g_assert_cmpuint (ticks.count, <=, most);
      if (ticks.count == 0)
        continue;
      g_assert_cmpint (ticks.first % ticks.step, ==, 0);
      g_assert_cmpfloat ((double) ticks.first, >=, low);
      g_assert_cmpfloat ((double) (ticks.first - ticks.step), <, low);
      g_assert_cmpfloat ((double) (ticks.first + ticks.step * (ticks.count - 1)), <=, high);
      g_assert_cmpfloat ((double) (ticks.first + ticks.step * ticks.count), >, high);
      if (ticks.step > 1 && most >= 4)
        g_assert_cmpuint (ticks.count * 5, >=, most);
    }
}

static void
test_steps (void)
{
  static const struct { const char *from; gint64 wanted_ns; const char *floor, *next; } rows[] = {
    { "2024-03-01T14:05:30Z", 4 * PF_NS_PER_MINUTE, "2024-03-01T14:05:00Z",
      "2024-03-01T14:10:00Z" },
    { "2024-03-01T14:05:30Z", 100 * PF_NS_PER_MINUTE, "2024-03-01T14:00:00Z",
      "2024-03-01T16:00:00Z" },
    { "2024-03-01T14:05:30Z", PF_NS_PER_DAY, "2024-03-01T00:00:00Z", "2024-03-02T00:00:00Z" },
    { "2024-03-01T14:05:30Z", 3 * PF_NS_PER_DAY, "2024-02-26T00:00:00Z", "2024-03-04T00:00:00Z" },
    { "2024-02-29T14:05:30Z", 20 * PF_NS_PER_DAY, "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z" },
    { "2023-12-31T23:59:59Z", 80 * PF_NS_PER_DAY, "2023-10-01T00:00:00Z", "2024-01-01T00:00:00Z" },
    { "2024-02-29T14:05:30Z", 360 * PF_NS_PER_DAY, "2024-01-01T00:00:00Z",
      "2025-01-01T00:00:00Z" },
    { "1969-06-01T00:00:00Z", 3000 * PF_NS_PER_DAY, "1960-01-01T00:00:00Z",
      "1970-01-01T00:00:00Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      PfChartStep step = pf_chart_step_for (rows[i].wanted_ns);

      g_assert_cmpint (pf_chart_step_floor (step, at (rows[i].from)), ==, at (rows[i].floor));
      g_assert_cmpint (pf_chart_step_next (step, at (rows[i].from)), ==, at (rows[i].next));
      g_assert_cmpint (pf_chart_step_floor (step, at (rows[i].next)), ==, at (rows[i].next));
    }
}

static char *
words (const gint64 *times, guint n, guint first, guint end, double spacing)
{
  PfChartTimeTick ticks[PF_CHART_TICKS_MAX];
  guint count = pf_chart_time_ticks (times, n, first, end, spacing, ticks);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < count; i++)
    {
      g_autofree char *label = pf_chart_time_tick_text (&ticks[i]);

      if (i > 0)
        g_assert_cmpuint (ticks[i].index, >, ticks[i - 1].index);
      g_string_append_printf (text, "%s%u %s", i > 0 ? ", " : "", ticks[i].index, label);
    }
  return g_string_free (text, FALSE);
}

static gint64 *
evenly (const char *from, gint64 step, guint n)
{
  gint64 *times = g_new (gint64, n);

  for (guint i = 0; i < n; i++)
    times[i] = at (from) + i * step;
  return times;
}

static void
test_time_ticks (void)
{
  static const struct
  {
    const char *from; gint64 step; guint n, first, end; double spacing; const char *want;
  } rows[] = {
    { "2024-03-01T09:03:00Z", 5 * PF_NS_PER_MINUTE, 84, 0, 84, 20,
      "12 10:00, 36 12:00, 60 14:00" },
    { "2024-02-29T22:00:00Z", PF_NS_PER_MINUTE, 240, 0, 240, 50,
      "0 22:00, 60 23:00, 120 Mar, 180 01:00" },
    { "2024-03-11T00:00:00Z", PF_NS_PER_HOUR, 72, 0, 72, 20, "0 11 Mar, 24 12 Mar, 48 13 Mar" },
    { "2023-10-15T00:00:00Z", PF_NS_PER_DAY, 120, 0, 120, 20, "17 Nov, 47 Dec, 78 2024, 109 Feb" },
    { "2019-01-01T00:00:00Z", PF_NS_PER_DAY, 1500, 100, 1500, 300,
      "365 2020, 731 2021, 1096 2022, 1461 2023" },
    { "2024-03-01T00:00:00Z", PF_NS_PER_SECOND, 60, 0, 60, 14,
      "0 Mar, 15 00:00:15, 30 00:00:30, 45 00:00:45" },
    { "2024-03-01T00:00:00Z", PF_NS_PER_SECOND, 1, 0, 1, 14, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree gint64 *times = evenly (rows[i].from, rows[i].step, rows[i].n);
      g_autofree char *got
          = words (times, rows[i].n, rows[i].first, rows[i].end, rows[i].spacing);

      g_assert_cmpstr (got, ==, rows[i].want);
    }
}

/* The market closes at night and over the weekend: a day's first bar says the day. */
static void
test_time_gaps (void)
{
  static const char *const days[]
      = { "2024-03-08T08:30:00Z", "2024-03-11T08:30:00Z", "2024-03-12T08:30:00Z" };
  gint64 times[3 * 8];
  g_autofree char *got = NULL;

  for (guint day = 0; day < 3; day++)
    for (guint hour = 0; hour < 8; hour++)
      times[day * 8 + hour] = at (days[day]) + hour * PF_NS_PER_HOUR;
  got = words (times, 24, 0, 24, 3);
  g_assert_cmpstr (got, ==, "8 11 Mar, 16 12 Mar");
}

static void
test_short_numbers (void)
{
  static const struct { double value; const char *want; } rows[] = {
    { 0, "0" }, { 9.5, "9.50" }, { 12.34, "12.3" }, { 950, "950" }, { 999.7, "1.00 k" },
    { 12345, "12.3 k" }, { 4560000, "4.56 M" }, { -2e9, "\xe2\x88\x92" "2.00 G" },
    { NAN, "\xe2\x80\x93" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *got = pf_chart_short_number (rows[i].value);

      g_assert_cmpstr (got, ==, rows[i].want);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/chart-axis/value-table", test_value_table);
  g_test_add_func ("/pf/chart-axis/value-properties", test_value_properties);
  g_test_add_func ("/pf/chart-axis/steps", test_steps);
  g_test_add_func ("/pf/chart-axis/time-ticks", test_time_ticks);
  g_test_add_func ("/pf/chart-axis/time-gaps", test_time_gaps);
  g_test_add_func ("/pf/chart-axis/short-numbers", test_short_numbers);
  return g_test_run ();
}
