/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "object/pf-why-position.h"

#include "object/pf-format.h"
#include "store/pf-journal-reader.h"

#include <glib/gi18n-lib.h>

/* Of a position that took more fills to open the newest are listed, the rest is one line. */
#define FILLS_MAX 100

typedef struct
{
  char *folder, *environment;
  PfPositionRow row;            /* its texts are not ours */
  PfMoney fees;
  PfWhyPositionFunc func;
  gpointer user_data;
} Question;

static void
free_question (gpointer data)
{
  Question *self = data;

  g_free (self->folder);
  g_free (self->environment);
  g_free (self);
}

static PfMoney
value_of (PfPrice price, PfQuantity quantity)
{
  PfMoney value;

  return pf_notional (price, quantity, &value) ? value : PF_MONEY_ZERO;
}

/* The share of a fill that a flip left for this position. */
static PfMoney
fee_share (const PfFill *fill, PfQuantity part)
{
  PfInt128 share;

  if (pf_int128_mul_div (fill->fee.e18, part.e18, fill->quantity.e18, PF_ROUND_HALF_EVEN, &share))
    return (PfMoney){ share };
  return fill->fee;
}

/* Backwards from the newest: what opened it is as many units as it has. */
static void
add_fills (Question *self, GPtrArray *lines, const PfJournalRow *rows, guint n)
{
  gboolean is_long = self->row.side == PF_SIDE_BUY;
  PfQuantity left = self->row.quantity;

  for (guint i = 0; i < n && left.e18 > 0; i++)
    {
      const PfFill *fill = &rows[i].fill;
      PfQuantity part = pf_quantity_compare (fill->quantity, left) < 0 ? fill->quantity : left;
      g_autofree char *quantity = pf_format_quantity (part);
      g_autofree char *price = pf_format_price (fill->price, self->row.price_decimals);
      g_autofree char *time = pf_format_time (fill->ts_ns);
      PfMoney value = value_of (fill->price, part);
      if (fill->side != self->row.side)
        continue;       /* closed what was before, in the same moment */
      left = pf_quantity_sub (left, part);
      self->fees = pf_money_add (self->fees, fee_share (fill, part));
      pf_why_add (lines,
                  g_strdup_printf (is_long ? _("bought %s at %s, %s") : _("sold %s at %s, %s"),
                                   quantity, price, time),
                  is_long ? pf_money_negate (value) : value);
    }
}

static GPtrArray *
explain (Question *self, const PfJournalRow *rows, guint n)
{
  gboolean is_long = self->row.side == PF_SIDE_BUY;
  GPtrArray *lines = pf_why_lines_new ();
  g_autofree char *quantity = pf_format_quantity (self->row.quantity);
  g_autofree char *price = pf_format_price (self->row.mark, self->row.price_decimals);
  PfMoney value = value_of (self->row.mark, self->row.quantity);

  add_fills (self, lines, rows, n);
  pf_why_add (lines,
              g_strdup_printf (is_long ? _("worth %s at %s now") : _("owed %s at %s now"), quantity,
                               price),
              is_long ? value : pf_money_negate (value));
  return pf_why_end (lines, _("Earlier fills and partial closes"),
                     _("Open P&L, before fees"), self->row.unrealised);
}

static GPtrArray *
read_fills (Question *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (PfJournalReader) reader
      = pf_journal_reader_open (self->folder, self->environment, error);
  g_autoptr (PfJournalQuery) query = pf_journal_query_new (PF_JOURNAL_FILLS);
  PfJournalRange range = { 0, 0, FILLS_MAX };
  g_autoptr (GArray) keys = NULL;
  g_autofree PfJournalRow *rows = NULL;

  if (reader == NULL)
    return NULL;
  query->deployment_id = self->row.deployment_id;
  query->instrument = (gint32) self->row.instrument;
  query->from_ns = self->row.ts_opened_ns;
  query->descending = TRUE;
  keys = pf_journal_reader_find (reader, query, range, cancellable, error);
  if (keys == NULL)
    return NULL;
  rows = g_new0 (PfJournalRow, MAX (1, keys->len));
  if (!pf_journal_reader_read (reader, PF_JOURNAL_FILLS, (const gint64 *) keys->data, keys->len,
                               rows, error))
    return NULL;
  return explain (self, rows, keys->len);
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *lines = read_fills (data, cancellable, &error);

  if (lines != NULL)
    g_task_return_pointer (task, lines, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_worked (GObject *source, GAsyncResult *result, gpointer data)
{
  Question *question = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  GPtrArray *lines = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *fees = pf_format_money (question->fees);
  g_autofree char *sentence
      = lines != NULL ? g_strdup_printf (_("Fees so far: %s."), fees) : g_strdup (error->message);

  question->func (lines, sentence, question->user_data);
}

void
pf_why_position_ask (PfExecutionEngine *engine, const PfPositionRow *row, PfWhyPositionFunc func,
                     gpointer user_data)
{
  PfDesk *desk = pf_execution_engine_get_desk (engine);
  g_autoptr (GTask) task = g_task_new (engine, NULL, on_worked, NULL);
  Question *question = g_new0 (Question, 1);

  question->folder = g_strdup (pf_desk_data_dir (desk));
  question->environment = g_strdup (pf_desk_environment (desk));
  question->row = *row;
  question->row.symbol = question->row.strategy_name = NULL;
  question->func = func;
  question->user_data = user_data;
  g_task_set_task_data (task, question, free_question);
  g_task_run_in_thread (task, work);
}
