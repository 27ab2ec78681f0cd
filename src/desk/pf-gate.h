/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The gate: the one function that hands an order to a venue. Nothing else calls a venue's submit.
 *
 * It asks the kill latch, the desk's state and the rate; the limits were asked once, in the engine.
 * A reduce-only order always passes: it can only make things smaller, and nothing may keep it
 * waiting. The rate's last tokens are kept for them.
 */
#pragma once

#include "engine/pf-engine.h"
#include "venue/pf-venue.h"

G_BEGIN_DECLS

#define PF_GATE_BURST 50                /* orders at once */
#define PF_GATE_RESERVE 10              /* of these, for closes alone */
#define PF_GATE_REFILL_NS (PF_NS_PER_SECOND / 5)        /* one more each */

typedef struct
{
  gint tokens;
  gint64 filled_ns;             /* up to here tokens were handed out */
} PfGate;

void pf_gate_init (PfGate *self);
/* Hands the order on; or says why not, in a sentence that lives for ever. */
PfRefusalReason pf_gate_submit (PfGate *self, PfVenue *venue, const PfEngine *engine,
                                const PfOrder *order, gint64 ts_ns, const char **sentence);

G_END_DECLS
