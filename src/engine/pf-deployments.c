/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Deployments: bars and prices, pauses and what lifts them. Commands are in pf-commands.c.
 *
 *            deploy            pause, limit, liquidation
 *   (none) ---------> ACTIVE <----------------------------> PAUSED
 *                      |  ^    resume, next UTC day           |
 *          impossible  v  | clean reconcile                   |
 *                     ERROR                                   |
 *        any of them -- stop, Stop all --> STOPPED (final) <--+
 *
 * Guarantees
 *  1. A pause (and ERROR) stops entries only; exits, stops and closes go on.
 *  2. A loss pause lifts at the next UTC day, a drawdown pause by its user alone. A limit is
 * reached at >=; a gain never is a loss; a missing price pauses, it never disables a limit.
 */
#include "engine/pf-engine-private.h"

/* --- status ----------------------------------------------------------------------------------- */

void
pf_engine_set_status (PfEngine *self,
                      PfDeploymentState *deployment,
                      PfDeploymentStatus status,
                      PfRefusalReason reason,
                      gint64 lifts_ns,
                      const char *sentence)
{
  PfRecord record = { .type = PF_RECORD_DEPLOYMENT_STATUS };

  record.status.id = deployment->id;
  record.status.status = status;
  record.status.reason = reason;
  record.status.lifts_ns = lifts_ns;
  g_strlcpy (record.status.sentence, sentence, sizeof record.status.sentence);
  pf_engine_record (self, &record);
  if (lifts_ns != PF_TIME_NONE)
    pf_engine_wake_at (self, lifts_ns);
}

static void
lift_pauses (PfEngine *self)
{
  for (guint i = 0; i < self->running->len; i++)
    {
      PfDeploymentState *deployment = g_ptr_array_index (self->running, i);
      if (deployment->status != PF_DEPLOYMENT_PAUSED || deployment->lifts_ns == PF_TIME_NONE)
        continue;
      if (self->now_ns >= deployment->lifts_ns)
        pf_engine_set_status (self, deployment, PF_DEPLOYMENT_ACTIVE, PF_REFUSAL_NONE, PF_TIME_NONE,
                              "");
      else
        pf_engine_wake_at (self, deployment->lifts_ns);
    }
}

void
pf_engine_on_time (PfEngine *self)
{
  self->due_ns = G_MAXINT64;
  lift_pauses (self);
  pf_engine_chase_orders (self);
}

/* --- equity and loss limits ------------------------------------------------------------------- */

/* A backtest without loss limits has nobody who asks for the equity between trades. */
static gboolean
watches_equity (const PfEngine *self,
                const PfDeploymentState *deployment)
{
  const PfLimits *limits = &deployment->spec.limits;

  return self->config.bar_records || limits->daily_loss.e12 != 0
         || limits->daily_loss_money.e18 != 0 || limits->drawdown.e12 != 0;
}

void
pf_engine_update_equity (PfDeploymentState *deployment)
{
  PfMoney equity = deployment->base_equity;

  for (guint i = 0; i < deployment->n_legs; i++)
    {
      const PfPosition *position = &deployment->legs[i].position;
      equity = pf_money_add (equity, position->realised);
      if (position->quantity.e18 != 0)
        equity = pf_money_add (equity, pf_position_unrealised (position));
    }
  deployment->equity = equity;
}

void
pf_engine_record_equity (PfEngine *self,
                         PfDeploymentState *deployment,
                         gint64 day,
                         PfMoney day_start)
{
  PfRecord record = { .type = PF_RECORD_EQUITY };

  record.equity.deployment_id = deployment->id;
  record.equity.day = day;
  record.equity.day_start = day_start;
  record.equity.equity = deployment->equity;
  record.equity.peak = deployment->peak;
  if (pf_money_compare (deployment->equity, deployment->peak) > 0)
    record.equity.peak = deployment->equity;
  pf_engine_record (self, &record);
}

