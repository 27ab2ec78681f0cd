/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-window.h"

#include "object/pf-format.h"
#include "ui/pf-accessible.h"
#include "ui/pf-desk-page.h"
#include "ui/pf-journal-page.h"
#include "ui/pf-label.h"
#include "ui/pf-positions-page.h"
#include "ui/pf-preferences.h"
#include "ui/pf-strategies-page.h"

#include <glib/gi18n-lib.h>

/* Narrower, the sidebar shows icons only. */
#define NARROW 900
/* A stopwatch that runs is looked at so often. */
#define STOPWATCH_MS 100

typedef struct
{
  const char *id;
  const char *title;
  const char *icon;
  GtkWidget *(*make) (PfWindow *self);  /* when it is first shown */
} Page;

static GtkWidget *make_desk (PfWindow *self);
static GtkWidget *make_strategies (PfWindow *self);
static GtkWidget *make_positions (PfWindow *self);
static GtkWidget *make_journal (PfWindow *self);

static const Page pages[] = {
  { "desk", N_("Desk"), "go-home-symbolic", make_desk },
  { "strategies", N_("Strategies"), "starred-symbolic", make_strategies },
  { "positions", N_("Positions"), "view-list-symbolic", make_positions },
  { "journal", N_("Journal"), "document-open-recent-symbolic", make_journal },
};
#define N_PAGES G_N_ELEMENTS (pages)

struct _PfWindow
{
  AdwApplicationWindow parent_instance;
  PfExecutionEngine *engine;
  PfRiskManager *risk;
  GSettings *settings;
  AdwToastOverlay *toasts;
  GtkWidget *sidebar_header;
  GtkBox *pages;
  GtkStack *stack;
  GtkLabel *page_title, *clock, *latch_label, *note_label, *away_label;
  GtkRevealer *latch_bar, *note_bar, *away_bar;
  GtkButton *stop_all, *re_arm, *note_close, *away_close;
  GtkToggleButton *page_buttons[N_PAGES];
  GtkWidget *page_names[N_PAGES];
  GtkLabel *badges[N_PAGES];
  gboolean narrow;
  guint narrow_idle, stopwatch;
};

G_DEFINE_FINAL_TYPE (PfWindow, pf_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- pages ------------------------------------------------------------------------------------ */

static GtkWidget *
make_desk (PfWindow *self)
{
  return pf_desk_page_new (self->engine, self->settings);
}

static GtkWidget *
make_strategies (PfWindow *self)
{
  return pf_strategies_page_new (self->engine);
}

static GtkWidget *
make_journal (PfWindow *self)
{
  return pf_journal_page_new (self->engine);
}

static GtkWidget *
make_positions (PfWindow *self)
{
  return pf_positions_page_new (self->engine);
}

static void
show_page (PfWindow *self, guint i)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, pages[i].id);

  if (page == NULL)
    {
      page = pages[i].make (self);
      gtk_stack_add_named (self->stack, page, pages[i].id);
    }
  gtk_stack_set_visible_child (self->stack, page);
  gtk_label_set_text (self->page_title, _(pages[i].title));
  g_settings_set_string (self->settings, "page", pages[i].id);
}

static void
on_page_toggled (PfWindow *self, GtkToggleButton *button)
{
  for (guint i = 0; i < N_PAGES; i++)
    if (button == self->page_buttons[i] && gtk_toggle_button_get_active (button))
      show_page (self, i);
}

static void
select_page (PfWindow *self, const char *id)
{
  guint i = 0;

  while (i < N_PAGES - 1 && !g_str_equal (pages[i].id, id))
    i++;
  if (!g_str_equal (pages[i].id, id))
    i = 0;      /* of another version */
  gtk_toggle_button_set_active (self->page_buttons[i], TRUE);
}

static void
activate_page (GtkWidget *widget, const char *action, GVariant *parameter)
{
  select_page (PF_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

/* (st): a table of the journal, and of which deployment */
static void
activate_journal (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PfWindow *self = PF_WINDOW (widget);
  const char *table;
  guint64 deployment_id;

  g_variant_get (parameter, "(&st)", &table, &deployment_id);
  select_page (self, "journal");
  pf_journal_page_show (PF_JOURNAL_PAGE (gtk_stack_get_child_by_name (self->stack, "journal")),
                        table, deployment_id);
}

static void
add_page_button (PfWindow *self, guint i)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = pf_label_new (_(pages[i].title), NULL);
  GtkWidget *badge = gtk_label_new (NULL);

  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (badge, "badge");
  gtk_widget_add_css_class (badge, "number");
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (badge, FALSE);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (pages[i].icon));
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), badge);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _(pages[i].title));
  pf_accessible_set_name (button, _(pages[i].title));
  self->page_buttons[i] = GTK_TOGGLE_BUTTON (button);
  if (i > 0)
    gtk_toggle_button_set_group (self->page_buttons[i], self->page_buttons[0]);
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_page_toggled), self,
                           G_CONNECT_SWAPPED);
  self->page_names[i] = name;
  self->badges[i] = GTK_LABEL (badge);
  gtk_box_append (self->pages, button);
}

