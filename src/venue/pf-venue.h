/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one small interface behind which a venue lives. All calls are made on the engine's thread;
 * nothing blocks; answers come as PfEvents through the sink, never from inside the call itself.
 */
#pragma once

#include "model/pf-event.h"
#include "model/pf-instrument.h"

G_BEGIN_DECLS

/* Where a venue's words go. Things borrowed by the event need to live only until it returns. */
typedef void (*PfVenueSink) (const PfEvent *event, gpointer user_data);

typedef struct _PfVenue PfVenue;

typedef struct
{
  const char *name;
  void (*submit) (PfVenue *self, const PfOrder *order, gint64 ts_ns);
  void (*cancel) (PfVenue *self, const PfOrder *order, gint64 ts_ns);
  /* answers ACCEPT when it is open, its fills that were not told yet, its end, or MISSING */
  void (*query) (PfVenue *self, const PfOrder *order, gint64 ts_ns);
  /* hands the words that wait to the sink; TRUE when there were any */
  gboolean (*pump) (PfVenue *self);
  void (*free) (PfVenue *self);
} PfVenueClass;

struct _PfVenue
{
  const PfVenueClass *klass;
  PfVenueSink sink;
  gpointer sink_data;
};

G_END_DECLS
