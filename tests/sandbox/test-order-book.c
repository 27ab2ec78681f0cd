/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order book against one that searches a plain list for everything. */
#include "sandbox/pf-order-book.h"

#include <string.h>

#define STEPS 60000
#define PRICES 40               /* around 1000: a narrow market, so that much meets */
#define OWNERS 3

/* --- the plain list --------------------------------------------------------------------------- */

typedef struct
{
  guint64 id, owner, place;     /* place: by arrival */
  PfSide side;
  gint64 price, left;
} Plain;

typedef struct
{
  GArray *orders;               /* of Plain, no order among them */
  guint64 next_place, trade_id;
} PlainBook;

static gboolean
plain_reaches (PfSide side, gint64 limit, gint64 price)
{
  return limit == 0 || (side == PF_SIDE_BUY ? limit >= price : limit <= price);
}

/* the first in line of what an order of side would meet, or -1 */
static int
plain_first (const PlainBook *self, PfSide side)
{
  int best = -1;

  for (guint i = 0; i < self->orders->len; i++)
    {
      const Plain *order = &g_array_index (self->orders, Plain, i);
      const Plain *other = best >= 0 ? &g_array_index (self->orders, Plain, best) : NULL;
      if (order->side == side)
        continue;
      if (other == NULL
          || (side == PF_SIDE_BUY ? order->price < other->price : order->price > other->price)
          || (order->price == other->price && order->place < other->place))
        best = (int) i;
    }
  return best;
}

static gboolean
plain_crosses (const PlainBook *self, PfSide side, gint64 price)
{
  int first = plain_first (self, side);

  return first >= 0
         && plain_reaches (side, price, g_array_index (self->orders, Plain, first).price);
}

static void
plain_add (PlainBook *self, guint64 id, guint64 owner, PfSide side, gint64 price, gint64 quantity)
{
  Plain order = { id, owner, self->next_place++, side, price, quantity };

  g_array_append_val (self->orders, order);
}

static gint64
plain_total (const PlainBook *self, PfSide side, gint64 price)
{
  gint64 sum = 0;

  for (guint i = 0; i < self->orders->len; i++)
    {
      const Plain *order = &g_array_index (self->orders, Plain, i);
      sum += order->side == side && order->price == price ? order->left : 0;
    }
  return sum;
}

static int
plain_find (const PlainBook *self, guint64 id)
{
  for (guint i = 0; i < self->orders->len; i++)
    if (g_array_index (self->orders, Plain, i).id == id && id != 0)
      return (int) i;
  return -1;
}

static int
plain_house (const PlainBook *self, PfSide side, gint64 price)
{
  for (guint i = 0; i < self->orders->len; i++)
    {
      const Plain *order = &g_array_index (self->orders, Plain, i);
      if (order->owner == PF_BOOK_HOUSE && order->side == side && order->price == price)
        return (int) i;
    }
  return -1;
}

/* the trades into out, as the book tells them */
static gint64
plain_take (PlainBook *self, guint64 id, guint64 owner, PfSide side, gint64 limit, gint64 quantity,
            PfSelfTrade rule, gboolean *expired, GArray *out)
{
  int first;

  *expired = FALSE;
  while (quantity > 0 && !*expired && (first = plain_first (self, side)) >= 0
         && plain_reaches (side, limit, g_array_index (self->orders, Plain, first).price))
    {
      Plain *maker = &g_array_index (self->orders, Plain, first);
      gboolean own = maker->owner == owner && rule != PF_SELF_TRADE_ALLOW;
      PfBookTrade trade = { .taker_id = id, .maker_id = maker->id, .taker_owner = owner,
                            .maker_owner = maker->owner, .taker_side = side,
                            .price = maker->price };
      *expired = own && rule != PF_SELF_TRADE_EXPIRE_MAKER;
      if (own && rule == PF_SELF_TRADE_EXPIRE_TAKER)
        break;
      if (!own)
        {
          trade.trade_id = ++self->trade_id;
          trade.quantity = MIN (quantity, maker->left);
          quantity -= trade.quantity;
          maker->left -= trade.quantity;
        }
      trade.maker_left = maker->left;
      g_array_append_val (out, trade);
      if (own || maker->left == 0)
        g_array_remove_index (self->orders, (guint) first);
    }
  return quantity;
}

