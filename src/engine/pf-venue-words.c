/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The venue's words, and what follows of them; and what is done where it says none.
 *
 *   fill -> books -> stop and target | flat -> the other side of a reversal
 *   end without a fill -> refused | a stop that is gone: close | a close that failed: again
 *   no word -> ask -> UNKNOWN -> "not found" twice -> EXPIRED
 *
 * Guarantees
 *  1. A fill counts once, whatever was said of its order before; what no sane venue says changes
 *     nothing and stops the entries of its deployment until the books were compared.
 *  2. An order without a word is asked for, with growing pauses; it blocks the next entry of its
 *     leg until its fate is known.
 *  3. A close that ended without making its leg flat is tried again, with growing pauses, until the
 *     leg is flat.
 */
#include "engine/pf-engine-private.h"

static void
to_error (PfEngine *self,
          PfDeploymentState *deployment,
          const char *sentence)
{
  pf_engine_alarm (self, sentence);
  if (deployment != NULL && (deployment->status == PF_DEPLOYMENT_ACTIVE
                             || deployment->status == PF_DEPLOYMENT_PAUSED))
    pf_engine_set_status (self, deployment, PF_DEPLOYMENT_ERROR_STATE, PF_REFUSAL_VENUE,
                          PF_TIME_NONE, sentence);
}

/* An order ended without (all of) its fills: what does its leg need now? */
static void
after_end (PfEngine *self,
           PfDeploymentState *deployment,
           PfLeg *leg,
           const PfOrder *order,
           gboolean was_stop,
           const char *sentence)
{
  PfRefusal refusal = { .reason = PF_REFUSAL_VENUE };

  if (!order->reduce_only)
    {
      if (order->filled.e18 != 0 || order->status == PF_ORDER_CANCELLED)
        return;
      if (order->status == PF_ORDER_REFUSED)
        refusal.reason = PF_REFUSAL_NOT_READY;
      pf_decimal_print (order->quantity.e18, PF_DECIMALS, refusal.value);
      g_strlcpy (refusal.sentence, sentence, sizeof refusal.sentence);
      pf_engine_refuse (self, deployment, leg, order->id, &refusal);
      return;
    }
  if (leg->position.quantity.e18 == 0)
    return;
  if (was_stop && !leg->want_close)
    {
      /* The protection is gone and the position is not: leave it. */
      pf_engine_close (self, deployment, leg, PF_REASON_STOP_LOSS, PF_THEN_NOTHING,
                       leg->position.mark);
      return;
    }
  if (!leg->want_close || leg->close_order != 0)
    return;
  leg->close_attempts++;
  if (leg->close_attempts == PF_CLOSE_ATTEMPTS)
    to_error (self, deployment,
              "The venue refuses to close a position. It is tried again; close it "
              "by hand if it stays.");
  pf_engine_wake_at (self, MAX (leg->retry_ns, self->now_ns));
}

void
pf_engine_on_order (PfEngine *self,
                    const PfEvent *event)
{
  PfLiveOrder *live = pf_engine_find_order (self, event->order.order_id, NULL);
  const char *sentence = event->order.sentence != NULL ? event->order.sentence : "";
  const char *venue_id = event->order.venue_order_id != NULL ? event->order.venue_order_id : "";
  PfRecord record;
  PfDeploymentState *deployment;
  PfOrderStatus next;
  PfLeg *leg;
  gboolean was_stop;

  if (live == NULL)
    {
      pf_engine_alarm (self, "The venue spoke of an order that is none of ours.");
      return;
    }
  deployment = pf_engine_find_deployment (self, live->order.deployment_id);
  leg = pf_engine_find_leg (deployment, live->order.instrument);
  switch (event->order.event == PF_ORDER_EVENT_FILL
              ? PF_CHANGE_ALARM
              : pf_order_transition (live->order.status, event->order.event, &next))
    {
    case PF_CHANGE_IGNORED:
      return;
    case PF_CHANGE_ALARM:
      to_error (self, deployment, "The venue said something impossible of an order. Entries wait "
                                  "until the books were compared.");
      return;
    case PF_CHANGE_APPLIED:
    default:
      break;
    }
  was_stop = leg != NULL && leg->stop_order == live->order.id;
  record.type = PF_RECORD_ORDER_CHANGE;
  record.change.order_id = live->order.id;
  record.change.event = event->order.event;
  g_strlcpy (record.change.venue_order_id, venue_id, sizeof record.change.venue_order_id);
  g_strlcpy (record.change.sentence, sentence, sizeof record.change.sentence);
  pf_engine_record (self, &record);
  if (leg != NULL && pf_order_status_is_terminal (live->order.status))
    after_end (self, deployment, leg, &live->order, was_stop, sentence);
}

static void
chase_close (PfEngine *self,
             PfDeploymentState *deployment,
             PfLeg *leg)
{
  if (leg->position.quantity.e18 == 0 || leg->close_order != 0
      || (!leg->want_close && deployment->status != PF_DEPLOYMENT_STOPPED))
    return;
  if (self->now_ns >= leg->retry_ns)
    pf_engine_close (self, deployment, leg,
                     leg->want_close ? leg->close_reason : PF_REASON_MANUAL,
                     leg->want_close ? leg->close_then : PF_THEN_NOTHING, leg->close_price);
  else
    pf_engine_wake_at (self, leg->retry_ns);
}

