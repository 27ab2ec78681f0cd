/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/pf-deployment.h"

#include "model-test.h"

#include <math.h>
#include <string.h>

#define MANY_PARAMS "a=1,b=2,c=3,d=4,e=5,f=6,g=7,h=8,i=9,j=10,k=11,l=12"

static PfDeploymentSpec
parsed (const char *text)
{
  g_autoptr (GError) error = NULL;
  PfDeploymentSpec spec;

  if (!pf_deployment_spec_parse (text, &spec, &error))
    g_error ("'%s' is not read: %s", text, error->message);
  return spec;
}

/* Everything at once: each item is where it belongs. */
static void
test_every_item (void)
{
  PfDeploymentSpec spec = parsed (
      "sma_cross,symbol=BTCUSDT+ETHUSDT,timeframe=4h,direction=both,sizing=units=0.125,"
      "stop_loss=1.5,take_profit=0,profile=standard,max_position=12.5,max_open_positions=7,"
      "daily_loss=3,drawdown=20,fast=10,slow=30.5");

  g_assert_cmpstr (spec.strategy, ==, "sma_cross");
  g_assert_cmpuint (spec.n_symbols, ==, 2);
  g_assert_cmpstr (spec.symbols[0], ==, "BTCUSDT");
  g_assert_cmpstr (spec.symbols[1], ==, "ETHUSDT");
  g_assert_cmpint (spec.timeframe_ns, ==, 4 * PF_NS_PER_HOUR);
  g_assert_cmpint (spec.direction, ==, PF_DIRECTION_BOTH);
  g_assert_cmpint (spec.sizing, ==, PF_SIZING_UNITS);
  assert_e18 (spec.units, "0.125");
  g_assert_cmpint (spec.fraction.e12, ==, 0);
  g_assert_cmpint (spec.stop_loss.e12, ==, 15000000000);
  g_assert_cmpint (spec.take_profit.e12, ==, 0);
  g_assert_cmpint (spec.profile, ==, PF_PROFILE_STANDARD);
  g_assert_cmpint (spec.limits.max_position.e12, ==, 125000000000);
  assert_e18 (spec.limits.max_position_money, "10000");
  g_assert_cmpuint (spec.limits.max_open_positions, ==, 7);
  g_assert_cmpint (spec.limits.daily_loss.e12, ==, 30000000000);
  assert_e18 (spec.limits.daily_loss_money, "500");
  g_assert_cmpint (spec.limits.drawdown.e12, ==, 200000000000);
  g_assert_cmpuint (spec.limits.leverage, ==, 10);
  g_assert_cmpuint (spec.n_params, ==, 2);
  g_assert_cmpstr (spec.params[0].name, ==, "fast");
  g_assert_cmpfloat (spec.params[0].value, ==, 10);
  g_assert_cmpstr (spec.params[1].name, ==, "slow");
  g_assert_cmpfloat (spec.params[1].value, ==, 30.5);
}

/* What is left out comes from the profile, wherever in the text that stands. */
static void
test_defaults (void)
{
  static const char *const profiles[] = { "cautious", "standard", "engine", "none" };

  for (PfProfile i = 0; i < PF_N_PROFILES; i++)
    {
      g_autofree char *text = g_strdup_printf ("x,profile=%s", profiles[i]);
      g_autofree char *first = g_strdup_printf ("x,profile=%s,stop_loss=7,drawdown=9", profiles[i]);
      g_autofree char *last = g_strdup_printf ("x,stop_loss=7,drawdown=9,profile=%s", profiles[i]);
      PfDeploymentSpec usual, spec = parsed (text), a = parsed (first), b = parsed (last);

      pf_deployment_spec_init (&usual, "x", i);
      g_assert_true (pf_deployment_spec_equal (&spec, &usual));
      g_assert_true (pf_deployment_spec_equal (&a, &b));
      g_assert_cmpint (a.stop_loss.e12, ==, 70000000000);
    }
  {
    PfDeploymentSpec spec = parsed ("x"), cautious = parsed ("x,profile=cautious");
    g_assert_true (pf_deployment_spec_equal (&spec, &cautious));
  }
}

