/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The exchange and the network before it. It takes a client order id again once the first order of
 * that id is no longer open, as real ones do: only the desk's own care keeps an order single.
 */
#include "sim.h"

#include <string.h>

#define RECV_WINDOW_NS (5 * PF_NS_PER_SECOND)

static SimExchangeOrder *
find_by_exchange_id (Sim *sim, guint64 id)
{
  for (guint i = sim->exchange_orders->len; i > 0; i--)
    if (g_array_index (sim->exchange_orders, SimExchangeOrder, i - 1).exchange_id == id)
      return &g_array_index (sim->exchange_orders, SimExchangeOrder, i - 1);
  return NULL;
}

static SimExchangeOrder *
find_by_order (Sim *sim, guint64 order_id)
{
  for (guint i = sim->exchange_orders->len; i > 0; i--)
    if (g_array_index (sim->exchange_orders, SimExchangeOrder, i - 1).order_id == order_id)
      return &g_array_index (sim->exchange_orders, SimExchangeOrder, i - 1);
  return NULL;
}

static gint64
delay_ns (Sim *sim, const char *site, guint64 entity, guint64 attempt)
{
  guint64 chance = sim_hash (sim->plan.seed, g_str_hash (site), entity, 1000 + attempt);

  if (sim_fault (sim, site, entity, attempt, 20000))
    return (gint64) (chance % 8000) * PF_NS_PER_MS;
  return (gint64) (5 + chance % 195) * PF_NS_PER_MS;
}

/* A word of the exchange on its way to the desk: late, twice or never. */
static void
tell (Sim *sim, const PfMatcherEvent *word, gboolean reliable)
{
  guint64 entity = word->order_id * 8 + word->event;
  guint64 attempt = sim->n_messages;

  if (!reliable && sim_fault (sim, "word.lost", entity, attempt, 10000))
    return;
  sim_send (sim, SIM_WORD, delay_ns (sim, "word.slow", entity, attempt))->word = *word;
  if (sim_fault (sim, "word.twice", entity, attempt, 10000))
    sim_send (sim, SIM_WORD, delay_ns (sim, "word.slow", entity, attempt + 1))->word = *word;
}

static void
pump (Sim *sim)
{
  PfMatcherEvent event;

  while (pf_matcher_next_event (sim->matcher, &event))
    {
      SimExchangeOrder *order = find_by_exchange_id (sim, event.order_id);
      g_assert_nonnull (order);
      event.order_id = order->order_id;
      event.fill.order_id = order->order_id;
      if (event.event == PF_ORDER_EVENT_FILL)
        g_array_append_val (sim->exchange_fills, event);
      else if (event.event != PF_ORDER_EVENT_ACCEPT)
        {
          order->ended = TRUE;
          order->end = event;
        }
      tell (sim, &event, FALSE);
    }
}

static void
show_price (Sim *sim, guint32 instrument)
{
  PfPrice price = pf_price_from_points (sim->points[instrument], 2);

  /* Thin now and then, so that orders fill in parts. */
  pf_matcher_open (sim->matcher, instrument, price,
                   (double) (1 + sim_hash (sim->plan.seed, 9, instrument,
                                           (guint64) sim->now_ns) % 60),
                   sim->now_ns);
  pf_matcher_range (sim->matcher, instrument, price, price, sim->now_ns);
  pf_matcher_close (sim->matcher, instrument, price, sim->now_ns);
  pump (sim);
}

void
sim_exchange_tick (Sim *sim)
{
  for (guint32 i = 0; i < SIM_INSTRUMENTS; i++)
    show_price (sim, i);
}

void
sim_exchange_submit (Sim *sim, const SimMessage *message)
{
  SimExchangeOrder known = { .order_id = message->order.id,
                             .exchange_id = sim->exchange_orders->len + 1 };
  PfOrder order = message->order;
  PfMatcherEvent reject = { .order_id = order.id, .event = PF_ORDER_EVENT_REJECT,
                            .ts_ns = sim->now_ns };
  gboolean durable = FALSE;

  g_strlcpy (known.client_order_id, order.client_order_id, sizeof known.client_order_id);
  if (sim->now_ns > message->sent_ns + RECV_WINDOW_NS)
    return;
  if (pf_matcher_find (sim->matcher, order.client_order_id) != NULL)
    return;     /* an open order of that id: the venue says so, and the first lives */
  if (find_by_order (sim, order.id) != NULL)
    sim_fail (sim, "I1: order %s was executed twice", order.client_order_id);
  for (guint i = sim->records->len; i > 0 && !durable; i--)
    {
      const PfRecord *record = &g_array_index (sim->records, PfRecord, i - 1);
      durable = record->type == PF_RECORD_ORDER && record->order.id == order.id;
    }
  if (!durable)
    sim_fail (sim, "I2: order %s was sent without its intent on disk", order.client_order_id);
  if (order.quantity.e18 % pf_instruments_get (sim->instruments, order.instrument)->step.e18 != 0)
    sim_fail (sim, "I10: order %s is no multiple of the step", order.client_order_id);
  g_array_append_val (sim->exchange_orders, known);
  if (sim_fault (sim, "venue.reject", order.id, 0, 5000))
    {
      SimExchangeOrder *kept = find_by_exchange_id (sim, known.exchange_id);
      g_strlcpy (reject.sentence, "The venue has a bad day.", sizeof reject.sentence);
      kept->ended = TRUE;
      kept->end = reject;
      tell (sim, &reject, FALSE);
      return;
    }
  order.id = known.exchange_id;
  pf_matcher_submit (sim->matcher, &order, sim->now_ns);
  pump (sim);
  show_price (sim, order.instrument);
}

void
sim_exchange_cancel (Sim *sim, const PfOrder *order)
{
  SimExchangeOrder *known = find_by_order (sim, order->id);

  if (known == NULL)
    return;
  pf_matcher_cancel (sim->matcher, known->exchange_id, sim->now_ns);
  pump (sim);
}

void
sim_exchange_query (Sim *sim, const SimMessage *message)
{
  const PfOrder *order = &message->order;
  SimExchangeOrder *known = find_by_order (sim, order->id);
  PfMatcherEvent word = { .order_id = order->id, .event = PF_ORDER_EVENT_ACCEPT,
                          .ts_ns = sim->now_ns };

  /* Just placed, and the query side has not heard of it yet. */
  if (known == NULL
      || (sim->now_ns < order->ts_created_ns + 8 * PF_NS_PER_SECOND
          && sim_fault (sim, "query.lags", order->id, sim->n_messages, 200000)))
    {
      SimMessage *missing = sim_send (sim, SIM_MISSING, delay_ns (sim, "word.slow", order->id,
                                                                  sim->n_messages));
      missing->order = *order;
      missing->asked_ns = message->sent_ns;
      return;
    }
  tell (sim, &word, TRUE);
  for (guint i = 0; i < sim->exchange_fills->len; i++)
    {
      const PfMatcherEvent *fill = &g_array_index (sim->exchange_fills, PfMatcherEvent, i);
      if (fill->order_id == order->id)
        tell (sim, fill, TRUE);
    }
  if (known->ended)
    tell (sim, &known->end, TRUE);
}
