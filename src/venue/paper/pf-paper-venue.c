/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "venue/paper/pf-paper-venue.h"

typedef struct
{
  PfVenue parent;
  PfMatcher *matcher;
  GArray *answers;              /* of PfEvent: to queries, borrowing nothing */
} PfPaperVenue;

static void
submit (PfVenue *venue, const PfOrder *order, gint64 ts_ns)
{
  pf_matcher_submit (((PfPaperVenue *) venue)->matcher, order, ts_ns);
}

static void
cancel (PfVenue *venue, const PfOrder *order, gint64 ts_ns)
{
  pf_matcher_cancel (((PfPaperVenue *) venue)->matcher, order->id, ts_ns);
}

static void
query (PfVenue *venue, const PfOrder *order, gint64 ts_ns)
{
  PfPaperVenue *self = (PfPaperVenue *) venue;
  PfEvent answer = { .type = PF_EVENT_MISSING, .ts_ns = ts_ns,
                     .missing = { .order_id = order->id, .asked_ns = ts_ns } };

  if (pf_matcher_find (self->matcher, order->client_order_id) != NULL)
    {
      answer.type = PF_EVENT_ORDER;
      answer.order.order_id = order->id;
      answer.order.event = PF_ORDER_EVENT_ACCEPT;
      answer.order.venue_order_id = NULL;
      answer.order.sentence = NULL;
    }
  g_array_append_val (self->answers, answer);
}

static gboolean
pump (PfVenue *venue)
{
  PfPaperVenue *self = (PfPaperVenue *) venue;
  gboolean any = self->answers->len > 0;
  PfMatcherEvent word;

  for (guint i = 0; i < self->answers->len; i++)
    venue->sink (&g_array_index (self->answers, PfEvent, i), venue->sink_data);
  g_array_set_size (self->answers, 0);
  while (pf_matcher_next_event (self->matcher, &word))
    {
      PfEvent event = { .type = PF_EVENT_ORDER, .ts_ns = word.ts_ns };
      if (word.event == PF_ORDER_EVENT_FILL)
        {
          event.type = PF_EVENT_FILL;
          event.fill = &word.fill;
        }
      else
        {
          event.order.order_id = word.order_id;
          event.order.event = word.event;
          event.order.venue_order_id = word.venue_order_id;
          event.order.sentence = word.sentence;
        }
      venue->sink (&event, venue->sink_data);
      any = TRUE;
    }
  return any;
}

static void
free_venue (PfVenue *venue)
{
  PfPaperVenue *self = (PfPaperVenue *) venue;

  pf_matcher_free (self->matcher);
  g_array_unref (self->answers);
  g_free (self);
}

static const PfVenueClass klass = { "paper", submit, cancel, query, pump, free_venue };

PfVenue *
pf_paper_venue_new (const PfMatcherConfig *config, const PfInstruments *instruments,
                    PfVenueSink sink, gpointer sink_data)
{
  PfPaperVenue *self = g_new0 (PfPaperVenue, 1);

  self->parent.klass = &klass;
  self->parent.sink = sink;
  self->parent.sink_data = sink_data;
  self->matcher = pf_matcher_new (config, instruments);
  self->answers = g_array_new (FALSE, FALSE, sizeof (PfEvent));
  return &self->parent;
}

PfMatcher *
pf_paper_venue_matcher (PfVenue *self)
{
  g_assert (self->klass == &klass);
  return ((PfPaperVenue *) self)->matcher;
}
