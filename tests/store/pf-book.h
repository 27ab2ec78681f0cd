/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Made-up books whose numbers add up: three deployments trade three instruments, to and fro and
 * through zero, with odd quantities and fees; some orders are cancelled or refused, deployments are
 * paused and resumed. The same seed makes the same books.
 */
#pragma once

#include "model/pf-record.h"
#include "store/pf-journal.h"

#define PF_BOOK_DEPLOYMENTS 3
#define PF_BOOK_INSTRUMENTS 3

typedef struct
{
  GRand *rand;
  GArray *records;              /* of PfRecord: all that was made; the first is event 1 */
  PfPosition positions[PF_BOOK_DEPLOYMENTS + 1][PF_BOOK_INSTRUMENTS];
  guint64 orders, trades, refusals, fills;
  gint64 ts_ns;
} PfBook;

PfBook *pf_book_new (guint32 seed);
void pf_book_free (PfBook *self);
/* makes what happens in one step: an order and what becomes of it */
void pf_book_step (PfBook *self);
/* makes n steps and writes each in a commit of its own */
void pf_book_write (PfBook *self, PfJournal *journal, guint n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfBook, pf_book_free)
