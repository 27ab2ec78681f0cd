/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows from and to structs: columns are the fields of the layouts, under the same names. A row that
 * is read back carries the check sum of its text form: a damaged one is CORRUPT, and never reaches
 * the transitions of the model.
 */
#include "store/pf-journal-private.h"

#include <string.h>
#include <zlib.h>

static const PfLayout *
order_layout (void)
{
  return pf_record_layout (PF_RECORD_ORDER);
}

/* --- SQL from layouts ------------------------------------------------------------------------ */

static void
append_columns (GString *sql, const PfLayout *layout)
{
  for (guint i = 0; i < layout->n_fields; i++)
    g_string_append_printf (sql, "%s\"%s\"", i > 0 ? ", " : "", layout->fields[i].name);
}

/* INSERT INTO table (extra columns, fields) VALUES (?, ...) */
static char *
insert_sql (const char *verb, const char *table, const char *extra, guint n_extra,
            const PfLayout *layout)
{
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql, "%s INTO %s (%s, ", verb, table, extra);
  append_columns (sql, layout);
  g_string_append (sql, ") VALUES (?");
  for (guint i = 1; i < n_extra + layout->n_fields; i++)
    g_string_append (sql, ", ?");
  g_string_append_c (sql, ')');
  return g_string_free (sql, FALSE);
}

static char *
select_sql (const char *table, const char *where, const PfLayout *layout)
{
  GString *sql = g_string_new ("SELECT sum, ");

  append_columns (sql, layout);
  g_string_append_printf (sql, " FROM %s WHERE %s", table, where);
  return g_string_free (sql, FALSE);
}

char *
pf_journal_rows_sql (PfStatement statement)
{
  g_assert (statement >= PF_STATEMENT_ORDER && statement < PF_N_STATEMENTS);
  switch ((guint) statement)
    {
    case PF_STATEMENT_ORDER:
      return insert_sql ("INSERT", "orders", "seq, sum", 2, order_layout ());
    case PF_STATEMENT_ORDER_GET:
      return select_sql ("orders", "id = ?1", order_layout ());
    case PF_STATEMENT_FILL:
      return insert_sql ("INSERT", "fill", "seq", 1, pf_record_layout (PF_RECORD_FILL));
    case PF_STATEMENT_TRADE:
      return insert_sql ("INSERT", "trade", "seq", 1, pf_record_layout (PF_RECORD_TRADE));
    case PF_STATEMENT_REFUSAL:
      return insert_sql ("INSERT", "refusal", "seq", 1, pf_record_layout (PF_RECORD_REFUSAL));
    case PF_STATEMENT_POSITION:
      return insert_sql ("INSERT OR REPLACE", "position", "sum", 1, pf_position_layout ());
    case PF_STATEMENT_POSITION_GET:
    default:
      return select_sql ("position", "deployment_id = ?1 AND instrument = ?2",
                         pf_position_layout ());
    }
}

/* --- columns from and to structs ------------------------------------------------------------- */

void
pf_journal_bind_decimal (sqlite3_stmt *statement, int index, PfInt128 value, guint decimals,
                         PfScratch *scratch)
{
  char *text = scratch->bytes + scratch->used;
  gsize length;

  g_assert (scratch->used + PF_DECIMAL_TEXT_MAX <= sizeof scratch->bytes);
  pf_decimal_print (value, decimals, text);
  length = strlen (text);
  scratch->used += length + 1;
  pf_sqlite_bind_text (statement, index, text, (gssize) length);
}

