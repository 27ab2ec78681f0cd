/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/pf-feed.h"

struct _PfFeed
{
  PfInstruments *instruments;
  PfGenerator *generator;       /* practice */
  gint64 start_ns, second_ns;   /* practice: where it begins, the second being played */
  guint32 next_instrument;
  const PfBarSeries *series;    /* replay */
  guint next_bar;
};

PfFeed *
pf_feed_new_practice (guint64 seed, gint64 start_ns)
{
  PfFeed *self = g_new0 (PfFeed, 1);

  g_assert (start_ns % PF_GENERATOR_TICK_NS == 0);
  self->instruments = pf_generator_instruments ();
  self->generator = pf_generator_new (seed);
  self->start_ns = self->second_ns = start_ns;
  return self;
}

PfFeed *
pf_feed_new_replay (const PfBarSeries *series, const char *symbol)
{
  PfFeed *self = g_new0 (PfFeed, 1);
  PfInstrument instrument = pf_instrument_unknown (symbol, series->decimals);

  self->instruments = pf_instruments_new ();
  pf_instruments_add (self->instruments, &instrument);
  self->series = series;
  self->start_ns = pf_bar_series_length (series) > 0 ? pf_bar_series_get (series, 0)->ts_open_ns
                                                     : 0;
  return self;
}

void
pf_feed_free (PfFeed *self)
{
  if (self == NULL)
    return;
  pf_instruments_free (self->instruments);
  pf_generator_free (self->generator);
  g_free (self);
}

const PfInstruments *
pf_feed_instruments (const PfFeed *self)
{
  return self->instruments;
}

gint64
pf_feed_timeframe (const PfFeed *self)
{
  return self->series != NULL ? self->series->timeframe_ns : PF_NS_PER_MINUTE;
}

gboolean
pf_feed_has_timeframe (const PfFeed *self, gint64 timeframe_ns)
{
  return timeframe_ns >= pf_feed_timeframe (self) && timeframe_ns % pf_feed_timeframe (self) == 0;
}

gint64
pf_feed_start (const PfFeed *self)
{
  return self->start_ns;
}

/* --- playing ---------------------------------------------------------------------------------- */

