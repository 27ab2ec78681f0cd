/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See the header for what is guaranteed. Rows are the hot path: no allocation, no copy of text. */
#include "store/pf-bar-parser.h"

#include "store/pf-bar-file.h"
#include "store/pf-bar-header.h"
#include "store/pf-bar-scan.h"
#include "store/pf-bar-times.h"

#include <string.h>

#define PREAMBLE_MAX 2
#define QUOTE_MAX 40            /* bytes of a bad field that a sentence repeats */
#define POWERS 20
/* Times stay this far from the ends of 64 bits, so that adding a week never overflows. */
#define TIME_MAX_NS G_GINT64_CONSTANT (9200000000000000000)
#define EXACT_DOUBLE_MAX (G_GUINT64_CONSTANT (1) << 53)

static const guint64 powers[POWERS] = {
  G_GUINT64_CONSTANT (1), G_GUINT64_CONSTANT (10), G_GUINT64_CONSTANT (100),
  G_GUINT64_CONSTANT (1000), G_GUINT64_CONSTANT (10000), G_GUINT64_CONSTANT (100000),
  G_GUINT64_CONSTANT (1000000), G_GUINT64_CONSTANT (10000000), G_GUINT64_CONSTANT (100000000),
  G_GUINT64_CONSTANT (1000000000), G_GUINT64_CONSTANT (10000000000),
  G_GUINT64_CONSTANT (100000000000), G_GUINT64_CONSTANT (1000000000000),
  G_GUINT64_CONSTANT (10000000000000), G_GUINT64_CONSTANT (100000000000000),
  G_GUINT64_CONSTANT (1000000000000000), G_GUINT64_CONSTANT (10000000000000000),
  G_GUINT64_CONSTANT (100000000000000000), G_GUINT64_CONSTANT (1000000000000000000),
  G_GUINT64_CONSTANT (10000000000000000000),
};

struct _PfBarParser
{
  char *name;
  guint64 line;
  guint64 last_row;             /* the line of the last bar */
  gboolean in_rows;
  guint n_preamble;
  /* the line among the first that came nearest to a header */
  PfBarHeader nearest;
  guint64 nearest_line;
  PfBarHeader header;
  guint decimals;
  gint64 max_points;
  gboolean rising, falling;     /* so are the times until now */
  GArray *bars;                 /* of PfBar, in the file's order */
  GArray *runs;                 /* of Run: which line a bar came from */
};

/* Bars that stand on lines that follow each other: a new run begins after blank lines. */
typedef struct
{
  guint bar;                    /* the first */
  guint64 line;
} Run;

/* A row as scanned, before its prices are brought to one scale. */
typedef struct
{
  gint64 ts_ns;
  PfScanned prices[4];          /* by PfColumn - PF_COLUMN_OPEN */
  double volume;
} Row;

PfBarParser *
pf_bar_parser_new (const char *name)
{
  PfBarParser *self = g_new0 (PfBarParser, 1);

  self->name = g_strdup (name);
  self->rising = TRUE;
  self->falling = TRUE;
  self->bars = g_array_new (FALSE, FALSE, sizeof (PfBar));
  self->runs = g_array_new (FALSE, FALSE, sizeof (Run));
  return self;
}

void
pf_bar_parser_free (PfBarParser *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_array_unref (self->bars);
  g_array_unref (self->runs);
  g_free (self);
}

guint64
pf_bar_parser_line (const PfBarParser *self)
{
  return self->line;
}

/* --- sentences ------------------------------------------------------------------------------- */

static gboolean G_GNUC_PRINTF (3, 4)
refuse (const PfBarParser *self, GError **error, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, PF_BAR_ERROR, PF_BAR_ERROR_DATA, "%s, line %" G_GUINT64_FORMAT ": %s.",
               self->name, MAX (self->line, 1), what);
  return FALSE;
}

