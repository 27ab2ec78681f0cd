/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What comes out of the engine, in order. The desk commits the records of a whole outbox in one
 * transaction first; only then it does what the rest says.
 */
#pragma once

#include "model/pf-record.h"

G_BEGIN_DECLS

typedef enum
{
  PF_OUT_RECORD,
  PF_OUT_SUBMIT,        /* hand this order to the venue, through the gate */
  PF_OUT_CANCEL,
  PF_OUT_QUERY,         /* ask the venue what became of this order */
  PF_OUT_WAKE,          /* send a TIME event at this time */
  PF_OUT_REPLY,         /* the answer to a command */
  PF_OUT_ALARM,         /* something impossible was heard: tell the user once */
} PfOutType;

typedef struct
{
  guint64 request_id;
  gboolean ok;
  PfRefusalReason reason;
  guint64 deployment_id;
  char sentence[PF_SENTENCE_MAX];
} PfReply;

typedef struct
{
  PfOutType type;
  union
  {
    PfRecord record;
    guint64 order_id;
    gint64 wake_ns;
    PfReply reply;
    char sentence[PF_SENTENCE_MAX];
  };
} PfOut;

G_END_DECLS
