/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-journal-why.h"

#include "base/pf-text.h"
#include "object/pf-format.h"
#include "object/pf-remedy.h"
#include "object/pf-words.h"
#include "ui/pf-accessible.h"
#include "ui/pf-label.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* of more fills the first are shown; the sums are always of all */
#define PARTS_MAX 200
/* digits that are shown where the exact amounts have more */
#define DIGITS_MAX 12

/* --- window ----------------------------------------------------------------------------------- */

static gboolean
on_escape (GtkWidget *window, GVariant *args, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (window));
  return TRUE;
}

/* The box that its contents go into; *window is presented by the caller. */
static GtkBox *
window_new (GtkWidget *parent, const char *title, int width, GtkWidget **window)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkRoot *root = gtk_widget_get_root (parent);

  *window = adw_window_new ();
  gtk_window_set_title (GTK_WINDOW (*window), title);
  gtk_window_set_modal (GTK_WINDOW (*window), TRUE);
  if (GTK_IS_WINDOW (root))
    {
      gtk_window_set_transient_for (GTK_WINDOW (*window), GTK_WINDOW (root));
      gtk_window_set_application (GTK_WINDOW (*window),
                                  gtk_window_get_application (GTK_WINDOW (root)));
    }
  gtk_window_set_default_size (GTK_WINDOW (*window), width, -1);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_callback_action_new (on_escape, NULL, NULL)));
  gtk_widget_add_controller (*window, keys);
  gtk_widget_add_css_class (content, "page");
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), content);
  adw_window_set_content (ADW_WINDOW (*window), box);
  return GTK_BOX (content);
}

static GtkWidget *
add_text (GtkBox *box, const char *text, const char *css_class)
{
  GtkWidget *label = pf_label_new (text, css_class);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 60);
  gtk_box_append (box, label);
  return label;
}

static void
attach (GtkGrid *grid, int column, int row, const char *text, gboolean is_number,
        const char *css_class)
{
  GtkWidget *label = pf_label_new (text, css_class);

  if (is_number)
    {
      gtk_label_set_xalign (GTK_LABEL (label), 1);
      gtk_widget_add_css_class (label, "number");
    }
  gtk_grid_attach (grid, label, column, row, 1, 1);
}

/* --- a trade ---------------------------------------------------------------------------------- */

typedef struct
{
  char *folder;
  char *environment;
  PfJournalItem *item;
  GtkWidget *parent;            /* NULL once it is gone */
  guint64 trade_id;
} Question;

static void
free_question (gpointer data)
{
  Question *self = data;

  /* perhaps in the worker, which is not to touch these: on_parts let them go */
  g_assert (self->parent == NULL && self->item == NULL);
  g_free (self->folder);
  g_free (self->environment);
  g_free (self);
}

