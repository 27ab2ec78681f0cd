/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window shows of a backtest is what the backtest says, on the desk's own market. */
#include "object/pf-practice-backtest.h"

#include "market/pf-generator.h"

#include <string.h>

#include "../store/pf-story.h"

typedef struct
{
  char *folder;
  PfExecutionEngine *engine;
  guint n_done;
  PfPracticeBacktest *last;
  GError *error;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *note = NULL;
  g_autoptr (GError) error = NULL;

  f->folder = pf_story_make_folder ();
  f->engine = pf_execution_engine_new (f->folder, &note, &error);
  g_assert_no_error (error);
  while (pf_execution_engine_get_figures (f->engine)->ts_ns == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_pointer (&f->last, pf_practice_backtest_unref);
  g_clear_error (&f->error);
  /* a worker may hold on to it for a moment longer */
  pf_execution_engine_shut_down (f->engine);
  g_object_unref (f->engine);
  pf_story_remove_folder (f->folder);
}

static void
on_done (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;

  g_clear_pointer (&f->last, pf_practice_backtest_unref);
  g_clear_error (&f->error);
  f->last = pf_practice_backtest_finish (PF_EXECUTION_ENGINE (engine), result, &f->error);
  f->n_done++;
}

static void
wait_done (Fixture *f, guint n)
{
  while (f->n_done < n)
    g_main_context_iteration (NULL, TRUE);
}

static PfDeploymentSpec
spec_of (const char *text)
{
  PfDeploymentSpec spec;

  g_assert_true (pf_deployment_spec_parse (text, &spec, NULL));
  return spec;
}

/* Against the backtest itself on the generator's bars. */
static void
test_is_the_backtest (Fixture *f, gconstpointer data)
{
  PfDeploymentSpec spec = spec_of ("sma_cross,symbol=ETHUSDT,timeframe=15m,direction=both,"
                                   "stop_loss=3,fast=7,slow=21");
  g_autoptr (PfGenerator) generator
      = pf_generator_new (pf_desk_config (pf_execution_engine_get_desk (f->engine))->seed);
  g_autoptr (PfBarSeries) bars = NULL;
  g_autoptr (PfBacktestResult) result = NULL;
  g_autofree char *ours = NULL, *theirs = NULL;
  PfBacktestConfig config;

  pf_practice_backtest_async (f->engine, &spec, 1500, NULL, on_done, f);
  wait_done (f, 1);
  g_assert_no_error (f->error);
  g_assert_cmpuint (pf_bar_series_length (f->last->bars), ==, 1500);
  bars = pf_generator_bars (generator, 1, 15 * PF_NS_PER_MINUTE, 1500,
                            pf_bar_series_get (f->last->bars, 1499)->ts_open_ns
                                + 15 * PF_NS_PER_MINUTE);
  g_assert_cmpmem (bars->bars->data, 1500 * sizeof (PfBar), f->last->bars->bars->data,
                   1500 * sizeof (PfBar));
  pf_backtest_config_init (&config, "sma_cross");
  config.spec.timeframe_ns = spec.timeframe_ns;
  config.spec.direction = PF_DIRECTION_BOTH;
  config.spec.stop_loss = spec.stop_loss;
  config.spec.take_profit = spec.take_profit;
  config.spec.n_params = spec.n_params;
  memcpy (config.spec.params, spec.params, sizeof spec.params);
  g_strlcpy (config.symbol, "ETHUSDT", sizeof config.symbol);
  result = pf_backtest_run (bars, &config, NULL);
  ours = pf_backtest_result_fingerprint (f->last->result);
  theirs = pf_backtest_result_fingerprint (result);
  g_assert_cmpstr (ours, ==, theirs);
  g_assert_cmpuint (f->last->result->trades->len, >, 10);
  g_assert_cmpuint (f->last->result->equity->len, ==, 1500);
}

static void
test_words (Fixture *f, gconstpointer data)
{
  PfDeploymentSpec spec = spec_of ("donchian_breakout,symbol=BTCUSDT,timeframe=1h");
  g_autofree char *description = NULL;

  pf_practice_backtest_async (f->engine, &spec, 1000, NULL, on_done, f);
  wait_done (f, 1);
  description = pf_practice_backtest_describe (f->last);
  g_assert_cmpstr (description, ==,
                   "BTCUSDT 1h, 1\xe2\x80\x89" "000 candles of the practice market");
  for (guint i = 0; i < PF_N_BACKTEST_FIGURES; i++)
    {
      g_autofree char *text = pf_practice_backtest_text (f->last, (PfBacktestFigure) i);
      g_assert_cmpstr (text, !=, "");
      g_assert_cmpstr (pf_practice_backtest_title ((PfBacktestFigure) i), !=, "");
      if (i == PF_BACKTEST_FIGURE_TRADES)
        g_assert_cmpint (g_ascii_strtoll (text, NULL, 10), ==, f->last->result->trades->len);
    }
}

/* Many at once, each on its own: the same again and again. One is cancelled. */
static void
test_side_by_side (Fixture *f, gconstpointer data)
{
  PfDeploymentSpec spec = spec_of ("sma_cross,symbol=BTCUSDT,timeframe=1m,direction=both");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *first = NULL;
  gint64 first_ns = 0;

  /* asked at one moment: all of the same bars */
  for (guint i = 0; i < 6; i++)
    pf_practice_backtest_async (f->engine, &spec, 2000, NULL, on_done, f);
  for (guint i = 1; i <= 6; i++)
    {
      g_autofree char *fingerprint = NULL;
      wait_done (f, i);
      g_assert_no_error (f->error);
      fingerprint = pf_backtest_result_fingerprint (f->last->result);
      if (first == NULL)
        {
          first = g_strdup (fingerprint);
          first_ns = pf_bar_series_get (f->last->bars, 0)->ts_open_ns;
        }
      g_assert_cmpint (pf_bar_series_get (f->last->bars, 0)->ts_open_ns, ==, first_ns);
      g_assert_cmpstr (fingerprint, ==, first);
    }
  g_cancellable_cancel (cancellable);
  pf_practice_backtest_async (f->engine, &spec, 100000, cancellable, on_done, f);
  wait_done (f, 7);
  g_assert_error (f->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_refuses (Fixture *f, gconstpointer data)
{
  PfDeploymentSpec spec = spec_of ("sma_cross,symbol=BTCUSDT,timeframe=1m");

  spec.n_params = 1;
  g_strlcpy (spec.params[0].name, "fast", PF_PARAM_NAME_MAX);
  spec.params[0].value = -3;
  pf_practice_backtest_async (f->engine, &spec, 200, NULL, on_done, f);
  wait_done (f, 1);
  g_assert_null (f->last);
  g_assert_nonnull (f->error);
  g_assert_nonnull (strstr (f->error->message, "fast"));
}

#define ADD(name, func) g_test_add ("/pf/practice-backtest/" name, Fixture, NULL, set_up, func, \
                                    tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("is-the-backtest", test_is_the_backtest);
  ADD ("words", test_words);
  ADD ("side-by-side", test_side_by_side);
  ADD ("refuses", test_refuses);
  return g_test_run ();
}
