/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layouts: which fields each record has, in the journal's order. A change here is a change of
 * the file's format: raise PF_JOURNAL_VERSION. */
#include "store/pf-journal-codec.h"

/* A field is as wide as its kind says; the division makes the compiler refuse it otherwise. */
#define SIZE_OF(Type, member) sizeof (((Type *) 0)->member)
#define WIDTH(Type, member, n) ((guint16) ((n) / (SIZE_OF (Type, member) == (n))))
#define FIELD(Type, member, name, KIND, n) \
  { name, PF_FIELD_##KIND, offsetof (Type, member), WIDTH (Type, member, n), 0, NULL }
#define ID(Type, member) FIELD (Type, member, #member, ID, 8)
#define INT64(Type, member) FIELD (Type, member, #member, INT64, 8)
#define UINT32(Type, member) FIELD (Type, member, #member, UINT32, 4)
#define INT32(Type, member) FIELD (Type, member, #member, INT32, 4)
#define DECIMAL(Type, member) FIELD (Type, member, #member, DECIMAL, 16)
#define RATE(Type, member) FIELD (Type, member, #member, RATE, 8)
#define TEXT(Type, member, n) FIELD (Type, member, #member, TEXT, n)
#define ENUM(Type, member, n, names) \
  { #member, PF_FIELD_ENUM, offsetof (Type, member), WIDTH (Type, member, 4), n, names }
#define SWITCH(Type, member) \
  { #member, PF_FIELD_SWITCH, offsetof (Type, member), WIDTH (Type, member, 4), 2, NULL }

#define NAMES(function, Enum) \
  static const char *function##_of (guint value) { return function ((Enum) value); }
NAMES (pf_side_name, PfSide)
NAMES (pf_order_type_name, PfOrderType)
NAMES (pf_order_status_name, PfOrderStatus)
NAMES (pf_reason_name, PfReason)
NAMES (pf_refusal_reason_name, PfRefusalReason)
NAMES (pf_deployment_status_name, PfDeploymentStatus)

#define N_SIDES (PF_SIDE_SELL + 1)
#define N_TYPES (PF_ORDER_TYPE_TAKE_PROFIT + 1)
#define N_TIFS (PF_TIF_FOK + 1)
#define N_THENS (PF_THEN_SELL + 1)

static const PfField account_fields[] = {
  DECIMAL (PfRecord, account.initial),
};

static const PfField deployment_fields[] = {
  ID (PfRecord, deployment.id),
  DECIMAL (PfRecord, deployment.base_equity),
  FIELD (PfRecord, deployment.spec, "deployment.spec", SPEC, sizeof (PfDeploymentSpec)),
};

static const PfField status_fields[] = {
  ID (PfRecord, status.id),
  ENUM (PfRecord, status.status, PF_N_DEPLOYMENT_STATUSES, pf_deployment_status_name_of),
  ENUM (PfRecord, status.reason, PF_N_REFUSALS, pf_refusal_reason_name_of),
  INT64 (PfRecord, status.lifts_ns),
  TEXT (PfRecord, status.sentence, PF_SENTENCE_MAX),
};

static const PfField order_fields[] = {
  ID (PfOrder, id),
  TEXT (PfOrder, client_order_id, PF_ORDER_ID_TEXT_MAX),
  TEXT (PfOrder, venue_order_id, PF_ORDER_ID_TEXT_MAX),
  ID (PfOrder, deployment_id),
  UINT32 (PfOrder, instrument),
  ENUM (PfOrder, side, N_SIDES, pf_side_name_of),
  ENUM (PfOrder, type, N_TYPES, pf_order_type_name_of),
  ENUM (PfOrder, tif, N_TIFS, NULL),
  ENUM (PfOrder, status, PF_N_ORDER_STATUSES, pf_order_status_name_of),
  ENUM (PfOrder, reason, PF_N_REASONS, pf_reason_name_of),
  ENUM (PfOrder, then, N_THENS, NULL),
  SWITCH (PfOrder, reduce_only),
  SWITCH (PfOrder, cut_to_cash),
  DECIMAL (PfOrder, quantity),
  DECIMAL (PfOrder, filled),
  DECIMAL (PfOrder, filled_notional),
  DECIMAL (PfOrder, fees),
  DECIMAL (PfOrder, limit_price),
  DECIMAL (PfOrder, trigger_price),
  DECIMAL (PfOrder, decided_price),
  INT64 (PfOrder, ts_created_ns),
  INT64 (PfOrder, ts_updated_ns),
};

static const PfField change_fields[] = {
  ID (PfRecord, change.order_id),
  ENUM (PfRecord, change.event, PF_N_ORDER_EVENTS, NULL),
  TEXT (PfRecord, change.venue_order_id, PF_ORDER_ID_TEXT_MAX),
  TEXT (PfRecord, change.sentence, PF_SENTENCE_MAX),
};

static const PfField fill_fields[] = {
  ID (PfFill, order_id),
  ID (PfFill, deployment_id),
  UINT32 (PfFill, instrument),
  TEXT (PfFill, trade_id, PF_TRADE_ID_TEXT_MAX),
  ENUM (PfFill, side, N_SIDES, pf_side_name_of),
  DECIMAL (PfFill, price),
  DECIMAL (PfFill, quantity),
  DECIMAL (PfFill, fee),
  ENUM (PfFill, reason, PF_N_REASONS, pf_reason_name_of),
  INT64 (PfFill, ts_ns),
};

static const PfField trade_fields[] = {
  ID (PfTrade, id),
  ID (PfTrade, deployment_id),
  UINT32 (PfTrade, instrument),
  ENUM (PfTrade, side, N_SIDES, pf_side_name_of),
  DECIMAL (PfTrade, quantity),
  DECIMAL (PfTrade, entry_price),
  DECIMAL (PfTrade, exit_price),
  DECIMAL (PfTrade, fees),
  DECIMAL (PfTrade, pnl),
  RATE (PfTrade, pnl_rate),
  ENUM (PfTrade, reason, PF_N_REASONS, pf_reason_name_of),
  INT64 (PfTrade, ts_entry_ns),
  INT64 (PfTrade, ts_exit_ns),
};

static const PfField refusal_fields[] = {
  ID (PfRefusal, id),
  ENUM (PfRefusal, reason, PF_N_REFUSALS, pf_refusal_reason_name_of),
  ID (PfRefusal, deployment_id),
  INT32 (PfRefusal, instrument),
  ID (PfRefusal, order_id),
  TEXT (PfRefusal, value, PF_DECIMAL_TEXT_MAX),
  TEXT (PfRefusal, limit, PF_DECIMAL_TEXT_MAX),
  TEXT (PfRefusal, sentence, PF_SENTENCE_MAX),
  INT64 (PfRefusal, ts_ns),
};

static const PfField latch_fields[] = {
  SWITCH (PfRecord, latch.set),
  TEXT (PfRecord, latch.sentence, PF_SENTENCE_MAX),
};

static const PfField bar_seen_fields[] = {
  ID (PfRecord, bar_seen.deployment_id),
  UINT32 (PfRecord, bar_seen.instrument),
  INT64 (PfRecord, bar_seen.ts_open_ns),
};

static const PfField equity_fields[] = {
  ID (PfRecord, equity.deployment_id),
  INT64 (PfRecord, equity.day),
  DECIMAL (PfRecord, equity.day_start),
  DECIMAL (PfRecord, equity.equity),
  DECIMAL (PfRecord, equity.peak),
};

static const PfField position_fields[] = {
  ID (PfPosition, deployment_id),
  UINT32 (PfPosition, instrument),
  DECIMAL (PfPosition, quantity),
  DECIMAL (PfPosition, entry_notional),
  DECIMAL (PfPosition, entry_fees),
  INT64 (PfPosition, ts_opened_ns),
  DECIMAL (PfPosition, trip_entry_quantity),
  DECIMAL (PfPosition, trip_entry_notional),
  DECIMAL (PfPosition, trip_exit_notional),
  DECIMAL (PfPosition, trip_entry_price),
  DECIMAL (PfPosition, trip_exit_price),
  DECIMAL (PfPosition, trip_fees),
  DECIMAL (PfPosition, realised),
  DECIMAL (PfPosition, fees),
};

#define LAYOUT(name, Type, offset, fields) \
  { name, offset, sizeof (Type), fields, G_N_ELEMENTS (fields) }

static const PfLayout record_layouts[] = {
  [PF_RECORD_ACCOUNT] = LAYOUT ("account", PfRecord, 0, account_fields),
  [PF_RECORD_DEPLOYMENT] = LAYOUT ("deployment", PfRecord, 0, deployment_fields),
  [PF_RECORD_DEPLOYMENT_STATUS] = LAYOUT ("status", PfRecord, 0, status_fields),
  [PF_RECORD_ORDER] = LAYOUT ("order", PfOrder, offsetof (PfRecord, order), order_fields),
  [PF_RECORD_ORDER_CHANGE] = LAYOUT ("change", PfRecord, 0, change_fields),
  [PF_RECORD_FILL] = LAYOUT ("fill", PfFill, offsetof (PfRecord, fill), fill_fields),
  [PF_RECORD_TRADE] = LAYOUT ("trade", PfTrade, offsetof (PfRecord, trade), trade_fields),
  [PF_RECORD_REFUSAL] = LAYOUT ("refusal", PfRefusal, offsetof (PfRecord, refusal), refusal_fields),
  [PF_RECORD_LATCH] = LAYOUT ("latch", PfRecord, 0, latch_fields),
  [PF_RECORD_BAR_SEEN] = LAYOUT ("bar_seen", PfRecord, 0, bar_seen_fields),
  [PF_RECORD_EQUITY] = LAYOUT ("equity", PfRecord, 0, equity_fields),
};
G_STATIC_ASSERT (G_N_ELEMENTS (record_layouts) == PF_N_RECORDS);

/* A struct that grew has a field that the journal does not keep yet: give it a place above, a
 * column in the schema, and raise PF_JOURNAL_VERSION. */
G_STATIC_ASSERT (sizeof (PfOrder) == 272);
G_STATIC_ASSERT (sizeof (PfFill) == 128);
G_STATIC_ASSERT (sizeof (PfTrade) == 144);
G_STATIC_ASSERT (sizeof (PfRefusal) == 344);
G_STATIC_ASSERT (sizeof (PfPosition) == 224);

static const PfLayout position_layout = LAYOUT ("position", PfPosition, 0, position_fields);

const PfLayout *
pf_record_layout (PfRecordType type)
{
  g_assert ((guint) type < PF_N_RECORDS);
  return &record_layouts[type];
}

const PfLayout *
pf_position_layout (void)
{
  return &position_layout;
}
