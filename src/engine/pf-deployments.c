/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Deployments: the user's commands, bars and prices, pauses and what lifts them.
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
 *  3. Stop all sets the latch before anything else; while it is set nothing enters. It is cleared
 * by re-arm alone, and only when all is flat.
 */
#include "engine/pf-engine-private.h"

#include <string.h>

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

static void
record_equity (PfEngine *self,
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
    record_equity (self, deployment, day, deployment->equity);
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
    record_equity (self, deployment, deployment->day, deployment->day_start);
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

/* --- commands --------------------------------------------------------------------------------- */

static const char *
check_spec (PfEngine *self,
            PfDeploymentSpec *spec,
            char sentence[PF_SENTENCE_MAX])
{
  g_autoptr (GError) error = NULL;
  PfStrategyRun *run;

  if (spec->n_symbols == 0)
    {
      spec->n_symbols = 1;
      g_strlcpy (spec->symbols[0], pf_instruments_get (self->instruments, 0)->symbol,
                 PF_SYMBOL_MAX);
    }
  for (guint i = 0; i < spec->n_symbols; i++)
    {
      if (pf_instruments_find (self->instruments, spec->symbols[i]) < 0)
        {
          g_snprintf (sentence, PF_SENTENCE_MAX, "This market has no symbol '%s'.",
                      spec->symbols[i]);
          return sentence;
        }
      for (guint j = 0; j < i; j++)
        if (strcmp (spec->symbols[i], spec->symbols[j]) == 0)
          {
            g_snprintf (sentence, PF_SENTENCE_MAX, "Symbol '%s' is named twice.", spec->symbols[i]);
            return sentence;
          }
    }
  if (spec->timeframe_ns <= 0)
    return "The timeframe is missing.";
  run = pf_deployment_spec_normalize (spec, &error)
            ? pf_strategy_run_new (spec->strategy, spec->params, spec->n_params, &error) : NULL;
  if (run == NULL)
    {
      g_strlcpy (sentence, error->message, PF_SENTENCE_MAX);
      return sentence;
    }
  pf_strategy_run_free (run);
  return NULL;
}

static void
deploy (PfEngine *self,
        const PfEvent *event)
{
  PfRecord record = { .type = PF_RECORD_DEPLOYMENT };
  char sentence[PF_SENTENCE_MAX];
  const char *wrong = NULL;
  PfRefusal refusal = { .reason = PF_REFUSAL_BAD_COMMAND };

  g_assert (event->command.spec != NULL);
  record.deployment.spec = *event->command.spec;
  if (self->latched)
    {
      refusal.reason = PF_REFUSAL_KILL_LATCH;
      wrong = "Everything was stopped. Press Re-arm before you deploy again.";
    }
  else if (self->state != PF_DESK_READY)
    {
      refusal.reason = PF_REFUSAL_NOT_READY;
      wrong = "The desk is not ready for new deployments yet; try again in a moment.";
    }
  else if (self->running->len >= PF_DEPLOYMENTS_MAX)
    wrong = "So many strategies are deployed that no more fit. Stop one first.";
  else
    wrong = check_spec (self, &record.deployment.spec, sentence);
  if (wrong != NULL)
    {
      g_strlcpy (refusal.sentence, wrong, sizeof refusal.sentence);
      pf_engine_refuse (self, NULL, NULL, 0, &refusal);
      pf_engine_reply (self, event, refusal.reason, 0, wrong);
      return;
    }
  record.deployment.id = self->next_deployment;
  record.deployment.base_equity = pf_engine_equity (self);
  pf_engine_record (self, &record);
  pf_engine_reply (self, event, PF_REFUSAL_NONE, record.deployment.id, "");
}

static void
resume (PfEngine *self,
        const PfEvent *event,
        PfDeploymentState *deployment)
{
  PfRefusalReason reason = PF_REFUSAL_NONE;
  const char *sentence = "";

  if (deployment->status == PF_DEPLOYMENT_STOPPED)
    {
      reason = PF_REFUSAL_STOPPED;
      sentence = "A stopped deployment stays stopped. Deploy the strategy again.";
    }
  else if (self->latched)
    {
      reason = PF_REFUSAL_KILL_LATCH;
      sentence = "Everything was stopped. Press Re-arm first.";
    }
  else if (deployment->status == PF_DEPLOYMENT_ERROR_STATE)
    {
      reason = PF_REFUSAL_NOT_READY;
      sentence = "It resumes by itself once the books were compared with the venue.";
    }
  else if (deployment->status == PF_DEPLOYMENT_PAUSED
           && deployment->pause_reason == PF_REFUSAL_DAILY_LOSS)
    {
      reason = PF_REFUSAL_DAILY_LOSS;
      sentence = deployment->sentence;
    }
  else if (deployment->status == PF_DEPLOYMENT_PAUSED)
    {
      gboolean fell = deployment->pause_reason == PF_REFUSAL_DRAWDOWN;
      pf_engine_set_status (self, deployment, PF_DEPLOYMENT_ACTIVE, PF_REFUSAL_NONE, PF_TIME_NONE,
                            "");
      /* Resumed after a drawdown, it is measured from where it stands now. */
      if (fell)
        {
          deployment->peak = deployment->equity;
          record_equity (self, deployment, deployment->day, deployment->day_start);
        }
    }
  pf_engine_reply (self, event, reason, deployment->id, sentence);
}

static void
stop (PfEngine *self,
      PfDeploymentState *deployment,
      PfReason reason,
      const char *sentence)
{
  if (deployment->status != PF_DEPLOYMENT_STOPPED)
    pf_engine_set_status (self, deployment, PF_DEPLOYMENT_STOPPED, PF_REFUSAL_NONE, PF_TIME_NONE,
                          sentence);
  for (guint i = 0; i < deployment->n_legs; i++)
    pf_engine_close (self, deployment, &deployment->legs[i], reason, PF_THEN_NOTHING,
                     deployment->legs[i].position.mark);
}

static void
emergency_stop (PfEngine *self,
                const PfEvent *event)
{
  PfRecord record = { .type = PF_RECORD_LATCH, .latch.set = TRUE };

  g_strlcpy (record.latch.sentence, "Stop all was pressed. Nothing enters until you re-arm.",
             sizeof record.latch.sentence);
  if (!self->latched)
    pf_engine_record (self, &record);
  /* Backwards: those that are flat leave the list. */
  for (guint i = self->running->len; i > 0; i--)
    stop (self, g_ptr_array_index (self->running, i - 1), PF_REASON_EMERGENCY_STOP,
          "Stopped by Stop all.");
  pf_engine_reply (self, event, PF_REFUSAL_NONE, 0, "");
}

static void
re_arm (PfEngine *self,
        const PfEvent *event)
{
  PfRecord record = { .type = PF_RECORD_LATCH, .latch.set = FALSE };
  guint positions = pf_engine_n_positions (self);
  char sentence[PF_SENTENCE_MAX];

  if (positions > 0 || self->orders->len > 0)
    {
      g_snprintf (sentence, sizeof sentence,
                  "Not flat yet: %u positions and %u orders are open. Wait until all is closed.",
                  positions, self->orders->len);
      pf_engine_reply (self, event, PF_REFUSAL_NOT_FLAT, 0, sentence);
      return;
    }
  if (self->latched)
    pf_engine_record (self, &record);
  pf_engine_reply (self, event, PF_REFUSAL_NONE, 0, "");
}

static void
on_deployment_command (PfEngine *self,
                       const PfEvent *event,
                       PfDeploymentState *deployment)
{
  PfLeg *leg;

  switch ((int) event->command.type)
    {
    case PF_COMMAND_PAUSE:
      if (deployment->status == PF_DEPLOYMENT_STOPPED)
        {
          pf_engine_reply (self, event, PF_REFUSAL_STOPPED, deployment->id,
                           "The deployment is stopped already.");
          return;
        }
      if (deployment->status == PF_DEPLOYMENT_ACTIVE)
        pf_engine_set_status (self, deployment, PF_DEPLOYMENT_PAUSED, PF_REFUSAL_NONE, PF_TIME_NONE,
                              "Paused by you. Exits and stops go on.");
      break;
    case PF_COMMAND_RESUME:
      resume (self, event, deployment);
      return;
    case PF_COMMAND_STOP:
      stop (self, deployment, PF_REASON_MANUAL, "Stopped by you.");
      break;
    case PF_COMMAND_CLOSE_POSITION:
      leg = pf_engine_find_leg (deployment, event->command.instrument);
      if (leg == NULL || leg->position.quantity.e18 == 0)
        {
          pf_engine_reply (self, event, PF_REFUSAL_BAD_COMMAND, deployment->id,
                           "There is no such open position.");
          return;
        }
      pf_engine_close (self, deployment, leg, PF_REASON_MANUAL, PF_THEN_NOTHING,
                       leg->position.mark);
      break;
    default:
      g_assert_not_reached ();
    }
  pf_engine_reply (self, event, PF_REFUSAL_NONE, deployment->id, "");
}

void
pf_engine_on_command (PfEngine *self,
                      const PfEvent *event)
{
  PfDeploymentState *deployment;
  char sentence[PF_SENTENCE_MAX];

  switch (event->command.type)
    {
    case PF_COMMAND_DEPLOY:
      deploy (self, event);
      return;
    case PF_COMMAND_EMERGENCY_STOP:
      emergency_stop (self, event);
      return;
    case PF_COMMAND_RE_ARM:
      re_arm (self, event);
      return;
    case PF_COMMAND_PAUSE:
    case PF_COMMAND_RESUME:
    case PF_COMMAND_STOP:
    case PF_COMMAND_CLOSE_POSITION:
      break;
    case PF_N_COMMANDS:
    default:
      g_assert_not_reached ();
    }
  deployment = pf_engine_find_deployment (self, event->command.deployment_id);
  if (deployment == NULL)
    {
      g_snprintf (sentence, sizeof sentence, "There is no deployment %" G_GUINT64_FORMAT ".",
                  event->command.deployment_id);
      pf_engine_reply (self, event, PF_REFUSAL_BAD_COMMAND, event->command.deployment_id, sentence);
      return;
    }
  on_deployment_command (self, event, deployment);
}
