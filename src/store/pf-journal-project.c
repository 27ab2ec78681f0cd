/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tables for people, kept up with each event in the event's own transaction.
 *
 *  1. Nothing is kept in memory between two records: what an order or a position was is read from
 *     its row, so that a transaction that is rolled back takes all of it back.
 *  2. A row that is read back carries the check sum of its text form: a damaged one is CORRUPT, and
 *     never reaches the transitions of the model.
 *  3. Columns are the fields of the layouts, under the same names.
 */
#include "store/pf-journal-private.h"

#include <string.h>
#include <zlib.h>

/* Texts of numbers that live until their statement was run. */
typedef struct
{
  gsize used;
  char bytes[PF_RECORD_TEXT_MAX];
} Scratch;

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
pf_journal_project_sql (PfStatement statement)
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

static void
bind_decimal (sqlite3_stmt *statement, int index, PfInt128 value, guint decimals, Scratch *scratch)
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
            Scratch *scratch)
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
      bind_decimal (statement, index, *(const PfInt128 *) data, PF_DECIMALS, scratch);
      break;
    case PF_FIELD_RATE:
      bind_decimal (statement, index, *(const gint64 *) data, PF_RATE_DECIMALS, scratch);
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

static void
bind_layout (sqlite3_stmt *statement, int first, const PfLayout *layout, gconstpointer data,
             Scratch *scratch)
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

static guint32
sum_of (const PfLayout *layout, gconstpointer data)
{
  char text[PF_RECORD_TEXT_MAX];
  gsize length = pf_layout_encode (layout, data, text);

  return (guint32) crc32_z (0, (const Bytef *) text, length);
}

/* A row of sum and fields. */
static gboolean
read_layout (PfJournal *self, sqlite3_stmt *row, const PfLayout *layout, gpointer data,
             GError **error)
{
  gboolean ok = TRUE;

  memset (data, 0, layout->size);
  for (guint i = 0; ok && i < layout->n_fields; i++)
    {
      const PfField *field = &layout->fields[i];

      ok = read_field (row, (int) i + 1, field, (char *) data + field->offset);
    }
  if (ok && sqlite3_column_int64 (row, 0) == sum_of (layout, data))
    return TRUE;
  g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT,
               "The journal %s is damaged (a row of its %s table).", self->path, layout->name);
  return FALSE;
}

/* --- one record ------------------------------------------------------------------------------ */

static gboolean
insert (PfJournal *self, PfStatement which, guint64 seq, const PfRecord *record, GError **error)
{
  const PfLayout *layout = pf_record_layout (record->type);
  const char *data = (const char *) record + layout->offset;
  sqlite3_stmt *statement = self->statements[which];
  Scratch scratch;
  int first = 2;

  scratch.used = 0;
  pf_sqlite_bind_int (statement, 1, (gint64) seq);
  if (which == PF_STATEMENT_ORDER)
    pf_sqlite_bind_int (statement, first++, sum_of (layout, data));
  bind_layout (statement, first, layout, data, &scratch);
  return pf_sqlite_run (&self->db, statement, error);
}

static gboolean
insert_deployment (PfJournal *self, const PfRecord *record, GError **error)
{
  sqlite3_stmt *statement = self->statements[PF_STATEMENT_DEPLOYMENT];
  g_autofree char *spec = pf_deployment_spec_print (&record->deployment.spec);
  Scratch scratch;

  scratch.used = 0;
  pf_sqlite_bind_int (statement, 1, (gint64) record->deployment.id);
  pf_sqlite_bind_text (statement, 2, spec, -1);
  bind_decimal (statement, 3, record->deployment.base_equity.e18, PF_DECIMALS, &scratch);
  pf_sqlite_bind_text (statement, 4, pf_deployment_status_name (PF_DEPLOYMENT_ACTIVE), -1);
  pf_sqlite_bind_text (statement, 5, pf_refusal_reason_name (PF_REFUSAL_NONE), -1);
  pf_sqlite_bind_int (statement, 6, record->ts_ns);
  return pf_sqlite_run (&self->db, statement, error);
}

static gboolean
change_deployment (PfJournal *self, const PfRecord *record, GError **error)
{
  sqlite3_stmt *statement = self->statements[PF_STATEMENT_DEPLOYMENT_STATUS];

  pf_sqlite_bind_int (statement, 1, (gint64) record->status.id);
  pf_sqlite_bind_text (statement, 2, pf_deployment_status_name (record->status.status), -1);
  pf_sqlite_bind_text (statement, 3, pf_refusal_reason_name (record->status.reason), -1);
  /* an unbound parameter is NULL: it does not lift by itself */
  if (record->status.lifts_ns != PF_TIME_NONE)
    pf_sqlite_bind_int (statement, 4, record->status.lifts_ns);
  pf_sqlite_bind_text (statement, 5, record->status.sentence, -1);
  pf_sqlite_bind_int (statement, 6, record->ts_ns);
  return pf_sqlite_run (&self->db, statement, error);
}

static gboolean
change_equity (PfJournal *self, const PfRecord *record, GError **error)
{
  sqlite3_stmt *statement = self->statements[PF_STATEMENT_DEPLOYMENT_EQUITY];
  Scratch scratch;

  scratch.used = 0;
  pf_sqlite_bind_int (statement, 1, (gint64) record->equity.deployment_id);
  pf_sqlite_bind_int (statement, 2, record->equity.day);
  bind_decimal (statement, 3, record->equity.day_start.e18, PF_DECIMALS, &scratch);
  bind_decimal (statement, 4, record->equity.equity.e18, PF_DECIMALS, &scratch);
  bind_decimal (statement, 5, record->equity.peak.e18, PF_DECIMALS, &scratch);
  return pf_sqlite_run (&self->db, statement, error);
}