/* The field as it can be shown: short, valid, without control characters. */
static char *
quote (const char *text, gsize length)
{
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) MIN (length, QUOTE_MAX));

  for (char *p = valid; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = '?';
  return g_strdup_printf ("\"%s%s\"", valid, length > QUOTE_MAX ? "..." : "");
}

static char *
points_text (const PfBarParser *self, gint64 points)
{
  char buffer[PF_DECIMAL_TEXT_MAX];

  return g_strdup (pf_decimal_print (points, self->decimals, buffer));
}

static gboolean
refuse_short_line (const PfBarParser *self, guint n_fields, GError **error)
{
  return refuse (self, error, "short line, %u of %u columns", n_fields, self->header.n);
}

/* Says what is wrong with a field; that the line is short comes first. */
static gboolean
refuse_field (const PfBarParser *self, const char *line, const char *end, guint column,
              PfScanResult why, GError **error)
{
  const char *cursor = line;
  const char *text = NULL;
  const char *name = pf_column_name (self->header.roles[column]);
  gsize length = 0;
  guint n = 0;
  g_autofree char *shown = NULL;

  for (;;)
    {
      const char *t;
      gsize l;

      pf_scan_field (&cursor, end, &t, &l);
      if (n++ == column)
        {
          text = t;
          length = l;
        }
      if (cursor == end)
        break;
      cursor++;
    }
  if (n < self->header.n)
    return refuse_short_line (self, n, error);
  shown = quote (text, length);
  if (self->header.roles[column] == PF_COLUMN_TIME)
    return refuse (self, error, "%s is not a time that we know", shown);
  if (why == PF_SCAN_TOO_FINE)
    return refuse (self, error, "%s %s has more than %d digits after the point", name, shown,
                   PF_DECIMALS);
  if (why == PF_SCAN_TOO_LONG)
    return refuse (self, error, "%s %s has more digits than we can keep exactly", name, shown);
  return refuse (self, error, "%s %s is not a finite number", name, shown);
}

/* --- one field ------------------------------------------------------------------------------- */

static gboolean
time_from_number (const PfBarParser *self, const PfScanned *number, gint64 *ts_ns)
{
  guint64 whole = number->decimals < POWERS ? number->mantissa / powers[number->decimals] : 0;
  gint64 unit_ns;
  PfInt128 scaled;

  if (number->negative)
    return FALSE;
  if (whole < powers[11] && !self->header.time_in_ms)
    unit_ns = PF_NS_PER_SECOND;
  else if (whole < powers[14])
    unit_ns = PF_NS_PER_MS;
  else if (whole < powers[17])
    unit_ns = 1000;
  else
    unit_ns = 1;
  scaled = (PfInt128) number->mantissa * unit_ns;
  if (number->decimals > 0)
    {
      if (scaled % powers[number->decimals] != 0)
        return FALSE;
      scaled /= powers[number->decimals];
    }
  if (scaled > TIME_MAX_NS)
    return FALSE;
  *ts_ns = (gint64) scaled;
  return TRUE;
}

static gboolean
scan_time (const PfBarParser *self, const char **cursor, const char *end, gint64 *ts_ns)
{
  PfScanned number;
  const char *text;
  gsize length;

  if (G_LIKELY (pf_scan_plain (cursor, end, &number)))
    return number.decimals <= PF_DECIMALS && time_from_number (self, &number, ts_ns);
  pf_scan_field (cursor, end, &text, &length);
  if (pf_scan_number (text, length, &number) == PF_SCAN_OK)
    return time_from_number (self, &number, ts_ns);
  return pf_time_parse (text, (gssize) length, ts_ns) && *ts_ns <= TIME_MAX_NS
         && *ts_ns >= -TIME_MAX_NS;
}

static PfScanResult
scan_price (const char **cursor, const char *end, PfScanned *out)
{
  const char *text;
  gsize length;

  if (G_LIKELY (pf_scan_plain (cursor, end, out)))
    return PF_SCAN_OK;
  pf_scan_field (cursor, end, &text, &length);
  return pf_scan_number (text, length, out);
}

