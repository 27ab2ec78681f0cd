/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The text of a candle file, line by line, into bars. Knows nothing of files: bytes come in pieces
 * of whole lines.
 *
 *   HEADER --a header, or a line of the kline archive--> ROWS --finish--> bars, oldest first
 *     |  (two other lines may come before)                |
 *     +----------------- refused: one sentence with the line number
 *
 * Guarantees
 *  1. A bar that comes out keeps every rule of the backtest contract; a line that breaks one is
 *     refused with its number, counted from 1 over all lines.
 *  2. Prices are exact: the series has the decimals that its finest price needs.
 *  3. Memory: the bars, nothing else that grows; at most PF_BAR_PARSER_BARS_MAX of them.
 */
#pragma once

#include "model/pf-bar.h"

G_BEGIN_DECLS

#define PF_BAR_PARSER_BARS_MAX 50000000     /* 95 years of minutes */

typedef struct _PfBarParser PfBarParser;

/* name is what the sentences call the file */
PfBarParser *pf_bar_parser_new (const char *name);
void pf_bar_parser_free (PfBarParser *self);
/* Takes whole lines, each ended by '\n'. */
gboolean pf_bar_parser_feed (PfBarParser *self, const char *lines, gsize length,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The number of the last line that was fed. */
guint64 pf_bar_parser_line (const PfBarParser *self);
/* The series (transfer full), or NULL when there is no bar. The parser is used up. */
PfBarSeries *pf_bar_parser_finish (PfBarParser *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfBarParser, pf_bar_parser_free)

G_END_DECLS
