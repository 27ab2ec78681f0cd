/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-strategies-page.h"

#include "object/pf-practice-backtest.h"
#include "ui/pf-label.h"
#include "ui/pf-page.h"
#include "ui/pf-strategy-card.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the cards are backtested on: long enough that each strategy trades. */
#define CARD_TIMEFRAME_NS PF_NS_PER_HOUR
#define CARD_BARS 2000

struct _PfStrategiesPage
{
  GtkBox parent_instance;
  PfExecutionEngine *engine;
  GPtrArray *cards;             /* of PfStrategyCard, unowned */
  GCancellable *cancellable;
  guint next;                   /* card to be backtested */
  gboolean running;
};

G_DEFINE_FINAL_TYPE (PfStrategiesPage, pf_strategies_page, GTK_TYPE_BOX)

static void backtest_next (PfStrategiesPage *self);

static void
on_backtested (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PfStrategiesPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPracticeBacktest) backtest
      = pf_practice_backtest_finish (PF_EXECUTION_ENGINE (engine), result, &error);

  self->running = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->engine == NULL)
    return;
  if (backtest != NULL)
    pf_strategy_card_show (g_ptr_array_index (self->cards, self->next), backtest);
  else
    pf_strategy_card_fail (g_ptr_array_index (self->cards, self->next), error->message);
  self->next++;
  backtest_next (self);
}

static void
backtest_next (PfStrategiesPage *self)
{
  PfDeploymentSpec spec;

  /* before the first batch nobody knows what time the market has */
  if (self->running || self->next >= self->cards->len || !gtk_widget_get_mapped (GTK_WIDGET (self))
      || pf_execution_engine_get_figures (self->engine)->ts_ns == 0)
    return;
  self->running = TRUE;
  pf_deployment_spec_init (
      &spec,
      pf_strategy_card_get_strategy (g_ptr_array_index (self->cards, self->next))->id,
      PF_PROFILE_NONE);
  spec.timeframe_ns = CARD_TIMEFRAME_NS;
  spec.direction = PF_DIRECTION_BOTH;
  spec.stop_loss = spec.take_profit = PF_RATE_ZERO;
  pf_practice_backtest_async (self->engine, &spec, CARD_BARS, self->cancellable, on_backtested,
                              g_object_ref (self));
}

static void
update (PfStrategiesPage *self)
{
  GListModel *deployments = pf_execution_engine_get_deployments (self->engine);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  for (guint i = 0; i < self->cards->len; i++)
    {
      PfStrategyCard *card = g_ptr_array_index (self->cards, i);
      guint n = 0;
      for (guint j = 0; j < g_list_model_get_n_items (deployments); j++)
        {
          g_autoptr (PfDeployment) item = g_list_model_get_item (deployments, j);
          const PfDeploymentRow *row = pf_deployment_get_row (item);
          n += row->status != PF_DEPLOYMENT_STOPPED
               && strcmp (row->strategy_id, pf_strategy_card_get_strategy (card)->id) == 0;
        }
      pf_strategy_card_set_deployed (card, n);
    }
  backtest_next (self);
}

static void
pf_strategies_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pf_strategies_page_parent_class)->map (widget);
  update (PF_STRATEGIES_PAGE (widget));
}

static void
pf_strategies_page_dispose (GObject *object)
{
  PfStrategiesPage *self = PF_STRATEGIES_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (pf_strategies_page_parent_class)->dispose (object);
}

static void
pf_strategies_page_finalize (GObject *object)
{
  g_ptr_array_unref (PF_STRATEGIES_PAGE (object)->cards);
  G_OBJECT_CLASS (pf_strategies_page_parent_class)->finalize (object);
}

static void
pf_strategies_page_class_init (PfStrategiesPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_strategies_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_strategies_page_finalize;
  GTK_WIDGET_CLASS (klass)->map = pf_strategies_page_map;
}

static void
pf_strategies_page_init (PfStrategiesPage *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->cards = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
}

static void
fill (PfStrategiesPage *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *flow = pf_page_flow_new (4);
  GtkWidget *note = pf_label_new (_("The curves are backtests on the practice market's past, which "
                                    "is made up: they say how a strategy behaves, not what it "
                                    "earns."), "dim-label");
  guint n;
  const PfStrategy *const *strategies = pf_strategies (&n);

  gtk_label_set_wrap (GTK_LABEL (note), TRUE);
  gtk_widget_set_valign (flow, GTK_ALIGN_START);
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *card = pf_strategy_card_new (strategies[i]);
      pf_page_flow_add (flow, card);
      g_ptr_array_add (self->cards, card);
    }
  gtk_box_append (GTK_BOX (content), note);
  gtk_box_append (GTK_BOX (content), flow);
  gtk_box_append (GTK_BOX (self), pf_page_scroller_new (content));
}

GtkWidget *
pf_strategies_page_new (PfExecutionEngine *engine)
{
  PfStrategiesPage *self = g_object_new (PF_TYPE_STRATEGIES_PAGE, NULL);

  self->engine = g_object_ref (engine);
  fill (self);
  g_signal_connect_object (engine, "updated", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
