/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the desk's two halves share: pf-desk.c, the callers' side, and pf-desk-thread.c. */
#pragma once

#include "desk/pf-desk-core.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean is_question;
  char *note_name, *note_value; /* neither command nor question: a note to remember */
  PfCommandType type;
  PfDeskQuestion question;
  guint64 deployment_id;
  guint32 instrument;
  gboolean has_spec;
  PfDeploymentSpec spec;
  gint64 sent_us;
  GMainContext *context;
  PfDeskReplyFunc reply_func;
  PfDeskAnswerFunc answer_func;
  gpointer user_data;
  /* the answer */
  PfReply reply;
  char *json;
  char *sentence;
} PfDeskRequest;

struct _PfDesk
{
  PfDeskCore *core;             /* of the engine thread once it runs */
  GThread *thread;
  GMainContext *context;        /* the engine's */
  GMainLoop *loop;
  GSource *play, *wake, *commit;
  gboolean held;                /* the market waits */

  GMutex lock;                  /* guards what is between the threads: */
  GQueue requests;              /* of PfDeskRequest* */
  gboolean stopping, watch_asked;
  guint32 watch_instrument;
  gint64 watch_timeframe_ns;
  PfDeskBatch *batch;           /* waits to be fetched */
  GSource *fetch;               /* planned, or NULL */

  GMainContext *main_context;
  void (*func) (PfDeskBatch *batch, gpointer user_data);
  gpointer user_data;

  /* the engine thread's own */
  gboolean told_history, changed;
  gint64 batch_us, commit_us, checkpoint_us, pace_us, pace_market_ns;
  gint64 stop_sent_us, stop_latched_us, stop_flat_us;
  gint64 slept_us;              /* what the machine had slept when it was last asked */
  PfDeskBatch *news;            /* since the last batch; only its growing tables are used */
  PfDeskRequest *current;
};

/* --- pf-desk.c --- */
/* hands the answer to who asked, on their context; takes the request */
void pf_desk_request_answer (PfDeskRequest *request);

/* --- pf-desk-thread.c: on the engine thread, or before it runs --- */
gpointer pf_desk_thread_run (gpointer data);
/* the three sources */
gboolean pf_desk_thread_take_requests (gpointer data);
gboolean pf_desk_thread_play (gpointer data);
gboolean pf_desk_thread_look_after (gpointer data);
/* told of everything that the core brings out */
void pf_desk_thread_on_out (const PfOut *out, gpointer user_data);
/* The market goes on or stands still from now. */
void pf_desk_thread_hold (PfDesk *self, gboolean held);

G_END_DECLS