/* What follows of a fill that is in the books. */
static void
after_fill (PfEngine *self,
            PfDeploymentState *deployment,
            PfLeg *leg,
            const PfOrder *order,
            const PfFill *fill)
{
  gboolean flat = leg->position.quantity.e18 == 0;

  if (flat)
    {
      leg->close_attempts = 0;
      pf_engine_cancel (self, leg->stop_order);
      pf_engine_cancel (self, leg->target_order);
      pf_engine_cancel (self, leg->close_order);
    }
  if (order == NULL)
    return;
  if (!order->reduce_only && !flat)
    {
      if (leg->want_close || deployment->status == PF_DEPLOYMENT_STOPPED)
        chase_close (self, deployment, leg);
      else
        pf_engine_protect (self, deployment, leg,
                           order->filled.e18 == fill->quantity.e18
                               ? fill->price
                               : pf_position_entry_price (&leg->position));
    }
  else if (flat && order->then != PF_THEN_NOTHING && !leg->want_close)
    pf_engine_enter (self, deployment, leg,
                     order->then == PF_THEN_BUY ? PF_SIDE_BUY : PF_SIDE_SELL, order->decided_price);
}

void
pf_engine_on_fill (PfEngine *self,
                   const PfFill *fill)
{
  PfLiveOrder *live = pf_engine_find_order (self, fill->order_id, NULL);
  PfDeploymentState *deployment = pf_engine_find_deployment (self, fill->deployment_id);
  PfLeg *leg = pf_engine_find_leg (deployment, fill->instrument);
  PfRecord record;

  if (leg == NULL)
    {
      pf_engine_alarm (self, "The venue reported a fill of a position that is none of ours.");
      return;
    }
  if (pf_engine_knows_fill (self, live, fill->trade_id))
    return;
  record.type = PF_RECORD_FILL;
  record.fill = *fill;
  if (live != NULL)
    {
      if (!pf_order_can_fill (&live->order, fill))
        {
          to_error (self, deployment, "The venue filled more than was ordered. Entries wait until "
                                      "the books were compared.");
          return;
        }
      record.fill.reason = live->order.reason;
    }
  pf_engine_begin_day_of_fill (self, deployment);
  pf_engine_record (self, &record);
  if (self->trade_closed)
    {
      record.type = PF_RECORD_TRADE;
      record.trade = self->closed_trade;
      pf_engine_record (self, &record);
    }
  if (live == NULL && fill->order_id != 0)
    to_error (self, deployment, "The venue filled an order that ended long ago. Entries wait until "
                                "the books were compared.");
  else if (live == NULL && deployment->status != PF_DEPLOYMENT_STOPPED)
    pf_engine_set_status (self, deployment, PF_DEPLOYMENT_PAUSED, PF_REFUSAL_BALANCE, PF_TIME_NONE,
                          "The account was liquidated: its positions needed more margin than it "
                          "had. Entries wait until you press Resume.");
  after_fill (self, deployment, leg, live != NULL ? &live->order : NULL, fill);
}

/* --- orders without an answer ----------------------------------------------------------------- */

void
pf_engine_on_missing (PfEngine *self,
                      guint64 order_id,
                      gint64 asked_ns)
{
  gboolean is_live = FALSE;
  PfLiveOrder *live = pf_engine_find_order (self, order_id, &is_live);
  PfEvent event = {
    .type = PF_EVENT_ORDER, .ts_ns = self->now_ns,
    .order = { .order_id = order_id, .event = PF_ORDER_EVENT_EXPIRE,
               .sentence = "The venue never got this order." },
  };

  if (live == NULL || !is_live || asked_ns < live->order.ts_created_ns + PF_MISSING_FENCE_NS)
    return;
  live->n_missing++;
  if (live->n_missing >= PF_MISSING_ANSWERS)
    pf_engine_on_order (self, &event);
}

static void
chase_order (PfEngine *self,
             PfLiveOrder *live)
{
  PfEvent event = {
    .type = PF_EVENT_ORDER, .ts_ns = self->now_ns,
    .order = { .order_id = live->order.id, .event = PF_ORDER_EVENT_TIMEOUT, .sentence = "" },
  };

  if (live->next_query_ns == PF_TIME_NONE)
    return;
  if (self->now_ns >= live->next_query_ns)
    {
      if (live->order.status == PF_ORDER_PENDING)
        pf_engine_on_order (self, &event);
      live->next_query_ns = self->now_ns
                            + MIN (PF_RETRY_MAX_NS, PF_NS_PER_SECOND << MIN (live->n_queries, 6));
      live->n_queries++;
      pf_engine_out (self, PF_OUT_QUERY)->order_id = live->order.id;
    }
  pf_engine_wake_at (self, live->next_query_ns);
}

void
pf_engine_chase_orders (PfEngine *self)
{
  for (guint i = 0; i < self->orders->len; i++)
    chase_order (self, g_ptr_array_index (self->orders, i));
  for (guint i = 0; i < self->running->len; i++)
    {
      PfDeploymentState *deployment = g_ptr_array_index (self->running, i);
      for (guint j = 0; j < deployment->n_legs; j++)
        chase_close (self, deployment, &deployment->legs[j]);
    }
}
