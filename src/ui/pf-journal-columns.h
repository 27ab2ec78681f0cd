/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of the journal's tables; their .sort is a PfJournalSort + 1. */
#pragma once

#include "object/pf-journal-list.h"
#include "ui/pf-columns.h"

G_BEGIN_DECLS

const PfColumn *pf_journal_columns (PfJournalTable table, guint *n);

G_END_DECLS
