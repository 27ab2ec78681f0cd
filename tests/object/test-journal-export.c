/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is exported is read back, by readers that are written here. */
#include "object/pf-journal-export.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

#include "../store/pf-book.h"
#include "../store/pf-rig.h"
#include "../store/pf-story.h"

typedef struct
{
  char *folder;
  PfJournal *journal;
  PfBook *book;
  PfJournalNames *names;
  char *path;
  gint64 n;
  GError *error;
  gboolean done;
  guint n_progress;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  PfInstruments *instruments = pf_instruments_new ();
  static const char *const symbols[] = { "AAAUSDT", "BBBUSDT", "CCCUSDT" };

  for (guint i = 0; i < G_N_ELEMENTS (symbols); i++)
    {
      PfInstrument instrument = pf_instrument_unknown (symbols[i], 2);
      pf_instruments_add (instruments, &instrument);
    }
  f->folder = pf_story_make_folder ();
  f->journal = pf_rig_open (f->folder);
  f->book = pf_book_new (5);
  pf_book_write (f->book, f->journal, 700);
  f->names = pf_journal_names_new (instruments);
  pf_instruments_free (instruments);
  pf_journal_names_add_deployment (f->names, 1, "=HYPERLINK(\"x\")", "one");
  pf_journal_names_add_deployment (f->names, 2, "two, \"quoted\"", "two");
  f->path = pf_rig_path (f->folder, "out.txt");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_error (&f->error);
  g_free (f->path);
  pf_journal_names_unref (f->names);
  pf_book_free (f->book);
  pf_journal_close (f->journal);
  pf_story_remove_folder (f->folder);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;

  f->n = pf_journal_export_finish (result, &f->error);
  f->done = TRUE;
}

static void
on_progress (guint done, guint all, gpointer user_data)
{
  Fixture *f = user_data;

  g_assert_false (f->done);
  g_assert_cmpuint (done, <=, all);
  f->n_progress++;
}

static void
export (Fixture *f, PfJournalTable table, PfJournalFormat format, GCancellable *cancellable)
{
  g_autoptr (PfJournalQuery) query = pf_journal_names_query (f->names, table, "");
  g_autoptr (GFile) file = g_file_new_for_path (f->path);

  query->descending = FALSE;
  g_clear_error (&f->error);
  f->done = FALSE;
  pf_journal_export (f->folder, "practice", query, f->names, format, file, cancellable,
                     on_progress, f, on_done, f);
  while (!f->done)
    g_main_context_iteration (NULL, TRUE);
}

/* A reader of RFC 4180: rows of cells. */
static GPtrArray *
parse_csv (const char *text)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  GPtrArray *row = g_ptr_array_new_with_free_func (g_free);
  GString *cell = g_string_new (NULL);

  while (*text != '\0')
    {
      if (*text == '"')
        for (text++; *text != '"' || text[1] == '"'; text++)
          {
            g_assert_cmpint (*text, !=, '\0');
            g_string_append_c (cell, *text);
            text += *text == '"';
          }
      else if (*text == ',' || *text == '\r')
        {
          g_ptr_array_add (row, g_string_free (cell, FALSE));
          cell = g_string_new (NULL);
          if (*text == '\r')
            {
              g_assert_cmpint (*++text, ==, '\n');
              g_ptr_array_add (rows, row);
              row = g_ptr_array_new_with_free_func (g_free);
            }
        }
      else
        g_string_append_c (cell, *text);
      text++;
    }
  g_assert_cmpuint (row->len, ==, 0);
  g_ptr_array_unref (row);
  g_string_free (cell, TRUE);
  return rows;
}

static const char *
cell_of (GPtrArray *rows, guint number, const char *name)
{
  GPtrArray *head = g_ptr_array_index (rows, 0), *row = g_ptr_array_index (rows, number);

  g_assert_cmpuint (row->len, ==, head->len);
  for (guint i = 0; i < head->len; i++)
    if (g_str_equal (g_ptr_array_index (head, i), name))
      return g_ptr_array_index (row, i);
  g_assert_not_reached ();
}

static char *
contents (Fixture *f)
{
  char *text = NULL;

  g_assert_no_error (f->error);
  g_assert_true (g_file_get_contents (f->path, &text, NULL, NULL));
  return text;
}

static void
expect_money (const char *text, PfInt128 value)
{
  PfInt128 back;

  g_assert_true (pf_decimal_parse (text, -1, PF_DECIMALS, &back, NULL));
  g_assert_true (back == value);
}

