/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list over a journal that a writer goes on writing. */
#include "object/pf-journal-list.h"

#include <sqlite3.h>
#include <string.h>

#include "../store/pf-book.h"
#include "../store/pf-rig.h"
#include "../store/pf-story.h"

#define N_STEPS 1500

typedef struct
{
  char *folder;
  PfJournal *journal;
  PfBook *book;
  PfJournalNames *names;
  PfJournalList *list;
  GArray *changes;              /* of guint: position, removed, added */
} Fixture;

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, Fixture *f)
{
  guint change[] = { position, removed, added };

  g_array_append_vals (f->changes, change, 3);
}

static PfJournalNames *
make_names (void)
{
  PfInstruments *instruments = pf_instruments_new ();
  static const char *const symbols[] = { "CCCUSDT", "AAAUSDT", "BBBUSDT" };
  PfJournalNames *names;

  for (guint i = 0; i < G_N_ELEMENTS (symbols); i++)
    {
      PfInstrument instrument = pf_instrument_unknown (symbols[i], 2);
      pf_instruments_add (instruments, &instrument);
    }
  names = pf_journal_names_new (instruments);
  pf_instruments_free (instruments);
  pf_journal_names_add_deployment (names, 1, "sma_cross", "Moving average cross");
  pf_journal_names_add_deployment (names, 2, "macd_trend", "MACD trend");
  pf_journal_names_add_deployment (names, 3, "rsi_reversion", "RSI reversion");
  return names;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = pf_story_make_folder ();
  f->journal = pf_rig_open (f->folder);
  f->book = pf_book_new (11);
  pf_book_write (f->book, f->journal, N_STEPS);
  f->names = make_names ();
  f->list = pf_journal_list_new (f->folder, "practice");
  f->changes = g_array_new (FALSE, FALSE, sizeof (guint));
  g_signal_connect (f->list, "items-changed", G_CALLBACK (on_items_changed), f);
}

/* It goes, on the main context, once the last find that it asked for has come back. */
static void
let_go (PfJournalList *list)
{
  gpointer left = list;

  g_object_add_weak_pointer (G_OBJECT (list), &left);
  g_object_unref (list);
  while (left != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  let_go (f->list);
  g_array_unref (f->changes);
  pf_journal_names_unref (f->names);
  pf_book_free (f->book);
  pf_journal_close (f->journal);
  pf_story_remove_folder (f->folder);
}

static void
wait_found (Fixture *f)
{
  while (pf_journal_list_get_loading (f->list))
    g_main_context_iteration (NULL, TRUE);
}

static void
look_for (Fixture *f, PfJournalTable table, const char *search)
{
  g_autoptr (PfJournalQuery) query = pf_journal_names_query (f->names, table, search);

  pf_journal_list_set_query (f->list, query, f->names);
  wait_found (f);
}

static guint
length (Fixture *f)
{
  return g_list_model_get_n_items (G_LIST_MODEL (f->list));
}

static PfJournalItem *
item_at (Fixture *f, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (f->list), position);
}

/* --- what it holds ---------------------------------------------------------------------------- */

static void
test_newest_first (Fixture *f, gconstpointer data)
{
  guint at = 0;

  g_assert_cmpuint (length (f), ==, 0);
  look_for (f, PF_JOURNAL_FILLS, "");
  g_assert_cmpuint (length (f), ==, f->book->fills);
  g_assert_cmpuint (f->book->fills, >, 800);
  /* the first found are shown before the rest is there, and nothing moves then */
  g_assert_cmpuint (f->changes->len, ==, 6);
  g_assert_cmpuint (g_array_index (f->changes, guint, 2), <, length (f));
  g_assert_cmpuint (g_array_index (f->changes, guint, 3), ==, g_array_index (f->changes, guint, 2));
  g_assert_cmpuint (g_array_index (f->changes, guint, 4), ==, 0);
  for (guint i = f->book->records->len; i > 0; i--)
    {
      const PfRecord *record = &g_array_index (f->book->records, PfRecord, i - 1);
      g_autoptr (PfJournalItem) item = NULL;
      const PfJournalRow *row;

      if (record->type != PF_RECORD_FILL)
        continue;
      item = item_at (f, at++);
      row = pf_journal_item_get_row (item);
      g_assert_nonnull (row);
      g_assert_cmpint (row->key, ==, i);
      g_assert_cmpstr (row->fill.trade_id, ==, record->fill.trade_id);
      g_assert_true (row->fill.price.e18 == record->fill.price.e18);
    }
  g_assert_null (item_at (f, length (f)));
  g_assert_null (pf_journal_list_get_error (f->list));
}

