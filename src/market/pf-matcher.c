/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The paper market. Phases and invariants are at the head of pf-matcher.h. */
#include "market/pf-matcher.h"

#include "market/pf-margin.h"

#include <string.h>

typedef enum { PHASE_BETWEEN, PHASE_OPEN, PHASE_RANGE } Phase;

typedef struct
{
  Phase phase;
  PfPrice open;                 /* of the piece in progress */
  PfPrice price;                /* last seen */
  PfQuantity share;             /* what one order may take at this open */
  guint busy;                   /* orders and positions in it */
} Place;

struct _PfMatcher
{
  PfMatcherConfig config;
  PfInstruments *instruments;
  Place *places;                /* one an instrument */
  PfAccount account;
  GArray *positions;            /* of PfPosition, none flat */
  GPtrArray *orders;            /* of PfOrder*, open, by arrival; owned */
  GArray *events;               /* of PfMatcherEvent, from events_head on */
  guint events_head;
  guint64 last_order;           /* ids rise: one that does not was sent before */
  guint64 next_trade;
};

PfMatcher *
pf_matcher_new (const PfMatcherConfig *config, const PfInstruments *instruments)
{
  PfMatcher *self = g_new0 (PfMatcher, 1);

  g_assert (config->leverage >= 1 && config->fee_rate.e12 >= 0 && config->slippage.e12 >= 0);
  self->config = *config;
  self->instruments = pf_instruments_copy (instruments);
  self->places = g_new0 (Place, instruments->n);
  self->positions = g_array_new (FALSE, FALSE, sizeof (PfPosition));
  self->orders = g_ptr_array_new_with_free_func (g_free);
  self->events = g_array_new (FALSE, FALSE, sizeof (PfMatcherEvent));
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
  g_array_unref (self->events);
  pf_instruments_free (self->instruments);
  g_free (self->places);
  g_free (self);
}

/* --- events ----------------------------------------------------------------------------------- */

static PfMatcherEvent *
say (PfMatcher *self, const PfOrder *order, PfOrderEvent event, gint64 ts_ns)
{
  PfMatcherEvent *out;

  g_array_set_size (self->events, self->events->len + 1);
  out = &g_array_index (self->events, PfMatcherEvent, self->events->len - 1);
  memset (out, 0, sizeof *out);
  out->event = event;
  out->ts_ns = ts_ns;
  if (order != NULL)
    {
      out->order_id = order->id;
      g_strlcpy (out->venue_order_id, order->venue_order_id, sizeof out->venue_order_id);
    }
  return out;
}

gboolean
pf_matcher_next_event (PfMatcher *self, PfMatcherEvent *out)
{
  if (self->events_head == self->events->len)
    return FALSE;
  *out = g_array_index (self->events, PfMatcherEvent, self->events_head++);
  if (self->events_head == self->events->len)
    {
      g_array_set_size (self->events, 0);
      self->events_head = 0;
    }
  return TRUE;
}

/* --- what is there ---------------------------------------------------------------------------- */

static PfPosition *
find_position (const PfMatcher *self, guint64 deployment_id, guint32 instrument)
{
  for (guint i = 0; i < self->positions->len; i++)
    {
      PfPosition *position = &g_array_index (self->positions, PfPosition, i);
      if (position->deployment_id == deployment_id && position->instrument == instrument)
        return position;
    }
  return NULL;
}

gboolean
pf_matcher_is_busy (const PfMatcher *self, guint32 instrument)
{
  return self->places[instrument].busy > 0;
}

const PfOrder *
pf_matcher_find (const PfMatcher *self, const char *client_order_id)
{
  for (guint i = 0; i < self->orders->len; i++)
    {
      const PfOrder *order = g_ptr_array_index (self->orders, i);
      if (strcmp (order->client_order_id, client_order_id) == 0)
        return order;
    }
  return NULL;
}

PfMoney
pf_matcher_cash (const PfMatcher *self)
{
  return self->account.cash;
}

guint
pf_matcher_n_orders (const PfMatcher *self)
{
  return self->orders->len;
}