static void
expect_time (const char *text, gint64 ts_ns)
{
  gint64 back;

  g_assert_true (pf_time_parse (text, -1, &back));
  g_assert_cmpint (back, ==, ts_ns);
}

static void
test_csv_of_trades (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  guint at = 1;
  struct stat st;

  export (f, PF_JOURNAL_TRADES, PF_JOURNAL_CSV, NULL);
  text = contents (f);
  rows = parse_csv (text);
  g_assert_cmpint (f->n, ==, f->book->trades);
  g_assert_cmpuint (rows->len, ==, f->book->trades + 1);
  for (guint i = 0; i < f->book->records->len; i++)
    {
      const PfRecord *r = &g_array_index (f->book->records, PfRecord, i);
      g_autofree char *id = g_strdup_printf ("%" G_GUINT64_FORMAT, r->trade.id);

      if (r->type != PF_RECORD_TRADE)
        continue;
      g_assert_cmpstr (cell_of (rows, at, "id"), ==, id);
      expect_money (cell_of (rows, at, "pnl"), r->trade.pnl.e18);
      expect_money (cell_of (rows, at, "fees"), r->trade.fees.e18);
      expect_money (cell_of (rows, at, "entry_price"), r->trade.entry_price.e18);
      expect_money (cell_of (rows, at, "exit_price"), r->trade.exit_price.e18);
      expect_money (cell_of (rows, at, "quantity"), r->trade.quantity.e18);
      expect_time (cell_of (rows, at, "opened"), r->trade.ts_entry_ns);
      expect_time (cell_of (rows, at, "closed"), r->trade.ts_exit_ns);
      g_assert_cmpstr (cell_of (rows, at, "side"), ==,
                       r->trade.side == PF_SIDE_BUY ? "LONG" : "SHORT");
      g_assert_cmpstr (cell_of (rows, at, "reason"), ==, pf_reason_name (r->trade.reason));
      g_assert_cmpstr (cell_of (rows, at, "symbol"), ==,
                       pf_journal_names_get_symbol (f->names, r->trade.instrument));
      /* a formula is text, a negative number is a number, what is not known is empty */
      g_assert_cmpstr (cell_of (rows, at, "strategy"), ==,
                       r->trade.deployment_id == 1   ? "'=HYPERLINK(\"x\")"
                       : r->trade.deployment_id == 2 ? "two, \"quoted\""
                                                     : "");
      at++;
    }
  g_assert_cmpuint (at, ==, rows->len);
  g_assert_cmpint (g_stat (f->path, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 077, ==, 0);
}

static void
test_csv_of_refusals (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  guint at = 1;

  export (f, PF_JOURNAL_REFUSALS, PF_JOURNAL_CSV, NULL);
  text = contents (f);
  rows = parse_csv (text);
  for (guint i = 0; i < f->book->records->len; i++)
    {
      const PfRecord *r = &g_array_index (f->book->records, PfRecord, i);
      g_autofree char *guarded = g_strconcat ("'", r->refusal.sentence, NULL);

      if (r->type != PF_RECORD_REFUSAL)
        continue;
      /* it begins with =, and has quotes, a comma and a new line in it */
      g_assert_cmpstr (cell_of (rows, at, "sentence"), ==, guarded);
      g_assert_cmpstr (cell_of (rows, at, "value"), ==, r->refusal.value);
      g_assert_cmpstr (cell_of (rows, at, "reason"), ==,
                       pf_refusal_reason_name (r->refusal.reason));
      if (r->refusal.instrument < 0)
        g_assert_cmpstr (cell_of (rows, at, "symbol"), ==, "");
      at++;
    }
  g_assert_cmpuint (at, ==, f->book->refusals + 1);
}

static void
test_guard (void)
{
  static const struct { const char *sentence, *value, *line; } cases[] = {
    { "plain", "-5", "1,1970-01-01T00:00:00Z,,,,,none,-5,,plain\r\n" },
    { "+1", "", "1,1970-01-01T00:00:00Z,,,,,none,,,'+1\r\n" },
    { "-1+2", "", "1,1970-01-01T00:00:00Z,,,,,none,,,'-1+2\r\n" },
    { "@SUM(A1)", "=1", "1,1970-01-01T00:00:00Z,,,,,none,'=1,,'@SUM(A1)\r\n" },
    { "\tx", "", "1,1970-01-01T00:00:00Z,,,,,none,,,'\tx\r\n" },
    { "\r=1", "", "1,1970-01-01T00:00:00Z,,,,,none,,,\"'\r=1\"\r\n" },
    { "a=b", "", "1,1970-01-01T00:00:00Z,,,,,none,,,a=b\r\n" },
    { "", "", "1,1970-01-01T00:00:00Z,,,,,none,,,\r\n" },
  };
  PfInstruments none = { 0 };
  g_autoptr (PfJournalNames) names = pf_journal_names_new (&none);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PfJournalRow row = { .table = PF_JOURNAL_REFUSALS, .key = 1 };
      g_autoptr (GString) out = g_string_new (NULL);

      row.refusal.id = 1;
      row.refusal.instrument = -1;
      g_strlcpy (row.refusal.sentence, cases[i].sentence, sizeof row.refusal.sentence);
      g_strlcpy (row.refusal.value, cases[i].value, sizeof row.refusal.value);
      pf_journal_export_row (&row, names, PF_JOURNAL_CSV, out);
      g_assert_cmpstr (out->str, ==, cases[i].line);
    }
}

