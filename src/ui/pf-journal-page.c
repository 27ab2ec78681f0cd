/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-journal-page.h"

#include "base/pf-text.h"
#include "object/pf-journal-export.h"
#include "ui/pf-accessible.h"
#include "ui/pf-field.h"
#include "ui/pf-journal-pane.h"
#include "ui/pf-journal-why.h"
#include "ui/pf-label.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

typedef struct
{
  const char *title;
  const char *file;             /* what an export is called */
} Tab;

static const Tab tabs[PF_N_JOURNAL_TABLES] = {
  [PF_JOURNAL_TRADES] = { N_("Closed trades"), "trades" },
  [PF_JOURNAL_ORDERS] = { N_("Orders"), "orders" },
  [PF_JOURNAL_FILLS] = { N_("Fills"), "fills" },
  [PF_JOURNAL_REFUSALS] = { N_("Refusals"), "refusals" },
};

/* days that are shown, today included; 0: all */
static const guint periods[] = { 0, 1, 7 };

struct _PfJournalPage
{
  GtkBox parent_instance;
  PfExecutionEngine *engine;
  GtkToggleButton *buttons[PF_N_JOURNAL_TABLES];
  PfJournalPane *panes[PF_N_JOURNAL_TABLES];    /* made when they are first shown */
  PfJournalPane *pane;                          /* the one that is shown */
  GtkStack *stack;
  GtkLabel *count;
  GtkSearchEntry *search;
  GtkDropDown *deployments, *period;
  GtkStringList *deployment_names;
  GArray *deployment_ids;       /* of guint64, as deployment_names; 0: all */
  gboolean filling;             /* what is chosen there is not what its user chose */
  AdwToastOverlay *toasts;
  GtkWidget *exporting;
  GtkProgressBar *progress;
  GCancellable *export;         /* NULL: none runs */
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (PfJournalPage, pf_journal_page, GTK_TYPE_BOX)

/* --- what is looked for ----------------------------------------------------------------------- */

static gint64
period_start (PfJournalPage *self)
{
  guint days = periods[gtk_drop_down_get_selected (self->period)];
  gint64 now_ns = pf_execution_engine_get_figures (self->engine)->ts_ns;

  if (days == 0 || now_ns <= 0)
    return PF_TIME_NONE;
  return pf_time_bucket (now_ns, PF_NS_PER_DAY) - (gint64) (days - 1) * PF_NS_PER_DAY;
}

static void
show_count (PfJournalPage *self)
{
  char *text = pf_journal_pane_describe (self->pane);

  if (text != NULL)
    pf_label_take_text (self->count, text);
}

static void
look (PfJournalPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->deployments);
  guint64 id = selected < self->deployment_ids->len
                   ? g_array_index (self->deployment_ids, guint64, selected)
                   : 0;

  if (self->pane != NULL && !self->filling)
    pf_journal_pane_look_for (self->pane, gtk_editable_get_text (GTK_EDITABLE (self->search)), id,
                              period_start (self));
}

/* a day of the market may have begun */
static void
on_updated (PfJournalPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && gtk_drop_down_get_selected (self->period) != 0)
    look (self);
}

static void
on_found (PfJournalPane *pane, PfJournalPage *self)
{
  if (pane == self->pane)
    show_count (self);
}

static void
on_row (PfJournalPane *pane, PfJournalItem *item, PfJournalPage *self)
{
  pf_journal_why_show (GTK_WIDGET (pane), self->engine, item);
}

