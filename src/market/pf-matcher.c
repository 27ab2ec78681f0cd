/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The paper market. Phases and invariants are at the head of pf-matcher.h. */
#include "market/pf-matcher.h"

#include "market/pf-margin.h"
#include "market/pf-matcher-private.h"

#include <string.h>

static const PfQuantity all_of_it = { (PfInt128) 1 << 120 };

PfMatcher *
pf_matcher_new (const PfMatcherConfig *config, const PfInstruments *instruments)
{
  PfMatcher *self = g_new0 (PfMatcher, 1);

  g_assert (config->leverage >= 1 && config->leverage <= PF_LEVERAGE_MAX);
  g_assert (config->fee_rate.e12 >= 0 && config->max_share.e12 >= 0);
  g_assert (config->slippage.e12 >= 0
            && pf_rate_compare (config->slippage, pf_rate_from_percent (100)) < 0);
  self->config = *config;
  self->instruments = pf_instruments_copy (instruments);
  self->places = g_new0 (PfPlace, instruments->n);
  self->busy = g_new0 (guint, instruments->n);
  self->face.busy = self->busy;
  self->positions = g_array_new (FALSE, FALSE, sizeof (PfPosition));
  self->orders = g_ptr_array_new_with_free_func (g_free);
  self->next_trade = 1;
  pf_account_init (&self->account, config->balance);
  return self;
}

void
pf_matcher_free (PfMatcher *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->positions);
  g_ptr_array_unref (self->orders);
  pf_instruments_free (self->instruments);
  g_free (self->events);
  g_free (self->places);
  g_free (self->busy);
  g_free (self);
}

/* --- events ----------------------------------------------------------------------------------- */

static void
grow_events (PfMatcher *self)
{
  guint size = MAX (16, self->events_size * 2);
  PfMatcherEvent *events;

  g_assert (size <= PF_MATCHER_EVENTS_MAX);
  events = g_new (PfMatcherEvent, size);
  for (guint i = 0; i < self->n_events; i++)
    events[i] = self->events[(self->first_event + i) % self->events_size];
  g_free (self->events);
  self->events = events;
  self->events_size = size;
  self->first_event = 0;
}

PfMatcherEvent *
pf_matcher_say (PfMatcher *self, const PfOrder *order, PfOrderEvent event, gint64 ts_ns)
{
  PfMatcherEvent *out;

  if (self->n_events == self->events_size)
    grow_events (self);
  out = &self->events[(self->first_event + self->n_events++) % self->events_size];
  memset (out, 0, G_STRUCT_OFFSET (PfMatcherEvent, sentence) + 1);
  out->event = event;
  out->ts_ns = ts_ns;
  if (order != NULL)
    {
      out->order_id = order->id;
      memcpy (out->venue_order_id, order->venue_order_id, sizeof out->venue_order_id);
    }
  return out;
}

void
pf_matcher_print_id (char out[PF_TRADE_ID_TEXT_MAX], char prefix, guint64 number)
{
  char text[24];
  guint i = sizeof text;

  G_STATIC_ASSERT (PF_TRADE_ID_TEXT_MAX == PF_ORDER_ID_TEXT_MAX && PF_TRADE_ID_TEXT_MAX > 24);
  text[--i] = '\0';
  do
    text[--i] = (char) ('0' + (int) (number % 10));
  while ((number /= 10) > 0);
  if (prefix != '\0')
    *out++ = prefix;
  memcpy (out, text + i, sizeof text - i);
}

gboolean
pf_matcher_next_event (PfMatcher *self, PfMatcherEvent *out)
{
  const PfMatcherEvent *event;

  if (self->n_events == 0)
    return FALSE;
  event = &self->events[self->first_event];
  memcpy (out, event, G_STRUCT_OFFSET (PfMatcherEvent, sentence) + strlen (event->sentence) + 1);
  self->first_event = (self->first_event + 1) % self->events_size;
  self->n_events--;
  return TRUE;
}

/* --- what is there ---------------------------------------------------------------------------- */

