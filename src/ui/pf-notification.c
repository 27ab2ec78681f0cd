/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-notification.h"

#include "base/pf-text.h"

#include <glib/gi18n-lib.h>

#define MINUTE_US (60 * G_USEC_PER_SEC)

GType
pf_notify_level_get_type (void)
{
  static const GEnumValue values[] = {
    { PF_NOTIFY_ALL, "PF_NOTIFY_ALL", "all" },
    { PF_NOTIFY_IMPORTANT, "PF_NOTIFY_IMPORTANT", "important" },
    { PF_NOTIFY_NONE, "PF_NOTIFY_NONE", "none" },
    { 0 },
  };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("PfNotifyLevel", values));
  return type;
}

/* --- what becomes of a notice ----------------------------------------------------------------- */

static guint
buttons_of (const PfDeploymentRow *row)
{
  static const guint buttons[PF_N_DEPLOYMENT_STATUSES] = {
    [PF_DEPLOYMENT_ACTIVE] = PF_NOTIFICATION_PAUSE | PF_NOTIFICATION_STOP,
    [PF_DEPLOYMENT_PAUSED] = PF_NOTIFICATION_RESUME | PF_NOTIFICATION_STOP,
    [PF_DEPLOYMENT_STOPPED] = 0,
    [PF_DEPLOYMENT_ERROR_STATE] = PF_NOTIFICATION_STOP,
  };

  if (row == NULL)
    return 0;
  g_assert (row->status < PF_N_DEPLOYMENT_STATUSES);
  if (row->status == PF_DEPLOYMENT_PAUSED && row->pause_reason == PF_REFUSAL_DAILY_LOSS)
    return PF_NOTIFICATION_STOP;
  return buttons[row->status];
}

static PfNotificationWhat
what_of (PfNoticeKind kind, PfDeploymentStatus status, PfNotifyLevel level)
{
  PfNotificationWhat news = level == PF_NOTIFY_NONE ? PF_NOTIFICATION_NOTHING
                                                    : PF_NOTIFICATION_SEND;

  switch (kind)
    {
    case PF_NOTICE_FILL:
      return level == PF_NOTIFY_ALL ? PF_NOTIFICATION_SEND : PF_NOTIFICATION_NOTHING;
    case PF_NOTICE_PAUSE:
      /* That it goes on makes old news of whatever is shown. */
      return status == PF_DEPLOYMENT_PAUSED ? news : PF_NOTIFICATION_WITHDRAW;
    case PF_NOTICE_STOP:
      return level == PF_NOTIFY_NONE ? PF_NOTIFICATION_WITHDRAW : PF_NOTIFICATION_SEND;
    case PF_NOTICE_ALARM:
    case PF_NOTICE_GAP:
      return news;
    case PF_NOTICE_REFUSAL:
      return PF_NOTIFICATION_NOTHING;
    default:
      g_assert_not_reached ();
    }
}

PfNotificationPlan
pf_notification_plan (const PfNotice *notice, const PfDeploymentRow *row, PfNotifyLevel level)
{
  static const GNotificationPriority priorities[] = {
    [PF_NOTICE_FILL] = G_NOTIFICATION_PRIORITY_NORMAL,
    [PF_NOTICE_PAUSE] = G_NOTIFICATION_PRIORITY_HIGH,
    [PF_NOTICE_REFUSAL] = G_NOTIFICATION_PRIORITY_NORMAL,
    [PF_NOTICE_ALARM] = G_NOTIFICATION_PRIORITY_URGENT,
    [PF_NOTICE_STOP] = G_NOTIFICATION_PRIORITY_NORMAL,
    [PF_NOTICE_GAP] = G_NOTIFICATION_PRIORITY_HIGH,
  };
  PfDeploymentStatus status = row != NULL ? row->status : PF_DEPLOYMENT_STOPPED;
  PfNotificationPlan plan = { .what = what_of (notice->kind, status, level),
                              .priority = priorities[notice->kind],
                              .buttons = buttons_of (row) };

  /* Alarms of the desk stand side by side; the same one again replaces itself. */
  if (notice->deployment_id == 0)
    g_snprintf (plan.id, sizeof plan.id, "alarm-%08x", g_str_hash (notice->body));
  else
    g_snprintf (plan.id, sizeof plan.id, "deployment-%" G_GUINT64_FORMAT, notice->deployment_id);
  return plan;
}

/* Some servers read what they are sent as markup, others do not: signs that mean something there
 * give way to ones that look like them. */
char *
pf_notification_text (const char *text, guint most)
{
  g_autofree char *line = pf_text_one_line (text, most);
  GString *plain = g_string_new (line);

  g_string_replace (plain, "&", "\xef\xbc\x86", 0);
  g_string_replace (plain, "<", "\xe2\x80\xb9", 0);
  g_string_replace (plain, ">", "\xe2\x80\xba", 0);
  return g_string_free (plain, FALSE);
}

/* --- how many --------------------------------------------------------------------------------- */

gboolean
pf_notification_budget_take (PfNotificationBudget *self, PfNoticeKind kind, gint64 now_us)
{
  guint share = kind == PF_NOTICE_FILL ? 0 : 1;

  g_assert (kind < G_N_ELEMENTS (self->held));
  if (self->sent[0] + self->sent[1] == 0 || now_us - self->began_us >= MINUTE_US)
    {
      self->began_us = now_us;
      self->sent[0] = self->sent[1] = 0;
    }
  if (self->sent[share] < PF_NOTIFICATIONS_A_MINUTE)
    {
      self->sent[share]++;
      return TRUE;
    }
  self->held[kind]++;
  return FALSE;
}

static void
add_count (GString *body, const char *words, guint n)
{
  if (n > 0 && body->len > 0)
    g_string_append (body, _ (", "));
  if (n > 0)
    g_string_append_printf (body, "%u %s", n, words);
}

gboolean
pf_notification_budget_sum (PfNotificationBudget *self, char **title, char **body)
{
  const guint *held = self->held;
  guint all = 0;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (self->held); i++)
    all += held[i];
  if (all == 0)
    {
      g_string_free (text, TRUE);
      return FALSE;
    }
  add_count (text, ngettext ("fill", "fills", held[PF_NOTICE_FILL]), held[PF_NOTICE_FILL]);
  add_count (text, ngettext ("pause", "pauses", held[PF_NOTICE_PAUSE]), held[PF_NOTICE_PAUSE]);
  add_count (text, ngettext ("stop", "stops", held[PF_NOTICE_STOP]), held[PF_NOTICE_STOP]);
  add_count (text, ngettext ("alarm", "alarms", held[PF_NOTICE_ALARM]), held[PF_NOTICE_ALARM]);
  add_count (text, ngettext ("gap", "gaps", held[PF_NOTICE_GAP]), held[PF_NOTICE_GAP]);
  *title = g_strdup_printf (ngettext ("and %u more", "and %u more", all), all);
  *body = g_string_free (text, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (self->held); i++)
    self->held[i] = 0;
  return TRUE;
}
