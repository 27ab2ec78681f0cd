/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-columns.h"

#include "ui/pf-label.h"

#include <glib/gi18n-lib.h>

/* what is left of a text that is cut off */
#define SHORTEST_CHARS 12

/* --- cells ------------------------------------------------------------------------------------ */

static void
show (GtkListItem *cell, const PfColumn *column)
{
  static const char *const pnl_classes[] = { "gain", "loss", "even", NULL };
  GtkLabel *label = GTK_LABEL (gtk_list_item_get_child (cell));
  gpointer item = gtk_list_item_get_item (cell);

  pf_label_take_text (label, column->text (item));
  if (column->pnl_class != NULL)
    pf_label_set_class (GTK_WIDGET (label), pnl_classes, column->pnl_class (item));
}

static void
on_changed (gpointer item, GtkListItem *cell)
{
  show (cell, g_object_get_data (G_OBJECT (cell), "column"));
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *cell, const PfColumn *column)
{
  GtkWidget *label = pf_label_new (NULL, column->is_number ? "number" : NULL);

  if (column->is_number)
    gtk_label_set_xalign (GTK_LABEL (label), 1);
  if (column->shortens)
    {
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_width_chars (GTK_LABEL (label), SHORTEST_CHARS);
    }
  gtk_list_item_set_child (cell, label);
  gtk_list_item_set_activatable (
      cell, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (factory), "activatable")));
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *cell, const PfColumn *column)
{
  gpointer item = gtk_list_item_get_item (cell);

  g_object_set_data (G_OBJECT (cell), "column", (gpointer) column);
  show (cell, column);
  if (g_signal_lookup ("changed", G_OBJECT_TYPE (item)) != 0)
    g_signal_connect (item, "changed", G_CALLBACK (on_changed), cell);
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *cell, const PfColumn *column)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (cell), on_changed, cell);
}

/* --- columns ---------------------------------------------------------------------------------- */

/* GTK 4.8 does not tell which column is the first in the order, and which way: but it asks that
 * column's sorter first, and turns its answer round for the other way. So the first to be asked
 * writes itself down. */
static int
write_down (gconstpointer a, gconstpointer b, gpointer column)
{
  const PfColumn **asked = (const PfColumn **) a;

  *asked = column;
  return GTK_ORDERING_SMALLER;
}

guint
pf_columns_get_sort (GtkColumnView *view, gboolean *descending)
{
  const PfColumn *asked = NULL, *other = NULL;
  GtkOrdering order = gtk_sorter_compare (gtk_column_view_get_sorter (view), &asked, &other);

  /* the sorter may hand them over in either order */
  if (asked == NULL)
    asked = other;
  *descending = order == GTK_ORDERING_LARGER;
  return asked != NULL ? asked->sort : 0;
}

static void
add_column (GtkColumnView *view, const PfColumn *column, gboolean activatable)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) made = NULL;

  g_object_set_data (G_OBJECT (factory), "activatable", GINT_TO_POINTER (activatable));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), (gpointer) column);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), (gpointer) column);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), (gpointer) column);
  made = gtk_column_view_column_new (_(column->title), factory);
  gtk_column_view_column_set_expand (made, column->expand);
  gtk_column_view_column_set_resizable (made, TRUE);
  if (column->sort != 0)
    {
      g_autoptr (GtkSorter) sorter
          = GTK_SORTER (gtk_custom_sorter_new (write_down, (gpointer) column, NULL));

      gtk_column_view_column_set_sorter (made, sorter);
    }
  gtk_column_view_append_column (view, made);
}

void
pf_columns_add (GtkColumnView *view, const PfColumn *columns, guint n, gboolean activatable)
{
  for (guint i = 0; i < n; i++)
    add_column (view, &columns[i], activatable);
}
