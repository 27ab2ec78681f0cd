/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The deterministic simulation: the real engine, matcher and journal in a made-up world of one
 * thread, where time, the network, the machine and the user do what a seed says.
 *
 *   user, market ---> desk (engine + journal) --submit--> network --> exchange (matcher)
 *                       ^  crash, restart                               |
 *                       +----------- words: late, twice, never <--------+
 *
 * Whether a fault strikes is hash (seed, site, entity, attempt): to remove one fault moves no
 * other. Same seed, same trace hash.
 */
#pragma once

#include "engine/pf-engine.h"
#include "market/pf-matcher.h"
#include "store/pf-journal.h"

#define SIM_INSTRUMENTS 2
#define SIM_START_NS (G_GINT64_CONSTANT (20000) * PF_NS_PER_DAY)

/* A mistake that somebody could make in the desk, planted to see that the simulation finds it. */
typedef enum
{
  SIM_BUG_NONE,
  SIM_BUG_BLIND_RETRY,          /* sends again instead of asking */
  SIM_BUG_NO_DEDUP,             /* a fill told twice counts twice */
  SIM_BUG_SEND_FIRST,           /* sends before the intent is committed */
  SIM_BUG_NO_BACKFILL,          /* never asks for fills that the stream lost */
  SIM_BUG_NO_FENCE,             /* takes the first "not found" for final */
  SIM_BUG_RESEND_AFTER_KILL,    /* sends what was pending once more at start-up */
  SIM_BUG_LATCH_FORGOTTEN,      /* the kill latch does not survive a restart */
  SIM_BUG_BARS_FORGOTTEN,       /* a bar is acted on again after a restart */
  SIM_BUG_NOT_COMMITTED,        /* now and then nothing is committed */
  SIM_N_BUGS,
} SimBug;

extern const char *const sim_bug_names[SIM_N_BUGS];

typedef enum
{
  SIM_TICK, SIM_SUBMIT, SIM_CANCEL, SIM_QUERY, SIM_WORD, SIM_MISSING, SIM_TIMER, SIM_RECONCILE,
  SIM_USER, SIM_RESTART,
} SimKind;

typedef struct
{
  gint64 time_ns;
  guint64 seq;
  SimKind kind;
  guint epoch;                  /* of the desk it is for: a message to a dead desk is lost */
  PfOrder order;                /* SUBMIT, CANCEL, QUERY, MISSING */
  gint64 sent_ns;
  gint64 asked_ns;              /* MISSING: when the question was sent */
  PfMatcherEvent word;          /* WORD; the order's id is the engine's */
} SimMessage;

/* What the exchange knows of one order that reached it. */
typedef struct
{
  guint64 order_id;             /* the engine's */
  guint64 exchange_id;
  char client_order_id[PF_ORDER_ID_TEXT_MAX];
  gboolean ended;
  PfMatcherEvent end;
} SimExchangeOrder;

typedef struct
{
  guint64 seed;
  gboolean swarm;
  SimBug bug;
  const char *folder;           /* of the journal; NULL: records in memory */
  gint64 duration_ns;
} SimPlan;

typedef struct
{
  SimPlan plan;
  guint multiplier;             /* of the fault rates */
  gboolean faults;
  gboolean quiet;               /* the market and the user stand still: what is under way ends */
  gint64 now_ns;
  guint64 seq, trace, n_messages, n_faults;
  GPtrArray *heap;              /* of SimMessage* */
  char *failure;                /* the first broken invariant */

  PfInstruments *instruments;
  gint64 points[SIM_INSTRUMENTS];
  PfBarBuilder builders[SIM_INSTRUMENTS];
  GArray *bars[SIM_INSTRUMENTS];        /* of PfBar, closed ones */

  PfMatcher *matcher;
  GArray *exchange_orders;      /* of SimExchangeOrder */
  GArray *exchange_fills;       /* of PfMatcherEvent as told, in order */

  PfEngine *engine;             /* NULL while the desk is dead */
  PfJournal *journal;
  GArray *records;              /* of PfRecord: what is committed */
  guint epoch;
  guint64 n_commits, n_starts;
  gboolean latched;             /* as committed */
} Sim;

/* --- sim-world.c --- */
guint64 sim_hash (guint64 a, guint64 b, guint64 c, guint64 d);
/* a keyed choice of 0 .. n-1, faults or not */
guint sim_choose (Sim *sim, const char *what, guint64 entity, guint n);
/* does the fault strike? per_million at multiplier 1 */
gboolean sim_fault (Sim *sim, const char *site, guint64 entity, guint64 attempt, guint per_million);
SimMessage *sim_send (Sim *sim, SimKind kind, gint64 delay_ns);
void sim_trace (Sim *sim, guint64 what);
void sim_fail (Sim *sim, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* runs the plan; NULL, or the sentence of the broken invariant (transfer full). trace is out. */
char *sim_run (const SimPlan *plan, guint64 *trace, guint64 *n_messages);

/* --- sim-exchange.c --- */
void sim_exchange_submit (Sim *sim, const SimMessage *message);
void sim_exchange_cancel (Sim *sim, const PfOrder *order);
void sim_exchange_query (Sim *sim, const SimMessage *message);
void sim_exchange_tick (Sim *sim);

/* --- sim-desk.c --- */
void sim_desk_start (Sim *sim);
void sim_desk_stop (Sim *sim);
void sim_desk_push (Sim *sim, const PfEvent *event);
void sim_desk_word (Sim *sim, const SimMessage *message);
void sim_desk_bar (Sim *sim, guint32 instrument, const PfBar *bar);
void sim_desk_reconcile (Sim *sim);
void sim_desk_user (Sim *sim, guint64 n);

/* --- sim-check.c --- */
void sim_check (Sim *sim);
void sim_check_at_rest (Sim *sim);
