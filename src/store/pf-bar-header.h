/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the columns of a candle file hold, read from its header. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PF_BAR_COLUMNS_MAX 1024

typedef enum
{
  PF_COLUMN_OTHER,
  PF_COLUMN_TIME,
  PF_COLUMN_OPEN,
  PF_COLUMN_HIGH,
  PF_COLUMN_LOW,
  PF_COLUMN_CLOSE,
  PF_COLUMN_VOLUME,
  PF_N_COLUMNS,
} PfColumn;

typedef struct
{
  guint n;
  guint8 roles[PF_BAR_COLUMNS_MAX];     /* of PfColumn, each but OTHER at most once */
  gboolean time_is_close;
  gboolean time_in_ms;                  /* the name says so: never seconds */
  guint n_found;                        /* of the six that are needed */
} PfBarHeader;

/* Reads a line as if it were the header. */
void pf_bar_header_read (PfBarHeader *self, const char *line, const char *end);
/* The columns of the kline archive, which has no header. */
void pf_bar_header_set_archive (PfBarHeader *self);
/* Is this a line of the kline archive? */
gboolean pf_bar_header_is_archive (const char *line, const char *end);
/* "open, high" (transfer full): the needed columns that are not there */
char *pf_bar_header_missing (const PfBarHeader *self);
const char *pf_column_name (PfColumn column);

G_END_DECLS
