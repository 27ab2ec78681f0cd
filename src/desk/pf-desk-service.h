/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The desk on the session bus, for other programs and the command line. One bus name for each data
 * folder, so that two desks on two folders do not meet. No network port is opened. The interface,
 * its answers and its errors are described in data/io.github.pilotfish.Pilotfish.Desk1.xml, which
 * is also what the desk says of itself.
 *
 * Guarantees
 *  1. Live trading is never begun here (desk/pf-deploy-request.h).
 *  2. A caller that floods fills neither the desk's queue nor the other callers' share of it: so
 *     many calls of one and so many of all wait for their answer, and the next is refused as Busy.
 *     What is left of the queue is the window's.
 *  3. EmergencyStop has no part in that: at most one is on its way to the desk, and one more stands
 *     for all that came since, so that each is followed by a stop that began after it.
 *  4. Every call is answered once, by the thread that made the service.
 */
#pragma once

#include "desk/pf-desk-error.h"
#include "desk/pf-desk.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define PF_DESK_OBJECT_PATH "/io/github/pilotfish/Pilotfish/Desk"
#define PF_DESK_INTERFACE "io.github.pilotfish.Pilotfish.Desk1"

/* calls that may wait for their answer */
#define PF_DESK_SERVICE_CALLS_OF_ONE 32
#define PF_DESK_SERVICE_CALLS_OF_ALL 128
#define PF_DESK_SERVICE_STOPS 1024

typedef struct _PfDeskService PfDeskService;

/* The bus name of the desk of a folder (transfer full). */
char *pf_desk_service_name (const char *data_dir);
/* Serves the desk on the caller's main context until freed. NULL with error when there is no
 * session bus: the desk runs on without. The desk has to outlive the service. */
PfDeskService *pf_desk_service_new (PfDesk *desk, GError **error);
/* Tells of a change of state or latch; to be given each batch. NULL: nothing is done. */
void pf_desk_service_update (PfDeskService *self, const PfDeskBatch *batch);
void pf_desk_service_free (PfDeskService *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfDeskService, pf_desk_service_free)

G_END_DECLS
