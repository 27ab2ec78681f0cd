/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bars as columns, and above them a pyramid: each entry of a level is four of the level below as
 * one bar (first open, highest high, lowest low, last close, sum of the volumes).
 *
 *   bars     | | | | | | | | | | | | |
 *   level 1  |       |       |       |.      the last entry may be of fewer
 *   level 2  |                       .
 *
 * Guarantees:
 * 1. An entry is computed from its children only, so it is the same however its bars came: one by
 *    one, changed in between, or all at once.
 * 2. Append and update_last touch one entry a level: O(log n). A range is merged out of O(log n)
 *    entries.
 * 3. Times rise strictly. At most PF_CHART_BARS_MAX bars.
 */
#pragma once

#include "model/pf-bar.h"

G_BEGIN_DECLS

#define PF_CHART_BARS_MAX (1u << 24)

typedef struct _PfChartColumns PfChartColumns;

PfChartColumns *pf_chart_columns_new (void);
void pf_chart_columns_free (PfChartColumns *self);
guint pf_chart_columns_length (const PfChartColumns *self);
void pf_chart_columns_clear (PfChartColumns *self);

/**
 * pf_chart_columns_append:
 * @bar: its prices count points
 *
 * Returns: %FALSE, and nothing is done, unless low <= open, close <= high, the time is later than
 *   the last bar's and there is room.
 */
gboolean pf_chart_columns_append (PfChartColumns *self, const PfBar *bar) G_GNUC_WARN_UNUSED_RESULT;

/**
 * pf_chart_columns_update_last:
 *
 * Replaces the last bar by one of the same time.
 *
 * Returns: %FALSE, and nothing is done, when there is none, its time is another, or low and high do
 *   not hold open and close.
 */
gboolean pf_chart_columns_update_last (PfChartColumns *self,
                                       const PfBar *bar) G_GNUC_WARN_UNUSED_RESULT;

/**
 * pf_chart_columns_load:
 *
 * Replaces all by these bars, the pyramid built once.
 *
 * Returns: %FALSE, and nothing is done, when append() would refuse one of them.
 */
gboolean pf_chart_columns_load (PfChartColumns *self, const PfBar *bars,
                                guint n_bars) G_GNUC_WARN_UNUSED_RESULT;

/* the bar at i < length */
PfBar pf_chart_columns_get (const PfChartColumns *self, guint i);
/* the column of times; length entries, valid until the next change */
const gint64 *pf_chart_columns_times (const PfChartColumns *self);
/* the bars [first, end) as one, with the time of the first; first < end <= length */
PfBar pf_chart_columns_range (const PfChartColumns *self, guint first, guint end);
/* the last bar that began at ts or before; -1 when there is none */
gint64 pf_chart_columns_find (const PfChartColumns *self, gint64 ts_ns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfChartColumns, pf_chart_columns_free)

G_END_DECLS