static void
bind_field (sqlite3_stmt *statement, int index, const PfField *field, const char *data,
            PfScratch *scratch)
{
  switch (field->kind)
    {
    case PF_FIELD_ID:
      g_assert (*(const guint64 *) data <= G_MAXINT64);
      pf_sqlite_bind_int (statement, index, (gint64) *(const guint64 *) data);
      break;
    case PF_FIELD_INT64:
      pf_sqlite_bind_int (statement, index, *(const gint64 *) data);
      break;
    case PF_FIELD_UINT32:
      pf_sqlite_bind_int (statement, index, *(const guint32 *) data);
      break;
    case PF_FIELD_INT32:
      pf_sqlite_bind_int (statement, index, *(const gint32 *) data);
      break;
    case PF_FIELD_ENUM:
    case PF_FIELD_SWITCH:
      if (field->value_name != NULL)
        pf_sqlite_bind_text (statement, index, field->value_name (*(const guint *) data), -1);
      else
        pf_sqlite_bind_int (statement, index, *(const guint *) data);
      break;
    case PF_FIELD_DECIMAL:
      pf_journal_bind_decimal (statement, index, *(const PfInt128 *) data, PF_DECIMALS, scratch);
      break;
    case PF_FIELD_RATE:
      pf_journal_bind_decimal (statement, index, *(const gint64 *) data, PF_RATE_DECIMALS, scratch);
      break;
    case PF_FIELD_TEXT:
      pf_sqlite_bind_text (statement, index, data, -1);
      break;
    case PF_FIELD_SPEC:
    case PF_N_FIELD_KINDS:
    default:
      g_assert_not_reached ();
    }
}

void
pf_journal_bind_layout (sqlite3_stmt *statement, int first, const PfLayout *layout,
                        gconstpointer data, PfScratch *scratch)
{
  for (guint i = 0; i < layout->n_fields; i++)
    bind_field (statement, first + (int) i, &layout->fields[i],
                (const char *) data + layout->fields[i].offset, scratch);
}

/* The number of a name; .bound when it is none. */
static guint
value_of_name (const PfField *field, const char *name)
{
  guint value = 0;

  while (value < field->bound && strcmp (field->value_name (value), name) != 0)
    value++;
  return value;
}

/* Reads leniently: what the check sum then confirms was written by us. */
static gboolean
read_field (sqlite3_stmt *row, int column, const PfField *field, char *data)
{
  const char *text;
  PfInt128 decimal;

  switch (field->kind)
    {
    case PF_FIELD_ID:
    case PF_FIELD_INT64:
      *(gint64 *) data = sqlite3_column_int64 (row, column);
      return TRUE;
    case PF_FIELD_UINT32:
    case PF_FIELD_INT32:
      *(guint32 *) data = (guint32) sqlite3_column_int64 (row, column);
      return TRUE;
    case PF_FIELD_ENUM:
    case PF_FIELD_SWITCH:
      if (field->value_name == NULL)
        *(guint *) data = (guint) sqlite3_column_int64 (row, column);
      else if ((text = (const char *) sqlite3_column_text (row, column)) != NULL)
        *(guint *) data = value_of_name (field, text);
      else
        return FALSE;
      return *(guint *) data < field->bound;
    case PF_FIELD_DECIMAL:
      text = (const char *) sqlite3_column_text (row, column);
      if (text == NULL || !pf_decimal_parse (text, -1, PF_DECIMALS, &decimal, NULL))
        return FALSE;
      *(PfInt128 *) data = decimal;
      return TRUE;
    case PF_FIELD_TEXT:
      text = (const char *) sqlite3_column_text (row, column);
      return text != NULL && g_strlcpy (data, text, field->size) < field->size;
    case PF_FIELD_RATE:
    case PF_FIELD_SPEC:
    case PF_N_FIELD_KINDS:
    default:
      g_assert_not_reached ();
    }
}

guint32
pf_journal_row_sum (const PfLayout *layout, gconstpointer data)
{
  char text[PF_RECORD_TEXT_MAX];
  gsize length = pf_layout_encode (layout, data, text);

  return (guint32) crc32_z (0, (const Bytef *) text, length);
}

/* A row of sum and fields. */
gboolean
pf_journal_read_layout (PfJournal *self, sqlite3_stmt *row, const PfLayout *layout, gpointer data,
                        GError **error)
{
  gboolean ok = TRUE;

  memset (data, 0, layout->size);
  for (guint i = 0; ok && i < layout->n_fields; i++)
    {
      const PfField *field = &layout->fields[i];

      ok = read_field (row, (int) i + 1, field, (char *) data + field->offset);
    }
  if (ok && sqlite3_column_int64 (row, 0) == pf_journal_row_sum (layout, data))
    return TRUE;
  g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT,
               "The journal %s is damaged (a row of its %s table).", self->path, layout->name);
  return FALSE;
}
