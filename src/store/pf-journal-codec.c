/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See pf-journal-codec.h for the grammar and what this guarantees. */
#include "store/pf-journal-codec.h"

#include <string.h>
#include <zlib.h>

#include "store/pf-journal.h"

/* What one field other than a text can need: an int128 with sign and point, and the blank. */
#define NUMBER_TEXT_MAX PF_DECIMAL_TEXT_MAX

/* --- writing --------------------------------------------------------------------------------- */

typedef struct
{
  char *at;
  char *end;
} Writer;

static void
write_digits (Writer *w, guint64 value)
{
  char digits[20];
  guint n = 0;

  do
    digits[n++] = (char) ('0' + value % 10);
  while ((value /= 10) != 0);
  while (n > 0)
    *w->at++ = digits[--n];
}

static void
write_int (Writer *w, gint64 value)
{
  if (value < 0)
    *w->at++ = '-';
  write_digits (w, value < 0 ? -(guint64) value : (guint64) value);
}

static void
write_text (Writer *w, const char *text, gsize length)
{
  g_assert ((gsize) (w->end - w->at) > length + NUMBER_TEXT_MAX);
  write_digits (w, length);
  *w->at++ = ':';
  memcpy (w->at, text, length);
  w->at += length;
}

static void
write_decimal (Writer *w, PfInt128 value, guint decimals)
{
  pf_decimal_print (value, decimals, w->at);
  w->at += strlen (w->at);
}

static void
write_field (Writer *w, const PfField *field, const char *data)
{
  switch (field->kind)
    {
    case PF_FIELD_ID:
      {
        guint64 value = *(const guint64 *) data;

        g_assert (value <= G_MAXINT64);
        write_digits (w, value);
      }
      break;
    case PF_FIELD_INT64:
      write_int (w, *(const gint64 *) data);
      break;
    case PF_FIELD_UINT32:
      write_digits (w, *(const guint32 *) data);
      break;
    case PF_FIELD_INT32:
      write_int (w, *(const gint32 *) data);
      break;
    case PF_FIELD_ENUM:
    case PF_FIELD_SWITCH:
      {
        guint value = *(const guint *) data;

        g_assert (value < field->bound);
        write_digits (w, value);
      }
      break;
    case PF_FIELD_DECIMAL:
      write_decimal (w, *(const PfInt128 *) data, PF_DECIMALS);
      break;
    case PF_FIELD_RATE:
      write_decimal (w, *(const gint64 *) data, PF_RATE_DECIMALS);
      break;
    case PF_FIELD_TEXT:
      {
        gsize length = strnlen (data, field->size);

        g_assert (length < field->size);
        write_text (w, data, length);
      }
      break;
    case PF_FIELD_SPEC:
      {
        g_autofree char *text = pf_deployment_spec_print ((const PfDeploymentSpec *) data);

        write_text (w, text, strlen (text));
      }
      break;
    case PF_N_FIELD_KINDS:
    default:
      g_assert_not_reached ();
    }
}

/**
 * pf_layout_encode:
 * @data: a struct of the layout; a value that is out of its bounds is a bug and asserts
 * @text: (out): the text, with a NUL
 *
 * Returns: the length of the text
 */
gsize
pf_layout_encode (const PfLayout *self, gconstpointer data, char text[PF_RECORD_TEXT_MAX])
{
  Writer w = { text, text + PF_RECORD_TEXT_MAX };

  for (guint i = 0; i < self->n_fields; i++)
    {
      const PfField *field = &self->fields[i];

      g_assert (w.end - w.at > NUMBER_TEXT_MAX + 1);
      if (i > 0)
        *w.at++ = ' ';
      write_field (&w, field, (const char *) data + field->offset);
    }
  *w.at = '\0';
  return (gsize) (w.at - text);
}

/* --- reading --------------------------------------------------------------------------------- */

typedef struct
{
  const char *at;
  const char *end;
} Reader;

