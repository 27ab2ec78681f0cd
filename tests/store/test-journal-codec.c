/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "pf-story.h"
#include "store/pf-journal-codec.h"
#include "store/pf-journal.h"

#define N_RANDOM 3000

/* --- exact, there and back ------------------------------------------------------------------- */

static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260131);

  for (guint type = 0; type < PF_N_RECORDS; type++)
    for (guint i = 0; i < N_RANDOM; i++)
      {
        char text[PF_RECORD_TEXT_MAX], again[PF_RECORD_TEXT_MAX];
        g_autoptr (GError) error = NULL;
        PfRecord record, back;
        gsize length;

        pf_story_random (rand, type, &record);
        memset (text, 'x', sizeof text);
        length = pf_record_encode (&record, text);
        g_assert_cmpuint (length, <, sizeof text);
        g_assert_cmpint (text[length], ==, '\0');
        g_assert_true (pf_record_decode (type, record.ts_ns, text, length, &back, &error));
        g_assert_no_error (error);
        g_assert_true (pf_story_equal (&record, &back));
        g_assert_cmpuint (pf_record_encode (&back, again), ==, length);
        g_assert_cmpmem (text, length, again, length);
      }
}

/* What files of today say: a change of these texts is a change of the format. */
static const struct
{
  PfRecordType type;
  const char *text;
} golden[] = {
  { PF_RECORD_ACCOUNT, "10000" },
  { PF_RECORD_ACCOUNT, "-0.000000000000000001" },
  { PF_RECORD_DEPLOYMENT, "7 10000.5 9:sma_cross" },
  { PF_RECORD_DEPLOYMENT_STATUS, "7 1 13 -9223372036854775808 10:Too late: " },
  { PF_RECORD_ORDER,
    "12 7:P4f2a-1 0: 7 3 1 2 0 4 1 2 1 0 0.5 0.25 12500.75 1.2 0 49000 50003 1 -1" },
  { PF_RECORD_ORDER_CHANGE, "12 3 2:V9 22:Margin is insufficient" },
  { PF_RECORD_FILL, "12 7 3 4:t 77 1 50003 0.25 0.000000000000000001 2 1700000000000000000" },
  { PF_RECORD_TRADE, "1 7 3 0 0.5 50000 51000 1 499 0.01996 2 1 2" },
  { PF_RECORD_TRADE, "1 7 3 0 0.5 50000 51000 1 -499 -0.000000000001 2 1 2" },
  { PF_RECORD_REFUSAL, "9 8 7 -1 0 7:1200.50 4:1000 3:No. 5" },
  { PF_RECORD_LATCH, "1 3:All" },
  { PF_RECORD_BAR_SEEN, "7 3 1700000000000000000" },
  { PF_RECORD_EQUITY, "7 19675 10000 9000 10500.25" },
};

static void
test_golden (void)
{
  gboolean seen[PF_N_RECORDS] = { FALSE };
  PfRecord record;

  for (guint i = 0; i < G_N_ELEMENTS (golden); i++)
    {
      char text[PF_RECORD_TEXT_MAX];
      g_autoptr (GError) error = NULL;

      g_assert_true (pf_record_decode (golden[i].type, 5, golden[i].text, strlen (golden[i].text),
                                       &record, &error));
      g_assert_no_error (error);
      g_assert_cmpint (record.ts_ns, ==, 5);
      pf_record_encode (&record, text);
      g_assert_cmpstr (text, ==, golden[i].text);
      seen[golden[i].type] = TRUE;
    }
  for (guint type = 0; type < PF_N_RECORDS; type++)
    g_assert_true (seen[type]);
}

