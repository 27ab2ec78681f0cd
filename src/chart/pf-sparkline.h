/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart/pf-chart-series.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* All values of a series as one small line without axes; it has the colour of what rose when it
 * ends at its beginning or above. */
#define PF_TYPE_SPARKLINE (pf_sparkline_get_type ())
G_DECLARE_FINAL_TYPE (PfSparkline, pf_sparkline, PF, SPARKLINE, GtkWidget)

GtkWidget *pf_sparkline_new (void);
/* (nullable) (transfer none); changes are followed */
void pf_sparkline_set_series (PfSparkline *self, PfChartSeries *series);
/* one sentence (transfer full) */
char *pf_sparkline_summary (PfSparkline *self);

G_END_DECLS
