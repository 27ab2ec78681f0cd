/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a file to whole lines for the parser, in pieces of PIECE bytes: a file that grows or shrinks
 * while it is read, a pipe or a gzip bomb cost no more memory than the bars in them.
 *
 *   fd -> [gunzip] -> piece: | rest of the last line | new bytes | -> whole lines -> parser
 */
#include "store/pf-bar-file.h"

#include "store/pf-bar-parser.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <unistd.h>

#define PIECE (1 << 20)
#define RAW_PIECE (1 << 16)

typedef struct
{
  const char *name;             /* as shown */
  int fd;
  guint8 *raw;                  /* RAW_PIECE bytes, of a gzip file */
  gsize raw_start, raw_end;
  gboolean raw_over;            /* the file has no more bytes */
  GConverter *gunzip;           /* NULL for a plain file */
  gboolean in_member;
} Source;

static void
refuse (const Source *self, GError **error, const char *what)
{
  g_set_error (error, PF_BAR_ERROR, PF_BAR_ERROR_DATA, "%s: %s.", self->name, what);
}

/* Up to size bytes of the file; 0 at its end, -1 with error. */
static gssize
read_file (Source *self, gpointer buffer, gsize size, GError **error)
{
  gssize n;

  do
    n = read (self->fd, buffer, size);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (errno), "Cannot read %s: %s.",
                 self->name, g_strerror (errno));
  return n;
}

/* Moves what is left of the raw bytes to the front and reads more behind them. */
static gboolean
refill (Source *self, GError **error)
{
  gssize n;

  memmove (self->raw, self->raw + self->raw_start, self->raw_end - self->raw_start);
  self->raw_end -= self->raw_start;
  self->raw_start = 0;
  if (self->raw_over || self->raw_end == RAW_PIECE)
    return TRUE;
  n = read_file (self, self->raw + self->raw_end, RAW_PIECE - self->raw_end, error);
  if (n < 0)
    return FALSE;
  self->raw_over = n == 0;
  self->raw_end += (gsize) n;
  return TRUE;
}

static gboolean
starts_member (const Source *self)
{
  return self->raw_end - self->raw_start >= 2 && self->raw[self->raw_start] == 0x1f
         && self->raw[self->raw_start + 1] == 0x8b;
}