static void
test_same_object (Fixture *f, gconstpointer data)
{
  g_autoptr (PfJournalItem) one = NULL;
  g_autoptr (PfJournalItem) same = NULL;

  look_for (f, PF_JOURNAL_TRADES, "");
  one = item_at (f, 40);
  same = item_at (f, 40);
  g_assert_true (one == same);
  g_clear_object (&same);
  g_assert_finalize_object (g_steal_pointer (&one));
  one = item_at (f, 40);
  g_assert_nonnull (pf_journal_item_get_row (one));
}

/* Every row twice, to and fro: far more than the cache holds. */
static void
test_beyond_the_cache (Fixture *f, gconstpointer data)
{
  guint n;

  look_for (f, PF_JOURNAL_FILLS, "");
  n = length (f);
  g_assert_cmpuint (n, >, 1024);
  for (guint i = 0; i < 2 * n; i++)
    {
      g_autoptr (PfJournalItem) item = item_at (f, i < n ? i : 2 * n - 1 - i);

      g_assert_nonnull (pf_journal_item_get_row (item));
    }
  g_assert_null (pf_journal_list_get_error (f->list));
}

static void
test_search (Fixture *f, gconstpointer data)
{
  static const struct { const char *search; guint64 deployment; gint instrument, side; } cases[] = {
    { "aaausdt", 0, 1, -1 }, { "MACD", 2, -1, -1 }, { " rsi   bbb ", 3, 2, -1 },
    { "Moving average", 1, -1, -1 }, { "rsi_reversion long", 3, -1, PF_SIDE_BUY },
    { "SHORT ccc", 0, 0, PF_SIDE_SELL },
  };

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      guint n = 0;

      look_for (f, PF_JOURNAL_TRADES, cases[c].search);
      for (guint i = 0; i < f->book->records->len; i++)
        {
          const PfRecord *r = &g_array_index (f->book->records, PfRecord, i);

          n += r->type == PF_RECORD_TRADE
               && (cases[c].deployment == 0 || r->trade.deployment_id == cases[c].deployment)
               && (cases[c].instrument < 0 || (gint) r->trade.instrument == cases[c].instrument)
               && (cases[c].side < 0 || (gint) r->trade.side == cases[c].side);
        }
      g_assert_cmpuint (n, >, 0);
      g_assert_cmpuint (length (f), ==, n);
    }
  look_for (f, PF_JOURNAL_TRADES, "aaa bbb");
  g_assert_cmpuint (length (f), ==, 0);
  look_for (f, PF_JOURNAL_REFUSALS, "largest");
  g_assert_cmpuint (length (f), ==, f->book->refusals / 2);
}

static const char *
symbol_at (Fixture *f, guint position)
{
  g_autoptr (PfJournalItem) item = item_at (f, position);

  return pf_journal_names_get_symbol (f->names,
                                      pf_journal_item_get_row (item)->trade.instrument);
}

static void
test_sorted_by_symbol (Fixture *f, gconstpointer data)
{
  g_autoptr (PfJournalQuery) query = pf_journal_names_query (f->names, PF_JOURNAL_TRADES, "");

  query->sort = PF_JOURNAL_SORT_SYMBOL;
  query->descending = FALSE;
  pf_journal_list_set_query (f->list, query, f->names);
  wait_found (f);
  g_assert_cmpuint (length (f), ==, f->book->trades);
  g_assert_cmpstr (symbol_at (f, 0), ==, "AAAUSDT");
  for (guint i = 1; i < length (f); i++)
    g_assert_cmpstr (symbol_at (f, i - 1), <=, symbol_at (f, i));
}

/* --- what changes ----------------------------------------------------------------------------- */

static void
test_refresh_adds_at_the_top (Fixture *f, gconstpointer data)
{
  g_autoptr (PfJournalItem) kept = NULL;
  g_autoptr (PfJournalItem) moved = NULL;
  guint before, news;

  look_for (f, PF_JOURNAL_FILLS, "");
  before = length (f);
  kept = item_at (f, 5);
  g_array_set_size (f->changes, 0);
  pf_journal_list_refresh (f->list);
  wait_found (f);
  g_assert_cmpuint (f->changes->len, ==, 0);
  pf_book_write (f->book, f->journal, 30);
  pf_journal_list_refresh (f->list);
  wait_found (f);
  news = length (f) - before;
  g_assert_cmpuint (news, >, 0);
  g_assert_cmpuint (length (f), ==, f->book->fills);
  g_assert_cmpuint (f->changes->len, ==, 3);
  g_assert_cmpuint (g_array_index (f->changes, guint, 0), ==, 0);
  g_assert_cmpuint (g_array_index (f->changes, guint, 1), ==, 0);
  g_assert_cmpuint (g_array_index (f->changes, guint, 2), ==, news);
  moved = item_at (f, 5 + news);
  g_assert_true (moved == kept);
}

