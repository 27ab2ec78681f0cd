/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The practice market: one truth however it is asked, and a market worth practising on. */
#include "market/pf-generator.h"

#include <math.h>
#include <string.h>

#define BEGIN (G_GINT64_CONSTANT (20000) * PF_NS_PER_DAY)
#define N_INSTRUMENTS 5

static void
assert_same_bar (const PfBar *a, const PfBar *b)
{
  g_assert_cmpint (a->ts_open_ns, ==, b->ts_open_ns);
  g_assert_cmpint (a->open, ==, b->open);
  g_assert_cmpint (a->high, ==, b->high);
  g_assert_cmpint (a->low, ==, b->low);
  g_assert_cmpint (a->close, ==, b->close);
  g_assert_cmpfloat_with_epsilon (a->volume, b->volume, 1e-9 * fabs (a->volume));
}

/* Asked at random, by another generator that was asked other things before, a second is the same.
 */
static void
test_any_order (void)
{
  g_autoptr (PfGenerator) one = pf_generator_new (7), other = pf_generator_new (7);
  g_autoptr (PfGenerator) stranger = pf_generator_new (8);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  guint n_different = 0;

  for (guint i = 0; i < 3000; i++)
    {
      guint32 instrument = (guint32) g_rand_int_range (random, 0, N_INSTRUMENTS);
      gint64 ts = BEGIN + (gint64) g_rand_int_range (random, -500000, 500000) * PF_NS_PER_SECOND;
      PfBar a, b, c;
      pf_generator_tick (one, instrument, ts, &a);
      pf_generator_tick (other, (instrument + 1) % N_INSTRUMENTS, ts + PF_NS_PER_HOUR, &c);
      pf_generator_tick (other, instrument, ts, &b);
      pf_generator_tick (stranger, instrument, ts, &c);
      g_assert_cmpmem (&a, sizeof a, &b, sizeof b);
      n_different += a.close != c.close;
    }
  g_assert_cmpuint (n_different, >, 2700);
}

/* A bar of any timeframe is its seconds. */
static void
test_timeframes (void)
{
  static const gint64 timeframes[] = { PF_NS_PER_MINUTE, 5 * PF_NS_PER_MINUTE,
                                       15 * PF_NS_PER_MINUTE, PF_NS_PER_HOUR, 4 * PF_NS_PER_HOUR,
                                       PF_NS_PER_DAY };
  g_autoptr (PfGenerator) generator = pf_generator_new (3);

  for (guint32 instrument = 0; instrument < N_INSTRUMENTS; instrument++)
    for (guint t = 0; t < G_N_ELEMENTS (timeframes); t++)
      {
        g_autoptr (PfBarSeries) bars = pf_generator_bars (generator, instrument, timeframes[t], 2,
                                                          BEGIN + 5 * PF_NS_PER_MINUTE);
        PfBarBuilder builder;
        guint n = 0;
        pf_bar_builder_init (&builder, timeframes[t]);
        g_assert_cmpuint (pf_bar_series_length (bars), ==, 2);
        for (gint64 ts = pf_bar_series_get (bars, 0)->ts_open_ns; n < 2; ts += PF_NS_PER_SECOND)
          {
            PfBar second, closed;
            pf_generator_tick (generator, instrument, ts, &second);
            if (pf_bar_builder_add (&builder, &second, PF_NS_PER_SECOND, &closed))
              assert_same_bar (&closed, pf_bar_series_get (bars, n++));
          }
      }
}

/* Seconds join: each opens where the last closed, but for a tick of rounding at a full hour, and
 * but for the jumps of 1 to 4 % with which a block of gap begins. There are such, and only there.
 */
static void
test_joins (void)
{
  g_autoptr (PfGenerator) generator = pf_generator_new (5);
  guint n_gaps = 0, n_blocks = 24 * 60 / 4;

  for (guint32 instrument = 0; instrument < N_INSTRUMENTS; instrument++)
    {
      g_autoptr (PfBarSeries) hours
          = pf_generator_bars (generator, instrument, PF_NS_PER_HOUR, 24 * 60, BEGIN);
      g_autoptr (PfBarSeries) minutes
          = pf_generator_bars (generator, instrument, PF_NS_PER_MINUTE, 60, BEGIN);
      for (guint i = 1; i < pf_bar_series_length (hours); i++)
        {
          const PfBar *bar = pf_bar_series_get (hours, i);
          gint64 close = pf_bar_series_get (hours, i - 1)->close, apart = ABS (bar->open - close);
          gboolean gap = apart > 1;
          n_gaps += gap;
          if (!gap)
            continue;
          g_assert_cmpint (bar->ts_open_ns % (4 * PF_NS_PER_HOUR), ==, 0);
          g_assert_cmpfloat ((double) apart / (double) close, >, 0.009);
          g_assert_cmpfloat ((double) apart / (double) close, <, 0.042);
        }
      for (guint i = 1; i < pf_bar_series_length (minutes); i++)
        g_assert_cmpint (pf_bar_series_get (minutes, i)->open, ==,
                         pf_bar_series_get (minutes, i - 1)->close);
    }
  /* one block in eight, give or take */
  g_assert_cmpuint (n_gaps, >, N_INSTRUMENTS * n_blocks / 16);
  g_assert_cmpuint (n_gaps, <, N_INSTRUMENTS * n_blocks / 4);
}

