/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-desk-page.h"

#include "chart/pf-gauge.h"
#include "object/pf-format.h"
#include "object/pf-why.h"
#include "ui/pf-accessible.h"
#include "ui/pf-deployment-card.h"
#include "ui/pf-desk-chart.h"
#include "ui/pf-label.h"
#include "ui/pf-page.h"
#include "ui/pf-table.h"
#include "ui/pf-why-popover.h"

#include <glib/gi18n-lib.h>

typedef enum { TILE_EQUITY, TILE_TODAY, TILE_OPEN, TILE_HEAT, TILE_DRAWDOWN, N_TILES } Tile;

typedef struct
{
  const char *title;
  GPtrArray *(*why) (PfExecutionEngine *engine);
  const char *explanation;
} TileText;

static const TileText texts[N_TILES] = {
  { N_("Equity, USDT"), pf_why_equity,
    N_("Cash and open positions at the market's last prices.") },
  { N_("Today"), pf_why_today, N_("Closed and open profit and loss of each deployment today.") },
  { N_("Open P&L"), pf_why_open, NULL },
  { N_("Heat"), pf_why_heat,
    N_("What is lost when every stop is hit at its price, in percent of the equity. A position "
       "without a stop counts with its whole value.") },
  { N_("Drawdown"), NULL, NULL },
};

struct _PfDeskPage
{
  GtkBox parent_instance;
  PfExecutionEngine *engine;
  GtkWidget *tile[N_TILES];
  GtkLabel *value[N_TILES], *detail[N_TILES];   /* detail: of those without a gauge */
  PfGauge *gauge[N_TILES];      /* of heat and drawdown */
  GtkWidget *first_start, *no_positions, *positions, *cards;
};

G_DEFINE_FINAL_TYPE (PfDeskPage, pf_desk_page, GTK_TYPE_BOX)

/* --- figures ---------------------------------------------------------------------------------- */

/* of the deployment that is furthest below its best; 0 when none runs */
static double
worst_drawdown (PfExecutionEngine *engine)
{
  GListModel *model = pf_execution_engine_get_deployments (engine);
  double worst = 0;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (PfDeployment) item = g_list_model_get_item (model, i);
      const PfDeploymentRow *row = pf_deployment_get_row (item);
      if (row->status != PF_DEPLOYMENT_STOPPED)
        worst = MAX (worst, row->drawdown_pct);
    }
  return worst;
}

static void
show_share (PfDeskPage *self, Tile tile, double percent, double full)
{
  g_autofree char *text = pf_format_percent (percent);

  pf_gauge_set (self->gauge[tile], percent / full, text);
  pf_label_take_text (self->value[tile], g_steal_pointer (&text));
}

/* "▲ +0.40 %" */
static void
show_change (PfDeskPage *self, Tile tile, double percent)
{
  g_autofree char *text = pf_format_signed_percent (percent);
  const char *arrow = text[0] == '+' ? "▲ " : percent < 0 ? "▼ " : "";

  pf_label_take_text (self->detail[tile], g_strdup_printf ("%s%s", arrow, text));
}

static void
name_tiles (PfDeskPage *self)
{
  for (guint i = 0; i < N_TILES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s %s", _(texts[i].title),
                                               gtk_label_get_text (self->value[i]));
      pf_accessible_set_name (self->tile[i], name);
    }
}

static void
show_either (GtkWidget *empty, GtkWidget *full, GListModel *model)
{
  gboolean any = g_list_model_get_n_items (model) > 0;

  gtk_widget_set_visible (empty, !any);
  if (full != NULL)
    gtk_widget_set_visible (full, any);
}

static void
update (PfDeskPage *self)
{
  const PfDeskBatch *figures = pf_execution_engine_get_figures (self->engine);
  g_autoptr (GPtrArray) heat = pf_why_heat (self->engine);
  PfRate share = pf_money_ratio (pf_why_sum (heat), figures->equity);

  g_autofree char *cash = pf_format_money (figures->cash);
  double open_pct = 100 * pf_rate_to_double (pf_money_ratio (figures->open_pnl, figures->equity));

  pf_label_take_text (self->value[TILE_EQUITY], pf_format_money (figures->equity));
  pf_label_take_text (self->detail[TILE_EQUITY], g_strdup_printf (_("cash %s"), cash));
  pf_label_set_pnl (self->value[TILE_TODAY], figures->day_pnl, NULL);
  show_change (self, TILE_TODAY, figures->day_pnl_pct);
  pf_label_set_pnl (self->value[TILE_OPEN], figures->open_pnl, NULL);
  show_change (self, TILE_OPEN, open_pct);
  show_share (self, TILE_HEAT, 100 * pf_rate_to_double (share), 50);
  show_share (self, TILE_DRAWDOWN, worst_drawdown (self->engine), 20);
  name_tiles (self);
  show_either (self->first_start, self->cards, pf_execution_engine_get_deployments (self->engine));
  show_either (self->no_positions, self->positions,
               pf_execution_engine_get_positions (self->engine));
}

static void
on_tile (PfDeskPage *self, GtkButton *button)
{
  for (guint i = 0; i < N_TILES; i++)
    if (GTK_WIDGET (button) == self->tile[i] && texts[i].why != NULL)
      pf_why_popover_show (self->tile[i], _(texts[i].title),
                           texts[i].explanation != NULL ? _(texts[i].explanation) : NULL,
                           texts[i].why (self->engine));
}

