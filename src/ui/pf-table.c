/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-table.h"

#include "object/pf-format.h"
#include "object/pf-why-position.h"
#include "object/pf-words.h"
#include "ui/pf-accessible.h"
#include "ui/pf-columns.h"
#include "ui/pf-why-popover.h"

#include <glib/gi18n-lib.h>

/* As tall as its rows, to a bound: then it scrolls. A list's own natural height is one row. */
static void
on_items_changed (
    GListModel *model, guint position, guint removed, guint added, GtkWidget *scroller)
{
  int rows = (int) MIN (6, g_list_model_get_n_items (model));

  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 44 + 48 * rows);
}

static GtkWidget *
table_new (GListModel *model, const PfColumn *columns, guint n, gboolean activatable,
           GtkColumnView **view)
{
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (model)));
  GtkWidget *scroller = gtk_scrolled_window_new ();

  *view = GTK_COLUMN_VIEW (gtk_column_view_new (selection));
  pf_columns_add (*view, columns, n, activatable);
  gtk_column_view_set_single_click_activate (*view, activatable);
  gtk_widget_add_css_class (GTK_WIDGET (*view), "data-table");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (*view));
  g_signal_connect_object (model, "items-changed", G_CALLBACK (on_items_changed), scroller, 0);
  on_items_changed (model, 0, 0, 0, scroller);
  gtk_widget_add_css_class (scroller, "card");
  gtk_widget_set_overflow (scroller, GTK_OVERFLOW_HIDDEN);
  return scroller;
}

/* --- positions -------------------------------------------------------------------------------- */

static const PfPositionRow *
position (gpointer item)
{
  return pf_position_item_get_row (item);
}

static char *position_symbol (gpointer item) { return g_strdup (position (item)->symbol); }
static char *position_strategy (gpointer item) { return g_strdup (position (item)->strategy_name); }
static char *
position_side (gpointer item)
{
  return g_strdup (pf_words_direction (position (item)->side));
}
static char *
position_quantity (gpointer item)
{
  return pf_format_quantity (position (item)->quantity);
}
static char *
position_entry (gpointer item)
{
  return pf_format_price (position (item)->entry, position (item)->price_decimals);
}
static char *
position_mark (gpointer item)
{
  return pf_format_price (position (item)->mark, position (item)->price_decimals);
}
static char *
position_stop (gpointer item)
{
  return pf_format_price (position (item)->stop, position (item)->price_decimals);
}
static char *
position_target (gpointer item)
{
  return pf_format_price (position (item)->target, position (item)->price_decimals);
}
static char *position_pnl (gpointer item) { return pf_format_pnl (position (item)->unrealised); }
static char *
position_percent (gpointer item)
{
  return pf_format_signed_percent (position (item)->unrealised_pct);
}
static const char *
position_class (gpointer item)
{
  return pf_format_pnl_class (position (item)->unrealised);
}
static char *
position_opened (gpointer item)
{
  return pf_format_time (position (item)->ts_opened_ns);
}

/* What a small window has room for comes first, then Close. */
static const PfColumn position_columns[] = {
  { N_("Symbol"), position_symbol },
  { N_("Side"), position_side },
  { N_("Size"), position_quantity, NULL, TRUE },
  { N_("Entry"), position_entry, NULL, TRUE },
  { N_("Mark"), position_mark, NULL, TRUE },
  { N_("P&L"), position_pnl, position_class, TRUE },
  { N_("P&L %"), position_percent, position_class, TRUE },
  { N_("Stop"), position_stop, NULL, TRUE },
  { N_("Target"), position_target, NULL, TRUE },
  { N_("Strategy"), position_strategy, NULL, FALSE, TRUE, TRUE },
  { N_("Opened, UTC"), position_opened, NULL, TRUE },
};
#define CLOSE_COLUMN 7

static const PfColumn compact_columns[] = {
  { N_("Symbol"), position_symbol, NULL, FALSE, TRUE },
  { N_("Side"), position_side },
  { N_("Size"), position_quantity, NULL, TRUE },
  { N_("Entry"), position_entry, NULL, TRUE },
  { N_("Mark"), position_mark, NULL, TRUE },
  { N_("P&L"), position_pnl, position_class, TRUE },
};

static void
on_setup_close (GtkListItemFactory *factory, GtkListItem *cell, gpointer user_data)
{
  GtkWidget *button = gtk_button_new_with_label (_("Close"));

  gtk_widget_add_css_class (button, "small");
  gtk_list_item_set_child (cell, button);
}

