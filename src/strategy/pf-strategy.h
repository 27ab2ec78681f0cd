/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The strategy interface. A strategy is one file of at most 80 lines: a table of parameters, a
 * state struct made of indicators, and one step per closed bar. It sees closed bars only, knows
 * neither account nor orders, and answers with the side it wants to be on.
 */
#pragma once

#include "model/pf-bar.h"
#include "model/pf-deployment.h"

G_BEGIN_DECLS

typedef enum
{
  PF_SIGNAL_NONE,       /* nothing new: stay as you are */
  PF_SIGNAL_LONG,
  PF_SIGNAL_SHORT,
  PF_SIGNAL_FLAT,       /* close, open nothing */
} PfSignal;

typedef enum { PF_PARAM_INTEGER, PF_PARAM_NUMBER } PfParamType;

typedef struct
{
  const char *name;     /* as in K=V */
  PfParamType type;
  double min, max, default_value;
  const char *unit;     /* "bars", "%", "" */
  const char *help;     /* one sentence */
} PfParam;

typedef struct _PfStrategy PfStrategy;

struct _PfStrategy
{
  const char *id;
  const char *name;
  const char *summary;
  const PfParam *params;
  guint n_params;
  gsize state_size;
  /* a rule between parameters, each already in its range; NULL: none. values as params */
  gboolean (*check) (const double *values, GError **error);
  /* bars that must pass before the first signal can come */
  guint (*warm_up) (const double *values);
  void (*init) (void *state, const double *values);
  PfSignal (*on_bar) (void *state, const PfBar *bar);
  void (*on_fill) (void *state, const PfFill *fill);    /* NULL: does not care */
  void (*clear) (void *state);                          /* NULL: nothing to free */
};

/* the library, in the order shown */
const PfStrategy *const *pf_strategies (guint *n);
/* NULL when there is none of that id */
const PfStrategy *pf_strategy_find (const char *id);
/* Fills values[n_params] from defaults and the given ones. Refuses with a sentence: an unknown
 * name, a value out of range, a fraction for an integer, a broken rule between parameters. */
gboolean pf_strategy_resolve (const PfStrategy *self, const PfParamValue *given, guint n_given,
                              double *values, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A running copy: the state with its strategy. */
typedef struct
{
  const PfStrategy *strategy;
  double values[PF_DEPLOYMENT_PARAMS_MAX];
  void *state;
} PfStrategyRun;

/* NULL with error as pf_strategy_resolve, or when the id is unknown */
PfStrategyRun *pf_strategy_run_new (const char *id, const PfParamValue *given, guint n_given,
                                    GError **error);
void pf_strategy_run_free (PfStrategyRun *self);
static inline PfSignal
pf_strategy_run_bar (PfStrategyRun *self, const PfBar *bar)
{
  return self->strategy->on_bar (self->state, bar);
}
guint pf_strategy_run_warm_up (const PfStrategyRun *self);

#define PF_STRATEGY_ERROR (pf_strategy_error_quark ())
GQuark pf_strategy_error_quark (void);
typedef enum { PF_STRATEGY_ERROR_UNKNOWN, PF_STRATEGY_ERROR_PARAM } PfStrategyError;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfStrategyRun, pf_strategy_run_free)

G_END_DECLS
