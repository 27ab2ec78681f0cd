/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk without its thread. Guarantees are at the head of pf-desk-core.h. */
#include "desk/pf-desk-core.h"

#include "venue/paper/pf-paper-venue.h"

#include <string.h>

typedef struct
{
  gint64 timeframe_ns;
  PfBarBuilder *builders;       /* one an instrument */
} PfBarBook;

static void
clear_book (gpointer data)
{
  g_free (((PfBarBook *) data)->builders);
}

static void
on_word (const PfEvent *event, gpointer user_data)
{
  pf_desk_core_push (user_data, event);
}

static PfFeed *
make_feed (const PfDeskConfig *config)
{
  if (config->feed == PF_FEED_REPLAY)
    return pf_feed_new_replay (config->replay, config->symbol);
  return pf_feed_new_practice (config->seed, config->start_ns);
}

/* Engine, venue and feed, as the settings (which the journal may have overruled) want them. */
static void
assemble (PfDeskCore *self, const char *install)
{
  const PfDeskConfig *config = self->config;
  PfEngineConfig engine;
  PfMatcherConfig matcher = { .balance = config->balance, .fee_rate = config->fee_rate,
                              .slippage = config->slippage, .leverage = 1,
                              .liquidate = config->feed == PF_FEED_PRACTICE };

  self->feed = make_feed (config);
  pf_engine_config_init (&engine);
  engine.balance = config->balance;
  engine.fee_rate = config->fee_rate;
  engine.slippage = config->slippage;
  g_strlcpy (engine.install, install, sizeof engine.install);
  self->engine = pf_engine_new (&engine, pf_feed_instruments (self->feed));
  self->venue = pf_paper_venue_new (&matcher, pf_feed_instruments (self->feed), on_word, self);
  self->matcher = pf_paper_venue_matcher (self->venue);
}

static void
take_apart (PfDeskCore *self)
{
  if (self->venue != NULL)
    self->venue->klass->free (self->venue);
  self->venue = NULL;
  g_clear_pointer (&self->engine, pf_engine_free);
  g_clear_pointer (&self->feed, pf_feed_free);
  g_clear_pointer (&self->journal, pf_journal_close);
  g_array_set_size (self->books, 0);
}

static gboolean
begin (PfDeskCore *self, char **note, GError **error)
{
  g_autofree char *install = NULL;
  g_autofree char *set_aside = NULL;

  self->journal = pf_journal_open (self->config->data_dir, self->environment, &set_aside, error);
  if (self->journal == NULL)
    return FALSE;
  if (set_aside != NULL && *note == NULL)
    *note = g_strdup_printf ("The journal was damaged. It is kept as %s; this desk begins anew.",
                             set_aside);
  install = pf_desk_config_settle (self->config, self->journal, note, error);
  if (install == NULL)
    return FALSE;
  assemble (self, install);
  return pf_desk_core_recover (self, note, error);
}

PfDeskCore *
pf_desk_core_new (PfDeskConfig *config, char **note, GError **error)
{
  PfDeskCore *self = g_new0 (PfDeskCore, 1);
  g_autoptr (GError) damaged = NULL;

  *note = NULL;
  self->config = config;
  self->books = g_array_new (FALSE, FALSE, sizeof (PfBarBook));
  g_array_set_clear_func (self->books, clear_book);
  pf_gate_init (&self->gate);
  self->environment = pf_desk_config_environment (config);
  self->lock = pf_folder_lock_take (config->data_dir, error);
  if (self->lock != NULL && begin (self, note, &damaged))
    return self;
  if (g_error_matches (damaged, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT))
    {
      /* It was set aside; the second beginning is on an empty one. */
      g_clear_error (&damaged);
      take_apart (self);
      if (begin (self, note, &damaged))
        return self;
    }
  if (damaged != NULL)
    g_propagate_error (error, g_steal_pointer (&damaged));
  pf_desk_core_free (self);
  return NULL;
}

void
pf_desk_core_free (PfDeskCore *self)
{
  if (self == NULL)
    return;
  take_apart (self);
  pf_folder_lock_release (self->lock);
  g_clear_pointer (&self->watch.news, pf_bar_news_free);
  g_array_unref (self->books);
  pf_desk_config_free (self->config);
  g_free (self->environment);
  g_free (self);
}