static void
find_parts (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Question *question = task_data;
  GError *error = NULL;
  g_autoptr (PfJournalReader) reader
      = pf_journal_reader_open (question->folder, question->environment, &error);
  GArray *parts = NULL;

  if (reader != NULL)
    parts = pf_journal_reader_fills_of_trade (reader, question->trade_id, &error);
  if (parts != NULL)
    g_task_return_pointer (task, parts, (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, error);
}

/* Digits after the point that show value exactly. */
static guint
digits_of (PfInt128 value)
{
  guint digits = PF_DECIMALS;

  while (digits > 2 && value % 10 == 0)
    {
      value /= 10;
      digits--;
    }
  return digits;
}

/* Amounts under each other have as many digits as the longest needs, so that they can be added up
 * by eye. */
static guint
digits_of_all (const GArray *parts)
{
  guint digits = 2;

  for (guint i = 0; i < parts->len; i++)
    {
      const PfTradePart *part = &g_array_index (parts, PfTradePart, i);

      digits = MAX (digits, digits_of (part->notional.e18));
      digits = MAX (digits, digits_of (part->fee.e18));
    }
  return digits;
}

static char *
amount (PfMoney money, guint digits)
{
  return pf_text_number (money.e18, PF_DECIMALS, MIN (digits, DIGITS_MAX), TRUE);
}

enum { TIME, WHAT, SIZE, PRICE, VALUE, FEE, CASH, N_CELLS };

static void
add_part (GtkGrid *grid, int row, const PfTradePart *part, guint digits, guint price_digits)
{
  g_autofree char *time = pf_format_time (part->fill.ts_ns);
  g_autofree char *size = pf_format_quantity (part->quantity);
  g_autofree char *price = pf_format_price (part->fill.price, price_digits);
  PfMoney signed_value = part->fill.side == PF_SIDE_BUY ? pf_money_negate (part->notional)
                                                        : part->notional;
  g_autofree char *value = amount (signed_value, digits);
  g_autofree char *fee = amount (pf_money_negate (part->fee), digits);
  g_autofree char *cash = amount (part->cash, digits);
  g_autofree char *what = NULL;

  /* a share: the rest of the fill belongs to the trade before or after this one */
  if (part->is_share)
    what = g_strdup_printf (_("%s, its share"), pf_words_side (part->fill.side));
  else
    what = g_strdup (pf_words_side (part->fill.side));
  attach (grid, TIME, row, time, FALSE, NULL);
  attach (grid, WHAT, row, what, FALSE, NULL);
  attach (grid, SIZE, row, size, TRUE, NULL);
  attach (grid, PRICE, row, price, TRUE, NULL);
  attach (grid, VALUE, row, value, TRUE, NULL);
  attach (grid, FEE, row, fee, TRUE, NULL);
  attach (grid, CASH, row, cash, TRUE, NULL);
}

static void
add_sum (GtkGrid *grid, int row, const GArray *parts, const PfTrade *trade, guint digits)
{
  PfMoney value = pf_money_add (trade->pnl, trade->fees);
  g_autofree char *values = amount (value, digits);
  g_autofree char *fees = amount (pf_money_negate (trade->fees), digits);
  g_autofree char *pnl = amount (trade->pnl, digits);
  GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

  gtk_grid_attach (grid, line, 0, row, N_CELLS, 1);
  attach (grid, TIME, row + 1, _("Sum"), FALSE, "heading");
  attach (grid, VALUE, row + 1, values, TRUE, "heading");
  attach (grid, FEE, row + 1, fees, TRUE, "heading");
  attach (grid, CASH, row + 1, pnl, TRUE, "heading");
  gtk_widget_add_css_class (gtk_grid_get_child_at (grid, CASH, row + 1),
                            pf_format_pnl_class (trade->pnl));
}

static GtkWidget *
make_grid (const GArray *parts, const PfTrade *trade, guint price_digits)
{
  const char *const heads[N_CELLS] = { _("Filled, UTC"), _("What"), _("Size"), _("Price"),
                                       _("Value"), _("Fee"), _("Effect") };
  GtkWidget *grid = gtk_grid_new ();
  guint digits = digits_of_all (parts), shown = MIN (parts->len, PARTS_MAX);

  gtk_grid_set_column_spacing (GTK_GRID (grid), 20);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  for (int i = 0; i < N_CELLS; i++)
    attach (GTK_GRID (grid), i, 0, heads[i], i >= SIZE, "dim-label");
  for (guint i = 0; i < shown; i++)
    add_part (GTK_GRID (grid), (int) i + 1, &g_array_index (parts, PfTradePart, i), digits,
              price_digits);
  if (shown < parts->len)
    {
      guint more = parts->len - shown;
      g_autofree char *text = g_strdup_printf (
          ngettext ("… and %u fill more", "… and %u fills more", more), more);

      attach (GTK_GRID (grid), TIME, (int) shown + 1, text, FALSE, NULL);
    }
  add_sum (GTK_GRID (grid), PARTS_MAX + 2, parts, trade, digits);
  return grid;
}

static void
show_parts (Question *question, const GArray *parts, const char *trouble)
{
  const PfTrade *trade = &pf_journal_item_get_row (question->item)->trade;
  const PfJournalNames *names = pf_journal_item_get_names (question->item);
  const PfInstrument *instrument = pf_journal_names_get_instrument (names, trade->instrument);
  g_autofree char *size = pf_format_quantity (trade->quantity);
  g_autofree char *lasted = pf_format_duration (trade->ts_entry_ns, trade->ts_exit_ns);
  g_autofree char *what = NULL;
  GtkWidget *window, *pnl, *scroller;
  GtkBox *box = window_new (question->parent, _("Where this P&L comes from"), 760, &window);

  pnl = add_text (box, NULL, "title-2");
  gtk_widget_add_css_class (pnl, "number");
  pf_label_set_pnl (GTK_LABEL (pnl), trade->pnl,
                    (double[]){ 100 * pf_rate_to_double (trade->pnl_rate) });
  /* strategy, symbol, long or short, size, how long, why it was closed */
  what = g_strdup_printf (_("%s · %s · %s %s · held %s · closed by %s"),
                          pf_journal_names_get_strategy (names, trade->deployment_id),
                          pf_journal_names_get_symbol (names, trade->instrument),
                          pf_words_direction (trade->side), size, lasted,
                          pf_words_reason (trade->reason));
  add_text (box, what, "dim-label");
  if (parts != NULL)
    {
      scroller = gtk_scrolled_window_new ();
      gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
      gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller), TRUE);
      gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 420);
      gtk_scrolled_window_set_child (
          GTK_SCROLLED_WINDOW (scroller),
          make_grid (parts, trade, instrument != NULL ? instrument->price_decimals : 8));
      gtk_box_append (box, scroller);
      add_text (box, _("What was sold, less what was bought, less the fees: it adds up to the last "
                       "digit."), "dim-label");
    }
  else
    add_text (box, trouble, "loss");
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_parts (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *question = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) parts = g_task_propagate_pointer (G_TASK (result), &error);

  if (question->parent != NULL && gtk_widget_get_mapped (question->parent))
    show_parts (question, parts, error != NULL ? error->message : NULL);
  g_clear_weak_pointer (&question->parent);
  g_clear_object (&question->item);
}

