/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bars that go up for the chart, against the bars of the market itself. */
#include "desk/pf-watch.h"

#define BEGIN_NS (G_GINT64_CONSTANT (20000) * PF_NS_PER_DAY)
#define ETH 1

/* What a looker has after all the news so far. */
typedef struct
{
  GArray *bars;
  guint n_wholes;
} Looker;

static void
look (Looker *looker, PfBarNews *news)
{
  if (news == NULL)
    return;
  if (news->whole)
    {
      g_array_set_size (looker->bars, 0);
      looker->n_wholes++;
    }
  for (guint i = 0; i < news->bars->len; i++)
    {
      const PfBar *bar = &g_array_index (news->bars, PfBar, i);
      guint n = looker->bars->len;
      if (n > 0 && g_array_index (looker->bars, PfBar, n - 1).ts_open_ns == bar->ts_open_ns)
        g_array_index (looker->bars, PfBar, n - 1) = *bar;
      else
        g_array_append_val (looker->bars, *bar);
    }
  pf_bar_news_free (news);
}

static void
play (PfWatch *watch, PfFeed *feed, guint n_pieces)
{
  PfPiece piece;

  for (guint i = 0; i < n_pieces && pf_feed_next (feed, &piece); i++)
    pf_watch_add (watch, &piece);
}

/* The last n bars seen are those that the market says ended, and one in progress. */
static void
assert_is_market (const Looker *looker, PfFeed *feed, gint64 timeframe_ns, guint n)
{
  gint64 now_ns = pf_feed_played_of (feed, ETH);
  g_autoptr (PfBarSeries) truth = pf_feed_last_bars (feed, ETH, timeframe_ns, n, now_ns);
  gboolean in_progress = now_ns % timeframe_ns != 0;
  guint end = looker->bars->len - in_progress;

  g_assert_cmpuint (looker->bars->len, >=, n + in_progress);
  for (guint i = 0; i < n; i++)
    g_assert_cmpmem (&g_array_index (looker->bars, PfBar, end - n + i), sizeof (PfBar),
                     pf_bar_series_get (truth, i), sizeof (PfBar));
  if (in_progress)
    g_assert_cmpint (g_array_index (looker->bars, PfBar, end).ts_open_ns, ==,
                     pf_time_bucket (now_ns, timeframe_ns));
}

static void
test_goes_on_from_the_past (void)
{
  g_autoptr (PfFeed) feed = pf_feed_new_practice (1, BEGIN_NS);
  PfWatch watch = { 0 };
  Looker looker = { g_array_new (FALSE, FALSE, sizeof (PfBar)), 0 };

  play (&watch, feed, 5 * 37);
  g_assert_null (pf_watch_take (&watch));       /* nobody looks */
  pf_watch_begin (&watch, feed, ETH, PF_NS_PER_MINUTE);
  look (&looker, pf_watch_take (&watch));
  assert_is_market (&looker, feed, PF_NS_PER_MINUTE, PF_WATCH_BARS_MAX - 1);
  for (guint i = 0; i < 40; i++)
    {
      play (&watch, feed, 5 * 7 + i % 5);
      look (&looker, pf_watch_take (&watch));
      assert_is_market (&looker, feed, PF_NS_PER_MINUTE, 100);
    }
  g_assert_cmpuint (looker.n_wholes, ==, 1);
  g_assert_null (pf_watch_take (&watch));
  pf_watch_begin (&watch, feed, ETH, 0);
  play (&watch, feed, 50);
  g_assert_null (pf_watch_take (&watch));
  g_array_unref (looker.bars);
}

/* News that nobody fetches are merged, and stay bounded. */
static void
test_merges (void)
{
  g_autoptr (PfFeed) feed = pf_feed_new_practice (1, BEGIN_NS);
  PfWatch watch = { 0 };
  PfBarNews *news;
  Looker looker = { g_array_new (FALSE, FALSE, sizeof (PfBar)), 0 };

  pf_watch_begin (&watch, feed, ETH, PF_NS_PER_MINUTE);
  look (&looker, pf_watch_take (&watch));
  play (&watch, feed, 5 * 90);
  news = pf_watch_take (&watch);
  play (&watch, feed, 5 * 100);
  news = pf_bar_news_merge (news, pf_watch_take (&watch));
  g_assert_false (news->whole);
  g_assert_cmpuint (news->bars->len, ==, 4);    /* 190 s from the edge of a minute on */
  look (&looker, pf_bar_news_merge (NULL, news));
  assert_is_market (&looker, feed, PF_NS_PER_MINUTE, 100);

  news = NULL;
  for (guint i = 0; i < PF_WATCH_BARS_MAX + 20; i++)
    {
      play (&watch, feed, 5 * 60);
      news = pf_bar_news_merge (news, pf_watch_take (&watch));
    }
  g_assert_true (news->whole);
  g_assert_cmpuint (news->bars->len, ==, PF_WATCH_BARS_MAX);
  look (&looker, news);
  assert_is_market (&looker, feed, PF_NS_PER_MINUTE, PF_WATCH_BARS_MAX - 1);

  /* another series: what was before is of no interest */
  play (&watch, feed, 5);
  news = pf_watch_take (&watch);
  pf_watch_begin (&watch, feed, 0, 5 * PF_NS_PER_MINUTE);
  news = pf_bar_news_merge (news, pf_watch_take (&watch));
  g_assert_true (news->whole);
  g_assert_cmpuint (news->instrument, ==, 0);
  pf_bar_news_free (news);
  g_array_unref (looker.bars);
}

/* A gap in the data ends a bar; the one after it is another. */
static void
test_gap (void)
{
  g_autoptr (PfBarSeries) series = pf_bar_series_new (2, PF_NS_PER_MINUTE);
  const gint64 minutes[] = { 0, 1, 2, 7, 8, 30 };
  g_autoptr (PfFeed) feed = NULL;
  PfWatch watch = { 0 };
  Looker looker = { g_array_new (FALSE, FALSE, sizeof (PfBar)), 0 };

  for (guint i = 0; i < G_N_ELEMENTS (minutes); i++)
    {
      PfBar bar = { BEGIN_NS + minutes[i] * PF_NS_PER_MINUTE, 100 + i, 110 + i, 90 + i, 101 + i,
                    1 };
      g_assert_true (pf_bar_series_append (series, &bar));
    }
  feed = pf_feed_new_replay (series, "TEST");
  pf_watch_begin (&watch, feed, 0, 5 * PF_NS_PER_MINUTE);
  play (&watch, feed, 10);
  look (&looker, pf_watch_take (&watch));
  g_assert_cmpuint (looker.bars->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const gint64 opens[] = { 0, 5, 30 };
      g_assert_cmpint (g_array_index (looker.bars, PfBar, i).ts_open_ns, ==,
                       BEGIN_NS + opens[i] * PF_NS_PER_MINUTE);
    }
  g_assert_cmpint (g_array_index (looker.bars, PfBar, 0).close, ==, 103);
  g_assert_cmpint (g_array_index (looker.bars, PfBar, 1).open, ==, 103);
  g_array_unref (looker.bars);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/watch/goes-on-from-the-past", test_goes_on_from_the_past);
  g_test_add_func ("/pf/watch/merges", test_merges);
  g_test_add_func ("/pf/watch/gap", test_gap);
  return g_test_run ();
}
