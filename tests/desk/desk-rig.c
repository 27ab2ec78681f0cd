/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-rig.h"

#include <glib/gstdio.h>

char *
rig_folder_new (void)
{
  char *folder = g_dir_make_tmp ("pilotfish-desk-XXXXXX", NULL);

  g_assert_nonnull (folder);
  return folder;
}

void
rig_folder_free (char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_unlink (path);
    }
  g_clear_pointer (&dir, g_dir_close);
  g_rmdir (folder);
  g_free (folder);
}

PfBarSeries *
rig_walk (guint n, guint32 seed, gint64 timeframe_ns, gboolean holes)
{
  PfBarSeries *series = pf_bar_series_new (2, timeframe_ns);
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  gint64 price = 10000;

  for (guint i = 0; i < n; i++)
    {
      PfBar bar = { .ts_open_ns = RIG_BEGIN_NS + i * timeframe_ns, .volume = 1 + i % 7 };
      bar.open = MAX (1000, price + g_rand_int_range (random, -150, 150));
      bar.close = MAX (1000, bar.open + g_rand_int_range (random, -200, 201));
      bar.high = MAX (bar.open, bar.close) + g_rand_int_range (random, 0, 80);
      bar.low = MIN (bar.open, bar.close) - g_rand_int_range (random, 0, 80);
      price = bar.close;
      /* one to five bars are missing now and then */
      if (holes && i % 11 > 10 - i / 11 % 6)
        continue;
      g_assert_true (pf_bar_series_append (series, &bar));
    }
  return series;
}

PfDeskCore *
rig_open (const char *folder, PfBarSeries *bars)
{
  PfDeskConfig *config = pf_desk_config_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;
  PfDeskCore *core;

  g_free (config->data_dir);
  config->data_dir = g_strdup (folder);
  config->start_ns = RIG_BEGIN_NS;
  if (bars != NULL)
    {
      config->feed = PF_FEED_REPLAY;
      config->replay = bars;
      config->symbol = g_strdup ("BTCUSD");
    }
  core = pf_desk_core_new (config, &note, &error);
  g_assert_no_error (error);
  g_assert_null (note);
  return core;
}

void
rig_deploy (PfDeskCore *core, const char *text)
{
  guint n = pf_engine_n_deployments (core->engine);
  PfDeploymentSpec spec;

  g_assert_true (pf_deployment_spec_parse (text, &spec, NULL));
  pf_desk_core_command (core, PF_COMMAND_DEPLOY, 1, 0, 0, &spec);
  g_assert_cmpuint (pf_engine_n_deployments (core->engine), ==, n + 1);
}

static void
add_fill (const PfFill *fill, gpointer user_data)
{
  char quantity[PF_DECIMAL_TEXT_MAX], price[PF_DECIMAL_TEXT_MAX], time[PF_TIME_TEXT_MAX];

  g_string_append_printf (user_data, "fill of order %" G_GUINT64_FORMAT " %s %s %s at %s\n",
                          fill->order_id, pf_time_print (fill->ts_ns, time),
                          pf_side_name (fill->side),
                          pf_decimal_print (fill->quantity.e18, PF_DECIMALS, quantity),
                          pf_decimal_print (fill->price.e18, PF_DECIMALS, price));
}

void
rig_add_fills (PfDeskCore *core, GString *text)
{
  g_autoptr (GError) error = NULL;

  pf_journal_foreach_fill (core->journal, add_fill, text, &error);
  g_assert_no_error (error);
}

char *
rig_state (PfDeskCore *core)
{
  GString *state = g_string_new (NULL);
  g_autofree char *dump = pf_engine_dump (core->engine);
  g_autoptr (GError) error = NULL;
  g_autofree char *summary = pf_desk_core_answer (core, PF_QUESTION_SUMMARY, 0, &error);

  g_assert_no_error (error);
  rig_add_fills (core, state);
  g_string_append (state, dump);
  g_string_append (state, summary);
  return g_string_free (state, FALSE);
}
