/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The candle chart at 1280x720: building its nodes, whole frames while panning against a flat
 * repaint of the same window in turns, a tick, and frames a second. Needs a display:
 *   build-aux/headless meson test -C build --benchmark -v chart
 */
#include "bench-bars.h"
#include "bench.h"
#include "chart-display.h"
#include "chart/pf-candle-chart.h"

#include <math.h>
#include <string.h>

#define WIDTH 1280
#define HEIGHT 720
#define FRAMES 24               /* of a kind in a row */
#define ROUNDS 9

/* --- one flat colour, another at every frame: what any full repaint costs --------------------- */

#define BENCH_TYPE_FLAT (bench_flat_get_type ())
G_DECLARE_FINAL_TYPE (BenchFlat, bench_flat, BENCH, FLAT, GtkWidget)
struct _BenchFlat { GtkWidget parent_instance; guint turn; };
G_DEFINE_FINAL_TYPE (BenchFlat, bench_flat, GTK_TYPE_WIDGET)

static void
bench_flat_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BenchFlat *self = BENCH_FLAT (widget);
  float shade = (float) (++self->turn % 16) / 16;

  gtk_snapshot_append_color (snapshot, &(GdkRGBA){ shade, 0.5f, 0.5f, 1 },
                             &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                                  (float) gtk_widget_get_height (widget)));
}

static void
bench_flat_class_init (BenchFlatClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = bench_flat_snapshot;
}

static void
bench_flat_init (BenchFlat *self)
{
}

/* --- frames ----------------------------------------------------------------------------------- */

typedef struct
{
  GtkWidget *window, *stack, *flat, *chart;
  PfChartSeries *series;
  gint64 began_us, took_us;
  guint turn;
} Bench;

static void
before_paint_cb (GdkFrameClock *clock, Bench *bench)
{
  bench->began_us = g_get_monotonic_time ();
}

static void
after_paint_cb (GdkFrameClock *clock, Bench *bench)
{
  gdk_display_sync (gtk_widget_get_display (bench->window));
  bench->took_us = g_get_monotonic_time () - bench->began_us;
}

typedef void (*Change) (Bench *bench);

static void
change_flat (Bench *bench)
{
  gtk_widget_queue_draw (bench->flat);
}

static void
change_span (Bench *bench)
{
  PfChartView *view = pf_chart_pane_get_view (PF_CHART_PANE (bench->chart));
  PfChartSpan span = pf_chart_view_get_span (view);

  /* to and fro, by a share of a bar */
  pf_chart_view_set_span (view, pf_chart_span_pan (span, (bench->turn++ / 12 % 2 ? 1 : -1)
                                                             * span.count / 200));
}

static void
change_tick (Bench *bench)
{
  guint length = pf_chart_series_get_length (bench->series);
  PfBar bar = pf_chart_series_get_bar (bench->series, length - 1);

  bar.close = bar.low + (bar.high - bar.low) * (bench->turn++ % 7) / 7;
  g_assert_true (pf_chart_series_update_last (bench->series, &bar));
}

static void
change_nothing (Bench *bench)
{
  gtk_widget_queue_draw (bench->chart);
}

/* microseconds of work for one frame */
static double
frame (Bench *bench, Change change)
{
  bench->took_us = -1;
  change (bench);
  while (bench->took_us < 0)
    g_main_context_iteration (NULL, TRUE);
  return (double) bench->took_us;
}

static double
median (GArray *values)
{
  qsort (values->data, values->len, sizeof (double), bench_compare);
  return g_array_index (values, double, values->len / 2);
}

static void
frames (Bench *bench, GtkWidget *child, Change change, GArray *all)
{
  gtk_stack_set_visible_child (GTK_STACK (bench->stack), child);
  for (guint i = 0; i < FRAMES; i++)
    {
      double us = frame (bench, change);

      if (i >= 4)
        g_array_append_val (all, us);
    }
}

/* --- rows ------------------------------------------------------------------------------------- */

static double
snapshot_us (Bench *bench)
{
  g_autoptr(GArray) all = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < 301; i++)
    {
      GtkSnapshot *snapshot = gtk_snapshot_new ();
      gint64 began;
      double us;
      GskRenderNode *node;

      began = g_get_monotonic_time ();
      change_span (bench);
      pf_chart_pane_draw_all (PF_CHART_PANE (bench->chart), snapshot);
      us = (double) (g_get_monotonic_time () - began);
      node = gtk_snapshot_free_to_node (snapshot);
      g_clear_pointer (&node, gsk_render_node_unref);
      g_array_append_val (all, us);
    }
  return median (all);
}

static void
whole_frames (Bench *bench, const char *name)
{
  g_autoptr(GArray) flat = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr(GArray) panned = g_array_new (FALSE, FALSE, sizeof (double));
  double a, b;

  for (guint round = 0; round < ROUNDS; round++)
    {
      frames (bench, bench->flat, change_flat, flat);
      frames (bench, bench->chart, change_span, panned);
    }
  a = median (flat);
  b = median (panned);
  g_print ("  %-28s %8.2f ms, flat %.2f ms: %.2fx\n", name, b / 1000, a / 1000, b / a);
}

