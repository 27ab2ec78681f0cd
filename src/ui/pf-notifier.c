/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-notifier.h"

#include <glib/gi18n-lib.h>

#define TITLE_CHARACTERS 120
#define BODY_CHARACTERS 300
#define MINUTE_S 60
#define SUM_ID "more"

enum { PROP_0, PROP_LEVEL, N_PROPS };

struct _PfNotifier
{
  GObject parent_instance;
  GApplication *application;    /* not owned */
  PfExecutionEngine *engine;
  PfNotifyLevel level;
  PfNotificationBudget budget;
  guint timer;                  /* runs while something is held back */
  GHashTable *buttoned;         /* ids of what is shown with buttons: at most one a deployment */
};

G_DEFINE_FINAL_TYPE (PfNotifier, pf_notifier, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

/* --- sending ---------------------------------------------------------------------------------- */

static GNotification *
new_notification (const char *title, const char *body)
{
  g_autofree char *plain_title = pf_notification_text (title, TITLE_CHARACTERS);
  g_autofree char *plain_body = pf_notification_text (body, BODY_CHARACTERS);
  GNotification *notification = g_notification_new (plain_title);

  g_notification_set_body (notification, plain_body);
  g_notification_set_default_action (notification, "app.activate");
  return notification;
}

static void
send (PfNotifier *self, const PfNotice *notice, const PfNotificationPlan *plan)
{
  const struct { guint button; const char *label, *action; } buttons[] = {
    { PF_NOTIFICATION_PAUSE, _("Pause"), "app.pause" },
    { PF_NOTIFICATION_RESUME, _("Resume"), "app.resume" },
    { PF_NOTIFICATION_STOP, _("Stop…"), "app.stop" },
  };
  g_autoptr (GNotification) notification = new_notification (notice->title, notice->body);

  g_notification_set_priority (notification, plan->priority);
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    if (plan->buttons & buttons[i].button)
      g_notification_add_button_with_target (notification, buttons[i].label, buttons[i].action, "t",
                                             notice->deployment_id);
  if (plan->buttons != 0)
    g_hash_table_add (self->buttoned, g_strdup (plan->id));
  else
    g_hash_table_remove (self->buttoned, plan->id);
  g_application_send_notification (self->application, plan->id, notification);
}

static void
withdraw (PfNotifier *self, const char *id)
{
  g_application_withdraw_notification (self->application, id);
  g_hash_table_remove (self->buttoned, id);
}

void
pf_notifier_flush (PfNotifier *self)
{
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;
  g_autoptr (GNotification) notification = NULL;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (!pf_notification_budget_sum (&self->budget, &title, &body))
    return;
  notification = new_notification (title, body);
  g_application_send_notification (self->application, SUM_ID, notification);
}

static gboolean
on_minute (gpointer user_data)
{
  PfNotifier *self = user_data;

  self->timer = 0;
  pf_notifier_flush (self);
  return G_SOURCE_REMOVE;
}

static void
on_notice (PfExecutionEngine *engine, const PfNotice *notice, PfNotifier *self)
{
  g_autoptr (PfDeployment) deployment
      = pf_execution_engine_find_deployment (self->engine, notice->deployment_id);
  PfNotificationPlan plan = pf_notification_plan (
      notice, deployment != NULL ? pf_deployment_get_row (deployment) : NULL, self->level);

  if (plan.what == PF_NOTIFICATION_WITHDRAW)
    withdraw (self, plan.id);
  if (plan.what != PF_NOTIFICATION_SEND)
    return;
  if (pf_notification_budget_take (&self->budget, notice->kind, g_get_monotonic_time ()))
    {
      send (self, notice, &plan);
      return;
    }
  /* What is shown of this deployment is no longer so: better nothing than a wrong button. */
  if (notice->kind != PF_NOTICE_FILL)
    withdraw (self, plan.id);
  if (self->timer == 0)
    self->timer = g_timeout_add_seconds (MINUTE_S, on_minute, self);
}

/* --- object ----------------------------------------------------------------------------------- */

static void
pf_notifier_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LEVEL)
    g_value_set_enum (value, (int) PF_NOTIFIER (object)->level);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pf_notifier_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LEVEL)
    PF_NOTIFIER (object)->level = (PfNotifyLevel) g_value_get_enum (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pf_notifier_dispose (GObject *object)
{
  PfNotifier *self = PF_NOTIFIER (object);
  GHashTableIter iter;
  gpointer id;

  g_clear_handle_id (&self->timer, g_source_remove);
  g_hash_table_iter_init (&iter, self->buttoned);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_application_withdraw_notification (self->application, id);
      g_hash_table_iter_remove (&iter);
    }
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (pf_notifier_parent_class)->dispose (object);
}

static void
pf_notifier_finalize (GObject *object)
{
  g_hash_table_unref (PF_NOTIFIER (object)->buttoned);
  G_OBJECT_CLASS (pf_notifier_parent_class)->finalize (object);
}

static void
pf_notifier_class_init (PfNotifierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pf_notifier_get_property;
  object_class->set_property = pf_notifier_set_property;
  object_class->dispose = pf_notifier_dispose;
  object_class->finalize = pf_notifier_finalize;
  properties[PROP_LEVEL]
      = g_param_spec_enum ("level", NULL, NULL, PF_TYPE_NOTIFY_LEVEL, PF_NOTIFY_ALL,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pf_notifier_init (PfNotifier *self)
{
  self->buttoned = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

PfNotifier *
pf_notifier_new (GApplication *application, PfExecutionEngine *engine)
{
  PfNotifier *self = g_object_new (PF_TYPE_NOTIFIER, NULL);

  self->application = application;
  self->engine = g_object_ref (engine);
  g_signal_connect_object (engine, "notice", G_CALLBACK (on_notice), self, 0);
  return self;
}
