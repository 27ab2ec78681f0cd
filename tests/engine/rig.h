/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An engine on a bench: bars in by hand, a venue that says what the test tells it to. */
#pragma once

#include "engine/pf-engine.h"

#define RIG_DAY_NS (G_GINT64_CONSTANT (20000) * PF_NS_PER_DAY)

typedef struct
{
  PfEngine *engine;
  GArray *records;              /* of PfRecord: the journal */
  GArray *submits;              /* of guint64, not yet answered */
  GArray *cancels;
  GArray *queries;
  GPtrArray *alarms;            /* of char* */
  PfReply reply;                /* the last one */
  gint64 now_ns;
  guint next_trade_id;
} Rig;

void rig_init (Rig *rig);
void rig_init_with (Rig *rig, const PfEngineConfig *config);
void rig_clear (Rig *rig);
/* pushes, drains and sorts the outbox into the arrays */
void rig_push (Rig *rig, const PfEvent *event);
void rig_ready (Rig *rig);
/* TRUE when it was done; the reply is kept */
gboolean rig_command (Rig *rig, PfCommandType type, guint64 deployment);
guint64 rig_deploy (Rig *rig, const char *spec);
/* a one-minute bar of instrument 0 with four equal prices of so many whole units */
void rig_bar (Rig *rig, gint64 price);
void rig_bar_of (Rig *rig, guint32 instrument, gint64 price);
void rig_mark (Rig *rig, gint64 price);
void rig_time (Rig *rig, gint64 forward_ns);
/* the venue speaks of the oldest unanswered submit */
guint64 rig_accept (Rig *rig);
guint64 rig_fill (Rig *rig, const char *price);
void rig_fill_order (Rig *rig, guint64 order, const char *price, const char *trade_id,
                     const char *quantity);
void rig_word (Rig *rig, guint64 order, PfOrderEvent event, const char *sentence);
/* a second engine that recovered from the records has the same dump */
void rig_assert_recovers (Rig *rig);
const PfDeploymentState *rig_deployment (Rig *rig, guint64 id);
guint rig_count (const Rig *rig, PfRecordType type);
const PfRecord *rig_last (const Rig *rig, PfRecordType type);
