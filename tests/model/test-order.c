/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/pf-order.h"

#include "model-test.h"

#include <string.h>

/* An order of 1 unit in some status, with what that status has to have filled. */
static PfOrder
order_in (PfOrderStatus status)
{
  PfOrder order;

  /* all bytes, so that two orders can be compared as memory */
  memset (&order, 0, sizeof order);
  order.id = 7;
  order.instrument = 3;
  order.status = status;
  order.quantity = quantity ("1");
  order.ts_created_ns = 100;
  order.ts_updated_ns = 200;
  if (status == PF_ORDER_PARTIALLY_FILLED || status == PF_ORDER_CANCELLED
      || status == PF_ORDER_EXPIRED)
    order.filled = quantity ("0.4");
  if (status == PF_ORDER_FILLED)
    order.filled = quantity ("1");
  order.filled_notional.e18 = order.filled.e18 * 100;
  return order;
}

static PfFill
fill_of (const char *units)
{
  return (PfFill){ .order_id = 7, .instrument = 3, .price = price ("100"),
                   .quantity = quantity (units), .fee = money ("0.5") };
}

static gboolean
is_live (PfOrderStatus status)
{
  return status == PF_ORDER_PENDING || status == PF_ORDER_OPEN
         || status == PF_ORDER_PARTIALLY_FILLED || status == PF_ORDER_UNKNOWN;
}

/* The life of an order, told a second time, in rules instead of a table. */
static PfChange
expect (PfOrderStatus status, PfOrderEvent event, PfOrderStatus *next)
{
  gboolean ours = event == PF_ORDER_EVENT_REFUSE || event == PF_ORDER_EVENT_TIMEOUT;

  *next = status;
  /* A refused order never left the house: the venue cannot know it. */
  if (status == PF_ORDER_REFUSED)
    return ours ? PF_CHANGE_IGNORED : PF_CHANGE_ALARM;
  switch (event)
    {
    case PF_ORDER_EVENT_FILL:
      /* counts whenever there is a rest; it revives nothing */
      *next = is_live (status) ? PF_ORDER_PARTIALLY_FILLED : status;
      return status == PF_ORDER_FILLED ? PF_CHANGE_ALARM : PF_CHANGE_APPLIED;
    case PF_ORDER_EVENT_REFUSE:
      /* only before it is sent */
      if (status != PF_ORDER_PENDING)
        return PF_CHANGE_ALARM;
      *next = PF_ORDER_REFUSED;
      return PF_CHANGE_APPLIED;
    case PF_ORDER_EVENT_TIMEOUT:
      /* of an order that the venue has answered it says nothing */
      if (status != PF_ORDER_PENDING)
        return PF_CHANGE_IGNORED;
      *next = PF_ORDER_UNKNOWN;
      return PF_CHANGE_APPLIED;
    case PF_ORDER_EVENT_ACCEPT:
      if (status != PF_ORDER_PENDING && status != PF_ORDER_UNKNOWN)
        return PF_CHANGE_IGNORED;
      *next = PF_ORDER_OPEN;
      return PF_CHANGE_APPLIED;
    case PF_ORDER_EVENT_REJECT:
      /* what filled in full cannot be rejected; what filled in part can only mean its rest */
      if (status == PF_ORDER_FILLED)
        return PF_CHANGE_ALARM;
      if (!is_live (status))
        return PF_CHANGE_IGNORED;
      *next = status == PF_ORDER_PARTIALLY_FILLED ? PF_ORDER_EXPIRED : PF_ORDER_REJECTED;
      return PF_CHANGE_APPLIED;
    case PF_ORDER_EVENT_CANCEL:
    case PF_ORDER_EVENT_EXPIRE:
      if (!is_live (status))
        return PF_CHANGE_IGNORED;
      *next = event == PF_ORDER_EVENT_CANCEL ? PF_ORDER_CANCELLED : PF_ORDER_EXPIRED;
      return PF_CHANGE_APPLIED;
    case PF_N_ORDER_EVENTS:
    default:
      g_assert_not_reached ();
    }
}

static void
test_every_pair (void)
{
  PfFill rest = fill_of ("0.1");

  for (PfOrderStatus status = 0; status < PF_N_ORDER_STATUSES; status++)
    for (PfOrderEvent event = 0; event < PF_N_ORDER_EVENTS; event++)
      {
        PfOrder order = order_in (status), before = order;
        PfOrderStatus next = 99, expected_next;
        PfChange expected = expect (status, event, &expected_next);
        const PfFill *fill = event == PF_ORDER_EVENT_FILL ? &rest : NULL;

        g_assert_cmpint (pf_order_transition (status, event, &next), ==, expected);
        g_assert_cmpint (next, ==, expected_next);
        g_assert_cmpint (pf_order_apply (&order, event, fill, 300), ==, expected);
        g_assert_cmpint (order.status, ==, expected_next);
        if (expected != PF_CHANGE_APPLIED)
          {
            g_assert_cmpmem (&order, sizeof order, &before, sizeof before);
            continue;
          }
        g_assert_cmpint (order.ts_updated_ns, ==, 300);
        g_assert_true (order.filled.e18
                       == before.filled.e18 + (fill != NULL ? quantity ("0.1").e18 : 0));
      }
}

