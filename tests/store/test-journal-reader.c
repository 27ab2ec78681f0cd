/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader against journals that a real writer makes, and against what is computed here from the
 * records themselves. */
#include "store/pf-journal-codec.h"
#include "store/pf-journal-reader.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "pf-book.h"
#include "pf-rig.h"
#include "pf-story.h"

#define N_STEPS 600

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

static GArray *
find (Fixture *f, PfJournalQuery *query, PfJournalRange range)
{
  g_autoptr (GError) error = NULL;
  GArray *keys = pf_journal_reader_find (f->reader, query, range, NULL, &error);

  g_assert_no_error (error);
  return keys;
}

/* --- what the records say --------------------------------------------------------------------- */

static const PfRecordType types[PF_N_JOURNAL_TABLES] = { PF_RECORD_TRADE, PF_RECORD_ORDER,
                                                         PF_RECORD_FILL, PF_RECORD_REFUSAL };

static gint64
key_of (const PfRecord *record, guint index)
{
  switch ((int) record->type)
    {
    case PF_RECORD_TRADE:
      return (gint64) record->trade.id;
    case PF_RECORD_ORDER:
      return (gint64) record->order.id;
    case PF_RECORD_REFUSAL:
      return (gint64) record->refusal.id;
    default:
      return index + 1;
    }
}

typedef gboolean (*Wanted) (const PfRecord *record);
typedef PfInt128 (*Value) (const PfRecord *record);

typedef struct
{
  gint64 key;
  PfInt128 value;
} Expected;

static gint
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  const Expected *x = a, *y = b;
  gint sign = GPOINTER_TO_INT (data);

  if (x->value != y->value)
    return x->value < y->value ? -sign : sign;
  return x->key < y->key ? 1 : -1;
}

/* The keys that the query should find. value NULL: by key. */
static void
expect (Fixture *f, PfJournalQuery *query, Wanted wanted, Value value)
{
  g_autoptr (GArray) keys = find (f, query, (PfJournalRange){ 0 });
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Expected));

  for (guint i = 0; i < f->book->records->len; i++)
    {
      const PfRecord *record = &g_array_index (f->book->records, PfRecord, i);
      Expected one = { key_of (record, i), 0 };

      if (record->type != types[query->table] || (wanted != NULL && !wanted (record)))
        continue;
      one.value = value != NULL ? value (record) : one.key;
      g_array_append_val (all, one);
    }
  g_array_sort_with_data (all, compare, GINT_TO_POINTER (query->descending ? -1 : 1));
  g_assert_cmpuint (all->len, >, 0);
  g_assert_cmpuint (keys->len, ==, all->len);
  for (guint i = 0; i < all->len; i++)
    g_assert_cmpint (g_array_index (keys, gint64, i), ==, g_array_index (all, Expected, i).key);
}

/* --- finding ---------------------------------------------------------------------------------- */

static void
test_all (Fixture *f, gconstpointer data)
{
  for (guint table = 0; table < PF_N_JOURNAL_TABLES; table++)
    for (guint descending = 0; descending < 2; descending++)
      {
        g_autoptr (PfJournalQuery) query = pf_journal_query_new ((PfJournalTable) table);

        query->descending = descending == 1;
        expect (f, query, NULL, NULL);
      }
}

static PfInt128 trade_symbol (const PfRecord *r) { return 2 - (gint64) r->trade.instrument; }
static PfInt128 trade_strategy (const PfRecord *r) { return r->trade.deployment_id * 7 % 5; }
static PfInt128 trade_quantity (const PfRecord *r) { return r->trade.quantity.e18; }
static PfInt128 trade_entry (const PfRecord *r) { return r->trade.entry_price.e18; }
static PfInt128 trade_exit (const PfRecord *r) { return r->trade.exit_price.e18; }
static PfInt128 trade_fees (const PfRecord *r) { return r->trade.fees.e18; }
static PfInt128 trade_pnl (const PfRecord *r) { return r->trade.pnl.e18; }
static PfInt128 trade_rate (const PfRecord *r) { return r->trade.pnl_rate.e12; }
static PfInt128 trade_side (const PfRecord *r) { return r->trade.side; }
static PfInt128 fill_price (const PfRecord *r) { return r->fill.price.e18; }
static PfInt128 fill_fee (const PfRecord *r) { return r->fill.fee.e18; }
static PfInt128 order_quantity (const PfRecord *r) { return r->order.quantity.e18; }

