/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See pf-journal-list.h for what this guarantees. */
#include "object/pf-journal-list.h"

#include <string.h>

/* keys that are enough to begin with: some screens */
#define FIRST_KEYS 400
#define PAGE_ROWS 64
/* rows that are kept beyond those in use */
#define CACHE_ROWS 1024

/* --- item ------------------------------------------------------------------------------------- */

struct _PfJournalItem
{
  GObject parent_instance;
  PfJournalList *list;          /* NULL once it is gone */
  PfJournalNames *names;
  gint64 key;
  gboolean known;
  PfJournalRow row;
};

G_DEFINE_FINAL_TYPE (PfJournalItem, pf_journal_item, G_TYPE_OBJECT)

/* --- list ------------------------------------------------------------------------------------- */

/* The worker's connection: one find at a time. */
typedef struct
{
  GMutex lock;
  char *folder;
  char *environment;
  PfJournalReader *reader;      /* NULL until needed, and after an error */
} Connection;

typedef enum { FIND_FIRST, FIND_REST, FIND_NEWER, FIND_ALL } FindKind;

typedef struct
{
  FindKind kind;
  Connection *connection;
  PfJournalQuery *query;
  PfJournalRange range;
  gboolean wants_rows;          /* a connection for the main context, too */
  gint64 begun_us;
  /* orders in use that may have changed */
  GArray *watched;              /* of gint64 */
  /* found */
  GArray *keys;                 /* of gint64 */
  PfJournalReader *rows;
  PfJournalRow *changed;        /* of the watched, or NULL */
} Find;

struct _PfJournalList
{
  GObject parent_instance;
  Connection *connection;
  PfJournalReader *rows;        /* the main context's */
  PfJournalQuery *query;
  PfJournalNames *names;
  GArray *keys;                 /* of gint64 */
  GHashTable *items;            /* of PfJournalItem in use, by key; not owned */
  GHashTable *cache;            /* of PfJournalRow, by key */
  GQueue cached;                /* their rows, the oldest first; not owned */
  GCancellable *finding;        /* NULL: nothing runs */
  gboolean shown;               /* the keys are those of the query */
  gboolean refresh_wanted;
  gint64 cost_us;
  char *error;
};

enum { PROP_0, PROP_LOADING, PROP_ERROR, N_PROPS };
static GParamSpec *properties[N_PROPS];

static void pf_journal_list_model_init (GListModelInterface *iface);
static void start (PfJournalList *self, FindKind kind);

G_DEFINE_FINAL_TYPE_WITH_CODE (PfJournalList, pf_journal_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      pf_journal_list_model_init))

static void
pf_journal_item_dispose (GObject *object)
{
  PfJournalItem *self = PF_JOURNAL_ITEM (object);

  if (self->list != NULL)
    g_hash_table_remove (self->list->items, &self->key);
  self->list = NULL;
  g_clear_pointer (&self->names, pf_journal_names_unref);
  G_OBJECT_CLASS (pf_journal_item_parent_class)->dispose (object);
}

