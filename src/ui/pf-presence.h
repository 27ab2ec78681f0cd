/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether there is a window, and what happens when it goes:
 *
 *   shown --close, nothing deployed--> the program ends
 *         --close, something deployed--> asked once: run on in the background, or end
 *   hidden --activate--> shown, with one line about what happened meanwhile
 *
 * While a position is open on a real account, the machine is kept from going to sleep.
 */
#pragma once

#include "ui/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_PRESENCE (pf_presence_get_type ())
G_DECLARE_FINAL_TYPE (PfPresence, pf_presence, PF, PRESENCE, GObject)

/* The window is the application's; the presence goes when they do. */
PfPresence *pf_presence_new (GtkApplication *application, PfWindow *window,
                             PfExecutionEngine *engine, GSettings *settings);
/* shows the window, and tells what was missed */
void pf_presence_show (PfPresence *self);
/* asks where something is deployed, as closing the window does, and ends the program */
void pf_presence_quit (PfPresence *self);

/* Should the machine stay awake? Only for what is real: a position at a venue that trades on while
 * the machine sleeps. A pure function. */
gboolean pf_presence_wants_awake (const char *environment, guint n_positions);

G_END_DECLS