/* In every state but REFUSED and FILLED the fill of the rest makes it FILLED, late or not. */
static void
test_fill_of_the_rest (void)
{
  for (PfOrderStatus status = 0; status < PF_N_ORDER_STATUSES; status++)
    {
      PfOrder order = order_in (status);
      PfFill rest = fill_of ("1");

      rest.quantity = pf_order_remaining (&order);
      if (status == PF_ORDER_FILLED || status == PF_ORDER_REFUSED)
        {
          rest.quantity = quantity ("1");
          g_assert_cmpint (pf_order_apply (&order, PF_ORDER_EVENT_FILL, &rest, 300), ==,
                           PF_CHANGE_ALARM);
          continue;
        }
      g_assert_cmpint (pf_order_apply (&order, PF_ORDER_EVENT_FILL, &rest, 300), ==,
                       PF_CHANGE_APPLIED);
      g_assert_cmpint (order.status, ==, PF_ORDER_FILLED);
      assert_e18 (order.filled, "1");
      assert_e18 (order.filled_notional, "100");
      assert_e18 (order.fees, "0.5");
      assert_e18 (pf_order_remaining (&order), "0");
    }
}

/* Fills that no sane venue sends: an alarm, and not one byte of the order changes. */
static void
test_impossible_fills (void)
{
  PfFill fills[7];

  for (guint i = 0; i < G_N_ELEMENTS (fills); i++)
    fills[i] = fill_of ("0.1");
  fills[0].quantity.e18 = quantity ("1").e18 + 1;
  fills[1].quantity = PF_QUANTITY_ZERO;
  fills[2].quantity = quantity ("-0.1");
  fills[3].price = PF_PRICE_ZERO;
  fills[4].price = price ("-1");
  fills[5].side = PF_SIDE_SELL;
  fills[6].instrument = 4;
  for (guint i = 0; i < G_N_ELEMENTS (fills); i++)
    {
      PfOrder order = order_in (PF_ORDER_OPEN), before = order;
      g_assert_cmpint (pf_order_apply (&order, PF_ORDER_EVENT_FILL, &fills[i], 300), ==,
                       PF_CHANGE_ALARM);
      g_assert_cmpmem (&order, sizeof order, &before, sizeof before);
    }
}

/* an amount that leaves the range is as impossible as a negative one */
static void
test_overflowing_fill (void)
{
  PfOrder order = order_in (PF_ORDER_OPEN), before;
  PfFill fill = fill_of ("1000000000000000000");

  order.quantity = quantity ("1000000000000000000");
  before = order;
  fill.price = price ("1000000000000000000");
  g_assert_cmpint (pf_order_apply (&order, PF_ORDER_EVENT_FILL, &fill, 300), ==, PF_CHANGE_ALARM);
  g_assert_cmpmem (&order, sizeof order, &before, sizeof before);
}

/* A word that was sent earlier does not set the clock back. */
static void
test_time (void)
{
  PfOrder order = order_in (PF_ORDER_PENDING);

  g_assert_cmpint (pf_order_apply (&order, PF_ORDER_EVENT_ACCEPT, NULL, 150), ==,
                   PF_CHANGE_APPLIED);
  g_assert_cmpint (order.ts_updated_ns, ==, 200);
  g_assert_cmpint (pf_order_apply (&order, PF_ORDER_EVENT_CANCEL, NULL, 250), ==,
                   PF_CHANGE_APPLIED);
  g_assert_cmpint (order.ts_updated_ns, ==, 250);
}

static guint
rank (PfOrderStatus status)
{
  switch (status)
    {
    case PF_ORDER_PENDING: return 0;
    case PF_ORDER_UNKNOWN: return 1;
    case PF_ORDER_OPEN: return 2;
    case PF_ORDER_PARTIALLY_FILLED: return 3;
    case PF_ORDER_FILLED:
    case PF_ORDER_CANCELLED:
    case PF_ORDER_REJECTED:
    case PF_ORDER_REFUSED:
    case PF_ORDER_EXPIRED:
    case PF_N_ORDER_STATUSES:
    default: return 4;
    }
}

