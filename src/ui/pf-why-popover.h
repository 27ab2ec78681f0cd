/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "object/pf-why.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * pf_why_popover_show:
 * @parent: what was asked; the popover is its child until it is closed
 * @title: the figure's name
 * @explanation: (nullable): how it is reckoned, in a sentence
 * @lines: (transfer full) (nullable): of PfWhyLine, the last is the sum
 *
 * Shows what a figure is made of.
 *
 * Returns: (transfer none): the box below the lines, for a button
 */
GtkBox *pf_why_popover_show (GtkWidget *parent, const char *title, const char *explanation,
                             GPtrArray *lines);

G_END_DECLS