static void
on_widen (PfJournalPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_drop_down_set_selected (self->deployments, 0);
  gtk_drop_down_set_selected (self->period, 0);
  look (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
on_stop_search (PfJournalPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

static void
show_table (PfJournalPage *self, PfJournalTable table)
{
  if (self->panes[table] == NULL)
    {
      GtkWidget *made = pf_journal_pane_new (self->engine, table);

      self->panes[table] = PF_JOURNAL_PANE (made);
      gtk_stack_add_named (self->stack, made, tabs[table].file);
      g_signal_connect_object (made, "found", G_CALLBACK (on_found), self, 0);
      g_signal_connect_object (made, "row", G_CALLBACK (on_row), self, 0);
      g_signal_connect_object (made, "widen", G_CALLBACK (on_widen), self, G_CONNECT_SWAPPED);
    }
  self->pane = self->panes[table];
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->pane));
  pf_label_take_text (self->count, g_strdup (""));
  look (self);
  show_count (self);
}

static void
on_tab (PfJournalPage *self, GtkToggleButton *button)
{
  for (guint i = 0; i < PF_N_JOURNAL_TABLES; i++)
    if (self->buttons[i] == button && gtk_toggle_button_get_active (button))
      show_table (self, (PfJournalTable) i);
}

/* --- deployments ------------------------------------------------------------------------------ */

/* The names of the filter follow the desk's deployments; what is chosen stays chosen. */
static void
fill_deployments (PfJournalPage *self)
{
  GListModel *model = pf_execution_engine_get_deployments (self->engine);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  guint selected = gtk_drop_down_get_selected (self->deployments), now = 0;
  guint64 all = 0, chosen = 0;

  if (selected < self->deployment_ids->len)
    chosen = g_array_index (self->deployment_ids, guint64, selected);
  g_array_set_size (self->deployment_ids, 0);
  g_array_append_val (self->deployment_ids, all);
  g_ptr_array_add (names, g_strdup (_("All deployments")));
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (PfDeployment) deployment = g_list_model_get_item (model, i);
      const PfDeploymentRow *row = pf_deployment_get_row (deployment);

      if (row->id == chosen)
        now = self->deployment_ids->len;
      g_array_append_val (self->deployment_ids, row->id);
      /* strategy, symbols, number of the deployment */
      g_ptr_array_add (names, g_strdup_printf (_("%s, %s (#%" G_GUINT64_FORMAT ")"),
                                               _(row->strategy_name), row->symbols, row->id));
    }
  g_ptr_array_add (names, NULL);
  self->filling = TRUE;
  gtk_string_list_splice (self->deployment_names, 0,
                          g_list_model_get_n_items (G_LIST_MODEL (self->deployment_names)),
                          (const char *const *) names->pdata);
  gtk_drop_down_set_selected (self->deployments, now);
  self->filling = FALSE;
}

/* --- export ----------------------------------------------------------------------------------- */

static void
toast (PfJournalPage *self, const char *sentence)
{
  g_autofree char *escaped = g_markup_escape_text (sentence, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

static void
on_progress (guint done, guint all, gpointer user_data)
{
  PfJournalPage *self = user_data;

  if (self->export != NULL)
    gtk_progress_bar_set_fraction (self->progress, all > 0 ? (double) done / all : 0);
}

static void
on_exported (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PfJournalPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 n = pf_journal_export_finish (result, &error);

  /* the page has gone meanwhile */
  if (self->export == NULL)
    return;
  g_clear_object (&self->export);
  gtk_widget_set_visible (self->exporting, FALSE);
  if (n >= 0)
    {
      g_autofree char *number = pf_text_number (n, 0, 0, FALSE);
      g_autofree char *text = g_strdup_printf (
          ngettext ("%s row was written.", "%s rows were written.", (gulong) n), number);

      toast (self, text);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    toast (self, _("The export was cancelled: nothing was written."));
  else
    {
      GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
      GtkWidget *dialog = adw_message_dialog_new (
          GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, _("Nothing was exported"), NULL);

      adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), error->message);
      adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
      gtk_window_present (GTK_WINDOW (dialog));
    }
}

static void
export_to (PfJournalPage *self, GFile *file, PfJournalFormat format)
{
  PfDesk *desk = pf_execution_engine_get_desk (self->engine);

  self->export = g_cancellable_new ();
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_widget_set_visible (self->exporting, TRUE);
  pf_journal_export (pf_desk_data_dir (desk), pf_desk_environment (desk),
                     pf_journal_list_get_query (pf_journal_pane_get_list (self->pane)),
                     pf_journal_pane_get_names (self->pane), format, file, self->export,
                     on_progress, self, on_exported, g_object_ref (self));
}

static void
on_chosen (GtkNativeDialog *dialog, int response, PfJournalPage *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  PfJournalFormat format
      = (PfJournalFormat) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (dialog), "format"));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && self->export == NULL)
    export_to (self, file, format);
  g_clear_object (&self->chooser);
}

