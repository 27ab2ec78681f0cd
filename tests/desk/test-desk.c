/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The running desk over bars made for the purpose: its thread, its queues, its faults. */
#include "desk/pf-desk-core.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder;
  PfDesk *desk;
  guint n_batches, n_trades, n_notices, n_replies;
  gint64 last_trade_ns;
  PfReason last_reason;
  gboolean finished;
  PfReply reply;
  int slept_s;                  /* by the machine; atomic */
  gint64 market_ns;
  char *alarm;                  /* the last one */
} Fixture;

static void
on_batch (PfDeskBatch *batch, gpointer user_data)
{
  Fixture *f = user_data;

  f->n_batches++;
  f->n_notices += batch->notices->len;
  f->n_trades += batch->trades->len;
  if (batch->trades->len > 0)
    {
      const PfTradeRow *row = g_ptr_array_index (batch->trades, batch->trades->len - 1);
      f->last_trade_ns = row->trade.ts_exit_ns;
      f->last_reason = row->trade.reason;
    }
  f->finished |= batch->finished;
  f->market_ns = batch->ts_ns;
  for (guint i = 0; i < batch->notices->len; i++)
    if (((PfNotice *) g_ptr_array_index (batch->notices, i))->kind == PF_NOTICE_GAP)
      {
        g_free (f->alarm);
        f->alarm = g_strdup (((PfNotice *) g_ptr_array_index (batch->notices, i))->body);
      }
  pf_desk_batch_free (batch);
}

static void
on_reply (const PfReply *reply, gpointer user_data)
{
  Fixture *f = user_data;

  f->reply = *reply;
  f->n_replies++;
}

static void
wait_reply (Fixture *f)
{
  guint n = f->n_replies;

  while (f->n_replies == n)
    g_main_context_iteration (NULL, TRUE);
}

/* Rises, falls, rises (an entry of sma_cross 1/2), then falls 5 % in a gap: the stop at 2 % fills
 * at the gap's own open. */
static PfBarSeries *
gap_bars (guint n_quiet)
{
  PfBarSeries *series = pf_bar_series_new (2, PF_NS_PER_MINUTE);
  const gint64 closes[] = { 10000, 9990, 10000, 10000, 9500, 9500 };
  gint64 ts_ns = G_GINT64_CONSTANT (20000) * PF_NS_PER_DAY;

  for (guint i = 0; i < G_N_ELEMENTS (closes) + n_quiet; i++)
    {
      gint64 price = closes[MIN (i, G_N_ELEMENTS (closes) - 1)];
      PfBar bar = { ts_ns, price, price, price, price, 1 };
      g_assert_true (pf_bar_series_append (series, &bar));
      ts_ns += PF_NS_PER_MINUTE;
    }
  return series;
}

static gint64
rig_slept_us (gpointer user_data)
{
  return (gint64) g_atomic_int_get ((int *) user_data) * G_USEC_PER_SEC;
}

static void
open_desk (Fixture *f, PfBarSeries *bars, double speed)
{
  PfDeskConfig *config = pf_desk_config_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;

  g_free (config->data_dir);
  config->data_dir = g_strdup (f->folder);
  if (bars != NULL)
    {
      config->feed = PF_FEED_REPLAY;
      config->replay = bars;
      config->symbol = g_strdup ("BTCUSD");
    }
  config->speed = speed;
  config->slept_us = rig_slept_us;
  config->slept_data = &f->slept_s;
  f->desk = pf_desk_new (config, &note, &error);
  g_assert_no_error (error);
}

static void
deploy (Fixture *f, const char *text)
{
  PfDeploymentSpec spec;

  g_assert_true (pf_deployment_spec_parse (text, &spec, NULL));
  pf_desk_send (f->desk, PF_COMMAND_DEPLOY, 0, 0, &spec, on_reply, f);
  wait_reply (f);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("pilotfish-desk-XXXXXX", NULL);
  g_assert_nonnull (f->folder);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  GDir *dir;
  const char *name;

  pf_desk_free (f->desk);
  dir = g_dir_open (f->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (f->folder, name, NULL);
      g_unlink (path);
    }
  g_dir_close (dir);
  g_rmdir (f->folder);
  g_free (f->folder);
  g_free (f->alarm);
}

/* The window stands still while the market gaps: the stop is filled at its own moment all the same.
 */
static void
test_window_blocked (Fixture *f, gconstpointer data)
{
  open_desk (f, gap_bars (5), 600);
  pf_desk_start (f->desk, TRUE, on_batch, f);
  deploy (f, "sma_cross,fast=1,slow=2,profile=none,sizing=units=1,stop_loss=2");
  g_assert_true (f->reply.ok);
  pf_desk_go (f->desk);
  g_usleep (2 * G_USEC_PER_SEC);
  while (!f->finished)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (f->n_trades, ==, 1);
  g_assert_cmpint (f->last_reason, ==, PF_REASON_STOP_LOSS);
  g_assert_cmpint (f->last_trade_ns, ==,
                   G_GINT64_CONSTANT (20000) * PF_NS_PER_DAY + 4 * PF_NS_PER_MINUTE);
  /* What waited came as one or two batches, not as one for each of the past moments. */
  g_assert_cmpuint (f->n_batches, <, 20);
}

