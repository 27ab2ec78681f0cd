/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a signal to its paper fill in the books, all checks on: every bar turns, so every bar closes
 * a position, enters the other side with stop and target, and decides the next turn. Once without a
 * journal (the work itself), once as the desk does it, with the intent on the disk before it goes
 * out. Beside it the disk's own: one fdatasync of a page.
 */
#include "desk/pf-desk-core.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define N 3000

static double us[N];

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
report (const char *what, guint n)
{
  qsort (us, n, sizeof us[0], compare);
  printf ("%-58s p50 %8.1f us   p99 %8.1f us\n", what, us[n / 2], us[n * 99 / 100]);
}

static PfBarSeries *
turning_bars (void)
{
  PfBarSeries *series = pf_bar_series_new (2, PF_NS_PER_MINUTE);

  for (gint64 i = 0; i < N + 10; i++)
    {
      gint64 price = i % 2 == 0 ? 10000 : 10010;
      PfBar bar = { i * PF_NS_PER_MINUTE, price, price, price, price, 1 };
      if (!pf_bar_series_append (series, &bar))
        abort ();
    }
  return series;
}

static double
now_us (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec * 1e6 + (double) t.tv_nsec / 1e3;
}

/* --- without a journal ------------------------------------------------------------------------ */

static void
settle (PfEngine *engine, PfMatcher *matcher)
{
  for (;;)
    {
      PfMatcherEvent word;
      guint n;
      const PfOut *outs = pf_engine_outbox (engine, &n);
      for (guint i = 0; i < n; i++)
        if (outs[i].type == PF_OUT_SUBMIT)
          pf_matcher_submit (matcher, pf_engine_order (engine, outs[i].order_id),
                             pf_engine_time (engine));
        else if (outs[i].type == PF_OUT_CANCEL)
          pf_matcher_cancel (matcher, outs[i].order_id, pf_engine_time (engine));
      pf_engine_outbox_clear (engine);
      if (!pf_matcher_next_event (matcher, &word))
        return;
      PfEvent event
          = { .type = PF_EVENT_ORDER,
              .ts_ns = word.ts_ns,
              .order = { word.order_id, word.event, word.venue_order_id, word.sentence } };
      if (word.event == PF_ORDER_EVENT_FILL)
        {
          event.type = PF_EVENT_FILL;
          event.fill = &word.fill;
        }
      if (!pf_engine_push (engine, &event))
        abort ();
      pf_engine_drain (engine);
    }
}

static void
push (PfEngine *engine, PfMatcher *matcher, PfEvent *event)
{
  if (!pf_engine_push (engine, event))
    abort ();
  pf_engine_drain (engine);
  settle (engine, matcher);
}

static void
without_journal (PfBarSeries *series, const PfDeploymentSpec *spec)
{
  g_autoptr (PfInstruments) instruments = pf_instruments_new ();
  PfInstrument instrument = pf_instrument_unknown ("BTCUSD", 2);
  PfMatcherConfig config = { .balance = pf_money_from_int (10000),
                             .fee_rate = pf_rate_from_ppm (400), .leverage = 1 };
  PfEngineConfig engine_config;
  g_autoptr (PfEngine) engine = NULL;
  g_autoptr (PfMatcher) matcher = NULL;
  PfEvent ready = { .type = PF_EVENT_DESK, .desk = { PF_DESK_WORD_READY, "" } };
  PfEvent deploy
      = { .type = PF_EVENT_COMMAND, .command = { .type = PF_COMMAND_DEPLOY, .spec = spec } };

  pf_instruments_add (instruments, &instrument);
  pf_engine_config_init (&engine_config);
  engine = pf_engine_new (&engine_config, instruments);
  matcher = pf_matcher_new (&config, instruments);
  push (engine, matcher, &ready);
  push (engine, matcher, &deploy);
  for (guint i = 0; i < N; i++)
    {
      const PfBar *bar = pf_bar_series_get (series, i);
      PfPrice price = pf_price_from_points (bar->open, 2);
      PfEvent event = { .type = PF_EVENT_BAR, .ts_ns = bar->ts_open_ns + PF_NS_PER_MINUTE,
                        .bar = { 0, PF_NS_PER_MINUTE, *bar } };
      double begun = now_us ();
      push (engine, matcher, &event);
      pf_matcher_open (matcher, 0, price, 1, event.ts_ns);
      settle (engine, matcher);
      us[i] = now_us () - begun;
      pf_matcher_range (matcher, 0, price, price, event.ts_ns);
    }
  report ("signal to fill booked, no journal (goal p50 10, p99 50)", N);
  printf ("%-58s %" G_GUINT64_FORMAT " fills\n", "", pf_engine_n_fills (engine));
}

/* --- as the desk ------------------------------------------------------------------------------ */

static void
with_journal (PfBarSeries *series, const PfDeploymentSpec *spec, const char *folder)
{
  PfDeskConfig *config = pf_desk_config_new ();
  g_autofree char *note = NULL;
  PfDeskCore *core;

  g_free (config->data_dir);
  config->data_dir = g_strdup (folder);
  config->feed = PF_FEED_REPLAY;
  config->symbol = g_strdup ("BTCUSD");
  config->replay = series;
  core = pf_desk_core_new (config, &note, NULL);
  if (core == NULL)
    abort ();
  pf_desk_core_command (core, PF_COMMAND_DEPLOY, 1, 0, 0, spec);
  for (guint i = 0; i < N; i++)
    {
      double begun = now_us ();
      pf_desk_core_play (core);
      us[i] = now_us () - begun;
    }
  report ("one piece of the desk: fills, decision, intent on disk", N);
  pf_desk_core_free (core);
}

static void
bare_sync (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "page", NULL);
  char page[4096] = "";
  int fd = g_open (path, O_CREAT | O_RDWR, 0600);

  for (guint i = 0; i < 500; i++)
    {
      double begun = now_us ();
      if (pwrite (fd, page, sizeof page, 0) != (ssize_t) sizeof page || fdatasync (fd) != 0)
        abort ();
      us[i] = now_us () - begun;
    }
  close (fd);
  report ("peer: one page written and synced by this disk", 500);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("pilotfish-bench-XXXXXX", NULL);
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", folder);
  PfBarSeries *series = turning_bars ();
  PfDeploymentSpec spec;

  if (!pf_deployment_spec_parse ("sma_cross,fast=1,slow=2,direction=both,timeframe=1m,"
                                 "daily_loss=0,drawdown=0", &spec, NULL))
    abort ();
  without_journal (series, &spec);
  with_journal (series, &spec, folder);
  bare_sync (folder);
  return system (command) != 0;
}
