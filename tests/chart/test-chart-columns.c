/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pyramid against a scan of the same bars kept in a plain array. */
#include "chart/pf-chart-columns.h"
#include "chart-test.h"

static void
assert_range (const PfChartColumns *columns, const GArray *bars, guint first, guint end)
{
  PfBar got = pf_chart_columns_range (columns, first, end);
  PfBar want = g_array_index (bars, PfBar, first);

  for (guint i = first + 1; i < end; i++)
    {
      const PfBar *bar = &g_array_index (bars, PfBar, i);
      want.high = MAX (want.high, bar->high);
      want.low = MIN (want.low, bar->low);
      want.close = bar->close;
      want.volume += bar->volume;
    }
  g_assert_cmpint (got.ts_open_ns, ==, want.ts_open_ns);
  g_assert_cmpint (got.open, ==, want.open);
  g_assert_cmpint (got.high, ==, want.high);
  g_assert_cmpint (got.low, ==, want.low);
  g_assert_cmpint (got.close, ==, want.close);
  /* whole numbers: exact in any order */
  g_assert_cmpfloat (got.volume, ==, want.volume);
}

static void
assert_random_ranges (const PfChartColumns *columns, const GArray *bars, GRand *random, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      guint first = (guint) g_rand_int_range (random, 0, (gint32) bars->len);
      guint end = (guint) g_rand_int_range (random, (gint32) first + 1, (gint32) bars->len + 1);
      assert_range (columns, bars, first, end);
    }
  assert_range (columns, bars, 0, bars->len);
  assert_range (columns, bars, bars->len - 1, bars->len);
}

/* appends and changes of the last bar, in random order */
static void
test_random (void)
{
  g_autoptr(PfChartColumns) columns = pf_chart_columns_new ();
  g_autoptr(GArray) bars = g_array_new (FALSE, FALSE, sizeof (PfBar));
  g_autoptr(GRand) random = g_rand_new_with_seed (7);
  gint64 price = 65000;

  for (guint step = 0; step < 6000; step++)
    {
      gboolean append = bars->len == 0 || g_rand_int_range (random, 0, 3) > 0;
      PfBar bar = chart_test_bar (random, bars->len - !append, price);

      if (append)
        {
          g_assert_true (pf_chart_columns_append (columns, &bar));
          g_array_append_val (bars, bar);
        }
      else
        {
          g_assert_true (pf_chart_columns_update_last (columns, &bar));
          g_array_index (bars, PfBar, bars->len - 1) = bar;
        }
      price = bar.close;
      if (step < 100 || step % 97 == 0)
        assert_random_ranges (columns, bars, random, 20);
    }
  g_assert_cmpuint (pf_chart_columns_length (columns), ==, bars->len);
}

static void
test_every_range (void)
{
  for (guint n = 1; n <= 70; n++)
    {
      g_autoptr(PfChartColumns) columns = pf_chart_columns_new ();
      g_autoptr(GArray) bars = chart_test_bars (n, n);

      g_assert_true (pf_chart_columns_load (columns, (PfBar *) (gpointer) bars->data, n));
      for (guint first = 0; first < n; first++)
        for (guint end = first + 1; end <= n; end++)
          assert_range (columns, bars, first, end);
    }
}

/* loaded, then appended to: the same as appended all along */
static void
test_load_and_append (void)
{
  g_autoptr(GArray) bars = chart_test_bars (3, 3000);
  const PfBar *data = (PfBar *) (gpointer) bars->data;

  for (guint loaded = 0; loaded < 70; loaded++)
    {
      g_autoptr(PfChartColumns) columns = pf_chart_columns_new ();
      g_autoptr(GRand) random = g_rand_new_with_seed (loaded);

      g_assert_true (pf_chart_columns_load (columns, data, loaded));
      for (guint i = loaded; i < bars->len; i++)
        g_assert_true (pf_chart_columns_append (columns, &data[i]));
      assert_random_ranges (columns, bars, random, 100);
    }
}

static void
test_refusals (void)
{
  g_autoptr(PfChartColumns) columns = pf_chart_columns_new ();
  PfBar bar = { 100, 10, 12, 9, 11, 1 }, bad;
  PfBar pair[2] = { bar, bar };

  g_assert_false (pf_chart_columns_update_last (columns, &bar));
  g_assert_true (pf_chart_columns_append (columns, &bar));
  g_assert_false (pf_chart_columns_append (columns, &bar));
  bad = bar;
  bad.ts_open_ns = 101;
  g_assert_false (pf_chart_columns_update_last (columns, &bad));
  bad.high = 10;
  g_assert_false (pf_chart_columns_append (columns, &bad));
  bad = bar;
  bad.low = 11;
  g_assert_false (pf_chart_columns_update_last (columns, &bad));
  g_assert_false (pf_chart_columns_load (columns, pair, 2));
  g_assert_cmpuint (pf_chart_columns_length (columns), ==, 1);
  g_assert_cmpint (pf_chart_columns_get (columns, 0).close, ==, 11);
  pf_chart_columns_clear (columns);
  g_assert_cmpuint (pf_chart_columns_length (columns), ==, 0);
  g_assert_cmpint (pf_chart_columns_find (columns, 100), ==, -1);
}

static void
test_find (void)
{
  g_autoptr(PfChartColumns) columns = pf_chart_columns_new ();
  static const gint64 times[] = { -5, 0, 10, 11, 50 };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    g_assert_true (pf_chart_columns_append (columns, &(PfBar){ times[i], 1, 1, 1, 1, 0 }));
  for (gint64 ts = -7; ts < 60; ts++)
    {
      gint64 want = -1;

      for (guint i = 0; i < G_N_ELEMENTS (times); i++)
        if (times[i] <= ts)
          want = i;
      g_assert_cmpint (pf_chart_columns_find (columns, ts), ==, want);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/chart-columns/random", test_random);
  g_test_add_func ("/pf/chart-columns/every-range", test_every_range);
  g_test_add_func ("/pf/chart-columns/load-and-append", test_load_and_append);
  g_test_add_func ("/pf/chart-columns/refusals", test_refusals);
  g_test_add_func ("/pf/chart-columns/find", test_find);
  return g_test_run ();
}
