/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-journal-pane.h"

#include "base/pf-text.h"
#include "ui/pf-accessible.h"
#include "ui/pf-journal-columns.h"
#include "ui/pf-label.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define REFRESH_MS 1000
/* at most such a part of the time is spent with looking for news */
#define REFRESH_SHARE 10

struct _PfJournalPane
{
  GtkBox parent_instance;
  PfExecutionEngine *engine;
  PfJournalTable table;
  PfJournalList *list;
  PfJournalNames *names;
  GtkColumnView *view;
  GtkStack *stack;
  GtkWidget *trouble;           /* above rows that are there */
  GtkLabel *trouble_label;
  AdwStatusPage *error_page;
  char *search;
  guint64 deployment_id;
  gint64 from_ns;
  gboolean counted;             /* the list was complete once */
  gboolean stale;
  gboolean unnamed;             /* there are deployments that names does not know */
  gint64 looked_us;
  guint refresh;
};

G_DEFINE_FINAL_TYPE (PfJournalPane, pf_journal_pane, GTK_TYPE_BOX)

enum { FOUND, ROW, WIDEN, N_SIGNALS };
static guint signals[N_SIGNALS];

typedef struct
{
  const char *name;
  const char *icon;
  const char *empty;
  const char *explanation;
} Words;

static const Words words[PF_N_JOURNAL_TABLES] = {
  [PF_JOURNAL_TRADES] = { N_("Closed trades"), "document-open-recent-symbolic",
    N_("No trade is closed yet"),
    N_("Here is every round trip of the desk: what it was bought and sold for, its fees, what it "
       "brought, and why it was closed.") },
  [PF_JOURNAL_ORDERS] = { N_("Orders"), "document-send-symbolic", N_("No order yet"),
    N_("Here is every order that the desk decided on, sent or refused, and what became of it.") },
  [PF_JOURNAL_FILLS] = { N_("Fills"), "emblem-default-symbolic", N_("Nothing is filled yet"),
    N_("Here is every fill: the amounts that all profit and loss is made of.") },
  [PF_JOURNAL_REFUSALS] = { N_("Refusals"), "security-high-symbolic", N_("Nothing was refused"),
    N_("Here is everything that the desk did not do, with the limit that said no and how to change "
       "it.") },
};

/* --- what is shown ---------------------------------------------------------------------------- */

static gboolean
is_filtered (PfJournalPane *self)
{
  return self->search[0] != '\0' || self->deployment_id != 0 || self->from_ns != PF_TIME_NONE;
}

static void
show_state (PfJournalPane *self)
{
  const char *error = pf_journal_list_get_error (self->list);
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0;
  g_autofree char *escaped = error != NULL ? g_markup_escape_text (error, -1) : NULL;

  gtk_widget_set_visible (self->trouble, any && error != NULL);
  gtk_label_set_text (self->trouble_label, error != NULL ? error : "");
  adw_status_page_set_description (self->error_page, escaped);
  if (any)
    gtk_stack_set_visible_child_name (self->stack, "rows");
  else if (error != NULL)
    gtk_stack_set_visible_child_name (self->stack, "error");
  else if (pf_journal_list_get_loading (self->list))
    return;     /* what is there stays until it is known */
  else
    gtk_stack_set_visible_child_name (self->stack, is_filtered (self) ? "no-match" : "empty");
}

static void
on_loading (PfJournalPane *self)
{
  if (!pf_journal_list_get_loading (self->list))
    self->counted = TRUE;
  show_state (self);
  g_signal_emit (self, signals[FOUND], 0);
}

/* --- what is looked for ----------------------------------------------------------------------- */

static void
look (PfJournalPane *self)
{
  g_autoptr (PfJournalQuery) query = NULL;
  gboolean descending;
  guint sort = pf_columns_get_sort (self->view, &descending);

  if (self->search == NULL)
    return;
  g_clear_pointer (&self->names, pf_journal_names_unref);
  self->names = pf_journal_names_new_of (self->engine);
  query = pf_journal_names_query (self->names, self->table, self->search);
  query->deployment_id = self->deployment_id;
  query->from_ns = self->from_ns;
  if (sort != 0)
    {
      query->sort = (PfJournalSort) (sort - 1);
      query->descending = descending;
    }
  self->counted = FALSE;
  self->stale = self->unnamed = FALSE;
  self->looked_us = g_get_monotonic_time ();
  pf_journal_list_set_query (self->list, query, self->names);
}

