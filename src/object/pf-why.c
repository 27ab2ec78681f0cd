/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "object/pf-why.h"

#include <glib/gi18n-lib.h>

static void
free_line (gpointer data)
{
  PfWhyLine *line = data;

  g_free (line->what);
  g_free (line);
}

GPtrArray *
pf_why_lines_new (void)
{
  return g_ptr_array_new_with_free_func (free_line);
}

void
pf_why_add (GPtrArray *lines, char *what, PfMoney amount)
{
  PfWhyLine *line = g_new0 (PfWhyLine, 1);

  line->what = what;
  line->amount = amount;
  g_ptr_array_add (lines, line);
}

GPtrArray *
pf_why_end (GPtrArray *lines, const char *rest, const char *name, PfMoney figure)
{
  PfMoney left = figure;

  for (guint i = 0; i < lines->len; i++)
    left = pf_money_sub (left, ((PfWhyLine *) g_ptr_array_index (lines, i))->amount);
  if (left.e18 != 0)
    pf_why_add (lines, g_strdup (rest), left);
  pf_why_add (lines, g_strdup (name), figure);
  ((PfWhyLine *) g_ptr_array_index (lines, lines->len - 1))->is_sum = TRUE;
  return lines;
}

PfMoney
pf_why_sum (GPtrArray *lines)
{
  const PfWhyLine *last = g_ptr_array_index (lines, lines->len - 1);

  g_assert (last->is_sum);
  return last->amount;
}

/* --- rows ------------------------------------------------------------------------------------- */

static char *
deployment_name (const PfDeploymentRow *row)
{
  return g_strdup_printf ("%s · %s · %s", _(row->strategy_name), row->symbols,
                          pf_deployment_status_name (row->status));
}

static char *
position_name (const PfPositionRow *row)
{
  return g_strdup_printf (row->side == PF_SIDE_BUY ? _("%s long · %s") : _("%s short · %s"),
                          row->symbol, _(row->strategy_name));
}

typedef PfMoney (*DeploymentFigure) (const PfDeploymentRow *row);
typedef PfMoney (*PositionFigure) (const PfPositionRow *row);

static PfMoney deployment_total (const PfDeploymentRow *row) { return row->total_pnl; }
static PfMoney deployment_today (const PfDeploymentRow *row) { return row->daily_pnl; }
static PfMoney position_pnl (const PfPositionRow *row) { return row->unrealised; }

static void
add_deployments (GPtrArray *lines, PfExecutionEngine *engine, DeploymentFigure figure)
{
  GListModel *model = pf_execution_engine_get_deployments (engine);

  for (guint i = g_list_model_get_n_items (model); i > 0; i--)
    {
      g_autoptr (PfDeployment) item = g_list_model_get_item (model, i - 1);
      const PfDeploymentRow *row = pf_deployment_get_row (item);
      if (figure (row).e18 != 0)
        pf_why_add (lines, deployment_name (row), figure (row));
    }
}

static void
add_positions (GPtrArray *lines, PfExecutionEngine *engine, PositionFigure figure)
{
  GListModel *model = pf_execution_engine_get_positions (engine);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (PfPositionItem) item = g_list_model_get_item (model, i);
      const PfPositionRow *row = pf_position_item_get_row (item);
      pf_why_add (lines, position_name (row), figure (row));
    }
}

/* --- answers ---------------------------------------------------------------------------------- */

GPtrArray *
pf_why_equity (PfExecutionEngine *engine)
{
  const PfDeskBatch *figures = pf_execution_engine_get_figures (engine);
  GPtrArray *lines = pf_why_lines_new ();

  pf_why_add (lines, g_strdup (_("Balance at the beginning")), figures->initial);
  add_deployments (lines, engine, deployment_total);
  return pf_why_end (lines, _("Everything else"), _("Equity"), figures->equity);
}

GPtrArray *
pf_why_today (PfExecutionEngine *engine)
{
  GPtrArray *lines = pf_why_lines_new ();

  add_deployments (lines, engine, deployment_today);
  return pf_why_end (lines, _("Everything else"), _("Today, since 00:00 UTC"),
              pf_execution_engine_get_figures (engine)->day_pnl);
}

GPtrArray *
pf_why_open (PfExecutionEngine *engine)
{
  GPtrArray *lines = pf_why_lines_new ();

  add_positions (lines, engine, position_pnl);
  return pf_why_end (lines, _("Everything else"), _("Open P&L, before the fees of closing"),
              pf_execution_engine_get_figures (engine)->open_pnl);
}

PfMoney
pf_why_position_heat (const PfPositionRow *row)
{
  gboolean is_long = row->side == PF_SIDE_BUY;
  PfPrice distance = row->mark;
  PfMoney heat;

  if (row->stop.e18 != 0)
    distance.e18 = is_long ? row->mark.e18 - row->stop.e18 : row->stop.e18 - row->mark.e18;
  if (distance.e18 <= 0 || !pf_notional (distance, row->quantity, &heat))
    return PF_MONEY_ZERO;
  return heat;
}

GPtrArray *
pf_why_heat (PfExecutionEngine *engine)
{
  GPtrArray *lines = pf_why_lines_new ();
  PfMoney sum = PF_MONEY_ZERO;

  add_positions (lines, engine, pf_why_position_heat);
  for (guint i = 0; i < lines->len; i++)
    sum = pf_money_add (sum, ((PfWhyLine *) g_ptr_array_index (lines, i))->amount);
  return pf_why_end (lines, "", _("Lost when every stop is hit"), sum);
}

GPtrArray *
pf_why_deployment (PfExecutionEngine *engine, guint64 deployment_id)
{
  g_autoptr (PfDeployment) deployment
      = pf_execution_engine_find_deployment (engine, deployment_id);
  const PfDeploymentRow *row = deployment != NULL ? pf_deployment_get_row (deployment) : NULL;
  GListModel *trades = pf_execution_engine_get_trades (engine);
  GListModel *positions = pf_execution_engine_get_positions (engine);
  GPtrArray *lines = pf_why_lines_new ();
  PfMoney closed = PF_MONEY_ZERO;
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (trades); i++)
    {
      g_autoptr (PfTradeItem) item = g_list_model_get_item (trades, i);
      const PfTrade *trade = &pf_trade_item_get_row (item)->trade;
      if (trade->deployment_id != deployment_id)
        continue;
      n++;
      closed = pf_money_add (closed, trade->pnl);
    }
  if (n > 0)
    pf_why_add (lines, g_strdup_printf (ngettext ("%u closed trade, fees included",
                                           "%u closed trades, fees included", n), n), closed);
  for (guint i = 0; i < g_list_model_get_n_items (positions); i++)
    {
      g_autoptr (PfPositionItem) item = g_list_model_get_item (positions, i);
      const PfPositionRow *position = pf_position_item_get_row (item);
      if (position->deployment_id == deployment_id)
        pf_why_add (lines, position_name (position), position->unrealised);
    }
  return pf_why_end (lines, row != NULL && row->trades > n
                         ? _("Earlier trades, and fees of what is open")
                         : _("Fees and partial closes of what is open"),
              _("Total P&L"), row != NULL ? row->total_pnl : PF_MONEY_ZERO);
}
