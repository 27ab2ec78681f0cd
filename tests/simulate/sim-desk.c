/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The desk of the simulation: outbox to journal to gate to network, start-up and reconcile. It is
 * the page that a desk for a far venue comes down to; the bugs are planted here.
 */
#include "sim.h"

#include <string.h>

static const char *const specs[] = {
  "sma_cross,fast=1,slow=3,direction=both,symbol=AAAUSDT+BBBUSDT,profile=standard,stop_loss=0.5,"
  "take_profit=1,timeframe=1m,daily_loss=0",
  "sma_cross,fast=2,slow=5,direction=both,symbol=BBBUSDT,profile=standard,stop_loss=1,"
  "take_profit=0,timeframe=1m,max_open_positions=1",
  "donchian_breakout,symbol=AAAUSDT,direction=long,timeframe=1m,stop_loss=0.3,take_profit=0.3",
};

/* --- the journal ------------------------------------------------------------------------------ */

static void
commit (Sim *sim, const PfOut *outs, guint n)
{
  g_autoptr (GError) error = NULL;

  if (sim->plan.bug == SIM_BUG_NOT_COMMITTED && sim_choose (sim, "forget", sim->n_commits, 10) == 0)
    return;
  for (guint i = 0; i < n; i++)
    {
      const PfRecord *record = &outs[i].record;
      if (outs[i].type != PF_OUT_RECORD)
        continue;
      g_array_append_val (sim->records, *record);
      if (record->type == PF_RECORD_LATCH)
        sim->latched = record->latch.set;
      if (sim->journal != NULL && !pf_journal_append (sim->journal, record, &error))
        sim_fail (sim, "journal: %s", error->message);
    }
  if (sim->journal != NULL && error == NULL && !pf_journal_commit (sim->journal, FALSE, &error))
    sim_fail (sim, "journal: %s", error->message);
}

/* --- the network ------------------------------------------------------------------------------ */

static void
hand_on (Sim *sim, SimKind kind, guint64 id)
{
  const PfOrder *order = pf_engine_order (sim->engine, id);
  guint64 attempt = sim->n_messages;

  if (order == NULL)
    return;
  if (kind == SIM_QUERY && sim->plan.bug == SIM_BUG_BLIND_RETRY)
    kind = SIM_SUBMIT;
  if (kind == SIM_SUBMIT && sim->latched && !order->reduce_only)
    sim_fail (sim, "I3: order %s enters although the latch is set", order->client_order_id);
  if (sim_fault (sim, "network.lost", id * 4 + kind, attempt, 10000))
    return;
  sim_send (sim, kind, (gint64) (1 + sim_hash (sim->plan.seed, 5, id, attempt)
                                         % (sim_fault (sim, "network.slow", id, attempt, 10000)
                                                ? 7000 : 100)) * PF_NS_PER_MS)->order = *order;
}

static void
carry_out (Sim *sim, const PfOut *outs, guint n)
{
  for (guint i = 0; i < n && sim->engine != NULL; i++)
    switch (outs[i].type)
      {
      case PF_OUT_SUBMIT:
        if (sim_fault (sim, "crash.between-sends", outs[i].order_id, 0, 500))
          {
            sim_desk_stop (sim);
            return;
          }
        hand_on (sim, SIM_SUBMIT, outs[i].order_id);
        break;
      case PF_OUT_CANCEL:
        hand_on (sim, SIM_CANCEL, outs[i].order_id);
        break;
      case PF_OUT_QUERY:
        hand_on (sim, SIM_QUERY, outs[i].order_id);
        break;
      case PF_OUT_WAKE:
        sim_send (sim, SIM_TIMER, MAX (0, outs[i].wake_ns - sim->now_ns));
        break;
      case PF_OUT_RECORD:
      case PF_OUT_REPLY:
      case PF_OUT_ALARM:
        break;
      default:
        g_assert_not_reached ();
      }
}

void
sim_desk_push (Sim *sim, const PfEvent *event)
{
  g_autofree PfOut *outs = NULL;
  guint n;

  if (sim->engine == NULL)
    return;
  g_assert_true (pf_engine_push (sim->engine, event));
  pf_engine_drain (sim->engine);
  pf_engine_outbox (sim->engine, &n);
  if (n == 0)
    return;
  outs = g_memdup2 (pf_engine_outbox (sim->engine, &n), n * sizeof (PfOut));
  pf_engine_outbox_clear (sim->engine);
  sim->n_commits++;
  if (sim->plan.bug == SIM_BUG_SEND_FIRST)
    carry_out (sim, outs, n);
  if (sim->engine == NULL)
    return;
  if (sim_fault (sim, "crash.before-commit", sim->n_commits, 0, 20))
    {
      sim_desk_stop (sim);
      return;
    }
  commit (sim, outs, n);
  if (sim_fault (sim, "crash.after-commit", sim->n_commits, 0, 20))
    sim_desk_stop (sim);
  else if (sim->plan.bug != SIM_BUG_SEND_FIRST)
    carry_out (sim, outs, n);
}

