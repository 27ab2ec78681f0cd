/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizing and limits as pure functions: numbers in, a quantity or a refusal out. */
#pragma once

#include "model/pf-deployment.h"
#include "model/pf-instrument.h"
#include "model/pf-refusal.h"

G_BEGIN_DECLS

/* What is at stake before a new entry, orders in flight counted as filled. */
typedef struct
{
  PfMoney portfolio;            /* the account's equity */
  PfMoney gross;                /* sum of |value| of positions and entries in flight */
  guint deployment_positions;
  guint symbol_positions;
  guint desk_positions;
  guint desk_positions_max;     /* 0: no limit */
  guint symbol_positions_max;   /* 0: no limit */
} PfExposure;

/* Units of an entry decided at price, floored to the instrument's step and cut to its largest
 * order; 0 when the money does not reach one step. FALSE when the numbers leave the range. */
gboolean pf_limits_size (const PfDeploymentSpec *spec,
                         const PfInstrument *instrument,
                         PfMoney equity,
                         PfPrice price,
                         PfRate fee_rate,
                         PfRate slippage,
                         PfQuantity *out) G_GNUC_WARN_UNUSED_RESULT;

/* Asks every limit an entry has to pass. PF_REFUSAL_NONE, or the first limit that is broken with
 * value, limit and sentence filled in. */
PfRefusalReason pf_limits_check_entry (const PfDeploymentSpec *spec, const PfInstrument *instrument,
                                       const PfExposure *exposure, PfPrice price,
                                       PfQuantity quantity, PfRate fee_rate, PfRefusal *refusal);

/* Is a loss limit reached (>=)? Gains never are. NONE, DAILY_LOSS or DRAWDOWN with the rest filled
 * in. */
PfRefusalReason pf_limits_check_loss (const PfLimits *limits, PfMoney equity, PfMoney day_start,
                                      PfMoney peak, PfRefusal *refusal);

G_END_DECLS
