/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/pf-chart-series.h"

#include "base/pf-text.h"

struct _PfChartSeries
{
  GObject parent_instance;
  char *name;
  guint decimals;
  gint64 timeframe_ns;
  PfChartColumns *columns;
};

G_DEFINE_FINAL_TYPE (PfChartSeries, pf_chart_series, G_TYPE_OBJECT)

static guint changed_signal;

static void
pf_chart_series_finalize (GObject *object)
{
  PfChartSeries *self = PF_CHART_SERIES (object);

  g_free (self->name);
  pf_chart_columns_free (self->columns);
  G_OBJECT_CLASS (pf_chart_series_parent_class)->finalize (object);
}

static void
pf_chart_series_class_init (PfChartSeriesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_chart_series_finalize;
  /**
   * PfChartSeries::changed:
   * @what: a #PfChartChange
   */
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, g_cclosure_marshal_VOID__UINT, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
pf_chart_series_init (PfChartSeries *self)
{
  self->columns = pf_chart_columns_new ();
}

PfChartSeries *
pf_chart_series_new (const char *name, guint decimals, gint64 timeframe_ns)
{
  PfChartSeries *self = g_object_new (PF_TYPE_CHART_SERIES, NULL);

  g_assert (name != NULL && decimals <= PF_DECIMALS && timeframe_ns >= 0);
  self->name = g_strdup (name);
  self->decimals = decimals;
  self->timeframe_ns = timeframe_ns;
  return self;
}

const char *
pf_chart_series_get_name (PfChartSeries *self)
{
  return self->name;
}

guint
pf_chart_series_get_decimals (PfChartSeries *self)
{
  return self->decimals;
}

gint64
pf_chart_series_get_timeframe (PfChartSeries *self)
{
  return self->timeframe_ns;
}

guint
pf_chart_series_get_length (PfChartSeries *self)
{
  return pf_chart_columns_length (self->columns);
}

PfBar
pf_chart_series_get_bar (PfChartSeries *self, guint i)
{
  return pf_chart_columns_get (self->columns, i);
}

const PfChartColumns *
pf_chart_series_get_columns (PfChartSeries *self)
{
  return self->columns;
}

static gboolean
tell (PfChartSeries *self, gboolean done, PfChartChange what)
{
  if (done)
    g_signal_emit (self, changed_signal, 0, (guint) what);
  return done;
}

gboolean
pf_chart_series_append (PfChartSeries *self, const PfBar *bar)
{
  return tell (self, pf_chart_columns_append (self->columns, bar), PF_CHART_CHANGE_APPENDED);
}

gboolean
pf_chart_series_update_last (PfChartSeries *self, const PfBar *bar)
{
  return tell (self, pf_chart_columns_update_last (self->columns, bar), PF_CHART_CHANGE_LAST);
}

gboolean
pf_chart_series_load (PfChartSeries *self, const PfBar *bars, guint n_bars)
{
  return tell (self, pf_chart_columns_load (self->columns, bars, n_bars), PF_CHART_CHANGE_ALL);
}

void
pf_chart_series_clear (PfChartSeries *self)
{
  pf_chart_columns_clear (self->columns);
  tell (self, TRUE, PF_CHART_CHANGE_ALL);
}

gboolean
pf_chart_series_append_value (PfChartSeries *self, gint64 ts_ns, gint64 points)
{
  PfBar bar = { ts_ns, points, points, points, points, 0 };
  guint n = pf_chart_series_get_length (self);

  if (n > 0 && pf_chart_columns_times (self->columns)[n - 1] == ts_ns)
    return pf_chart_series_update_last (self, &bar);
  return pf_chart_series_append (self, &bar);
}

char *
pf_chart_series_format (PfChartSeries *self, gint64 points)
{
  return pf_text_number (points, self->decimals, self->decimals, FALSE);
}

char *
pf_chart_series_title (PfChartSeries *self)
{
  char timeframe[PF_TIME_TEXT_MAX];

  if (self->timeframe_ns == 0)
    return g_strdup (self->name);
  return g_strdup_printf ("%s %s", self->name, pf_timeframe_print (self->timeframe_ns, timeframe));
}
