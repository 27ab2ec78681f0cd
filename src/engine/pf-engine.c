/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The kernel: inbox, drain, outbox. Guarantees and states are at the head of pf-engine.h.
 *
 * Nothing is done in reaction to a push: events wait in a bounded ring until the drain takes them
 * one by one at its own pace. Each handler changes durable state only through pf_engine_record,
 * which applies a record and puts it into the outbox, so that what recovery replays is, by
 * construction, all that ever changed.
 */
#include "engine/pf-engine-private.h"

#include <string.h>

void
pf_engine_config_init (PfEngineConfig *self)
{
  memset (self, 0, sizeof *self);
  self->balance = pf_money_from_int (10000);
  self->fee_rate = pf_rate_from_ppm (400);
  self->desk_positions_max = 10;
  self->symbol_positions_max = 5;
  self->bar_records = TRUE;
  g_strlcpy (self->install, "0000", sizeof self->install);
}

PfEngine *
pf_engine_new (const PfEngineConfig *config,
               const PfInstruments *instruments)
{
  PfEngine *self;

  g_assert (instruments->n > 0);
  self = g_new0 (PfEngine, 1);
  self->config = *config;
  self->instruments = pf_instruments_copy (instruments);
  self->now_ns = PF_TIME_NONE;
  self->due_ns = G_MAXINT64;
  self->inbox = g_new (PfEvent, PF_ENGINE_INBOX_MAX);
  self->outbox = g_array_new (FALSE, FALSE, sizeof (PfOut));
  self->marks = g_new0 (gint64, instruments->n);
  self->deployments = g_ptr_array_new_with_free_func ((GDestroyNotify) pf_deployment_state_free);
  self->running = g_ptr_array_new ();
  self->orders = g_ptr_array_new ();
  self->terminal = g_ptr_array_new_with_free_func ((GDestroyNotify) pf_live_order_free);
  self->foreign_ids = g_ptr_array_new_with_free_func (g_free);
  self->next_order = self->next_trade = self->next_refusal = self->next_deployment = 1;
  pf_account_init (&self->account, config->balance);
  return self;
}

void
pf_engine_free (PfEngine *self)
{
  if (self == NULL)
    return;
  g_ptr_array_set_free_func (self->orders, (GDestroyNotify) pf_live_order_free);
  g_ptr_array_unref (self->orders);
  g_ptr_array_unref (self->terminal);
  g_ptr_array_unref (self->running);
  g_ptr_array_unref (self->deployments);
  g_ptr_array_unref (self->foreign_ids);
  g_array_unref (self->outbox);
  pf_instruments_free (self->instruments);
  g_free (self->marks);
  g_free (self->inbox);
  g_free (self);
}

/* --- outbox ----------------------------------------------------------------------------------- */

PfOut *
pf_engine_out (PfEngine *self,
               PfOutType type)
{
  PfOut *out;

  g_array_set_size (self->outbox, self->outbox->len + 1);
  out = &g_array_index (self->outbox, PfOut, self->outbox->len - 1);
  out->type = type;
  return out;
}

const PfOut *
pf_engine_outbox (const PfEngine *self,
                  guint *n)
{
  *n = self->outbox->len;
  return (const PfOut *) (void *) self->outbox->data;
}

void
pf_engine_outbox_clear (PfEngine *self)
{
  g_assert (!self->draining);
  g_array_set_size (self->outbox, 0);
}

void
pf_engine_record (PfEngine *self,
                  PfRecord *record)
{
  record->ts_ns = self->now_ns;
  pf_engine_apply (self, record);
  pf_record_copy (&pf_engine_out (self, PF_OUT_RECORD)->record, record);
}

void
pf_engine_reply (PfEngine *self,
                 const PfEvent *event,
                 PfRefusalReason reason,
                 guint64 deployment_id,
                 const char *sentence)
{
  PfReply *reply = &pf_engine_out (self, PF_OUT_REPLY)->reply;

  reply->request_id = event->command.request_id;
  reply->ok = reason == PF_REFUSAL_NONE;
  reply->reason = reason;
  reply->deployment_id = deployment_id;
  g_strlcpy (reply->sentence, sentence, sizeof reply->sentence);
}

