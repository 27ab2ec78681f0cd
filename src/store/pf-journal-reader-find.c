/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a query to keys: one SELECT, nothing decoded.
 *
 *   by time and by names of the journal: SQLite orders
 *   by exact numbers and by ranks:       fetched, parsed, and ordered here
 */
#include "store/pf-journal-reader-private.h"

#include <string.h>

/* two bits of a word's masks would share a place */
G_STATIC_ASSERT (PF_N_REFUSALS <= 32 && PF_N_REASONS <= 32 && PF_N_ORDER_STATUSES <= 32);

typedef enum
{
  ORDER_NOT,                    /* this table has no such column */
  ORDER_BY_KEY,
  ORDER_BY_NAME,
  ORDER_BY_INSTRUMENT,
  ORDER_BY_DEPLOYMENT,
  ORDER_BY_DECIMAL,
} Ordering;

typedef struct
{
  Ordering ordering;
  const char *column;
} SortColumn;

typedef struct
{
  const char *name;
  const char *key;
  const char *time;
  const char *texts[3];         /* searched for words */
  gboolean has_side, has_type, has_status;
  SortColumn sorts[PF_N_JOURNAL_SORTS];
} TableInfo;

#define COMMON_SORTS \
  [PF_JOURNAL_SORT_TIME] = { ORDER_BY_KEY, NULL }, \
  [PF_JOURNAL_SORT_SYMBOL] = { ORDER_BY_INSTRUMENT, "instrument" }, \
  [PF_JOURNAL_SORT_STRATEGY] = { ORDER_BY_DEPLOYMENT, "deployment_id" }, \
  [PF_JOURNAL_SORT_REASON] = { ORDER_BY_NAME, "reason" }
#define SIDED_SORTS \
  [PF_JOURNAL_SORT_SIDE] = { ORDER_BY_NAME, "side" }, \
  [PF_JOURNAL_SORT_QUANTITY] = { ORDER_BY_DECIMAL, "quantity" }

static const TableInfo tables[PF_N_JOURNAL_TABLES] = {
  [PF_JOURNAL_TRADES] = { "trade", "id", "ts_exit_ns", { NULL }, TRUE, FALSE, FALSE, {
    COMMON_SORTS, SIDED_SORTS,
    [PF_JOURNAL_SORT_PRICE] = { ORDER_BY_DECIMAL, "entry_price" },
    [PF_JOURNAL_SORT_EXIT_PRICE] = { ORDER_BY_DECIMAL, "exit_price" },
    [PF_JOURNAL_SORT_FEES] = { ORDER_BY_DECIMAL, "fees" },
    [PF_JOURNAL_SORT_PNL] = { ORDER_BY_DECIMAL, "pnl" },
    [PF_JOURNAL_SORT_PNL_RATE] = { ORDER_BY_DECIMAL, "pnl_rate" },
  } },
  [PF_JOURNAL_ORDERS] = { "orders", "id", "ts_created_ns", { "client_order_id", "venue_order_id" },
                          TRUE, TRUE, TRUE, {
    COMMON_SORTS, SIDED_SORTS,
    [PF_JOURNAL_SORT_TYPE] = { ORDER_BY_NAME, "type" },
    [PF_JOURNAL_SORT_STATUS] = { ORDER_BY_NAME, "status" },
    [PF_JOURNAL_SORT_FILLED] = { ORDER_BY_DECIMAL, "filled" },
    [PF_JOURNAL_SORT_FEES] = { ORDER_BY_DECIMAL, "fees" },
  } },
  [PF_JOURNAL_FILLS] = { "fill", "seq", "ts_ns", { "trade_id" }, TRUE, FALSE, FALSE, {
    COMMON_SORTS, SIDED_SORTS,
    [PF_JOURNAL_SORT_PRICE] = { ORDER_BY_DECIMAL, "price" },
    [PF_JOURNAL_SORT_FEES] = { ORDER_BY_DECIMAL, "fee" },
  } },
  [PF_JOURNAL_REFUSALS] = { "refusal", "id", "ts_ns", { "sentence" }, FALSE, FALSE, FALSE, {
    COMMON_SORTS,
  } },
};

