/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The practice market's seconds through a book and onto a tape; accounts in between. */
#include "sandbox/pf-house.h"

#include "market/pf-generator.h"
#include "sandbox/pf-tape.h"

#define BEGIN_NS (G_GINT64_CONSTANT (20000) * PF_NS_PER_DAY)
#define ACCOUNTS 4

typedef struct
{
  guint64 id;
  PfSide side;
  gint64 price, left;
} Resting;

typedef struct
{
  PfGenerator *generator;
  PfOrderBook *book;
  PfTape *tape;
  PfHouse house;
  gint64 now_ns, tick;
  guint64 next_id, next_account_id;
  GArray *resting;              /* of Resting: what the accounts believe that they have */
  gint64 low, high;             /* traded in this second */
  guint n_account_trades;
  GRand *rand;
} Fixture;

static void
on_trade (const PfBookTrade *trade, gpointer user_data)
{
  Fixture *f = user_data;
  PfTapeTrade printed = { trade->trade_id, f->now_ns / 1000000, trade->price, trade->quantity,
                          trade->taker_side == PF_SIDE_SELL };

  pf_tape_add (f->tape, &printed, trade->taker_id);
  f->low = MIN (f->low, trade->price);
  f->high = MAX (f->high, trade->price);
  if (trade->maker_owner == PF_BOOK_HOUSE)
    return;
  f->n_account_trades++;
  for (guint i = 0; i < f->resting->len; i++)
    {
      Resting *mine = &g_array_index (f->resting, Resting, i);
      if (mine->id != trade->maker_id)
        continue;
      /* at its own price, and never more than it had */
      g_assert_cmpint (trade->price, ==, mine->price);
      mine->left -= trade->quantity;
      g_assert_cmpint (mine->left, >=, 0);
      g_assert_cmpint (mine->left, ==, trade->maker_left);
      if (mine->left == 0)
        g_array_remove_index_fast (f->resting, i);
      return;
    }
  g_assert_not_reached ();      /* an order that nobody has */
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (PfInstruments) instruments = pf_generator_instruments ();
  const PfInstrument *btc = pf_instruments_get (instruments, 0);
  gboolean whole = pf_price_to_points (btc->tick, btc->price_decimals, &f->tick);
  PfBar second;

  g_assert_true (whole);
  f->generator = pf_generator_new (5);
  f->book = pf_order_book_new (0, 0);
  f->tape = pf_tape_new ();
  f->now_ns = BEGIN_NS;
  f->next_id = G_GUINT64_CONSTANT (1) << 60;
  f->next_account_id = 1;
  f->resting = g_array_new (FALSE, FALSE, sizeof (Resting));
  f->rand = g_rand_new_with_seed (3);
  f->house.config = (PfHouseConfig){ 5, f->tick, 4000 };
  pf_generator_tick (f->generator, 0, BEGIN_NS, &second);
  pf_house_begin (&f->house, f->book, second.open);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  pf_generator_free (f->generator);
  pf_order_book_free (f->book);
  pf_tape_free (f->tape);
  g_array_unref (f->resting);
  g_rand_free (f->rand);
}

static void
assert_spread (Fixture *f, gint64 close)
{
  PfBookLevel bid, ask;

  g_assert_true (pf_order_book_best (f->book, PF_SIDE_BUY, &bid));
  g_assert_true (pf_order_book_best (f->book, PF_SIDE_SELL, &ask));
  g_assert_cmpint (bid.price, <, ask.price);
  g_assert_cmpint (ABS (bid.price - close), <=, f->tick);
  g_assert_cmpint (ABS (ask.price - close), <=, f->tick);
}

/* Whoever waited where the price went through has nothing left there. */
static void
assert_gone_through (Fixture *f, const PfBar *second)
{
  for (guint i = 0; i < f->resting->len; i++)
    {
      const Resting *mine = &g_array_index (f->resting, Resting, i);
      if (mine->side == PF_SIDE_SELL)
        g_assert_cmpint (mine->price, >=, second->high);
      else
        g_assert_cmpint (mine->price, <=, second->low);
    }
}

static void
play (Fixture *f, guint n)
{
  PfBar second;

  for (guint i = 0; i < n; i++)
    {
      pf_generator_tick (f->generator, 0, f->now_ns, &second);
      f->low = G_MAXINT64;
      f->high = 0;
      pf_house_step (&f->house, f->book, &second, 1 + (gint64) (second.volume * 10000),
                     &f->next_id, on_trade, f);
      /* beyond them only accounts are met, at their own prices */
      g_assert_cmpint (f->low, <=, second.low);
      g_assert_cmpint (f->high, >=, second.high);
      assert_spread (f, second.close);
      assert_gone_through (f, &second);
      f->now_ns += PF_NS_PER_SECOND;
    }
}