static void
pf_journal_item_class_init (PfJournalItemClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_journal_item_dispose;
  g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
pf_journal_item_init (PfJournalItem *self)
{
}

const PfJournalRow *
pf_journal_item_get_row (PfJournalItem *self)
{
  return self->known ? &self->row : NULL;
}

const PfJournalNames *
pf_journal_item_get_names (PfJournalItem *self)
{
  return self->names;
}

/* --- rows ------------------------------------------------------------------------------------- */

static gint64
key_at (PfJournalList *self, guint position)
{
  return g_array_index (self->keys, gint64, position);
}

static void
set_error (PfJournalList *self, const char *sentence)
{
  if (g_strcmp0 (self->error, sentence) == 0)
    return;
  g_free (self->error);
  self->error = g_strdup (sentence);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
forget_rows (PfJournalList *self)
{
  g_queue_clear (&self->cached);
  g_hash_table_remove_all (self->cache);
}

static void
keep_row (PfJournalList *self, const PfJournalRow *row)
{
  PfJournalRow *kept;

  if (g_hash_table_contains (self->cache, &row->key))
    return;
  if (g_queue_get_length (&self->cached) >= CACHE_ROWS)
    {
      const PfJournalRow *oldest = g_queue_pop_head (&self->cached);

      g_hash_table_remove (self->cache, &oldest->key);
    }
  kept = g_memdup2 (row, sizeof *row);
  g_hash_table_insert (self->cache, &kept->key, kept);
  g_queue_push_tail (&self->cached, kept);
}

static gboolean
read_rows (PfJournalList *self, const gint64 *keys, guint n, PfJournalRow *rows, GError **error)
{
  if (self->rows == NULL)
    self->rows = pf_journal_reader_open (self->connection->folder, self->connection->environment,
                                         error);
  return self->rows != NULL
         && pf_journal_reader_read (self->rows, self->query->table, keys, n, rows, error);
}

/* Reads the page that the position is in. */
static void
read_page (PfJournalList *self, guint position)
{
  PfJournalRow rows[PAGE_ROWS];
  guint from = position - position % PAGE_ROWS, n = MIN (PAGE_ROWS, self->keys->len - from);
  const gint64 *keys = &g_array_index (self->keys, gint64, from);
  g_autoptr (GError) error = NULL;

  if (read_rows (self, keys, n, rows, &error))
    {
      for (guint i = 0; i < n; i++)
        keep_row (self, &rows[i]);
      return;
    }
  set_error (self, error->message);
  /* one that is damaged hides no other */
  for (guint i = 0; i < n; i++)
    if (read_rows (self, &keys[i], 1, rows, NULL))
      keep_row (self, rows);
}

/* What could not be read, once more; NULL or why it still cannot. */
static char *
read_unknown (PfJournalList *self)
{
  g_autoptr (GPtrArray) unknown = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer item;
  char *sentence = NULL;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    if (!((PfJournalItem *) item)->known)
      g_ptr_array_add (unknown, g_object_ref (item));
  for (guint i = 0; i < unknown->len; i++)
    {
      PfJournalItem *one = g_ptr_array_index (unknown, i);
      g_autoptr (GError) error = NULL;

      one->known = read_rows (self, &one->key, 1, &one->row, &error);
      if (one->known)
        g_signal_emit_by_name (one, "changed");
      else if (sentence == NULL)
        sentence = g_strdup (error->message);
    }
  return sentence;
}

static PfJournalItem *
make_item (PfJournalList *self, guint position)
{
  PfJournalItem *item = g_object_new (PF_TYPE_JOURNAL_ITEM, NULL);
  const PfJournalRow *row;

  item->key = key_at (self, position);
  item->list = self;
  item->names = pf_journal_names_ref (self->names);
  row = g_hash_table_lookup (self->cache, &item->key);
  if (row == NULL)
    {
      read_page (self, position);
      row = g_hash_table_lookup (self->cache, &item->key);
    }
  item->known = row != NULL;
  if (row != NULL)
    item->row = *row;
  g_hash_table_insert (self->items, &item->key, item);
  return item;
}

static GType
pf_journal_list_get_item_type (GListModel *model)
{
  return PF_TYPE_JOURNAL_ITEM;
}

static guint
pf_journal_list_get_n_items (GListModel *model)
{
  return PF_JOURNAL_LIST (model)->keys->len;
}

static gpointer
pf_journal_list_get_item (GListModel *model, guint position)
{
  PfJournalList *self = PF_JOURNAL_LIST (model);
  PfJournalItem *item;
  gint64 key;

  if (position >= self->keys->len)
    return NULL;
  key = key_at (self, position);
  item = g_hash_table_lookup (self->items, &key);
  return item != NULL ? g_object_ref (item) : make_item (self, position);
}

static void
pf_journal_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = pf_journal_list_get_item_type;
  iface->get_n_items = pf_journal_list_get_n_items;
  iface->get_item = pf_journal_list_get_item;
}

/* --- the worker ------------------------------------------------------------------------------- */

static Connection *
connection_new (const char *folder, const char *environment)
{
  Connection *self = g_atomic_rc_box_new0 (Connection);

  g_mutex_init (&self->lock);
  self->folder = g_strdup (folder);
  self->environment = g_strdup (environment);
  return self;
}

static void
clear_connection (gpointer data)
{
  Connection *self = data;

  pf_journal_reader_close (self->reader);
  g_mutex_clear (&self->lock);
  g_free (self->folder);
  g_free (self->environment);
}

static void
connection_unref (Connection *self)
{
  g_atomic_rc_box_release_full (self, clear_connection);
}

static void
free_find (gpointer data)
{
  Find *find = data;

  connection_unref (find->connection);
  pf_journal_query_unref (find->query);
  pf_journal_reader_close (find->rows);
  g_clear_pointer (&find->watched, g_array_unref);
  g_clear_pointer (&find->keys, g_array_unref);
  g_free (find->changed);
  g_free (find);
}

static gboolean
run_find (Find *find, GCancellable *cancellable, GError **error)
{
  Connection *connection = find->connection;

  if (connection->reader == NULL)
    connection->reader
        = pf_journal_reader_open (connection->folder, connection->environment, error);
  if (connection->reader == NULL)
    return FALSE;
  if (find->wants_rows)
    find->rows = pf_journal_reader_open (connection->folder, connection->environment, error);
  if (find->wants_rows && find->rows == NULL)
    return FALSE;
  find->keys
      = pf_journal_reader_find (connection->reader, find->query, find->range, cancellable, error);
  if (find->keys == NULL)
    return FALSE;
  if (find->watched == NULL || find->watched->len == 0)
    return TRUE;
  find->changed = g_new (PfJournalRow, find->watched->len);
  return pf_journal_reader_read (connection->reader, find->query->table,
                                 (const gint64 *) (gpointer) find->watched->data,
                                 find->watched->len, find->changed, error);
}

static void
find_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Find *find = task_data;
  GError *error = NULL;
  gboolean ok;

  g_mutex_lock (&find->connection->lock);
  ok = run_find (find, cancellable, &error);
  if (!ok && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_clear_pointer (&find->connection->reader, pf_journal_reader_close);
  g_mutex_unlock (&find->connection->lock);
  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* --- what was found --------------------------------------------------------------------------- */

/* Other keys, and said to have changed is only what is between what both have at their ends. */
static void
take_keys (PfJournalList *self, GArray *keys)
{
  GArray *old = self->keys;
  guint most = MIN (old->len, keys->len), head = 0, tail = 0;

  while (head < most
         && g_array_index (old, gint64, head) == g_array_index (keys, gint64, head))
    head++;
  while (tail < most - head
         && g_array_index (old, gint64, old->len - 1 - tail)
                == g_array_index (keys, gint64, keys->len - 1 - tail))
    tail++;
  self->keys = g_array_ref (keys);
  if (old->len != keys->len || head < keys->len)
    g_list_model_items_changed (G_LIST_MODEL (self), head, old->len - head - tail,
                                keys->len - head - tail);
  g_array_unref (old);
}

static void
add_keys (PfJournalList *self, GArray *keys, gboolean at_head)
{
  guint at = at_head ? 0 : self->keys->len;

  if (keys->len == 0)
    return;
  g_array_insert_vals (self->keys, at, keys->data, keys->len);
  g_list_model_items_changed (G_LIST_MODEL (self), at, 0, keys->len);
}

/* What is in use of another table has nothing to do with what comes. */
static void
disown_items (PfJournalList *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    ((PfJournalItem *) item)->list = NULL;
  g_hash_table_remove_all (self->items);
}

static void
show_changed (PfJournalList *self, const Find *find)
{
  for (guint i = 0; find->changed != NULL && i < find->watched->len; i++)
    {
      PfJournalItem *item = g_hash_table_lookup (self->items, &find->changed[i].key);
      const PfOrder *order = &find->changed[i].order;

      if (item == NULL || !item->known
          || (item->row.order.status == order->status
              && item->row.order.ts_updated_ns == order->ts_updated_ns
              && item->row.order.filled.e18 == order->filled.e18))
        continue;
      item->row = find->changed[i];
      g_signal_emit_by_name (item, "changed");
    }
}

static void
show_found (PfJournalList *self, Find *find)
{
  if (self->rows == NULL)
    self->rows = g_steal_pointer (&find->rows);
  /* orders change: what is read from now on is as new as this */
  if (self->query->table == PF_JOURNAL_ORDERS)
    forget_rows (self);
  switch (find->kind)
    {
    case FIND_FIRST:
    case FIND_ALL:
      take_keys (self, find->keys);
      break;
    case FIND_NEWER:
      add_keys (self, find->keys, self->query->descending);
      break;
    case FIND_REST:
    default:
      add_keys (self, find->keys, FALSE);
      break;
    }
  self->shown = TRUE;
  show_changed (self, find);
}

static void
finish (PfJournalList *self)
{
  g_clear_object (&self->finding);
  if (self->refresh_wanted)
    pf_journal_list_refresh (self);
  if (self->finding == NULL)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PfJournalList) self = user_data;
  GTask *task = G_TASK (result);
  Find *find = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *unknown = NULL;
  gboolean ok = g_task_propagate_boolean (task, &error);

  /* another query has come since */
  if (g_task_get_cancellable (task) != self->finding)
    return;
  self->cost_us = g_get_monotonic_time () - find->begun_us;
  if (!ok)
    {
      g_clear_pointer (&self->rows, pf_journal_reader_close);
      self->refresh_wanted = FALSE;
      self->shown = FALSE;
      set_error (self, error->message);
      finish (self);
      return;
    }
  show_found (self, find);
  unknown = read_unknown (self);
  set_error (self, unknown);
  if (find->kind == FIND_FIRST && find->keys->len == FIRST_KEYS)
    start (self, FIND_REST);
  else
    finish (self);
}

/* --- asking ----------------------------------------------------------------------------------- */

/* Orders in use that have not ended. */
static GArray *
watched (PfJournalList *self)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      PfJournalItem *item = value;

      if (item->known && !pf_order_status_is_terminal (item->row.order.status))
        g_array_append_val (keys, item->key);
    }
  return keys;
}

