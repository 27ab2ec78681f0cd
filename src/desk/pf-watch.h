/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bars of one instrument and timeframe that somebody looks at: its past once, then each piece
 * of market as it is played. For the eyes only: what strategies see comes from the desk's books.
 *
 *   off --begin--> whole series waits --take--> pieces add up --take--> ...
 */
#pragma once

#include "desk/pf-feed.h"

G_BEGIN_DECLS

/* A watched series keeps so many bars; more news than that between two looks is told as a whole. */
#define PF_WATCH_BARS_MAX 1000

/* Bars as they come up. The last one is still in progress. */
typedef struct
{
  guint32 instrument;
  gint64 timeframe_ns;
  guint decimals;               /* of the points */
  gboolean whole;               /* these are all; else they go on: the first may be a bar known */
  GArray *bars;                 /* of PfBar, rising times */
} PfBarNews;

typedef struct
{
  gboolean on;
  guint32 instrument;
  guint decimals;
  gint64 timeframe_ns;
  PfBarBuilder builder;
  PfBarNews *news;              /* since the last take, or NULL */
} PfWatch;

/* Begins with the past of feed, which has the timeframe; a timeframe of 0 ends the watch. */
void pf_watch_begin (PfWatch *self, PfFeed *feed, guint32 instrument, gint64 timeframe_ns);
/* a piece that was played, of any instrument */
void pf_watch_add (PfWatch *self, const PfPiece *piece);
/* what is new, or NULL (transfer full) */
PfBarNews *pf_watch_take (PfWatch *self);

void pf_bar_news_free (PfBarNews *self);
/* One of two, either may be NULL; takes both. News of another series replace what was before. */
PfBarNews *pf_bar_news_merge (PfBarNews *earlier, PfBarNews *later);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfBarNews, pf_bar_news_free)

G_END_DECLS