void
pf_journal_pane_look_for (PfJournalPane *self, const char *search, guint64 deployment_id,
                          gint64 from_ns)
{
  if (g_strcmp0 (self->search, search) == 0 && self->deployment_id == deployment_id
      && self->from_ns == from_ns)
    return;
  g_free (self->search);
  self->search = g_strdup (search);
  self->deployment_id = deployment_id;
  self->from_ns = from_ns;
  look (self);
}

static gboolean
on_refresh (gpointer data)
{
  PfJournalPane *self = data;

  self->refresh = 0;
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return G_SOURCE_REMOVE;
  if (self->unnamed)
    {
      look (self);
      return G_SOURCE_REMOVE;
    }
  self->stale = FALSE;
  self->looked_us = g_get_monotonic_time ();
  pf_journal_list_refresh (self->list);
  return G_SOURCE_REMOVE;
}

static void
plan_refresh (PfJournalPane *self)
{
  gint64 since_ms = (g_get_monotonic_time () - self->looked_us) / 1000;
  gint64 pause_ms
      = MAX (REFRESH_MS, REFRESH_SHARE * pf_journal_list_get_cost_us (self->list) / 1000);

  if (self->search == NULL || self->refresh != 0 || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->refresh = g_timeout_add ((guint) CLAMP (pause_ms - since_ms, 0, pause_ms), on_refresh,
                                 self);
}

static void
on_updated (PfJournalPane *self)
{
  self->stale = TRUE;
  plan_refresh (self);
}

/* A new deployment has a name that rows need. */
static void
on_deployments (PfJournalPane *self)
{
  self->stale = self->unnamed = TRUE;
  plan_refresh (self);
}

static void
on_try_again (PfJournalPane *self)
{
  pf_journal_list_refresh (self->list);
}

static void
on_widen (PfJournalPane *self)
{
  g_signal_emit (self, signals[WIDEN], 0);
}

static void
on_activate (PfJournalPane *self, guint position)
{
  g_autoptr (PfJournalItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  if (item != NULL)
    g_signal_emit (self, signals[ROW], 0, item);
}

static void
pf_journal_pane_map (GtkWidget *widget)
{
  PfJournalPane *self = PF_JOURNAL_PANE (widget);

  GTK_WIDGET_CLASS (pf_journal_pane_parent_class)->map (widget);
  if (self->stale)
    plan_refresh (self);
}

/* --- what stays ------------------------------------------------------------------------------- */

static GtkWidget *
make_status (const char *icon, const char *title, const char *explanation, GtkWidget *button)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (page), explanation);
  /* the button is seen in a small window, too */
  gtk_widget_add_css_class (page, "compact");
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), button);
  return page;
}

static GtkWidget *
make_empty (PfJournalPane *self)
{
  const Words *of = &words[self->table];
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Deploy a strategy"));

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", "strategies");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.page");
  gtk_widget_add_css_class (button, "suggested-action");
  return make_status (of->icon, _(of->empty), _(of->explanation), button);
}

static GtkWidget *
make_button (PfJournalPane *self, const char *label, GCallback pressed)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  g_signal_connect_object (button, "clicked", pressed, self, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
make_trouble (PfJournalPane *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = pf_label_new (NULL, NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (bar, "bar");
  gtk_box_append (GTK_BOX (bar), label);
  gtk_box_append (GTK_BOX (bar), make_button (self, _("_Try again"), G_CALLBACK (on_try_again)));
  gtk_widget_set_visible (bar, FALSE);
  self->trouble_label = GTK_LABEL (label);
  return bar;
}

static GtkWidget *
make_rows (PfJournalPane *self)
{
  GtkSelectionModel *model
      = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->list))));
  GtkWidget *scroller = gtk_scrolled_window_new ();
  gboolean activatable
      = self->table == PF_JOURNAL_TRADES || self->table == PF_JOURNAL_REFUSALS;
  guint n;
  const PfColumn *columns = pf_journal_columns (self->table, &n);

  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (model));
  pf_columns_add (self->view, columns, n, activatable);
  gtk_column_view_set_single_click_activate (self->view, activatable);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  pf_accessible_set_name (GTK_WIDGET (self->view), _(words[self->table].name));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  gtk_widget_add_css_class (scroller, "card");
  gtk_widget_set_overflow (scroller, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_vexpand (scroller, TRUE);
  if (activatable)
    g_signal_connect_object (self->view, "activate", G_CALLBACK (on_activate), self,
                             G_CONNECT_SWAPPED);
  return scroller;
}

