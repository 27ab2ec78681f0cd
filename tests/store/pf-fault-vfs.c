/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pf-fault-vfs.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#define SECTOR 512

PfFault pf_fault;

/* --- what the disk holds --------------------------------------------------------------------- */

typedef struct
{
  gint64 offset;                /* of data; -1: truncate to size */
  gint64 size;
  GBytes *data;
} Change;

/* A file as it would be found after a power cut. */
typedef struct
{
  char *path;
  GByteArray *synced;
  GPtrArray *changes;           /* of Change: since the last sync */
  gboolean ever_synced;
  gboolean deleted;
} Image;

static GHashTable *images;      /* of Image, by path */

static void
change_free (gpointer data)
{
  Change *change = data;

  g_clear_pointer (&change->data, g_bytes_unref);
  g_free (change);
}

static void
image_free (gpointer data)
{
  Image *image = data;

  g_free (image->path);
  g_byte_array_unref (image->synced);
  g_ptr_array_unref (image->changes);
  g_free (image);
}

static Image *
image_of (const char *path)
{
  Image *image = g_hash_table_lookup (images, path);
  char *contents;
  gsize length;

  if (image != NULL)
    return image;
  image = g_new0 (Image, 1);
  image->path = g_strdup (path);
  image->synced = g_byte_array_new ();
  image->changes = g_ptr_array_new_with_free_func (change_free);
  if (g_file_get_contents (path, &contents, &length, NULL))
    {
      g_byte_array_append (image->synced, (const guint8 *) contents, (guint) length);
      image->ever_synced = TRUE;
      g_free (contents);
    }
  g_hash_table_insert (images, image->path, image);
  return image;
}

static void
put (GByteArray *bytes, gint64 offset, const guint8 *data, gsize length)
{
  guint old = bytes->len;

  if (offset + (gint64) length > old)
    {
      g_byte_array_set_size (bytes, (guint) (offset + (gint64) length));
      if (offset > old)
        memset (bytes->data + old, 0, (gsize) (offset - old));
    }
  memcpy (bytes->data + offset, data, length);
}

static void
note_change (Image *image, gint64 offset, gint64 size, const void *data)
{
  Change *change = g_new0 (Change, 1);

  change->offset = offset;
  change->size = size;
  if (data != NULL)
    change->data = g_bytes_new (data, (gsize) size);
  g_ptr_array_add (image->changes, change);
}

static void
apply_change (Image *image, const Change *change, GRand *rand)
{
  gsize length;
  const guint8 *data;

  if (change->data == NULL)
    {
      if ((gint64) image->synced->len > change->size)
        g_byte_array_set_size (image->synced, (guint) change->size);
      return;
    }
  data = g_bytes_get_data (change->data, &length);
  for (gsize at = 0; at < length; at += SECTOR)
    if (rand == NULL || g_rand_boolean (rand))
      put (image->synced, change->offset + (gint64) at, data + at, MIN (SECTOR, length - at));
}

static void
image_sync (Image *image)
{
  for (guint i = 0; i < image->changes->len; i++)
    apply_change (image, g_ptr_array_index (image->changes, i), NULL);
  g_ptr_array_set_size (image->changes, 0);
  image->ever_synced = TRUE;
}

/* How much of what was not synced is there: nothing, all, or any parts of it. */
static void
image_cut (Image *image, GRand *rand)
{
  gint luck = g_rand_int_range (rand, 0, 3);

  for (guint i = 0; luck > 0 && i < image->changes->len; i++)
    if (luck == 2 || g_rand_boolean (rand))
      apply_change (image, g_ptr_array_index (image->changes, i), luck == 2 ? NULL : rand);
}

/* --- when things fail ------------------------------------------------------------------------ */

static gboolean
power_is_off (void)
{
  return pf_fault.power_cut_at != 0 && pf_fault.n_operations >= pf_fault.power_cut_at;
}

/* Counts the operation; SQLITE_OK when it may go on. */
static int
strike (int code, gboolean is_write)
{
  gboolean hit;

  pf_fault.n_operations++;
  if (power_is_off ())
    return code;
  hit = pf_fault.at != 0
        && (pf_fault.n_operations == pf_fault.at
            || (pf_fault.lasting && pf_fault.n_operations > pf_fault.at));
  if (is_write && pf_fault.full_while != NULL
      && g_file_test (pf_fault.full_while, G_FILE_TEST_EXISTS))
    {
      pf_fault.n_fired++;
      return SQLITE_FULL;
    }
  if (!hit || (pf_fault.kind == PF_FAULT_FULL && !is_write))
    return SQLITE_OK;
  pf_fault.n_fired++;
  return pf_fault.kind == PF_FAULT_FULL ? SQLITE_FULL : code;
}

