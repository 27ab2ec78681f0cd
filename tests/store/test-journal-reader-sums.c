/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What numbers are made of: against sums that are taken here over the records themselves. */
#include "store/pf-journal-reader.h"

#include <string.h>

#include "pf-book.h"
#include "pf-rig.h"
#include "pf-story.h"

#define N_STEPS 600
#define MIDDLE_NS \
  (G_GINT64_CONSTANT (1700000000) * PF_NS_PER_SECOND + N_STEPS / 2 * PF_NS_PER_MINUTE)

typedef struct
{
  char *folder;
  PfJournal *journal;
  PfBook *book;
  PfJournalReader *reader;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->folder = pf_story_make_folder ();
  f->journal = pf_rig_open (f->folder);
  f->book = pf_book_new (7);
  pf_book_write (f->book, f->journal, N_STEPS);
  f->reader = pf_journal_reader_open (f->folder, "practice", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  pf_journal_reader_close (f->reader);
  pf_book_free (f->book);
  pf_journal_close (f->journal);
  pf_story_remove_folder (f->folder);
}

typedef struct
{
  PfQuantity quantity;
  PfMoney fee, notional;
} Used;

/* Each trade's parts add up to it, and no fill is used twice or in part only, but for what is
 * still open. */
static void
test_fills_of_trades (Fixture *f, gconstpointer data)
{
  g_autofree Used *used = g_new0 (Used, f->book->records->len + 1);
  PfInt128 open = 0, unused = 0;
  guint shares = 0;

  for (guint64 id = 1; id <= f->book->trades; id++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) parts = pf_journal_reader_fills_of_trade (f->reader, id, &error);
      PfInt128 cash = 0, entered = 0, left = 0;
      const PfTrade *trade = NULL;

      g_assert_no_error (error);
      for (guint i = 0; i < parts->len; i++)
        {
          const PfTradePart *part = &g_array_index (parts, PfTradePart, i);
          const PfRecord *record
              = &g_array_index (f->book->records, PfRecord, (guint) part->key - 1);
          Used *of = &used[part->key];

          g_assert_cmpint (record->type, ==, PF_RECORD_FILL);
          g_assert_cmpstr (record->fill.trade_id, ==, part->fill.trade_id);
          g_assert_cmpint (part->is_share, ==,
                           part->quantity.e18 != record->fill.quantity.e18);
          shares += part->is_share ? 1 : 0;
          cash += part->cash.e18;
          *(part->is_exit ? &left : &entered) += part->quantity.e18;
          of->quantity.e18 += part->quantity.e18;
          of->fee.e18 += part->fee.e18;
          of->notional.e18 += part->notional.e18;
        }
      for (guint i = 0; i < f->book->records->len; i++)
        {
          const PfRecord *record = &g_array_index (f->book->records, PfRecord, i);

          if (record->type == PF_RECORD_TRADE && record->trade.id == id)
            trade = &record->trade;
        }
      g_assert_nonnull (trade);
      g_assert_true (cash == trade->pnl.e18);
      g_assert_true (entered == trade->quantity.e18 && left == trade->quantity.e18);
    }
  g_assert_cmpuint (shares, >, 10);
  for (guint i = 0; i < f->book->records->len; i++)
    {
      const PfRecord *record = &g_array_index (f->book->records, PfRecord, i);
      PfMoney notional;

      if (record->type != PF_RECORD_FILL)
        continue;
      unused += (record->fill.quantity.e18 - used[i + 1].quantity.e18)
                * (record->fill.side == PF_SIDE_BUY ? 1 : -1);
      if (used[i + 1].quantity.e18 != record->fill.quantity.e18)
        continue;
      g_assert_true (pf_notional (record->fill.price, record->fill.quantity, &notional));
      g_assert_true (used[i + 1].notional.e18 == notional.e18);
      g_assert_true (used[i + 1].fee.e18 == record->fill.fee.e18);
    }
  for (guint d = 1; d <= PF_BOOK_DEPLOYMENTS; d++)
    for (guint i = 0; i < PF_BOOK_INSTRUMENTS; i++)
      open += f->book->positions[d][i].quantity.e18;
  g_assert_true (open == unused);
}

/* The story's trades are made up and do not come of its fills: that is said. */
static void
test_trade_that_does_not_add_up (void)
{
  char *folder = pf_story_make_folder ();
  g_autoptr (PfJournal) journal = pf_rig_open (folder);
  g_autoptr (PfJournalReader) reader = NULL;
  g_autoptr (GError) error = NULL;

  pf_rig_write (journal, 1, 200, FALSE);
  reader = pf_journal_reader_open (folder, "practice", &error);
  g_assert_no_error (error);
  g_assert_null (pf_journal_reader_fills_of_trade (reader, 3, &error));
  g_assert_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_null (pf_journal_reader_fills_of_trade (reader, 999, &error));
  g_assert_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT);
  pf_story_remove_folder (folder);
}

