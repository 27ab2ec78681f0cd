/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels that show what changes: set only when it did, so that nothing is drawn or said in vain. */
#pragma once

#include "base/pf-decimal.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* takes text */
void pf_label_take_text (GtkLabel *self, char *text);
/* Of all (NULL-terminated) CSS classes only wanted stays. */
void pf_label_set_class (GtkWidget *widget, const char *const *all, const char *wanted);
/* the colour of an amount */
void pf_label_set_pnl_class (GtkWidget *widget, PfMoney money);
/* an amount with its sign and colour; percent: behind it, or NULL */
void pf_label_set_pnl (GtkLabel *self, PfMoney money, const double *percent);
/* a label at the left: class is a CSS class or NULL */
GtkWidget *pf_label_new (const char *text, const char *css_class);

G_END_DECLS
