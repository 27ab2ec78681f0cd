/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The practice market. Guarantees are at the head of pf-generator.h.
 *
 *   anchors   the logarithm of the price at each full hour: a sum of smooth noises with periods
 *             from one hour to six weeks, each as tall as a random walk would be over its period.
 *             Bounded, so the market wanders for ever and never runs away.
 *   the hour  a random walk of 3600 seconds, tied to the anchors at both ends (a bridge). Its
 *             volatility changes from minute to minute and with the regime.
 *   regimes   drawn for each block of four hours: trend (the way between the anchors dominates),
 *             range, burst, and gap (the block begins with a jump).
 */
#include "market/pf-generator.h"

#include <string.h>

#define HOUR_SECONDS 3600
#define BLOCK_HOURS 4
#define OCTAVES 11
/* of the logarithm: 0.08 % a minute */
#define SIGMA_SECOND 0.000103
#define SIGMA_HOUR 0.0062

typedef enum { REGIME_TREND, REGIME_RANGE, REGIME_BURST, REGIME_GAP, N_REGIMES } Regime;

/* how much of the walk's own noise there is, in each regime */
static const double noise_of[N_REGIMES] = { 0.55, 0.7, 2.4, 1.0 };

static const struct
{
  const char *symbol, *base;
  guint8 price_decimals, quantity_decimals;
  double price, volume;         /* to begin with; units a second */
} listed[] = {
  { "BTCUSDT", "BTC", 1, 4, 43000, 0.8 },
  { "ETHUSDT", "ETH", 2, 3, 2300, 9 },
  { "SOLUSDT", "SOL", 3, 2, 98, 120 },
  { "ADAUSDT", "ADA", 4, 0, 0.48, 9000 },
  { "XRPUSDT", "XRP", 4, 1, 0.52, 11000 },
};

struct _PfGenerator
{
  guint64 seed;
  gint64 hour[G_N_ELEMENTS (listed)];   /* the one in points[]; G_MININT64: none */
  gint64 points[G_N_ELEMENTS (listed)][HOUR_SECONDS + 1];
};

/* --- noise ------------------------------------------------------------------------------------ */

