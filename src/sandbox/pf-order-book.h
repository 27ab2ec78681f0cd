/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The order book of one symbol: resting orders by price, then by arrival. Pure: nobody's money and
 * no time is known here.
 *
 *   add ------> resting --take (by another)--> partly filled --take--> gone
 *                  |  cancel, reduce                |  cancel, reduce
 *                  v                                v
 *                 gone                             gone
 *
 * Prices count points and quantities lots, both integers of the symbol's own grain.
 *
 * Invariants
 *  1. The best bid is below the best ask: add refuses what would cross; take is how one crosses.
 *  2. A level's total is the sum of its orders; a level without orders does not exist.
 *  3. At one price the earlier order fills first. A reduced order keeps its place; a house level
 *     that grows keeps its place, too.
 *  4. Every change of a level has an update id of its own, rising by one. A snapshot and the
 *     changes after it make the same book (pf_order_book_take_changes).
 *  5. Trade ids rise by one. What is taken is exactly what the trades say.
 */
#pragma once

#include "model/pf-order.h"

G_BEGIN_DECLS

/* Owner of what the market itself offers; every other owner is an account. */
#define PF_BOOK_HOUSE 0

typedef struct
{
  gint64 price;
  gint64 quantity;              /* all of the level; 0 in a change: it is gone */
} PfBookLevel;

/* What becomes of an order that meets another of its own owner. */
typedef enum
{
  PF_SELF_TRADE_ALLOW,
  PF_SELF_TRADE_EXPIRE_TAKER,
  PF_SELF_TRADE_EXPIRE_MAKER,
  PF_SELF_TRADE_EXPIRE_BOTH,
} PfSelfTrade;

/* A trade, or with a quantity of 0 a resting order that self-trade prevention took away. */
typedef struct
{
  guint64 trade_id;             /* 0: no trade */
  guint64 taker_id, maker_id;   /* maker 0: the house's */
  guint64 taker_owner, maker_owner;
  PfSide taker_side;
  gint64 price;
  gint64 quantity;
  gint64 maker_left;            /* of the resting order, afterwards */
} PfBookTrade;

typedef void (*PfBookTradeFunc) (const PfBookTrade *trade, gpointer user_data);

typedef struct
{
  guint64 owner;
  PfSide side;
  gint64 price;
  gint64 left;
} PfBookOrder;

typedef struct _PfOrderBook PfOrderBook;

/* Ids begin behind these. */
PfOrderBook *pf_order_book_new (guint64 last_update_id, guint64 last_trade_id);
void pf_order_book_free (PfOrderBook *self);

/**
 * pf_order_book_add:
 * @id: > 0, of no resting order
 * @owner: an account
 *
 * Rests behind the others of its price. Returns: %FALSE, and nothing done, where it would cross
 */
gboolean pf_order_book_add (PfOrderBook *self, guint64 id, guint64 owner, PfSide side, gint64 price,
                            gint64 quantity) G_GNUC_WARN_UNUSED_RESULT;
/* what was left of it; 0: it rests no more */
gint64 pf_order_book_cancel (PfOrderBook *self, guint64 id);
/* to this quantity, 0 < quantity <= what is left; FALSE when it does not rest */
gboolean pf_order_book_reduce (PfOrderBook *self, guint64 id, gint64 quantity);
gboolean pf_order_book_find (const PfOrderBook *self, guint64 id, PfBookOrder *out);

/**
 * pf_order_book_set_house:
 * @quantity: what the house offers at this price from now on; 0 takes it away
 *
 * Returns: %FALSE, and nothing done, where it would cross
 */
gboolean pf_order_book_set_house (PfOrderBook *self, PfSide side, gint64 price,
                                  gint64 quantity) G_GNUC_WARN_UNUSED_RESULT;

/* How much of quantity an order of this side would get at once; limit 0: at any price. Whoever owns
 * what rests there. */
gint64 pf_order_book_fillable (const PfOrderBook *self, PfSide side, gint64 limit, gint64 quantity);

/**
 * pf_order_book_take:
 * @limit: the worst price; 0: any
 * @func: told of each trade, and of each resting order that self-trade prevention took away, in
 *   their order; it must not change the book
 * @expired: (out) (optional): whether self-trade prevention ended the taker; what is returned then
 *   is what it did not get
 *
 * Returns: what is left of @quantity
 */
gint64 pf_order_book_take (PfOrderBook *self, guint64 id, guint64 owner, PfSide side, gint64 limit,
                           gint64 quantity, PfSelfTrade self_trade, gboolean *expired,
                           PfBookTradeFunc func, gpointer user_data);

/* FALSE when the side is empty */
gboolean pf_order_book_best (const PfOrderBook *self, PfSide side, PfBookLevel *out);
/* the best n levels, best first; how many there were */
guint pf_order_book_depth (const PfOrderBook *self, PfSide side, guint n, PfBookLevel *out);
guint pf_order_book_n_orders (const PfOrderBook *self);
guint64 pf_order_book_update_id (const PfOrderBook *self);
guint64 pf_order_book_trade_id (const PfOrderBook *self);

/* The levels that changed since the last time, each once with what it has now. */
typedef struct
{
  guint64 first_id, last_id;    /* of the changes in it: "U" and "u" */
  guint64 previous_id;          /* the last_id of the one before: "pu" */
  GArray *bids, *asks;          /* of PfBookLevel, best first */
} PfBookChanges;

/* (transfer full); NULL when nothing changed */
PfBookChanges *pf_order_book_take_changes (PfOrderBook *self);
void pf_book_changes_free (PfBookChanges *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfOrderBook, pf_order_book_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfBookChanges, pf_book_changes_free)

G_END_DECLS
