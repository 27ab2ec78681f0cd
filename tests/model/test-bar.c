/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/pf-bar.h"

#define MINUTE PF_NS_PER_MINUTE

static PfBar
bar (gint64 ts, gint64 open, gint64 high, gint64 low, gint64 close, double volume)
{
  return (PfBar){ ts, open, high, low, close, volume };
}

static void
assert_bar (const PfBar *actual, PfBar expected)
{
  g_assert_cmpint (actual->ts_open_ns, ==, expected.ts_open_ns);
  g_assert_cmpint (actual->open, ==, expected.open);
  g_assert_cmpint (actual->high, ==, expected.high);
  g_assert_cmpint (actual->low, ==, expected.low);
  g_assert_cmpint (actual->close, ==, expected.close);
  g_assert_cmpfloat (actual->volume, ==, expected.volume);
}

static void
test_append (void)
{
  g_autoptr (PfBarSeries) series = pf_bar_series_new (2, MINUTE);
  static const struct { gint64 ts, open, high, low, close; gboolean good; } cases[] = {
    { 100, 10, 12, 9, 11, TRUE },
    { 100, 10, 12, 9, 11, FALSE },      /* the same time */
    { 99, 10, 12, 9, 11, FALSE },       /* an earlier one */
    { 101, 10, 10, 10, 10, TRUE },
    { 102, 10, 12, 11, 11, FALSE },     /* open below low */
    { 102, 13, 12, 9, 11, FALSE },      /* open above high */
    { 102, 10, 12, 9, 8, FALSE },       /* close below low */
    { 102, 10, 12, 9, 13, FALSE },      /* close above high */
    { 102, 10, 9, 12, 10, FALSE },      /* high below low */
    { 102, 0, 12, 0, 11, FALSE },
    { 102, -1, 12, -1, 11, FALSE },
    { 102, 1, 1, 1, 1, TRUE },
    { 5000, 10, 12, 9, 11, TRUE },
  };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PfBar next = bar (cases[i].ts, cases[i].open, cases[i].high, cases[i].low, cases[i].close, i);
      g_assert_cmpint (pf_bar_series_append (series, &next), ==, cases[i].good);
      n += cases[i].good;
      g_assert_cmpuint (pf_bar_series_length (series), ==, n);
      if (cases[i].good)
        assert_bar (pf_bar_series_get (series, n - 1), next);
    }
  pf_bar_series_free (NULL);
}

static void
append (PfBarSeries *series, gint64 minute, gint64 open, gint64 high, gint64 low, gint64 close)
{
  PfBar next = bar (minute * MINUTE, open, high, low, close, 1);

  g_assert_true (pf_bar_series_append (series, &next));
}