/* the first bar that ends after ts_ns */
static guint
first_after (const PfFeed *self, gint64 ts_ns)
{
  guint low = 0, high = pf_bar_series_length (self->series);

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (pf_bar_series_get (self->series, middle)->ts_open_ns + self->series->timeframe_ns > ts_ns)
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

/* A practice cursor within a second counts the instruments that were played of it. */
void
pf_feed_seek (PfFeed *self, gint64 cursor_ns)
{
  if (self->series != NULL)
    {
      self->next_bar = first_after (self, cursor_ns);
      return;
    }
  self->second_ns = MAX (self->start_ns, pf_time_bucket (cursor_ns, PF_GENERATOR_TICK_NS));
  self->next_instrument = (guint32) CLAMP (cursor_ns - self->second_ns, 0,
                                           (gint64) self->instruments->n - 1);
}

gint64
pf_feed_played (const PfFeed *self)
{
  if (self->series == NULL)
    return self->second_ns + (self->next_instrument > 0 ? PF_GENERATOR_TICK_NS : 0);
  if (self->next_bar == 0)
    return self->start_ns;
  return pf_bar_series_get (self->series, self->next_bar - 1)->ts_open_ns
         + self->series->timeframe_ns;
}

gint64
pf_feed_next_end (const PfFeed *self)
{
  if (self->series == NULL)
    return self->second_ns + PF_GENERATOR_TICK_NS;
  if (self->next_bar == pf_bar_series_length (self->series))
    return PF_TIME_NONE;
  return pf_bar_series_get (self->series, self->next_bar)->ts_open_ns + self->series->timeframe_ns;
}

gboolean
pf_feed_next (PfFeed *self, PfPiece *out)
{
  if (self->series != NULL)
    {
      if (self->next_bar == pf_bar_series_length (self->series))
        return FALSE;
      out->instrument = 0;
      out->piece = *pf_bar_series_get (self->series, self->next_bar++);
      out->piece_ns = self->series->timeframe_ns;
      out->cursor_ns = out->piece.ts_open_ns + out->piece_ns;
      return TRUE;
    }
  out->instrument = self->next_instrument;
  out->piece_ns = PF_GENERATOR_TICK_NS;
  pf_generator_tick (self->generator, out->instrument, self->second_ns, &out->piece);
  self->next_instrument = (self->next_instrument + 1) % self->instruments->n;
  if (self->next_instrument == 0)
    self->second_ns += PF_GENERATOR_TICK_NS;
  out->cursor_ns = self->second_ns + self->next_instrument;
  return TRUE;
}

/* --- the past --------------------------------------------------------------------------------- */

gint64
pf_feed_played_of (const PfFeed *self, guint32 instrument)
{
  if (self->series != NULL)
    return pf_feed_played (self);
  return self->second_ns + (instrument < self->next_instrument ? PF_GENERATOR_TICK_NS : 0);
}

gint64
pf_feed_price (PfFeed *self, guint32 instrument)
{
  PfBar second;

  if (self->series != NULL)
    return self->next_bar > 0 ? pf_bar_series_get (self->series, self->next_bar - 1)->close : 0;
  pf_generator_tick (self->generator, instrument,
                     pf_feed_played_of (self, instrument) - PF_GENERATOR_TICK_NS, &second);
  return second.close;
}

void
pf_feed_begin_bar (PfFeed *self, guint32 instrument, gint64 timeframe_ns, PfBarBuilder *builder)
{
  gint64 end_ns = pf_feed_played_of (self, instrument);
  gint64 begin_ns = pf_time_bucket (end_ns, timeframe_ns);
  PfBar piece, closed;

  pf_bar_builder_init (builder, timeframe_ns);
  if (self->series == NULL)
    for (gint64 ts = begin_ns; ts < end_ns; ts += PF_GENERATOR_TICK_NS)
      {
        pf_generator_tick (self->generator, instrument, ts, &piece);
        pf_bar_builder_add (builder, &piece, PF_GENERATOR_TICK_NS, &closed);
      }
  else
    for (guint i = first_after (self, begin_ns); i < self->next_bar; i++)
      pf_bar_builder_add (builder, pf_bar_series_get (self->series, i), self->series->timeframe_ns,
                          &closed);
}

static PfBarSeries *
past_of_series (PfFeed *self, gint64 timeframe_ns, gint64 until_ns)
{
  g_autoptr (PfBarSeries) past = pf_bar_series_new (self->series->decimals,
                                                    self->series->timeframe_ns);
  guint n = first_after (self, until_ns);

  if (n > 0)
    g_array_append_vals (past->bars, self->series->bars->data, n);
  if (timeframe_ns == self->series->timeframe_ns)
    return g_steal_pointer (&past);
  return pf_bar_series_resample_until (past, timeframe_ns, until_ns, NULL);
}

PfBarSeries *
pf_feed_last_bars (PfFeed *self, guint32 instrument, gint64 timeframe_ns, guint n_bars,
                   gint64 until_ns)
{
  g_assert (pf_feed_has_timeframe (self, timeframe_ns));
  if (self->series != NULL)
    return past_of_series (self, timeframe_ns, until_ns);
  return pf_generator_bars (self->generator, instrument, timeframe_ns, n_bars, until_ns);
}

PfBarSeries *
pf_feed_past (PfFeed *self, guint32 instrument, gint64 timeframe_ns, gint64 made_ns,
              gint64 until_ns)
{
  gint64 first_ns, n;

  first_ns = pf_time_bucket (made_ns, timeframe_ns) - PF_FEED_HISTORY_BARS * timeframe_ns;
  n = (pf_time_bucket (until_ns, timeframe_ns) - first_ns) / timeframe_ns;
  return pf_feed_last_bars (self, instrument, timeframe_ns, (guint) CLAMP (n, 1, PF_FEED_PAST_MAX),
                            until_ns);
}