/* 0 switches an item off, a limit in money with it. */
static void
test_off (void)
{
  PfDeploymentSpec spec = parsed ("x,profile=standard,sizing=units=1,stop_loss=0,take_profit=0,"
                                  "max_position=0,max_open_positions=0,daily_loss=0,drawdown=0");

  g_assert_cmpint (spec.stop_loss.e12, ==, 0);
  g_assert_cmpint (spec.take_profit.e12, ==, 0);
  g_assert_cmpint (spec.limits.max_position.e12, ==, 0);
  assert_e18 (spec.limits.max_position_money, "0");
  g_assert_cmpuint (spec.limits.max_open_positions, ==, 0);
  g_assert_cmpint (spec.limits.daily_loss.e12, ==, 0);
  assert_e18 (spec.limits.daily_loss_money, "0");
  g_assert_cmpuint (spec.limits.leverage, ==, 10);      /* nobody named it */
}

/* --- text form of a text ---------------------------------------------------------------------- */

static const struct { const char *text, *canonical; } canonical[] = {
  { "x", "x" },
  { "x,profile=cautious", "x" },
  { "x,stop_loss=2,take_profit=5.0,max_position=2.00,max_open_positions=03", "x" },
  { "x,direction=long", "x" },
  { "x,sizing=position", "x" },
  { "x,profile=none,sizing=fraction=1", "x,profile=none" },
  { "x,profile=none,sizing=fraction=1.000", "x,profile=none" },
  { "x,profile=none,sizing=fraction=0.5", "x,sizing=fraction=0.5,profile=none" },
  { "x,profile=none,sizing=position,max_position=5",
    "x,sizing=position,profile=none,max_position=5" },
  { "x,sizing=fraction=0.000000000001", "x,sizing=fraction=0.000000000001" },
  { "x,sizing=units=0.000000000000000001", "x,sizing=units=0.000000000000000001" },
  { "x,sizing=units=+1.50", "x,sizing=units=1.5" },
  { "x,timeframe=60m", "x,timeframe=1h" },
  { "x,b=2,a=1", "x,b=2,a=1" },
  { "x,a=0.1", "x,a=0.1" }, { "x,a=1e3", "x,a=1000" }, { "x,a=-2.50", "x,a=-2.5" },
  { "x,a=1e300", "x,a=1e+300" }, { "x,a=.5", "x,a=0.5" },
  { "x,a=0.30000000000000004", "x,a=0.30000000000000004" }, { "x,a=+7", "x,a=7" },
  { "x,drawdown=0", "x,drawdown=0" },
  { "x,drawdown=0,profile=standard", "x,profile=standard" },
  { "x,profile=standard,daily_loss=0", "x,profile=standard,daily_loss=0" },
  { "x,stop_loss=0.0000000001", "x,stop_loss=0.0000000001" },
  { "x,stop_loss=99,take_profit=10000", "x,stop_loss=99,take_profit=10000" },
  { "x,symbol=A+B+C+D+E+F+G+H", "x,symbol=A+B+C+D+E+F+G+H" },
  { "a-Name_9," MANY_PARAMS, "a-Name_9," MANY_PARAMS },
  { "x,take_profit=0,symbol=BTC/USDT,direction=short,timeframe=1w,stop_loss=0",
    "x,symbol=BTC/USDT,timeframe=1w,direction=short,stop_loss=0,take_profit=0" },
};

static void
test_canonical (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (canonical); i++)
    {
      PfDeploymentSpec spec = parsed (canonical[i].text), again;
      g_autofree char *text = pf_deployment_spec_print (&spec);

      g_assert_cmpstr (text, ==, canonical[i].canonical);
      again = parsed (text);
      g_assert_true (pf_deployment_spec_equal (&spec, &again));
    }
}

