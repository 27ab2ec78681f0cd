/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Market feeds: pieces of market in the order of time. Practice plays the generator's seconds for
 * ever; a replay plays bars of a file and ends with them. Both can be sought, and show their past.
 */
#pragma once

#include "market/pf-generator.h"

G_BEGIN_DECLS

#define PF_FEED_HISTORY_BARS 2000

typedef struct
{
  guint32 instrument;
  PfBar piece;
  gint64 piece_ns;
  gint64 cursor_ns;             /* what to seek so that the next piece is the one after this */
} PfPiece;

typedef struct _PfFeed PfFeed;

PfFeed *pf_feed_new_practice (guint64 seed, gint64 start_ns);
/* takes nothing: the series has to outlive the feed */
PfFeed *pf_feed_new_replay (const PfBarSeries *series, const char *symbol);
void pf_feed_free (PfFeed *self);

const PfInstruments *pf_feed_instruments (const PfFeed *self);
/* the shortest bars it can give: what a deployment without a timeframe gets */
gint64 pf_feed_timeframe (const PfFeed *self);
/* can it give bars of this length? */
gboolean pf_feed_has_timeframe (const PfFeed *self, gint64 timeframe_ns);
/* cursor_ns: of the last piece played, or a time: then the first piece that ends after it is next
 */
void pf_feed_seek (PfFeed *self, gint64 cursor_ns);
/* where it begins when nothing was sought: the cursor of a desk that played nothing yet */
gint64 pf_feed_start (const PfFeed *self);
/* when the last piece played ended, whichever instrument's */
gint64 pf_feed_played (const PfFeed *self);
/* when the last piece played of this instrument ended */
gint64 pf_feed_played_of (const PfFeed *self, guint32 instrument);
/* when the next piece ends; PF_TIME_NONE when there is none */
gint64 pf_feed_next_end (const PfFeed *self);
gboolean pf_feed_next (PfFeed *self, PfPiece *out);
/* last price of the instrument so far in points; 0 when it had none yet */
gint64 pf_feed_price (PfFeed *self, guint32 instrument);
/* begins the bar of this length that is in progress, with what was played of it */
void pf_feed_begin_bar (PfFeed *self, guint32 instrument, gint64 timeframe_ns,
                        PfBarBuilder *builder);
/* The bars of the past that ended at until_ns or before: those that a deployment made at made_ns
 * saw from its history on. Bounded to the last PF_FEED_PAST_MAX. */
#define PF_FEED_PAST_MAX 200000
PfBarSeries *pf_feed_past (PfFeed *self, guint32 instrument, gint64 timeframe_ns, gint64 made_ns,
                           gint64 until_ns);
/* the last bars that ended at until_ns or before, n_bars of them, or of a replay all that there are
 */
PfBarSeries *pf_feed_last_bars (PfFeed *self, guint32 instrument, gint64 timeframe_ns, guint n_bars,
                                gint64 until_ns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfFeed, pf_feed_free)

G_END_DECLS
