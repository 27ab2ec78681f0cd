/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "object/pf-risk-manager.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_WINDOW (pf_window_get_type ())
G_DECLARE_FINAL_TYPE (PfWindow, pf_window, PF, WINDOW, AdwApplicationWindow)

/* The window of a running desk. note: a sentence that stays until it is dismissed, or NULL. */
PfWindow *pf_window_new (AdwApplication *application, PfExecutionEngine *engine,
                         PfRiskManager *risk, const char *note);
/* a sentence that needs no doing */
void pf_window_toast (PfWindow *self, const char *sentence);
/* one that stays until it is dismissed */
void pf_window_set_note (PfWindow *self, const char *sentence);

G_END_DECLS
