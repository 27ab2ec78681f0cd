/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Start-up is recovery; there is no other way to start.
 *
 *   journal -> engine      every record, in order
 *   feed to the cursor     the last prices, to engine and venue: before the positions that they
 *                          value, and without asking the limits, which were asked when they came
 *   engine -> venue        cash, positions and live orders: the paper venue lives in our journal
 *   past -> strategies     the bars they saw, up to the last one they acted on
 *   READY                  then every order without an end is asked for
 *
 * An intent that is PENDING in the journal is at the paper venue: nothing else could have kept it,
 * and the venue never told a fill that the journal does not have. One that the kill latch would
 * stop today is not put back; the venue does not know it, and so it ends as never sent.
 */
#include "desk/pf-desk-core.h"

static void
restore (const PfRecord *record, gpointer user_data)
{
  PfDeskCore *self = user_data;

  pf_engine_restore (self->engine, record);
}

/* A damaged journal is put aside; the caller begins anew, since what the engine has by now is the
 * first part of a story that cannot be trusted. */
static gboolean
replay_journal (PfDeskCore *self, char **note, GError **error)
{
  GError *problem = NULL;
  g_autofree char *name = NULL;
  guint64 n = 0;

  if (pf_journal_replay (self->journal, restore, self, &n, &problem))
    return TRUE;
  if (g_error_matches (problem, PF_JOURNAL_ERROR, PF_JOURNAL_ERROR_CORRUPT))
    {
      g_autoptr (GError) stuck = NULL;
      if (!pf_journal_set_aside (&self->journal, &name, &stuck))
        {
          g_error_free (problem);
          g_propagate_error (error, g_steal_pointer (&stuck));
          return FALSE;
        }
      g_free (*note);
      *note = g_strdup_printf ("The journal was damaged. It is kept as %s; this desk begins anew.",
                               name);
    }
  g_propagate_error (error, problem);
  return FALSE;
}

static void
restore_venue (PfDeskCore *self)
{
  gboolean latched = pf_engine_latch (self->engine, NULL);

  pf_matcher_restore_account (self->matcher, pf_engine_account (self->engine)->cash,
                              pf_engine_n_fills (self->engine) + 1);
  for (guint i = 0; i < pf_engine_n_deployments (self->engine); i++)
    {
      const PfDeploymentState *deployment = pf_engine_deployment_at (self->engine, i);
      for (guint j = 0; j < deployment->n_legs; j++)
        if (deployment->legs[j].position.quantity.e18 != 0)
          pf_matcher_restore_position (self->matcher, &deployment->legs[j].position);
    }
  for (guint i = 0; i < pf_engine_n_orders (self->engine); i++)
    {
      const PfOrder *order = pf_engine_order_at (self->engine, i);
      if (!latched || order->reduce_only)
        pf_matcher_restore_order (self->matcher, order);
    }
}

void
pf_desk_core_warm_up (PfDeskCore *self, const PfDeploymentState *deployment)
{
  gint64 timeframe_ns = deployment->spec.timeframe_ns;

  for (guint i = 0; i < deployment->n_legs; i++)
    {
      const PfLeg *leg = &deployment->legs[i];
      /* Made in the middle of a second, it has the bars of an instrument that is behind to come. */
      gint64 until_ns = leg->last_bar_ns != PF_TIME_NONE
                            ? leg->last_bar_ns + timeframe_ns
                            : MIN (deployment->ts_created_ns,
                                   pf_feed_played_of (self->feed, leg->instrument));
      g_autoptr (PfBarSeries) past
          = pf_feed_past (self->feed, leg->instrument, timeframe_ns, deployment->ts_created_ns,
                          until_ns);
      for (guint b = 0; b < pf_bar_series_length (past); b++)
        pf_engine_warm_up (self->engine, deployment->id, leg->instrument,
                           pf_bar_series_get (past, b));
    }
}

static void
go_to_cursor (PfDeskCore *self)
{
  const PfInstruments *instruments = pf_feed_instruments (self->feed);
  gint64 cursor_ns = pf_journal_get_cursor (self->journal);

  if (cursor_ns == PF_TIME_NONE)
    cursor_ns = pf_feed_start (self->feed);
  pf_feed_seek (self->feed, cursor_ns);
  self->market_ns = MAX (pf_feed_played (self->feed), pf_engine_time (self->engine));
  for (guint32 i = 0; i < instruments->n; i++)
    {
      gint64 points = pf_feed_price (self->feed, i);
      guint decimals = pf_instruments_get (instruments, i)->price_decimals;
      if (points <= 0)
        continue;
      pf_engine_restore_mark (self->engine, i, points);
      pf_matcher_close (self->matcher, i, pf_price_from_points (points, decimals), self->market_ns);
    }
}

gboolean
pf_desk_core_recover (PfDeskCore *self, char **note, GError **error)
{
  PfEvent ready = { .type = PF_EVENT_DESK, .desk = { PF_DESK_WORD_READY, "" } };
  g_autoptr (GArray) unsettled = g_array_new (FALSE, FALSE, sizeof (guint64));

  if (!replay_journal (self, note, error))
    return FALSE;
  go_to_cursor (self);
  restore_venue (self);
  for (guint i = 0; i < pf_engine_n_deployments (self->engine); i++)
    {
      const PfDeploymentState *deployment = pf_engine_deployment_at (self->engine, i);
      if (deployment->status == PF_DEPLOYMENT_STOPPED)
        continue;
      pf_desk_core_open_books (self, deployment->spec.timeframe_ns);
      pf_desk_core_warm_up (self, deployment);
    }
  for (guint i = 0; i < pf_engine_n_orders (self->engine); i++)
    g_array_append_val (unsettled, pf_engine_order_at (self->engine, i)->id);
  ready.ts_ns = self->market_ns;
  pf_desk_core_push (self, &ready);
  for (guint i = 0; i < unsettled->len; i++)
    {
      const PfOrder *order = pf_engine_order (self->engine, g_array_index (unsettled, guint64, i));
      if (order->status == PF_ORDER_PENDING || order->status == PF_ORDER_UNKNOWN)
        self->venue->klass->query (self->venue, order, self->market_ns);
    }
  pf_desk_core_settle (self);
  return TRUE;
}
