/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-backtest-window.h"

#include "chart/pf-candle-chart.h"
#include "chart/pf-line-chart.h"
#include "object/pf-practice-backtest.h"
#include "ui/pf-chart-card.h"
#include "ui/pf-equity.h"
#include "ui/pf-field.h"
#include "ui/pf-label.h"
#include "ui/pf-page.h"
#include "ui/pf-table.h"

#include <glib/gi18n-lib.h>

struct _PfBacktestWindow
{
  AdwWindow parent_instance;
  PfExecutionEngine *engine;
  const PfStrategy *strategy;
  GtkDropDown *symbol, *timeframe, *direction;
  GtkSpinButton *bars, *stop, *target, *params[PF_DEPLOYMENT_PARAMS_MAX];
  GtkWidget *run, *deploy;
  GtkSpinner *spinner;
  GtkLabel *status, *values[PF_N_BACKTEST_FIGURES];
  GtkWidget *chart, *equity;
  PfChartCard *chart_card, *equity_card;
  GListStore *trades;
  GCancellable *cancellable;    /* of what runs, or NULL */
};

G_DEFINE_FINAL_TYPE (PfBacktestWindow, pf_backtest_window, ADW_TYPE_WINDOW)

/* --- what is asked for ------------------------------------------------------------------------ */

/* FALSE with a sentence when the parameters do not go together */
static gboolean
read_spec (PfBacktestWindow *self, PfDeploymentSpec *spec, GError **error)
{
  const PfInstruments *instruments = pf_execution_engine_get_instruments (self->engine);
  double values[PF_DEPLOYMENT_PARAMS_MAX];

  pf_deployment_spec_init (spec, self->strategy->id, PF_PROFILE_CAUTIOUS);
  spec->n_symbols = 1;
  g_strlcpy (spec->symbols[0],
             pf_instruments_get (instruments, gtk_drop_down_get_selected (self->symbol))->symbol,
             PF_SYMBOL_MAX);
  spec->timeframe_ns = pf_field_timeframe (self->timeframe);
  spec->direction = (PfDirection) gtk_drop_down_get_selected (self->direction);
  spec->stop_loss = pf_field_percent (self->stop);
  spec->take_profit = pf_field_percent (self->target);
  spec->n_params = pf_field_read_params (self->strategy, self->params, spec->params);
  return pf_strategy_resolve (self->strategy, spec->params, spec->n_params, values, error);
}

/* --- the result ------------------------------------------------------------------------------- */

static void
show_markers (PfBacktestWindow *self, const GArray *trades)
{
  g_autofree PfChartMarker *markers = g_new0 (PfChartMarker, MAX (1, 2 * trades->len));

  for (guint i = 0; i < trades->len; i++)
    {
      const PfTrade *trade = &g_array_index (trades, PfTrade, i);
      markers[2 * i] = (PfChartMarker){ trade->ts_entry_ns, trade->entry_price, trade->side, TRUE };
      markers[2 * i + 1] = (PfChartMarker){ trade->ts_exit_ns, trade->exit_price,
                                            pf_side_opposite (trade->side), FALSE };
    }
  pf_candle_chart_set_markers (PF_CANDLE_CHART (self->chart), markers, 2 * trades->len);
}

static void
show_trades (PfBacktestWindow *self, const PfPracticeBacktest *backtest)
{
  const GArray *trades = backtest->result->trades;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = trades->len; i > 0; i--)
    {
      PfTradeRow *row = g_new0 (PfTradeRow, 1);
      row->trade = g_array_index (trades, PfTrade, i - 1);
      row->strategy_name = g_strdup (self->strategy->name);
      row->symbol = g_strdup (backtest->config.symbol);
      row->price_decimals = backtest->bars->decimals;
      g_ptr_array_add (items, pf_trade_item_new (row));
    }
  g_list_store_splice (self->trades, 0, g_list_model_get_n_items (G_LIST_MODEL (self->trades)),
                       items->pdata, items->len);
}