/* Digits without a leading zero, at most max. */
static gboolean
read_digits (Reader *r, guint64 max, guint64 *out)
{
  const char *start = r->at;
  guint64 value = 0;

  while (r->at < r->end && *r->at >= '0' && *r->at <= '9')
    {
      guint64 digit = (guint64) (*r->at - '0');

      if (digit > max || value > (max - digit) / 10)
        return FALSE;
      value = value * 10 + digit;
      r->at++;
    }
  if (r->at == start || (*start == '0' && r->at - start > 1))
    return FALSE;
  *out = value;
  return TRUE;
}

static gboolean
read_int (Reader *r, gint64 min, gint64 max, gint64 *out)
{
  gboolean negative = r->at < r->end && *r->at == '-';
  guint64 value;

  if (negative)
    r->at++;
  if (!read_digits (r, negative ? -(guint64) min : (guint64) max, &value))
    return FALSE;
  if (negative && value == 0)
    return FALSE;
  *out = negative ? (gint64) -value : (gint64) value;
  return TRUE;
}

/* The one form that pf_decimal_print writes: no plus, no needless zero, no "-0". */
static gboolean
decimal_is_canonical (const char *text, gsize length)
{
  const char *end = text + length;
  const char *point = memchr (text, '.', length);

  if (length > 0 && *text == '-')
    {
      text++;
      if (end - text == 1 && *text == '0')
        return FALSE;
    }
  if (text == end || *text < '0' || *text > '9')
    return FALSE;
  if (*text == '0' && end - text > 1 && text[1] != '.')
    return FALSE;
  return point == NULL || (end[-1] != '0' && end[-1] != '.');
}

static gboolean
read_decimal (Reader *r, guint decimals, PfInt128 *out)
{
  const char *blank = memchr (r->at, ' ', (gsize) (r->end - r->at));
  gsize length = (gsize) ((blank != NULL ? blank : r->end) - r->at);

  if (length == 0 || length >= PF_DECIMAL_TEXT_MAX || !decimal_is_canonical (r->at, length))
    return FALSE;
  if (!pf_decimal_parse (r->at, (gssize) length, decimals, out, NULL))
    return FALSE;
  r->at += length;
  return TRUE;
}

/* The bytes themselves, in place; at most max - 1 and no NUL among them. */
static gboolean
read_text (Reader *r, gsize max, const char **text, gsize *length)
{
  guint64 n;

  if (!read_digits (r, max - 1, &n) || r->at == r->end || *r->at != ':')
    return FALSE;
  r->at++;
  if (n > (guint64) (r->end - r->at) || memchr (r->at, '\0', n) != NULL)
    return FALSE;
  *text = r->at;
  *length = n;
  r->at += n;
  return TRUE;
}

static gboolean
read_spec (Reader *r, PfDeploymentSpec *out)
{
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  const char *bytes;
  gsize length;

  if (!read_text (r, PF_RECORD_TEXT_MAX, &bytes, &length))
    return FALSE;
  text = g_strndup (bytes, length);
  if (!pf_deployment_spec_parse (text, out, NULL))
    return FALSE;
  again = pf_deployment_spec_print (out);
  return strcmp (text, again) == 0;
}

