/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tape against everything reckoned anew from a plain list of the trades. */
#include "sandbox/pf-tape.h"

#define BEGIN_MS (G_GINT64_CONSTANT (20000) * 24 * 3600 * 1000 + 12345)

typedef struct
{
  PfTape *tape;
  GArray *trades;               /* of PfTapeTrade: all */
  GArray *takers;               /* of guint64 */
  GRand *rand;
  gint64 now_ms;
  guint64 taker;
  gint64 price;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->tape = pf_tape_new ();
  f->trades = g_array_new (FALSE, FALSE, sizeof (PfTapeTrade));
  f->takers = g_array_new (FALSE, FALSE, sizeof (guint64));
  f->rand = g_rand_new_with_seed (8);
  f->now_ms = BEGIN_MS;
  f->taker = 1;
  f->price = 100000;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  pf_tape_free (f->tape);
  g_array_unref (f->trades);
  g_array_unref (f->takers);
  g_rand_free (f->rand);
}

static void
trade (Fixture *f, gint64 price, gint64 quantity, gboolean buyer_is_maker)
{
  PfTapeTrade made = { 900 + f->trades->len, f->now_ms, price, quantity, buyer_is_maker };

  pf_tape_add (f->tape, &made, f->taker);
  g_array_append_val (f->trades, made);
  g_array_append_val (f->takers, f->taker);
}

/* --- reckoned anew ---------------------------------------------------------------------------- */

static PfTapeCandle
candle_between (const Fixture *f, gint64 from_ms, gint64 until_ms)
{
  PfTapeCandle out = { .open_ms = from_ms };
  gint64 before = 0;

  for (guint i = 0; i < f->trades->len; i++)
    {
      const PfTapeTrade *one = &g_array_index (f->trades, PfTapeTrade, i);
      if (one->ts_ms < from_ms)
        before = one->price;
      if (one->ts_ms < from_ms || one->ts_ms >= until_ms)
        continue;
      if (out.n_trades == 0)
        {
          out.open = out.high = out.low = one->price;
          out.first_id = one->id;
        }
      out.high = MAX (out.high, one->price);
      out.low = MIN (out.low, one->price);
      out.close = one->price;
      out.last_id = one->id;
      out.n_trades++;
      out.quantity += one->quantity;
      out.value += (PfInt128) one->price * one->quantity;
      out.taker_bought += one->buyer_is_maker ? 0 : one->quantity;
      out.taker_bought_value += one->buyer_is_maker ? 0 : (PfInt128) one->price * one->quantity;
    }
  if (out.n_trades == 0)
    out.open = out.high = out.low = out.close = before;
  return out;
}

static void
assert_same_candle (const PfTapeCandle *a, const PfTapeCandle *b)
{
  g_assert_cmpint (a->open_ms, ==, b->open_ms);
  g_assert_cmpint (a->open, ==, b->open);
  g_assert_cmpint (a->high, ==, b->high);
  g_assert_cmpint (a->low, ==, b->low);
  g_assert_cmpint (a->close, ==, b->close);
  g_assert_cmpint (a->quantity, ==, b->quantity);
  g_assert_cmpint (a->taker_bought, ==, b->taker_bought);
  g_assert_true (a->value == b->value && a->taker_bought_value == b->taker_bought_value);
  g_assert_cmpuint (a->n_trades, ==, b->n_trades);
  g_assert_cmpuint (a->first_id, ==, b->first_id);
  g_assert_cmpuint (a->last_id, ==, b->last_id);
}

static void
assert_candles (const Fixture *f)
{
  for (guint i = 0; i < PF_N_INTERVALS; i++)
    {
      gint64 step = pf_interval_ms ((PfInterval) i);
      guint n = pf_tape_n_candles (f->tape, (PfInterval) i);
      gint64 previous_ms = 0;
      g_assert_cmpuint (n, >, 0);
      g_assert_cmpuint (n, <=, PF_TAPE_CANDLES_MAX);
      for (guint j = 0; j < n; j++)
        {
          const PfTapeCandle *candle = pf_tape_candle (f->tape, (PfInterval) i, j);
          PfTapeCandle truth = candle_between (f, candle->open_ms, candle->open_ms + step);
          assert_same_candle (candle, &truth);
          if (j > 0)
            g_assert_cmpint (candle->open_ms, ==, previous_ms + step);
          previous_ms = candle->open_ms;
        }
      /* the last one is now's */
      g_assert_cmpint (previous_ms, <=, f->now_ms);
      g_assert_cmpint (previous_ms + step, >, f->now_ms);
    }
}

