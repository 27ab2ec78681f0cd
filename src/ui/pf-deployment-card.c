/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-deployment-card.h"

#include "object/pf-format.h"
#include "ui/pf-accessible.h"
#include "ui/pf-label.h"
#include "ui/pf-why-popover.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef enum
{
  FIGURE_TOTAL,
  FIGURE_TODAY,
  FIGURE_TRADES,
  FIGURE_OPEN,
  FIGURE_DRAWDOWN,
  FIGURE_REFUSED,
  N_FIGURES
} Figure;

struct _PfDeploymentCard
{
  GtkBox parent_instance;
  PfExecutionEngine *engine;
  PfDeployment *deployment;
  GtkLabel *name, *status, *what, *sentence, *figures[N_FIGURES];
  GtkButton *pause, *stop, *total, *refused;
  GtkWidget *other_limits;
};

G_DEFINE_FINAL_TYPE (PfDeploymentCard, pf_deployment_card, GTK_TYPE_BOX)

static GtkLabel *
add_label (GtkWidget *box, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
show_figures (PfDeploymentCard *self, const PfDeploymentRow *row)
{
  g_autofree char *rate = pf_format_percent (row->win_rate_pct);

  pf_label_set_pnl (self->figures[FIGURE_TOTAL], row->total_pnl, &row->total_pnl_pct);
  pf_label_set_pnl (self->figures[FIGURE_TODAY], row->daily_pnl, &row->daily_pnl_pct);
  pf_label_take_text (self->figures[FIGURE_TRADES],
                      row->trades > 0 ? g_strdup_printf ("%u · %s", row->trades, rate)
                                      : g_strdup ("0"));
  pf_label_take_text (self->figures[FIGURE_OPEN],
                      row->max_open_positions > 0
                          ? g_strdup_printf (_("%u of %u"), row->open_positions,
                                             row->max_open_positions)
                          : g_strdup_printf ("%u", row->open_positions));
  pf_label_take_text (self->figures[FIGURE_DRAWDOWN], pf_format_percent (row->drawdown_pct));
  pf_label_take_text (self->figures[FIGURE_REFUSED], g_strdup_printf ("%u", row->refusals));
}

/* "BTCUSDT, ETHUSDT · 5m · long · up for 2 h 14 m" */
static char *
describe (PfDeployment *deployment)
{
  const PfDeploymentRow *row = pf_deployment_get_row (deployment);
  gboolean ended = row->ts_stopped_ns != PF_TIME_NONE;
  g_autofree char *age = pf_format_duration (row->ts_created_ns,
                                             ended ? row->ts_stopped_ns
                                                   : pf_deployment_get_now (deployment));

  return g_strdup_printf (ended ? _("%s · %s · %s · was up for %s") : _("%s · %s · %s · up for %s"),
                          row->symbols, row->timeframe, pf_direction_name (row->direction), age);
}

/* Figures that can be pressed say what they are, too. */
static void
name_figure (GtkButton *button, const char *title, GtkLabel *value)
{
  g_autofree char *name = g_strdup_printf ("%s %s", title, gtk_label_get_text (value));

  pf_accessible_set_name (GTK_WIDGET (button), name);
}

static void
update (PfDeploymentCard *self)
{
  static const char *const states[] = { "active", "paused", "stopped", "error", NULL };
  const PfDeploymentRow *row = pf_deployment_get_row (self->deployment);
  gboolean can_resume
      = row->status == PF_DEPLOYMENT_PAUSED || row->status == PF_DEPLOYMENT_ERROR_STATE;
  const char *action = can_resume ? "app.resume" : "app.pause";

  pf_label_take_text (self->name, g_strdup (_(row->strategy_name)));
  pf_label_take_text (self->status, g_strdup (pf_deployment_status_name (row->status)));
  pf_label_set_class (GTK_WIDGET (self->status), states, pf_format_status_class (row->status));
  pf_label_take_text (self->what, describe (self->deployment));
  pf_label_take_text (self->sentence, g_strdup (row->sentence));
  gtk_widget_set_visible (GTK_WIDGET (self->sentence), row->sentence[0] != '\0');
  gtk_widget_set_visible (self->other_limits, row->status == PF_DEPLOYMENT_PAUSED
                                                  && row->pause_reason != PF_REFUSAL_NONE);
  show_figures (self, row);
  name_figure (self->total, _("P&L"), self->figures[FIGURE_TOTAL]);
  name_figure (self->refused, _("Refused"), self->figures[FIGURE_REFUSED]);
  if (g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (self->pause)), action) != 0)
    {
      gtk_button_set_label (self->pause, can_resume ? _("Resume") : _("Pause"));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->pause), action);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->pause), "t", row->id);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->pause), row->status != PF_DEPLOYMENT_STOPPED);
  gtk_widget_set_visible (GTK_WIDGET (self->stop), row->status != PF_DEPLOYMENT_STOPPED);
}

static void
pf_deployment_card_dispose (GObject *object)
{
  g_clear_object (&PF_DEPLOYMENT_CARD (object)->deployment);
  g_clear_object (&PF_DEPLOYMENT_CARD (object)->engine);
  G_OBJECT_CLASS (pf_deployment_card_parent_class)->dispose (object);
}

