/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pf-story.h"
#include "store/pf-folder-lock.h"
#include "store/pf-journal.h"

static guint
mode_of (const char *path)
{
  struct stat st;

  g_assert_cmpint (g_lstat (path, &st), ==, 0);
  return st.st_mode & 07777;
}

static void
test_take_and_release (void)
{
  char *folder = pf_story_make_folder ();
  g_autofree char *inside = g_build_filename (folder, "a", "b", NULL);
  g_autofree char *file = g_build_filename (inside, "lock", NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (PfFolderLock) lock = pf_folder_lock_take (inside, &error);

      g_assert_no_error (error);
      g_assert_nonnull (lock);
      g_assert_cmpuint (mode_of (inside), ==, 0700);
      g_assert_cmpuint (mode_of (file), ==, 0600);
    }
  pf_folder_lock_release (NULL);
  pf_story_remove_folder (folder);
}

/* A child takes the lock, says so, and waits for its end. */
static pid_t
holder (const char *folder, int *to_child)
{
  int up[2], down[2];
  char byte;
  pid_t pid;

  g_assert_cmpint (pipe (up), ==, 0);
  g_assert_cmpint (pipe (down), ==, 0);
  pid = fork ();
  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      PfFolderLock *lock = pf_folder_lock_take (folder, NULL);

      close (down[1]);
      byte = lock != NULL ? 'y' : 'n';
      if (write (up[1], &byte, 1) != 1)
        _exit (2);
      /* ends with the other side of the pipe */
      if (read (down[0], &byte, 1) != 0)
        _exit (3);
      _exit (0);
    }
  close (down[0]);
  close (up[1]);
  g_assert_cmpint (read (up[0], &byte, 1), ==, 1);
  g_assert_cmpint (byte, ==, 'y');
  close (up[0]);
  *to_child = down[1];
  return pid;
}

static void
test_two_instances (void)
{
  char *folder = pf_story_make_folder ();
  g_autofree char *sentence =
    g_strdup_printf ("Another Pilotfish desk already runs in %s.", folder);
  g_autoptr (PfFolderLock) mine = NULL;
  g_autoptr (GError) error = NULL;
  int pipe_fd;
  pid_t pid = holder (folder, &pipe_fd);

  g_assert_null (pf_folder_lock_take (folder, &error));
  g_assert_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_BUSY);
  g_assert_cmpstr (error->message, ==, sentence);
  g_clear_error (&error);

  /* killed, not asked: the kernel gives the lock back */
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  close (pipe_fd);
  mine = pf_folder_lock_take (folder, &error);
  g_assert_no_error (error);

  /* and within one process it is the same */
  g_assert_null (pf_folder_lock_take (folder, &error));
  g_assert_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_BUSY);
  pf_story_remove_folder (folder);
}

/* The lock is not inherited by a program that we start. */
static void
test_not_inherited (void)
{
  char *folder = pf_story_make_folder ();
  g_autoptr (GError) error = NULL;
  PfFolderLock *lock = pf_folder_lock_take (folder, &error);
  const char *const argv[] = { "sleep", "5", NULL };
  GPid pid;

  g_assert_no_error (error);
  g_assert_true (g_spawn_async (NULL, (char **) argv, NULL,
                                G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD
                                  | G_SPAWN_LEAVE_DESCRIPTORS_OPEN,
                                NULL, NULL, &pid, &error));
  pf_folder_lock_release (lock);
  lock = pf_folder_lock_take (folder, &error);
  g_assert_no_error (error);
  pf_folder_lock_release (lock);
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
  pf_story_remove_folder (folder);
}

static void
test_folder_modes (void)
{
  static const struct { mode_t umask, before; } cases[] = {
    { 0, 0777 }, { 0, 0755 }, { 0777, 0700 }, { 022, 01777 }, { 022, 0500 }, { 022, 0700 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char *folder = pf_story_make_folder ();
      g_autofree char *made = g_build_filename (folder, "made", NULL);
      g_autofree char *there = g_build_filename (folder, "there", NULL);
      mode_t old = umask (cases[i].umask);
      g_autoptr (GError) error = NULL;

      g_assert_true (pf_folder_prepare (made, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (mode_of (made), ==, 0700);
      umask (old);
      g_assert_cmpint (g_mkdir (there, 0700), ==, 0);
      g_assert_cmpint (g_chmod (there, cases[i].before), ==, 0);
      g_assert_true (pf_folder_prepare (there, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (mode_of (there), ==, 0700);
      pf_story_remove_folder (folder);
    }
}

static void
test_unusable_folder (void)
{
  char *folder = pf_story_make_folder ();
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *below = g_build_filename (file, "folder", NULL);
  const char *const paths[] = { file, below, "/proc/nowhere/pilotfish" };

  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (pf_folder_lock_take (paths[i], &error));
      g_assert_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_FOLDER);
      g_assert_nonnull (strstr (error->message, paths[i]));
      g_assert_nonnull (strstr (error->message, "or choose another folder."));
    }
  pf_story_remove_folder (folder);
}

/* Root may write anywhere: an ordinary user is asked, in a child. */
static void
test_unwritable_folder (void)
{
  char *folder = pf_story_make_folder ();
  g_autofree char *inner = g_build_filename (folder, "inner", NULL);
  int status;
  pid_t pid;

  g_assert_cmpint (g_mkdir (inner, 0755), ==, 0);
  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
  g_assert_cmpint (g_chmod (inner, 0555), ==, 0);
  pid = fork ();
  if (pid == 0)
    {
      g_autofree char *wanted = g_build_filename (inner, "data", NULL);
      g_autoptr (GError) error = NULL;

      if (getuid () == 0 && (setgid (65534) != 0 || setuid (65534) != 0))
        _exit (77);
      _exit (!pf_folder_prepare (wanted, &error)
             && g_error_matches (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_FOLDER) ? 0 : 1);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  if (WEXITSTATUS (status) == 77)
    g_test_skip ("cannot become an ordinary user here");
  else
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  pf_story_remove_folder (folder);
}

/* A link in the place of a file of ours is not followed. */
static void
test_links (void)
{
  char *folder = pf_story_make_folder ();
  g_autofree char *target = g_build_filename (folder, "target", NULL);
  g_autofree char *link = g_build_filename (folder, "lock", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (target, "precious", -1, NULL));
  g_assert_cmpint (g_chmod (target, 0644), ==, 0);
  g_assert_cmpint (symlink (target, link), ==, 0);
  g_assert_null (pf_folder_lock_take (folder, &error));
  g_assert_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_FOLDER);
  g_assert_cmpuint (mode_of (target), ==, 0644);
  pf_story_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/folder-lock/take-and-release", test_take_and_release);
  g_test_add_func ("/pf/faults/L10-two-instances", test_two_instances);
  g_test_add_func ("/pf/folder-lock/not-inherited", test_not_inherited);
  g_test_add_func ("/pf/faults/S4-file-modes/folder", test_folder_modes);
  g_test_add_func ("/pf/folder-lock/unusable-folder", test_unusable_folder);
  g_test_add_func ("/pf/folder-lock/unwritable-folder", test_unwritable_folder);
  g_test_add_func ("/pf/folder-lock/links", test_links);
  return g_test_run ();
}