/* --- the same asked of both ------------------------------------------------------------------- */

typedef struct
{
  PfOrderBook *book;
  PlainBook plain;
  GRand *rand;
  guint64 next_id;
  GHashTable *followed;         /* what one who follows the changes has: key side and price */
  guint64 followed_id;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->book = pf_order_book_new (500, 70);
  f->plain.orders = g_array_new (FALSE, FALSE, sizeof (Plain));
  f->plain.trade_id = 70;
  f->rand = g_rand_new_with_seed (4);
  f->next_id = 1;
  f->followed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  f->followed_id = 500;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  pf_order_book_free (f->book);
  g_array_unref (f->plain.orders);
  g_rand_free (f->rand);
  g_hash_table_unref (f->followed);
}

static void
add_trade (const PfBookTrade *trade, gpointer user_data)
{
  g_array_append_val ((GArray *) user_data, *trade);
}

static void
assert_same_trades (const GArray *ours, const GArray *theirs)
{
  g_assert_cmpuint (ours->len, ==, theirs->len);
  for (guint i = 0; i < ours->len; i++)
    {
      const PfBookTrade *a = &g_array_index (ours, PfBookTrade, i);
      const PfBookTrade *b = &g_array_index (theirs, PfBookTrade, i);
      g_assert_cmpuint (a->trade_id, ==, b->trade_id);
      g_assert_cmpuint (a->maker_id, ==, b->maker_id);
      g_assert_cmpuint (a->maker_owner, ==, b->maker_owner);
      g_assert_cmpuint (a->taker_id, ==, b->taker_id);
      g_assert_cmpint (a->price, ==, b->price);
      g_assert_cmpint (a->quantity, ==, b->quantity);
      g_assert_cmpint (a->maker_left, ==, b->maker_left);
    }
}

/* One order as an exchange handles it: takes what it can, rests with what is left. */
static void
place (Fixture *f, guint64 owner, PfSide side, gint64 price, gint64 quantity, PfSelfTrade rule)
{
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (PfBookTrade));
  g_autoptr (GArray) theirs = g_array_new (FALSE, FALSE, sizeof (PfBookTrade));
  guint64 id = f->next_id++;
  gboolean ended = FALSE, their_end = FALSE;
  gint64 left, plain_left;

  if (rule == PF_SELF_TRADE_ALLOW)
    {
      /* what it would get is what it gets */
      gint64 promised = pf_order_book_fillable (f->book, side, price, quantity);
      left = pf_order_book_take (f->book, id, owner, side, price, quantity, rule, &ended,
                                 add_trade, ours);
      g_assert_cmpint (quantity - left, ==, promised);
    }
  else
    left = pf_order_book_take (f->book, id, owner, side, price, quantity, rule, &ended, add_trade,
                               ours);
  plain_left = plain_take (&f->plain, id, owner, side, price, quantity, rule, &their_end, theirs);
  assert_same_trades (ours, theirs);
  g_assert_cmpint (left, ==, plain_left);
  g_assert_cmpint (ended, ==, their_end);
  if (left > 0 && price > 0 && !ended)
    {
      gboolean rests = pf_order_book_add (f->book, id, owner, side, price, left);
      g_assert_true (rests);
      plain_add (&f->plain, id, owner, side, price, left);
    }
}

static void
house (Fixture *f, PfSide side, gint64 price, gint64 quantity)
{
  int known = plain_house (&f->plain, side, price);
  gboolean crosses = quantity > 0 && known < 0 && plain_crosses (&f->plain, side, price);

  g_assert_cmpint (pf_order_book_set_house (f->book, side, price, quantity), ==, !crosses);
  if (crosses)
    return;
  if (known >= 0 && quantity == 0)
    g_array_remove_index (f->plain.orders, (guint) known);
  else if (known >= 0)
    g_array_index (f->plain.orders, Plain, known).left = quantity;
  else if (quantity > 0)
    plain_add (&f->plain, 0, PF_BOOK_HOUSE, side, price, quantity);
}

