/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rig.h"

#include <string.h>

static PfInstruments *
two_instruments (void)
{
  PfInstruments *instruments = pf_instruments_new ();
  const char *const symbols[] = { "AAAUSDT", "BBBUSDT" };

  for (guint i = 0; i < G_N_ELEMENTS (symbols); i++)
    {
      PfInstrument instrument = pf_instrument_unknown (symbols[i], 2);
      g_assert_true (pf_quantity_parse ("0.001", &instrument.step, NULL));
      instrument.min_notional = pf_money_from_int (5);
      pf_instruments_add (instruments, &instrument);
    }
  return instruments;
}

void
rig_init_with (Rig *rig, const PfEngineConfig *config)
{
  g_autoptr (PfInstruments) instruments = two_instruments ();

  memset (rig, 0, sizeof *rig);
  rig->engine = pf_engine_new (config, instruments);
  rig->records = g_array_new (FALSE, FALSE, sizeof (PfRecord));
  rig->submits = g_array_new (FALSE, FALSE, sizeof (guint64));
  rig->cancels = g_array_new (FALSE, FALSE, sizeof (guint64));
  rig->queries = g_array_new (FALSE, FALSE, sizeof (guint64));
  rig->alarms = g_ptr_array_new_with_free_func (g_free);
  rig->now_ns = RIG_DAY_NS;
  rig->next_trade_id = 1;
}

void
rig_init (Rig *rig)
{
  PfEngineConfig config;

  pf_engine_config_init (&config);
  rig_init_with (rig, &config);
  rig_ready (rig);
}

void
rig_clear (Rig *rig)
{
  pf_engine_free (rig->engine);
  g_array_unref (rig->records);
  g_array_unref (rig->submits);
  g_array_unref (rig->cancels);
  g_array_unref (rig->queries);
  g_ptr_array_unref (rig->alarms);
}

static void
sort_outbox (Rig *rig)
{
  guint n;
  const PfOut *outs = pf_engine_outbox (rig->engine, &n);

  for (guint i = 0; i < n; i++)
    switch (outs[i].type)
      {
      case PF_OUT_RECORD:
        g_array_append_val (rig->records, outs[i].record);
        break;
      case PF_OUT_SUBMIT:
        /* its intent is in the journal before it */
        g_assert_cmpuint (rig_last (rig, PF_RECORD_ORDER)->order.id, >=, outs[i].order_id);
        g_array_append_val (rig->submits, outs[i].order_id);
        break;
      case PF_OUT_CANCEL:
        g_array_append_val (rig->cancels, outs[i].order_id);
        break;
      case PF_OUT_QUERY:
        g_array_append_val (rig->queries, outs[i].order_id);
        break;
      case PF_OUT_REPLY:
        rig->reply = outs[i].reply;
        break;
      case PF_OUT_ALARM:
        g_ptr_array_add (rig->alarms, g_strdup (outs[i].sentence));
        break;
      case PF_OUT_WAKE:
        g_assert_cmpint (outs[i].wake_ns, >=, 0);
        break;
      default:
        g_assert_not_reached ();
      }
  pf_engine_outbox_clear (rig->engine);
}

void
rig_push (Rig *rig, const PfEvent *event)
{
  g_assert_true (pf_engine_push (rig->engine, event));
  pf_engine_drain (rig->engine);
  sort_outbox (rig);
}

void
rig_ready (Rig *rig)
{
  PfEvent event
      = { .type = PF_EVENT_DESK, .ts_ns = rig->now_ns, .desk = { PF_DESK_WORD_READY, "" } };

  rig_push (rig, &event);
}

gboolean
rig_command (Rig *rig, PfCommandType type, guint64 deployment)
{
  PfEvent event = { .type = PF_EVENT_COMMAND, .ts_ns = rig->now_ns,
                    .command = { .type = type, .request_id = 7, .deployment_id = deployment } };

  memset (&rig->reply, 0, sizeof rig->reply);
  rig_push (rig, &event);
  g_assert_cmpuint (rig->reply.request_id, ==, 7);
  g_assert_cmpint (rig->reply.ok, ==, rig->reply.sentence[0] == '\0');
  return rig->reply.ok;
}

guint64
rig_deploy (Rig *rig, const char *text)
{
  g_autoptr (GError) error = NULL;
  PfDeploymentSpec spec;
  PfEvent event = { .type = PF_EVENT_COMMAND, .ts_ns = rig->now_ns,
                    .command = { .type = PF_COMMAND_DEPLOY, .request_id = 7, .spec = &spec } };

  g_assert_true (pf_deployment_spec_parse (text, &spec, &error));
  g_assert_no_error (error);
  if (spec.timeframe_ns == 0)
    spec.timeframe_ns = PF_NS_PER_MINUTE;
  rig_push (rig, &event);
  return rig->reply.ok ? rig->reply.deployment_id : 0;
}

