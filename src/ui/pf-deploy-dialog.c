/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-deploy-dialog.h"

#include "ui/pf-accessible.h"
#include "ui/pf-field.h"

#include <glib/gi18n-lib.h>

typedef enum
{
  PERCENT_MOST,
  PERCENT_DAY,
  PERCENT_DRAWDOWN,
  PERCENT_STOP,
  PERCENT_TARGET,
  N_PERCENTS
} Percent;

struct _PfDeployDialog
{
  AdwWindow parent_instance;
  const PfStrategy *strategy;
  PfRiskManager *risk;
  GtkBox *page;
  GtkWidget *deploy;
  GtkLabel *summary;
  GPtrArray *symbols;           /* of GtkCheckButton, unowned */
  GtkDropDown *timeframe, *direction, *profile;
  GtkSpinButton *percents[N_PERCENTS], *positions, *params[PF_DEPLOYMENT_PARAMS_MAX];
  GtkSwitch *use_stop, *use_target;
  gboolean filling;             /* a profile sets the fields: they do not answer */
};

G_DEFINE_FINAL_TYPE (PfDeployDialog, pf_deploy_dialog, ADW_TYPE_WINDOW)

static guint deploy_signal;

/* --- reading the fields ----------------------------------------------------------------------- */

static void
read_spec (PfDeployDialog *self, PfDeploymentSpec *spec)
{
  pf_deployment_spec_init (spec, self->strategy->id,
                           (PfProfile) gtk_drop_down_get_selected (self->profile));
  for (guint i = 0; i < self->symbols->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->symbols, i)))
      g_strlcpy (spec->symbols[spec->n_symbols++],
                 gtk_check_button_get_label (g_ptr_array_index (self->symbols, i)), PF_SYMBOL_MAX);
  spec->timeframe_ns = pf_field_timeframe (self->timeframe);
  spec->direction = (PfDirection) gtk_drop_down_get_selected (self->direction);
  spec->limits.max_position = pf_field_percent (self->percents[PERCENT_MOST]);
  spec->limits.daily_loss = pf_field_percent (self->percents[PERCENT_DAY]);
  spec->limits.drawdown = pf_field_percent (self->percents[PERCENT_DRAWDOWN]);
  spec->limits.max_open_positions = (guint) gtk_spin_button_get_value_as_int (self->positions);
  spec->stop_loss = gtk_switch_get_active (self->use_stop)
                        ? pf_field_percent (self->percents[PERCENT_STOP])
                        : PF_RATE_ZERO;
  spec->take_profit = gtk_switch_get_active (self->use_target)
                          ? pf_field_percent (self->percents[PERCENT_TARGET]) : PF_RATE_ZERO;
  spec->n_params = pf_field_read_params (self->strategy, self->params, spec->params);
}

static void
on_edited (PfDeployDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  double values[PF_DEPLOYMENT_PARAMS_MAX];
  PfDeploymentSpec spec;
  gboolean ok;

  if (self->filling)
    return;
  read_spec (self, &spec);
  ok = pf_strategy_resolve (self->strategy, spec.params, spec.n_params, values, &error);
  if (!ok)
    text = g_strdup (error->message);
  else if (spec.n_symbols == 0)
    text = g_strdup (_("Choose at least one symbol."));
  else
    text = pf_risk_manager_summarize (self->risk, &spec);
  gtk_label_set_text (self->summary, text);
  gtk_widget_set_sensitive (self->deploy, ok && spec.n_symbols > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->percents[PERCENT_STOP]),
                            gtk_switch_get_active (self->use_stop));
  gtk_widget_set_sensitive (GTK_WIDGET (self->percents[PERCENT_TARGET]),
                            gtk_switch_get_active (self->use_target));
}

static void
on_profile (PfDeployDialog *self)
{
  PfLimits limits = pf_profile_limits ((PfProfile) gtk_drop_down_get_selected (self->profile));

  self->filling = TRUE;
  gtk_spin_button_set_value (self->percents[PERCENT_MOST],
                             100 * pf_rate_to_double (limits.max_position));
  gtk_spin_button_set_value (self->percents[PERCENT_DAY],
                             100 * pf_rate_to_double (limits.daily_loss));
  gtk_spin_button_set_value (self->percents[PERCENT_DRAWDOWN],
                             100 * pf_rate_to_double (limits.drawdown));
  gtk_spin_button_set_value (self->positions, limits.max_open_positions);
  self->filling = FALSE;
  on_edited (self);
}

static void
on_deploy (PfDeployDialog *self)
{
  PfDeploymentSpec spec;

  read_spec (self, &spec);
  g_signal_emit (self, deploy_signal, 0, &spec);
  gtk_window_close (GTK_WINDOW (self));
}

/* --- building --------------------------------------------------------------------------------- */

static AdwPreferencesGroup *
add_group (PfDeployDialog *self, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  gtk_box_append (self->page, group);
  return ADW_PREFERENCES_GROUP (group);
}

static GtkWidget *
row_new (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  return row;
}

