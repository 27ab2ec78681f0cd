/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tables for people, kept up with the events in the events' own transaction.
 *
 *   append: order, fill -> the mirror: what orders and positions are after all that was appended
 *   commit: events, fills, trades, refusals as they came; of the mirror each changed row once
 *   after:  nothing is changed any more; what has ended may be forgotten
 *
 *  1. The mirror is a cache of rows: what is not in it is read from its row, with the check sum.
 *  2. A commit that has to be done again writes the same rows again: nothing is applied twice.
 *  3. A changed row is never forgotten before it was committed; ended ones are, beyond a bound.
 */
#include "store/pf-journal-private.h"

#include <string.h>

/* rows that are kept in memory, unless more than that have not ended */
#define MIRROR_MAX 4096

typedef struct
{
  PfOrder order;
  guint64 seq;                  /* of the event that made it */
  gboolean in_table;
  gboolean changed;
} MirrorOrder;

typedef struct
{
  PfPosition position;
  gboolean changed;
} MirrorPosition;

struct _PfMirror
{
  GHashTable *orders;           /* of MirrorOrder, by its id */
  GHashTable *positions;        /* of MirrorPosition, by deployment and instrument */
  GPtrArray *changed_orders;    /* borrowed, each once */
  GPtrArray *changed_positions;
  GArray *equities;             /* of PfRecord: the last of each deployment in this transaction */
};

static guint
position_hash (gconstpointer key)
{
  const PfPosition *position = key;

  return (guint) position->deployment_id * 2654435761u + position->instrument;
}

static gboolean
position_equal (gconstpointer a, gconstpointer b)
{
  const PfPosition *x = a, *y = b;

  return x->deployment_id == y->deployment_id && x->instrument == y->instrument;
}

PfMirror *
pf_journal_mirror_new (void)
{
  PfMirror *self = g_new0 (PfMirror, 1);

  self->orders = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->positions = g_hash_table_new_full (position_hash, position_equal, NULL, g_free);
  self->changed_orders = g_ptr_array_new ();
  self->changed_positions = g_ptr_array_new ();
  self->equities = g_array_new (FALSE, FALSE, sizeof (PfRecord));
  return self;
}

void
pf_journal_mirror_free (PfMirror *self)
{
  g_hash_table_unref (self->orders);
  g_hash_table_unref (self->positions);
  g_ptr_array_unref (self->changed_orders);
  g_ptr_array_unref (self->changed_positions);
  g_array_unref (self->equities);
  g_free (self);
}

/* --- the mirror ------------------------------------------------------------------------------ */

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
      ok = pf_journal_read_layout (self, statement, layout, data, error);
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

static void
order_changed (PfMirror *mirror, MirrorOrder *row)
{
  if (!row->changed)
    g_ptr_array_add (mirror->changed_orders, row);
  row->changed = TRUE;
}

static gboolean
add_order (PfJournal *self, guint64 seq, const PfOrder *order, GError **error)
{
  MirrorOrder *row;

  /* one that is only in its table is found out there */
  if (g_hash_table_contains (self->mirror->orders, &order->id))
    {
      g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_IO,
                   "Order %" G_GUINT64_FORMAT " was written twice: this is a mistake in Pilotfish, "
                   "please report it.",
                   order->id);
      return FALSE;
    }
  row = g_new0 (MirrorOrder, 1);
  row->order = *order;
  row->seq = seq;
  g_hash_table_insert (self->mirror->orders, &row->order.id, row);
  order_changed (self->mirror, row);
  return TRUE;
}

/* *out is NULL where there is no such order: the venue's own (a liquidation) has none of ours. */
static gboolean
find_order (PfJournal *self, guint64 id, MirrorOrder **out, GError **error)
{
  MirrorOrder *row = g_hash_table_lookup (self->mirror->orders, &id);
  PfOrder order;
  gboolean found;

  *out = row;
  if (row != NULL || id == 0)
    return TRUE;
  pf_sqlite_bind_int (self->statements[PF_STATEMENT_ORDER_GET], 1, (gint64) id);
  if (!get_row (self, PF_STATEMENT_ORDER_GET, pf_record_layout (PF_RECORD_ORDER), &order, &found,
                error))
    return FALSE;
  if (found)
    {
      *out = row = g_new0 (MirrorOrder, 1);
      row->order = order;
      row->in_table = TRUE;
      g_hash_table_insert (self->mirror->orders, &row->order.id, row);
    }
  return TRUE;
}

