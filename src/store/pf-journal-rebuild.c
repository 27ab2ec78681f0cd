/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tables for people, made again from the events.
 *
 * They hold nothing that the events do not say. When a row of theirs turns out damaged while the
 * desk runs, the journal fails, and the mark beside it says why; the next opening drops them and
 * tells the whole story again, in one transaction. The events themselves are checked on the way.
 */
#include "store/pf-journal-private.h"

/* changed rows that are kept in memory before they are written */
#define ROWS_AT_ONCE 1000

static gboolean
tell_again (PfJournal *self, GError **error)
{
  sqlite3_stmt *events = self->statements[PF_STATEMENT_REPLAY];
  PfRecord record;
  PfSqliteStep step;
  gint64 seq;

  while ((step = pf_sqlite_step (&self->db, events, error)) == PF_SQLITE_ROW)
    {
      if (!pf_journal_read_event (self, events, &record, &seq, error)
          || !pf_journal_mirror_apply (self, (guint64) seq, &record, error)
          || !pf_journal_project (self, (guint64) seq, &record, error))
        break;
      if (seq % ROWS_AT_ONCE == 0)
        {
          if (!pf_journal_mirror_write (self, error))
            break;
          pf_journal_mirror_settle (self);
        }
    }
  if (step == PF_SQLITE_ROW)
    pf_sqlite_reset (events);
  if (step != PF_SQLITE_DONE || !pf_journal_mirror_write (self, error))
    return FALSE;
  pf_journal_mirror_settle (self);
  return TRUE;
}

/**
 * pf_journal_rebuild:
 *
 * Drops the tables for people and makes them anew, all or nothing.
 *
 * Returns: FALSE with CORRUPT when the events are damaged, too, else with FULL, BUSY or IO
 */
gboolean
pf_journal_rebuild (PfJournal *self, GError **error)
{
  g_message ("The tables of %s were damaged: they are made again from its events.", self->path);
  if (pf_sqlite_exec (&self->db, "BEGIN IMMEDIATE", error)
      && pf_journal_schema_renew_tables (self, error) && tell_again (self, error)
      && pf_sqlite_exec (&self->db, "COMMIT", error))
    return TRUE;
  if (!sqlite3_get_autocommit (self->db.handle))
    sqlite3_exec (self->db.handle, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}
