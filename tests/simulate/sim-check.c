/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The invariants: after every message, and at rest. Computed apart from the engine's own sums. */
#include "sim.h"

#include <string.h>

/* The books by the records alone: cash, and the quantity of each (deployment, instrument). */
static PfInt128
cash_of_records (Sim *sim)
{
  PfInt128 cash = pf_money_from_int (10000).e18;

  for (guint i = 0; i < sim->records->len; i++)
    {
      const PfRecord *record = &g_array_index (sim->records, PfRecord, i);
      PfMoney notional;
      if (record->type != PF_RECORD_FILL)
        continue;
      g_assert_true (pf_notional (record->fill.price, record->fill.quantity, &notional));
      cash += record->fill.side == PF_SIDE_BUY ? -notional.e18 : notional.e18;
      cash -= record->fill.fee.e18;
    }
  return cash;
}

static void
check_deployment (Sim *sim, const PfDeploymentState *deployment)
{
  guint open = 0;

  for (guint i = 0; i < deployment->n_legs; i++)
    open += pf_matcher_position (sim->matcher, deployment->id,
                                 deployment->legs[i].instrument).e18 != 0;
  if (deployment->spec.limits.max_open_positions > 0
      && open > deployment->spec.limits.max_open_positions)
    sim_fail (sim, "I4: deployment %" G_GUINT64_FORMAT " has %u positions at the exchange, %u are "
              "allowed", deployment->id, open, deployment->spec.limits.max_open_positions);
}

void
sim_check (Sim *sim)
{
  guint positions = 0;

  if (sim->engine == NULL)
    return;
  if (pf_engine_state (sim->engine) == PF_DESK_HALTED)
    sim_fail (sim, "the engine halted");
  for (guint i = 0; i < pf_engine_n_deployments (sim->engine); i++)
    {
      const PfDeploymentState *deployment = pf_engine_deployment_at (sim->engine, i);
      check_deployment (sim, deployment);
      for (guint j = 0; j < deployment->n_legs; j++)
        positions += pf_matcher_position (sim->matcher, deployment->id,
                                          deployment->legs[j].instrument).e18 != 0;
    }
  if (positions > 10)
    sim_fail (sim, "I4: %u positions at the exchange, 10 are allowed", positions);
  for (guint i = 0; i < pf_engine_n_orders (sim->engine); i++)
    {
      const PfOrder *order = pf_engine_order_at (sim->engine, i);
      if (order->filled.e18 < 0 || order->filled.e18 > order->quantity.e18)
        sim_fail (sim, "I5: order %s is filled beyond its quantity", order->client_order_id);
    }
}

static void
check_bars_once (Sim *sim)
{
  for (guint i = 0; i < sim->records->len; i++)
    {
      const PfRecord *a = &g_array_index (sim->records, PfRecord, i);
      if (a->type != PF_RECORD_BAR_SEEN)
        continue;
      for (guint j = i + 1; j < sim->records->len; j++)
        {
          const PfRecord *b = &g_array_index (sim->records, PfRecord, j);
          if (b->type != PF_RECORD_BAR_SEEN
              || a->bar_seen.deployment_id != b->bar_seen.deployment_id
              || a->bar_seen.instrument != b->bar_seen.instrument)
            continue;
          if (b->bar_seen.ts_open_ns <= a->bar_seen.ts_open_ns)
            sim_fail (sim, "a bar was acted on twice by deployment %" G_GUINT64_FORMAT,
                      a->bar_seen.deployment_id);
          break;
        }
    }
}

static gboolean
ended_at_exchange (Sim *sim, guint64 order_id)
{
  for (guint i = 0; i < sim->exchange_orders->len; i++)
    {
      const SimExchangeOrder *order = &g_array_index (sim->exchange_orders, SimExchangeOrder, i);
      if (order->order_id == order_id)
        return order->ended;
    }
  return FALSE;
}

/* An order that we gave up was never executed: "not found" was final only when it was true. */
static void
check_given_up (Sim *sim)
{
  for (guint i = 0; i < sim->records->len; i++)
    {
      const PfRecord *given_up = &g_array_index (sim->records, PfRecord, i);
      if (given_up->type != PF_RECORD_ORDER_CHANGE
          || given_up->change.event != PF_ORDER_EVENT_EXPIRE
          || ended_at_exchange (sim, given_up->change.order_id))
        continue;
      for (guint j = i + 1; j < sim->records->len; j++)
        {
          const PfRecord *fill = &g_array_index (sim->records, PfRecord, j);
          if (fill->type == PF_RECORD_FILL && fill->fill.order_id == given_up->change.order_id)
            sim_fail (sim, "I19: order %" G_GUINT64_FORMAT " was given up and then executed",
                      fill->fill.order_id);
        }
    }
}

static void
check_replay (Sim *sim)
{
  g_autoptr (PfEngine) other = NULL;
  g_autofree char *want = pf_engine_dump (sim->engine);
  g_autofree char *got = NULL;
  PfEngineConfig config;

  pf_engine_config_init (&config);
  other = pf_engine_new (&config, sim->instruments);
  for (guint i = 0; i < sim->records->len; i++)
    pf_engine_restore (other, &g_array_index (sim->records, PfRecord, i));
  got = pf_engine_dump (other);
  if (strcmp (want, got) != 0)
    sim_fail (sim, "I18: the records give another state than the engine has");
}

static void
check_books (Sim *sim)
{
  if (pf_engine_account (sim->engine)->cash.e18 != cash_of_records (sim))
    sim_fail (sim, "I7: the cash is not what the fills make it");
  if (pf_engine_account (sim->engine)->cash.e18 != pf_matcher_cash (sim->matcher).e18)
    sim_fail (sim, "I16: our cash is not the exchange's");
  for (guint i = 0; i < pf_engine_n_deployments (sim->engine); i++)
    {
      const PfDeploymentState *deployment = pf_engine_deployment_at (sim->engine, i);
      for (guint j = 0; j < deployment->n_legs; j++)
        {
          const PfLeg *leg = &deployment->legs[j];
          if (leg->position.quantity.e18
              != pf_matcher_position (sim->matcher, deployment->id, leg->instrument).e18)
            sim_fail (sim, "I16: the position of deployment %" G_GUINT64_FORMAT
                      " is not the exchange's", deployment->id);
          if (leg->position.quantity.e18 == 0)
            continue;
          if (deployment->status == PF_DEPLOYMENT_STOPPED)
            sim_fail (sim, "deployment %" G_GUINT64_FORMAT " is stopped and not flat",
                      deployment->id);
          if (deployment->spec.stop_loss.e12 > 0 && leg->stop_order == 0 && !leg->want_close)
            sim_fail (sim, "I21: a position of deployment %" G_GUINT64_FORMAT " has no stop",
                      deployment->id);
        }
    }
}

void
sim_check_at_rest (Sim *sim)
{
  if (sim->engine == NULL)
    {
      sim_fail (sim, "the desk did not come back");
      return;
    }
  for (guint i = 0; i < pf_engine_n_orders (sim->engine); i++)
    {
      const PfOrder *order = pf_engine_order_at (sim->engine, i);
      if (order->status == PF_ORDER_UNKNOWN
          || (order->status == PF_ORDER_PENDING
              && order->ts_created_ns + PF_NS_PER_MINUTE < sim->now_ns))
        sim_fail (sim, "I15: nothing is known of order %s", order->client_order_id);
    }
  check_books (sim);
  check_bars_once (sim);
  check_given_up (sim);
  check_replay (sim);
}