static void
show_badge (PfWindow *self, const char *id, guint count)
{
  for (guint i = 0; i < N_PAGES; i++)
    if (g_str_equal (pages[i].id, id))
      {
        pf_label_take_text (self->badges[i], g_strdup_printf ("%u", count));
        gtk_widget_set_visible (GTK_WIDGET (self->badges[i]), count > 0 && !self->narrow);
      }
}

/* --- what changes ----------------------------------------------------------------------------- */

static char *
latch_text (PfWindow *self, const PfDeskBatch *figures, guint positions)
{
  gint64 running_us = figures->stop_sent_us != 0 ? g_get_monotonic_time () - figures->stop_sent_us
                                                 : 0;
  g_autofree char *text = NULL;

  if (positions > 0)
    {
      text = g_strdup_printf (ngettext ("NOT FLAT: %u position is being closed.",
                                        "NOT FLAT: %u positions are being closed.", positions),
                              positions);
      if (figures->stop_sent_us == 0)
        return g_steal_pointer (&text);
      /* seconds since Stop all was pressed */
      return g_strdup_printf (_("%s  %.1f s"), text, (double) running_us / 1e6);
    }
  if (figures->stop_flat_us > 0)
    return g_strdup_printf (_("Stop all was pressed: locked after %.0f ms, all flat after %.1f s. "
                              "Nothing enters until you re-arm."),
                            (double) (figures->stop_latched_us + 999) / 1000,
                            (double) figures->stop_flat_us / 1e6);
  return g_strdup (pf_risk_manager_get_sentence (self->risk));
}

static gboolean
on_stopwatch (gpointer data)
{
  PfWindow *self = data;
  const PfDeskBatch *figures = pf_execution_engine_get_figures (self->engine);
  guint positions = g_list_model_get_n_items (pf_execution_engine_get_positions (self->engine));

  pf_label_take_text (self->latch_label, latch_text (self, figures, positions));
  if (figures->stop_sent_us != 0 && positions > 0)
    return G_SOURCE_CONTINUE;
  self->stopwatch = 0;
  return G_SOURCE_REMOVE;
}

static void
show_latch (PfWindow *self, const PfDeskBatch *figures, guint positions)
{
  gtk_revealer_set_reveal_child (self->latch_bar, figures->latch);
  gtk_widget_set_visible (GTK_WIDGET (self->latch_bar), figures->latch);
  gtk_widget_set_sensitive (GTK_WIDGET (self->re_arm), positions == 0);
  if (!figures->latch)
    return;
  pf_label_take_text (self->latch_label, latch_text (self, figures, positions));
  if (self->stopwatch == 0 && figures->stop_sent_us != 0 && positions > 0)
    self->stopwatch = g_timeout_add (STOPWATCH_MS, on_stopwatch, self);
}

static void
update (PfWindow *self)
{
  const PfDeskBatch *figures = pf_execution_engine_get_figures (self->engine);
  guint positions = g_list_model_get_n_items (pf_execution_engine_get_positions (self->engine));
  g_autofree char *time = pf_format_time (figures->ts_ns);

  if (figures->state == PF_DESK_READY)
    pf_label_take_text (self->clock, g_strdup_printf (_("market time %s UTC"), time));
  else
    pf_label_take_text (self->clock, g_strdup (pf_desk_state_name (figures->state)));
  gtk_widget_set_visible (GTK_WIDGET (self->stop_all),
                          pf_execution_engine_get_n_deployed (self->engine) > 0 || positions > 0);
  show_badge (self, "positions", positions);
  show_latch (self, figures, positions);
}

/* --- size ------------------------------------------------------------------------------------- */

static void
show_narrow (PfWindow *self)
{
  for (guint i = 0; i < N_PAGES; i++)
    gtk_widget_set_visible (self->page_names[i], !self->narrow);
  gtk_widget_set_visible (self->sidebar_header, !self->narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->clock), !self->narrow);
}

static gboolean
apply_narrow (gpointer data)
{
  PfWindow *self = data;

  self->narrow_idle = 0;
  show_narrow (self);
  update (self);
  return G_SOURCE_REMOVE;
}

