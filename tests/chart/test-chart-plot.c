/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/pf-chart-plot.h"

#include <math.h>

#define NEAR 1e-9

static void
test_there_and_back (void)
{
  PfChartPlot plot = { 10, 20, 600, 300, 320, 80, 2, { 100, 60 }, 500, 800 };

  g_assert_cmpfloat_with_epsilon (pf_chart_plot_x (&plot, 100), 10, NEAR);
  g_assert_cmpfloat_with_epsilon (pf_chart_plot_x (&plot, 160), 610, NEAR);
  g_assert_cmpfloat_with_epsilon (pf_chart_plot_y (&plot, 800), 20, NEAR);
  g_assert_cmpfloat_with_epsilon (pf_chart_plot_y (&plot, 500), 320, NEAR);
  for (double at = -50; at < 700; at += 12.5)
    {
      g_assert_cmpfloat_with_epsilon (pf_chart_plot_x (&plot, pf_chart_plot_index (&plot, at)), at,
                                      NEAR);
      g_assert_cmpfloat_with_epsilon (pf_chart_plot_y (&plot, pf_chart_plot_value (&plot, at)), at,
                                      NEAR);
    }
  g_assert_cmpfloat (pf_chart_plot_snap (&plot, 3.3), ==, 3.5);
  g_assert_cmpfloat (pf_chart_plot_snap (&plot, 3.2), ==, 3);
  g_assert_cmpfloat (pf_chart_plot_hair (&plot), ==, 0.5);
}

static void
test_group (void)
{
  static const struct { double width, count; guint want; } rows[] = {
    { 600, 60, 1 }, { 600, 150, 1 }, { 600, 151, 2 }, { 600, 300, 2 }, { 600, 301, 4 },
    { 1000, 1000000, 4096 }, { 1, 1e6, 4194304 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      PfChartPlot plot = { .width = rows[i].width, .span = { 0, rows[i].count } };

      g_assert_cmpuint (pf_chart_plot_group (&plot, 4), ==, rows[i].want);
    }
}

static gboolean
is_whole (double value)
{
  return fabs (value - floor (value + 0.5)) < 1e-6;
}

/* sharp at every scale and width, columns apart, wick in the middle */
static void
test_columns (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (11);

  for (guint i = 0; i < 2000; i++)
    {
      PfChartPlot plot = { .x = g_rand_int_range (random, 0, 50), .width = 800,
                           .scale = g_rand_int_range (random, 1, 4),
                           .span = { g_rand_double_range (random, 0, 10),
                                     g_rand_double_range (random, 10, 200) } };
      PfChartColumn one = pf_chart_plot_column (&plot, 20, 21);
      PfChartColumn next = pf_chart_plot_column (&plot, 21, 22);
      double s = plot.scale;

      g_assert_true (is_whole (one.x * s) && is_whole (one.width * s));
      g_assert_true (is_whole (one.wick_x * s) && is_whole (one.wick_width * s));
      g_assert_cmpfloat (one.width * s, >=, 1 - NEAR);
      g_assert_cmpfloat (one.wick_width * s, >=, 1 - NEAR);
      g_assert_cmpfloat (next.x * s, >=, (one.x + one.width) * s + 1 - 1e-6);
      g_assert_cmpfloat_with_epsilon (one.wick_x + one.wick_width / 2, one.x + one.width / 2, 1e-6);
    }
}

static void
test_ranges (void)
{
  double low = 100, high = 200;

  pf_chart_range_pad (&low, &high);
  g_assert_cmpfloat_with_epsilon (low, 94, NEAR);
  g_assert_cmpfloat_with_epsilon (high, 206, NEAR);
  low = high = 5000;
  pf_chart_range_pad (&low, &high);
  g_assert_cmpfloat (low, <, 5000);
  g_assert_cmpfloat (high, >, 5000);
  low = high = 0;
  pf_chart_range_pad (&low, &high);
  g_assert_cmpfloat (low, <, high);
  low = 100, high = 200;
  g_assert_true (pf_chart_range_include (&low, &high, 150));
  g_assert_cmpfloat (high, ==, 200);
  g_assert_true (pf_chart_range_include (&low, &high, 250));
  g_assert_cmpfloat (high, ==, 250);
  g_assert_false (pf_chart_range_include (&low, &high, -300));
  g_assert_false (pf_chart_range_include (&low, &high, NAN));
  g_assert_cmpfloat (low, ==, 100);
}

static void
test_spread (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (9);
  double two[] = { 50, 50 }, low[] = { 99, 98, 10 };

  pf_chart_spread (two, 2, 10, 0, 100);
  g_assert_cmpfloat (two[0], ==, 50);
  g_assert_cmpfloat (two[1], ==, 60);
  pf_chart_spread (low, 3, 10, 0, 100);
  g_assert_cmpfloat (low[0], ==, 100);
  g_assert_cmpfloat (low[1], ==, 90);
  g_assert_cmpfloat (low[2], ==, 10);
  for (guint round = 0; round < 500; round++)
    {
      double wanted[8], y[8];

      for (guint i = 0; i < 8; i++)
        wanted[i] = y[i] = g_rand_double_range (random, -50, 150);
      pf_chart_spread (y, 8, 10, 0, 100);
      for (guint i = 0; i < 8; i++)
        {
          g_assert_cmpfloat (y[i], >=, -NEAR);
          g_assert_cmpfloat (y[i], <=, 100 + NEAR);
          for (guint k = 0; k < i; k++)
            {
              g_assert_cmpfloat (fabs (y[i] - y[k]), >=, 10 - NEAR);
              /* in the order in which they were wanted, as far as they were apart at all */
              if (wanted[k] >= 0 && wanted[k] < wanted[i] && wanted[i] <= 100)
                g_assert_cmpfloat (y[k], <, y[i]);
            }
        }
    }
  pf_chart_spread (NULL, 0, 10, 0, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/chart-plot/there-and-back", test_there_and_back);
  g_test_add_func ("/pf/chart-plot/group", test_group);
  g_test_add_func ("/pf/chart-plot/columns", test_columns);
  g_test_add_func ("/pf/chart-plot/ranges", test_ranges);
  g_test_add_func ("/pf/chart-plot/spread", test_spread);
  return g_test_run ();
}
