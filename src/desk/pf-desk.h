/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The running desk: the engine on its own thread with its own main context, the journal's one
 * writer, the gate, the venue and the market feed.
 *
 *   main context                          engine thread
 *   pf_desk_send ----- commands (bounded) ----> inbox -> drain -> outbox
 *                                                 commit records -> gate -> venue -> inbox ...
 *   batch func  <----- one batch, merged ------- what changed
 *
 * Guarantees
 *  1. Nothing else is shared between the threads. The engine never waits for the main context: a
 *     batch that was not fetched yet is merged with the next.
 *  2. No order reaches a venue but through the gate (pf-gate.c), after its intent was committed.
 *  3. Start-up is recovery: lock, open, replay, restore the venue, warm the strategies up, ask for
 *     every order without an end, READY.
 */
#pragma once

#include "desk/pf-watch.h"
#include "engine/pf-engine.h"

G_BEGIN_DECLS

typedef enum { PF_FEED_PRACTICE, PF_FEED_REPLAY } PfFeedKind;

typedef struct
{
  char *data_dir;               /* the folder of journals and lock */
  PfFeedKind feed;
  guint64 seed;                 /* practice */
  PfBarSeries *replay;          /* replay: the bars, owned */
  char *symbol;                 /* replay */
  gint64 start_ns;              /* practice: where it begins when it is new */
  double speed;                 /* market seconds per second; 0: as fast as it goes (replay) */
  PfMoney balance;
  PfRate fee_rate;
  PfRate slippage;
  /* how long the machine has slept since it was started, in microseconds; called on the engine
   * thread. A test may bring its own. */
  gint64 (*slept_us) (gpointer user_data);
  gpointer slept_data;
} PfDeskConfig;

/* practice, seed 1, speed 1, 10000, fee 0.0004, slippage 0, the user's data folder */
PfDeskConfig *pf_desk_config_new (void);
void pf_desk_config_free (PfDeskConfig *self);
/* "practice", or "replay-" and twelve digits that stand for the bars and every setting, so that
 * another file or another fee never mixes into a journal (transfer full) */
char *pf_desk_config_environment (const PfDeskConfig *self);
/* $XDG_DATA_HOME/pilotfish */
char *pf_desk_default_data_dir (void);

/* --- what comes up: plain copies ------------------------------------------------------------- */

typedef struct
{
  guint64 id;
  char *strategy_id;
  char *strategy_name;
  char *symbols;                /* "BTCUSDT, ETHUSDT" */
  char *timeframe;              /* "5m" */
  PfDirection direction;
  PfProfile profile;
  PfDeploymentStatus status;
  PfRefusalReason pause_reason;
  char *sentence;               /* "" or why it is paused, in error, stopped */
  gint64 lifts_ns;
  gint64 ts_created_ns, ts_stopped_ns;
  guint trades, winning, losing, open_positions, max_open_positions, refusals;
  PfMoney total_pnl, daily_pnl, equity, base_equity, day_start;
  double total_pnl_pct, daily_pnl_pct, drawdown_pct;
  double win_rate_pct, sharpe, max_drawdown_pct;        /* NAN: no value yet */
} PfDeploymentRow;

typedef struct
{
  guint64 deployment_id;
  guint32 instrument;
  char *strategy_name;
  char *symbol;
  guint price_decimals, quantity_decimals;
  PfSide side;
  PfQuantity quantity;          /* > 0 */
  PfPrice entry, mark, stop, target;    /* stop, target: 0 none */
  PfMoney unrealised;
  double unrealised_pct;
  gint64 ts_opened_ns;
} PfPositionRow;

typedef struct
{
  PfTrade trade;
  char *strategy_name;
  char *symbol;
  guint price_decimals, quantity_decimals;
} PfTradeRow;

/* Something to tell the user: a fill, a pause, a refusal, an alarm. */
typedef enum
{
  PF_NOTICE_FILL, PF_NOTICE_PAUSE, PF_NOTICE_REFUSAL, PF_NOTICE_ALARM, PF_NOTICE_STOP,
  PF_NOTICE_GAP                 /* nothing was traded for a while: the machine slept */
} PfNoticeKind;
typedef struct
{
  PfNoticeKind kind;
  guint64 deployment_id;
  gint64 ts_ns;
  char *title;                  /* "Golden cross momentum bought 0.0046 BTCUSDT" */
  char *body;
} PfNotice;

#define PF_BATCH_TRADES_MAX 1000
#define PF_BATCH_NOTICES_MAX 100

/* A batch says all that is so now of the small tables (deployments, open positions), and what is
 * new of the growing ones. Merging two: the later tables, both news (the oldest dropped over the
 * bound, then dropped_* say how many). Owned by the receiver. */
