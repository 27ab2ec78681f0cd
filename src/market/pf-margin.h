/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Margin as pure functions: what an entry needs, what an account has free, when it is lost. */
#pragma once

#include "model/pf-instrument.h"
#include "model/pf-position.h"

G_BEGIN_DECLS

/* Does free margin pay an entry of notional? A buy needs notional / leverage + fee, a short sale
 * notional / leverage: its fee comes out of the proceeds. */
gboolean pf_margin_pays (PfMoney free, PfMoney notional, PfMoney fee, PfSide side, guint leverage);
/* The most units, a multiple of step, that free margin pays with the fee: floor (free / (price x
 * (1 + fee rate))) at leverage 1. 0 when it pays none. */
PfQuantity pf_margin_affordable (PfMoney free, PfPrice price, PfRate fee_rate, guint leverage,
                                 PfQuantity step);
/* equity - sum (|value|) / leverage, rounded up against the account */
PfMoney pf_margin_free (PfMoney equity, PfMoney gross, guint leverage);
/* equity <= maintenance, with something at stake */
gboolean pf_margin_is_lost (PfMoney equity, PfMoney maintenance, PfMoney gross);

G_END_DECLS
