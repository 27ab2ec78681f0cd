/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The preferences: appearance, notifications, closing, and where the data is. Changes count at once
 * and are kept in settings. */
#define PF_TYPE_PREFERENCES (pf_preferences_get_type ())
G_DECLARE_FINAL_TYPE (PfPreferences, pf_preferences, PF, PREFERENCES, AdwWindow)

PfPreferences *pf_preferences_new (GtkWindow *parent, GSettings *settings, const char *data_dir);

G_END_DECLS