static gboolean
find_position (PfJournal *self, const PfFill *fill, MirrorPosition **out, GError **error)
{
  sqlite3_stmt *get = self->statements[PF_STATEMENT_POSITION_GET];
  PfPosition position = { .deployment_id = fill->deployment_id, .instrument = fill->instrument };
  MirrorPosition *row = g_hash_table_lookup (self->mirror->positions, &position);
  gboolean found;

  *out = row;
  if (row != NULL)
    return TRUE;
  row = g_new0 (MirrorPosition, 1);
  pf_sqlite_bind_int (get, 1, (gint64) fill->deployment_id);
  pf_sqlite_bind_int (get, 2, fill->instrument);
  if (!get_row (self, PF_STATEMENT_POSITION_GET, pf_position_layout (), &row->position, &found,
                error))
    {
      g_free (row);
      return FALSE;
    }
  if (!found)
    row->position = position;
  g_hash_table_insert (self->mirror->positions, &row->position, row);
  *out = row;
  return TRUE;
}

static gboolean
change_order (PfJournal *self, const PfRecord *record, GError **error)
{
  MirrorOrder *row;
  const char *venue_order_id = record->change.venue_order_id;

  if (!find_order (self, record->change.order_id, &row, error))
    return FALSE;
  if (row == NULL)
    return TRUE;
  if (venue_order_id[0] != '\0')
    g_strlcpy (row->order.venue_order_id, venue_order_id, sizeof row->order.venue_order_id);
  pf_order_apply (&row->order, record->change.event, NULL, record->ts_ns);
  order_changed (self->mirror, row);
  return TRUE;
}

static gboolean
apply_fill (PfJournal *self, const PfFill *fill, GError **error)
{
  MirrorOrder *order;
  MirrorPosition *row;
  PfTrade trade;

  if (!find_order (self, fill->order_id, &order, error)
      || !find_position (self, fill, &row, error))
    return FALSE;
  if (order != NULL)
    {
      pf_order_apply (&order->order, PF_ORDER_EVENT_FILL, fill, fill->ts_ns);
      order_changed (self->mirror, order);
    }
  pf_position_apply (&row->position, fill, &trade);
  if (!row->changed)
    g_ptr_array_add (self->mirror->changed_positions, row);
  row->changed = TRUE;
  return TRUE;
}

static void
note_equity (PfMirror *mirror, const PfRecord *record)
{
  for (guint i = 0; i < mirror->equities->len; i++)
    {
      PfRecord *earlier = &g_array_index (mirror->equities, PfRecord, i);

      if (earlier->equity.deployment_id == record->equity.deployment_id)
        {
          *earlier = *record;
          return;
        }
    }
  g_array_append_vals (mirror->equities, record, 1);
}

/**
 * pf_journal_mirror_apply:
 * @seq: the number that the record's event will have
 *
 * What the record, just appended, means for the mirror.
 *
 * Returns: FALSE when a row that it needs cannot be read, or the order exists
 */
gboolean
pf_journal_mirror_apply (PfJournal *self, guint64 seq, const PfRecord *record, GError **error)
{
  switch (record->type)
    {
    case PF_RECORD_ORDER:
      return add_order (self, seq, &record->order, error);
    case PF_RECORD_ORDER_CHANGE:
      return change_order (self, record, error);
    case PF_RECORD_FILL:
      return apply_fill (self, &record->fill, error);
    case PF_RECORD_EQUITY:
      note_equity (self->mirror, record);
      return TRUE;
    case PF_RECORD_ACCOUNT:
    case PF_RECORD_DEPLOYMENT:
    case PF_RECORD_DEPLOYMENT_STATUS:
    case PF_RECORD_TRADE:
    case PF_RECORD_REFUSAL:
    case PF_RECORD_LATCH:
    case PF_RECORD_BAR_SEEN:
      return TRUE;
    case PF_N_RECORDS:
    default:
      g_assert_not_reached ();
    }
}

