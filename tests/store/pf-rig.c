/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pf-rig.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

#include "store/pf-journal-private.h"

PfJournal *
pf_rig_open (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *set_aside = NULL;
  PfJournal *journal = pf_journal_open (folder, "practice", &set_aside, &error);

  g_assert_no_error (error);
  g_assert_nonnull (journal);
  g_assert_null (set_aside);
  return journal;
}

static gboolean
write_records (PfJournal *journal, guint64 first, guint64 last, gboolean durable, GError **error)
{
  PfRecord record;

  for (guint64 n = first; n <= last; n++)
    {
      pf_story_record (n, &record);
      if (!pf_journal_append (journal, &record, error))
        return FALSE;
    }
  return pf_journal_commit (journal, durable, error);
}

void
pf_rig_write (PfJournal *journal, guint64 first, guint64 last, gboolean durable)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = write_records (journal, first, last, durable, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
}

gboolean
pf_rig_try_write (PfJournal *journal, guint64 first, guint64 last, gboolean durable, GError **error)
{
  pf_journal_set_cursor (journal, (gint64) last);
  return write_records (journal, first, last, durable, error);
}

static void
expect_next (const PfRecord *record, gpointer user_data)
{
  guint64 *n = user_data;
  PfRecord expected;

  pf_story_record (++*n, &expected);
  g_assert_true (pf_story_equal (record, &expected));
}

gboolean
pf_rig_replay (PfJournal *journal, guint64 *n, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  guint64 told;

  *n = 0;
  if (!pf_journal_replay (journal, expect_next, n, &told, &local_error))
    {
      g_assert_error (local_error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  g_assert_no_error (local_error);
  g_assert_cmpuint (told, ==, *n);
  g_assert_cmpuint (pf_journal_n_events (journal), ==, *n);
  return TRUE;
}

void
pf_rig_assert_holds (PfJournal *journal, guint64 n)
{
  g_autoptr (GError) error = NULL;
  guint64 seen;

  g_assert_true (pf_rig_replay (journal, &seen, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (seen, ==, n);
}

void
pf_rig_assert_tables (const char *folder, guint64 n)
{
  static const struct { const char *sql; PfRecordType type; } tables[] = {
    { "SELECT count(*) FROM orders", PF_RECORD_ORDER },
    { "SELECT count(*) FROM fill", PF_RECORD_FILL },
    { "SELECT count(*) FROM trade", PF_RECORD_TRADE },
    { "SELECT count(*) FROM refusal", PF_RECORD_REFUSAL },
    { "SELECT count(*) FROM deployment", PF_RECORD_DEPLOYMENT },
    /* each word of the venue has come to its order */
    { "SELECT count(*) FROM orders WHERE venue_order_id = 'V' || id", PF_RECORD_ORDER_CHANGE },
  };
  PfStoryCount of = pf_story_count (n);

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    g_assert_cmpint (pf_rig_count (folder, tables[i].sql), ==, of.by_type[tables[i].type]);
  /* what is filled of the orders is what the fills say */
  g_assert_cmpint (pf_rig_count (folder, "SELECT count(*) FROM orders o WHERE (o.status = 'FILLED')"
                                         " <> (o.filled = o.quantity)"), ==, 0);
  g_assert_cmpint (pf_rig_count (folder, "SELECT count(*) FROM orders o WHERE (o.filled <> '0') <>"
                                         " EXISTS (SELECT 1 FROM fill f WHERE f.order_id = o.id)"),
                   ==, 0);
}

char *
pf_rig_ask (const char *folder, const char *sql)
{
  g_autofree char *path = pf_rig_path (folder, PF_RIG_FILE);
  sqlite3 *db;
  sqlite3_stmt *statement;
  char *text;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return text;
}

gint64
pf_rig_count (const char *folder, const char *sql)
{
  g_autofree char *text = pf_rig_ask (folder, sql);

  return g_ascii_strtoll (text, NULL, 10);
}

char *
pf_rig_path (const char *folder, const char *name)
{
  return g_build_filename (folder, name, NULL);
}

GBytes *
pf_rig_read (const char *folder, const char *name)
{
  g_autofree char *path = pf_rig_path (folder, name);
  g_autoptr (GError) error = NULL;
  char *contents;
  gsize length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (contents, length);
}

void
pf_rig_put (const char *folder, const char *name, GBytes *bytes)
{
  g_autofree char *path = pf_rig_path (folder, name);
  gsize length;
  const char *contents = g_bytes_get_data (bytes, &length);
  FILE *file = g_fopen (path, "w");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (contents, 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
}

guint
pf_rig_mode (const char *path)
{
  struct stat st;

  g_assert_cmpint (g_lstat (path, &st), ==, 0);
  return st.st_mode & 07777;
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

char *
pf_rig_names (const char *folder, const char *prefix)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, prefix))
      g_ptr_array_add (found, g_strdup (name));
  g_dir_close (dir);
  g_ptr_array_sort (found, compare_names);
  g_ptr_array_add (found, NULL);
  return g_strjoinv (" ", (char **) found->pdata);
}

void
pf_rig_make (const char *folder, guint64 n, gboolean in_log)
{
  PfJournal *journal = pf_rig_open (folder);
  g_autoptr (GError) error = NULL;

  g_assert_true (pf_journal_set_setting (journal, "seed", "42", &error));
  for (guint64 i = 0; i < n; i += 10)
    g_assert_true (pf_rig_try_write (journal, i + 1, MIN (i + 10, n), in_log, &error));
  if (in_log)
    sqlite3_db_config (journal->db.handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  pf_journal_close (journal);
}
