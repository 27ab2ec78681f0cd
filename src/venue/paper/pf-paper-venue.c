/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "venue/paper/pf-paper-venue.h"

typedef struct
{
  PfVenue parent;
  PfMatcher *matcher;
  GArray *answers;              /* of PfAnswer: to queries */
} PfPaperVenue;

typedef struct
{
  PfEvent event;                /* borrows nothing yet */
  char venue_order_id[PF_ORDER_ID_TEXT_MAX];
} PfAnswer;

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
  const PfOrder *found = pf_matcher_find (self->matcher, order->client_order_id);
  PfAnswer answer = { .event = { .type = PF_EVENT_MISSING, .ts_ns = ts_ns } };

  if (found != NULL)
    {
      answer.event.type = PF_EVENT_ORDER;
      answer.event.order.order_id = order->id;
      answer.event.order.event = PF_ORDER_EVENT_ACCEPT;
      g_strlcpy (answer.venue_order_id, found->venue_order_id, sizeof answer.venue_order_id);
    }
  else
    {
      answer.event.missing.order_id = order->id;
      answer.event.missing.asked_ns = ts_ns;
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
    {
      PfAnswer *answer = &g_array_index (self->answers, PfAnswer, i);
      if (answer->event.type == PF_EVENT_ORDER)
        answer->event.order.venue_order_id = answer->venue_order_id;
      venue->sink (&answer->event, venue->sink_data);
    }
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
  self->answers = g_array_new (FALSE, FALSE, sizeof (PfAnswer));
  return &self->parent;
}

PfMatcher *
pf_paper_venue_matcher (PfVenue *self)
{
  g_assert (self->klass == &klass);
  return ((PfPaperVenue *) self)->matcher;
}
