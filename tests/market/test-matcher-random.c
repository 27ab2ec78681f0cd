/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random runs.
 *
 *   against-an-oracle   one position at a time, as a backtest trades it, against a second
 *                       computation that knows no orders: a position, two levels and cash, in whole
 *                       numbers of 1e-18 chosen so that nothing ever rounds
 *   the-books           everything at once (deployments, instruments, all order types, parts,
 *                       leverage, liquidation): after each word the books kept here from the words
 *                       alone have to agree with the matcher's; every so often a second matcher is
 *                       made from these books and has to say the same from there on
 */
#include <string.h>

#include "market/pf-margin.h"
#include "market/pf-matcher.h"

#define E18 ((PfInt128) PF_DECIMAL_INPUT_MAX_UNITS)

/* --- the oracle ------------------------------------------------------------------------------- */

/* Exact: asserts that nothing is lost. */
static PfInt128
exactly (PfInt128 product, PfInt128 divisor)
{
  g_assert_true (product % divisor == 0);
  return product / divisor;
}

typedef struct
{
  gint64 fee, slippage, stop, target;   /* of 10,000 */
  gboolean cut;
  /* state */
  PfInt128 cash, entry;                 /* 1e-18 */
  gint64 position;                      /* signed units */
  GArray *fills;                        /* of PfFill: price, quantity, side, fee, reason, ts_ns */
} Oracle;

static void
oracle_fill (Oracle *self, gint64 units, PfInt128 price, PfReason reason, gint64 ts_ns)
{
  PfInt128 notional = price * ABS (units), fee = exactly (notional * self->fee, 10000);
  PfFill fill = { .side = units > 0 ? PF_SIDE_BUY : PF_SIDE_SELL, .price = { price },
                  .quantity = pf_quantity_from_int (ABS (units)), .fee = { fee },
                  .reason = reason, .ts_ns = ts_ns };

  self->cash -= price * units + fee;
  self->position += units;
  if (self->position != 0)
    self->entry = price;
  g_array_append_val (self->fills, fill);
}

static PfInt128
oracle_slip (const Oracle *self, PfInt128 price, gboolean buy)
{
  return exactly (price * (10000 + (buy ? self->slippage : -self->slippage)), 10000);
}

/* want: units to hold after the open; what is held goes first */
static void
oracle_open (Oracle *self, gint64 want, PfInt128 open, gint64 ts_ns)
{
  PfInt128 price, notional, needed;

  if (self->position != 0)
    oracle_fill (self, -self->position, oracle_slip (self, open, self->position < 0),
                 PF_REASON_SIGNAL, ts_ns);
  if (want == 0)
    return;
  price = oracle_slip (self, open, want > 0);
  notional = price * ABS (want);
  needed = want > 0 ? notional + exactly (notional * self->fee, 10000) : notional;
  if (needed > self->cash)
    {
      gint64 units = self->cut && self->cash > 0
                         ? (gint64) (self->cash / exactly (price * (10000 + self->fee), 10000)) : 0;
      want = want > 0 ? units : -units;
    }
  if (want != 0)
    oracle_fill (self, want, price, PF_REASON_SIGNAL, ts_ns);
}

static void
oracle_levels (Oracle *self, PfInt128 open, PfInt128 high, PfInt128 low, gint64 ts_ns)
{
  gboolean is_long = self->position > 0;
  PfInt128 stop, target, price;

  if (self->position == 0)
    return;
  stop = exactly (self->entry * (10000 + (is_long ? -self->stop : self->stop)), 10000);
  target = exactly (self->entry * (10000 + (is_long ? self->target : -self->target)), 10000);
  if (self->stop > 0 && (is_long ? low <= stop : high >= stop))
    {
      price = is_long ? MIN (open, stop) : MAX (open, stop);
      oracle_fill (self, -self->position, oracle_slip (self, price, !is_long),
                   PF_REASON_STOP_LOSS, ts_ns);
    }
  else if (self->target > 0 && (is_long ? high >= target : low <= target))
    {
      price = is_long ? MAX (open, target) : MIN (open, target);
      oracle_fill (self, -self->position, price, PF_REASON_TAKE_PROFIT, ts_ns);
    }
}

