/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes up to the main context: plain copies, and how two of them become one. */
#include "desk/pf-desk-core.h"

#include <math.h>

void
pf_deployment_row_free (PfDeploymentRow *row)
{
  g_free (row->strategy_id);
  g_free (row->strategy_name);
  g_free (row->symbols);
  g_free (row->timeframe);
  g_free (row->sentence);
  g_free (row);
}

void
pf_position_row_free (PfPositionRow *row)
{
  g_free (row->strategy_name);
  g_free (row->symbol);
  g_free (row);
}

void
pf_trade_row_free (PfTradeRow *row)
{
  g_free (row->strategy_name);
  g_free (row->symbol);
  g_free (row);
}

static void
free_notice (PfNotice *notice)
{
  g_free (notice->title);
  g_free (notice->body);
  g_free (notice);
}

void
pf_desk_batch_free (PfDeskBatch *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->deployments);
  g_ptr_array_unref (self->positions);
  g_ptr_array_unref (self->trades);
  g_ptr_array_unref (self->notices);
  pf_bar_news_free (self->bars);
  g_free (self->latch_sentence);
  g_free (self);
}

/* --- rows ------------------------------------------------------------------------------------- */

static const char *
strategy_name (const PfDeploymentState *deployment)
{
  const PfStrategy *strategy
      = deployment != NULL ? pf_strategy_find (deployment->spec.strategy) : NULL;

  if (strategy != NULL)
    return strategy->name;
  return deployment != NULL ? deployment->spec.strategy : "";
}

static double
percent (PfMoney part, PfMoney whole)
{
  return 100 * pf_rate_to_double (pf_money_ratio (part, whole));
}

static char *
join_symbols (const PfDeploymentSpec *spec)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < spec->n_symbols; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", spec->symbols[i]);
  return g_string_free (text, FALSE);
}

static gboolean
is_today (const PfDeskCore *self, const PfDeploymentState *deployment)
{
  return deployment->day >= pf_time_day (self->market_ns - 1);
}

static PfDeploymentRow *
deployment_row (const PfDeskCore *self, const PfDeploymentState *d)
{
  PfDeploymentRow *row = g_new0 (PfDeploymentRow, 1);
  char timeframe[PF_TIME_TEXT_MAX];

  row->id = d->id;
  row->strategy_id = g_strdup (d->spec.strategy);
  row->strategy_name = g_strdup (strategy_name (d));
  row->symbols = join_symbols (&d->spec);
  row->timeframe = g_strdup (pf_timeframe_print (d->spec.timeframe_ns, timeframe));
  row->direction = d->spec.direction;
  row->profile = d->spec.profile;
  row->status = d->status;
  row->pause_reason = d->pause_reason;
  row->sentence = g_strdup (d->sentence);
  row->lifts_ns = d->lifts_ns;
  row->ts_created_ns = d->ts_created_ns;
  row->ts_stopped_ns = d->ts_stopped_ns;
  row->trades = (guint) d->metrics.n_trades;
  row->winning = (guint) d->metrics.n_winning;
  row->losing = (guint) d->metrics.n_losing;
  row->max_open_positions = d->spec.limits.max_open_positions;
  row->refusals = d->n_refusals;
  for (guint i = 0; i < d->n_legs; i++)
    row->open_positions += d->legs[i].position.quantity.e18 != 0;
  row->equity = d->equity;
  row->base_equity = d->base_equity;
  row->day_start = d->day_start;
  row->total_pnl = pf_money_sub (d->equity, d->base_equity);
  row->daily_pnl = is_today (self, d) ? pf_money_sub (d->equity, d->day_start) : PF_MONEY_ZERO;
  row->total_pnl_pct = percent (row->total_pnl, d->base_equity);
  row->daily_pnl_pct = percent (row->daily_pnl, d->day_start);
  if (pf_money_compare (d->peak, d->equity) > 0)
    row->drawdown_pct = percent (pf_money_sub (d->peak, d->equity), d->peak);
  if (!pf_metrics_win_rate_pct (&d->metrics, &row->win_rate_pct))
    row->win_rate_pct = NAN;
  if (!pf_metrics_sharpe (&d->metrics, &row->sharpe))
    row->sharpe = NAN;
  if (!pf_metrics_max_drawdown_pct (&d->metrics, &row->max_drawdown_pct))
    row->max_drawdown_pct = NAN;
  return row;
}

static PfPrice
trigger_of (const PfDeskCore *self, guint64 order_id)
{
  const PfOrder *order = order_id != 0 ? pf_engine_order (self->engine, order_id) : NULL;

  return order != NULL ? order->trigger_price : PF_PRICE_ZERO;
}

