/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How much of something is used, as a bar: heat, a limit, a drawdown. Beyond a threshold it changes
 * its colour, and the thresholds are marks on the bar, so that colour is never alone. */
#define PF_TYPE_GAUGE (pf_gauge_get_type ())
G_DECLARE_FINAL_TYPE (PfGauge, pf_gauge, PF, GAUGE, GtkWidget)

typedef enum { PF_GAUGE_CALM, PF_GAUGE_WARN, PF_GAUGE_ALARM } PfGaugeState;

/**
 * pf_gauge_new:
 * @label: what it measures, for those who do not see where it stands: "Heat"
 */
GtkWidget *pf_gauge_new (const char *label);

/**
 * pf_gauge_set:
 * @level: 0 to 1; beyond is drawn as full, and NAN as none
 * @text: what the level is in words: "1.2 % of 10 %"
 */
void pf_gauge_set (PfGauge *self, double level, const char *text);
/* shares of the bar, 0 < warn <= alarm; above 1 there is none */
void pf_gauge_set_thresholds (PfGauge *self, double warn, double alarm);
PfGaugeState pf_gauge_get_state (PfGauge *self);

G_END_DECLS