static guint64
mix (guint64 x)
{
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

static guint64
chance (const PfGenerator *self, guint what, guint32 instrument, gint64 place)
{
  return mix (mix (self->seed ^ ((guint64) what << 32 | instrument)) ^ (guint64) place);
}

/* -1 .. 1 */
static double
unit (guint64 bits)
{
  return (double) (bits >> 11) / 4503599627370496.0 - 1.0;
}

/* about normal, of variance 1: four uniform numbers of 16 bits */
static double
normal (guint64 bits)
{
  gint64 sum = (gint64) (bits & 0xffff) + (gint64) (bits >> 16 & 0xffff)
               + (gint64) (bits >> 32 & 0xffff) + (gint64) (bits >> 48);

  return ((double) sum - 131070.0) / 37837.0;
}

/* e^x for |x| < 0.1, to better than a tick, by + and x alone: every machine gives the same bits */
static double
exponential_of_small (double x)
{
  return 1 + x * (1 + x * (1 / 2.0 + x * (1 / 6.0 + x * (1 / 24.0))));
}

static double
exponential (double x)
{
  double y = exponential_of_small (x / 1024.0);

  for (guint i = 0; i < 10; i++)
    y *= y;
  return y;
}

static gint64
floor_div (gint64 a, gint64 b)
{
  return a / b - (a % b < 0);
}

static double
smooth_noise (const PfGenerator *self, guint octave, guint32 instrument, gint64 hour)
{
  gint64 period = (gint64) 1 << octave, place = floor_div (hour, period);
  double t = (double) (hour - place * period) / (double) period;
  double a = unit (chance (self, 100 + octave, instrument, place));
  double b = unit (chance (self, 100 + octave, instrument, place + 1));

  return a + (b - a) * (t * t * (3.0 - 2.0 * t));
}

static double
anchor (const PfGenerator *self, guint32 instrument, gint64 hour)
{
  /* The root of the period, without libm. */
  static const double roots[OCTAVES] = { 1, 1.4142, 2, 2.8284, 4, 5.6569, 8, 11.3137, 16, 22.6274,
                                         32 };
  double sum = 0;

  for (guint octave = 0; octave < OCTAVES; octave++)
    sum += SIGMA_HOUR * roots[octave] * smooth_noise (self, octave, instrument, hour);
  return sum;
}

static Regime
regime (const PfGenerator *self, guint32 instrument, gint64 hour)
{
  static const Regime drawn[] = { REGIME_TREND, REGIME_TREND, REGIME_TREND, REGIME_RANGE,
                                  REGIME_RANGE, REGIME_RANGE, REGIME_BURST, REGIME_GAP };

  return drawn[chance (self, 1, instrument, floor_div (hour, BLOCK_HOURS)) % G_N_ELEMENTS (drawn)];
}

/* --- one hour --------------------------------------------------------------------------------- */

/* A jump of 1 to 4 % where a block of regime gap begins. */
static double
jump (const PfGenerator *self, guint32 instrument, gint64 hour)
{
  guint64 bits = chance (self, 2, instrument, hour);
  double size = 0.01 + 0.03 * (double) (bits >> 40) / 16777216.0;

  if (hour % BLOCK_HOURS != 0 || regime (self, instrument, hour) != REGIME_GAP)
    return 0;
  return bits & 1 ? size : -size;
}

static void
walk (const PfGenerator *self, guint32 instrument, gint64 hour, double steps[HOUR_SECONDS + 1])
{
  double noise = SIGMA_SECOND * noise_of[regime (self, instrument, hour)], minute = 0;
  guint64 key = chance (self, 3, instrument, hour);

  steps[0] = 0;
  for (guint i = 0; i < HOUR_SECONDS; i++)
    {
      guint64 bits = mix (key + i);
      double step;
      if (i % 60 == 0)
        {
          /* calm minutes and wild ones: fat tails */
          double wild = unit (chance (self, 4, instrument, hour * 60 + i / 60));
          minute = noise * (0.45 + 1.6 * wild * wild);
        }
      step = minute * normal (bits);
      steps[i + 1] = steps[i] + (bits % 4001 == 0 ? 6 * step : step);
    }
}

static void
make_hour (PfGenerator *self, guint32 instrument, gint64 hour)
{
  double steps[HOUR_SECONDS + 1];
  gint64 *points = self->points[instrument];
  double from, way, scale, slope;

  if (self->hour[instrument] == hour)
    return;
  from = anchor (self, instrument, hour) + jump (self, instrument, hour);
  way = anchor (self, instrument, hour + 1) - from;
  scale = listed[instrument].price * exponential (from);
  for (guint d = 0; d < listed[instrument].price_decimals; d++)
    scale *= 10;
  walk (self, instrument, hour, steps);
  slope = (way - steps[HOUR_SECONDS]) / HOUR_SECONDS;
  for (guint i = 0; i <= HOUR_SECONDS; i++)
    {
      double factor = exponential_of_small (steps[i] + slope * i);
      points[i] = MAX (1, (gint64) (scale * factor + 0.5));
    }
  self->hour[instrument] = hour;
}

/* Adds the seconds first .. last of the hour that is made to the bar. */
static void
add_seconds (PfGenerator *self, guint32 instrument, guint first, guint last, PfBar *bar)
{
  const gint64 *points = self->points[instrument];
  gint64 first_second = self->hour[instrument] * HOUR_SECONDS;
  guint64 key = chance (self, 5, instrument, self->hour[instrument]);
  double base = listed[instrument].volume, busy = 0;

  for (guint i = first; i <= last; i++)
    {
      gint64 a = points[i], b = points[i + 1], high = MAX (a, b), low = MIN (a, b);
      if (i % 60 == 0 || i == first)
        busy = base * (1.25 + unit (mix (key + i / 60)));
      if (bar->open == 0)
        {
          bar->ts_open_ns = (first_second + i) * PF_NS_PER_SECOND;
          bar->open = a;
          bar->high = high;
          bar->low = low;
        }
      bar->high = MAX (bar->high, high);
      bar->low = MIN (bar->low, low);
      bar->close = b;
      /* Who moves much trades much. */
      bar->volume += busy * (0.2 + 4000.0 * (double) (high - low) / (double) a);
    }
}

/* --- what is asked ---------------------------------------------------------------------------- */

PfInstruments *
pf_generator_instruments (void)
{
  PfInstruments *instruments = pf_instruments_new ();

  for (guint i = 0; i < G_N_ELEMENTS (listed); i++)
    {
      PfInstrument instrument = pf_instrument_unknown (listed[i].symbol, listed[i].price_decimals);
      g_strlcpy (instrument.base, listed[i].base, sizeof instrument.base);
      g_strlcpy (instrument.quote, "USDT", sizeof instrument.quote);
      instrument.quantity_decimals = listed[i].quantity_decimals;
      instrument.step.e18 = pf_price_from_points (1, listed[i].quantity_decimals).e18;
      instrument.min_quantity = instrument.step;
      instrument.min_notional = pf_money_from_int (5);
      instrument.maintenance_rate = pf_rate_from_ppm (4000);
      pf_instruments_add (instruments, &instrument);
    }
  return instruments;
}

PfGenerator *
pf_generator_new (guint64 seed)
{
  PfGenerator *self = g_new (PfGenerator, 1);

  self->seed = mix (seed);
  for (guint i = 0; i < G_N_ELEMENTS (listed); i++)
    self->hour[i] = G_MININT64;
  return self;
}

void
pf_generator_free (PfGenerator *self)
{
  g_free (self);
}

void
pf_generator_tick (PfGenerator *self, guint32 instrument, gint64 ts_ns, PfBar *out)
{
  gint64 second = floor_div (ts_ns, PF_NS_PER_SECOND), hour = floor_div (second, HOUR_SECONDS);
  guint i = (guint) (second - hour * HOUR_SECONDS);

  g_assert (instrument < G_N_ELEMENTS (listed) && ts_ns % PF_GENERATOR_TICK_NS == 0);
  make_hour (self, instrument, hour);
  memset (out, 0, sizeof *out);
  add_seconds (self, instrument, i, i, out);
}

PfBarSeries *
pf_generator_bars (PfGenerator *self, guint32 instrument, gint64 timeframe_ns, guint n,
                   gint64 end_ns)
{
  gint64 end = pf_time_bucket (end_ns, timeframe_ns), start = end - (gint64) n * timeframe_ns;
  PfBarSeries *series = pf_bar_series_new (listed[instrument].price_decimals, timeframe_ns);

  g_assert (instrument < G_N_ELEMENTS (listed) && n >= 1);
  g_assert (timeframe_ns % PF_GENERATOR_TICK_NS == 0);
  for (gint64 ts = start; ts < end; ts += timeframe_ns)
    {
      gint64 second = floor_div (ts, PF_NS_PER_SECOND);
      gint64 behind = second + timeframe_ns / PF_NS_PER_SECOND;
      PfBar bar = { 0 };
      gboolean ordered;
      while (second < behind)
        {
          gint64 hour = floor_div (second, HOUR_SECONDS);
          gint64 stop = MIN (behind, (hour + 1) * HOUR_SECONDS);
          make_hour (self, instrument, hour);
          add_seconds (self, instrument, (guint) (second - hour * HOUR_SECONDS),
                       (guint) (stop - 1 - hour * HOUR_SECONDS), &bar);
          second = stop;
        }
      ordered = pf_bar_series_append (series, &bar);
      g_assert (ordered);
    }
  return series;
}
