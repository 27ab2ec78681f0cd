/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Margin as pure functions: what an entry needs, what an account has free, when it is lost.
 *
 * An account's money is one rule for every leverage: free = equity - gross / leverage, where gross
 * is the sum of |quantity x price| of all its positions. At leverage 1 with nothing open that is
 * the cash, as BACKTEST.md has it; with others open, what their longs cost is spent, and what their
 * shorts brought in is held back together with as much of the account's own.
 *
 * Guarantees
 *  1. Every rounding goes against the account: a margin needed is rounded up, a quantity down.
 *  2. No product leaves its range: what is too large to be computed pays nothing.
 */
#pragma once

#include "model/pf-instrument.h"
#include "model/pf-position.h"

G_BEGIN_DECLS

#define PF_LEVERAGE_MAX 125

/* Does free margin pay an entry of notional? A buy needs notional / leverage + fee, a short sale
 * notional / leverage: its fee comes out of the proceeds. leverage: 1 .. PF_LEVERAGE_MAX. */
gboolean pf_margin_pays (PfMoney free, PfMoney notional, PfMoney fee, PfSide side, guint leverage);
/* The most units, a multiple of step, that free margin pays at price with the fee: floor (free /
 * (price x (1 + fee rate))) at leverage 1, for a short sale, too. 0 when it pays none. */
PfQuantity pf_margin_affordable (PfMoney free, PfPrice price, PfRate fee_rate, guint leverage,
                                 PfQuantity step);
/* equity - gross / leverage, the quotient rounded up */
PfMoney pf_margin_free (PfMoney equity, PfMoney gross, guint leverage);
/* equity <= maintenance, with something at stake (gross > 0) */
gboolean pf_margin_is_lost (PfMoney equity, PfMoney maintenance, PfMoney gross);

G_END_DECLS
