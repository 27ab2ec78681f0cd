/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The candle chart on a display: drawn, moved, followed; pictures are kept beside the test. */
#include "chart-display.h"
#include "chart-test.h"
#include "chart/pf-candle-chart.h"

#include <math.h>
#include <string.h>

#define N_BARS 400

static GArray *
average (const GArray *bars, guint length)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (double));
  double sum = 0;

  for (guint i = 0; i < bars->len; i++)
    {
      double value;

      sum += (double) g_array_index (bars, PfBar, i).close;
      if (i >= length)
        sum -= (double) g_array_index (bars, PfBar, i - length).close;
      value = i + 1 >= length ? sum / length : NAN;
      g_array_append_val (values, value);
    }
  return values;
}

static void
dress (PfCandleChart *chart, const GArray *bars)
{
  g_autoptr(GArray) quick = average (bars, 10), slow = average (bars, 30);
  const PfBar *buy = &g_array_index (bars, PfBar, N_BARS - 80);
  const PfBar *sell = &g_array_index (bars, PfBar, N_BARS - 50);
  const PfBar *open = &g_array_index (bars, PfBar, N_BARS - 30);
  PfChartMarker markers[] = {
    { open->ts_open_ns, pf_price_from_points (open->close, 2), PF_SIDE_BUY, TRUE },
    { buy->ts_open_ns, pf_price_from_points (buy->close, 2), PF_SIDE_SELL, TRUE },
    { sell->ts_open_ns, pf_price_from_points (sell->close, 2), PF_SIDE_BUY, FALSE },
    { sell->ts_open_ns + 1, pf_price_from_points (sell->close, 2), PF_SIDE_SELL, FALSE },
  };
  PfChartLevel levels[] = {
    { pf_price_from_points (open->close, 2), open->ts_open_ns, PF_CHART_LEVEL_ENTRY, "entry" },
    { pf_price_from_points (open->close - 150, 2), open->ts_open_ns, PF_CHART_LEVEL_STOP, "stop" },
    { pf_price_from_points (open->close + 200, 2), open->ts_open_ns, PF_CHART_LEVEL_TARGET,
      "target" },
    { pf_price_from_points (open->close * 3, 2), PF_TIME_NONE, PF_CHART_LEVEL_TARGET, "far" },
  };

  pf_candle_chart_add_line (chart, "SMA 10", (double *) (gpointer) quick->data, quick->len);
  pf_candle_chart_add_line (chart, "SMA 30", (double *) (gpointer) slow->data, slow->len);
  pf_candle_chart_set_markers (chart, markers, G_N_ELEMENTS (markers));
  pf_candle_chart_set_levels (chart, levels, G_N_ELEMENTS (levels));
}

typedef struct
{
  GArray *bars;
  PfChartSeries *series;
  GtkWidget *chart, *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  chart_display_style (FALSE);
  fixture->bars = chart_test_bars (21, N_BARS);
  fixture->series = pf_chart_series_new ("BTCUSDT", 2, PF_NS_PER_MINUTE);
  g_assert_true (pf_chart_series_load (fixture->series, (PfBar *) (gpointer) fixture->bars->data,
                                       N_BARS));
  fixture->chart = pf_candle_chart_new ();
  pf_chart_pane_set_series (PF_CHART_PANE (fixture->chart), fixture->series);
  dress (PF_CANDLE_CHART (fixture->chart), fixture->bars);
  fixture->window = chart_display_window (fixture->chart, 960, 420);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  GtkWidget *chart = fixture->chart;

  g_object_add_weak_pointer (G_OBJECT (chart), (gpointer *) &fixture->chart);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  chart_display_spin (20);
  /* nobody else holds it */
  g_assert_null (fixture->chart);
  g_assert_finalize_object (fixture->series);
  g_array_unref (fixture->bars);
}

static GBytes *
picture (Fixture *fixture, const char *name)
{
  return chart_display_pixels (fixture->chart, name);
}

static PfChartView *
view_of (Fixture *fixture)
{
  return pf_chart_pane_get_view (PF_CHART_PANE (fixture->chart));
}

static void
test_pictures (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GBytes) light = picture (fixture, "candles-light"), dark = NULL, turned = NULL;

  chart_display_style (TRUE);
  dark = picture (fixture, "candles-dark");
  g_assert_false (g_bytes_equal (light, dark));
  chart_display_style (FALSE);
  /* time does not run backwards where people read to the left */
  gtk_widget_set_direction (fixture->chart, GTK_TEXT_DIR_RTL);
  turned = picture (fixture, NULL);
  g_assert_true (g_bytes_equal (light, turned));
  pf_chart_view_set_crosshair (view_of (fixture), N_BARS - 50);
  g_bytes_unref (picture (fixture, "candles-crosshair"));
}

