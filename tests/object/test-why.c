/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a figure is made of adds up to it: on a desk that has traded for a day, and for heat in a
 * table. */
#include "object/pf-why-position.h"

#include "desk/pf-desk-core.h"

#include "../store/pf-story.h"

/* A day of trading in a blink: the same desk, fast, and then the window's. */
static void
trade_for_a_while (const char *folder)
{
  static const char *const deployments[] = {
    "golden_cross_momentum,symbol=BTCUSDT+ETHUSDT+SOLUSDT,direction=both",
    "donchian_breakout,symbol=XRPUSDT+BTCUSDT,profile=standard,direction=both",
    "sma_cross,symbol=ETHUSDT,direction=both,profile=engine",
  };
  PfDeskConfig *config = pf_desk_config_new ();
  g_autofree char *note = NULL;
  g_autoptr (GError) error = NULL;
  PfDeskCore *core;
  PfDeploymentSpec spec;

  g_free (config->data_dir);
  config->data_dir = g_strdup (folder);
  config->start_ns = G_GINT64_CONSTANT (20000) * PF_NS_PER_DAY;
  core = pf_desk_core_new (config, &note, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (deployments); i++)
    {
      g_assert_true (pf_deployment_spec_parse (deployments[i], &spec, &error));
      pf_desk_core_command (core, PF_COMMAND_DEPLOY, 1, 0, 0, &spec);
    }
  for (guint i = 0; i < 5 * 3600 * 12 || pf_engine_n_positions (core->engine) == 0; i++)
    g_assert_true (pf_desk_core_play (core));
  pf_desk_core_command (core, PF_COMMAND_STOP, 1, 3, 0, NULL);
  g_assert_cmpuint (pf_engine_n_trades (core->engine), >, 10);
  pf_desk_core_commit (core, TRUE);
  pf_desk_core_free (core);
}

static PfExecutionEngine *
open_engine (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;
  PfExecutionEngine *engine = pf_execution_engine_new (folder, &note, &error);
  gint64 end_us = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  g_assert_no_error (error);
  while (pf_execution_engine_get_figures (engine)->ts_ns == 0
         && g_get_monotonic_time () < end_us)
    g_main_context_iteration (NULL, TRUE);
  return engine;
}

/* The lines add up, the sum is the figure, and nothing was left over that has no name. */
static void
assert_adds_up (GPtrArray *lines, PfMoney figure, gboolean all_named)
{
  PfMoney sum = PF_MONEY_ZERO;

  for (guint i = 0; i + 1 < lines->len; i++)
    {
      const PfWhyLine *line = g_ptr_array_index (lines, i);
      g_assert_false (line->is_sum);
      g_assert_cmpstr (line->what, !=, "");
      if (all_named)
        g_assert_cmpstr (line->what, !=, "Everything else");
      sum = pf_money_add (sum, line->amount);
    }
  g_assert_cmpint (pf_money_compare (sum, pf_why_sum (lines)), ==, 0);
  g_assert_cmpint (pf_money_compare (sum, figure), ==, 0);
  g_ptr_array_unref (lines);
}

static void
test_adds_up (void)
{
  char *folder = pf_story_make_folder ();
  PfExecutionEngine *engine;
  const PfDeskBatch *figures;
  GListModel *deployments;

  trade_for_a_while (folder);
  engine = open_engine (folder);
  figures = pf_execution_engine_get_figures (engine);
  deployments = pf_execution_engine_get_deployments (engine);
  g_assert_cmpuint (g_list_model_get_n_items (deployments), ==, 3);
  assert_adds_up (pf_why_equity (engine), figures->equity, TRUE);
  assert_adds_up (pf_why_today (engine), figures->day_pnl, TRUE);
  assert_adds_up (pf_why_open (engine), figures->open_pnl, TRUE);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (PfDeployment) item = g_list_model_get_item (deployments, i);
      const PfDeploymentRow *row = pf_deployment_get_row (item);
      g_assert_cmpint (row->total_pnl.e18 != 0, ==, TRUE);
      assert_adds_up (pf_why_deployment (engine, row->id), row->total_pnl, TRUE);
    }
  g_assert_finalize_object (engine);
  pf_story_remove_folder (folder);
}

typedef struct
{
  GPtrArray *lines;
  char *sentence;
} Answer;

static void
on_answer (GPtrArray *lines, const char *sentence, gpointer user_data)
{
  Answer *answer = user_data;

  answer->lines = lines;
  answer->sentence = g_strdup (sentence);
}

/* The fills of each open position, from the journal. */
static void
test_position (void)
{
  char *folder = pf_story_make_folder ();
  PfExecutionEngine *engine;
  GListModel *positions;
  guint n;

  trade_for_a_while (folder);
  engine = open_engine (folder);
  positions = pf_execution_engine_get_positions (engine);
  n = g_list_model_get_n_items (positions);
  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PfPositionItem) item = g_list_model_get_item (positions, i);
      PfMoney unrealised = pf_position_item_get_row (item)->unrealised;
      Answer answer = { NULL, NULL };
      pf_why_position_ask (engine, pf_position_item_get_row (item), on_answer, &answer);
      while (answer.sentence == NULL)
        g_main_context_iteration (NULL, TRUE);
      g_assert_nonnull (answer.lines);
      g_assert_cmpuint (answer.lines->len, >=, 3);      /* a fill, its worth, the sum */
      for (guint j = 0; j + 1 < answer.lines->len; j++)
        g_assert_cmpstr (((PfWhyLine *) g_ptr_array_index (answer.lines, j))->what, !=,
                         "Earlier fills and partial closes");
      g_assert_true (g_str_has_prefix (answer.sentence, "Fees so far: "));
      g_assert_cmpstr (answer.sentence, !=, "Fees so far: 0.00.");
      assert_adds_up (answer.lines, unrealised, TRUE);
      g_free (answer.sentence);
    }
  pf_execution_engine_shut_down (engine);
  g_object_unref (engine);
  pf_story_remove_folder (folder);
}

static void
test_heat (void)
{
  static const struct { PfSide side; const char *mark, *stop, *quantity, *heat; } cases[] = {
    { PF_SIDE_BUY, "100", "98", "3", "6" },
    { PF_SIDE_BUY, "100", "0", "3", "300" },
    { PF_SIDE_BUY, "100", "101", "3", "0" },
    { PF_SIDE_SELL, "100", "102.5", "2", "5" },
    { PF_SIDE_SELL, "100", "0", "2", "200" },
    { PF_SIDE_SELL, "100", "99", "2", "0" },
    { PF_SIDE_BUY, "0", "0", "2", "0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PfPositionRow row = { .side = cases[i].side };
      PfMoney heat;
      g_assert_true (pf_price_parse (cases[i].mark, &row.mark, NULL));
      g_assert_true (pf_price_parse (cases[i].stop, &row.stop, NULL));
      g_assert_true (pf_quantity_parse (cases[i].quantity, &row.quantity, NULL));
      g_assert_true (pf_money_parse (cases[i].heat, &heat, NULL));
      g_assert_cmpint (pf_money_compare (pf_why_position_heat (&row), heat), ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/why/adds-up", test_adds_up);
  g_test_add_func ("/pf/why/position", test_position);
  g_test_add_func ("/pf/why/heat", test_heat);
  return g_test_run ();
}
