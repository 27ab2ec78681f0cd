/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A desk's life as a pure function: record n (from 1) of a story that never ends and is consistent
 * (orders are filled to their end, positions go back to flat). Whoever finds record n in a journal
 * knows to the last byte what it has to be. The mix is that of a desk with one strategy: of twenty
 * records eight bars seen, three equities, two orders, two words of the venue, three fills, a trade
 * and a refusal.
 */
#pragma once

#include "model/pf-record.h"

/* records before the first round of twenty */
#define PF_STORY_PROLOGUE 3
#define PF_STORY_ROUND 20

void pf_story_record (guint64 n, PfRecord *out);

/* what n records come to, counted without the journal */
typedef struct
{
  guint64 by_type[PF_N_RECORDS];
} PfStoryCount;
PfStoryCount pf_story_count (guint64 n);

/* records with random contents, for what only cares about bytes; never the same struct padding */
void pf_story_random (GRand *rand, PfRecordType type, PfRecord *out);
gboolean pf_story_equal (const PfRecord *a, const PfRecord *b);

/* a fresh private folder; removed with everything in it */
char *pf_story_make_folder (void);
/* such folders in memory from now on, where there is such a place: first thing in main () */
void pf_story_stay_in_memory (void);
void pf_story_remove_folder (char *folder);
