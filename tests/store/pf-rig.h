/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the journal do with it: write the story, and see that it is told again. */
#pragma once

#include "pf-story.h"
#include "store/pf-journal.h"

#define PF_RIG_FILE "practice.db"

/* opens FOLDER/practice.db, which has to be sound or new */
PfJournal *pf_rig_open (const char *folder);
/* records first .. last of the story in one transaction that has to succeed */
void pf_rig_write (PfJournal *journal, guint64 first, guint64 last, gboolean durable);
/* the same, TRUE when it was acknowledged; the cursor says last, too */
gboolean pf_rig_try_write (PfJournal *journal, guint64 first, guint64 last, gboolean durable,
                           GError **error);
/* TRUE and how many when it holds the first so many records of the story, byte for byte, and
 * nothing else; FALSE with CORRUPT when it says so itself; anything else ends the test */
gboolean pf_rig_replay (PfJournal *journal, guint64 *n, GError **error);
void pf_rig_assert_holds (PfJournal *journal, guint64 n);
/* the tables for people say what the first n records of the story say */
void pf_rig_assert_tables (const char *folder, guint64 n);

/* the answer to sql of a reader with a connection of its own */
char *pf_rig_ask (const char *folder, const char *sql);
gint64 pf_rig_count (const char *folder, const char *sql);

char *pf_rig_path (const char *folder, const char *name);
GBytes *pf_rig_read (const char *folder, const char *name);
void pf_rig_put (const char *folder, const char *name, GBytes *bytes);
guint pf_rig_mode (const char *path);
/* the names in the folder that begin so, sorted, with a blank between */
char *pf_rig_names (const char *folder, const char *prefix);

/* FOLDER/practice.db with n records, a cursor and the setting seed = 42: all of it in the log and
 * durable, or all in the file and no mark */
void pf_rig_make (const char *folder, guint64 n, gboolean in_log);
