/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Durable state: what each record changes. The live engine and recovery both come through
 * pf_engine_apply, and nothing else changes durable state.
 *
 * Invariants after each record
 *  1. A live order is in `orders` exactly while its status is not terminal; a leg names only live
 *     orders of its own.
 *  2. want_close is set exactly while a decided close has not made the leg flat.
 *  3. The sum of the legs' quantities is the sum of their fills; the account moved by the same
 * fills.
 */
#include "engine/pf-engine-private.h"

#include <string.h>

void
pf_live_order_free (PfLiveOrder *order)
{
  g_clear_pointer (&order->trade_ids, g_ptr_array_unref);
  g_free (order);
}

void
pf_deployment_state_free (PfDeploymentState *deployment)
{
  for (guint i = 0; i < deployment->n_legs; i++)
    {
      g_clear_pointer (&deployment->legs[i].run, pf_strategy_run_free);
      g_clear_pointer (&deployment->legs[i].warm_fills, g_array_unref);
    }
  g_free (deployment);
}

gboolean
pf_engine_knows_fill (PfEngine *self,
                      const PfLiveOrder *live,
                      const char *trade_id)
{
  GPtrArray *ids = live != NULL ? live->trade_ids : self->foreign_ids;

  if (live != NULL && live->n_trade_ids > 0 && strcmp (live->trade_id, trade_id) == 0)
    return TRUE;
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    if (strcmp (g_ptr_array_index (ids, i), trade_id) == 0)
      return TRUE;
  return FALSE;
}

PfDeploymentState *
pf_engine_find_deployment (PfEngine *self,
                           guint64 id)
{
  guint low = 0, high = self->deployments->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      PfDeploymentState *deployment = g_ptr_array_index (self->deployments, middle);
      if (deployment->id == id)
        return deployment;
      if (deployment->id < id)
        low = middle + 1;
      else
        high = middle;
    }
  return NULL;
}

PfLeg *
pf_engine_find_leg (PfDeploymentState *deployment,
                    guint32 instrument)
{
  for (guint i = 0; deployment != NULL && i < deployment->n_legs; i++)
    if (deployment->legs[i].instrument == instrument)
      return &deployment->legs[i];
  return NULL;
}

PfLiveOrder *
pf_engine_find_order (PfEngine *self,
                      guint64 id,
                      gboolean *live)
{
  GPtrArray *const places[] = { self->orders, self->terminal };

  for (guint place = 0; place < G_N_ELEMENTS (places); place++)
    for (guint i = places[place]->len; i > 0; i--)
      {
        PfLiveOrder *order = g_ptr_array_index (places[place], i - 1);
        if (order->order.id != id)
          continue;
        if (live != NULL)
          *live = place == 0;
        return order;
      }
  return NULL;
}

/* --- orders ----------------------------------------------------------------------------------- */

static guint64 *
leg_slot (PfLeg *leg,
          const PfOrder *order)
{
  if (!order->reduce_only)
    return &leg->entry_order;
  if (order->type == PF_ORDER_TYPE_STOP_LOSS)
    return &leg->stop_order;
  if (order->type == PF_ORDER_TYPE_TAKE_PROFIT)
    return &leg->target_order;
  return &leg->close_order;
}

static void
apply_order (PfEngine *self,
             const PfOrder *order)
{
  PfLeg *leg = pf_engine_find_leg (pf_engine_find_deployment (self, order->deployment_id),
                                   order->instrument);
  PfLiveOrder *live = g_new0 (PfLiveOrder, 1);

  live->order = *order;
  live->next_query_ns = order->ts_created_ns + PF_ANSWER_TIMEOUT_NS;
  g_ptr_array_add (self->orders, live);
  self->next_order = MAX (self->next_order, order->id + 1);
  PF_ENGINE_CHECK (self, leg != NULL);
  if (leg == NULL)
    return;
  *leg_slot (leg, order) = order->id;
  if (leg->close_order != order->id)
    return;
  leg->want_close = TRUE;
  leg->close_reason = order->reason;
  leg->close_then = order->then;
  leg->close_price = order->decided_price;
}

