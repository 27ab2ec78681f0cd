/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the values of enums are called by people: translated words, borrowed for ever. */
#pragma once

#include "model/pf-deployment.h"
#include "model/pf-order.h"
#include "model/pf-refusal.h"

G_BEGIN_DECLS

/* of an order or a fill: "buy", "sell" */
const char *pf_words_side (PfSide side);
/* of a trade or a position: "▲ long", "▼ short" */
const char *pf_words_direction (PfSide side);
const char *pf_words_order_type (PfOrderType type);
const char *pf_words_order_status (PfOrderStatus status);
const char *pf_words_reason (PfReason reason);
/* what was in the way: "largest position", "stop all" */
const char *pf_words_refusal (PfRefusalReason reason);

G_END_DECLS