static PfJournalRange
range_of (PfJournalList *self, FindKind kind)
{
  gboolean down = self->query->descending;
  gint64 first = self->keys->len > 0 ? key_at (self, 0) : 0;
  gint64 last = self->keys->len > 0 ? key_at (self, self->keys->len - 1) : 0;

  switch (kind)
    {
    case FIND_FIRST:
      return (PfJournalRange){ .limit = FIRST_KEYS };
    case FIND_REST:
      return down ? (PfJournalRange){ .below = last } : (PfJournalRange){ .above = last };
    case FIND_NEWER:
      return (PfJournalRange){ .above = down ? first : last };
    case FIND_ALL:
    default:
      return (PfJournalRange){ 0 };
    }
}

static void
start (PfJournalList *self, FindKind kind)
{
  Find *find = g_new0 (Find, 1);
  g_autoptr (GTask) task = NULL;
  gboolean began = self->finding == NULL;

  if (began)
    self->finding = g_cancellable_new ();
  find->kind = kind;
  find->connection = g_atomic_rc_box_acquire (self->connection);
  find->query = pf_journal_query_ref (self->query);
  find->range = range_of (self, kind);
  find->wants_rows = self->rows == NULL;
  find->begun_us = g_get_monotonic_time ();
  if (self->query->table == PF_JOURNAL_ORDERS && self->shown)
    find->watched = watched (self);
  /* the worker holds no list: it may let go of its task later than the main context does */
  task = g_task_new (NULL, self->finding, on_found, g_object_ref (self));
  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, find, free_find);
  g_task_run_in_thread (task, find_thread);
  if (began)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