/* One step of the decompressor; *given bytes came out. */
static gboolean
gunzip_step (Source *self, gpointer buffer, gsize size, gsize *given, GError **error)
{
  g_autoptr (GError) why = NULL;
  GConverterFlags flags = self->raw_over ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS;
  gsize taken = 0;

  switch (g_converter_convert (self->gunzip, self->raw + self->raw_start,
                               self->raw_end - self->raw_start, buffer, size, flags, &taken, given,
                               &why))
    {
    case G_CONVERTER_ERROR:
      if (!g_error_matches (why, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
        refuse (self, error, "the gzip data is damaged: fetch the file again");
      else if (self->raw_over)
        refuse (self, error, "the gzip data ends too early: fetch the file again");
      else
        return TRUE;            /* wants more bytes than there are yet */
      return FALSE;
    case G_CONVERTER_FINISHED:
      self->in_member = FALSE;
      break;
    case G_CONVERTER_CONVERTED:
    case G_CONVERTER_FLUSHED:
    default:
      break;
    }
  self->raw_start += taken;
  return TRUE;
}

/* As read_file, out of the gzip members that follow each other in the file. */
static gssize
read_gzip (Source *self, gpointer buffer, gsize size, GError **error)
{
  for (;;)
    {
      gsize given = 0;

      if (self->raw_end - self->raw_start < RAW_PIECE / 2 && !refill (self, error))
        return -1;
      if (!self->in_member)
        {
          if (self->raw_start == self->raw_end && self->raw_over)
            return 0;
          if (!starts_member (self))
            {
              refuse (self, error, "bytes that are no gzip data follow the gzip data");
              return -1;
            }
          g_converter_reset (self->gunzip);
          self->in_member = TRUE;
        }
      if (!gunzip_step (self, buffer, size, &given, error))
        return -1;
      if (given > 0)
        return (gssize) given;
    }
}

/* Feeds the parser the whole lines among the length bytes; says how many are left of the last. */
static gboolean
feed_lines (PfBarParser *parser, const char *bytes, gsize length, gsize *left, GError **error)
{
  const char *last = memrchr (bytes, '\n', length);
  gsize whole = last == NULL ? 0 : (gsize) (last - bytes) + 1;

  *left = length - whole;
  return pf_bar_parser_feed (parser, bytes, whole, error);
}

static gboolean
refuse_long_line (const PfBarParser *parser, const char *name, GError **error)
{
  g_set_error (error, PF_BAR_ERROR, PF_BAR_ERROR_DATA,
               "%s, line %" G_GUINT64_FORMAT ": longer than %d bytes.", name,
               pf_bar_parser_line (parser) + 1, PF_BAR_FILE_LINE_MAX);
  return FALSE;
}

static gboolean
feed_all (Source *self, PfBarParser *parser, char *piece, gsize n, GError **error)
{
  guint64 total = n;

  /* the first n bytes are in the piece already: they told plain from gzip */
  for (;;)
    {
      gsize left;
      gssize more;

      if (!feed_lines (parser, piece, n, &left, error))
        return FALSE;
      if (left > PF_BAR_FILE_LINE_MAX + 1)
        return refuse_long_line (parser, self->name, error);
      memmove (piece, piece + n - left, left);
      more = (self->gunzip != NULL ? read_gzip : read_file) (self, piece + left, PIECE - left,
                                                             error);
      if (more < 0)
        return FALSE;
      n = left + (gsize) more;
      if (more == 0)
        break;
      total += (guint64) more;
      if (total > PF_BAR_FILE_SIZE_MAX)
        {
          refuse (self, error, "more than 4 GiB of text: split the file");
          return FALSE;
        }
    }
  if (n == 0)
    return TRUE;
  piece[n] = '\n';              /* the last line has none; a rest is far shorter than the piece */
  return pf_bar_parser_feed (parser, piece, n + 1, error);
}

static PfBarSeries *
load (Source *self, GError **error)
{
  g_autoptr (PfBarParser) parser = pf_bar_parser_new (self->name);
  g_autofree char *piece = g_malloc (PIECE);
  gsize n = 0;
  gssize more = 1;

  while (n < 2 && more > 0)
    {
      more = read_file (self, piece + n, RAW_PIECE - n, error);
      if (more < 0)
        return NULL;
      n += (gsize) more;
    }
  if (n >= 2 && (guchar) piece[0] == 0x1f && (guchar) piece[1] == 0x8b)
    {
      self->gunzip = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
      self->raw = g_malloc (RAW_PIECE);
      memcpy (self->raw, piece, n);
      self->raw_end = n;
      n = 0;
    }
  if (!feed_all (self, parser, piece, n, error))
    return NULL;
  return pf_bar_parser_finish (parser, error);
}

/**
 * pf_bar_file_load:
 * @path: a CSV file or kline archive, plain or gzip
 *
 * Returns: (transfer full): the bars, or %NULL with a sentence
 */
PfBarSeries *
pf_bar_file_load (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  Source source = { .name = name, .fd = open (path, O_RDONLY | O_CLOEXEC) };
  PfBarSeries *series;

  if (source.fd < 0)
    {
      g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (errno), "Cannot read %s: %s.",
                   name, g_strerror (errno));
      return NULL;
    }
  series = load (&source, error);
  close (source.fd);
  g_clear_object (&source.gunzip);
  g_free (source.raw);
  return series;
}

/**
 * pf_bar_file_parse:
 * @data: plain text, @length bytes
 * @name: what the sentences call it
 *
 * Returns: (transfer full): the bars, or %NULL with a sentence
 */
PfBarSeries *
pf_bar_file_parse (const char *data, gsize length, const char *name, GError **error)
{
  g_autoptr (PfBarParser) parser = pf_bar_parser_new (name);
  gsize left;

  if (!feed_lines (parser, data, length, &left, error))
    return NULL;
  if (left > PF_BAR_FILE_LINE_MAX + 1)
    {
      refuse_long_line (parser, name, error);
      return NULL;
    }
  if (left > 0)
    {
      char last[PF_BAR_FILE_LINE_MAX + 2];

      memcpy (last, data + length - left, left);
      last[left] = '\n';
      if (!pf_bar_parser_feed (parser, last, left + 1, error))
        return NULL;
    }
  return pf_bar_parser_finish (parser, error);
}
