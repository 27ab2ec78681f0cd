/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/pf-gate.h"

void
pf_gate_init (PfGate *self)
{
  self->tokens = PF_GATE_BURST;
  self->filled_ns = PF_TIME_NONE;
}

static void
refill (PfGate *self, gint64 ts_ns)
{
  gint64 n;

  if (self->filled_ns == PF_TIME_NONE || ts_ns < self->filled_ns)
    {
      self->filled_ns = ts_ns;
      return;
    }
  n = (ts_ns - self->filled_ns) / PF_GATE_REFILL_NS;
  self->filled_ns += n * PF_GATE_REFILL_NS;
  self->tokens = (gint) MIN (PF_GATE_BURST, self->tokens + MIN (n, PF_GATE_BURST));
}

PfRefusalReason
pf_gate_submit (PfGate *self, PfVenue *venue, const PfEngine *engine, const PfOrder *order,
                gint64 ts_ns, const char **sentence)
{
  refill (self, ts_ns);
  if (!order->reduce_only)
    {
      if (pf_engine_latch (engine, NULL))
        {
          *sentence = "Everything was stopped. Press Re-arm to trade again.";
          return PF_REFUSAL_KILL_LATCH;
        }
      if (pf_engine_state (engine) != PF_DESK_READY)
        {
          *sentence = "The desk is not ready for new positions; stops and closes go on.";
          return PF_REFUSAL_NOT_READY;
        }
      if (self->tokens <= PF_GATE_RESERVE)
        {
          *sentence = "Too many orders in a short time. The next signal is tried again.";
          return PF_REFUSAL_RATE;
        }
    }
  self->tokens = MAX (0, self->tokens - 1);
  venue->klass->submit (venue, order, ts_ns);
  *sentence = "";
  return PF_REFUSAL_NONE;
}