/* --- driving the matcher like a backtest ------------------------------------------------------ */

typedef struct
{
  const Oracle *settings;
  PfMatcher *matcher;
  guint64 next_id;
  gint64 then;                  /* units to enter once the close is filled */
  GArray *fills;
} Trader;

static guint64
trader_send (Trader *self, PfOrder order, gint64 units, gint64 ts_ns)
{
  order.id = self->next_id++;
  g_snprintf (order.client_order_id, sizeof order.client_order_id, "c%u", (guint) order.id);
  order.side = units > 0 ? PF_SIDE_BUY : PF_SIDE_SELL;
  order.quantity = pf_quantity_from_int (ABS (units));
  pf_matcher_submit (self->matcher, &order, ts_ns);
  return order.id;
}

static void
trader_enter (Trader *self, gint64 units, gint64 ts_ns)
{
  if (units != 0)
    trader_send (self, (PfOrder){ .cut_to_cash = self->settings->cut }, units, ts_ns);
}

static void
trader_protect (Trader *self, const PfFill *fill, gint64 ts_ns)
{
  gint64 units = (gint64) (fill->quantity.e18 / E18) * (fill->side == PF_SIDE_BUY ? -1 : 1);
  PfRate stop = pf_rate_from_ppm (self->settings->stop * 100);
  PfRate target = pf_rate_from_ppm (self->settings->target * 100);
  PfOrder order = { .reduce_only = TRUE, .type = PF_ORDER_TYPE_TAKE_PROFIT,
                    .reason = PF_REASON_TAKE_PROFIT };

  order.trigger_price = units < 0 ? pf_price_scale_up (fill->price, target)
                                  : pf_price_scale_down (fill->price, target);
  if (target.e12 > 0)
    trader_send (self, order, units, ts_ns);
  order.type = PF_ORDER_TYPE_STOP_LOSS;
  order.reason = PF_REASON_STOP_LOSS;
  order.trigger_price = units < 0 ? pf_price_scale_down (fill->price, stop)
                                  : pf_price_scale_up (fill->price, stop);
  if (stop.e12 > 0)
    trader_send (self, order, units, ts_ns);
}

static void
trader_pump (Trader *self, gint64 ts_ns)
{
  PfMatcherEvent event;

  while (pf_matcher_next_event (self->matcher, &event))
    {
      if (event.event != PF_ORDER_EVENT_FILL)
        continue;
      g_array_append_val (self->fills, event.fill);
      if (pf_matcher_position (self->matcher, 0, 0).e18 != 0)
        trader_protect (self, &event.fill, ts_ns);
      else
        {
          trader_enter (self, self->then, ts_ns);
          self->then = 0;
        }
    }
}

static void
compare_fills (const GArray *fills, const GArray *expected)
{
  for (guint i = 0; i < fills->len && i < expected->len; i++)
    {
      const PfFill *a = &g_array_index (fills, PfFill, i);
      const PfFill *b = &g_array_index (expected, PfFill, i);
      g_assert_cmpint (a->ts_ns, ==, b->ts_ns);
      g_assert_cmpint (a->side, ==, b->side);
      g_assert_cmpint (a->reason, ==, b->reason);
      g_assert_true (a->price.e18 == b->price.e18);
      g_assert_true (a->quantity.e18 == b->quantity.e18);
      g_assert_true (a->fee.e18 == b->fee.e18);
    }
  g_assert_cmpuint (fills->len, ==, expected->len);
}