static void
ticks (Bench *bench)
{
  g_autoptr(GArray) tick = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr(GArray) still = g_array_new (FALSE, FALSE, sizeof (double));
  double a, b;

  pf_chart_pane_reset (PF_CHART_PANE (bench->chart));
  for (guint round = 0; round < ROUNDS; round++)
    {
      frames (bench, bench->chart, change_nothing, still);
      frames (bench, bench->chart, change_tick, tick);
    }
  a = median (still);
  b = median (tick);
  g_print ("  %-28s %8.2f ms, nothing changed %.2f ms\n", "tick, frame", b / 1000, a / 1000);
}

static gboolean
pan_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  static gint64 last_us;
  gint64 now = g_get_monotonic_time ();
  GArray *gaps = data;
  Bench *bench = g_object_get_data (G_OBJECT (widget), "bench");
  double gap = (double) (now - last_us);

  if (last_us != 0)
    g_array_append_val (gaps, gap);
  last_us = now;
  change_span (bench);
  return G_SOURCE_CONTINUE;
}

static void
fluency (Bench *bench, const char *name)
{
  g_autoptr(GArray) gaps = g_array_new (FALSE, FALSE, sizeof (double));
  double sum = 0;
  guint id;

  gtk_stack_set_visible_child (GTK_STACK (bench->stack), bench->chart);
  g_object_set_data (G_OBJECT (bench->chart), "bench", bench);
  id = gtk_widget_add_tick_callback (bench->chart, pan_cb, gaps, NULL);
  while (sum < 3e6)
    {
      g_main_context_iteration (NULL, TRUE);
      sum = 0;
      for (guint i = 1; i < gaps->len; i++)
        sum += g_array_index (gaps, double, i);
    }
  gtk_widget_remove_tick_callback (bench->chart, id);
  if (gaps->len > 0)
    g_array_remove_index (gaps, 0);
  qsort (gaps->data, gaps->len, sizeof (double), bench_compare);
  g_print ("  %-28s %8.1f frames/s, p99 %.1f ms\n", name, gaps->len / sum * 1e6,
           g_array_index (gaps, double, gaps->len * 99 / 100) / 1000);
}

static void
load (Bench *bench, guint n)
{
  g_autoptr(PfBarSeries) made = bench_bars (n);
  gint64 began = g_get_monotonic_time ();
  g_autofree double *line = g_new (double, n);

  g_assert_true (pf_chart_series_load (bench->series, (const PfBar *) (gpointer) made->bars->data,
                                       n));
  g_print ("%u bars, loaded in %.1f ms\n", n, (double) (g_get_monotonic_time () - began) / 1000);
  for (guint i = 0; i < n; i++)
    line[i] = (double) pf_bar_series_get (made, i)->close;
  pf_candle_chart_add_line (PF_CANDLE_CHART (bench->chart), "close", line, n);
  chart_display_spin (100);
}

static void
measure (Bench *bench, guint n)
{
  PfChartView *view = pf_chart_pane_get_view (PF_CHART_PANE (bench->chart));
  PfChartSpan near = { n / 2, (WIDTH - 80) / 4.0 };

  gtk_stack_set_visible_child (GTK_STACK (bench->stack), bench->chart);
  load (bench, n);
  g_print ("  %-28s %8.3f ms\n", "snapshot, as it opens", snapshot_us (bench) / 1000);
  pf_chart_view_set_span (view, near);
  g_print ("  %-28s %8.3f ms\n", "snapshot, 300 bars", snapshot_us (bench) / 1000);
  whole_frames (bench, "frame, panning 300 bars");
  fluency (bench, "panning 300 bars");
  pf_chart_view_set_span (view, (PfChartSpan){ n * 0.05, n * 0.9 });
  g_print ("  %-28s %8.3f ms\n", "snapshot, nearly all", snapshot_us (bench) / 1000);
  whole_frames (bench, "frame, panning nearly all");
  fluency (bench, "panning nearly all");
  ticks (bench);
}

int
main (int argc, char **argv)
{
  Bench bench = { 0 };
  GdkFrameClock *clock;

  if (!gtk_init_check ())
    {
      g_print ("no display: skipped\n");
      return 77;
    }
  chart_display_style (FALSE);
  bench.series = pf_chart_series_new ("BTCUSDT", 2, PF_NS_PER_MINUTE);
  bench.chart = pf_candle_chart_new ();
  bench.flat = g_object_new (BENCH_TYPE_FLAT, NULL);
  bench.stack = gtk_stack_new ();
  gtk_stack_add_child (GTK_STACK (bench.stack), bench.flat);
  gtk_stack_add_child (GTK_STACK (bench.stack), bench.chart);
  pf_chart_pane_set_series (PF_CHART_PANE (bench.chart), bench.series);
  bench.window = chart_display_window (bench.stack, WIDTH, HEIGHT);
  clock = gdk_surface_get_frame_clock (gtk_native_get_surface (GTK_NATIVE (bench.window)));
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), &bench);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_paint_cb), &bench);
  measure (&bench, 100000);
  measure (&bench, 1000000);
  gtk_window_destroy (GTK_WINDOW (bench.window));
  g_object_unref (bench.series);
  return 0;
}