static void
test_sorts (Fixture *f, gconstpointer data)
{
  static const struct { PfJournalTable table; PfJournalSort sort; Value value; } sorts[] = {
    { PF_JOURNAL_TRADES, PF_JOURNAL_SORT_SYMBOL, trade_symbol },
    { PF_JOURNAL_TRADES, PF_JOURNAL_SORT_STRATEGY, trade_strategy },
    { PF_JOURNAL_TRADES, PF_JOURNAL_SORT_SIDE, trade_side },
    { PF_JOURNAL_TRADES, PF_JOURNAL_SORT_QUANTITY, trade_quantity },
    { PF_JOURNAL_TRADES, PF_JOURNAL_SORT_PRICE, trade_entry },
    { PF_JOURNAL_TRADES, PF_JOURNAL_SORT_EXIT_PRICE, trade_exit },
    { PF_JOURNAL_TRADES, PF_JOURNAL_SORT_FEES, trade_fees },
    { PF_JOURNAL_TRADES, PF_JOURNAL_SORT_PNL, trade_pnl },
    { PF_JOURNAL_TRADES, PF_JOURNAL_SORT_PNL_RATE, trade_rate },
    { PF_JOURNAL_FILLS, PF_JOURNAL_SORT_PRICE, fill_price },
    { PF_JOURNAL_FILLS, PF_JOURNAL_SORT_FEES, fill_fee },
    { PF_JOURNAL_ORDERS, PF_JOURNAL_SORT_QUANTITY, order_quantity },
  };
  static const guint32 symbols[] = { 2, 1, 0 }, strategies[] = { 9, 2, 4, 1 };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (sorts); i++)
    {
      g_autoptr (PfJournalQuery) query = pf_journal_query_new (sorts[i / 2].table);

      query->sort = sorts[i / 2].sort;
      query->descending = i % 2 == 0;
      query->instrument_ranks = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_array_append_vals (query->instrument_ranks, symbols, G_N_ELEMENTS (symbols));
      query->deployment_ranks = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_array_append_vals (query->deployment_ranks, strategies, G_N_ELEMENTS (strategies));
      g_assert_true (pf_journal_sort_is_offered (query->table, query->sort));
      g_assert_false (pf_journal_query_only_grows (query));
      expect (f, query, NULL, sorts[i / 2].value);
    }
  g_assert_false (pf_journal_sort_is_offered (PF_JOURNAL_REFUSALS, PF_JOURNAL_SORT_PNL));
}

#define MIDDLE_NS \
  (G_GINT64_CONSTANT (1700000000) * PF_NS_PER_SECOND + N_STEPS / 2 * PF_NS_PER_MINUTE)

static gboolean of_two (const PfRecord *r) { return r->trade.deployment_id == 2; }
static gboolean
of_two_in_one (const PfRecord *r)
{
  return r->trade.deployment_id == 2 && r->trade.instrument == 1;
}
static gboolean is_late (const PfRecord *r) { return r->fill.ts_ns >= MIDDLE_NS; }
static gboolean is_early (const PfRecord *r) { return r->refusal.ts_ns < MIDDLE_NS; }

static void
test_filters (Fixture *f, gconstpointer data)
{
  g_autoptr (PfJournalQuery) trades = pf_journal_query_new (PF_JOURNAL_TRADES);
  g_autoptr (PfJournalQuery) fills = pf_journal_query_new (PF_JOURNAL_FILLS);
  g_autoptr (PfJournalQuery) refusals = pf_journal_query_new (PF_JOURNAL_REFUSALS);

  trades->deployment_id = 2;
  expect (f, trades, of_two, NULL);
  trades->instrument = 1;
  expect (f, trades, of_two_in_one, NULL);
  fills->from_ns = MIDDLE_NS;
  expect (f, fills, is_late, NULL);
  refusals->until_ns = MIDDLE_NS;
  expect (f, refusals, is_early, NULL);
}

