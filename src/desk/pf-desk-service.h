/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The desk on the session bus, for other programs and the command line. One bus name for each data
 * folder, so that two desks on two folders do not meet. No network port is opened.
 */
#pragma once

#include "desk/pf-desk.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define PF_DESK_OBJECT_PATH "/io/github/pilotfish/Pilotfish/Desk"
#define PF_DESK_INTERFACE "io.github.pilotfish.Pilotfish.Desk1"
#define PF_DESK_ERROR_REFUSED "io.github.pilotfish.Pilotfish.Error.Refused"
#define PF_DESK_ERROR_BAD_REQUEST "io.github.pilotfish.Pilotfish.Error.BadRequest"

typedef struct _PfDeskService PfDeskService;

/* The bus name of the desk of a folder (transfer full). */
char *pf_desk_service_name (const char *data_dir);
/* Serves the desk on the caller's main context until freed. NULL with error when there is no
 * session bus: the desk runs on without. The desk has to outlive the service. */
PfDeskService *pf_desk_service_new (PfDesk *desk, GError **error);
void pf_desk_service_free (PfDeskService *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfDeskService, pf_desk_service_free)

G_END_DECLS