/* --- files ----------------------------------------------------------------------------------- */

typedef struct
{
  sqlite3_file base;
  char *path;
  sqlite3_file *real;           /* behind this struct */
} Shim;

static sqlite3_vfs shim_vfs;
static sqlite3_vfs *real_vfs;

static sqlite3_file *
real_of (sqlite3_file *file)
{
  return ((Shim *) file)->real;
}

static int
shim_close (sqlite3_file *file)
{
  Shim *shim = (Shim *) file;
  int result = shim->real->pMethods->xClose (shim->real);

  g_clear_pointer (&shim->path, g_free);
  return result;
}

static int
shim_read (sqlite3_file *file, void *buffer, int n, sqlite3_int64 offset)
{
  int result = strike (SQLITE_IOERR_READ, FALSE);

  if (result != SQLITE_OK)
    return result;
  return real_of (file)->pMethods->xRead (real_of (file), buffer, n, offset);
}

static int
shim_write (sqlite3_file *file, const void *buffer, int n, sqlite3_int64 offset)
{
  int result = strike (SQLITE_IOERR_WRITE, TRUE);
  Shim *shim = (Shim *) file;

  if (result != SQLITE_OK && power_is_off ())
    return result;
  if (result != SQLITE_OK)
    n /= 2;
  if (n > 0)
    {
      note_change (image_of (shim->path), offset, n, buffer);
      if (shim->real->pMethods->xWrite (shim->real, buffer, n, offset) != SQLITE_OK)
        return SQLITE_IOERR_WRITE;
    }
  return result;
}

static int
shim_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  int result = strike (SQLITE_IOERR_TRUNCATE, FALSE);
  Shim *shim = (Shim *) file;

  if (result != SQLITE_OK)
    return result;
  note_change (image_of (shim->path), -1, size, NULL);
  return shim->real->pMethods->xTruncate (shim->real, size);
}

static gboolean
is_deleted (gpointer key, gpointer value, gpointer user_data)
{
  return ((Image *) value)->deleted;
}

/* The first sync of a new file also syncs its folder: what was deleted there stays deleted. */
static int
shim_sync (sqlite3_file *file, int flags)
{
  int result = strike (SQLITE_IOERR_FSYNC, FALSE);
  Image *image = image_of (((Shim *) file)->path);

  if (result != SQLITE_OK)
    return result;
  if (!image->ever_synced)
    g_hash_table_foreach_remove (images, is_deleted, NULL);
  image_sync (image);
  return SQLITE_OK;
}

static int
shim_file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  return real_of (file)->pMethods->xFileSize (real_of (file), size);
}

static int
shim_lock (sqlite3_file *file, int level)
{
  return real_of (file)->pMethods->xLock (real_of (file), level);
}

static int
shim_unlock (sqlite3_file *file, int level)
{
  return real_of (file)->pMethods->xUnlock (real_of (file), level);
}

static int
shim_check_reserved_lock (sqlite3_file *file, int *out)
{
  return real_of (file)->pMethods->xCheckReservedLock (real_of (file), out);
}

static int
shim_file_control (sqlite3_file *file, int op, void *arg)
{
  return real_of (file)->pMethods->xFileControl (real_of (file), op, arg);
}

static int
shim_sector_size (sqlite3_file *file)
{
  return real_of (file)->pMethods->xSectorSize (real_of (file));
}

static int
shim_device_characteristics (sqlite3_file *file)
{
  return real_of (file)->pMethods->xDeviceCharacteristics (real_of (file));
}

static int
shim_shm_map (sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
  int result = strike (SQLITE_IOERR_SHMMAP, FALSE);

  if (result != SQLITE_OK)
    {
      *out = NULL;
      return result;
    }
  return real_of (file)->pMethods->xShmMap (real_of (file), page, size, extend, out);
}

static int
shim_shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  return real_of (file)->pMethods->xShmLock (real_of (file), offset, n, flags);
}

static void
shim_shm_barrier (sqlite3_file *file)
{
  real_of (file)->pMethods->xShmBarrier (real_of (file));
}

static int
shim_shm_unmap (sqlite3_file *file, int delete)
{
  return real_of (file)->pMethods->xShmUnmap (real_of (file), delete);
}