static void
cancel_or_reduce (Fixture *f)
{
  guint64 id = (guint64) g_rand_int_range (f->rand, 1, (gint32) f->next_id + 1);
  int known = plain_find (&f->plain, id);
  PfBookOrder order;

  g_assert_cmpint (pf_order_book_find (f->book, id, &order), ==, known >= 0);
  if (known >= 0 && g_rand_boolean (f->rand))
    {
      Plain *plain = &g_array_index (f->plain.orders, Plain, known);
      g_assert_cmpint (order.left, ==, plain->left);
      plain->left = g_rand_int_range (f->rand, 1, (gint32) plain->left + 1);
      g_assert_true (pf_order_book_reduce (f->book, id, plain->left));
      return;
    }
  g_assert_cmpint (pf_order_book_cancel (f->book, id), ==,
                   known >= 0 ? g_array_index (f->plain.orders, Plain, known).left : 0);
  if (known >= 0)
    g_array_remove_index (f->plain.orders, (guint) known);
}

/* --- what follows ----------------------------------------------------------------------------- */

static void
follow (Fixture *f)
{
  g_autoptr (PfBookChanges) changes = pf_order_book_take_changes (f->book);

  if (changes == NULL)
    {
      g_assert_cmpuint (f->followed_id, ==, pf_order_book_update_id (f->book));
      return;
    }
  g_assert_cmpuint (changes->previous_id, ==, f->followed_id);
  g_assert_cmpuint (changes->first_id, ==, f->followed_id + 1);
  g_assert_cmpuint (changes->last_id, ==, pf_order_book_update_id (f->book));
  f->followed_id = changes->last_id;
  for (guint side = 0; side < 2; side++)
    {
      const GArray *levels = side == PF_SIDE_BUY ? changes->bids : changes->asks;
      for (guint i = 0; i < levels->len; i++)
        {
          const PfBookLevel *level = &g_array_index (levels, PfBookLevel, i);
          gint64 key = level->price * 2 + side;
          if (level->quantity == 0)
            g_hash_table_remove (f->followed, &key);
          else
            g_hash_table_insert (f->followed, g_memdup2 (&key, sizeof key),
                                 g_memdup2 (&level->quantity, sizeof level->quantity));
        }
    }
}

/* The book, the plain list and who only followed the changes have the same levels. */
static void
assert_same_levels (Fixture *f)
{
  PfBookLevel levels[2 * PRICES], best;
  guint n_levels = 0;

  for (guint side = 0; side < 2; side++)
    {
      guint n = pf_order_book_depth (f->book, (PfSide) side, G_N_ELEMENTS (levels), levels);
      g_assert_cmpint (pf_order_book_best (f->book, (PfSide) side, &best), ==, n > 0);
      n_levels += n;
      for (guint i = 0; i < n; i++)
        {
          gint64 key = levels[i].price * 2 + side;
          const gint64 *followed = g_hash_table_lookup (f->followed, &key);
          g_assert_cmpint (levels[i].quantity, >, 0);
          g_assert_cmpint (levels[i].quantity, ==,
                           plain_total (&f->plain, (PfSide) side, levels[i].price));
          g_assert_nonnull (followed);
          g_assert_cmpint (*followed, ==, levels[i].quantity);
          if (i > 0 && side == PF_SIDE_BUY)
            g_assert_cmpint (levels[i].price, <, levels[i - 1].price);
          else if (i > 0)
            g_assert_cmpint (levels[i].price, >, levels[i - 1].price);
        }
    }
  g_assert_cmpuint (n_levels, ==, g_hash_table_size (f->followed));
}

