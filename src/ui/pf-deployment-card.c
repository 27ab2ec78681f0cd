/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-deployment-card.h"

#include "object/pf-format.h"
#include "ui/pf-accessible.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef enum
{
  FIGURE_TOTAL,
  FIGURE_TODAY,
  FIGURE_TRADES,
  FIGURE_OPEN,
  FIGURE_DRAWDOWN,
  FIGURE_AGE,
  N_FIGURES
} Figure;

struct _PfDeploymentCard
{
  GtkBox parent_instance;
  PfDeployment *deployment;
  GtkLabel *name, *status, *what, *sentence, *figures[N_FIGURES];
  GtkButton *pause, *stop;
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

/* Only a state's own class stays. */
static void
set_class (GtkWidget *widget, const char *const *all, const char *wanted)
{
  for (guint i = 0; all[i] != NULL; i++)
    if (g_str_equal (all[i], wanted))
      gtk_widget_add_css_class (widget, all[i]);
    else
      gtk_widget_remove_css_class (widget, all[i]);
}

static void
set_text (GtkLabel *label, char *text)
{
  if (!g_str_equal (gtk_label_get_text (label), text))
    gtk_label_set_text (label, text);
  g_free (text);
}

static char *
with_percent (PfMoney money, double percent)
{
  g_autofree char *first = pf_format_pnl (money);
  g_autofree char *second = pf_format_signed_percent (percent);

  return g_strdup_printf ("%s  %s", first, second);
}

static void
show_figures (PfDeploymentCard *self, const PfDeploymentRow *row)
{
  static const char *const pnl_classes[] = { "gain", "loss", "even", NULL };
  g_autofree char *rate = pf_format_percent (row->win_rate_pct);

  set_text (self->figures[FIGURE_TOTAL], with_percent (row->total_pnl, row->total_pnl_pct));
  set_class (GTK_WIDGET (self->figures[FIGURE_TOTAL]), pnl_classes,
             pf_format_pnl_class (row->total_pnl));
  set_text (self->figures[FIGURE_TODAY], with_percent (row->daily_pnl, row->daily_pnl_pct));
  set_class (GTK_WIDGET (self->figures[FIGURE_TODAY]), pnl_classes,
             pf_format_pnl_class (row->daily_pnl));
  set_text (self->figures[FIGURE_TRADES],
            row->trades > 0 ? g_strdup_printf ("%u · %s", row->trades, rate) : g_strdup ("0"));
  set_text (self->figures[FIGURE_OPEN],
            row->max_open_positions > 0
                ? g_strdup_printf (_("%u of %u"), row->open_positions, row->max_open_positions)
                : g_strdup_printf ("%u", row->open_positions));
  set_text (self->figures[FIGURE_DRAWDOWN], pf_format_percent (row->drawdown_pct));
  set_text (
      self->figures[FIGURE_AGE],
      pf_format_duration (row->ts_created_ns, row->ts_stopped_ns != PF_TIME_NONE
                                                  ? row->ts_stopped_ns
                                                  : pf_deployment_get_now (self->deployment)));
}

static void
update (PfDeploymentCard *self)
{
  static const char *const states[] = { "active", "paused", "stopped", "error", NULL };
  const PfDeploymentRow *row = pf_deployment_get_row (self->deployment);
  gboolean can_resume
      = row->status == PF_DEPLOYMENT_PAUSED || row->status == PF_DEPLOYMENT_ERROR_STATE;
  const char *action = can_resume ? "app.resume" : "app.pause";

  set_text (self->name, g_strdup (row->strategy_name));
  set_text (self->status, g_strdup (pf_deployment_status_name (row->status)));
  set_class (GTK_WIDGET (self->status), states, pf_format_status_class (row->status));
  set_text (self->what, g_strdup_printf ("%s · %s · %s", row->symbols, row->timeframe,
                                         pf_direction_name (row->direction)));
  set_text (self->sentence, g_strdup (row->sentence));
  gtk_widget_set_visible (GTK_WIDGET (self->sentence), row->sentence[0] != '\0');
  show_figures (self, row);
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
  G_OBJECT_CLASS (pf_deployment_card_parent_class)->dispose (object);
}

static void
pf_deployment_card_class_init (PfDeploymentCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_deployment_card_dispose;
}

static void
add_figures (PfDeploymentCard *self)
{
  const char *const titles[N_FIGURES] = { _("P&L"), _("Today"), _("Trades · won"), _("Open"),
                                          _("Drawdown"), _("Up for") };
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
      self->figures[i] = add_label (box, "number");
      gtk_grid_attach (GTK_GRID (grid), box, (int) i % 3, (int) i / 3, 1, 1);
    }
  gtk_box_append (GTK_BOX (self), grid);
}

static void
pf_deployment_card_init (PfDeploymentCard *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *titles = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
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
  gtk_box_append (GTK_BOX (titles), paper);
  gtk_box_append (GTK_BOX (head), titles);
  self->pause = GTK_BUTTON (gtk_button_new ());
  self->stop = GTK_BUTTON (gtk_button_new_with_label (_("Stop")));
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->pause));
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->stop));
  gtk_box_append (GTK_BOX (self), head);
  self->what = add_label (GTK_WIDGET (self), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->what), "dim-label");
  self->sentence = add_label (GTK_WIDGET (self), "waiting");
  gtk_label_set_wrap (self->sentence, TRUE);
  gtk_label_set_max_width_chars (self->sentence, 40);
  gtk_label_set_ellipsize (self->sentence, PANGO_ELLIPSIZE_NONE);
  add_figures (self);
}

GtkWidget *
pf_deployment_card_new (PfDeployment *deployment)
{
  PfDeploymentCard *self = g_object_new (PF_TYPE_DEPLOYMENT_CARD, NULL);
  const PfDeploymentRow *row = pf_deployment_get_row (deployment);
  g_autofree char *label = g_strdup_printf (_("Stop %s"), row->strategy_name);

  self->deployment = g_object_ref (deployment);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->stop), "t", row->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->stop), "app.stop");
  pf_accessible_set_name (GTK_WIDGET (self->stop), label);
  g_signal_connect_object (deployment, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
