/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Execution: from a decision to an order. What the venue says to it is in pf-venue-words.c.
 *
 *   enter -> limits -> order (PENDING) -> fills -> stop and target
 *   close -> order (reduce-only) -> fills -> flat [-> enter the other side of a reversal]
 *
 * Guarantees
 *  1. Opens at most once: an entry is never sent again by itself; while its fate is unknown it is
 *     asked for, and it blocks the next entry of its leg.
 *  2. Closes are reduce-only, and one of a leg is in flight at a time.
 *  3. A new stop stands before the one it replaces is cancelled.
 */
#include "engine/pf-engine-private.h"

#include <string.h>

PfPrice
pf_engine_price (const PfEngine *self,
                 guint32 instrument)
{
  return pf_price_from_points (self->marks[instrument],
                               pf_instruments_get (self->instruments, instrument)->price_decimals);
}

/* --- orders out ------------------------------------------------------------------------------- */

static void
client_order_id (PfEngine *self,
                 guint64 id,
                 char out[PF_ORDER_ID_TEXT_MAX])
{
  static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
  gsize install = strlen (self->config.install);
  char text[16];
  guint i = sizeof text;

  text[--i] = '\0';
  do
    text[--i] = digits[id % 36];
  while ((id /= 36) > 0 && i > 0);
  /* "P<install>-<number>"; printf would cost as much as all the rest of an order */
  G_STATIC_ASSERT (sizeof self->config.install + sizeof text + 1 <= PF_ORDER_ID_TEXT_MAX);
  out[0] = 'P';
  memcpy (out + 1, self->config.install, install);
  out[1 + install] = '-';
  memcpy (out + 2 + install, text + i, sizeof text - i);
}

/* The intent becomes durable, then the order is handed on. */
static void
send_order (PfEngine *self,
            PfDeploymentState *deployment,
            PfLeg *leg,
            PfOrder *order)
{
  PfRecord record;

  if (self->orders->len == PF_ENGINE_ORDERS_MAX)
    {
      pf_engine_halt (self, "too many orders are open at once");
      return;
    }
  order->id = self->next_order;
  client_order_id (self, order->id, order->client_order_id);
  order->deployment_id = deployment->id;
  order->instrument = leg->instrument;
  order->status = PF_ORDER_PENDING;
  order->ts_created_ns = order->ts_updated_ns = self->now_ns;
  record.type = PF_RECORD_ORDER;
  record.order = *order;
  pf_engine_record (self, &record);
  pf_engine_out (self, PF_OUT_SUBMIT)->order_id = record.order.id;
  pf_engine_wake_at (self, self->now_ns + PF_ANSWER_TIMEOUT_NS);
}

void
pf_engine_cancel (PfEngine *self,
                  guint64 id)
{
  if (id != 0)
    pf_engine_out (self, PF_OUT_CANCEL)->order_id = id;
}

void
pf_engine_refuse (PfEngine *self,
                  PfDeploymentState *deployment,
                  const PfLeg *leg,
                  guint64 order_id,
                  PfRefusal *refusal)
{
  PfRecord record = { .type = PF_RECORD_REFUSAL, .refusal = *refusal };

  record.refusal.id = self->next_refusal;
  record.refusal.deployment_id = deployment != NULL ? deployment->id : 0;
  record.refusal.instrument = leg != NULL ? (gint32) leg->instrument : -1;
  record.refusal.order_id = order_id;
  record.refusal.ts_ns = self->now_ns;
  pf_engine_record (self, &record);
}

/* --- entries ---------------------------------------------------------------------------------- */

static PfRefusalReason
check_state (PfEngine *self,
             PfDeploymentState *deployment,
             const PfLeg *leg,
             PfRefusal *refusal)
{
  const char *sentence = NULL;

  refusal->reason = PF_REFUSAL_NONE;
  if (self->latched)
    {
      refusal->reason = PF_REFUSAL_KILL_LATCH;
      sentence = "Everything was stopped. Press Re-arm to trade again.";
    }
  else if (self->state != PF_DESK_READY)
    {
      refusal->reason = PF_REFUSAL_NOT_READY;
      sentence = "The desk is not ready for new positions; stops and closes go on.";
    }
  else if (deployment->status == PF_DEPLOYMENT_STOPPED)
    {
      refusal->reason = PF_REFUSAL_STOPPED;
      sentence = "The deployment is stopped.";
    }
  else if (deployment->status != PF_DEPLOYMENT_ACTIVE)
    {
      refusal->reason = PF_REFUSAL_PAUSED;
      sentence = deployment->sentence[0] != '\0' ? deployment->sentence
                                                 : "The deployment is paused. Press Resume.";
    }
  else if (leg->entry_order != 0 || leg->want_close)
    {
      refusal->reason = PF_REFUSAL_UNKNOWN_OUTCOME;
      sentence = "An earlier order is still on its way; its outcome is awaited first.";
    }
  if (sentence != NULL)
    g_strlcpy (refusal->sentence, sentence, sizeof refusal->sentence);
  return refusal->reason;
}

