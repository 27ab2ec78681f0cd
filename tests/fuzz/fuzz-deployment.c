/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of a deployment: what is read is printed in its one form, and read again as the same. */
#include "fuzz.h"

#include "model/pf-deployment.h"

const char *const fuzz_seeds[] = {
  "sma_cross",
  "golden_cross_momentum,symbol=BTCUSDT,timeframe=5m",
  "sma_cross,symbol=BTCUSDT+ETHUSDT,timeframe=4h,direction=both,sizing=units=1,profile=none",
  "sma_cross,sizing=fraction=0.5,stop_loss=2,take_profit=5.25,fast=10,slow=30",
  "volume_breakout,profile=standard,max_position=3,max_open_positions=4,daily_loss=1,drawdown=7.5",
  "x,profile=none,sizing=position,max_position=5,daily_loss=0,a=1e-300,b=-0.1,c=0x1p3,d=nan",
  "rsi_reversion,profile=engine,direction=short,stop_loss=0,length=14,low=30,high=70.5",
  NULL
};

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  PfDeploymentSpec spec;

  if (pf_deployment_spec_parse (text, &spec, &error))
    {
      g_autofree char *printed = pf_deployment_spec_print (&spec);
      g_autofree char *printed_again = NULL;
      PfDeploymentSpec again;

      g_assert_no_error (error);
      g_assert_true (pf_deployment_spec_parse (printed, &again, NULL));
      g_assert_true (pf_deployment_spec_equal (&spec, &again));
      printed_again = pf_deployment_spec_print (&again);
      g_assert_cmpstr (printed_again, ==, printed);
    }
  else
    {
      g_assert_nonnull (error);
      g_assert_true (error->domain == PF_DEPLOYMENT_ERROR);
      g_assert_cmpuint (strlen (error->message), >, 0);
      g_assert_cmpuint (strlen (error->message), <, 600);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
  return 0;
}