/* A finished order leaves the live ones and is remembered for late words. */
static void
retire (PfEngine *self,
        PfLiveOrder *live)
{
  PfLeg *leg = pf_engine_find_leg (pf_engine_find_deployment (self, live->order.deployment_id),
                                   live->order.instrument);

  if (leg != NULL)
    {
      guint64 *slot = leg_slot (leg, &live->order);
      if (*slot == live->order.id)
        *slot = 0;
    }
  live->next_query_ns = PF_TIME_NONE;
  g_ptr_array_remove (self->orders, live);
  if (self->terminal->len == PF_ENGINE_TERMINAL_MAX)
    g_ptr_array_remove_range (self->terminal, 0, PF_ENGINE_TERMINAL_MAX / 4);
  g_ptr_array_add (self->terminal, live);
}

static void
settle (PfEngine *self,
        PfDeploymentState *deployment,
        PfLeg *leg)
{
  gboolean idle = deployment->status == PF_DEPLOYMENT_STOPPED;

  if (leg != NULL && leg->position.quantity.e18 == 0 && leg->entry_order == 0)
    leg->want_close = FALSE;
  for (guint i = 0; idle && i < deployment->n_legs; i++)
    idle = pf_leg_is_flat (&deployment->legs[i]);
  if (idle)
    g_ptr_array_remove (self->running, deployment);
}

static void
apply_change (PfEngine *self,
              const PfRecord *record)
{
  gboolean is_live = FALSE;
  PfLiveOrder *live = pf_engine_find_order (self, record->change.order_id, &is_live);
  PfDeploymentState *deployment;

  PF_ENGINE_CHECK (self, live != NULL);
  if (live == NULL)
    return;
  pf_order_apply (&live->order, record->change.event, NULL, record->ts_ns);
  if (record->change.event != PF_ORDER_EVENT_TIMEOUT)
    live->next_query_ns = PF_TIME_NONE;
  if (record->change.venue_order_id[0] != '\0')
    memcpy (live->order.venue_order_id, record->change.venue_order_id,
            sizeof live->order.venue_order_id);
  if (!is_live || !pf_order_status_is_terminal (live->order.status))
    return;
  deployment = pf_engine_find_deployment (self, live->order.deployment_id);
  retire (self, live);
  if (deployment != NULL)
    settle (self, deployment, pf_engine_find_leg (deployment, live->order.instrument));
}

/* --- fills ------------------------------------------------------------------------------------ */

/* Money per point of price of the open position, where that is a whole number of 1e-18 (and not
 * huge): then an equity costs one multiplication. */
static void
remember_point_value (PfEngine *self,
                      PfLeg *leg)
{
  const PfInstrument *instrument = pf_instruments_get (self->instruments, leg->instrument);
  PfInt128 points = 1, value;

  leg->point_value = 0;
  if (leg->position.quantity.e18 == 0)
    return;
  for (guint i = 0; i < instrument->price_decimals; i++)
    points *= 10;
  value = leg->position.quantity.e18 / points;
  if (value * points == leg->position.quantity.e18 && value < PF_POINT_VALUE_MAX
      && value > -PF_POINT_VALUE_MAX)
    leg->point_value = value;
}

static void
tell_strategy (PfEngine *self,
               PfLeg *leg,
               const PfFill *fill)
{
  if (leg->run == NULL || leg->run->strategy->on_fill == NULL)
    return;
  if (self->draining)
    {
      leg->run->strategy->on_fill (leg->run->state, fill);
      return;
    }
  /* In recovery the bars of the past come later: the fill is told between them. */
  if (leg->warm_fills == NULL)
    leg->warm_fills = g_array_new (FALSE, FALSE, sizeof (PfFill));
  g_array_append_val (leg->warm_fills, *fill);
}

