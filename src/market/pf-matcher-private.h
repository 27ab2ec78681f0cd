/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The matcher's inside. pf-matcher.c takes orders and prices and decides which order meets which
 * price; pf-matcher-fill.c decides how much of it fills, books it, and says what follows.
 *
 * An order that ends is only marked as gone: nothing in a list moves while it is walked. Each
 * public call ends with a sweep.
 */
#pragma once

#include "market/pf-matcher.h"

G_BEGIN_DECLS

typedef enum { PF_PHASE_BETWEEN, PF_PHASE_OPEN, PF_PHASE_RANGE } PfMatcherPhase;

/* An order in the market. */
typedef struct
{
  PfOrder order;
  PfQuantity taken;             /* of the piece in progress */
  gboolean gone;
} PfResting;

/* The market of one instrument. */
typedef struct
{
  PfMatcherPhase phase;
  gboolean restored;            /* orders in it may be left over from a position that is gone */
  PfPrice open;                 /* of the piece in progress */
  PfPrice price;                /* last seen; 0 before the first */
  PfQuantity share;             /* what one order may take of the piece */
} PfPlace;

struct _PfMatcher
{
  PfMatcherFace face;           /* has to be first */
  PfMatcherConfig config;
  PfInstruments *instruments;
  PfPlace *places;              /* one an instrument, and so is busy */
  guint *busy;
  PfAccount account;
  GArray *positions;            /* of PfPosition, none flat, by deployment and instrument */
  GPtrArray *orders;            /* of PfResting, by arrival; owned */
  gboolean any_gone;
  PfMatcherEvent *events;       /* a ring of n_events from first_event on */
  guint events_size, first_event, n_events;
  guint64 last_order;
  guint64 next_trade;
};

/* Appends an event about an order (NULL: about none); the caller fills in the rest. */
PfMatcherEvent *pf_matcher_say (PfMatcher *self, const PfOrder *order, PfOrderEvent event,
                                gint64 ts_ns);
/* prefix ('\0': none) and number, for an order's or a trade's id */
void pf_matcher_print_id (char out[PF_TRADE_ID_TEXT_MAX], char prefix, guint64 number);
/* NULL when there is none; lives until a position comes or goes */
PfPosition *pf_matcher_find_position (const PfMatcher *self, guint64 deployment_id,
                                      guint32 instrument);
PfPosition *pf_matcher_add_position (PfMatcher *self, const PfPosition *position);
/* How much of a position an order of this side could take away; >= 0. */
PfQuantity pf_matcher_reducible (const PfMatcher *self, const PfOrder *order);
/* The order is over. */
void pf_matcher_drop (PfMatcher *self, PfResting *resting);
void pf_matcher_expire (PfMatcher *self, PfResting *resting, gint64 ts_ns, const char *sentence);
/* Fills up to most of the order at price, and says what follows of that. The order may be gone
 * afterwards, and others with it. */
void pf_matcher_fill (PfMatcher *self, PfResting *resting, PfPrice price, PfQuantity most,
                      gint64 ts_ns);
/* The instrument is at price: is the account lost? Then that is where its positions close. */
void pf_matcher_watch_margin (PfMatcher *self, guint32 instrument, PfPrice price, gint64 ts_ns);

G_END_DECLS
