/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tells the desktop the news of a desk: fills, pauses, stops, alarms, by the rules of
 * pf-notification.h. Each opens the window when it is pressed, and has the buttons Pause, Resume
 * and Stop of its deployment where they make sense: the application's actions "activate",
 * "pause(t)", "resume(t)" and "stop(t)".
 *
 * Where nobody shows notifications they are lost without a word: whatever matters is in the journal
 * and in the window, too.
 */
#pragma once

#include "ui/pf-notification.h"

G_BEGIN_DECLS

#define PF_TYPE_NOTIFIER (pf_notifier_get_type ())
G_DECLARE_FINAL_TYPE (PfNotifier, pf_notifier, PF, NOTIFIER, GObject)

/**
 * pf_notifier_new:
 * @application: (transfer none): has to be registered, and to outlive the notifier
 *
 * The property "level" (PfNotifyLevel, ALL at first) says which news are told; it can be bound to a
 * setting. When it is disposed of, what has buttons is taken back: nobody is there to hear them.
 */
PfNotifier *pf_notifier_new (GApplication *application, PfExecutionEngine *engine);
/* Tells now what was held back in this minute, if anything was. */
void pf_notifier_flush (PfNotifier *self);

G_END_DECLS