/* Random settings: what is printed is read back as the same, parameters to the last bit. */
static void
test_round_trip (void)
{
  static const char *const profiles[] = { "cautious", "standard", "engine", "none" };
  GRand *rand = g_rand_new_with_seed (5);

  for (guint round = 0; round < 5000; round++)
    {
      g_autoptr (GString) text = g_string_new ("strategy");
      g_autofree char *printed = NULL;
      PfDeploymentSpec spec, again;

      g_string_append_printf (text, ",profile=%s", profiles[g_rand_int_range (rand, 0, 4)]);
      g_string_append (text, g_rand_boolean (rand) ? ",sizing=units=7." : ",sizing=fraction=0.");
      g_string_append_printf (text, "%06d", g_rand_int_range (rand, 1, 1000000));
      g_string_append_printf (text, ",max_position=%d.%d", g_rand_int_range (rand, 0, 100),
                              g_rand_int_range (rand, 0, 1000));
      g_string_append_printf (text, ",daily_loss=%d", g_rand_int_range (rand, 0, 4));
      g_string_append_printf (text, ",max_open_positions=%d", g_rand_int_range (rand, 0, 7));
      g_string_append_printf (text, ",stop_loss=%d", g_rand_int_range (rand, 0, 4));
      spec = parsed (text->str);
      spec.n_params = (guint) g_rand_int_range (rand, 0, PF_DEPLOYMENT_PARAMS_MAX + 1);
      for (guint i = 0; i < spec.n_params; i++)
        {
          union { guint64 bits; gdouble value; } any;
          do
            any.bits = (guint64) g_rand_int (rand) << 32 | g_rand_int (rand);
          while (!isfinite (any.value));
          g_snprintf (spec.params[i].name, PF_PARAM_NAME_MAX, "p%u", i);
          spec.params[i].value = any.value;
        }
      printed = pf_deployment_spec_print (&spec);
      again = parsed (printed);
      g_assert_true (pf_deployment_spec_equal (&spec, &again));
      for (guint i = 0; i < spec.n_params; i++)
        g_assert_cmpmem (&spec.params[i].value, sizeof spec.params[i].value,
                         &again.params[i].value, sizeof again.params[i].value);
    }
  g_rand_free (rand);
}

/* --- what is refused -------------------------------------------------------------------------- */

