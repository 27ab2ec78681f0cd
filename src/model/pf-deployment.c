/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The text form of a deployment's settings. One table of items serves reading and writing, so that
 * what is printed is what is read.
 */
#include "model/pf-deployment.h"

#include <math.h>
#include <string.h>

G_DEFINE_QUARK (pf-deployment-error-quark, pf_deployment_error)

static const struct
{
  const char *name;
  gint64 max_position_pct, max_position_money, daily_loss_pct, daily_loss_money, drawdown_pct;
  guint max_open_positions, leverage;
} profiles[PF_N_PROFILES] = {
  [PF_PROFILE_CAUTIOUS] = { "cautious", 2, 0, 1, 0, 5, 3, 3 },
  [PF_PROFILE_STANDARD] = { "standard", 10, 10000, 5, 500, 0, 5, 10 },
  [PF_PROFILE_ENGINE] = { "engine", 10, 0, 5, 0, 0, 5, 3 },
  [PF_PROFILE_NONE] = { "none", 0, 0, 0, 0, 0, 0, 0 },
};

static const char *const directions[] = { "long", "short", "both" };

PfLimits
pf_profile_limits (PfProfile profile)
{
  g_assert ((guint) profile < PF_N_PROFILES);
  return (PfLimits){
    .max_position = pf_rate_from_percent (profiles[profile].max_position_pct),
    .max_position_money = pf_money_from_int (profiles[profile].max_position_money),
    .max_open_positions = profiles[profile].max_open_positions,
    .daily_loss = pf_rate_from_percent (profiles[profile].daily_loss_pct),
    .daily_loss_money = pf_money_from_int (profiles[profile].daily_loss_money),
    .drawdown = pf_rate_from_percent (profiles[profile].drawdown_pct),
    .leverage = profiles[profile].leverage,
  };
}

const char *
pf_profile_name (PfProfile profile)
{
  g_assert ((guint) profile < PF_N_PROFILES);
  return profiles[profile].name;
}

const char *
pf_direction_name (PfDirection direction)
{
  g_assert ((guint) direction < G_N_ELEMENTS (directions));
  return directions[direction];
}

gboolean
pf_direction_parse (const char *text, PfDirection *out)
{
  for (guint i = 0; i < G_N_ELEMENTS (directions); i++)
    if (strcmp (directions[i], text) == 0)
      {
        *out = (PfDirection) i;
        return TRUE;
      }
  return FALSE;
}

const char *
pf_deployment_status_name (PfDeploymentStatus status)
{
  static const char *const names[PF_N_DEPLOYMENT_STATUSES]
      = { "ACTIVE", "PAUSED", "STOPPED", "ERROR" };

  g_assert ((guint) status < PF_N_DEPLOYMENT_STATUSES);
  return names[status];
}

void
pf_deployment_spec_init (PfDeploymentSpec *self, const char *strategy, PfProfile profile)
{
  memset (self, 0, sizeof *self);
  g_strlcpy (self->strategy, strategy, sizeof self->strategy);
  self->profile = profile;
  self->limits = pf_profile_limits (profile);
  if (profile == PF_PROFILE_NONE)
    {
      self->sizing = PF_SIZING_FRACTION;
      self->fraction = pf_rate_from_percent (100);
      return;
    }
  self->stop_loss = pf_rate_from_percent (2);
  self->take_profit = pf_rate_from_percent (5);
}

/* --- items ------------------------------------------------------------------------------------ */

static gboolean
wrong (GError **error, const char *name, const char *value, const char *rule)
{
  g_clear_error (error);
  g_set_error (error, PF_DEPLOYMENT_ERROR, PF_DEPLOYMENT_ERROR_VALUE, "'%s=%s' is wrong: %s", name,
               value, rule);
  return FALSE;
}

static gboolean
read_percent (const char *name, const char *value, gint64 most, PfRate *out, GError **error)
{
  char rule[80];

  if (pf_rate_parse_percent (value, out, NULL) && out->e12 >= 0
      && pf_rate_compare (*out, pf_rate_from_percent (most)) <= 0)
    return TRUE;
  g_snprintf (rule, sizeof rule, "it is a percentage from 0 (off) to %d.", (int) most);
  return wrong (error, name, value, rule);
}