static gboolean
says_42 (const PfRecord *r)
{
  return strstr (r->refusal.sentence, "1.5") != NULL;
}
static gboolean says_sure (const PfRecord *r) { return TRUE; }
static gboolean is_latch (const PfRecord *r) { return r->refusal.reason == PF_REFUSAL_KILL_LATCH; }
static gboolean
one_and_latch (const PfRecord *r)
{
  return is_latch (r) && (r->refusal.instrument == 1 || r->refusal.deployment_id == 3);
}
static gboolean
sold_by_hand (const PfRecord *r)
{
  return r->trade.side == PF_SIDE_SELL && r->trade.reason == PF_REASON_MANUAL;
}

static PfJournalWord *
add_word (PfJournalQuery *query, const char *text)
{
  PfJournalWord *word = pf_journal_word_new (text);

  g_ptr_array_add (query->words, word);
  return word;
}

static void
test_words (Fixture *f, gconstpointer data)
{
  static const struct { const char *text; Wanted wanted; } texts[] = {
    { "1.5, \"", says_42 }, { "100%_SURE", says_sure }, { "VALUE", says_sure },
    { "100%x", NULL }, { "_alue", NULL }, { "\\", NULL }, { "'; DROP TABLE refusal; --", NULL },
  };
  const guint32 one = 1;
  const guint64 three = 3;
  g_autoptr (PfJournalQuery) latch = pf_journal_query_new (PF_JOURNAL_REFUSALS);
  g_autoptr (PfJournalQuery) sold = pf_journal_query_new (PF_JOURNAL_TRADES);
  PfJournalWord *word;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (PfJournalQuery) query = pf_journal_query_new (PF_JOURNAL_REFUSALS);

      add_word (query, texts[i].text);
      if (texts[i].wanted != NULL)
        expect (f, query, texts[i].wanted, NULL);
      else
        {
          g_autoptr (GArray) keys = find (f, query, (PfJournalRange){ 0 });
          g_assert_cmpuint (keys->len, ==, 0);
        }
    }
  /* each word may be found in another place, and all have to be */
  add_word (latch, "no such words")->refusals = 1u << PF_REFUSAL_KILL_LATCH;
  expect (f, latch, is_latch, NULL);
  word = add_word (latch, "neither are these");
  g_array_append_val (word->instruments, one);
  g_array_append_val (word->deployments, three);
  expect (f, latch, one_and_latch, NULL);
  add_word (sold, "short")->sides = 1u << PF_SIDE_SELL;
  add_word (sold, "hand")->reasons = 1u << PF_REASON_MANUAL;
  expect (f, sold, sold_by_hand, NULL);
}

/* An order's status is what it is now; what was found by it may go. */
static void
test_order_status (Fixture *f, gconstpointer data)
{
  static const PfOrderStatus statuses[] = { PF_ORDER_OPEN, PF_ORDER_CANCELLED, PF_ORDER_REFUSED,
                                            PF_ORDER_FILLED };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (PfJournalQuery) query = pf_journal_query_new (PF_JOURNAL_ORDERS);
      g_autoptr (GArray) keys = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *sql
          = g_strdup_printf ("SELECT count(*) FROM orders WHERE status = '%s'",
                             pf_order_status_name (statuses[i]));

      add_word (query, "-")->statuses = 1u << statuses[i];
      g_assert_false (pf_journal_query_only_grows (query));
      keys = find (f, query, (PfJournalRange){ 0 });
      g_assert_cmpint (keys->len, ==, pf_rig_count (f->folder, sql));
      g_assert_cmpuint (keys->len, >, 0);
      for (guint k = 0; k < keys->len; k++)
        {
          PfJournalRow row;

          g_assert_true (pf_journal_reader_read (f->reader, PF_JOURNAL_ORDERS,
                                                 &g_array_index (keys, gint64, k), 1, &row,
                                                 &error));
          g_assert_cmpint (row.order.status, ==, statuses[i]);
        }
    }
}

