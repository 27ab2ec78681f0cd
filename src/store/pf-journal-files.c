/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The files of one journal, all 0600 in a folder that is 0700:
 *
 *   ENV.db                 the database
 *   ENV.db-wal, -shm       its write-ahead log and the log's index (SQLite's)
 *   ENV.db-journal         only while a new file is made (SQLite's)
 *   ENV.db-mark            how many events are on the disk for certain
 *   ballast                8 MiB that are given up when the disk is full
 *   ENV.db.corrupt-TIME    a damaged journal, and what belonged to it under the same new name
 *
 * The mark: SQLite takes a damaged log for one that the power cut short, and forgets what follows
 * the damage without a word. After each durable commit the number of events is written into the
 * mark, and not waited for. So whatever happens, the mark never says more than what the disk had; a
 * journal that has fewer events than its mark says has lost some.
 */
#include "store/pf-journal-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* In the order in which they are set aside: the mark last, so that a start in the midst of it finds
 * out that something is missing. "" is the file itself. */
static const char *const endings[] = { "-wal", "-shm", "-journal", "", "-mark" };

static gboolean
file_exists (const char *path, const char *ending)
{
  g_autofree char *name = g_strconcat (path, ending, NULL);

  return g_file_test (name, G_FILE_TEST_EXISTS);
}

static gboolean
holds_bytes (const char *path, const char *ending)
{
  g_autofree char *name = g_strconcat (path, ending, NULL);
  struct stat st;

  return g_lstat (name, &st) == 0 && st.st_size > 0;
}

static gboolean
any_exists (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (file_exists (path, endings[i]))
      return TRUE;
  return FALSE;
}

gint64
pf_journal_last_written_ns (const char *folder, const char *environment)
{
  static const char *const kinds[] = { ".db", ".db-wal" };
  gint64 last_ns = 0;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *name = g_strconcat (environment, kinds[i], NULL);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      struct stat about;
      if (stat (path, &about) == 0)
        last_ns = MAX (last_ns, (gint64) about.st_mtim.tv_sec * PF_NS_PER_SECOND
                                    + about.st_mtim.tv_nsec);
    }
  return last_ns;
}

gboolean
pf_journal_files_exists (PfJournal *self, const char *ending)
{
  return file_exists (self->path, ending);
}

/* An unused name that says when: PATH.corrupt-20260131T235959[-n] */
static char *
corrupt_name (const char *path)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%dT%H%M%S");
  char *name = g_strdup_printf ("%s.corrupt-%s", path, stamp);

  for (guint n = 2; any_exists (name); n++)
    {
      g_free (name);
      name = g_strdup_printf ("%s.corrupt-%s-%u", path, stamp, n);
    }
  return name;
}

/**
 * pf_journal_files_set_aside:
 *
 * Renames the closed journal and all that belongs to it.
 *
 * Returns: (transfer full) (nullable): the new name; NULL with FOLDER
 */
char *
pf_journal_files_set_aside (const char *folder, const char *path, GError **error)
{
  g_autofree char *name = corrupt_name (path);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *from = g_strconcat (path, endings[i], NULL);
      g_autofree char *to = g_strconcat (name, endings[i], NULL);

      if (g_rename (from, to) != 0 && errno != ENOENT)
        {
          g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_FOLDER,
                       "The journal is damaged, and %s cannot be renamed (%s): move it away, then "
                       "start Pilotfish again.",
                       from, g_strerror (errno));
          return NULL;
        }
    }
  pf_folder_sync (folder);
  return g_steal_pointer (&name);
}

/**
 * pf_journal_files_prepare:
 *
 * Sees to it that the folder, the file and what belongs to it exist only as private ones, before
 * anybody opens them. Makes an empty file where there is none.
 *
 * Returns: FALSE with FOLDER, or CORRUPT when the file is gone or empty and its log or mark is not
 */
gboolean
pf_journal_files_prepare (PfJournal *self, GError **error)
{
  if (!pf_folder_prepare (self->folder, error))
    return FALSE;
  if (!holds_bytes (self->path, "")
      && (holds_bytes (self->path, "-wal") || holds_bytes (self->path, "-mark")))
    {
      g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT,
                   "The journal %s is gone, but not all that belongs to it.", self->path);
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat (self->path, endings[i], NULL);

      if (!pf_folder_private_file (name, endings[i][0] == '\0', error))
        return FALSE;
    }
  return TRUE;
}