const PfOrder *
pf_matcher_find (const PfMatcher *self, const char *client_order_id)
{
  for (guint i = 0; i < self->orders->len; i++)
    {
      const PfResting *resting = g_ptr_array_index (self->orders, i);
      if (strcmp (resting->order.client_order_id, client_order_id) == 0)
        return &resting->order;
    }
  return NULL;
}

PfMoney
pf_matcher_cash (const PfMatcher *self)
{
  return self->account.cash;
}

PfQuantity
pf_matcher_position (const PfMatcher *self, guint64 deployment_id, guint32 instrument)
{
  const PfPosition *position = pf_matcher_find_position (self, deployment_id, instrument);

  return position != NULL ? position->quantity : PF_QUANTITY_ZERO;
}

/* Frees the orders that ended; the others keep their order. */
static void
sweep (PfMatcher *self)
{
  guint kept = 0;

  if (!self->any_gone)
    return;
  for (guint i = 0; i < self->orders->len; i++)
    {
      PfResting *resting = g_ptr_array_index (self->orders, i);
      if (resting->gone)
        continue;
      self->orders->pdata[i] = self->orders->pdata[kept];
      self->orders->pdata[kept++] = resting;
    }
  g_ptr_array_set_size (self->orders, (gint) kept);
  self->any_gone = FALSE;
  g_assert (kept == self->face.n_orders);
}

/* --- matching --------------------------------------------------------------------------------- */

static PfPrice
slipped (const PfMatcher *self, const PfOrder *order, PfPrice price)
{
  price = order->side == PF_SIDE_BUY ? pf_price_scale_up (price, self->config.slippage)
                                     : pf_price_scale_down (price, self->config.slippage);
  /* A price is above 0, whatever slipped away. */
  return (PfPrice){ MAX (price.e18, 1) };
}

/* Has the market come to the order's level? A sell stop, a buy target and a buy limit wait below
 * the market; a market order waits for nothing. */
static gboolean
is_due (const PfOrder *order, PfPrice high, PfPrice low)
{
  PfPrice level = order->type == PF_ORDER_TYPE_LIMIT ? order->limit_price : order->trigger_price;
  gboolean below = (order->side == PF_SIDE_BUY) == (order->type != PF_ORDER_TYPE_STOP_LOSS);

  if (order->type == PF_ORDER_TYPE_MARKET)
    return TRUE;
  return below ? pf_price_compare (low, level) <= 0 : pf_price_compare (high, level) >= 0;
}

/* Fills an order that is due: at the open where that meets it, else at its level. */
static void
fill_due (PfMatcher *self, PfResting *resting, gint64 ts_ns)
{
  const PfOrder *order = &resting->order;
  const PfPlace *place = &self->places[order->instrument];
  PfQuantity most = all_of_it;
  PfPrice price = place->open;

  if (!is_due (order, place->open, place->open))
    price = order->type == PF_ORDER_TYPE_LIMIT ? order->limit_price : order->trigger_price;
  if (order->type == PF_ORDER_TYPE_MARKET || order->type == PF_ORDER_TYPE_STOP_LOSS)
    price = slipped (self, order, price);
  if (order->type == PF_ORDER_TYPE_MARKET || order->type == PF_ORDER_TYPE_LIMIT)
    most = pf_quantity_sub (place->share, resting->taken);
  /* Of several instruments one is ahead by a piece; no fill is older than its order for that. */
  pf_matcher_fill (self, resting, price, most, MAX (ts_ns, order->ts_created_ns));
}

/* An order that may not wait has had its open. */
static void
end_impatient (PfMatcher *self, PfResting *resting, gint64 ts_ns)
{
  if (!resting->gone && resting->order.tif != PF_TIF_GTC
      && (resting->order.type == PF_ORDER_TYPE_MARKET
          || resting->order.type == PF_ORDER_TYPE_LIMIT))
    pf_matcher_expire (self, resting, ts_ns, "The market did not have it at once.");
}

/* Whose turn it is in a phase. A target waits for the range even where the open meets it (and then
 * fills at that open): it may be that the stop lies in the same piece, and goes first. */
static const PfOrderType turns_of_open[] = { PF_ORDER_TYPE_MARKET, PF_ORDER_TYPE_STOP_LOSS,
                                             PF_ORDER_TYPE_LIMIT };