static void
choose_file (PfJournalPage *self, PfJournalFormat format)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *name = g_strdup_printf (
      "pilotfish-%s.%s", tabs[pf_journal_pane_get_table (self->pane)].file,
      format == PF_JOURNAL_CSV ? "csv" : "jsonl");

  if (self->export != NULL || self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (
      _("Export what is found"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
      GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_object_set_data (G_OBJECT (self->chooser), "format", GINT_TO_POINTER ((int) format));
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
activate_export (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gboolean json = g_str_equal (g_variant_get_string (parameter, NULL), "json-lines");

  choose_file (PF_JOURNAL_PAGE (widget), json ? PF_JOURNAL_JSON_LINES : PF_JOURNAL_CSV);
}

static void
on_cancel_export (PfJournalPage *self)
{
  g_cancellable_cancel (self->export);
}

/* --- what stays ------------------------------------------------------------------------------- */

static GtkWidget *
make_tabs (PfJournalPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (box, "linked");
  for (guint i = 0; i < PF_N_JOURNAL_TABLES; i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (_(tabs[i].title));

      self->buttons[i] = GTK_TOGGLE_BUTTON (button);
      if (i > 0)
        gtk_toggle_button_set_group (self->buttons[i], self->buttons[0]);
      g_signal_connect_object (button, "toggled", G_CALLBACK (on_tab), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (box), button);
    }
  return box;
}

static GtkWidget *
make_export_button (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();

  g_menu_append (menu, _("_CSV, for spreadsheets…"), "journal.export::csv");
  g_menu_append (menu, _("_JSON lines, for programs…"), "journal.export::json-lines");
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _("_Export"));
  gtk_menu_button_set_use_underline (GTK_MENU_BUTTON (button), TRUE);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  return button;
}

static GtkWidget *
make_head (PfJournalPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *count = pf_label_new (NULL, "dim-label");

  gtk_label_set_xalign (GTK_LABEL (count), 1);
  gtk_label_set_ellipsize (GTK_LABEL (count), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (count, TRUE);
  gtk_widget_add_css_class (count, "number");
  self->count = GTK_LABEL (count);
  gtk_box_append (GTK_BOX (box), make_tabs (self));
  gtk_box_append (GTK_BOX (box), count);
  gtk_box_append (GTK_BOX (box), make_export_button ());
  return box;
}

static GtkWidget *
make_filters (PfJournalPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  const char *const names[] = { _("All time"), _("Today"), _("7 days"), NULL };

  self->search = GTK_SEARCH_ENTRY (gtk_search_entry_new ());
  g_object_set (self->search, "placeholder-text", _("Symbol, strategy, reason …"), NULL);
  gtk_widget_set_hexpand (GTK_WIDGET (self->search), TRUE);
  pf_accessible_set_name (GTK_WIDGET (self->search), _("Search the journal"));
  self->deployment_names = gtk_string_list_new (NULL);
  self->deployments
      = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (self->deployment_names), NULL));
  pf_field_shorten (self->deployments, 22);
  pf_accessible_set_name (GTK_WIDGET (self->deployments), _("Deployment"));
  self->period = GTK_DROP_DOWN (gtk_drop_down_new_from_strings (names));
  pf_accessible_set_name (GTK_WIDGET (self->period), _("Period"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->search));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->deployments));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->period));
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (look), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "stop-search", G_CALLBACK (on_stop_search), self,
                           G_CONNECT_SWAPPED);
  return box;
}

