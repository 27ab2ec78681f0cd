/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A deployment that another program asks for, before it reaches the desk.
 *
 * Guarantees
 *  1. Only paper passes: a text that asks for live trading in any spelling is refused, and so is
 *     every text while the desk itself trades anything but paper. The grammar has no word for live
 *     either; the engine never sees one.
 *  2. What passes is bounded, known to the library and to the market, and in range, so that each
 *     refusal has its own name. The engine checks again what it is given.
 */
#pragma once

#include "desk/pf-desk-error.h"
#include "model/pf-deployment.h"

G_BEGIN_DECLS

/**
 * pf_deploy_request_read:
 * @text: the text form of a deployment, of any length
 * @environment: of the desk: "practice", "replay"
 * @instruments: of the desk's market
 * @spec: (out): the settings
 *
 * Returns: %FALSE with a %PF_DESK_ERROR: BAD_REQUEST, UNKNOWN_STRATEGY, UNKNOWN_SYMBOL,
 *   OUT_OF_RANGE or LIVE_NEEDS_THE_WINDOW, and a sentence
 */
gboolean pf_deploy_request_read (const char *text, const char *environment,
                                 const PfInstruments *instruments, PfDeploymentSpec *spec,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