/* The same order, told by hand: the fields are where the text says. */
static void
test_fields (void)
{
  const char *text = golden[4].text;
  const char *refusal = golden[9].text;
  PfRecord record;
  const PfOrder *order = &record.order;

  g_assert_true (pf_record_decode (PF_RECORD_ORDER, 5, text, strlen (text), &record, NULL));
  g_assert_cmpuint (order->id, ==, 12);
  g_assert_cmpstr (order->client_order_id, ==, "P4f2a-1");
  g_assert_cmpstr (order->venue_order_id, ==, "");
  g_assert_cmpuint (order->deployment_id, ==, 7);
  g_assert_cmpuint (order->instrument, ==, 3);
  g_assert_cmpint (order->side, ==, PF_SIDE_SELL);
  g_assert_cmpint (order->type, ==, PF_ORDER_TYPE_STOP_LOSS);
  g_assert_cmpint (order->tif, ==, PF_TIF_GTC);
  g_assert_cmpint (order->status, ==, PF_ORDER_FILLED);
  g_assert_cmpint (order->reason, ==, PF_REASON_STOP_LOSS);
  g_assert_cmpint (order->then, ==, PF_THEN_SELL);
  g_assert_true (order->reduce_only);
  g_assert_false (order->cut_to_cash);
  g_assert_true (order->quantity.e18 == (PfInt128) 500000000000000000);
  g_assert_true (order->trigger_price.e18 == (PfInt128) 49000 * 1000000000 * 1000000000);
  g_assert_cmpint (order->ts_updated_ns, ==, -1);

  g_assert_true (pf_record_decode (PF_RECORD_REFUSAL, 5, refusal, strlen (refusal), &record, NULL));
  g_assert_cmpint (record.refusal.reason, ==, PF_REFUSAL_MAX_POSITION);
  g_assert_cmpint (record.refusal.instrument, ==, -1);
  g_assert_cmpstr (record.refusal.value, ==, "1200.50");
}

/* The journal keeps numbers of enums: these may not move. */
static void
test_enum_numbers (void)
{
  g_assert_cmpint (PF_RECORD_ACCOUNT, ==, 0);
  g_assert_cmpint (PF_RECORD_FILL, ==, 5);
  g_assert_cmpint (PF_RECORD_EQUITY, ==, 10);
  g_assert_cmpint (PF_SIDE_SELL, ==, 1);
  g_assert_cmpint (PF_ORDER_TYPE_TAKE_PROFIT, ==, 3);
  g_assert_cmpint (PF_TIF_FOK, ==, 2);
  g_assert_cmpint (PF_ORDER_UNKNOWN, ==, 3);
  g_assert_cmpint (PF_ORDER_EXPIRED, ==, 8);
  g_assert_cmpint (PF_ORDER_EVENT_TIMEOUT, ==, 6);
  g_assert_cmpint (PF_REASON_STOP_LOSS, ==, 1);
  g_assert_cmpint (PF_REASON_LIQUIDATION, ==, 5);
  g_assert_cmpint (PF_THEN_SELL, ==, 2);
  g_assert_cmpint (PF_REFUSAL_MAX_POSITION, ==, 8);
  g_assert_cmpint (PF_REFUSAL_DAILY_LOSS, ==, 13);
  g_assert_cmpint (PF_REFUSAL_STORE, ==, 21);
  g_assert_cmpint (PF_DEPLOYMENT_ERROR_STATE, ==, 3);
}

/* --- refusals -------------------------------------------------------------------------------- */

