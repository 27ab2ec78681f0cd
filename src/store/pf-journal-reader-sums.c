/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a number is made of: the fills of a trade, the parts of a deployment's P&L, and what has
 * happened since a time. Everything is taken from the events (positions: from their checked rows)
 * and put together by the model's own transitions.
 *
 *   trade before it ----- closing fill --|-- fills -- closing fill = the trade
 *                          its rest opens   when it is a flip: only the share that closes
 */
#include "store/pf-journal-reader-private.h"

#define EVENT "SELECT e.seq, e.ts_ns, e.type, e.body, e.sum FROM "

/* Prepares sql with up to three numbers. */
static sqlite3_stmt *
ask (PfJournalReader *self, const char *sql, const gint64 *numbers, guint n, GError **error)
{
  sqlite3_stmt *statement = pf_sqlite_prepare (&self->journal.db, sql, error);

  for (guint i = 0; statement != NULL && i < n; i++)
    pf_sqlite_bind_int (statement, (int) i + 1, numbers[i]);
  return statement;
}

/* The one number that sql answers; fallback where it has no row or NULL. */
static gboolean
ask_number (PfJournalReader *self, const char *sql, const gint64 *numbers, guint n, gint64 *out,
            GError **error)
{
  sqlite3_stmt *statement = ask (self, sql, numbers, n, error);
  PfSqliteStep step;

  if (statement == NULL)
    return FALSE;
  *out = 0;
  step = pf_journal_reader_step (self, statement, NULL, error);
  if (step == PF_SQLITE_ROW)
    *out = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return step != PF_SQLITE_FAILED;
}

typedef gboolean (*EachFunc) (gint64 seq, const PfRecord *record, gpointer user_data);

/* Hands every event of sql to func, until it says FALSE; type PF_N_RECORDS: of any type. */
static gboolean
each (PfJournalReader *self, const char *sql, const gint64 *numbers, guint n, PfRecordType type,
      EachFunc func, gpointer user_data, GCancellable *cancellable, GError **error)
{
  sqlite3_stmt *statement = ask (self, sql, numbers, n, error);
  gboolean ok = statement != NULL, more = TRUE;
  PfSqliteStep step = PF_SQLITE_DONE;
  PfRecord record;
  gint64 seq;

  while (ok && more)
    {
      step = pf_journal_reader_step (self, statement, cancellable, error);
      if (step != PF_SQLITE_ROW)
        break;
      if (type != PF_N_RECORDS)
        ok = pf_journal_reader_event (self, statement, type, &record, &seq, error);
      else
        ok = pf_journal_read_event (&self->journal, statement, &record, &seq, error);
      if (ok)
        more = func (seq, &record, user_data);
    }
  sqlite3_finalize (statement);
  return ok && step != PF_SQLITE_FAILED;
}

/* --- the fills of a trade --------------------------------------------------------------------- */

typedef struct
{
  const PfTrade *trade;
  PfPosition position;          /* as if only what belongs to the trade had been */
  GArray *parts;                /* of PfTradePart */
  PfTrade closed;
  gboolean is_closed;
} Unravel;

static PfQuantity
least (PfQuantity a, PfQuantity b)
{
  return pf_quantity_compare (a, b) < 0 ? a : b;
}

/* What the position, between two moments, took from a fill. */
static void
add_part (Unravel *self, gint64 seq, const PfFill *fill, gboolean is_exit, PfQuantity quantity,
          PfMoney notional, PfMoney fee)
{
  PfTradePart part = { .fill = *fill, .key = seq, .is_exit = is_exit, .quantity = quantity,
                       .notional = notional, .fee = fee };

  part.is_share = quantity.e18 != fill->quantity.e18;
  part.cash = fill->side == PF_SIDE_BUY ? pf_money_negate (notional) : notional;
  part.cash = pf_money_sub (part.cash, fee);
  g_array_append_val (self->parts, part);
}

/* The flip before: its close took held of it, the rest opened the trade. */
static void
open_by_flip (Unravel *self, gint64 seq, const PfFill *fill, PfQuantity rest)
{
  PfQuantity held = pf_quantity_sub (fill->quantity, rest);
  PfTrade before;

  self->position.quantity = fill->side == PF_SIDE_BUY ? pf_quantity_negate (held) : held;
  self->position.trip_entry_quantity = held;
  pf_position_apply (&self->position, fill, &before);
  add_part (self, seq, fill, FALSE, rest, self->position.trip_entry_notional,
            self->position.trip_fees);
}