/* --- queries ---------------------------------------------------------------------------------- */

PfJournalWord *
pf_journal_word_new (const char *text)
{
  PfJournalWord *self = g_new0 (PfJournalWord, 1);

  self->text = g_strdup (text);
  self->instruments = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->deployments = g_array_new (FALSE, FALSE, sizeof (guint64));
  return self;
}

void
pf_journal_word_free (PfJournalWord *self)
{
  g_free (self->text);
  g_array_unref (self->instruments);
  g_array_unref (self->deployments);
  g_free (self);
}

PfJournalQuery *
pf_journal_query_new (PfJournalTable table)
{
  PfJournalQuery *self = g_atomic_rc_box_new0 (PfJournalQuery);

  self->table = table;
  self->instrument = -1;
  self->from_ns = PF_TIME_NONE;
  self->until_ns = G_MAXINT64;
  self->words = g_ptr_array_new_with_free_func ((GDestroyNotify) pf_journal_word_free);
  self->sort = PF_JOURNAL_SORT_TIME;
  self->descending = TRUE;
  return self;
}

PfJournalQuery *
pf_journal_query_ref (PfJournalQuery *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_query (gpointer data)
{
  PfJournalQuery *self = data;

  g_ptr_array_unref (self->words);
  g_clear_pointer (&self->instrument_ranks, g_array_unref);
  g_clear_pointer (&self->deployment_ranks, g_array_unref);
}

void
pf_journal_query_unref (PfJournalQuery *self)
{
  g_atomic_rc_box_release_full (self, clear_query);
}

gboolean
pf_journal_sort_is_offered (PfJournalTable table, PfJournalSort sort)
{
  return tables[table].sorts[sort].ordering != ORDER_NOT;
}

gboolean
pf_journal_query_only_grows (const PfJournalQuery *self)
{
  /* an order's status and its name at the venue change */
  return self->sort == PF_JOURNAL_SORT_TIME
         && (self->table != PF_JOURNAL_ORDERS || self->words->len == 0);
}

/* --- SQL -------------------------------------------------------------------------------------- */

static const char *side_of (guint value) { return pf_side_name ((PfSide) value); }
static const char *type_of (guint value) { return pf_order_type_name ((PfOrderType) value); }
static const char *status_of (guint value) { return pf_order_status_name ((PfOrderStatus) value); }
static const char *reason_of (guint value) { return pf_reason_name ((PfReason) value); }
static const char *
refusal_of (guint value)
{
  return pf_refusal_reason_name ((PfRefusalReason) value);
}

/* "OR column IN ('a', 'b')"; the names are ours and need no escape */
static void
add_names (GString *sql, const char *column, guint32 mask, guint n, const char *(*name) (guint))
{
  const char *comma = "";

  if (mask == 0)
    return;
  g_string_append_printf (sql, " OR %s IN (", column);
  for (guint i = 0; i < n; i++)
    if ((mask & (1u << i)) != 0)
      {
        g_string_append_printf (sql, "%s'%s'", comma, name (i));
        comma = ", ";
      }
  g_string_append_c (sql, ')');
}

static void
add_word (GString *sql, const TableInfo *table, const PfJournalWord *word, guint parameter)
{
  g_string_append (sql, " AND (0");
  for (guint i = 0; i < G_N_ELEMENTS (table->texts) && table->texts[i] != NULL; i++)
    g_string_append_printf (sql, " OR %s LIKE ?%u ESCAPE '\\'", table->texts[i], parameter);
  for (guint i = 0; i < word->instruments->len; i++)
    g_string_append_printf (sql, "%s%u", i == 0 ? " OR instrument IN (" : ", ",
                            g_array_index (word->instruments, guint32, i));
  if (word->instruments->len > 0)
    g_string_append_c (sql, ')');
  for (guint i = 0; i < word->deployments->len; i++)
    g_string_append_printf (sql, "%s%" G_GUINT64_FORMAT, i == 0 ? " OR deployment_id IN (" : ", ",
                            g_array_index (word->deployments, guint64, i));
  if (word->deployments->len > 0)
    g_string_append_c (sql, ')');
  if (table->has_side)
    add_names (sql, "side", word->sides, PF_SIDE_SELL + 1, side_of);
  if (table->has_type)
    add_names (sql, "type", word->types, PF_ORDER_TYPE_TAKE_PROFIT + 1, type_of);
  if (table->has_status)
    add_names (sql, "status", word->statuses, PF_N_ORDER_STATUSES, status_of);
  if (table->has_side)
    add_names (sql, "reason", word->reasons, PF_N_REASONS, reason_of);
  else
    add_names (sql, "reason", word->refusals, PF_N_REFUSALS, refusal_of);
  g_string_append_c (sql, ')');
}

static char *
make_sql (const PfJournalQuery *query, PfJournalRange range)
{
  const TableInfo *table = &tables[query->table];
  const SortColumn *sort = &table->sorts[query->sort];
  GString *sql = g_string_new ("SELECT ");

  g_assert (sort->ordering != ORDER_NOT);
  g_string_append (sql, table->key);
  if (sort->ordering > ORDER_BY_NAME)
    g_string_append_printf (sql, ", %s", sort->column);
  g_string_append_printf (sql, " FROM %s WHERE 1", table->name);
  if (range.above > 0)
    g_string_append_printf (sql, " AND %s > %" G_GINT64_FORMAT, table->key, range.above);
  if (range.below > 0)
    g_string_append_printf (sql, " AND %s < %" G_GINT64_FORMAT, table->key, range.below);
  if (query->deployment_id != 0)
    g_string_append_printf (sql, " AND deployment_id = %" G_GUINT64_FORMAT, query->deployment_id);
  if (query->instrument >= 0)
    g_string_append_printf (sql, " AND instrument = %d", query->instrument);
  if (query->from_ns != PF_TIME_NONE)
    g_string_append_printf (sql, " AND %s >= %" G_GINT64_FORMAT, table->time, query->from_ns);
  if (query->until_ns != G_MAXINT64)
    g_string_append_printf (sql, " AND %s < %" G_GINT64_FORMAT, table->time, query->until_ns);
  for (guint i = 0; i < query->words->len; i++)
    add_word (sql, table, g_ptr_array_index (query->words, i), i + 1);
  if (sort->ordering == ORDER_BY_KEY)
    g_string_append_printf (sql, " ORDER BY %s %s", table->key,
                            query->descending ? "DESC" : "ASC");
  else if (sort->ordering == ORDER_BY_NAME)
    g_string_append_printf (sql, " ORDER BY %s %s, %s DESC", sort->column,
                            query->descending ? "DESC" : "ASC", table->key);
  if (range.limit > 0 && sort->ordering <= ORDER_BY_NAME)
    g_string_append_printf (sql, " LIMIT %u", range.limit);
  return g_string_free (sql, FALSE);
}

/* "%text%" with what LIKE means otherwise escaped */
static char *
like_pattern (const char *text)
{
  GString *pattern = g_string_new ("%");

  for (const char *at = text; *at != '\0'; at++)
    {
      if (strchr ("%_\\", *at) != NULL)
        g_string_append_c (pattern, '\\');
      g_string_append_c (pattern, *at);
    }
  g_string_append_c (pattern, '%');
  return g_string_free (pattern, FALSE);
}

/* The patterns live in the pool until the statement was run. */
static void
bind_words (sqlite3_stmt *statement, const PfJournalQuery *query, GPtrArray *pool)
{
  if (tables[query->table].texts[0] == NULL)
    return;
  for (guint i = 0; i < query->words->len; i++)
    {
      const PfJournalWord *word = g_ptr_array_index (query->words, i);
      char *pattern = like_pattern (word->text);

      g_ptr_array_add (pool, pattern);
      pf_sqlite_bind_text (statement, (int) i + 1, pattern, -1);
    }
}

/* --- the order that SQLite does not know ------------------------------------------------------ */

typedef struct
{
  PfInt128 value;
  gint64 key;
} Entry;

static gint
compare_entries (gconstpointer a, gconstpointer b, gpointer data)
{
  const Entry *x = a, *y = b;
  int order = (x->value > y->value) - (x->value < y->value);

  if (order == 0)
    return (x->key < y->key) - (x->key > y->key);
  return *(const gboolean *) data ? -order : order;
}

static gint64
rank (const GArray *ranks, gint64 number)
{
  if (ranks == NULL)
    return number;
  /* of what has no name, after all that have one */
  return number >= 0 && number < ranks->len ? g_array_index (ranks, guint32, number)
                                            : (gint64) G_MAXUINT32 + number;
}

static gboolean
read_value (PfJournalReader *self, sqlite3_stmt *row, const PfJournalQuery *query, PfInt128 *out,
            GError **error)
{
  const char *text;

  switch (tables[query->table].sorts[query->sort].ordering)
    {
    case ORDER_BY_INSTRUMENT:
      *out = rank (query->instrument_ranks, sqlite3_column_int64 (row, 1));
      return TRUE;
    case ORDER_BY_DEPLOYMENT:
      *out = rank (query->deployment_ranks, sqlite3_column_int64 (row, 1));
      return TRUE;
    case ORDER_BY_DECIMAL:
      text = (const char *) sqlite3_column_text (row, 1);
      return (text != NULL
              && pf_decimal_parse (text, sqlite3_column_bytes (row, 1), PF_DECIMALS, out, NULL))
             || pf_journal_reader_damaged (self, "a number of its tables", error);
    case ORDER_NOT:
    case ORDER_BY_KEY:
    case ORDER_BY_NAME:
    default:
      g_assert_not_reached ();
    }
}

static void
take_sorted (GArray *entries, const PfJournalQuery *query, guint limit, GArray *keys)
{
  gboolean descending = query->descending;
  guint n = limit > 0 ? MIN (limit, entries->len) : entries->len;

  g_array_sort_with_data (entries, compare_entries, &descending);
  g_array_set_size (keys, n);
  for (guint i = 0; i < n; i++)
    g_array_index (keys, gint64, i) = g_array_index (entries, Entry, i).key;
}

/**
 * pf_journal_reader_find:
 * @range: keys to look among; the limit counts after the order
 *
 * Returns: (transfer full) (nullable): of gint64; NULL with PF_JOURNAL_ERROR or
 *   G_IO_ERROR_CANCELLED
 */
GArray *
pf_journal_reader_find (PfJournalReader *self, const PfJournalQuery *query, PfJournalRange range,
                        GCancellable *cancellable, GError **error)
{
  g_autofree char *sql = make_sql (query, range);
  g_autoptr (GPtrArray) pool = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  gboolean sorted = tables[query->table].sorts[query->sort].ordering <= ORDER_BY_NAME;
  sqlite3_stmt *statement = pf_sqlite_prepare (&self->journal.db, sql, error);
  PfSqliteStep step;

  g_assert (query->words->len <= PF_JOURNAL_WORDS_MAX);
  if (statement == NULL)
    return NULL;
  bind_words (statement, query, pool);
  while ((step = pf_journal_reader_step (self, statement, cancellable, error)) == PF_SQLITE_ROW)
    {
      Entry entry = { .key = sqlite3_column_int64 (statement, 0) };

      if (sorted)
        g_array_append_val (keys, entry.key);
      else if (read_value (self, statement, query, &entry.value, error))
        g_array_append_val (entries, entry);
      else
        break;
    }
  sqlite3_finalize (statement);
  if (step != PF_SQLITE_DONE)
    return NULL;
  if (!sorted)
    take_sorted (entries, query, range.limit, keys);
  return g_steal_pointer (&keys);
}