static void
on_bind_close (GtkListItemFactory *factory, GtkListItem *cell, gpointer user_data)
{
  const PfPositionRow *row = position (gtk_list_item_get_item (cell));
  GtkActionable *button = GTK_ACTIONABLE (gtk_list_item_get_child (cell));
  g_autofree char *label = g_strdup_printf (_("Close %s of %s"), row->symbol, row->strategy_name);

  gtk_actionable_set_action_target (button, "(tu)", row->deployment_id, row->instrument);
  gtk_actionable_set_action_name (button, "app.close-position");
  pf_accessible_set_name (GTK_WIDGET (button), label);
}

/* --- why a position stands where it does ------------------------------------------------------ */

typedef struct
{
  GtkWidget *view;              /* owned */
  char *title;
} Asked;

static void
on_why (GPtrArray *lines, const char *sentence, gpointer user_data)
{
  Asked *asked = user_data;

  if (gtk_widget_get_mapped (asked->view))
    pf_why_popover_show (asked->view, asked->title, sentence, lines);
  else if (lines != NULL)
    g_ptr_array_unref (lines);
  g_object_unref (asked->view);
  g_free (asked->title);
  g_free (asked);
}

static void
on_position_activated (GtkColumnView *view, guint row, PfExecutionEngine *engine)
{
  g_autoptr (PfPositionItem) item
      = g_list_model_get_item (G_LIST_MODEL (gtk_column_view_get_model (view)), row);
  Asked *asked = g_new0 (Asked, 1);

  asked->view = g_object_ref (GTK_WIDGET (view));
  asked->title = g_strdup_printf ("%s · %s", position (item)->symbol,
                                  _(position (item)->strategy_name));
  pf_why_position_ask (engine, position (item), on_why, asked);
}

GtkWidget *
pf_table_new_positions (PfExecutionEngine *engine, gboolean compact)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) close = NULL;
  GtkColumnView *view;
  GtkWidget *table
      = table_new (pf_execution_engine_get_positions (engine),
                   compact ? compact_columns : position_columns,
                   compact ? G_N_ELEMENTS (compact_columns) : G_N_ELEMENTS (position_columns), TRUE,
                   &view);

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_close), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_close), NULL);
  close = gtk_column_view_column_new (NULL, factory);
  gtk_column_view_insert_column (view, compact ? G_N_ELEMENTS (compact_columns) : CLOSE_COLUMN,
                                 close);
  g_signal_connect_object (view, "activate", G_CALLBACK (on_position_activated), engine, 0);
  pf_accessible_set_name (GTK_WIDGET (view), _("Open positions"));
  return table;
}

/* --- trades ----------------------------------------------------------------------------------- */

static const PfTradeRow *
trade (gpointer item)
{
  return pf_trade_item_get_row (item);
}

static char *
trade_closed (gpointer item)
{
  return pf_format_time (trade (item)->trade.ts_exit_ns);
}
static char *
trade_side (gpointer item)
{
  return g_strdup (pf_words_direction (trade (item)->trade.side));
}
static char *
trade_quantity (gpointer item)
{
  return pf_format_quantity (trade (item)->trade.quantity);
}
static char *
trade_entry (gpointer item)
{
  return pf_format_price (trade (item)->trade.entry_price, trade (item)->price_decimals);
}
static char *
trade_exit (gpointer item)
{
  return pf_format_price (trade (item)->trade.exit_price, trade (item)->price_decimals);
}
static char *trade_pnl (gpointer item) { return pf_format_pnl (trade (item)->trade.pnl); }
static char *
trade_percent (gpointer item)
{
  return pf_format_signed_percent (100 * pf_rate_to_double (trade (item)->trade.pnl_rate));
}
static char *trade_fees (gpointer item) { return pf_format_money (trade (item)->trade.fees); }
static char *
trade_reason (gpointer item)
{
  return g_strdup (pf_words_reason (trade (item)->trade.reason));
}
static const char *
trade_class (gpointer item)
{
  return pf_format_pnl_class (trade (item)->trade.pnl);
}

static const PfColumn trade_columns[] = {
  { N_("Closed, UTC"), trade_closed, NULL, FALSE, TRUE },
  { N_("Side"), trade_side },
  { N_("Size"), trade_quantity, NULL, TRUE },
  { N_("Entry"), trade_entry, NULL, TRUE },
  { N_("Exit"), trade_exit, NULL, TRUE },
  { N_("P&L"), trade_pnl, trade_class, TRUE },
  { N_("P&L %"), trade_percent, trade_class, TRUE },
  { N_("Fees"), trade_fees, NULL, TRUE },
  { N_("Reason"), trade_reason },
};

GtkWidget *
pf_table_new_trades (GListModel *trades)
{
  GtkColumnView *view;
  GtkWidget *table = table_new (trades, trade_columns, G_N_ELEMENTS (trade_columns), FALSE, &view);

  pf_accessible_set_name (GTK_WIDGET (view), _("Trades of the backtest"));
  return table;
}
