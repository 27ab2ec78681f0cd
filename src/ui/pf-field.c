/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-field.h"

#include "ui/pf-accessible.h"
#include "ui/pf-label.h"
#include "ui/pf-page.h"

#include <glib/gi18n-lib.h>

static const char *const timeframes[] = { "1m", "5m", "15m", "1h", NULL };

GtkSpinButton *
pf_field_number_new (const char *name, double min, double max, double value, guint digits)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (min, max, digits > 0 ? 0.1 : 1);

  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), digits);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), value);
  gtk_widget_add_css_class (spin, "number");
  pf_accessible_set_name (spin, name);
  return GTK_SPIN_BUTTON (spin);
}

GtkSpinButton *
pf_field_param_new (const PfParam *param)
{
  return pf_field_number_new (param->name, param->min, param->max, param->default_value,
                              param->type == PF_PARAM_INTEGER ? 0 : 2);
}

GtkDropDown *
pf_field_timeframe_new (void)
{
  GtkWidget *field = gtk_drop_down_new_from_strings (timeframes);

  pf_accessible_set_name (field, _("Timeframe"));
  return GTK_DROP_DOWN (field);
}

GtkDropDown *
pf_field_direction_new (void)
{
  const char *const words[] = { _("Long only"), _("Short only"), _("Long and short"), NULL };
  GtkWidget *field = gtk_drop_down_new_from_strings (words);

  pf_accessible_set_name (field, _("Direction"));
  return GTK_DROP_DOWN (field);
}

/* --- long words ------------------------------------------------------------------------------- */

static void
on_setup_word (GtkListItemFactory *factory, GtkListItem *cell, gpointer characters)
{
  GtkWidget *label = pf_label_new (NULL, NULL);

  if (characters != NULL)
    {
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (label), GPOINTER_TO_INT (characters));
    }
  gtk_list_item_set_child (cell, label);
}

static void
on_bind_word (GtkListItemFactory *factory, GtkListItem *cell, gpointer user_data)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (cell)),
                      gtk_string_object_get_string (gtk_list_item_get_item (cell)));
}

static GtkListItemFactory *
word_factory_new (int characters)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_word), GINT_TO_POINTER (characters));
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_word), NULL);
  return factory;
}

void
pf_field_shorten (GtkDropDown *field, int characters)
{
  g_autoptr (GtkListItemFactory) chosen = word_factory_new (characters);
  g_autoptr (GtkListItemFactory) list = word_factory_new (0);

  gtk_drop_down_set_factory (field, chosen);
  gtk_drop_down_set_list_factory (field, list);
}

/* --- into a flow box -------------------------------------------------------------------------- */

static void
add (GtkWidget *flow, const char *name, const char *help, gpointer field)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title = pf_label_new (name, "caption");

  gtk_widget_add_css_class (title, "dim-label");
  gtk_widget_set_tooltip_text (box, help);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), field);
  pf_page_flow_add (flow, box);
}

GtkSpinButton *
pf_field_add_number (GtkWidget *flow, const char *name, const char *help, double min, double max,
                     double value, guint digits)
{
  GtkSpinButton *field = pf_field_number_new (name, min, max, value, digits);

  add (flow, name, help, field);
  return field;
}

GtkSpinButton *
pf_field_add_param (GtkWidget *flow, const PfParam *param)
{
  GtkSpinButton *field = pf_field_param_new (param);
  g_autofree char *name = param->unit[0] != '\0' ? g_strdup_printf ("%s, %s", param->name,
                                                                    _(param->unit))
                                                 : g_strdup (param->name);

  add (flow, name, _(param->help), field);
  return field;
}

GtkDropDown *
pf_field_add_symbol (GtkWidget *flow, const PfInstruments *instruments)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  GtkWidget *field = gtk_drop_down_new (G_LIST_MODEL (names), NULL);

  for (guint32 i = 0; i < instruments->n; i++)
    gtk_string_list_append (names, pf_instruments_get (instruments, i)->symbol);
  pf_accessible_set_name (field, _("Symbol"));
  add (flow, _("Symbol"), NULL, field);
  return GTK_DROP_DOWN (field);
}

GtkDropDown *
pf_field_add_timeframe (GtkWidget *flow, guint chosen)
{
  GtkDropDown *field = pf_field_timeframe_new ();

  gtk_drop_down_set_selected (field, chosen);
  add (flow, _("Timeframe"), NULL, field);
  return field;
}

GtkDropDown *
pf_field_add_direction (GtkWidget *flow, PfDirection chosen)
{
  GtkDropDown *field = pf_field_direction_new ();

  gtk_drop_down_set_selected (field, chosen);
  add (flow, _("Direction"), NULL, field);
  return field;
}

/* --- reading ---------------------------------------------------------------------------------- */

/* Through text: what is shown is what is meant, exactly. */
PfRate
pf_field_percent (GtkSpinButton *field)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  PfRate rate = PF_RATE_ZERO;
  gboolean read;

  g_ascii_formatd (text, sizeof text, "%.2f", gtk_spin_button_get_value (field));
  read = pf_rate_parse_percent (text, &rate, NULL);
  g_assert (read);
  return rate;
}

gint64
pf_field_timeframe (GtkDropDown *field)
{
  gint64 timeframe_ns = 0;
  gboolean known = pf_timeframe_parse (timeframes[gtk_drop_down_get_selected (field)],
                                       &timeframe_ns);

  g_assert (known);
  return timeframe_ns;
}

void
pf_field_set_timeframe (GtkDropDown *field, gint64 timeframe_ns)
{
  gint64 offered;

  for (guint i = 0; timeframes[i] != NULL; i++)
    if (pf_timeframe_parse (timeframes[i], &offered) && offered == timeframe_ns)
      gtk_drop_down_set_selected (field, i);
}

guint
pf_field_read_params (const PfStrategy *strategy, GtkSpinButton *const *fields, PfParamValue *out)
{
  guint n = 0;

  for (guint i = 0; i < strategy->n_params; i++)
    {
      double value = gtk_spin_button_get_value (fields[i]);
      if (value == strategy->params[i].default_value)
        continue;
      g_strlcpy (out[n].name, strategy->params[i].name, sizeof out[n].name);
      out[n++].value = value;
    }
  return n;
}
