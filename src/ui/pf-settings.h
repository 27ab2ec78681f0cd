/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the window remembers: its size and page, what the chart shows, which news become
 * notifications. Nothing of the desk: that is in the journal.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum { PF_NOTIFY_ALL, PF_NOTIFY_IMPORTANT, PF_NOTIFY_NONE } PfNotifyLevel;
typedef enum { PF_APPEARANCE_SYSTEM, PF_APPEARANCE_LIGHT, PF_APPEARANCE_DARK } PfAppearance;
typedef enum { PF_CLOSING_ASK, PF_CLOSING_BACKGROUND, PF_CLOSING_STOP } PfClosing;

/**
 * pf_settings_new:
 *
 * Returns: (transfer full)
 */
GSettings *pf_settings_new (void);

/* the colour scheme that stands for what was chosen */
AdwColorScheme pf_settings_scheme (PfAppearance appearance);

G_END_DECLS