static PfPositionRow *
position_row (const PfDeskCore *self, const PfDeploymentState *d, const PfLeg *leg)
{
  const PfInstrument *instrument
      = pf_instruments_get (pf_engine_instruments (self->engine), leg->instrument);
  PfPositionRow *row = g_new0 (PfPositionRow, 1);

  row->deployment_id = d->id;
  row->instrument = leg->instrument;
  row->strategy_name = g_strdup (strategy_name (d));
  row->symbol = g_strdup (instrument->symbol);
  row->price_decimals = instrument->price_decimals;
  row->quantity_decimals = instrument->quantity_decimals;
  row->side = leg->position.quantity.e18 > 0 ? PF_SIDE_BUY : PF_SIDE_SELL;
  row->quantity = pf_quantity_abs (leg->position.quantity);
  row->entry = pf_position_entry_price (&leg->position);
  row->mark = leg->position.mark;
  row->stop = trigger_of (self, leg->stop_order);
  row->target = trigger_of (self, leg->target_order);
  row->unrealised = pf_position_unrealised (&leg->position);
  row->unrealised_pct = percent (row->unrealised, leg->position.entry_notional);
  row->ts_opened_ns = leg->position.ts_opened_ns;
  return row;
}

static PfTradeRow *
trade_row (const PfDeskCore *self, const PfTrade *trade)
{
  const PfInstrument *instrument
      = pf_instruments_get (pf_engine_instruments (self->engine), trade->instrument);
  PfTradeRow *row = g_new0 (PfTradeRow, 1);

  row->trade = *trade;
  row->strategy_name
      = g_strdup (strategy_name (pf_engine_deployment (self->engine, trade->deployment_id)));
  row->symbol = g_strdup (instrument->symbol);
  row->price_decimals = instrument->price_decimals;
  row->quantity_decimals = instrument->quantity_decimals;
  return row;
}

/* --- a batch ---------------------------------------------------------------------------------- */

static void
add_tables (PfDeskBatch *batch, PfDeskCore *self)
{
  PfMoney day_start = PF_MONEY_ZERO;

  for (guint i = 0; i < pf_engine_n_deployments (self->engine); i++)
    {
      const PfDeploymentState *d = pf_engine_deployment_at (self->engine, i);
      PfDeploymentRow *row = deployment_row (self, d);
      g_ptr_array_add (batch->deployments, row);
      batch->day_pnl = pf_money_add (batch->day_pnl, row->daily_pnl);
      for (guint j = 0; j < d->n_legs; j++)
        if (d->legs[j].position.quantity.e18 != 0)
          {
            PfPositionRow *position = position_row (self, d, &d->legs[j]);
            g_ptr_array_add (batch->positions, position);
            batch->open_pnl = pf_money_add (batch->open_pnl, position->unrealised);
          }
    }
  day_start = pf_money_sub (batch->equity, batch->day_pnl);
  batch->day_pnl_pct = percent (batch->day_pnl, day_start);
}

PfDeskBatch *
pf_desk_batch_empty (void)
{
  PfDeskBatch *batch = g_new0 (PfDeskBatch, 1);

  batch->deployments = g_ptr_array_new_with_free_func ((GDestroyNotify) pf_deployment_row_free);
  batch->positions = g_ptr_array_new_with_free_func ((GDestroyNotify) pf_position_row_free);
  batch->trades = g_ptr_array_new_with_free_func ((GDestroyNotify) pf_trade_row_free);
  batch->notices = g_ptr_array_new_with_free_func ((GDestroyNotify) free_notice);
  return batch;
}

PfDeskBatch *
pf_desk_batch_new (PfDeskCore *self)
{
  PfDeskBatch *batch = pf_desk_batch_empty ();
  const char *sentence;

  batch->ts_ns = self->market_ns;
  batch->state = pf_engine_state (self->engine);
  batch->latch = pf_engine_latch (self->engine, &sentence);
  batch->latch_sentence = g_strdup (sentence);
  batch->equity = pf_engine_equity (self->engine);
  batch->initial = pf_engine_account (self->engine)->initial;
  batch->cash = pf_engine_account (self->engine)->cash;
  batch->finished = pf_feed_next_end (self->feed) == PF_TIME_NONE;
  add_tables (batch, self);
  return batch;
}

void
pf_desk_batch_add_history (PfDeskBatch *batch, PfDeskCore *self)
{
  g_autoptr (GArray) trades = pf_journal_trades (self->journal, 0, PF_BATCH_TRADES_MAX);

  for (guint i = trades != NULL ? trades->len : 0; i > 0; i--)
    g_ptr_array_add (batch->trades, trade_row (self, &g_array_index (trades, PfTrade, i - 1)));
}

static void
add_notice (PfDeskBatch *batch, PfNoticeKind kind, guint64 deployment_id, gint64 ts_ns, char *title,
            const char *body)
{
  PfNotice *notice = g_new0 (PfNotice, 1);

  notice->kind = kind;
  notice->deployment_id = deployment_id;
  notice->ts_ns = ts_ns;
  notice->title = title;
  notice->body = g_strdup (body);
  g_ptr_array_add (batch->notices, notice);
}

