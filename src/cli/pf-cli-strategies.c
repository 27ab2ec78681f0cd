/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/pf-cli.h"

#include "strategy/pf-strategy.h"

static void
add_text (JsonBuilder *json, const char *name, const char *text)
{
  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, text);
}

static void
add_number (JsonBuilder *json, const char *name, const PfParam *param, double value)
{
  json_builder_set_member_name (json, name);
  if (param->type == PF_PARAM_INTEGER)
    json_builder_add_int_value (json, (gint64) value);
  else
    json_builder_add_double_value (json, value);
}

static void
add_strategy (JsonBuilder *json, const PfStrategy *strategy)
{
  json_builder_begin_object (json);
  add_text (json, "id", strategy->id);
  add_text (json, "name", strategy->name);
  add_text (json, "summary", strategy->summary);
  json_builder_set_member_name (json, "params");
  json_builder_begin_array (json);
  for (guint i = 0; i < strategy->n_params; i++)
    {
      const PfParam *param = &strategy->params[i];
      json_builder_begin_object (json);
      add_text (json, "name", param->name);
      add_text (json, "type", param->type == PF_PARAM_INTEGER ? "integer" : "number");
      add_number (json, "min", param, param->min);
      add_number (json, "max", param, param->max);
      add_number (json, "default", param, param->default_value);
      add_text (json, "unit", param->unit);
      add_text (json, "help", param->help);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_end_object (json);
}

static void
print_strategy (const PfStrategy *strategy)
{
  g_print ("%s: %s\n    %s\n", strategy->id, strategy->name, strategy->summary);
  for (guint i = 0; i < strategy->n_params; i++)
    {
      const PfParam *param = &strategy->params[i];
      g_print ("    %s = %g %s (%g to %g)  %s\n", param->name, param->default_value, param->unit,
               param->min, param->max, param->help);
    }
}

gboolean
pf_cli_strategies (int argc, char **argv, GError **error)
{
  gboolean as_json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "print one JSON object", NULL },
    { NULL },
  };
  const PfStrategy *const *strategies;
  JsonBuilder *json;
  guint n;

  if (!pf_cli_parse (&argc, &argv, entries, 0, error))
    return FALSE;
  strategies = pf_strategies (&n);
  if (!as_json)
    {
      for (guint i = 0; i < n; i++)
        print_strategy (strategies[i]);
      return TRUE;
    }
  json = json_builder_new ();
  json_builder_begin_object (json);
  json_builder_set_member_name (json, "strategies");
  json_builder_begin_array (json);
  for (guint i = 0; i < n; i++)
    add_strategy (json, strategies[i]);
  json_builder_end_array (json);
  json_builder_end_object (json);
  pf_cli_print_json (json);
  return TRUE;
}
