/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/pf-decimal.h"

G_BEGIN_DECLS

#define PF_SYMBOL_MAX 24
#define PF_ASSET_MAX 12
#define PF_INSTRUMENTS_MAX 1024

/* What can be traded and in which grain. Plain struct, copied by value. */
typedef struct
{
  char symbol[PF_SYMBOL_MAX];
  char base[PF_ASSET_MAX];
  char quote[PF_ASSET_MAX];
  guint8 price_decimals;      /* a bar's mantissas count 10^-price_decimals ("points") */
  guint8 quantity_decimals;   /* digits shown */
  PfPrice tick;
  PfQuantity step;
  PfQuantity min_quantity;
  PfQuantity max_quantity;
  PfMoney min_notional;       /* 0: none */
  PfRate maintenance_rate;    /* margin below which an account is liquidated, of the notional */
} PfInstrument;

/* A bounded table of instruments; its index is the instrument's number everywhere else. */
typedef struct
{
  guint n;
  PfInstrument *items;        /* owned by the table */
} PfInstruments;

PfInstruments *pf_instruments_new (void);
PfInstruments *pf_instruments_copy (const PfInstruments *self);
void pf_instruments_free (PfInstruments *self);
/* the new instrument's number; asserts on a duplicate symbol or a full table */
guint pf_instruments_add (PfInstruments *self, const PfInstrument *instrument);
/* the number, or -1 when there is none */
int pf_instruments_find (const PfInstruments *self, const char *symbol);
static inline const PfInstrument *
pf_instruments_get (const PfInstruments *self, guint number)
{
  g_assert (number < self->n);
  return &self->items[number];
}

/* An instrument of which nothing is known but its name: step 1e-8, tick 10^-price_decimals, no
 * minimum. Used for bars from a file. */
PfInstrument pf_instrument_unknown (const char *symbol, guint price_decimals);
/* letters, digits, '-', '_', '/', '.', 1 to PF_SYMBOL_MAX - 1 of them */
gboolean pf_symbol_is_valid (const char *symbol);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfInstruments, pf_instruments_free)

G_END_DECLS