PfQuantity
pf_matcher_position (const PfMatcher *self, guint64 deployment_id, guint32 instrument)
{
  const PfPosition *position = find_position (self, deployment_id, instrument);

  return position != NULL ? position->quantity : PF_QUANTITY_ZERO;
}

typedef struct { PfMoney equity, gross, maintenance; } Stake;

/* The account with every position at its instrument's last price, but those of one instrument at
 * the given one. */
static Stake
measure (const PfMatcher *self, guint32 instrument, PfPrice price)
{
  Stake stake = { .equity = self->account.cash };

  for (guint i = 0; i < self->positions->len; i++)
    {
      const PfPosition *p = &g_array_index (self->positions, PfPosition, i);
      const PfInstrument *what = pf_instruments_get (self->instruments, p->instrument);
      PfMoney value = pf_position_value (p, p->instrument == instrument
                                                ? price : self->places[p->instrument].price);
      stake.equity = pf_money_add (stake.equity, value);
      value = pf_money_abs (value);
      stake.gross = pf_money_add (stake.gross, value);
      stake.maintenance = pf_money_add (stake.maintenance,
                                        pf_money_scale (value, what->maintenance_rate));
    }
  return stake;
}

PfMoney
pf_matcher_equity (const PfMatcher *self)
{
  return measure (self, G_MAXUINT32, PF_PRICE_ZERO).equity;
}

/* --- fills ------------------------------------------------------------------------------------ */

static void
drop_order (PfMatcher *self, PfOrder *order)
{
  self->places[order->instrument].busy--;
  g_ptr_array_remove (self->orders, order);
}

static void
expire (PfMatcher *self, PfOrder *order, gint64 ts_ns, const char *sentence)
{
  PfMatcherEvent *event = say (self, order, PF_ORDER_EVENT_EXPIRE, ts_ns);

  g_strlcpy (event->sentence, sentence, sizeof event->sentence);
  drop_order (self, order);
}

/* A position that is gone takes what could only have reduced it with it. */
static void
expire_reducers (PfMatcher *self, guint64 deployment_id, guint32 instrument, gint64 ts_ns)
{
  for (guint i = self->orders->len; i > 0; i--)
    {
      PfOrder *order = g_ptr_array_index (self->orders, i - 1);
      if (order->reduce_only && order->deployment_id == deployment_id
          && order->instrument == instrument)
        expire (self, order, ts_ns, "The position it would have reduced is closed.");
    }
}

static void
book (PfMatcher *self, const PfOrder *order, PfFill *fill)
{
  PfPosition *position = find_position (self, fill->deployment_id, fill->instrument);
  PfMoney notional;
  PfTrade trade;
  gboolean fits = pf_notional (fill->price, fill->quantity, &notional);

  g_assert (fits);
  fill->fee = pf_money_scale (notional, self->config.fee_rate);
  g_snprintf (fill->trade_id, sizeof fill->trade_id, "%" G_GUINT64_FORMAT, self->next_trade++);
  say (self, order, PF_ORDER_EVENT_FILL, fill->ts_ns)->fill = *fill;
  pf_account_apply (&self->account, fill);
  if (position == NULL)
    {
      PfPosition fresh = { .deployment_id = fill->deployment_id, .instrument = fill->instrument };
      g_array_append_val (self->positions, fresh);
      position = &g_array_index (self->positions, PfPosition, self->positions->len - 1);
      self->places[fill->instrument].busy++;
    }
  pf_position_apply (position, fill, &trade);
  if (position->quantity.e18 != 0)
    return;
  g_array_remove_index (self->positions,
                        (guint) (position - (PfPosition *) (void *) self->positions->data));
  self->places[fill->instrument].busy--;
}