static void
apply_part (Unravel *self, gint64 seq, const PfFill *fill)
{
  const PfPosition was = self->position;
  PfPosition *now = &self->position;
  PfQuantity held = pf_quantity_abs (was.quantity);
  gboolean is_exit = was.quantity.e18 != 0 && (was.quantity.e18 > 0) != (fill->side == PF_SIDE_BUY);
  PfQuantity quantity = is_exit ? least (fill->quantity, held) : fill->quantity;
  PfMoney notional, fee;

  self->is_closed = pf_position_apply (now, fill, &self->closed);
  if (self->is_closed)
    {
      /* what the model's trade had in it, less what was there before */
      PfMoney cost = was.trip_entry_notional;
      PfMoney gross = pf_money_add (self->closed.pnl, self->closed.fees);

      fee = pf_money_sub (self->closed.fees, was.trip_fees);
      notional = was.quantity.e18 > 0 ? pf_money_add (cost, gross) : pf_money_sub (cost, gross);
      notional = pf_money_sub (notional, was.trip_exit_notional);
    }
  else
    {
      fee = pf_money_sub (now->trip_fees, was.trip_fees);
      notional = is_exit ? pf_money_sub (now->trip_exit_notional, was.trip_exit_notional)
                         : pf_money_sub (now->trip_entry_notional, was.trip_entry_notional);
    }
  add_part (self, seq, fill, is_exit, quantity, notional, fee);
}

typedef struct
{
  GArray *fills;                /* of PfFill */
  GArray *keys;                 /* of gint64 */
} Fills;

static gboolean
collect (gint64 seq, const PfRecord *record, gpointer user_data)
{
  Fills *fills = user_data;

  g_array_append_val (fills->fills, record->fill);
  g_array_append_val (fills->keys, seq);
  return TRUE;
}

static gboolean
parts_add_up (const Unravel *self)
{
  const PfTrade *trade = self->trade;
  PfMoney cash = PF_MONEY_ZERO, fees = PF_MONEY_ZERO;

  for (guint i = 0; i < self->parts->len; i++)
    {
      const PfTradePart *part = &g_array_index (self->parts, PfTradePart, i);

      cash = pf_money_add (cash, part->cash);
      fees = pf_money_add (fees, part->fee);
    }
  return self->is_closed && self->closed.pnl.e18 == trade->pnl.e18 && cash.e18 == trade->pnl.e18
         && fees.e18 == trade->fees.e18 && self->closed.quantity.e18 == trade->quantity.e18
         && self->closed.side == trade->side;
}

/* fills: the closing fill of the trade before (had_one), and all up to the trade's own closing
 * fill. */
static gboolean
unravel (Unravel *self, const Fills *fills, gboolean had_one)
{
  const PfTrade *trade = self->trade;
  PfQuantity rest = trade->quantity;
  guint n = fills->fills->len, first = had_one ? 1 : 0;

  if (n <= first)
    return FALSE;
  /* the trade's units that no fill of its own has entered came with the flip before */
  for (guint i = first; i + 1 < n; i++)
    {
      const PfFill *fill = &g_array_index (fills->fills, PfFill, i);

      if (fill->side == trade->side)
        rest = pf_quantity_sub (rest, fill->quantity);
    }
  if (rest.e18 < 0 || (rest.e18 > 0 && !had_one))
    return FALSE;
  if (rest.e18 > 0)
    {
      const PfFill *flip = &g_array_index (fills->fills, PfFill, 0);

      if (flip->side != trade->side || pf_quantity_compare (rest, flip->quantity) >= 0)
        return FALSE;
      open_by_flip (self, g_array_index (fills->keys, gint64, 0), flip, rest);
    }
  for (guint i = first; i < n && !self->is_closed; i++)
    {
      apply_part (self, g_array_index (fills->keys, gint64, i),
                  &g_array_index (fills->fills, PfFill, i));
      if (self->is_closed && i + 1 < n)
        return FALSE;
    }
  return parts_add_up (self);
}

#define OF_LEG " WHERE deployment_id = ?1 AND instrument = ?2"

static gboolean
find_fills (PfJournalReader *self, const PfTrade *trade, Fills *fills, gboolean *had_one,
            GError **error)
{
  gint64 leg[3] = { (gint64) trade->deployment_id, trade->instrument, 0 };
  gint64 range[4] = { leg[0], leg[1], 0, 0 };
  gint64 seq, before;

  leg[2] = (gint64) trade->id;
  if (!ask_number (self, "SELECT seq FROM trade WHERE id = ?1", &leg[2], 1, &seq, error)
      || !ask_number (self, "SELECT seq FROM trade" OF_LEG " AND id < ?3 ORDER BY id DESC LIMIT 1",
                      leg, 3, &before, error))
    return FALSE;
  if (before > 0)
    {
      leg[2] = before;
      if (!ask_number (self, "SELECT max(seq) FROM fill" OF_LEG " AND seq < ?3", leg, 3, &range[2],
                       error))
        return FALSE;
    }
  range[3] = seq;
  *had_one = range[2] > 0;
  return each (self, EVENT "fill f JOIN event e ON e.seq = f.seq WHERE f.deployment_id = ?1"
                           " AND f.instrument = ?2 AND f.seq BETWEEN ?3 AND ?4 ORDER BY f.seq",
               range, 4, PF_RECORD_FILL, collect, fills, NULL, error);
}