static gboolean
read_field (Reader *r, const PfField *field, char *data)
{
  guint64 natural;
  gint64 integer;
  PfInt128 decimal;
  const char *text;
  gsize length;

  switch (field->kind)
    {
    case PF_FIELD_ID:
      if (!read_digits (r, G_MAXINT64, &natural))
        return FALSE;
      *(guint64 *) data = natural;
      return TRUE;
    case PF_FIELD_INT64:
      return read_int (r, G_MININT64, G_MAXINT64, (gint64 *) data);
    case PF_FIELD_UINT32:
      if (!read_digits (r, G_MAXUINT32, &natural))
        return FALSE;
      *(guint32 *) data = (guint32) natural;
      return TRUE;
    case PF_FIELD_INT32:
      if (!read_int (r, G_MININT32, G_MAXINT32, &integer))
        return FALSE;
      *(gint32 *) data = (gint32) integer;
      return TRUE;
    case PF_FIELD_ENUM:
    case PF_FIELD_SWITCH:
      if (!read_digits (r, (guint64) field->bound - 1, &natural))
        return FALSE;
      *(guint *) data = (guint) natural;
      return TRUE;
    case PF_FIELD_DECIMAL:
      return read_decimal (r, PF_DECIMALS, (PfInt128 *) data);
    case PF_FIELD_RATE:
      if (!read_decimal (r, PF_RATE_DECIMALS, &decimal)
          || decimal < G_MININT64 || decimal > G_MAXINT64)
        return FALSE;
      *(gint64 *) data = (gint64) decimal;
      return TRUE;
    case PF_FIELD_TEXT:
      if (!read_text (r, field->size, &text, &length))
        return FALSE;
      memcpy (data, text, length);
      return TRUE;
    case PF_FIELD_SPEC:
      return read_spec (r, (PfDeploymentSpec *) data);
    case PF_N_FIELD_KINDS:
    default:
      g_assert_not_reached ();
    }
}

/**
 * pf_layout_decode:
 * @text: untrusted; need not end with a NUL
 * @data: (out): a struct of the layout, all zero
 *
 * Returns: FALSE with PF_JOURNAL_ERROR_CORRUPT when it is not the one text of such a struct
 */
gboolean
pf_layout_decode (const PfLayout *self,
                  const char *text,
                  gsize length,
                  gpointer data,
                  GError **error)
{
  Reader r = { text, text + length };

  for (guint i = 0; i < self->n_fields; i++)
    {
      const PfField *field = &self->fields[i];

      if (i > 0 && (r.at == r.end || *r.at++ != ' '))
        {
          g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT, "%s ends before its %s",
                       self->name, field->name);
          return FALSE;
        }
      if (!read_field (&r, field, (char *) data + field->offset))
        {
          g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT, "%s has a bad %s",
                       self->name, field->name);
          return FALSE;
        }
    }
  if (r.at != r.end)
    {
      g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT, "%s goes on after its end",
                   self->name);
      return FALSE;
    }
  return TRUE;
}

/* --- records --------------------------------------------------------------------------------- */

gsize
pf_record_encode (const PfRecord *record, char text[PF_RECORD_TEXT_MAX])
{
  const PfLayout *layout = pf_record_layout (record->type);

  return pf_layout_encode (layout, (const char *) record + layout->offset, text);
}

/**
 * pf_record_decode:
 * @type: may be anything
 * @text: untrusted
 * @out: (out): the record; bytes that hold nothing are zero
 *
 * Returns: FALSE with PF_JOURNAL_ERROR_CORRUPT when it is no record
 */
gboolean
pf_record_decode (PfRecordType type,
                  gint64 ts_ns,
                  const char *text,
                  gsize length,
                  PfRecord *out,
                  GError **error)
{
  const PfLayout *layout;

  if ((guint) type >= PF_N_RECORDS)
    {
      g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT, "there is no record type %u",
                   (guint) type);
      return FALSE;
    }
  layout = pf_record_layout (type);
  memset (out, 0, sizeof *out);
  out->type = type;
  out->ts_ns = ts_ns;
  return pf_layout_decode (layout, text, length, (char *) out + layout->offset, error);
}

/**
 * pf_record_sum:
 *
 * Returns: the check sum of an event's row
 */
guint32
pf_record_sum (gint64 seq, gint64 ts_ns, gint64 type, const char *text, gsize length)
{
  gint64 head[3] = { GINT64_TO_LE (seq), GINT64_TO_LE (ts_ns), GINT64_TO_LE (type) };
  uLong sum = crc32 (0, (const Bytef *) head, sizeof head);

  return (guint32) crc32_z (sum, (const Bytef *) text, length);
}
