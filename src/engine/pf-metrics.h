/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The figures of one account or deployment, by the "Numbers" of the backtest contract. Money stays
 * exact; doubles are for the statistics only.
 *
 * Guarantees
 *  1. A figure without a denominator is absent (FALSE), never 0, infinite or NaN.
 *  2. Percentages are the exact fraction, rounded once to a double.
 *  3. A plain struct that owns nothing: it may be copied, and equal marks give equal bytes.
 *
 *   equity
 *     ^      peak ...............        A segment is a peak and the lowest mark under it, until a
 *     |     /\                  /        mark above the peak ends it; the drawdown is the worst
 *     |    /  \/\      /\/\/\  /         segment's (peak - low) / peak. So a mark only compares
 *     |   /      \    /      \/          integers; the division is done once a segment.
 *     |  /        low
 *     +--------------------------------> marks
 */
#pragma once

#include "model/pf-position.h"

G_BEGIN_DECLS

typedef struct
{
  PfMoney initial;
  PfMoney equity;               /* at the last mark */
  guint64 n_marks;
  guint64 n_marks_in_position;
  /* drawdown */
  PfMoney peak, low;            /* of the segment in progress */
  PfMoney worst_peak, worst_low;
  double worst;                 /* the ended segments' largest fraction */
  /* daily returns: the day in progress, and Welford's sums over the days before */
  gint64 day_end_ns;
  PfMoney previous_day;         /* equity at the end of the day before */
  guint64 n_days;               /* whole ones */
  double mean, m2, downside;
  /* trades */
  guint64 n_trades, n_winning, n_losing;
  PfMoney gross_profit, gross_loss;     /* both >= 0 */
} PfMetrics;

void pf_metrics_init (PfMetrics *self, PfMoney initial);
void pf_metrics_trade (PfMetrics *self, const PfTrade *trade);
/* what a mark does when a day ends or a segment does; called by pf_metrics_mark */
void pf_metrics_begin_day (PfMetrics *self, gint64 ts_open_ns);
void pf_metrics_begin_segment (PfMetrics *self, PfMoney equity);

/**
 * pf_metrics_mark:
 * @ts_open_ns: the open of the bar that closed, not before an earlier mark's
 * @equity: cash and positions at its close
 * @in_position: whether a position is held at its close
 */
static inline void
pf_metrics_mark (PfMetrics *self, gint64 ts_open_ns, PfMoney equity, gboolean in_position)
{
  if (G_UNLIKELY (ts_open_ns >= self->day_end_ns))
    pf_metrics_begin_day (self, ts_open_ns);
  self->n_marks++;
  self->n_marks_in_position += in_position != FALSE;
  self->equity = equity;
  if (equity.e18 > self->peak.e18)
    pf_metrics_begin_segment (self, equity);
  else if (equity.e18 < self->low.e18)
    self->low = equity;
}

/* equity - initial */
PfMoney pf_metrics_total_pnl (const PfMetrics *self);
gboolean pf_metrics_total_pnl_pct (const PfMetrics *self, double *out);
/* winning / trades */
gboolean pf_metrics_win_rate_pct (const PfMetrics *self, double *out);
/* gross profit / gross loss */
gboolean pf_metrics_profit_factor (const PfMetrics *self, double *out);
/* marks with a position / marks */
gboolean pf_metrics_exposure_pct (const PfMetrics *self, double *out);
gboolean pf_metrics_max_drawdown_pct (const PfMetrics *self, double *out);
/* mean of the daily returns / their sample deviation x sqrt (365) */
gboolean pf_metrics_sharpe (const PfMetrics *self, double *out);
/* mean / sqrt (sum (min (r, 0)^2) / (n - 1)) x sqrt (365) */
gboolean pf_metrics_sortino (const PfMetrics *self, double *out);
/* 100 x part / whole, rounded once; FALSE when whole is 0 */
gboolean pf_metrics_percent (PfMoney part, PfMoney whole, double *out);

G_END_DECLS
