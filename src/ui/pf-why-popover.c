/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-why-popover.h"

#include "object/pf-format.h"
#include "ui/pf-accessible.h"
#include "ui/pf-label.h"

/* Of more lines the first are shown; the sum is always there. */
#define LINES_MAX 40

static void
add_line (GtkGrid *grid, int row, const PfWhyLine *line)
{
  GtkWidget *what = pf_label_new (line->what, line->is_sum ? "heading" : NULL);
  GtkWidget *amount = pf_label_new (NULL, line->is_sum ? "heading" : NULL);

  if (line->is_sum)
    gtk_grid_attach (grid, gtk_separator_new (GTK_ORIENTATION_HORIZONTAL), 0, row * 2, 2, 1);
  gtk_widget_set_hexpand (what, TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (what), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (what), 44);
  gtk_label_set_xalign (GTK_LABEL (amount), 1);
  gtk_widget_add_css_class (amount, "number");
  pf_label_set_pnl (GTK_LABEL (amount), line->amount, NULL);
  gtk_grid_attach (grid, what, 0, row * 2 + 1, 1, 1);
  gtk_grid_attach (grid, amount, 1, row * 2 + 1, 1, 1);
}

static void
add_lines (GtkBox *box, GPtrArray *lines)
{
  GtkWidget *grid = gtk_grid_new ();
  guint shown = MIN (lines->len - 1, LINES_MAX);

  gtk_grid_set_column_spacing (GTK_GRID (grid), 24);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 3);
  for (guint i = 0; i < shown; i++)
    add_line (GTK_GRID (grid), (int) i, g_ptr_array_index (lines, i));
  if (shown < lines->len - 1)
    gtk_grid_attach (GTK_GRID (grid), pf_label_new ("…", NULL), 0, (int) shown * 2 + 1, 1, 1);
  add_line (GTK_GRID (grid), LINES_MAX + 1, g_ptr_array_index (lines, lines->len - 1));
  gtk_box_append (box, grid);
}

static gboolean
unparent (gpointer popover)
{
  gtk_widget_unparent (popover);
  return G_SOURCE_REMOVE;
}

/* Not while it is still closing. */
static void
on_closed (GtkWidget *popover)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, unparent, g_object_ref (popover), g_object_unref);
}

GtkBox *
pf_why_popover_show (GtkWidget *parent, const char *title, const char *explanation,
                     GPtrArray *lines)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  gtk_widget_add_css_class (box, "why");
  gtk_box_append (GTK_BOX (box), pf_label_new (title, "heading"));
  if (lines != NULL)
    add_lines (GTK_BOX (box), lines);
  if (explanation != NULL)
    {
      GtkWidget *label = pf_label_new (explanation, "dim-label");
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 44);
      gtk_box_append (GTK_BOX (box), label);
    }
  g_clear_pointer (&lines, g_ptr_array_unref);
  pf_accessible_set_name (popover, title);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_widget_set_parent (popover, parent);
  g_signal_connect (popover, "closed", G_CALLBACK (on_closed), NULL);
  g_signal_connect_object (parent, "destroy", G_CALLBACK (gtk_widget_unparent), popover,
                           G_CONNECT_SWAPPED);
  gtk_popover_popup (GTK_POPOVER (popover));
  return GTK_BOX (box);
}