/* part is in the sentence: it names what is wrong */
static const struct { const char *text, *part; } bad[] = {
  { "", "begins with the name of a strategy" },
  { ",symbol=A", "begins with the name of a strategy" },
  { "symbol=A", "begins with the name of a strategy" },
  { "a b", "begins with the name of a strategy" },
  { "a\xff", "begins with the name of a strategy" },
  { "a123456789012345678901234567890123456789", "begins with the name of a strategy" },
  { "x,", "'' is not of the form NAME=VALUE." },
  { "x,,a=1", "'' is not of the form NAME=VALUE." },
  { "x,long", "'long' is not of the form NAME=VALUE." },
  { "x,=1", "'=1' is not of the form NAME=VALUE." },
  { "x,a=", "'a=' is not of the form NAME=VALUE." },
  { "x,a=1,a=1", "'a=1' is wrong: it is given twice." },
  { "x,symbol=A,symbol=B", "'symbol=B' is wrong: it is given twice." },
  { "x,profile=none,profile=none", "it is given twice." },
  { "x,profile=wild", "'profile=wild' is wrong: it is cautious, standard, engine or none." },
  { "x,profile=Cautious", "'profile=Cautious'" },
  { "x,symbol=A+", "'symbol=A+'" },
  { "x,symbol=+A", "'symbol=+A'" },
  { "x,symbol=A B", "'symbol=A B'" },
  { "x,symbol=A+B+A", "a symbol is named twice." },
  { "x,symbol=ABCDEFGHIJKLMNOPQRSTUVWX", "1 to 23" },
  { "x,symbol=A+B+C+D+E+F+G+H+I", "more than 8" },
  { "x,timeframe=0m", "'timeframe=0m'" },
  { "x,timeframe=1y", "'timeframe=1y'" },
  { "x,timeframe=1000000000ns", "'timeframe=1000000000ns'" },
  { "x,direction=up", "'direction=up' is wrong: it is long, short or both." },
  { "x,sizing=1", "'sizing=1'" },
  { "x,sizing=units", "'sizing=units'" },
  { "x,sizing=units=0", "'sizing=units=0'" },
  { "x,sizing=units=-1", "'sizing=units=-1'" },
  { "x,sizing=units=1e3", "'sizing=units=1e3'" },
  { "x,sizing=units=0.0000000000000000001", "'sizing=" },
  { "x,sizing=fraction=0", "'sizing=fraction=0'" },
  { "x,sizing=fraction=1.000000000001", "'sizing=fraction=1.000000000001'" },
  { "x,sizing=fraction=0.0000000000001", "'sizing=" },
  { "x,sizing=fraction=50%", "'sizing=fraction=50%'" },
  { "x,sizing=Position", "'sizing=Position'" },
  { "x,stop_loss=-1", "'stop_loss=-1' is wrong: it is a percentage from 0 (off) to 99." },
  { "x,stop_loss=99.1", "'stop_loss=99.1'" },
  { "x,stop_loss=2%", "'stop_loss=2%'" },
  { "x,stop_loss=0.00000000001", "'stop_loss=" },
  { "x,take_profit=10000.1", "'take_profit=10000.1'" },
  { "x,max_position=101", "'max_position=101'" },
  { "x,max_position=nan", "'max_position=nan'" },
  { "x,daily_loss=1e1", "'daily_loss=1e1'" },
  { "x,drawdown= 1", "'drawdown= 1'" },
  { "x,max_open_positions=-1", "'max_open_positions=-1'" },
  { "x,max_open_positions=1.5", "'max_open_positions=1.5'" },
  { "x,max_open_positions=101", "'max_open_positions=101'" },
  { "x,max_open_positions=4294967297", "'max_open_positions=4294967297'" },
  { "x,a=b", "'a=b' is wrong: a parameter is a number." },
  { "x,a=1x", "'a=1x'" },
  { "x,a=nan", "'a=nan'" },
  { "x,a=inf", "'a=inf'" },
  { "x,a=-infinity", "'a=-infinity'" },
  { "x,a=1e999", "'a=1e999'" },
  { "x,a=0x10", "'a=0x10'" },
  { "x,a= 1", "'a= 1'" },
  { "x,a=1 ", "'a=1 '" },
  { "x,a=1=2", "'a=1=2'" },
  { "x, a=1", "' a=1' is wrong: a parameter's name" },
  { "x,a b=1", "a parameter's name" },
  { "x,abcdefghijklmnopqrstuvwx=1", "a parameter's name is 1 to 23" },
  { "x,m=0," MANY_PARAMS, "too many parameters" },
  { "x,max_position=0", "'max_position=0' is wrong: without it no size can be computed" },
  { "x,profile=none,sizing=position", "without it no size can be computed" },
};

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      PfDeploymentSpec spec;
      gboolean good;

      memset (&spec, 7, sizeof spec);
      good = pf_deployment_spec_parse (bad[i].text, &spec, &error);
      if (good || strstr (error->message, bad[i].part) == NULL)
        g_error ("'%s': %s", bad[i].text, good ? "is read" : error->message);
      g_assert_cmpint (error->domain, ==, PF_DEPLOYMENT_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_true (g_str_has_suffix (error->message, "."));
      g_assert_cmpuint (spec.n_symbols, ==, 0x07070707);        /* untouched */
      g_assert_false (pf_deployment_spec_parse (bad[i].text, &spec, NULL));
    }
}