static void
test_ranges (Fixture *f, gconstpointer data)
{
  g_autoptr (PfJournalQuery) query = pf_journal_query_new (PF_JOURNAL_FILLS);
  g_autoptr (GArray) all = find (f, query, (PfJournalRange){ 0 });
  gint64 high = g_array_index (all, gint64, 10), low = g_array_index (all, gint64, 30);
  g_autoptr (GArray) head = find (f, query, (PfJournalRange){ .limit = 11 });
  g_autoptr (GArray) rest = find (f, query, (PfJournalRange){ .below = high });
  g_autoptr (GArray) newer = find (f, query, (PfJournalRange){ .above = high });
  g_autoptr (GArray) between = find (f, query, (PfJournalRange){ low, high, 5 });

  g_assert_cmpuint (head->len, ==, 11);
  g_assert_cmpuint (rest->len, ==, all->len - 11);
  g_assert_cmpuint (newer->len, ==, 10);
  g_assert_cmpmem (head->data, 11 * 8, all->data, 11 * 8);
  g_assert_cmpmem (rest->data, rest->len * 8, all->data + 11 * 8, rest->len * 8);
  g_assert_cmpmem (newer->data, 10 * 8, all->data, 10 * 8);
  g_assert_cmpuint (between->len, ==, 5);
  g_assert_cmpmem (between->data, 5 * 8, all->data + 11 * 8, 5 * 8);
  g_assert_true (pf_journal_query_only_grows (query));
}

