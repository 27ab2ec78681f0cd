/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "object/pf-execution-engine.h"

#include "desk/pf-desk-service.h"
#include "store/pf-journal.h"

#define TRADES_SHOWN_MAX 10000

enum { PROP_0, PROP_STATE, PROP_LATCHED, PROP_N_DEPLOYED, PROP_N_POSITIONS, N_PROPS };
enum { UPDATED, BARS, NOTICE, N_SIGNALS };

struct _PfExecutionEngine
{
  GObject parent_instance;
  PfDesk *desk;
  PfDeskService *service;       /* NULL where there is no session bus */
  GListStore *deployments, *positions, *trades;
  PfDeskBatch *figures;
  guint n_deployed;
  gint64 closed_ns, unseen_since_ns;
};

G_DEFINE_FINAL_TYPE (PfExecutionEngine, pf_execution_engine, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* --- applying a batch ------------------------------------------------------------------------- */

static gboolean
apply_deployment (PfExecutionEngine *self, PfDeploymentRow *row, gint64 now_ns)
{
  g_autoptr (PfDeployment) known = pf_execution_engine_find_deployment (self, row->id);

  if (known == NULL)
    return FALSE;
  pf_deployment_set_now (known, now_ns);
  pf_deployment_take_row (known, row);
  return TRUE;
}

static void
apply_deployments (PfExecutionEngine *self, PfDeskBatch *batch)
{
  self->n_deployed = 0;
  while (batch->deployments->len > 0)
    {
      PfDeploymentRow *row = g_ptr_array_steal_index (batch->deployments, 0);
      self->n_deployed += row->status != PF_DEPLOYMENT_STOPPED;
      if (!apply_deployment (self, row, batch->ts_ns))
        {
          g_autoptr (PfDeployment) made = pf_deployment_new (row);
          pf_deployment_set_now (made, batch->ts_ns);
          g_list_store_insert (self->deployments, 0, made);
        }
    }
}

static gboolean
is_same_position (const PfPositionRow *a, const PfPositionRow *b)
{
  return a->deployment_id == b->deployment_id && a->instrument == b->instrument;
}

/* Rows in both stay where they are; the others leave or are added at the end. */
static void
apply_positions (PfExecutionEngine *self, PfDeskBatch *batch)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->positions)); i > 0; i--)
    {
      g_autoptr (PfPositionItem) item
          = g_list_model_get_item (G_LIST_MODEL (self->positions), i - 1);
      guint found = 0;
      while (found < batch->positions->len
             && !is_same_position (pf_position_item_get_row (item),
                                   g_ptr_array_index (batch->positions, found)))
        found++;
      if (found < batch->positions->len)
        pf_position_item_take_row (item, g_ptr_array_steal_index (batch->positions, found));
      else
        g_list_store_remove (self->positions, i - 1);
    }
  while (batch->positions->len > 0)
    {
      g_autoptr (PfPositionItem) made
          = pf_position_item_new (g_ptr_array_steal_index (batch->positions, 0));
      g_list_store_append (self->positions, made);
    }
}

static void
apply_trades (PfExecutionEngine *self, PfDeskBatch *batch)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n;

  while (batch->trades->len > 0)
    g_ptr_array_add (items, pf_trade_item_new (g_ptr_array_steal_index (batch->trades,
                                                                        batch->trades->len - 1)));
  if (items->len > 0)
    g_list_store_splice (self->trades, 0, 0, items->pdata, items->len);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->trades));
  if (n > TRADES_SHOWN_MAX)
    g_list_store_splice (self->trades, TRADES_SHOWN_MAX, n - TRADES_SHOWN_MAX, NULL, 0);
}

static void
on_batch (PfDeskBatch *batch, gpointer user_data)
{
  PfExecutionEngine *self = user_data;
  guint before[] = { self->n_deployed, g_list_model_get_n_items (G_LIST_MODEL (self->positions)) };
  PfDeskBatch *old = self->figures;
  gboolean state = old->state != batch->state, latched = old->latch != batch->latch;

  pf_desk_service_update (self->service, batch);
  apply_deployments (self, batch);
  apply_positions (self, batch);
  apply_trades (self, batch);
  self->figures = batch;
  if (state)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  if (latched)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LATCHED]);
  if (before[0] != self->n_deployed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_DEPLOYED]);
  if (before[1] != g_list_model_get_n_items (G_LIST_MODEL (self->positions)))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_POSITIONS]);
  pf_desk_batch_free (old);
  g_signal_emit (self, signals[UPDATED], 0);
  if (batch->bars != NULL)
    g_signal_emit (self, signals[BARS], 0, batch->bars);
  for (guint i = 0; i < batch->notices->len; i++)
    g_signal_emit (self, signals[NOTICE], 0, g_ptr_array_index (batch->notices, i));
}

/* --- object ----------------------------------------------------------------------------------- */

