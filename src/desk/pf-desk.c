/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The running desk: a pace, a thread and two queues around pf-desk-core. Guarantees are at the head
 * of pf-desk.h.
 *
 *   new -> (held) -> start -> running -> stop -> stopped
 *
 * Down: a bounded queue of requests under one mutex; a stop-all goes to its head. Up: one batch
 * that waits to be fetched; a later one is merged into it. Replies travel as idle sources of the
 * caller's context, exactly one for each request.
 */
#include "desk/pf-desk-core.h"

#include <string.h>

#define REQUESTS_MAX 256
#define BATCH_INTERVAL_US (16 * 1000)
#define COMMIT_INTERVAL_US (250 * 1000)
/* The log is taken into the file so often, when nothing else is to be done. */
#define CHECKPOINT_INTERVAL_US (60 * G_USEC_PER_SEC)
/* The market is played at most so long before requests are looked at again. */
#define SLICE_US (4 * 1000)
/* A pause of the machine is a gap, not a burst to be caught up with. */
#define GAP_US (2 * G_USEC_PER_SEC)

typedef struct
{
  gboolean is_question;
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
} Request;

struct _PfDesk
{
  PfDeskCore *core;             /* of the engine thread once it runs */
  GThread *thread;
  GMainContext *context;        /* the engine's */
  GMainLoop *loop;
  GSource *play, *wake, *commit;
  gboolean held;                /* the market waits */

  GMutex lock;                  /* guards what is between the threads: */
  GQueue requests;              /* of Request* */
  gboolean stopping;
  PfDeskBatch *batch;           /* waits to be fetched */
  GSource *fetch;               /* planned, or NULL */

  GMainContext *main_context;
  void (*func) (PfDeskBatch *batch, gpointer user_data);
  gpointer user_data;

  /* the engine thread's own */
  gboolean told_history, changed;
  gint64 batch_us, commit_us, checkpoint_us, pace_us, pace_market_ns, stopwatch_us;
  gint64 slept_us;              /* what the machine had slept when it was last asked */
  PfDeskBatch *news;            /* since the last batch; only its growing tables are used */
  Request *current;
};

PfDesk *
pf_desk_new (PfDeskConfig *config, char **note, GError **error)
{
  PfDeskCore *core = pf_desk_core_new (config, note, error);
  PfDesk *self;

  if (core == NULL)
    return NULL;
  self = g_new0 (PfDesk, 1);
  self->core = core;
  g_mutex_init (&self->lock);
  g_queue_init (&self->requests);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  return self;
}

/* --- replies ---------------------------------------------------------------------------------- */

static void
free_request (gpointer data)
{
  Request *request = data;

  g_main_context_unref (request->context);
  g_free (request->json);
  g_free (request->sentence);
  g_free (request);
}

static gboolean
deliver_reply (gpointer data)
{
  Request *request = data;

  if (!request->is_question && request->reply_func != NULL)
    request->reply_func (&request->reply, request->user_data);
  if (request->is_question)
    request->answer_func (request->json, request->sentence, request->user_data);
  return G_SOURCE_REMOVE;
}

/* takes the request */
static void
answer (Request *request)
{
  GSource *source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver_reply, request, free_request);
  g_source_attach (source, request->context);
  g_source_unref (source);
}

static void
refuse (Request *request, PfRefusalReason reason, const char *sentence)
{
  request->reply.ok = FALSE;
  request->reply.reason = reason;
  g_strlcpy (request->reply.sentence, sentence, sizeof request->reply.sentence);
  request->sentence = g_strdup (sentence);
  answer (request);
}

static void
send_request (PfDesk *self, Request *request)
{
  gboolean urgent = !request->is_question && request->type == PF_COMMAND_EMERGENCY_STOP;
  const char *wrong = NULL;

  request->context = g_main_context_ref_thread_default ();
  request->sent_us = g_get_monotonic_time ();
  g_mutex_lock (&self->lock);
  if (self->stopping || self->thread == NULL)
    wrong = "The desk is not running.";
  else if (g_queue_get_length (&self->requests) >= REQUESTS_MAX && !urgent)
    wrong = "The desk is busy with many commands. Try again in a moment.";
  else if (urgent)
    g_queue_push_head (&self->requests, request);
  else
    g_queue_push_tail (&self->requests, request);
  if (wrong == NULL)
    g_source_set_ready_time (self->wake, 0);
  g_mutex_unlock (&self->lock);
  if (wrong != NULL)
    refuse (request, PF_REFUSAL_NOT_READY, wrong);
}

