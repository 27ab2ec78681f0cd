/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See pf-journal-export.h for what this guarantees. */
#include "object/pf-journal-export.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* rows between two looks at the journal: a call stays short */
#define ROWS_AT_ONCE 256
#define PROGRESS_US (G_USEC_PER_SEC / 10)

/* --- one row ---------------------------------------------------------------------------------- */

typedef enum
{
  CELL_COUNT,                   /* a number without a fraction: one in JSON, too */
  CELL_EXACT,                   /* a number: text in JSON */
  CELL_NAME,                    /* one of ours */
  CELL_TEXT,                    /* of others, or a sentence */
  CELL_TIME,
  CELL_NOTHING,                 /* an empty cell, null */
} CellKind;

typedef struct
{
  PfJournalFormat format;
  GString *out;
  gboolean names_only;          /* of CSV: the first line */
  gboolean any;
} Line;

static void
add_csv_text (GString *out, const char *text, gboolean foreign)
{
  /* what spreadsheets take for a formula, or drop and then take the rest for one */
  if (foreign && text[0] != '\0' && strchr ("=+-@\t\r\n", text[0]) != NULL)
    {
      g_autofree char *guarded = g_strconcat ("'", text, NULL);

      add_csv_text (out, guarded, FALSE);
      return;
    }
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (out, text);
      return;
    }
  g_string_append_c (out, '"');
  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *at);
    }
  g_string_append_c (out, '"');
}

static void
add_json_text (GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_string_append_c (out, '"');
  for (const char *at = valid; *at != '\0'; at++)
    if (*at == '"' || *at == '\\')
      g_string_append_printf (out, "\\%c", *at);
    else if (*at == '\n')
      g_string_append (out, "\\n");
    else if ((guchar) *at < 0x20 || *at == 0x7f)
      g_string_append_printf (out, "\\u%04x", (guint) (guchar) *at);
    else
      g_string_append_c (out, *at);
  g_string_append_c (out, '"');
}

static void
cell (Line *line, const char *name, CellKind kind, const char *text)
{
  if (line->any)
    g_string_append_c (line->out, ',');
  line->any = TRUE;
  if (line->names_only)
    g_string_append (line->out, name);
  else if (line->format == PF_JOURNAL_CSV)
    add_csv_text (line->out, kind == CELL_NOTHING ? "" : text, kind == CELL_TEXT);
  else
    {
      g_string_append_printf (line->out, "\"%s\":", name);
      if (kind == CELL_NOTHING)
        g_string_append (line->out, "null");
      else if (kind == CELL_COUNT)
        g_string_append (line->out, text);
      else
        add_json_text (line->out, text);
    }
}

static void
count (Line *line, const char *name, guint64 number)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT, number);
  cell (line, name, CELL_COUNT, text);
}

/* an id of which 0 means none */
static void
id (Line *line, const char *name, guint64 number)
{
  if (number == 0)
    cell (line, name, CELL_NOTHING, NULL);
  else
    count (line, name, number);
}

static void
exact (Line *line, const char *name, PfInt128 value, guint decimals)
{
  char text[PF_DECIMAL_TEXT_MAX];

  cell (line, name, CELL_EXACT, pf_decimal_print (value, decimals, text));
}

/* a price of which 0 means none */
static void
level (Line *line, const char *name, PfPrice price)
{
  if (price.e18 == 0)
    cell (line, name, CELL_NOTHING, NULL);
  else
    exact (line, name, price.e18, PF_DECIMALS);
}

static void
when (Line *line, const char *name, gint64 ts_ns)
{
  char text[PF_TIME_TEXT_MAX];

  if (ts_ns == PF_TIME_NONE)
    cell (line, name, CELL_NOTHING, NULL);
  else
    cell (line, name, CELL_TIME, pf_time_print (ts_ns, text));
}