static void
run_against_oracle (guint32 seed, guint *reasons, guint *cuts)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  Oracle oracle = { .fee = g_rand_int_range (rand, 0, 30),
                    .slippage = g_rand_int_range (rand, 0, 3) * g_rand_int_range (rand, 0, 100),
                    .stop = g_rand_int_range (rand, 0, 3) * g_rand_int_range (rand, 1, 200),
                    .target = g_rand_int_range (rand, 0, 3) * g_rand_int_range (rand, 1, 300),
                    .cut = g_rand_boolean (rand), .cash = 100000 * E18,
                    .fills = g_array_new (FALSE, FALSE, sizeof (PfFill)) };
  PfMatcherConfig config = { .balance = pf_money_from_int (100000), .leverage = 1,
                             .fee_rate = pf_rate_from_ppm (oracle.fee * 100),
                             .slippage = pf_rate_from_ppm (oracle.slippage * 100) };
  g_autoptr (PfInstruments) instruments = pf_instruments_new ();
  PfInstrument instrument = pf_instrument_unknown ("AAA", 2);
  Trader trader = { .settings = &oracle, .next_id = 1,
                    .fills = g_array_new (FALSE, FALSE, sizeof (PfFill)) };
  gint64 points = 10000;

  instrument.step = pf_quantity_from_int (1);
  pf_instruments_add (instruments, &instrument);
  trader.matcher = pf_matcher_new (&config, instruments);
  for (gint64 t = 0; t < 2000; t++)
    {
      gint64 jump = g_rand_int_range (rand, 0, 10) == 0 ? 800 : 30;
      gint64 move = g_rand_int_range (rand, (gint) -jump, (gint) jump + 1);
      gint64 open = MAX (400, points + move);
      gint64 high = open + g_rand_int_range (rand, 0, 300);
      gint64 low = open - g_rand_int_range (rand, 0, 300);
      gboolean acts = g_rand_int_range (rand, 0, 4) == 0;
      gint64 want = g_rand_int_range (rand, -1500, 1500) * g_rand_int_range (rand, 0, 2);

      if (acts)
        {
          guint before = oracle.fills->len;
          oracle_open (&oracle, want, open * (E18 / 100), t);
          if (want != 0 && oracle.position != want && oracle.fills->len > before)
            (*cuts)++;
          trader.then = want;
          if (pf_matcher_position (trader.matcher, 0, 0).e18 != 0)
            trader_send (&trader, (PfOrder){ .reduce_only = TRUE },
                         -(gint64) (pf_matcher_position (trader.matcher, 0, 0).e18 / E18), t);
          else
            {
              trader_enter (&trader, want, t);
              trader.then = 0;
            }
        }
      pf_matcher_open (trader.matcher, 0, pf_price_from_points (open, 2), 0, t);
      trader_pump (&trader, t);
      pf_matcher_range (trader.matcher, 0, pf_price_from_points (high, 2),
                        pf_price_from_points (low, 2), t);
      trader_pump (&trader, t);
      points = low + g_rand_int_range (rand, 0, (gint) (high - low) + 1);
      pf_matcher_close (trader.matcher, 0, pf_price_from_points (points, 2), t);
      oracle_levels (&oracle, open * (E18 / 100), high * (E18 / 100), low * (E18 / 100), t);
      g_assert_true (pf_matcher_cash (trader.matcher).e18 == oracle.cash);
      g_assert_true (pf_matcher_position (trader.matcher, 0, 0).e18 == oracle.position * E18);
      g_assert_true (pf_matcher_equity (trader.matcher).e18
                     == oracle.cash + oracle.position * points * (E18 / 100));
    }
  compare_fills (trader.fills, oracle.fills);
  for (guint i = 0; i < oracle.fills->len; i++)
    reasons[g_array_index (oracle.fills, PfFill, i).reason]++;
  pf_matcher_free (trader.matcher);
  g_array_unref (trader.fills);
  g_array_unref (oracle.fills);
}

static void
test_against_oracle (void)
{
  guint reasons[PF_N_REASONS] = { 0 }, cuts = 0;

  for (guint32 seed = 1; seed <= 300; seed++)
    run_against_oracle (seed, reasons, &cuts);
  g_test_message ("%u by signal, %u stops, %u targets, %u entries cut", reasons[PF_REASON_SIGNAL],
                  reasons[PF_REASON_STOP_LOSS], reasons[PF_REASON_TAKE_PROFIT], cuts);
  g_assert_cmpuint (reasons[PF_REASON_SIGNAL], >, 10000);
  g_assert_cmpuint (reasons[PF_REASON_STOP_LOSS], >, 1000);
  g_assert_cmpuint (reasons[PF_REASON_TAKE_PROFIT], >, 1000);
  g_assert_cmpuint (cuts, >, 100);
}

/* --- the books -------------------------------------------------------------------------------- */

#define INSTRUMENTS 3
#define DEPLOYMENTS 3
#define ORDERS 400