/* What is at stake, with entries in flight counted as filled. */
static void
measure_exposure (PfEngine *self,
                  const PfDeploymentState *deployment,
                  guint32 instrument,
                  PfExposure *exposure)
{
  memset (exposure, 0, sizeof *exposure);
  exposure->portfolio = pf_engine_equity (self);
  exposure->desk_positions_max = self->config.desk_positions_max;
  exposure->symbol_positions_max = self->config.symbol_positions_max;
  for (guint i = 0; i < self->running->len; i++)
    {
      const PfDeploymentState *other = g_ptr_array_index (self->running, i);
      for (guint j = 0; j < other->n_legs; j++)
        {
          const PfLeg *leg = &other->legs[j];
          PfMoney value;
          if (pf_leg_is_flat (leg))
            continue;
          value = pf_money_abs (pf_position_value (&leg->position, leg->position.mark));
          if (leg->entry_order != 0)
            {
              PfLiveOrder *entry = pf_engine_find_order (self, leg->entry_order, NULL);
              PfMoney rest = PF_MONEY_ZERO;
              PF_ENGINE_CHECK (self, entry != NULL
                               && pf_notional (entry->order.decided_price,
                                               pf_order_remaining (&entry->order), &rest));
              value = pf_money_add (value, rest);
            }
          exposure->gross = pf_money_add (exposure->gross, value);
          exposure->desk_positions++;
          exposure->symbol_positions += leg->instrument == instrument;
          exposure->deployment_positions += other == deployment;
        }
    }
}

void
pf_engine_enter (PfEngine *self,
                 PfDeploymentState *deployment,
                 PfLeg *leg,
                 PfSide side,
                 PfPrice price)
{
  const PfInstrument *instrument = pf_instruments_get (self->instruments, leg->instrument);
  PfOrder order = { .side = side, .type = PF_ORDER_TYPE_MARKET, .reason = PF_REASON_SIGNAL };
  PfRefusal refusal = { 0 };
  PfExposure exposure;

  if (check_state (self, deployment, leg, &refusal) == PF_REFUSAL_NONE)
    {
      measure_exposure (self, deployment, leg->instrument, &exposure);
      if (!pf_limits_size (&deployment->spec, instrument, exposure.portfolio, price,
                           self->config.fee_rate, self->config.slippage, &order.quantity))
        price = PF_PRICE_ZERO;  /* refused below as no price */
      pf_limits_check_entry (&deployment->spec, instrument, &exposure, price, order.quantity,
                             self->config.fee_rate, &refusal);
    }
  if (refusal.reason != PF_REFUSAL_NONE)
    {
      pf_engine_refuse (self, deployment, leg, 0, &refusal);
      return;
    }
  order.decided_price = price;
  order.cut_to_cash = deployment->spec.sizing != PF_SIZING_UNITS;
  send_order (self, deployment, leg, &order);
}

/* --- closes ----------------------------------------------------------------------------------- */

gboolean
pf_leg_is_flat (const PfLeg *leg)
{
  return leg->position.quantity.e18 == 0 && leg->entry_order == 0;
}

void
pf_engine_close (PfEngine *self,
                 PfDeploymentState *deployment,
                 PfLeg *leg,
                 PfReason reason,
                 PfThen then,
                 PfPrice price)
{
  PfOrder order = {
    .type = PF_ORDER_TYPE_MARKET, .reason = reason, .then = then, .reduce_only = TRUE,
    .side = leg->position.quantity.e18 > 0 ? PF_SIDE_SELL : PF_SIDE_BUY,
    .quantity = pf_quantity_abs (leg->position.quantity), .decided_price = price,
  };

  pf_engine_cancel (self, leg->entry_order);
  if (leg->position.quantity.e18 == 0 || leg->close_order != 0)
    return;
  leg->retry_ns
      = self->now_ns + MIN (PF_RETRY_MAX_NS, PF_NS_PER_SECOND << MIN (leg->close_attempts, 6));
  send_order (self, deployment, leg, &order);
}

void
pf_engine_protect (PfEngine *self,
                   PfDeploymentState *deployment,
                   PfLeg *leg,
                   PfPrice entry)
{
  const PfDeploymentSpec *spec = &deployment->spec;
  gboolean is_long = leg->position.quantity.e18 > 0;
  const struct
  {
    PfOrderType type;
    PfRate rate;
    PfReason reason;
    guint64 replaced;
    gboolean below;
  } rows[] = {
    { PF_ORDER_TYPE_STOP_LOSS, spec->stop_loss, PF_REASON_STOP_LOSS, leg->stop_order, is_long },
    { PF_ORDER_TYPE_TAKE_PROFIT, spec->take_profit, PF_REASON_TAKE_PROFIT, leg->target_order,
      !is_long },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      PfPrice trigger = rows[i].below ? pf_price_scale_down (entry, rows[i].rate)
                                      : pf_price_scale_up (entry, rows[i].rate);
      /* A target of 100 % below is a price that never comes. */
      if (rows[i].rate.e12 != 0 && trigger.e18 > 0)
        {
          PfOrder order = {
            .type = rows[i].type, .reason = rows[i].reason, .reduce_only = TRUE,
            .side = is_long ? PF_SIDE_SELL : PF_SIDE_BUY, .trigger_price = trigger,
            .quantity = pf_quantity_abs (leg->position.quantity), .decided_price = entry,
          };
          send_order (self, deployment, leg, &order);
          pf_engine_cancel (self, rows[i].replaced);
        }
    }
}
