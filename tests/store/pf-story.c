/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pf-story.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define START_NS (G_GINT64_CONSTANT (1700000000) * PF_NS_PER_SECOND)

static guint64
mix (guint64 x)
{
  x = (x ^ (x >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return x ^ (x >> 31);
}

/* 1e-4 units, 1e-2 of price */
static PfQuantity
round_quantity (guint64 round)
{
  return (PfQuantity){ (PfInt128) (3 + mix (round) % 9999) * G_GINT64_CONSTANT (100000000000000) };
}

static PfPrice
round_price (guint64 round, guint what)
{
  return pf_price_from_points ((gint64) (6000000 + mix (round * 4 + what) % 100000), 2);
}

static void
make_order (guint64 round, gboolean entry, PfRecord *out)
{
  PfOrder *order = &out->order;

  out->type = PF_RECORD_ORDER;
  order->id = round * 2 + (entry ? 1 : 2);
  g_snprintf (order->client_order_id, sizeof order->client_order_id, "P4f2a-%" G_GUINT64_FORMAT,
              order->id);
  order->deployment_id = 1;
  order->instrument = (guint32) (round % 3);
  order->side = entry ? PF_SIDE_BUY : PF_SIDE_SELL;
  order->type = PF_ORDER_TYPE_MARKET;
  order->reason = entry ? PF_REASON_SIGNAL : PF_REASON_STOP_LOSS;
  order->reduce_only = !entry;
  order->quantity = round_quantity (round);
  order->decided_price = round_price (round, entry ? 0 : 1);
  order->ts_created_ns = order->ts_updated_ns = out->ts_ns;
}

/* part 0: a third of the entry, 1: its rest, 2: the exit */
static void
make_fill (guint64 round, guint part, PfRecord *out)
{
  PfFill *fill = &out->fill;
  PfQuantity all = round_quantity (round);
  PfQuantity third = { all.e18 / 3 };
  PfMoney notional;

  out->type = PF_RECORD_FILL;
  fill->order_id = round * 2 + (part < 2 ? 1 : 2);
  fill->deployment_id = 1;
  fill->instrument = (guint32) (round % 3);
  g_snprintf (fill->trade_id, sizeof fill->trade_id, "%" G_GUINT64_FORMAT, round * 3 + part);
  fill->side = part < 2 ? PF_SIDE_BUY : PF_SIDE_SELL;
  fill->price = round_price (round, part < 2 ? 0 : 1);
  fill->quantity = part == 0 ? third : part == 1 ? pf_quantity_sub (all, third) : all;
  g_assert_true (pf_notional (fill->price, fill->quantity, &notional));
  fill->fee = pf_money_scale (notional, pf_rate_from_ppm (400));
  fill->reason = part < 2 ? PF_REASON_SIGNAL : PF_REASON_STOP_LOSS;
  fill->ts_ns = out->ts_ns;
}

static void
make_change (guint64 round, gboolean entry, PfRecord *out)
{
  out->type = PF_RECORD_ORDER_CHANGE;
  out->change.order_id = round * 2 + (entry ? 1 : 2);
  out->change.event = PF_ORDER_EVENT_ACCEPT;
  g_snprintf (out->change.venue_order_id, sizeof out->change.venue_order_id, "V%" G_GUINT64_FORMAT,
              out->change.order_id);
}

static void
make_trade (guint64 round, PfRecord *out)
{
  PfTrade *trade = &out->trade;

  out->type = PF_RECORD_TRADE;
  trade->id = round + 1;
  trade->deployment_id = 1;
  trade->instrument = (guint32) (round % 3);
  trade->side = PF_SIDE_BUY;
  trade->quantity = round_quantity (round);
  trade->entry_price = round_price (round, 0);
  trade->exit_price = round_price (round, 1);
  trade->fees = pf_money_from_int ((gint64) (mix (round) % 50));
  trade->pnl = (PfMoney){ (PfInt128) (gint64) mix (round) };
  trade->pnl_rate = (PfRate){ (gint64) (mix (round) % 1000000) - 500000 };
  trade->reason = PF_REASON_STOP_LOSS;
  trade->ts_entry_ns = out->ts_ns - 13 * PF_NS_PER_MINUTE;
  trade->ts_exit_ns = out->ts_ns;
}

static void
make_refusal (guint64 round, PfRecord *out)
{
  PfRefusal *refusal = &out->refusal;

  out->type = PF_RECORD_REFUSAL;
  refusal->id = round + 1;
  refusal->reason = PF_REFUSAL_MAX_POSITION;
  refusal->deployment_id = 1 + round % 2;
  refusal->instrument = round % 5 == 0 ? -1 : (gint32) (round % 3);
  g_snprintf (refusal->value, sizeof refusal->value, "%" G_GUINT64_FORMAT, 1000 + round);
  g_strlcpy (refusal->limit, "1000", sizeof refusal->limit);
  g_snprintf (refusal->sentence, sizeof refusal->sentence,
              "The position would be worth %" G_GUINT64_FORMAT
              ", the limit is “1000”.",
              1000 + round);
  refusal->ts_ns = out->ts_ns;
}

static void
make_equity (guint64 n, PfRecord *out)
{
  out->type = PF_RECORD_EQUITY;
  out->equity.deployment_id = 1;
  out->equity.day = pf_time_day (out->ts_ns);
  out->equity.day_start = pf_money_from_int (10000);
  out->equity.equity
      = (PfMoney){ (PfInt128) 9000 * 1000000000 * 1000000000 + (PfInt128) (mix (n) >> 1) };
  out->equity.peak = pf_money_from_int (10500);
}

static void
make_bar_seen (guint64 round, PfRecord *out)
{
  out->type = PF_RECORD_BAR_SEEN;
  out->bar_seen.deployment_id = 1;
  out->bar_seen.instrument = (guint32) (round % 3);
  out->bar_seen.ts_open_ns = out->ts_ns - PF_NS_PER_MINUTE;
}

static void
make_prologue (guint64 n, PfRecord *out)
{
  switch (n)
    {
    case 1:
      out->type = PF_RECORD_ACCOUNT;
      out->account.initial = pf_money_from_int (10000);
      break;
    case 2:
      out->type = PF_RECORD_DEPLOYMENT;
      out->deployment.id = 1;
      out->deployment.base_equity = pf_money_from_int (10000);
      g_assert_true (pf_deployment_spec_parse (
          "sma_cross,symbol=BTCUSDT+ETHUSDT,direction=both,fast=10", &out->deployment.spec, NULL));
      break;
    default:
      out->type = PF_RECORD_LATCH;
      out->latch.set = FALSE;
      g_strlcpy (out->latch.sentence, "Re-armed.", sizeof out->latch.sentence);
      break;
    }
}

static void
make_status (guint64 round, PfRecord *out)
{
  gboolean paused = round % 32 == 15;

  out->type = PF_RECORD_DEPLOYMENT_STATUS;
  out->status.id = 1;
  out->status.status = paused ? PF_DEPLOYMENT_PAUSED : PF_DEPLOYMENT_ACTIVE;
  out->status.reason = paused ? PF_REFUSAL_DAILY_LOSS : PF_REFUSAL_NONE;
  out->status.lifts_ns = paused ? out->ts_ns + PF_NS_PER_DAY : PF_TIME_NONE;
  g_strlcpy (out->status.sentence, paused ? "The daily loss limit was reached." : "",
             sizeof out->status.sentence);
}

void
pf_story_record (guint64 n, PfRecord *out)
{
  guint64 round;

  g_assert (n > 0);
  memset (out, 0, sizeof *out);
  out->ts_ns = START_NS + (gint64) n * PF_NS_PER_MINUTE;
  if (n <= PF_STORY_PROLOGUE)
    {
      make_prologue (n, out);
      return;
    }
  round = (n - PF_STORY_PROLOGUE - 1) / PF_STORY_ROUND;
  switch ((n - PF_STORY_PROLOGUE - 1) % PF_STORY_ROUND)
    {
    case 0:
      if (round % 16 == 15)
        make_status (round, out);
      else
        make_bar_seen (round, out);
      break;
    case 3:
    case 9:
    case 15:
      make_equity (n, out);
      break;
    case 4:
      make_order (round, TRUE, out);
      break;
    case 5:
      make_change (round, TRUE, out);
      break;
    case 6:
      make_fill (round, 0, out);
      break;
    case 11:
      make_fill (round, 1, out);
      break;
    case 12:
      make_order (round, FALSE, out);
      break;
    case 16:
      make_change (round, FALSE, out);
      break;
    case 17:
      make_fill (round, 2, out);
      break;
    case 18:
      make_trade (round, out);
      break;
    case 19:
      make_refusal (round, out);
      break;
    default:
      make_bar_seen (round, out);
      break;
    }
}

PfStoryCount
pf_story_count (guint64 n)
{
  PfStoryCount count = { { 0 } };
  PfRecord record;

  for (guint64 i = 1; i <= n; i++)
    {
      pf_story_record (i, &record);
      count.by_type[record.type]++;
    }
  return count;
}

/* --- random contents ------------------------------------------------------------------------- */

static gint64
random_int64 (GRand *rand)
{
  guint64 bits = ((guint64) g_rand_int (rand) << 32) | g_rand_int (rand);

  switch (g_rand_int_range (rand, 0, 6))
    {
    case 0:
      return 0;
    case 1:
      return G_MAXINT64;
    case 2:
      return G_MININT64;
    default:
      return (gint64) bits >> g_rand_int_range (rand, 0, 64);
    }
}

static guint64
random_id (GRand *rand)
{
  return (guint64) random_int64 (rand) & G_MAXINT64;
}

/* at most 1e18 units, any number of digits after the point */
static PfInt128
random_decimal (GRand *rand)
{
  PfInt128 one = (PfInt128) 1000000000 * 1000000000;
  PfInt128 value = (PfInt128) (random_int64 (rand) % G_GINT64_CONSTANT (1000000000000000000)) * one
                   + random_int64 (rand) % G_GINT64_CONSTANT (1000000000000000000);

  for (gint n = g_rand_int_range (rand, 0, 36); n > 0; n--)
    value /= 10;
  return value;
}

static void
random_text (GRand *rand, char *text, gsize size)
{
  gint length = g_rand_int_range (rand, 0, (gint) size);

  if (g_rand_int_range (rand, 0, 4) == 0)
    length = g_rand_boolean (rand) ? 0 : (gint) size - 1;
  for (gint i = 0; i < length; i++)
    text[i] = (char) g_rand_int_range (rand, 1, 256);
}

static guint
random_below (GRand *rand, guint n)
{
  return (guint) g_rand_int_range (rand, 0, (gint32) n);
}

static const char *const specs[] = {
  "sma_cross",
  "golden_cross_momentum,symbol=BTCUSDT,timeframe=4h,direction=long,sizing=fraction=0.5",
  "sma_cross,symbol=BTCUSDT+ETHUSDT,direction=both,profile=none,fast=10,slow=30",
  "volume_breakout,sizing=units=0.001,stop_loss=2.5,take_profit=0,profile=engine,range=20.25",
};

static void
random_order (GRand *rand, PfOrder *order)
{
  order->id = random_id (rand);
  random_text (rand, order->client_order_id, sizeof order->client_order_id);
  random_text (rand, order->venue_order_id, sizeof order->venue_order_id);
  order->deployment_id = random_id (rand);
  order->instrument = g_rand_int (rand);
  order->side = random_below (rand, 2);
  order->type = random_below (rand, 4);
  order->tif = random_below (rand, 3);
  order->status = random_below (rand, PF_N_ORDER_STATUSES);
  order->reason = random_below (rand, PF_N_REASONS);
  order->then = random_below (rand, 3);
  order->reduce_only = g_rand_boolean (rand);
  order->cut_to_cash = g_rand_boolean (rand);
  order->quantity.e18 = random_decimal (rand);
  order->filled.e18 = random_decimal (rand);
  order->filled_notional.e18 = random_decimal (rand);
  order->fees.e18 = random_decimal (rand);
  order->limit_price.e18 = random_decimal (rand);
  order->trigger_price.e18 = random_decimal (rand);
  order->decided_price.e18 = random_decimal (rand);
  order->ts_created_ns = random_int64 (rand);
  order->ts_updated_ns = random_int64 (rand);
}

static void
random_fill (GRand *rand, PfFill *fill)
{
  fill->order_id = random_id (rand);
  fill->deployment_id = random_id (rand);
  fill->instrument = g_rand_int (rand);
  random_text (rand, fill->trade_id, sizeof fill->trade_id);
  fill->side = random_below (rand, 2);
  fill->price.e18 = random_decimal (rand);
  fill->quantity.e18 = random_decimal (rand);
  fill->fee.e18 = random_decimal (rand);
  fill->reason = random_below (rand, PF_N_REASONS);
  fill->ts_ns = random_int64 (rand);
}

static void
random_trade (GRand *rand, PfTrade *trade)
{
  trade->id = random_id (rand);
  trade->deployment_id = random_id (rand);
  trade->instrument = g_rand_int (rand);
  trade->side = random_below (rand, 2);
  trade->quantity.e18 = random_decimal (rand);
  trade->entry_price.e18 = random_decimal (rand);
  trade->exit_price.e18 = random_decimal (rand);
  trade->fees.e18 = random_decimal (rand);
  trade->pnl.e18 = random_decimal (rand);
  trade->pnl_rate.e12 = random_int64 (rand);
  trade->reason = random_below (rand, PF_N_REASONS);
  trade->ts_entry_ns = random_int64 (rand);
  trade->ts_exit_ns = random_int64 (rand);
}

static void
random_refusal (GRand *rand, PfRefusal *refusal)
{
  refusal->id = random_id (rand);
  refusal->reason = random_below (rand, PF_N_REFUSALS);
  refusal->deployment_id = random_id (rand);
  refusal->instrument = (gint32) g_rand_int (rand);
  refusal->order_id = random_id (rand);
  random_text (rand, refusal->value, sizeof refusal->value);
  random_text (rand, refusal->limit, sizeof refusal->limit);
  random_text (rand, refusal->sentence, sizeof refusal->sentence);
  refusal->ts_ns = random_int64 (rand);
}

void
pf_story_random (GRand *rand, PfRecordType type, PfRecord *out)
{
  memset (out, 0, sizeof *out);
  out->type = type;
  out->ts_ns = random_int64 (rand);
  switch (type)
    {
    case PF_RECORD_ACCOUNT:
      out->account.initial.e18 = random_decimal (rand);
      break;
    case PF_RECORD_DEPLOYMENT:
      out->deployment.id = random_id (rand);
      out->deployment.base_equity.e18 = random_decimal (rand);
      g_assert_true (pf_deployment_spec_parse (specs[random_below (rand, G_N_ELEMENTS (specs))],
                                               &out->deployment.spec, NULL));
      break;
    case PF_RECORD_DEPLOYMENT_STATUS:
      out->status.id = random_id (rand);
      out->status.status = random_below (rand, PF_N_DEPLOYMENT_STATUSES);
      out->status.reason = random_below (rand, PF_N_REFUSALS);
      out->status.lifts_ns = random_int64 (rand);
      random_text (rand, out->status.sentence, sizeof out->status.sentence);
      break;
    case PF_RECORD_ORDER:
      random_order (rand, &out->order);
      break;
    case PF_RECORD_ORDER_CHANGE:
      out->change.order_id = random_id (rand);
      out->change.event = random_below (rand, PF_N_ORDER_EVENTS);
      random_text (rand, out->change.venue_order_id, sizeof out->change.venue_order_id);
      random_text (rand, out->change.sentence, sizeof out->change.sentence);
      break;
    case PF_RECORD_FILL:
      random_fill (rand, &out->fill);
      break;
    case PF_RECORD_TRADE:
      random_trade (rand, &out->trade);
      break;
    case PF_RECORD_REFUSAL:
      random_refusal (rand, &out->refusal);
      break;
    case PF_RECORD_LATCH:
      out->latch.set = g_rand_boolean (rand);
      random_text (rand, out->latch.sentence, sizeof out->latch.sentence);
      break;
    case PF_RECORD_BAR_SEEN:
      out->bar_seen.deployment_id = random_id (rand);
      out->bar_seen.instrument = g_rand_int (rand);
      out->bar_seen.ts_open_ns = random_int64 (rand);
      break;
    case PF_RECORD_EQUITY:
      out->equity.deployment_id = random_id (rand);
      out->equity.day = random_int64 (rand);
      out->equity.day_start.e18 = random_decimal (rand);
      out->equity.equity.e18 = random_decimal (rand);
      out->equity.peak.e18 = random_decimal (rand);
      break;
    case PF_N_RECORDS:
    default:
      g_assert_not_reached ();
    }
}

/* Both were made over zeroed memory, and copied whole: equal records have equal bytes. A spec holds
 * what its parser left, and is asked. */
gboolean
pf_story_equal (const PfRecord *a, const PfRecord *b)
{
  if (a->type == PF_RECORD_DEPLOYMENT && b->type == PF_RECORD_DEPLOYMENT)
    return a->ts_ns == b->ts_ns && a->deployment.id == b->deployment.id
           && pf_money_compare (a->deployment.base_equity, b->deployment.base_equity) == 0
           && pf_deployment_spec_equal (&a->deployment.spec, &b->deployment.spec);
  return memcmp (a, b, sizeof *a) == 0;
}

/* --- folders --------------------------------------------------------------------------------- */

char *
pf_story_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("pilotfish-test-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

void
pf_story_stay_in_memory (void)
{
  if (g_access ("/dev/shm", W_OK | X_OK) == 0)
    g_setenv ("TMPDIR", "/dev/shm", TRUE);
}

static void
remove_tree (const char *path)
{
  GDir *dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_clear_pointer (&dir, g_dir_close);
  g_remove (path);
}

void
pf_story_remove_folder (char *folder)
{
  remove_tree (folder);
  g_free (folder);
}
