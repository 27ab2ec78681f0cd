/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-chart-card.h"

#include "chart/pf-chart-table.h"
#include "ui/pf-accessible.h"
#include "ui/pf-columns.h"

#include <glib/gi18n-lib.h>

struct _PfChartCard
{
  GtkBox parent_instance;
  PfChartPane *chart;
  PfChartSeries *series;
  GtkBox *head;
  GtkStack *stack;
  GtkColumnView *table;
  GtkToggleButton *button;
};

G_DEFINE_FINAL_TYPE (PfChartCard, pf_chart_card, GTK_TYPE_BOX)

/* --- columns ---------------------------------------------------------------------------------- */

static char *
text_of (gpointer row, const char *property)
{
  char *text = NULL;

  g_object_get (row, property, &text, NULL);
  return text;
}

static char *row_time (gpointer row) { return text_of (row, "time"); }
static char *row_open (gpointer row) { return text_of (row, "open"); }
static char *row_high (gpointer row) { return text_of (row, "high"); }
static char *row_low (gpointer row) { return text_of (row, "low"); }
static char *row_close (gpointer row) { return text_of (row, "close"); }
static char *row_volume (gpointer row) { return text_of (row, "volume"); }

static const PfColumn bar_columns[] = {
  { N_("Time, UTC"), row_time, NULL, FALSE, TRUE },
  { N_("Open"), row_open, NULL, TRUE, TRUE },
  { N_("High"), row_high, NULL, TRUE, TRUE },
  { N_("Low"), row_low, NULL, TRUE, TRUE },
  { N_("Close"), row_close, NULL, TRUE, TRUE },
  { N_("Volume"), row_volume, NULL, TRUE, TRUE },
};

static const PfColumn value_columns[] = {
  { N_("Time, UTC"), row_time, NULL, FALSE, TRUE },
  { N_("Value"), row_close, NULL, TRUE, TRUE },
};

/* --- one or the other ------------------------------------------------------------------------- */

/* The table has rows while it is looked at only. */
static void
show_table (PfChartCard *self)
{
  gboolean table = gtk_toggle_button_get_active (self->button);
  g_autoptr (GtkNoSelection) rows = NULL;

  if (table && self->series != NULL)
    rows = gtk_no_selection_new (pf_chart_table_new (self->series));
  gtk_stack_set_visible_child_name (self->stack, table ? "table" : "chart");
  gtk_column_view_set_model (self->table, rows != NULL ? GTK_SELECTION_MODEL (rows) : NULL);
}

void
pf_chart_card_set_series (PfChartCard *self, PfChartSeries *series)
{
  g_set_object (&self->series, series);
  pf_chart_pane_set_series (self->chart, series);
  show_table (self);
}

GtkBox *
pf_chart_card_get_head (PfChartCard *self)
{
  return self->head;
}

/* --- object ----------------------------------------------------------------------------------- */

static void
pf_chart_card_dispose (GObject *object)
{
  g_clear_object (&PF_CHART_CARD (object)->series);
  G_OBJECT_CLASS (pf_chart_card_parent_class)->dispose (object);
}

static void
pf_chart_card_class_init (PfChartCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_chart_card_dispose;
}

static void
pf_chart_card_init (PfChartCard *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "chart-card");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

static void
add_head (PfChartCard *self, const char *name)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *button = gtk_toggle_button_new ();
  g_autofree char *text = g_strdup_printf (_("%s as a table"), name);

  self->head = GTK_BOX (head);
  self->button = GTK_TOGGLE_BUTTON (button);
  gtk_button_set_icon_name (GTK_BUTTON (button), "view-list-symbolic");
  gtk_widget_set_tooltip_text (button, text);
  gtk_widget_add_css_class (button, "flat");
  pf_accessible_set_name (button, text);
  g_signal_connect_object (button, "toggled", G_CALLBACK (show_table), self, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (head, "chart-head");
  gtk_box_append (self->head, button);
  gtk_box_append (GTK_BOX (self), head);
}

GtkWidget *
pf_chart_card_new (PfChartPane *chart, const char *name, gboolean with_bars)
{
  PfChartCard *self = g_object_new (PF_TYPE_CHART_CARD, NULL);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *stack = gtk_stack_new (), *table = gtk_column_view_new (NULL);

  self->chart = chart;
  self->stack = GTK_STACK (stack);
  self->table = GTK_COLUMN_VIEW (table);
  pf_columns_add (self->table, with_bars ? bar_columns : value_columns,
                  with_bars ? G_N_ELEMENTS (bar_columns) : G_N_ELEMENTS (value_columns), FALSE);
  gtk_widget_add_css_class (table, "data-table");
  pf_accessible_set_name (table, name);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), table);
  gtk_stack_add_named (self->stack, GTK_WIDGET (chart), "chart");
  gtk_stack_add_named (self->stack, scroller, "table");
  gtk_widget_set_vexpand (GTK_WIDGET (chart), TRUE);
  add_head (self, name);
  gtk_box_append (GTK_BOX (self), stack);
  return GTK_WIDGET (self);
}
