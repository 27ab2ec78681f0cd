/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/pf-record.h"

static const struct
{
  const char *name;
  gboolean waits;
} types[PF_N_RECORDS] = {
  [PF_RECORD_ACCOUNT] = { "account", TRUE },
  [PF_RECORD_DEPLOYMENT] = { "deployment", TRUE },
  [PF_RECORD_DEPLOYMENT_STATUS] = { "deployment_status", TRUE },
  [PF_RECORD_ORDER] = { "order", TRUE },
  [PF_RECORD_ORDER_CHANGE] = { "order_change", FALSE },
  [PF_RECORD_FILL] = { "fill", FALSE },
  [PF_RECORD_TRADE] = { "trade", FALSE },
  [PF_RECORD_REFUSAL] = { "refusal", FALSE },
  [PF_RECORD_LATCH] = { "latch", TRUE },
  [PF_RECORD_BAR_SEEN] = { "bar_seen", FALSE },
  [PF_RECORD_EQUITY] = { "equity", FALSE },
};

gboolean
pf_record_waits_for_disk (const PfRecord *self)
{
  g_assert ((guint) self->type < PF_N_RECORDS);
  /* A close or a stop is harmless when repeated: it never waits. */
  if (self->type == PF_RECORD_ORDER && self->order.reduce_only)
    return FALSE;
  return types[self->type].waits;
}

const char *
pf_record_type_name (PfRecordType type)
{
  g_assert ((guint) type < PF_N_RECORDS);
  return types[type].name;
}