/* In another order the new are somewhere; what is at both ends is not said to have changed. */
static void
test_refresh_of_sorted (Fixture *f, gconstpointer data)
{
  g_autoptr (PfJournalQuery) query = pf_journal_names_query (f->names, PF_JOURNAL_TRADES, "");
  guint before;

  query->sort = PF_JOURNAL_SORT_PNL;
  pf_journal_list_set_query (f->list, query, f->names);
  wait_found (f);
  before = length (f);
  g_array_set_size (f->changes, 0);
  while (f->book->trades == before)
    pf_book_write (f->book, f->journal, 1);
  pf_journal_list_refresh (f->list);
  wait_found (f);
  g_assert_cmpuint (f->book->trades, ==, before + 1);
  g_assert_cmpuint (f->changes->len, ==, 3);
  g_assert_cmpuint (g_array_index (f->changes, guint, 1), ==, 0);
  g_assert_cmpuint (g_array_index (f->changes, guint, 2), ==, 1);
}

static void
test_refresh_while_finding (Fixture *f, gconstpointer data)
{
  g_autoptr (PfJournalQuery) query = pf_journal_names_query (f->names, PF_JOURNAL_FILLS, "");

  pf_journal_list_set_query (f->list, query, f->names);
  pf_book_write (f->book, f->journal, 30);
  pf_journal_list_refresh (f->list);
  wait_found (f);
  g_assert_cmpuint (length (f), ==, f->book->fills);
}

static void
test_another_query_while_finding (Fixture *f, gconstpointer data)
{
  g_autoptr (PfJournalQuery) fills = pf_journal_names_query (f->names, PF_JOURNAL_FILLS, "");
  g_autoptr (PfJournalQuery) refusals
      = pf_journal_names_query (f->names, PF_JOURNAL_REFUSALS, "");

  for (guint i = 0; i < 20; i++)
    {
      pf_journal_list_set_query (f->list, fills, f->names);
      for (guint k = 0; k < i; k++)
        g_main_context_iteration (NULL, FALSE);
      pf_journal_list_set_query (f->list, refusals, f->names);
      wait_found (f);
      g_assert_cmpuint (length (f), ==, f->book->refusals);
    }
  g_assert_null (pf_journal_list_get_error (f->list));
}

static void
on_changed (PfJournalItem *item, guint *n)
{
  (*n)++;
}

/* An order that is open, and then filled, is the same row with another status. */
static void
test_order_changes (Fixture *f, gconstpointer data)
{
  PfOrder order = { .id = f->book->orders + 1, .client_order_id = "last", .deployment_id = 1,
                    .quantity = pf_quantity_from_int (1), .status = PF_ORDER_PENDING };
  PfRecord records[2] = { { .type = PF_RECORD_ORDER, .ts_ns = f->book->ts_ns, .order = order },
                          { .type = PF_RECORD_ORDER_CHANGE, .ts_ns = f->book->ts_ns + 1 } };
  g_autoptr (PfJournalItem) item = NULL;
  g_autoptr (GError) error = NULL;
  guint n_changed = 0;

  g_assert_true (pf_journal_append (f->journal, &records[0], &error));
  g_assert_true (pf_journal_commit (f->journal, FALSE, &error));
  look_for (f, PF_JOURNAL_ORDERS, "");
  item = item_at (f, 0);
  g_signal_connect (item, "changed", G_CALLBACK (on_changed), &n_changed);
  g_assert_cmpstr (pf_journal_item_get_row (item)->order.client_order_id, ==, "last");
  g_assert_cmpint (pf_journal_item_get_row (item)->order.status, ==, PF_ORDER_PENDING);
  pf_journal_list_refresh (f->list);
  wait_found (f);
  g_assert_cmpuint (n_changed, ==, 0);
  records[1].change.order_id = order.id;
  records[1].change.event = PF_ORDER_EVENT_CANCEL;
  g_assert_true (pf_journal_append (f->journal, &records[1], &error));
  g_assert_true (pf_journal_commit (f->journal, FALSE, &error));
  g_array_set_size (f->changes, 0);
  pf_journal_list_refresh (f->list);
  wait_found (f);
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpuint (f->changes->len, ==, 0);
  g_assert_cmpint (pf_journal_item_get_row (item)->order.status, ==, PF_ORDER_CANCELLED);
}