/* An account rests somewhere near; what would cross it takes first. */
static void
rest (Fixture *f)
{
  Resting mine = { f->next_account_id++, (PfSide) g_rand_int_range (f->rand, 0, 2),
                   f->house.price + f->tick * g_rand_int_range (f->rand, -60, 61),
                   g_rand_int_range (f->rand, 1, 20000) };
  gboolean rests;

  f->low = G_MAXINT64;
  f->high = 0;
  mine.left = pf_order_book_take (f->book, mine.id, 1 + mine.id % ACCOUNTS, mine.side, mine.price,
                                  mine.left, PF_SELF_TRADE_ALLOW, NULL, on_trade, f);
  if (mine.left == 0)
    return;
  rests = pf_order_book_add (f->book, mine.id, 1 + mine.id % ACCOUNTS, mine.side, mine.price,
                             mine.left);
  g_assert_true (rests);
  g_array_append_val (f->resting, mine);
}

/* Minutes of the tape are minutes of the market. */
static void
test_candles_are_the_markets (Fixture *f, gconstpointer data)
{
  g_autoptr (PfBarSeries) truth = NULL;

  play (f, 600);
  truth = pf_generator_bars (f->generator, 0, PF_NS_PER_MINUTE, 10, f->now_ns);
  g_assert_cmpuint (pf_tape_n_candles (f->tape, PF_INTERVAL_1M), ==, 10);
  for (guint i = 0; i < 10; i++)
    {
      const PfTapeCandle *candle = pf_tape_candle (f->tape, PF_INTERVAL_1M, i);
      const PfBar *bar = pf_bar_series_get (truth, i);
      g_assert_cmpint (candle->open_ms, ==, bar->ts_open_ns / 1000000);
      g_assert_cmpint (candle->open, ==, bar->open);
      g_assert_cmpint (candle->high, ==, bar->high);
      g_assert_cmpint (candle->low, ==, bar->low);
      g_assert_cmpint (candle->close, ==, bar->close);
    }
}

/* Accounts rest, take and cancel while the market goes through them. */
static void
test_accounts (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < 4000; i++)
    {
      for (int n = g_rand_int_range (f->rand, 0, 4); n > 0; n--)
        rest (f);
      if (f->resting->len > 100)
        {
          guint at = (guint) g_rand_int_range (f->rand, 0, (gint32) f->resting->len);
          const Resting *mine = &g_array_index (f->resting, Resting, at);
          g_assert_cmpint (pf_order_book_cancel (f->book, mine->id), ==, mine->left);
          g_array_remove_index_fast (f->resting, at);
        }
      play (f, 1);
    }
  g_assert_cmpuint (f->n_account_trades, >, 500);
  g_assert_cmpuint (pf_order_book_n_orders (f->book), ==, f->resting->len);
}

/* The same again is the same. */
static void
test_repeats (Fixture *f, gconstpointer data)
{
  Fixture other = { 0 };
  PfBookLevel ours[PF_HOUSE_LEVELS], theirs[PF_HOUSE_LEVELS];

  set_up (&other, NULL);
  play (f, 200);
  play (&other, 200);
  g_assert_cmpuint (pf_order_book_trade_id (f->book), ==, pf_order_book_trade_id (other.book));
  g_assert_cmpuint (pf_order_book_update_id (f->book), ==, pf_order_book_update_id (other.book));
  for (guint side = 0; side < 2; side++)
    {
      guint n = pf_order_book_depth (f->book, (PfSide) side, PF_HOUSE_LEVELS, ours);
      g_assert_cmpuint (n, ==, PF_HOUSE_LEVELS);
      g_assert_cmpuint (pf_order_book_depth (other.book, (PfSide) side, PF_HOUSE_LEVELS, theirs),
                        ==, n);
      for (guint i = 0; i < n; i++)
        {
          g_assert_cmpint (ours[i].price, ==, theirs[i].price);
          g_assert_cmpint (ours[i].quantity, ==, theirs[i].quantity);
        }
    }
  tear_down (&other, NULL);
}

#define ADD(name, func) g_test_add ("/pf/house/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("candles-are-the-markets", test_candles_are_the_markets);
  ADD ("accounts", test_accounts);
  ADD ("repeats", test_repeats);
  return g_test_run ();
}
