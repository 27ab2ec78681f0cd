/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What other programs are told: one JSON object a question. Money and quantities are strings,
 * ratios numbers or null, times ISO 8601. */
#include "desk/pf-desk-core.h"

#include "desk/pf-json-text.h"
#include "engine/pf-fingerprint.h"

#include <json-glib/json-glib.h>
#include <math.h>

#define HISTORY_MAX 1000

static void
add_text (JsonBuilder *json, const char *name, const char *text)
{
  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, text);
}

static void
add_count (JsonBuilder *json, const char *name, guint64 count)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, (gint64) count);
}

static void
add_exact (JsonBuilder *json, const char *name, PfInt128 e18)
{
  char text[PF_DECIMAL_TEXT_MAX];

  add_text (json, name, pf_decimal_print (e18, PF_DECIMALS, text));
}

static void
add_level (JsonBuilder *json, const char *name, PfPrice level)
{
  json_builder_set_member_name (json, name);
  if (level.e18 == 0)
    json_builder_add_null_value (json);
  else
    json_builder_add_string_value (json, pf_decimal_print (level.e18, PF_DECIMALS,
                                                           (char[PF_DECIMAL_TEXT_MAX]){ 0 }));
}

static void
add_ratio (JsonBuilder *json, const char *name, double ratio)
{
  json_builder_set_member_name (json, name);
  if (isfinite (ratio))
    json_builder_add_double_value (json, ratio);
  else
    json_builder_add_null_value (json);
}

static void
add_time (JsonBuilder *json, const char *name, gint64 ts_ns)
{
  char text[PF_TIME_TEXT_MAX];

  json_builder_set_member_name (json, name);
  if (ts_ns == PF_TIME_NONE)
    json_builder_add_null_value (json);
  else
    json_builder_add_string_value (json, pf_time_print (ts_ns, text));
}

/* --- rows ------------------------------------------------------------------------------------- */

static void
add_deployment (JsonBuilder *json, PfDeskCore *self, const PfDeploymentRow *row)
{
  const PfDeploymentState *state = pf_engine_deployment (self->engine, row->id);
  g_autofree char *spec = pf_deployment_spec_print (&state->spec);

  json_builder_begin_object (json);
  add_count (json, "id", row->id);
  add_text (json, "strategy", row->strategy_id);
  add_text (json, "spec", spec);
  json_builder_set_member_name (json, "symbols");
  json_builder_begin_array (json);
  for (guint i = 0; i < state->spec.n_symbols; i++)
    json_builder_add_string_value (json, state->spec.symbols[i]);
  json_builder_end_array (json);
  add_text (json, "timeframe", row->timeframe);
  add_text (json, "direction", pf_direction_name (row->direction));
  add_text (json, "profile", pf_profile_name (row->profile));
  add_text (json, "status", pf_deployment_status_name (row->status));
  add_text (json, "sentence", row->sentence);
  add_time (json, "created", row->ts_created_ns);
  add_count (json, "trades", row->trades);
  add_count (json, "winning", row->winning);
  add_count (json, "losing", row->losing);
  add_ratio (json, "win_rate_pct", row->win_rate_pct);
  add_exact (json, "total_pnl", row->total_pnl.e18);
  add_ratio (json, "total_pnl_pct", row->total_pnl_pct);
  add_exact (json, "daily_pnl", row->daily_pnl.e18);
  add_exact (json, "equity", row->equity.e18);
  add_ratio (json, "drawdown_pct", row->drawdown_pct);
  add_ratio (json, "sharpe", row->sharpe);
  add_ratio (json, "max_drawdown_pct", row->max_drawdown_pct);
  add_count (json, "open_positions", row->open_positions);
  add_count (json, "refusals", row->refusals);
  json_builder_end_object (json);
}

static void
add_deployments (JsonBuilder *json, PfDeskCore *self, const PfDeskBatch *batch)
{
  json_builder_set_member_name (json, "deployments");
  json_builder_begin_array (json);
  for (guint i = 0; i < batch->deployments->len; i++)
    add_deployment (json, self, g_ptr_array_index (batch->deployments, i));
  json_builder_end_array (json);
}