static PfScanResult
scan_volume (const char **cursor, const char *end, double *out)
{
  const char *start = *cursor;
  PfScanned number;
  const char *text;
  gsize length;

  if (G_LIKELY (pf_scan_plain (cursor, end, &number) && number.mantissa < EXACT_DOUBLE_MAX))
    {
      /* both exact in a double, so their quotient is the nearest double */
      *out = (double) number.mantissa / (double) powers[number.decimals];
      return PF_SCAN_OK;
    }
  *cursor = start;
  pf_scan_field (cursor, end, &text, &length);
  if (pf_scan_number (text, length, &number) == PF_SCAN_NOT_A_NUMBER
      || !pf_scan_double (text, length, out))
    return PF_SCAN_NOT_A_NUMBER;
  return PF_SCAN_OK;
}

/* --- one row --------------------------------------------------------------------------------- */

static gboolean
scan_row (const PfBarParser *self, const char *line, const char *end, Row *row, GError **error)
{
  const char *cursor = line;

  for (guint i = 0; i < self->header.n; i++)
    {
      PfScanResult result = PF_SCAN_OK;
      PfColumn role = self->header.roles[i];

      if (i > 0)
        {
          if (G_UNLIKELY (cursor == end))
            return refuse_short_line (self, i, error);
          cursor++;
        }
      if (role == PF_COLUMN_OTHER)
        {
          const char *text;
          gsize length;

          pf_scan_field (&cursor, end, &text, &length);
        }
      else if (role == PF_COLUMN_TIME)
        result = scan_time (self, &cursor, end, &row->ts_ns) ? PF_SCAN_OK : PF_SCAN_NOT_A_NUMBER;
      else if (role == PF_COLUMN_VOLUME)
        result = scan_volume (&cursor, end, &row->volume);
      else
        result = scan_price (&cursor, end, &row->prices[role - PF_COLUMN_OPEN]);
      if (G_UNLIKELY (result != PF_SCAN_OK))
        return refuse_field (self, line, end, i, result, error);
    }
  return TRUE;
}

/* The largest number of points that a price may have. */
static gint64
limit_points (guint decimals)
{
  return decimals == 0 ? PF_DECIMAL_INPUT_MAX_UNITS : G_MAXINT64;
}

/* Brings every price so far to more decimals; FALSE when one would not fit. */
static gboolean
raise_decimals (PfBarParser *self, guint decimals)
{
  gint64 factor = (gint64) powers[decimals - self->decimals];

  if (self->max_points > limit_points (decimals) / factor)
    return FALSE;
  for (guint i = 0; i < self->bars->len; i++)
    {
      PfBar *bar = &g_array_index (self->bars, PfBar, i);

      bar->open *= factor;
      bar->high *= factor;
      bar->low *= factor;
      bar->close *= factor;
    }
  self->max_points *= factor;
  self->decimals = decimals;
  return TRUE;
}

/* Takes away zeros at the end where the number has more decimals than the series. */
static inline void
reduce (PfScanned *number, guint decimals)
{
  guint64 quotient;

  if (number->decimals <= decimals)
    return;
  quotient = number->mantissa / powers[number->decimals - decimals];
  if (quotient * powers[number->decimals - decimals] == number->mantissa)
    {
      number->mantissa = quotient;
      number->decimals = decimals;
    }
  else
    for (; number->mantissa % 10 == 0; number->decimals--)
      number->mantissa /= 10;
}