/* Books that no deployment trades by any more. */
static void
close_books (PfDeskCore *self)
{
  for (guint i = self->books->len; i > 0; i--)
    {
      gint64 timeframe_ns = g_array_index (self->books, PfBarBook, i - 1).timeframe_ns;
      gboolean wanted = FALSE;
      for (guint j = 0; j < pf_engine_n_deployments (self->engine); j++)
        {
          const PfDeploymentState *deployment = pf_engine_deployment_at (self->engine, j);
          wanted |= deployment->status != PF_DEPLOYMENT_STOPPED
                    && deployment->spec.timeframe_ns == timeframe_ns;
        }
      if (!wanted)
        g_array_remove_index (self->books, i - 1);
    }
}

/* --- outbox ----------------------------------------------------------------------------------- */

void
pf_desk_core_push (PfDeskCore *self, const PfEvent *event)
{
  gboolean taken = pf_engine_push (self->engine, event);

  g_assert (taken);     /* the inbox is drained after each push */
  pf_engine_drain (self->engine);
}

static void
journal_failed (PfDeskCore *self, const GError *error)
{
  PfEvent halt = { .type = PF_EVENT_DESK, .ts_ns = self->market_ns,
                   .desk = { PF_DESK_WORD_HALTED, error->message } };

  if (self->failed)
    return;
  self->failed = TRUE;
  pf_desk_core_push (self, &halt);
}

void
pf_desk_core_commit (PfDeskCore *self, gboolean durable)
{
  g_autoptr (GError) error = NULL;

  self->n_waiting = 0;
  if (!self->failed && !pf_journal_commit (self->journal, durable, &error))
    journal_failed (self, error);
}

void
pf_desk_core_remember (PfDeskCore *self, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;

  if (!self->failed && !pf_journal_set_setting (self->journal, name, value, &error))
    journal_failed (self, error);
}

/* Appends the records of the outbox and commits where something has to be on disk first. */
static void
keep_records (PfDeskCore *self, const PfOut *outs, guint n)
{
  gboolean has_submit = FALSE, waits = FALSE;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n && !self->failed; i++)
    {
      has_submit |= outs[i].type == PF_OUT_SUBMIT;
      if (outs[i].type != PF_OUT_RECORD)
        continue;
      waits |= pf_record_waits_for_disk (&outs[i].record);
      self->n_waiting++;
      if (!pf_journal_append (self->journal, &outs[i].record, &error))
        {
          journal_failed (self, error);
          return;
        }
    }
  if (has_submit || waits || self->n_waiting >= PF_DESK_GROUP_MAX)
    pf_desk_core_commit (self, waits);
}

static void
submit (PfDeskCore *self, guint64 id)
{
  const PfOrder *order = pf_engine_order (self->engine, id);
  PfEvent refused = { .type = PF_EVENT_ORDER, .ts_ns = self->market_ns,
                      .order = { .order_id = id, .event = PF_ORDER_EVENT_REFUSE } };

  g_assert (order != NULL);
  if (pf_gate_submit (&self->gate, self->venue, self->engine, order,
                      MAX (self->market_ns, order->ts_created_ns), &refused.order.sentence)
      != PF_REFUSAL_NONE)
    pf_desk_core_push (self, &refused);
}

/* What the desk has of a deployment besides the engine: the bars that are built for it. */
static void
follow_deployments (PfDeskCore *self, const PfRecord *record)
{
  if (record->type == PF_RECORD_DEPLOYMENT)
    {
      const PfDeploymentState *made = pf_engine_deployment (self->engine, record->deployment.id);
      pf_desk_core_open_books (self, made->spec.timeframe_ns);
      pf_desk_core_warm_up (self, made);
    }
  else if (record->type == PF_RECORD_DEPLOYMENT_STATUS
           && record->status.status == PF_DEPLOYMENT_STOPPED)
    close_books (self);
}

/* What was done and is not on disk is not simply "done". */
static void
qualify_reply (PfDeskCore *self, PfReply *reply)
{
  if (!self->failed || !reply->ok)
    return;
  reply->ok = FALSE;
  reply->reason = PF_REFUSAL_STORE;
  g_strlcpy (reply->sentence,
             "It is so now, but the journal cannot be written: a restart will not know of it. Make "
             "room on the disk, then start Pilotfish again.", sizeof reply->sentence);
}