static void
add_positions (JsonBuilder *json, const PfDeskBatch *batch, guint64 deployment_id)
{
  json_builder_set_member_name (json, "positions");
  json_builder_begin_array (json);
  for (guint i = 0; i < batch->positions->len; i++)
    {
      const PfPositionRow *row = g_ptr_array_index (batch->positions, i);
      if (deployment_id != 0 && row->deployment_id != deployment_id)
        continue;
      json_builder_begin_object (json);
      add_count (json, "deployment", row->deployment_id);
      add_text (json, "symbol", row->symbol);
      add_text (json, "side", row->side == PF_SIDE_BUY ? "LONG" : "SHORT");
      add_exact (json, "quantity", row->quantity.e18);
      add_exact (json, "entry_price", row->entry.e18);
      add_exact (json, "current_price", row->mark.e18);
      add_level (json, "stop_loss", row->stop);
      add_level (json, "take_profit", row->target);
      add_exact (json, "unrealized_pnl", row->unrealised.e18);
      add_ratio (json, "unrealized_pnl_pct", row->unrealised_pct);
      add_time (json, "opened", row->ts_opened_ns);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static gboolean
add_history (JsonBuilder *json, PfDeskCore *self, guint64 deployment_id, GError **error)
{
  g_autoptr (GArray) trades = pf_journal_trades (self->journal, deployment_id, HISTORY_MAX);

  if (trades == NULL)
    {
      g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_IO,
                   "The closed trades cannot be read from the journal now.");
      return FALSE;
    }
  json_builder_set_member_name (json, "trades");
  json_builder_begin_array (json);
  for (guint i = 0; i < trades->len; i++)
    {
      const PfTrade *trade = &g_array_index (trades, PfTrade, i);
      json_builder_begin_object (json);
      add_count (json, "id", trade->id);
      add_count (json, "deployment", trade->deployment_id);
      add_text (json, "symbol", pf_instruments_get (pf_feed_instruments (self->feed),
                                                    trade->instrument)->symbol);
      add_text (json, "side", trade->side == PF_SIDE_BUY ? "LONG" : "SHORT");
      add_exact (json, "quantity", trade->quantity.e18);
      add_exact (json, "entry_price", trade->entry_price.e18);
      add_exact (json, "exit_price", trade->exit_price.e18);
      add_exact (json, "fees", trade->fees.e18);
      add_exact (json, "pnl", trade->pnl.e18);
      add_ratio (json, "pnl_pct", 100 * pf_rate_to_double (trade->pnl_rate));
      add_text (json, "reason", pf_reason_name (trade->reason));
      add_time (json, "entry_time", trade->ts_entry_ns);
      add_time (json, "exit_time", trade->ts_exit_ns);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  return TRUE;
}

static void
add_to_fingerprint (const PfFill *fill, gpointer user_data)
{
  pf_fingerprint_add (user_data, fill);
}

static gboolean
add_summary (JsonBuilder *json, PfDeskCore *self, const PfDeskBatch *batch, GError **error)
{
  g_autoptr (PfFingerprint) fingerprint = pf_fingerprint_new ();
  g_autofree char *text = NULL;

  if (!pf_journal_foreach_fill (self->journal, add_to_fingerprint, fingerprint, error))
    return FALSE;
  text = pf_fingerprint_to_string (fingerprint);
  add_count (json, "orders", pf_engine_n_orders_made (self->engine));
  add_count (json, "fills", pf_engine_n_fills (self->engine));
  add_count (json, "trades", pf_engine_n_trades (self->engine));
  add_count (json, "refusals", pf_engine_n_refusals (self->engine));
  add_count (json, "open_positions", pf_engine_n_positions (self->engine));
  add_exact (json, "equity", batch->equity.e18);
  add_exact (json, "total_pnl", pf_money_sub (batch->equity, batch->initial).e18);
  add_text (json, "fingerprint", text);
  add_deployments (json, self, batch);
  return TRUE;
}

/* --- the answer ------------------------------------------------------------------------------- */

static char *
no_such_deployment (guint64 id, GError **error)
{
  g_set_error (error, PF_DEPLOYMENT_ERROR, PF_DEPLOYMENT_ERROR_VALUE,
               "There is no deployment %" G_GUINT64_FORMAT ".", id);
  return NULL;
}

char *
pf_desk_core_answer (PfDeskCore *self, PfDeskQuestion question, guint64 deployment_id,
                     GError **error)
{
  g_autoptr (PfDeskBatch) batch = pf_desk_batch_new (self);
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  gboolean done = TRUE;

  if (deployment_id != 0 && pf_engine_deployment (self->engine, deployment_id) == NULL)
    return no_such_deployment (deployment_id, error);
  if (question == PF_QUESTION_DEPLOYMENT)
    {
      for (guint i = 0; i < batch->deployments->len; i++)
        {
          const PfDeploymentRow *row = g_ptr_array_index (batch->deployments, i);
          if (row->id == deployment_id)
            add_deployment (json, self, row);
        }
      if (deployment_id == 0)
        return no_such_deployment (0, error);
    }
  else
    {
      json_builder_begin_object (json);
      if (question == PF_QUESTION_DEPLOYMENTS)
        add_deployments (json, self, batch);
      else if (question == PF_QUESTION_POSITIONS)
        add_positions (json, batch, deployment_id);
      else if (question == PF_QUESTION_HISTORY)
        done = add_history (json, self, deployment_id, error);
      else
        done = add_summary (json, self, batch, error);
      json_builder_end_object (json);
    }
  root = json_builder_get_root (json);
  return done ? pf_json_text (root) : NULL;
}