void
pf_engine_alarm (PfEngine *self,
                 const char *sentence)
{
  g_strlcpy (pf_engine_out (self, PF_OUT_ALARM)->sentence, sentence, PF_SENTENCE_MAX);
}

void
pf_engine_halt (PfEngine *self,
                const char *sentence)
{
  char text[PF_SENTENCE_MAX];

  if (self->state == PF_DESK_HALTED)
    return;
  self->state = PF_DESK_HALTED;
  g_snprintf (text, sizeof text, "Entries are halted until a restart; stops and closes go on (%s).",
              sentence);
  pf_engine_alarm (self, text);
}

void
pf_engine_wake_at (PfEngine *self,
                   gint64 ts_ns)
{
  if (ts_ns >= self->due_ns)
    return;
  self->due_ns = ts_ns;
  pf_engine_out (self, PF_OUT_WAKE)->wake_ns = ts_ns;
}

/* --- inbox ------------------------------------------------------------------------------------ */

gboolean
pf_engine_push (PfEngine *self,
                const PfEvent *event)
{
  if (self->inbox_n == PF_ENGINE_INBOX_MAX)
    return FALSE;
  self->inbox[(self->inbox_head + self->inbox_n) % PF_ENGINE_INBOX_MAX] = *event;
  self->inbox_n++;
  return TRUE;
}

static void
on_desk_word (PfEngine *self,
              const PfEvent *event)
{
  if (event->desk.word == PF_DESK_WORD_HALTED)
    {
      pf_engine_halt (self, event->desk.sentence);
      return;
    }
  if (event->desk.word == PF_DESK_WORD_FLAT)
    {
      pf_engine_latch_again (self, event->desk.sentence);
      return;
    }
  if (self->state == PF_DESK_HALTED)
    return;
  self->state = event->desk.word == PF_DESK_WORD_READY ? PF_DESK_READY : PF_DESK_DEGRADED;
  if (self->state != PF_DESK_READY)
    return;
  if (!self->account_known)
    {
      PfRecord record = { .type = PF_RECORD_ACCOUNT, .account.initial = self->config.balance };
      pf_engine_record (self, &record);
    }
  /* Ready means reconciled clean: that is what lifts an error. */
  for (guint i = 0; i < self->running->len; i++)
    {
      PfDeploymentState *deployment = g_ptr_array_index (self->running, i);
      for (guint leg = 0; leg < deployment->n_legs; leg++)
        g_clear_pointer (&deployment->legs[leg].warm_fills, g_array_unref);
      if (deployment->status == PF_DEPLOYMENT_ERROR_STATE)
        pf_engine_set_status (self, deployment, PF_DEPLOYMENT_ACTIVE, PF_REFUSAL_NONE, PF_TIME_NONE,
                              "");
    }
  /* Look at everything that recovery may have left to be chased. */
  self->due_ns = self->now_ns;
  pf_engine_on_time (self);
}

static void
handle (PfEngine *self,
        const PfEvent *event)
{
  /* Time never runs backwards in here, whatever a clock outside does. */
  self->now_ns = MAX (self->now_ns, event->ts_ns);
  if (G_UNLIKELY (self->now_ns >= self->due_ns))
    pf_engine_on_time (self);
  switch (event->type)
    {
    case PF_EVENT_TIME:
      break;
    case PF_EVENT_MARK:
      pf_engine_on_mark (self, event->mark.instrument, event->mark.points);
      break;
    case PF_EVENT_BAR:
      pf_engine_on_bar (self, event->bar.instrument, event->bar.timeframe_ns, &event->bar.bar);
      break;
    case PF_EVENT_ORDER:
      pf_engine_on_order (self, event);
      break;
    case PF_EVENT_FILL:
      pf_engine_on_fill (self, event->fill);
      break;
    case PF_EVENT_MISSING:
      pf_engine_on_missing (self, event->missing.order_id, event->missing.asked_ns);
      break;
    case PF_EVENT_COMMAND:
      pf_engine_on_command (self, event);
      break;
    case PF_EVENT_DESK:
      on_desk_word (self, event);
      break;
    default:
      g_assert_not_reached ();
    }
}

