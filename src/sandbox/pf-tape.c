/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/pf-tape.h"

#include <string.h>

#define MINUTE_MS G_GINT64_CONSTANT (60000)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)
#define DAY_MINUTES (24 * 60)
/* The week begins on Monday; 1970 began on a Thursday. */
#define WEEK_SHIFT_MS (3 * DAY_MS)

static const struct { const char *name; gint64 ms; } intervals[PF_N_INTERVALS] = {
  [PF_INTERVAL_1M] = { "1m", MINUTE_MS }, [PF_INTERVAL_3M] = { "3m", 3 * MINUTE_MS },
  [PF_INTERVAL_5M] = { "5m", 5 * MINUTE_MS }, [PF_INTERVAL_15M] = { "15m", 15 * MINUTE_MS },
  [PF_INTERVAL_30M] = { "30m", 30 * MINUTE_MS }, [PF_INTERVAL_1H] = { "1h", HOUR_MS },
  [PF_INTERVAL_2H] = { "2h", 2 * HOUR_MS }, [PF_INTERVAL_4H] = { "4h", 4 * HOUR_MS },
  [PF_INTERVAL_6H] = { "6h", 6 * HOUR_MS }, [PF_INTERVAL_8H] = { "8h", 8 * HOUR_MS },
  [PF_INTERVAL_12H] = { "12h", 12 * HOUR_MS }, [PF_INTERVAL_1D] = { "1d", DAY_MS },
  [PF_INTERVAL_1W] = { "1w", 7 * DAY_MS },
};

/* The newest of many, by their place: item i of n stands at (begin + i) % size. */
typedef struct
{
  char *items;
  gsize item_size;
  guint size, begin, n;
} Ring;

struct _PfTape
{
  Ring trades, aggregates, candles[PF_N_INTERVALS];
  guint64 taker_id;             /* of the aggregate that may grow; 0: none may */
};

/* --- rings ------------------------------------------------------------------------------------ */

static void
ring_init (Ring *self, guint size, gsize item_size)
{
  self->items = g_malloc_n (size, item_size);
  self->item_size = item_size;
  self->size = size;
}

static gpointer
ring_at (const Ring *self, guint i)
{
  g_assert (i < self->n);
  return self->items + ((self->begin + i) % self->size) * self->item_size;
}

static gpointer
ring_last (const Ring *self)
{
  return self->n > 0 ? ring_at (self, self->n - 1) : NULL;
}

static void
ring_push (Ring *self, gconstpointer item)
{
  if (self->n < self->size)
    self->n++;
  else
    self->begin = (self->begin + 1) % self->size;
  memcpy (ring_last (self), item, self->item_size);
}

/* --- intervals -------------------------------------------------------------------------------- */

gboolean
pf_interval_parse (const char *text, PfInterval *out)
{
  for (guint i = 0; i < PF_N_INTERVALS; i++)
    if (strcmp (intervals[i].name, text) == 0)
      {
        *out = (PfInterval) i;
        return TRUE;
      }
  return FALSE;
}

const char *
pf_interval_name (PfInterval interval)
{
  g_assert ((guint) interval < PF_N_INTERVALS);
  return intervals[interval].name;
}

gint64
pf_interval_ms (PfInterval interval)
{
  g_assert ((guint) interval < PF_N_INTERVALS);
  return intervals[interval].ms;
}

static gint64
bucket_of (PfInterval interval, gint64 ts_ms)
{
  gint64 shift = interval == PF_INTERVAL_1W ? WEEK_SHIFT_MS : 0;

  return ts_ms - (ts_ms + shift) % intervals[interval].ms;
}

/* --- candles ---------------------------------------------------------------------------------- */

/* Up to the one that ts_ms lies in; what nobody traded in has the last price. */
static void
advance (Ring *candles, PfInterval interval, gint64 ts_ms)
{
  const PfTapeCandle *last = ring_last (candles);
  gint64 bucket = bucket_of (interval, ts_ms), step = intervals[interval].ms;
  gint64 close;

  if (last == NULL || last->open_ms >= bucket)
    return;
  close = last->close;
  /* of a long silence only what is kept is made */
  for (gint64 at = MAX (last->open_ms + step, bucket - (PF_TAPE_CANDLES_MAX - 1) * step);
       at <= bucket; at += step)
    {
      PfTapeCandle empty = { .open_ms = at, .open = close, .high = close, .low = close,
                             .close = close };
      ring_push (candles, &empty);
    }
}

static void
add_to_candle (Ring *candles, PfInterval interval, const PfTapeTrade *trade)
{
  PfInt128 value = (PfInt128) trade->price * trade->quantity;
  PfTapeCandle *candle;

  advance (candles, interval, trade->ts_ms);
  if (candles->n == 0)
    {
      PfTapeCandle first = { .open_ms = bucket_of (interval, trade->ts_ms) };
      ring_push (candles, &first);
    }
  candle = ring_last (candles);
  if (candle->n_trades++ == 0)
    {
      candle->open = candle->high = candle->low = trade->price;
      candle->first_id = trade->id;
    }
  candle->high = MAX (candle->high, trade->price);
  candle->low = MIN (candle->low, trade->price);
  candle->close = trade->price;
  candle->last_id = trade->id;
  candle->quantity += trade->quantity;
  candle->value += value;
  if (trade->buyer_is_maker)
    return;
  candle->taker_bought += trade->quantity;
  candle->taker_bought_value += value;
}

