/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-positions-page.h"

#include "object/pf-format.h"
#include "object/pf-why.h"
#include "ui/pf-label.h"
#include "ui/pf-table.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

struct _PfPositionsPage
{
  GtkBox parent_instance;
  PfExecutionEngine *engine;
  GtkStack *stack;
  GtkLabel *summary;
};

G_DEFINE_FINAL_TYPE (PfPositionsPage, pf_positions_page, GTK_TYPE_BOX)

static void
update (PfPositionsPage *self)
{
  guint n = g_list_model_get_n_items (pf_execution_engine_get_positions (self->engine));
  const PfDeskBatch *figures = pf_execution_engine_get_figures (self->engine);
  g_autoptr (GPtrArray) heat = pf_why_heat (self->engine);
  g_autofree char *pnl = pf_format_pnl (figures->open_pnl);
  g_autofree char *lost = pf_format_money (pf_why_sum (heat));

  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "table" : "empty");
  /* open profit and loss; what is lost when every stop is hit */
  pf_label_take_text (self->summary,
                      g_strdup_printf (ngettext ("%u position · %s open · %s at the stops",
                                                 "%u positions · %s open · %s at the stops", n),
                                       n, pnl, lost));
}

static GtkWidget *
make_empty (void)
{
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Deploy a strategy"));

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", "strategies");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.page");
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "view-list-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _("Nothing is open"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page),
                                   _("Here is what the desk holds: entry, profit and loss, stop "
                                     "and target of each position, and one press to close it."));
  adw_status_page_set_child (ADW_STATUS_PAGE (page), button);
  return page;
}

static void
pf_positions_page_dispose (GObject *object)
{
  g_clear_object (&PF_POSITIONS_PAGE (object)->engine);
  G_OBJECT_CLASS (pf_positions_page_parent_class)->dispose (object);
}

static void
pf_positions_page_class_init (PfPositionsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_positions_page_dispose;
}

static void
pf_positions_page_init (PfPositionsPage *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
}

GtkWidget *
pf_positions_page_new (PfExecutionEngine *engine)
{
  PfPositionsPage *self = g_object_new (PF_TYPE_POSITIONS_PAGE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *table = pf_table_new_positions (engine, FALSE);

  self->engine = g_object_ref (engine);
  self->stack = GTK_STACK (gtk_stack_new ());
  self->summary = GTK_LABEL (pf_label_new (NULL, "number"));
  gtk_widget_set_vexpand (table, TRUE);
  gtk_widget_add_css_class (box, "page");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->summary));
  gtk_box_append (GTK_BOX (box), table);
  gtk_stack_add_named (self->stack, make_empty (), "empty");
  gtk_stack_add_named (self->stack, box, "table");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->stack));
  g_signal_connect_object (engine, "updated", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