static const sqlite3_io_methods shim_methods = {
  .iVersion = 2,
  .xClose = shim_close,
  .xRead = shim_read,
  .xWrite = shim_write,
  .xTruncate = shim_truncate,
  .xSync = shim_sync,
  .xFileSize = shim_file_size,
  .xLock = shim_lock,
  .xUnlock = shim_unlock,
  .xCheckReservedLock = shim_check_reserved_lock,
  .xFileControl = shim_file_control,
  .xSectorSize = shim_sector_size,
  .xDeviceCharacteristics = shim_device_characteristics,
  .xShmMap = shim_shm_map,
  .xShmLock = shim_shm_lock,
  .xShmBarrier = shim_shm_barrier,
  .xShmUnmap = shim_shm_unmap,
};

/* --- the VFS --------------------------------------------------------------------------------- */

static int
shim_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out_flags)
{
  Shim *shim = (Shim *) file;
  int result = strike (SQLITE_CANTOPEN, FALSE);

  memset (shim, 0, sizeof *shim);
  if (result != SQLITE_OK)
    return result;
  shim->real = (sqlite3_file *) (shim + 1);
  if (path != NULL)
    {
      Image *image = image_of (path);

      if (image->deleted)
        {
          /* its name is another file's now */
          g_hash_table_remove (images, path);
          image = image_of (path);
        }
    }
  result = real_vfs->xOpen (real_vfs, path, shim->real, flags, out_flags);
  if (result != SQLITE_OK)
    return result;
  shim->path = g_strdup (path);
  shim->base.pMethods = &shim_methods;
  return SQLITE_OK;
}

static int
shim_delete (sqlite3_vfs *vfs, const char *path, int sync_folder)
{
  int result = strike (SQLITE_IOERR_DELETE, FALSE);

  if (result != SQLITE_OK)
    return result;
  result = real_vfs->xDelete (real_vfs, path, 0);
  if (result == SQLITE_OK)
    {
      image_of (path)->deleted = TRUE;
      if (sync_folder)
        g_hash_table_remove (images, path);
    }
  return result;
}

static int
shim_access (sqlite3_vfs *vfs, const char *path, int flags, int *out)
{
  return real_vfs->xAccess (real_vfs, path, flags, out);
}

static int
shim_full_pathname (sqlite3_vfs *vfs, const char *path, int n, char *out)
{
  return real_vfs->xFullPathname (real_vfs, path, n, out);
}

void
pf_fault_install (void)
{
  g_assert_null (images);
  images = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, image_free);
  real_vfs = sqlite3_vfs_find (NULL);
  g_assert_nonnull (real_vfs);
  shim_vfs = *real_vfs;
  shim_vfs.zName = "pf-fault";
  shim_vfs.pNext = NULL;
  shim_vfs.szOsFile = (int) sizeof (Shim) + real_vfs->szOsFile;
  shim_vfs.xOpen = shim_open;
  shim_vfs.xDelete = shim_delete;
  shim_vfs.xAccess = shim_access;
  shim_vfs.xFullPathname = shim_full_pathname;
  g_assert_cmpint (sqlite3_vfs_register (&shim_vfs, 1), ==, SQLITE_OK);
  pf_fault_reset ();
}

void
pf_fault_uninstall (void)
{
  g_assert_cmpint (sqlite3_vfs_unregister (&shim_vfs), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_vfs_register (real_vfs, 1), ==, SQLITE_OK);
  g_clear_pointer (&images, g_hash_table_unref);
}

void
pf_fault_reset (void)
{
  pf_fault = (PfFault){ 0 };
  g_hash_table_remove_all (images);
}

static void
remove_shared_memory (const char *path)
{
  g_autofree char *name = g_strconcat (path, "-shm", NULL);

  g_unlink (name);
}

static void
write_file (const char *path, const GByteArray *bytes)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL, 0600);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, bytes->data, bytes->len), ==, bytes->len);
  close (fd);
}

void
pf_fault_power_up (GRand *rand)
{
  GHashTableIter iter;
  Image *image;

  g_hash_table_iter_init (&iter, images);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &image))
    {
      gboolean there = image->deleted || !image->ever_synced ? g_rand_boolean (rand) : TRUE;

      image_cut (image, rand);
      remove_shared_memory (image->path);
      g_unlink (image->path);
      if (there)
        write_file (image->path, image->synced);
    }
  pf_fault_reset ();
}
