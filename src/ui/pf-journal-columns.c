/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-journal-columns.h"

#include "object/pf-format.h"
#include "object/pf-words.h"

#include <glib/gi18n-lib.h>

/* digits of a price whose instrument is not known */
#define PRICE_DIGITS 8
#define NOTHING "\xe2\x80\x93"

#define SORT(what) (PF_JOURNAL_SORT_##what + 1)

/* A function of a column: of the row's part, or a dash where it cannot be read. */
#define CELL(name, Type, part, expression) \
  static char * \
  name (gpointer item) \
  { \
    const PfJournalRow *row = pf_journal_item_get_row (item); \
    const Type *it = row != NULL ? &row->part : NULL; \
\
    return it != NULL ? (expression) : g_strdup (NOTHING); \
  }

static const PfJournalNames *
names (gpointer item)
{
  return pf_journal_item_get_names (item);
}

static char *
price (gpointer item, guint32 instrument, PfPrice value)
{
  const PfInstrument *known = pf_journal_names_get_instrument (names (item), instrument);

  return pf_format_price (value, known != NULL ? known->price_decimals : PRICE_DIGITS);
}

static char *
symbol (gpointer item, gint64 instrument)
{
  return g_strdup (pf_journal_names_get_symbol (names (item), instrument));
}

static char *
strategy (gpointer item, guint64 deployment_id)
{
  return g_strdup (pf_journal_names_get_strategy (names (item), deployment_id));
}

/* The first column says so when there is nothing to say. */
static char *
when (gpointer item, const gint64 *ts_ns)
{
  return ts_ns != NULL ? pf_format_time (*ts_ns) : g_strdup (_("cannot be read"));
}

#define WHEN(name, part, member) \
  static char * \
  name (gpointer item) \
  { \
    const PfJournalRow *row = pf_journal_item_get_row (item); \
\
    return when (item, row != NULL ? &row->part.member : NULL); \
  }

/* --- trades ----------------------------------------------------------------------------------- */

WHEN (trade_closed, trade, ts_exit_ns)
CELL (trade_symbol, PfTrade, trade, symbol (item, it->instrument))
CELL (trade_strategy, PfTrade, trade, strategy (item, it->deployment_id))
CELL (trade_side, PfTrade, trade, g_strdup (pf_words_direction (it->side)))
CELL (trade_quantity, PfTrade, trade, pf_format_quantity (it->quantity))
CELL (trade_entry, PfTrade, trade, price (item, it->instrument, it->entry_price))
CELL (trade_exit, PfTrade, trade, price (item, it->instrument, it->exit_price))
CELL (trade_pnl, PfTrade, trade, pf_format_pnl (it->pnl))
CELL (trade_percent, PfTrade, trade,
      pf_format_signed_percent (100 * pf_rate_to_double (it->pnl_rate)))
CELL (trade_fees, PfTrade, trade, pf_format_money (it->fees))
CELL (trade_reason, PfTrade, trade, g_strdup (pf_words_reason (it->reason)))

static const char *
trade_class (gpointer item)
{
  const PfJournalRow *row = pf_journal_item_get_row (item);

  return row != NULL ? pf_format_pnl_class (row->trade.pnl) : "even";
}

static const PfColumn trade_columns[] = {
  { N_("Closed, UTC"), trade_closed, .sort = SORT (TIME) },
  { N_("Symbol"), trade_symbol, .sort = SORT (SYMBOL) },
  { N_("Strategy"), trade_strategy, .expand = TRUE, .shortens = TRUE, .sort = SORT (STRATEGY) },
  { N_("Side"), trade_side, .sort = SORT (SIDE) },
  { N_("Size"), trade_quantity, .is_number = TRUE, .sort = SORT (QUANTITY) },
  { N_("Entry"), trade_entry, .is_number = TRUE, .sort = SORT (PRICE) },
  { N_("Exit"), trade_exit, .is_number = TRUE, .sort = SORT (EXIT_PRICE) },
  { N_("P&L"), trade_pnl, trade_class, TRUE, .sort = SORT (PNL) },
  { N_("P&L %"), trade_percent, trade_class, TRUE, .sort = SORT (PNL_RATE) },
  { N_("Fees"), trade_fees, .is_number = TRUE, .sort = SORT (FEES) },
  { N_("Reason"), trade_reason, .sort = SORT (REASON) },
};

/* --- orders ----------------------------------------------------------------------------------- */

/* the price that it waits for, or was decided at */
static PfPrice
order_level (const PfOrder *order)
{
  if (order->limit_price.e18 != 0)
    return order->limit_price;
  return order->trigger_price.e18 != 0 ? order->trigger_price : order->decided_price;
}

WHEN (order_created, order, ts_created_ns)
CELL (order_symbol, PfOrder, order, symbol (item, it->instrument))
CELL (order_strategy, PfOrder, order, strategy (item, it->deployment_id))
CELL (order_side, PfOrder, order, g_strdup (pf_words_side (it->side)))
CELL (order_type, PfOrder, order, g_strdup (pf_words_order_type (it->type)))
CELL (order_quantity, PfOrder, order, pf_format_quantity (it->quantity))
CELL (order_filled, PfOrder, order, pf_format_quantity (it->filled))
CELL (order_price, PfOrder, order, price (item, it->instrument, order_level (it)))
CELL (order_fees, PfOrder, order, pf_format_money (it->fees))
CELL (order_status, PfOrder, order, g_strdup (pf_words_order_status (it->status)))
CELL (order_reason, PfOrder, order, g_strdup (pf_words_reason (it->reason)))