/* A controller of the chart, as GTK itself finds it. */
static GtkEventController *
controller (Fixture *fixture, GType type)
{
  g_autoptr(GListModel) all = gtk_widget_observe_controllers (fixture->chart);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(GtkEventController) one = g_list_model_get_item (all, i);

      if (G_OBJECT_TYPE (one) == type)
        return one;
    }
  g_assert_not_reached ();
}

static gboolean
press (Fixture *fixture, guint key, GdkModifierType state)
{
  gboolean handled = FALSE;

  g_signal_emit_by_name (controller (fixture, GTK_TYPE_EVENT_CONTROLLER_KEY), "key-pressed", key, 0,
                         state, &handled);
  return handled;
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  PfChartView *view = view_of (fixture);
  double count = pf_chart_view_get_span (view).count;
  g_autoptr(GBytes) before = picture (fixture, NULL), after = NULL;
  g_autofree char *words = NULL;

  g_assert_null (pf_chart_pane_readout (PF_CHART_PANE (fixture->chart)));
  g_assert_false (press (fixture, GDK_KEY_Escape, 0));
  g_assert_true (press (fixture, GDK_KEY_Left, 0));
  g_assert_cmpint (pf_chart_view_get_crosshair (view), ==, N_BARS - 1);
  g_assert_true (press (fixture, GDK_KEY_Left, GDK_SHIFT_MASK));
  g_assert_cmpint (pf_chart_view_get_crosshair (view), ==, N_BARS - 11);
  words = pf_chart_pane_readout (PF_CHART_PANE (fixture->chart));
  g_assert_nonnull (strstr (words, "2024-03-01 06:29   O "));
  after = picture (fixture, NULL);
  g_assert_false (g_bytes_equal (before, after));
  g_assert_true (press (fixture, GDK_KEY_Escape, 0));
  g_assert_cmpint (pf_chart_view_get_crosshair (view), ==, -1);
  g_assert_true (press (fixture, GDK_KEY_plus, 0));
  g_assert_cmpfloat (pf_chart_view_get_span (view).count, <, count);
  g_assert_true (press (fixture, GDK_KEY_minus, 0));
  g_assert_cmpfloat_with_epsilon (pf_chart_view_get_span (view).count, count, 1e-9);
  g_assert_true (press (fixture, GDK_KEY_Home, 0));
  g_assert_cmpfloat (pf_chart_view_get_span (view).first, ==, 0);
  g_assert_false (pf_chart_view_get_follow (view));
  g_assert_true (press (fixture, GDK_KEY_Right, GDK_CONTROL_MASK));
  g_assert_cmpfloat_with_epsilon (pf_chart_view_get_span (view).first, count / 10, 1e-9);
  g_assert_true (press (fixture, GDK_KEY_End, 0));
  g_assert_true (pf_chart_view_get_follow (view));
  g_assert_true (press (fixture, GDK_KEY_Page_Up, 0));
  g_assert_false (pf_chart_view_get_follow (view));
  g_assert_true (press (fixture, GDK_KEY_0, 0));
  g_assert_true (pf_chart_view_get_follow (view));
  g_assert_false (press (fixture, GDK_KEY_x, 0));
}

