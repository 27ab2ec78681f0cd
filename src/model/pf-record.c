/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/pf-record.h"

#include <string.h>

#define END_OF(member) (G_STRUCT_OFFSET (PfRecord, member) + sizeof (((PfRecord *) NULL)->member))

static const struct
{
  const char *name;
  gboolean waits;
  gsize size;                   /* from the head of the struct */
} types[PF_N_RECORDS] = {
  [PF_RECORD_ACCOUNT] = { "account", TRUE, END_OF (account) },
  [PF_RECORD_DEPLOYMENT] = { "deployment", TRUE, END_OF (deployment) },
  [PF_RECORD_DEPLOYMENT_STATUS] = { "deployment_status", TRUE, END_OF (status) },
  [PF_RECORD_ORDER] = { "order", TRUE, END_OF (order) },
  [PF_RECORD_ORDER_CHANGE] = { "order_change", FALSE, END_OF (change) },
  [PF_RECORD_FILL] = { "fill", FALSE, END_OF (fill) },
  [PF_RECORD_TRADE] = { "trade", FALSE, END_OF (trade) },
  [PF_RECORD_REFUSAL] = { "refusal", FALSE, END_OF (refusal) },
  [PF_RECORD_LATCH] = { "latch", TRUE, END_OF (latch) },
  [PF_RECORD_BAR_SEEN] = { "bar_seen", FALSE, END_OF (bar_seen) },
  [PF_RECORD_EQUITY] = { "equity", FALSE, END_OF (equity) },
};

void
pf_record_copy (PfRecord *to, const PfRecord *from)
{
  g_assert ((guint) from->type < PF_N_RECORDS);
  memcpy (to, from, types[from->type].size);
}

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
