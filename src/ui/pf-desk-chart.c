/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pf-desk-chart.h"

#include "chart/pf-candle-chart.h"
#include "object/pf-format.h"
#include "ui/pf-accessible.h"
#include "ui/pf-chart-card.h"
#include "ui/pf-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const struct { const char *name; gint64 ns; } timeframes[] = {
  { "1m", PF_NS_PER_MINUTE },
  { "5m", 5 * PF_NS_PER_MINUTE },
  { "15m", 15 * PF_NS_PER_MINUTE },
  { "1h", 60 * PF_NS_PER_MINUTE },
};
#define N_TIMEFRAMES G_N_ELEMENTS (timeframes)

static const guint averages[] = { 20, 50 };
#define N_AVERAGES G_N_ELEMENTS (averages)

struct _PfDeskChart
{
  GtkBox parent_instance;
  PfExecutionEngine *engine;
  GSettings *settings;
  GtkDropDown *symbols;
  GtkToggleButton *timeframe[N_TIMEFRAMES];
  GtkLabel *price, *badge_text;
  GtkWidget *badge;
  PfChartCard *card;
  GtkWidget *chart;
  PfChartSeries *series;        /* NULL until bars came */
  guint32 instrument;
  gint64 timeframe_ns;
  PfChartLevel levels[PF_CANDLE_LEVELS_MAX];
  guint n_levels;
  gboolean markers_stale;
};

G_DEFINE_FINAL_TYPE (PfDeskChart, pf_desk_chart, GTK_TYPE_BOX)

/* --- the averages ----------------------------------------------------------------------------- */

/* in points; NAN before there are enough bars */
static double
average_at (PfChartSeries *series, guint index, guint length)
{
  double sum = 0;

  if (index + 1 < length)
    return NAN;
  for (guint i = index + 1 - length; i <= index; i++)
    sum += (double) pf_chart_series_get_bar (series, i).close;
  return sum / length;
}

static void
draw_averages (PfDeskChart *self)
{
  guint n = pf_chart_series_get_length (self->series);
  g_autofree double *values = g_new (double, n);

  pf_candle_chart_clear_lines (PF_CANDLE_CHART (self->chart));
  for (guint line = 0; line < N_AVERAGES; line++)
    {
      g_autofree char *name = g_strdup_printf (_("average of %u"), averages[line]);
      for (guint i = 0; i < n; i++)
        values[i] = average_at (self->series, i, averages[line]);
      pf_candle_chart_add_line (PF_CANDLE_CHART (self->chart), name, values, n);
    }
}

static void
move_averages (PfDeskChart *self)
{
  guint last = pf_chart_series_get_length (self->series) - 1;

  for (guint line = 0; line < N_AVERAGES; line++)
    pf_candle_chart_set_line_value (PF_CANDLE_CHART (self->chart), line, last,
                                    average_at (self->series, last, averages[line]));
}

/* --- bars ------------------------------------------------------------------------------------- */

static void
begin_series (PfDeskChart *self, const PfBarNews *news)
{
  const PfInstruments *instruments = pf_execution_engine_get_instruments (self->engine);
  g_autoptr (PfChartSeries) series
      = pf_chart_series_new (pf_instruments_get (instruments, news->instrument)->symbol,
                             news->decimals, news->timeframe_ns);

  pf_chart_series_load (series, (const PfBar *) news->bars->data, news->bars->len);
  g_set_object (&self->series, series);
  pf_chart_card_set_series (self->card, series);
  if (pf_chart_series_get_length (series) > 0)
    draw_averages (self);
  self->markers_stale = TRUE;
  self->n_levels = G_MAXUINT;   /* whatever is drawn is of another series */
}

static void
go_on (PfDeskChart *self, const PfBarNews *news)
{
  for (guint i = 0; i < news->bars->len; i++)
    {
      const PfBar *bar = &g_array_index (news->bars, PfBar, i);
      guint n = pf_chart_series_get_length (self->series);
      if (n > 0 && pf_chart_series_get_bar (self->series, n - 1).ts_open_ns == bar->ts_open_ns)
        pf_chart_series_update_last (self->series, bar);
      else
        pf_chart_series_append (self->series, bar);
      move_averages (self);
    }
}

