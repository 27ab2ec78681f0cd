/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The paper venue: our fills on somebody's prices. It lives in the journal of its desk: what is not
 * in there never happened here, so a restart rebuilds it from the engine's books. */
#pragma once

#include "market/pf-matcher.h"
#include "venue/pf-venue.h"

G_BEGIN_DECLS

PfVenue *pf_paper_venue_new (const PfMatcherConfig *config, const PfInstruments *instruments,
                             PfVenueSink sink, gpointer sink_data);
/* borrowed: to show it prices, and to put back what the journal says it holds */
PfMatcher *pf_paper_venue_matcher (PfVenue *self);

G_END_DECLS
