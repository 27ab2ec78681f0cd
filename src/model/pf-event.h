/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes into the engine. Every event carries its time; nothing else tells the engine time. */
#pragma once

#include "model/pf-bar.h"
#include "model/pf-deployment.h"
#include "model/pf-order.h"

G_BEGIN_DECLS

typedef enum
{
  PF_EVENT_TIME,        /* nothing but time: a timer asked for by the outbox, or a heartbeat */
  PF_EVENT_MARK,        /* a price of an instrument */
  PF_EVENT_BAR,         /* a bar closed */
  PF_EVENT_ORDER,       /* the venue's word about an order */
  PF_EVENT_FILL,
  PF_EVENT_MISSING,     /* asked for an order, the venue answered that it knows none such */
  PF_EVENT_COMMAND,     /* the user's word */
  PF_EVENT_DESK,        /* the desk's word about itself */
} PfEventType;

typedef enum
{
  PF_COMMAND_DEPLOY,            /* spec */
  PF_COMMAND_PAUSE,             /* deployment_id */
  PF_COMMAND_RESUME,            /* deployment_id */
  PF_COMMAND_STOP,              /* deployment_id: closes its positions first */
  PF_COMMAND_CLOSE_POSITION,    /* deployment_id, instrument */
  PF_COMMAND_EMERGENCY_STOP,    /* sets the kill latch, closes everything */
  PF_COMMAND_RE_ARM,
  PF_N_COMMANDS,
} PfCommandType;

typedef enum
{
  PF_DESK_WORD_READY,           /* recovery and reconcile are done and clean */
  PF_DESK_WORD_DEGRADED,        /* watching; stops and closes only */
  PF_DESK_WORD_HALTED,          /* an assertion or the journal failed */
  PF_DESK_WORD_FLAT,            /* what Stop all began is done; the sentence has its times */
} PfDeskWord;

/* Small pieces that do not fit a plain struct are borrowed until the event is drained. */
typedef struct
{
  PfEventType type;
  gint64 ts_ns;
  union
  {
    struct { guint32 instrument; gint64 points; } mark;
    struct { guint32 instrument; gint64 timeframe_ns; PfBar bar; } bar;
    struct
    {
      guint64 order_id;
      PfOrderEvent event;
      const char *venue_order_id;
      const char *sentence;
    } order;
    const PfFill *fill;
    struct { guint64 order_id; gint64 asked_ns; } missing;  /* when the question was sent */
    struct
    {
      PfCommandType type;
      guint64 request_id;       /* comes back in the reply */
      guint64 deployment_id;
      guint32 instrument;
      const PfDeploymentSpec *spec;
    } command;
    struct { PfDeskWord word; const char *sentence; } desk;
  };
} PfEvent;

G_END_DECLS
