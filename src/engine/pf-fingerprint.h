/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fingerprint of a run: SHA-256 over its fills in order, one line each,
 * "time,side,quantity,price,fee\n" in canonical text ("2019-10-17T09:00:00Z,BUY,1,8051.5,3.2206").
 * Equal fingerprints mean equal fills, to the last digit.
 */
#pragma once

#include "model/pf-order.h"

G_BEGIN_DECLS

typedef struct _PfFingerprint PfFingerprint;

PfFingerprint *pf_fingerprint_new (void);
PfFingerprint *pf_fingerprint_copy (const PfFingerprint *self);
void pf_fingerprint_free (PfFingerprint *self);
void pf_fingerprint_add (PfFingerprint *self, const PfFill *fill);
/* Of the fills so far, in hexadecimal (transfer full). More may be added afterwards. */
char *pf_fingerprint_to_string (const PfFingerprint *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfFingerprint, pf_fingerprint_free)

G_END_DECLS