gboolean
pf_sizing_parse (const char *text, PfDeploymentSpec *spec, GError **error)
{
  PfQuantity units;
  PfRate fraction;

  if (g_str_has_prefix (text, "units=") && pf_quantity_parse (text + 6, &units, NULL)
      && units.e18 > 0)
    {
      spec->sizing = PF_SIZING_UNITS;
      spec->units = units;
      spec->fraction = PF_RATE_ZERO;
      return TRUE;
    }
  if (g_str_has_prefix (text, "fraction=") && pf_rate_parse (text + 9, &fraction, NULL)
      && fraction.e12 > 0 && pf_rate_compare (fraction, pf_rate_from_percent (100)) <= 0)
    {
      spec->sizing = PF_SIZING_FRACTION;
      spec->units = PF_QUANTITY_ZERO;
      spec->fraction = fraction;
      return TRUE;
    }
  return wrong (error, "sizing", text,
                "write units=N with N above 0, or fraction=F with F above 0 and at most 1.");
}

static gboolean
read_symbols (const char *value, PfDeploymentSpec *spec, GError **error)
{
  g_auto (GStrv) symbols = g_strsplit (value, "+", PF_DEPLOYMENT_SYMBOLS_MAX + 1);

  for (guint i = 0; symbols[i] != NULL; i++)
    {
      if (i == PF_DEPLOYMENT_SYMBOLS_MAX)
        return wrong (error, "symbol", value, "that is more than 8 symbols.");
      if (!pf_symbol_is_valid (symbols[i]))
        return wrong (error, "symbol", value, "a symbol is 1 to 23 letters and digits.");
      g_strlcpy (spec->symbols[i], symbols[i], PF_SYMBOL_MAX);
      spec->n_symbols = i + 1;
    }
  return spec->n_symbols > 0 || wrong (error, "symbol", value, "no symbol is named.");
}

static gboolean
read_param (const char *name, const char *value, PfDeploymentSpec *spec, GError **error)
{
  char *end = NULL;
  PfParamValue *param = &spec->params[spec->n_params];

  if (spec->n_params == PF_DEPLOYMENT_PARAMS_MAX)
    return wrong (error, name, value, "there are too many parameters.");
  if (strlen (name) >= sizeof param->name)
    return wrong (error, name, value, "no parameter has so long a name.");
  param->value = g_ascii_strtod (value, &end);
  if (end == value || *end != '\0' || !isfinite (param->value) || g_ascii_isspace (value[0]))
    return wrong (error, name, value, "a parameter is a number.");
  g_strlcpy (param->name, name, sizeof param->name);
  spec->n_params++;
  return TRUE;
}

static gboolean
read_count (const char *name, const char *value, guint *out, GError **error)
{
  guint64 count;

  if (!g_ascii_string_to_unsigned (value, 10, 0, 100, &count, NULL))
    return wrong (error, name, value, "it is a whole number from 0 (no limit) to 100.");
  *out = (guint) count;
  return TRUE;
}

static gboolean
read_item (const char *name, const char *value, PfDeploymentSpec *spec, GError **error)
{
  const struct { const char *name; gint64 most; PfRate *rate; } percents[] = {
    { "stop_loss", 99, &spec->stop_loss },
    { "take_profit", 10000, &spec->take_profit },
    { "max_position", 100, &spec->limits.max_position },
    { "daily_loss", 100, &spec->limits.daily_loss },
    { "drawdown", 100, &spec->limits.drawdown },
  };

  for (guint i = 0; i < G_N_ELEMENTS (percents); i++)
    if (strcmp (name, percents[i].name) == 0)
      return read_percent (name, value, percents[i].most, percents[i].rate, error);
  if (strcmp (name, "symbol") == 0)
    return read_symbols (value, spec, error);
  if (strcmp (name, "timeframe") == 0)
    return pf_timeframe_parse (value, &spec->timeframe_ns)
           || wrong (error, name, value, "write it as 1m, 5m, 15m, 1h, 4h or 1d.");
  if (strcmp (name, "direction") == 0)
    return pf_direction_parse (value, &spec->direction)
           || wrong (error, name, value, "it is long, short or both.");
  if (strcmp (name, "sizing") == 0)
    return pf_sizing_parse (value, spec, error);
  if (strcmp (name, "max_open_positions") == 0)
    return read_count (name, value, &spec->limits.max_open_positions, error);
  if (strcmp (name, "profile") == 0)
    return TRUE;        /* was read first */
  return read_param (name, value, spec, error);
}

static gboolean
read_profile (const char *value, PfProfile *out, GError **error)
{
  for (guint i = 0; i < PF_N_PROFILES; i++)
    if (strcmp (value, profiles[i].name) == 0)
      {
        *out = (PfProfile) i;
        return TRUE;
      }
  return wrong (error, "profile", value, "it is cautious, standard, engine or none.");
}

