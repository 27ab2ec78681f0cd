/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of a deployment's or a backtest's settings: what they are called, their ranges, and how
 * they are read. */
#pragma once

#include "model/pf-deployment.h"
#include "model/pf-instrument.h"
#include "strategy/pf-strategy.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Bare fields, named for accessibility. help: a tooltip, or NULL */
GtkSpinButton *pf_field_number_new (const char *name, double min, double max, double value,
                                    guint digits);
GtkSpinButton *pf_field_param_new (const PfParam *param);
GtkDropDown *pf_field_timeframe_new (void);
GtkDropDown *pf_field_direction_new (void);

/* What is chosen is cut off beyond so many characters; the list below it is not. For a drop-down of
 * a GtkStringList. */
void pf_field_shorten (GtkDropDown *field, int characters);

/* The same with their name above, into a flow box. */
GtkSpinButton *pf_field_add_number (GtkWidget *flow, const char *name, const char *help, double min,
                                    double max, double value, guint digits);
GtkSpinButton *pf_field_add_param (GtkWidget *flow, const PfParam *param);
GtkDropDown *pf_field_add_symbol (GtkWidget *flow, const PfInstruments *instruments);
/* chosen: 0 is 1m, 3 is 1h */
GtkDropDown *pf_field_add_timeframe (GtkWidget *flow, guint chosen);
GtkDropDown *pf_field_add_direction (GtkWidget *flow, PfDirection chosen);

/* What they say, exactly as it is shown. */
PfRate pf_field_percent (GtkSpinButton *field);
gint64 pf_field_timeframe (GtkDropDown *field);
/* those that differ from their default, into out; their number */
guint pf_field_read_params (const PfStrategy *strategy, GtkSpinButton *const *fields,
                            PfParamValue *out);
/* the other way; timeframes that are not offered leave the field as it is */
void pf_field_set_timeframe (GtkDropDown *field, gint64 timeframe_ns);

G_END_DECLS