/**
 * pf_journal_reader_fills_of_trade:
 * @trade_id: of a closed trade
 *
 * Returns: (transfer full) (nullable): of PfTradePart; NULL with CORRUPT when there is no such
 *   trade, or its fills do not add up to it
 */
GArray *
pf_journal_reader_fills_of_trade (PfJournalReader *self, guint64 trade_id, GError **error)
{
  g_autoptr (GArray) fills = g_array_new (FALSE, FALSE, sizeof (PfFill));
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (PfTradePart));
  Fills found = { fills, keys };
  gint64 key = (gint64) trade_id;
  PfJournalRow row;
  gboolean had_one;
  Unravel work;

  /* what was is told once and for all: no two steps need the same picture */
  if (!pf_journal_reader_read (self, PF_JOURNAL_TRADES, &key, 1, &row, error)
      || !find_fills (self, &row.trade, &found, &had_one, error))
    return NULL;
  work = (Unravel){ .trade = &row.trade, .parts = parts };
  work.position.deployment_id = row.trade.deployment_id;
  work.position.instrument = row.trade.instrument;
  if (unravel (&work, &found, had_one))
    return g_steal_pointer (&parts);
  pf_journal_reader_damaged (self, "the fills of a trade do not add up to it", error);
  return NULL;
}

/* --- the parts of a P&L ----------------------------------------------------------------------- */

static gboolean
add_fill (gint64 seq, const PfRecord *record, gpointer user_data)
{
  const PfFill *fill = &record->fill;
  PfMoney notional = pf_fill_notional (fill);
  PfPnlParts *parts = user_data;

  parts->n_fills++;
  parts->fees = pf_money_add (parts->fees, fill->fee);
  if (fill->side == PF_SIDE_BUY)
    parts->bought = pf_money_add (parts->bought, notional);
  else
    parts->sold = pf_money_add (parts->sold, notional);
  return TRUE;
}

static gboolean
add_trade (gint64 seq, const PfRecord *record, gpointer user_data)
{
  PfPnlParts *parts = user_data;

  parts->n_trades++;
  parts->trades_pnl = pf_money_add (parts->trades_pnl, record->trade.pnl);
  return TRUE;
}

/* *fees: as the positions have them */
static gboolean
add_positions (PfJournalReader *self, gint64 id, PfPnlParts *parts, PfMoney *fees, GError **error)
{
  g_autofree char *sql = pf_journal_rows_sql (PF_STATEMENT_POSITION_GET);
  g_autoptr (GArray) instruments = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *row = ask (self, "SELECT instrument FROM position WHERE deployment_id = ?1", &id, 1,
                           error);
  PfSqliteStep step = PF_SQLITE_FAILED;
  gboolean ok = TRUE;

  while (row != NULL && (step = pf_journal_reader_step (self, row, NULL, error)) == PF_SQLITE_ROW)
    {
      gint64 instrument = sqlite3_column_int64 (row, 0);

      g_array_append_val (instruments, instrument);
    }
  sqlite3_finalize (row);
  if (step == PF_SQLITE_FAILED)
    return FALSE;
  for (guint i = 0; ok && i < instruments->len; i++)
    {
      gint64 numbers[2] = { id, g_array_index (instruments, gint64, i) };
      PfPosition position;

      row = ask (self, sql, numbers, 2, error);
      ok = row != NULL && pf_journal_reader_step (self, row, NULL, error) == PF_SQLITE_ROW
           && pf_journal_read_layout (&self->journal, row, pf_position_layout (), &position, error);
      sqlite3_finalize (row);
      if (!ok)
        break;
      parts->realised = pf_money_add (parts->realised, position.realised);
      *fees = pf_money_add (*fees, position.fees);
    }
  return ok;
}

static gboolean
add_parts (PfJournalReader *self, gint64 id, PfPnlParts *parts, GCancellable *cancellable,
           GError **error)
{
  PfMoney fees = PF_MONEY_ZERO;

  if (!each (self, EVENT "fill t JOIN event e ON e.seq = t.seq WHERE t.deployment_id = ?1", &id, 1,
             PF_RECORD_FILL, add_fill, parts, cancellable, error)
      || !each (self, EVENT "trade t JOIN event e ON e.seq = t.seq WHERE t.deployment_id = ?1",
                &id, 1, PF_RECORD_TRADE, add_trade, parts, cancellable, error)
      || !add_positions (self, id, parts, &fees, error))
    return FALSE;
  parts->open_realised = pf_money_sub (parts->realised, parts->trades_pnl);
  return fees.e18 == parts->fees.e18
         || pf_journal_reader_damaged (self, "a deployment's fills do not add up to its positions",
                                       error);
}

