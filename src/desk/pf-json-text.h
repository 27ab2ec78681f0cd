/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * pf_json_text:
 *
 * The tree on one line. json-glib 1.6 writes the double 6e-09 as "6e-09.0", which is no JSON; here
 * it is a number that every reader takes.
 *
 * Returns: (transfer full): the text
 */
char *pf_json_text (JsonNode *root);

G_END_DECLS