static void
whose (Line *line, const PfJournalNames *names, guint64 deployment_id, gint64 instrument)
{
  id (line, "deployment", deployment_id);
  cell (line, "strategy", CELL_TEXT, pf_journal_names_get_strategy_id (names, deployment_id));
  if (instrument < 0)
    cell (line, "symbol", CELL_NOTHING, NULL);
  else
    cell (line, "symbol", CELL_TEXT, pf_journal_names_get_symbol (names, instrument));
}

static void
add_trade (Line *line, const PfTrade *trade, const PfJournalNames *names)
{
  count (line, "id", trade->id);
  when (line, "opened", trade->ts_entry_ns);
  when (line, "closed", trade->ts_exit_ns);
  whose (line, names, trade->deployment_id, trade->instrument);
  cell (line, "side", CELL_NAME, trade->side == PF_SIDE_BUY ? "LONG" : "SHORT");
  exact (line, "quantity", trade->quantity.e18, PF_DECIMALS);
  exact (line, "entry_price", trade->entry_price.e18, PF_DECIMALS);
  exact (line, "exit_price", trade->exit_price.e18, PF_DECIMALS);
  exact (line, "fees", trade->fees.e18, PF_DECIMALS);
  exact (line, "pnl", trade->pnl.e18, PF_DECIMALS);
  exact (line, "pnl_rate", trade->pnl_rate.e12, PF_RATE_DECIMALS);
  cell (line, "reason", CELL_NAME, pf_reason_name (trade->reason));
}

static void
add_order (Line *line, const PfOrder *order, const PfJournalNames *names)
{
  count (line, "id", order->id);
  when (line, "created", order->ts_created_ns);
  when (line, "updated", order->ts_updated_ns);
  cell (line, "client_order_id", CELL_TEXT, order->client_order_id);
  cell (line, "venue_order_id", CELL_TEXT, order->venue_order_id);
  whose (line, names, order->deployment_id, order->instrument);
  cell (line, "side", CELL_NAME, pf_side_name (order->side));
  cell (line, "type", CELL_NAME, pf_order_type_name (order->type));
  cell (line, "status", CELL_NAME, pf_order_status_name (order->status));
  cell (line, "reason", CELL_NAME, pf_reason_name (order->reason));
  exact (line, "quantity", order->quantity.e18, PF_DECIMALS);
  exact (line, "filled", order->filled.e18, PF_DECIMALS);
  exact (line, "filled_notional", order->filled_notional.e18, PF_DECIMALS);
  exact (line, "fees", order->fees.e18, PF_DECIMALS);
  level (line, "limit_price", order->limit_price);
  level (line, "trigger_price", order->trigger_price);
  level (line, "decided_price", order->decided_price);
}

static void
add_fill (Line *line, const PfFill *fill, const PfJournalNames *names)
{
  when (line, "time", fill->ts_ns);
  cell (line, "trade_id", CELL_TEXT, fill->trade_id);
  id (line, "order", fill->order_id);
  whose (line, names, fill->deployment_id, fill->instrument);
  cell (line, "side", CELL_NAME, pf_side_name (fill->side));
  exact (line, "quantity", fill->quantity.e18, PF_DECIMALS);
  exact (line, "price", fill->price.e18, PF_DECIMALS);
  exact (line, "fee", fill->fee.e18, PF_DECIMALS);
  cell (line, "reason", CELL_NAME, pf_reason_name (fill->reason));
}

/* what the journal has as text: mostly a number */
static void
measure (Line *line, const char *name, const char *text)
{
  PfInt128 number;

  if (text[0] == '\0')
    cell (line, name, CELL_NOTHING, NULL);
  else if (pf_decimal_parse (text, -1, PF_DECIMALS, &number, NULL))
    cell (line, name, CELL_EXACT, text);
  else
    cell (line, name, CELL_TEXT, text);
}

