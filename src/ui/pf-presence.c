/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-presence.h"

#include "object/pf-away.h"
#include "ui/pf-settings.h"

#include <glib/gi18n-lib.h>

#define BACKGROUND_NOTIFICATION "background"

struct _PfPresence
{
  GObject parent_instance;
  GtkApplication *application;  /* not owned: it owns us */
  PfWindow *window;             /* weak */
  PfExecutionEngine *engine;
  GSettings *settings;
  GtkWidget *question;          /* weak: asked and not answered */
  GtkCheckButton *remember;     /* of the question */
  guint awake;                  /* the inhibition's cookie, or 0 */
  gboolean told;                /* about the time before this start */
};

G_DEFINE_FINAL_TYPE (PfPresence, pf_presence, G_TYPE_OBJECT)

gboolean
pf_presence_wants_awake (const char *environment, guint n_positions)
{
  return n_positions > 0 && g_strcmp0 (environment, "live") == 0;
}

static guint
n_positions (PfPresence *self)
{
  return g_list_model_get_n_items (pf_execution_engine_get_positions (self->engine));
}

static gboolean
is_busy (PfPresence *self)
{
  return pf_execution_engine_get_n_deployed (self->engine) > 0 || n_positions (self) > 0;
}

static void
update (PfPresence *self)
{
  const char *environment = pf_desk_environment (pf_execution_engine_get_desk (self->engine));
  gboolean wanted = pf_presence_wants_awake (environment, n_positions (self));
  gint64 gap_us = pf_execution_engine_get_figures (self->engine)->gap_us;

  if (gap_us > 0 && self->window != NULL)
    {
      g_autofree char *sentence = pf_away_gap (self->engine, gap_us * 1000);
      pf_window_set_away (self->window, sentence);
    }

  if (wanted && self->awake == 0)
    self->awake = gtk_application_inhibit (self->application, GTK_WINDOW (self->window),
                                           GTK_APPLICATION_INHIBIT_SUSPEND,
                                           _("Positions are open on a real account"));
  else if (!wanted && self->awake != 0)
    {
      gtk_application_uninhibit (self->application, self->awake);
      self->awake = 0;
    }
}

/* --- what was missed -------------------------------------------------------------------------- */

static void
on_away (const char *sentence, gpointer user_data)
{
  g_autoptr (PfPresence) self = user_data;

  if (sentence != NULL && self->window != NULL)
    pf_window_set_away (self->window, sentence);
}

static void
tell_what_was_missed (PfPresence *self)
{
  gint64 closed_ns = self->told ? 0 : pf_execution_engine_get_closed_ns (self->engine);
  gint64 unseen_ns = pf_execution_engine_get_unseen_since (self->engine);

  self->told = TRUE;
  pf_execution_engine_set_unseen_since (self->engine, 0);
  if (closed_ns >= PF_AWAY_MIN_NS || unseen_ns > 0)
    pf_away_ask (self->engine, closed_ns, unseen_ns, on_away, g_object_ref (self));
}

/* The first batch brings what is deployed and open now. */
static void
on_first_update (PfExecutionEngine *engine, PfPresence *self)
{
  g_signal_handlers_disconnect_by_func (engine, on_first_update, self);
  tell_what_was_missed (self);
}

/* --- going and coming ------------------------------------------------------------------------- */

static void
go_to_background (PfPresence *self)
{
  g_autoptr (GNotification) notification = g_notification_new (_("Pilotfish keeps running"));
  guint n = pf_execution_engine_get_n_deployed (self->engine);
  g_autofree char *body
      = g_strdup_printf (ngettext ("%u deployment goes on in the background.",
                                   "%u deployments go on in the background.", n), n);

  pf_execution_engine_set_unseen_since (
      self->engine, pf_execution_engine_get_figures (self->engine)->ts_ns);
  gtk_widget_set_visible (GTK_WIDGET (self->window), FALSE);
  g_notification_set_body (notification, body);
  g_notification_set_default_action (notification, "app.activate");
  g_notification_add_button (notification, _("Open"), "app.activate");
  g_notification_add_button (notification, _("Stop all"), "app.stop-all");
  g_application_send_notification (G_APPLICATION (self->application), BACKGROUND_NOTIFICATION,
                                   notification);
}