typedef struct
{
  PfMatcherConfig config;
  PfInstruments *instruments;
  PfMatcher *matcher, *second;  /* second: made from the books, NULL most of the time */
  PfOrder orders[ORDERS];       /* by id - 1 */
  gboolean sent[ORDERS], accepted[ORDERS];
  PfQuantity taken[ORDERS];     /* of the piece in progress */
  guint n_orders;
  PfPosition positions[DEPLOYMENTS][INSTRUMENTS];
  PfPrice price[INSTRUMENTS];
  gint64 share[INSTRUMENTS];    /* in steps; 0: all */
  PfInt128 cash;
  guint64 n_trades;
  guint n[PF_N_ORDER_EVENTS];
  guint n_liquidated, n_restored;
} Books;

static PfMoney
books_gross (const Books *self, PfMoney *equity)
{
  PfInt128 gross = 0;

  equity->e18 = self->cash;
  for (guint d = 0; d < DEPLOYMENTS; d++)
    for (guint i = 0; i < INSTRUMENTS; i++)
      {
        PfInt128 value = self->positions[d][i].quantity.e18 / (E18 / 1000)
                         * (self->price[i].e18 / 1000);
        equity->e18 += value;
        gross += value < 0 ? -value : value;
      }
  return (PfMoney){ gross };
}

static void
books_fill (Books *self, const PfMatcherEvent *event)
{
  const PfFill *fill = &event->fill;
  PfPosition *position = &self->positions[fill->deployment_id - 1][fill->instrument];
  PfInt128 before = position->quantity.e18;
  PfOrder *order = event->order_id != 0 ? &self->orders[event->order_id - 1] : NULL;
  PfMoney notional = PF_MONEY_ZERO, equity, gross = books_gross (self, &equity);
  char id[PF_TRADE_ID_TEXT_MAX];
  PfTrade trade;

  g_snprintf (id, sizeof id, "%" G_GUINT64_FORMAT, ++self->n_trades);
  g_assert_cmpstr (fill->trade_id, ==, id);
  g_assert_true (pf_notional (fill->price, fill->quantity, &notional));
  g_assert_true (fill->fee.e18 == pf_money_scale (notional, self->config.fee_rate).e18);
  self->cash += fill->side == PF_SIDE_BUY ? -notional.e18 : notional.e18;
  self->cash -= fill->fee.e18;
  pf_position_apply (position, fill, &trade);
  if (order == NULL)
    {
      g_assert_true (position->quantity.e18 == 0);
      self->n_liquidated++;
      return;
    }
  g_assert_true (self->accepted[order->id - 1]);
  g_assert_cmpint (pf_order_apply (order, PF_ORDER_EVENT_FILL, fill, event->ts_ns), ==,
                   PF_CHANGE_APPLIED);
  self->taken[order->id - 1] = pf_quantity_add (self->taken[order->id - 1], fill->quantity);
  if ((order->type == PF_ORDER_TYPE_MARKET || order->type == PF_ORDER_TYPE_LIMIT)
      && self->config.max_share.e12 > 0)
    g_assert_true (self->taken[order->id - 1].e18
                   <= self->share[order->instrument] * (E18 / 1000));
  if (order->reduce_only)       /* nearer to zero, and not beyond */
    g_assert_true (ABS (position->quantity.e18) < ABS (before)
                   && (position->quantity.e18 >= 0) == (before > 0 || position->quantity.e18 == 0));
  else if (ABS (position->quantity.e18) > ABS (before))
    /* two roundings of a cut may cost so much more */
    g_assert_true (pf_margin_pays ((PfMoney){ pf_margin_free (equity, gross,
                                                              self->config.leverage).e18 + 2 },
                                   notional, fill->fee, fill->side, self->config.leverage));
}

