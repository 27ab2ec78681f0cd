/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * While you were away: what the journal says of the time that its user did not see, in one line.
 */
#pragma once

#include "object/pf-execution-engine.h"
#include "store/pf-journal-reader.h"

G_BEGIN_DECLS

/* Shorter absences are not worth a line. */
#define PF_AWAY_MIN_NS (60 * PF_NS_PER_SECOND)

typedef struct
{
  gint64 closed_ns;             /* how long the program did not run; 0: it did */
  gint64 gap_ns;                /* how long it ran and nothing was traded: the machine slept */
  gboolean was_hidden;          /* it ran without a window */
  PfJournalAway news;           /* of the time without a window */
  guint n_deployed, n_positions;        /* now */
} PfAway;

/**
 * pf_away_sentence:
 *
 * "Pilotfish was closed for 2 h 3 m. The practice market stood still ... 2 deployments go on." A
 * pure function.
 *
 * Returns: (transfer full) (nullable): NULL when there is nothing to tell
 */
char *pf_away_sentence (const PfAway *self);

/* the line about a gap, of what is so now (transfer full) */
char *pf_away_gap (PfExecutionEngine *engine, gint64 gap_ns);

/**
 * pf_away_ask:
 * @engine: whose journal, and whose deployments and positions
 * @hidden_since_ns: market time when its window went away; 0: it did not
 * @func: called on the main context with the line, %NULL when there is nothing to tell
 */
typedef void (*PfAwayFunc) (const char *sentence, gpointer user_data);
void pf_away_ask (PfExecutionEngine *engine, gint64 closed_ns, gint64 hidden_since_ns,
                  PfAwayFunc func, gpointer user_data);

G_END_DECLS
