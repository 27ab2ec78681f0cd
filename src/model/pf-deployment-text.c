/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The text form of a deployment's settings; its grammar is at the head of pf-deployment.h.
 *
 * Guarantees
 *  1. parse (print (x)) == x for every x that came from parse; print (parse (t)) is canonical.
 *  2. Text is bounded, and each refusal names the item that is wrong, in valid UTF-8.
 */
#include "model/pf-deployment.h"

#include <math.h>
#include <string.h>

G_DEFINE_QUARK (pf-deployment-error-quark, pf_deployment_error)

/* --- items ------------------------------------------------------------------------------------ */

/* Of whatever bytes came in, what can be shown in a sentence. */
static char *
showable (const char *text)
{
  return g_utf8_make_valid (text, (gssize) MIN (strlen (text), 60));
}

static gboolean
wrong (GError **error, const char *name, const char *value, const char *rule)
{
  g_autofree char *shown_name = showable (name), *shown_value = showable (value);

  g_set_error (error, PF_DEPLOYMENT_ERROR, PF_DEPLOYMENT_ERROR_VALUE, "'%s=%s' is wrong: %s",
               shown_name, shown_value, rule);
  return FALSE;
}

/* letters, digits, '_' and '-', 1 to size - 1 of them */
static gboolean
is_name (const char *text, gsize size)
{
  gsize length = strspn (text, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-");

  return length > 0 && length < size && text[length] == '\0';
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
read_sizing (const char *value, PfDeploymentSpec *spec, GError **error)
{
  if (strcmp (value, "position") != 0)
    return pf_sizing_parse (value, spec, error);
  spec->sizing = PF_SIZING_POSITION;
  spec->units = PF_QUANTITY_ZERO;
  spec->fraction = PF_RATE_ZERO;
  return TRUE;
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
      for (guint j = 0; j < i; j++)
        if (strcmp (symbols[i], symbols[j]) == 0)
          return wrong (error, "symbol", value, "a symbol is named twice.");
      g_strlcpy (spec->symbols[i], symbols[i], PF_SYMBOL_MAX);
      spec->n_symbols = i + 1;
    }
  return TRUE;
}

static gboolean
read_param (const char *name, const char *value, PfDeploymentSpec *spec, GError **error)
{
  char *end = NULL;
  PfParamValue *param = &spec->params[spec->n_params];

  if (spec->n_params == PF_DEPLOYMENT_PARAMS_MAX)
    return wrong (error, name, value, "there are too many parameters.");
  if (!is_name (name, sizeof param->name))
    return wrong (error, name, value, "a parameter's name is 1 to 23 letters, digits, '_' or '-'.");
  param->value = g_ascii_strtod (value, &end);
  if (end == value || *end != '\0' || !isfinite (param->value)
      || value[strspn (value, G_CSET_DIGITS "+-.eE")] != '\0')
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
  PfLimits *limits = &spec->limits;
  const struct { const char *name; gint64 most; PfRate *rate; PfMoney *money; } percents[] = {
    { "stop_loss", 99, &spec->stop_loss, NULL },
    { "take_profit", 10000, &spec->take_profit, NULL },
    { "max_position", 100, &limits->max_position, &limits->max_position_money },
    { "daily_loss", 100, &limits->daily_loss, &limits->daily_loss_money },
    { "drawdown", 100, &limits->drawdown, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (percents); i++)
    if (strcmp (name, percents[i].name) == 0)
      {
        if (!read_percent (name, value, percents[i].most, percents[i].rate, error))
          return FALSE;
        /* 0 switches the limit off, its profile's amount of money with it. */
        if (percents[i].money != NULL && percents[i].rate->e12 == 0)
          *percents[i].money = PF_MONEY_ZERO;
        return TRUE;
      }
  if (strcmp (name, "symbol") == 0)
    return read_symbols (value, spec, error);
  if (strcmp (name, "timeframe") == 0)
    return pf_timeframe_parse (value, &spec->timeframe_ns)
           || wrong (error, name, value, "write it as 1m, 5m, 15m, 1h, 4h or 1d.");
  if (strcmp (name, "direction") == 0)
    return pf_direction_parse (value, &spec->direction)
           || wrong (error, name, value, "it is long, short or both.");
  if (strcmp (name, "sizing") == 0)
    return read_sizing (value, spec, error);
  if (strcmp (name, "max_open_positions") == 0)
    return read_count (name, value, &limits->max_open_positions, error);
  if (strcmp (name, "profile") == 0)
    return TRUE;        /* was read first */
  return read_param (name, value, spec, error);
}

static gboolean
read_profile (const char *value, PfProfile *out, GError **error)
{
  for (guint i = 0; i < PF_N_PROFILES; i++)
    if (strcmp (value, pf_profile_name ((PfProfile) i)) == 0)
      {
        *out = (PfProfile) i;
        return TRUE;
      }
  return wrong (error, "profile", value, "it is cautious, standard, engine or none.");
}

static gboolean
bad_form (GError **error, const char *sentence)
{
  g_set_error_literal (error, PF_DEPLOYMENT_ERROR, PF_DEPLOYMENT_ERROR_SYNTAX, sentence);
  return FALSE;
}

gboolean
pf_deployment_spec_parse (const char *text, PfDeploymentSpec *out, GError **error)
{
  g_auto (GStrv) items = NULL;
  PfProfile profile = PF_PROFILE_CAUTIOUS;
  PfDeploymentSpec spec;
  guint n;

  if (strlen (text) >= PF_DEPLOYMENT_TEXT_MAX)
    return bad_form (error, "A deployment is described in fewer than 2000 letters.");
  items = g_strsplit (text, ",", -1);
  n = g_strv_length (items);
  if (n == 0 || !is_name (items[0], PF_STRATEGY_ID_MAX))
    return bad_form (error, "A deployment begins with the name of a strategy, then ,NAME=VALUE "
                            "items.");
  for (guint i = 1; i < n; i++)
    {
      char *equals = strchr (items[i], '=');
      if (equals == NULL || equals == items[i] || equals[1] == '\0')
        {
          g_autofree char *shown = showable (items[i]);
          g_autofree char *why = g_strdup_printf ("'%s' is not of the form NAME=VALUE.", shown);
          return bad_form (error, why);
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

/* The shortest of the forms that are read back as the same value. */
static void
print_param (GString *text, const PfParamValue *param)
{
  static const char *const forms[] = { "%.15g", "%.16g", "%.17g" };
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_ascii_formatd (number, sizeof number, forms[i], param->value);
      if (g_ascii_strtod (number, NULL) == param->value)
        break;
    }
  g_string_append_printf (text, ",%s=%s", param->name, number);
}

char *
pf_deployment_spec_print (const PfDeploymentSpec *self)
{
  GString *text = g_string_new (self->strategy);
  char time[PF_TIME_TEXT_MAX], number[PF_DECIMAL_TEXT_MAX];
  PfDeploymentSpec usual;

  pf_deployment_spec_init (&usual, self->strategy, self->profile);
  for (guint i = 0; i < self->n_symbols; i++)
    g_string_append_printf (text, "%s%s", i == 0 ? ",symbol=" : "+", self->symbols[i]);
  if (self->timeframe_ns != 0)
    g_string_append_printf (text, ",timeframe=%s", pf_timeframe_print (self->timeframe_ns, time));
  if (self->direction != usual.direction)
    g_string_append_printf (text, ",direction=%s", pf_direction_name (self->direction));
  if (self->sizing == PF_SIZING_POSITION && usual.sizing != self->sizing)
    g_string_append (text, ",sizing=position");
  else if (self->sizing == PF_SIZING_UNITS)
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
    print_param (text, &self->params[i]);
  return g_string_free (text, FALSE);
}

gboolean
pf_deployment_spec_normalize (PfDeploymentSpec *self, GError **error)
{
  g_autofree char *text = pf_deployment_spec_print (self);

  return pf_deployment_spec_parse (text, self, error);
}
