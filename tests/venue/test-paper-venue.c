/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The paper venue through the interface of a venue: what it says, and when. */
#include "venue/paper/pf-paper-venue.h"

#include <string.h>

#define ONE { G_GINT64_CONSTANT (1000000000000000000) }

typedef struct
{
  PfInstruments *instruments;
  PfVenue *venue;
  PfMatcher *matcher;
  GString *words;               /* what was said since the last pump */
} Fixture;

static PfPrice
price (gint64 whole)
{
  return pf_price_from_points (whole, 0);
}

static void
on_word (const PfEvent *event, gpointer user_data)
{
  static const char *const names[] = {
    [PF_ORDER_EVENT_ACCEPT] = "accept", [PF_ORDER_EVENT_CANCEL] = "cancel",
    [PF_ORDER_EVENT_REJECT] = "reject", [PF_ORDER_EVENT_EXPIRE] = "expire",
  };
  Fixture *f = user_data;
  char text[PF_DECIMAL_TEXT_MAX];

  if (event->type == PF_EVENT_FILL)
    g_string_append_printf (f->words, "fill %" G_GUINT64_FORMAT " at %s;", event->fill->order_id,
                            pf_decimal_print (event->fill->price.e18, PF_DECIMALS, text));
  else if (event->type == PF_EVENT_MISSING)
    g_string_append_printf (f->words, "missing %" G_GUINT64_FORMAT " asked %" G_GINT64_FORMAT ";",
                            event->missing.order_id, event->missing.asked_ns);
  else
    g_string_append_printf (
        f->words, "%s %" G_GUINT64_FORMAT " %s;", names[event->order.event], event->order.order_id,
        event->order.venue_order_id != NULL ? event->order.venue_order_id : "-");
}

static void
set_up (Fixture *f, gconstpointer data)
{
  PfInstrument instrument = pf_instrument_unknown ("BTCUSD", 0);
  PfMatcherConfig config = { .balance = pf_money_from_int (1000), .leverage = 1 };

  f->words = g_string_new (NULL);
  f->instruments = pf_instruments_new ();
  pf_instruments_add (f->instruments, &instrument);
  f->venue = pf_paper_venue_new (&config, f->instruments, on_word, f);
  f->matcher = pf_paper_venue_matcher (f->venue);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  f->venue->klass->free (f->venue);
  pf_instruments_free (f->instruments);
  g_string_free (f->words, TRUE);
}

static PfOrder
order (guint64 id, PfSide side)
{
  PfOrder order = { .id = id, .deployment_id = 1, .side = side, .type = PF_ORDER_TYPE_MARKET,
                    .status = PF_ORDER_PENDING, .quantity = ONE };

  g_snprintf (order.client_order_id, sizeof order.client_order_id, "P-%" G_GUINT64_FORMAT, id);
  return order;
}

/* pumps; said says whether anything was to be said */
static void
assert_says (Fixture *f, const char *words)
{
  gboolean any = f->venue->klass->pump (f->venue);

  g_assert_cmpstr (f->words->str, ==, words);
  g_assert_true (any == (words[0] != '\0'));
  g_string_set_size (f->words, 0);
}

static void
show (Fixture *f, gint64 open, gint64 high, gint64 low, gint64 close, gint64 ts_ns)
{
  pf_matcher_open (f->matcher, 0, price (open), 1, ts_ns);
  pf_matcher_range (f->matcher, 0, price (high), price (low), ts_ns);
  pf_matcher_close (f->matcher, 0, price (close), ts_ns + 1);
}

/* Nothing is said within a call; a word is said once. */
static void
test_words (Fixture *f, gconstpointer data)
{
  PfOrder buy = order (1, PF_SIDE_BUY);

  f->venue->klass->submit (f->venue, &buy, 5);
  g_assert_cmpstr (f->words->str, ==, "");
  assert_says (f, "accept 1 P1;");
  assert_says (f, "");
  show (f, 100, 110, 90, 105, 10);
  g_assert_cmpstr (f->words->str, ==, "");
  assert_says (f, "fill 1 at 100;");
  assert_says (f, "");
}

static void
test_cancel (Fixture *f, gconstpointer data)
{
  PfOrder buy = order (1, PF_SIDE_BUY);

  f->venue->klass->submit (f->venue, &buy, 5);
  f->venue->klass->cancel (f->venue, &buy, 6);
  assert_says (f, "accept 1 P1;cancel 1 P1;");
  show (f, 100, 110, 90, 105, 10);
  assert_says (f, "");
  f->venue->klass->cancel (f->venue, &buy, 11);
  assert_says (f, "");
}

/* Open: accepted, with the venue's name of it. Unknown, or over: not found, with when it was asked.
 */
static void
test_query (Fixture *f, gconstpointer data)
{
  PfOrder buy = order (1, PF_SIDE_BUY), never = order (2, PF_SIDE_BUY);

  f->venue->klass->submit (f->venue, &buy, 5);
  assert_says (f, "accept 1 P1;");
  f->venue->klass->query (f->venue, &buy, 6);
  f->venue->klass->query (f->venue, &never, 7);
  g_assert_cmpstr (f->words->str, ==, "");
  assert_says (f, "accept 1 P1;missing 2 asked 7;");
  show (f, 100, 110, 90, 105, 10);
  assert_says (f, "fill 1 at 100;");
  f->venue->klass->query (f->venue, &buy, 12);
  assert_says (f, "missing 1 asked 12;");
}

static void
test_twice (Fixture *f, gconstpointer data)
{
  PfOrder buy = order (1, PF_SIDE_BUY);

  f->venue->klass->submit (f->venue, &buy, 5);
  f->venue->klass->submit (f->venue, &buy, 6);
  assert_says (f, "accept 1 P1;reject 1 ;");
  show (f, 100, 110, 90, 105, 10);
  assert_says (f, "fill 1 at 100;");
}

/* What the journal holds is put back: the position is closed, the order that is open is found. */
static void
test_restored (Fixture *f, gconstpointer data)
{
  PfPosition held = { .deployment_id = 1 };
  PfFill bought = { .order_id = 2, .deployment_id = 1, .side = PF_SIDE_BUY, .price = price (100),
                    .quantity = ONE, .ts_ns = 1 };
  PfTrade trade;
  PfOrder stop = order (3, PF_SIDE_SELL), close = order (4, PF_SIDE_SELL);

  stop.type = PF_ORDER_TYPE_STOP_LOSS;
  stop.reduce_only = close.reduce_only = TRUE;
  stop.trigger_price = price (80);
  g_assert_false (pf_position_apply (&held, &bought, &trade));
  pf_matcher_restore_account (f->matcher, pf_money_from_int (900), 8);
  pf_matcher_restore_position (f->matcher, &held);
  pf_matcher_restore_order (f->matcher, &stop);
  f->venue->klass->query (f->venue, &stop, 5);
  assert_says (f, "accept 3 P3;");
  f->venue->klass->submit (f->venue, &close, 6);
  assert_says (f, "accept 4 P4;");
  show (f, 120, 121, 70, 75, 10);
  assert_says (f, "fill 4 at 120;expire 3 P3;");
  g_assert_true (pf_matcher_cash (f->matcher).e18 == pf_money_from_int (1020).e18);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *f, gconstpointer data);
  } cases[] = {
    { "words", test_words }, { "cancel", test_cancel }, { "query", test_query },
    { "twice", test_twice }, { "restored", test_restored },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/pf/paper-venue/%s", cases[i].name);
      g_test_add (path, Fixture, NULL, set_up, cases[i].test, tear_down);
    }
  return g_test_run ();
}
