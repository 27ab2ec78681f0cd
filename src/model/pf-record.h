/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the engine decided and what happened to it: the only things that change durable state. The
 * journal keeps records in their order, and recovery hands them back to an empty engine, which
 * then is in the same state, byte for byte. Market data is not a record.
 */
#pragma once

#include "model/pf-deployment.h"
#include "model/pf-order.h"
#include "model/pf-position.h"
#include "model/pf-refusal.h"

G_BEGIN_DECLS

typedef enum
{
  PF_RECORD_ACCOUNT,            /* the first: the balance the books begin with */
  PF_RECORD_DEPLOYMENT,         /* a new deployment */
  PF_RECORD_DEPLOYMENT_STATUS,
  PF_RECORD_ORDER,              /* an order's first row, PENDING (its intent) or REFUSED */
  PF_RECORD_ORDER_CHANGE,
  PF_RECORD_FILL,
  PF_RECORD_TRADE,              /* for people; recovery derives it from the fills */
  PF_RECORD_REFUSAL,
  PF_RECORD_LATCH,
  PF_RECORD_BAR_SEEN,           /* a deployment has acted on this bar: never act on it again */
  PF_RECORD_EQUITY,             /* day and peak of a deployment */
  PF_N_RECORDS,
} PfRecordType;

typedef struct
{
  PfRecordType type;
  gint64 ts_ns;
  union
  {
    struct { PfMoney initial; } account;
    struct { guint64 id; PfMoney base_equity; PfDeploymentSpec spec; } deployment;
    struct
    {
      guint64 id;
      PfDeploymentStatus status;
      PfRefusalReason reason;             /* why it is paused; NONE: by its user, or active */
      gint64 lifts_ns;                    /* when the pause lifts by itself; PF_TIME_NONE: never */
      char sentence[PF_SENTENCE_MAX];
    } status;
    PfOrder order;
    struct
    {
      guint64 order_id;
      PfOrderEvent event;                 /* never FILL: that is a PF_RECORD_FILL */
      char venue_order_id[PF_ORDER_ID_TEXT_MAX];
      char sentence[PF_SENTENCE_MAX];
    } change;
    PfFill fill;
    PfTrade trade;
    PfRefusal refusal;
    struct { gboolean set; char sentence[PF_SENTENCE_MAX]; } latch;
    struct { guint64 deployment_id; guint32 instrument; gint64 ts_open_ns; } bar_seen;
    struct
    {
      guint64 deployment_id;
      gint64 day;                         /* UTC day that has begun */
      PfMoney day_start;                  /* the deployment's equity at its beginning */
      PfMoney equity;                     /* now: a new peak, or a new deepest drawdown */
      PfMoney peak;
    } equity;
  };
} PfRecord;

/* Does the order, fill or decision in it have to be on disk before anything goes out? DESIGN.md 5:
 * latch, pauses, settings, deployments, hand-made orders and strategy opens wait; the rest is
 * written, not waited for. */
gboolean pf_record_waits_for_disk (const PfRecord *self);
/* Copies what a record of its type is made of; the rest of the struct is left as it is. */
void pf_record_copy (PfRecord *to, const PfRecord *from);
const char *pf_record_type_name (PfRecordType type);

G_END_DECLS
