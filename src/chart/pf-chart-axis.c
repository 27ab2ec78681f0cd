/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/pf-chart-axis.h"

#include "base/pf-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* --- values ----------------------------------------------------------------------------------- */

/* the least of 1, 2, 5, 10, 20, ... >= wanted; stops where points end */
static gint64
round_step (double wanted)
{
  static const gint64 factors[] = { 2, 5, 10 };
  gint64 power = 1, step = 1;

  for (guint i = 0; (double) step < wanted; i++)
    {
      if (power > G_MAXINT64 / 100)
        break;
      step = power * factors[i % 3];
      if (i % 3 == 2)
        power = step;
    }
  return step;
}

PfChartValueTicks
pf_chart_value_ticks (double low, double high, guint decimals, guint most)
{
  PfChartValueTicks ticks = { 0 };
  double first, last;

  g_assert (high > low && most >= 1 && most <= PF_CHART_TICKS_MAX);
  ticks.step = round_step ((high - low) / most);
  first = ceil (low / (double) ticks.step);
  last = floor (high / (double) ticks.step);
  /* a range whose ends are both round has one tick more than steps */
  if (last - first + 1 > most)
    {
      ticks.step = round_step ((double) ticks.step + 1);
      first = ceil (low / (double) ticks.step);
      last = floor (high / (double) ticks.step);
    }
  if (last < first || fabs (first) * (double) ticks.step > 9e18)
    return ticks;
  ticks.first = (gint64) first * ticks.step;
  ticks.count = (guint) MIN (last - first + 1, most);
  ticks.shown = decimals;
  for (gint64 rest = ticks.step; ticks.shown > 0 && rest % 10 == 0; rest /= 10)
    ticks.shown--;
  return ticks;
}

/* --- time ------------------------------------------------------------------------------------- */

#define EPOCH_JULIAN 719163     /* 1970-01-01 in GDate's count */

static const gint64 clock_steps[] = {
  1, 5, 15, 30, 60, 5 * 60, 15 * 60, 30 * 60, 3600, 2 * 3600, 3 * 3600, 6 * 3600, 12 * 3600,
  86400, 2 * 86400, 7 * 86400,
};
static const guint month_steps[] = { 1, 3, 6, 12, 24, 60, 120, 600, 1200 };

#define MONTH_NS (30 * PF_NS_PER_DAY)

PfChartStep
pf_chart_step_for (gint64 wanted_ns)
{
  for (guint i = 0; i < G_N_ELEMENTS (clock_steps); i++)
    if (clock_steps[i] * PF_NS_PER_SECOND >= wanted_ns)
      return (PfChartStep){ clock_steps[i] * PF_NS_PER_SECOND, 0 };
  for (guint i = 0; i < G_N_ELEMENTS (month_steps); i++)
    if (month_steps[i] * MONTH_NS >= wanted_ns)
      return (PfChartStep){ 0, month_steps[i] };
  return (PfChartStep){ 0, month_steps[G_N_ELEMENTS (month_steps) - 1] };
}

static void
to_date (gint64 ts_ns, GDate *date)
{
  g_date_clear (date, 1);
  g_date_set_julian (date, (guint32) (pf_time_day (ts_ns) + EPOCH_JULIAN));
}

/* the first day of a month, counted from the year 0 */
static gint64
month_start (gint64 month)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 1, (GDateMonth) (month % 12 + 1), (GDateYear) (month / 12));
  return ((gint64) g_date_get_julian (&date) - EPOCH_JULIAN) * PF_NS_PER_DAY;
}

static gint64
month_of (gint64 ts_ns)
{
  GDate date;

  to_date (ts_ns, &date);
  return (gint64) g_date_get_year (&date) * 12 + g_date_get_month (&date) - 1;
}

gint64
pf_chart_step_floor (PfChartStep step, gint64 ts_ns)
{
  gint64 month;

  if (step.months == 0)
    return pf_time_bucket (ts_ns, step.ns);
  month = month_of (ts_ns);
  return month_start (month - month % step.months);
}

gint64
pf_chart_step_next (PfChartStep step, gint64 ts_ns)
{
  gint64 month;

  if (step.months == 0)
    return pf_time_bucket (ts_ns, step.ns) + step.ns;
  month = month_of (ts_ns);
  return month_start (month - month % step.months + step.months);
}

PfChartUnit
pf_chart_unit_of (gint64 ts_ns)
{
  GDate date;

  if (pf_time_bucket (ts_ns, PF_NS_PER_DAY) != ts_ns)
    return PF_CHART_UNIT_CLOCK;
  to_date (ts_ns, &date);
  if (g_date_get_day (&date) != 1)
    return PF_CHART_UNIT_DAY;
  return g_date_get_month (&date) == G_DATE_JANUARY ? PF_CHART_UNIT_YEAR : PF_CHART_UNIT_MONTH;
}

