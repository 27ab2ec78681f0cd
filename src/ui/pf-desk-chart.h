/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "object/pf-execution-engine.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PfDeskChart:
 *
 * The market that is looked at: instrument and timeframe to choose, candles that move as they
 * happen, two averages, the desk's own entries, exits, stops and targets on it, and whether
 * something is deployed on it. The same as a table for those who do not see it. While it is not on
 * the screen the desk is not asked for bars.
 */
#define PF_TYPE_DESK_CHART (pf_desk_chart_get_type ())
G_DECLARE_FINAL_TYPE (PfDeskChart, pf_desk_chart, PF, DESK_CHART, GtkBox)

/* settings: keeps what is chosen in "chart-symbol" and "chart-timeframe" */
GtkWidget *pf_desk_chart_new (PfExecutionEngine *engine, GSettings *settings);

/* "DEPLOYED · PAPER · Volume breakout", or with more than one "... · 3 strategies"; NULL when
 * nothing that runs trades symbol. A pure function of the rows (transfer full). */
char *pf_desk_chart_badge (GListModel *deployments, const char *symbol);

G_END_DECLS
