/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/pf-decimal.h"
#include "base/pf-time.h"

G_BEGIN_DECLS

/* One closed candle. Prices count points: 10^-decimals of the series (or instrument) it is in, so
 * that averages and crossings compare as integers. Volume is a statistic, hence a double. */
typedef struct
{
  gint64 ts_open_ns;
  gint64 open, high, low, close;
  double volume;
} PfBar;

/* Bars of one instrument and timeframe, oldest first, strictly rising times. */
typedef struct
{
  guint decimals;             /* of the points, 0..18 */
  gint64 timeframe_ns;
  GArray *bars;               /* of PfBar */
} PfBarSeries;

PfBarSeries *pf_bar_series_new (guint decimals, gint64 timeframe_ns);
void pf_bar_series_free (PfBarSeries *self);
/* appends; FALSE (and nothing done) unless low <= open, close <= high, low > 0, and the time is
 * later than the last bar's */
gboolean pf_bar_series_append (PfBarSeries *self, const PfBar *bar) G_GNUC_WARN_UNUSED_RESULT;
static inline guint pf_bar_series_length (const PfBarSeries *self) { return self->bars->len; }
static inline const PfBar *
pf_bar_series_get (const PfBarSeries *self, guint i)
{
  g_assert (i < self->bars->len);
  return &g_array_index (self->bars, PfBar, i);
}

/* Buckets as BACKTEST.md "Resampling": begin at multiples of the timeframe since 1970 UTC (weeks
 * on Monday), labelled by their open, the unfinished last one dropped, empty ones not invented.
 * NULL with a sentence when timeframe_ns is finer than, or no multiple of, the series' own. */
PfBarSeries *pf_bar_series_resample (const PfBarSeries *self, gint64 timeframe_ns, GError **error);
/* The same of a market that is known up to end_ns: a last bucket that ended by then is finished,
 * though the bars at its end are missing. */
PfBarSeries *pf_bar_series_resample_until (const PfBarSeries *self, gint64 timeframe_ns,
                                           gint64 end_ns, GError **error);

/* Builds bars of one timeframe out of finer pieces (ticks are pieces with four equal prices). */
typedef struct
{
  gint64 timeframe_ns;
  gboolean open_any;          /* a bucket is being filled */
  PfBar bar;
} PfBarBuilder;

void pf_bar_builder_init (PfBarBuilder *self, gint64 timeframe_ns);
/* Adds a piece that covers [piece->ts_open_ns, + piece_ns). Returns TRUE and fills closed when this
 * piece ends its bucket, or when it begins a later one (then closed is the earlier bucket and the
 * piece counts into the new; call pf_bar_builder_flush_ended to learn whether that ended, too). */
gboolean pf_bar_builder_add (PfBarBuilder *self, const PfBar *piece, gint64 piece_ns,
                             PfBar *closed);
/* TRUE and the bar when the bucket in progress has ended at end_ns or before */
gboolean pf_bar_builder_flush_ended (PfBarBuilder *self, gint64 end_ns, PfBar *closed);

#define PF_BAR_ERROR (pf_bar_error_quark ())
GQuark pf_bar_error_quark (void);
typedef enum { PF_BAR_ERROR_TIMEFRAME, PF_BAR_ERROR_DATA } PfBarError;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfBarSeries, pf_bar_series_free)

G_END_DECLS
