/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The names behind the numbers of a journal: symbols of instruments, strategies of deployments; and
 * what the words that somebody looks for may mean. Made, then shared and not changed any more: any
 * thread may read it.
 */
#pragma once

#include "object/pf-execution-engine.h"
#include "store/pf-journal-reader.h"

G_BEGIN_DECLS

typedef struct _PfJournalNames PfJournalNames;

/* copies the instruments */
PfJournalNames *pf_journal_names_new (const PfInstruments *instruments);
/* those of a running desk, with all its deployments */
PfJournalNames *pf_journal_names_new_of (PfExecutionEngine *engine);
PfJournalNames *pf_journal_names_ref (PfJournalNames *self);
void pf_journal_names_unref (PfJournalNames *self);

/* before it is shared; ids rise from 1. name: for people */
void pf_journal_names_add_deployment (PfJournalNames *self, guint64 id, const char *strategy_id,
                                      const char *name);

/* NULL: not known, or none */
const PfInstrument *pf_journal_names_get_instrument (const PfJournalNames *self, gint64 number);
/* "" for none; "#7" where it is not known */
const char *pf_journal_names_get_symbol (const PfJournalNames *self, gint64 number);
const char *pf_journal_names_get_strategy (const PfJournalNames *self, guint64 deployment_id);
/* "" where it is not known */
const char *pf_journal_names_get_strategy_id (const PfJournalNames *self, guint64 deployment_id);

/**
 * pf_journal_names_query:
 * @search: what somebody looks for, or ""
 *
 * Every word of @search has to be in a row: in its symbol, strategy, side, type, status or reason,
 * as it is shown or as the journal has it, or in its sentence or order's name. Upper and lower case
 * are the same. Words beyond PF_JOURNAL_WORDS_MAX are not looked for.
 *
 * Returns: (transfer full): newest first, with the ranks for sorting by symbol and strategy; to be
 *   changed only before it is shared
 */
PfJournalQuery *pf_journal_names_query (const PfJournalNames *self, PfJournalTable table,
                                        const char *search);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfJournalNames, pf_journal_names_unref)

G_END_DECLS