/* a bar says what was done in it, and nothing that was done in another */
static void
test_marker_words (Fixture *fixture, gconstpointer data)
{
  static const struct { guint bars_back; const char *want; } rows[] = {
    { 81, NULL }, { 80, "   sell entry " }, { 79, NULL }, { 50, "   sell exit " },
    { 30, "   buy entry " }, { 1, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *words = NULL;

      pf_chart_view_set_crosshair (view_of (fixture), N_BARS - rows[i].bars_back);
      words = pf_chart_pane_readout (PF_CHART_PANE (fixture->chart));
      if (rows[i].want != NULL)
        g_assert_nonnull (strstr (words, rows[i].want));
      else
        g_assert_true (strstr (words, "entry") == NULL && strstr (words, "exit") == NULL);
    }
}

static void
test_pointer (Fixture *fixture, gconstpointer data)
{
  PfChartView *view = view_of (fixture);
  PfChartSpan span = pf_chart_view_get_span (view), zoomed;
  GtkEventController *motion = controller (fixture, GTK_TYPE_EVENT_CONTROLLER_MOTION);
  GtkEventController *scroll = controller (fixture, GTK_TYPE_EVENT_CONTROLLER_SCROLL);
  gint64 index;
  gboolean handled;

  g_signal_emit_by_name (motion, "motion", 300.0, 150.0);
  index = pf_chart_view_get_crosshair (view);
  g_assert_cmpint (index, >, (gint64) span.first);
  /* the wheel zooms about the bar under the pointer */
  g_signal_emit_by_name (scroll, "scroll", 0.0, -1.0, &handled);
  g_assert_true (handled);
  zoomed = pf_chart_view_get_span (view);
  g_assert_cmpfloat_with_epsilon (zoomed.count, span.count / 1.2, 1e-9);
  g_assert_cmpfloat_with_epsilon (((double) index + 0.5 - zoomed.first) / zoomed.count,
                                  ((double) index + 0.5 - span.first) / span.count, 1e-9);
  g_signal_emit_by_name (scroll, "scroll", -2.0, 0.0, &handled);
  g_assert_cmpfloat_with_epsilon (pf_chart_view_get_span (view).first,
                                  zoomed.first - 0.2 * zoomed.count, 1e-9);
  /* beside the chart there is no crosshair */
  g_signal_emit_by_name (motion, "motion", 955.0, 150.0);
  g_assert_cmpint (pf_chart_view_get_crosshair (view), ==, -1);
  g_signal_emit_by_name (motion, "motion", 300.0, 150.0);
  g_signal_emit_by_name (motion, "leave");
  g_assert_cmpint (pf_chart_view_get_crosshair (view), ==, -1);
}

static void
test_drag (Fixture *fixture, gconstpointer data)
{
  PfChartView *view = view_of (fixture);
  PfChartSpan span = pf_chart_view_get_span (view);
  GtkEventController *drag = controller (fixture, GTK_TYPE_GESTURE_DRAG);
  GtkEventController *click = controller (fixture, GTK_TYPE_GESTURE_CLICK);

  g_signal_emit_by_name (drag, "drag-begin", 300.0, 150.0);
  g_signal_emit_by_name (drag, "drag-update", 10.0, 0.0);
  g_signal_emit_by_name (drag, "drag-update", 200.0, 30.0);
  g_assert_cmpfloat (pf_chart_view_get_span (view).first, <, span.first - 20);
  g_assert_false (pf_chart_pane_get_follow (PF_CHART_PANE (fixture->chart)));
  g_signal_emit_by_name (drag, "drag-update", 0.0, 0.0);
  g_assert_cmpfloat_with_epsilon (pf_chart_view_get_span (view).first, span.first, 1e-9);
  g_signal_emit_by_name (drag, "drag-update", 200.0, 30.0);
  g_signal_emit_by_name (click, "pressed", 1, 300.0, 150.0);
  g_assert_false (pf_chart_pane_get_follow (PF_CHART_PANE (fixture->chart)));
  g_signal_emit_by_name (click, "pressed", 2, 300.0, 150.0);
  g_assert_true (pf_chart_pane_get_follow (PF_CHART_PANE (fixture->chart)));
}

/* What a tick draws piece by piece equals what is drawn all at once. */
static void
test_ticks (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (4);
  PfBar bar = g_array_index (fixture->bars, PfBar, N_BARS - 1);
  g_autoptr(GBytes) before = picture (fixture, NULL);

  for (guint i = 0; i < 40; i++)
    {
      g_autoptr(GBytes) piecewise = NULL, whole = NULL;

      if (i % 10 == 9)
        {
          bar = chart_test_bar (random, pf_chart_series_get_length (fixture->series), bar.close);
          g_assert_true (pf_chart_series_append (fixture->series, &bar));
        }
      else
        {
          /* now and then beyond what the axis has */
          bar.close = MAX (1, bar.close + g_rand_int_range (random, -100, 101));
          bar.high = MAX (bar.high, bar.close);
          bar.low = MIN (bar.low, bar.close);
          bar.volume += 3000;
          g_assert_true (pf_chart_series_update_last (fixture->series, &bar));
        }
      piecewise = picture (fixture, NULL);
      g_assert_false (g_bytes_equal (before, piecewise));
      /* all sheets anew, the range kept */
      for (GtkWidget *sheet = gtk_widget_get_first_child (fixture->chart); sheet != NULL;
           sheet = gtk_widget_get_next_sibling (sheet))
        gtk_widget_queue_draw (sheet);
      whole = picture (fixture, NULL);
      g_assert_true (g_bytes_equal (piecewise, whole));
    }
}

static void
test_words (Fixture *fixture, gconstpointer data)
{
  g_autofree char *words = pf_chart_pane_summary (PF_CHART_PANE (fixture->chart));
  g_autofree char *empty = NULL;
  g_autoptr(GBytes) picture_of_nothing = NULL;

  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (fixture->chart)), ==,
                   GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (fixture->chart, GTK_ACCESSIBLE_PROPERTY_LABEL, "BTCUSDT 1m");
  /* the words follow by themselves, though not at every tick */
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *other
          = gtk_test_accessible_check_property (GTK_ACCESSIBLE (fixture->chart),
                                                GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words);
      if (other == NULL)
        break;
      chart_display_spin (50);
    }
  gtk_test_accessible_assert_property (fixture->chart, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words);
  g_assert_true (g_str_has_prefix (words, "BTCUSDT 1m, 400 bars from 2024-03-01 00:00 to "
                                          "2024-03-01 06:39 UTC, last "));
  g_assert_nonnull (strstr (words, ", stop "));
  pf_chart_series_clear (fixture->series);
  empty = pf_chart_pane_summary (PF_CHART_PANE (fixture->chart));
  g_assert_cmpstr (empty, ==, "No bars yet");
  picture_of_nothing = picture (fixture, "candles-empty");
  pf_chart_pane_set_series (PF_CHART_PANE (fixture->chart), NULL);
  g_bytes_unref (picture (fixture, NULL));
}

