/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The application: one desk, one window, and the actions that the window, notifications and the
 * keyboard share. A second start raises the first one's window.
 */
#include "config.h"

#include "ui/pf-application.h"

#include "ui/pf-backtest-window.h"
#include "ui/pf-deploy-dialog.h"
#include "ui/pf-notifier.h"
#include "ui/pf-presence.h"
#include "ui/pf-settings.h"
#include "ui/pf-window.h"

#include <glib/gi18n-lib.h>

struct _PfApplication
{
  AdwApplication parent_instance;
  char *data_dir;
  PfExecutionEngine *engine;
  PfRiskManager *risk;
  PfWindow *window;
  PfPresence *presence;
  GSettings *settings;
  PfNotifier *notifier;
};

G_DEFINE_FINAL_TYPE (PfApplication, pf_application, ADW_TYPE_APPLICATION)

/* --- commands --------------------------------------------------------------------------------- */

/* A command that was refused says why where its user looks. */
static void
on_reply (const PfReply *reply, gpointer user_data)
{
  PfApplication *self = user_data;

  if (reply->ok || self->window == NULL)
    return;
  if (reply->reason == PF_REFUSAL_KILL_LATCH || reply->reason == PF_REFUSAL_STORE
      || !gtk_widget_get_visible (GTK_WIDGET (self->window)))
    pf_window_set_note (self->window, reply->sentence);
  else
    pf_window_toast (self->window, reply->sentence);
}

static void
send_command (PfApplication *self, PfCommandType type, guint64 id, guint32 instrument,
              const PfDeploymentSpec *spec)
{
  /* actions can be asked for from outside, also while the desk could not be started */
  if (self->engine != NULL)
    pf_desk_send (pf_execution_engine_get_desk (self->engine), type, id, instrument, spec,
                  on_reply, self);
}

static void
on_deploy (PfDeployDialog *dialog, const PfDeploymentSpec *spec, PfApplication *self)
{
  send_command (self, PF_COMMAND_DEPLOY, 0, 0, spec);
}

static PfDeployDialog *
new_deploy_dialog (PfApplication *self, const char *id)
{
  const PfStrategy *strategy = pf_strategy_find (id);
  PfDeployDialog *dialog;

  if (strategy == NULL || self->window == NULL)
    return NULL;
  dialog = pf_deploy_dialog_new (GTK_WINDOW (self->window), strategy, self->risk,
                                 pf_execution_engine_get_instruments (self->engine));
  g_signal_connect_object (dialog, "deploy", G_CALLBACK (on_deploy), self, 0);
  return dialog;
}

static void
activate_deploy (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PfDeployDialog *dialog = new_deploy_dialog (user_data, g_variant_get_string (parameter, NULL));

  if (dialog != NULL)
    gtk_window_present (GTK_WINDOW (dialog));
}

