/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How numbers, times and states are said to people: pure functions, each text (transfer full). */
#pragma once

#include "desk/pf-desk.h"

G_BEGIN_DECLS

/* "10 412.08": two digits, groups parted by a thin space */
char *pf_format_money (PfMoney money);
/* the same with its sign, which is never left out: "+41.20", "-3.18", "0.00" */
char *pf_format_pnl (PfMoney money);
/* "+0.40 %"; "-" for NAN */
char *pf_format_signed_percent (double percent);
char *pf_format_percent (double percent);
char *pf_format_price (PfPrice price, guint decimals);
char *pf_format_quantity (PfQuantity quantity);
/* A number that the journal has as text, of money, units or a count: "199.89", "3", "0.00012"; what
 * is no number as it is. */
char *pf_format_measure (const char *text);
/* "2 h 14 m", "35 s", "3 d 4 h" */
char *pf_format_duration (gint64 from_ns, gint64 to_ns);
/* "2024-03-01 14:05", UTC */
char *pf_format_time (gint64 ts_ns);
/* "gain", "loss" or "even": CSS classes */
const char *pf_format_pnl_class (PfMoney money);
/* "active", "paused", "stopped", "error": CSS classes */
const char *pf_format_status_class (PfDeploymentStatus status);

G_END_DECLS