typedef struct
{
  gint64 ts_ns;                 /* market time */
  PfDeskState state;
  gboolean latch;
  char *latch_sentence;
  PfMoney equity, day_pnl, open_pnl, initial, cash;
  double day_pnl_pct;
  GPtrArray *deployments;       /* of PfDeploymentRow, oldest first */
  GPtrArray *positions;         /* of PfPositionRow */
  GPtrArray *trades;            /* of PfTradeRow, newest last; the first batch has the last 1000 */
  GPtrArray *notices;           /* of PfNotice; none in the first batch */
  gint64 gap_us;                /* so long nothing was traded, since the batch before */
  PfBarNews *bars;              /* of what is watched; NULL: nothing new */
  guint64 dropped_trades, dropped_notices;
  gboolean finished;            /* a replay has come to its end */
  /* Of the last stop all, from the moment it was sent: until the latch was on disk, until all was
   * flat; 0: not yet, or none since the start. The journal keeps both in the latch's sentence. */
  gint64 stop_latched_us, stop_flat_us;
  gint64 stop_sent_us;          /* while it runs: the monotonic time when it was sent; else 0 */
} PfDeskBatch;

void pf_deployment_row_free (PfDeploymentRow *row);
void pf_position_row_free (PfPositionRow *row);
void pf_trade_row_free (PfTradeRow *row);
PfDeskBatch *pf_desk_batch_empty (void);
void pf_desk_batch_free (PfDeskBatch *self);

/* --- the desk -------------------------------------------------------------------------------- */

typedef struct _PfDesk PfDesk;

/* Takes the folder's lock, opens the journal, recovers. Errors are PF_JOURNAL_ERROR or
 * PF_DEPLOYMENT_ERROR sentences. Nothing runs before pf_desk_start. *note is a sentence for the
 * user (a corrupt journal was set aside ...) or NULL. */
PfDesk *pf_desk_new (PfDeskConfig *config, char **note, GError **error);
/* Batches are handed to func on the caller's thread-default main context, at most one every 16 ms,
 * and only when something changed. held: the market waits for pf_desk_go. */
void pf_desk_start (PfDesk *self, gboolean held,
                    void (*func) (PfDeskBatch *batch, gpointer user_data), gpointer user_data);
void pf_desk_go (PfDesk *self);
/* the market stands still from now on; what is asked afterwards is its last word */
void pf_desk_hold (PfDesk *self);
/* before the start: the running deployment that is just this one, or 0 */
guint64 pf_desk_find_deployment (PfDesk *self, const PfDeploymentSpec *spec);
/* Ends the engine thread after everything pending is committed; blocks shortly. */
void pf_desk_stop (PfDesk *self);
void pf_desk_free (PfDesk *self);

/* A command of the user; reply comes on the caller's main context, exactly once, also when the
 * queue is full or the desk stops (then with a refusal). spec only for DEPLOY (copied). */
typedef void (*PfDeskReplyFunc) (const PfReply *reply, gpointer user_data);
void pf_desk_send (PfDesk *self, PfCommandType type, guint64 deployment_id, guint32 instrument,
                   const PfDeploymentSpec *spec, PfDeskReplyFunc func, gpointer user_data);

/* Notes of the window in the journal, for its own use; names have letters and '-'. recall: before
 * pf_desk_start() only, (transfer full) (nullable). remember: at once, on the engine thread. */
char *pf_desk_recall (PfDesk *self, const char *name);
void pf_desk_remember (PfDesk *self, const char *name, const char *value);

/* From now on batches bring the bars of this instrument and timeframe, first their past; a
 * timeframe of 0 ends it. One at a time, for the window. What the market does not have is left. */
void pf_desk_watch (PfDesk *self, guint32 instrument, gint64 timeframe_ns);

/* A question whose answer is one JSON object as text, made on the engine thread. */
typedef enum
{
  PF_QUESTION_DEPLOYMENTS, PF_QUESTION_DEPLOYMENT, PF_QUESTION_POSITIONS, PF_QUESTION_HISTORY,
  PF_QUESTION_SUMMARY
} PfDeskQuestion;
/* json, or NULL with a reason and a sentence: BAD_COMMAND there is no such deployment, STORE the
 * journal cannot be read, RATE too much was asked at once, NOT_READY the desk does not run */
typedef void (*PfDeskAnswerFunc) (const char *json, PfRefusalReason reason, const char *sentence,
                                  gpointer user_data);
void pf_desk_ask (PfDesk *self, PfDeskQuestion question, guint64 deployment_id,
                  PfDeskAnswerFunc func, gpointer user_data);

const PfInstruments *pf_desk_instruments (PfDesk *self);        /* never changes */
const PfDeskConfig *pf_desk_config (PfDesk *self);              /* never changes, either */
const char *pf_desk_environment (PfDesk *self);                 /* "practice", "replay" */
const char *pf_desk_data_dir (PfDesk *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfDesk, pf_desk_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfDeskBatch, pf_desk_batch_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfDeskConfig, pf_desk_config_free)

G_END_DECLS
