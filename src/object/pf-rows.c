/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "object/pf-rows.h"

/* --- deployment ------------------------------------------------------------------------------- */

struct _PfDeployment
{
  GObject parent_instance;
  PfDeploymentRow *row;
  gint64 now_ns;
};

G_DEFINE_FINAL_TYPE (PfDeployment, pf_deployment, G_TYPE_OBJECT)

static void
pf_deployment_finalize (GObject *object)
{
  pf_deployment_row_free (PF_DEPLOYMENT (object)->row);
  G_OBJECT_CLASS (pf_deployment_parent_class)->finalize (object);
}

static void
add_changed (GType type)
{
  g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pf_deployment_class_init (PfDeploymentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_deployment_finalize;
  add_changed (G_TYPE_FROM_CLASS (klass));
}

static void
pf_deployment_init (PfDeployment *self)
{
}

PfDeployment *
pf_deployment_new (PfDeploymentRow *row)
{
  PfDeployment *self = g_object_new (PF_TYPE_DEPLOYMENT, NULL);

  self->row = row;
  return self;
}

const PfDeploymentRow *
pf_deployment_get_row (PfDeployment *self)
{
  return self->row;
}

void
pf_deployment_take_row (PfDeployment *self, PfDeploymentRow *row)
{
  g_assert (row->id == self->row->id);
  pf_deployment_row_free (self->row);
  self->row = row;
  g_signal_emit_by_name (self, "changed");
}

void
pf_deployment_set_now (PfDeployment *self, gint64 ts_ns)
{
  self->now_ns = ts_ns;
}

gint64
pf_deployment_get_now (PfDeployment *self)
{
  return self->now_ns;
}

/* --- position --------------------------------------------------------------------------------- */

struct _PfPositionItem
{
  GObject parent_instance;
  PfPositionRow *row;
};

G_DEFINE_FINAL_TYPE (PfPositionItem, pf_position_item, G_TYPE_OBJECT)

static void
pf_position_item_finalize (GObject *object)
{
  pf_position_row_free (PF_POSITION_ITEM (object)->row);
  G_OBJECT_CLASS (pf_position_item_parent_class)->finalize (object);
}

static void
pf_position_item_class_init (PfPositionItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_position_item_finalize;
  add_changed (G_TYPE_FROM_CLASS (klass));
}

static void
pf_position_item_init (PfPositionItem *self)
{
}

PfPositionItem *
pf_position_item_new (PfPositionRow *row)
{
  PfPositionItem *self = g_object_new (PF_TYPE_POSITION_ITEM, NULL);

  self->row = row;
  return self;
}

const PfPositionRow *
pf_position_item_get_row (PfPositionItem *self)
{
  return self->row;
}

void
pf_position_item_take_row (PfPositionItem *self, PfPositionRow *row)
{
  pf_position_row_free (self->row);
  self->row = row;
  g_signal_emit_by_name (self, "changed");
}

/* --- trade ------------------------------------------------------------------------------------ */

struct _PfTradeItem
{
  GObject parent_instance;
  PfTradeRow *row;
};

G_DEFINE_FINAL_TYPE (PfTradeItem, pf_trade_item, G_TYPE_OBJECT)

static void
pf_trade_item_finalize (GObject *object)
{
  pf_trade_row_free (PF_TRADE_ITEM (object)->row);
  G_OBJECT_CLASS (pf_trade_item_parent_class)->finalize (object);
}

static void
pf_trade_item_class_init (PfTradeItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_trade_item_finalize;
}

static void
pf_trade_item_init (PfTradeItem *self)
{
}

PfTradeItem *
pf_trade_item_new (PfTradeRow *row)
{
  PfTradeItem *self = g_object_new (PF_TYPE_TRADE_ITEM, NULL);

  self->row = row;
  return self;
}

const PfTradeRow *
pf_trade_item_get_row (PfTradeItem *self)
{
  return self->row;
}
