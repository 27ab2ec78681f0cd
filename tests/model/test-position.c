/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/pf-position.h"

#include "model-test.h"

static PfFill
fill_of (PfSide side, const char *units, const char *at, const char *fee, gint64 ts_ns)
{
  return (PfFill){ .deployment_id = 5, .instrument = 2, .side = side, .quantity = quantity (units),
                   .price = price (at), .fee = money (fee), .ts_ns = ts_ns,
                   .reason = PF_REASON_SIGNAL };
}

static gboolean
buy (PfPosition *self, const char *units, const char *at, const char *fee, PfTrade *trade)
{
  PfFill fill = fill_of (PF_SIDE_BUY, units, at, fee, 1000);

  return pf_position_apply (self, &fill, trade);
}

static gboolean
sell (PfPosition *self, const char *units, const char *at, const char *fee, PfTrade *trade)
{
  PfFill fill = fill_of (PF_SIDE_SELL, units, at, fee, 2000);

  return pf_position_apply (self, &fill, trade);
}

#define NEW_POSITION ((PfPosition){ .deployment_id = 5, .instrument = 2 })

static void
test_long (void)
{
  PfPosition self = NEW_POSITION;
  PfTrade trade;

  g_assert_false (buy (&self, "0.175", "43250", "3.0275", &trade));
  assert_e18 (self.quantity, "0.175");
  assert_e18 (self.entry_notional, "7568.75");
  assert_e18 (self.entry_fees, "3.0275");
  assert_e18 (self.realised, "-3.0275");
  assert_e18 (pf_position_entry_price (&self), "43250");
  assert_e18 (pf_position_unrealised (&self), "0");    /* no mark yet */
  self.mark = price ("43500");
  assert_e18 (pf_position_unrealised (&self), "43.75");
  g_assert_true (sell (&self, "0.175", "43500", "3.045", &trade));
  g_assert_cmpuint (trade.id, ==, 0);
  g_assert_cmpuint (trade.deployment_id, ==, 5);
  g_assert_cmpuint (trade.instrument, ==, 2);
  g_assert_cmpint (trade.side, ==, PF_SIDE_BUY);
  assert_e18 (trade.quantity, "0.175");
  assert_e18 (trade.entry_price, "43250");
  assert_e18 (trade.exit_price, "43500");
  assert_e18 (trade.fees, "6.0725");
  assert_e18 (trade.pnl, "37.6775");
  g_assert_cmpint (trade.pnl_rate.e12, ==, 4978034682);         /* 37.6775 / 7568.75 */
  g_assert_cmpint (trade.ts_entry_ns, ==, 1000);
  g_assert_cmpint (trade.ts_exit_ns, ==, 2000);
  assert_e18 (self.quantity, "0");
  assert_e18 (self.entry_notional, "0");
  assert_e18 (self.entry_fees, "0");
  assert_e18 (self.realised, "37.6775");
  assert_e18 (self.fees, "6.0725");
  assert_e18 (self.trip_entry_quantity, "0");
  assert_e18 (self.trip_entry_notional, "0");
  assert_e18 (self.trip_exit_notional, "0");
  assert_e18 (self.trip_entry_price, "0");
  assert_e18 (self.trip_exit_price, "0");
  assert_e18 (self.trip_fees, "0");
  assert_e18 (pf_position_unrealised (&self), "0");
  assert_e18 (pf_position_entry_price (&self), "0");
}

static void
test_short (void)
{
  PfPosition self = NEW_POSITION;
  PfTrade trade;

  g_assert_false (sell (&self, "2", "100", "1", &trade));
  assert_e18 (self.quantity, "-2");
  assert_e18 (self.entry_notional, "200");
  self.mark = price ("90");
  assert_e18 (pf_position_unrealised (&self), "20");
  self.mark = price ("120");
  assert_e18 (pf_position_unrealised (&self), "-40");
  assert_e18 (pf_position_value (&self, price ("120")), "-240");
  g_assert_true (buy (&self, "2", "120", "1", &trade));
  g_assert_cmpint (trade.side, ==, PF_SIDE_SELL);
  assert_e18 (trade.pnl, "-42");
  g_assert_cmpint (trade.pnl_rate.e12, ==, -210000000000);
}

/* Scaling in and out: averages on both sides, one trade at the end. */
static void
test_partial (void)
{
  PfPosition self = NEW_POSITION;
  PfTrade trade;

  g_assert_false (buy (&self, "1", "100", "0.1", &trade));
  g_assert_false (buy (&self, "3", "200", "0.6", &trade));
  assert_e18 (pf_position_entry_price (&self), "175");
  g_assert_false (sell (&self, "1", "300", "0.3", &trade));
  assert_e18 (self.quantity, "3");
  assert_e18 (self.entry_notional, "525");
  assert_e18 (self.entry_fees, "0.525");
  assert_e18 (self.realised, "124");            /* 300 - 175 less all fees so far */
  g_assert_false (buy (&self, "1", "175", "0", &trade));
  g_assert_true (sell (&self, "4", "100", "0.4", &trade));
  assert_e18 (trade.quantity, "5");
  assert_e18 (trade.entry_price, "175");        /* (100 + 600 + 175) / 5 */
  assert_e18 (trade.exit_price, "140");         /* (300 + 400) / 5 */
  assert_e18 (trade.fees, "1.4");
  assert_e18 (trade.pnl, "-176.4");
  assert_e18 (self.realised, "-176.4");
}