void
pf_journal_list_set_query (PfJournalList *self, PfJournalQuery *query, PfJournalNames *names)
{
  gboolean other_table = self->query != NULL && self->query->table != query->table;

  if (self->finding != NULL)
    g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
  pf_journal_query_ref (query);
  pf_journal_names_ref (names);
  g_clear_pointer (&self->query, pf_journal_query_unref);
  g_clear_pointer (&self->names, pf_journal_names_unref);
  self->query = query;
  self->names = names;
  self->refresh_wanted = FALSE;
  if (other_table)
    {
      g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (gint64));

      /* its keys mean other rows */
      forget_rows (self);
      disown_items (self);
      take_keys (self, none);
    }
  self->shown = FALSE;
  start (self, query->sort == PF_JOURNAL_SORT_TIME ? FIND_FIRST : FIND_ALL);
}

PfJournalQuery *
pf_journal_list_get_query (PfJournalList *self)
{
  return self->query;
}

void
pf_journal_list_refresh (PfJournalList *self)
{
  self->refresh_wanted = self->finding != NULL;
  if (self->query == NULL || self->finding != NULL)
    return;
  if (self->shown && self->keys->len > 0 && pf_journal_query_only_grows (self->query))
    start (self, FIND_NEWER);
  else
    start (self, FIND_ALL);
}

gboolean
pf_journal_list_get_loading (PfJournalList *self)
{
  return self->finding != NULL;
}

const char *
pf_journal_list_get_error (PfJournalList *self)
{
  return self->error;
}

gint64
pf_journal_list_get_cost_us (PfJournalList *self)
{
  return self->cost_us;
}

/* --- object ----------------------------------------------------------------------------------- */

static void
pf_journal_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PfJournalList *self = PF_JOURNAL_LIST (object);

  switch (id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->finding != NULL);
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pf_journal_list_finalize (GObject *object)
{
  PfJournalList *self = PF_JOURNAL_LIST (object);

  disown_items (self);
  g_hash_table_unref (self->items);
  g_queue_clear (&self->cached);
  g_hash_table_unref (self->cache);
  g_array_unref (self->keys);
  g_clear_pointer (&self->query, pf_journal_query_unref);
  g_clear_pointer (&self->names, pf_journal_names_unref);
  pf_journal_reader_close (self->rows);
  connection_unref (self->connection);
  g_free (self->error);
  G_OBJECT_CLASS (pf_journal_list_parent_class)->finalize (object);
}

static void
pf_journal_list_class_init (PfJournalListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pf_journal_list_get_property;
  object_class->finalize = pf_journal_list_finalize;
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pf_journal_list_init (PfJournalList *self)
{
  self->keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->items = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->cache = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  g_queue_init (&self->cached);
}

PfJournalList *
pf_journal_list_new (const char *folder, const char *environment)
{
  PfJournalList *self = g_object_new (PF_TYPE_JOURNAL_LIST, NULL);

  self->connection = connection_new (folder, environment);
  return self;
}
