/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-label.h"

#include "object/pf-format.h"

void
pf_label_take_text (GtkLabel *self, char *text)
{
  if (!g_str_equal (gtk_label_get_text (self), text))
    gtk_label_set_text (self, text);
  g_free (text);
}

void
pf_label_set_class (GtkWidget *widget, const char *const *all, const char *wanted)
{
  for (guint i = 0; all[i] != NULL; i++)
    if (g_str_equal (all[i], wanted))
      gtk_widget_add_css_class (widget, all[i]);
    else
      gtk_widget_remove_css_class (widget, all[i]);
}

void
pf_label_set_pnl_class (GtkWidget *widget, PfMoney money)
{
  static const char *const classes[] = { "gain", "loss", "even", NULL };

  pf_label_set_class (widget, classes, pf_format_pnl_class (money));
}

void
pf_label_set_pnl (GtkLabel *self, PfMoney money, const double *percent)
{
  g_autofree char *amount = pf_format_pnl (money);
  g_autofree char *share = percent != NULL ? pf_format_signed_percent (*percent) : NULL;

  pf_label_take_text (self, share != NULL ? g_strdup_printf ("%s  %s", amount, share)
                                          : g_strdup (amount));
  pf_label_set_pnl_class (GTK_WIDGET (self), money);
}

GtkWidget *
pf_label_new (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}
