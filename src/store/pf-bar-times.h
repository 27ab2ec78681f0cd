/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the times of a file's bars say about its timeframe. Arrays are of PfBar and not empty. */
#pragma once

#include "model/pf-bar.h"

G_BEGIN_DECLS

/* The most common distance between two bars, oldest first; of equally common ones the shortest; of
 * one bar 1 minute. */
gint64 pf_bar_times_step (const GArray *bars);
void pf_bar_times_reverse (GArray *bars);
/* Oldest first. FALSE, with the bars left as they were, when two have one time: second is the first
 * bar whose time an earlier one (first) has. */
gboolean pf_bar_times_sort (GArray *bars, guint *first, guint *second);

G_END_DECLS
