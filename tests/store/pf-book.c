/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pf-book.h"

#include <string.h>

#define START_NS (G_GINT64_CONSTANT (1700000000) * PF_NS_PER_SECOND)

static PfRecord *
add (PfBook *self, PfRecordType type)
{
  PfRecord record;

  memset (&record, 0, sizeof record);
  record.type = type;
  record.ts_ns = self->ts_ns;
  g_array_append_val (self->records, record);
  return &g_array_index (self->records, PfRecord, self->records->len - 1);
}

static PfInt128
digits (PfBook *self, gint64 most, gint64 unit)
{
  return (PfInt128) g_rand_int_range (self->rand, 1, (gint32) most) * unit;
}

static void
add_deployments (PfBook *self)
{
  static const char *const texts[] = { "sma_cross,symbol=AAAUSDT", "macd_trend,symbol=BBBUSDT",
                                       "rsi_reversion,symbol=CCCUSDT" };

  add (self, PF_RECORD_ACCOUNT)->account.initial = pf_money_from_int (10000);
  for (guint i = 0; i < PF_BOOK_DEPLOYMENTS; i++)
    {
      PfRecord *record = add (self, PF_RECORD_DEPLOYMENT);
      gboolean ok = pf_deployment_spec_parse (texts[i], &record->deployment.spec, NULL);

      g_assert_true (ok);
      record->deployment.id = i + 1;
      record->deployment.base_equity = pf_money_from_int (10000);
    }
}

PfBook *
pf_book_new (guint32 seed)
{
  PfBook *self = g_new0 (PfBook, 1);

  self->rand = g_rand_new_with_seed (seed);
  self->records = g_array_new (FALSE, FALSE, sizeof (PfRecord));
  self->ts_ns = START_NS;
  for (guint d = 1; d <= PF_BOOK_DEPLOYMENTS; d++)
    for (guint i = 0; i < PF_BOOK_INSTRUMENTS; i++)
      {
        self->positions[d][i].deployment_id = d;
        self->positions[d][i].instrument = i;
      }
  add_deployments (self);
  return self;
}

void
pf_book_free (PfBook *self)
{
  g_rand_free (self->rand);
  g_array_unref (self->records);
  g_free (self);
}

static void
fill (PfBook *self, const PfOrder *order, PfQuantity quantity)
{
  PfFill made = { .order_id = order->id, .deployment_id = order->deployment_id,
                  .instrument = order->instrument, .side = order->side, .quantity = quantity,
                  .reason = order->reason, .ts_ns = self->ts_ns };
  PfTrade trade;

  g_snprintf (made.trade_id, sizeof made.trade_id, "F%" G_GUINT64_FORMAT, ++self->fills);
  made.price.e18 = digits (self, 2000000, G_GINT64_CONSTANT (10000000000000007));
  made.fee.e18 = digits (self, 1000000, G_GINT64_CONSTANT (1000000000001));
  add (self, PF_RECORD_FILL)->fill = made;
  if (!pf_position_apply (&self->positions[made.deployment_id][made.instrument], &made, &trade))
    return;
  trade.id = ++self->trades;
  add (self, PF_RECORD_TRADE)->trade = trade;
}

static void
change (PfBook *self, const PfOrder *order, PfOrderEvent event)
{
  PfRecord *record = add (self, PF_RECORD_ORDER_CHANGE);

  record->change.order_id = order->id;
  record->change.event = event;
  g_snprintf (record->change.venue_order_id, sizeof record->change.venue_order_id,
              "V%" G_GUINT64_FORMAT, order->id);
}

static void
refuse (PfBook *self, guint64 deployment_id, guint32 instrument)
{
  PfRefusal *refusal = &add (self, PF_RECORD_REFUSAL)->refusal;

  refusal->id = ++self->refusals;
  refusal->reason = refusal->id % 2 == 0 ? PF_REFUSAL_MAX_POSITION : PF_REFUSAL_KILL_LATCH;
  refusal->deployment_id = deployment_id;
  refusal->instrument = refusal->id % 3 == 0 ? -1 : (gint32) instrument;
  g_snprintf (refusal->value, sizeof refusal->value, "%" G_GUINT64_FORMAT ".5", refusal->id);
  g_strlcpy (refusal->limit, "200", sizeof refusal->limit);
  g_snprintf (refusal->sentence, sizeof refusal->sentence,
              "=The value would be %" G_GUINT64_FORMAT ".5, \"100%%_sure\",\nmore than 200.",
              refusal->id);
  refusal->ts_ns = self->ts_ns;
}

