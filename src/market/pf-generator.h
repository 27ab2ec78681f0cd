/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The practice market: an endless, seeded market of several instruments with regimes (trend, range,
 * burst, gap).
 *
 * Guarantees
 *  1. Random access: the price at any second is a pure function of (seed, instrument, second). No
 *     state has to be kept over a restart, and any stretch of history can be asked at any time.
 *  2. One truth: a bar of any timeframe is exactly the open, high, low, close and volume of its
 *     seconds.
 *  3. Prices are multiples of the tick and > 0; the same seed gives the same bytes on every machine
 *     (integers, or doubles with + - x / only).
 */
#pragma once

#include "model/pf-bar.h"
#include "model/pf-instrument.h"

G_BEGIN_DECLS

#define PF_GENERATOR_TICK_NS PF_NS_PER_SECOND

typedef struct _PfGenerator PfGenerator;

/* the practice market's instruments: BTCUSDT, ETHUSDT, SOLUSDT, ADAUSDT, XRPUSDT with the grain of
 * their namesakes */
PfInstruments *pf_generator_instruments (void);
PfGenerator *pf_generator_new (guint64 seed);
void pf_generator_free (PfGenerator *self);
/* the second that begins at ts_ns (a multiple of the tick): four prices and volume */
void pf_generator_tick (PfGenerator *self, guint32 instrument, gint64 ts_ns, PfBar *out);
/* the n whole bars that end at or before end_ns, oldest first; n >= 1 */
PfBarSeries *pf_generator_bars (PfGenerator *self, guint32 instrument, gint64 timeframe_ns, guint n,
                                gint64 end_ns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfGenerator, pf_generator_free)

G_END_DECLS
