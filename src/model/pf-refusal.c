/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/pf-refusal.h"

const char *
pf_refusal_reason_name (PfRefusalReason reason)
{
  static const char *const names[PF_N_REFUSALS] = {
    [PF_REFUSAL_NONE] = "none",
    [PF_REFUSAL_KILL_LATCH] = "kill_latch",
    [PF_REFUSAL_NOT_READY] = "not_ready",
    [PF_REFUSAL_PAUSED] = "paused",
    [PF_REFUSAL_STOPPED] = "stopped",
    [PF_REFUSAL_BALANCE] = "balance",
    [PF_REFUSAL_MIN_QUANTITY] = "min_quantity",
    [PF_REFUSAL_MIN_NOTIONAL] = "min_notional",
    [PF_REFUSAL_MAX_POSITION] = "max_position",
    [PF_REFUSAL_MAX_OPEN_POSITIONS] = "max_open_positions",
    [PF_REFUSAL_SYMBOL_LIMIT] = "symbol_limit",
    [PF_REFUSAL_DESK_LIMIT] = "desk_limit",
    [PF_REFUSAL_LEVERAGE] = "leverage",
    [PF_REFUSAL_DAILY_LOSS] = "daily_loss",
    [PF_REFUSAL_DRAWDOWN] = "drawdown",
    [PF_REFUSAL_NO_PRICE] = "no_price",
    [PF_REFUSAL_RATE] = "rate",
    [PF_REFUSAL_VENUE] = "venue",
    [PF_REFUSAL_UNKNOWN_OUTCOME] = "unknown_outcome",
    [PF_REFUSAL_NOT_FLAT] = "not_flat",
    [PF_REFUSAL_BAD_COMMAND] = "bad_command",
    [PF_REFUSAL_STORE] = "store",
  };

  g_assert ((guint) reason < PF_N_REFUSALS && names[reason] != NULL);
  return names[reason];
}