static void
pf_execution_engine_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PfExecutionEngine *self = PF_EXECUTION_ENGINE (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_uint (value, self->figures->state);
      break;
    case PROP_LATCHED:
      g_value_set_boolean (value, self->figures->latch);
      break;
    case PROP_N_DEPLOYED:
      g_value_set_uint (value, self->n_deployed);
      break;
    case PROP_N_POSITIONS:
      g_value_set_uint (value, g_list_model_get_n_items (G_LIST_MODEL (self->positions)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pf_execution_engine_dispose (GObject *object)
{
  pf_execution_engine_shut_down (PF_EXECUTION_ENGINE (object));
  G_OBJECT_CLASS (pf_execution_engine_parent_class)->dispose (object);
}

static void
pf_execution_engine_finalize (GObject *object)
{
  PfExecutionEngine *self = PF_EXECUTION_ENGINE (object);

  g_object_unref (self->deployments);
  g_object_unref (self->positions);
  g_object_unref (self->trades);
  pf_desk_batch_free (self->figures);
  G_OBJECT_CLASS (pf_execution_engine_parent_class)->finalize (object);
}

static void
pf_execution_engine_class_init (PfExecutionEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pf_execution_engine_get_property;
  object_class->dispose = pf_execution_engine_dispose;
  object_class->finalize = pf_execution_engine_finalize;
  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_LATCHED] = g_param_spec_boolean ("latched", NULL, NULL, FALSE, flags);
  properties[PROP_N_DEPLOYED]
      = g_param_spec_uint ("n-deployed", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_POSITIONS] = g_param_spec_uint ("n-positions", NULL, NULL, 0, G_MAXUINT, 0,
                                                    flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[UPDATED] = g_signal_new ("updated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[BARS] = g_signal_new ("bars", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[NOTICE] = g_signal_new ("notice", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
pf_execution_engine_init (PfExecutionEngine *self)
{
  self->deployments = g_list_store_new (PF_TYPE_DEPLOYMENT);
  self->positions = g_list_store_new (PF_TYPE_POSITION_ITEM);
  self->trades = g_list_store_new (PF_TYPE_TRADE_ITEM);
  self->figures = pf_desk_batch_empty ();
}

static void
recall_absence (PfExecutionEngine *self, gint64 last_written_ns)
{
  g_autofree char *unseen = pf_desk_recall (self->desk, "unseen-since");

  if (last_written_ns > 0)
    self->closed_ns = MAX (0, g_get_real_time () * 1000 - last_written_ns);
  if (unseen != NULL
      && !g_ascii_string_to_signed (unseen, 10, 0, G_MAXINT64, &self->unseen_since_ns, NULL))
    self->unseen_since_ns = 0;
}

PfExecutionEngine *
pf_execution_engine_new (const char *data_dir, char **note, GError **error)
{
  PfDeskConfig *config = pf_desk_config_new ();

  if (data_dir != NULL)
    {
      g_free (config->data_dir);
      config->data_dir = g_strdup (data_dir);
    }
  return pf_execution_engine_new_with (config, FALSE, note, error);
}

PfExecutionEngine *
pf_execution_engine_new_with (PfDeskConfig *config, gboolean held, char **note, GError **error)
{
  gint64 last_written_ns = pf_journal_last_written_ns (config->data_dir, "practice");
  PfDesk *desk = pf_desk_new (config, note, error);
  g_autoptr (GError) no_bus = NULL;
  PfExecutionEngine *self;

  if (desk == NULL)
    return NULL;
  self = g_object_new (PF_TYPE_EXECUTION_ENGINE, NULL);
  self->desk = desk;
  recall_absence (self, last_written_ns);
  pf_desk_start (desk, held, on_batch, self);
  self->service = pf_desk_service_new (desk, &no_bus);
  if (self->service == NULL)
    g_printerr ("Other programs cannot speak to this desk: %s\n", no_bus->message);
  return self;
}

void
pf_execution_engine_shut_down (PfExecutionEngine *self)
{
  g_clear_pointer (&self->service, pf_desk_service_free);
  g_clear_pointer (&self->desk, pf_desk_free);
}

PfDesk *
pf_execution_engine_get_desk (PfExecutionEngine *self)
{
  return self->desk;
}

GListModel *
pf_execution_engine_get_deployments (PfExecutionEngine *self)
{
  return G_LIST_MODEL (self->deployments);
}

GListModel *
pf_execution_engine_get_positions (PfExecutionEngine *self)
{
  return G_LIST_MODEL (self->positions);
}

GListModel *
pf_execution_engine_get_trades (PfExecutionEngine *self)
{
  return G_LIST_MODEL (self->trades);
}

const PfDeskBatch *
pf_execution_engine_get_figures (PfExecutionEngine *self)
{
  return self->figures;
}

guint
pf_execution_engine_get_n_deployed (PfExecutionEngine *self)
{
  return self->n_deployed;
}

void
pf_execution_engine_watch (PfExecutionEngine *self, guint32 instrument, gint64 timeframe_ns)
{
  if (self->desk != NULL)
    pf_desk_watch (self->desk, instrument, timeframe_ns);
}

const PfInstruments *
pf_execution_engine_get_instruments (PfExecutionEngine *self)
{
  return pf_desk_instruments (self->desk);
}

gint64
pf_execution_engine_get_closed_ns (PfExecutionEngine *self)
{
  return self->closed_ns;
}

gint64
pf_execution_engine_get_unseen_since (PfExecutionEngine *self)
{
  return self->unseen_since_ns;
}

void
pf_execution_engine_set_unseen_since (PfExecutionEngine *self, gint64 ts_ns)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, ts_ns);

  if (ts_ns == self->unseen_since_ns || self->desk == NULL)
    return;
  self->unseen_since_ns = ts_ns;
  pf_desk_remember (self->desk, "unseen-since", text);
}

PfDeployment *
pf_execution_engine_find_deployment (PfExecutionEngine *self, guint64 id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->deployments));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PfDeployment) known = g_list_model_get_item (G_LIST_MODEL (self->deployments), i);
      if (pf_deployment_get_row (known)->id == id)
        return g_steal_pointer (&known);
    }
  return NULL;
}
