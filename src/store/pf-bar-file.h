/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Candles from a file, by the rules of the backtest contract ("Bars"): CSV with a header or the
 * kline archive form without one, plain or gzip, oldest or newest first. The bytes are untrusted.
 */
#pragma once

#include "model/pf-bar.h"

G_BEGIN_DECLS

#define PF_BAR_FILE_SIZE_MAX (G_GINT64_CONSTANT (4) << 30)
#define PF_BAR_FILE_LINE_MAX 4096

/* The series' decimals are the most that any price in the file needs (trailing zeros do not count);
 * its timeframe is the most common step (of one bar: 1 minute). Errors (PF_BAR_ERROR_DATA or the
 * file's GIOError) are one sentence with the line number, counted from 1. */
PfBarSeries *pf_bar_file_load (const char *path, GError **error);
/* the same over bytes in memory (plain text); name is used in the sentences */
PfBarSeries *pf_bar_file_parse (const char *data, gsize length, const char *name, GError **error);

G_END_DECLS