/* The row of an order, or of a position, into data; *found FALSE where there is none. */
static gboolean
get_row (PfJournal *self, PfStatement which, const PfLayout *layout, gpointer data, gboolean *found,
         GError **error)
{
  sqlite3_stmt *statement = self->statements[which];
  gboolean ok;

  *found = FALSE;
  switch (pf_sqlite_step (&self->db, statement, error))
    {
    case PF_SQLITE_ROW:
      ok = read_layout (self, statement, layout, data, error);
      pf_sqlite_reset (statement);
      *found = ok;
      return ok;
    case PF_SQLITE_DONE:
      return TRUE;
    case PF_SQLITE_FAILED:
    default:
      return FALSE;
    }
}

static gboolean
change_order (PfJournal *self, guint64 id, PfOrderEvent event, const PfFill *fill,
              const char *venue_order_id, gint64 ts_ns, GError **error)
{
  sqlite3_stmt *statement = self->statements[PF_STATEMENT_ORDER_CHANGE];
  PfOrder order;
  Scratch scratch;
  gboolean found;

  pf_sqlite_bind_int (self->statements[PF_STATEMENT_ORDER_GET], 1, (gint64) id);
  if (!get_row (self, PF_STATEMENT_ORDER_GET, order_layout (), &order, &found, error))
    return FALSE;
  /* the venue's own (a liquidation) has no order of ours */
  if (!found)
    return TRUE;

  if (venue_order_id[0] != '\0')
    g_strlcpy (order.venue_order_id, venue_order_id, sizeof order.venue_order_id);
  pf_order_apply (&order, event, fill, ts_ns);

  scratch.used = 0;
  pf_sqlite_bind_int (statement, 1, (gint64) id);
  pf_sqlite_bind_text (statement, 2, order.venue_order_id, -1);
  pf_sqlite_bind_text (statement, 3, pf_order_status_name (order.status), -1);
  bind_decimal (statement, 4, order.filled.e18, PF_DECIMALS, &scratch);
  bind_decimal (statement, 5, order.filled_notional.e18, PF_DECIMALS, &scratch);
  bind_decimal (statement, 6, order.fees.e18, PF_DECIMALS, &scratch);
  pf_sqlite_bind_int (statement, 7, order.ts_updated_ns);
  pf_sqlite_bind_int (statement, 8, sum_of (order_layout (), &order));
  return pf_sqlite_run (&self->db, statement, error);
}

static gboolean
change_position (PfJournal *self, const PfFill *fill, GError **error)
{
  sqlite3_stmt *get = self->statements[PF_STATEMENT_POSITION_GET];
  sqlite3_stmt *put = self->statements[PF_STATEMENT_POSITION];
  PfPosition position;
  PfTrade trade;
  Scratch scratch;
  gboolean found;

  pf_sqlite_bind_int (get, 1, (gint64) fill->deployment_id);
  pf_sqlite_bind_int (get, 2, fill->instrument);
  if (!get_row (self, PF_STATEMENT_POSITION_GET, pf_position_layout (), &position, &found, error))
    return FALSE;
  if (!found)
    {
      memset (&position, 0, sizeof position);
      position.deployment_id = fill->deployment_id;
      position.instrument = fill->instrument;
    }
  pf_position_apply (&position, fill, &trade);

  scratch.used = 0;
  pf_sqlite_bind_int (put, 1, sum_of (pf_position_layout (), &position));
  bind_layout (put, 2, pf_position_layout (), &position, &scratch);
  return pf_sqlite_run (&self->db, put, error);
}

static gboolean
project_fill (PfJournal *self, guint64 seq, const PfRecord *record, GError **error)
{
  const PfFill *fill = &record->fill;

  return insert (self, PF_STATEMENT_FILL, seq, record, error)
         && change_order (self, fill->order_id, PF_ORDER_EVENT_FILL, fill, "", fill->ts_ns, error)
         && change_position (self, fill, error);
}

/**
 * pf_journal_project:
 * @seq: the event's number
 *
 * Writes what the record means for the tables for people, in the transaction in progress.
 */
gboolean
pf_journal_project (PfJournal *self, guint64 seq, const PfRecord *record, GError **error)
{
  switch (record->type)
    {
    case PF_RECORD_DEPLOYMENT:
      return insert_deployment (self, record, error);
    case PF_RECORD_DEPLOYMENT_STATUS:
      return change_deployment (self, record, error);
    case PF_RECORD_EQUITY:
      return change_equity (self, record, error);
    case PF_RECORD_ORDER:
      return insert (self, PF_STATEMENT_ORDER, seq, record, error);
    case PF_RECORD_ORDER_CHANGE:
      return change_order (self, record->change.order_id, record->change.event, NULL,
                           record->change.venue_order_id, record->ts_ns, error);
    case PF_RECORD_FILL:
      return project_fill (self, seq, record, error);
    case PF_RECORD_TRADE:
      return insert (self, PF_STATEMENT_TRADE, seq, record, error);
    case PF_RECORD_REFUSAL:
      return insert (self, PF_STATEMENT_REFUSAL, seq, record, error);
    case PF_RECORD_ACCOUNT:
    case PF_RECORD_LATCH:
    case PF_RECORD_BAR_SEEN:
      return TRUE;
    case PF_N_RECORDS:
    default:
      g_assert_not_reached ();
    }
}
