/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The digests were made by sha256sum over the lines written out by hand. */
#include "engine/pf-fingerprint.h"

#define ONE "92b1d66df170e2c2e86f31f55e291af4d4480b2e59ed4c211a9fae0b06a66be6"
#define TWO "11b1964a64c8ab6c06b24aba963efcba3557dc236e186f3cb92ecba47da06ffe"

static PfFill
fill (gint64 ts_ns, PfSide side, const char *quantity, const char *price, const char *fee)
{
  PfFill out = { .ts_ns = ts_ns, .side = side };

  g_assert_true (pf_quantity_parse (quantity, &out.quantity, NULL));
  g_assert_true (pf_price_parse (price, &out.price, NULL));
  g_assert_true (pf_money_parse (fee, &out.fee, NULL));
  return out;
}

static void
assert_fingerprint (const PfFingerprint *fingerprint, const char *expected)
{
  g_autofree char *text = pf_fingerprint_to_string (fingerprint);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_lines (void)
{
  g_autoptr (PfFingerprint) fingerprint = pf_fingerprint_new ();
  g_autoptr (PfFingerprint) copy = NULL;
  PfFill first = fill (G_GINT64_CONSTANT (1571302800000000000), PF_SIDE_BUY, "1.000", "8051.50",
                       "3.22060");
  PfFill second = fill (G_GINT64_CONSTANT (1571302800250000000), PF_SIDE_SELL,
                        "0.000000000000000001", "1000000", "0");

  /* of nothing */
  assert_fingerprint (fingerprint,
                      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  /* "2019-10-17T09:00:00Z,BUY,1,8051.5,3.2206\n" */
  pf_fingerprint_add (fingerprint, &first);
  assert_fingerprint (fingerprint, ONE);
  copy = pf_fingerprint_copy (fingerprint);
  /* "2019-10-17T09:00:00.250Z,SELL,0.000000000000000001,1000000,0\n" */
  pf_fingerprint_add (fingerprint, &second);
  assert_fingerprint (fingerprint, TWO);
  assert_fingerprint (copy, ONE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/fingerprint/lines", test_lines);
  return g_test_run ();
}