static void
add_field (PfDeployDialog *self, GtkWidget *row, GtkWidget *field, const char *signal)
{
  gtk_widget_set_valign (field, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), field);
  g_signal_connect_object (field, signal, G_CALLBACK (on_edited), self, G_CONNECT_SWAPPED);
}

static GtkSpinButton *
add_spin (PfDeployDialog *self,
          GtkWidget *row,
          const char *name,
          double min,
          double max,
          double value,
          guint digits)
{
  GtkSpinButton *spin = pf_field_number_new (name, min, max, value, digits);

  add_field (self, row, GTK_WIDGET (spin), "value-changed");
  return spin;
}

/* takes the field */
static GtkDropDown *
add_choice (PfDeployDialog *self, AdwPreferencesGroup *group, const char *title, GtkDropDown *field)
{
  GtkWidget *row = row_new (title, NULL);

  add_field (self, row, GTK_WIDGET (field), "notify::selected");
  adw_preferences_group_add (group, row);
  return field;
}

static void
add_mode (PfDeployDialog *self, AdwPreferencesGroup *group)
{
  GtkWidget *row
      = row_new (_ ("Paper"), _ ("Simulated fills, play money. Live trading is locked until "
                                 "accounts and the risk desk are there."));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *paper = gtk_toggle_button_new_with_label (_("Paper"));
  GtkWidget *live = gtk_toggle_button_new_with_label (_("Live"));

  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (live), GTK_TOGGLE_BUTTON (paper));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (paper), TRUE);
  gtk_widget_set_sensitive (live, FALSE);
  gtk_widget_add_css_class (box, "linked");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), paper);
  gtk_box_append (GTK_BOX (box), live);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), box);
  adw_preferences_group_add (group, row);
}

static void
add_symbols (PfDeployDialog *self, AdwPreferencesGroup *group, const PfInstruments *instruments)
{
  GtkWidget *row = row_new (_("Symbols"), NULL);
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 10);
  gtk_widget_set_valign (grid, GTK_ALIGN_CENTER);
  for (guint i = 0; i < MIN (instruments->n, PF_DEPLOYMENT_SYMBOLS_MAX); i++)
    {
      GtkWidget *check
          = gtk_check_button_new_with_label (pf_instruments_get (instruments, i)->symbol);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), i == 0);
      g_signal_connect_object (check, "toggled", G_CALLBACK (on_edited), self, G_CONNECT_SWAPPED);
      gtk_grid_attach (GTK_GRID (grid), check, (int) i % 3, (int) i / 3, 1, 1);
      g_ptr_array_add (self->symbols, check);
    }
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), grid);
  adw_preferences_group_add (group, row);
}

static GtkSwitch *
add_exit (PfDeployDialog *self,
          AdwPreferencesGroup *group,
          const char *title,
          Percent which,
          double value)
{
  GtkWidget *row = row_new (title, _("% from the entry price"));
  GtkWidget *use = gtk_switch_new ();
  g_autofree char *name = g_strdup_printf (_("Use %s"), title);

  self->percents[which] = add_spin (self, row, title, 0.1, 99, value, 2);
  gtk_switch_set_active (GTK_SWITCH (use), TRUE);
  pf_accessible_set_name (use, name);
  add_field (self, row, use, "notify::active");
  adw_preferences_group_add (group, row);
  return GTK_SWITCH (use);
}

static void
add_limits (PfDeployDialog *self)
{
  const char *const profiles[] = { _("Cautious"), _("Standard"), _("Engine"), NULL };
  const struct { Percent which; const char *title, *subtitle; double value; } rows[] = {
    { PERCENT_MOST, _("Most for one trade"), _("% of the portfolio"), 2 },
    { PERCENT_DAY, _("Pause after losing in a day"), _("% of the portfolio, 0 is off"), 1 },
    { PERCENT_DRAWDOWN, _("Pause at drawdown"), _("% below its best, 0 is off"), 5 },
  };
  AdwPreferencesGroup *group = add_group (self, _("Limits"));
  GtkWidget *profile = gtk_drop_down_new_from_strings (profiles);
  GtkWidget *row;

  pf_accessible_set_name (profile, _("Profile"));
  self->profile = add_choice (self, group, _("Profile"), GTK_DROP_DOWN (profile));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      row = row_new (rows[i].title, rows[i].subtitle);
      self->percents[rows[i].which] = add_spin (self, row, rows[i].title, i == 0 ? 0.1 : 0, 100,
                                                rows[i].value, 2);
      adw_preferences_group_add (group, row);
    }
  row = row_new (_("Open positions at once"), _("0 is no limit"));
  self->positions = add_spin (self, row, _("Open positions at once"), 0, 100, 3, 0);
  adw_preferences_group_add (group, row);
}

static void
add_params (PfDeployDialog *self)
{
  AdwPreferencesGroup *group = add_group (self, NULL);
  GtkWidget *expander = adw_expander_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (expander), _("Parameters of the strategy"));
  for (guint i = 0; i < self->strategy->n_params; i++)
    {
      const PfParam *param = &self->strategy->params[i];
      GtkWidget *row = row_new (param->name, _(param->help));
      self->params[i] = pf_field_param_new (param);
      add_field (self, row, GTK_WIDGET (self->params[i]), "value-changed");
      adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), row);
    }
  adw_preferences_group_add (group, expander);
}