/* Five minutes by hand: a full bucket, one with a hole, an empty one, an unfinished last one. */
static void
test_resample (void)
{
  g_autoptr (PfBarSeries) series = pf_bar_series_new (2, MINUTE);
  g_autoptr (PfBarSeries) out = NULL;
  g_autoptr (GError) error = NULL;

  append (series, 3, 10, 15, 9, 11);            /* the first bucket begins before the data */
  append (series, 4, 11, 12, 8, 12);
  append (series, 5, 12, 13, 11, 13);
  append (series, 6, 13, 20, 12, 14);
  append (series, 7, 14, 15, 13, 14);
  append (series, 8, 14, 15, 5, 14);
  append (series, 9, 14, 15, 13, 15);
  append (series, 11, 15, 17, 14, 16);          /* 10, 13 and 14 are missing */
  append (series, 12, 16, 18, 15, 17);
  append (series, 20, 30, 31, 29, 30);          /* nothing from 15 to 19 */
  append (series, 21, 30, 31, 29, 30);
  append (series, 22, 30, 31, 29, 30);
  append (series, 23, 30, 31, 29, 30);
  out = pf_bar_series_resample (series, 5 * MINUTE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (out->decimals, ==, 2);
  g_assert_cmpint (out->timeframe_ns, ==, 5 * MINUTE);
  g_assert_cmpuint (pf_bar_series_length (out), ==, 3);
  assert_bar (pf_bar_series_get (out, 0), bar (0, 10, 15, 8, 12, 2));
  assert_bar (pf_bar_series_get (out, 1), bar (5 * MINUTE, 12, 20, 5, 15, 5));
  assert_bar (pf_bar_series_get (out, 2), bar (10 * MINUTE, 15, 18, 14, 17, 2));
  g_clear_pointer (&out, pf_bar_series_free);
  append (series, 24, 30, 40, 29, 33);          /* it ends the last one */
  out = pf_bar_series_resample (series, 5 * MINUTE, &error);
  g_assert_cmpuint (pf_bar_series_length (out), ==, 4);
  assert_bar (pf_bar_series_get (out, 3), bar (20 * MINUTE, 30, 40, 29, 33, 5));
}

static void
test_resample_refused (void)
{
  g_autoptr (PfBarSeries) series = pf_bar_series_new (2, 5 * MINUTE);
  static const gint64 timeframes[] = { MINUTE, 7 * MINUTE, 0, -5 * MINUTE, 5 * MINUTE + 1 };

  append (series, 5, 10, 15, 9, 11);
  for (guint i = 0; i < G_N_ELEMENTS (timeframes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (pf_bar_series_resample (series, timeframes[i], &error));
      g_assert_error (error, PF_BAR_ERROR, PF_BAR_ERROR_TIMEFRAME);
      if (i == 0)
        g_assert_cmpstr (error->message, ==,
                         "Bars of 1m cannot be made from bars of 5m; choose a multiple of it.");
    }
}

static void
test_resample_edges (void)
{
  g_autoptr (PfBarSeries) series = pf_bar_series_new (2, MINUTE);
  g_autoptr (PfBarSeries) none = pf_bar_series_resample (series, 5 * MINUTE, NULL);
  g_autoptr (PfBarSeries) same = NULL;

  g_assert_cmpuint (pf_bar_series_length (none), ==, 0);
  append (series, 3, 10, 15, 9, 11);
  append (series, 9, 10, 15, 9, 11);
  same = pf_bar_series_resample (series, MINUTE, NULL);
  g_assert_cmpuint (pf_bar_series_length (same), ==, 2);
  for (guint i = 0; i < 2; i++)
    assert_bar (pf_bar_series_get (same, i), *pf_bar_series_get (series, i));
}

/* Weeks begin on Monday: 2019-10-14 was one. */
static void
test_resample_weeks (void)
{
  g_autoptr (PfBarSeries) days = pf_bar_series_new (0, PF_NS_PER_DAY);
  g_autoptr (PfBarSeries) weeks = NULL;
  gint64 monday = 0;

  g_assert_true (pf_time_parse ("2019-10-14", -1, &monday));
  for (int day = -2; day < 14; day++)
    {
      PfBar next = bar (monday + day * PF_NS_PER_DAY, 100 + day, 200 + day, 50, 100, 1);
      g_assert_true (pf_bar_series_append (days, &next));
    }
  weeks = pf_bar_series_resample (days, 7 * PF_NS_PER_DAY, NULL);
  g_assert_cmpuint (pf_bar_series_length (weeks), ==, 3);
  assert_bar (pf_bar_series_get (weeks, 0), bar (monday - 7 * PF_NS_PER_DAY, 98, 199, 50, 100, 2));
  assert_bar (pf_bar_series_get (weeks, 1), bar (monday, 100, 206, 50, 100, 7));
  assert_bar (pf_bar_series_get (weeks, 2), bar (monday + 7 * PF_NS_PER_DAY, 107, 213, 50, 100, 7));
}

/* For random series with holes: each bucket computed again from all the bars in it, in one go. */
static void
test_resample_random (void)
{
  GRand *rand = g_rand_new_with_seed (11);

  for (guint round = 0; round < 200; round++)
    {
      g_autoptr (PfBarSeries) series = pf_bar_series_new (0, MINUTE);
      g_autoptr (PfBarSeries) out = NULL;
      gint64 length = g_rand_int_range (rand, 1, 40) * MINUTE, end;
      gint64 minute = g_rand_int_range (rand, -200, 200);
      guint found = 0;

      for (guint i = 0; i < 150; i++, minute += g_rand_int_range (rand, 0, 5) == 0
                                                    ? g_rand_int_range (rand, 1, 90) : 1)
        append (series, minute, 50 + g_rand_int_range (rand, -9, 10),
                60 + g_rand_int_range (rand, 0, 50), 1 + g_rand_int_range (rand, 0, 40),
                50 + g_rand_int_range (rand, -9, 10));
      end = pf_bar_series_get (series, 149)->ts_open_ns + MINUTE;
      out = pf_bar_series_resample (series, length, NULL);
      for (gint64 k = -200 * MINUTE / length - 2; k * length + length <= end; k++)
        {
          PfBar expected = { .ts_open_ns = k * length, .low = G_MAXINT64 };
          for (guint i = 0; i < 150; i++)
            {
              const PfBar *b = pf_bar_series_get (series, i);
              if (b->ts_open_ns < k * length || b->ts_open_ns >= (k + 1) * length)
                continue;
              expected.open = expected.volume == 0 ? b->open : expected.open;
              expected.high = MAX (expected.high, b->high);
              expected.low = MIN (expected.low, b->low);
              expected.close = b->close;
              expected.volume++;
            }
          if (expected.volume > 0)
            assert_bar (pf_bar_series_get (out, found++), expected);
        }
      g_assert_cmpuint (found, ==, pf_bar_series_length (out));
    }
  g_rand_free (rand);
}

/* --- builder ---------------------------------------------------------------------------------- */

static void
test_builder_ticks (void)
{
  PfBarBuilder builder;
  PfBar closed;
  PfBar ticks[] = { bar (10, 5, 5, 5, 5, 1), bar (20, 9, 9, 9, 9, 2), bar (30, 3, 3, 3, 3, 1),
                    bar (40, 4, 4, 4, 4, 1) };

  pf_bar_builder_init (&builder, MINUTE);
  g_assert_false (pf_bar_builder_flush_ended (&builder, MINUTE, &closed));
  for (guint i = 0; i < G_N_ELEMENTS (ticks); i++)
    g_assert_false (pf_bar_builder_add (&builder, &ticks[i], 0, &closed));
  g_assert_false (pf_bar_builder_flush_ended (&builder, MINUTE - 1, &closed));
  g_assert_true (pf_bar_builder_flush_ended (&builder, MINUTE, &closed));
  assert_bar (&closed, bar (0, 5, 9, 3, 4, 5));
  g_assert_false (pf_bar_builder_flush_ended (&builder, 2 * MINUTE, &closed));
}

/* A piece that ends its bucket closes it at once; one of a later bucket closes the earlier. */
static void
test_builder_closes (void)
{
  PfBarBuilder builder;
  PfBar closed;
  PfBar first = bar (0, 5, 6, 4, 5, 1), second = bar (MINUTE, 5, 8, 5, 7, 1);
  PfBar later = bar (9 * MINUTE, 20, 21, 19, 20, 3);

  pf_bar_builder_init (&builder, 2 * MINUTE);
  g_assert_false (pf_bar_builder_add (&builder, &first, MINUTE, &closed));
  g_assert_true (pf_bar_builder_add (&builder, &second, MINUTE, &closed));
  assert_bar (&closed, bar (0, 5, 8, 4, 7, 2));
  first.ts_open_ns = 4 * MINUTE;
  g_assert_false (pf_bar_builder_add (&builder, &first, MINUTE, &closed));
  g_assert_true (pf_bar_builder_add (&builder, &later, MINUTE, &closed));
  assert_bar (&closed, bar (4 * MINUTE, 5, 6, 4, 5, 1));
  /* the later one ended its own, too */
  g_assert_true (pf_bar_builder_flush_ended (&builder, 10 * MINUTE, &closed));
  assert_bar (&closed, bar (8 * MINUTE, 20, 21, 19, 20, 3));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/bar/append", test_append);
  g_test_add_func ("/pf/bar/resample", test_resample);
  g_test_add_func ("/pf/bar/resample-refused", test_resample_refused);
  g_test_add_func ("/pf/bar/resample-edges", test_resample_edges);
  g_test_add_func ("/pf/bar/resample-weeks", test_resample_weeks);
  g_test_add_func ("/pf/bar/resample-random", test_resample_random);
  g_test_add_func ("/pf/bar/builder-ticks", test_builder_ticks);
  g_test_add_func ("/pf/bar/builder-closes", test_builder_closes);
  return g_test_run ();
}
