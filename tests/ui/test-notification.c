/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-notification.h"

#include <string.h>

#define FILL PF_NOTICE_FILL
#define PAUSE PF_NOTICE_PAUSE
#define REFUSAL PF_NOTICE_REFUSAL
#define ALARM PF_NOTICE_ALARM
#define STOP PF_NOTICE_STOP
#define ACTIVE PF_DEPLOYMENT_ACTIVE
#define PAUSED PF_DEPLOYMENT_PAUSED
#define STOPPED PF_DEPLOYMENT_STOPPED
#define IN_ERROR PF_DEPLOYMENT_ERROR_STATE
#define ALL PF_NOTIFY_ALL
#define IMPORTANT PF_NOTIFY_IMPORTANT
#define NONE PF_NOTIFY_NONE
#define SEND PF_NOTIFICATION_SEND
#define BACK PF_NOTIFICATION_WITHDRAW
#define NOTHING PF_NOTIFICATION_NOTHING

static void
test_plan (void)
{
  static const struct
  {
    PfNoticeKind kind;
    PfDeploymentStatus status;
    PfNotifyLevel level;
    PfNotificationWhat what;
    guint buttons;
    GNotificationPriority priority;
    PfRefusalReason pause_reason;
  } rows[] = {
    { FILL, ACTIVE, ALL, SEND, PF_NOTIFICATION_PAUSE | PF_NOTIFICATION_STOP,
      G_NOTIFICATION_PRIORITY_NORMAL },
    { FILL, PAUSED, ALL, SEND, PF_NOTIFICATION_RESUME | PF_NOTIFICATION_STOP,
      G_NOTIFICATION_PRIORITY_NORMAL },
    { FILL, STOPPED, ALL, SEND, 0, G_NOTIFICATION_PRIORITY_NORMAL },
    { FILL, ACTIVE, IMPORTANT, NOTHING },
    { FILL, ACTIVE, NONE, NOTHING },
    { PAUSE, PAUSED, ALL, SEND, PF_NOTIFICATION_RESUME | PF_NOTIFICATION_STOP,
      G_NOTIFICATION_PRIORITY_HIGH },
    { PAUSE, PAUSED, IMPORTANT, SEND, PF_NOTIFICATION_RESUME | PF_NOTIFICATION_STOP,
      G_NOTIFICATION_PRIORITY_HIGH },
    { PAUSE, PAUSED, ALL, SEND, PF_NOTIFICATION_STOP, G_NOTIFICATION_PRIORITY_HIGH,
      PF_REFUSAL_DAILY_LOSS },
    { PAUSE, PAUSED, ALL, SEND, PF_NOTIFICATION_RESUME | PF_NOTIFICATION_STOP,
      G_NOTIFICATION_PRIORITY_HIGH, PF_REFUSAL_DRAWDOWN },
    { FILL, PAUSED, ALL, SEND, PF_NOTIFICATION_STOP, G_NOTIFICATION_PRIORITY_NORMAL,
      PF_REFUSAL_DAILY_LOSS },
    { PAUSE, PAUSED, NONE, NOTHING },
    { PAUSE, ACTIVE, ALL, BACK },
    { PAUSE, ACTIVE, NONE, BACK },
    { PAUSE, STOPPED, ALL, BACK },
    { STOP, STOPPED, ALL, SEND, 0, G_NOTIFICATION_PRIORITY_NORMAL },
    { STOP, STOPPED, IMPORTANT, SEND, 0, G_NOTIFICATION_PRIORITY_NORMAL },
    { STOP, STOPPED, NONE, BACK },
    { ALARM, IN_ERROR, ALL, SEND, PF_NOTIFICATION_STOP, G_NOTIFICATION_PRIORITY_URGENT },
    { ALARM, IN_ERROR, IMPORTANT, SEND, PF_NOTIFICATION_STOP, G_NOTIFICATION_PRIORITY_URGENT },
    { ALARM, IN_ERROR, NONE, NOTHING },
    { REFUSAL, ACTIVE, ALL, NOTHING },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const PfNotice notice = { .kind = rows[i].kind, .deployment_id = G_MAXUINT64 };
      const PfDeploymentRow row = { .status = rows[i].status,
                                    .pause_reason = rows[i].pause_reason };
      PfNotificationPlan plan = pf_notification_plan (&notice, &row, rows[i].level);

      g_test_message ("row %u", i);
      g_assert_cmpint (plan.what, ==, rows[i].what);
      g_assert_cmpstr (plan.id, ==, "deployment-18446744073709551615");
      if (plan.what != SEND)
        continue;
      g_assert_cmpuint (plan.buttons, ==, rows[i].buttons);
      g_assert_cmpint (plan.priority, ==, rows[i].priority);
    }
}

