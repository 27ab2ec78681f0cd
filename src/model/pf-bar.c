/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/pf-bar.h"

G_DEFINE_QUARK (pf-bar-error-quark, pf_bar_error)

PfBarSeries *
pf_bar_series_new (guint decimals, gint64 timeframe_ns)
{
  PfBarSeries *self = g_new0 (PfBarSeries, 1);

  g_assert (decimals <= PF_DECIMALS && timeframe_ns > 0);
  self->decimals = decimals;
  self->timeframe_ns = timeframe_ns;
  self->bars = g_array_new (FALSE, FALSE, sizeof (PfBar));
  return self;
}

void
pf_bar_series_free (PfBarSeries *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->bars);
  g_free (self);
}

gboolean
pf_bar_series_append (PfBarSeries *self, const PfBar *bar)
{
  guint n = self->bars->len;

  if (bar->low <= 0 || bar->low > bar->open || bar->low > bar->close || bar->high < bar->open
      || bar->high < bar->close
      || (n > 0 && bar->ts_open_ns <= g_array_index (self->bars, PfBar, n - 1).ts_open_ns))
    return FALSE;
  g_array_append_val (self->bars, *bar);
  return TRUE;
}

PfBarSeries *
pf_bar_series_resample (const PfBarSeries *self, gint64 timeframe_ns, GError **error)
{
  gint64 end_ns = self->bars->len == 0 ? 0
                                       : pf_bar_series_get (self, self->bars->len - 1)->ts_open_ns
                                             + self->timeframe_ns;

  return pf_bar_series_resample_until (self, timeframe_ns, end_ns, error);
}

PfBarSeries *
pf_bar_series_resample_until (const PfBarSeries *self, gint64 timeframe_ns, gint64 end_ns,
                              GError **error)
{
  g_autoptr (PfBarSeries) out = NULL;
  char have[PF_TIME_TEXT_MAX], want[PF_TIME_TEXT_MAX];
  PfBarBuilder builder;
  PfBar closed;

  if (timeframe_ns < self->timeframe_ns || timeframe_ns % self->timeframe_ns != 0)
    {
      g_set_error (error, PF_BAR_ERROR, PF_BAR_ERROR_TIMEFRAME,
                   "Bars of %s cannot be made from bars of %s; choose a multiple of it.",
                   pf_timeframe_print (timeframe_ns, want),
                   pf_timeframe_print (self->timeframe_ns, have));
      return NULL;
    }
  out = pf_bar_series_new (self->decimals, timeframe_ns);
  pf_bar_builder_init (&builder, timeframe_ns);
  for (guint i = 0; i < self->bars->len; i++)
    {
      const PfBar *bar = pf_bar_series_get (self, i);
      /* Two may end: the one before (a gap lay behind it), and this bar's own. */
      if (pf_bar_builder_add (&builder, bar, self->timeframe_ns, &closed))
        g_array_append_val (out->bars, closed);
      if (pf_bar_builder_flush_ended (&builder, bar->ts_open_ns + self->timeframe_ns, &closed))
        g_array_append_val (out->bars, closed);
    }
  if (pf_bar_builder_flush_ended (&builder, end_ns, &closed))
    g_array_append_val (out->bars, closed);
  return g_steal_pointer (&out);
}

/* --- builder ---------------------------------------------------------------------------------- */

void
pf_bar_builder_init (PfBarBuilder *self, gint64 timeframe_ns)
{
  g_assert (timeframe_ns > 0);
  *self = (PfBarBuilder){ .timeframe_ns = timeframe_ns };
}

gboolean
pf_bar_builder_flush_ended (PfBarBuilder *self, gint64 end_ns, PfBar *closed)
{
  if (!self->open_any || self->bar.ts_open_ns + self->timeframe_ns > end_ns)
    return FALSE;
  *closed = self->bar;
  self->open_any = FALSE;
  return TRUE;
}

gboolean
pf_bar_builder_add (PfBarBuilder *self, const PfBar *piece, gint64 piece_ns, PfBar *closed)
{
  gint64 bucket = pf_time_bucket (piece->ts_open_ns, self->timeframe_ns);
  gboolean ended = self->open_any && self->bar.ts_open_ns != bucket;

  if (ended)
    *closed = self->bar;
  if (ended || !self->open_any)
    {
      self->bar = *piece;
      self->bar.ts_open_ns = bucket;
      self->open_any = TRUE;
    }
  else
    {
      self->bar.high = MAX (self->bar.high, piece->high);
      self->bar.low = MIN (self->bar.low, piece->low);
      self->bar.close = piece->close;
      self->bar.volume += piece->volume;
    }
  if (ended)
    return TRUE;
  return pf_bar_builder_flush_ended (self, piece->ts_open_ns + piece_ns, closed);
}