static void
test_json_lines (Fixture *f, gconstpointer data)
{
  for (guint table = 0; table < PF_N_JOURNAL_TABLES; table++)
    {
      static const PfRecordType types[] = { PF_RECORD_TRADE, PF_RECORD_ORDER, PF_RECORD_FILL,
                                            PF_RECORD_REFUSAL };
      g_autofree char *text = NULL;
      g_auto (GStrv) lines = NULL;
      guint at = 0;

      export (f, (PfJournalTable) table, PF_JOURNAL_JSON_LINES, NULL);
      text = contents (f);
      lines = g_strsplit (text, "\n", -1);
      for (guint i = 0; i < f->book->records->len; i++)
        {
          const PfRecord *r = &g_array_index (f->book->records, PfRecord, i);
          g_autoptr (JsonParser) parser = json_parser_new ();
          g_autoptr (GError) error = NULL;
          JsonObject *object;

          if (r->type != types[table])
            continue;
          json_parser_load_from_data (parser, lines[at++], -1, &error);
          g_assert_no_error (error);
          object = json_node_get_object (json_parser_get_root (parser));
          if (table == PF_JOURNAL_TRADES)
            expect_money (json_object_get_string_member (object, "pnl"), r->trade.pnl.e18);
          else if (table == PF_JOURNAL_FILLS)
            expect_money (json_object_get_string_member (object, "price"), r->fill.price.e18);
          else if (table == PF_JOURNAL_ORDERS)
            {
              g_assert_cmpint (json_object_get_int_member (object, "id"), ==, r->order.id);
              g_assert_true (json_object_get_null_member (object, "limit_price"));
            }
          else
            g_assert_cmpstr (json_object_get_string_member (object, "sentence"), ==,
                             r->refusal.sentence);
        }
      g_assert_cmpint (at, ==, f->n);
      g_assert_cmpstr (lines[at], ==, "");
    }
}

/* Nothing half-written, and what was there stays. */
static void
test_cancelled_and_failed (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *before = pf_rig_names (f->folder, "");
  g_autofree char *after = NULL;
  g_autofree char *text = NULL;
  g_autofree char *path = pf_rig_path (f->folder, PF_RIG_FILE);
  sqlite3 *db;

  g_cancellable_cancel (cancellable);
  export (f, PF_JOURNAL_FILLS, PF_JOURNAL_CSV, cancellable);
  g_assert_error (f->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  after = pf_rig_names (f->folder, "");
  g_assert_cmpstr (before, ==, after);

  g_assert_true (g_file_set_contents (f->path, "precious", -1, NULL));
  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "UPDATE event SET sum = sum + 1 WHERE seq ="
                                     " (SELECT max(seq) FROM fill)", NULL, NULL, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  export (f, PF_JOURNAL_FILLS, PF_JOURNAL_CSV, NULL);
  g_assert_error (f->error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT);
  g_assert_cmpint (f->n, ==, -1);
  g_clear_error (&f->error);
  text = contents (f);
  g_assert_cmpstr (text, ==, "precious");

  g_free (f->path);
  f->path = pf_rig_path (f->folder, "no-such-folder/out.csv");
  export (f, PF_JOURNAL_TRADES, PF_JOURNAL_CSV, NULL);
  g_assert_error (f->error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (f->error->message, f->path));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  pf_story_stay_in_memory ();
#define ADD(path, test) \
  g_test_add ("/pf/journal-export/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("csv-of-trades", test_csv_of_trades);
  ADD ("csv-of-refusals", test_csv_of_refusals);
  ADD ("json-lines", test_json_lines);
  ADD ("cancelled-and-failed", test_cancelled_and_failed);
  g_test_add_func ("/pf/journal-export/guard", test_guard);
  return g_test_run ();
}
