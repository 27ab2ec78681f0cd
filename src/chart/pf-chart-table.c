/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/pf-chart-table.h"

#include "base/pf-text.h"
#include "chart/pf-chart-axis.h"

/* --- row -------------------------------------------------------------------------------------- */

struct _PfChartRow
{
  GObject parent_instance;
  PfChartSeries *series;
  guint index;
};

enum { PROP_0, PROP_TIME, PROP_OPEN, PROP_HIGH, PROP_LOW, PROP_CLOSE, PROP_VOLUME, N_PROPS };

G_DEFINE_FINAL_TYPE (PfChartRow, pf_chart_row, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static char *
text_of (PfChartSeries *series, const PfBar *bar, guint property)
{
  switch (property)
    {
    case PROP_TIME:
      return pf_text_time (bar->ts_open_ns);
    case PROP_OPEN:
      return pf_chart_series_format (series, bar->open);
    case PROP_HIGH:
      return pf_chart_series_format (series, bar->high);
    case PROP_LOW:
      return pf_chart_series_format (series, bar->low);
    case PROP_CLOSE:
      return pf_chart_series_format (series, bar->close);
    case PROP_VOLUME:
      return pf_chart_short_number (bar->volume);
    default:
      g_assert_not_reached ();
    }
}

static void
pf_chart_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  PfChartRow *self = PF_CHART_ROW (object);
  PfBar bar;

  if (id == PROP_0 || id >= N_PROPS)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
      return;
    }
  /* a row that somebody held while the series was emptied */
  if (self->index >= pf_chart_series_get_length (self->series))
    return;
  bar = pf_chart_series_get_bar (self->series, self->index);
  g_value_take_string (value, text_of (self->series, &bar, id));
}

static void
pf_chart_row_finalize (GObject *object)
{
  g_object_unref (PF_CHART_ROW (object)->series);
  G_OBJECT_CLASS (pf_chart_row_parent_class)->finalize (object);
}

static void
pf_chart_row_class_init (PfChartRowClass *klass)
{
  static const char *const names[N_PROPS]
      = { NULL, "time", "open", "high", "low", "close", "volume" };

  G_OBJECT_CLASS (klass)->get_property = pf_chart_row_get_property;
  G_OBJECT_CLASS (klass)->finalize = pf_chart_row_finalize;
  for (guint i = 1; i < N_PROPS; i++)
    properties[i] = g_param_spec_string (names[i], NULL, NULL, NULL,
                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
}

static void
pf_chart_row_init (PfChartRow *self)
{
}

/* --- list ------------------------------------------------------------------------------------- */

struct _PfChartTable
{
  GObject parent_instance;
  PfChartSeries *series;
  guint length;                 /* as last told */
};

static GType
get_item_type (GListModel *model)
{
  return PF_TYPE_CHART_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return PF_CHART_TABLE (model)->length;
}

static gpointer
get_item (GListModel *model, guint position)
{
  PfChartTable *self = PF_CHART_TABLE (model);
  PfChartRow *row;

  if (position >= self->length)
    return NULL;
  row = g_object_new (PF_TYPE_CHART_ROW, NULL);
  row->series = g_object_ref (self->series);
  row->index = position;
  return row;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PfChartTable, pf_chart_table, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
changed_cb (PfChartSeries *series, guint what, PfChartTable *self)
{
  guint before = self->length;

  self->length = pf_chart_series_get_length (series);
  if (what == PF_CHART_CHANGE_APPENDED)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, self->length - before);
  else if (what == PF_CHART_CHANGE_LAST)
    g_list_model_items_changed (G_LIST_MODEL (self), before - 1, 1, 1);
  else
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->length);
}

static void
pf_chart_table_finalize (GObject *object)
{
  g_object_unref (PF_CHART_TABLE (object)->series);
  G_OBJECT_CLASS (pf_chart_table_parent_class)->finalize (object);
}

static void
pf_chart_table_class_init (PfChartTableClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_chart_table_finalize;
}

static void
pf_chart_table_init (PfChartTable *self)
{
}

GListModel *
pf_chart_table_new (PfChartSeries *series)
{
  PfChartTable *self = g_object_new (PF_TYPE_CHART_TABLE, NULL);

  g_assert (PF_IS_CHART_SERIES (series));
  self->series = g_object_ref (series);
  self->length = pf_chart_series_get_length (series);
  g_signal_connect_object (series, "changed", G_CALLBACK (changed_cb), self, 0);
  return G_LIST_MODEL (self);
}
