/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-strategy-card.h"

#include "chart/pf-sparkline.h"
#include "ui/pf-accessible.h"
#include "ui/pf-equity.h"
#include "ui/pf-label.h"

#include <glib/gi18n-lib.h>

static const PfBacktestFigure figures[] = {
  PF_BACKTEST_FIGURE_RETURN, PF_BACKTEST_FIGURE_SHARPE, PF_BACKTEST_FIGURE_DRAWDOWN,
  PF_BACKTEST_FIGURE_TRADES,
};
#define N_FIGURES G_N_ELEMENTS (figures)

struct _PfStrategyCard
{
  GtkBox parent_instance;
  const PfStrategy *strategy;
  GtkWidget *spark;
  GtkLabel *badge, *values[N_FIGURES], *tested;
};

G_DEFINE_FINAL_TYPE (PfStrategyCard, pf_strategy_card, GTK_TYPE_BOX)

void
pf_strategy_card_show (PfStrategyCard *self, const PfPracticeBacktest *backtest)
{
  g_autoptr (PfChartSeries) equity = pf_equity_series_new (backtest);
  gboolean any = backtest->result->trades->len > 0;
  g_autofree char *description = pf_practice_backtest_describe (backtest);

  pf_sparkline_set_series (PF_SPARKLINE (self->spark), equity);
  for (guint i = 0; i < N_FIGURES; i++)
    pf_label_take_text (self->values[i], pf_practice_backtest_text (backtest, figures[i]));
  pf_label_set_pnl_class (GTK_WIDGET (self->values[0]),
                          pf_equity_profit (backtest));
  pf_label_take_text (self->tested, any ? g_strdup_printf (_("backtested on %s"), description)
                                        : g_strdup_printf (_("no trade on %s"), description));
}

void
pf_strategy_card_fail (PfStrategyCard *self, const char *sentence)
{
  pf_label_take_text (self->tested, g_strdup (sentence));
}

void
pf_strategy_card_set_deployed (PfStrategyCard *self, guint n)
{
  gtk_widget_set_visible (GTK_WIDGET (self->badge), n > 0);
}

const PfStrategy *
pf_strategy_card_get_strategy (PfStrategyCard *self)
{
  return self->strategy;
}

/* --- construction ----------------------------------------------------------------------------- */

static GtkWidget *
make_button (PfStrategyCard *self, const char *label, const char *name_format, const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  g_autofree char *name = g_strdup_printf ("%s %s", name_format, _(self->strategy->name));

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", self->strategy->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_add_css_class (button, "small");
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  pf_accessible_set_name (button, name);
  return button;
}

static GtkWidget *
make_head (PfStrategyCard *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *name = pf_label_new (_(self->strategy->name), "heading");

  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  self->badge = GTK_LABEL (pf_label_new (_("DEPLOYED"), "pill"));
  gtk_widget_add_css_class (GTK_WIDGET (self->badge), "paper");
  gtk_widget_set_valign (GTK_WIDGET (self->badge), GTK_ALIGN_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (self->badge), FALSE);
  gtk_box_append (GTK_BOX (head), name);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->badge));
  return head;
}

static GtkWidget *
make_figures (PfStrategyCard *self)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  for (guint i = 0; i < N_FIGURES; i++)
    {
      GtkWidget *title = pf_label_new (pf_practice_backtest_title (figures[i]), "caption");
      self->values[i] = GTK_LABEL (pf_label_new ("–", "number"));
      gtk_widget_add_css_class (title, "dim-label");
      gtk_grid_attach (GTK_GRID (grid), title, (int) i, 0, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), GTK_WIDGET (self->values[i]), (int) i, 1, 1, 1);
    }
  return grid;
}

static void
fill (PfStrategyCard *self)
{
  GtkWidget *summary = pf_label_new (_(self->strategy->summary), "dim-label");
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *deploy = make_button (self, _("Deploy"), _("Deploy"), "app.deploy");

  self->spark = pf_sparkline_new ();
  self->tested = GTK_LABEL (pf_label_new (_("being backtested …"), "caption"));
  gtk_label_set_wrap (GTK_LABEL (summary), TRUE);
  gtk_label_set_lines (GTK_LABEL (summary), 3);
  gtk_label_set_ellipsize (GTK_LABEL (summary), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (summary), 34);
  gtk_label_set_yalign (GTK_LABEL (summary), 0);
  gtk_widget_set_size_request (summary, -1, 54);
  gtk_widget_set_tooltip_text (summary, _(self->strategy->summary));
  gtk_widget_set_size_request (self->spark, -1, 48);
  gtk_label_set_ellipsize (self->tested, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->tested), "dim-label");
  gtk_widget_add_css_class (deploy, "suggested-action");
  gtk_box_append (GTK_BOX (foot), make_button (self, _("Backtest"), _("Backtest"),
                                               "app.backtest"));
  gtk_box_append (GTK_BOX (foot), deploy);
  gtk_box_append (GTK_BOX (self), make_head (self));
  gtk_box_append (GTK_BOX (self), summary);
  gtk_box_append (GTK_BOX (self), self->spark);
  gtk_box_append (GTK_BOX (self), make_figures (self));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->tested));
  gtk_box_append (GTK_BOX (self), foot);
}

static void
pf_strategy_card_class_init (PfStrategyCardClass *klass)
{
}

static void
pf_strategy_card_init (PfStrategyCard *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "pf-card");
  gtk_widget_set_size_request (GTK_WIDGET (self), 290, -1);
}

GtkWidget *
pf_strategy_card_new (const PfStrategy *strategy)
{
  PfStrategyCard *self = g_object_new (PF_TYPE_STRATEGY_CARD, NULL);

  self->strategy = strategy;
  fill (self);
  return GTK_WIDGET (self);
}