/* The trading day is the UTC day. A price at the instant of midnight still belongs to the day that
 * it ends, because the last bar of a day closes then; a fill at that instant begins the next.
 * Either begins it with the equity of the last price before. */
static void
begin_day (PfEngine *self,
           PfDeploymentState *deployment,
           gint64 day)
{
  if (day > deployment->day)
    pf_engine_record_equity (self, deployment, day, deployment->equity);
}

void
pf_engine_begin_day_of_fill (PfEngine *self,
                             PfDeploymentState *deployment)
{
  if (watches_equity (self, deployment))
    begin_day (self, deployment, pf_time_day (self->now_ns));
}

static void
watch_losses (PfEngine *self,
              PfDeploymentState *deployment)
{
  PfRefusal refusal = { 0 };
  PfRefusalReason reason;
  gint64 lifts_ns = PF_TIME_NONE;

  pf_engine_update_equity (deployment);
  if (deployment->status != PF_DEPLOYMENT_ACTIVE)
    return;
  reason = pf_limits_check_loss (&deployment->spec.limits, deployment->equity,
                                 deployment->day_start, deployment->peak, &refusal);
  if (reason == PF_REFUSAL_NONE)
    return;
  if (reason == PF_REFUSAL_DAILY_LOSS)
    lifts_ns = (pf_time_day (self->now_ns - 1) + 1) * PF_NS_PER_DAY + 1;
  pf_engine_refuse (self, deployment, NULL, 0, &refusal);
  pf_engine_set_status (self, deployment, PF_DEPLOYMENT_PAUSED, reason, lifts_ns, refusal.sentence);
}

/* --- prices ----------------------------------------------------------------------------------- */

static void
pause_without_price (PfEngine *self,
                     PfDeploymentState *deployment,
                     const PfLeg *leg)
{
  PfRefusal refusal = { .reason = PF_REFUSAL_NO_PRICE };

  if (deployment->status != PF_DEPLOYMENT_ACTIVE)
    return;
  g_snprintf (refusal.sentence, sizeof refusal.sentence,
              "The market gave no usable price of %s, so limits cannot be watched. Entries wait "
              "until you press Resume.",
              pf_instruments_get (self->instruments, leg->instrument)->symbol);
  pf_engine_refuse (self, deployment, leg, 0, &refusal);
  pf_engine_set_status (self, deployment, PF_DEPLOYMENT_PAUSED, PF_REFUSAL_NO_PRICE, PF_TIME_NONE,
                        refusal.sentence);
}

static void
mark_leg (PfEngine *self,
          PfDeploymentState *deployment,
          PfLeg *leg,
          PfPrice price)
{
  begin_day (self, deployment, pf_time_day (self->now_ns - 1));
  leg->position.mark = price;
  if (leg->position.quantity.e18 != 0 || self->config.bar_records)
    watch_losses (self, deployment);
}

void
pf_engine_on_mark (PfEngine *self,
                   guint32 instrument,
                   gint64 points)
{
  PfPrice price;

  if (instrument >= self->instruments->n)
    {
      pf_engine_alarm (self, "The market spoke of an instrument that is not known.");
      return;
    }
  if (points > 0)
    self->marks[instrument] = points;
  price = pf_engine_price (self, instrument);
  for (guint i = 0; i < self->running->len; i++)
    {
      PfDeploymentState *deployment = g_ptr_array_index (self->running, i);
      PfLeg *leg = pf_engine_find_leg (deployment, instrument);
      if (leg == NULL)
        continue;
      if (points <= 0)
        pause_without_price (self, deployment, leg);
      else
        mark_leg (self, deployment, leg, price);
    }
}

/* --- bars ------------------------------------------------------------------------------------- */

