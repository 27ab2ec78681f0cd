/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/pf-chart-view.h"

#include <math.h>

#define NEAR 1e-9

static void
assert_span (PfChartSpan span, double first, double count)
{
  g_assert_cmpfloat_with_epsilon (span.first, first, NEAR);
  g_assert_cmpfloat_with_epsilon (span.count, count, NEAR);
}

static void
test_follow (void)
{
  assert_span (pf_chart_span_follow (100, 1000), 904, 100);
  assert_span (pf_chart_span_follow (100, 0), -96, 100);
  g_assert_true (pf_chart_span_is_following ((PfChartSpan){ 904, 100 }, 1000));
  g_assert_false (pf_chart_span_is_following ((PfChartSpan){ 903.5, 100 }, 1000));
}

static void
test_clamp (void)
{
  static const struct { PfChartSpan span; guint length; PfChartSpan want; } rows[] = {
    { { 500, 100 }, 1000, { 500, 100 } },       /* inside */
    { { 950, 100 }, 1000, { 904, 100 } },       /* too late */
    { { -3, 100 }, 1000, { 0, 100 } },          /* too early */
    { { 500, 1 }, 1000, { 500, 10 } },          /* too near */
    { { 500, 5000 }, 960, { -0.0, 1000 } },     /* too far: all, with air */
    { { 0, 100 }, 0, { -57.6, 60 } },           /* no bars */
    { { 0, 100 }, 12, { -45.6, 60 } },          /* few: at the right */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_span (pf_chart_span_clamp (rows[i].span, rows[i].length), rows[i].want.first,
                 rows[i].want.count);
}

static void
test_zoom (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (5);

  for (guint i = 0; i < 1000; i++)
    {
      PfChartSpan span = { g_rand_double_range (random, -10, 1e6),
                           g_rand_double_range (random, 10, 1e5) };
      double factor = g_rand_double_range (random, 0.1, 10), about = g_rand_double (random);
      PfChartSpan zoomed = pf_chart_span_zoom (span, factor, about);

      g_assert_cmpfloat_with_epsilon (zoomed.count * factor, span.count, 1e-6);
      g_assert_cmpfloat_with_epsilon (zoomed.first + about * zoomed.count,
                                      span.first + about * span.count, 1e-6);
    }
}

static void
test_visible (void)
{
  static const struct { PfChartSpan span; guint length, first, end; } rows[] = {
    { { 0, 10 }, 100, 0, 10 },     { { 0.5, 10 }, 100, 0, 11 }, { { -20, 30 }, 100, 0, 10 },
    { { -20, 30 }, 5, 0, 5 },      { { -20, 10 }, 5, 0, 0 },    { { 3.2, 10 }, 5, 3, 5 },
    { { 0, 10 }, 0, 0, 0 },        { { 20, 10 }, 5, 5, 5 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint first, end;

      pf_chart_span_visible (rows[i].span, rows[i].length, &first, &end);
      g_assert_cmpuint (first, ==, rows[i].first);
      g_assert_cmpuint (end, ==, rows[i].end);
    }
}

static void
count_cb (PfChartView *view, guint *count)
{
  ++*count;
}

static void
test_view_follows (void)
{
  PfChartView *view = pf_chart_view_new ();
  guint changes = 0;

  pf_chart_view_set_length (view, 1000);
  g_signal_connect (view, "span-changed", G_CALLBACK (count_cb), &changes);
  g_assert_true (pf_chart_view_get_follow (view));
  assert_span (pf_chart_view_get_span (view), 1000 - 120 * 0.96, 120);
  pf_chart_view_set_length (view, 1001);
  assert_span (pf_chart_view_get_span (view), 1001 - 120 * 0.96, 120);
  g_assert_cmpuint (changes, ==, 1);
  /* a view that looks at the past stays there */
  pf_chart_view_pan (view, -500);
  g_assert_false (pf_chart_view_get_follow (view));
  pf_chart_view_set_length (view, 1002);
  assert_span (pf_chart_view_get_span (view), 501 - 120 * 0.96, 120);
  g_assert_cmpuint (changes, ==, 2);
  /* and one that comes back to the end follows again */
  pf_chart_view_pan (view, 5000);
  g_assert_true (pf_chart_view_get_follow (view));
  pf_chart_view_go_to_start (view);
  assert_span (pf_chart_view_get_span (view), 0, 120);
  pf_chart_view_set_follow (view, TRUE);
  g_assert_true (pf_chart_view_get_follow (view));
  pf_chart_view_show_all (view);
  assert_span (pf_chart_view_get_span (view), 0, 1002 / 0.96);
  pf_chart_view_set_length (view, 0);
  pf_chart_view_set_length (view, 300);
  assert_span (pf_chart_view_get_span (view), 300 - 120 * 0.96, 120);
  g_assert_finalize_object (view);
}

static void
test_view_zoom (void)
{
  g_autoptr(PfChartView) view = pf_chart_view_new ();
  guint changes = 0;
  PfChartSpan before;

  pf_chart_view_set_length (view, 100000);
  pf_chart_view_set_span (view, (PfChartSpan){ 5000, 100 });
  pf_chart_view_zoom (view, 2, 0.25);
  assert_span (pf_chart_view_get_span (view), 5012.5, 50);
  /* as far as it goes, about the same point; then nothing moves */
  pf_chart_view_zoom (view, 100, 0.25);
  assert_span (pf_chart_view_get_span (view), 5022.5, 10);
  g_signal_connect (view, "span-changed", G_CALLBACK (count_cb), &changes);
  pf_chart_view_zoom (view, 100, 0.25);
  g_assert_cmpuint (changes, ==, 0);
  /* keys keep following */
  pf_chart_view_reset (view);
  pf_chart_view_zoom_still (view, 1.5);
  g_assert_true (pf_chart_view_get_follow (view));
  before = pf_chart_view_get_span (view);
  assert_span (before, 100000 - 80 * 0.96, 80);
}

static void
test_view_crosshair (void)
{
  g_autoptr(PfChartView) view = pf_chart_view_new ();
  guint changes = 0;

  pf_chart_view_set_length (view, 1000);
  g_signal_connect (view, "crosshair-changed", G_CALLBACK (count_cb), &changes);
  pf_chart_view_step_crosshair (view, -1);
  g_assert_cmpint (pf_chart_view_get_crosshair (view), ==, 999);
  pf_chart_view_step_crosshair (view, -1);
  g_assert_cmpint (pf_chart_view_get_crosshair (view), ==, 998);
  g_assert_cmpuint (changes, ==, 2);
  g_assert_true (pf_chart_view_get_follow (view));
  pf_chart_view_step_crosshair (view, -500);
  g_assert_cmpint (pf_chart_view_get_crosshair (view), ==, 498);
  g_assert_cmpfloat (pf_chart_view_get_span (view).first, ==, 498);
  pf_chart_view_step_crosshair (view, 300);
  g_assert_cmpfloat_with_epsilon (pf_chart_view_get_span (view).first + 120, 799, NEAR);
  pf_chart_view_step_crosshair (view, 5000);
  g_assert_cmpint (pf_chart_view_get_crosshair (view), ==, 999);
  pf_chart_view_set_crosshair (view, 1000);
  g_assert_cmpint (pf_chart_view_get_crosshair (view), ==, -1);
  pf_chart_view_set_crosshair (view, 900);
  pf_chart_view_set_length (view, 10);
  g_assert_cmpint (pf_chart_view_get_crosshair (view), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/chart-view/span-follow", test_follow);
  g_test_add_func ("/pf/chart-view/span-clamp", test_clamp);
  g_test_add_func ("/pf/chart-view/span-zoom", test_zoom);
  g_test_add_func ("/pf/chart-view/span-visible", test_visible);
  g_test_add_func ("/pf/chart-view/follows", test_view_follows);
  g_test_add_func ("/pf/chart-view/zoom", test_view_zoom);
  g_test_add_func ("/pf/chart-view/crosshair", test_view_crosshair);
  return g_test_run ();
}