void
rig_bar_of (Rig *rig, guint32 instrument, gint64 price)
{
  PfEvent event = { .type = PF_EVENT_BAR,
                    .bar = { .instrument = instrument, .timeframe_ns = PF_NS_PER_MINUTE } };

  event.bar.bar = (PfBar){ rig->now_ns, price * 100, price * 100, price * 100, price * 100, 1.0 };
  rig->now_ns += PF_NS_PER_MINUTE;
  event.ts_ns = rig->now_ns;
  rig_push (rig, &event);
}

void
rig_bar (Rig *rig, gint64 price)
{
  rig_bar_of (rig, 0, price);
}

void
rig_mark (Rig *rig, gint64 price)
{
  PfEvent event = { .type = PF_EVENT_MARK, .ts_ns = rig->now_ns, .mark = { 0, price * 100 } };

  rig_push (rig, &event);
}

void
rig_time (Rig *rig, gint64 forward_ns)
{
  PfEvent event = { .type = PF_EVENT_TIME };

  rig->now_ns += forward_ns;
  event.ts_ns = rig->now_ns;
  rig_push (rig, &event);
}

void
rig_word (Rig *rig, guint64 order, PfOrderEvent word, const char *sentence)
{
  PfEvent event = { .type = PF_EVENT_ORDER, .ts_ns = rig->now_ns,
                    .order = { .order_id = order, .event = word, .sentence = sentence } };

  rig_push (rig, &event);
}

static guint64
take_submit (Rig *rig)
{
  guint64 id;

  g_assert_cmpuint (rig->submits->len, >, 0);
  id = g_array_index (rig->submits, guint64, 0);
  g_array_remove_index (rig->submits, 0);
  return id;
}

guint64
rig_accept (Rig *rig)
{
  guint64 id = take_submit (rig);

  rig_word (rig, id, PF_ORDER_EVENT_ACCEPT, "");
  return id;
}

void
rig_fill_order (Rig *rig, guint64 id, const char *price, const char *trade_id, const char *quantity)
{
  const PfOrder *order = pf_engine_order (rig->engine, id);
  PfFill fill = { .order_id = id, .deployment_id = order->deployment_id,
                  .instrument = order->instrument, .side = order->side,
                  .quantity = pf_order_remaining (order), .ts_ns = rig->now_ns };
  PfEvent event = { .type = PF_EVENT_FILL, .ts_ns = rig->now_ns, .fill = &fill };

  g_assert_true (pf_price_parse (price, &fill.price, NULL));
  if (quantity != NULL)
    g_assert_true (pf_quantity_parse (quantity, &fill.quantity, NULL));
  if (trade_id != NULL)
    g_strlcpy (fill.trade_id, trade_id, sizeof fill.trade_id);
  else
    g_snprintf (fill.trade_id, sizeof fill.trade_id, "%u", rig->next_trade_id++);
  rig_push (rig, &event);
}

guint64
rig_fill (Rig *rig, const char *price)
{
  guint64 id = rig_accept (rig);

  rig_fill_order (rig, id, price, NULL, NULL);
  return id;
}

const PfDeploymentState *
rig_deployment (Rig *rig, guint64 id)
{
  const PfDeploymentState *deployment = pf_engine_deployment (rig->engine, id);

  g_assert_nonnull (deployment);
  return deployment;
}

guint
rig_count (const Rig *rig, PfRecordType type)
{
  guint n = 0;

  for (guint i = 0; i < rig->records->len; i++)
    n += g_array_index (rig->records, PfRecord, i).type == type;
  return n;
}

const PfRecord *
rig_last (const Rig *rig, PfRecordType type)
{
  for (guint i = rig->records->len; i > 0; i--)
    if (g_array_index (rig->records, PfRecord, i - 1).type == type)
      return &g_array_index (rig->records, PfRecord, i - 1);
  g_assert_not_reached ();
}

void
rig_assert_recovers (Rig *rig)
{
  g_autoptr (PfInstruments) instruments = two_instruments ();
  g_autoptr (PfEngine) other = NULL;
  g_autofree char *expected = pf_engine_dump (rig->engine);
  g_autofree char *got = NULL;
  PfEngineConfig config;

  pf_engine_config_init (&config);
  other = pf_engine_new (&config, instruments);
  for (guint i = 0; i < rig->records->len; i++)
    pf_engine_restore (other, &g_array_index (rig->records, PfRecord, i));
  got = pf_engine_dump (other);
  g_assert_cmpstr (got, ==, expected);
}
