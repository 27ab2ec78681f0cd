/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the desk share: folders that go away, made-up bars, a desk without its thread.
 */
#pragma once

#include "desk/pf-desk-core.h"

#define RIG_BEGIN_NS (G_GINT64_CONSTANT (20000) * PF_NS_PER_DAY)

/* an empty folder of its own (transfer full); removed with what is in it */
char *rig_folder_new (void);
void rig_folder_free (char *folder);
/* a walk with gaps between close and open, the same each time; hundredths near 100.00 */
PfBarSeries *rig_walk (guint n, guint32 seed, gint64 timeframe_ns, gboolean holes);
/* takes bars (NULL: practice from RIG_BEGIN_NS on) */
PfDeskCore *rig_open (const char *folder, PfBarSeries *bars);
void rig_deploy (PfDeskCore *core, const char *text);
/* adds a line for each fill of the journal */
void rig_add_fills (PfDeskCore *core, GString *text);
/* every fill, all that is durable, and the summary with its fingerprint (transfer full) */
char *rig_state (PfDeskCore *core);