/* A deployment as text: the dialog opens with it, and its user decides. */
static void
activate_deploy_spec (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PfDeployDialog *dialog;
  PfDeploymentSpec spec;

  if (!pf_deployment_spec_parse (g_variant_get_string (parameter, NULL), &spec, NULL))
    return;
  dialog = new_deploy_dialog (user_data, spec.strategy);
  if (dialog == NULL)
    return;
  pf_deploy_dialog_set_spec (dialog, &spec);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
activate_backtest (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PfApplication *self = user_data;
  const PfStrategy *strategy = pf_strategy_find (g_variant_get_string (parameter, NULL));

  if (strategy != NULL && self->window != NULL)
    gtk_window_present (GTK_WINDOW (pf_backtest_window_new (GTK_WINDOW (self->window),
                                                            self->engine, strategy)));
}

static void
activate_pause (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  send_command (user_data, PF_COMMAND_PAUSE, g_variant_get_uint64 (parameter), 0, NULL);
}

static void
activate_resume (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  send_command (user_data, PF_COMMAND_RESUME, g_variant_get_uint64 (parameter), 0, NULL);
}

static void
activate_close_position (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  guint64 id;
  guint32 instrument;

  g_variant_get (parameter, "(tu)", &id, &instrument);
  send_command (user_data, PF_COMMAND_CLOSE_POSITION, id, instrument, NULL);
}

/* --- asked once ------------------------------------------------------------------------------- */

/* Asks in the window, which comes up for it; answer is told "yes" or "no". Nothing is asked where
 * no desk could be started. */
static AdwMessageDialog *
ask (PfApplication *self, const char *heading, const char *body, const char *yes,
     void (*answer) (AdwMessageDialog *dialog, const char *response, PfApplication *self))
{
  GtkWidget *dialog;

  if (self->window == NULL)
    return NULL;
  /* a notification may have asked while the window was away, or under others */
  if (!gtk_widget_get_visible (GTK_WIDGET (self->window))
      || !gtk_window_is_active (GTK_WINDOW (self->window)))
    pf_presence_show (self->presence);
  dialog = adw_message_dialog_new (GTK_WINDOW (self->window), heading, body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "no", _ ("_Cancel"), "yes", yes,
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "yes",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "yes");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "no");
  g_signal_connect_object (dialog, "response", G_CALLBACK (answer), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  return ADW_MESSAGE_DIALOG (dialog);
}

static void
on_stop_answer (AdwMessageDialog *dialog, const char *response, PfApplication *self)
{
  const guint64 *id = g_object_get_data (G_OBJECT (dialog), "deployment");

  if (g_str_equal (response, "yes"))
    send_command (self, PF_COMMAND_STOP, *id, 0, NULL);
}

static void
activate_stop (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PfApplication *self = user_data;
  guint64 id = g_variant_get_uint64 (parameter);
  g_autoptr (PfDeployment) deployment
      = self->engine != NULL ? pf_execution_engine_find_deployment (self->engine, id) : NULL;
  g_autofree char *heading = NULL;
  AdwMessageDialog *dialog;

  if (deployment == NULL)
    return;
  heading = g_strdup_printf (_("Stop %s?"), _(pf_deployment_get_row (deployment)->strategy_name));
  dialog = ask (self, heading,
                _("Its open positions are closed at the market first. A stopped deployment stays "
                  "stopped."), _("_Stop deployment"), on_stop_answer);
  g_object_set_data_full (G_OBJECT (dialog), "deployment", g_memdup2 (&id, sizeof id), g_free);
}

static void
on_stop_all_answer (AdwMessageDialog *dialog, const char *response, PfApplication *self)
{
  if (g_str_equal (response, "yes"))
    pf_risk_manager_emergency_stop (self->risk, on_reply, self);
}

static void
activate_stop_all (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ask (user_data, _("Stop everything?"),
       _("Every position is closed at the market and every deployment ends. Nothing enters until "
         "you re-arm."), _("_Stop everything"), on_stop_all_answer);
}

static void
on_re_arm_answer (AdwMessageDialog *dialog, const char *response, PfApplication *self)
{
  if (!g_str_equal (response, "yes"))
    return;
  pf_window_set_note (self->window, NULL);
  pf_risk_manager_re_arm (self->risk, on_reply, self);
}

static void
activate_re_arm (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AdwMessageDialog *dialog = ask (user_data, _("Re-arm the desk?"),
                                  _("Strategies can be deployed and enter positions again."),
                                  _("_Allow trading"), on_re_arm_answer);

  if (dialog != NULL)
    adw_message_dialog_set_response_appearance (dialog, "yes", ADW_RESPONSE_SUGGESTED);
}

/* --- news ------------------------------------------------------------------------------------- */

/* What the window shows of them; the notifier tells the desktop. */
static void
on_notice (PfExecutionEngine *engine, const PfNotice *notice, PfApplication *self)
{
  if (self->window == NULL)
    return;
  if (notice->kind == PF_NOTICE_ALARM)
    pf_window_set_note (self->window, notice->body);
  else if (notice->kind == PF_NOTICE_REFUSAL)
    pf_window_toast (self->window, notice->body);
}

/* --- life ------------------------------------------------------------------------------------- */

static void
show_failure (PfApplication *self, const char *sentence)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (self));
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *escaped = g_markup_escape_text (sentence, -1);

  g_printerr ("%s\n", sentence);
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "dialog-warning-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _("The desk cannot start"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page), escaped);
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), "Pilotfish");
  gtk_window_set_default_size (GTK_WINDOW (window), 640, 420);
  gtk_window_present (GTK_WINDOW (window));
}

static gboolean
start_desk (PfApplication *self, char **note)
{
  g_autoptr (GError) error = NULL;

  self->engine = pf_execution_engine_new (self->data_dir, note, &error);
  if (self->engine == NULL)
    {
      show_failure (self, error->message);
      return FALSE;
    }
  self->risk = pf_risk_manager_new (self->engine);
  self->notifier = pf_notifier_new (G_APPLICATION (self), self->engine);
  g_settings_bind (self->settings, "notifications", self->notifier, "level", G_SETTINGS_BIND_GET);
  g_signal_connect_object (self->engine, "notice", G_CALLBACK (on_notice), self, 0);
  return TRUE;
}