/* --- the mark -------------------------------------------------------------------------------- */

typedef struct
{
  guint64 n_events;             /* all little endian */
  guint64 tables_are_damaged;   /* 0 or 1 */
  guint64 sum;
} Mark;

static Mark
make_mark (guint64 n_events, gboolean tables_are_damaged)
{
  return (Mark){ GUINT64_TO_LE (n_events), GUINT64_TO_LE ((guint64) tables_are_damaged),
                 GUINT64_TO_LE (pf_journal_cursor_sum (tables_are_damaged, n_events)) };
}

/**
 * pf_journal_mark_check:
 *
 * Opens the mark, and compares. A journal without a mark, or with a damaged one, is taken as it is.
 * @tables_are_damaged is what was found out about the tables for people before the journal failed.
 *
 * Returns: FALSE with CORRUPT when events are missing
 */
gboolean
pf_journal_mark_check (PfJournal *self, gboolean *tables_are_damaged, GError **error)
{
  g_autofree char *name = g_strconcat (self->path, "-mark", NULL);
  guint64 marked;
  Mark mark, expected;

  *tables_are_damaged = FALSE;
  self->mark_fd = g_open (name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (self->mark_fd < 0 || pread (self->mark_fd, &mark, sizeof mark, 0) != sizeof mark)
    return TRUE;
  marked = GUINT64_FROM_LE (mark.n_events);
  expected = make_mark (marked, mark.tables_are_damaged != 0);
  if (memcmp (&mark, &expected, sizeof mark) != 0)
    return TRUE;
  *tables_are_damaged = mark.tables_are_damaged != 0;
  self->n_marked = marked;
  if (self->n_events >= marked)
    return TRUE;
  g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT,
               "The journal %s is damaged (it has %" G_GUINT64_FORMAT " events, and had %"
               G_GUINT64_FORMAT ").",
               self->path, self->n_events, marked);
  return FALSE;
}

static void
put_mark (PfJournal *self, gboolean tables_are_damaged)
{
  Mark mark = make_mark (self->n_marked, tables_are_damaged);

  if (self->mark_fd >= 0 && pwrite (self->mark_fd, &mark, sizeof mark, 0) != sizeof mark)
    g_debug ("mark of %s: %s", self->path, g_strerror (errno));
}

/* All of the journal's events are on the disk now. */
void
pf_journal_mark_write (PfJournal *self)
{
  self->n_marked = self->n_events;
  put_mark (self, FALSE);
}

/* The next opening has to make the tables for people again. */
void
pf_journal_mark_tables_damaged (PfJournal *self)
{
  put_mark (self, TRUE);
}

void
pf_journal_mark_close (PfJournal *self)
{
  if (self->mark_fd >= 0)
    close (self->mark_fd);
  self->mark_fd = -1;
}

/* --- the ballast ----------------------------------------------------------------------------- */

static char *
ballast_path (PfJournal *self)
{
  return g_build_filename (self->folder, "ballast", NULL);
}

/* Space that is ours to give up when the disk is full. Without it things go on as well. */
void
pf_journal_ballast_make (PfJournal *self)
{
  g_autofree char *path = ballast_path (self);
  struct stat st;
  int fd;

  if (!pf_folder_private_file (path, TRUE, NULL))
    return;
  if (g_stat (path, &st) == 0 && st.st_size == PF_JOURNAL_BALLAST_BYTES)
    return;
  fd = g_open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0);
  if (fd < 0)
    return;
  if (ftruncate (fd, 0) != 0 || posix_fallocate (fd, 0, PF_JOURNAL_BALLAST_BYTES) != 0)
    g_unlink (path);
  close (fd);
}

gboolean
pf_journal_ballast_free (PfJournal *self)
{
  g_autofree char *path = ballast_path (self);

  if (g_unlink (path) != 0)
    return FALSE;
  g_message ("The disk is full: the reserve %s was given up.", path);
  return TRUE;
}
