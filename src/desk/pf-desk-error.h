/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What other programs are told when the desk says no: one error of the bus by name for each reason
 * that a program can act on. data/io.github.pilotfish.Pilotfish.Desk1.xml says when each comes.
 */
#pragma once

#include "model/pf-refusal.h"

G_BEGIN_DECLS

#define PF_DESK_ERROR (pf_desk_error_quark ())
#define PF_DESK_ERROR_PREFIX "io.github.pilotfish.Pilotfish.Error."

typedef enum
{
  PF_DESK_ERROR_BAD_REQUEST,
  PF_DESK_ERROR_UNKNOWN_STRATEGY,
  PF_DESK_ERROR_UNKNOWN_SYMBOL,
  PF_DESK_ERROR_OUT_OF_RANGE,
  PF_DESK_ERROR_NO_SUCH_DEPLOYMENT,
  PF_DESK_ERROR_LIVE_NEEDS_THE_WINDOW,
  PF_DESK_ERROR_LATCHED,
  PF_DESK_ERROR_NOT_READY,
  PF_DESK_ERROR_NOT_FLAT,
  PF_DESK_ERROR_STOPPED,
  PF_DESK_ERROR_LOSS_LIMIT,
  PF_DESK_ERROR_REFUSED,
  PF_DESK_ERROR_BUSY,
  PF_DESK_ERROR_STORE_FAILED,
  PF_N_DESK_ERRORS,
} PfDeskError;

/* Registers the names with the bus library, so that both sides of a call see this domain. */
GQuark pf_desk_error_quark (void);
/* "BadRequest" and so on: what follows PF_DESK_ERROR_PREFIX */
const char *pf_desk_error_name (PfDeskError code);
/* What a refused command or question is called. by_number: it was about one deployment. */
PfDeskError pf_desk_error_from_refusal (PfRefusalReason reason, gboolean by_number);

G_END_DECLS