static void
act (PfEngine *self,
     PfDeploymentState *deployment,
     PfLeg *leg,
     PfSignal signal)
{
  PfDirection direction = deployment->spec.direction;
  PfPrice price = pf_engine_price (self, leg->instrument);
  PfInt128 held = leg->position.quantity.e18;
  PfThen then = PF_THEN_NOTHING;

  if (signal == PF_SIGNAL_LONG && direction != PF_DIRECTION_SHORT)
    then = PF_THEN_BUY;
  if (signal == PF_SIGNAL_SHORT && direction != PF_DIRECTION_LONG)
    then = PF_THEN_SELL;
  if (held == 0 && then != PF_THEN_NOTHING)
    pf_engine_enter (self, deployment, leg, then == PF_THEN_BUY ? PF_SIDE_BUY : PF_SIDE_SELL,
                     price);
  else if (held == 0 && leg->entry_order != 0)
    pf_engine_out (self, PF_OUT_CANCEL)->order_id = leg->entry_order;
  else if ((held > 0 && signal != PF_SIGNAL_LONG) || (held < 0 && signal != PF_SIGNAL_SHORT))
    pf_engine_close (self, deployment, leg, PF_REASON_SIGNAL, then, price);
}

/* Apart, since a backtest keeps no such records and has many bars. */
static G_NO_INLINE void
record_bar (PfEngine *self,
            const PfDeploymentState *deployment,
            const PfLeg *leg,
            gint64 ts_open_ns)
{
  PfRecord record = { .type = PF_RECORD_BAR_SEEN };

  record.bar_seen.deployment_id = deployment->id;
  record.bar_seen.instrument = leg->instrument;
  record.bar_seen.ts_open_ns = ts_open_ns;
  pf_engine_record (self, &record);
}

static void
see_bar (PfEngine *self,
         PfDeploymentState *deployment,
         PfLeg *leg,
         const PfBar *bar)
{
  PfSignal signal;

  if (bar->ts_open_ns <= leg->last_bar_ns)
    return;
  if (self->config.bar_records)
    record_bar (self, deployment, leg, bar->ts_open_ns);
  else
    leg->last_bar_ns = bar->ts_open_ns;
  if (leg->run == NULL)
    return;
  signal = pf_strategy_run_bar (leg->run, bar);
  if (signal != PF_SIGNAL_NONE && deployment->status != PF_DEPLOYMENT_STOPPED)
    act (self, deployment, leg, signal);
}

/* A new peak or a new deepest drawdown is durable; what lies between is not worth a record. */
static void
keep_equity (PfEngine *self,
             PfDeploymentState *deployment)
{
  const PfMetrics *metrics = &deployment->metrics;

  if (pf_money_compare (deployment->equity, deployment->peak) > 0
      || pf_money_compare (deployment->equity, metrics->low) < 0)
    pf_engine_record_equity (self, deployment, deployment->day, deployment->day_start);
}

void
pf_engine_on_bar (PfEngine *self,
                  guint32 instrument,
                  gint64 timeframe_ns,
                  const PfBar *bar)
{
  if (instrument >= self->instruments->n || bar->close <= 0)
    {
      pf_engine_on_mark (self, instrument, 0);
      return;
    }
  self->marks[instrument] = bar->close;
  /* Backwards: a deployment that stops for good leaves the list. */
  for (guint i = self->running->len; i > 0; i--)
    {
      PfDeploymentState *deployment = g_ptr_array_index (self->running, i - 1);
      PfLeg *leg;
      if (deployment->spec.timeframe_ns != timeframe_ns)
        continue;
      leg = pf_engine_find_leg (deployment, instrument);
      if (leg == NULL)
        continue;
      leg->position.mark = pf_engine_price (self, instrument);
      if (watches_equity (self, deployment))
        {
          begin_day (self, deployment, pf_time_day (self->now_ns - 1));
          watch_losses (self, deployment);
          if (self->config.bar_records)
            keep_equity (self, deployment);
        }
      see_bar (self, deployment, leg, bar);
    }
}
