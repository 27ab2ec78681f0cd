/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recovery: records in, the same state out; and that state as text, to prove it. */
#include "engine/pf-engine-private.h"

void
pf_engine_restore (PfEngine *self,
                   const PfRecord *record)
{
  g_assert (self->state == PF_DESK_STARTING && !self->draining);
  self->now_ns = MAX (self->now_ns, record->ts_ns);
  pf_engine_apply (self, record);
}

void
pf_engine_restore_mark (PfEngine *self,
                        guint32 instrument,
                        gint64 points)
{
  g_assert (self->state == PF_DESK_STARTING && !self->draining);
  g_assert (instrument < self->instruments->n && points > 0);
  self->marks[instrument] = points;
  for (guint i = 0; i < self->running->len; i++)
    {
      PfDeploymentState *deployment = g_ptr_array_index (self->running, i);
      PfLeg *leg = pf_engine_find_leg (deployment, instrument);
      if (leg != NULL)
        leg->position.mark = pf_engine_price (self, instrument);
      pf_engine_update_equity (deployment);
    }
}

void
pf_engine_warm_up (PfEngine *self,
                   guint64 deployment_id,
                   guint32 instrument,
                   const PfBar *bar)
{
  PfLeg *leg = pf_engine_find_leg (pf_engine_find_deployment (self, deployment_id), instrument);

  g_assert (!self->draining);
  if (leg == NULL || leg->run == NULL)
    return;
  /* A fill of the past is told before the first bar that opened after it. */
  while (leg->warm_fills != NULL && leg->warm_fills->len > 0
         && g_array_index (leg->warm_fills, PfFill, 0).ts_ns <= bar->ts_open_ns)
    {
      leg->run->strategy->on_fill (leg->run->state, &g_array_index (leg->warm_fills, PfFill, 0));
      g_array_remove_index (leg->warm_fills, 0);
    }
  pf_strategy_run_bar (leg->run, bar);
}

/* --- the dump --------------------------------------------------------------------------------- */

static void
dump_number (GString *text,
             const char *name,
             PfInt128 value)
{
  char buffer[PF_DECIMAL_TEXT_MAX];

  g_string_append_printf (text, " %s=%s", name, pf_decimal_print (value, PF_DECIMALS, buffer));
}

static void
dump_leg (GString *text,
          const PfLeg *leg)
{
  const PfPosition *p = &leg->position;

  g_string_append_printf (text, "leg %u bar=%" G_GINT64_FORMAT " opened=%" G_GINT64_FORMAT
                          " entry=%" G_GUINT64_FORMAT " close=%" G_GUINT64_FORMAT
                          " stop=%" G_GUINT64_FORMAT " target=%" G_GUINT64_FORMAT " want=%d,%d,%d",
                          leg->instrument, leg->last_bar_ns,
                          p->quantity.e18 != 0 ? p->ts_opened_ns : 0, leg->entry_order,
                          leg->close_order, leg->stop_order, leg->target_order, leg->want_close,
                          leg->want_close ? (int) leg->close_reason : 0,
                          leg->want_close ? (int) leg->close_then : 0);
  dump_number (text, "quantity", p->quantity.e18);
  dump_number (text, "entry_notional", p->entry_notional.e18);
  dump_number (text, "entry_fees", p->entry_fees.e18);
  dump_number (text, "trip_entry", p->trip_entry_notional.e18);
  dump_number (text, "trip_exit", p->trip_exit_notional.e18);
  dump_number (text, "trip_fees", p->trip_fees.e18);
  dump_number (text, "realised", p->realised.e18);
  dump_number (text, "fees", p->fees.e18);
  g_string_append_c (text, '\n');
}

static void
dump_deployment (GString *text,
                 const PfDeploymentState *d)
{
  g_autofree char *spec = pf_deployment_spec_print (&d->spec);

  g_string_append_printf (text, "deployment %" G_GUINT64_FORMAT " %s %s reason=%s lifts=%"
                          G_GINT64_FORMAT " created=%" G_GINT64_FORMAT " stopped=%" G_GINT64_FORMAT
                          " day=%" G_GINT64_FORMAT " trades=%" G_GUINT64_FORMAT " won=%"
                          G_GUINT64_FORMAT " lost=%" G_GUINT64_FORMAT " refusals=%u", d->id, spec,
                          pf_deployment_status_name (d->status),
                          pf_refusal_reason_name (d->pause_reason), d->lifts_ns, d->ts_created_ns,
                          d->ts_stopped_ns, d->day, d->metrics.n_trades, d->metrics.n_winning,
                          d->metrics.n_losing, d->n_refusals);
  dump_number (text, "base", d->base_equity.e18);
  dump_number (text, "day_start", d->day_start.e18);
  dump_number (text, "peak", d->peak.e18);
  dump_number (text, "profit", d->metrics.gross_profit.e18);
  dump_number (text, "loss", d->metrics.gross_loss.e18);
  dump_number (text, "worst_peak", d->metrics.worst_peak.e18);
  dump_number (text, "low", d->metrics.low.e18);
  g_string_append_printf (text, " days=%" G_GUINT64_FORMAT " mean=%.17g m2=%.17g \"%s\"\n",
                          d->metrics.n_days, d->metrics.mean, d->metrics.m2, d->sentence);
  for (guint i = 0; i < d->n_legs; i++)
    dump_leg (text, &d->legs[i]);
}

static void
dump_order (GString *text,
            const PfOrder *order)
{
  g_string_append_printf (text, "order %" G_GUINT64_FORMAT " %s %s deployment=%" G_GUINT64_FORMAT
                          " instrument=%u %s %s %s %s reduce=%d cut=%d then=%d created=%"
                          G_GINT64_FORMAT " updated=%" G_GINT64_FORMAT, order->id,
                          order->client_order_id, order->venue_order_id, order->deployment_id,
                          order->instrument, pf_side_name (order->side),
                          pf_order_type_name (order->type), pf_order_status_name (order->status),
                          pf_reason_name (order->reason), order->reduce_only, order->cut_to_cash,
                          order->then, order->ts_created_ns, order->ts_updated_ns);
  dump_number (text, "quantity", order->quantity.e18);
  dump_number (text, "filled", order->filled.e18);
  dump_number (text, "notional", order->filled_notional.e18);
  dump_number (text, "fees", order->fees.e18);
  dump_number (text, "limit", order->limit_price.e18);
  dump_number (text, "trigger", order->trigger_price.e18);
  dump_number (text, "decided", order->decided_price.e18);
  g_string_append_c (text, '\n');
}

char *
pf_engine_dump (const PfEngine *self)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "engine latch=%d orders=%" G_GUINT64_FORMAT " fills=%"
                          G_GUINT64_FORMAT " trades=%" G_GUINT64_FORMAT " refusals=%"
                          G_GUINT64_FORMAT " deployments=%" G_GUINT64_FORMAT, self->latched,
                          self->next_order, self->n_fills, self->next_trade, self->next_refusal,
                          self->next_deployment);
  dump_number (text, "initial", self->account.initial.e18);
  dump_number (text, "cash", self->account.cash.e18);
  dump_number (text, "fees", self->account.fees.e18);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < self->deployments->len; i++)
    dump_deployment (text, g_ptr_array_index (self->deployments, i));
  for (guint i = 0; i < self->orders->len; i++)
    dump_order (text, pf_engine_order_at (self, i));
  return g_string_free (text, FALSE);
}