static void
test_cancelled (Fixture *f, gconstpointer data)
{
  g_autoptr (PfJournalQuery) query = pf_journal_query_new (PF_JOURNAL_FILLS);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) keys = NULL;
  PfPnlParts parts;

  query->sort = PF_JOURNAL_SORT_PRICE;
  g_cancellable_cancel (cancellable);
  g_assert_null (pf_journal_reader_find (f->reader, query, (PfJournalRange){ 0 }, cancellable,
                                         &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (pf_journal_reader_pnl_parts (f->reader, 1, &parts, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* and goes on */
  keys = find (f, query, (PfJournalRange){ 0 });
  g_assert_cmpuint (keys->len, ==, f->book->fills);
}

/* --- reading ---------------------------------------------------------------------------------- */

/* Field by field: what lies between them in memory is nobody's. */
static void
assert_same (const PfRecord *a, const PfRecord *b)
{
  char texts[2][PF_RECORD_TEXT_MAX];

  pf_record_encode (a, texts[0]);
  pf_record_encode (b, texts[1]);
  g_assert_cmpstr (texts[0], ==, texts[1]);
}

static void
test_rows (Fixture *f, gconstpointer data)
{
  for (guint table = 0; table < PF_N_JOURNAL_TABLES; table++)
    {
      g_autoptr (PfJournalQuery) query = pf_journal_query_new ((PfJournalTable) table);
      g_autoptr (GArray) keys = NULL;
      g_autofree PfJournalRow *rows = NULL;
      g_autoptr (GError) error = NULL;
      guint at = 0;

      query->descending = FALSE;
      keys = find (f, query, (PfJournalRange){ 0 });
      rows = g_new0 (PfJournalRow, keys->len);
      g_assert_true (pf_journal_reader_read (f->reader, query->table, (gint64 *) keys->data,
                                             keys->len, rows, &error));
      for (guint i = 0; i < f->book->records->len; i++)
        {
          const PfRecord *record = &g_array_index (f->book->records, PfRecord, i);
          PfRecord back = *record;

          if (record->type != types[table])
            continue;
          g_assert_cmpint (rows[at].key, ==, key_of (record, i));
          if (table == PF_JOURNAL_TRADES)
            back.trade = rows[at].trade;
          else if (table == PF_JOURNAL_FILLS)
            back.fill = rows[at].fill;
          else if (table == PF_JOURNAL_REFUSALS)
            back.refusal = rows[at].refusal;
          else
            g_assert_cmpint (rows[at].order.ts_created_ns, ==, record->order.ts_created_ns);
          assert_same (&back, record);
          at++;
        }
      g_assert_cmpuint (at, ==, keys->len);
    }
}

static void
test_no_such_row (Fixture *f, gconstpointer data)
{
  static const gint64 keys[] = { 1, 1000000 };

  for (guint table = 0; table < PF_N_JOURNAL_TABLES; table++)
    {
      g_autoptr (GError) error = NULL;
      PfJournalRow rows[2];

      g_assert_false (pf_journal_reader_read (f->reader, (PfJournalTable) table, keys, 2, rows,
                                              &error));
      g_assert_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT);
    }
}

/* --- beside the writer ------------------------------------------------------------------------ */

typedef struct
{
  const char *folder;
  gint stop;                    /* atomic */
  gint reads;                   /* atomic */
} Watcher;

/* Reads all the time; what it has seen once stays, and grows. */
static gpointer
watch (gpointer data)
{
  Watcher *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfJournalReader) reader = pf_journal_reader_open (self->folder, "practice", &error);
  g_autoptr (PfJournalQuery) query = pf_journal_query_new (PF_JOURNAL_FILLS);
  g_autoptr (GArray) before = g_array_new (FALSE, FALSE, sizeof (gint64));
  PfJournalRow rows[50];

  g_assert_no_error (error);
  query->descending = FALSE;
  while (!g_atomic_int_get (&self->stop))
    {
      g_autoptr (GArray) keys
          = pf_journal_reader_find (reader, query, (PfJournalRange){ 0 }, NULL, &error);
      guint n;

      g_assert_no_error (error);
      g_assert_cmpuint (keys->len, >=, before->len);
      g_assert_cmpmem (keys->data, before->len * 8, before->data, before->len * 8);
      n = MIN (keys->len, G_N_ELEMENTS (rows));
      g_assert_true (pf_journal_reader_read (reader, PF_JOURNAL_FILLS,
                                             (gint64 *) keys->data + keys->len - n, n, rows,
                                             &error));
      g_array_set_size (before, 0);
      g_array_append_vals (before, keys->data, keys->len);
      g_atomic_int_inc (&self->reads);
    }
  return NULL;
}

static void
test_beside_the_writer (Fixture *f, gconstpointer data)
{
  Watcher watcher = { f->folder, 0, 0 };
  g_autoptr (GThread) thread = g_thread_new ("watch", watch, &watcher);
  g_autoptr (PfJournalQuery) query = pf_journal_query_new (PF_JOURNAL_FILLS);
  g_autoptr (GArray) keys = NULL;

  /* the writer's commits all succeed (pf_book_write asks), and it can tidy its log up */
  for (guint i = 0; i < 60 || g_atomic_int_get (&watcher.reads) < 20; i++)
    {
      pf_book_write (f->book, f->journal, 5);
      if (i % 10 == 0)
        pf_journal_checkpoint (f->journal);
    }
  g_atomic_int_set (&watcher.stop, 1);
  g_thread_join (g_steal_pointer (&thread));
  keys = find (f, query, (PfJournalRange){ 0 });
  g_assert_cmpuint (keys->len, ==, f->book->fills);
}

/* No transaction is left open: the writer's log can begin again from its start. */
static void
test_leaves_no_transaction (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PfJournalQuery) query = pf_journal_query_new (PF_JOURNAL_FILLS);
  g_autoptr (GArray) keys = find (f, query, (PfJournalRange){ .limit = 3 });
  g_autofree char *path = pf_rig_path (f->folder, PF_RIG_FILE);
  PfJournalRow rows[3];
  PfJournalAway away;
  PfPnlParts parts;
  sqlite3 *db;
  int log, done;

  g_assert_true (pf_journal_reader_read (f->reader, PF_JOURNAL_FILLS, (gint64 *) keys->data, 3,
                                         rows, &error));
  g_assert_true (pf_journal_reader_away (f->reader, 0, &away, NULL, &error));
  g_assert_true (pf_journal_reader_pnl_parts (f->reader, 1, &parts, NULL, &error));
  g_array_unref (pf_journal_reader_fills_of_trade (f->reader, 1, &error));
  g_assert_false (pf_journal_reader_read (f->reader, PF_JOURNAL_TRADES,
                                          (const gint64[]){ 1 << 30 }, 1, rows, NULL));
  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "SELECT count(*) FROM fill", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_wal_checkpoint_v2 (db, NULL, SQLITE_CHECKPOINT_TRUNCATE, &log, &done),
                   ==, SQLITE_OK);
  g_assert_cmpint (log, ==, 0);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

/* --- files that are not as they should be ----------------------------------------------------- */

