/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A million bars out of a CSV file, next to a bare parser of the same file: mapped, one pass,
 * numbers by hand, no check of anything. The file is in the temporary folder and in memory.
 */
#include "bench.h"
#include "bench-bars.h"

#include "store/pf-bar-file.h"

#include <glib/gstdio.h>

#define BARS 1000000

typedef struct
{
  const char *path;
  gsize size;
  gint64 sum;                   /* of closes: both have to agree */
  gint64 bare_sum;
} Data;

static void
write_csv (const char *path, const PfBarSeries *series)
{
  GString *text = g_string_new ("timestamp,open,high,low,close,volume\n");
  gboolean written;

  for (guint i = 0; i < pf_bar_series_length (series); i++)
    {
      const PfBar *bar = pf_bar_series_get (series, i);
      const gint64 prices[] = { bar->open, bar->high, bar->low, bar->close };

      g_string_append_printf (text, "%" G_GINT64_FORMAT, bar->ts_open_ns / PF_NS_PER_MS);
      for (guint p = 0; p < G_N_ELEMENTS (prices); p++)
        g_string_append_printf (text, ",%d.%02d", (int) (prices[p] / 100), (int) (prices[p] % 100));
      g_string_append_printf (text, ",%.4f\n", bar->volume);
    }
  written = g_file_set_contents (path, text->str, (gssize) text->len, NULL);
  g_assert (written);
  g_string_free (text, TRUE);
}

static void
run_load (gpointer user_data)
{
  Data *data = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfBarSeries) series = pf_bar_file_load (data->path, &error);

  g_assert_no_error (error);
  data->sum = 0;
  for (guint i = 0; i < pf_bar_series_length (series); i++)
    data->sum += pf_bar_series_get (series, i)->close;
}

static const char *
bare_number (const char *p, double *out)
{
  double value = 0, scale = 1;

  for (; *p >= '0'; p++)
    value = value * 10 + (*p - '0');
  if (*p == '.')
    for (p++; *p >= '0'; p++)
      {
        value = value * 10 + (*p - '0');
        scale *= 10;
      }
  *out = value / scale;
  return p + 1;
}

static void
run_bare (gpointer user_data)
{
  Data *data = user_data;
  g_autoptr (GMappedFile) map = g_mapped_file_new (data->path, FALSE, NULL);
  const char *p = g_mapped_file_get_contents (map);
  const char *end = p + g_mapped_file_get_length (map);
  double *columns = g_new (double, 6 * BARS);
  guint n = 0;

  while (*p++ != '\n')
    ;
  for (; p < end && n < BARS; n++)
    for (guint c = 0; c < 6; c++)
      p = bare_number (p, &columns[c * BARS + n]);
  data->bare_sum = 0;
  for (guint i = 0; i < n; i++)
    data->bare_sum += (gint64) (columns[4 * BARS + i] * 100 + 0.5);
  g_free (columns);
}

int
main (void)
{
  g_autoptr (PfBarSeries) series = bench_bars (BARS);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "pf-bench-bars.csv", NULL);
  Data data = { .path = path };
  BenchRow rows[] = { { "bare parser", run_bare, { 0 } }, { "bar file", run_load, { 0 } } };

  write_csv (path, series);
  bench_run (rows, G_N_ELEMENTS (rows), &data);
  g_unlink (path);
  g_assert_cmpint (data.sum, ==, data.bare_sum);
  g_print ("# candles: %d bars of CSV, medians of %d rounds\n", BARS, BENCH_ROUNDS);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_print ("%-12s %7.2f ns/bar  %6.2f M bars/s  %5.2fx the bare parser\n", rows[i].name,
             bench_ns (&rows[i], BARS), 1e3 / bench_ns (&rows[i], BARS),
             bench_ns (&rows[i], BARS) / bench_ns (&rows[0], BARS));
  return 0;
}