/* Hours of sleep are a gap and said; the market goes on from where it stood. */
static void
test_sleep (Fixture *f, gconstpointer data)
{
  gint64 begun_ns;

  open_desk (f, NULL, 20);
  pf_desk_start (f->desk, FALSE, on_batch, f);
  while (f->market_ns == 0)
    g_main_context_iteration (NULL, TRUE);
  begun_ns = f->market_ns;
  g_atomic_int_set (&f->slept_s, 3 * 3600);
  while (f->alarm == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (f->alarm, ==, "The machine slept for 10800 s. Nothing was traded in that time.");
  while (f->market_ns < begun_ns + 40 * PF_NS_PER_SECOND)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (f->market_ns, <, begun_ns + 30 * PF_NS_PER_MINUTE);
}

/* Commands beyond the queue's bound are refused, each with its reply; a stop-all still gets in. */
static void
test_queue_bound (Fixture *f, gconstpointer data)
{
  guint sent = 2000;

  open_desk (f, NULL, 1);
  pf_desk_start (f->desk, FALSE, on_batch, f);
  for (guint i = 0; i < sent; i++)
    pf_desk_send (f->desk, PF_COMMAND_PAUSE, 77, 0, NULL, on_reply, f);
  while (f->n_replies < sent)
    g_main_context_iteration (NULL, TRUE);
  pf_desk_send (f->desk, PF_COMMAND_EMERGENCY_STOP, 0, 0, NULL, on_reply, f);
  wait_reply (f);
  g_assert_true (f->reply.ok);
  pf_desk_stop (f->desk);
  pf_desk_send (f->desk, PF_COMMAND_RE_ARM, 0, 0, NULL, on_reply, f);
  wait_reply (f);
  g_assert_false (f->reply.ok);
}

static void
on_answer (const char *json, PfRefusalReason reason, const char *sentence, gpointer user_data)
{
  g_assert_true ((json != NULL) != (sentence != NULL));
  g_assert_true ((json != NULL) == (reason == PF_REFUSAL_NONE));
  ((Fixture *) user_data)->n_replies++;
}

static void
test_questions (Fixture *f, gconstpointer data)
{
  open_desk (f, NULL, 1);
  pf_desk_start (f->desk, FALSE, on_batch, f);
  for (guint question = PF_QUESTION_DEPLOYMENTS; question <= PF_QUESTION_SUMMARY; question++)
    {
      pf_desk_ask (f->desk, (PfDeskQuestion) question, 0, on_answer, f);
      wait_reply (f);
    }
}

/* The news of an unfetched batch are kept, to a bound; the tables are the later ones. */
static void
test_merge (void)
{
  PfDeskBatch *sum = NULL;

  for (guint i = 1; i <= 3 * PF_BATCH_NOTICES_MAX; i++)
    {
      PfDeskBatch *later = pf_desk_batch_empty ();
      PfNotice *notice = g_new0 (PfNotice, 1);
      notice->ts_ns = i;
      g_ptr_array_add (later->notices, notice);
      later->ts_ns = i;
      sum = pf_desk_batch_merge (sum, later);
    }
  g_assert_cmpint (sum->ts_ns, ==, 3 * PF_BATCH_NOTICES_MAX);
  g_assert_cmpuint (sum->notices->len, ==, PF_BATCH_NOTICES_MAX);
  g_assert_cmpuint (sum->dropped_notices, ==, 2 * PF_BATCH_NOTICES_MAX);
  g_assert_cmpint (((PfNotice *) g_ptr_array_index (sum->notices, 0))->ts_ns, ==,
                   2 * PF_BATCH_NOTICES_MAX + 1);
  pf_desk_batch_free (sum);
}

/* Another file, balance or fee never gets into the same journal. */
static void
test_environments (void)
{
  g_autoptr (PfDeskConfig) config = pf_desk_config_new ();
  g_autofree char *practice = pf_desk_config_environment (config);
  g_autofree char *first = NULL, *same = NULL, *fee = NULL, *bars = NULL, *volume = NULL;

  config->feed = PF_FEED_REPLAY;
  config->symbol = g_strdup ("BTCUSD");
  config->replay = gap_bars (0);
  first = pf_desk_config_environment (config);
  same = pf_desk_config_environment (config);
  config->fee_rate = pf_rate_from_ppm (1);
  fee = pf_desk_config_environment (config);
  pf_bar_series_free (config->replay);
  config->replay = gap_bars (1);
  bars = pf_desk_config_environment (config);
  ((PfBar *) pf_bar_series_get (config->replay, 0))->volume += 1;
  volume = pf_desk_config_environment (config);
  g_assert_cmpstr (practice, ==, "practice");
  g_assert_cmpstr (first, ==, same);
  g_assert_cmpstr (first, !=, fee);
  g_assert_cmpstr (fee, !=, bars);
  g_assert_cmpstr (bars, !=, volume);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/pf/faults/L14-window-blocked", Fixture, NULL, set_up, test_window_blocked,
              tear_down);
  g_test_add ("/pf/faults/L6-sleep", Fixture, NULL, set_up, test_sleep, tear_down);
  g_test_add ("/pf/desk/queue-bound", Fixture, NULL, set_up, test_queue_bound, tear_down);
  g_test_add ("/pf/desk/questions", Fixture, NULL, set_up, test_questions, tear_down);
  g_test_add_func ("/pf/desk/merge", test_merge);
  g_test_add_func ("/pf/faults/L15-environments", test_environments);
  return g_test_run ();
}