static const PfOrderType turns_of_range[] = { PF_ORDER_TYPE_STOP_LOSS, PF_ORDER_TYPE_TAKE_PROFIT,
                                              PF_ORDER_TYPE_LIMIT };
G_STATIC_ASSERT (G_N_ELEMENTS (turns_of_open) == G_N_ELEMENTS (turns_of_range));

/* Shows high .. low to the orders of an instrument, of each type in turn. */
static void
match (PfMatcher *self, guint32 instrument, const PfOrderType *turns, PfPrice high, PfPrice low,
       gint64 ts_ns)
{
  for (guint turn = 0; turn < G_N_ELEMENTS (turns_of_open); turn++)
    for (guint i = 0; i < self->orders->len; i++)
      {
        PfResting *resting = g_ptr_array_index (self->orders, i);
        if (!resting->gone && resting->order.instrument == instrument
            && resting->order.type == turns[turn] && is_due (&resting->order, high, low))
          fill_due (self, resting, ts_ns);
      }
}

/* Before a piece is matched: its share is whole again, and what recovery brought back of a position
 * that is gone ends. */
static void
begin_piece (PfMatcher *self, guint32 instrument, gint64 ts_ns)
{
  PfPlace *place = &self->places[instrument];

  for (guint i = 0; i < self->orders->len; i++)
    {
      PfResting *resting = g_ptr_array_index (self->orders, i);
      if (resting->order.instrument != instrument)
        continue;
      resting->taken = PF_QUANTITY_ZERO;
      if (place->restored && resting->order.reduce_only
          && pf_matcher_reducible (self, &resting->order).e18 == 0)
        pf_matcher_expire (self, resting, ts_ns, "The position it would have reduced is closed.");
    }
  place->restored = FALSE;
}

void
pf_matcher_open (PfMatcher *self, guint32 instrument, PfPrice price, double volume, gint64 ts_ns)
{
  const PfInstrument *what = pf_instruments_get (self->instruments, instrument);
  PfPlace *place = &self->places[instrument];

  g_assert (price.e18 > 0);
  place->phase = PF_PHASE_OPEN;
  place->open = place->price = price;
  place->share = all_of_it;
  /* Volume is a statistic; a millionth of a unit is fine enough for a share. */
  if (self->config.max_share.e12 > 0)
    place->share = pf_quantity_scale (
        (PfQuantity){ (PfInt128) (volume > 0 ? MIN (volume, 1e15) * 1e6 : 0) * 1000000000000 },
        self->config.max_share, what->step);
  if (self->busy[instrument] == 0)
    return;
  begin_piece (self, instrument, ts_ns);
  match (self, instrument, turns_of_open, price, price, ts_ns);
  for (guint i = 0; i < self->orders->len; i++)
    if (((PfResting *) self->orders->pdata[i])->order.instrument == instrument)
      end_impatient (self, self->orders->pdata[i], ts_ns);
  pf_matcher_watch_margin (self, instrument, price, ts_ns);
  sweep (self);
}

void
pf_matcher_range (PfMatcher *self, guint32 instrument, PfPrice high, PfPrice low, gint64 ts_ns)
{
  PfPlace *place = &self->places[instrument];

  g_assert (instrument < self->instruments->n && place->phase == PF_PHASE_OPEN);
  g_assert (pf_price_compare (low, place->open) <= 0 && pf_price_compare (place->open, high) <= 0);
  place->phase = PF_PHASE_RANGE;
  if (self->busy[instrument] == 0)
    return;
  match (self, instrument, turns_of_range, high, low, ts_ns);
  pf_matcher_watch_margin (self, instrument, low, ts_ns);
  pf_matcher_watch_margin (self, instrument, high, ts_ns);
  sweep (self);
}

void
pf_matcher_close (PfMatcher *self, guint32 instrument, PfPrice price, gint64 ts_ns)
{
  g_assert (instrument < self->instruments->n && price.e18 > 0);
  self->places[instrument].phase = PF_PHASE_BETWEEN;
  self->places[instrument].price = price;
  pf_matcher_watch_margin (self, instrument, price, ts_ns);
  sweep (self);
}