/* Neither a long text nor strange bytes make a long or broken sentence. */
static void
test_hostile (void)
{
  g_autofree char *huge = g_strnfill (1000000, 'x');
  g_autofree char *items = g_strnfill (PF_DEPLOYMENT_TEXT_MAX - 1, ',');
  g_autofree char *value = g_strdup_printf ("x,%.900s=%.900s", huge, huge);
  g_autofree char *name = g_strdup_printf ("x,%.900s", huge);
  const char *const texts[] = { huge, items, value, name, "x,\xff\xfe=1", "x,a=\xc3", "x,\xc3",
                                "x,symbol=\xf0\x9f\x90\x9f", "x,profile=\x80" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      PfDeploymentSpec spec;

      g_assert_false (pf_deployment_spec_parse (texts[i], &spec, &error));
      g_assert_cmpuint (strlen (error->message), <, 500);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

/* Nothing is wrong with it but its length. */
static void
test_length (void)
{
  for (int more = 0; more <= 1; more++)
    {
      g_autofree char *text = g_strnfill ((gsize) (PF_DEPLOYMENT_TEXT_MAX - 1 + more), '0');
      g_autoptr (GError) error = NULL;
      PfDeploymentSpec spec;

      memcpy (text, "x,a=", 4);
      g_assert_cmpint (pf_deployment_spec_parse (text, &spec, &error), ==, !more);
      if (more)
        g_assert_error (error, PF_DEPLOYMENT_ERROR, PF_DEPLOYMENT_ERROR_SYNTAX);
    }
}

/* Settings that were put together by hand become what their text says. */
static void
test_normalize (void)
{
  PfDeploymentSpec spec, usual;

  pf_deployment_spec_init (&usual, "x", PF_PROFILE_STANDARD);
  spec = usual;
  g_assert_true (pf_deployment_spec_normalize (&spec, NULL));
  g_assert_true (pf_deployment_spec_equal (&spec, &usual));
  spec.limits.leverage = 99;            /* has no item: comes from the profile */
  g_assert_true (pf_deployment_spec_normalize (&spec, NULL));
  g_assert_true (pf_deployment_spec_equal (&spec, &usual));
  spec.limits.daily_loss = PF_RATE_ZERO;        /* off, and with it the limit in money */
  assert_e18 (spec.limits.daily_loss_money, "500");
  g_assert_true (pf_deployment_spec_normalize (&spec, NULL));
  assert_e18 (spec.limits.daily_loss_money, "0");
  g_assert_cmpint (spec.limits.daily_loss.e12, ==, 0);
}

/* They are refused when they could not be read back. */
static void
test_normalize_refused (void)
{
  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *before = NULL, *after = NULL;
      PfDeploymentSpec spec;

      pf_deployment_spec_init (&spec, "x", PF_PROFILE_CAUTIOUS);
      switch (i)
        {
        case 0: spec.limits.max_position = PF_RATE_ZERO; break;
        case 1: spec.limits.max_open_positions = 101; break;
        case 2: spec.take_profit = pf_rate_from_percent (10001); break;
        case 3: spec.timeframe_ns = 1; break;
        case 4: spec.sizing = PF_SIZING_UNITS; break;
        case 5: spec.stop_loss.e12 = -1; break;
        case 6:
          spec.n_params = 1;
          spec.params[0] = (PfParamValue){ "a", NAN };
          break;
        default: spec.strategy[0] = '\0'; break;
        }
      before = pf_deployment_spec_print (&spec);
      g_assert_false (pf_deployment_spec_normalize (&spec, &error));
      g_assert_cmpint (error->domain, ==, PF_DEPLOYMENT_ERROR);
      after = pf_deployment_spec_print (&spec);
      g_assert_cmpstr (after, ==, before);
    }
}

static void
test_sizing (void)
{
  PfDeploymentSpec spec;
  g_autoptr (GError) error = NULL;

  pf_deployment_spec_init (&spec, "x", PF_PROFILE_NONE);
  g_assert_true (pf_sizing_parse ("units=2", &spec, &error));
  g_assert_cmpint (spec.sizing, ==, PF_SIZING_UNITS);
  assert_e18 (spec.units, "2");
  g_assert_cmpint (spec.fraction.e12, ==, 0);
  g_assert_true (pf_sizing_parse ("fraction=0.25", &spec, &error));
  g_assert_cmpint (spec.sizing, ==, PF_SIZING_FRACTION);
  assert_e18 (spec.units, "0");
  g_assert_cmpint (spec.fraction.e12, ==, 250000000000);
  /* of a backtest there is no position limit to size by */
  g_assert_false (pf_sizing_parse ("position", &spec, &error));
  g_assert_error (error, PF_DEPLOYMENT_ERROR, PF_DEPLOYMENT_ERROR_VALUE);
  g_assert_cmpint (spec.fraction.e12, ==, 250000000000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/deployment-text/every-item", test_every_item);
  g_test_add_func ("/pf/deployment-text/defaults", test_defaults);
  g_test_add_func ("/pf/deployment-text/off", test_off);
  g_test_add_func ("/pf/deployment-text/canonical", test_canonical);
  g_test_add_func ("/pf/deployment-text/round-trip", test_round_trip);
  g_test_add_func ("/pf/deployment-text/refused", test_refused);
  g_test_add_func ("/pf/deployment-text/hostile", test_hostile);
  g_test_add_func ("/pf/deployment-text/length", test_length);
  g_test_add_func ("/pf/deployment-text/normalize", test_normalize);
  g_test_add_func ("/pf/deployment-text/normalize-refused", test_normalize_refused);
  g_test_add_func ("/pf/deployment-text/sizing", test_sizing);
  return g_test_run ();
}
