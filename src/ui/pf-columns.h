/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of text that follow their rows in place, told by a table of pure functions. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a column shows of a row (transfer full), and the CSS class that goes with it. */
typedef struct
{
  const char *title;
  char *(*text) (gpointer item);
  const char *(*pnl_class) (gpointer item);     /* NULL: no colour */
  gboolean is_number;
  gboolean expand;
  gboolean shortens;            /* cut off with an ellipsis where the room is small */
  guint sort;                   /* what a click on its head asks for; 0: nothing */
} PfColumn;

/**
 * pf_columns_add:
 * @columns: (array length=n): kept
 * @activatable: whether a press on a row does something
 *
 * Rows that have a signal "changed" are shown again when they say so.
 */
void pf_columns_add (GtkColumnView *view, const PfColumn *columns, guint n, gboolean activatable);

/**
 * pf_columns_get_sort:
 * @descending: (out): which way
 *
 * Whoever orders the rows listens to the "changed" of the view's sorter, and asks here.
 *
 * Returns: the .sort of the column whose head was pressed last; 0: none yet
 */
guint pf_columns_get_sort (GtkColumnView *view, gboolean *descending);

G_END_DECLS