void
pf_desk_send (PfDesk *self, PfCommandType type, guint64 deployment_id, guint32 instrument,
              const PfDeploymentSpec *spec, PfDeskReplyFunc func, gpointer user_data)
{
  Request *request = g_new0 (Request, 1);

  g_assert ((spec != NULL) == (type == PF_COMMAND_DEPLOY));
  request->type = type;
  request->deployment_id = deployment_id;
  request->instrument = instrument;
  request->has_spec = spec != NULL;
  if (spec != NULL)
    request->spec = *spec;
  request->reply_func = func;
  request->user_data = user_data;
  send_request (self, request);
}

void
pf_desk_ask (PfDesk *self, PfDeskQuestion question, guint64 deployment_id, PfDeskAnswerFunc func,
             gpointer user_data)
{
  Request *request = g_new0 (Request, 1);

  request->is_question = TRUE;
  request->question = question;
  request->deployment_id = deployment_id;
  request->answer_func = func;
  request->user_data = user_data;
  send_request (self, request);
}

/* --- batches ---------------------------------------------------------------------------------- */

static gboolean
fetch (gpointer data)
{
  PfDesk *self = data;
  PfDeskBatch *batch;

  g_mutex_lock (&self->lock);
  batch = g_steal_pointer (&self->batch);
  g_clear_pointer (&self->fetch, g_source_unref);
  g_mutex_unlock (&self->lock);
  if (batch != NULL)
    self->func (batch, self->user_data);
  return G_SOURCE_REMOVE;
}

static void
post_batch (PfDesk *self)
{
  PfDeskBatch *batch = pf_desk_batch_new (self->core);

  if (!self->told_history)
    pf_desk_batch_add_history (batch, self->core);
  else
    batch = pf_desk_batch_merge (self->news, batch);
  if (!self->told_history)
    g_clear_pointer (&self->news, pf_desk_batch_free);
  self->news = NULL;
  self->told_history = TRUE;
  batch->stop_stopwatch_us = self->stopwatch_us;
  self->changed = FALSE;
  self->batch_us = g_get_monotonic_time ();
  g_mutex_lock (&self->lock);
  self->batch = pf_desk_batch_merge (g_steal_pointer (&self->batch), batch);
  if (self->fetch == NULL)
    {
      self->fetch = g_idle_source_new ();
      g_source_set_priority (self->fetch, G_PRIORITY_DEFAULT);
      g_source_set_callback (self->fetch, fetch, self, NULL);
      g_source_attach (self->fetch, self->main_context);
    }
  g_mutex_unlock (&self->lock);
}

/* When has the engine thread to be awake for what it promised, at the latest? */
static void
plan (PfDesk *self)
{
  gint64 end_ns = self->held ? PF_TIME_NONE : pf_feed_next_end (self->core->feed);
  gint64 play_us = -1, other_us = -1;

  if (end_ns != PF_TIME_NONE && self->core->config->speed <= 0)
    play_us = 0;
  else if (end_ns != PF_TIME_NONE)
    play_us = self->pace_us + (gint64) ((double) (end_ns - self->pace_market_ns) / 1000
                                        / self->core->config->speed);
  g_source_set_ready_time (self->play, play_us);
  if (self->changed)
    other_us = self->batch_us + BATCH_INTERVAL_US;
  if (self->core->n_waiting > 0 &&
      (other_us < 0 || self->commit_us + COMMIT_INTERVAL_US < other_us))
    other_us = self->commit_us + COMMIT_INTERVAL_US;
  g_source_set_ready_time (self->commit, other_us);
}

static void
look_after (PfDesk *self)
{
  gint64 now_us = g_get_monotonic_time ();

  if (self->core->n_waiting > 0 && now_us >= self->commit_us + COMMIT_INTERVAL_US)
    {
      pf_desk_core_commit (self->core, FALSE);
      pf_desk_core_settle (self->core);
      self->commit_us = g_get_monotonic_time ();
    }
  if (now_us >= self->checkpoint_us + CHECKPOINT_INTERVAL_US && self->core->n_waiting == 0)
    {
      pf_journal_checkpoint (self->core->journal);
      self->checkpoint_us = g_get_monotonic_time ();
    }
  if (self->changed && now_us >= self->batch_us + BATCH_INTERVAL_US)
    post_batch (self);
  plan (self);
}