/* What of an entry's quantity the account pays at price; ends the order where that is not all. */
static PfQuantity
pay (PfMatcher *self, PfOrder *order, PfPrice price, PfQuantity quantity, gint64 ts_ns)
{
  const PfInstrument *instrument = pf_instruments_get (self->instruments, order->instrument);
  Stake stake = measure (self, order->instrument, price);
  PfMoney free = pf_margin_free (stake.equity, stake.gross, self->config.leverage);
  PfMoney notional;
  PfQuantity paid;
  PfMatcherEvent *event;
  char need[PF_DECIMAL_TEXT_MAX], have[PF_DECIMAL_TEXT_MAX];

  if (pf_notional (price, quantity, &notional)
      && pf_margin_pays (free, notional, pf_money_scale (notional, self->config.fee_rate),
                         order->side, self->config.leverage))
    return quantity;
  if (order->cut_to_cash)
    {
      paid = pf_margin_affordable (free, price, self->config.fee_rate, self->config.leverage,
                                   instrument->step);
      paid = pf_quantity_compare (paid, quantity) < 0 ? paid : quantity;
      if (paid.e18 == 0)
        expire (self, order, ts_ns, "The cash does not pay the smallest quantity. Add money.");
      return paid;
    }
  event = say (self, order, PF_ORDER_EVENT_REJECT, ts_ns);
  if (!pf_notional (price, quantity, &notional))
    g_strlcpy (event->sentence, "The order is too large to be computed. Lower the size.",
               sizeof event->sentence);
  else
    g_snprintf (event->sentence, sizeof event->sentence,
                "The order costs %s and %s is free. Lower the size or add money.",
                pf_decimal_print_fixed (notional.e18, PF_DECIMALS, 2, need),
                pf_decimal_print_fixed (free.e18, PF_DECIMALS, 2, have));
  drop_order (self, order);
  return PF_QUANTITY_ZERO;
}

/* Fills up to most of the order at price. The order may be gone afterwards. */
static void
fill_order (PfMatcher *self, PfOrder *order, PfPrice price, PfQuantity most, gint64 ts_ns)
{
  const PfPosition *position = find_position (self, order->deployment_id, order->instrument);
  PfQuantity held = position != NULL ? position->quantity : PF_QUANTITY_ZERO;
  PfFill fill = { .order_id = order->id, .deployment_id = order->deployment_id,
                  .instrument = order->instrument, .side = order->side, .price = price,
                  .reason = order->reason, .ts_ns = ts_ns };
  PfQuantity quantity = pf_order_remaining (order);
  PfQuantity wanted;

  quantity = pf_quantity_compare (most, quantity) < 0 ? most : quantity;
  if (order->reduce_only)
    {
      held = pf_quantity_abs (held);
      quantity = pf_quantity_compare (held, quantity) < 0 ? held : quantity;
    }
  if (quantity.e18 == 0)
    return;
  wanted = quantity;
  if (!order->reduce_only)
    quantity = pay (self, order, price, quantity, ts_ns);
  if (quantity.e18 == 0)
    return;
  fill.quantity = quantity;
  book (self, order, &fill);
  order->filled = pf_quantity_add (order->filled, quantity);
  if (pf_order_remaining (order).e18 == 0)
    drop_order (self, order);
  else if (quantity.e18 < wanted.e18)
    expire (self, order, ts_ns, "The cash paid only a part of the quantity.");
  if (find_position (self, fill.deployment_id, fill.instrument) == NULL)
    expire_reducers (self, fill.deployment_id, fill.instrument, ts_ns);
}

/* --- matching --------------------------------------------------------------------------------- */

static const PfQuantity all_of_it = { (PfInt128) 1 << 120 };

static PfPrice
slipped (const PfMatcher *self, const PfOrder *order, PfPrice price)
{
  return order->side == PF_SIDE_BUY ? pf_price_scale_up (price, self->config.slippage)
                                    : pf_price_scale_down (price, self->config.slippage);
}

/* Has the market come to a level? A sell stop, a buy target and a buy limit wait below. */
static gboolean
reached (const PfOrder *order, PfPrice high, PfPrice low)
{
  gboolean limit = order->type == PF_ORDER_TYPE_LIMIT;
  PfPrice level = limit ? order->limit_price : order->trigger_price;
  gboolean below = (order->side == PF_SIDE_BUY) == (order->type != PF_ORDER_TYPE_STOP_LOSS);

  return below ? pf_price_compare (low, level) <= 0 : pf_price_compare (high, level) >= 0;
}

/* Tries the orders of one type between high and low; where the open lies beyond the level, they
 * fill at the open. The orders that fill are taken first, since each fill may end others. */