static GtkWidget *
make_exporting (PfJournalPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *bar = gtk_progress_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_("_Cancel"));

  gtk_widget_set_hexpand (bar, TRUE);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  pf_accessible_set_name (bar, _("Export"));
  pf_accessible_set_name (cancel, _("Cancel the export"));
  g_signal_connect_object (cancel, "clicked", G_CALLBACK (on_cancel_export), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), pf_label_new (_("Exporting"), NULL));
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), cancel);
  gtk_widget_set_visible (box, FALSE);
  self->progress = GTK_PROGRESS_BAR (bar);
  return box;
}

static gboolean
on_find (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  PfJournalPage *self = PF_JOURNAL_PAGE (widget);

  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_select_region (GTK_EDITABLE (self->search), 0, -1);
  return TRUE;
}

static void
add_keys (PfJournalPage *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (keys), GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_f, GDK_CONTROL_MASK),
                        gtk_callback_action_new (on_find, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
fill (PfJournalPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  self->stack = GTK_STACK (gtk_stack_new ());
  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  self->exporting = make_exporting (self);
  gtk_widget_set_vexpand (GTK_WIDGET (self->toasts), TRUE);
  gtk_widget_add_css_class (box, "page");
  gtk_box_append (GTK_BOX (box), make_head (self));
  gtk_box_append (GTK_BOX (box), make_filters (self));
  gtk_box_append (GTK_BOX (box), self->exporting);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  adw_toast_overlay_set_child (self->toasts, box);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->toasts));
  add_keys (self);
}

/* --- object ----------------------------------------------------------------------------------- */

static void
pf_journal_page_dispose (GObject *object)
{
  PfJournalPage *self = PF_JOURNAL_PAGE (object);

  if (self->export != NULL)
    g_cancellable_cancel (self->export);
  g_clear_object (&self->export);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_object (&self->engine);
  self->pane = NULL;
  G_OBJECT_CLASS (pf_journal_page_parent_class)->dispose (object);
}

static void
pf_journal_page_finalize (GObject *object)
{
  PfJournalPage *self = PF_JOURNAL_PAGE (object);

  g_array_unref (self->deployment_ids);
  G_OBJECT_CLASS (pf_journal_page_parent_class)->finalize (object);
}

static void
pf_journal_page_class_init (PfJournalPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pf_journal_page_dispose;
  object_class->finalize = pf_journal_page_finalize;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "journal.export", "s",
                                   activate_export);
}

static void
pf_journal_page_init (PfJournalPage *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->deployment_ids = g_array_new (FALSE, FALSE, sizeof (guint64));
}

GtkWidget *
pf_journal_page_new (PfExecutionEngine *engine)
{
  PfJournalPage *self = g_object_new (PF_TYPE_JOURNAL_PAGE, NULL);

  self->engine = g_object_ref (engine);
  fill (self);
  fill_deployments (self);
  g_signal_connect_object (self->deployments, "notify::selected", G_CALLBACK (look), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->period, "notify::selected", G_CALLBACK (look), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (pf_execution_engine_get_deployments (engine), "items-changed",
                           G_CALLBACK (fill_deployments), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "updated", G_CALLBACK (on_updated), self, G_CONNECT_SWAPPED);
  gtk_toggle_button_set_active (self->buttons[PF_JOURNAL_TRADES], TRUE);
  return GTK_WIDGET (self);
}

void
pf_journal_page_show (PfJournalPage *self, const char *table, guint64 deployment_id)
{
  for (guint i = 0; i < self->deployment_ids->len; i++)
    if (g_array_index (self->deployment_ids, guint64, i) == deployment_id)
      gtk_drop_down_set_selected (self->deployments, i);
  for (guint i = 0; i < PF_N_JOURNAL_TABLES; i++)
    if (g_str_equal (tabs[i].file, table))
      gtk_toggle_button_set_active (self->buttons[i], TRUE);
}
