/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/pf-instrument.h"

#include "model-test.h"

static void
test_unknown (void)
{
  PfInstrument btc = pf_instrument_unknown ("BTCUSDT", 2);
  PfInstrument odd = pf_instrument_unknown ("USDT", 18);
  PfInstrument wide = pf_instrument_unknown ("ABCDEFGHIJKLMNOPQRSUSDT", 0);

  g_assert_cmpstr (btc.symbol, ==, "BTCUSDT");
  g_assert_cmpstr (btc.base, ==, "BTC");
  g_assert_cmpstr (btc.quote, ==, "USDT");
  g_assert_cmpuint (btc.price_decimals, ==, 2);
  assert_e18 (btc.tick, "0.01");
  assert_e18 (btc.step, "0.00000001");
  assert_e18 (btc.min_notional, "0");
  g_assert_cmpstr (odd.base, ==, "USDT");
  g_assert_cmpstr (odd.quote, ==, "");
  assert_e18 (odd.tick, "0.000000000000000001");
  assert_e18 (wide.tick, "1");
  g_assert_cmpstr (wide.base, ==, "ABCDEFGHIJK");
  g_assert_cmpstr (wide.symbol, ==, "ABCDEFGHIJKLMNOPQRSUSDT");
}

static void
test_symbol (void)
{
  static const char *const good[] = { "A", "BTCUSDT", "1000SHIB-USDT", "BTC/USDT", "a_b.c",
                                      "ABCDEFGHIJKLMNOPQRSTUVW" };
  static const char *const bad[] = { "", "ABCDEFGHIJKLMNOPQRSTUVWX", "BTC USDT", "BTC+ETH", "BTC,X",
                                     "A=B", "B\xc3\xa9", "A\n", "\"", "A'" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (pf_symbol_is_valid (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (pf_symbol_is_valid (bad[i]));
}

static void
test_table (void)
{
  g_autoptr (PfInstruments) table = pf_instruments_new ();
  g_autoptr (PfInstruments) copy = NULL;

  g_assert_cmpint (pf_instruments_find (table, "S0"), ==, -1);
  for (guint i = 0; i < PF_INSTRUMENTS_MAX; i++)
    {
      g_autofree char *symbol = g_strdup_printf ("S%u", i);
      PfInstrument instrument = pf_instrument_unknown (symbol, i % 19);
      g_assert_cmpuint (pf_instruments_add (table, &instrument), ==, i);
    }
  g_assert_cmpint (pf_instruments_find (table, "S0"), ==, 0);
  g_assert_cmpint (pf_instruments_find (table, "S1023"), ==, 1023);
  g_assert_cmpint (pf_instruments_find (table, "s0"), ==, -1);
  g_assert_cmpint (pf_instruments_find (table, "S"), ==, -1);
  copy = pf_instruments_copy (table);
  g_clear_pointer (&table, pf_instruments_free);
  g_assert_cmpuint (copy->n, ==, PF_INSTRUMENTS_MAX);
  g_assert_cmpstr (pf_instruments_get (copy, 77)->symbol, ==, "S77");
  g_assert_cmpuint (pf_instruments_get (copy, 77)->price_decimals, ==, 1);
  pf_instruments_free (NULL);
}

static void
misuse (int which)
{
  g_autoptr (PfInstruments) table = pf_instruments_new ();
  PfInstrument instrument = pf_instrument_unknown ("A", 2);

  pf_instruments_add (table, &instrument);
  if (which == 1)
    g_strlcpy (instrument.symbol, "B", sizeof instrument.symbol);
  if (which == 1)
    instrument.step = PF_QUANTITY_ZERO;
  if (which == 2)
    g_print ("%s", pf_instruments_get (table, 1)->symbol);
  else if (which == 3)
    for (guint i = 0; i < PF_INSTRUMENTS_MAX; i++)
      {
        g_snprintf (instrument.symbol, sizeof instrument.symbol, "S%u", i);
        pf_instruments_add (table, &instrument);
      }
  else
    pf_instruments_add (table, &instrument);
}

static void
test_misuse (gconstpointer which)
{
  if (g_test_subprocess ())
    {
      misuse (GPOINTER_TO_INT (which));
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*ERROR*assertion failed*");
}

int
main (int argc, char **argv)
{
  static const char *const misuses[] = { "twice", "no-step", "no-such", "full" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/instrument/unknown", test_unknown);
  g_test_add_func ("/pf/instrument/symbol", test_symbol);
  g_test_add_func ("/pf/instrument/table", test_table);
  for (guint i = 0; i < G_N_ELEMENTS (misuses); i++)
    {
      g_autofree char *path = g_strdup_printf ("/pf/instrument/misuse/%s", misuses[i]);
      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_misuse);
    }
  return g_test_run ();
}