/* --- construction ----------------------------------------------------------------------------- */

static GtkWidget *
make_tile (PfDeskPage *self, Tile tile)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title = pf_label_new (_(texts[tile].title), "caption");
  GtkWidget *button = gtk_button_new ();

  self->value[tile] = GTK_LABEL (pf_label_new ("–", "value"));
  gtk_label_set_ellipsize (self->value[tile], PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->value[tile]), "number");
  gtk_widget_add_css_class (title, "dim-label");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->value[tile]));
  if (tile == TILE_HEAT || tile == TILE_DRAWDOWN)
    {
      self->gauge[tile] = PF_GAUGE (pf_gauge_new (_(texts[tile].title)));
      gtk_widget_set_margin_top (GTK_WIDGET (self->gauge[tile]), 5);
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->gauge[tile]));
    }
  else
    {
      self->detail[tile] = GTK_LABEL (pf_label_new (NULL, "caption"));
      gtk_widget_add_css_class (GTK_WIDGET (self->detail[tile]), "number");
      gtk_widget_add_css_class (GTK_WIDGET (self->detail[tile]), "dim-label");
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->detail[tile]));
    }
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "card");
  gtk_widget_add_css_class (button, "tile");
  gtk_widget_set_size_request (button, 130, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_tile), self, G_CONNECT_SWAPPED);
  self->tile[tile] = button;
  return button;
}

static GtkWidget *
make_first_start (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *sentence
      = pf_label_new (_ ("The market below is made up and the money is play money: nothing here is "
                         "real. Deploy a strategy and watch it trade under limits."), "dim-label");
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Deploy a strategy"));

  gtk_label_set_wrap (GTK_LABEL (sentence), TRUE);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", "strategies");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.page");
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), pf_label_new (_("Practice market, play money"), "heading"));
  gtk_box_append (GTK_BOX (box), sentence);
  gtk_box_append (GTK_BOX (box), button);
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "pf-card");
  gtk_widget_set_valign (box, GTK_ALIGN_START);
  return box;
}

static GtkWidget *
make_card (gpointer item, gpointer user_data)
{
  GtkWidget *card = pf_deployment_card_new (PF_DESK_PAGE (user_data)->engine, item);
  GtkWidget *child = gtk_flow_box_child_new ();

  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), card);
  gtk_widget_set_focusable (child, FALSE);
  return child;
}

static GtkWidget *
make_deployments (PfDeskPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->first_start = make_first_start ();
  self->cards = pf_page_flow_new (1);
  gtk_widget_set_valign (self->cards, GTK_ALIGN_START);
  gtk_flow_box_bind_model (GTK_FLOW_BOX (self->cards),
                           pf_execution_engine_get_deployments (self->engine), make_card, self,
                           NULL);
  gtk_box_append (GTK_BOX (box), pf_label_new (_("Deployments"), "title-4"));
  gtk_box_append (GTK_BOX (box), self->first_start);
  gtk_box_append (GTK_BOX (box), self->cards);
  gtk_widget_set_size_request (box, 330, -1);
  return box;
}

static GtkWidget *
make_positions (PfDeskPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->no_positions = pf_label_new (_("No position is open. A deployed strategy opens them on its "
                                       "signals."), "dim-label");
  gtk_label_set_wrap (GTK_LABEL (self->no_positions), TRUE);
  self->positions = pf_table_new_positions (self->engine, TRUE);
  gtk_box_append (GTK_BOX (box), pf_label_new (_("Open positions"), "title-4"));
  gtk_box_append (GTK_BOX (box), self->no_positions);
  gtk_box_append (GTK_BOX (box), self->positions);
  gtk_widget_set_size_request (box, 330, -1);
  return box;
}

static void
fill (PfDeskPage *self, GSettings *settings)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *tiles = pf_page_flow_new (N_TILES), *halves = pf_page_flow_new (2);

  for (guint i = 0; i < N_TILES; i++)
    pf_page_flow_add (tiles, make_tile (self, (Tile) i));
  pf_page_flow_add (halves, make_deployments (self));
  pf_page_flow_add (halves, make_positions (self));
  gtk_widget_set_valign (halves, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (content), tiles);
  gtk_box_append (GTK_BOX (content), pf_desk_chart_new (self->engine, settings));
  gtk_box_append (GTK_BOX (content), halves);
  gtk_box_append (GTK_BOX (self), pf_page_scroller_new (content));
}

/* --- object ----------------------------------------------------------------------------------- */

static void
pf_desk_page_dispose (GObject *object)
{
  PfDeskPage *self = PF_DESK_PAGE (object);

  if (self->cards != NULL)
    gtk_flow_box_bind_model (GTK_FLOW_BOX (self->cards), NULL, NULL, NULL, NULL);
  self->cards = NULL;
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (pf_desk_page_parent_class)->dispose (object);
}

static void
pf_desk_page_class_init (PfDeskPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_desk_page_dispose;
}

static void
pf_desk_page_init (PfDeskPage *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
}

GtkWidget *
pf_desk_page_new (PfExecutionEngine *engine, GSettings *settings)
{
  PfDeskPage *self = g_object_new (PF_TYPE_DESK_PAGE, NULL);

  self->engine = g_object_ref (engine);
  fill (self, settings);
  g_signal_connect_object (engine, "updated", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