/* A fill that crosses zero closes one trade and begins the next; its fee is shared by quantity. */
static void
test_flip (void)
{
  PfPosition self = NEW_POSITION;
  PfTrade trade;

  g_assert_false (buy (&self, "1", "100", "0.1", &trade));
  g_assert_true (sell (&self, "3", "110", "0.9", &trade));
  g_assert_cmpint (trade.side, ==, PF_SIDE_BUY);
  assert_e18 (trade.quantity, "1");
  assert_e18 (trade.fees, "0.4");
  assert_e18 (trade.pnl, "9.6");
  assert_e18 (self.quantity, "-2");
  assert_e18 (self.entry_notional, "220");
  assert_e18 (self.entry_fees, "0.6");
  assert_e18 (pf_position_entry_price (&self), "110");
  g_assert_cmpint (self.ts_opened_ns, ==, 2000);
  assert_e18 (self.realised, "9");              /* 9.6 and the fee of the new entry */
  g_assert_true (buy (&self, "2", "100", "0.2", &trade));
  g_assert_cmpint (trade.side, ==, PF_SIDE_SELL);
  g_assert_cmpint (trade.ts_entry_ns, ==, 2000);
  assert_e18 (trade.fees, "0.8");
  assert_e18 (trade.pnl, "19.2");
  assert_e18 (self.realised, "28.8");
}

/* The shares of a flip's fee are rounded once, and nothing of it is lost: 1 / 3 and the rest. */
static void
test_flip_fee_rounding (void)
{
  PfPosition self = NEW_POSITION;
  PfTrade trade;

  buy (&self, "1", "100", "0", &trade);
  g_assert_true (sell (&self, "3", "100", "0.000000000000000001", &trade));
  assert_e18 (trade.fees, "0");
  assert_e18 (self.entry_fees, "0.000000000000000001");
  buy (&self, "2", "100", "0", &trade);
  buy (&self, "1", "100", "0", &trade);
  g_assert_true (sell (&self, "2", "100", "0.000000000000000003", &trade));
  assert_e18 (trade.fees, "0.000000000000000002");      /* 1.5: to even */
  assert_e18 (self.entry_fees, "0.000000000000000001");
}

/* Where all fills had one price, that is the average, whatever their products were rounded to. */
static void
test_average_is_a_price (void)
{
  const char *at = "0.123456789012345678";
  PfPosition self = NEW_POSITION;
  PfTrade trade;

  buy (&self, "0.000000011", at, "0", &trade);
  buy (&self, "0.000000013", at, "0", &trade);
  assert_e18 (pf_position_entry_price (&self), at);
  sell (&self, "0.000000007", at, "0", &trade);
  assert_e18 (pf_position_entry_price (&self), at);
  g_assert_true (sell (&self, "0.000000017", at, "0", &trade));
  assert_e18 (trade.entry_price, at);
  assert_e18 (trade.exit_price, at);
}

/* Prices so low that a fill's notional is rounded to nothing are still two prices. */
static void
test_dust (void)
{
  PfPosition self = NEW_POSITION;
  PfTrade trade;

  buy (&self, "2", "1", "0", &trade);
  g_assert_false (sell (&self, "0.1", "0.000000000000000001", "0", &trade));
  g_assert_true (sell (&self, "1.9", "100", "0", &trade));
  assert_e18 (trade.exit_price, "95");
  assert_e18 (trade.pnl, "188");
}

static void
test_reason_is_the_last (void)
{
  PfPosition self = NEW_POSITION;
  PfFill stop = fill_of (PF_SIDE_SELL, "1", "98", "0", 3000);
  PfTrade trade;

  stop.reason = PF_REASON_STOP_LOSS;
  buy (&self, "2", "100", "0", &trade);
  sell (&self, "1", "101", "0", &trade);
  g_assert_true (pf_position_apply (&self, &stop, &trade));
  g_assert_cmpint (trade.reason, ==, PF_REASON_STOP_LOSS);
  g_assert_cmpint (trade.ts_exit_ns, ==, 3000);
}

static void
test_account (void)
{
  PfAccount account;
  PfFill fill = fill_of (PF_SIDE_BUY, "0.5", "100", "0.1", 0);

  pf_account_init (&account, money ("1000"));
  assert_e18 (account.initial, "1000");
  pf_account_apply (&account, &fill);
  assert_e18 (account.cash, "949.9");
  fill = fill_of (PF_SIDE_SELL, "1", "120", "0.2", 0);
  pf_account_apply (&account, &fill);
  assert_e18 (account.cash, "1069.7");
  assert_e18 (account.fees, "0.3");
  assert_e18 (account.initial, "1000");
}

/* --- money is conserved ----------------------------------------------------------------------- */

