/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why an open position stands where it does: the fills that opened it, what it is worth now. */
#pragma once

#include "object/pf-why.h"

G_BEGIN_DECLS

/**
 * PfWhyPositionFunc:
 * @lines: (transfer full) (nullable): of PfWhyLine, their sum the open profit and loss
 * @sentence: the fees so far; without @lines, why the journal cannot be read
 */
typedef void (*PfWhyPositionFunc) (GPtrArray *lines, const char *sentence, gpointer user_data);

/* Asks the journal in a worker; func is called once, on the main context. row is copied. */
void pf_why_position_ask (PfExecutionEngine *engine, const PfPositionRow *row,
                          PfWhyPositionFunc func, gpointer user_data);

G_END_DECLS