/* --- what goes wrong -------------------------------------------------------------------------- */

static void
test_no_journal (void)
{
  char *folder = pf_story_make_folder ();
  g_autoptr (PfJournalNames) names = make_names ();
  g_autoptr (PfJournalList) list = pf_journal_list_new (folder, "practice");
  g_autoptr (PfJournalQuery) query = pf_journal_names_query (names, PF_JOURNAL_TRADES, "");

  pf_journal_list_set_query (list, query, names);
  while (pf_journal_list_get_loading (list))
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (pf_journal_list_get_error (list));
  g_assert_nonnull (strstr (pf_journal_list_get_error (list), folder));
  /* once it is there, trying again finds it */
  pf_rig_make (folder, 200, FALSE);
  pf_journal_list_refresh (list);
  while (pf_journal_list_get_loading (list))
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (pf_journal_list_get_error (list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==,
                    pf_story_count (200).by_type[PF_RECORD_TRADE]);
  pf_story_remove_folder (folder);
}

/* A damaged row is not shown as anything, hides no other, and says so. */
static void
test_damaged_row (Fixture *f, gconstpointer data)
{
  g_autofree char *path = pf_rig_path (f->folder, PF_RIG_FILE);
  guint n_unknown = 0, n_changed = 0;
  g_autoptr (PfJournalItem) damaged = NULL;
  sqlite3 *db;

  look_for (f, PF_JOURNAL_TRADES, "");
  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "UPDATE event SET sum = sum + 1 WHERE seq ="
                                     " (SELECT seq FROM trade WHERE id = 7)", NULL, NULL, NULL),
                   ==, SQLITE_OK);
  for (guint i = 0; i < length (f); i++)
    {
      g_autoptr (PfJournalItem) item = item_at (f, i);

      if (pf_journal_item_get_row (item) != NULL)
        continue;
      g_assert_cmpuint (i, ==, length (f) - 7);
      n_unknown++;
      damaged = g_object_ref (item);
    }
  g_assert_cmpuint (n_unknown, ==, 1);
  g_assert_nonnull (pf_journal_list_get_error (f->list));
  /* found again it is still so; once it is right again it is shown */
  g_signal_connect (damaged, "changed", G_CALLBACK (on_changed), &n_changed);
  pf_journal_list_refresh (f->list);
  wait_found (f);
  g_assert_nonnull (pf_journal_list_get_error (f->list));
  g_assert_cmpint (sqlite3_exec (db, "UPDATE event SET sum = sum - 1 WHERE seq ="
                                     " (SELECT seq FROM trade WHERE id = 7)", NULL, NULL, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  pf_journal_list_refresh (f->list);
  wait_found (f);
  g_assert_null (pf_journal_list_get_error (f->list));
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpuint (pf_journal_item_get_row (damaged)->trade.id, ==, 7);
}

/* An item may be used for longer than its list. */
static void
test_item_without_list (Fixture *f, gconstpointer data)
{
  PfJournalList *list = f->list;
  g_autoptr (PfJournalItem) item = NULL;

  look_for (f, PF_JOURNAL_TRADES, "");
  item = item_at (f, 0);
  let_go (list);
  g_assert_cmpuint (pf_journal_item_get_row (item)->trade.id, ==, f->book->trades);
  f->list = pf_journal_list_new (f->folder, "practice");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  pf_story_stay_in_memory ();
#define ADD(path, test) \
  g_test_add ("/pf/journal-list/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("newest-first", test_newest_first);
  ADD ("same-object", test_same_object);
  ADD ("beyond-the-cache", test_beyond_the_cache);
  ADD ("search", test_search);
  ADD ("sorted-by-symbol", test_sorted_by_symbol);
  ADD ("refresh-adds-at-the-top", test_refresh_adds_at_the_top);
  ADD ("refresh-of-sorted", test_refresh_of_sorted);
  ADD ("refresh-while-finding", test_refresh_while_finding);
  ADD ("another-query-while-finding", test_another_query_while_finding);
  ADD ("order-changes", test_order_changes);
  ADD ("damaged-row", test_damaged_row);
  ADD ("item-without-list", test_item_without_list);
  g_test_add_func ("/pf/journal-list/no-journal", test_no_journal);
  return g_test_run ();
}
