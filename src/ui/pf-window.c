/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-window.h"

#include "object/pf-format.h"
#include "strategy/pf-strategy.h"
#include "ui/pf-accessible.h"
#include "ui/pf-deployment-card.h"
#include "ui/pf-table.h"

#include <glib/gi18n-lib.h>

typedef enum { TILE_EQUITY, TILE_TODAY, TILE_OPEN, TILE_CASH, N_TILES } Tile;

struct _PfWindow
{
  AdwApplicationWindow parent_instance;
  PfExecutionEngine *engine;
  PfRiskManager *risk;
  AdwToastOverlay *toasts;
  GtkLabel *clock, *latch_label, *note_label, *tiles[N_TILES];
  GtkRevealer *latch_bar, *note_bar;
  GtkButton *stop_all, *re_arm, *note_close;
  GtkBox *content;
  GtkWidget *no_deployments, *cards, *no_positions, *positions, *no_trades, *trades;
};

G_DEFINE_FINAL_TYPE (PfWindow, pf_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- what changes ----------------------------------------------------------------------------- */

static void
set_text (GtkLabel *label, char *text)
{
  if (!g_str_equal (gtk_label_get_text (label), text))
    gtk_label_set_text (label, text);
  g_free (text);
}

static void
show_pnl (GtkLabel *label, PfMoney money, const double *percent)
{
  static const char *const classes[] = { "gain", "loss", "even" };
  g_autofree char *amount = pf_format_pnl (money);
  g_autofree char *share = percent != NULL ? pf_format_signed_percent (*percent) : NULL;

  set_text (label, share != NULL ? g_strdup_printf ("%s  %s", amount, share) : g_strdup (amount));
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (g_str_equal (classes[i], pf_format_pnl_class (money)))
      gtk_widget_add_css_class (GTK_WIDGET (label), classes[i]);
    else
      gtk_widget_remove_css_class (GTK_WIDGET (label), classes[i]);
}

static void
show_latch (PfWindow *self, const PfDeskBatch *figures)
{
  guint positions = g_list_model_get_n_items (pf_execution_engine_get_positions (self->engine));

  gtk_revealer_set_reveal_child (self->latch_bar, figures->latch);
  gtk_widget_set_visible (GTK_WIDGET (self->latch_bar), figures->latch);
  gtk_widget_set_sensitive (GTK_WIDGET (self->re_arm), positions == 0);
  if (!figures->latch)
    return;
  if (positions > 0)
    set_text (self->latch_label,
              g_strdup_printf (ngettext ("NOT FLAT: %u position is being closed.",
                                         "NOT FLAT: %u positions are being closed.", positions),
                               positions));
  else
    set_text (self->latch_label,
              g_strdup (_ ("Stop all was pressed. All is flat; nothing enters until you re-arm.")));
}

static void
show_either (GtkWidget *empty, GtkWidget *full, GListModel *model)
{
  gboolean any = g_list_model_get_n_items (model) > 0;

  gtk_widget_set_visible (empty, !any);
  gtk_widget_set_visible (full, any);
}

static void
update (PfWindow *self)
{
  const PfDeskBatch *figures = pf_execution_engine_get_figures (self->engine);
  guint positions = g_list_model_get_n_items (pf_execution_engine_get_positions (self->engine));
  g_autofree char *time = pf_format_time (figures->ts_ns);

  set_text (self->tiles[TILE_EQUITY], pf_format_money (figures->equity));
  set_text (self->tiles[TILE_CASH], pf_format_money (figures->cash));
  show_pnl (self->tiles[TILE_TODAY], figures->day_pnl, &figures->day_pnl_pct);
  show_pnl (self->tiles[TILE_OPEN], figures->open_pnl, NULL);
  if (figures->state == PF_DESK_READY)
    set_text (self->clock, g_strdup_printf (_("market time %s UTC"), time));
  else
    set_text (self->clock, g_strdup (pf_desk_state_name (figures->state)));
  gtk_widget_set_visible (GTK_WIDGET (self->stop_all),
                          pf_execution_engine_get_n_deployed (self->engine) > 0 || positions > 0);
  show_latch (self, figures);
  show_either (self->no_deployments, self->cards,
               pf_execution_engine_get_deployments (self->engine));
  show_either (self->no_positions, self->positions,
               pf_execution_engine_get_positions (self->engine));
  show_either (self->no_trades, self->trades, pf_execution_engine_get_trades (self->engine));
}

/* --- what stays ------------------------------------------------------------------------------- */

static GtkWidget *
add_section (PfWindow *self, const char *title)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "title-4");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (self->content, box);
  return box;
}

static GtkWidget *
add_empty (GtkWidget *section, const char *sentence)
{
  GtkWidget *label = gtk_label_new (sentence);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (section), label);
  return label;
}

static GtkWidget *
add_flow (GtkWidget *section, guint most)
{
  GtkWidget *flow = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), most);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (flow), 10);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (flow), 10);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (flow), TRUE);
  gtk_box_append (GTK_BOX (section), flow);
  return flow;
}

