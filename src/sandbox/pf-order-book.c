/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Levels stand in an array with the best at its end: what is taken and added is mostly there. */
#include "sandbox/pf-order-book.h"

#include <string.h>

typedef struct _Order Order;
struct _Order
{
  Order *next, *previous;       /* in its level's queue */
  guint64 id, owner;
  gint64 price, left;
  PfSide side;
};

typedef struct
{
  gint64 price, quantity;
  Order *head, *tail;           /* the queue, oldest first */
  Order *house;                 /* the house's place in it, or NULL */
} Level;

typedef struct
{
  GArray *levels;               /* of Level; the best is the last */
  GHashTable *changed;          /* prices (gint64*) since the changes were taken */
} Half;

struct _PfOrderBook
{
  Half halves[2];               /* by PfSide */
  GHashTable *orders;           /* of Order, by its id; not the house's */
  guint64 update_id, taken_id, trade_id;
};

/* --- levels ----------------------------------------------------------------------------------- */

/* Is price nearer to the other side than other? */
static gboolean
is_better (PfSide side, gint64 price, gint64 other)
{
  return side == PF_SIDE_BUY ? price > other : price < other;
}

static guint
find_place (const Half *half, PfSide side, gint64 price)
{
  guint low = 0, high = half->levels->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (is_better (side, price, g_array_index (half->levels, Level, middle).price))
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static Level *
level_at (const Half *half, guint i)
{
  return i < half->levels->len ? &g_array_index (half->levels, Level, i) : NULL;
}

static Level *
best_of (const Half *half)
{
  return half->levels->len > 0 ? level_at (half, half->levels->len - 1) : NULL;
}

/* NULL when there is none at this price */
static Level *
find_level (const Half *half, PfSide side, gint64 price)
{
  Level *level = level_at (half, find_place (half, side, price));

  return level != NULL && level->price == price ? level : NULL;
}

static Level *
need_level (Half *half, PfSide side, gint64 price)
{
  guint at = find_place (half, side, price);
  Level made = { .price = price }, *level = level_at (half, at);

  if (level != NULL && level->price == price)
    return level;
  g_array_insert_val (half->levels, at, made);
  return level_at (half, at);
}

static void
touch (PfOrderBook *self, PfSide side, gint64 price)
{
  gint64 *key = g_new (gint64, 1);

  *key = price;
  g_hash_table_add (self->halves[side].changed, key);
  self->update_id++;
}

/* --- orders ----------------------------------------------------------------------------------- */

static void
append (Level *level, Order *order)
{
  order->previous = level->tail;
  order->next = NULL;
  if (level->tail != NULL)
    level->tail->next = order;
  else
    level->head = order;
  level->tail = order;
  level->quantity += order->left;
}

/* Out of its level, which goes with its last order; frees it. */
static void
drop (PfOrderBook *self, Order *order)
{
  Half *half = &self->halves[order->side];
  Level *level = find_level (half, order->side, order->price);

  g_assert (level != NULL);
  if (order->previous != NULL)
    order->previous->next = order->next;
  else
    level->head = order->next;
  if (order->next != NULL)
    order->next->previous = order->previous;
  else
    level->tail = order->previous;
  level->quantity -= order->left;
  if (level->house == order)
    level->house = NULL;
  if (level->head == NULL)
    g_array_remove_index (half->levels, find_place (half, order->side, order->price));
  if (order->owner != PF_BOOK_HOUSE)
    g_hash_table_remove (self->orders, &order->id);
  g_free (order);
}

/* Does a price of side meet the best of the other side? */
static gboolean
would_cross (const PfOrderBook *self, PfSide side, gint64 price)
{
  const Level *other = best_of (&self->halves[pf_side_opposite (side)]);

  return other != NULL && (price == other->price || is_better (side, price, other->price));
}

static Order *
order_new (guint64 id, guint64 owner, PfSide side, gint64 price, gint64 quantity)
{
  Order *order = g_new0 (Order, 1);

  order->id = id;
  order->owner = owner;
  order->side = side;
  order->price = price;
  order->left = quantity;
  return order;
}

gboolean
pf_order_book_add (PfOrderBook *self, guint64 id, guint64 owner, PfSide side, gint64 price,
                   gint64 quantity)
{
  Order *order;

  g_assert (id > 0 && owner != PF_BOOK_HOUSE && price > 0 && quantity > 0);
  g_assert (!g_hash_table_contains (self->orders, &id));
  if (would_cross (self, side, price))
    return FALSE;
  order = order_new (id, owner, side, price, quantity);
  append (need_level (&self->halves[side], side, price), order);
  g_hash_table_insert (self->orders, &order->id, order);
  touch (self, side, price);
  return TRUE;
}

gint64
pf_order_book_cancel (PfOrderBook *self, guint64 id)
{
  Order *order = g_hash_table_lookup (self->orders, &id);
  gint64 left;

  if (order == NULL)
    return 0;
  left = order->left;
  touch (self, order->side, order->price);
  drop (self, order);
  return left;
}

static void
set_left (PfOrderBook *self, Order *order, gint64 left)
{
  Level *level = find_level (&self->halves[order->side], order->side, order->price);

  level->quantity += left - order->left;
  order->left = left;
}

gboolean
pf_order_book_reduce (PfOrderBook *self, guint64 id, gint64 quantity)
{
  Order *order = g_hash_table_lookup (self->orders, &id);

  if (order == NULL)
    return FALSE;
  g_assert (quantity > 0 && quantity <= order->left);
  set_left (self, order, quantity);
  touch (self, order->side, order->price);
  return TRUE;
}

gboolean
pf_order_book_find (const PfOrderBook *self, guint64 id, PfBookOrder *out)
{
  const Order *order = g_hash_table_lookup (self->orders, &id);

  if (order == NULL)
    return FALSE;
  *out = (PfBookOrder){ order->owner, order->side, order->price, order->left };
  return TRUE;
}

gboolean
pf_order_book_set_house (PfOrderBook *self, PfSide side, gint64 price, gint64 quantity)
{
  Half *half = &self->halves[side];
  Level *level = find_level (half, side, price);
  Order *house = level != NULL ? level->house : NULL;

  g_assert (price > 0 && quantity >= 0);
  if (quantity == 0 && house == NULL)
    return TRUE;
  if (quantity > 0 && house == NULL && would_cross (self, side, price))
    return FALSE;
  if (house != NULL && house->left == quantity)
    return TRUE;
  touch (self, side, price);
  if (quantity == 0)
    drop (self, house);
  else if (house != NULL)
    set_left (self, house, quantity);
  else
    {
      house = order_new (0, PF_BOOK_HOUSE, side, price, quantity);
      level = need_level (half, side, price);
      append (level, house);
      level->house = house;
    }
  return TRUE;
}

/* --- taking ----------------------------------------------------------------------------------- */

/* Does limit, of an order of this side, reach price on the other side? */
static gboolean
reaches (PfSide side, gint64 limit, gint64 price)
{
  return limit == 0 || limit == price || is_better (side, limit, price);
}

gint64
pf_order_book_fillable (const PfOrderBook *self, PfSide side, gint64 limit, gint64 quantity)
{
  const Half *other = &self->halves[pf_side_opposite (side)];
  gint64 sum = 0;

  for (guint i = other->levels->len; i > 0 && sum < quantity; i--)
    {
      const Level *level = level_at (other, i - 1);
      if (!reaches (side, limit, level->price))
        break;
      sum += level->quantity;
    }
  return MIN (sum, quantity);
}

/* A resting order of the taker's own owner goes without a trade. */
static void
expire_maker (PfOrderBook *self, Order *maker, PfBookTrade *told, PfBookTradeFunc func,
              gpointer user_data)
{
  told->trade_id = 0;
  told->quantity = 0;
  told->maker_left = maker->left;
  touch (self, maker->side, maker->price);
  drop (self, maker);
  if (func != NULL)
    func (told, user_data);
}

static gint64
trade (PfOrderBook *self, Order *maker, PfBookTrade *told, gint64 left, PfBookTradeFunc func,
       gpointer user_data)
{
  gint64 quantity = MIN (left, maker->left);

  told->trade_id = ++self->trade_id;
  told->quantity = quantity;
  told->maker_left = maker->left - quantity;
  touch (self, maker->side, maker->price);
  if (told->maker_left == 0)
    drop (self, maker);
  else
    set_left (self, maker, told->maker_left);
  if (func != NULL)
    func (told, user_data);
  return quantity;
}

gint64
pf_order_book_take (PfOrderBook *self, guint64 id, guint64 owner, PfSide side, gint64 limit,
                    gint64 quantity, PfSelfTrade self_trade, gboolean *expired,
                    PfBookTradeFunc func, gpointer user_data)
{
  Half *other = &self->halves[pf_side_opposite (side)];
  gboolean ended = FALSE;
  Level *level;

  g_assert (quantity > 0);
  while (quantity > 0 && !ended && (level = best_of (other)) != NULL
         && reaches (side, limit, level->price))
    {
      Order *maker = level->head;
      PfBookTrade told = { .taker_id = id, .maker_id = maker->id, .taker_owner = owner,
                           .maker_owner = maker->owner, .taker_side = side,
                           .price = level->price };
      gboolean own = maker->owner == owner && owner != PF_BOOK_HOUSE
                     && self_trade != PF_SELF_TRADE_ALLOW;
      if (!own)
        quantity -= trade (self, maker, &told, quantity, func, user_data);
      else if (self_trade != PF_SELF_TRADE_EXPIRE_TAKER)
        expire_maker (self, maker, &told, func, user_data);
      ended = own && self_trade != PF_SELF_TRADE_EXPIRE_MAKER;
    }
  if (expired != NULL)
    *expired = ended;
  return quantity;
}

/* --- looking ---------------------------------------------------------------------------------- */

gboolean
pf_order_book_best (const PfOrderBook *self, PfSide side, PfBookLevel *out)
{
  const Level *level = best_of (&self->halves[side]);

  if (level == NULL)
    return FALSE;
  *out = (PfBookLevel){ level->price, level->quantity };
  return TRUE;
}

guint
pf_order_book_depth (const PfOrderBook *self, PfSide side, guint n, PfBookLevel *out)
{
  const Half *half = &self->halves[side];
  guint found = MIN (n, half->levels->len);

  for (guint i = 0; i < found; i++)
    {
      const Level *level = level_at (half, half->levels->len - 1 - i);
      out[i] = (PfBookLevel){ level->price, level->quantity };
    }
  return found;
}

guint
pf_order_book_n_orders (const PfOrderBook *self)
{
  return g_hash_table_size (self->orders);
}

guint64
pf_order_book_update_id (const PfOrderBook *self)
{
  return self->update_id;
}

guint64
pf_order_book_trade_id (const PfOrderBook *self)
{
  return self->trade_id;
}

static int
compare_bids (gconstpointer a, gconstpointer b)
{
  const PfBookLevel *left = a, *right = b;

  return (left->price < right->price) - (left->price > right->price);
}

static int
compare_asks (gconstpointer a, gconstpointer b)
{
  return -compare_bids (a, b);
}

static GArray *
changes_of (PfOrderBook *self, PfSide side)
{
  Half *half = &self->halves[side];
  GArray *out = g_array_new (FALSE, FALSE, sizeof (PfBookLevel));
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, half->changed);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      gint64 price = *(gint64 *) key;
      const Level *level = find_level (half, side, price);
      PfBookLevel change = { price, level != NULL ? level->quantity : 0 };
      g_array_append_val (out, change);
    }
  g_hash_table_remove_all (half->changed);
  g_array_sort (out, side == PF_SIDE_BUY ? compare_bids : compare_asks);
  return out;
}

