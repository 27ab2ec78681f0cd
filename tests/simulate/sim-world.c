/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time, chance and the order of things. */
#include "sim.h"

#include <stdarg.h>
#include <string.h>

const char *const sim_bug_names[SIM_N_BUGS] = {
  "none", "blind-retry", "no-dedup", "send-first", "no-backfill", "no-fence", "resend-after-kill",
  "latch-forgotten", "bars-forgotten", "not-committed",
};

/* --- chance ----------------------------------------------------------------------------------- */

static guint64
mix (guint64 x)
{
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

guint64
sim_hash (guint64 a, guint64 b, guint64 c, guint64 d)
{
  return mix (mix (mix (mix (a) ^ b) ^ c) ^ d);
}

guint
sim_choose (Sim *sim, const char *what, guint64 entity, guint n)
{
  return (guint) (sim_hash (sim->plan.seed, g_str_hash (what), entity, 0) % n);
}

gboolean
sim_fault (Sim *sim, const char *site, guint64 entity, guint64 attempt, guint per_million)
{
  gboolean strikes;

  if (!sim->faults)
    return FALSE;
  strikes = sim_hash (sim->plan.seed, g_str_hash (site), entity, attempt + 1) % 1000000
            < (guint64) per_million * sim->multiplier;
  sim->n_faults += strikes;
  return strikes;
}

void
sim_trace (Sim *sim, guint64 what)
{
  sim->trace = mix (sim->trace ^ what);
}

void
sim_fail (Sim *sim, const char *format, ...)
{
  va_list args;

  if (sim->failure != NULL)
    return;
  va_start (args, format);
  sim->failure = g_strdup_vprintf (format, args);
  va_end (args);
}

/* --- the heap --------------------------------------------------------------------------------- */

static gboolean
before (const SimMessage *a, const SimMessage *b)
{
  return a->time_ns != b->time_ns ? a->time_ns < b->time_ns : a->seq < b->seq;
}

SimMessage *
sim_send (Sim *sim, SimKind kind, gint64 delay_ns)
{
  SimMessage *message = g_new0 (SimMessage, 1);
  gpointer *items;
  guint i;

  message->kind = kind;
  message->time_ns = sim->now_ns + delay_ns;
  message->sent_ns = sim->now_ns;
  message->seq = sim->seq++;
  message->epoch = sim->epoch;
  g_ptr_array_add (sim->heap, message);
  items = sim->heap->pdata;
  for (i = sim->heap->len - 1; i > 0 && before (items[i], items[(i - 1) / 2]); i = (i - 1) / 2)
    {
      gpointer other = items[i];
      items[i] = items[(i - 1) / 2];
      items[(i - 1) / 2] = other;
    }
  return message;
}

static SimMessage *
take (Sim *sim)
{
  gpointer *items = sim->heap->pdata;
  SimMessage *first = items[0];
  guint n = sim->heap->len - 1, i = 0;

  items[0] = items[n];
  g_ptr_array_set_size (sim->heap, (gint) n);
  for (;;)
    {
      guint child = 2 * i + 1;
      gpointer other = items[i];
      if (child + 1 < n && before (items[child + 1], items[child]))
        child++;
      if (child >= n || !before (items[child], items[i]))
        return first;
      items[i] = items[child];
      items[child] = other;
      i = child;
    }
}

/* --- the market ------------------------------------------------------------------------------- */

static void
tick (Sim *sim)
{
  for (guint32 i = 0; i < SIM_INSTRUMENTS; i++)
    {
      guint64 chance = sim_hash (sim->plan.seed, 77 + i, (guint64) sim->now_ns, 0);
      gint64 move = (gint64) (chance % 41) - 20;
      PfBar piece = { .ts_open_ns = sim->now_ns, .volume = 1 }, closed;
      if (sim->quiet)
        continue;
      if (chance % 997 == 0)
        move *= 15;     /* a gap now and then */
      sim->points[i] = CLAMP (sim->points[i] + move, 2000, 50000);
      piece.open = piece.high = piece.low = piece.close = sim->points[i];
      if (pf_bar_builder_add (&sim->builders[i], &piece, 10 * PF_NS_PER_SECOND, &closed))
        {
          g_array_append_val (sim->bars[i], closed);
          sim_desk_bar (sim, i, &closed);
        }
    }
  sim_exchange_tick (sim);
  for (guint32 i = 0; i < SIM_INSTRUMENTS && sim->engine != NULL; i++)
    {
      PfEvent event = { .type = PF_EVENT_MARK, .ts_ns = sim->now_ns,
                        .mark = { i, sim->points[i] } };
      sim_desk_push (sim, &event);
    }
  sim_send (sim, SIM_TICK, 10 * PF_NS_PER_SECOND);
}

static void
deliver (Sim *sim, SimMessage *message)
{
  gboolean alive = sim->engine != NULL && message->epoch == sim->epoch;
  PfEvent event = { .type = PF_EVENT_TIME, .ts_ns = sim->now_ns };

  sim_trace (sim, (guint64) message->time_ns ^ ((guint64) message->kind << 56) ^ message->order.id);
  switch (message->kind)
    {
    case SIM_TICK:
      tick (sim);
      break;
    case SIM_SUBMIT:
      sim_exchange_submit (sim, message);
      break;
    case SIM_CANCEL:
      sim_exchange_cancel (sim, &message->order);
      break;
    case SIM_QUERY:
      sim_exchange_query (sim, message);
      break;
    case SIM_WORD:
    case SIM_MISSING:
      if (alive)
        sim_desk_word (sim, message);
      break;
    case SIM_TIMER:
      if (alive)
        sim_desk_push (sim, &event);
      break;
    case SIM_RECONCILE:
      if (alive)
        sim_desk_reconcile (sim);
      sim_send (sim, SIM_RECONCILE, 30 * PF_NS_PER_SECOND);
      break;
    case SIM_USER:
      if (sim->engine != NULL && !sim->quiet)
        sim_desk_user (sim, message->seq);
      sim_send (sim, SIM_USER, (gint64) (1 + sim_choose (sim, "pause", message->seq, 900))
                                   * PF_NS_PER_SECOND);
      break;
    case SIM_RESTART:
      if (sim->engine == NULL)
        sim_desk_start (sim);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* --- one run ---------------------------------------------------------------------------------- */

static void
world_init (Sim *sim, const SimPlan *plan)
{
  static const guint multipliers[] = { 0, 1, 5, 20 };
  PfMatcherConfig config = { .balance = pf_money_from_int (10000),
                             .fee_rate = pf_rate_from_ppm (400), .leverage = 3,
                             .max_share = pf_rate_from_percent (30) };

  memset (sim, 0, sizeof *sim);
  sim->plan = *plan;
  sim->multiplier = plan->swarm ? multipliers[plan->seed % G_N_ELEMENTS (multipliers)] : 1;
  sim->faults = TRUE;
  sim->now_ns = SIM_START_NS;
  sim->heap = g_ptr_array_new ();
  sim->instruments = pf_instruments_new ();
  for (guint i = 0; i < SIM_INSTRUMENTS; i++)
    {
      PfInstrument instrument = pf_instrument_unknown (i == 0 ? "AAAUSDT" : "BBBUSDT", 2);
      instrument.step.e18 = instrument.min_quantity.e18 = pf_price_from_points (1, 3).e18;
      pf_instruments_add (sim->instruments, &instrument);
      sim->points[i] = 10000;
      sim->bars[i] = g_array_new (FALSE, FALSE, sizeof (PfBar));
      pf_bar_builder_init (&sim->builders[i], PF_NS_PER_MINUTE);
    }
  sim->matcher = pf_matcher_new (&config, sim->instruments);
  sim->exchange_orders = g_array_new (FALSE, FALSE, sizeof (SimExchangeOrder));
  sim->exchange_fills = g_array_new (FALSE, FALSE, sizeof (PfMatcherEvent));
  sim->records = g_array_new (FALSE, FALSE, sizeof (PfRecord));
}

static void
world_clear (Sim *sim)
{
  sim_desk_stop (sim);
  g_ptr_array_set_free_func (sim->heap, g_free);
  g_ptr_array_unref (sim->heap);
  for (guint i = 0; i < SIM_INSTRUMENTS; i++)
    g_array_unref (sim->bars[i]);
  pf_matcher_free (sim->matcher);
  pf_instruments_free (sim->instruments);
  g_array_unref (sim->exchange_orders);
  g_array_unref (sim->exchange_fills);
  g_array_unref (sim->records);
}

static void
run_until (Sim *sim, gint64 end_ns)
{
  while (sim->failure == NULL && ((SimMessage *) sim->heap->pdata[0])->time_ns <= end_ns)
    {
      SimMessage *message = take (sim);
      sim->now_ns = message->time_ns;
      sim->n_messages++;
      deliver (sim, message);
      g_free (message);
      sim_check (sim);
    }
}

char *
sim_run (const SimPlan *plan, guint64 *trace, guint64 *n_messages)
{
  Sim sim;

  world_init (&sim, plan);
  sim_desk_start (&sim);
  sim_send (&sim, SIM_TICK, PF_NS_PER_SECOND * 10);
  sim_send (&sim, SIM_RECONCILE, PF_NS_PER_SECOND * 30);
  sim_send (&sim, SIM_USER, PF_NS_PER_SECOND);
  run_until (&sim, SIM_START_NS + plan->duration_ns);
  /* The world calms down; ten minutes later all has to be in order. */
  sim.faults = FALSE;
  run_until (&sim, SIM_START_NS + plan->duration_ns + 8 * PF_NS_PER_MINUTE);
  sim.quiet = TRUE;
  run_until (&sim, SIM_START_NS + plan->duration_ns + 10 * PF_NS_PER_MINUTE);
  if (sim.failure == NULL)
    sim_check_at_rest (&sim);
  *trace = sim.trace;
  *n_messages = sim.n_messages;
  world_clear (&sim);
  return sim.failure;
}
