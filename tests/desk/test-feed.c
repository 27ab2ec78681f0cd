/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/pf-feed.h"

#include <string.h>

#define START                                                                                      \
  (G_GINT64_CONSTANT (20000) * PF_NS_PER_DAY + 10 * PF_NS_PER_HOUR + 7 * PF_NS_PER_MINUTE)

static void
assert_same_piece (const PfPiece *a, const PfPiece *b)
{
  g_assert_cmpuint (a->instrument, ==, b->instrument);
  g_assert_cmpint (a->cursor_ns, ==, b->cursor_ns);
  g_assert_cmpint (a->piece.ts_open_ns, ==, b->piece.ts_open_ns);
  g_assert_cmpint (a->piece.open, ==, b->piece.open);
  g_assert_cmpint (a->piece.close, ==, b->piece.close);
}

/* From the cursor of any piece, also within a second, another feed goes on with the next one. */
static void
test_practice_cursor (void)
{
  g_autoptr (PfFeed) feed = pf_feed_new_practice (3, START);

  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (PfFeed) other = pf_feed_new_practice (3, START);
      PfPiece here, next, found;
      g_assert_true (pf_feed_next (feed, &here));
      pf_feed_seek (other, here.cursor_ns);
      g_assert_true (pf_feed_next (other, &found));
      pf_feed_next (feed, &next);
      assert_same_piece (&next, &found);
    }
}

/* A bar begun in its middle ends as the generator's own. */
static void
test_bar_in_progress (void)
{
  g_autoptr (PfFeed) feed = pf_feed_new_practice (3, START);
  g_autoptr (PfBarSeries) past = NULL;
  PfBarBuilder builder;
  PfBar closed = { 0 };
  PfPiece piece;
  gboolean done = FALSE;

  pf_feed_begin_bar (feed, 1, PF_NS_PER_HOUR, &builder);
  while (!done && pf_feed_next (feed, &piece))
    done = piece.instrument == 1
           && pf_bar_builder_add (&builder, &piece.piece, piece.piece_ns, &closed);
  past = pf_feed_past (feed, 1, PF_NS_PER_HOUR, START, closed.ts_open_ns + PF_NS_PER_HOUR);
  g_assert_cmpint (closed.ts_open_ns, ==, START - 7 * PF_NS_PER_MINUTE);
  g_assert_cmpmem (&closed, sizeof closed,
                   pf_bar_series_get (past, pf_bar_series_length (past) - 1), sizeof closed);
  g_assert_cmpuint (pf_bar_series_length (past), ==, PF_FEED_HISTORY_BARS + 1);
  g_assert_cmpint (pf_feed_price (feed, 1), ==, closed.close);
}

static PfBarSeries *
some_bars (void)
{
  PfBarSeries *series = pf_bar_series_new (2, PF_NS_PER_HOUR);

  for (gint64 i = 0; i < 10; i++)
    {
      PfBar bar = { i * PF_NS_PER_HOUR, 100 + i, 110 + i, 90 + i, 105 + i, 1 };
      if (i != 5)       /* a gap */
        g_assert_true (pf_bar_series_append (series, &bar));
    }
  return series;
}

static void
test_replay (void)
{
  g_autoptr (PfBarSeries) series = some_bars ();
  g_autoptr (PfFeed) feed = pf_feed_new_replay (series, "BTCUSD");
  g_autoptr (PfBarSeries) past = NULL;
  PfPiece piece;
  guint n = 0;

  g_assert_cmpint (pf_feed_price (feed, 0), ==, 0);
  g_assert_true (pf_feed_has_timeframe (feed, 4 * PF_NS_PER_HOUR));
  g_assert_false (pf_feed_has_timeframe (feed, PF_NS_PER_MINUTE));
  while (pf_feed_next (feed, &piece))
    n++;
  g_assert_cmpuint (n, ==, 9);
  g_assert_cmpint (pf_feed_next_end (feed), ==, PF_TIME_NONE);
  g_assert_cmpint (pf_feed_price (feed, 0), ==, 114);
  pf_feed_seek (feed, 5 * PF_NS_PER_HOUR);
  g_assert_true (pf_feed_next (feed, &piece));
  g_assert_cmpint (piece.piece.ts_open_ns, ==, 6 * PF_NS_PER_HOUR);
  past = pf_feed_past (feed, 0, 2 * PF_NS_PER_HOUR, 0, 5 * PF_NS_PER_HOUR);
  g_assert_cmpuint (pf_bar_series_length (past), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/feed/practice-cursor", test_practice_cursor);
  g_test_add_func ("/pf/feed/bar-in-progress", test_bar_in_progress);
  g_test_add_func ("/pf/feed/replay", test_replay);
  return g_test_run ();
}