static void
match_type (PfMatcher *self, guint32 instrument, PfOrderType type, PfPrice high, PfPrice low,
            gint64 ts_ns)
{
  Place *place = &self->places[instrument];
  g_autofree guint64 *ids = NULL;
  guint n = 0;

  for (guint i = 0; i < self->orders->len; i++)
    {
      const PfOrder *order = g_ptr_array_index (self->orders, i);
      if (order->instrument != instrument || order->type != type
          || (type != PF_ORDER_TYPE_MARKET && !reached (order, high, low)))
        continue;
      if (ids == NULL)
        ids = g_new (guint64, self->orders->len);
      ids[n++] = order->id;
    }
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < self->orders->len; j++)
      {
        PfOrder *order = g_ptr_array_index (self->orders, j);
        PfPrice price = place->open;
        if (order->id != ids[i])
          continue;
        if (type != PF_ORDER_TYPE_MARKET && !reached (order, place->open, place->open))
          price = type == PF_ORDER_TYPE_LIMIT ? order->limit_price : order->trigger_price;
        if (type == PF_ORDER_TYPE_MARKET || type == PF_ORDER_TYPE_STOP_LOSS)
          price = slipped (self, order, price);
        fill_order (self, order, price,
                    type == PF_ORDER_TYPE_MARKET || type == PF_ORDER_TYPE_LIMIT ? place->share
                                                                                : all_of_it,
                    ts_ns);
        break;
      }
}

/* Orders that may not wait: what the open did not fill of them is over. */
static void
end_impatient (PfMatcher *self, guint32 instrument, gint64 ts_ns)
{
  for (guint i = self->orders->len; i > 0; i--)
    {
      PfOrder *order = g_ptr_array_index (self->orders, i - 1);
      if (order->instrument == instrument && order->type == PF_ORDER_TYPE_LIMIT
          && order->tif != PF_TIF_GTC)
        expire (self, order, ts_ns, "The price was not there at once.");
    }
}

static void
liquidate (PfMatcher *self, gint64 ts_ns)
{
  while (self->positions->len > 0)
    {
      const PfPosition *p = &g_array_index (self->positions, PfPosition, 0);
      guint64 deployment_id = p->deployment_id;
      guint32 instrument = p->instrument;
      PfFill fill = { .deployment_id = deployment_id, .instrument = instrument,
                      .side = p->quantity.e18 > 0 ? PF_SIDE_SELL : PF_SIDE_BUY,
                      .price = self->places[instrument].price,
                      .quantity = pf_quantity_abs (p->quantity), .reason = PF_REASON_LIQUIDATION,
                      .ts_ns = ts_ns };
      book (self, NULL, &fill);
      expire_reducers (self, deployment_id, instrument, ts_ns);
    }
}

static void
watch_margin (PfMatcher *self, guint32 instrument, PfPrice price, gint64 ts_ns)
{
  Stake stake;

  self->places[instrument].price = price;
  if (!self->config.liquidate || self->positions->len == 0)
    return;
  stake = measure (self, instrument, price);
  if (pf_margin_is_lost (stake.equity, stake.maintenance, stake.gross))
    liquidate (self, ts_ns);
}

void
pf_matcher_open (PfMatcher *self, guint32 instrument, PfPrice price, double volume, gint64 ts_ns)
{
  Place *place = &self->places[instrument];
  const PfInstrument *what = pf_instruments_get (self->instruments, instrument);

  g_assert (price.e18 > 0);
  place->phase = PHASE_OPEN;
  place->open = place->price = price;
  place->share = all_of_it;
  /* Volume is a statistic; a micro-unit of it is fine enough for a share. */
  if (self->config.max_share.e12 > 0)
    place->share = pf_quantity_scale (
        (PfQuantity){ (PfInt128) (CLAMP (volume, 0, 1e15) * 1e6) * 1000000000000 },
        self->config.max_share, what->step);
  if (place->busy == 0)
    return;
  match_type (self, instrument, PF_ORDER_TYPE_MARKET, price, price, ts_ns);
  match_type (self, instrument, PF_ORDER_TYPE_STOP_LOSS, price, price, ts_ns);
  match_type (self, instrument, PF_ORDER_TYPE_LIMIT, price, price, ts_ns);
  end_impatient (self, instrument, ts_ns);
  watch_margin (self, instrument, price, ts_ns);
}