static void
add_tiles (PfWindow *self)
{
  const char *const titles[N_TILES] = { _("Equity, USDT"), _("Today"), _("Open P&L"), _("Cash") };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *flow = add_flow (box, N_TILES);

  for (guint i = 0; i < N_TILES; i++)
    {
      GtkWidget *tile = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
      GtkWidget *title = gtk_label_new (titles[i]);
      GtkWidget *value = gtk_label_new ("–");
      gtk_label_set_xalign (GTK_LABEL (title), 0);
      gtk_label_set_xalign (GTK_LABEL (value), 0);
      gtk_widget_add_css_class (title, "caption");
      gtk_widget_add_css_class (title, "dim-label");
      gtk_widget_add_css_class (value, "value");
      gtk_widget_add_css_class (value, "number");
      gtk_widget_add_css_class (tile, "card");
      gtk_widget_add_css_class (tile, "tile");
      gtk_widget_set_size_request (tile, 150, -1);
      gtk_box_append (GTK_BOX (tile), title);
      gtk_box_append (GTK_BOX (tile), value);
      gtk_flow_box_insert (GTK_FLOW_BOX (flow), tile, -1);
      self->tiles[i] = GTK_LABEL (value);
    }
  gtk_box_append (self->content, box);
}

static GtkWidget *
strategy_card (const PfStrategy *strategy)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *name = gtk_label_new (_(strategy->name));
  GtkWidget *summary = gtk_label_new (_(strategy->summary));
  GtkWidget *button = gtk_button_new_with_label (_("Deploy"));
  g_autofree char *label = g_strdup_printf (_("Deploy %s"), _(strategy->name));

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (name, "heading");
  gtk_label_set_xalign (GTK_LABEL (summary), 0);
  gtk_label_set_yalign (GTK_LABEL (summary), 0);
  gtk_label_set_wrap (GTK_LABEL (summary), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (summary), 30);
  gtk_widget_add_css_class (summary, "dim-label");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", strategy->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "app.deploy");
  pf_accessible_set_name (GTK_WIDGET (button), label);
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (head), name);
  gtk_box_append (GTK_BOX (head), button);
  gtk_box_append (GTK_BOX (card), head);
  gtk_box_append (GTK_BOX (card), summary);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "pf-card");
  gtk_widget_set_size_request (card, 280, -1);
  return card;
}

static GtkWidget *
make_card (gpointer item, gpointer user_data)
{
  return pf_deployment_card_new (item);
}

static void
fill (PfWindow *self)
{
  GtkWidget *section, *flow;
  guint n;
  const PfStrategy *const *strategies = pf_strategies (&n);

  add_tiles (self);
  section = add_section (self, _("Deployments"));
  self->no_deployments
      = add_empty (section, _ ("Practice market, play money: nothing here is real. "
                               "Deploy a strategy below and watch it trade under limits."));
  self->cards = add_flow (section, 3);
  gtk_flow_box_bind_model (GTK_FLOW_BOX (self->cards),
                           pf_execution_engine_get_deployments (self->engine), make_card, NULL,
                           NULL);
  section = add_section (self, _("Open positions"));
  self->no_positions = add_empty (
      section, _ ("No position is open. A deployed strategy opens them on its signals."));
  self->positions = pf_table_new_positions (self->engine);
  gtk_box_append (GTK_BOX (section), self->positions);
  section = add_section (self, _("Strategies"));
  flow = add_flow (section, 4);
  for (guint i = 0; i < n; i++)
    gtk_flow_box_insert (GTK_FLOW_BOX (flow), strategy_card (strategies[i]), -1);
  section = add_section (self, _("Closed trades"));
  self->no_trades = add_empty (section, _("Trades appear here once a position was closed."));
  self->trades = pf_table_new_trades (self->engine);
  gtk_box_append (GTK_BOX (section), self->trades);
}

/* --- object ----------------------------------------------------------------------------------- */

static void
on_note_close (PfWindow *self)
{
  pf_window_set_note (self, NULL);
}

static void
pf_window_dispose (GObject *object)
{
  PfWindow *self = PF_WINDOW (object);

  if (self->cards != NULL)
    gtk_flow_box_bind_model (GTK_FLOW_BOX (self->cards), NULL, NULL, NULL, NULL);
  self->cards = NULL;
  g_clear_object (&self->engine);
  g_clear_object (&self->risk);
  G_OBJECT_CLASS (pf_window_parent_class)->dispose (object);
}

static void
pf_window_class_init (PfWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/pilotfish/Pilotfish/pf-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PfWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, clock);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, stop_all);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, latch_bar);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, latch_label);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, re_arm);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, note_bar);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, note_label);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, note_close);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, content);
}

static void
pf_window_init (PfWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->note_close, "clicked", G_CALLBACK (on_note_close), self);
}

PfWindow *
pf_window_new (AdwApplication *application, PfExecutionEngine *engine, PfRiskManager *risk,
               const char *note)
{
  PfWindow *self = g_object_new (PF_TYPE_WINDOW, "application", application, NULL);

  self->engine = g_object_ref (engine);
  self->risk = g_object_ref (risk);
  fill (self);
  pf_window_set_note (self, note);
  g_signal_connect_object (engine, "updated", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}

void
pf_window_toast (PfWindow *self, const char *sentence)
{
  g_autofree char *escaped = g_markup_escape_text (sentence, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

void
pf_window_set_note (PfWindow *self, const char *sentence)
{
  gtk_widget_set_visible (GTK_WIDGET (self->note_bar), sentence != NULL);
  gtk_revealer_set_reveal_child (self->note_bar, sentence != NULL);
  gtk_label_set_text (self->note_label, sentence != NULL ? sentence : "");
}
