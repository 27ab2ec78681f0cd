/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact numbers and times as people read them: pure functions, each text (transfer full). */
#pragma once

#include "base/pf-decimal.h"
#include "base/pf-time.h"

G_BEGIN_DECLS

#define PF_TEXT_THIN_SPACE "\xe2\x80\x89"
#define PF_TEXT_MINUS "\xe2\x88\x92"

/**
 * pf_text_number:
 * @value: a count of 10^-@decimals
 * @decimals: digits after the point in @value, 0..18
 * @shown: digits after the point in the text, rounded half-even
 * @always_signed: whether a positive number has its sign
 *
 * The sign, the digits in groups of three parted by a thin space, the fraction. What is shown as
 * zero has no sign.
 */
char *pf_text_number (PfInt128 value, guint decimals, guint shown, gboolean always_signed);

/**
 * pf_text_time:
 * @ts_ns: UTC nanoseconds since 1970
 *
 * "2024-03-01 14:05", UTC.
 */
char *pf_text_time (gint64 ts_ns);

/**
 * pf_text_one_line:
 * @text: (nullable): whatever came from outside, UTF-8 or not
 * @most: characters that are kept
 *
 * What of it can be shown in one line: other bytes than UTF-8 and characters that do not print
 * (line ends, escapes, those that turn the direction of writing) are U+FFFD; beyond @most there is
 * "…".
 */
char *pf_text_one_line (const char *text, guint most);

G_END_DECLS
