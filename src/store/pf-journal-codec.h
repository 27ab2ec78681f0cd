/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The text of a record in the journal.
 *
 *   body    = [ field *( " " field ) ]
 *   field   = integer | decimal | text
 *   integer = "0" | ["-"] 1-9 *digit            an enum is its number, a switch 0 or 1
 *   decimal = as pf_decimal_print writes it
 *   text    = length ":" bytes                  so that nothing needs to be escaped
 *
 * Type and time of the record are columns of their own. Which fields a record has, in which order,
 * is told by one table (its layout); the same layouts bind and read the columns of the tables for
 * people.
 *
 * Guarantees
 *  1. Exact: decode (encode (x)) == x for every record, and encode (decode (t)) == t for every text
 *     that decode accepts: there is one text for one record.
 *  2. Decode reads no byte beyond the length, allocates nothing but for a deployment's spec, and
 *     refuses whatever is not that one text: it never repairs.
 *  3. The numbers of enums are what the journal holds: append to those enums, never insert.
 */
#pragma once

#include "model/pf-record.h"

G_BEGIN_DECLS

/* no record is longer */
#define PF_RECORD_TEXT_MAX 4096

typedef enum
{
  PF_FIELD_ID,          /* guint64, at most G_MAXINT64 */
  PF_FIELD_INT64,
  PF_FIELD_UINT32,
  PF_FIELD_INT32,
  PF_FIELD_ENUM,        /* below .bound */
  PF_FIELD_SWITCH,      /* gboolean */
  PF_FIELD_DECIMAL,     /* PfPrice, PfQuantity, PfMoney */
  PF_FIELD_RATE,
  PF_FIELD_TEXT,        /* char[], ends within its size */
  PF_FIELD_SPEC,        /* PfDeploymentSpec, in its own text form */
  PF_N_FIELD_KINDS,
} PfFieldKind;

typedef struct
{
  const char *name;             /* of the column; of a record's own fields, as in the struct */
  PfFieldKind kind;
  guint16 offset;               /* in the layout's struct */
  guint16 size;
  guint16 bound;                /* ENUM: how many */
  const char *(*value_name) (guint value);      /* ENUM: for people, where the model has names */
} PfField;

typedef struct
{
  const char *name;
  gsize offset;                 /* of the struct in a PfRecord; 0 where the layout is not in one */
  gsize size;                   /* of the struct */
  const PfField *fields;
  guint n_fields;
} PfLayout;

/* A layout in a PfRecord; one of the records' types. */
const PfLayout *pf_record_layout (PfRecordType type);
const PfLayout *pf_position_layout (void);

gsize pf_layout_encode (const PfLayout *self, gconstpointer data, char text[PF_RECORD_TEXT_MAX]);
gboolean pf_layout_decode (const PfLayout *self, const char *text, gsize length, gpointer data,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* the text of record into text, with a NUL; returns its length */
gsize pf_record_encode (const PfRecord *record, char text[PF_RECORD_TEXT_MAX]);
gboolean pf_record_decode (PfRecordType type, gint64 ts_ns, const char *text, gsize length,
                           PfRecord *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* of a row: also finds a number that changed without leaving its form */
guint32 pf_record_sum (gint64 seq, gint64 ts_ns, gint64 type, const char *text, gsize length);

G_END_DECLS
