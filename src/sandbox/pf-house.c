/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/pf-house.h"

#include <string.h>

/* how far a level's quantity is from the mean, at most: a quarter to seven quarters */
#define SPREAD_PARTS 7

static guint64
mix (guint64 x)
{
  x ^= x >> 33;
  x *= 0xff51afd7ed558ccdu;
  x ^= x >> 33;
  x *= 0xc4ceb9fe1a85ec53u;
  return x ^ (x >> 33);
}

static void
withdraw (PfHouse *self, PfOrderBook *book, PfSide side)
{
  for (guint i = 0; i < self->n_quoted[side]; i++)
    {
      gboolean gone = pf_order_book_set_house (book, side, self->quoted[side][i], 0);
      g_assert (gone);
    }
  self->n_quoted[side] = 0;
}

/* The price stands in a seed of its own: a level that comes back has what it had. */
static gint64
level_lots (const PfHouse *self, PfSide side, gint64 price)
{
  guint64 noise = mix (self->config.seed ^ mix ((guint64) price * 2 + side));
  gint64 quarters = 1 + (gint64) (noise % SPREAD_PARTS);

  return MAX (1, self->config.lot_volume * quarters / 4);
}

/* Outwards from the price; a level that an account's order crosses is left out. */
static void
quote (PfHouse *self, PfOrderBook *book, PfSide side)
{
  gint64 step = side == PF_SIDE_BUY ? -self->config.tick : self->config.tick;

  withdraw (self, book, side);
  for (gint64 price = self->price + step;
       price > 0 && self->n_quoted[side] < PF_HOUSE_LEVELS; price += step)
    {
      if (pf_order_book_set_house (book, side, price, level_lots (self, side, price)))
        self->quoted[side][self->n_quoted[side]++] = price;
      else if (ABS (price - self->price) > PF_HOUSE_LEVELS * 2 * self->config.tick)
        break;
    }
}

void
pf_house_begin (PfHouse *self, PfOrderBook *book, gint64 price)
{
  g_assert (price > 0);
  self->price = price;
  quote (self, book, PF_SIDE_BUY);
  quote (self, book, PF_SIDE_SELL);
}

/* What the house does to trade at price, its own quotes withdrawn: it meets the account that waits
 * there or beyond; where none does it goes with the price. */
static PfSide
side_for (const PfHouse *self, const PfOrderBook *book, gint64 price)
{
  PfBookLevel best;

  if (pf_order_book_best (book, PF_SIDE_BUY, &best) && best.price >= price)
    return PF_SIDE_SELL;
  if (pf_order_book_best (book, PF_SIDE_SELL, &best) && best.price <= price)
    return PF_SIDE_BUY;
  return price >= self->price ? PF_SIDE_BUY : PF_SIDE_SELL;
}

static void
trade_at (PfHouse *self, PfOrderBook *book, gint64 price, gint64 lots, guint64 *next_id,
          PfBookTradeFunc func, gpointer user_data)
{
  gint64 on_the_way, before, left;
  gboolean offered;
  PfSide side;

  withdraw (self, book, PF_SIDE_BUY);
  withdraw (self, book, PF_SIDE_SELL);
  side = side_for (self, book, price);
  before = side == PF_SIDE_BUY ? price - self->config.tick : price + self->config.tick;
  on_the_way = before > 0 ? pf_order_book_fillable (book, side, before, G_MAXINT64) : 0;
  /* the house's own offer at the price, behind whoever waits there: so there is a trade at it */
  offered = pf_order_book_set_house (book, pf_side_opposite (side), price, lots);
  g_assert (offered);
  left = pf_order_book_take (book, (*next_id)++, PF_BOOK_HOUSE, side, price, on_the_way + lots,
                             PF_SELF_TRADE_ALLOW, NULL, func, user_data);
  g_assert (left == 0);
  offered = pf_order_book_set_house (book, pf_side_opposite (side), price, 0);
  g_assert (offered);
  self->price = price;
}

void
pf_house_step (PfHouse *self, PfOrderBook *book, const PfBar *second, gint64 lots,
               guint64 *next_id, PfBookTradeFunc func, gpointer user_data)
{
  gboolean rises = second->close >= second->open;
  const gint64 way[] = { second->open, rises ? second->low : second->high,
                         rises ? second->high : second->low, second->close };

  g_assert (lots > 0 && second->low > 0);
  for (guint i = 0; i < G_N_ELEMENTS (way); i++)
    {
      g_assert (way[i] % self->config.tick == 0);
      trade_at (self, book, way[i], MAX (1, lots / 4), next_id, func, user_data);
    }
  quote (self, book, PF_SIDE_BUY);
  quote (self, book, PF_SIDE_SELL);
}