static void
pf_deployment_card_class_init (PfDeploymentCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_deployment_card_dispose;
}

static void
on_total (PfDeploymentCard *self)
{
  const PfDeploymentRow *row = pf_deployment_get_row (self->deployment);

  GtkWidget *trades = gtk_button_new_with_mnemonic (_("_Show the trades, with fills and fees"));
  GtkBox *box = pf_why_popover_show (GTK_WIDGET (self->total), _(row->strategy_name), NULL,
                                     pf_why_deployment (self->engine, row->id));

  gtk_actionable_set_action_target (GTK_ACTIONABLE (trades), "(st)", "trades", row->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (trades), "win.journal");
  gtk_box_append (box, trades);
}

/* A figure that says more when it is pressed. */
static GtkButton *
add_figure_button (GtkWidget *box, GtkLabel **label)
{
  GtkWidget *button = gtk_button_new ();

  *label = GTK_LABEL (pf_label_new (NULL, "number"));
  gtk_label_set_ellipsize (*label, PANGO_ELLIPSIZE_END);
  gtk_button_set_child (GTK_BUTTON (button), GTK_WIDGET (*label));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "figure");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), button);
  return GTK_BUTTON (button);
}

static void
add_figures (PfDeploymentCard *self)
{
  const char *const titles[N_FIGURES] = { _("P&L"), _("Today"), _("Trades · won"), _("Open"),
                                          _("Drawdown"), _("Refused") };
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  for (guint i = 0; i < N_FIGURES; i++)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
      GtkLabel *title = add_label (box, "caption");
      gtk_label_set_text (title, titles[i]);
      gtk_widget_add_css_class (GTK_WIDGET (title), "dim-label");
      if (i == FIGURE_TOTAL)
        self->total = add_figure_button (box, &self->figures[i]);
      else if (i == FIGURE_REFUSED)
        self->refused = add_figure_button (box, &self->figures[i]);
      else
        self->figures[i] = add_label (box, "number");
      gtk_grid_attach (GTK_GRID (grid), box, (int) i % 3, (int) i / 3, 1, 1);
    }
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->refused), _("What was refused, and why"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->total), _("What this adds up from"));
  g_signal_connect_swapped (self->total, "clicked", G_CALLBACK (on_total), self);
  gtk_box_append (GTK_BOX (self), grid);
}

static void
pf_deployment_card_init (PfDeploymentCard *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *titles = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *paper = gtk_label_new (_("PAPER"));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "pf-card");
  gtk_widget_set_size_request (GTK_WIDGET (self), 320, -1);
  gtk_widget_set_hexpand (titles, TRUE);
  self->name = add_label (titles, "heading");
  /* asks for little, takes what there is */
  gtk_label_set_max_width_chars (self->name, 14);
  gtk_widget_set_hexpand (GTK_WIDGET (self->name), TRUE);
  self->status = add_label (titles, "pill");
  gtk_label_set_ellipsize (self->status, PANGO_ELLIPSIZE_NONE);
  gtk_widget_set_valign (GTK_WIDGET (self->status), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (paper, "pill");
  gtk_widget_add_css_class (paper, "paper");
  gtk_widget_set_valign (paper, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (head), titles);
  self->pause = GTK_BUTTON (gtk_button_new ());
  self->stop = GTK_BUTTON (gtk_button_new_with_label (_("Stop")));
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->pause));
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->stop));
  gtk_box_append (GTK_BOX (self), head);
  gtk_widget_add_css_class (GTK_WIDGET (self->pause), "small");
  gtk_widget_add_css_class (GTK_WIDGET (self->stop), "small");
  gtk_box_append (GTK_BOX (line), paper);
  gtk_box_append (GTK_BOX (self), line);
  self->what = add_label (line, "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->what), "dim-label");
  self->sentence = add_label (GTK_WIDGET (self), "waiting");
  gtk_label_set_wrap (self->sentence, TRUE);
  gtk_label_set_max_width_chars (self->sentence, 40);
  gtk_label_set_ellipsize (self->sentence, PANGO_ELLIPSIZE_NONE);
  self->other_limits = gtk_button_new_with_label (_("Deploy again with other limits"));
  gtk_widget_add_css_class (self->other_limits, "small");
  gtk_widget_set_halign (self->other_limits, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self), self->other_limits);
  add_figures (self);
}

GtkWidget *
pf_deployment_card_new (PfExecutionEngine *engine, PfDeployment *deployment)
{
  PfDeploymentCard *self = g_object_new (PF_TYPE_DEPLOYMENT_CARD, NULL);
  const PfDeploymentRow *row = pf_deployment_get_row (deployment);
  g_autofree char *label = g_strdup_printf (_("Stop %s"), row->strategy_name);

  self->engine = g_object_ref (engine);
  self->deployment = g_object_ref (deployment);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->refused), "(st)", "refusals", row->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->refused), "win.journal");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->other_limits), "s", row->strategy_id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->other_limits), "app.deploy");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->stop), "t", row->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->stop), "app.stop");
  pf_accessible_set_name (GTK_WIDGET (self->stop), label);
  g_signal_connect_object (deployment, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