gboolean
pf_deployment_spec_parse (const char *text, PfDeploymentSpec *out, GError **error)
{
  g_auto (GStrv) items = g_strsplit (text, ",", 64);
  PfProfile profile = PF_PROFILE_CAUTIOUS;
  PfDeploymentSpec spec;
  guint n = g_strv_length (items);

  if (n == 0 || items[0][0] == '\0' || strlen (items[0]) >= PF_STRATEGY_ID_MAX
      || strchr (items[0], '=') != NULL)
    {
      g_set_error (error, PF_DEPLOYMENT_ERROR, PF_DEPLOYMENT_ERROR_SYNTAX,
                   "A deployment begins with the name of a strategy, then ,NAME=VALUE items.");
      return FALSE;
    }
  for (guint i = 1; i < n; i++)
    {
      char *equals = strchr (items[i], '=');
      if (equals == NULL || equals == items[i] || equals[1] == '\0')
        {
          g_set_error (error, PF_DEPLOYMENT_ERROR, PF_DEPLOYMENT_ERROR_SYNTAX,
                       "'%.60s' is not of the form NAME=VALUE.", items[i]);
          return FALSE;
        }
      *equals = '\0';
      for (guint j = 1; j < i; j++)
        if (strcmp (items[i], items[j]) == 0)
          return wrong (error, items[i], equals + 1, "it is given twice.");
      if (strcmp (items[i], "profile") == 0 && !read_profile (equals + 1, &profile, error))
        return FALSE;
    }
  pf_deployment_spec_init (&spec, items[0], profile);
  for (guint i = 1; i < n; i++)
    if (!read_item (items[i], items[i] + strlen (items[i]) + 1, &spec, error))
      return FALSE;
  if (spec.sizing == PF_SIZING_POSITION && spec.limits.max_position.e12 == 0)
    return wrong (error, "max_position", "0",
                  "without it no size can be computed; give sizing=units=N or sizing=fraction=F.");
  *out = spec;
  return TRUE;
}

/* --- print ------------------------------------------------------------------------------------ */

static void
print_percent (GString *text, const char *name, PfRate value, PfRate usual)
{
  g_autofree char *percent = pf_rate_to_percent_string (value);

  if (value.e12 != usual.e12)
    g_string_append_printf (text, ",%s=%s", name, percent);
}

char *
pf_deployment_spec_print (const PfDeploymentSpec *self)
{
  GString *text = g_string_new (self->strategy);
  char buffer[MAX (PF_TIME_TEXT_MAX, G_ASCII_DTOSTR_BUF_SIZE)];
  char number[PF_DECIMAL_TEXT_MAX];
  PfDeploymentSpec usual;

  pf_deployment_spec_init (&usual, self->strategy, self->profile);
  for (guint i = 0; i < self->n_symbols; i++)
    g_string_append_printf (text, "%s%s", i == 0 ? ",symbol=" : "+", self->symbols[i]);
  if (self->timeframe_ns != 0)
    g_string_append_printf (text, ",timeframe=%s", pf_timeframe_print (self->timeframe_ns, buffer));
  if (self->direction != usual.direction)
    g_string_append_printf (text, ",direction=%s", pf_direction_name (self->direction));
  if (self->sizing == PF_SIZING_UNITS)
    g_string_append_printf (text, ",sizing=units=%s",
                            pf_decimal_print (self->units.e18, PF_DECIMALS, number));
  else if (self->sizing == PF_SIZING_FRACTION
           && (usual.sizing != self->sizing || usual.fraction.e12 != self->fraction.e12))
    g_string_append_printf (text, ",sizing=fraction=%s",
                            pf_decimal_print (self->fraction.e12, PF_RATE_DECIMALS, number));
  print_percent (text, "stop_loss", self->stop_loss, usual.stop_loss);
  print_percent (text, "take_profit", self->take_profit, usual.take_profit);
  if (self->profile != PF_PROFILE_CAUTIOUS)
    g_string_append_printf (text, ",profile=%s", pf_profile_name (self->profile));
  print_percent (text, "max_position", self->limits.max_position, usual.limits.max_position);
  if (self->limits.max_open_positions != usual.limits.max_open_positions)
    g_string_append_printf (text, ",max_open_positions=%u", self->limits.max_open_positions);
  print_percent (text, "daily_loss", self->limits.daily_loss, usual.limits.daily_loss);
  print_percent (text, "drawdown", self->limits.drawdown, usual.limits.drawdown);
  for (guint i = 0; i < self->n_params; i++)
    g_string_append_printf (text, ",%s=%s", self->params[i].name,
                            g_ascii_dtostr (buffer, sizeof buffer, self->params[i].value));
  return g_string_free (text, FALSE);
}

gboolean
pf_deployment_spec_equal (const PfDeploymentSpec *a, const PfDeploymentSpec *b)
{
  g_autofree char *text_a = pf_deployment_spec_print (a);
  g_autofree char *text_b = pf_deployment_spec_print (b);

  return strcmp (text_a, text_b) == 0;
}
