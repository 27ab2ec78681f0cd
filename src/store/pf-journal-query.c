/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading: the replay, and what people ask for. Everything is decoded from the events themselves,
 * with their check sums; the tables for people only say which events.
 */
#include "store/pf-journal-private.h"

static gboolean
damaged (PfJournal *self, gint64 seq, const char *what, GError **error)
{
  g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT,
               "The journal %s is damaged (event %" G_GINT64_FORMAT ": %s).",
               self->path, seq, what);
  return FALSE;
}

gboolean
pf_journal_read_event (PfJournal *self, sqlite3_stmt *row, PfRecord *record, gint64 *seq,
                       GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gint64 ts_ns = sqlite3_column_int64 (row, 1);
  gint64 type = sqlite3_column_int64 (row, 2);
  const char *body = (const char *) sqlite3_column_text (row, 3);
  gsize length = (gsize) sqlite3_column_bytes (row, 3);

  *seq = sqlite3_column_int64 (row, 0);
  if (body == NULL)
    return damaged (self, *seq, "no text", error);
  if (sqlite3_column_int64 (row, 4) != pf_record_sum (*seq, ts_ns, type, body, length))
    return damaged (self, *seq, "its check sum does not match", error);
  if (type < 0 || type >= PF_N_RECORDS)
    return damaged (self, *seq, "unknown type", error);
  if (!pf_record_decode ((PfRecordType) type, ts_ns, body, length, record, &local_error))
    return damaged (self, *seq, local_error->message, error);
  return TRUE;
}

/**
 * pf_journal_replay:
 * @func: called with each record in order; the record is gone when it returns
 * @n_records: (out) (optional): how many there were
 *
 * Hands every committed record over, oldest first.
 *
 * Returns: FALSE with PF_JOURNAL_ERROR_CORRUPT when an event is missing, damaged or of no known
 *   form. What was handed over until then is right but not all: throw its result away, and set the
 *   journal aside (pf_journal_set_aside).
 */
gboolean
pf_journal_replay (PfJournal *self,
                   PfJournalFunc func,
                   gpointer user_data,
                   guint64 *n_records,
                   GError **error)
{
  sqlite3_stmt *statement = self->statements[PF_STATEMENT_REPLAY];
  guint64 n = 0;
  gint64 seq;
  PfRecord record;
  PfSqliteStep step;

  while ((step = pf_sqlite_step (&self->db, statement, error)) == PF_SQLITE_ROW)
    {
      if (!pf_journal_read_event (self, statement, &record, &seq, error))
        break;
      n++;
      if ((guint64) seq != n)
        {
          damaged (self, (gint64) n, "missing", error);
          break;
        }
      func (&record, user_data);
    }
  if (step == PF_SQLITE_ROW)
    pf_sqlite_reset (statement);
  if (n_records != NULL)
    *n_records = n;
  if (step != PF_SQLITE_DONE)
    return FALSE;
  return n == self->n_events || damaged (self, (gint64) n + 1, "missing", error);
}

/* Runs statement to its end and hands each record to func; FALSE when it cannot be read. */
static gboolean
each_event (PfJournal *self, PfStatement which, PfRecordType type, PfJournalFunc func,
            gpointer user_data, GError **error)
{
  sqlite3_stmt *statement = self->statements[which];
  PfRecord record;
  PfSqliteStep step;
  gint64 seq;

  while ((step = pf_sqlite_step (&self->db, statement, error)) == PF_SQLITE_ROW)
    {
      if (!pf_journal_read_event (self, statement, &record, &seq, error))
        break;
      if (record.type != type)
        {
          damaged (self, seq, "of another type than its row says", error);
          break;
        }
      func (&record, user_data);
    }
  if (step == PF_SQLITE_ROW)
    pf_sqlite_reset (statement);
  return step == PF_SQLITE_DONE;
}

static void
add_item (const PfRecord *record, gpointer user_data)
{
  const PfLayout *layout = pf_record_layout (record->type);

  g_array_append_vals (user_data, (const char *) record + layout->offset, 1);
}

/* all is the statement for every deployment, all + 1 that for one. */
static GArray *
newest (PfJournal *self, PfStatement all, PfRecordType type, guint64 deployment_id, guint limit)
{
  PfStatement which = deployment_id == 0 ? all : all + 1;
  GArray *items = g_array_new (FALSE, FALSE, (guint) pf_record_layout (type)->size);
  g_autoptr (GError) error = NULL;

  g_assert (deployment_id <= G_MAXINT64);
  pf_sqlite_bind_int (self->statements[which], 1, (gint64) deployment_id);
  pf_sqlite_bind_int (self->statements[which], 2, limit);
  if (each_event (self, which, type, add_item, items, &error))
    return items;
  g_message ("%s", error->message);
  g_array_unref (items);
  return NULL;
}

/**
 * pf_journal_trades:
 *
 * Returns: (transfer full) (nullable): of PfTrade, newest first; NULL when they cannot be read,
 *   which is not the same as none
 */
GArray *
pf_journal_trades (PfJournal *self, guint64 deployment_id, guint limit)
{
  return newest (self, PF_STATEMENT_TRADES, PF_RECORD_TRADE, deployment_id, limit);
}

/**
 * pf_journal_refusals:
 *
 * Returns: (transfer full) (nullable): of PfRefusal, newest first; NULL when they cannot be read
 */
GArray *
pf_journal_refusals (PfJournal *self, guint64 deployment_id, guint limit)
{
  return newest (self, PF_STATEMENT_REFUSALS, PF_RECORD_REFUSAL, deployment_id, limit);
}

/**
 * pf_journal_fills:
 *
 * Returns: (transfer full) (nullable): of PfFill, newest first; NULL when they cannot be read
 */
GArray *
pf_journal_fills (PfJournal *self, guint64 deployment_id, guint limit)
{
  return newest (self, PF_STATEMENT_FILLS, PF_RECORD_FILL, deployment_id, limit);
}

typedef struct
{
  void (*func) (const PfFill *fill, gpointer user_data);
  gpointer user_data;
} FillFunc;

static void
hand_fill (const PfRecord *record, gpointer user_data)
{
  FillFunc *to = user_data;

  to->func (&record->fill, to->user_data);
}

gboolean
pf_journal_foreach_fill (PfJournal *self,
                         void (*func) (const PfFill *fill, gpointer user_data),
                         gpointer user_data,
                         GError **error)
{
  FillFunc to = { func, user_data };

  return each_event (self, PF_STATEMENT_ALL_FILLS, PF_RECORD_FILL, hand_fill, &to, error);
}
