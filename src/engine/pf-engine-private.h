/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the engine's own files share. Nobody outside the room includes this. */
#pragma once

#include "engine/pf-engine.h"
#include "engine/pf-limits.h"

G_BEGIN_DECLS

/* An order may stay without a word this long before its fate counts as unknown. */
#define PF_ANSWER_TIMEOUT_NS (5 * PF_NS_PER_SECOND)
/* "Not found" is final only when said twice to questions that were sent this long after the order:
 * an earlier one may have been answered before the order got there. */
#define PF_MISSING_FENCE_NS (10 * PF_NS_PER_SECOND)
#define PF_MISSING_ANSWERS 2
#define PF_RETRY_MAX_NS PF_NS_PER_MINUTE
/* A close that the venue refused this often puts its deployment into ERROR (and goes on trying). */
#define PF_CLOSE_ATTEMPTS 3
#define PF_STOPPED_KEPT_MAX 1000
/* Within both, a position's value needs no check for overflow. */
#define PF_POINTS_MAX ((gint64) 1 << 40)
#define PF_POINT_VALUE_MAX ((PfInt128) 1 << 86)

typedef struct
{
  PfOrder order;
  char trade_id[PF_TRADE_ID_TEXT_MAX];  /* of the first fill; nearly every order has only one */
  guint n_trade_ids;
  GPtrArray *trade_ids;         /* of char*, of the fills after the first; NULL before the second */
  gint64 next_query_ns;         /* PF_TIME_NONE: nothing to ask */
  guint n_queries;
  guint n_missing;
} PfLiveOrder;

struct _PfEngine
{
  PfEngineConfig config;
  PfInstruments *instruments;
  PfDeskState state;
  gint64 now_ns;
  gint64 due_ns;                /* the next time at which time alone has something to do */
  PfAccount account;
  gboolean account_known;
  gboolean latched;
  char latch_sentence[PF_SENTENCE_MAX];

  PfEvent *inbox;               /* ring of PF_ENGINE_INBOX_MAX */
  guint inbox_head, inbox_n;
  gboolean draining;
  GArray *outbox;               /* of PfOut */

  gint64 *marks;                /* last price of each instrument in points; 0: none yet */
  GPtrArray *deployments;       /* of PfDeploymentState*, by rising id; owns them */
  GPtrArray *running;           /* those that can still do something */
  GPtrArray *orders;            /* live PfLiveOrder*, by rising id; owns them */
  GPtrArray *terminal;          /* finished ones, oldest first; owns them */
  GPtrArray *foreign_ids;       /* trade ids of fills that are no order's, bounded */

  guint64 next_order, next_trade, next_refusal, next_deployment;
  guint64 n_fills, n_trades;
  /* what the fill being applied closed, for the record that tells people */
  gboolean trade_closed;
  PfTrade closed_trade;
};

/* pf-engine.c: the kernel */
PfOut *pf_engine_out (PfEngine *self, PfOutType type);
/* applies the record and puts it into the outbox */
void pf_engine_record (PfEngine *self, PfRecord *record);
void pf_engine_latch_again (PfEngine *self, const char *sentence);
void pf_engine_reply (PfEngine *self, const PfEvent *event, PfRefusalReason reason,
                      guint64 deployment_id, const char *sentence);
void pf_engine_alarm (PfEngine *self, const char *sentence);
void pf_engine_halt (PfEngine *self, const char *sentence);
/* time alone has something to do at ts_ns: wake then */
void pf_engine_wake_at (PfEngine *self, gint64 ts_ns);
/* A broken invariant stops entries and keeps stops and closes going. */
#define PF_ENGINE_CHECK(self, expression) \
  G_STMT_START { if (G_UNLIKELY (!(expression))) pf_engine_halt ((self), #expression); } G_STMT_END

/* pf-apply.c: durable state */
void pf_engine_apply (PfEngine *self, const PfRecord *record);
PfDeploymentState *pf_engine_find_deployment (PfEngine *self, guint64 id);
PfLeg *pf_engine_find_leg (PfDeploymentState *deployment, guint32 instrument);
PfLiveOrder *pf_engine_find_order (PfEngine *self, guint64 id, gboolean *live);
void pf_live_order_free (PfLiveOrder *order);
void pf_deployment_state_free (PfDeploymentState *deployment);
/* was this fill of the order (NULL: of none of ours) counted before? */
gboolean pf_engine_knows_fill (PfEngine *self, const PfLiveOrder *live, const char *trade_id);

/* pf-execution.c: orders */
PfPrice pf_engine_price (const PfEngine *self, guint32 instrument);
void pf_engine_enter (PfEngine *self, PfDeploymentState *deployment, PfLeg *leg, PfSide side,
                      PfPrice price);
/* nothing when the leg is flat or a close is in flight */
void pf_engine_close (PfEngine *self, PfDeploymentState *deployment, PfLeg *leg, PfReason reason,
                      PfThen then, PfPrice price);
void pf_engine_refuse (PfEngine *self, PfDeploymentState *deployment, const PfLeg *leg,
                       guint64 order_id, PfRefusal *refusal);
/* 0: nothing */
void pf_engine_cancel (PfEngine *self, guint64 order_id);
/* stop and target around an entry, at its fill price (its average once there were several) */
void pf_engine_protect (PfEngine *self, PfDeploymentState *deployment, PfLeg *leg, PfPrice entry);

/* pf-venue-words.c: what the venue says, and what is done where it says nothing */
void pf_engine_on_order (PfEngine *self, const PfEvent *event);
void pf_engine_on_fill (PfEngine *self, const PfFill *fill);
void pf_engine_on_missing (PfEngine *self, guint64 order_id, gint64 asked_ns);
/* orders without an answer, closes to be tried again */
void pf_engine_chase_orders (PfEngine *self);

/* pf-commands.c: the user's word */
void pf_engine_on_command (PfEngine *self, const PfEvent *event);

/* pf-deployments.c: bars, marks, pauses */
void pf_engine_on_mark (PfEngine *self, guint32 instrument, gint64 points);
void pf_engine_on_bar (PfEngine *self, guint32 instrument, gint64 timeframe_ns, const PfBar *bar);
void pf_engine_on_time (PfEngine *self);
void pf_engine_set_status (PfEngine *self, PfDeploymentState *deployment, PfDeploymentStatus status,
                           PfRefusalReason reason, gint64 lifts_ns, const char *sentence);
/* base + realised + unrealised at the marks */
void pf_engine_update_equity (PfDeploymentState *deployment);
void pf_engine_record_equity (PfEngine *self, PfDeploymentState *deployment, gint64 day,
                              PfMoney day_start);
/* before a fill changes the equity that its day begins with */
void pf_engine_begin_day_of_fill (PfEngine *self, PfDeploymentState *deployment);
gboolean pf_leg_is_flat (const PfLeg *leg);

G_END_DECLS