static void
assert_aggregates (const Fixture *f)
{
  guint n = pf_tape_n_aggregates (f->tape);
  guint64 expected = pf_tape_aggregate (f->tape, 0)->first_id;

  for (guint i = 0; i < n; i++)
    {
      const PfTapeAggregate *one = pf_tape_aggregate (f->tape, i);
      gint64 quantity = 0;
      g_assert_cmpuint (one->first_id, ==, expected);
      if (i > 0)
        g_assert_cmpuint (one->id, ==, pf_tape_aggregate (f->tape, i - 1)->id + 1);
      for (guint64 id = one->first_id; id <= one->last_id; id++)
        {
          const PfTapeTrade *part = &g_array_index (f->trades, PfTapeTrade, id - 900);
          g_assert_cmpint (part->price, ==, one->price);
          g_assert_cmpint (part->ts_ms, ==, one->ts_ms);
          g_assert_cmpint (part->buyer_is_maker, ==, one->buyer_is_maker);
          g_assert_cmpuint (g_array_index (f->takers, guint64, id - 900), ==,
                            g_array_index (f->takers, guint64, one->first_id - 900));
          quantity += part->quantity;
        }
      g_assert_cmpint (quantity, ==, one->quantity);
      expected = one->last_id + 1;
    }
  g_assert_cmpuint (expected, ==, 900 + f->trades->len);
}

/* --- cases ------------------------------------------------------------------------------------ */

/* Bursts and silences over some days. */
static void
test_random (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < 3000; i++)
    {
      int what = g_rand_int_range (f->rand, 0, 20);
      if (what < 12)
        trade (f, f->price, g_rand_int_range (f->rand, 1, 500), g_rand_boolean (f->rand));
      else if (what < 15)
        f->taker++;
      else if (what < 18)
        f->price += g_rand_int_range (f->rand, -50, 51);
      else
        f->now_ms += g_rand_int_range (f->rand, 1, what == 19 ? 900000 : 2000);
      if (i % 300 == 299)
        {
          pf_tape_tick (f->tape, f->now_ms);
          f->taker++;
          assert_candles (f);
          assert_aggregates (f);
        }
    }
  g_assert_cmpuint (pf_tape_n_trades (f->tape), ==, MIN (f->trades->len, PF_TAPE_TRADES_MAX));
}

/* Trades of one order at one price are one; another price, order or moment is another. */
static void
test_aggregates (Fixture *f, gconstpointer data)
{
  trade (f, 100, 1, FALSE);
  trade (f, 100, 2, FALSE);
  trade (f, 101, 3, FALSE);
  f->taker++;
  trade (f, 101, 4, FALSE);
  f->now_ms++;
  trade (f, 101, 5, FALSE);
  pf_tape_tick (f->tape, f->now_ms);
  trade (f, 101, 6, FALSE);
  g_assert_cmpuint (pf_tape_n_aggregates (f->tape), ==, 5);
  g_assert_cmpint (pf_tape_aggregate (f->tape, 0)->quantity, ==, 3);
  g_assert_cmpint (pf_tape_aggregate (f->tape, 4)->quantity, ==, 6);
  assert_aggregates (f);
}

/* A silence longer than all that is kept. */
static void
test_silence (Fixture *f, gconstpointer data)
{
  PfTapeCandle day;

  g_assert_false (pf_tape_day (f->tape, &day));
  pf_tape_tick (f->tape, f->now_ms);
  g_assert_cmpuint (pf_tape_n_candles (f->tape, PF_INTERVAL_1M), ==, 0);
  trade (f, 500, 7, FALSE);
  f->now_ms += G_GINT64_CONSTANT (400) * 24 * 3600 * 1000;
  pf_tape_tick (f->tape, f->now_ms);
  g_assert_cmpuint (pf_tape_n_candles (f->tape, PF_INTERVAL_1M), ==, PF_TAPE_CANDLES_MAX);
  assert_candles (f);
  g_assert_true (pf_tape_day (f->tape, &day));
  g_assert_cmpuint (day.n_trades, ==, 0);
  g_assert_cmpint (day.close, ==, 500);
}

static void
test_day (Fixture *f, gconstpointer data)
{
  PfTapeCandle day, truth;

  for (guint i = 0; i < 2000; i++)
    {
      f->price += g_rand_int_range (f->rand, -50, 51);
      trade (f, f->price, g_rand_int_range (f->rand, 1, 500), g_rand_boolean (f->rand));
      f->now_ms += g_rand_int_range (f->rand, 1, 120000);
      pf_tape_tick (f->tape, f->now_ms);
      f->taker++;
    }
  g_assert_true (pf_tape_day (f->tape, &day));
  truth = candle_between (f, f->now_ms - f->now_ms % 60000 - 1439 * G_GINT64_CONSTANT (60000),
                          G_MAXINT64);
  assert_same_candle (&day, &truth);
}

static void
test_intervals (void)
{
  PfInterval interval;

  for (guint i = 0; i < PF_N_INTERVALS; i++)
    {
      g_assert_true (pf_interval_parse (pf_interval_name ((PfInterval) i), &interval));
      g_assert_cmpint (interval, ==, i);
    }
  g_assert_false (pf_interval_parse ("7m", &interval));
  g_assert_false (pf_interval_parse ("1M", &interval));
  g_assert_false (pf_interval_parse ("", &interval));
}

#define ADD(name, func) g_test_add ("/pf/tape/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("aggregates", test_aggregates);
  ADD ("silence", test_silence);
  ADD ("day", test_day);
  ADD ("random", test_random);
  g_test_add_func ("/pf/tape/intervals", test_intervals);
  return g_test_run ();
}