/**
 * pf_journal_reader_pnl_parts:
 * @parts: (out): all 0 for a deployment without fills
 *
 * Of one moment. Takes some microseconds a fill: for a thread of its own.
 */
gboolean
pf_journal_reader_pnl_parts (PfJournalReader *self, guint64 deployment_id, PfPnlParts *parts,
                             GCancellable *cancellable, GError **error)
{
  gboolean ok;

  g_assert (deployment_id <= G_MAXINT64);
  *parts = (PfPnlParts){ 0 };
  if (!pf_journal_reader_begin (self, cancellable, error))
    return FALSE;
  ok = add_parts (self, (gint64) deployment_id, parts, cancellable, error);
  return pf_journal_reader_end (self, ok, error);
}

/* --- while you were away ---------------------------------------------------------------------- */

static void
count_status (PfJournalAway *away, PfDeploymentStatus status)
{
  switch (status)
    {
    case PF_DEPLOYMENT_ACTIVE:
      away->resumes++;
      break;
    case PF_DEPLOYMENT_PAUSED:
      away->pauses++;
      break;
    case PF_DEPLOYMENT_STOPPED:
      away->stops++;
      break;
    case PF_DEPLOYMENT_ERROR_STATE:
    case PF_N_DEPLOYMENT_STATUSES:
    default:
      away->errors++;
      break;
    }
}

static gboolean
count (gint64 seq, const PfRecord *record, gpointer user_data)
{
  PfJournalAway *away = user_data;

  switch ((int) record->type)
    {
    case PF_RECORD_FILL:
      away->fills++;
      break;
    case PF_RECORD_TRADE:
      away->trades++;
      away->pnl = pf_money_add (away->pnl, record->trade.pnl);
      break;
    case PF_RECORD_REFUSAL:
      away->refusals++;
      away->refused[record->refusal.reason]++;
      break;
    case PF_RECORD_DEPLOYMENT:
      away->deployed++;
      break;
    case PF_RECORD_DEPLOYMENT_STATUS:
      count_status (away, record->status.status);
      break;
    case PF_RECORD_LATCH:
      if (record->latch.set)
        away->stop_alls++;
      else
        away->re_arms++;
      break;
    default:
      break;
    }
  return TRUE;
}

/* The events' times never fall: the first event that is not before since_ns. */
static gboolean
first_since (PfJournalReader *self, gint64 since_ns, gint64 last, gint64 *first, GError **error)
{
  gint64 low = 1, high = last + 1;

  while (low < high)
    {
      gint64 middle = low + (high - low) / 2, ts_ns;

      if (!ask_number (self, "SELECT ts_ns FROM event WHERE seq = ?1", &middle, 1, &ts_ns, error))
        return FALSE;
      if (ts_ns < since_ns)
        low = middle + 1;
      else
        high = middle;
    }
  *first = low;
  return TRUE;
}

static gboolean
add_away (PfJournalReader *self, gint64 since_ns, PfJournalAway *away, GCancellable *cancellable,
          GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      EVENT "event e WHERE e.seq >= ?1 AND e.type IN (%d, %d, %d, %d, %d, %d)", PF_RECORD_FILL,
      PF_RECORD_TRADE, PF_RECORD_REFUSAL, PF_RECORD_DEPLOYMENT, PF_RECORD_DEPLOYMENT_STATUS,
      PF_RECORD_LATCH);
  gint64 last, first;

  if (!ask_number (self, "SELECT max(seq) FROM event", NULL, 0, &last, error))
    return FALSE;
  if (last == 0)
    return TRUE;
  return ask_number (self, "SELECT ts_ns FROM event WHERE seq = ?1", &last, 1, &away->last_ns,
                     error)
         && first_since (self, since_ns, last, &first, error)
         && each (self, sql, &first, 1, PF_N_RECORDS, count, away, cancellable, error);
}

/**
 * pf_journal_reader_away:
 * @since_ns: market time; what happened at that time is counted
 * @away: (out): counts
 */
gboolean
pf_journal_reader_away (PfJournalReader *self, gint64 since_ns, PfJournalAway *away,
                        GCancellable *cancellable, GError **error)
{
  gboolean ok;

  *away = (PfJournalAway){ .last_ns = PF_TIME_NONE };
  if (!pf_journal_reader_begin (self, cancellable, error))
    return FALSE;
  ok = add_away (self, since_ns, away, cancellable, error);
  return pf_journal_reader_end (self, ok, error);
}