static void
test_pnl_parts (Fixture *f, gconstpointer data)
{
  for (guint64 id = 1; id <= PF_BOOK_DEPLOYMENTS + 1; id++)
    {
      g_autoptr (GError) error = NULL;
      PfPnlParts parts;
      PfInt128 cash = 0, cost = 0, pnl = 0;
      guint64 fills = 0, trades = 0;

      g_assert_true (pf_journal_reader_pnl_parts (f->reader, id, &parts, NULL, &error));
      for (guint i = 0; i < f->book->records->len; i++)
        {
          const PfRecord *r = &g_array_index (f->book->records, PfRecord, i);
          PfMoney notional;

          if (r->type == PF_RECORD_TRADE && r->trade.deployment_id == id)
            {
              trades++;
              pnl += r->trade.pnl.e18;
            }
          if (r->type != PF_RECORD_FILL || r->fill.deployment_id != id)
            continue;
          fills++;
          g_assert_true (pf_notional (r->fill.price, r->fill.quantity, &notional));
          cash += (r->fill.side == PF_SIDE_BUY ? -notional.e18 : notional.e18) - r->fill.fee.e18;
        }
      /* what is open was paid for, and is not earned nor lost yet */
      for (guint i = 0; id <= PF_BOOK_DEPLOYMENTS && i < PF_BOOK_INSTRUMENTS; i++)
        {
          const PfPosition *open = &f->book->positions[id][i];

          cost += open->quantity.e18 > 0 ? open->entry_notional.e18 : -open->entry_notional.e18;
        }
      g_assert_cmpuint (parts.n_fills, ==, fills);
      g_assert_cmpuint (parts.n_trades, ==, trades);
      g_assert_true (parts.trades_pnl.e18 == pnl);
      g_assert_true (parts.realised.e18 == cash + cost);
      g_assert_true (parts.realised.e18 == parts.sold.e18 - parts.bought.e18 - parts.fees.e18
                                               + cost);
      g_assert_true (parts.open_realised.e18 == parts.realised.e18 - pnl);
      g_assert_cmpint (fills > 0, ==, id <= PF_BOOK_DEPLOYMENTS);
    }
}

static void
test_away (Fixture *f, gconstpointer data)
{
  const gint64 end = f->book->ts_ns;
  const gint64 times[] = { PF_TIME_NONE + 1, 0, MIDDLE_NS, MIDDLE_NS + 1, end, end + 1,
                           G_MAXINT64 };

  for (guint t = 0; t < G_N_ELEMENTS (times); t++)
    {
      g_autoptr (GError) error = NULL;
      PfJournalAway away, expected = { 0 };
      guint64 refused = 0;

      g_assert_true (pf_journal_reader_away (f->reader, times[t], &away, NULL, &error));
      for (guint i = 0; i < f->book->records->len; i++)
        {
          const PfRecord *r = &g_array_index (f->book->records, PfRecord, i);

          if (r->ts_ns < times[t])
            continue;
          expected.fills += r->type == PF_RECORD_FILL;
          expected.trades += r->type == PF_RECORD_TRADE;
          expected.refusals += r->type == PF_RECORD_REFUSAL;
          expected.deployed += r->type == PF_RECORD_DEPLOYMENT;
          if (r->type == PF_RECORD_TRADE)
            expected.pnl.e18 += r->trade.pnl.e18;
          if (r->type == PF_RECORD_DEPLOYMENT_STATUS)
            *(r->status.status == PF_DEPLOYMENT_PAUSED ? &expected.pauses : &expected.resumes) += 1;
        }
      for (guint i = 0; i < PF_N_REFUSALS; i++)
        refused += away.refused[i];
      g_assert_cmpuint (away.fills, ==, expected.fills);
      g_assert_cmpuint (away.trades, ==, expected.trades);
      g_assert_cmpuint (away.refusals, ==, expected.refusals);
      g_assert_cmpuint (refused, ==, expected.refusals);
      g_assert_cmpuint (away.deployed, ==, expected.deployed);
      g_assert_cmpuint (away.pauses, ==, expected.pauses);
      g_assert_cmpuint (away.resumes, ==, expected.resumes);
      g_assert_true (away.pnl.e18 == expected.pnl.e18);
      g_assert_cmpint (away.last_ns, ==,
                       g_array_index (f->book->records, PfRecord, f->book->records->len - 1).ts_ns);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  pf_story_stay_in_memory ();
#define ADD(path, test) \
  g_test_add ("/pf/journal-reader-sums/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("fills-of-trades", test_fills_of_trades);
  ADD ("pnl-parts", test_pnl_parts);
  ADD ("away", test_away);
  g_test_add_func ("/pf/journal-reader-sums/trade-that-does-not-add-up",
                   test_trade_that_does_not_add_up);
  return g_test_run ();
}
