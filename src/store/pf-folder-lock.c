/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See pf-folder-lock.h for what this guarantees. */
#include "store/pf-folder-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/pf-journal.h"

#define FOLDER_MODE 0700
#define FILE_MODE 0600
#define LOOSE (S_IRWXG | S_IRWXO | S_ISUID | S_ISGID | S_ISVTX)

struct _PfFolderLock
{
  int fd;
};

static gboolean
folder_error (GError **error, const char *folder, int errsv)
{
  g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_FOLDER,
               "The data folder %s cannot be used (%s): give yourself the right to write there, "
               "or choose another folder.",
               folder, g_strerror (errsv));
  return FALSE;
}

/**
 * pf_folder_prepare:
 * @folder: path of the data folder
 *
 * Makes the folder where it is missing, and makes it 0700 where others could look in.
 *
 * Returns: FALSE with PF_JOURNAL_ERROR_FOLDER when it cannot be made, tightened or written
 */
gboolean
pf_folder_prepare (const char *folder, GError **error)
{
  struct stat st;

  g_assert (folder != NULL);
  if (g_mkdir_with_parents (folder, FOLDER_MODE) != 0)
    return folder_error (error, folder, errno);
  if (g_stat (folder, &st) != 0)
    return folder_error (error, folder, errno);
  if (!S_ISDIR (st.st_mode))
    return folder_error (error, folder, ENOTDIR);
  if ((st.st_mode & 07777) != FOLDER_MODE)
    {
      if ((st.st_mode & LOOSE) != 0)
        g_message ("The folder %s was open to others; it is private now.", folder);
      if (g_chmod (folder, FOLDER_MODE) != 0)
        return folder_error (error, folder, errno);
    }
  if (g_access (folder, W_OK | X_OK) != 0)
    return folder_error (error, folder, errno);
  return TRUE;
}

/**
 * pf_folder_private_file:
 * @path: a file in the data folder
 * @make: whether to make an empty one where there is none
 *
 * Sees to it that the file, if it exists, is a plain file with mode 0600. To be called before
 * anybody (SQLite) opens it: nothing here stays open, because closing a second descriptor would
 * drop the locks of the first.
 *
 * Returns: FALSE with PF_JOURNAL_ERROR_FOLDER when that is not possible
 */
gboolean
pf_folder_private_file (const char *path, gboolean make, GError **error)
{
  struct stat st;

  if (g_lstat (path, &st) != 0)
    {
      int fd;

      if (errno != ENOENT)
        return folder_error (error, path, errno);
      if (!make)
        return TRUE;
      fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);
      if (fd < 0)
        return folder_error (error, path, errno);
      if (fchmod (fd, FILE_MODE) != 0)
        {
          int errsv = errno;

          close (fd);
          return folder_error (error, path, errsv);
        }
      close (fd);
      return TRUE;
    }

  if (!S_ISREG (st.st_mode))
    return folder_error (error, path, S_ISLNK (st.st_mode) ? ELOOP : EINVAL);
  if ((st.st_mode & 07777) != FILE_MODE)
    {
      if ((st.st_mode & LOOSE) != 0)
        g_message ("The file %s was open to others; it is private now.", path);
      if (g_chmod (path, FILE_MODE) != 0)
        return folder_error (error, path, errno);
    }
  return TRUE;
}

/**
 * pf_folder_sync:
 *
 * Asks the disk to keep the names in the folder (a file that was made or renamed). A file system
 * that cannot do it is no reason to stop.
 */
void
pf_folder_sync (const char *folder)
{
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return;
  if (fsync (fd) != 0)
    g_debug ("fsync of %s: %s", folder, g_strerror (errno));
  close (fd);
}

/**
 * pf_folder_lock_take:
 * @folder: path of the data folder, made where it is missing
 *
 * Returns: (transfer full) (nullable): the lock; NULL with PF_JOURNAL_ERROR_BUSY when another desk
 *   holds it, or PF_JOURNAL_ERROR_FOLDER when the folder cannot be used
 */
PfFolderLock *
pf_folder_lock_take (const char *folder, GError **error)
{
  g_autofree char *path = NULL;
  PfFolderLock *self;
  int fd;

  if (!pf_folder_prepare (folder, error))
    return NULL;
  path = g_build_filename (folder, "lock", NULL);
  if (!pf_folder_private_file (path, FALSE, error))
    return NULL;
  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);
  if (fd < 0 || fchmod (fd, FILE_MODE) != 0)
    {
      folder_error (error, folder, errno);
      if (fd >= 0)
        close (fd);
      return NULL;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      int errsv = errno;

      close (fd);
      if (errsv == EWOULDBLOCK)
        g_set_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_BUSY,
                     "Another Pilotfish desk already runs in %s.", folder);
      else
        folder_error (error, folder, errsv);
      return NULL;
    }

  self = g_new0 (PfFolderLock, 1);
  self->fd = fd;
  return self;
}

/**
 * pf_folder_lock_release:
 * @self: (nullable) (transfer full): the lock
 */
void
pf_folder_lock_release (PfFolderLock *self)
{
  if (self == NULL)
    return;
  g_assert (self->fd >= 0);
  close (self->fd);
  g_free (self);
}
