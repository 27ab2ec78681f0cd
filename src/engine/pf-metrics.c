/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pure arithmetic: see the header for what is guaranteed. */
#include "engine/pf-metrics.h"

#include <math.h>

#define DAYS_A_YEAR 365.0
/* Bits of a quotient before it is rounded to a double's 53: two more and a sticky one. */
#define QUOTIENT_BITS 56

/* numerator / denominator rounded half-even to a double; denominator > 0. Both are converted to
 * doubles nowhere: each conversion would round once more. */
static double
divide_exactly (PfInt128 numerator, PfInt128 denominator)
{
  gboolean negative = numerator < 0;
  PfUint128 rest = negative ? -(PfUint128) numerator : (PfUint128) numerator;
  PfUint128 divisor = (PfUint128) denominator;
  PfUint128 quotient;
  int exponent = 0;

  g_assert (denominator > 0);
  if (rest == 0)
    return 0;
  quotient = rest / divisor;
  rest %= divisor;
  /* rest < divisor < 2^127, so doubling it cannot overflow */
  while (quotient >> (QUOTIENT_BITS - 1) == 0)
    {
      rest <<= 1;
      quotient <<= 1;
      exponent--;
      if (rest >= divisor)
        {
          rest -= divisor;
          quotient |= 1;
        }
    }
  while (quotient >> QUOTIENT_BITS != 0)
    {
      rest |= quotient & 1;
      quotient >>= 1;
      exponent++;
    }
  if (rest != 0)
    quotient |= 1;              /* sticky: not exactly between two doubles */
  return ldexp (negative ? -(double) (guint64) quotient : (double) (guint64) quotient, exponent);
}

gboolean
pf_metrics_percent (PfMoney part, PfMoney whole, double *out)
{
  const PfInt128 headroom = ((PfInt128) 1) << 120;
  PfInt128 numerator = part.e18;
  PfInt128 denominator = whole.e18;

  if (denominator == 0)
    return FALSE;
  if (denominator < 0)
    {
      numerator = -numerator;
      denominator = -denominator;
    }
  /* beyond 1e18 units the last bits of 1e-18 cannot be seen in a double anyway */
  if (numerator >= headroom || numerator <= -headroom)
    {
      numerator /= 256;
      denominator = MAX (denominator / 256, 1);
    }
  *out = divide_exactly (numerator * 100, denominator);
  return TRUE;
}

static gboolean
percent_of_counts (guint64 part, guint64 whole, double *out)
{
  if (whole == 0)
    return FALSE;
  *out = divide_exactly ((PfInt128) part * 100, (PfInt128) whole);
  return TRUE;
}

void
pf_metrics_init (PfMetrics *self, PfMoney initial)
{
  *self = (PfMetrics){
    .initial = initial,
    .equity = initial,
    .peak = initial,
    .low = initial,
    .worst_peak = initial,
    .worst_low = initial,
    .day_end_ns = G_MININT64,
    .previous_day = initial,
  };
}

/* Counts the day whose last mark is self->equity. */
static void
end_day (PfMetrics *self)
{
  double r;
  double distance;

  if (self->previous_day.e18 <= 0)
    r = 0;                      /* no base to measure against: the run has ended */
  else
    r = divide_exactly (self->equity.e18 - self->previous_day.e18, self->previous_day.e18);
  self->n_days++;
  distance = r - self->mean;
  self->mean += distance / (double) self->n_days;
  self->m2 += distance * (r - self->mean);
  if (r < 0)
    self->downside += r * r;
  self->previous_day = self->equity;
}

void
pf_metrics_begin_day (PfMetrics *self, gint64 ts_open_ns)
{
  if (self->n_marks > 0)
    end_day (self);
  self->day_end_ns = (pf_time_day (ts_open_ns) + 1) * PF_NS_PER_DAY;
}

static void
end_segment (PfMetrics *self)
{
  double fraction;

  if (self->low.e18 >= self->peak.e18 || self->peak.e18 <= 0)
    return;
  fraction = divide_exactly (self->peak.e18 - self->low.e18, self->peak.e18);
  if (fraction > self->worst)
    {
      self->worst = fraction;
      self->worst_peak = self->peak;
      self->worst_low = self->low;
    }
}

void
pf_metrics_begin_segment (PfMetrics *self, PfMoney equity)
{
  end_segment (self);
  self->peak = equity;
  self->low = equity;
}

void
pf_metrics_trade (PfMetrics *self, const PfTrade *trade)
{
  self->n_trades++;
  if (trade->pnl.e18 > 0)
    {
      self->n_winning++;
      self->gross_profit = pf_money_add (self->gross_profit, trade->pnl);
    }
  else if (trade->pnl.e18 < 0)
    {
      self->n_losing++;
      self->gross_loss = pf_money_sub (self->gross_loss, trade->pnl);
    }
}

PfMoney
pf_metrics_total_pnl (const PfMetrics *self)
{
  return pf_money_sub (self->equity, self->initial);
}

gboolean
pf_metrics_total_pnl_pct (const PfMetrics *self, double *out)
{
  return pf_metrics_percent (pf_metrics_total_pnl (self), self->initial, out);
}

gboolean
pf_metrics_win_rate_pct (const PfMetrics *self, double *out)
{
  return percent_of_counts (self->n_winning, self->n_trades, out);
}

gboolean
pf_metrics_profit_factor (const PfMetrics *self, double *out)
{
  if (self->gross_loss.e18 == 0)
    return FALSE;
  *out = divide_exactly (self->gross_profit.e18, self->gross_loss.e18);
  return TRUE;
}

gboolean
pf_metrics_exposure_pct (const PfMetrics *self, double *out)
{
  return percent_of_counts (self->n_marks_in_position, self->n_marks, out);
}

gboolean
pf_metrics_max_drawdown_pct (const PfMetrics *self, double *out)
{
  PfMetrics ended = *self;

  if (self->n_marks == 0)
    return FALSE;
  end_segment (&ended);
  return pf_metrics_percent (pf_money_sub (ended.worst_peak, ended.worst_low), ended.worst_peak,
                             out);
}

/* The sums with the day in progress counted; FALSE when there are not two days. */
static gboolean
daily_sums (const PfMetrics *self, PfMetrics *out)
{
  *out = *self;
  if (self->n_marks > 0)
    end_day (out);
  return out->n_days >= 2;
}

gboolean
pf_metrics_sharpe (const PfMetrics *self, double *out)
{
  PfMetrics ended;

  if (!daily_sums (self, &ended) || !(ended.m2 > 0))
    return FALSE;
  *out = ended.mean / sqrt (ended.m2 / (double) (ended.n_days - 1)) * sqrt (DAYS_A_YEAR);
  return TRUE;
}

gboolean
pf_metrics_sortino (const PfMetrics *self, double *out)
{
  PfMetrics ended;

  if (!daily_sums (self, &ended) || !(ended.downside > 0))
    return FALSE;
  *out = ended.mean / sqrt (ended.downside / (double) (ended.n_days - 1)) * sqrt (DAYS_A_YEAR);
  return TRUE;
}
