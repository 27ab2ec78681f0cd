/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The desk as an object on the main context: it starts and stops it, applies its batches to models
 * whose rows keep their identity, and hands commands down.
 *
 * Signals: "updated" after a batch, "bars" (PfBarNews*) when it brought some, "notice" (PfNotice*)
 * for each news of it.
 */
#pragma once

#include "object/pf-rows.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define PF_TYPE_EXECUTION_ENGINE (pf_execution_engine_get_type ())
G_DECLARE_FINAL_TYPE (PfExecutionEngine, pf_execution_engine, PF, EXECUTION_ENGINE, GObject)

/* Opens the practice desk of a folder (NULL: the user's own), starts it and puts it on the session
 * bus. note: a sentence for the user, or NULL. NULL with error as pf_desk_new. */
PfExecutionEngine *pf_execution_engine_new (const char *data_dir, char **note, GError **error);
/* The same with everything to choose; takes config. held: see pf_desk_start(). */
PfExecutionEngine *pf_execution_engine_new_with (PfDeskConfig *config, gboolean held, char **note,
                                                 GError **error);
/* Stops the desk: everything pending is committed. Nothing comes after. */
void pf_execution_engine_shut_down (PfExecutionEngine *self);

PfDesk *pf_execution_engine_get_desk (PfExecutionEngine *self);
/* of PfDeployment, newest first */
GListModel *pf_execution_engine_get_deployments (PfExecutionEngine *self);
/* (transfer full) (nullable) */
PfDeployment *pf_execution_engine_find_deployment (PfExecutionEngine *self, guint64 id);
/* of PfPositionItem */
GListModel *pf_execution_engine_get_positions (PfExecutionEngine *self);
/* of PfTradeItem, newest first */
GListModel *pf_execution_engine_get_trades (PfExecutionEngine *self);
/* the last batch's figures; its tables are empty. Never NULL. */
const PfDeskBatch *pf_execution_engine_get_figures (PfExecutionEngine *self);
/* how long no desk ran on this folder before this one started; 0: there was none */
gint64 pf_execution_engine_get_closed_ns (PfExecutionEngine *self);
/* Market time since when nobody has seen the desk, 0: the window is there. Kept in the journal. */
gint64 pf_execution_engine_get_unseen_since (PfExecutionEngine *self);
void pf_execution_engine_set_unseen_since (PfExecutionEngine *self, gint64 ts_ns);

/* From now on "bars" brings those of this instrument and timeframe: see pf_desk_watch(). */
void pf_execution_engine_watch (PfExecutionEngine *self, guint32 instrument, gint64 timeframe_ns);
/* the market's, in the order of their numbers; (transfer none) */
const PfInstruments *pf_execution_engine_get_instruments (PfExecutionEngine *self);
/* deployments that are not stopped */
guint pf_execution_engine_get_n_deployed (PfExecutionEngine *self);

G_END_DECLS
