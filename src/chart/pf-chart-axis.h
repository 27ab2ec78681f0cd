/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where an axis has its marks, and what they say: pure functions. */
#pragma once

#include "base/pf-time.h"

G_BEGIN_DECLS

#define PF_CHART_TICKS_MAX 64

/* Round values: first, first + step, ... as far as the range goes. All count points. */
typedef struct
{
  gint64 first, step;
  guint count;                  /* <= PF_CHART_TICKS_MAX */
  guint shown;                  /* digits after the point that the labels need */
} PfChartValueTicks;

/**
 * pf_chart_value_ticks:
 * @low: points at the lower end of the axis
 * @high: points at the upper end, > @low
 * @decimals: of the points
 * @most: the most ticks wanted, 1..%PF_CHART_TICKS_MAX
 *
 * Steps are 1, 2 or 5 times a power of ten points, the least that needs no more than @most ticks.
 */
PfChartValueTicks pf_chart_value_ticks (double low, double high, guint decimals, guint most);

/* What a mark of time says: the clock, the day, the month or the year. */
typedef enum
{
  PF_CHART_UNIT_CLOCK,          /* 14:05 */
  PF_CHART_UNIT_DAY,            /* 1 Mar */
  PF_CHART_UNIT_MONTH,          /* Mar */
  PF_CHART_UNIT_YEAR,           /* 2024 */
} PfChartUnit;

typedef struct
{
  guint index;                  /* the bar that begins the period */
  gint64 ts_ns;                 /* the beginning of the period */
  PfChartUnit unit;             /* the greatest unit that begins here */
} PfChartTimeTick;

/* A step on the axis of time: seconds (to a week, weeks begin on Monday) or months. */
typedef struct { gint64 ns; guint months; } PfChartStep;

/* the least step of the usual ones (1 s ... 1 month ... 100 years) that is >= wanted_ns */
PfChartStep pf_chart_step_for (gint64 wanted_ns);
/* the last boundary of steps at ts or before */
gint64 pf_chart_step_floor (PfChartStep step, gint64 ts_ns);
/* the first boundary after ts */
gint64 pf_chart_step_next (PfChartStep step, gint64 ts_ns);
/* the greatest unit that begins at this boundary */
PfChartUnit pf_chart_unit_of (gint64 ts_ns);

/**
 * pf_chart_time_ticks:
 * @times: of all bars, rising
 * @n_times: how many
 * @first: the first bar on the axis
 * @end: the bar after the last, <= @n_times
 * @spacing: the least distance of two ticks, in bars
 * @ticks: (out caller-allocates) (array fixed-size=64): the ticks
 *
 * A tick is at the first bar of a period. Where bars are missing and two periods begin at one bar,
 * the later stands; ticks that would be closer than half @spacing give way to the greater unit.
 *
 * Returns: how many there are
 */
guint pf_chart_time_ticks (const gint64 *times, guint n_times, guint first, guint end,
                           double spacing, PfChartTimeTick ticks[PF_CHART_TICKS_MAX]);

/* what a tick says (transfer full) */
char *pf_chart_time_tick_text (const PfChartTimeTick *tick);
/* a statistic in short: "950", "12.3 k", "4.56 M" (transfer full) */
char *pf_chart_short_number (double value);

G_END_DECLS
