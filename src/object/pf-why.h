/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every number answers why: what a figure of the desk is made of, as lines that add up to it. Each
 * answer ends with its sum, and the sum is the figure that is shown.
 */
#pragma once

#include "object/pf-execution-engine.h"

G_BEGIN_DECLS

typedef struct
{
  char *what;
  PfMoney amount;
  gboolean is_sum;              /* the last line */
} PfWhyLine;

/* Each (transfer full), an array of PfWhyLine, never empty. */
GPtrArray *pf_why_equity (PfExecutionEngine *engine);
GPtrArray *pf_why_today (PfExecutionEngine *engine);
GPtrArray *pf_why_open (PfExecutionEngine *engine);
/* what the desk loses when every stop is hit at its price; a position without one counts whole */
GPtrArray *pf_why_heat (PfExecutionEngine *engine);
/* the profit and loss of a deployment: its closed trades, what is open, and the rest */
GPtrArray *pf_why_deployment (PfExecutionEngine *engine, guint64 deployment_id);

/* For other answers: an empty one; a line (takes what); its end with the figure itself. What the
 * lines before leave is a line of its own, rest, so that they add up whatever happens. */
GPtrArray *pf_why_lines_new (void);
void pf_why_add (GPtrArray *lines, char *what, PfMoney amount);
GPtrArray *pf_why_end (GPtrArray *lines, const char *rest, const char *name, PfMoney figure);

/* the sum of an answer */
PfMoney pf_why_sum (GPtrArray *lines);
/* what a position loses when its stop is hit, >= 0; its whole value at the mark without a stop, 0
 * when the stop lies beyond the mark on the side of the profit */
PfMoney pf_why_position_heat (const PfPositionRow *row);

G_END_DECLS
