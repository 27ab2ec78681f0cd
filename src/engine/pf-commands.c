/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Commands: the user's word. Each is answered exactly once, by a reply that says what to do where
 * it was refused. The states that they move are at the head of pf-deployments.c.
 *
 * Guarantees
 *  1. What is deployed is what the journal will bring back: settings are checked and normalized
 *     before anything is recorded.
 *  2. Stop all sets the latch before anything else; while it is set nothing enters. It is cleared
 *     by re-arm alone, and only when all is flat.
 */
#include "engine/pf-engine-private.h"

#include <string.h>

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
    {
      refusal.reason = PF_REFUSAL_DESK_LIMIT;
      wrong = "So many strategies are deployed that no more fit. Stop one first.";
    }
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
          pf_engine_record_equity (self, deployment, deployment->day, deployment->day_start);
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

/* The latch stays as it is; what it says of itself is kept for good. */
void
pf_engine_latch_again (PfEngine *self,
                       const char *sentence)
{
  PfRecord record = { .type = PF_RECORD_LATCH, .latch.set = TRUE };

  if (!self->latched)
    return;
  g_strlcpy (record.latch.sentence, sentence, sizeof record.latch.sentence);
  pf_engine_record (self, &record);
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
