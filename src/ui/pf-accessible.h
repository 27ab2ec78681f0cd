/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * pf_accessible_set_name:
 * @widget: a button, list, field ...
 * @name: what it is called for those who do not see where it stands: "Stop Volume breakout"
 *
 * Newer GTK names a button by the label in it and lets that win over any other name; so that
 * relation goes first.
 */
void pf_accessible_set_name (GtkWidget *widget, const char *name);


G_END_DECLS
