/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The desk's engine thread: what it is asked, the pace of its market, commits, and the one batch
 * that waits to be fetched. It is woken by three sources (requests, market, what is due) and sleeps
 * otherwise.
 */
#include "desk/pf-desk-private.h"

#define BATCH_INTERVAL_US (16 * 1000)
#define COMMIT_INTERVAL_US (250 * 1000)
/* The log is taken into the file so often, when nothing else is to be done. */
#define CHECKPOINT_INTERVAL_US (60 * G_USEC_PER_SEC)
/* The market is played at most so long before requests are looked at again. */
#define SLICE_US (4 * 1000)
/* A pause of the machine is a gap, not a burst to be caught up with. */
#define GAP_US (2 * G_USEC_PER_SEC)

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
  batch->bars = pf_watch_take (&self->core->watch);
  batch->stop_latched_us = self->stop_latched_us;
  batch->stop_flat_us = self->stop_flat_us;
  batch->stop_sent_us = self->stop_sent_us;
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

/* --- the stopwatch of Stop all ---------------------------------------------------------------- */

static void
begin_stopwatch (PfDesk *self, gint64 sent_us)
{
  if (self->stop_sent_us != 0)
    return;     /* pressed again while it runs */
  self->stop_sent_us = sent_us;
  self->stop_latched_us = MAX (1, g_get_monotonic_time () - sent_us);
  self->stop_flat_us = 0;
}

/* What Stop all began is done when nothing is held and nothing can fill any more. */
static void
watch_stopwatch (PfDesk *self)
{
  PfEngine *engine = self->core->engine;
  g_autofree char *sentence = NULL;
  PfEvent flat = { .type = PF_EVENT_DESK, .ts_ns = self->core->market_ns,
                   .desk.word = PF_DESK_WORD_FLAT };

  if (self->stop_sent_us == 0 || pf_engine_n_positions (engine) > 0
      || pf_engine_n_orders (engine) > 0)
    return;
  self->stop_flat_us = MAX (1, g_get_monotonic_time () - self->stop_sent_us);
  self->stop_sent_us = 0;
  sentence = g_strdup_printf ("Stop all was pressed: locked after %" G_GINT64_FORMAT " ms, all "
                              "flat after %" G_GINT64_FORMAT " ms. Nothing enters until you "
                              "re-arm.",
                              (self->stop_latched_us + 999) / 1000,
                              (self->stop_flat_us + 999) / 1000);
  flat.desk.sentence = sentence;
  pf_desk_core_push (self->core, &flat);
  pf_desk_core_settle (self->core);
}

/* --- what is due ------------------------------------------------------------------------------ */

static void
look_after (PfDesk *self)
{
  gint64 now_us = g_get_monotonic_time ();

  watch_stopwatch (self);
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

void
pf_desk_thread_on_out (const PfOut *out, gpointer user_data)
{
  PfDesk *self = user_data;

  self->changed = TRUE;
  if (out->type == PF_OUT_REPLY && self->current != NULL)
    {
      self->current->reply = out->reply;
      if (self->current->type == PF_COMMAND_EMERGENCY_STOP)
        begin_stopwatch (self, self->current->sent_us);
      return;
    }
  /* Before the first batch there is nothing to add to: it brings the journal's own. */
  if (self->told_history)
    pf_desk_batch_add_news (news (self), self->core, out);
}

static void
carry_out (PfDesk *self, PfDeskRequest *request)
{
  g_autoptr (GError) error = NULL;

  if (request->note_name != NULL)
    pf_desk_core_remember (self->core, request->note_name, request->note_value);
  else if (request->is_question)
    {
      pf_desk_core_commit (self->core, FALSE);
      request->json = pf_desk_core_answer (self->core, request->question, request->deployment_id,
                                           &error);
      if (error != NULL)
        {
          request->reply.reason = error->domain == PF_DEPLOYMENT_ERROR ? PF_REFUSAL_BAD_COMMAND
                                                                       : PF_REFUSAL_STORE;
          request->sentence = g_strdup (error->message);
        }
    }
  else
    {
      self->current = request;
      pf_desk_core_command (self->core, request->type, 1, request->deployment_id,
                            request->instrument, request->has_spec ? &request->spec : NULL);
      self->current = NULL;
    }
  pf_desk_request_answer (request);
}

/* Only the last wish counts. */
static void
take_watch (PfDesk *self)
{
  PfFeed *feed = self->core->feed;
  gboolean asked;
  guint32 instrument;
  gint64 timeframe_ns;

  g_mutex_lock (&self->lock);
  asked = self->watch_asked;
  instrument = self->watch_instrument;
  timeframe_ns = self->watch_timeframe_ns;
  self->watch_asked = FALSE;
  g_mutex_unlock (&self->lock);
  if (!asked || instrument >= pf_feed_instruments (feed)->n
      || (timeframe_ns != 0 && !pf_feed_has_timeframe (feed, timeframe_ns)))
    return;
  pf_watch_begin (&self->core->watch, feed, instrument, timeframe_ns);
  self->changed = TRUE;
}

gboolean
pf_desk_thread_take_requests (gpointer data)
{
  PfDesk *self = data;
  PfDeskRequest *request;

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
  take_watch (self);
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
  set_pace (self);
  pf_desk_batch_add_gap (news (self), self->core, gap_us, what);
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

gboolean
pf_desk_thread_play (gpointer data)
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

gboolean
pf_desk_thread_look_after (gpointer data)
{
  look_after (data);
  return G_SOURCE_CONTINUE;
}

gpointer
pf_desk_thread_run (gpointer data)
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

void
pf_desk_thread_hold (PfDesk *self, gboolean held)
{
  self->held = held;
  if (!held)
    set_pace (self);
  plan (self);
}