static void
on_bars (PfExecutionEngine *engine, const PfBarNews *news, PfDeskChart *self)
{
  guint n;

  if (news->instrument != self->instrument || news->timeframe_ns != self->timeframe_ns)
    return;     /* of the choice before this one */
  if (news->whole)
    begin_series (self, news);
  else if (self->series != NULL)
    go_on (self, news);
  n = self->series != NULL ? pf_chart_series_get_length (self->series) : 0;
  if (n > 0)
    pf_label_take_text (self->price,
                        pf_chart_series_format (
                            self->series, pf_chart_series_get_bar (self->series, n - 1).close));
}

/* --- what the desk has on it ------------------------------------------------------------------ */

static gboolean
trades_symbol (const PfDeploymentRow *row, const char *symbol)
{
  g_auto (GStrv) symbols = g_strsplit (row->symbols, ", ", -1);

  return row->status != PF_DEPLOYMENT_STOPPED
         && g_strv_contains ((const char *const *) symbols, symbol);
}

char *
pf_desk_chart_badge (GListModel *deployments, const char *symbol)
{
  g_autofree char *name = NULL;
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (deployments); i++)
    {
      g_autoptr (PfDeployment) item = g_list_model_get_item (deployments, i);
      if (!trades_symbol (pf_deployment_get_row (item), symbol))
        continue;
      n++;
      g_free (name);
      name = g_strdup (_(pf_deployment_get_row (item)->strategy_name));
    }
  if (n == 0)
    return NULL;
  if (n == 1)
    return g_strdup_printf (_("DEPLOYED · PAPER · %s"), name);
  return g_strdup_printf (ngettext ("DEPLOYED · PAPER · %u strategy",
                                    "DEPLOYED · PAPER · %u strategies", n), n);
}

static void
add_marker (GArray *markers, gint64 ts_ns, PfPrice price, PfSide side, gboolean is_entry)
{
  PfChartMarker marker = { ts_ns, price, side, is_entry };

  if (price.e18 > 0)
    g_array_append_val (markers, marker);
}

static void
show_markers (PfDeskChart *self)
{
  g_autoptr (GArray) markers = g_array_new (FALSE, FALSE, sizeof (PfChartMarker));
  GListModel *trades = pf_execution_engine_get_trades (self->engine);
  GListModel *positions = pf_execution_engine_get_positions (self->engine);

  for (guint i = 0; i < g_list_model_get_n_items (trades); i++)
    {
      g_autoptr (PfTradeItem) item = g_list_model_get_item (trades, i);
      const PfTrade *trade = &pf_trade_item_get_row (item)->trade;
      if (trade->instrument != self->instrument)
        continue;
      add_marker (markers, trade->ts_entry_ns, trade->entry_price, trade->side, TRUE);
      add_marker (markers, trade->ts_exit_ns, trade->exit_price, pf_side_opposite (trade->side),
                  FALSE);
    }
  for (guint i = 0; i < g_list_model_get_n_items (positions); i++)
    {
      g_autoptr (PfPositionItem) item = g_list_model_get_item (positions, i);
      const PfPositionRow *row = pf_position_item_get_row (item);
      if (row->instrument == self->instrument)
        add_marker (markers, row->ts_opened_ns, row->entry, row->side, TRUE);
    }
  pf_candle_chart_set_markers (PF_CANDLE_CHART (self->chart),
                               (const PfChartMarker *) markers->data, markers->len);
  self->markers_stale = FALSE;
}

static guint
find_levels (PfDeskChart *self, PfChartLevel *levels)
{
  GListModel *positions = pf_execution_engine_get_positions (self->engine);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (positions); i++)
    {
      g_autoptr (PfPositionItem) item = g_list_model_get_item (positions, i);
      const PfPositionRow *row = pf_position_item_get_row (item);
      const PfChartLevel mine[] = {
        { row->entry, row->ts_opened_ns, PF_CHART_LEVEL_ENTRY, _("entry") },
        { row->stop, row->ts_opened_ns, PF_CHART_LEVEL_STOP, _("stop") },
        { row->target, row->ts_opened_ns, PF_CHART_LEVEL_TARGET, _("target") },
      };
      for (guint j = 0; j < G_N_ELEMENTS (mine) && row->instrument == self->instrument; j++)
        if (mine[j].price.e18 > 0 && n < PF_CANDLE_LEVELS_MAX)
          levels[n++] = mine[j];
    }
  return n;
}