void
pf_matcher_range (PfMatcher *self, guint32 instrument, PfPrice high, PfPrice low, gint64 ts_ns)
{
  Place *place = &self->places[instrument];

  place->phase = PHASE_RANGE;
  if (place->busy == 0)
    return;
  match_type (self, instrument, PF_ORDER_TYPE_STOP_LOSS, high, low, ts_ns);
  match_type (self, instrument, PF_ORDER_TYPE_TAKE_PROFIT, high, low, ts_ns);
  match_type (self, instrument, PF_ORDER_TYPE_LIMIT, high, low, ts_ns);
  /* The worst price of the piece for each side. */
  watch_margin (self, instrument, low, ts_ns);
  watch_margin (self, instrument, high, ts_ns);
}

void
pf_matcher_close (PfMatcher *self, guint32 instrument, PfPrice price, gint64 ts_ns)
{
  self->places[instrument].phase = PHASE_BETWEEN;
  watch_margin (self, instrument, price, ts_ns);
}

/* --- orders in -------------------------------------------------------------------------------- */

static const char *
check_order (const PfMatcher *self, const PfOrder *order)
{
  if (order->id <= self->last_order)
    return "This order was sent before.";
  if (order->instrument >= self->instruments->n)
    return "This market has no such symbol.";
  if (self->orders->len == PF_MATCHER_ORDERS_MAX)
    return "So many orders are open that no more fit. Cancel some first.";
  if (order->reduce_only && find_position (self, order->deployment_id, order->instrument) == NULL)
    return "There is no position to reduce.";
  if (order->quantity.e18 <= 0)
    return "The quantity is not above 0.";
  if (order->type == PF_ORDER_TYPE_LIMIT && order->limit_price.e18 <= 0)
    return "The limit price is not above 0.";
  return NULL;
}

static PfOrder *
keep (PfMatcher *self, const PfOrder *order)
{
  PfOrder *kept = g_memdup2 (order, sizeof *order);

  g_snprintf (kept->venue_order_id, sizeof kept->venue_order_id, "P%" G_GUINT64_FORMAT, order->id);
  g_ptr_array_add (self->orders, kept);
  self->places[order->instrument].busy++;
  self->last_order = MAX (self->last_order, order->id);
  return kept;
}

void
pf_matcher_submit (PfMatcher *self, const PfOrder *order, gint64 ts_ns)
{
  const char *wrong = check_order (self, order);
  PfMatcherEvent *event;
  Place *place;
  PfOrder *kept;

  if (wrong != NULL)
    {
      event = say (self, order, PF_ORDER_EVENT_REJECT, ts_ns);
      g_strlcpy (event->sentence, wrong, sizeof event->sentence);
      return;
    }
  kept = keep (self, order);
  say (self, kept, PF_ORDER_EVENT_ACCEPT, ts_ns);
  place = &self->places[order->instrument];
  if (order->type == PF_ORDER_TYPE_MARKET && place->phase == PHASE_OPEN)
    fill_order (self, kept, slipped (self, kept, place->open), place->share, ts_ns);
}

void
pf_matcher_cancel (PfMatcher *self, guint64 order_id, gint64 ts_ns)
{
  for (guint i = 0; i < self->orders->len; i++)
    {
      PfOrder *order = g_ptr_array_index (self->orders, i);
      if (order->id != order_id)
        continue;
      say (self, order, PF_ORDER_EVENT_CANCEL, ts_ns);
      drop_order (self, order);
      return;
    }
}

/* --- recovery --------------------------------------------------------------------------------- */

void
pf_matcher_restore_account (PfMatcher *self, PfMoney cash, guint64 next_trade)
{
  self->account.cash = cash;
  self->next_trade = next_trade;
}

void
pf_matcher_restore_position (PfMatcher *self, const PfPosition *position)
{
  g_assert (position->quantity.e18 != 0);
  g_array_append_val (self->positions, *position);
  self->places[position->instrument].busy++;
}

void
pf_matcher_restore_order (PfMatcher *self, const PfOrder *order)
{
  keep (self, order);
}