/* what plain sums over the fills say */
typedef struct
{
  PfInt128 cash;        /* what all fills paid and received */
  PfInt128 quantity, fees;
  PfInt128 trades;      /* pnl of all closed ones */
} Sums;

static PfFill
random_fill (GRand *rand, PfInt128 held)
{
  PfFill fill = { .side = g_rand_boolean (rand) ? PF_SIDE_BUY : PF_SIDE_SELL };

  /* sometimes exactly what is held, so that trips end without a flip */
  fill.quantity.e18 = g_rand_int_range (rand, 1, 1000000);
  fill.quantity.e18 *= g_rand_boolean (rand) ? 1 : (PfInt128) 987654321987;
  if (held != 0 && g_rand_int_range (rand, 0, 3) == 0)
    {
      fill.quantity.e18 = held > 0 ? held : -held;
      fill.side = held > 0 ? PF_SIDE_SELL : PF_SIDE_BUY;
    }
  fill.price.e18 = (PfInt128) g_rand_int_range (rand, 1, G_MAXINT32) * g_rand_int (rand) + 1;
  fill.fee.e18 = g_rand_int_range (rand, -50, 1000);     /* a rebate now and then */
  return fill;
}

/* half-even price x quantity at 1e-18, both positive and small enough for 128 bits */
static PfInt128
plain_notional (PfInt128 at, PfInt128 units)
{
  const PfInt128 one = 1000000000000000000;
  PfInt128 whole = at / one * units, part = at % one * units, result = whole + part / one;
  PfInt128 rest = part % one;

  return result + (rest * 2 > one || (rest * 2 == one && result % 2 != 0));
}

static void
check_step (const PfPosition *self, const PfFill *fill, gboolean ended, const PfTrade *trade,
            Sums *sums)
{
  PfInt128 sign = fill->side == PF_SIDE_BUY ? 1 : -1;
  PfInt128 notional = plain_notional (fill->price.e18, fill->quantity.e18);
  PfInt128 before = sums->quantity;

  sums->quantity += sign * fill->quantity.e18;
  sums->cash -= sign * notional + fill->fee.e18;
  sums->fees += fill->fee.e18;
  g_assert_true (ended == (before != 0 && (before > 0) != (sign > 0)
                           && (sums->quantity == 0 || (sums->quantity > 0) != (before > 0))));
  g_assert_true (self->quantity.e18 == sums->quantity);
  g_assert_true (self->fees.e18 == sums->fees);
  g_assert_true (self->entry_notional.e18 >= 0);
  if (self->quantity.e18 == 0)
    g_assert_true (self->entry_notional.e18 == 0 && self->entry_fees.e18 == 0);
  if (ended)
    sums->trades += trade->pnl.e18;
  /* All cash that moved is in the closed trades, in the trip in progress, or in what is held at
   * cost; and what was realised differs from it by what is held at cost only. */
  {
    PfInt128 side = self->quantity.e18 > 0 ? 1 : -1;
    PfInt128 trip = side * (self->trip_exit_notional.e18 - self->trip_entry_notional.e18)
                    - self->trip_fees.e18;
    g_assert_true (sums->cash == sums->trades + trip);
    g_assert_true (sums->cash == self->realised.e18 - side * self->entry_notional.e18);
  }
}

static void
test_money_is_conserved (void)
{
  GRand *rand = g_rand_new_with_seed (99);
  guint n_trades = 0, n_flips = 0;

  for (guint round = 0; round < 2000; round++)
    {
      PfPosition self = NEW_POSITION;
      PfAccount account;
      Sums sums = { 0 };

      pf_account_init (&account, money ("1000000"));
      for (guint i = 0; i < 60; i++)
        {
          PfFill fill = random_fill (rand, self.quantity.e18);
          PfTrade trade;
          gboolean ended = pf_position_apply (&self, &fill, &trade);

          pf_account_apply (&account, &fill);
          check_step (&self, &fill, ended, &trade, &sums);
          g_assert_true (account.cash.e18 - account.initial.e18 == sums.cash);
          g_assert_true (account.fees.e18 == sums.fees);
          n_trades += ended;
          n_flips += ended && self.quantity.e18 != 0;
        }
    }
  g_assert_cmpuint (n_trades, >, 10000);
  g_assert_cmpuint (n_flips, >, 1000);
  g_rand_free (rand);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/position/long", test_long);
  g_test_add_func ("/pf/position/short", test_short);
  g_test_add_func ("/pf/position/partial", test_partial);
  g_test_add_func ("/pf/position/flip", test_flip);
  g_test_add_func ("/pf/position/flip-fee-rounding", test_flip_fee_rounding);
  g_test_add_func ("/pf/position/average-is-a-price", test_average_is_a_price);
  g_test_add_func ("/pf/position/dust", test_dust);
  g_test_add_func ("/pf/position/reason-is-the-last", test_reason_is_the_last);
  g_test_add_func ("/pf/position/account", test_account);
  g_test_add_func ("/pf/position/money-is-conserved", test_money_is_conserved);
  return g_test_run ();
}