/* --- words in --------------------------------------------------------------------------------- */

static void
push_fill (Sim *sim, const PfFill *told)
{
  PfFill fill = *told;
  PfEvent event = { .type = PF_EVENT_FILL, .ts_ns = sim->now_ns, .fill = &fill };

  if (sim->plan.bug == SIM_BUG_NO_DEDUP)
    g_snprintf (fill.trade_id, sizeof fill.trade_id, "%" G_GUINT64_FORMAT, sim->n_messages);
  sim_desk_push (sim, &event);
}

void
sim_desk_word (Sim *sim, const SimMessage *message)
{
  const PfMatcherEvent *word = &message->word;
  PfEvent event = { .type = PF_EVENT_ORDER, .ts_ns = sim->now_ns };

  if (message->kind == SIM_MISSING && sim->plan.bug != SIM_BUG_NO_FENCE)
    {
      event.type = PF_EVENT_MISSING;
      event.missing.order_id = message->order.id;
      event.missing.asked_ns = message->asked_ns;
    }
  else if (message->kind == SIM_MISSING)
    {
      event.order.order_id = message->order.id;
      event.order.event = PF_ORDER_EVENT_EXPIRE;
    }
  else if (word->event == PF_ORDER_EVENT_FILL)
    {
      push_fill (sim, &word->fill);
      return;
    }
  else
    {
      event.order.order_id = word->order_id;
      event.order.event = word->event;
      event.order.venue_order_id = word->venue_order_id;
      event.order.sentence = word->sentence;
    }
  sim_desk_push (sim, &event);
}

void
sim_desk_bar (Sim *sim, guint32 instrument, const PfBar *bar)
{
  PfEvent event = { .type = PF_EVENT_BAR, .ts_ns = sim->now_ns,
                    .bar = { instrument, PF_NS_PER_MINUTE, *bar } };

  sim_desk_push (sim, &event);
}

/* Fills that the stream may have lost, then every order that is older than its answer may take. */
void
sim_desk_reconcile (Sim *sim)
{
  guint from = sim->exchange_fills->len > 200 ? sim->exchange_fills->len - 200 : 0;
  g_autoptr (GArray) asked = g_array_new (FALSE, FALSE, sizeof (guint64));

  if (sim->plan.bug == SIM_BUG_NO_BACKFILL)
    return;
  for (guint i = from; i < sim->exchange_fills->len && sim->engine != NULL; i++)
    push_fill (sim, &g_array_index (sim->exchange_fills, PfMatcherEvent, i).fill);
  for (guint i = 0; sim->engine != NULL && i < pf_engine_n_orders (sim->engine); i++)
    {
      const PfOrder *order = pf_engine_order_at (sim->engine, i);
      if (order->ts_created_ns + 10 * PF_NS_PER_SECOND < sim->now_ns)
        g_array_append_val (asked, order->id);
    }
  for (guint i = 0; i < asked->len && sim->engine != NULL; i++)
    hand_on (sim, SIM_QUERY, g_array_index (asked, guint64, i));
}

/* --- the user --------------------------------------------------------------------------------- */

static void
command (Sim *sim, PfCommandType type, guint64 deployment, const PfDeploymentSpec *spec)
{
  PfEvent event = { .type = PF_EVENT_COMMAND, .ts_ns = sim->now_ns,
                    .command = { .type = type, .deployment_id = deployment, .spec = spec } };

  sim_desk_push (sim, &event);
}