static void
remember_trade_id (PfEngine *self,
                   PfLiveOrder *live,
                   const PfFill *fill)
{
  if (live == NULL)
    {
      if (self->foreign_ids->len == PF_ENGINE_TERMINAL_MAX)
        g_ptr_array_remove_range (self->foreign_ids, 0, PF_ENGINE_TERMINAL_MAX / 4);
      g_ptr_array_add (self->foreign_ids, g_strdup (fill->trade_id));
      return;
    }
  if (live->n_trade_ids++ == 0)
    {
      memcpy (live->trade_id, fill->trade_id, sizeof live->trade_id);
      return;
    }
  if (live->trade_ids == NULL)
    live->trade_ids = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (live->trade_ids, g_strdup (fill->trade_id));
}

static void
apply_fill (PfEngine *self,
            const PfFill *fill,
            gint64 ts_ns)
{
  gboolean is_live = FALSE;
  PfLiveOrder *live = pf_engine_find_order (self, fill->order_id, &is_live);
  PfDeploymentState *deployment = pf_engine_find_deployment (self, fill->deployment_id);
  PfLeg *leg = pf_engine_find_leg (deployment, fill->instrument);
  PfMoney notional = pf_fill_notional (fill);

  self->n_fills++;
  self->trade_closed = FALSE;
  remember_trade_id (self, live, fill);
  pf_account_book (&self->account, fill, notional);
  if (live != NULL)
    {
      PfChange change = pf_order_apply (&live->order, PF_ORDER_EVENT_FILL, fill, ts_ns);
      PF_ENGINE_CHECK (self, change == PF_CHANGE_APPLIED);
      live->next_query_ns = PF_TIME_NONE;
    }
  if (live != NULL && is_live && pf_order_status_is_terminal (live->order.status))
    retire (self, live);
  PF_ENGINE_CHECK (self, leg != NULL);
  if (leg == NULL)
    return;
  if (pf_position_book (&leg->position, fill, notional, &self->closed_trade))
    {
      self->trade_closed = TRUE;
      self->closed_trade.id = self->next_trade++;
      self->n_trades++;
      pf_metrics_trade (&deployment->metrics, &self->closed_trade);
    }
  if (leg->position.mark.e18 == 0)
    leg->position.mark = fill->price;
  remember_point_value (self, leg);
  tell_strategy (self, leg, fill);
  settle (self, deployment, leg);
}

/* --- deployments ------------------------------------------------------------------------------ */

static void
forget_oldest_stopped (PfEngine *self)
{
  for (guint i = 0; i < self->deployments->len; i++)
    {
      PfDeploymentState *deployment = g_ptr_array_index (self->deployments, i);
      if (g_ptr_array_find (self->running, deployment, NULL))
        continue;
      g_ptr_array_remove_index (self->deployments, i);
      return;
    }
}

static void
apply_deployment (PfEngine *self,
                  const PfRecord *record)
{
  const PfDeploymentSpec *spec = &record->deployment.spec;
  PfDeploymentState *deployment = g_new0 (PfDeploymentState, 1);

  deployment->id = record->deployment.id;
  deployment->spec = *spec;
  deployment->status = PF_DEPLOYMENT_ACTIVE;
  deployment->lifts_ns = deployment->ts_stopped_ns = PF_TIME_NONE;
  deployment->ts_created_ns = record->ts_ns;
  deployment->base_equity = deployment->day_start = record->deployment.base_equity;
  deployment->equity = deployment->peak = deployment->base_equity;
  deployment->day = pf_time_day (record->ts_ns - 1);
  pf_metrics_init (&deployment->metrics, deployment->base_equity);
  for (guint i = 0; i < spec->n_symbols; i++)
    {
      PfLeg *leg = &deployment->legs[deployment->n_legs];
      int instrument = pf_instruments_find (self->instruments, spec->symbols[i]);
      PF_ENGINE_CHECK (self, instrument >= 0);
      if (instrument < 0)
        continue;
      leg->instrument = (guint32) instrument;
      leg->last_bar_ns = PF_TIME_NONE;
      leg->position.deployment_id = deployment->id;
      leg->position.instrument = leg->instrument;
      /* NULL only for a journal with a strategy that this version does not have: it never enters.
       */
      leg->run = pf_strategy_run_new (spec->strategy, spec->params, spec->n_params, NULL);
      deployment->n_legs++;
    }
  if (self->deployments->len - self->running->len >= PF_STOPPED_KEPT_MAX)
    forget_oldest_stopped (self);
  g_ptr_array_add (self->deployments, deployment);
  g_ptr_array_add (self->running, deployment);
  self->next_deployment = MAX (self->next_deployment, deployment->id + 1);
}