/* --- rows of the mirror ---------------------------------------------------------------------- */

static gboolean
insert_order (PfJournal *self, const MirrorOrder *row, GError **error)
{
  const PfLayout *layout = pf_record_layout (PF_RECORD_ORDER);
  sqlite3_stmt *statement = self->statements[PF_STATEMENT_ORDER];
  PfScratch scratch;

  scratch.used = 0;
  pf_sqlite_bind_int (statement, 1, (gint64) row->seq);
  pf_sqlite_bind_int (statement, 2, pf_journal_row_sum (layout, &row->order));
  pf_journal_bind_layout (statement, 3, layout, &row->order, &scratch);
  return pf_sqlite_run (&self->db, statement, error);
}

static gboolean
update_order (PfJournal *self, const PfOrder *order, GError **error)
{
  sqlite3_stmt *statement = self->statements[PF_STATEMENT_ORDER_CHANGE];
  PfScratch scratch;

  scratch.used = 0;
  pf_sqlite_bind_int (statement, 1, (gint64) order->id);
  pf_sqlite_bind_text (statement, 2, order->venue_order_id, -1);
  pf_sqlite_bind_text (statement, 3, pf_order_status_name (order->status), -1);
  pf_journal_bind_decimal (statement, 4, order->filled.e18, PF_DECIMALS, &scratch);
  pf_journal_bind_decimal (statement, 5, order->filled_notional.e18, PF_DECIMALS, &scratch);
  pf_journal_bind_decimal (statement, 6, order->fees.e18, PF_DECIMALS, &scratch);
  pf_sqlite_bind_int (statement, 7, order->ts_updated_ns);
  pf_sqlite_bind_int (statement, 8, pf_journal_row_sum (pf_record_layout (PF_RECORD_ORDER), order));
  return pf_sqlite_run (&self->db, statement, error);
}

static gboolean
put_position (PfJournal *self, const PfPosition *position, GError **error)
{
  const PfLayout *layout = pf_position_layout ();
  sqlite3_stmt *statement = self->statements[PF_STATEMENT_POSITION];
  PfScratch scratch;

  scratch.used = 0;
  pf_sqlite_bind_int (statement, 1, pf_journal_row_sum (layout, position));
  pf_journal_bind_layout (statement, 2, layout, position, &scratch);
  return pf_sqlite_run (&self->db, statement, error);
}

static gboolean
update_equity (PfJournal *self, const PfRecord *record, GError **error)
{
  sqlite3_stmt *statement = self->statements[PF_STATEMENT_DEPLOYMENT_EQUITY];
  PfScratch scratch;

  scratch.used = 0;
  pf_sqlite_bind_int (statement, 1, (gint64) record->equity.deployment_id);
  pf_sqlite_bind_int (statement, 2, record->equity.day);
  pf_journal_bind_decimal (statement, 3, record->equity.day_start.e18, PF_DECIMALS, &scratch);
  pf_journal_bind_decimal (statement, 4, record->equity.equity.e18, PF_DECIMALS, &scratch);
  pf_journal_bind_decimal (statement, 5, record->equity.peak.e18, PF_DECIMALS, &scratch);
  return pf_sqlite_run (&self->db, statement, error);
}

/**
 * pf_journal_mirror_write:
 *
 * Writes each changed row once, in the transaction in progress.
 */
