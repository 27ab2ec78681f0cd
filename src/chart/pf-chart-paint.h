/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the charts draw with: the named colours, and nodes that are made once. Private to the room.
 *
 * Guarantees:
 * 1. A colour is looked up once, and again only after the look of the widget changed.
 * 2. A text, a dashed line, a marker is one node however often it is drawn; at most
 *    PF_CHART_NODES_MAX of them are kept.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PF_CHART_NODES_MAX 256

/* in the order of the names in pf-chart-paint.c */
typedef enum
{
  PF_CHART_COLOR_GRID,
  PF_CHART_COLOR_TEXT,
  PF_CHART_COLOR_UP,
  PF_CHART_COLOR_UP_FILL,
  PF_CHART_COLOR_DOWN,
  PF_CHART_COLOR_VOLUME_UP,
  PF_CHART_COLOR_VOLUME_DOWN,
  PF_CHART_COLOR_LINE_1,
  PF_CHART_COLOR_LINE_2,
  PF_CHART_COLOR_LINE_3,
  PF_CHART_COLOR_LINE_4,
  PF_CHART_COLOR_ENTRY,
  PF_CHART_COLOR_STOP,
  PF_CHART_COLOR_TARGET,
  PF_CHART_COLOR_BUY,
  PF_CHART_COLOR_SELL,
  PF_CHART_COLOR_HALO,
  PF_CHART_COLOR_SCRIM,
  PF_CHART_COLOR_CROSSHAIR,
  PF_CHART_COLOR_NOTE,
  PF_CHART_COLOR_NOTE_TEXT,
  PF_CHART_COLOR_TAG,
  PF_CHART_COLOR_TAG_TEXT,
  PF_CHART_COLOR_CURVE,
  PF_CHART_COLOR_CURVE_FILL,
  PF_CHART_COLOR_DRAWDOWN,
  PF_CHART_COLOR_DRAWDOWN_FILL,
  PF_CHART_COLOR_TRACK,
  PF_CHART_COLOR_CALM,
  PF_CHART_COLOR_WARN,
  PF_CHART_COLOR_ALARM,
  PF_CHART_N_COLORS
} PfChartColor;

typedef enum
{
  PF_CHART_SHAPE_BUY_ENTRY,     /* filled, points up */
  PF_CHART_SHAPE_BUY_EXIT,      /* hollow, points up */
  PF_CHART_SHAPE_SELL_ENTRY,    /* filled, points down */
  PF_CHART_SHAPE_SELL_EXIT,     /* hollow, points down */
  PF_CHART_N_SHAPES
} PfChartShape;

#define PF_CHART_SHAPE_SIZE 11.0        /* pixels each way */

typedef struct _PfChartPaint PfChartPaint;

/* for a widget that outlives it */
PfChartPaint *pf_chart_paint_new (GtkWidget *widget);
void pf_chart_paint_free (PfChartPaint *self);
/* the look of the widget changed */
void pf_chart_paint_reset (PfChartPaint *self);
/* the name of a colour in CSS: "pf_chart_up" */
const char *pf_chart_color_name (PfChartColor color);
const GdkRGBA *pf_chart_paint_color (PfChartPaint *self, PfChartColor color);

void pf_chart_paint_rectangle (PfChartPaint *self, GtkSnapshot *snapshot, PfChartColor color,
                               double x, double y, double width, double height);
/* a rectangle with round corners */
void pf_chart_paint_pill (PfChartPaint *self, GtkSnapshot *snapshot, PfChartColor color, double x,
                          double y, double width, double height, double radius);
/* Dashes from (x, y) to the right, or down. */
void pf_chart_paint_dashes (PfChartPaint *self, GtkSnapshot *snapshot, PfChartColor color, double x,
                            double y, double length, GtkOrientation orientation);
/* Centred at x; a shape that points up has its tip at y, one that points down, too. */
void pf_chart_paint_shape (PfChartPaint *self, GtkSnapshot *snapshot, PfChartShape shape, double x,
                           double y);

void pf_chart_paint_text_size (PfChartPaint *self, const char *text, double *width, double *height);
/* One line of text; share of its width left of x, of its height above y. */
void pf_chart_paint_text (PfChartPaint *self, GtkSnapshot *snapshot, PfChartColor color,
                          const char *text, double x, double y, double share_x, double share_y);
/* A text on a pill of its own, centred at y; returns the width. */
double pf_chart_paint_tag (PfChartPaint *self, GtkSnapshot *snapshot, PfChartColor color,
                           PfChartColor text_color, const char *text, double x, double y,
                           double share_x, double least_width);

G_END_DECLS