/* --- the engine thread ------------------------------------------------------------------------ */

static PfDeskBatch *
news (PfDesk *self)
{
  if (self->news == NULL)
    self->news = pf_desk_batch_empty ();
  return self->news;
}

static void
on_out (const PfOut *out, gpointer user_data)
{
  PfDesk *self = user_data;

  self->changed = TRUE;
  if (out->type == PF_OUT_REPLY && self->current != NULL)
    {
      self->current->reply = out->reply;
      if (self->current->type == PF_COMMAND_EMERGENCY_STOP)
        self->stopwatch_us = g_get_monotonic_time () - self->current->sent_us;
      return;
    }
  /* Before the first batch there is nothing to add to: it brings the journal's own. */
  if (self->told_history)
    pf_desk_batch_add_news (news (self), self->core, out);
}

static void
carry_out (PfDesk *self, Request *request)
{
  g_autoptr (GError) error = NULL;

  if (request->is_question)
    {
      pf_desk_core_commit (self->core, FALSE);
      request->json = pf_desk_core_answer (self->core, request->question, request->deployment_id,
                                           &error);
      if (error != NULL)
        request->sentence = g_strdup (error->message);
    }
  else
    {
      self->current = request;
      pf_desk_core_command (self->core, request->type, 1, request->deployment_id,
                            request->instrument, request->has_spec ? &request->spec : NULL);
      self->current = NULL;
    }
  answer (request);
}

static gboolean
take_requests (gpointer data)
{
  PfDesk *self = data;
  Request *request;

  for (;;)
    {
      g_mutex_lock (&self->lock);
      request = g_queue_pop_head (&self->requests);
      if (request == NULL)
        g_source_set_ready_time (self->wake, -1);
      g_mutex_unlock (&self->lock);
      if (request == NULL)
        break;
      carry_out (self, request);
    }
  look_after (self);
  return G_SOURCE_CONTINUE;
}

static void
set_pace (PfDesk *self)
{
  self->pace_us = g_get_monotonic_time ();
  self->pace_market_ns = pf_feed_played (self->core->feed);
}

/* The market goes on from where it stood: what was missed is a gap, not a burst to catch up with.
 */
static void
begin_after_gap (PfDesk *self, gint64 gap_us, const char *what)
{
  g_autofree char *sentence = g_strdup_printf (
      "%s for %" G_GINT64_FORMAT " s. Nothing was traded in that time.", what,
      gap_us / G_USEC_PER_SEC);

  set_pace (self);
  pf_desk_batch_add_alarm (news (self), self->core, sentence);
  self->changed = TRUE;
}

static void
watch_sleep (PfDesk *self)
{
  const PfDeskConfig *config = self->core->config;
  gint64 slept_us = config->slept_us (config->slept_data);

  if (slept_us - self->slept_us > GAP_US)
    begin_after_gap (self, slept_us - self->slept_us, "The machine slept");
  self->slept_us = slept_us;
}