static void
fill (PfDeployDialog *self, const PfInstruments *instruments)
{
  AdwPreferencesGroup *group = add_group (self, NULL);

  self->filling = TRUE;
  add_mode (self, group);
  add_symbols (self, group, instruments);
  self->timeframe = add_choice (self, group, _("Timeframe"), pf_field_timeframe_new ());
  self->direction = add_choice (self, group, _("Direction"), pf_field_direction_new ());
  add_limits (self);
  group = add_group (self, _("Exits"));
  self->use_stop = add_exit (self, group, _("Stop loss"), PERCENT_STOP, 2);
  self->use_target = add_exit (self, group, _("Take profit"), PERCENT_TARGET, 5);
  add_params (self);
  self->summary = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->summary, TRUE);
  gtk_label_set_xalign (self->summary, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->summary), "dim-label");
  self->filling = FALSE;
  g_signal_connect_object (self->profile, "notify::selected", G_CALLBACK (on_profile), self,
                           G_CONNECT_SWAPPED);
}

static void
add_frame (PfDeployDialog *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_("_Cancel"));
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();

  self->deploy = gtk_button_new_with_mnemonic (_("_Deploy"));
  gtk_widget_add_css_class (self->deploy, "suggested-action");
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->deploy);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (gtk_window_close), self);
  g_signal_connect_swapped (self->deploy, "clicked", G_CALLBACK (on_deploy), self);
  self->page = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 16));
  gtk_widget_set_margin_top (GTK_WIDGET (self->page), 14);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->page), 18);
  gtk_widget_set_margin_start (GTK_WIDGET (self->page), 14);
  gtk_widget_set_margin_end (GTK_WIDGET (self->page), 14);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 560);
  adw_clamp_set_child (ADW_CLAMP (clamp), GTK_WIDGET (self->page));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (outer), header);
  gtk_box_append (GTK_BOX (outer), scroller);
  adw_window_set_content (ADW_WINDOW (self), outer);
  gtk_window_set_default_widget (GTK_WINDOW (self), self->deploy);
}

static void
pf_deploy_dialog_finalize (GObject *object)
{
  PfDeployDialog *self = PF_DEPLOY_DIALOG (object);

  g_ptr_array_unref (self->symbols);
  g_object_unref (self->risk);
  G_OBJECT_CLASS (pf_deploy_dialog_parent_class)->finalize (object);
}

static void
pf_deploy_dialog_class_init (PfDeployDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pf_deploy_dialog_finalize;
  deploy_signal = g_signal_new ("deploy", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
pf_deploy_dialog_init (PfDeployDialog *self)
{
  self->symbols = g_ptr_array_new ();
  gtk_window_set_default_size (GTK_WINDOW (self), 560, 680);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
}

PfDeployDialog *
pf_deploy_dialog_new (GtkWindow *parent, const PfStrategy *strategy, PfRiskManager *risk,
                      const PfInstruments *instruments)
{
  PfDeployDialog *self = g_object_new (PF_TYPE_DEPLOY_DIALOG, "transient-for", parent, NULL);
  g_autofree char *title = g_strdup_printf (_("Deploy %s"), _(strategy->name));

  self->strategy = strategy;
  self->risk = g_object_ref (risk);
  gtk_window_set_title (GTK_WINDOW (self), title);
  add_frame (self);
  fill (self, instruments);
  gtk_box_append (self->page, GTK_WIDGET (self->summary));
  on_edited (self);
  return self;
}

static void
set_exit (GtkSwitch *use, GtkSpinButton *percent, PfRate rate)
{
  gtk_switch_set_active (use, rate.e12 > 0);
  if (rate.e12 > 0)
    gtk_spin_button_set_value (percent, 100 * pf_rate_to_double (rate));
}

void
pf_deploy_dialog_set_spec (PfDeployDialog *self, const PfDeploymentSpec *spec)
{
  self->filling = TRUE;
  for (guint i = 0; i < self->symbols->len; i++)
    {
      GtkCheckButton *check = g_ptr_array_index (self->symbols, i);
      gboolean wanted = spec->n_symbols == 0 && i == 0;
      for (guint j = 0; j < spec->n_symbols; j++)
        wanted |= g_str_equal (gtk_check_button_get_label (check), spec->symbols[j]);
      gtk_check_button_set_active (check, wanted);
    }
  pf_field_set_timeframe (self->timeframe, spec->timeframe_ns);
  gtk_drop_down_set_selected (self->direction, spec->direction);
  set_exit (self->use_stop, self->percents[PERCENT_STOP], spec->stop_loss);
  set_exit (self->use_target, self->percents[PERCENT_TARGET], spec->take_profit);
  for (guint i = 0; i < self->strategy->n_params; i++)
    for (guint j = 0; j < spec->n_params; j++)
      if (g_str_equal (self->strategy->params[i].name, spec->params[j].name))
        gtk_spin_button_set_value (self->params[i], spec->params[j].value);
  self->filling = FALSE;
  on_edited (self);
}