/* A level that did not change is not drawn again. */
static void
show_levels (PfDeskChart *self)
{
  PfChartLevel levels[PF_CANDLE_LEVELS_MAX];
  guint n = find_levels (self, levels);
  gboolean same = n == self->n_levels;

  for (guint i = 0; same && i < n; i++)
    same = pf_price_compare (levels[i].price, self->levels[i].price) == 0
           && levels[i].kind == self->levels[i].kind
           && levels[i].ts_from_ns == self->levels[i].ts_from_ns;
  if (same)
    return;
  memcpy (self->levels, levels, n * sizeof *levels);
  self->n_levels = n;
  pf_candle_chart_set_levels (PF_CANDLE_CHART (self->chart), levels, n);
}

static void
update (PfDeskChart *self)
{
  const PfInstruments *instruments = pf_execution_engine_get_instruments (self->engine);
  char *badge = pf_desk_chart_badge (pf_execution_engine_get_deployments (self->engine),
                                     pf_instruments_get (instruments, self->instrument)->symbol);

  gtk_widget_set_visible (self->badge, badge != NULL);
  pf_label_take_text (self->badge_text, badge != NULL ? badge : g_strdup (""));
  if (self->series == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  show_levels (self);
  if (self->markers_stale)
    show_markers (self);
}

static void
on_rows_changed (PfDeskChart *self)
{
  self->markers_stale = TRUE;
}

/* --- what is chosen --------------------------------------------------------------------------- */

static void
watch (PfDeskChart *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    pf_execution_engine_watch (self->engine, self->instrument, self->timeframe_ns);
}

static void
on_symbol (PfDeskChart *self)
{
  const PfInstruments *instruments = pf_execution_engine_get_instruments (self->engine);
  guint chosen = gtk_drop_down_get_selected (self->symbols);

  if (chosen == GTK_INVALID_LIST_POSITION || chosen >= instruments->n)
    return;
  self->instrument = chosen;
  g_settings_set_string (self->settings, "chart-symbol",
                         pf_instruments_get (instruments, chosen)->symbol);
  watch (self);
  update (self);
}

static void
on_timeframe (PfDeskChart *self, GtkToggleButton *button)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  for (guint i = 0; i < N_TIMEFRAMES; i++)
    if (button == self->timeframe[i])
      {
        self->timeframe_ns = timeframes[i].ns;
        g_settings_set_string (self->settings, "chart-timeframe", timeframes[i].name);
      }
  watch (self);
}

/* --- construction ----------------------------------------------------------------------------- */

static GtkWidget *
make_symbols (PfDeskChart *self)
{
  const PfInstruments *instruments = pf_execution_engine_get_instruments (self->engine);
  g_autofree char *kept = g_settings_get_string (self->settings, "chart-symbol");
  GtkStringList *names = gtk_string_list_new (NULL);
  GtkWidget *symbols = gtk_drop_down_new (G_LIST_MODEL (names), NULL);

  for (guint32 i = 0; i < instruments->n; i++)
    {
      gtk_string_list_append (names, pf_instruments_get (instruments, i)->symbol);
      if (g_str_equal (pf_instruments_get (instruments, i)->symbol, kept))
        self->instrument = i;
    }
  gtk_drop_down_set_selected (GTK_DROP_DOWN (symbols), self->instrument);
  pf_accessible_set_name (symbols, _("Instrument of the chart"));
  self->symbols = GTK_DROP_DOWN (symbols);
  return symbols;
}

static GtkWidget *
make_timeframes (PfDeskChart *self)
{
  g_autofree char *kept = g_settings_get_string (self->settings, "chart-timeframe");
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  guint chosen = 0;

  gtk_widget_add_css_class (box, "linked");
  for (guint i = 0; i < N_TIMEFRAMES; i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (timeframes[i].name);
      g_autofree char *name = g_strdup_printf (_("Candles of %s"), timeframes[i].name);
      pf_accessible_set_name (button, name);
      self->timeframe[i] = GTK_TOGGLE_BUTTON (button);
      if (i > 0)
        gtk_toggle_button_set_group (self->timeframe[i], self->timeframe[0]);
      if (g_str_equal (timeframes[i].name, kept))
        chosen = i;
      gtk_box_append (GTK_BOX (box), button);
    }
  self->timeframe_ns = timeframes[chosen].ns;
  gtk_toggle_button_set_active (self->timeframe[chosen], TRUE);
  for (guint i = 0; i < N_TIMEFRAMES; i++)
    g_signal_connect_object (self->timeframe[i], "toggled", G_CALLBACK (on_timeframe), self,
                             G_CONNECT_SWAPPED);
  return box;
}