void
pf_presence_show (PfPresence *self)
{
  gboolean was_hidden = !gtk_widget_get_visible (GTK_WIDGET (self->window));

  g_application_withdraw_notification (G_APPLICATION (self->application),
                                       BACKGROUND_NOTIFICATION);
  gtk_window_present (GTK_WINDOW (self->window));
  if (was_hidden && self->told)
    tell_what_was_missed (self);
}

/* --- the question ----------------------------------------------------------------------------- */

static void
act (PfPresence *self, PfClosing closing)
{
  if (closing == PF_CLOSING_BACKGROUND)
    go_to_background (self);
  else
    g_application_quit (G_APPLICATION (self->application));
}

static void
on_answer (AdwMessageDialog *dialog, const char *response, PfPresence *self)
{
  gboolean background = g_str_equal (response, "background");

  if (!background && !g_str_equal (response, "stop"))
    return;
  if (gtk_check_button_get_active (self->remember))
    g_settings_set_enum (self->settings, "closing",
                         background ? PF_CLOSING_BACKGROUND : PF_CLOSING_STOP);
  act (self, background ? PF_CLOSING_BACKGROUND : PF_CLOSING_STOP);
}

static void
ask (PfPresence *self)
{
  guint n = pf_execution_engine_get_n_deployed (self->engine);
  g_autofree char *body = g_strdup_printf (
      ngettext ("%u deployment is running. In the background it goes on under its limits, and "
                "notifications tell you. When Pilotfish stops it rests as it is until the next "
                "start, and the practice market stands still.",
                "%u deployments are running. In the background they go on under their limits, and "
                "notifications tell you. When Pilotfish stops they rest as they are until the next "
                "start, and the practice market stands still.", n), n);
  GtkWidget *dialog;

  if (self->question != NULL)
    {
      gtk_window_present (GTK_WINDOW (self->question));
      return;
    }
  dialog = adw_message_dialog_new (GTK_WINDOW (self->window), _("Keep running in the background?"),
                                   body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "no", _("_Cancel"), "stop",
                                    _("_Stop Pilotfish"), "background", _("_Keep running"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "background",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "background");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "no");
  self->remember = GTK_CHECK_BUTTON (gtk_check_button_new_with_mnemonic (_("_Do not ask again")));
  gtk_widget_set_halign (GTK_WIDGET (self->remember), GTK_ALIGN_CENTER);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), GTK_WIDGET (self->remember));
  g_set_weak_pointer (&self->question, dialog);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answer), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
on_close_request (PfPresence *self)
{
  PfClosing closing = (PfClosing) g_settings_get_enum (self->settings, "closing");

  if (!is_busy (self))
    {
      g_application_quit (G_APPLICATION (self->application));
      return TRUE;
    }
  if (closing == PF_CLOSING_ASK)
    ask (self);
  else
    act (self, closing);
  return TRUE;
}

void
pf_presence_quit (PfPresence *self)
{
  PfClosing closing = (PfClosing) g_settings_get_enum (self->settings, "closing");

  if (is_busy (self) && closing == PF_CLOSING_ASK
      && gtk_widget_get_visible (GTK_WIDGET (self->window)))
    ask (self);
  else
    g_application_quit (G_APPLICATION (self->application));
}

/* --- object ----------------------------------------------------------------------------------- */

static void
pf_presence_dispose (GObject *object)
{
  PfPresence *self = PF_PRESENCE (object);

  g_clear_weak_pointer (&self->window);
  g_clear_weak_pointer (&self->question);
  g_clear_object (&self->engine);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (pf_presence_parent_class)->dispose (object);
}

static void
pf_presence_class_init (PfPresenceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_presence_dispose;
}

static void
pf_presence_init (PfPresence *self)
{
}

PfPresence *
pf_presence_new (GtkApplication *application, PfWindow *window, PfExecutionEngine *engine,
                 GSettings *settings)
{
  PfPresence *self = g_object_new (PF_TYPE_PRESENCE, NULL);

  self->application = application;
  g_set_weak_pointer (&self->window, window);
  self->engine = g_object_ref (engine);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (window, "close-request", G_CALLBACK (on_close_request), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "updated", G_CALLBACK (on_first_update), self, 0);
  g_signal_connect_object (engine, "updated", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return self;
}