static void
add_refusal (Line *line, const PfRefusal *refusal, const PfJournalNames *names)
{
  count (line, "id", refusal->id);
  when (line, "time", refusal->ts_ns);
  whose (line, names, refusal->deployment_id, refusal->instrument);
  id (line, "order", refusal->order_id);
  cell (line, "reason", CELL_NAME, pf_refusal_reason_name (refusal->reason));
  measure (line, "value", refusal->value);
  measure (line, "limit", refusal->limit);
  cell (line, "sentence", CELL_TEXT, refusal->sentence);
}

static void
add_row (Line *line, const PfJournalRow *row, const PfJournalNames *names)
{
  switch (row->table)
    {
    case PF_JOURNAL_TRADES:
      add_trade (line, &row->trade, names);
      break;
    case PF_JOURNAL_ORDERS:
      add_order (line, &row->order, names);
      break;
    case PF_JOURNAL_FILLS:
      add_fill (line, &row->fill, names);
      break;
    case PF_JOURNAL_REFUSALS:
      add_refusal (line, &row->refusal, names);
      break;
    case PF_N_JOURNAL_TABLES:
    default:
      g_assert_not_reached ();
    }
}

void
pf_journal_export_head (PfJournalTable table, PfJournalFormat format, GString *out)
{
  Line line = { format, out, TRUE, FALSE };
  PfInstruments none = { 0 };
  g_autoptr (PfJournalNames) names = pf_journal_names_new (&none);
  PfJournalRow row = { .table = table };

  if (format != PF_JOURNAL_CSV)
    return;
  add_row (&line, &row, names);
  g_string_append (out, "\r\n");
}

void
pf_journal_export_row (const PfJournalRow *row, const PfJournalNames *names,
                       PfJournalFormat format, GString *out)
{
  Line line = { format, out, FALSE, FALSE };

  if (format == PF_JOURNAL_CSV)
    {
      add_row (&line, row, names);
      g_string_append (out, "\r\n");
      return;
    }
  g_string_append_c (out, '{');
  add_row (&line, row, names);
  g_string_append (out, "}\n");
}

/* --- the file --------------------------------------------------------------------------------- */

typedef struct
{
  char *folder;
  char *environment;
  PfJournalQuery *query;
  PfJournalNames *names;
  PfJournalFormat format;
  char *path;
  PfJournalProgressFunc progress;
  gpointer progress_data;
  GMainContext *context;
} Export;

static void
free_export (gpointer data)
{
  Export *self = data;

  g_free (self->folder);
  g_free (self->environment);
  pf_journal_query_unref (self->query);
  pf_journal_names_unref (self->names);
  g_free (self->path);
  g_main_context_unref (self->context);
  g_free (self);
}

static gboolean
say_errno (const char *path, int errsv, GError **error)
{
  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (errsv),
               "%s cannot be written (%s): choose another folder.", path, g_strerror (errsv));
  return FALSE;
}

static gboolean
put (int fd, const char *path, GString *text, GError **error)
{
  gsize done = 0;

  while (done < text->len)
    {
      gssize n = write (fd, text->str + done, text->len - done);

      if (n < 0 && errno != EINTR)
        return say_errno (path, errno, error);
      done += n > 0 ? (gsize) n : 0;
    }
  g_string_truncate (text, 0);
  return TRUE;
}

typedef struct
{
  PfJournalProgressFunc func;
  gpointer user_data;
  guint done, all;
} Progress;

static gboolean
tell (gpointer data)
{
  Progress *progress = data;

  progress->func (progress->done, progress->all, progress->user_data);
  return G_SOURCE_REMOVE;
}

static void
tell_progress (Export *self, guint done, guint all, gint64 *told_us)
{
  Progress progress = { self->progress, self->progress_data, done, all };
  gint64 now_us = g_get_monotonic_time ();
  g_autoptr (GSource) source = NULL;

  if (self->progress == NULL || now_us - *told_us < PROGRESS_US)
    return;
  *told_us = now_us;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell, g_memdup2 (&progress, sizeof progress), g_free);
  g_source_attach (source, self->context);
}

