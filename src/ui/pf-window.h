/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "object/pf-risk-manager.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_WINDOW (pf_window_get_type ())
G_DECLARE_FINAL_TYPE (PfWindow, pf_window, PF, WINDOW, AdwApplicationWindow)

/**
 * pf_window_new:
 * @settings: size and page are taken from it and kept in it
 * @note: (nullable): a sentence that stays until it is dismissed
 *
 * The window of a running desk: a sidebar of pages, the bar with Stop all, and what must not be
 * overlooked above the page. Its action "win.page" shows the page that its string names.
 */
PfWindow *pf_window_new (AdwApplication *application, PfExecutionEngine *engine,
                         PfRiskManager *risk, GSettings *settings, const char *note);
/* a sentence that needs no doing */
void pf_window_toast (PfWindow *self, const char *sentence);
/* What happened while nobody looked, above the page until it is dismissed. */
void pf_window_set_away (PfWindow *self, const char *sentence);
/* one that stays until it is dismissed; NULL takes it away */
void pf_window_set_note (PfWindow *self, const char *sentence);

G_END_DECLS
