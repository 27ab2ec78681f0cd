/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The data folder: private to its user, and held by one desk at a time.
 *
 * Guarantees
 *  1. The folder is 0700 and every file that pf_folder_private_file has seen is 0600, whatever the
 *     umask; looser modes are found and tightened.
 *  2. Two desks never run in one folder: the kernel holds the lock, and gives it up when its holder
 *     dies, however it dies. The lock file itself is never removed.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean pf_folder_prepare (const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean pf_folder_private_file (const char *path, gboolean make,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void pf_folder_sync (const char *folder);

/* --- one desk per folder -------------------------------------------------------------------- */

/* Makes the folder (0700) and takes its lock; held until freed, also by the kernel when we die.
 * BUSY when another desk has it. */
typedef struct _PfFolderLock PfFolderLock;
PfFolderLock *pf_folder_lock_take (const char *folder, GError **error);
void pf_folder_lock_release (PfFolderLock *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfFolderLock, pf_folder_lock_release)

G_END_DECLS