/* Newest first, and the first column's head says so. */
static void
sort_by_time (PfJournalPane *self)
{
  g_autoptr (GtkColumnViewColumn) time
      = g_list_model_get_item (gtk_column_view_get_columns (self->view), 0);

  gtk_column_view_sort_by_column (self->view, time, GTK_SORT_DESCENDING);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (look),
                           self, G_CONNECT_SWAPPED);
}

static void
fill (PfJournalPane *self)
{
  GtkWidget *error = make_status ("dialog-warning-symbolic", _("The journal cannot be read"), NULL,
                                  make_button (self, _("_Try again"), G_CALLBACK (on_try_again)));
  GtkWidget *none
      = make_status ("edit-find-symbolic", _("Nothing matches"),
                     _("No row of this table has all that you look for."),
                     make_button (self, _("Show _all"), G_CALLBACK (on_widen)));

  self->error_page = ADW_STATUS_PAGE (error);
  self->trouble = make_trouble (self);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_add_named (self->stack, gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), "unknown");
  gtk_stack_add_named (self->stack, make_rows (self), "rows");
  gtk_stack_add_named (self->stack, make_empty (self), "empty");
  gtk_stack_add_named (self->stack, none, "no-match");
  gtk_stack_add_named (self->stack, error, "error");
  gtk_box_append (GTK_BOX (self), self->trouble);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->stack));
  sort_by_time (self);
}

/* --- object ----------------------------------------------------------------------------------- */

static void
pf_journal_pane_dispose (GObject *object)
{
  PfJournalPane *self = PF_JOURNAL_PANE (object);

  g_clear_handle_id (&self->refresh, g_source_remove);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (pf_journal_pane_parent_class)->dispose (object);
}

static void
pf_journal_pane_finalize (GObject *object)
{
  PfJournalPane *self = PF_JOURNAL_PANE (object);

  g_clear_object (&self->list);
  g_clear_pointer (&self->names, pf_journal_names_unref);
  g_free (self->search);
  G_OBJECT_CLASS (pf_journal_pane_parent_class)->finalize (object);
}

static void
pf_journal_pane_class_init (PfJournalPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = pf_journal_pane_dispose;
  object_class->finalize = pf_journal_pane_finalize;
  GTK_WIDGET_CLASS (klass)->map = pf_journal_pane_map;
  signals[FOUND] = g_signal_new ("found", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[ROW] = g_signal_new ("row", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                               PF_TYPE_JOURNAL_ITEM);
  signals[WIDEN] = g_signal_new ("widen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
pf_journal_pane_init (PfJournalPane *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->from_ns = PF_TIME_NONE;
}

GtkWidget *
pf_journal_pane_new (PfExecutionEngine *engine, PfJournalTable table)
{
  PfJournalPane *self = g_object_new (PF_TYPE_JOURNAL_PANE, NULL);
  PfDesk *desk = pf_execution_engine_get_desk (engine);

  self->engine = g_object_ref (engine);
  self->table = table;
  self->list = pf_journal_list_new (pf_desk_data_dir (desk), pf_desk_environment (desk));
  fill (self);
  g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (on_loading), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::error", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "updated", G_CALLBACK (on_updated), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pf_execution_engine_get_deployments (engine), "items-changed",
                           G_CALLBACK (on_deployments), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

PfJournalTable
pf_journal_pane_get_table (PfJournalPane *self)
{
  return self->table;
}

PfJournalList *
pf_journal_pane_get_list (PfJournalPane *self)
{
  return self->list;
}

PfJournalNames *
pf_journal_pane_get_names (PfJournalPane *self)
{
  return self->names;
}

char *
pf_journal_pane_describe (PfJournalPane *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  g_autofree char *number = pf_text_number (n, 0, 0, FALSE);

  if (!self->counted || (n == 0 && pf_journal_list_get_error (self->list) != NULL))
    return NULL;
  switch (self->table)
    {
    case PF_JOURNAL_TRADES:
      return g_strdup_printf (ngettext ("%s trade", "%s trades", n), number);
    case PF_JOURNAL_ORDERS:
      return g_strdup_printf (ngettext ("%s order", "%s orders", n), number);
    case PF_JOURNAL_FILLS:
      return g_strdup_printf (ngettext ("%s fill", "%s fills", n), number);
    case PF_JOURNAL_REFUSALS:
    case PF_N_JOURNAL_TABLES:
    default:
      return g_strdup_printf (ngettext ("%s refusal", "%s refusals", n), number);
    }
}