static const struct
{
  PfRecordType type;
  const char *text;
} malformed[] = {
  { PF_RECORD_ACCOUNT, "" },
  { PF_RECORD_ACCOUNT, " " },
  { PF_RECORD_ACCOUNT, "-" },
  { PF_RECORD_ACCOUNT, "." },
  { PF_RECORD_ACCOUNT, ".5" },
  { PF_RECORD_ACCOUNT, "5." },
  { PF_RECORD_ACCOUNT, "+5" },
  { PF_RECORD_ACCOUNT, "-0" },
  { PF_RECORD_ACCOUNT, "05" },
  { PF_RECORD_ACCOUNT, "-05" },
  { PF_RECORD_ACCOUNT, "00.5" },
  { PF_RECORD_ACCOUNT, "0.50" },
  { PF_RECORD_ACCOUNT, "0.0" },
  { PF_RECORD_ACCOUNT, "-0.0" },
  { PF_RECORD_ACCOUNT, "5.0" },
  { PF_RECORD_ACCOUNT, "1e3" },
  { PF_RECORD_ACCOUNT, "0x10" },
  { PF_RECORD_ACCOUNT, "1..5" },
  { PF_RECORD_ACCOUNT, "1.5.2" },
  { PF_RECORD_ACCOUNT, "nan" },
  { PF_RECORD_ACCOUNT, "0.0000000000000000001" },
  { PF_RECORD_ACCOUNT, "1000000000000000001" },
  { PF_RECORD_ACCOUNT, "99999999999999999999999999999999999999999999999999999999999" },
  { PF_RECORD_ACCOUNT, "5 " },
  { PF_RECORD_ACCOUNT, "5 5" },
  { PF_RECORD_ACCOUNT, "5\n" },
  { PF_RECORD_BAR_SEEN, "7 3" },
  { PF_RECORD_BAR_SEEN, "7 3 " },
  { PF_RECORD_BAR_SEEN, "7  3 5" },
  { PF_RECORD_BAR_SEEN, " 7 3 5" },
  { PF_RECORD_BAR_SEEN, "7\t3 5" },
  { PF_RECORD_BAR_SEEN, "-7 3 5" },
  { PF_RECORD_BAR_SEEN, "07 3 5" },
  { PF_RECORD_BAR_SEEN, "7 -3 5" },
  { PF_RECORD_BAR_SEEN, "7 3 -0" },
  { PF_RECORD_BAR_SEEN, "7 3 05" },
  { PF_RECORD_BAR_SEEN, "7 3 5.5" },
  { PF_RECORD_BAR_SEEN, "7 4294967296 5" },
  { PF_RECORD_BAR_SEEN, "9223372036854775808 3 5" },
  { PF_RECORD_BAR_SEEN, "18446744073709551623 3 5" },
  { PF_RECORD_BAR_SEEN, "7 3 9223372036854775808" },
  { PF_RECORD_BAR_SEEN, "7 3 -9223372036854775809" },
  { PF_RECORD_LATCH, "2 0:" },
  { PF_RECORD_LATCH, "9 0:" },
  { PF_RECORD_LATCH, "1 3:ab" },
  { PF_RECORD_LATCH, "1 1:ab" },
  { PF_RECORD_LATCH, "1 0" },
  { PF_RECORD_LATCH, "1 :" },
  { PF_RECORD_LATCH, "1 00:" },
  { PF_RECORD_LATCH, "1 -1:a" },
  { PF_RECORD_LATCH, "1 200:a" },
  { PF_RECORD_LATCH, "1 18446744073709551617:a" },
  { PF_RECORD_DEPLOYMENT_STATUS, "7 4 0 5 0:" },
  { PF_RECORD_DEPLOYMENT_STATUS, "7 1 22 5 0:" },
  { PF_RECORD_ORDER_CHANGE, "12 7 0: 0:" },
  { PF_RECORD_REFUSAL, "9 8 7 -2147483649 0 0: 0: 0: 5" },
  { PF_RECORD_TRADE, "1 7 3 0 0.5 50000 51000 1 499 0.0000000000001 2 1 2" },
  { PF_RECORD_TRADE, "1 7 3 0 0.5 50000 51000 1 499 9223372.036854775808 2 1 2" },
  { PF_RECORD_TRADE, "1 7 3 2 0.5 50000 51000 1 499 0 2 1 2" },
  { PF_RECORD_DEPLOYMENT, "7 10000 0:" },
  { PF_RECORD_DEPLOYMENT, "7 10000 17:sma_cross,fast=xx" },
  /* right, but not the one way to write it: cautious is what is left out */
  { PF_RECORD_DEPLOYMENT, "7 10000 26:sma_cross,profile=cautious" },
};

static void
test_malformed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autoptr (GError) error = NULL;
      PfRecord record;

      g_test_message ("%s", malformed[i].text);
      g_assert_false (pf_record_decode (malformed[i].type, 5, malformed[i].text,
                                        strlen (malformed[i].text), &record, &error));
      g_assert_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT);
    }
}

static void
test_types (void)
{
  static const gint types[] = { PF_N_RECORDS, -1, 1000, G_MININT };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GError) error = NULL;
      PfRecord record;

      g_assert_false (pf_record_decode ((PfRecordType) types[i], 5, "1", 1, &record, &error));
      g_assert_error (error, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT);
    }
}

