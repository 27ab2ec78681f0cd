/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/pf-watch.h"

static PfBarNews *
news_new (const PfWatch *self, gboolean whole)
{
  PfBarNews *news = g_new0 (PfBarNews, 1);

  news->instrument = self->instrument;
  news->timeframe_ns = self->timeframe_ns;
  news->decimals = self->decimals;
  news->whole = whole;
  news->bars = g_array_new (FALSE, FALSE, sizeof (PfBar));
  return news;
}

void
pf_bar_news_free (PfBarNews *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->bars);
  g_free (self);
}

/* The bar that is in progress is told anew until it is closed. */
static void
put (PfBarNews *news, const PfBar *bar)
{
  guint n = news->bars->len;

  if (n > 0 && g_array_index (news->bars, PfBar, n - 1).ts_open_ns == bar->ts_open_ns)
    g_array_index (news->bars, PfBar, n - 1) = *bar;
  else
    g_array_append_val (news->bars, *bar);
  if (news->bars->len <= PF_WATCH_BARS_MAX)
    return;
  /* A whole series forgets its oldest bar; so many new ones are a series of their own. */
  g_array_remove_index (news->bars, 0);
  news->whole = TRUE;
}

PfBarNews *
pf_bar_news_merge (PfBarNews *earlier, PfBarNews *later)
{
  if (earlier == NULL || later == NULL)
    return earlier != NULL ? earlier : later;
  if (later->whole || later->instrument != earlier->instrument
      || later->timeframe_ns != earlier->timeframe_ns)
    {
      pf_bar_news_free (earlier);
      return later;
    }
  for (guint i = 0; i < later->bars->len; i++)
    put (earlier, &g_array_index (later->bars, PfBar, i));
  pf_bar_news_free (later);
  return earlier;
}

void
pf_watch_begin (PfWatch *self, PfFeed *feed, guint32 instrument, gint64 timeframe_ns)
{
  g_autoptr (PfBarSeries) past = NULL;
  gint64 now_ns;
  guint n;

  g_clear_pointer (&self->news, pf_bar_news_free);
  self->on = timeframe_ns > 0;
  if (!self->on)
    return;
  self->instrument = instrument;
  self->timeframe_ns = timeframe_ns;
  self->decimals = pf_instruments_get (pf_feed_instruments (feed), instrument)->price_decimals;
  now_ns = pf_feed_played_of (feed, instrument);
  past = pf_feed_last_bars (feed, instrument, timeframe_ns, PF_WATCH_BARS_MAX - 1, now_ns);
  n = pf_bar_series_length (past);
  self->news = news_new (self, TRUE);
  for (guint i = n > PF_WATCH_BARS_MAX - 1 ? n - (PF_WATCH_BARS_MAX - 1) : 0; i < n; i++)
    g_array_append_val (self->news->bars, *pf_bar_series_get (past, i));
  pf_feed_begin_bar (feed, instrument, timeframe_ns, &self->builder);
  if (self->builder.open_any)
    put (self->news, &self->builder.bar);
}

void
pf_watch_add (PfWatch *self, const PfPiece *piece)
{
  PfBar closed;

  if (!self->on || piece->instrument != self->instrument)
    return;
  if (self->news == NULL)
    self->news = news_new (self, FALSE);
  /* a closed bar may be one that a gap ended; a later piece can end another one by itself */
  if (pf_bar_builder_add (&self->builder, &piece->piece, piece->piece_ns, &closed))
    put (self->news, &closed);
  if (pf_bar_builder_flush_ended (&self->builder, piece->piece.ts_open_ns + piece->piece_ns,
                                  &closed))
    put (self->news, &closed);
  if (self->builder.open_any)
    put (self->news, &self->builder.bar);
}

PfBarNews *
pf_watch_take (PfWatch *self)
{
  return g_steal_pointer (&self->news);
}