static void
set_status (PfBook *self, guint64 id, gboolean paused)
{
  PfRecord *record = add (self, PF_RECORD_DEPLOYMENT_STATUS);

  record->status.id = id;
  record->status.status = paused ? PF_DEPLOYMENT_PAUSED : PF_DEPLOYMENT_ACTIVE;
  record->status.reason = paused ? PF_REFUSAL_DAILY_LOSS : PF_REFUSAL_NONE;
  record->status.lifts_ns = PF_TIME_NONE;
}

static void
trade_one (PfBook *self, const PfOrder *order)
{
  PfQuantity part = { order->quantity.e18 / 3 };

  change (self, order, PF_ORDER_EVENT_ACCEPT);
  if (g_rand_int_range (self->rand, 0, 2) == 0)
    {
      fill (self, order, order->quantity);
      return;
    }
  fill (self, order, part);
  self->ts_ns += PF_NS_PER_SECOND;
  if (g_rand_int_range (self->rand, 0, 8) == 0)
    change (self, order, PF_ORDER_EVENT_CANCEL);
  else
    fill (self, order, pf_quantity_sub (order->quantity, part));
}

void
pf_book_step (PfBook *self)
{
  guint64 deployment = (guint64) g_rand_int_range (self->rand, 1, PF_BOOK_DEPLOYMENTS + 1);
  guint32 instrument = (guint32) g_rand_int_range (self->rand, 0, PF_BOOK_INSTRUMENTS);
  PfPosition *position = &self->positions[deployment][instrument];
  PfOrder order = { .deployment_id = deployment, .instrument = instrument };
  gint32 dice = g_rand_int_range (self->rand, 0, 20);

  self->ts_ns += PF_NS_PER_MINUTE;
  if (dice == 0)
    {
      refuse (self, deployment, instrument);
      return;
    }
  if (dice == 1)
    {
      set_status (self, deployment, g_rand_boolean (self->rand));
      return;
    }
  order.id = ++self->orders;
  g_snprintf (order.client_order_id, sizeof order.client_order_id, "C%" G_GUINT64_FORMAT, order.id);
  order.side = g_rand_boolean (self->rand) ? PF_SIDE_BUY : PF_SIDE_SELL;
  order.reason = (PfReason) g_rand_int_range (self->rand, 0, PF_N_REASONS);
  order.ts_created_ns = order.ts_updated_ns = self->ts_ns;
  order.quantity.e18 = digits (self, 3000, G_GINT64_CONSTANT (1000000000000003));
  /* now and then just what is open, so that a trade ends without a flip */
  if (position->quantity.e18 != 0 && dice < 8)
    {
      order.side = position->quantity.e18 > 0 ? PF_SIDE_SELL : PF_SIDE_BUY;
      order.quantity = pf_quantity_abs (position->quantity);
    }
  order.status = dice == 2 ? PF_ORDER_REFUSED : PF_ORDER_PENDING;
  add (self, PF_RECORD_ORDER)->order = order;
  if (dice == 3)
    change (self, &order, PF_ORDER_EVENT_ACCEPT);
  else if (dice > 3)
    trade_one (self, &order);
}

void
pf_book_write (PfBook *self, PfJournal *journal, guint n)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      pf_book_step (self);
      for (guint64 k = pf_journal_n_events (journal); k < self->records->len; k++)
        {
          gboolean ok = pf_journal_append (journal, &g_array_index (self->records, PfRecord, k),
                                           &error);

          g_assert_no_error (error);
          g_assert_true (ok);
        }
      g_assert_true (pf_journal_commit (journal, FALSE, &error));
      g_assert_no_error (error);
    }
}