static void
ask_for_parts (GtkWidget *parent, PfExecutionEngine *engine, PfJournalItem *item)
{
  Question *question = g_new0 (Question, 1);
  PfDesk *desk = pf_execution_engine_get_desk (engine);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_parts, NULL);

  question->folder = g_strdup (pf_desk_data_dir (desk));
  question->environment = g_strdup (pf_desk_environment (desk));
  question->item = g_object_ref (item);
  question->trade_id = pf_journal_item_get_row (item)->trade.id;
  g_set_weak_pointer (&question->parent, parent);
  g_task_set_source_tag (task, ask_for_parts);
  g_task_set_task_data (task, question, free_question);
  g_task_run_in_thread (task, find_parts);
}

/* --- a refusal -------------------------------------------------------------------------------- */

static PfDeploymentStatus
status_of (PfExecutionEngine *engine, guint64 deployment_id)
{
  GListModel *deployments = pf_execution_engine_get_deployments (engine);

  for (guint i = 0; i < g_list_model_get_n_items (deployments); i++)
    {
      g_autoptr (PfDeployment) deployment = g_list_model_get_item (deployments, i);

      if (pf_deployment_get_row (deployment)->id == deployment_id)
        return pf_deployment_get_row (deployment)->status;
    }
  return PF_DEPLOYMENT_STOPPED;
}

/* The window has done its work: what comes next has a window of its own. */
static void
on_remedy (GtkWidget *window)
{
  gtk_window_close (GTK_WINDOW (window));
}

static void
add_remedy (GtkBox *box, GtkWidget *window, PfRemedy remedy, guint64 deployment_id,
            const char *strategy_id)
{
  GtkWidget *button;
  GtkActionable *actionable;

  if (remedy == PF_REMEDY_NONE)
    return;
  button = gtk_button_new_with_mnemonic (pf_remedy_label (remedy));
  actionable = GTK_ACTIONABLE (button);
  if (remedy == PF_REMEDY_RE_ARM)
    gtk_actionable_set_action_name (actionable, "app.re-arm");
  else if (remedy == PF_REMEDY_RESUME)
    {
      gtk_actionable_set_action_target (actionable, "t", deployment_id);
      gtk_actionable_set_action_name (actionable, "app.resume");
    }
  else
    {
      gtk_actionable_set_action_target (actionable, "s", strategy_id);
      gtk_actionable_set_action_name (actionable, "app.deploy");
    }
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_set_halign (button, GTK_ALIGN_END);
  /* after the button's own press, which is the action */
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_remedy), window,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  gtk_box_append (box, button);
}

static void
add_fact (GtkGrid *grid, int *row, const char *name, const char *text, gboolean is_number)
{
  if (text[0] == '\0')
    return;
  attach (grid, 0, *row, name, FALSE, "dim-label");
  attach (grid, 1, *row, text, FALSE, is_number ? "number" : NULL);
  (*row)++;
}

static void
show_refusal (GtkWidget *parent, PfExecutionEngine *engine, PfJournalItem *item)
{
  const PfRefusal *refusal = &pf_journal_item_get_row (item)->refusal;
  const PfJournalNames *names = pf_journal_item_get_names (item);
  const char *strategy_id = pf_journal_names_get_strategy_id (names, refusal->deployment_id);
  PfRemedy remedy
      = pf_remedy_for (refusal->reason, pf_execution_engine_get_figures (engine)->latch,
                       status_of (engine, refusal->deployment_id), strategy_id[0] != '\0');
  GtkWidget *grid = gtk_grid_new ();
  g_autofree char *time = pf_format_time (refusal->ts_ns);
  g_autofree char *value = pf_format_measure (refusal->value);
  g_autofree char *limit = pf_format_measure (refusal->limit);
  GtkWidget *window;
  GtkBox *box = window_new (parent, _("Why this was not done"), 480, &window);
  int row = 0;

  add_text (box, refusal->sentence, "title-4");
  gtk_grid_set_column_spacing (GTK_GRID (grid), 20);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  add_fact (GTK_GRID (grid), &row, _("Because of"), pf_words_refusal (refusal->reason), FALSE);
  add_fact (GTK_GRID (grid), &row, _("Value"), value, TRUE);
  add_fact (GTK_GRID (grid), &row, _("Limit"), limit, TRUE);
  add_fact (GTK_GRID (grid), &row, _("Strategy"),
            pf_journal_names_get_strategy (names, refusal->deployment_id), FALSE);
  add_fact (GTK_GRID (grid), &row, _("Symbol"),
            pf_journal_names_get_symbol (names, refusal->instrument), FALSE);
  add_fact (GTK_GRID (grid), &row, _("Refused, UTC"), time, TRUE);
  gtk_box_append (box, grid);
  add_remedy (box, window, remedy, refusal->deployment_id, strategy_id);
  gtk_window_present (GTK_WINDOW (window));
}

void
pf_journal_why_show (GtkWidget *parent, PfExecutionEngine *engine, PfJournalItem *item)
{
  const PfJournalRow *row = pf_journal_item_get_row (item);

  if (row == NULL)
    return;
  if (row->table == PF_JOURNAL_TRADES)
    ask_for_parts (parent, engine, item);
  else if (row->table == PF_JOURNAL_REFUSALS)
    show_refusal (parent, engine, item);
}
