/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A deployment: one strategy, let loose on some symbols under limits. Here are its settings (the
 * spec, with its one text form) and what is durable of its state.
 *
 * The text form, used on the command line, over D-Bus and in the journal:
 *   STRATEGY[,symbol=S[+S]...][,timeframe=T][,direction=long|short|both]
 *           [,sizing=units=N|fraction=F|position][,stop_loss=PCT][,take_profit=PCT]
 *           [,profile=cautious|standard|engine|none]
 *           [,max_position=PCT][,max_open_positions=N][,daily_loss=PCT][,drawdown=PCT][,PARAM=V]...
 * PCT 0 switches the item off (with it the profile's limit in money). What is left out comes from
 * the profile (default cautious).
 */
#pragma once

#include "model/pf-instrument.h"
#include "model/pf-refusal.h"

G_BEGIN_DECLS

#define PF_DEPLOYMENT_SYMBOLS_MAX 8
#define PF_DEPLOYMENT_PARAMS_MAX 12
#define PF_PARAM_NAME_MAX 24
#define PF_STRATEGY_ID_MAX 40
#define PF_DEPLOYMENTS_MAX 256
#define PF_DEPLOYMENT_TEXT_MAX 2000   /* bytes of the text form, with its NUL */

typedef enum { PF_DIRECTION_LONG, PF_DIRECTION_SHORT, PF_DIRECTION_BOTH } PfDirection;

typedef enum
{
  PF_SIZING_POSITION,   /* portfolio x max position / price */
  PF_SIZING_UNITS,      /* so many units */
  PF_SIZING_FRACTION,   /* fraction x equity, costs included, as BACKTEST.md "Sizing" */
} PfSizing;

typedef enum
{
  PF_PROFILE_CAUTIOUS, PF_PROFILE_STANDARD, PF_PROFILE_ENGINE, PF_PROFILE_NONE, PF_N_PROFILES
} PfProfile;

/* Zero means: no such limit. A limit is reached at >=. Where money and percent limits both exist,
 * the first one reached wins. */
typedef struct
{
  PfRate max_position;          /* value of one position / portfolio */
  PfMoney max_position_money;
  guint max_open_positions;
  PfRate daily_loss;            /* loss since 00:00 UTC / equity of the deployment then */
  PfMoney daily_loss_money;
  PfRate drawdown;              /* (peak - equity) / peak of the deployment */
  guint leverage;               /* gross value of the positions / portfolio */
} PfLimits;

PfLimits pf_profile_limits (PfProfile profile);
const char *pf_profile_name (PfProfile profile);

typedef struct
{
  char name[PF_PARAM_NAME_MAX];
  double value;
} PfParamValue;

typedef struct
{
  char strategy[PF_STRATEGY_ID_MAX];
  guint n_symbols;              /* 0: the desk's first */
  char symbols[PF_DEPLOYMENT_SYMBOLS_MAX][PF_SYMBOL_MAX];
  gint64 timeframe_ns;          /* 0: the feed's own */
  PfDirection direction;
  PfSizing sizing;
  PfQuantity units;             /* PF_SIZING_UNITS */
  PfRate fraction;              /* PF_SIZING_FRACTION, 0 < f <= 1 */
  PfRate stop_loss;             /* 0: none */
  PfRate take_profit;
  PfProfile profile;
  PfLimits limits;
  guint n_params;
  PfParamValue params[PF_DEPLOYMENT_PARAMS_MAX];  /* as given; the strategy adds its defaults */
} PfDeploymentSpec;

void pf_deployment_spec_init (PfDeploymentSpec *self, const char *strategy, PfProfile profile);
/* Exact and strict; the sentence names the item that is wrong. Parameters are checked by
 * strategy/, symbols and timeframe by the engine. */
gboolean pf_deployment_spec_parse (const char *text, PfDeploymentSpec *out,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* canonical: parse (print (x)) == x, every item that differs from its profile's default named */
char *pf_deployment_spec_print (const PfDeploymentSpec *self);
gboolean pf_deployment_spec_equal (const PfDeploymentSpec *a, const PfDeploymentSpec *b);
/* Makes settings that were put together by other means than _parse what their text says, so that
 * what runs is what the journal will bring back. FALSE with a sentence, and nothing done, when they
 * are out of range and could not be read back. */
gboolean pf_deployment_spec_normalize (PfDeploymentSpec *self,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* "long" "short" "both" */
gboolean pf_direction_parse (const char *text, PfDirection *out) G_GNUC_WARN_UNUSED_RESULT;
const char *pf_direction_name (PfDirection direction);
/* "units=N" or "fraction=F" */
gboolean pf_sizing_parse (const char *text, PfDeploymentSpec *spec,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

#define PF_DEPLOYMENT_ERROR (pf_deployment_error_quark ())
GQuark pf_deployment_error_quark (void);
typedef enum { PF_DEPLOYMENT_ERROR_SYNTAX, PF_DEPLOYMENT_ERROR_VALUE } PfDeploymentError;

typedef enum
{
  PF_DEPLOYMENT_ACTIVE,
  PF_DEPLOYMENT_PAUSED,         /* no entries; exits and stops go on */
  PF_DEPLOYMENT_STOPPED,        /* final */
  PF_DEPLOYMENT_ERROR_STATE,    /* as paused; lifted after a clean reconcile */
  PF_N_DEPLOYMENT_STATUSES,
} PfDeploymentStatus;

const char *pf_deployment_status_name (PfDeploymentStatus status);

G_END_DECLS
