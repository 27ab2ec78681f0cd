/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "object/pf-practice-backtest.h"
#include "strategy/pf-strategy.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One strategy: what it does, how it did, Backtest and Deploy. It keeps its size when its figures
 * come. */
#define PF_TYPE_STRATEGY_CARD (pf_strategy_card_get_type ())
G_DECLARE_FINAL_TYPE (PfStrategyCard, pf_strategy_card, PF, STRATEGY_CARD, GtkBox)

GtkWidget *pf_strategy_card_new (const PfStrategy *strategy);
const PfStrategy *pf_strategy_card_get_strategy (PfStrategyCard *self);
void pf_strategy_card_show (PfStrategyCard *self, const PfPracticeBacktest *backtest);
/* a sentence in the place of the figures */
void pf_strategy_card_fail (PfStrategyCard *self, const char *sentence);
/* how many run of it: its badge */
void pf_strategy_card_set_deployed (PfStrategyCard *self, guint n);

G_END_DECLS
