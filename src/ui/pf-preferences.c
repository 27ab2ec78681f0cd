/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-preferences.h"

#include "ui/pf-accessible.h"

#include <glib/gi18n-lib.h>

struct _PfPreferences
{
  AdwWindow parent_instance;
  GSettings *settings;
  char *data_dir;
};

G_DEFINE_FINAL_TYPE (PfPreferences, pf_preferences, ADW_TYPE_WINDOW)

/* The words of an enum's values, in their order. */
static const char *const appearances[] = { N_("As the desktop"), N_("Light"), N_("Dark"), NULL };
static const char *const levels[]
    = { N_("Fills, pauses, stops and alarms"), N_("Without fills"), N_("None"), NULL };
static const char *const closings[]
    = { N_("Ask"), N_("Keep running in the background"), N_("Stop Pilotfish"), NULL };

static void
on_chosen (AdwComboRow *row, GParamSpec *pspec, PfPreferences *self)
{
  const char *key = g_object_get_data (G_OBJECT (row), "key");

  g_settings_set_enum (self->settings, key, (int) adw_combo_row_get_selected (row));
}

static void
add_choice (PfPreferences *self, GtkWidget *group, const char *title, const char *subtitle,
            const char *key, const char *const *words)
{
  g_autoptr (GtkStringList) choices = gtk_string_list_new (NULL);
  GtkWidget *row = adw_combo_row_new ();

  for (guint i = 0; words[i] != NULL; i++)
    gtk_string_list_append (choices, _(words[i]));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (choices));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row),
                              (guint) g_settings_get_enum (self->settings, key));
  pf_accessible_set_name (row, title);
  g_object_set_data (G_OBJECT (row), "key", (gpointer) key);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (on_chosen), self, 0);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

static GtkWidget *
add_group (GtkWidget *page, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  return group;
}

static void
on_open_folder (PfPreferences *self)
{
  g_autofree char *uri = g_filename_to_uri (self->data_dir, NULL, NULL);

  if (uri != NULL)
    gtk_show_uri (GTK_WINDOW (self), uri, GDK_CURRENT_TIME);
}

static void
add_folder (PfPreferences *self, GtkWidget *group)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Open"));
  g_autofree char *shown = g_filename_display_name (self->data_dir);
  g_autofree char *escaped = g_markup_escape_text (shown, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Data folder"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  pf_accessible_set_name (button, _("Open the data folder"));
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_open_folder), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

static void
pf_preferences_finalize (GObject *object)
{
  PfPreferences *self = PF_PREFERENCES (object);

  g_object_unref (self->settings);
  g_free (self->data_dir);
  G_OBJECT_CLASS (pf_preferences_parent_class)->finalize (object);
}

static void
pf_preferences_class_init (PfPreferencesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_preferences_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0,
                                       "window.close", NULL);
}

static void
pf_preferences_init (PfPreferences *self)
{
  gtk_window_set_title (GTK_WINDOW (self), _("Preferences"));
  gtk_window_set_default_size (GTK_WINDOW (self), 600, 520);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
}

PfPreferences *
pf_preferences_new (GtkWindow *parent, GSettings *settings, const char *data_dir)
{
  PfPreferences *self = g_object_new (PF_TYPE_PREFERENCES, "transient-for", parent, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group;

  self->settings = g_object_ref (settings);
  self->data_dir = g_strdup (data_dir);
  group = add_group (page, _("Appearance"));
  add_choice (self, group, _("Colours"), NULL, "appearance", appearances);
  group = add_group (page, _("While you look away"));
  add_choice (self, group, _("Notifications"), NULL, "notifications", levels);
  add_choice (self, group, _("Closing the window"), _("While something is deployed"), "closing",
              closings);
  group = add_group (page, _("Data"));
  add_folder (self, group);
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (self), box);
  return self;
}
