/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart/pf-chart-pane.h"

G_BEGIN_DECLS

/**
 * PfChartCard:
 *
 * A chart in a card, and the same as a table for those who do not see it, or want the numbers: a
 * button turns one into the other.
 */
#define PF_TYPE_CHART_CARD (pf_chart_card_get_type ())
G_DECLARE_FINAL_TYPE (PfChartCard, pf_chart_card, PF, CHART_CARD, GtkBox)

/* chart: the pane that is shown; name: what the table is called; with_bars: its rows have open,
 * high, low and volume, not only one value */
GtkWidget *pf_chart_card_new (PfChartPane *chart, const char *name, gboolean with_bars);
/* what the chart and the table show (nullable) (transfer none) */
void pf_chart_card_set_series (PfChartCard *self, PfChartSeries *series);
/* where more can be put, beside the button */
GtkBox *pf_chart_card_get_head (PfChartCard *self);

G_END_DECLS