static void
apply_status (PfEngine *self,
              const PfRecord *record)
{
  PfDeploymentState *deployment = pf_engine_find_deployment (self, record->status.id);

  PF_ENGINE_CHECK (self, deployment != NULL);
  if (deployment == NULL)
    return;
  deployment->status = record->status.status;
  deployment->pause_reason = record->status.reason;
  deployment->lifts_ns = record->status.lifts_ns;
  g_strlcpy (deployment->sentence, record->status.sentence, sizeof deployment->sentence);
  if (deployment->status == PF_DEPLOYMENT_STOPPED)
    deployment->ts_stopped_ns = record->ts_ns;
  settle (self, deployment, NULL);
}

static void
apply_equity (PfEngine *self,
              const PfRecord *record)
{
  PfDeploymentState *deployment = pf_engine_find_deployment (self, record->equity.deployment_id);
  gboolean held = FALSE;

  PF_ENGINE_CHECK (self, deployment != NULL);
  if (deployment == NULL)
    return;
  for (guint i = 0; i < deployment->n_legs; i++)
    held |= deployment->legs[i].position.quantity.e18 != 0;
  if (record->equity.day != deployment->day)
    pf_metrics_mark (&deployment->metrics, record->equity.day * PF_NS_PER_DAY - 1,
                     record->equity.day_start, held);
  else
    pf_metrics_mark (&deployment->metrics, record->ts_ns - 1, record->equity.equity, held);
  deployment->day = record->equity.day;
  deployment->day_start = record->equity.day_start;
  deployment->peak = record->equity.peak;
}

void
pf_engine_apply (PfEngine *self,
                 const PfRecord *record)
{
  PfDeploymentState *deployment;
  PfLeg *leg;

  switch (record->type)
    {
    case PF_RECORD_ACCOUNT:
      pf_account_init (&self->account, record->account.initial);
      self->account_known = TRUE;
      break;
    case PF_RECORD_DEPLOYMENT:
      apply_deployment (self, record);
      break;
    case PF_RECORD_DEPLOYMENT_STATUS:
      apply_status (self, record);
      break;
    case PF_RECORD_ORDER:
      apply_order (self, &record->order);
      break;
    case PF_RECORD_ORDER_CHANGE:
      apply_change (self, record);
      break;
    case PF_RECORD_FILL:
      apply_fill (self, &record->fill, record->ts_ns);
      break;
    case PF_RECORD_TRADE:
      break;
    case PF_RECORD_REFUSAL:
      self->next_refusal = MAX (self->next_refusal, record->refusal.id + 1);
      deployment = pf_engine_find_deployment (self, record->refusal.deployment_id);
      if (deployment != NULL)
        deployment->n_refusals++;
      break;
    case PF_RECORD_LATCH:
      self->latched = record->latch.set;
      g_strlcpy (self->latch_sentence, record->latch.sentence, sizeof self->latch_sentence);
      break;
    case PF_RECORD_BAR_SEEN:
      leg = pf_engine_find_leg (pf_engine_find_deployment (self, record->bar_seen.deployment_id),
                                record->bar_seen.instrument);
      if (leg != NULL)
        leg->last_bar_ns = record->bar_seen.ts_open_ns;
      break;
    case PF_RECORD_EQUITY:
      apply_equity (self, record);
      break;
    case PF_N_RECORDS:
    default:
      g_assert_not_reached ();
    }
}