static const PfColumn order_columns[] = {
  { N_("Created, UTC"), order_created, .sort = SORT (TIME) },
  { N_("Symbol"), order_symbol, .sort = SORT (SYMBOL) },
  { N_("Strategy"), order_strategy, .expand = TRUE, .shortens = TRUE, .sort = SORT (STRATEGY) },
  { N_("Side"), order_side, .sort = SORT (SIDE) },
  { N_("Type"), order_type, .sort = SORT (TYPE) },
  { N_("Status"), order_status, .sort = SORT (STATUS) },
  { N_("Size"), order_quantity, .is_number = TRUE, .sort = SORT (QUANTITY) },
  { N_("Filled"), order_filled, .is_number = TRUE, .sort = SORT (FILLED) },
  { N_("Price"), order_price, .is_number = TRUE },
  { N_("Fees"), order_fees, .is_number = TRUE, .sort = SORT (FEES) },
  { N_("Reason"), order_reason, .sort = SORT (REASON) },
};

/* --- fills ------------------------------------------------------------------------------------ */

WHEN (fill_time, fill, ts_ns)
CELL (fill_symbol, PfFill, fill, symbol (item, it->instrument))
CELL (fill_strategy, PfFill, fill, strategy (item, it->deployment_id))
CELL (fill_side, PfFill, fill, g_strdup (pf_words_side (it->side)))
CELL (fill_quantity, PfFill, fill, pf_format_quantity (it->quantity))
CELL (fill_price, PfFill, fill, price (item, it->instrument, it->price))
CELL (fill_value, PfFill, fill, pf_format_money (pf_fill_notional (it)))
CELL (fill_fee, PfFill, fill, pf_format_money (it->fee))
CELL (fill_reason, PfFill, fill, g_strdup (pf_words_reason (it->reason)))

static const PfColumn fill_columns[] = {
  { N_("Filled, UTC"), fill_time, .sort = SORT (TIME) },
  { N_("Symbol"), fill_symbol, .sort = SORT (SYMBOL) },
  { N_("Strategy"), fill_strategy, .expand = TRUE, .shortens = TRUE, .sort = SORT (STRATEGY) },
  { N_("Side"), fill_side, .sort = SORT (SIDE) },
  { N_("Size"), fill_quantity, .is_number = TRUE, .sort = SORT (QUANTITY) },
  { N_("Price"), fill_price, .is_number = TRUE, .sort = SORT (PRICE) },
  { N_("Value"), fill_value, .is_number = TRUE },
  { N_("Fee"), fill_fee, .is_number = TRUE, .sort = SORT (FEES) },
  { N_("Reason"), fill_reason, .sort = SORT (REASON) },
};

/* --- refusals --------------------------------------------------------------------------------- */

WHEN (refusal_time, refusal, ts_ns)
CELL (refusal_symbol, PfRefusal, refusal, symbol (item, it->instrument))
CELL (refusal_strategy, PfRefusal, refusal, strategy (item, it->deployment_id))
CELL (refusal_reason, PfRefusal, refusal, g_strdup (pf_words_refusal (it->reason)))
CELL (refusal_value, PfRefusal, refusal, pf_format_measure (it->value))
CELL (refusal_limit, PfRefusal, refusal, pf_format_measure (it->limit))
CELL (refusal_sentence, PfRefusal, refusal, g_strdup (it->sentence))

static const PfColumn refusal_columns[] = {
  { N_("Refused, UTC"), refusal_time, .sort = SORT (TIME) },
  { N_("Symbol"), refusal_symbol, .sort = SORT (SYMBOL) },
  { N_("Strategy"), refusal_strategy, .sort = SORT (STRATEGY) },
  { N_("Because of"), refusal_reason, .sort = SORT (REASON) },
  { N_("Value"), refusal_value, .is_number = TRUE },
  { N_("Limit"), refusal_limit, .is_number = TRUE },
  { N_("What happened"), refusal_sentence, .expand = TRUE, .shortens = TRUE },
};

const PfColumn *
pf_journal_columns (PfJournalTable table, guint *n)
{
  static const struct { const PfColumn *columns; guint n; } tables[PF_N_JOURNAL_TABLES] = {
    [PF_JOURNAL_TRADES] = { trade_columns, G_N_ELEMENTS (trade_columns) },
    [PF_JOURNAL_ORDERS] = { order_columns, G_N_ELEMENTS (order_columns) },
    [PF_JOURNAL_FILLS] = { fill_columns, G_N_ELEMENTS (fill_columns) },
    [PF_JOURNAL_REFUSALS] = { refusal_columns, G_N_ELEMENTS (refusal_columns) },
  };

  g_assert ((guint) table < PF_N_JOURNAL_TABLES);
  *n = tables[table].n;
  return tables[table].columns;
}