/* Ten years: in order, above 0, traded, never frozen, and no instrument runs away. */
static void
test_ten_years (void)
{
  g_autoptr (PfGenerator) generator = pf_generator_new (11);

  for (guint32 instrument = 0; instrument < N_INSTRUMENTS; instrument++)
    {
      g_autoptr (PfBarSeries) days
          = pf_generator_bars (generator, instrument, PF_NS_PER_DAY, 365, BEGIN);
      gint64 first = pf_bar_series_get (days, 0)->open;
      for (gint64 year = -10; year <= 10; year++)
        {
          g_autoptr (PfBarSeries) then = pf_generator_bars (
              generator, instrument, PF_NS_PER_DAY, 1, BEGIN + year * 365 * PF_NS_PER_DAY);
          const PfBar *bar = pf_bar_series_get (then, 0);
          g_assert_cmpint (bar->close, >, first / 4);
          g_assert_cmpint (bar->close, <, first * 4);
        }
      for (guint i = 0; i < pf_bar_series_length (days); i++)
        {
          const PfBar *bar = pf_bar_series_get (days, i);
          g_assert_cmpint (bar->low, >, 0);
          g_assert_cmpint (bar->low, <=, MIN (bar->open, bar->close));
          g_assert_cmpint (bar->high, >=, MAX (bar->open, bar->close));
          g_assert_cmpint (bar->high, >, bar->low);
          g_assert_cmpfloat (bar->volume, >, 0);
        }
    }
}

typedef struct { double noise; } Hour;

static int
by_noise (gconstpointer a, gconstpointer b)
{
  return (((const Hour *) a)->noise > ((const Hour *) b)->noise)
         - (((const Hour *) a)->noise < ((const Hour *) b)->noise);
}

/* Regimes: the wildest tenth of the hours moves several times as much as the calmest, and minutes
 * have fat tails: a kurtosis well above the 3 of a normal distribution. */
static void
test_regimes (void)
{
  enum { N_HOURS = 2000 };
  g_autoptr (PfGenerator) generator = pf_generator_new (1);
  g_autoptr (PfBarSeries) minutes
      = pf_generator_bars (generator, 0, PF_NS_PER_MINUTE, N_HOURS * 60, BEGIN);
  g_autofree Hour *hours = g_new0 (Hour, N_HOURS);
  double second = 0, fourth = 0, wild;

  for (guint i = 0; i < N_HOURS * 60; i++)
    {
      const PfBar *bar = pf_bar_series_get (minutes, i);
      double r = (double) (bar->close - bar->open) / (double) bar->open;
      second += r * r;
      fourth += r * r * r * r;
      hours[i / 60].noise += r * r;
    }
  second /= N_HOURS * 60;
  fourth /= N_HOURS * 60;
  qsort (hours, N_HOURS, sizeof *hours, by_noise);
  wild = hours[N_HOURS * 19 / 20].noise / hours[N_HOURS / 20].noise;
  g_test_message ("variance of a minute %.3g, kurtosis %.1f, wild to calm %.1f", second,
                  fourth / (second * second), wild);
  g_assert_cmpfloat (second, >, 0.0003 * 0.0003);
  g_assert_cmpfloat (second, <, 0.003 * 0.003);
  g_assert_cmpfloat (fourth / (second * second), >, 4);
  g_assert_cmpfloat (wild, >, 3 * 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/generator/any-order", test_any_order);
  g_test_add_func ("/pf/generator/timeframes", test_timeframes);
  g_test_add_func ("/pf/generator/joins", test_joins);
  g_test_add_func ("/pf/generator/ten-years", test_ten_years);
  g_test_add_func ("/pf/generator/regimes", test_regimes);
  return g_test_run ();
}