/* A NUL is no text; and nothing is read beyond the length, which is not the text's NUL. */
static void
test_length (void)
{
  const char text[] = "1 3:a\0b";
  PfRecord record;

  g_assert_false (pf_record_decode (PF_RECORD_LATCH, 5, text, sizeof text - 1, &record, NULL));
  g_assert_true (pf_record_decode (PF_RECORD_ACCOUNT, 5, "123", 2, &record, NULL));
  g_assert_true (record.account.initial.e18 == pf_money_from_int (12).e18);

  for (guint i = 0; i < G_N_ELEMENTS (golden); i++)
    for (gsize length = 0; length < strlen (golden[i].text); length++)
      {
        /* exactly as long, so that valgrind and the sanitizer see one byte too many */
        g_autofree char *cut = length > 0 ? g_memdup2 (golden[i].text, length) : g_strdup ("");
        char again[PF_RECORD_TEXT_MAX];

        if (!pf_record_decode (golden[i].type, 5, cut, length, &record, NULL))
          continue;
        g_assert_cmpuint (pf_record_encode (&record, again), ==, length);
        g_assert_cmpmem (again, length, cut, length);
      }
}

/* Any text that differs in one place is refused, or is the one text of another record. */
static void
test_mutations (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint refused = 0, accepted = 0;

  for (guint i = 0; i < 60000; i++)
    {
      char text[PF_RECORD_TEXT_MAX], again[PF_RECORD_TEXT_MAX];
      PfRecord record, back;
      gsize length, at;

      pf_story_random (rand, (PfRecordType) (i % PF_N_RECORDS), &record);
      length = pf_record_encode (&record, text);
      at = (gsize) g_rand_int_range (rand, 0, (gint) length);
      switch (g_rand_int_range (rand, 0, 3))
        {
        case 0:
          text[at] = (char) g_rand_int_range (rand, 0, 256);
          break;
        case 1:
          text[at] = "0123456789 .:-"[g_rand_int_range (rand, 0, 14)];
          break;
        default:
          memmove (text + at, text + at + 1, length - at);
          length--;
          break;
        }
      if (!pf_record_decode (record.type, 1, text, length, &back, NULL))
        {
          refused++;
          continue;
        }
      accepted++;
      g_assert_cmpuint (pf_record_encode (&back, again), ==, length);
      g_assert_cmpmem (again, length, text, length);
    }
  g_assert_cmpuint (refused, >, 5000);
  g_assert_cmpuint (accepted, >, 5000);
}

/* --- check sums ------------------------------------------------------------------------------ */

static void
test_sum (void)
{
  char text[] = "7 3 1700000000000000000";
  guint32 sum = pf_record_sum (1, 2, 3, text, sizeof text - 1);

  g_assert_cmpuint (pf_record_sum (2, 2, 3, text, sizeof text - 1), !=, sum);
  g_assert_cmpuint (pf_record_sum (1, 3, 3, text, sizeof text - 1), !=, sum);
  g_assert_cmpuint (pf_record_sum (1, 2, 4, text, sizeof text - 1), !=, sum);
  g_assert_cmpuint (pf_record_sum (1, 2, 3, text, sizeof text - 2), !=, sum);
  for (gsize i = 0; i < (sizeof text - 1) * 8; i++)
    {
      text[i / 8] = (char) (text[i / 8] ^ (1 << (i % 8)));
      g_assert_cmpuint (pf_record_sum (1, 2, 3, text, sizeof text - 1), !=, sum);
      text[i / 8] = (char) (text[i / 8] ^ (1 << (i % 8)));
    }
  g_assert_cmpuint (pf_record_sum (1, 2, 3, text, sizeof text - 1), ==, sum);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/journal-codec/round-trip", test_round_trip);
  g_test_add_func ("/pf/journal-codec/golden", test_golden);
  g_test_add_func ("/pf/journal-codec/fields", test_fields);
  g_test_add_func ("/pf/journal-codec/enum-numbers", test_enum_numbers);
  g_test_add_func ("/pf/journal-codec/malformed", test_malformed);
  g_test_add_func ("/pf/journal-codec/types", test_types);
  g_test_add_func ("/pf/journal-codec/length", test_length);
  g_test_add_func ("/pf/journal-codec/mutations", test_mutations);
  g_test_add_func ("/pf/journal-codec/sum", test_sum);
  return g_test_run ();
}
