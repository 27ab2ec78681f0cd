/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/pf-gate.h"

static guint n_submitted;

static void
submit (PfVenue *venue, const PfOrder *order, gint64 ts_ns)
{
  n_submitted++;
}

static const PfVenueClass klass = { .name = "counting", .submit = submit };

typedef struct
{
  PfEngine *engine;
  PfVenue venue;
  PfGate gate;
} Fixture;

static void
say (Fixture *f, PfDeskWord word)
{
  PfEvent event = { .type = PF_EVENT_DESK, .ts_ns = PF_NS_PER_DAY, .desk = { word, "" } };

  g_assert_true (pf_engine_push (f->engine, &event));
  pf_engine_drain (f->engine);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (PfInstruments) instruments = pf_instruments_new ();
  PfInstrument instrument = pf_instrument_unknown ("AAAUSDT", 2);
  PfEngineConfig config;

  pf_instruments_add (instruments, &instrument);
  pf_engine_config_init (&config);
  f->engine = pf_engine_new (&config, instruments);
  f->venue.klass = &klass;
  pf_gate_init (&f->gate);
  n_submitted = 0;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  pf_engine_free (f->engine);
}

static PfRefusalReason
pass (Fixture *f, gboolean reduce_only, gint64 ts_ns)
{
  PfOrder order = { .id = 1, .reduce_only = reduce_only };
  const char *sentence = NULL;
  PfRefusalReason reason
      = pf_gate_submit (&f->gate, &f->venue, f->engine, &order, ts_ns, &sentence);

  g_assert_nonnull (sentence);
  g_assert_cmpint (reason == PF_REFUSAL_NONE, ==, sentence[0] == '\0');
  return reason;
}

static void
test_not_ready (Fixture *f, gconstpointer data)
{
  g_assert_cmpint (pass (f, FALSE, 0), ==, PF_REFUSAL_NOT_READY);
  g_assert_cmpuint (n_submitted, ==, 0);
  g_assert_cmpint (pass (f, TRUE, 0), ==, PF_REFUSAL_NONE);
  say (f, PF_DESK_WORD_READY);
  g_assert_cmpint (pass (f, FALSE, 0), ==, PF_REFUSAL_NONE);
  say (f, PF_DESK_WORD_HALTED);
  g_assert_cmpint (pass (f, FALSE, 0), ==, PF_REFUSAL_NOT_READY);
  g_assert_cmpint (pass (f, TRUE, 0), ==, PF_REFUSAL_NONE);
  g_assert_cmpuint (n_submitted, ==, 3);
}

static void
test_latch (Fixture *f, gconstpointer data)
{
  PfEvent stop = { .type = PF_EVENT_COMMAND, .ts_ns = PF_NS_PER_DAY,
                   .command.type = PF_COMMAND_EMERGENCY_STOP };

  say (f, PF_DESK_WORD_READY);
  g_assert_true (pf_engine_push (f->engine, &stop));
  pf_engine_drain (f->engine);
  g_assert_cmpint (pass (f, FALSE, 0), ==, PF_REFUSAL_KILL_LATCH);
  g_assert_cmpint (pass (f, TRUE, 0), ==, PF_REFUSAL_NONE);
  g_assert_cmpuint (n_submitted, ==, 1);
}

static void
test_rate (Fixture *f, gconstpointer data)
{
  guint passed = 0;

  say (f, PF_DESK_WORD_READY);
  while (pass (f, FALSE, 0) == PF_REFUSAL_NONE)
    passed++;
  g_assert_cmpuint (passed, ==, PF_GATE_BURST - PF_GATE_RESERVE);
  /* Closes are never kept waiting, and take no more than there is. */
  for (guint i = 0; i < 3 * PF_GATE_BURST; i++)
    g_assert_cmpint (pass (f, TRUE, 0), ==, PF_REFUSAL_NONE);
  g_assert_cmpint (pass (f, FALSE, PF_GATE_RESERVE * PF_GATE_REFILL_NS), ==, PF_REFUSAL_RATE);
  g_assert_cmpint (pass (f, FALSE, (PF_GATE_RESERVE + 1) * PF_GATE_REFILL_NS), ==, PF_REFUSAL_NONE);
  g_assert_cmpint (pass (f, FALSE, (PF_GATE_RESERVE + 1) * PF_GATE_REFILL_NS), ==, PF_REFUSAL_RATE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/pf/gate/not-ready", Fixture, NULL, set_up, test_not_ready, tear_down);
  g_test_add ("/pf/gate/latch", Fixture, NULL, set_up, test_latch, tear_down);
  g_test_add ("/pf/gate/rate", Fixture, NULL, set_up, test_rate, tear_down);
  return g_test_run ();
}
