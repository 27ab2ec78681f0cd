/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Candles: what is read is a series in order, each candle whole; what is not has a sentence. */
#include "fuzz.h"

#include "store/pf-bar-file.h"

#include <math.h>

const char *const fuzz_seeds[] = {
  "time,open,high,low,close,volume\n"
  "2020-01-01T00:00:00Z,100,110.5,99,105,12.5\n2020-01-01T04:00:00Z,105,106,104.25,106,3\n",
  "date;open;high;low;close;volume btc\n1577836800;1;2;0.5;1;0\n1577851200;1;2;0.5;1;0\n",
  "https://example.com\nunix,date,symbol,open,high,low,close,Volume USD\n"
  "1571302800000,2019-10-17 09-AM,BTCUSD,8000,8100,7900.10,8050,1e6\n"
  "1571299200000,2019-10-17 08-AM,BTCUSD,7990,8000,7900,8000,1e6\n",
  "1499040000000,0.01634790,0.80000000,0.01575800,0.01577100,148976.11427815,1499644799999,"
  "2434.19055334,308,1756.87402397,28.46694368,0\n",
  "close_time,open,high,low,close,volume\n\"1577836860\",1,1,1,1,1\r\n\"1577836920\",1,1,1,1,1\r\n",
  NULL
};

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  PfBarSeries *series = pf_bar_file_parse ((const char *) data, size, "candles", &error);
  gint64 last = G_MININT64;

  if (series == NULL)
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_cmpuint (strlen (error->message), >, 0);
      return 0;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (pf_bar_series_length (series), >, 0);
  g_assert_cmpuint (series->decimals, <=, 18);
  g_assert_cmpint (series->timeframe_ns, >, 0);
  for (guint i = 0; i < pf_bar_series_length (series); i++)
    {
      const PfBar *bar = pf_bar_series_get (series, i);

      g_assert_true (i == 0 || bar->ts_open_ns > last);
      last = bar->ts_open_ns;
      g_assert_cmpint (bar->low, >, 0);
      g_assert_true (bar->low <= MIN (bar->open, bar->close));
      g_assert_true (bar->high >= MAX (bar->open, bar->close));
      g_assert_true (isfinite (bar->volume));
    }
  pf_bar_series_free (series);
  return 0;
}