/* Random words in random order: the sums are those of the fills that counted, no status goes back,
 * and a finished order is changed by nothing but a fill. */
static void
test_random_words (void)
{
  GRand *rand = g_rand_new_with_seed (3);

  for (guint round = 0; round < 20000; round++)
    {
      PfOrder order = order_in (PF_ORDER_PENDING);
      PfInt128 filled = 0, notional = 0, fees = 0;

      for (guint i = 0; i < 12; i++)
        {
          PfOrderEvent event = (PfOrderEvent) g_rand_int_range (rand, 0, PF_N_ORDER_EVENTS);
          PfOrderStatus before = order.status;
          PfFill fill = fill_of ("0.1");
          PfChange change;

          fill.quantity.e18 *= g_rand_int_range (rand, 1, 8);
          fill.price.e18 *= g_rand_int_range (rand, 1, 1000);
          change = pf_order_apply (&order, event, event == PF_ORDER_EVENT_FILL ? &fill : NULL, i);
          if (change == PF_CHANGE_APPLIED && event == PF_ORDER_EVENT_FILL)
            {
              filled += fill.quantity.e18;
              notional += fill.price.e18 / 10 * (fill.quantity.e18 / quantity ("0.1").e18);
              fees += fill.fee.e18;
            }
          g_assert_true (order.filled.e18 == filled && order.filled_notional.e18 == notional);
          g_assert_true (order.fees.e18 == fees);
          g_assert_true ((order.status == PF_ORDER_FILLED) == (filled == order.quantity.e18));
          g_assert_cmpuint (rank (order.status), >=, rank (before));
          if (rank (before) == 4 && order.status != before)
            g_assert_true (event == PF_ORDER_EVENT_FILL && order.status == PF_ORDER_FILLED);
        }
    }
  g_rand_free (rand);
}

static void
test_terminal (void)
{
  for (PfOrderStatus status = 0; status < PF_N_ORDER_STATUSES; status++)
    g_assert_cmpint (pf_order_status_is_terminal (status), ==, !is_live (status));
}

/* in journals and on the wire of our own tools: they never change */
static void
test_names (void)
{
  static const char *const statuses[] = { "PENDING", "OPEN", "PARTIALLY_FILLED", "UNKNOWN",
                                          "FILLED", "CANCELLED", "REJECTED", "REFUSED", "EXPIRED" };
  static const char *const reasons[] = { "signal", "stop_loss", "take_profit", "manual",
                                         "emergency_stop", "liquidation" };

  g_assert_cmpuint (PF_N_ORDER_STATUSES, ==, G_N_ELEMENTS (statuses));
  for (PfOrderStatus i = 0; i < PF_N_ORDER_STATUSES; i++)
    g_assert_cmpstr (pf_order_status_name (i), ==, statuses[i]);
  g_assert_cmpuint (PF_N_REASONS, ==, G_N_ELEMENTS (reasons));
  for (PfReason i = 0; i < PF_N_REASONS; i++)
    g_assert_cmpstr (pf_reason_name (i), ==, reasons[i]);
  g_assert_cmpstr (pf_side_name (PF_SIDE_BUY), ==, "BUY");
  g_assert_cmpstr (pf_side_name (PF_SIDE_SELL), ==, "SELL");
  g_assert_cmpint (pf_side_opposite (PF_SIDE_BUY), ==, PF_SIDE_SELL);
  g_assert_cmpint (pf_side_opposite (PF_SIDE_SELL), ==, PF_SIDE_BUY);
  g_assert_cmpstr (pf_order_type_name (PF_ORDER_TYPE_MARKET), ==, "MARKET");
  g_assert_cmpstr (pf_order_type_name (PF_ORDER_TYPE_LIMIT), ==, "LIMIT");
  g_assert_cmpstr (pf_order_type_name (PF_ORDER_TYPE_STOP_LOSS), ==, "STOP_LOSS");
  g_assert_cmpstr (pf_order_type_name (PF_ORDER_TYPE_TAKE_PROFIT), ==, "TAKE_PROFIT");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/order/every-pair", test_every_pair);
  g_test_add_func ("/pf/order/fill-of-the-rest", test_fill_of_the_rest);
  g_test_add_func ("/pf/order/impossible-fills", test_impossible_fills);
  g_test_add_func ("/pf/order/overflowing-fill", test_overflowing_fill);
  g_test_add_func ("/pf/order/time", test_time);
  g_test_add_func ("/pf/order/random-words", test_random_words);
  g_test_add_func ("/pf/order/terminal", test_terminal);
  g_test_add_func ("/pf/order/names", test_names);
  return g_test_run ();
}
