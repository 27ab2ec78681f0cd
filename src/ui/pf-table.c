/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-table.h"

#include "object/pf-format.h"
#include "ui/pf-accessible.h"

#include <glib/gi18n-lib.h>

/* What a column shows of a row (transfer full), and the CSS class that goes with it. */
typedef struct
{
  const char *title;
  char *(*text) (gpointer item);
  const char *(*pnl_class) (gpointer item);     /* NULL: no colour */
  gboolean is_number;
  gboolean expand;
} Column;

static const char *const pnl_classes[] = { "gain", "loss", "even" };

/* --- cells ------------------------------------------------------------------------------------ */

static void
show (GtkListItem *cell, const Column *column)
{
  GtkLabel *label = GTK_LABEL (gtk_list_item_get_child (cell));
  gpointer item = gtk_list_item_get_item (cell);
  g_autofree char *text = column->text (item);

  if (!g_str_equal (gtk_label_get_text (label), text))
    gtk_label_set_text (label, text);
  if (column->pnl_class == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (pnl_classes); i++)
    if (g_str_equal (pnl_classes[i], column->pnl_class (item)))
      gtk_widget_add_css_class (GTK_WIDGET (label), pnl_classes[i]);
    else
      gtk_widget_remove_css_class (GTK_WIDGET (label), pnl_classes[i]);
}

static void
on_changed (gpointer item, GtkListItem *cell)
{
  show (cell, g_object_get_data (G_OBJECT (cell), "column"));
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *cell, const Column *column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), column->is_number ? 1 : 0);
  if (column->is_number)
    gtk_widget_add_css_class (label, "number");
  gtk_list_item_set_child (cell, label);
  gtk_list_item_set_activatable (cell, FALSE);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *cell, const Column *column)
{
  gpointer item = gtk_list_item_get_item (cell);

  g_object_set_data (G_OBJECT (cell), "column", (gpointer) column);
  show (cell, column);
  if (g_signal_lookup ("changed", G_OBJECT_TYPE (item)) != 0)
    g_signal_connect (item, "changed", G_CALLBACK (on_changed), cell);
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *cell, const Column *column)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (cell), on_changed, cell);
}

static void
add_column (GtkColumnView *view, const Column *column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) made = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), (gpointer) column);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), (gpointer) column);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), (gpointer) column);
  made = gtk_column_view_column_new (_(column->title), factory);
  gtk_column_view_column_set_expand (made, column->expand);
  gtk_column_view_column_set_resizable (made, TRUE);
  gtk_column_view_append_column (view, made);
}

/* As tall as its rows, to a bound: then it scrolls. A list's own natural height is one row. */
static void
on_items_changed (
    GListModel *model, guint position, guint removed, guint added, GtkWidget *scroller)
{
  int rows = (int) MIN (6, g_list_model_get_n_items (model));

  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 44 + 48 * rows);
}

static GtkWidget *
table_new (GListModel *model, const Column *columns, guint n, GtkColumnView **view)
{
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (model)));
  GtkWidget *scroller = gtk_scrolled_window_new ();

  *view = GTK_COLUMN_VIEW (gtk_column_view_new (selection));
  for (guint i = 0; i < n; i++)
    add_column (*view, &columns[i]);
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
  return g_strdup (position (item)->side == PF_SIDE_BUY ? _("▲ long") : _("▼ short"));
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

static const Column position_columns[] = {
  { N_("Symbol"), position_symbol, NULL, FALSE, TRUE },
  { N_("Strategy"), position_strategy, NULL, FALSE, TRUE },
  { N_("Side"), position_side },
  { N_("Size"), position_quantity, NULL, TRUE },
  { N_("Entry"), position_entry, NULL, TRUE },
  { N_("Mark"), position_mark, NULL, TRUE },
  { N_("P&L"), position_pnl, position_class, TRUE },
  { N_("P&L %"), position_percent, position_class, TRUE },
  { N_("Stop"), position_stop, NULL, TRUE },
  { N_("Target"), position_target, NULL, TRUE },
  { N_("Opened, UTC"), position_opened, NULL, TRUE },
};

static const Column compact_columns[] = {
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

GtkWidget *
pf_table_new_positions (PfExecutionEngine *engine, gboolean compact)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) close = NULL;
  GtkColumnView *view;
  GtkWidget *table
      = table_new (pf_execution_engine_get_positions (engine),
                   compact ? compact_columns : position_columns,
                   compact ? G_N_ELEMENTS (compact_columns) : G_N_ELEMENTS (position_columns),
                   &view);

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_close), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_close), NULL);
  close = gtk_column_view_column_new (NULL, factory);
  gtk_column_view_append_column (view, close);
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
static char *trade_symbol (gpointer item) { return g_strdup (trade (item)->symbol); }
static char *trade_strategy (gpointer item) { return g_strdup (trade (item)->strategy_name); }
static char *
trade_side (gpointer item)
{
  return g_strdup (trade (item)->trade.side == PF_SIDE_BUY ? _("▲ long") : _("▼ short"));
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
static const char *
trade_class (gpointer item)
{
  return pf_format_pnl_class (trade (item)->trade.pnl);
}

static char *
trade_reason (gpointer item)
{
  static const char *const words[PF_N_REASONS] = {
    [PF_REASON_SIGNAL] = N_("signal"), [PF_REASON_STOP_LOSS] = N_("stop loss"),
    [PF_REASON_TAKE_PROFIT] = N_("take profit"), [PF_REASON_MANUAL] = N_("by hand"),
    [PF_REASON_EMERGENCY_STOP] = N_("stop all"), [PF_REASON_LIQUIDATION] = N_("liquidation"),
  };

  return g_strdup (_(words[trade (item)->trade.reason]));
}

static const Column trade_columns[] = {
  { N_("Closed, UTC"), trade_closed },
  { N_("Symbol"), trade_symbol, NULL, FALSE, TRUE },
  { N_("Strategy"), trade_strategy, NULL, FALSE, TRUE },
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
pf_table_new_trades (PfExecutionEngine *engine)
{
  GtkColumnView *view;
  GtkWidget *table = table_new (pf_execution_engine_get_trades (engine), trade_columns,
                                G_N_ELEMENTS (trade_columns), &view);

  pf_accessible_set_name (GTK_WIDGET (view), _("Closed trades"));
  return table;
}
