/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The engine: a deterministic state machine. Events go in, the outbox comes out, nothing else
 * happens. It calls nobody: no clock, thread, random, socket, file.
 *
 *    push (event)... -> drain -> outbox [records, submits, cancels, queries, wakes, replies]
 *
 *   STARTING --DESK_WORD_READY--> READY <--READY/DEGRADED--> DEGRADED
 *      any --DESK_WORD_HALTED or a broken invariant--> HALTED (until restart)
 *
 * Guarantees
 *  1. Durable state changes only by records, and each goes to the outbox in the drain in which it
 *     was applied: pf_engine_restore of the same records gives the same state (pf_engine_dump).
 *  2. An order is in the outbox as a record (PENDING) before its submit.
 *  3. Entries are sent only when: state READY, kill latch not set, deployment ACTIVE, every limit
 *     passed with orders in flight counted as filled. Closes and stops always pass.
 *  4. At most one entry and one close of a (deployment, instrument) are in flight; an entry whose
 *     fate is unknown blocks the next. A STOPPED deployment with a position always has a close in
 *     flight or asks for one at the next event.
 *  5. A fill counts once per (order, trade id). A bar counts once per (deployment, instrument).
 *  6. Every table and the inbox are bounded; what does not fit is refused with a sentence.
 */
#pragma once

#include "engine/pf-metrics.h"
#include "engine/pf-outbox.h"
#include "model/pf-event.h"
#include "strategy/pf-strategy.h"

G_BEGIN_DECLS

#define PF_ENGINE_INBOX_MAX 4096
#define PF_ENGINE_ORDERS_MAX 4096       /* live ones */
#define PF_ENGINE_TERMINAL_MAX 1024     /* finished ones that are remembered for late words */

typedef enum
{
  PF_DESK_STARTING,
  PF_DESK_READY,
  PF_DESK_DEGRADED,
  PF_DESK_HALTED,
  PF_DESK_STOPPED,
} PfDeskState;

typedef struct
{
  PfMoney balance;              /* the books begin with it, where no journal says otherwise */
  PfRate fee_rate;              /* for sizing and the balance check */
  PfRate slippage;
  guint desk_positions_max;     /* of the whole desk; 0: no limit */
  guint symbol_positions_max;   /* in one symbol; 0: no limit */
  gboolean bar_records;         /* FALSE in a backtest: nobody will recover it */
  char install[5];              /* four characters that begin every client order id of ours */
} PfEngineConfig;

void pf_engine_config_init (PfEngineConfig *self);

/* One symbol of a deployment. */
typedef struct
{
  guint32 instrument;
  gint64 last_bar_ns;           /* open time of the last bar acted on; PF_TIME_NONE: none yet */
  PfPosition position;
  PfStrategyRun *run;
  guint64 entry_order;          /* ids of live orders; 0: none */
  guint64 close_order;
  guint64 stop_order;
  guint64 target_order;
  /* a close was decided and the leg is not flat yet: it is tried until it is */
  gboolean want_close;
  PfReason close_reason;
  PfThen close_then;
  PfPrice close_price;
  guint close_attempts;         /* refused in a row */
  gint64 retry_ns;
  PfInt128 point_value;         /* money per point of price of the position, where exact, else 0 */
  GArray *warm_fills;           /* of PfFill: told to the strategy while it is warmed up again */
} PfLeg;

typedef struct
{
  guint64 id;
  PfDeploymentSpec spec;        /* symbols and timeframe filled in */
  PfDeploymentStatus status;
  PfRefusalReason pause_reason; /* NONE while active or when its user paused it */
  gint64 lifts_ns;
  char sentence[PF_SENTENCE_MAX];       /* why it is as it is; "" when there is nothing to say */
  gint64 ts_created_ns;
  gint64 ts_stopped_ns;         /* PF_TIME_NONE while it runs */
  PfMoney base_equity;          /* the portfolio when it was deployed */
  PfMoney equity;               /* base + realised + unrealised */
  PfMoney day_start;
  PfMoney peak;
  gint64 day;
  PfMetrics metrics;
  guint n_refusals;
  guint n_legs;
  PfLeg legs[PF_DEPLOYMENT_SYMBOLS_MAX];
} PfDeploymentState;

typedef struct _PfEngine PfEngine;

/* instruments are copied */
PfEngine *pf_engine_new (const PfEngineConfig *config, const PfInstruments *instruments);
void pf_engine_free (PfEngine *self);

/* Queues an event. FALSE when the inbox is full: drain first. Times may not run backwards: an event
 * older than the last is taken at the last one's time. */
gboolean pf_engine_push (PfEngine *self, const PfEvent *event) G_GNUC_WARN_UNUSED_RESULT;
/* Handles everything queued. Borrowed things in the events must live until it returns. */
void pf_engine_drain (PfEngine *self);
/* A push and a drain in one, for who has one event at a time; the inbox has to be empty. */
void pf_engine_take (PfEngine *self, const PfEvent *event);
/* What came out since the last clear; owned by the engine. */
const PfOut *pf_engine_outbox (const PfEngine *self, guint *n);
void pf_engine_outbox_clear (PfEngine *self);

/* --- recovery: before the first push ---------------------------------------------------------- */

void pf_engine_restore (PfEngine *self, const PfRecord *record);
/* The price an instrument had when the desk ended, after all records: it values the positions and
 * asks no limits, since they were asked when it was new. points > 0. */
void pf_engine_restore_mark (PfEngine *self, guint32 instrument, gint64 points);
/* Shows a strategy a bar of the past, in order, without acting on it: after a deployment was made
 * (history) and after a restore (history, then everything up to last_bar_ns). Asks no limits. */
void pf_engine_warm_up (PfEngine *self, guint64 deployment_id, guint32 instrument,
                        const PfBar *bar);
/* The durable state as canonical text (transfer full): equal text, equal state. */
char *pf_engine_dump (const PfEngine *self);

/* --- what is so now; everything returned is borrowed and valid until the next drain ----------- */

PfDeskState pf_engine_state (const PfEngine *self);
gboolean pf_engine_latch (const PfEngine *self, const char **sentence);
gint64 pf_engine_time (const PfEngine *self);
const PfInstruments *pf_engine_instruments (const PfEngine *self);
guint pf_engine_n_deployments (const PfEngine *self);
const PfDeploymentState *pf_engine_deployment_at (const PfEngine *self, guint i);
const PfDeploymentState *pf_engine_deployment (const PfEngine *self, guint64 id);
/* live or remembered; NULL when neither */
const PfOrder *pf_engine_order (const PfEngine *self, guint64 id);
/* live orders, oldest first */
guint pf_engine_n_orders (const PfEngine *self);
const PfOrder *pf_engine_order_at (const PfEngine *self, guint i);
const PfAccount *pf_engine_account (const PfEngine *self);
/* cash + positions at their marks */
PfMoney pf_engine_equity (const PfEngine *self);
guint pf_engine_n_positions (const PfEngine *self);
guint64 pf_engine_n_orders_made (const PfEngine *self);
guint64 pf_engine_n_fills (const PfEngine *self);
guint64 pf_engine_n_trades (const PfEngine *self);
guint64 pf_engine_n_refusals (const PfEngine *self);
const char *pf_desk_state_name (PfDeskState state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfEngine, pf_engine_free)

G_END_DECLS
