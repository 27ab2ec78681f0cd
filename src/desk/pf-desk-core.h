/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The desk without its thread: everything between the market feed and the journal, one step at a
 * time, on whatever thread calls it. pf-desk.c gives it a thread, a pace and two queues.
 *
 *   piece of market -> venue -> words -> engine -> outbox
 *                                  ^                 | records: one transaction
 *                                  +---- gate <------+ then submits, cancels, queries
 *
 * Guarantees
 *  1. What the engine decided about a piece and the cursor that says the piece was played are in
 *     one transaction. A desk killed at any moment goes on as if it had not been.
 *  2. Nothing is handed to the venue before the records that precede it are committed; durably
 *     where pf_record_waits_for_disk says so.
 *  3. When the journal fails, the engine halts entries; stops and closes still go out, since to
 *     hold a position without its stop is worse than to close it without a record. The user is
 * told.
 */
#pragma once

#include "desk/pf-desk.h"
#include "desk/pf-feed.h"
#include "desk/pf-gate.h"
#include "desk/pf-watch.h"
#include "market/pf-matcher.h"
#include "store/pf-journal.h"

G_BEGIN_DECLS

/* records that may wait for the next commit before one is made anyway */
#define PF_DESK_GROUP_MAX 1000

/* told of everything that came out, after its records were committed */
typedef void (*PfDeskOutFunc) (const PfOut *out, gpointer user_data);

typedef struct
{
  PfDeskConfig *config;         /* owned */
  char *environment;
  PfFolderLock *lock;
  PfJournal *journal;
  PfEngine *engine;
  PfVenue *venue;
  PfMatcher *matcher;           /* of the venue */
  PfFeed *feed;
  PfGate gate;
  GArray *books;                /* of PfBarBook: bars being built, by timeframe */
  PfWatch watch;                /* bars for the window */
  gint64 market_ns;             /* how far the market was played */
  guint n_waiting;              /* records appended and not committed */
  gboolean failed;              /* the journal */
  PfDeskOutFunc func;
  gpointer user_data;
} PfDeskCore;

/* Takes config. *note as pf_desk_new. */
PfDeskCore *pf_desk_core_new (PfDeskConfig *config, char **note, GError **error);
void pf_desk_core_free (PfDeskCore *self);

/* Plays the next piece. FALSE when the feed is over. */
gboolean pf_desk_core_play (PfDeskCore *self);
/* A command; its reply comes out as PF_OUT_REPLY. */
void pf_desk_core_command (PfDeskCore *self, PfCommandType type, guint64 request_id,
                           guint64 deployment_id, guint32 instrument,
                           const PfDeploymentSpec *spec);
/* Keeps a setting in the journal. */
void pf_desk_core_remember (PfDeskCore *self, const char *name, const char *value);
/* Commits what waits. */
void pf_desk_core_commit (PfDeskCore *self, gboolean durable);
/* The running deployment of this spec as it would be made here, or 0. */
guint64 pf_desk_core_find (PfDeskCore *self, const PfDeploymentSpec *spec);

/* --- pf-desk-config.c --- */
char *pf_desk_config_settle (PfDeskConfig *self, PfJournal *journal, char **note, GError **error);

/* --- pf-desk-recovery.c --- */
gboolean pf_desk_core_recover (PfDeskCore *self, char **note, GError **error);
/* shows a deployment's strategies their past, until until_ns (its last bar where that is known) */
void pf_desk_core_warm_up (PfDeskCore *self, const PfDeploymentState *deployment);

/* --- used by recovery --- */
void pf_desk_core_push (PfDeskCore *self, const PfEvent *event);
void pf_desk_core_settle (PfDeskCore *self);
void pf_desk_core_open_books (PfDeskCore *self, gint64 timeframe_ns);

/* --- pf-desk-json.c: one JSON object each (transfer full); NULL with error when there is no such
 * deployment or the journal cannot be read --- */
char *pf_desk_core_answer (PfDeskCore *self, PfDeskQuestion question, guint64 deployment_id,
                           GError **error);

/* --- pf-desk-batch.c --- */

PfDeskBatch *pf_desk_batch_new (PfDeskCore *self);
/* the last trades of the journal, for the first batch */
void pf_desk_batch_add_history (PfDeskBatch *batch, PfDeskCore *self);
/* what an outbox entry adds to the news */
void pf_desk_batch_add_news (PfDeskBatch *batch, PfDeskCore *self, const PfOut *out);
/* something that no record says */
void pf_desk_batch_add_alarm (PfDeskBatch *batch, PfDeskCore *self, const char *sentence);
/* a time in which nothing was traded */
void pf_desk_batch_add_gap (PfDeskBatch *batch, PfDeskCore *self, gint64 gap_us, const char *what);
/* later's tables, both news; takes both */
PfDeskBatch *pf_desk_batch_merge (PfDeskBatch *earlier, PfDeskBatch *later);

G_END_DECLS