/* Two alarms of the desk stand side by side, the same one again does not. */
static void
test_alarm_ids (void)
{
  const PfNotice slept = { .kind = ALARM, .body = (char *) "The machine slept." };
  const PfNotice failed = { .kind = ALARM, .body = (char *) "The journal cannot be written." };
  PfNotificationPlan first = pf_notification_plan (&slept, NULL, ALL);
  PfNotificationPlan again = pf_notification_plan (&slept, NULL, IMPORTANT);
  PfNotificationPlan other = pf_notification_plan (&failed, NULL, ALL);

  g_assert_cmpstr (first.id, ==, again.id);
  g_assert_cmpstr (first.id, !=, other.id);
  g_assert_cmpuint (first.buttons, ==, 0);
  g_assert_cmpint (first.priority, ==, G_NOTIFICATION_PRIORITY_URGENT);
}

static void
test_text (void)
{
  static const struct { const char *text; guint most; const char *shown; } rows[] = {
    { "Golden cross momentum is paused", 120, "Golden cross momentum is paused" },
    { "<a href='x'>P&L</a>", 120, "‹a href='x'›P＆L‹/a›" },
    { "one\ntwo", 120, "one\uFFFDtwo" },
    { "123456", 3, "123…" },
    { NULL, 3, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *shown = pf_notification_text (rows[i].text, rows[i].most);

      g_assert_cmpstr (shown, ==, rows[i].shown);
    }
}

static void
check_sum (PfNotificationBudget *budget, const char *title, const char *body)
{
  g_autofree char *said_title = NULL;
  g_autofree char *said_body = NULL;
  gboolean any = pf_notification_budget_sum (budget, &said_title, &said_body);

  g_assert_true (any == (title != NULL));
  g_assert_cmpstr (said_title, ==, title);
  g_assert_cmpstr (said_body, ==, body);
}

static guint
take (PfNotificationBudget *budget, PfNoticeKind kind, guint n, gint64 now_us)
{
  guint taken = 0;

  for (guint i = 0; i < n; i++)
    taken += pf_notification_budget_take (budget, kind, now_us);
  return taken;
}

static void
test_budget (void)
{
  const gint64 minute = 60 * G_USEC_PER_SEC, begin = 5 * minute + 17;
  PfNotificationBudget budget = { 0 };

  check_sum (&budget, NULL, NULL);
  g_assert_cmpuint (take (&budget, FILL, 1000, begin), ==, 12);
  /* the fills did not use up what the others may use */
  g_assert_cmpuint (take (&budget, PAUSE, 10, begin + 1), ==, 10);
  g_assert_cmpuint (take (&budget, ALARM, 3, begin + minute - 1), ==, 2);
  g_assert_cmpuint (take (&budget, STOP, 2, begin + minute - 1), ==, 0);
  check_sum (&budget, "and 991 more", "988 fills, 2 stops, 1 alarm");
  check_sum (&budget, NULL, NULL);
  /* a new minute begins with the first after the last one's end, however long that was */
  g_assert_cmpuint (take (&budget, FILL, 13, begin + minute), ==, 12);
  g_assert_cmpuint (take (&budget, FILL, 1, begin + 2 * minute - 1), ==, 0);
  g_assert_cmpuint (take (&budget, FILL, 1, begin + 100 * minute), ==, 1);
  check_sum (&budget, "and 2 more", "2 fills");
  g_assert_cmpuint (take (&budget, FILL, 12, begin + 100 * minute + 5), ==, 11);
  check_sum (&budget, "and 1 more", "1 fill");
}

static void
test_levels (void)
{
  GEnumClass *levels = g_type_class_ref (PF_TYPE_NOTIFY_LEVEL);

  g_assert_cmpint (g_enum_get_value_by_nick (levels, "all")->value, ==, ALL);
  g_assert_cmpint (g_enum_get_value_by_nick (levels, "important")->value, ==, IMPORTANT);
  g_assert_cmpint (g_enum_get_value_by_nick (levels, "none")->value, ==, NONE);
  g_type_class_unref (levels);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/notification/plan", test_plan);
  g_test_add_func ("/pf/notification/alarm-ids", test_alarm_ids);
  g_test_add_func ("/pf/notification/text", test_text);
  g_test_add_func ("/pf/notification/budget", test_budget);
  g_test_add_func ("/pf/notification/levels", test_levels);
  return g_test_run ();
}