/* --- trades ----------------------------------------------------------------------------------- */

static void
add_to_aggregates (PfTape *self, const PfTapeTrade *trade, guint64 taker_id)
{
  PfTapeAggregate *last = ring_last (&self->aggregates);
  PfTapeAggregate made = { .id = last != NULL ? last->id + 1 : 1, .first_id = trade->id,
                           .last_id = trade->id, .ts_ms = trade->ts_ms, .price = trade->price,
                           .quantity = trade->quantity,
                           .buyer_is_maker = trade->buyer_is_maker };

  if (last != NULL && self->taker_id == taker_id && taker_id != 0 && last->price == trade->price
      && last->ts_ms == trade->ts_ms && last->buyer_is_maker == trade->buyer_is_maker)
    {
      last->last_id = trade->id;
      last->quantity += trade->quantity;
    }
  else
    ring_push (&self->aggregates, &made);
  self->taker_id = taker_id;
}

void
pf_tape_add (PfTape *self, const PfTapeTrade *trade, guint64 taker_id)
{
  const PfTapeTrade *last = ring_last (&self->trades);

  g_assert (trade->price > 0 && trade->quantity > 0);
  g_assert (last == NULL || (trade->id == last->id + 1 && trade->ts_ms >= last->ts_ms));
  add_to_aggregates (self, trade, taker_id);
  ring_push (&self->trades, trade);
  for (guint i = 0; i < PF_N_INTERVALS; i++)
    add_to_candle (&self->candles[i], (PfInterval) i, trade);
}

void
pf_tape_tick (PfTape *self, gint64 ts_ms)
{
  self->taker_id = 0;
  for (guint i = 0; i < PF_N_INTERVALS; i++)
    advance (&self->candles[i], (PfInterval) i, ts_ms);
}

/* --- looking ---------------------------------------------------------------------------------- */

guint pf_tape_n_trades (const PfTape *self) { return self->trades.n; }

const PfTapeTrade *
pf_tape_trade (const PfTape *self, guint i)
{
  return ring_at (&self->trades, i);
}

guint pf_tape_n_aggregates (const PfTape *self) { return self->aggregates.n; }

const PfTapeAggregate *
pf_tape_aggregate (const PfTape *self, guint i)
{
  return ring_at (&self->aggregates, i);
}

guint
pf_tape_n_candles (const PfTape *self, PfInterval interval)
{
  g_assert ((guint) interval < PF_N_INTERVALS);
  return self->candles[interval].n;
}

const PfTapeCandle *
pf_tape_candle (const PfTape *self, PfInterval interval, guint i)
{
  g_assert ((guint) interval < PF_N_INTERVALS);
  return ring_at (&self->candles[interval], i);
}

/* What comes after it in time, with trades, into out. */
static void
append (PfTapeCandle *out, const PfTapeCandle *later)
{
  if (later->n_trades == 0)
    return;
  if (out->n_trades == 0)
    {
      out->open = later->open;
      out->high = later->high;
      out->low = later->low;
      out->first_id = later->first_id;
    }
  out->high = MAX (out->high, later->high);
  out->low = MIN (out->low, later->low);
  out->close = later->close;
  out->last_id = later->last_id;
  out->quantity += later->quantity;
  out->value += later->value;
  out->taker_bought += later->taker_bought;
  out->taker_bought_value += later->taker_bought_value;
  out->n_trades += later->n_trades;
}

gboolean
pf_tape_day (const PfTape *self, PfTapeCandle *out)
{
  const Ring *minutes = &self->candles[PF_INTERVAL_1M];
  guint first = minutes->n > DAY_MINUTES ? minutes->n - DAY_MINUTES : 0;
  const PfTapeCandle *begin;

  if (minutes->n == 0)
    return FALSE;
  begin = ring_at (minutes, first);
  /* without a trade in them: the price that they had all along */
  *out = (PfTapeCandle){ .open_ms = begin->open_ms, .open = begin->open, .high = begin->open,
                         .low = begin->open, .close = begin->open };
  for (guint i = first; i < minutes->n; i++)
    append (out, ring_at (minutes, i));
  return TRUE;
}

/* --- life ------------------------------------------------------------------------------------- */

PfTape *
pf_tape_new (void)
{
  PfTape *self = g_new0 (PfTape, 1);

  ring_init (&self->trades, PF_TAPE_TRADES_MAX, sizeof (PfTapeTrade));
  ring_init (&self->aggregates, PF_TAPE_TRADES_MAX, sizeof (PfTapeAggregate));
  for (guint i = 0; i < PF_N_INTERVALS; i++)
    ring_init (&self->candles[i], PF_TAPE_CANDLES_MAX, sizeof (PfTapeCandle));
  return self;
}

void
pf_tape_free (PfTape *self)
{
  if (self == NULL)
    return;
  g_free (self->trades.items);
  g_free (self->aggregates.items);
  for (guint i = 0; i < PF_N_INTERVALS; i++)
    g_free (self->candles[i].items);
  g_free (self);
}