static void
show_result (PfBacktestWindow *self, const PfPracticeBacktest *backtest)
{
  g_autoptr (PfChartSeries) candles = pf_chart_series_new (
      backtest->config.symbol, backtest->bars->decimals, backtest->bars->timeframe_ns);
  g_autoptr (PfChartSeries) equity = pf_equity_series_new (backtest);
  g_autofree char *description = pf_practice_backtest_describe (backtest);

  for (guint i = 0; i < PF_N_BACKTEST_FIGURES; i++)
    pf_label_take_text (self->values[i],
                        pf_practice_backtest_text (backtest, (PfBacktestFigure) i));
  pf_label_set_pnl_class (GTK_WIDGET (self->values[PF_BACKTEST_FIGURE_PNL]),
                          pf_equity_profit (backtest));
  pf_label_set_pnl_class (GTK_WIDGET (self->values[PF_BACKTEST_FIGURE_RETURN]),
                          pf_equity_profit (backtest));
  pf_chart_series_load (candles, (const PfBar *) backtest->bars->bars->data,
                        backtest->bars->bars->len);
  pf_chart_card_set_series (self->chart_card, candles);
  pf_chart_card_set_series (self->equity_card, equity);
  /* bar by bar the same: both move together */
  if (pf_chart_series_get_length (equity) == pf_chart_series_get_length (candles))
    pf_chart_pane_set_view (PF_CHART_PANE (self->equity),
                            pf_chart_pane_get_view (PF_CHART_PANE (self->chart)));
  pf_chart_view_show_all (pf_chart_pane_get_view (PF_CHART_PANE (self->chart)));
  pf_chart_view_show_all (pf_chart_pane_get_view (PF_CHART_PANE (self->equity)));
  show_markers (self, backtest->result->trades);
  show_trades (self, backtest);
  gtk_label_set_text (self->status, description);
}

static void
set_running (PfBacktestWindow *self, gboolean running)
{
  gtk_button_set_label (GTK_BUTTON (self->run), running ? _("_Cancel") : _("_Run"));
  gtk_spinner_set_spinning (self->spinner, running);
}

static void
on_done (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PfBacktestWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPracticeBacktest) backtest
      = pf_practice_backtest_finish (PF_EXECUTION_ENGINE (engine), result, &error);

  if (self->engine == NULL)
    return;     /* the window was closed meanwhile */
  g_clear_object (&self->cancellable);
  set_running (self, FALSE);
  if (backtest != NULL)
    show_result (self, backtest);
  else
    gtk_label_set_text (self->status,
                        g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                            ? _("Cancelled; what is shown is of the run before.") : error->message);
}

static void
on_run (PfBacktestWindow *self)
{
  g_autoptr (GError) error = NULL;
  PfDeploymentSpec spec;

  if (self->cancellable != NULL)
    {
      g_cancellable_cancel (self->cancellable);
      return;
    }
  if (!read_spec (self, &spec, &error))
    {
      gtk_label_set_text (self->status, error->message);
      return;
    }
  self->cancellable = g_cancellable_new ();
  set_running (self, TRUE);
  gtk_label_set_text (self->status, _("Running …"));
  pf_practice_backtest_async (self->engine, &spec,
                              (guint) gtk_spin_button_get_value_as_int (self->bars),
                              self->cancellable, on_done, g_object_ref (self));
}

static void
on_deploy (PfBacktestWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  PfDeploymentSpec spec;

  if (!read_spec (self, &spec, &error))
    {
      gtk_label_set_text (self->status, error->message);
      return;
    }
  text = pf_deployment_spec_print (&spec);
  g_action_group_activate_action (
      G_ACTION_GROUP (gtk_window_get_application (gtk_window_get_transient_for (
          GTK_WINDOW (self)))), "deploy-spec", g_variant_new_string (text));
  gtk_window_close (GTK_WINDOW (self));
}

/* --- construction ----------------------------------------------------------------------------- */

static GtkWidget *
make_form (PfBacktestWindow *self)
{
  const PfInstruments *instruments = pf_execution_engine_get_instruments (self->engine);
  GtkWidget *flow = pf_page_flow_new (6);

  self->symbol = pf_field_add_symbol (flow, instruments);
  self->timeframe = pf_field_add_timeframe (flow, 3);
  self->bars = pf_field_add_number (flow, _("Candles"), NULL, PF_PRACTICE_BACKTEST_BARS_MIN,
                                    PF_PRACTICE_BACKTEST_BARS_MAX, 2000, 0);
  self->direction = pf_field_add_direction (flow, PF_DIRECTION_BOTH);
  self->stop = pf_field_add_number (flow, _("Stop loss, %"), _("0 is none"), 0, 99, 0, 2);
  self->target = pf_field_add_number (flow, _("Take profit, %"), _("0 is none"), 0, 99, 0, 2);
  for (guint i = 0; i < self->strategy->n_params; i++)
    self->params[i] = pf_field_add_param (flow, &self->strategy->params[i]);
  return flow;
}