void
sim_desk_user (Sim *sim, guint64 n)
{
  static const PfCommandType words[] = {
    PF_COMMAND_PAUSE, PF_COMMAND_RESUME, PF_COMMAND_RESUME, PF_COMMAND_STOP,
    PF_COMMAND_CLOSE_POSITION, PF_COMMAND_EMERGENCY_STOP,
  };
  guint deployments = pf_engine_n_deployments (sim->engine);
  PfDeploymentSpec spec;

  if (pf_engine_latch (sim->engine, NULL))
    command (sim, PF_COMMAND_RE_ARM, 0, NULL);
  else if (deployments > 0 && sim_choose (sim, "word?", n, 3) == 0)
    command (sim, words[sim_choose (sim, "word", n, G_N_ELEMENTS (words))],
             1 + sim_choose (sim, "which", n, deployments), NULL);
  else if (deployments < 40)
    {
      g_assert_true (pf_deployment_spec_parse (
          specs[sim_choose (sim, "spec", n, G_N_ELEMENTS (specs))], &spec, NULL));
      command (sim, PF_COMMAND_DEPLOY, 0, &spec);
    }
}

/* --- start and end ---------------------------------------------------------------------------- */

static void
restore (const PfRecord *record, gpointer user_data)
{
  Sim *sim = user_data;

  if ((sim->plan.bug == SIM_BUG_LATCH_FORGOTTEN && record->type == PF_RECORD_LATCH)
      || (sim->plan.bug == SIM_BUG_BARS_FORGOTTEN && record->type == PF_RECORD_BAR_SEEN))
    return;
  pf_engine_restore (sim->engine, record);
}

static void
recover (Sim *sim)
{
  g_autoptr (GError) error = NULL;
  guint64 n = 0;

  if (sim->plan.folder == NULL)
    for (guint i = 0; i < sim->records->len; i++)
      restore (&g_array_index (sim->records, PfRecord, i), sim);
  else
    {
      g_autofree char *set_aside = NULL;
      sim->journal = pf_journal_open (sim->plan.folder, "simulation", &set_aside, &error);
      g_assert_no_error (error);
      g_assert_null (set_aside);
      g_assert_true (pf_journal_replay (sim->journal, restore, sim, &n, &error));
      if (n != sim->records->len)
        sim_fail (sim, "I18: the journal has %" G_GUINT64_FORMAT " records, %u were committed", n,
                  sim->records->len);
    }
}

void
sim_desk_start (Sim *sim)
{
  PfEngineConfig config;
  PfEvent ready = { .type = PF_EVENT_DESK, .ts_ns = sim->now_ns,
                    .desk = { PF_DESK_WORD_READY, "" } };

  pf_engine_config_init (&config);
  g_assert_null (sim->engine);
  sim->epoch++;
  sim->n_starts++;
  sim->engine = pf_engine_new (&config, sim->instruments);
  recover (sim);
  for (guint d = 0; d < pf_engine_n_deployments (sim->engine); d++)
    for (guint32 i = 0; i < SIM_INSTRUMENTS; i++)
      for (guint b = 0; b < sim->bars[i]->len; b++)
        pf_engine_warm_up (sim->engine, pf_engine_deployment_at (sim->engine, d)->id, i,
                           &g_array_index (sim->bars[i], PfBar, b));
  for (guint32 i = 0; i < SIM_INSTRUMENTS && sim->engine != NULL; i++)
    {
      PfEvent mark = { .type = PF_EVENT_MARK, .ts_ns = sim->now_ns, .mark = { i, sim->points[i] } };
      sim_desk_push (sim, &mark);
    }
  if (sim->plan.bug == SIM_BUG_RESEND_AFTER_KILL)
    for (guint i = 0; sim->engine != NULL && i < pf_engine_n_orders (sim->engine); i++)
      if (pf_engine_order_at (sim->engine, i)->status == PF_ORDER_PENDING)
        hand_on (sim, SIM_SUBMIT, pf_engine_order_at (sim->engine, i)->id);
  sim_desk_reconcile (sim);
  sim_desk_push (sim, &ready);
  /* The feed begins a little before where it was. */
  for (guint32 i = 0; i < SIM_INSTRUMENTS; i++)
    for (guint b = sim->bars[i]->len > 3 ? sim->bars[i]->len - 3 : 0;
         b < sim->bars[i]->len && sim->engine != NULL; b++)
      sim_desk_bar (sim, i, &g_array_index (sim->bars[i], PfBar, b));
}

/* As kill -9: what is not committed is gone. It comes back within a minute. */
void
sim_desk_stop (Sim *sim)
{
  if (sim->engine == NULL)
    return;
  g_clear_pointer (&sim->engine, pf_engine_free);
  g_clear_pointer (&sim->journal, pf_journal_close);
  sim_send (sim, SIM_RESTART,
            (gint64) (1 + sim_choose (sim, "away", sim->n_starts, 60)) * PF_NS_PER_SECOND);
}
