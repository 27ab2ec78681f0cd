/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/pf-deploy-request.h"

#include "desk/pf-feed.h"

#include <string.h>

static PfFeed *
market (void)
{
  return pf_feed_new_practice (1, 1700000000 / 60 * 60 * PF_NS_PER_SECOND);
}

static void
check (const char *text, const char *environment, int expected)
{
  g_autoptr (GError) error = NULL;
  PfFeed *feed = market ();
  PfDeploymentSpec spec;
  gboolean read = pf_deploy_request_read (text, environment, pf_feed_instruments (feed), &spec,
                                          &error);

  if (expected < 0)
    {
      g_assert_no_error (error);
      g_assert_true (read);
    }
  else
    {
      g_assert_false (read);
      if (!g_error_matches (error, PF_DESK_ERROR, expected))
        g_error ("'%.80s': %s", text, error->message);
      g_assert_cmpuint (strlen (error->message), >, 10);
      g_assert_cmpuint (strlen (error->message), <, 1600);
      g_assert_null (strchr (error->message, '\n'));
    }
  pf_feed_free (feed);
}

static void
test_passes (void)
{
  check ("sma_cross", "practice", -1);
  check ("sma_cross,fast=5,slow=20,symbol=BTCUSDT+ETHUSDT,profile=standard", "practice", -1);
  check ("golden_cross_momentum", "replay", -1);
}

/* Whatever the spelling, and whatever a desk of some later day may trade: never live from here. */
static void
test_never_live (void)
{
  static const char *const texts[] = {
    "sma_cross,mode=live", "sma_cross,MODE=LIVE", "sma_cross,environment=live", "sma_cross,live=1",
    "sma_cross,live", "live", "live:sma_cross", "sma_cross,account=Live-1", "sma_cross mode = live",
    "sma_cross,mode=\xef\xbd\x8c\xef\xbd\x89\xef\xbd\x96\xef\xbd\x85", "sma_cross,mode=real",
    "sma_cross,symbol=BTCUSDT,mode= live ", "sma_cross,mode=paper+live",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    check (texts[i], "practice", PF_DESK_ERROR_LIVE_NEEDS_THE_WINDOW);
  check ("sma_cross", "live", PF_DESK_ERROR_LIVE_NEEDS_THE_WINDOW);
  check ("sma_cross", "testnet", PF_DESK_ERROR_LIVE_NEEDS_THE_WINDOW);
  check ("sma_cross", "", PF_DESK_ERROR_LIVE_NEEDS_THE_WINDOW);
  /* words that only look like it */
  check ("sma_cross,fast=5,alive=1", "practice", PF_DESK_ERROR_BAD_REQUEST);
  check ("realistic", "practice", PF_DESK_ERROR_UNKNOWN_STRATEGY);
}

static void
test_refusals (void)
{
  static const struct { const char *text; PfDeskError code; } rows[] = {
    { "", PF_DESK_ERROR_BAD_REQUEST },
    { ",", PF_DESK_ERROR_BAD_REQUEST },
    { "sma_cross,", PF_DESK_ERROR_BAD_REQUEST },
    { "sma_cross,fast", PF_DESK_ERROR_BAD_REQUEST },
    { "sma_cross,=5", PF_DESK_ERROR_BAD_REQUEST },
    { "sma_cross,colour=3", PF_DESK_ERROR_BAD_REQUEST },
    { "sma_cross,colour=red", PF_DESK_ERROR_BAD_REQUEST },
    { "sma_cross,fast=5,colour=red", PF_DESK_ERROR_BAD_REQUEST },
    { "\xff\xfe", PF_DESK_ERROR_BAD_REQUEST },
    { "nonsense", PF_DESK_ERROR_UNKNOWN_STRATEGY },
    { "nonsense,fast=3", PF_DESK_ERROR_UNKNOWN_STRATEGY },
    { "sma_cross,symbol=DOGEEUR", PF_DESK_ERROR_UNKNOWN_SYMBOL },
    { "sma_cross,symbol=BTCUSDT+DOGEEUR", PF_DESK_ERROR_UNKNOWN_SYMBOL },
    { "sma_cross,symbol=", PF_DESK_ERROR_BAD_REQUEST },
    { "sma_cross,symbol=BTC USDT", PF_DESK_ERROR_OUT_OF_RANGE },
    { "sma_cross,fast=0", PF_DESK_ERROR_OUT_OF_RANGE },
    { "sma_cross,fast=2.5", PF_DESK_ERROR_OUT_OF_RANGE },
    { "sma_cross,fast=nan", PF_DESK_ERROR_OUT_OF_RANGE },
    { "sma_cross,fast=50,slow=20", PF_DESK_ERROR_OUT_OF_RANGE },
    { "sma_cross,fast=5,fast=6", PF_DESK_ERROR_OUT_OF_RANGE },
    { "sma_cross,profile=yolo", PF_DESK_ERROR_OUT_OF_RANGE },
    { "sma_cross,stop_loss=-1", PF_DESK_ERROR_OUT_OF_RANGE },
  };
  g_autofree char *fits = g_strnfill (PF_DEPLOYMENT_TEXT_MAX - 1, 'a');
  g_autofree char *longer = g_strnfill (PF_DEPLOYMENT_TEXT_MAX, 'a');
  g_autofree char *huge = g_strnfill (10 * 1000 * 1000, ',');

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    check (rows[i].text, "practice", rows[i].code);
  check (fits, "practice", PF_DESK_ERROR_BAD_REQUEST);  /* a name has fewer than 40 letters */
  check (longer, "practice", PF_DESK_ERROR_BAD_REQUEST);
  check (huge, "practice", PF_DESK_ERROR_BAD_REQUEST);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/deploy-request/passes", test_passes);
  g_test_add_func ("/pf/deploy-request/never-live", test_never_live);
  g_test_add_func ("/pf/deploy-request/refusals", test_refusals);
  return g_test_run ();
}