static GtkWidget *
make_buttons (PfBacktestWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->run = gtk_button_new_with_mnemonic (_("_Run"));
  self->deploy = gtk_button_new_with_mnemonic (_("_Deploy with these settings"));
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  self->status = GTK_LABEL (pf_label_new (NULL, "dim-label"));
  gtk_label_set_ellipsize (self->status, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->status), TRUE);
  gtk_widget_add_css_class (self->run, "suggested-action");
  g_signal_connect_object (self->run, "clicked", G_CALLBACK (on_run), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->deploy, "clicked", G_CALLBACK (on_deploy), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->run);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->spinner));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->status));
  gtk_box_append (GTK_BOX (box), self->deploy);
  return box;
}

static GtkWidget *
make_figures (PfBacktestWindow *self)
{
  GtkWidget *flow = pf_page_flow_new (PF_N_BACKTEST_FIGURES);

  for (guint i = 0; i < PF_N_BACKTEST_FIGURES; i++)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
      GtkWidget *title = pf_label_new (pf_practice_backtest_title ((PfBacktestFigure) i),
                                       "caption");
      self->values[i] = GTK_LABEL (pf_label_new ("–", "number"));
      gtk_widget_add_css_class (title, "dim-label");
      gtk_widget_add_css_class (GTK_WIDGET (self->values[i]), "heading");
      gtk_box_append (GTK_BOX (box), title);
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->values[i]));
      pf_page_flow_add (flow, box);
    }
  return flow;
}

static void
fill (PfBacktestWindow *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->chart = pf_candle_chart_new ();
  self->equity = pf_line_chart_new ();
  self->trades = g_list_store_new (PF_TYPE_TRADE_ITEM);
  gtk_box_append (GTK_BOX (content), make_form (self));
  gtk_box_append (GTK_BOX (content), make_buttons (self));
  gtk_box_append (GTK_BOX (content), make_figures (self));
  gtk_widget_set_size_request (self->chart, -1, 260);
  gtk_widget_set_size_request (self->equity, -1, 180);
  self->chart_card = PF_CHART_CARD (pf_chart_card_new (PF_CHART_PANE (self->chart),
                                                       _("The candles"), TRUE));
  self->equity_card = PF_CHART_CARD (pf_chart_card_new (PF_CHART_PANE (self->equity),
                                                        _("The equity"), FALSE));
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->chart_card));
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->equity_card));
  gtk_box_append (GTK_BOX (content), pf_label_new (_("Trades"), "title-4"));
  gtk_box_append (GTK_BOX (content), pf_table_new_trades (G_LIST_MODEL (self->trades)));
  gtk_box_append (GTK_BOX (outer), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (outer), pf_page_scroller_new (content));
  adw_window_set_content (ADW_WINDOW (self), outer);
}

/* --- object ----------------------------------------------------------------------------------- */

static void
pf_backtest_window_dispose (GObject *object)
{
  PfBacktestWindow *self = PF_BACKTEST_WINDOW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->trades);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (pf_backtest_window_parent_class)->dispose (object);
}

static void
pf_backtest_window_class_init (PfBacktestWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_backtest_window_dispose;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0,
                                       "window.close", NULL);
}

static void
pf_backtest_window_init (PfBacktestWindow *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self), 980, 720);
}

PfBacktestWindow *
pf_backtest_window_new (GtkWindow *parent, PfExecutionEngine *engine, const PfStrategy *strategy)
{
  PfBacktestWindow *self = g_object_new (PF_TYPE_BACKTEST_WINDOW, "transient-for", parent, NULL);
  g_autofree char *title = g_strdup_printf (_("Backtest of %s"), _(strategy->name));

  self->engine = g_object_ref (engine);
  self->strategy = strategy;
  gtk_window_set_title (GTK_WINDOW (self), title);
  fill (self);
  on_run (self);
  return self;
}