static gboolean
row_to_points (PfBarParser *self, Row *row, gint64 points[4], GError **error)
{
  guint decimals = self->decimals;

  for (guint i = 0; i < 4; i++)
    {
      PfScanned *price = &row->prices[i];

      if (G_UNLIKELY (price->negative || price->mantissa == 0))
        return refuse (self, error, "%s is not above zero", pf_column_name (PF_COLUMN_OPEN + i));
      reduce (price, decimals);
      decimals = MAX (decimals, price->decimals);
    }
  if (G_UNLIKELY (decimals > self->decimals))
    {
      if (decimals > PF_DECIMALS)
        return refuse (self, error, "a price has more than %d digits after the point",
                       PF_DECIMALS);
      if (!raise_decimals (self, decimals))
        return refuse (self, error,
                       "a price has %u digits after the point, too many beside the highest price "
                       "of the file to keep both exactly", decimals);
    }
  for (guint i = 0; i < 4; i++)
    {
      guint64 factor = powers[decimals - row->prices[i].decimals];

      if (G_UNLIKELY (row->prices[i].mantissa > (guint64) limit_points (decimals) / factor))
        return refuse (self, error, "%s is too large to keep it exactly",
                       pf_column_name (PF_COLUMN_OPEN + i));
      points[i] = (gint64) (row->prices[i].mantissa * factor);
    }
  return TRUE;
}

static gboolean
check_prices (const PfBarParser *self, const PfBar *bar, GError **error)
{
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;
  g_autofree char *price = NULL;
  gboolean open_outside = bar->open < bar->low || bar->open > bar->high;

  if (G_LIKELY (!open_outside && bar->close >= bar->low && bar->close <= bar->high))
    return TRUE;
  low = points_text (self, bar->low);
  high = points_text (self, bar->high);
  if (bar->high < bar->low)
    return refuse (self, error, "the high %s is below the low %s", high, low);
  price = points_text (self, open_outside ? bar->open : bar->close);
  return refuse (self, error, "the %s %s lies outside low to high, %s to %s",
                 open_outside ? "open" : "close", price, low, high);
}

/* The line that bar number i came from. */
static guint64
line_of (const PfBarParser *self, guint i)
{
  guint first = 0, last = self->runs->len - 1;
  const Run *run;

  while (first < last)
    {
      guint middle = last - (last - first) / 2;

      if (g_array_index (self->runs, Run, middle).bar <= i)
        first = middle;
      else
        last = middle - 1;
    }
  run = &g_array_index (self->runs, Run, first);
  g_assert (run->bar <= i);
  return run->line + (i - run->bar);
}

/* Files come oldest first or newest first; some have a stretch in disorder. */
static void
note_order (PfBarParser *self, gint64 ts_ns)
{
  guint n = self->bars->len;
  gint64 last_ns = n > 0 ? g_array_index (self->bars, PfBar, n - 1).ts_open_ns : ts_ns;
  Run run = { n, self->line };

  if (n > 0)
    {
      self->rising = self->rising && ts_ns > last_ns;
      self->falling = self->falling && ts_ns < last_ns;
    }
  if (n == 0 || self->line != self->last_row + 1)
    g_array_append_val (self->runs, run);
  self->last_row = self->line;
}

static gboolean
take_row (PfBarParser *self, const char *line, const char *end, GError **error)
{
  Row row;
  gint64 points[4];
  PfBar bar;

  if (!scan_row (self, line, end, &row, error) || !row_to_points (self, &row, points, error))
    return FALSE;
  bar = (PfBar){ row.ts_ns, points[0], points[1], points[2], points[3], row.volume };
  if (!check_prices (self, &bar, error))
    return FALSE;
  if (G_UNLIKELY (bar.volume < 0))
    return refuse (self, error, "the volume is below zero");
  if (G_UNLIKELY (self->bars->len >= PF_BAR_PARSER_BARS_MAX))
    return refuse (self, error, "more than %d bars", PF_BAR_PARSER_BARS_MAX);
  note_order (self, bar.ts_open_ns);
  self->max_points = MAX (self->max_points, bar.high);
  g_array_append_val (self->bars, bar);
  return TRUE;
}

/* --- header ---------------------------------------------------------------------------------- */

