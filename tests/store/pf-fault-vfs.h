/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SQLite's files on a disk that fails, fills up, or loses its power. A shim over the real VFS;
 * while it is installed it is the default, and no sync reaches the real disk.
 *
 * For the power cut it remembers of each file what was synced, and the writes since: after the cut
 * the file holds the former, and of the latter any, in parts of a sector, in no order.
 */
#pragma once

#include <glib.h>

typedef enum
{
  PF_FAULT_IO,                  /* the operation answers an I/O error; a write writes half before */
  PF_FAULT_FULL,                /* a write answers that the disk is full; other operations work */
} PfFaultKind;

typedef struct
{
  PfFaultKind kind;
  guint64 at;                   /* the number, from 1, of the operation that fails; 0: none */
  gboolean lasting;             /* and all later ones */
  const char *full_while;       /* borrowed: writes answer "full" while this file exists */
  guint64 power_cut_at;         /* from this operation on nothing reaches the disk; 0: never */

  guint64 n_operations;         /* out: opens, reads, writes, syncs, truncates, deletes so far */
  guint64 n_fired;              /* out */
} PfFault;

/* what happens; set its fields, fault_reset () clears it */
extern PfFault pf_fault;

void pf_fault_install (void);
void pf_fault_uninstall (void);
void pf_fault_reset (void);
/* after a power cut, with every file closed: makes the files what the disk has kept */
void pf_fault_power_up (GRand *rand);