static void
carry_out (PfDeskCore *self, PfOut *out)
{
  const PfOrder *order;

  switch (out->type)
    {
    case PF_OUT_RECORD:
      follow_deployments (self, &out->record);
      break;
    case PF_OUT_SUBMIT:
      submit (self, out->order_id);
      break;
    case PF_OUT_CANCEL:
    case PF_OUT_QUERY:
      order = pf_engine_order (self->engine, out->order_id);
      if (order != NULL && out->type == PF_OUT_CANCEL)
        self->venue->klass->cancel (self->venue, order, self->market_ns);
      else if (order != NULL)
        self->venue->klass->query (self->venue, order, self->market_ns);
      break;
    case PF_OUT_WAKE:   /* each piece of market carries its time; without market no time passes */
    case PF_OUT_ALARM:
      break;
    case PF_OUT_REPLY:
      qualify_reply (self, &out->reply);
      break;
    default:
      g_assert_not_reached ();
    }
  if (self->func != NULL)
    self->func (out, self->user_data);
}

/* Carries out what came out of the engine, and what comes of that, until all is quiet. */
void
pf_desk_core_settle (PfDeskCore *self)
{
  for (;;)
    {
      guint n;
      const PfOut *outs = pf_engine_outbox (self->engine, &n);
      g_autofree PfOut *copy = NULL;
      if (n > 0)
        {
          copy = g_memdup2 (outs, n * sizeof (PfOut));
          pf_engine_outbox_clear (self->engine);
          keep_records (self, copy, n);
          for (guint i = 0; i < n; i++)
            carry_out (self, &copy[i]);
        }
      if (!self->venue->klass->pump (self->venue) && n == 0)
        return;
    }
}

/* --- commands --------------------------------------------------------------------------------- */

static void
refuse_command (PfDeskCore *self, guint64 request_id, const char *sentence)
{
  PfOut out = { .type = PF_OUT_REPLY,
                .reply = { .request_id = request_id, .reason = PF_REFUSAL_BAD_COMMAND } };

  g_strlcpy (out.reply.sentence, sentence, sizeof out.reply.sentence);
  if (self->func != NULL)
    self->func (&out, self->user_data);
}

static PfDeploymentSpec
complete (PfDeskCore *self, const PfDeploymentSpec *spec)
{
  PfDeploymentSpec out = *spec;

  if (out.timeframe_ns == 0)
    out.timeframe_ns = pf_feed_timeframe (self->feed);
  if (out.n_symbols == 0)
    {
      out.n_symbols = 1;
      g_strlcpy (out.symbols[0], pf_instruments_get (pf_feed_instruments (self->feed), 0)->symbol,
                 PF_SYMBOL_MAX);
    }
  return out;
}

guint64
pf_desk_core_find (PfDeskCore *self, const PfDeploymentSpec *spec)
{
  PfDeploymentSpec wanted = complete (self, spec);

  for (guint i = 0; i < pf_engine_n_deployments (self->engine); i++)
    {
      const PfDeploymentState *deployment = pf_engine_deployment_at (self->engine, i);
      if (deployment->status != PF_DEPLOYMENT_STOPPED
          && pf_deployment_spec_equal (&deployment->spec, &wanted))
        return deployment->id;
    }
  return 0;
}

void
pf_desk_core_command (PfDeskCore *self, PfCommandType type, guint64 request_id,
                      guint64 deployment_id, guint32 instrument, const PfDeploymentSpec *spec)
{
  PfDeploymentSpec complete_spec;
  PfEvent event = { .type = PF_EVENT_COMMAND, .ts_ns = self->market_ns,
                    .command = { .type = type, .request_id = request_id,
                                 .deployment_id = deployment_id, .instrument = instrument } };
  char sentence[PF_SENTENCE_MAX], want[PF_TIME_TEXT_MAX], have[PF_TIME_TEXT_MAX];

  if (type == PF_COMMAND_DEPLOY)
    {
      complete_spec = complete (self, spec);
      event.command.spec = &complete_spec;
      if (!pf_feed_has_timeframe (self->feed, complete_spec.timeframe_ns))
        {
          g_snprintf (sentence, sizeof sentence,
                      "This market has no bars of %s; choose a multiple of %s.",
                      pf_timeframe_print (complete_spec.timeframe_ns, want),
                      pf_timeframe_print (pf_feed_timeframe (self->feed), have));
          refuse_command (self, request_id, sentence);
          return;
        }
    }
  pf_desk_core_push (self, &event);
  pf_desk_core_settle (self);
}

/* --- bars ------------------------------------------------------------------------------------- */