static gboolean
write_rows (Export *self, PfJournalReader *reader, const GArray *keys, int fd,
            GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree PfJournalRow *rows = g_new (PfJournalRow, ROWS_AT_ONCE);
  gint64 told_us = g_get_monotonic_time ();

  pf_journal_export_head (self->query->table, self->format, text);
  for (guint i = 0; i < keys->len; i += ROWS_AT_ONCE)
    {
      guint n = MIN (ROWS_AT_ONCE, keys->len - i);

      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !pf_journal_reader_read (reader, self->query->table,
                                      &g_array_index (keys, gint64, i), n, rows, error))
        return FALSE;
      for (guint k = 0; k < n; k++)
        pf_journal_export_row (&rows[k], self->names, self->format, text);
      if (!put (fd, self->path, text, error))
        return FALSE;
      tell_progress (self, i + n, keys->len, &told_us);
    }
  return put (fd, self->path, text, error);
}

static gint64
write_file (Export *self, int fd, GCancellable *cancellable, GError **error)
{
  g_autoptr (PfJournalReader) reader
      = pf_journal_reader_open (self->folder, self->environment, error);
  g_autoptr (GArray) keys = NULL;

  if (reader == NULL)
    return -1;
  keys = pf_journal_reader_find (reader, self->query, (PfJournalRange){ 0 }, cancellable, error);
  if (keys == NULL || !write_rows (self, reader, keys, fd, cancellable, error))
    return -1;
  if (fsync (fd) != 0 && errno != EINVAL && errno != EROFS)
    {
      say_errno (self->path, errno, error);
      return -1;
    }
  return keys->len;
}

/* Takes fd. */
static gint64
write_beside (Export *self, int fd, const char *beside, GCancellable *cancellable, GError **error)
{
  gint64 n = write_file (self, fd, cancellable, error);

  /* the last word of some file systems comes with the close */
  if (close (fd) != 0 && n >= 0)
    {
      say_errno (self->path, errno, error);
      n = -1;
    }
  if (n >= 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
    n = -1;
  if (n >= 0 && g_rename (beside, self->path) != 0)
    {
      say_errno (self->path, errno, error);
      n = -1;
    }
  if (n < 0)
    g_unlink (beside);
  return n;
}

static void
export_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Export *self = task_data;
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *beside = g_build_filename (folder, ".pilotfish-XXXXXX", NULL);
  GError *error = NULL;
  gint64 n = -1;
  int fd = g_mkstemp_full (beside, O_WRONLY | O_CLOEXEC, 0600);

  if (fd < 0)
    say_errno (self->path, errno, &error);
  else
    n = write_beside (self, fd, beside, cancellable, &error);
  if (n >= 0)
    g_task_return_int (task, n);
  else
    g_task_return_error (task, error);
}

/**
 * pf_journal_export:
 * @folder: of the journal, as pf_journal_open
 * @query: which rows, in which order
 * @file: is made, or replaced
 * @progress: (nullable): how far it is
 *
 * Runs in a thread of its own, with a connection of its own.
 */
void
pf_journal_export (const char *folder, const char *environment, PfJournalQuery *query,
                   PfJournalNames *names, PfJournalFormat format, GFile *file,
                   GCancellable *cancellable, PfJournalProgressFunc progress,
                   gpointer progress_data, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Export *self = g_new0 (Export, 1);

  self->folder = g_strdup (folder);
  self->environment = g_strdup (environment);
  self->query = pf_journal_query_ref (query);
  self->names = pf_journal_names_ref (names);
  self->format = format;
  self->path = g_file_get_path (file);
  self->progress = progress;
  self->progress_data = progress_data;
  self->context = g_main_context_ref_thread_default ();
  g_task_set_source_tag (task, pf_journal_export);
  /* once the file has its name, it was not cancelled */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, free_export);
  if (self->path == NULL)
    {
      g_autofree char *uri = g_file_get_uri (file);

      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                               "%s is not on this computer: choose a folder that is.", uri);
      return;
    }
  g_task_run_in_thread (task, export_thread);
}

gint64
pf_journal_export_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}