static void
pf_application_activate (GApplication *application)
{
  PfApplication *self = PF_APPLICATION (application);
  GtkWindow *window = self->window != NULL
                          ? GTK_WINDOW (self->window)
                          : gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autofree char *note = NULL;

  if (window == NULL && start_desk (self, &note))
    {
      self->window = pf_window_new (ADW_APPLICATION (self), self->engine, self->risk,
                                    self->settings, note);
      g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
      self->presence = pf_presence_new (GTK_APPLICATION (self), self->window, self->engine,
                                        self->settings);
    }
  if (self->presence != NULL)
    pf_presence_show (self->presence);
  else if (window != NULL)
    gtk_window_present (window);
}

static void
pf_application_shutdown (GApplication *application)
{
  PfApplication *self = PF_APPLICATION (application);

  if (self->engine != NULL)
    pf_execution_engine_shut_down (self->engine);
  g_clear_object (&self->notifier);
  G_APPLICATION_CLASS (pf_application_parent_class)->shutdown (application);
  g_clear_object (&self->presence);
  g_clear_object (&self->risk);
  g_clear_object (&self->engine);
  g_clear_object (&self->settings);
}

static void
activate_window (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_activate (user_data);
}

static void
activate_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PfApplication *self = user_data;

  adw_show_about_window (
      GTK_WINDOW (self->window), "application-name", "Pilotfish", "version", PF_VERSION,
      "application-icon", PF_APP_ID, "license-type", GTK_LICENSE_GPL_3_0, "comments",
      _ ("Lets rules trade for you, under limits that nothing goes round."), NULL);
}

static void
activate_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PfApplication *self = user_data;

  if (self->presence != NULL)
    pf_presence_quit (self->presence);
  else
    g_application_quit (user_data);
}

static void
show_appearance (PfApplication *self)
{
  PfAppearance chosen = (PfAppearance) g_settings_get_enum (self->settings, "appearance");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      pf_settings_scheme (chosen));
}

static const struct { const char *action; const char *key; } keys[] = {
  { "app.stop-all", "<Control><Shift>Escape" },
  { "app.quit", "<Control>q" },
  { "win.preferences", "<Control>comma" },
  { "win.shortcuts", "<Control>question" },
  { "window.close", "<Control>w" },
};

static void
pf_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
    { "deploy", activate_deploy, "s" },
    { "deploy-spec", activate_deploy_spec, "s" },
    { "backtest", activate_backtest, "s" },
    { "pause", activate_pause, "t" },
    { "resume", activate_resume, "t" },
    { "stop", activate_stop, "t" },
    { "close-position", activate_close_position, "(tu)" },
    { "stop-all", activate_stop_all },
    { "re-arm", activate_re_arm },
    { "activate", activate_window },
    { "about", activate_about },
    { "quit", activate_quit },
  };
  GtkApplication *gtk = GTK_APPLICATION (application);
  PfApplication *self = PF_APPLICATION (application);

  G_APPLICATION_CLASS (pf_application_parent_class)->startup (application);
  self->settings = pf_settings_new ();
  g_signal_connect_object (self->settings, "changed::appearance", G_CALLBACK (show_appearance),
                           self, G_CONNECT_SWAPPED);
  show_appearance (self);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   application);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (gtk, keys[i].action,
                                           (const char *const[]){ keys[i].key, NULL });
}

static void
pf_application_finalize (GObject *object)
{
  g_free (PF_APPLICATION (object)->data_dir);
  G_OBJECT_CLASS (pf_application_parent_class)->finalize (object);
}

static void
pf_application_class_init (PfApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pf_application_finalize;
  application_class->startup = pf_application_startup;
  application_class->activate = pf_application_activate;
  application_class->shutdown = pf_application_shutdown;
}

static void
pf_application_init (PfApplication *self)
{
}

PfApplication *
pf_application_new (const char *data_dir)
{
  PfApplication *self = g_object_new (PF_TYPE_APPLICATION, "application-id", PF_APP_ID,
                                      "resource-base-path", "/io/github/pilotfish/Pilotfish", NULL);

  self->data_dir = g_strdup (data_dir);
  return self;
}
