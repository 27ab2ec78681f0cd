/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "object/pf-words.h"

#include <glib/gi18n-lib.h>

static const char *
word (const char *const *words, guint n, guint value)
{
  g_assert (value < n && words[value] != NULL);
  return _(words[value]);
}

const char *
pf_words_side (PfSide side)
{
  static const char *const words[] = { [PF_SIDE_BUY] = N_("buy"), [PF_SIDE_SELL] = N_("sell") };

  return word (words, G_N_ELEMENTS (words), side);
}

const char *
pf_words_direction (PfSide side)
{
  static const char *const words[] = { [PF_SIDE_BUY] = N_("▲ long"),
                                       [PF_SIDE_SELL] = N_("▼ short") };

  return word (words, G_N_ELEMENTS (words), side);
}

const char *
pf_words_order_type (PfOrderType type)
{
  static const char *const words[] = {
    [PF_ORDER_TYPE_MARKET] = N_("market"), [PF_ORDER_TYPE_LIMIT] = N_("limit"),
    [PF_ORDER_TYPE_STOP_LOSS] = N_("stop loss"), [PF_ORDER_TYPE_TAKE_PROFIT] = N_("take profit"),
  };

  return word (words, G_N_ELEMENTS (words), type);
}

const char *
pf_words_order_status (PfOrderStatus status)
{
  static const char *const words[PF_N_ORDER_STATUSES] = {
    [PF_ORDER_PENDING] = N_("sent"), [PF_ORDER_OPEN] = N_("open"),
    [PF_ORDER_PARTIALLY_FILLED] = N_("partly filled"), [PF_ORDER_UNKNOWN] = N_("unknown"),
    [PF_ORDER_FILLED] = N_("filled"), [PF_ORDER_CANCELLED] = N_("cancelled"),
    [PF_ORDER_REJECTED] = N_("rejected"), [PF_ORDER_REFUSED] = N_("refused"),
    [PF_ORDER_EXPIRED] = N_("expired"),
  };

  return word (words, G_N_ELEMENTS (words), status);
}

const char *
pf_words_reason (PfReason reason)
{
  static const char *const words[PF_N_REASONS] = {
    [PF_REASON_SIGNAL] = N_("signal"), [PF_REASON_STOP_LOSS] = N_("stop loss"),
    [PF_REASON_TAKE_PROFIT] = N_("take profit"), [PF_REASON_MANUAL] = N_("by hand"),
    [PF_REASON_EMERGENCY_STOP] = N_("stop all"), [PF_REASON_LIQUIDATION] = N_("liquidation"),
  };

  return word (words, G_N_ELEMENTS (words), reason);
}

const char *
pf_words_refusal (PfRefusalReason reason)
{
  static const char *const words[PF_N_REFUSALS] = {
    [PF_REFUSAL_NONE] = N_("none"),
    [PF_REFUSAL_KILL_LATCH] = N_("stop all"),
    [PF_REFUSAL_NOT_READY] = N_("desk not ready"),
    [PF_REFUSAL_PAUSED] = N_("paused"),
    [PF_REFUSAL_STOPPED] = N_("stopped"),
    [PF_REFUSAL_BALANCE] = N_("balance"),
    [PF_REFUSAL_MIN_QUANTITY] = N_("smallest quantity"),
    [PF_REFUSAL_MIN_NOTIONAL] = N_("smallest value"),
    [PF_REFUSAL_MAX_POSITION] = N_("largest position"),
    [PF_REFUSAL_MAX_OPEN_POSITIONS] = N_("open positions"),
    [PF_REFUSAL_SYMBOL_LIMIT] = N_("positions in one symbol"),
    [PF_REFUSAL_DESK_LIMIT] = N_("positions of the desk"),
    [PF_REFUSAL_LEVERAGE] = N_("leverage"),
    [PF_REFUSAL_DAILY_LOSS] = N_("daily loss"),
    [PF_REFUSAL_DRAWDOWN] = N_("drawdown"),
    [PF_REFUSAL_NO_PRICE] = N_("no price"),
    [PF_REFUSAL_RATE] = N_("too many orders"),
    [PF_REFUSAL_VENUE] = N_("the venue"),
    [PF_REFUSAL_UNKNOWN_OUTCOME] = N_("an unknown order"),
    [PF_REFUSAL_NOT_FLAT] = N_("not flat"),
    [PF_REFUSAL_BAD_COMMAND] = N_("bad command"),
    [PF_REFUSAL_STORE] = N_("the journal"),
  };

  return word (words, G_N_ELEMENTS (words), reason);
}
