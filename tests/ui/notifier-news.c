/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An application that has nothing but the notifier, told its news on standard input, one a line:
 *
 *   news KIND DEPLOYMENT STATUS TITLE|BODY     KIND and STATUS as the numbers of their types
 *   level NICK      flush      quit
 *
 * It says on standard output when it is ready and which action it was asked for.
 */
#include "ui/pf-notifier.h"

#include <stdio.h>
#include <string.h>

typedef struct
{
  GApplication *application;
  PfExecutionEngine *engine;
  PfNotifier *notifier;
  GDataInputStream *input;
} World;

static void
set_status (World *world, guint64 id, PfDeploymentStatus status)
{
  GListStore *deployments = G_LIST_STORE (pf_execution_engine_get_deployments (world->engine));
  PfDeploymentRow *row = g_new0 (PfDeploymentRow, 1);
  g_autoptr (PfDeployment) made = NULL;

  row->id = id;
  row->status = status;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (deployments)); i++)
    {
      g_autoptr (PfDeployment) known = g_list_model_get_item (G_LIST_MODEL (deployments), i);
      if (pf_deployment_get_row (known)->id != id)
        continue;
      pf_deployment_take_row (known, row);
      return;
    }
  made = pf_deployment_new (row);
  g_list_store_append (deployments, made);
}

static void
tell (World *world, const char *words)
{
  g_auto (GStrv) parts = g_strsplit (words, " ", 4);
  g_auto (GStrv) texts = g_strsplit (parts[3], "|", 2);
  PfNotice notice = { .kind = (PfNoticeKind) g_ascii_strtoull (parts[0], NULL, 10),
                      .deployment_id = g_ascii_strtoull (parts[1], NULL, 10),
                      .title = texts[0], .body = texts[1] };

  if (notice.deployment_id != 0)
    set_status (world, notice.deployment_id,
                (PfDeploymentStatus) g_ascii_strtoull (parts[2], NULL, 10));
  g_signal_emit_by_name (world->engine, "notice", &notice);
}

static void
set_level (World *world, const char *nick)
{
  GEnumClass *levels = g_type_class_ref (PF_TYPE_NOTIFY_LEVEL);

  g_object_set (world->notifier, "level", g_enum_get_value_by_nick (levels, nick)->value, NULL);
  g_type_class_unref (levels);
}

static void
on_line (GObject *source, GAsyncResult *result, gpointer user_data)
{
  World *world = user_data;
  g_autofree char *line
      = g_data_input_stream_read_line_finish_utf8 (world->input, result, NULL, NULL);

  if (line == NULL || strcmp (line, "quit") == 0)
    {
      g_clear_object (&world->notifier);
      g_application_release (world->application);
      return;
    }
  if (strcmp (line, "flush") == 0)
    pf_notifier_flush (world->notifier);
  else if (g_str_has_prefix (line, "level "))
    set_level (world, line + 6);
  else
    tell (world, line + strlen ("news "));
  g_data_input_stream_read_line_async (world->input, 0, NULL, on_line, world);
}

static void
on_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autofree char *target = parameter != NULL ? g_variant_print (parameter, FALSE) : NULL;

  g_print ("%s %s\n", g_action_get_name (G_ACTION (action)), target != NULL ? target : "");
}

static void
on_startup (GApplication *application, World *world)
{
  static const GActionEntry entries[] = {
    { "activate", on_action }, { "pause", on_action, "t" }, { "resume", on_action, "t" },
    { "stop", on_action, "t" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   world);
  world->engine = g_object_new (PF_TYPE_EXECUTION_ENGINE, NULL);
  world->notifier = pf_notifier_new (application, world->engine);
  g_application_hold (application);
  g_data_input_stream_read_line_async (world->input, 0, NULL, on_line, world);
  g_print ("ready\n");
}

static void
on_activate (GApplication *application, World *world)
{
}

int
main (int argc, char **argv)
{
  World world = { 0 };
  g_autoptr (GFile) input = g_file_new_for_path ("/dev/stdin");
  g_autoptr (GFileInputStream) stream = g_file_read (input, NULL, NULL);
  int status;

  g_assert_nonnull (stream);
  setvbuf (stdout, NULL, _IOLBF, 0);
  world.input = g_data_input_stream_new (G_INPUT_STREAM (stream));
  world.application = g_application_new ("io.github.pilotfish.Pilotfish.News",
                                         G_APPLICATION_DEFAULT_FLAGS);
  g_signal_connect (world.application, "startup", G_CALLBACK (on_startup), &world);
  g_signal_connect (world.application, "activate", G_CALLBACK (on_activate), &world);
  status = g_application_run (world.application, 1, argv);
  g_object_unref (world.engine);
  g_object_unref (world.input);
  g_object_unref (world.application);
  return status;
}