gboolean
pf_journal_mirror_write (PfJournal *self, GError **error)
{
  PfMirror *mirror = self->mirror;

  for (guint i = 0; i < mirror->changed_orders->len; i++)
    {
      const MirrorOrder *row = g_ptr_array_index (mirror->changed_orders, i);
      gboolean ok = row->in_table ? update_order (self, &row->order, error)
                                  : insert_order (self, row, error);

      if (!ok)
        return FALSE;
    }
  for (guint i = 0; i < mirror->changed_positions->len; i++)
    {
      const MirrorPosition *row = g_ptr_array_index (mirror->changed_positions, i);

      if (!put_position (self, &row->position, error))
        return FALSE;
    }
  for (guint i = 0; i < mirror->equities->len; i++)
    if (!update_equity (self, &g_array_index (mirror->equities, PfRecord, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
order_has_ended (gpointer key, gpointer value, gpointer user_data)
{
  const MirrorOrder *row = value;

  return pf_order_status_is_terminal (row->order.status);
}

static gboolean
position_is_flat (gpointer key, gpointer value, gpointer user_data)
{
  const MirrorPosition *row = value;

  return row->position.quantity.e18 == 0;
}

/**
 * pf_journal_mirror_settle:
 *
 * The transaction is committed: the rows are what the mirror says.
 */
void
pf_journal_mirror_settle (PfJournal *self)
{
  PfMirror *mirror = self->mirror;

  for (guint i = 0; i < mirror->changed_orders->len; i++)
    {
      MirrorOrder *row = g_ptr_array_index (mirror->changed_orders, i);

      row->in_table = TRUE;
      row->changed = FALSE;
    }
  for (guint i = 0; i < mirror->changed_positions->len; i++)
    ((MirrorPosition *) g_ptr_array_index (mirror->changed_positions, i))->changed = FALSE;
  g_ptr_array_set_size (mirror->changed_orders, 0);
  g_ptr_array_set_size (mirror->changed_positions, 0);
  g_array_set_size (mirror->equities, 0);
  if (g_hash_table_size (mirror->orders) > MIRROR_MAX)
    g_hash_table_foreach_remove (mirror->orders, order_has_ended, NULL);
  if (g_hash_table_size (mirror->positions) > MIRROR_MAX)
    g_hash_table_foreach_remove (mirror->positions, position_is_flat, NULL);
}

/* --- rows of one record ---------------------------------------------------------------------- */

static gboolean
insert (PfJournal *self, PfStatement which, guint64 seq, const PfRecord *record, GError **error)
{
  const PfLayout *layout = pf_record_layout (record->type);
  sqlite3_stmt *statement = self->statements[which];
  PfScratch scratch;

  scratch.used = 0;
  pf_sqlite_bind_int (statement, 1, (gint64) seq);
  pf_journal_bind_layout (statement, 2, layout, (const char *) record + layout->offset, &scratch);
  return pf_sqlite_run (&self->db, statement, error);
}

static gboolean
insert_deployment (PfJournal *self, const PfRecord *record, GError **error)
{
  sqlite3_stmt *statement = self->statements[PF_STATEMENT_DEPLOYMENT];
  g_autofree char *spec = pf_deployment_spec_print (&record->deployment.spec);
  PfScratch scratch;

  scratch.used = 0;
  pf_sqlite_bind_int (statement, 1, (gint64) record->deployment.id);
  pf_sqlite_bind_text (statement, 2, spec, -1);
  pf_journal_bind_decimal (statement, 3, record->deployment.base_equity.e18, PF_DECIMALS, &scratch);
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

/**
 * pf_journal_project:
 * @seq: the event's number
 *
 * Writes the rows that one record makes, in the transaction in progress.
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
    case PF_RECORD_FILL:
      return insert (self, PF_STATEMENT_FILL, seq, record, error);
    case PF_RECORD_TRADE:
      return insert (self, PF_STATEMENT_TRADE, seq, record, error);
    case PF_RECORD_REFUSAL:
      return insert (self, PF_STATEMENT_REFUSAL, seq, record, error);
    case PF_RECORD_ORDER:
    case PF_RECORD_ORDER_CHANGE:
    case PF_RECORD_EQUITY:
    case PF_RECORD_ACCOUNT:
    case PF_RECORD_LATCH:
    case PF_RECORD_BAR_SEEN:
      return TRUE;
    case PF_N_RECORDS:
    default:
      g_assert_not_reached ();
    }
}
