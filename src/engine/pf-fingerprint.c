/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/pf-fingerprint.h"

#include <string.h>

struct _PfFingerprint
{
  GChecksum *checksum;
};

PfFingerprint *
pf_fingerprint_new (void)
{
  PfFingerprint *self = g_new0 (PfFingerprint, 1);

  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  return self;
}

PfFingerprint *
pf_fingerprint_copy (const PfFingerprint *self)
{
  PfFingerprint *copy = g_new0 (PfFingerprint, 1);

  copy->checksum = g_checksum_copy (self->checksum);
  return copy;
}

void
pf_fingerprint_free (PfFingerprint *self)
{
  if (self == NULL)
    return;
  g_checksum_free (self->checksum);
  g_free (self);
}

void
pf_fingerprint_add (PfFingerprint *self, const PfFill *fill)
{
  char time[PF_TIME_TEXT_MAX];
  char quantity[PF_DECIMAL_TEXT_MAX];
  char price[PF_DECIMAL_TEXT_MAX];
  char fee[PF_DECIMAL_TEXT_MAX];
  char line[PF_TIME_TEXT_MAX + 3 * PF_DECIMAL_TEXT_MAX + 8];
  int length;

  length = g_snprintf (line, sizeof line, "%s,%s,%s,%s,%s\n",
                       pf_time_print (fill->ts_ns, time), pf_side_name (fill->side),
                       pf_decimal_print (fill->quantity.e18, PF_DECIMALS, quantity),
                       pf_decimal_print (fill->price.e18, PF_DECIMALS, price),
                       pf_decimal_print (fill->fee.e18, PF_DECIMALS, fee));
  g_assert (length > 0 && length < (int) sizeof line);
  g_checksum_update (self->checksum, (const guchar *) line, length);
}

char *
pf_fingerprint_to_string (const PfFingerprint *self)
{
  /* asking a GChecksum closes it */
  g_autoptr (PfFingerprint) copy = pf_fingerprint_copy (self);

  return g_strdup (g_checksum_get_string (copy->checksum));
}