static void
add_fill (PfDeskBatch *batch, PfDeskCore *self, const PfFill *fill)
{
  const PfInstrument *instrument
      = pf_instruments_get (pf_engine_instruments (self->engine), fill->instrument);
  char quantity[PF_DECIMAL_TEXT_MAX], price[PF_DECIMAL_TEXT_MAX];
  const char *name = strategy_name (pf_engine_deployment (self->engine, fill->deployment_id));
  g_autofree char *body =
    g_strdup_printf ("at %s (%s)",
                     pf_decimal_print_fixed (fill->price.e18, PF_DECIMALS,
                                             instrument->price_decimals, price),
                     pf_reason_name (fill->reason));

  add_notice (batch, PF_NOTICE_FILL, fill->deployment_id, fill->ts_ns,
              g_strdup_printf ("%s %s %s %s", name,
                               fill->side == PF_SIDE_BUY ? "bought" : "sold",
                               pf_decimal_print (fill->quantity.e18, PF_DECIMALS, quantity),
                               instrument->symbol), body);
}

static void
add_status (PfDeskBatch *batch, PfDeskCore *self, const PfRecord *record)
{
  static const struct { PfNoticeKind kind; const char *word; } words[PF_N_DEPLOYMENT_STATUSES] = {
    [PF_DEPLOYMENT_ACTIVE] = { PF_NOTICE_PAUSE, "goes on" },
    [PF_DEPLOYMENT_PAUSED] = { PF_NOTICE_PAUSE, "is paused" },
    [PF_DEPLOYMENT_STOPPED] = { PF_NOTICE_STOP, "is stopped" },
    [PF_DEPLOYMENT_ERROR_STATE] = { PF_NOTICE_ALARM, "is in error" },
  };

  add_notice (batch, words[record->status.status].kind, record->status.id, record->ts_ns,
              g_strdup_printf ("%s %s", strategy_name (pf_engine_deployment (self->engine,
                                                                             record->status.id)),
                               words[record->status.status].word),
              record->status.sentence);
}

static void
drop_oldest (GPtrArray *news, guint most, guint64 *dropped)
{
  guint over = news->len > most ? news->len - most : 0;

  if (over > 0)
    g_ptr_array_remove_range (news, 0, over);
  *dropped += over;
}

static void
keep_bounds (PfDeskBatch *batch)
{
  drop_oldest (batch->trades, PF_BATCH_TRADES_MAX, &batch->dropped_trades);
  drop_oldest (batch->notices, PF_BATCH_NOTICES_MAX, &batch->dropped_notices);
}

void
pf_desk_batch_add_alarm (PfDeskBatch *batch, PfDeskCore *self, const char *sentence)
{
  add_notice (batch, PF_NOTICE_ALARM, 0, self->market_ns, g_strdup ("Pilotfish"), sentence);
  keep_bounds (batch);
}

void
pf_desk_batch_add_gap (PfDeskBatch *batch, PfDeskCore *self, gint64 gap_us, const char *what)
{
  g_autofree char *sentence = g_strdup_printf (
      "%s for %" G_GINT64_FORMAT " s. Nothing was traded in that time.", what,
      gap_us / G_USEC_PER_SEC);

  add_notice (batch, PF_NOTICE_GAP, 0, self->market_ns, g_strdup ("Pilotfish"), sentence);
  batch->gap_us += gap_us;
  keep_bounds (batch);
}

void
pf_desk_batch_add_news (PfDeskBatch *batch, PfDeskCore *self, const PfOut *out)
{
  if (out->type == PF_OUT_ALARM)
    pf_desk_batch_add_alarm (batch, self, out->sentence);
  else if (out->type == PF_OUT_RECORD)
    switch ((int) out->record.type)
      {
      case PF_RECORD_TRADE:
        g_ptr_array_add (batch->trades, trade_row (self, &out->record.trade));
        break;
      case PF_RECORD_FILL:
        add_fill (batch, self, &out->record.fill);
        break;
      case PF_RECORD_DEPLOYMENT_STATUS:
        add_status (batch, self, &out->record);
        break;
      case PF_RECORD_REFUSAL:
        add_notice (batch, PF_NOTICE_REFUSAL, out->record.refusal.deployment_id, out->record.ts_ns,
                    g_strdup_printf ("%s: not done",
                                     strategy_name (pf_engine_deployment (
                                         self->engine, out->record.refusal.deployment_id))),
                    out->record.refusal.sentence);
        break;
      default:
        break;
      }
  keep_bounds (batch);
}

static void
put_before (GPtrArray **news, GPtrArray **earlier)
{
  g_ptr_array_extend_and_steal (*earlier, g_steal_pointer (news));
  *news = g_steal_pointer (earlier);
}

PfDeskBatch *
pf_desk_batch_merge (PfDeskBatch *earlier, PfDeskBatch *later)
{
  if (earlier == NULL)
    return later;
  put_before (&later->trades, &earlier->trades);
  put_before (&later->notices, &earlier->notices);
  earlier->trades = g_ptr_array_new ();
  earlier->notices = g_ptr_array_new ();
  later->bars = pf_bar_news_merge (g_steal_pointer (&earlier->bars), later->bars);
  later->gap_us += earlier->gap_us;
  later->dropped_trades += earlier->dropped_trades;
  later->dropped_notices += earlier->dropped_notices;
  keep_bounds (later);
  pf_desk_batch_free (earlier);
  return later;
}