/* the first bar in [first, end) that begins at ts or later; end when there is none */
static guint
first_at (const gint64 *times, guint first, guint end, gint64 ts_ns)
{
  while (first < end)
    {
      guint middle = first + (end - first) / 2;

      if (times[middle] < ts_ns)
        first = middle + 1;
      else
        end = middle;
    }
  return first;
}

/* what begins between the bar before and this one: a day may begin at 08:00 where nights have no
 * bars, and its mark says the day */
static PfChartUnit
unit_at (const gint64 *times, guint index, gint64 boundary_ns)
{
  PfChartStep day = { PF_NS_PER_DAY, 0 }, month = { 0, 1 }, year = { 0, 12 };
  gint64 before;

  if (index == 0)
    return pf_chart_unit_of (boundary_ns);
  before = times[index - 1];
  if (pf_chart_step_floor (year, times[index]) > before)
    return PF_CHART_UNIT_YEAR;
  if (pf_chart_step_floor (month, times[index]) > before)
    return PF_CHART_UNIT_MONTH;
  return pf_chart_step_floor (day, times[index]) > before ? PF_CHART_UNIT_DAY : PF_CHART_UNIT_CLOCK;
}

guint
pf_chart_time_ticks (const gint64 *times, guint n_times, guint first, guint end, double spacing,
                     PfChartTimeTick ticks[PF_CHART_TICKS_MAX])
{
  guint count = 0;
  PfChartStep step;
  gint64 boundary;

  g_assert (first <= end && end <= n_times && spacing > 0);
  if (end - first < 2)
    return 0;
  step = pf_chart_step_for ((gint64) ((double) (times[end - 1] - times[first])
                                      / (end - 1 - first) * spacing));
  boundary = pf_chart_step_floor (step, times[first]);
  /* the bar at the left edge is a tick only when its period begins with it */
  if (boundary != times[first] && (first == 0 || boundary <= times[first - 1]))
    boundary = pf_chart_step_next (step, boundary);
  while (count < PF_CHART_TICKS_MAX)
    {
      guint index = first_at (times, first, end, boundary);
      PfChartTimeTick tick;

      if (index >= end)
        break;
      /* over a gap: the period in which the bar is */
      boundary = pf_chart_step_floor (step, times[index]);
      tick = (PfChartTimeTick){ index, boundary, unit_at (times, index, boundary) };
      boundary = pf_chart_step_next (step, boundary);
      if (count > 0 && index - ticks[count - 1].index < spacing / 2)
        {
          if (tick.unit > ticks[count - 1].unit)
            ticks[count - 1] = tick;
          continue;
        }
      ticks[count++] = tick;
    }
  return count;
}

/* --- words ------------------------------------------------------------------------------------ */

char *
pf_chart_time_tick_text (const PfChartTimeTick *tick)
{
  g_autoptr(GDateTime) time
      = g_date_time_new_from_unix_utc (pf_time_bucket (tick->ts_ns, PF_NS_PER_SECOND)
                                       / PF_NS_PER_SECOND);

  switch (tick->unit)
    {
    case PF_CHART_UNIT_CLOCK:
      return g_date_time_format (time, tick->ts_ns % PF_NS_PER_MINUTE != 0 ? "%H:%M:%S" : "%H:%M");
    case PF_CHART_UNIT_DAY:
      /* Translators: day and month under a chart; see g_date_time_format() */
      return g_date_time_format (time, _("%-d %b"));
    case PF_CHART_UNIT_MONTH:
      return g_date_time_format (time, "%b");
    case PF_CHART_UNIT_YEAR:
    default:
      return g_date_time_format (time, "%Y");
    }
}

char *
pf_chart_short_number (double value)
{
  static const char *const units[] = { "", " k", " M", " G", " T", " P" };
  guint unit = 0, digits;
  g_autofree char *text = NULL;

  if (!isfinite (value))
    return g_strdup ("\xe2\x80\x93");
  while (fabs (value) >= 999.5 && unit + 1 < G_N_ELEMENTS (units))
    {
      value /= 1000;
      unit++;
    }
  digits = fabs (value) >= 99.95 || value == 0 ? 0 : fabs (value) >= 9.995 ? 1 : 2;
  text = g_strdup_printf ("%.*f", (int) digits, fabs (value));
  return g_strconcat (value < 0 ? PF_TEXT_MINUS : "", text, units[unit], NULL);
}