/* What the second matcher says is what the first said. */
static void
compare_event (Books *self, const PfMatcherEvent *event)
{
  PfMatcherEvent other;

  if (self->second == NULL)
    return;
  g_assert_true (pf_matcher_next_event (self->second, &other));
  g_assert_cmpuint (event->order_id, ==, other.order_id);
  g_assert_cmpint (event->event, ==, other.event);
  g_assert_cmpint (event->ts_ns, ==, other.ts_ns);
  g_assert_cmpstr (event->venue_order_id, ==, other.venue_order_id);
  g_assert_cmpstr (event->sentence, ==, other.sentence);
  g_assert_cmpstr (event->fill.trade_id, ==, other.fill.trade_id);
  g_assert_cmpuint (event->fill.deployment_id, ==, other.fill.deployment_id);
  g_assert_cmpuint (event->fill.instrument, ==, other.fill.instrument);
  g_assert_cmpint (event->fill.side, ==, other.fill.side);
  g_assert_cmpint (event->fill.reason, ==, other.fill.reason);
  g_assert_true (event->fill.price.e18 == other.fill.price.e18);
  g_assert_true (event->fill.quantity.e18 == other.fill.quantity.e18);
  g_assert_true (event->fill.fee.e18 == other.fill.fee.e18);
}

static void
books_pump (Books *self)
{
  PfMatcherEvent event;

  while (pf_matcher_next_event (self->matcher, &event))
    {
      PfOrder *order = event.order_id != 0 ? &self->orders[event.order_id - 1] : NULL;

      compare_event (self, &event);
      self->n[event.event]++;
      if (event.event == PF_ORDER_EVENT_FILL)
        {
          books_fill (self, &event);
          continue;
        }
      g_assert_nonnull (order);
      g_assert_cmpint (pf_order_apply (order, event.event, NULL, event.ts_ns), ==,
                       PF_CHANGE_APPLIED);
      self->accepted[order->id - 1] |= event.event == PF_ORDER_EVENT_ACCEPT;
    }
  if (self->second != NULL)
    g_assert_false (pf_matcher_next_event (self->second, &event));
}

static void
books_check (const Books *self)
{
  guint n_open = 0, busy[INSTRUMENTS] = { 0 };
  PfMoney equity;

  books_gross (self, &equity);
  for (guint o = 0; o < self->n_orders; o++)
    {
      const PfOrder *order = &self->orders[o];
      gboolean is_open = !pf_order_status_is_terminal (order->status);
      const PfOrder *known = pf_matcher_find (self->matcher, order->client_order_id);
      g_assert_cmpint (known != NULL, ==, is_open);
      if (!is_open)
        continue;
      g_assert_true (known->filled.e18 == order->filled.e18);
      n_open++;
      busy[order->instrument]++;
      if (order->reduce_only)
        g_assert_true (
            self->positions[order->deployment_id - 1][order->instrument].quantity.e18 != 0);
    }
  for (guint d = 0; d < DEPLOYMENTS; d++)
    for (guint i = 0; i < INSTRUMENTS; i++)
      {
        g_assert_true (pf_matcher_position (self->matcher, d + 1, i).e18
                       == self->positions[d][i].quantity.e18);
        busy[i] += self->positions[d][i].quantity.e18 != 0;
      }
  for (guint i = 0; i < INSTRUMENTS; i++)
    g_assert_cmpint (pf_matcher_is_busy (self->matcher, i), ==, busy[i] > 0);
  g_assert_cmpuint (pf_matcher_n_orders (self->matcher), ==, n_open);
  g_assert_true (pf_matcher_cash (self->matcher).e18 == self->cash);
  g_assert_true (pf_matcher_equity (self->matcher).e18 == equity.e18);
}

static void
books_send (Books *self, GRand *rand, gint64 ts_ns)
{
  guint32 instrument = (guint32) g_rand_int_range (rand, 0, INSTRUMENTS);
  PfPrice price = self->price[instrument];
  gint64 off = g_rand_int_range (rand, -30000, 30001);
  PfPrice level = pf_price_scale_up (price, pf_rate_from_ppm (off));
  PfOrder order = { .id = self->n_orders + 1, .instrument = instrument,
                    .deployment_id = (guint64) g_rand_int_range (rand, 1, DEPLOYMENTS + 1),
                    .side = g_rand_boolean (rand) ? PF_SIDE_BUY : PF_SIDE_SELL,
                    .type = (PfOrderType) g_rand_int_range (rand, 0, 4),
                    .tif = g_rand_int_range (rand, 0, 4) > 0
                               ? PF_TIF_GTC : (PfTimeInForce) g_rand_int_range (rand, 0, 3),
                    .quantity = { g_rand_int_range (rand, 1, 20000) * (E18 / 1000)
                                  * self->config.leverage } };

  if (self->n_orders == ORDERS)
    return;
  g_snprintf (order.client_order_id, sizeof order.client_order_id, "c%u", self->n_orders + 1);
  order.cut_to_cash = g_rand_boolean (rand);
  order.reduce_only = g_rand_int_range (rand, 0, 3) == 0;
  if (order.type == PF_ORDER_TYPE_LIMIT)
    order.limit_price = level;
  else if (order.type != PF_ORDER_TYPE_MARKET)
    {
      order.trigger_price = level;
      order.reduce_only = g_rand_int_range (rand, 0, 5) > 0;
    }
  self->orders[self->n_orders++] = order;
  pf_matcher_submit (self->matcher, &order, ts_ns);
  if (self->second != NULL)
    pf_matcher_submit (self->second, &order, ts_ns);
}