static void
assert_refused (const char *folder, const char *environment, PfJournalError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pf_journal_reader_open (folder, environment, &error));
  g_assert_error (error, PF_JOURNAL_ERROR, (gint) code);
  g_assert_nonnull (strstr (error->message, folder));
}

static void
test_bad_files (void)
{
  char *folder = pf_story_make_folder ();
  g_autofree char *path = pf_rig_path (folder, PF_RIG_FILE);
  g_autofree char *other = pf_rig_path (folder, "replay.db");
  g_autofree guint8 *bytes = NULL;
  g_autoptr (GBytes) sound = NULL;
  g_autoptr (GBytes) newer = NULL;
  g_autoptr (GBytes) damaged = NULL;
  gsize length;

  assert_refused (folder, "practice", PF_JOURNAL_ERROR_FOLDER);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  pf_rig_make (folder, 200, FALSE);
  sound = pf_rig_read (folder, PF_RIG_FILE);
  pf_rig_put (folder, "replay.db", sound);
  assert_refused (folder, "replay", PF_JOURNAL_ERROR_ENVIRONMENT);
  g_unlink (other);

  bytes = g_memdup2 (g_bytes_get_data (sound, &length), g_bytes_get_size (sound));
  bytes[63] = PF_JOURNAL_VERSION + 1;
  newer = g_bytes_new (bytes, length);
  pf_rig_put (folder, PF_RIG_FILE, newer);
  assert_refused (folder, "practice", PF_JOURNAL_ERROR_NEWER);
  memcpy (bytes, "no database at all", 18);
  damaged = g_bytes_new (bytes, length);
  pf_rig_put (folder, PF_RIG_FILE, damaged);
  assert_refused (folder, "practice", PF_JOURNAL_ERROR_CORRUPT);
  pf_story_remove_folder (folder);
}

/* A number that was changed behind the journal's back is found when its row is read. */
static void
test_changed_rows (void)
{
  static const struct { PfJournalTable table; const char *sql; } changes[] = {
    { PF_JOURNAL_TRADES, "UPDATE event SET body = replace(body, '1', '2')" },
    { PF_JOURNAL_FILLS, "UPDATE event SET sum = sum + 1" },
    { PF_JOURNAL_REFUSALS, "UPDATE refusal SET seq = seq - 1" },
    { PF_JOURNAL_ORDERS, "UPDATE orders SET quantity = '77'" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      char *folder = pf_story_make_folder ();
      g_autofree char *path = pf_rig_path (folder, PF_RIG_FILE);
      g_autoptr (PfJournalReader) reader = NULL;
      g_autoptr (PfJournalQuery) query = pf_journal_query_new (changes[i].table);
      g_autoptr (GArray) keys = NULL;
      g_autoptr (GError) error = NULL;
      PfJournalRow row;
      sqlite3 *db;

      pf_rig_make (folder, 100, FALSE);
      g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_exec (db, changes[i].sql, NULL, NULL, NULL), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
      reader = pf_journal_reader_open (folder, "practice", &error);
      g_assert_no_error (error);
      keys = pf_journal_reader_find (reader, query, (PfJournalRange){ 0 }, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (keys->len, >, 0);
      g_assert_false (pf_journal_reader_read (reader, query->table, (gint64 *) keys->data, 1, &row,
                                              &error));
      g_assert_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT);
      pf_story_remove_folder (folder);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  pf_story_stay_in_memory ();
#define ADD(path, test) \
  g_test_add ("/pf/journal-reader/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("all", test_all);
  ADD ("sorts", test_sorts);
  ADD ("filters", test_filters);
  ADD ("words", test_words);
  ADD ("order-status", test_order_status);
  ADD ("ranges", test_ranges);
  ADD ("cancelled", test_cancelled);
  ADD ("rows", test_rows);
  ADD ("no-such-row", test_no_such_row);
  ADD ("beside-the-writer", test_beside_the_writer);
  ADD ("leaves-no-transaction", test_leaves_no_transaction);
  g_test_add_func ("/pf/journal-reader/bad-files", test_bad_files);
  g_test_add_func ("/pf/journal-reader/changed-rows", test_changed_rows);
  return g_test_run ();
}
