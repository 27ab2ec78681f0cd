/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A position of one deployment in one instrument, and the account it draws on. Pure transitions.
 *
 * Invariants
 *  1. quantity = sum of signed fills; entry_notional >= 0, and 0 when quantity = 0.
 *  2. Money is conserved to the last digit: over a round trip, the trade's pnl = - sum (signed
 *     notional) - fees, whatever the partial closes rounded to on the way.
 *  3. A fill that crosses zero is a close and an open (a flip): one trade ends, one begins; its fee
 *     is shared by quantity, the close's share rounded half-even, the rest to the open.
 */
#pragma once

#include "model/pf-order.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 deployment_id;
  guint32 instrument;
  PfQuantity quantity;          /* signed: > 0 long, < 0 short */
  PfMoney entry_notional;       /* of the open quantity, >= 0 */
  PfMoney entry_fees;           /* of the open quantity */
  PfPrice mark;                 /* last price seen; 0 before the first */
  gint64 ts_opened_ns;
  /* sums over the round trip in progress */
  PfQuantity trip_entry_quantity;
  PfMoney trip_entry_notional;
  PfMoney trip_exit_notional;
  PfPrice trip_entry_price;     /* of all entry fills while they agree; 0 once they do not */
  PfPrice trip_exit_price;
  PfMoney trip_fees;
  /* sums over the position's whole life */
  PfMoney realised;             /* net of all fees, the open position's entry fees included */
  PfMoney fees;
} PfPosition;

/* A closed round trip. */
typedef struct
{
  guint64 id;                   /* rising from 1 in one journal */
  guint64 deployment_id;
  guint32 instrument;
  PfSide side;                  /* BUY: it was long */
  PfQuantity quantity;          /* the most units it had entered */
  PfPrice entry_price;          /* average */
  PfPrice exit_price;           /* average */
  PfMoney fees;
  PfMoney pnl;                  /* net of fees */
  PfRate pnl_rate;              /* pnl / entry notional */
  PfReason reason;              /* of the fill that closed it */
  gint64 ts_entry_ns;
  gint64 ts_exit_ns;
} PfTrade;

/* Applies a fill. Returns TRUE and fills trade (id 0) when it ends a round trip. */
gboolean pf_position_apply (PfPosition *self, const PfFill *fill, PfTrade *trade);
/* The same for who knows the fill's notional already. */
gboolean pf_position_book (PfPosition *self, const PfFill *fill, PfMoney notional, PfTrade *trade);
/* price x quantity; it was checked to fit before the fill came to be */
PfMoney pf_fill_notional (const PfFill *fill);
/* quantity x mark - entry notional, mirrored for shorts; before fees; 0 without a mark */
PfMoney pf_position_unrealised (const PfPosition *self);
/* average entry price; 0 when flat */
PfPrice pf_position_entry_price (const PfPosition *self);
/* signed quantity x price */
PfMoney pf_position_value (const PfPosition *self, PfPrice price);

/* Play or real money. Cash is booked as on a spot account: a buy pays, a short sale receives. */
typedef struct
{
  PfMoney initial;
  PfMoney cash;
  PfMoney fees;
} PfAccount;

void pf_account_init (PfAccount *self, PfMoney initial);
void pf_account_apply (PfAccount *self, const PfFill *fill);
/* The same for who knows the fill's notional already. */
void pf_account_book (PfAccount *self, const PfFill *fill, PfMoney notional);

G_END_DECLS