/* few, one, many; far out, near; narrow and tiny */
static void
test_extremes (Fixture *fixture, gconstpointer data)
{
  static const guint counts[] = { 1, 2, 3, 12, 100000 };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autoptr(GArray) bars = chart_test_bars (i, counts[i]);
      g_autofree char *name = g_strdup_printf ("candles-%u", counts[i]);

      g_assert_true (pf_chart_series_load (fixture->series, (PfBar *) (gpointer) bars->data,
                                           bars->len));
      g_bytes_unref (picture (fixture, name));
      pf_chart_view_show_all (view_of (fixture));
      g_bytes_unref (picture (fixture, counts[i] > 1000 ? "candles-all" : NULL));
      for (guint k = 0; k < 30; k++)
        pf_chart_pane_zoom_in (PF_CHART_PANE (fixture->chart));
      g_bytes_unref (picture (fixture, counts[i] > 1000 ? "candles-near" : NULL));
      for (guint k = 0; k < 60; k++)
        pf_chart_pane_zoom_out (PF_CHART_PANE (fixture->chart));
    }
  {
    g_autofree PfChartMarker *many = g_new (PfChartMarker, PF_CANDLE_MARKERS_MAX + 10);

    for (guint i = 0; i < PF_CANDLE_MARKERS_MAX + 10; i++)
      many[i] = (PfChartMarker){ (G_GINT64_CONSTANT (1709251200) + i * 60) * PF_NS_PER_SECOND,
                                 pf_price_from_points (65000, 2),
                                 i % 2 == 0 ? PF_SIDE_BUY : PF_SIDE_SELL, i % 3 == 0 };
    pf_candle_chart_set_markers (PF_CANDLE_CHART (fixture->chart), many,
                                 PF_CANDLE_MARKERS_MAX + 10);
    chart_display_picture (fixture->chart, "candles-markers");
  }
  for (int width = 170; width < 260; width += 30)
    {
      gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, 110);
      chart_display_spin (50);
      g_bytes_unref (picture (fixture, NULL));
    }
}

/* Two charts of one view see the same bars and have one crosshair. */
static void
test_shared_view (Fixture *fixture, gconstpointer data)
{
  GtkWidget *other = g_object_ref_sink (pf_candle_chart_new ());
  PfChartView *view = view_of (fixture);

  pf_chart_pane_set_view (PF_CHART_PANE (other), view);
  pf_chart_pane_set_series (PF_CHART_PANE (other), fixture->series);
  g_assert_cmpfloat (pf_chart_view_get_span (view).count, ==, PF_CHART_COUNT_DEFAULT);
  pf_chart_pane_zoom_in (PF_CHART_PANE (other));
  g_assert_cmpfloat (pf_chart_view_get_span (view).count, <, PF_CHART_COUNT_DEFAULT);
  g_assert_finalize_object (other);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }
#define CASE(name) \
  g_test_add ("/pf/candle-chart/" #name, Fixture, NULL, set_up, test_##name, tear_down)
  CASE (pictures);
  CASE (keys);
  CASE (marker_words);
  CASE (pointer);
  CASE (drag);
  CASE (ticks);
  CASE (words);
  CASE (extremes);
  CASE (shared_view);
  return g_test_run ();
}
