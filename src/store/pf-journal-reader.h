/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The journal as people read it: a second connection to FOLDER/ENVIRONMENT.db that can change
 * nothing, for one thread at a time.
 *
 *   query -> find -> keys of the rows, in order -> read -> the rows of a few keys
 *
 * Guarantees
 *  1. The writer is never waited for by it and never waits for it: the file is in WAL mode, and no
 *     call leaves a transaction open.
 *  2. Rows are decoded from the events with their check sums (orders: from their own row with its
 *     check sum). What cannot be read is an error with a sentence, never "none".
 *  3. Numbers are compared and added exactly.
 *  4. Keys stay: a row is never taken away and never gets another key. Keys rise with time.
 */
#pragma once

#include "store/pf-journal.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  PF_JOURNAL_TRADES,
  PF_JOURNAL_ORDERS,
  PF_JOURNAL_FILLS,
  PF_JOURNAL_REFUSALS,
  PF_N_JOURNAL_TABLES,
} PfJournalTable;

typedef enum
{
  PF_JOURNAL_SORT_TIME,         /* of the row's key: closed, created, filled, refused */
  PF_JOURNAL_SORT_SYMBOL,       /* by the query's ranks */
  PF_JOURNAL_SORT_STRATEGY,     /* by the query's ranks */
  PF_JOURNAL_SORT_SIDE,
  PF_JOURNAL_SORT_TYPE,
  PF_JOURNAL_SORT_STATUS,
  PF_JOURNAL_SORT_REASON,
  PF_JOURNAL_SORT_QUANTITY,
  PF_JOURNAL_SORT_FILLED,
  PF_JOURNAL_SORT_PRICE,        /* of a trade: its entry */
  PF_JOURNAL_SORT_EXIT_PRICE,
  PF_JOURNAL_SORT_FEES,
  PF_JOURNAL_SORT_PNL,
  PF_JOURNAL_SORT_PNL_RATE,
  PF_N_JOURNAL_SORTS,
} PfJournalSort;

#define PF_JOURNAL_WORDS_MAX 8

/* One word that is looked for, and what it may mean: a row has it when one of these fits. */
typedef struct
{
  char *text;                   /* in sentences and in orders' and trades' names; ASCII letters are
                                 * the same in both cases */
  GArray *instruments;          /* of guint32 */
  GArray *deployments;          /* of guint64 */
  guint32 sides;                /* bit n: PfSide n */
  guint32 types;                /* PfOrderType */
  guint32 statuses;             /* PfOrderStatus */
  guint32 reasons;              /* PfReason */
  guint32 refusals;             /* PfRefusalReason */
} PfJournalWord;

PfJournalWord *pf_journal_word_new (const char *text);
void pf_journal_word_free (PfJournalWord *self);

/* Which rows, in which order. Made by one, then shared by reference and not changed any more. */
typedef struct
{
  PfJournalTable table;
  guint64 deployment_id;        /* 0: all */
  gint32 instrument;            /* -1: all */
  gint64 from_ns, until_ns;     /* from <= time < until */
  GPtrArray *words;             /* of PfJournalWord, at most PF_JOURNAL_WORDS_MAX: a row has all */
  PfJournalSort sort;
  gboolean descending;          /* equal rows: the newest first in any case */
  GArray *instrument_ranks;     /* of guint32, by instrument; NULL: by its number */
  GArray *deployment_ranks;     /* of guint32, by id; NULL: by its id */
} PfJournalQuery;

/* all rows of the table, newest first */
PfJournalQuery *pf_journal_query_new (PfJournalTable table);
PfJournalQuery *pf_journal_query_ref (PfJournalQuery *self);
void pf_journal_query_unref (PfJournalQuery *self);
gboolean pf_journal_sort_is_offered (PfJournalTable table, PfJournalSort sort);
/* TRUE: what was found of it once never leaves it and never moves, so that what is new is found
 * above the newest key */
gboolean pf_journal_query_only_grows (const PfJournalQuery *self);

typedef struct
{
  PfJournalTable table;
  gint64 key;
  union
  {
    PfTrade trade;
    PfOrder order;              /* as it is now */
    PfFill fill;
    PfRefusal refusal;
  };
} PfJournalRow;

typedef struct _PfJournalReader PfJournalReader;

/* As pf_journal_open; a file that is not there is PF_JOURNAL_ERROR_FOLDER. */
PfJournalReader *pf_journal_reader_open (const char *folder, const char *environment,
                                         GError **error);
void pf_journal_reader_close (PfJournalReader *self);

/* Keys between two others and how many; { 0, 0, 0 }: all. */
typedef struct
{
  gint64 above, below;          /* both excluded; 0: no bound */
  guint limit;                  /* 0: none */
} PfJournalRange;

/* The keys (gint64) of the rows of query, in its order. G_IO_ERROR_CANCELLED when cancelled. */
GArray *pf_journal_reader_find (PfJournalReader *self, const PfJournalQuery *query,
                                PfJournalRange range, GCancellable *cancellable, GError **error);
/* The rows of n keys in their order. A key that find never told is CORRUPT. */
gboolean pf_journal_reader_read (PfJournalReader *self, PfJournalTable table, const gint64 *keys,
                                 guint n, PfJournalRow *rows,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What one fill, or its share, was in a trade: at a flip one fill ends a trade and begins the next,
 * and each has its share of quantity, notional and fee. */
typedef struct
{
  PfFill fill;                  /* whole */
  gint64 key;
  gboolean is_exit;
  gboolean is_share;            /* the rest of the fill belongs to the trade before or after */
  PfQuantity quantity;
  PfMoney notional;
  PfMoney fee;
  PfMoney cash;                 /* + notional of a sale, - of a buy, - fee */
} PfTradePart;

/* Of PfTradePart, oldest first, whose cash adds up exactly to the trade's pnl, and their fees to
 * its fees: else CORRUPT. */
GArray *pf_journal_reader_fills_of_trade (PfJournalReader *self, guint64 trade_id, GError **error);

/* What a deployment has earned, and of what: realised = trades_pnl + open_realised. */
typedef struct
{
  guint64 n_fills, n_trades;
  PfMoney bought, sold;         /* notionals */
  PfMoney fees;                 /* of all fills */
  PfMoney trades_pnl;           /* of closed trades, net of fees */
  PfMoney realised;             /* net of all fees */
  PfMoney open_realised;        /* of positions that are not closed: fees so far, parts closed */
} PfPnlParts;

gboolean pf_journal_reader_pnl_parts (PfJournalReader *self, guint64 deployment_id,
                                      PfPnlParts *parts, GCancellable *cancellable,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What happened from a time of the market on. */
typedef struct
{
  guint64 fills, trades, refusals;
  guint64 deployed, pauses, resumes, stops, errors;     /* of deployments */
  guint64 stop_alls, re_arms;
  PfMoney pnl;                  /* of the trades */
  guint64 refused[PF_N_REFUSALS];       /* refusals by their reason */
  gint64 last_ns;               /* of the newest event; PF_TIME_NONE: there is none */
} PfJournalAway;

gboolean pf_journal_reader_away (PfJournalReader *self, gint64 since_ns, PfJournalAway *away,
                                 GCancellable *cancellable,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfJournalReader, pf_journal_reader_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfJournalQuery, pf_journal_query_unref)

G_END_DECLS
