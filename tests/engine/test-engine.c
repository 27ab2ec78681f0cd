/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine through its inbox and outbox: sma_cross 1/2 signals on each turn of the close. */
#include "rig.h"

#include <string.h>

#define TURNS "sma_cross,fast=1,slow=2"

static void
go_long (Rig *rig, const char *fill_price)
{
  rig_bar (rig, 100);
  rig_bar (rig, 99);
  rig_bar (rig, 100);
  rig_fill (rig, fill_price);
}

static void
assert_price (PfPrice price, const char *expected)
{
  g_autofree char *text = pf_price_to_string (price);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_deploy_refusals (void)
{
  PfEngineConfig config;
  Rig rig;

  pf_engine_config_init (&config);
  rig_init_with (&rig, &config);
  g_assert_cmpuint (rig_deploy (&rig, TURNS), ==, 0);
  g_assert_cmpint (rig.reply.reason, ==, PF_REFUSAL_NOT_READY);
  rig_ready (&rig);
  g_assert_cmpuint (rig_deploy (&rig, "no_such_thing"), ==, 0);
  g_assert_nonnull (strstr (rig.reply.sentence, "no_such_thing"));
  g_assert_cmpuint (rig_deploy (&rig, TURNS ",symbol=NOPE"), ==, 0);
  g_assert_nonnull (strstr (rig.reply.sentence, "NOPE"));
  g_assert_cmpuint (rig_deploy (&rig, "sma_cross,fast=9,slow=3"), ==, 0);
  g_assert_cmpuint (rig_deploy (&rig, "sma_cross,nonsense=3"), ==, 0);
  g_assert_cmpuint (rig_count (&rig, PF_RECORD_REFUSAL), ==, 5);
  g_assert_cmpuint (rig_count (&rig, PF_RECORD_DEPLOYMENT), ==, 0);
  g_assert_cmpuint (rig_deploy (&rig, TURNS), ==, 1);
  g_assert_cmpstr (rig_deployment (&rig, 1)->spec.symbols[0], ==, "AAAUSDT");
  rig_assert_recovers (&rig);
  rig_clear (&rig);
}

/* Settings from a dialog are a struct: what runs is what the journal can bring back of it. */
static void
test_deploy_as_written (void)
{
  Rig rig;
  PfDeploymentSpec spec;
  PfEvent event = { .type = PF_EVENT_COMMAND,
                    .command = { .type = PF_COMMAND_DEPLOY, .request_id = 7, .spec = &spec } };

  rig_init (&rig);
  event.ts_ns = rig.now_ns;
  pf_deployment_spec_init (&spec, "sma_cross", PF_PROFILE_STANDARD);
  spec.timeframe_ns = PF_NS_PER_MINUTE;
  spec.limits.daily_loss = PF_RATE_ZERO;        /* off; its limit in money still stands here */
  rig_push (&rig, &event);
  g_assert_true (rig.reply.ok);
  g_assert_true (rig_deployment (&rig, 1)->spec.limits.daily_loss_money.e18 == 0);
  rig_assert_recovers (&rig);
  spec.limits.max_position = PF_RATE_ZERO;
  rig_push (&rig, &event);
  g_assert_false (rig.reply.ok);
  g_assert_nonnull (strstr (rig.reply.sentence, "max_position"));
  rig_clear (&rig);
}

static void
test_entry_and_stop (void)
{
  Rig rig;
  const PfLeg *leg;
  guint64 stop;

  rig_init (&rig);
  g_assert_cmpuint (rig_deploy (&rig, TURNS), ==, 1);
  go_long (&rig, "100.5");
  leg = &rig_deployment (&rig, 1)->legs[0];
  g_assert_true (leg->position.quantity.e18 == pf_quantity_from_int (2).e18);
  g_assert_cmpuint (leg->entry_order, ==, 0);
  g_assert_cmpuint (rig.submits->len, ==, 2);
  stop = leg->stop_order;
  assert_price (pf_engine_order (rig.engine, stop)->trigger_price, "98.49");
  assert_price (pf_engine_order (rig.engine, leg->target_order)->trigger_price, "105.525");
  g_assert_true (pf_engine_order (rig.engine, stop)->reduce_only);
  rig_accept (&rig);
  rig_accept (&rig);
  rig_assert_recovers (&rig);
  rig_fill_order (&rig, stop, "98.4", NULL, NULL);
  g_assert_cmpuint (pf_engine_n_positions (rig.engine), ==, 0);
  g_assert_cmpuint (rig_count (&rig, PF_RECORD_TRADE), ==, 1);
  g_assert_cmpint (rig_last (&rig, PF_RECORD_TRADE)->trade.reason, ==, PF_REASON_STOP_LOSS);
  /* the target is left: it is cancelled */
  g_assert_cmpuint (rig.cancels->len, ==, 1);
  g_assert_cmpuint (g_array_index (rig.cancels, guint64, 0), ==, leg->target_order);
  rig_word (&rig, leg->target_order, PF_ORDER_EVENT_CANCEL, "");
  g_assert_cmpuint (pf_engine_n_orders (rig.engine), ==, 0);
  /* 2 x (98.4 - 100.5) and no fees in these fills */
  g_assert_true (pf_engine_equity (rig.engine).e18 == pf_money_from_int (10000).e18
                 - pf_price_from_points (42, 1).e18);
  rig_assert_recovers (&rig);
  rig_clear (&rig);
}

static void
test_reversal (void)
{
  Rig rig;
  const PfOrder *order;
  guint64 close;

  rig_init (&rig);
  rig_deploy (&rig, TURNS ",direction=both,sizing=units=1,stop_loss=0,take_profit=0");
  go_long (&rig, "100");
  rig_bar (&rig, 98);
  close = rig_accept (&rig);
  order = pf_engine_order (rig.engine, close);
  g_assert_true (order->reduce_only && order->then == PF_THEN_SELL);
  g_assert_cmpuint (rig.submits->len, ==, 0);   /* the entry waits for the close */
  rig_assert_recovers (&rig);
  rig_fill_order (&rig, close, "97", NULL, NULL);
  g_assert_cmpuint (rig.submits->len, ==, 1);
  rig_assert_recovers (&rig);
  rig_fill (&rig, "97");
  g_assert_true (rig_deployment (&rig, 1)->legs[0].position.quantity.e18
                 == -pf_quantity_from_int (1).e18);
  rig_clear (&rig);
}

static void
test_direction_long_closes_only (void)
{
  Rig rig;

  rig_init (&rig);
  rig_deploy (&rig, TURNS ",stop_loss=0,take_profit=0");
  go_long (&rig, "100");
  rig_bar (&rig, 98);
  g_assert_cmpint (pf_engine_order (rig.engine, rig_fill (&rig, "98"))->then, ==, PF_THEN_NOTHING);
  rig_bar (&rig, 97);
  g_assert_cmpuint (rig.submits->len, ==, 0);
  g_assert_cmpuint (pf_engine_n_positions (rig.engine), ==, 0);
  rig_clear (&rig);
}

static void
test_emergency_stop (void)
{
  Rig rig;
  guint64 close;

  rig_init (&rig);
  rig_deploy (&rig, TURNS ",stop_loss=0,take_profit=0");
  rig_deploy (&rig, TURNS ",symbol=BBBUSDT");
  go_long (&rig, "100");
  g_assert_true (rig_command (&rig, PF_COMMAND_EMERGENCY_STOP, 0));
  g_assert_true (pf_engine_latch (rig.engine, NULL));
  for (guint64 id = 1; id <= 2; id++)
    g_assert_cmpint (rig_deployment (&rig, id)->status, ==, PF_DEPLOYMENT_STOPPED);
  close = rig_accept (&rig);
  g_assert_cmpint (pf_engine_order (rig.engine, close)->reason, ==, PF_REASON_EMERGENCY_STOP);
  g_assert_false (rig_command (&rig, PF_COMMAND_RE_ARM, 0));
  g_assert_cmpint (rig.reply.reason, ==, PF_REFUSAL_NOT_FLAT);
  g_assert_cmpuint (rig_deploy (&rig, TURNS), ==, 0);
  g_assert_cmpint (rig.reply.reason, ==, PF_REFUSAL_KILL_LATCH);
  g_assert_false (rig_command (&rig, PF_COMMAND_RESUME, 1));
  rig_bar (&rig, 101);
  g_assert_cmpuint (rig.submits->len, ==, 0);
  rig_assert_recovers (&rig);
  rig_fill_order (&rig, close, "99", NULL, NULL);
  g_assert_cmpuint (pf_engine_n_orders (rig.engine), ==, 0);
  rig_assert_recovers (&rig);
  g_assert_true (rig_command (&rig, PF_COMMAND_RE_ARM, 0));
  g_assert_false (pf_engine_latch (rig.engine, NULL));
  g_assert_cmpuint (rig_deploy (&rig, TURNS), ==, 3);
  rig_assert_recovers (&rig);
  rig_clear (&rig);
}

/* An entry that fills after the stop was pressed is closed at once. */
static void
test_stop_with_entry_in_flight (void)
{
  Rig rig;
  guint64 entry;

  rig_init (&rig);
  rig_deploy (&rig, TURNS);
  rig_bar (&rig, 100);
  rig_bar (&rig, 99);
  rig_bar (&rig, 100);
  entry = rig_accept (&rig);
  g_assert_true (rig_command (&rig, PF_COMMAND_STOP, 1));
  g_assert_cmpuint (g_array_index (rig.cancels, guint64, 0), ==, entry);
  rig_fill_order (&rig, entry, "100", NULL, NULL);
  g_assert_cmpuint (rig.submits->len, ==, 1);
  g_assert_true (pf_engine_order (rig.engine, rig_fill (&rig, "99"))->reduce_only);
  g_assert_cmpuint (pf_engine_n_positions (rig.engine), ==, 0);
  g_assert_cmpuint (pf_engine_n_orders (rig.engine), ==, 0);
  rig_assert_recovers (&rig);
  rig_clear (&rig);
}

static void
test_daily_loss (void)
{
  Rig rig;
  const PfDeploymentState *d;

  rig_init (&rig);
  /* 2 % of 10,000 at 100 are 2 units: a fall to 50 is 1 % of the equity */
  rig_deploy (&rig, TURNS ",stop_loss=0,take_profit=0,drawdown=0");
  go_long (&rig, "100");
  d = rig_deployment (&rig, 1);
  rig_mark (&rig, 200);
  g_assert_cmpint (d->status, ==, PF_DEPLOYMENT_ACTIVE);       /* a gain never pauses */
  rig_mark (&rig, 51);
  g_assert_cmpint (d->status, ==, PF_DEPLOYMENT_ACTIVE);
  rig_mark (&rig, 50);
  g_assert_cmpint (d->status, ==, PF_DEPLOYMENT_PAUSED);       /* reached means >= */
  g_assert_cmpint (d->pause_reason, ==, PF_REFUSAL_DAILY_LOSS);
  g_assert_cmpstr (d->sentence, ==,
                   "Lost 100.00 of 100.00 allowed today. Entries wait until 00:00 UTC.");
  g_assert_false (rig_command (&rig, PF_COMMAND_RESUME, 1));
  /* exits go on */
  rig_bar (&rig, 40);
  g_assert_cmpuint (rig.submits->len, ==, 1);
  rig_fill (&rig, "40");
  rig_bar (&rig, 41);
  g_assert_cmpuint (rig.submits->len, ==, 0);
  g_assert_cmpint (rig_last (&rig, PF_RECORD_REFUSAL)->refusal.reason, ==, PF_REFUSAL_PAUSED);
  rig_assert_recovers (&rig);
  rig_time (&rig, RIG_DAY_NS + PF_NS_PER_DAY - rig.now_ns);
  g_assert_cmpint (d->status, ==, PF_DEPLOYMENT_PAUSED); /* midnight still belongs to the day */
  rig_time (&rig, PF_NS_PER_SECOND);
  g_assert_cmpint (d->status, ==, PF_DEPLOYMENT_ACTIVE);
  rig_mark (&rig, 41);
  g_assert_cmpint (d->status, ==, PF_DEPLOYMENT_ACTIVE);       /* the new day starts with no loss */
  rig_assert_recovers (&rig);
  rig_clear (&rig);
}

static void
test_drawdown (void)
{
  Rig rig;
  const PfDeploymentState *d;

  rig_init (&rig);
  rig_deploy (&rig, TURNS ",stop_loss=0,take_profit=0,daily_loss=0,drawdown=1");
  go_long (&rig, "100");
  d = rig_deployment (&rig, 1);
  rig_bar (&rig, 150);                  /* peak 10,100 */
  rig_bar (&rig, 151);                  /* 10,102: 1 % of it are 101.02 */
  rig_mark (&rig, 101);
  g_assert_cmpint (d->status, ==, PF_DEPLOYMENT_ACTIVE);
  rig_mark (&rig, 100);
  g_assert_cmpint (d->pause_reason, ==, PF_REFUSAL_DRAWDOWN);
  rig_time (&rig, 3 * PF_NS_PER_DAY);
  g_assert_cmpint (d->status, ==, PF_DEPLOYMENT_PAUSED);
  rig_assert_recovers (&rig);
  g_assert_true (rig_command (&rig, PF_COMMAND_RESUME, 1));
  rig_mark (&rig, 100);
  g_assert_cmpint (d->status, ==, PF_DEPLOYMENT_ACTIVE);
  rig_assert_recovers (&rig);
  rig_clear (&rig);
}

static void
test_missing_price_pauses (void)
{
  Rig rig;

  rig_init (&rig);
  rig_deploy (&rig, TURNS);
  rig_mark (&rig, 0);
  g_assert_cmpint (rig_deployment (&rig, 1)->pause_reason, ==, PF_REFUSAL_NO_PRICE);
  g_assert_true (rig_command (&rig, PF_COMMAND_RESUME, 1));
  g_assert_cmpint (rig_deployment (&rig, 1)->status, ==, PF_DEPLOYMENT_ACTIVE);
  rig_clear (&rig);
}

static void
test_unknown_is_never_no (void)
{
  Rig rig;
  guint64 entry;
  PfEvent missing = { .type = PF_EVENT_MISSING };

  rig_init (&rig);
  rig_deploy (&rig, TURNS);
  rig_bar (&rig, 100);
  rig_bar (&rig, 99);
  rig_bar (&rig, 100);
  entry = g_array_index (rig.submits, guint64, 0);
  rig_time (&rig, 5 * PF_NS_PER_SECOND);
  g_assert_cmpint (pf_engine_order (rig.engine, entry)->status, ==, PF_ORDER_UNKNOWN);
  g_assert_cmpuint (rig.queries->len, ==, 1);
  /* not found, but before the fence: it stays unknown, and blocks the next entry */
  missing.missing.order_id = entry;
  missing.ts_ns = missing.missing.asked_ns = rig.now_ns;
  rig_push (&rig, &missing);
  rig_push (&rig, &missing);
  g_assert_cmpint (pf_engine_order (rig.engine, entry)->status, ==, PF_ORDER_UNKNOWN);
  rig.now_ns = RIG_DAY_NS + 3 * PF_NS_PER_MINUTE;
  rig_bar (&rig, 99);
  rig_bar (&rig, 100);
  g_assert_cmpint (rig_last (&rig, PF_RECORD_REFUSAL)->refusal.reason, ==,
                   PF_REFUSAL_UNKNOWN_OUTCOME);
  g_assert_cmpuint (rig_count (&rig, PF_RECORD_ORDER), ==, 1);
  rig_assert_recovers (&rig);
  missing.ts_ns = rig.now_ns;
  rig_push (&rig, &missing);            /* late answers to early questions say nothing */
  rig_push (&rig, &missing);
  g_assert_cmpint (pf_engine_order (rig.engine, entry)->status, ==, PF_ORDER_UNKNOWN);
  missing.missing.asked_ns = rig.now_ns;
  rig_push (&rig, &missing);
  g_assert_cmpint (pf_engine_order (rig.engine, entry)->status, ==, PF_ORDER_UNKNOWN);
  rig_push (&rig, &missing);
  g_assert_cmpint (pf_engine_order (rig.engine, entry)->status, ==, PF_ORDER_EXPIRED);
  rig_bar (&rig, 99);
  rig_bar (&rig, 100);
  g_assert_cmpuint (rig_count (&rig, PF_RECORD_ORDER), ==, 2);
  /* the first was filled after all: a fill is the truth */
  rig_fill_order (&rig, entry, "100", NULL, NULL);
  g_assert_true (rig_deployment (&rig, 1)->legs[0].position.quantity.e18 > 0);
  rig_assert_recovers (&rig);
  rig_clear (&rig);
}

static void
test_fills_count_once (void)
{
  Rig rig;
  guint64 entry;
  PfMoney cash;

  rig_init (&rig);
  rig_deploy (&rig, TURNS ",stop_loss=0,take_profit=0");
  rig_bar (&rig, 100);
  rig_bar (&rig, 99);
  rig_bar (&rig, 100);
  entry = rig_accept (&rig);
  rig_fill_order (&rig, entry, "100", "t1", "1.5");
  cash = pf_engine_account (rig.engine)->cash;
  rig_fill_order (&rig, entry, "100", "t1", "0.5");
  g_assert_true (pf_engine_account (rig.engine)->cash.e18 == cash.e18);
  g_assert_cmpuint (rig_count (&rig, PF_RECORD_FILL), ==, 1);
  /* more than was ordered: not booked, told, and entries wait for a clean reconcile */
  rig_fill_order (&rig, entry, "100", "t2", "1");
  g_assert_true (pf_engine_account (rig.engine)->cash.e18 == cash.e18);
  g_assert_cmpuint (rig.alarms->len, ==, 1);
  g_assert_cmpint (rig_deployment (&rig, 1)->status, ==, PF_DEPLOYMENT_ERROR_STATE);
  g_assert_false (rig_command (&rig, PF_COMMAND_RESUME, 1));
  rig_ready (&rig);
  g_assert_cmpint (rig_deployment (&rig, 1)->status, ==, PF_DEPLOYMENT_ACTIVE);
  rig_fill_order (&rig, entry, "100", "t3", "0.5");
  g_assert_cmpuint (rig_deployment (&rig, 1)->legs[0].entry_order, ==, 0);
  rig_assert_recovers (&rig);
  rig_clear (&rig);
}

static void
test_closes_are_tried_until_flat (void)
{
  Rig rig;
  guint attempts = 0;

  rig_init (&rig);
  rig_deploy (&rig, TURNS ",stop_loss=0,take_profit=0");
  go_long (&rig, "100");
  g_assert_true (rig_command (&rig, PF_COMMAND_STOP, 1));
  for (guint i = 0; i < 400 && attempts < 6; i++)
    {
      if (rig.submits->len > 0)
        {
          rig_word (&rig, rig_accept (&rig), PF_ORDER_EVENT_REJECT, "not now");
          attempts++;
        }
      rig_time (&rig, PF_NS_PER_SECOND);
    }
  g_assert_cmpuint (attempts, ==, 6);
  g_assert_cmpuint (rig.alarms->len, ==, 1);
  rig_assert_recovers (&rig);
  while (rig.submits->len == 0)
    rig_time (&rig, PF_NS_PER_SECOND);
  rig_fill (&rig, "99");
  rig_time (&rig, PF_NS_PER_HOUR);
  g_assert_cmpuint (rig.submits->len, ==, 0);
  g_assert_cmpuint (pf_engine_n_positions (rig.engine), ==, 0);
  rig_clear (&rig);
}

/* A lost stop while the position is open: the position is left at the market. */
static void
test_lost_protection (void)
{
  Rig rig;
  guint64 stop;

  rig_init (&rig);
  rig_deploy (&rig, TURNS ",take_profit=0");
  go_long (&rig, "100");
  stop = rig_accept (&rig);
  rig_word (&rig, stop, PF_ORDER_EVENT_CANCEL, "by hand");
  g_assert_cmpuint (rig.submits->len, ==, 1);
  g_assert_cmpint (pf_engine_order (rig.engine, rig_fill (&rig, "99"))->reason, ==,
                   PF_REASON_STOP_LOSS);
  rig_clear (&rig);
}

static void
test_partial_entry_moves_stop (void)
{
  Rig rig;
  guint64 entry, first;
  const PfLeg *leg;

  rig_init (&rig);
  rig_deploy (&rig, TURNS ",take_profit=0");
  rig_bar (&rig, 100);
  rig_bar (&rig, 99);
  rig_bar (&rig, 100);
  entry = rig_accept (&rig);
  leg = &rig_deployment (&rig, 1)->legs[0];
  rig_fill_order (&rig, entry, "100", NULL, "1");
  first = rig_accept (&rig);
  assert_price (pf_engine_order (rig.engine, first)->trigger_price, "98");
  rig_fill_order (&rig, entry, "102", NULL, "1");
  g_assert_cmpuint (leg->stop_order, !=, first);
  assert_price (pf_engine_order (rig.engine, leg->stop_order)->trigger_price, "98.98");
  g_assert_cmpuint (g_array_index (rig.cancels, guint64, 0), ==, first);
  rig_word (&rig, first, PF_ORDER_EVENT_CANCEL, "");
  g_assert_cmpuint (leg->stop_order, !=, 0);
  g_assert_cmpuint (rig.submits->len, ==, 1);
  rig_assert_recovers (&rig);
  rig_clear (&rig);
}

static void
test_halt_keeps_stops (void)
{
  Rig rig;
  guint64 stop;
  PfEvent halt = { .type = PF_EVENT_DESK, .desk = { PF_DESK_WORD_HALTED, "the disk is full" } };

  rig_init (&rig);
  rig_deploy (&rig, TURNS ",take_profit=0");
  rig_deploy (&rig, TURNS ",symbol=BBBUSDT");
  go_long (&rig, "100");
  stop = rig_accept (&rig);
  halt.ts_ns = rig.now_ns;
  rig_push (&rig, &halt);
  g_assert_cmpint (pf_engine_state (rig.engine), ==, PF_DESK_HALTED);
  rig_bar_of (&rig, 1, 10);
  rig_bar_of (&rig, 1, 9);
  rig_bar_of (&rig, 1, 10);
  g_assert_cmpint (rig_last (&rig, PF_RECORD_REFUSAL)->refusal.reason, ==, PF_REFUSAL_NOT_READY);
  g_assert_cmpuint (rig.submits->len, ==, 0);
  rig_fill_order (&rig, stop, "98", NULL, NULL);
  g_assert_cmpuint (pf_engine_n_positions (rig.engine), ==, 0);
  rig_ready (&rig);
  g_assert_cmpint (pf_engine_state (rig.engine), ==, PF_DESK_HALTED);  /* until a restart */
  rig_clear (&rig);
}

static void
test_bars_count_once (void)
{
  Rig rig;

  rig_init (&rig);
  rig_deploy (&rig, TURNS);
  rig_bar (&rig, 100);
  rig_bar (&rig, 99);
  rig_bar (&rig, 100);
  rig_fill (&rig, "100");
  rig.now_ns -= PF_NS_PER_MINUTE;
  rig_bar (&rig, 90);                   /* the same minute again, with another price */
  g_assert_cmpuint (rig_count (&rig, PF_RECORD_BAR_SEEN), ==, 3);
  rig_clear (&rig);
}

static void
test_limit_of_positions (void)
{
  Rig rig;

  rig_init (&rig);
  rig_deploy (&rig, TURNS ",symbol=AAAUSDT+BBBUSDT,max_open_positions=1");
  go_long (&rig, "100");
  rig_bar_of (&rig, 1, 10);
  rig_bar_of (&rig, 1, 9);
  rig_bar_of (&rig, 1, 10);
  g_assert_cmpint (rig_last (&rig, PF_RECORD_REFUSAL)->refusal.reason, ==,
                   PF_REFUSAL_MAX_OPEN_POSITIONS);
  g_assert_cmpstr (rig_last (&rig, PF_RECORD_REFUSAL)->refusal.value, ==, "1");
  rig_assert_recovers (&rig);
  rig_clear (&rig);
}

/* An entry that is on its way counts as a position. */
static void
test_in_flight_counts (void)
{
  Rig rig;
  PfEngineConfig config;

  pf_engine_config_init (&config);
  config.desk_positions_max = 1;
  rig_init_with (&rig, &config);
  rig_ready (&rig);
  rig_deploy (&rig, TURNS);
  rig_deploy (&rig, TURNS);
  rig_bar (&rig, 100);
  rig_bar (&rig, 99);
  rig_bar (&rig, 100);
  g_assert_cmpuint (rig.submits->len, ==, 1);
  g_assert_cmpint (rig_last (&rig, PF_RECORD_REFUSAL)->refusal.reason, ==, PF_REFUSAL_DESK_LIMIT);
  rig_clear (&rig);
}

static void
test_inbox_bound (void)
{
  Rig rig;
  PfEvent event = { .type = PF_EVENT_TIME };

  rig_init (&rig);
  for (guint i = 0; i < PF_ENGINE_INBOX_MAX; i++)
    g_assert_true (pf_engine_push (rig.engine, &event));
  g_assert_false (pf_engine_push (rig.engine, &event));
  pf_engine_drain (rig.engine);
  g_assert_true (pf_engine_push (rig.engine, &event));
  rig_clear (&rig);
}

/* A clock that jumps back changes nothing: time in here only goes on. */
static void
test_clock_jumps (void)
{
  Rig rig;
  gint64 before;

  rig_init (&rig);
  rig_deploy (&rig, TURNS);
  go_long (&rig, "100");
  before = pf_engine_time (rig.engine);
  rig.now_ns -= PF_NS_PER_DAY;
  rig_mark (&rig, 101);
  g_assert_cmpint (pf_engine_time (rig.engine), ==, before);
  g_assert_cmpint (rig_deployment (&rig, 1)->day, ==, RIG_DAY_NS / PF_NS_PER_DAY);
  rig.now_ns += 3 * PF_NS_PER_DAY;
  rig_mark (&rig, 101);
  g_assert_cmpint (pf_engine_time (rig.engine), ==, rig.now_ns);
  g_assert_cmpuint (pf_engine_n_positions (rig.engine), ==, 1);
  rig_assert_recovers (&rig);
  rig_clear (&rig);
}

/* The day of the limits is the UTC day: each day's loss counts from its own midnight. */
static void
test_midnight (void)
{
  const PfDeploymentState *d;
  Rig rig;

  rig_init (&rig);
  rig_deploy (&rig, TURNS ",stop_loss=0,take_profit=0,drawdown=0");
  go_long (&rig, "100");
  d = rig_deployment (&rig, 1);
  rig_mark (&rig, 60);                  /* 80 of 100 lost today */
  rig.now_ns = RIG_DAY_NS + PF_NS_PER_DAY;
  rig_mark (&rig, 60);                  /* the very instant still belongs to the day that ends */
  g_assert_cmpint (d->day, ==, RIG_DAY_NS / PF_NS_PER_DAY);
  rig.now_ns += 1;
  rig_mark (&rig, 60);
  g_assert_cmpint (d->day, ==, RIG_DAY_NS / PF_NS_PER_DAY + 1);
  rig_mark (&rig, 20);                  /* 80 more, but on another day */
  g_assert_cmpint (d->status, ==, PF_DEPLOYMENT_ACTIVE);
  rig_mark (&rig, 10);
  g_assert_cmpint (d->pause_reason, ==, PF_REFUSAL_DAILY_LOSS);
  rig_assert_recovers (&rig);
  rig_clear (&rig);
}

/* Random life: whatever is heard in whatever order, the records alone give the same state. */
static void
random_life (guint32 seed)
{
  GRand *rand = g_rand_new_with_seed (seed);
  gint64 price = 100;
  Rig rig;

  rig_init (&rig);
  rig_deploy (&rig, TURNS ",direction=both,symbol=AAAUSDT+BBBUSDT,profile=standard");
  rig_deploy (&rig, TURNS ",direction=both,profile=none,sizing=fraction=0.3,stop_loss=1");
  for (guint i = 0; i < 400; i++)
    {
      guint n = pf_engine_n_orders (rig.engine);
      switch (g_rand_int_range (rand, 0, 8))
        {
        case 0: case 1: case 2:
          price = MAX (10, price + g_rand_int_range (rand, -4, 5));
          rig_bar_of (&rig, (guint32) g_rand_int_range (rand, 0, 2), price);
          break;
        case 3: case 4:
          if (rig.submits->len > 0)
            rig_accept (&rig);
          break;
        case 5: case 6:
          if (n > 0)
            {
              const PfOrder *order
                  = pf_engine_order_at (rig.engine, (guint)g_rand_int_range (rand, 0, (gint32)n));
              g_autofree char *text = g_strdup_printf ("%d", (int) price);
              rig_fill_order (&rig, order->id, text, NULL, NULL);
            }
          break;
        default:
          if (n > 0 && g_rand_int_range (rand, 0, 3) == 0)
            rig_word (&rig, pf_engine_order_at (rig.engine, 0)->id,
                      g_rand_boolean (rand) ? PF_ORDER_EVENT_REJECT : PF_ORDER_EVENT_EXPIRE,
                      "said so");
          else if (g_rand_int_range (rand, 0, 40) == 0)
            rig_command (&rig, PF_COMMAND_EMERGENCY_STOP, 0);
          else
            rig_time (&rig, g_rand_int_range (rand, 1, 20) * PF_NS_PER_SECOND);
          break;
        }
      if (i % 20 == 0)
        rig_assert_recovers (&rig);
    }
  rig_assert_recovers (&rig);
  g_assert_cmpint (pf_engine_state (rig.engine), ==, PF_DESK_READY);
  rig_clear (&rig);
  g_rand_free (rand);
}

static void
test_random_recovery (void)
{
  for (guint32 seed = 1; seed <= 60; seed++)
    random_life (seed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/engine/deploy-refusals", test_deploy_refusals);
  g_test_add_func ("/pf/engine/deploy-as-written", test_deploy_as_written);
  g_test_add_func ("/pf/engine/entry-and-stop", test_entry_and_stop);
  g_test_add_func ("/pf/engine/reversal", test_reversal);
  g_test_add_func ("/pf/engine/direction-long-closes-only", test_direction_long_closes_only);
  g_test_add_func ("/pf/engine/emergency-stop", test_emergency_stop);
  g_test_add_func ("/pf/engine/stop-with-entry-in-flight", test_stop_with_entry_in_flight);
  g_test_add_func ("/pf/engine/daily-loss", test_daily_loss);
  g_test_add_func ("/pf/engine/drawdown", test_drawdown);
  g_test_add_func ("/pf/engine/missing-price-pauses", test_missing_price_pauses);
  g_test_add_func ("/pf/engine/unknown-is-never-no", test_unknown_is_never_no);
  g_test_add_func ("/pf/engine/fills-count-once", test_fills_count_once);
  g_test_add_func ("/pf/engine/closes-are-tried-until-flat", test_closes_are_tried_until_flat);
  g_test_add_func ("/pf/engine/lost-protection", test_lost_protection);
  g_test_add_func ("/pf/engine/partial-entry-moves-stop", test_partial_entry_moves_stop);
  g_test_add_func ("/pf/faults/L16-halt-keeps-stops", test_halt_keeps_stops);
  g_test_add_func ("/pf/faults/L7-clock-jumps", test_clock_jumps);
  g_test_add_func ("/pf/faults/L12-midnight", test_midnight);
  g_test_add_func ("/pf/engine/bars-count-once", test_bars_count_once);
  g_test_add_func ("/pf/engine/limit-of-positions", test_limit_of_positions);
  g_test_add_func ("/pf/engine/in-flight-counts", test_in_flight_counts);
  g_test_add_func ("/pf/engine/inbox-bound", test_inbox_bound);
  g_test_add_func ("/pf/engine/random-recovery", test_random_recovery);
  return g_test_run ();
}