void
pf_engine_take (PfEngine *self,
                const PfEvent *event)
{
  g_assert (!self->draining && self->inbox_n == 0);
  self->draining = TRUE;
  handle (self, event);
  self->draining = FALSE;
}

void
pf_engine_drain (PfEngine *self)
{
  g_assert (!self->draining);
  self->draining = TRUE;
  while (self->inbox_n > 0)
    {
      /* Handlers never push, so the slot stays as it is while it is handled. */
      const PfEvent *event = &self->inbox[self->inbox_head];
      handle (self, event);
      self->inbox_head = (self->inbox_head + 1) % PF_ENGINE_INBOX_MAX;
      self->inbox_n--;
    }
  self->inbox_head = 0;
  self->draining = FALSE;
}

/* --- what is so now --------------------------------------------------------------------------- */

PfDeskState
pf_engine_state (const PfEngine *self)
{
  return self->state;
}

gboolean
pf_engine_latch (const PfEngine *self,
                 const char **sentence)
{
  if (sentence != NULL)
    *sentence = self->latch_sentence;
  return self->latched;
}

gint64
pf_engine_time (const PfEngine *self)
{
  return self->now_ns;
}

const PfInstruments *
pf_engine_instruments (const PfEngine *self)
{
  return self->instruments;
}

guint
pf_engine_n_deployments (const PfEngine *self)
{
  return self->deployments->len;
}

const PfDeploymentState *
pf_engine_deployment_at (const PfEngine *self,
                         guint i)
{
  g_assert (i < self->deployments->len);
  return g_ptr_array_index (self->deployments, i);
}

const PfDeploymentState *
pf_engine_deployment (const PfEngine *self,
                      guint64 id)
{
  return pf_engine_find_deployment ((PfEngine *) self, id);
}

const PfOrder *
pf_engine_order (const PfEngine *self,
                 guint64 id)
{
  PfLiveOrder *found = pf_engine_find_order ((PfEngine *) self, id, NULL);

  return found != NULL ? &found->order : NULL;
}

guint
pf_engine_n_orders (const PfEngine *self)
{
  return self->orders->len;
}

const PfOrder *
pf_engine_order_at (const PfEngine *self,
                    guint i)
{
  g_assert (i < self->orders->len);
  return &((PfLiveOrder *) g_ptr_array_index (self->orders, i))->order;
}

const PfAccount *
pf_engine_account (const PfEngine *self)
{
  return &self->account;
}

PfMoney
pf_engine_equity (const PfEngine *self)
{
  PfMoney equity = self->account.cash;

  /* asked for every bar */
  for (guint i = 0; i < self->running->len; i++)
    {
      const PfDeploymentState *deployment = g_ptr_array_index (self->running, i);
      for (guint j = 0; j < deployment->n_legs; j++)
        {
          const PfLeg *leg = &deployment->legs[j];
          gint64 points = self->marks[leg->instrument];
          if (leg->position.quantity.e18 == 0)
            continue;
          if (leg->point_value != 0 && points > 0 && points < PF_POINTS_MAX)
            equity.e18 += leg->point_value * points;
          else
            equity.e18 += pf_position_value (&leg->position, leg->position.mark).e18;
        }
    }
  return equity;
}

guint
pf_engine_n_positions (const PfEngine *self)
{
  guint n = 0;

  for (guint i = 0; i < self->running->len; i++)
    {
      const PfDeploymentState *deployment = g_ptr_array_index (self->running, i);
      for (guint j = 0; j < deployment->n_legs; j++)
        n += deployment->legs[j].position.quantity.e18 != 0;
    }
  return n;
}

guint64
pf_engine_n_orders_made (const PfEngine *self)
{
  return self->next_order - 1;
}

guint64
pf_engine_n_fills (const PfEngine *self)
{
  return self->n_fills;
}

guint64
pf_engine_n_trades (const PfEngine *self)
{
  return self->n_trades;
}

guint64
pf_engine_n_refusals (const PfEngine *self)
{
  return self->next_refusal - 1;
}

const char *
pf_desk_state_name (PfDeskState state)
{
  static const char *const names[] = { "STARTING", "READY", "DEGRADED", "HALTED", "STOPPED" };

  g_assert ((guint) state < G_N_ELEMENTS (names));
  return names[state];
}