static gboolean
play (gpointer data)
{
  PfDesk *self = data;
  PfDeskCore *core = self->core;
  gint64 begun_us;

  watch_sleep (self);
  begun_us = g_get_monotonic_time ();
  if (self->held)
    {
      plan (self);
      return G_SOURCE_CONTINUE;
    }
  while (g_get_monotonic_time () < begun_us + SLICE_US)
    {
      gint64 end_ns = pf_feed_next_end (core->feed), due_us;
      if (end_ns == PF_TIME_NONE)
        break;
      if (core->config->speed > 0)
        {
          due_us = self->pace_us + (gint64) ((double) (end_ns - self->pace_market_ns) / 1000
                                             / core->config->speed);
          if (due_us > begun_us)
            break;
          if (begun_us - due_us > GAP_US)
            begin_after_gap (self, begun_us - due_us, "Pilotfish stood still");
        }
      pf_desk_core_play (core);
      self->changed = TRUE;
    }
  if (pf_feed_next_end (core->feed) == PF_TIME_NONE)
    {
      pf_desk_core_commit (core, TRUE);
      post_batch (self);
    }
  look_after (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_commit_or_batch (gpointer data)
{
  look_after (data);
  return G_SOURCE_CONTINUE;
}

static gpointer
run (gpointer data)
{
  PfDesk *self = data;

  g_main_context_push_thread_default (self->context);
  set_pace (self);
  self->slept_us = self->core->config->slept_us (self->core->config->slept_data);
  self->commit_us = self->checkpoint_us = g_get_monotonic_time ();
  post_batch (self);
  plan (self);
  g_main_loop_run (self->loop);
  pf_desk_core_commit (self->core, TRUE);
  pf_journal_checkpoint (self->core->journal);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSource *
add_source (PfDesk *self, int priority, GSourceFunc func)
{
  static GSourceFuncs funcs = { .dispatch = dispatch };
  GSource *source = g_source_new (&funcs, sizeof (GSource));

  g_source_set_priority (source, priority);
  g_source_set_callback (source, func, self, NULL);
  g_source_attach (source, self->context);
  return source;
}

void
pf_desk_start (PfDesk *self, gboolean held, void (*func) (PfDeskBatch *batch, gpointer user_data),
               gpointer user_data)
{
  g_assert (self->thread == NULL);
  self->held = held;
  self->func = func;
  self->user_data = user_data;
  self->main_context = g_main_context_ref_thread_default ();
  self->wake = add_source (self, G_PRIORITY_HIGH, take_requests);
  self->play = add_source (self, G_PRIORITY_DEFAULT, play);
  self->commit = add_source (self, G_PRIORITY_DEFAULT, on_commit_or_batch);
  self->core->func = on_out;
  self->core->user_data = self;
  self->thread = g_thread_new ("pilotfish-engine", run, self);
}

static gboolean
let_go (gpointer data)
{
  PfDesk *self = data;

  self->held = FALSE;
  set_pace (self);
  plan (self);
  return G_SOURCE_REMOVE;
}

/* As a source of the engine's context: invoking could run it here before the thread has begun. */
static void
tell_thread (PfDesk *self, GSourceFunc func)
{
  GSource *source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_set_callback (source, func, self, NULL);
  g_source_attach (source, self->context);
  g_source_unref (source);
}

void
pf_desk_go (PfDesk *self)
{
  tell_thread (self, let_go);
}

static gboolean
hold (gpointer data)
{
  ((PfDesk *) data)->held = TRUE;
  plan (data);
  return G_SOURCE_REMOVE;
}

void
pf_desk_hold (PfDesk *self)
{
  tell_thread (self, hold);
}

static gboolean
quit (gpointer data)
{
  g_main_loop_quit (((PfDesk *) data)->loop);
  return G_SOURCE_REMOVE;
}

static void
drop_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

void
pf_desk_stop (PfDesk *self)
{
  Request *request;

  if (self->thread == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_mutex_unlock (&self->lock);
  tell_thread (self, quit);
  g_thread_join (g_steal_pointer (&self->thread));
  while ((request = g_queue_pop_head (&self->requests)) != NULL)
    refuse (request, PF_REFUSAL_NOT_READY, "The desk was stopped before it came to this.");
  drop_source (&self->fetch);
}

void
pf_desk_free (PfDesk *self)
{
  if (self == NULL)
    return;
  pf_desk_stop (self);
  drop_source (&self->wake);
  drop_source (&self->play);
  drop_source (&self->commit);
  g_clear_pointer (&self->main_context, g_main_context_unref);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  pf_desk_batch_free (self->batch);
  pf_desk_batch_free (self->news);
  pf_desk_core_free (self->core);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* --- what never changes ----------------------------------------------------------------------- */

const PfInstruments *
pf_desk_instruments (PfDesk *self)
{
  return pf_feed_instruments (self->core->feed);
}

const char *
pf_desk_environment (PfDesk *self)
{
  return self->core->config->feed == PF_FEED_PRACTICE ? "practice" : "replay";
}

const char *
pf_desk_data_dir (PfDesk *self)
{
  return self->core->config->data_dir;
}

guint64
pf_desk_find_deployment (PfDesk *self, const PfDeploymentSpec *spec)
{
  g_assert (self->thread == NULL);
  return pf_desk_core_find (self->core, spec);
}
