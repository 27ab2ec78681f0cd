/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/pf-chart-plot.h"

#include <math.h>

#define AIR 0.06                /* of the range of the values, above and below */

double
pf_chart_plot_x (const PfChartPlot *plot, double index)
{
  return plot->x + (index - plot->span.first) / plot->span.count * plot->width;
}

double
pf_chart_plot_y (const PfChartPlot *plot, double value)
{
  return plot->y + (plot->high - value) / (plot->high - plot->low) * plot->height;
}

double
pf_chart_plot_index (const PfChartPlot *plot, double x)
{
  return plot->span.first + (x - plot->x) / plot->width * plot->span.count;
}

double
pf_chart_plot_value (const PfChartPlot *plot, double y)
{
  return plot->high - (y - plot->y) / plot->height * (plot->high - plot->low);
}

double
pf_chart_plot_snap (const PfChartPlot *plot, double position)
{
  return floor (position * plot->scale + 0.5) / plot->scale;
}

double
pf_chart_plot_hair (const PfChartPlot *plot)
{
  return 1 / plot->scale;
}

guint
pf_chart_plot_group (const PfChartPlot *plot, double column_min)
{
  double width = plot->width / plot->span.count;
  guint group = 1;

  g_assert (width > 0 && column_min > 0);
  while (width * group < column_min && group < 1u << 24)
    group *= 2;
  return group;
}

PfChartColumn
pf_chart_plot_column (const PfChartPlot *plot, double first, double end)
{
  double left = floor (pf_chart_plot_x (plot, first) * plot->scale + 0.5);
  double right = floor (pf_chart_plot_x (plot, end) * plot->scale + 0.5);
  double gap = MAX (1, floor ((right - left) * 0.2 + 0.5));
  double width = MAX (1, right - left - gap);
  double wick = MAX (1, floor (plot->scale * (width >= 12 * plot->scale ? 1.5 : 1)));

  /* the wick has a middle only where both are odd or both even */
  if (width > wick && fmod (width - wick, 2) != 0)
    width -= 1;
  wick = MIN (wick, width);
  left += floor ((right - left - width) / 2);
  return (PfChartColumn){ left / plot->scale, width / plot->scale,
                          (left + (width - wick) / 2) / plot->scale, wick / plot->scale };
}

void
pf_chart_range_pad (double *low, double *high)
{
  double air = (*high - *low) * AIR;

  g_assert (*low <= *high);
  /* a market that stands still: its price in the middle */
  if (air <= 0)
    air = MAX (fabs (*low) * 0.001, 1);
  *low -= air;
  *high += air;
}

gboolean
pf_chart_range_include (double *low, double *high, double value)
{
  double below = MIN (*low, value), above = MAX (*high, value);

  if (!isfinite (value) || above - below > 2 * (*high - *low))
    return FALSE;
  *low = below;
  *high = above;
  return TRUE;
}

static int
compare_places (const void *a, const void *b)
{
  const double *left = *(double *const *) a, *right = *(double *const *) b;

  if (*left != *right)
    return *left < *right ? -1 : 1;
  return left < right ? -1 : 1;
}

void
pf_chart_spread (double *y, guint n, double distance, double top, double bottom)
{
  g_autofree double **order = g_new (double *, n);
  double edge;

  for (guint i = 0; i < n; i++)
    {
      y[i] = CLAMP (y[i], top, MAX (top, bottom));
      order[i] = &y[i];
    }
  if (n == 0)
    return;
  qsort (order, n, sizeof (double *), compare_places);
  /* down from the top, then back up from the bottom */
  for (guint i = 1; i < n; i++)
    *order[i] = MAX (*order[i], *order[i - 1] + distance);
  edge = bottom;
  for (guint i = n; i-- > 0; edge -= distance)
    {
      if (*order[i] <= edge)
        break;
      *order[i] = edge;
    }
}