static gboolean
refuse_header (PfBarParser *self, GError **error)
{
  g_autofree char *missing = NULL;

  if (self->nearest.n_found == 0)
    {
      self->line = 1;
      return refuse (self, error,
                     "no header: a line that names time, open, high, low, close and volume, after "
                     "at most %d other lines", PREAMBLE_MAX);
    }
  self->line = self->nearest_line;
  missing = pf_bar_header_missing (&self->nearest);
  return refuse (self, error, "missing column: %s", missing);
}

/* One of the first lines: the header, a row of the archive, or preamble. */
static gboolean
take_first_line (PfBarParser *self, const char *line, const char *end, GError **error)
{
  PfBarHeader header;

  if (self->n_preamble == 0 && pf_bar_header_is_archive (line, end))
    {
      pf_bar_header_set_archive (&self->header);
      self->in_rows = TRUE;
      return take_row (self, line, end, error);
    }
  pf_bar_header_read (&header, line, end);
  if (header.n_found == PF_N_COLUMNS - 1)
    {
      self->header = header;
      self->in_rows = TRUE;
      return TRUE;
    }
  if (header.n_found > self->nearest.n_found)
    {
      self->nearest = header;
      self->nearest_line = self->line;
    }
  if (++self->n_preamble > PREAMBLE_MAX)
    return refuse_header (self, error);
  return TRUE;
}

static gboolean
is_blank_line (const char *line, const char *end)
{
  while (line < end && (*line == ' ' || *line == '\t'))
    line++;
  return line == end;
}

gboolean
pf_bar_parser_feed (PfBarParser *self, const char *lines, gsize length, GError **error)
{
  const char *stop = lines + length;
  const char *next;

  g_assert (length == 0 || stop[-1] == '\n');
  for (const char *line = lines; line < stop; line = next)
    {
      const char *end = memchr (line, '\n', (gsize) (stop - line));

      next = end + 1;
      self->line++;
      if (self->line == 1 && end - line >= 3 && memcmp (line, "\xef\xbb\xbf", 3) == 0)
        line += 3;
      if (end > line && end[-1] == '\r')
        end--;
      if (G_UNLIKELY (end - line > PF_BAR_FILE_LINE_MAX))
        return refuse (self, error, "longer than %d bytes", PF_BAR_FILE_LINE_MAX);
      if (G_UNLIKELY (is_blank_line (line, end)))
        continue;
      if (!(self->in_rows ? take_row : take_first_line) (self, line, end, error))
        return FALSE;
    }
  return TRUE;
}

/* --- the end --------------------------------------------------------------------------------- */

static gboolean
sort_bars (PfBarParser *self, GError **error)
{
  char time[PF_TIME_TEXT_MAX];
  guint first, second;

  if (self->rising)
    return TRUE;
  if (self->falling)
    {
      pf_bar_times_reverse (self->bars);
      return TRUE;
    }
  if (pf_bar_times_sort (self->bars, &first, &second))
    return TRUE;
  self->line = line_of (self, second);
  return refuse (self, error, "a second bar has the time %s, as line %" G_GUINT64_FORMAT,
                 pf_time_print (g_array_index (self->bars, PfBar, second).ts_open_ns, time),
                 line_of (self, first));
}

PfBarSeries *
pf_bar_parser_finish (PfBarParser *self, GError **error)
{
  PfBarSeries *series;
  gint64 step;

  if (!self->in_rows && self->n_preamble > 0)
    {
      refuse_header (self, error);
      return NULL;
    }
  if (self->bars->len == 0)
    {
      refuse (self, error, "no bar at all");
      return NULL;
    }
  if (!sort_bars (self, error))
    return NULL;
  step = pf_bar_times_step (self->bars);
  /* To the letter of the contract, also where the ends are a bar's last millisecond. */
  for (guint i = 0; i < self->bars->len && self->header.time_is_close; i++)
    g_array_index (self->bars, PfBar, i).ts_open_ns -= step;
  series = pf_bar_series_new (self->decimals, step);
  g_array_unref (series->bars);
  series->bars = g_steal_pointer (&self->bars);
  self->bars = g_array_new (FALSE, FALSE, sizeof (PfBar));
  return series;
}