static GtkWidget *
make_badge (PfDeskChart *self)
{
  GtkWidget *dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->badge = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 7);
  self->badge_text = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->badge_text, PANGO_ELLIPSIZE_END);
  gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (dot, "dot");
  gtk_widget_add_css_class (self->badge, "deployed");
  gtk_widget_set_valign (self->badge, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (self->badge, GTK_ALIGN_END);
  gtk_widget_set_hexpand (self->badge, TRUE);
  gtk_widget_set_visible (self->badge, FALSE);
  gtk_box_append (GTK_BOX (self->badge), dot);
  gtk_box_append (GTK_BOX (self->badge), GTK_WIDGET (self->badge_text));
  return self->badge;
}

/* Around the button that the card has in its head. */
static void
fill_head (PfDeskChart *self)
{
  GtkBox *head = pf_chart_card_get_head (self->card);
  GtkWidget *space = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->price = GTK_LABEL (pf_label_new (NULL, "number"));
  gtk_label_set_width_chars (self->price, 10);
  gtk_widget_add_css_class (GTK_WIDGET (self->price), "heading");
  gtk_widget_set_hexpand (space, TRUE);
  gtk_box_prepend (head, make_timeframes (self));
  gtk_box_prepend (head, GTK_WIDGET (self->price));
  gtk_box_prepend (head, make_symbols (self));
  gtk_box_append (head, space);
  gtk_box_append (head, make_badge (self));
}

static void
fill (PfDeskChart *self)
{
  GtkWidget *card;

  self->chart = pf_candle_chart_new ();
  pf_chart_pane_set_empty_text (PF_CHART_PANE (self->chart),
                                _("The first candles are on their way."));
  gtk_widget_set_size_request (self->chart, -1, 240);
  card = pf_chart_card_new (PF_CHART_PANE (self->chart), _("The candles"), TRUE);
  self->card = PF_CHART_CARD (card);
  fill_head (self);
  gtk_widget_set_vexpand (card, TRUE);
  gtk_box_append (GTK_BOX (self), card);
}

/* --- object ----------------------------------------------------------------------------------- */

static void
pf_desk_chart_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pf_desk_chart_parent_class)->map (widget);
  watch (PF_DESK_CHART (widget));
}

static void
pf_desk_chart_unmap (GtkWidget *widget)
{
  PfDeskChart *self = PF_DESK_CHART (widget);

  GTK_WIDGET_CLASS (pf_desk_chart_parent_class)->unmap (widget);
  pf_execution_engine_watch (self->engine, self->instrument, 0);
}

static void
pf_desk_chart_dispose (GObject *object)
{
  PfDeskChart *self = PF_DESK_CHART (object);

  g_clear_object (&self->series);
  G_OBJECT_CLASS (pf_desk_chart_parent_class)->dispose (object);
}

static void
pf_desk_chart_finalize (GObject *object)
{
  PfDeskChart *self = PF_DESK_CHART (object);

  g_object_unref (self->engine);
  g_object_unref (self->settings);
  G_OBJECT_CLASS (pf_desk_chart_parent_class)->finalize (object);
}

static void
pf_desk_chart_class_init (PfDeskChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pf_desk_chart_dispose;
  object_class->finalize = pf_desk_chart_finalize;
  widget_class->map = pf_desk_chart_map;
  widget_class->unmap = pf_desk_chart_unmap;
}

static void
pf_desk_chart_init (PfDeskChart *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
}

GtkWidget *
pf_desk_chart_new (PfExecutionEngine *engine, GSettings *settings)
{
  PfDeskChart *self = g_object_new (PF_TYPE_DESK_CHART, NULL);

  self->engine = g_object_ref (engine);
  self->settings = g_object_ref (settings);
  fill (self);
  g_signal_connect_object (self->symbols, "notify::selected", G_CALLBACK (on_symbol), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "bars", G_CALLBACK (on_bars), self, 0);
  g_signal_connect_object (engine, "updated", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pf_execution_engine_get_trades (engine), "items-changed",
                           G_CALLBACK (on_rows_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pf_execution_engine_get_positions (engine), "items-changed",
                           G_CALLBACK (on_rows_changed), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
