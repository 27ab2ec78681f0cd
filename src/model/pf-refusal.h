/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pf-order.h"

G_BEGIN_DECLS

#define PF_SENTENCE_MAX 200

/* Why an order or a command was not carried out. Recorded and shown, never swallowed. */
typedef enum
{
  PF_REFUSAL_NONE,
  PF_REFUSAL_KILL_LATCH,          /* stopped by Stop all; re-arm first */
  PF_REFUSAL_NOT_READY,           /* the desk is starting, degraded or halted */
  PF_REFUSAL_PAUSED,
  PF_REFUSAL_STOPPED,
  PF_REFUSAL_BALANCE,
  PF_REFUSAL_MIN_QUANTITY,
  PF_REFUSAL_MIN_NOTIONAL,
  PF_REFUSAL_MAX_POSITION,        /* value of one position */
  PF_REFUSAL_MAX_OPEN_POSITIONS,  /* of the deployment */
  PF_REFUSAL_SYMBOL_LIMIT,        /* positions in one symbol */
  PF_REFUSAL_DESK_LIMIT,          /* positions of the whole desk */
  PF_REFUSAL_LEVERAGE,            /* gross exposure */
  PF_REFUSAL_DAILY_LOSS,
  PF_REFUSAL_DRAWDOWN,
  PF_REFUSAL_NO_PRICE,
  PF_REFUSAL_RATE,                /* too many orders in a short time */
  PF_REFUSAL_VENUE,               /* the venue rejected it: see the sentence */
  PF_REFUSAL_UNKNOWN_OUTCOME,     /* an earlier order's fate is not known yet */
  PF_REFUSAL_NOT_FLAT,            /* re-arm with positions open */
  PF_REFUSAL_BAD_COMMAND,
  PF_REFUSAL_STORE,               /* the journal cannot be written */
  PF_N_REFUSALS,
} PfRefusalReason;

typedef struct
{
  guint64 id;                     /* rising from 1 in one journal */
  PfRefusalReason reason;
  guint64 deployment_id;          /* 0: none */
  gint32 instrument;              /* -1: none */
  guint64 order_id;               /* 0: none */
  char value[PF_DECIMAL_TEXT_MAX];  /* "" where there is none */
  char limit[PF_DECIMAL_TEXT_MAX];
  char sentence[PF_SENTENCE_MAX]; /* what happened and what to do */
  gint64 ts_ns;
} PfRefusal;

const char *pf_refusal_reason_name (PfRefusalReason reason);

G_END_DECLS
