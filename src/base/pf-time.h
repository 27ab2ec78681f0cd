/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Time is an input: UTC nanoseconds since 1970 in a gint64, handed in from outside. Nothing here
 * asks a clock. The trading day is the UTC day.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PF_NS_PER_MS G_GINT64_CONSTANT (1000000)
#define PF_NS_PER_SECOND G_GINT64_CONSTANT (1000000000)
#define PF_NS_PER_MINUTE (60 * PF_NS_PER_SECOND)
#define PF_NS_PER_HOUR (60 * PF_NS_PER_MINUTE)
#define PF_NS_PER_DAY (24 * PF_NS_PER_HOUR)
#define PF_TIME_NONE G_MININT64
#define PF_TIME_TEXT_MAX 40

/* the last bucket start <= ts of buckets of length_ns since 1970 (weeks begin on Monday) */
gint64 pf_time_bucket (gint64 ts_ns, gint64 length_ns);
/* days since 1970-01-01, floored */
gint64 pf_time_day (gint64 ts_ns);
/* "2019-10-17T09:00:00Z", with a fraction of 3, 6 or 9 digits where there is one */
char *pf_time_print (gint64 ts_ns, char buffer[PF_TIME_TEXT_MAX]);
/* ISO 8601 in UTC: date, or date and time with T or blank, fraction, Z or offset; also
 * "2019-10-17 09-AM". FALSE when it is none of these, no such day exists, or it is not within the
 * years 1700 to 2250. */
gboolean pf_time_parse (const char *text, gssize length, gint64 *ts_ns) G_GNUC_WARN_UNUSED_RESULT;

/* "1m" "5m" "15m" "1h" "4h" "1d" "1w" or "<n>s|m|h|d|w" into ns; FALSE when not of that form */
gboolean pf_timeframe_parse (const char *text, gint64 *length_ns) G_GNUC_WARN_UNUSED_RESULT;
/* the shortest such text */
char *pf_timeframe_print (gint64 length_ns, char buffer[PF_TIME_TEXT_MAX]);

G_END_DECLS