/* Anything a driver may do while it drains. */
static void
books_meddle (Books *self, GRand *rand, gint64 ts_ns)
{
  books_pump (self);
  while (g_rand_int_range (rand, 0, 3) == 0)
    {
      if (g_rand_int_range (rand, 0, 6) > 0 || self->n_orders == 0)
        books_send (self, rand, ts_ns);
      else
        {
          guint64 id = (guint64) g_rand_int_range (rand, 1, (gint) self->n_orders + 1);
          pf_matcher_cancel (self->matcher, id, ts_ns);
          if (self->second != NULL)
            pf_matcher_cancel (self->second, id, ts_ns);
        }
      books_pump (self);
      books_check (self);
    }
}

/* As recovery does it: the books into an empty matcher. */
static void
books_restore (Books *self, gint64 ts_ns)
{
  PfMatcherEvent event;

  pf_matcher_free (self->second);
  self->second = pf_matcher_new (&self->config, self->instruments);
  pf_matcher_restore_account (self->second, (PfMoney){ self->cash }, self->n_trades + 1);
  for (guint d = 0; d < DEPLOYMENTS; d++)
    for (guint i = 0; i < INSTRUMENTS; i++)
      if (self->positions[d][i].quantity.e18 != 0)
        pf_matcher_restore_position (self->second, &self->positions[d][i]);
  for (guint o = 0; o < self->n_orders; o++)
    if (!pf_order_status_is_terminal (self->orders[o].status))
      pf_matcher_restore_order (self->second, &self->orders[o]);
  for (guint i = 0; i < INSTRUMENTS; i++)
    pf_matcher_close (self->second, i, self->price[i], ts_ns);
  g_assert_false (pf_matcher_next_event (self->second, &event));
  self->n_restored++;
}

/* One piece of market of one instrument, shown to both. */
static void
books_piece (Books *self, GRand *rand, gint64 ts_ns)
{
  guint32 i = (guint32) g_rand_int_range (rand, 0, INSTRUMENTS);
  PfMatcher *both[] = { self->matcher, self->second };
  gint64 ppm[4];
  PfPrice p[4];
  gint64 volume = g_rand_int_range (rand, 0, 100);

  ppm[0] = g_rand_int_range (rand, 0, 8) == 0 ? g_rand_int_range (rand, -60000, 60001)
                                              : g_rand_int_range (rand, -500, 501);
  ppm[1] = ppm[0] + g_rand_int_range (rand, 0, 15000);
  ppm[2] = ppm[0] - g_rand_int_range (rand, 0, 15000);
  ppm[3] = g_rand_int_range (rand, (gint) ppm[2], (gint) ppm[1] + 1);
  for (guint k = 0; k < 4; k++)
    {
      p[k] = pf_price_scale_up (self->price[i], pf_rate_from_ppm (ppm[k]));
      p[k].e18 -= p[k].e18 % 1000000;   /* so that the books' equity needs no rounding */
    }
  self->share[i] = volume * 1000 * 30 / 100;
  for (guint o = 0; o < self->n_orders; o++)
    if (self->orders[o].instrument == i)
      self->taken[o] = PF_QUANTITY_ZERO;
  self->price[i] = p[0];
  for (guint m = 0; m < 2 && both[m] != NULL; m++)
    pf_matcher_open (both[m], i, p[0], (double) volume, ts_ns);
  books_meddle (self, rand, ts_ns);
  for (guint m = 0; m < 2 && both[m] != NULL; m++)
    pf_matcher_range (both[m], i, p[1], p[2], ts_ns);
  books_meddle (self, rand, ts_ns);
  self->price[i] = p[3];
  for (guint m = 0; m < 2 && both[m] != NULL; m++)
    pf_matcher_close (both[m], i, p[3], ts_ns + 1);
  books_meddle (self, rand, ts_ns + 1);
  books_check (self);
}