/* Bars of a timeframe are built from now on; those in progress get what is past of them. */
void
pf_desk_core_open_books (PfDeskCore *self, gint64 timeframe_ns)
{
  guint n = pf_feed_instruments (self->feed)->n;
  PfBarBook book = { .timeframe_ns = timeframe_ns };

  if (timeframe_ns == pf_feed_timeframe (self->feed) && self->config->feed == PF_FEED_REPLAY)
    return;     /* the pieces are the bars */
  for (guint i = 0; i < self->books->len; i++)
    if (g_array_index (self->books, PfBarBook, i).timeframe_ns == timeframe_ns)
      return;
  book.builders = g_new0 (PfBarBuilder, n);
  for (guint32 i = 0; i < n; i++)
    pf_feed_begin_bar (self->feed, i, timeframe_ns, &book.builders[i]);
  g_array_append_val (self->books, book);
}

static void
push_bar (PfDeskCore *self, guint32 instrument, gint64 timeframe_ns, const PfBar *bar)
{
  PfEvent event = { .type = PF_EVENT_BAR, .ts_ns = bar->ts_open_ns + timeframe_ns,
                    .bar = { instrument, timeframe_ns, *bar } };

  pf_desk_core_push (self, &event);
}

static void
close_bars (PfDeskCore *self, const PfPiece *piece)
{
  if (self->config->feed == PF_FEED_REPLAY)
    push_bar (self, piece->instrument, piece->piece_ns, &piece->piece);
  for (guint i = 0; i < self->books->len; i++)
    {
      const PfBarBook *book = &g_array_index (self->books, PfBarBook, i);
      PfBarBuilder *builder = &book->builders[piece->instrument];
      PfBar closed;
      if (pf_bar_builder_add (builder, &piece->piece, piece->piece_ns, &closed))
        push_bar (self, piece->instrument, book->timeframe_ns, &closed);
    }
}

/* A gap in the data ended these: they close before the piece behind it is traded. */
static void
close_bars_before (PfDeskCore *self, const PfPiece *piece)
{
  PfBar closed;

  for (guint i = 0; i < self->books->len; i++)
    {
      const PfBarBook *book = &g_array_index (self->books, PfBarBook, i);
      if (pf_bar_builder_flush_ended (&book->builders[piece->instrument], piece->piece.ts_open_ns,
                                      &closed))
        push_bar (self, piece->instrument, book->timeframe_ns, &closed);
    }
  pf_desk_core_settle (self);
}

/* --- the market ------------------------------------------------------------------------------- */

static void
trade_piece (PfDeskCore *self, const PfPiece *piece)
{
  guint decimals = pf_instruments_get (pf_feed_instruments (self->feed),
                                       piece->instrument)->price_decimals;
  const PfBar *bar = &piece->piece;

  /* The matcher sees every piece, so that an order always finds the price of its moment. What
   * comes of the open is settled while it lasts: a reversal's entry follows its close at the
   * same price. */
  pf_matcher_open (self->matcher, piece->instrument, pf_price_from_points (bar->open, decimals),
                   bar->volume, bar->ts_open_ns);
  pf_desk_core_settle (self);
  pf_matcher_range (self->matcher, piece->instrument, pf_price_from_points (bar->high, decimals),
                    pf_price_from_points (bar->low, decimals), bar->ts_open_ns);
  pf_desk_core_settle (self);
  pf_matcher_close (self->matcher, piece->instrument, pf_price_from_points (bar->close, decimals),
                    bar->ts_open_ns + piece->piece_ns);
  pf_desk_core_settle (self);
}

gboolean
pf_desk_core_play (PfDeskCore *self)
{
  PfEvent mark = { .type = PF_EVENT_MARK };
  PfPiece piece;

  if (!pf_feed_next (self->feed, &piece))
    return FALSE;
  close_bars_before (self, &piece);
  trade_piece (self, &piece);
  self->market_ns = piece.piece.ts_open_ns + piece.piece_ns;
  mark.ts_ns = self->market_ns;
  mark.mark.instrument = piece.instrument;
  mark.mark.points = piece.piece.close;
  pf_desk_core_push (self, &mark);
  close_bars (self, &piece);
  pf_watch_add (&self->watch, &piece);
  /* Together with what was decided: this piece is played. */
  pf_journal_set_cursor (self->journal, piece.cursor_ns);
  pf_desk_core_settle (self);
  return TRUE;
}