PfBookChanges *
pf_order_book_take_changes (PfOrderBook *self)
{
  PfBookChanges *changes;

  if (self->taken_id == self->update_id)
    return NULL;
  changes = g_new0 (PfBookChanges, 1);
  changes->first_id = self->taken_id + 1;
  changes->last_id = self->update_id;
  changes->previous_id = self->taken_id;
  changes->bids = changes_of (self, PF_SIDE_BUY);
  changes->asks = changes_of (self, PF_SIDE_SELL);
  self->taken_id = self->update_id;
  return changes;
}

void
pf_book_changes_free (PfBookChanges *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->bids);
  g_array_unref (self->asks);
  g_free (self);
}

/* --- life ------------------------------------------------------------------------------------- */

PfOrderBook *
pf_order_book_new (guint64 last_update_id, guint64 last_trade_id)
{
  PfOrderBook *self = g_new0 (PfOrderBook, 1);

  for (guint i = 0; i < G_N_ELEMENTS (self->halves); i++)
    {
      self->halves[i].levels = g_array_new (FALSE, FALSE, sizeof (Level));
      self->halves[i].changed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
    }
  self->orders = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->update_id = self->taken_id = last_update_id;
  self->trade_id = last_trade_id;
  return self;
}

void
pf_order_book_free (PfOrderBook *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (self->halves); i++)
    {
      Half *half = &self->halves[i];
      while (half->levels->len > 0)
        drop (self, best_of (half)->head);
      g_array_unref (half->levels);
      g_hash_table_unref (half->changed);
    }
  g_hash_table_unref (self->orders);
  g_free (self);
}
