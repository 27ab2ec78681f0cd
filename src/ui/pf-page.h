/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What pages are made of: content that scrolls, and children that flow into as many columns as
 * there is room for. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* takes content, a vertical box; it gets the margins of a page */
GtkWidget *pf_page_scroller_new (GtkWidget *content);
/* at most so many in a row, all of one width */
GtkWidget *pf_page_flow_new (guint most);
/* its cell is not stopped at on the way of the Tab key; what is in it can be */
void pf_page_flow_add (GtkWidget *flow, GtkWidget *child);

G_END_DECLS