static void
test_random (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < STEPS; i++)
    {
      PfSide side = (PfSide) g_rand_int_range (f->rand, 0, 2);
      gint64 price = 1000 + g_rand_int_range (f->rand, 0, PRICES);
      gint64 quantity = g_rand_int_range (f->rand, 1, 30);
      guint64 owner = (guint64) g_rand_int_range (f->rand, 1, OWNERS + 1);
      PfSelfTrade rule = (PfSelfTrade) g_rand_int_range (f->rand, 0, 4);
      int what = g_rand_int_range (f->rand, 0, 10);
      if (what < 4)
        place (f, owner, side, price, quantity, rule);
      else if (what < 5)
        place (f, owner, side, 0, quantity, rule);
      else if (what < 7)
        house (f, side, price, what == 5 ? quantity : 0);
      else
        cancel_or_reduce (f);
      if (i % 7 == 0)
        {
          follow (f);
          assert_same_levels (f);
        }
    }
  g_assert_cmpuint (pf_order_book_trade_id (f->book), ==, f->plain.trade_id);
  g_assert_cmpuint (f->plain.trade_id, >, 1000);
}

/* What would cross is refused, and nothing is changed by it. */
static void
test_crossing (Fixture *f, gconstpointer data)
{
  guint64 before;

  g_assert_true (pf_order_book_add (f->book, 1, 1, PF_SIDE_SELL, 1010, 5));
  g_assert_true (pf_order_book_add (f->book, 2, 2, PF_SIDE_BUY, 1005, 5));
  before = pf_order_book_update_id (f->book);
  g_assert_false (pf_order_book_add (f->book, 3, 2, PF_SIDE_BUY, 1010, 1));
  g_assert_false (pf_order_book_add (f->book, 3, 2, PF_SIDE_BUY, 2000, 1));
  g_assert_false (pf_order_book_add (f->book, 3, 1, PF_SIDE_SELL, 1005, 1));
  g_assert_false (pf_order_book_set_house (f->book, PF_SIDE_BUY, 1011, 1));
  g_assert_false (pf_order_book_set_house (f->book, PF_SIDE_SELL, 1005, 1));
  g_assert_cmpuint (pf_order_book_update_id (f->book), ==, before);
  g_assert_cmpuint (pf_order_book_n_orders (f->book), ==, 2);
  g_assert_true (pf_order_book_add (f->book, 3, 2, PF_SIDE_BUY, 1009, 1));
}

/* Before them in line, behind them after it was away. */
static void
test_place_in_line (Fixture *f, gconstpointer data)
{
  g_autoptr (GArray) trades = g_array_new (FALSE, FALSE, sizeof (PfBookTrade));

  g_assert_true (pf_order_book_set_house (f->book, PF_SIDE_SELL, 1000, 3));
  g_assert_true (pf_order_book_add (f->book, 1, 1, PF_SIDE_SELL, 1000, 4));
  g_assert_true (pf_order_book_set_house (f->book, PF_SIDE_SELL, 1000, 5));     /* keeps it */
  pf_order_book_take (f->book, 9, 2, PF_SIDE_BUY, 1000, 6, PF_SELF_TRADE_ALLOW, NULL, add_trade,
                      trades);
  g_assert_cmpuint (trades->len, ==, 2);
  g_assert_cmpuint (g_array_index (trades, PfBookTrade, 0).maker_id, ==, 0);
  g_assert_cmpint (g_array_index (trades, PfBookTrade, 0).quantity, ==, 5);
  g_assert_cmpint (g_array_index (trades, PfBookTrade, 1).quantity, ==, 1);
  g_assert_true (pf_order_book_set_house (f->book, PF_SIDE_SELL, 1000, 2));     /* anew: behind */
  g_array_set_size (trades, 0);
  pf_order_book_take (f->book, 10, 2, PF_SIDE_BUY, 1000, 4, PF_SELF_TRADE_ALLOW, NULL, add_trade,
                      trades);
  g_assert_cmpuint (g_array_index (trades, PfBookTrade, 0).maker_id, ==, 1);
  g_assert_cmpint (g_array_index (trades, PfBookTrade, 0).quantity, ==, 3);
  g_assert_cmpuint (g_array_index (trades, PfBookTrade, 1).maker_id, ==, 0);
}

#define ADD(name, func) g_test_add ("/pf/order-book/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("crossing", test_crossing);
  ADD ("place-in-line", test_place_in_line);
  ADD ("random", test_random);
  return g_test_run ();
}
