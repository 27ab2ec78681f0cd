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
#include "desk/pf-desk-private.h"

#include <string.h>

#define REQUESTS_MAX 256

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
  PfDeskRequest *request = data;

  g_main_context_unref (request->context);
  g_free (request->note_name);
  g_free (request->note_value);
  g_free (request->json);
  g_free (request->sentence);
  g_free (request);
}

static gboolean
deliver_reply (gpointer data)
{
  PfDeskRequest *request = data;

  if (!request->is_question && request->reply_func != NULL)
    request->reply_func (&request->reply, request->user_data);
  if (request->is_question && request->answer_func != NULL)
    request->answer_func (request->json, request->reply.reason, request->sentence,
                          request->user_data);
  return G_SOURCE_REMOVE;
}

void
pf_desk_request_answer (PfDeskRequest *request)
{
  GSource *source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver_reply, request, free_request);
  g_source_attach (source, request->context);
  g_source_unref (source);
}

static void
refuse (PfDeskRequest *request, PfRefusalReason reason, const char *sentence)
{
  request->reply.ok = FALSE;
  request->reply.reason = reason;
  g_strlcpy (request->reply.sentence, sentence, sizeof request->reply.sentence);
  request->sentence = g_strdup (sentence);
  pf_desk_request_answer (request);
}

static void
send_request (PfDesk *self, PfDeskRequest *request)
{
  gboolean urgent = !request->is_question && request->type == PF_COMMAND_EMERGENCY_STOP;
  PfRefusalReason reason = PF_REFUSAL_NOT_READY;
  const char *wrong = NULL;

  request->context = g_main_context_ref_thread_default ();
  request->sent_us = g_get_monotonic_time ();
  g_mutex_lock (&self->lock);
  if (self->stopping || self->thread == NULL)
    wrong = "The desk is not running.";
  else if (g_queue_get_length (&self->requests) >= REQUESTS_MAX && !urgent)
    {
      reason = PF_REFUSAL_RATE;
      wrong = "The desk is busy with many commands. Try again in a moment.";
    }
  else if (urgent)
    g_queue_push_head (&self->requests, request);
  else
    g_queue_push_tail (&self->requests, request);
  if (wrong == NULL)
    g_source_set_ready_time (self->wake, 0);
  g_mutex_unlock (&self->lock);
  if (wrong != NULL)
    refuse (request, reason, wrong);
}

void
pf_desk_send (PfDesk *self, PfCommandType type, guint64 deployment_id, guint32 instrument,
              const PfDeploymentSpec *spec, PfDeskReplyFunc func, gpointer user_data)
{
  PfDeskRequest *request = g_new0 (PfDeskRequest, 1);

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

char *
pf_desk_recall (PfDesk *self, const char *name)
{
  g_autofree char *key = g_strconcat ("window-", name, NULL);

  g_assert (self->thread == NULL);
  return pf_journal_get_setting (self->core->journal, key);
}

void
pf_desk_remember (PfDesk *self, const char *name, const char *value)
{
  PfDeskRequest *request = g_new0 (PfDeskRequest, 1);

  request->note_name = g_strconcat ("window-", name, NULL);
  request->note_value = g_strdup (value);
  send_request (self, request);
}

void
pf_desk_watch (PfDesk *self, guint32 instrument, gint64 timeframe_ns)
{
  g_mutex_lock (&self->lock);
  self->watch_asked = TRUE;
  self->watch_instrument = instrument;
  self->watch_timeframe_ns = timeframe_ns;
  if (self->thread != NULL && !self->stopping)
    g_source_set_ready_time (self->wake, 0);
  g_mutex_unlock (&self->lock);
}

void
pf_desk_ask (PfDesk *self, PfDeskQuestion question, guint64 deployment_id, PfDeskAnswerFunc func,
             gpointer user_data)
{
  PfDeskRequest *request = g_new0 (PfDeskRequest, 1);

  request->is_question = TRUE;
  request->question = question;
  request->deployment_id = deployment_id;
  request->answer_func = func;
  request->user_data = user_data;
  send_request (self, request);
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
  self->wake = add_source (self, G_PRIORITY_HIGH, pf_desk_thread_take_requests);
  self->play = add_source (self, G_PRIORITY_DEFAULT, pf_desk_thread_play);
  self->commit = add_source (self, G_PRIORITY_DEFAULT, pf_desk_thread_look_after);
  self->core->func = pf_desk_thread_on_out;
  self->core->user_data = self;
  self->thread = g_thread_new ("pilotfish-engine", pf_desk_thread_run, self);
}

static gboolean
let_go (gpointer data)
{
  PfDesk *self = data;

  pf_desk_thread_hold (self, FALSE);
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
  pf_desk_thread_hold (data, TRUE);
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
  PfDeskRequest *request;

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

const PfDeskConfig *
pf_desk_config (PfDesk *self)
{
  return self->core->config;
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