/* --- orders in -------------------------------------------------------------------------------- */

/* Why the order cannot be taken; NULL: it can. */
static const char *
check_order (const PfMatcher *self, const PfOrder *order)
{
  gboolean triggered = order->type == PF_ORDER_TYPE_STOP_LOSS
                       || order->type == PF_ORDER_TYPE_TAKE_PROFIT;

  if (order->id <= self->last_order
      || (order->client_order_id[0] != '\0' && pf_matcher_find (self, order->client_order_id)))
    return "This order was sent before.";
  if (order->instrument >= self->instruments->n)
    return "This market has no such symbol.";
  if (self->face.n_orders == PF_MATCHER_ORDERS_MAX)
    return "So many orders are open that no more fit. Cancel some first.";
  if (pf_order_remaining (order).e18 <= 0)
    return "The quantity is not above 0.";
  if (order->type == PF_ORDER_TYPE_LIMIT && order->limit_price.e18 <= 0)
    return "The limit price is not above 0.";
  if (triggered && order->trigger_price.e18 <= 0)
    return "The trigger price is not above 0.";
  if (order->reduce_only && pf_matcher_reducible (self, order).e18 == 0)
    return "There is no position to reduce.";
  return NULL;
}

static PfResting *
keep (PfMatcher *self, const PfOrder *order)
{
  PfResting *resting = g_new (PfResting, 1);

  *resting = (PfResting){ .order = *order };
  pf_matcher_print_id (resting->order.venue_order_id, 'P', order->id);
  g_ptr_array_add (self->orders, resting);
  self->busy[order->instrument]++;
  self->face.n_orders++;
  self->last_order = MAX (self->last_order, order->id);
  return resting;
}

void
pf_matcher_submit (PfMatcher *self, const PfOrder *order, gint64 ts_ns)
{
  const char *wrong = check_order (self, order);
  const PfPlace *place;
  PfResting *resting;

  if (wrong != NULL)
    {
      g_strlcpy (pf_matcher_say (self, order, PF_ORDER_EVENT_REJECT, ts_ns)->sentence, wrong,
                 PF_SENTENCE_MAX);
      return;
    }
  resting = keep (self, order);
  pf_matcher_say (self, &resting->order, PF_ORDER_EVENT_ACCEPT, ts_ns);
  place = &self->places[order->instrument];
  if (place->phase != PF_PHASE_OPEN
      || (order->type != PF_ORDER_TYPE_MARKET && order->type != PF_ORDER_TYPE_LIMIT))
    return;
  if (is_due (order, place->open, place->open))
    fill_due (self, resting, ts_ns);
  end_impatient (self, resting, ts_ns);
  sweep (self);
}

void
pf_matcher_cancel (PfMatcher *self, guint64 order_id, gint64 ts_ns)
{
  for (guint i = 0; i < self->orders->len; i++)
    {
      PfResting *resting = g_ptr_array_index (self->orders, i);
      if (resting->order.id != order_id)
        continue;
      pf_matcher_say (self, &resting->order, PF_ORDER_EVENT_CANCEL, ts_ns);
      pf_matcher_drop (self, resting);
      break;
    }
  sweep (self);
}

/* --- recovery --------------------------------------------------------------------------------- */

void
pf_matcher_restore_account (PfMatcher *self, PfMoney cash, guint64 next_trade)
{
  g_assert (next_trade >= 1);
  self->account.cash = cash;
  self->next_trade = next_trade;
}

void
pf_matcher_restore_position (PfMatcher *self, const PfPosition *position)
{
  PfPlace *place = &self->places[position->instrument];

  g_assert (position->quantity.e18 != 0 && position->instrument < self->instruments->n);
  pf_matcher_add_position (self, position);
  if (place->price.e18 == 0)
    place->price = position->mark.e18 > 0 ? position->mark : pf_position_entry_price (position);
}

void
pf_matcher_restore_order (PfMatcher *self, const PfOrder *order)
{
  g_assert (order->instrument < self->instruments->n);
  keep (self, order);
  self->places[order->instrument].restored = TRUE;
}
