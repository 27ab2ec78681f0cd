/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/pf-instrument.h"

#include <string.h>

PfInstruments *
pf_instruments_new (void)
{
  return g_new0 (PfInstruments, 1);
}

PfInstruments *
pf_instruments_copy (const PfInstruments *self)
{
  PfInstruments *copy = pf_instruments_new ();

  for (guint i = 0; i < self->n; i++)
    pf_instruments_add (copy, &self->items[i]);
  return copy;
}

void
pf_instruments_free (PfInstruments *self)
{
  if (self == NULL)
    return;
  g_free (self->items);
  g_free (self);
}

guint
pf_instruments_add (PfInstruments *self, const PfInstrument *instrument)
{
  g_assert (self->n < PF_INSTRUMENTS_MAX);
  g_assert (pf_symbol_is_valid (instrument->symbol));
  g_assert (pf_instruments_find (self, instrument->symbol) < 0);
  g_assert (instrument->step.e18 > 0 && instrument->tick.e18 > 0);
  self->items = g_renew (PfInstrument, self->items, self->n + 1);
  self->items[self->n] = *instrument;
  return self->n++;
}

int
pf_instruments_find (const PfInstruments *self, const char *symbol)
{
  for (guint i = 0; i < self->n; i++)
    if (strcmp (self->items[i].symbol, symbol) == 0)
      return (int) i;
  return -1;
}

PfInstrument
pf_instrument_unknown (const char *symbol, guint price_decimals)
{
  PfInstrument instrument = { .price_decimals = (guint8) price_decimals, .quantity_decimals = 8 };

  g_assert (pf_symbol_is_valid (symbol) && price_decimals <= PF_DECIMALS);
  g_strlcpy (instrument.symbol, symbol, sizeof instrument.symbol);
  g_strlcpy (instrument.base, symbol, sizeof instrument.base);
  if (strlen (symbol) > 4 && g_str_has_suffix (symbol, "USDT"))
    {
      g_strlcpy (instrument.base, symbol, MIN (sizeof instrument.base, strlen (symbol) - 4 + 1));
      g_strlcpy (instrument.quote, "USDT", sizeof instrument.quote);
    }
  instrument.tick = pf_price_from_points (1, price_decimals);
  instrument.step = (PfQuantity){ pf_price_from_points (1, 8).e18 };
  instrument.min_quantity = instrument.step;
  return instrument;
}

gboolean
pf_symbol_is_valid (const char *symbol)
{
  gsize length = strlen (symbol);

  if (length == 0 || length >= PF_SYMBOL_MAX)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (symbol[i]) && strchr ("-_/.", symbol[i]) == NULL)
      return FALSE;
  return TRUE;
}