static void
run_books (guint32 seed, Books *self)
{
  static const guint leverages[] = { 1, 1, 3, 20, 125 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  self->config = (PfMatcherConfig){ .balance = pf_money_from_int (1000),
                                    .fee_rate = pf_rate_from_ppm (g_rand_int_range (rand, 0, 2000)),
                                    .slippage = pf_rate_from_ppm (g_rand_int_range (rand, 0, 5000)),
                                    .leverage = leverages[seed % G_N_ELEMENTS (leverages)],
                                    .liquidate = g_rand_boolean (rand) };
  if (g_rand_boolean (rand))
    self->config.max_share = pf_rate_from_percent (30);
  self->instruments = pf_instruments_new ();
  self->cash = self->config.balance.e18;
  for (guint i = 0; i < INSTRUMENTS; i++)
    {
      g_autofree char *symbol = g_strdup_printf ("S%u", i);
      PfInstrument instrument = pf_instrument_unknown (symbol, 2);
      instrument.step.e18 = E18 / 1000;
      instrument.maintenance_rate = pf_rate_from_ppm (4000);
      pf_instruments_add (self->instruments, &instrument);
      self->price[i] = pf_price_from_int (40);
      for (guint d = 0; d < DEPLOYMENTS; d++)
        {
          self->positions[d][i].deployment_id = d + 1;
          self->positions[d][i].instrument = i;
        }
    }
  self->matcher = pf_matcher_new (&self->config, self->instruments);
  for (guint i = 0; i < INSTRUMENTS; i++)
    pf_matcher_close (self->matcher, i, self->price[i], 0);
  for (gint64 t = 1; self->n_orders < ORDERS && t < 1000; t++)
    {
      books_piece (self, rand, t * 10);
      if (t % 37 == 0)
        books_restore (self, t * 10 + 2);
      books_check (self);
    }
  pf_matcher_free (self->matcher);
  pf_matcher_free (self->second);
  pf_instruments_free (self->instruments);
}

static void
test_books (void)
{
  guint n[PF_N_ORDER_EVENTS] = { 0 }, n_liquidated = 0, n_restored = 0;

  for (guint32 seed = 1; seed <= 150; seed++)
    {
      g_autofree Books *books = g_new0 (Books, 1);
      run_books (seed, books);
      for (guint e = 0; e < PF_N_ORDER_EVENTS; e++)
        n[e] += books->n[e];
      n_liquidated += books->n_liquidated;
      n_restored += books->n_restored;
    }
  g_test_message ("%u accepted, %u fills, %u cancelled, %u rejected, %u expired, %u liquidated, %u "
                  "restored", n[PF_ORDER_EVENT_ACCEPT], n[PF_ORDER_EVENT_FILL],
                  n[PF_ORDER_EVENT_CANCEL], n[PF_ORDER_EVENT_REJECT], n[PF_ORDER_EVENT_EXPIRE],
                  n_liquidated, n_restored);
  g_assert_cmpuint (n[PF_ORDER_EVENT_FILL], >, 10000);
  g_assert_cmpuint (n[PF_ORDER_EVENT_CANCEL], >, 500);
  g_assert_cmpuint (n[PF_ORDER_EVENT_REJECT], >, 1000);
  g_assert_cmpuint (n[PF_ORDER_EVENT_EXPIRE], >, 1000);
  g_assert_cmpuint (n_liquidated, >, 50);
  g_assert_cmpuint (n_restored, >, 500);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/matcher-random/against-an-oracle", test_against_oracle);
  g_test_add_func ("/pf/matcher-random/the-books", test_books);
  return g_test_run ();
}