/* Which widgets are shown must not change while they are given their places. */
static void
pf_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PfWindow *self = PF_WINDOW (widget);
  gboolean narrow = width < NARROW;

  GTK_WIDGET_CLASS (pf_window_parent_class)->size_allocate (widget, width, height, baseline);
  if (narrow == self->narrow)
    return;
  self->narrow = narrow;
  if (self->narrow_idle == 0)
    self->narrow_idle = g_idle_add (apply_narrow, self);
}

static void
keep_size (PfWindow *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (self->settings, "maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  if (gtk_window_is_maximized (GTK_WINDOW (self)))
    return;
  g_settings_set_int (self->settings, "width", MAX (width, 360));
  g_settings_set_int (self->settings, "height", MAX (height, 240));
}

/* --- object ----------------------------------------------------------------------------------- */

static void
on_note_close (PfWindow *self)
{
  pf_window_set_note (self, NULL);
}

static void
on_away_close (PfWindow *self)
{
  pf_window_set_away (self, NULL);
}

static void
activate_preferences (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PfWindow *self = PF_WINDOW (widget);
  const char *folder = pf_desk_data_dir (pf_execution_engine_get_desk (self->engine));

  gtk_window_present (GTK_WINDOW (pf_preferences_new (GTK_WINDOW (self), self->settings, folder)));
}

/* Made when it is asked for: a window that waits unseen confuses those who read the screen. */
static void
activate_shortcuts (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource ("/io/github/pilotfish/Pilotfish/pf-shortcuts.ui");
  GtkWindow *shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (shortcuts, GTK_WINDOW (widget));
  gtk_window_present (shortcuts);
}

static void
pf_window_unmap (GtkWidget *widget)
{
  keep_size (PF_WINDOW (widget));
  GTK_WIDGET_CLASS (pf_window_parent_class)->unmap (widget);
}

static void
pf_window_dispose (GObject *object)
{
  PfWindow *self = PF_WINDOW (object);

  g_clear_handle_id (&self->narrow_idle, g_source_remove);
  g_clear_handle_id (&self->stopwatch, g_source_remove);
  g_clear_object (&self->engine);
  g_clear_object (&self->risk);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (pf_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PfWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, sidebar_header);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, page_title);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, clock);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, stop_all);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, latch_bar);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, latch_label);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, re_arm);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, note_bar);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, note_label);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, note_close);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, away_bar);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, away_label);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, away_close);
}

static void
pf_window_class_init (PfWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_window_dispose;
  widget_class->size_allocate = pf_window_size_allocate;
  widget_class->unmap = pf_window_unmap;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/pilotfish/Pilotfish/pf-window.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "win.page", "s", activate_page);
  gtk_widget_class_install_action (widget_class, "win.journal", "(st)", activate_journal);
  gtk_widget_class_install_action (widget_class, "win.preferences", NULL, activate_preferences);
  gtk_widget_class_install_action (widget_class, "win.shortcuts", NULL, activate_shortcuts);
  for (guint i = 0; i < N_PAGES; i++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1 + i, GDK_ALT_MASK, "win.page",
                                         "s", pages[i].id);
}

static void
pf_window_init (PfWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < N_PAGES; i++)
    add_page_button (self, i);
  gtk_widget_set_visible (GTK_WIDGET (self->away_bar), FALSE);
  g_signal_connect_swapped (self->note_close, "clicked", G_CALLBACK (on_note_close), self);
  g_signal_connect_swapped (self->away_close, "clicked", G_CALLBACK (on_away_close), self);
}

PfWindow *
pf_window_new (AdwApplication *application, PfExecutionEngine *engine, PfRiskManager *risk,
               GSettings *settings, const char *note)
{
  PfWindow *self = g_object_new (PF_TYPE_WINDOW, "application", application, NULL);
  g_autofree char *page = g_settings_get_string (settings, "page");

  self->engine = g_object_ref (engine);
  self->risk = g_object_ref (risk);
  self->settings = g_object_ref (settings);
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "width"),
                               g_settings_get_int (settings, "height"));
  self->narrow = g_settings_get_int (settings, "width") < NARROW;
  show_narrow (self);
  if (g_settings_get_boolean (settings, "maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  select_page (self, page);
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

static void
set_bar (GtkRevealer *bar, GtkLabel *label, const char *sentence)
{
  gtk_widget_set_visible (GTK_WIDGET (bar), sentence != NULL);
  gtk_revealer_set_reveal_child (bar, sentence != NULL);
  gtk_label_set_text (label, sentence != NULL ? sentence : "");
}

void
pf_window_set_away (PfWindow *self, const char *sentence)
{
  set_bar (self->away_bar, self->away_label, sentence);
}

void
pf_window_set_note (PfWindow *self, const char *sentence)
{
  set_bar (self->note_bar, self->note_label, sentence);
}
