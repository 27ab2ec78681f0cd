/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What news of the desk become on the desktop. Pure: no clock, no bus; pf-notifier.c has both.
 *
 * Guarantees
 *  1. One notification a deployment: later news replace earlier ones, and a button is shown only
 *     while what it does makes sense.
 *  2. At most so many a minute; fills never use up what pauses, stops and alarms may use. What is
 *     held back is counted and told at the minute's end as one.
 *  3. Texts are one line of bounded length, and no server can take them for markup.
 */
#pragma once

#include "object/pf-execution-engine.h"
#include "ui/pf-settings.h"

G_BEGIN_DECLS

/* PfNotifyLevel with the words of the settings; IMPORTANT: without the fills */
#define PF_TYPE_NOTIFY_LEVEL (pf_notify_level_get_type ())
GType pf_notify_level_get_type (void);

typedef enum { PF_NOTIFICATION_NOTHING, PF_NOTIFICATION_SEND, PF_NOTIFICATION_WITHDRAW }
PfNotificationWhat;

typedef enum
{
  PF_NOTIFICATION_PAUSE = 1 << 0,
  PF_NOTIFICATION_RESUME = 1 << 1,
  PF_NOTIFICATION_STOP = 1 << 2,
} PfNotificationButtons;

typedef struct
{
  PfNotificationWhat what;
  char id[48];                  /* what replaces what */
  GNotificationPriority priority;
  guint buttons;                /* PfNotificationButtons */
} PfNotificationPlan;

/**
 * pf_notification_plan:
 * @row: (nullable): the notice's deployment as it is now, which may be later than the notice
 *
 * What is to be done for a notice. A refusal is for the window alone. Resume is offered only where
 * it would be done: not while the loss of the day has to pass.
 */
PfNotificationPlan pf_notification_plan (const PfNotice *notice, const PfDeploymentRow *row,
                                         PfNotifyLevel level);

/* what may be shown of a text (transfer full); most: characters */
char *pf_notification_text (const char *text, guint most);

#define PF_NOTIFICATIONS_A_MINUTE 12    /* of fills, and of all others */

typedef struct
{
  gint64 began_us;              /* of the minute */
  guint sent[2];                /* of fills, of others */
  guint held[PF_NOTICE_GAP + 1];       /* by PfNoticeKind */
} PfNotificationBudget;

/* May one more be sent? If not it counts as held back. now_us: a time that never goes back; a new
 * minute begins with the first one after the last minute's end. */
gboolean pf_notification_budget_take (PfNotificationBudget *self, PfNoticeKind kind, gint64 now_us);
/* What was held back as a title and a body (transfer full), and forgets it. FALSE: nothing was. */
gboolean pf_notification_budget_sum (PfNotificationBudget *self, char **title, char **body);

G_END_DECLS
