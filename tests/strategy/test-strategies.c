/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every strategy of the library against a naive second computation, written from its description:
 * signals must be equal on every bar of seeded random series, which have ties, flat stretches and
 * jumps. And small series made by hand.
 */
#include "strategy/pf-strategy.h"

#include <math.h>
#include <string.h>

#define N 3000

typedef struct
{
  PfBar bars[N];
} Series;

typedef PfSignal (*Naive) (const PfBar *bars, guint i, const double *values, PfSignal side);

/* small whole numbers, so that ties are frequent */
static void
series_fill (Series *self, guint32 seed)
{
  GRand *rand = g_rand_new_with_seed (seed);
  gint64 close = 1000;

  for (guint i = 0; i < N; i++)
    {
      PfBar *bar = &self->bars[i];
      gint32 wild = i / 40 % 4 == 0 ? 1 : i / 40 % 4 == 1 ? 3 : i / 40 % 4 == 2 ? 0 : 15;
      gint32 trend = i / 150 % 3 - 1;

      bar->ts_open_ns = i * PF_NS_PER_MINUTE;
      bar->open = close;
      close += g_rand_int_range (rand, -wild, wild + 1) + (wild > 1 ? trend : 0);
      close = MAX (100, close);
      bar->close = close;
      bar->high = MAX (bar->open, close) + g_rand_int_range (rand, 0, 2);
      bar->low = MIN (bar->open, close) - g_rand_int_range (rand, 0, 2);
      bar->volume = g_rand_int_range (rand, 0, 4) == 0 ? 0 : g_rand_int_range (rand, 1, 100);
    }
  g_rand_free (rand);
}

/* --- the second computations: from bars 0..i, nothing kept but the side called last ---------- */

/* sign of the mean of the last a closes minus that of the last b, at bar i */
static int
mean_sign (const PfBar *bars, guint i, guint a, guint b)
{
  gint64 sum_a = 0, sum_b = 0, left, right;

  for (guint j = 0; j < a; j++)
    sum_a += bars[i - j].close;
  for (guint j = 0; j < b; j++)
    sum_b += bars[i - j].close;
  left = sum_a * b;
  right = sum_b * a;
  return left > right ? 1 : left < right ? -1 : 0;
}

/* the cross at bar i: look back for the last bar, not before the averages, with another sign */
static int
mean_cross (const PfBar *bars, guint i, guint fast, guint slow)
{
  int now = i + 1 >= slow ? mean_sign (bars, i, fast, slow) : 0;

  if (now == 0)
    return 0;
  for (guint j = i; j >= slow; j--)
    {
      int before = mean_sign (bars, j - 1, fast, slow);

      if (before != 0)
        return before == now ? 0 : now;
    }
  return 0;
}

static PfSignal
naive_sma_cross (const PfBar *bars, guint i, const double *values, PfSignal side)
{
  int cross = mean_cross (bars, i, (guint) values[0], (guint) values[1]);

  return cross > 0 ? PF_SIGNAL_LONG : cross < 0 ? PF_SIGNAL_SHORT : PF_SIGNAL_NONE;
}

static PfSignal
naive_golden_cross_momentum (const PfBar *bars, guint i, const double *values, PfSignal side)
{
  guint momentum = (guint) values[2];
  int cross = mean_cross (bars, i, (guint) values[0], (guint) values[1]);

  if (cross == 0 || i < momentum)
    return PF_SIGNAL_NONE;
  if (cross > 0 && bars[i].close > bars[i - momentum].close)
    return PF_SIGNAL_LONG;
  if (cross < 0 && bars[i].close < bars[i - momentum].close)
    return PF_SIGNAL_SHORT;
  return PF_SIGNAL_FLAT;
}

static void
extremes (const PfBar *bars, guint from, guint to, gint64 *highest, gint64 *lowest)
{
  *highest = G_MININT64;
  *lowest = G_MAXINT64;
  for (guint j = from; j < to; j++)
    {
      *highest = MAX (*highest, bars[j].high);
      *lowest = MIN (*lowest, bars[j].low);
    }
}

static PfSignal
naive_volume_breakout (const PfBar *bars, guint i, const double *values, PfSignal side)
{
  guint n = (guint) values[0];
  gint64 highest, lowest, close = bars[i].close;
  double sum = 0;
  gboolean loud;

  if (i < n)
    return PF_SIGNAL_NONE;
  extremes (bars, i - n, i, &highest, &lowest);
  for (guint j = i - n; j < i; j++)
    sum += bars[j].volume;
  loud = (sum > 0 ? bars[i].volume * n / sum : 0) >= values[1];
  if (loud && close > highest)
    return side == PF_SIGNAL_LONG ? PF_SIGNAL_NONE : PF_SIGNAL_LONG;
  if (loud && close < lowest)
    return side == PF_SIGNAL_SHORT ? PF_SIGNAL_NONE : PF_SIGNAL_SHORT;
  if (side == PF_SIGNAL_LONG && close < (highest + lowest) / 2.0)
    return PF_SIGNAL_FLAT;
  if (side == PF_SIGNAL_SHORT && close > (highest + lowest) / 2.0)
    return PF_SIGNAL_FLAT;
  return PF_SIGNAL_NONE;
}

/* an average that began as the mean of the n values from `first` on and took in each later one with
 * weight k, written out as the weighted sum that it is */
static long double
smoothed (const long double *x, guint first, guint n, long double k, guint i)
{
  long double weight = 1, sum = 0, seed = 0;

  for (guint j = i; j >= first + n; j--, weight *= 1 - k)
    sum += weight * k * x[j];
  for (guint j = first; j < first + n; j++)
    seed += x[j];
  return sum + weight * seed / n;
}

static long double
naive_rsi (const PfBar *bars, guint i, guint n)
{
  static long double gain[N], loss[N];
  long double up, down;

  for (guint j = 1; j <= i; j++)
    {
      gain[j] = MAX (bars[j].close - bars[j - 1].close, 0);
      loss[j] = MAX (bars[j - 1].close - bars[j].close, 0);
    }
  up = smoothed (gain, 1, n, 1.0L / n, i);
  down = smoothed (loss, 1, n, 1.0L / n, i);
  return up + down < 1e-14L ? 50 : 100 * up / (up + down);
}

static PfSignal
naive_rsi_reversion (const PfBar *bars, guint i, const double *values, PfSignal side)
{
  guint n = (guint) values[0];
  long double before, now, middle = (values[1] + values[2]) / 2;

  if (i < n + 1)
    return PF_SIGNAL_NONE;
  before = naive_rsi (bars, i - 1, n);
  now = naive_rsi (bars, i, n);
  if (before < values[1] && now >= values[1] && now < middle)
    return side == PF_SIGNAL_LONG ? PF_SIGNAL_NONE : PF_SIGNAL_LONG;
  if (before > values[2] && now <= values[2] && now > middle)
    return side == PF_SIGNAL_SHORT ? PF_SIGNAL_NONE : PF_SIGNAL_SHORT;
  if (side == PF_SIGNAL_LONG && now >= middle)
    return PF_SIGNAL_FLAT;
  if (side == PF_SIGNAL_SHORT && now <= middle)
    return PF_SIGNAL_FLAT;
  return PF_SIGNAL_NONE;
}

/* line minus signal at bar i, from the definition; the lines of earlier bars are kept */
static long double
naive_histogram (const PfBar *bars, guint i, guint fast, guint slow, guint smooth)
{
  static long double close[N], line[N];

  for (guint j = 0; j <= i; j++)
    close[j] = bars[j].close;
  for (guint j = i + 1 == slow + smooth - 1 ? slow - 1 : i; j <= i; j++)
    line[j] = smoothed (close, slow - fast, fast, 2.0L / (fast + 1), j)
              - smoothed (close, 0, slow, 2.0L / (slow + 1), j);
  return line[i] - smoothed (line, slow - 1, smooth, 2.0L / (smooth + 1), i);
}

static PfSignal
naive_macd_trend (const PfBar *bars, guint i, const double *values, PfSignal side)
{
  static int last;      /* sign on the last bar that had one; asked for every bar in turn */
  guint fast = (guint) values[0], slow = (guint) values[1], smooth = (guint) values[2];
  long double gap;
  int now, before = i + 1 == slow + smooth - 1 ? 0 : last;

  if (i + 1 < slow + smooth - 1)
    return PF_SIGNAL_NONE;
  gap = naive_histogram (bars, i, fast, slow, smooth);
  now = gap > 0 ? 1 : gap < 0 ? -1 : 0;
  last = now != 0 ? now : before;
  if (now > 0 && before < 0)
    return PF_SIGNAL_LONG;
  if (now < 0 && before > 0)
    return PF_SIGNAL_SHORT;
  return PF_SIGNAL_NONE;
}

static PfSignal
naive_bollinger_breakout (const PfBar *bars, guint i, const double *values, PfSignal side)
{
  guint n = (guint) values[0];
  gint64 sum = 0;
  long double squares = 0, off, reach;

  if (i + 1 < n)
    return PF_SIGNAL_NONE;
  for (guint j = i + 1 - n; j <= i; j++)
    sum += bars[j].close;
  for (guint j = i + 1 - n; j <= i; j++)
    squares += powl (bars[j].close - (long double) sum / n, 2);
  off = (long double) (bars[i].close * n - sum) / n;
  reach = values[1] * sqrtl (squares / n);
  if (off > reach)
    return side == PF_SIGNAL_LONG ? PF_SIGNAL_NONE : PF_SIGNAL_LONG;
  if (off < -reach)
    return side == PF_SIGNAL_SHORT ? PF_SIGNAL_NONE : PF_SIGNAL_SHORT;
  if ((side == PF_SIGNAL_LONG && off < 0) || (side == PF_SIGNAL_SHORT && off > 0))
    return PF_SIGNAL_FLAT;
  return PF_SIGNAL_NONE;
}

static PfSignal
naive_donchian_breakout (const PfBar *bars, guint i, const double *values, PfSignal side)
{
  guint entry = (guint) values[0], leave = (guint) values[1];
  gint64 highest, lowest, exit_highest, exit_lowest, close = bars[i].close;

  if (i < entry || i < leave)
    return PF_SIGNAL_NONE;
  extremes (bars, i - entry, i, &highest, &lowest);
  extremes (bars, i - leave, i, &exit_highest, &exit_lowest);
  if (close > highest)
    return side == PF_SIGNAL_LONG ? PF_SIGNAL_NONE : PF_SIGNAL_LONG;
  if (close < lowest)
    return side == PF_SIGNAL_SHORT ? PF_SIGNAL_NONE : PF_SIGNAL_SHORT;
  if ((side == PF_SIGNAL_LONG && close < exit_lowest)
      || (side == PF_SIGNAL_SHORT && close > exit_highest))
    return PF_SIGNAL_FLAT;
  return PF_SIGNAL_NONE;
}

/* --- the comparison --------------------------------------------------------------------------- */

typedef struct
{
  const char *path, *id;
  Naive naive;
  gboolean goes_flat;       /* has FLAT among its signals */
  PfParamValue given[4][3]; /* sets of parameters to try; the first is the defaults */
} Case;

static const Case cases[] = {
  { "/pf/strategies/golden_cross_momentum", "golden_cross_momentum", naive_golden_cross_momentum,
    TRUE, { { { "" } }, { { "fast", 3 }, { "slow", 7 }, { "momentum", 4 } },
            { { "fast", 1 }, { "slow", 2 }, { "momentum", 90 } },
            { { "fast", 5 }, { "slow", 40 }, { "momentum", 1 } } } },
  { "/pf/strategies/volume_breakout", "volume_breakout", naive_volume_breakout,
    TRUE, { { { "" } }, { { "period", 3 }, { "volume_ratio", 0 } },
            { { "period", 7 }, { "volume_ratio", 1 } },
            { { "period", 1 }, { "volume_ratio", 2.5 } } } },
  { "/pf/strategies/sma_cross", "sma_cross", naive_sma_cross,
    FALSE, { { { "" } }, { { "fast", 1 }, { "slow", 2 } }, { { "fast", 2 }, { "slow", 5 } },
             { { "fast", 49 }, { "slow", 50 } } } },
  { "/pf/strategies/rsi_reversion", "rsi_reversion", naive_rsi_reversion,
    TRUE, { { { "" } }, { { "period", 5 }, { "oversold", 40 }, { "overbought", 60 } },
            { { "period", 30 }, { "oversold", 45.5 }, { "overbought", 51 } },
            { { "period", 3 }, { "oversold", 12.5 } } } },
  { "/pf/strategies/macd_trend", "macd_trend", naive_macd_trend,
    FALSE, { { { "" } }, { { "fast", 2 }, { "slow", 3 }, { "signal", 2 } },
             { { "fast", 1 }, { "slow", 50 }, { "signal", 20 } },
             { { "fast", 20 }, { "slow", 21 }, { "signal", 5 } } } },
  { "/pf/strategies/bollinger_breakout", "bollinger_breakout", naive_bollinger_breakout,
    TRUE, { { { "" } }, { { "period", 5 }, { "width", 1.3 } },
            { { "period", 60 }, { "width", 3.1 } }, { { "period", 3 }, { "width", 0.77 } } } },
  { "/pf/strategies/donchian_breakout", "donchian_breakout", naive_donchian_breakout,
    TRUE, { { { "" } }, { { "entry", 5 }, { "exit", 2 } }, { { "entry", 40 }, { "exit", 1 } },
            { { "entry", 8 }, { "exit", 7 } } } },
};

static void
check_series (const Case *self, const Series *series, const PfParamValue *given)
{
  g_autoptr (PfStrategyRun) run = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  PfSignal side = PF_SIGNAL_FLAT;
  guint n_given = 0, count[4] = { 0 };

  while (n_given < 3 && given[n_given].name[0] != '\0')
    n_given++;
  run = pf_strategy_run_new (self->id, given, n_given, &error);
  g_assert_no_error (error);
  again = pf_strategy_run_new (self->id, given, n_given, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N; i++)
    {
      PfSignal expected = self->naive (series->bars, i, run->values, side);
      PfSignal signal = pf_strategy_run_bar (run, &series->bars[i]);

      if (signal != expected)
        g_error ("%s, bar %u: signal %d, expected %d", self->id, i, signal, expected);
      g_assert_cmpint (pf_strategy_run_bar (again, &series->bars[i]), ==, signal);
      if (signal != PF_SIGNAL_NONE)
        {
          g_assert_cmpuint (i, >=, pf_strategy_run_warm_up (run));
          side = signal;
        }
      count[signal]++;
    }
  /* a comparison of nothing would prove nothing */
  g_assert_cmpuint (count[PF_SIGNAL_LONG], >=, 2);
  g_assert_cmpuint (count[PF_SIGNAL_SHORT], >=, 2);
  g_assert_cmpint (count[PF_SIGNAL_FLAT] > 0, ==, self->goes_flat);
}

static void
test_naive (gconstpointer data)
{
  const Case *self = data;
  Series *series = g_new (Series, 1);

  for (guint32 seed = 1; seed <= 3; seed++)
    {
      series_fill (series, seed);
      for (guint g = 0; g < G_N_ELEMENTS (self->given); g++)
        check_series (self, series, self->given[g]);
    }
  g_free (series);
}

/* --- by hand ---------------------------------------------------------------------------------- */

/* closes; one letter a bar in signals: . L S F */
static void
check_hand (const char *id, const PfParamValue *given, guint n_given, const gint64 *closes,
            const double *volumes, const char *signals)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PfStrategyRun) run = pf_strategy_run_new (id, given, n_given, &error);
  g_autoptr (GString) got = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < strlen (signals); i++)
    {
      PfBar bar = { i * PF_NS_PER_HOUR, closes[i], closes[i], closes[i], closes[i],
                    volumes != NULL ? volumes[i] : 1 };

      g_string_append_c (got, ".LSF"[pf_strategy_run_bar (run, &bar)]);
    }
  g_assert_cmpstr (got->str, ==, signals);
}

/* With 1 and 2 the sign is that of the last step of the close. */
static void
test_sma_cross_ties (void)
{
  const PfParamValue given[] = { { "fast", 1 }, { "slow", 2 } };
  const gint64 up[] = { 10, 11, 11, 12, 12, 11, 11, 12, 12, 12, 13, 12, 13 };
  const gint64 tie_first[] = { 10, 10, 11, 11, 10, 10, 11 };
  const gint64 down[] = { 10, 9, 10 };

  /* the first bar with both averages only sets the sign; touching is no cross */
  check_hand ("sma_cross", given, 2, up, NULL, ".....S.L...SL");
  /* equal on that first bar: there is no sign yet, the next that differs sets it */
  check_hand ("sma_cross", given, 2, tie_first, NULL, "....S.L");
  check_hand ("sma_cross", given, 2, down, NULL, "..L");
}

/* Means of 2 and 3 closes that differ by less than a double can tell. */
static void
test_sma_cross_exact (void)
{
  const PfParamValue given[] = { { "fast", 2 }, { "slow", 3 } };
  const gint64 big = G_GINT64_CONSTANT (9000000000000000000);
  /* 3 x sum of 2 against 2 x sum of 3, less what is the same: 3 and 2 above; 3 and 2 above; 0 and 2
   * below; equal; -3 and -2 below; 3 and 2 above */
  const gint64 closes[] = { big, big, big + 1, big, big, big, big - 1, big + 2 };

  check_hand ("sma_cross", given, 2, closes, NULL, "....S..L");
}

static void
test_golden_cross_unconfirmed (void)
{
  const PfParamValue given[] = { { "fast", 1 }, { "slow", 2 }, { "momentum", 3 } };
  /* up at 4, but 9 is not above the 12 of three bars ago: flat. Down at 5, below the 10: short.
   * Up at 6, above: long. Down at 7, but equal to that three bars ago: flat. */
  const gint64 closes[] = { 13, 12, 10, 8, 9, 5, 20, 9 };

  check_hand ("golden_cross_momentum", given, 3, closes, NULL, "....FSLF");
}

static void
test_volume_breakout_hand (void)
{
  const PfParamValue given[] = { { "period", 2 }, { "volume_ratio", 2 } };
  const gint64 closes[] = { 10, 12, 13, 14, 20, 16, 15, 5, 9, 10 };
  const double volumes[] = { 4, 4, 7, 11, 2, 1, 1, 8, 1, 1 };

  /* 13 breaks 12 on 7 of usual 4: not loud. 14 on 11 of 5.5: just. 20 is not loud, nor new. 16 is
   * below 17, the middle of 14 and 20: flat. 5 is below 15, loud: short. 9 is below 10, the middle
   * of 15 and 5. 10 is above 7. */
  check_hand ("volume_breakout", given, 2, closes, volumes, "...L.F.S.F");
}

static void
test_donchian_hand (void)
{
  const PfParamValue given[] = { { "entry", 3 }, { "exit", 1 } };
  const gint64 closes[] = { 10, 11, 12, 12, 13, 13, 14, 13, 13, 10, 10, 11, 20, 5 };

  /* equal to the highest is no break; a second break on the same side says nothing new; 13 after
   * 14 leaves the exit channel; 10 breaks below; 11 after 10 leaves; and straight across */
  check_hand ("donchian_breakout", given, 2, closes, NULL, "....L..F.S.FLS");
}

/* nothing is said before both channels are whole, the longer exit channel, too */
static void
test_donchian_long_exit (void)
{
  const PfParamValue given[] = { { "entry", 1 }, { "exit", 3 } };
  const gint64 closes[] = { 10, 11, 12, 13, 14, 13, 14 };

  check_hand ("donchian_breakout", given, 2, closes, NULL, "...L.SL");
}

/* 5 equal closes have a deviation of 0 and lie on their band, not outside. 10 10 10 10 9: mean 9.8,
 * deviation 0.4; 9 is 0.8 below, outside of 1.9 deviations. Back above the mean: flat. */
static void
test_bollinger_hand (void)
{
  const PfParamValue given[] = { { "period", 5 }, { "width", 1.9 } };
  const gint64 closes[] = { 10, 10, 10, 10, 10, 9, 9, 10, 10, 10, 10, 10, 11 };

  check_hand ("bollinger_breakout", given, 2, closes, NULL, ".....S.F....L");
}

/* equal lines have no sign, so the first rise out of a flat market only sets one */
static void
test_macd_hand (void)
{
  const PfParamValue given[] = { { "fast", 1 }, { "slow", 2 }, { "signal", 2 } };
  const gint64 closes[] = { 10, 10, 10, 10, 12, 5, 5, 5, 20 };

  check_hand ("macd_trend", given, 3, closes, NULL, ".....SL..");
}

static void
test_rsi_hand (void)
{
  const PfParamValue given[] = { { "period", 1 }, { "oversold", 30 }, { "overbought", 70 } };
  const PfParamValue two[] = { { "period", 2 }, { "oversold", 30 }, { "overbought", 70 } };
  const gint64 jumps[] = { 10, 9, 12, 8, 8 };
  /* gain/loss: 0/2 at 2; (0+2)/2 and 1: 50 at 3, past the middle at once; then -4: 1/2 and 5/2 are
   * 16.7; +2: 5/4 and 5/4 are 50 again; -6: 5/8 and 29/8 are 14.7; +1: 13/16 and 29/16 are 30.95:
   * long; +1: 29/32 and 29/32 are 50: flat */
  const gint64 closes[] = { 20, 18, 16, 18, 14, 16, 10, 11, 12 };

  check_hand ("rsi_reversion", given, 3, jumps, NULL, ".....");
  check_hand ("rsi_reversion", two, 3, closes, NULL, ".......LF");
}

/* a market that stands still tells nobody anything */
static void
test_still (void)
{
  guint n = 0;
  const PfStrategy *const *all = pf_strategies (&n);

  for (guint s = 0; s < n; s++)
    {
      g_autoptr (PfStrategyRun) run = pf_strategy_run_new (all[s]->id, NULL, 0, NULL);
      gint64 close = G_GINT64_CONSTANT (1234567890123456789);
      PfBar bar = { 0, close, close, close, close, 0.1 };

      for (guint i = 0; i < 1000; i++)
        {
          bar.ts_open_ns = i * PF_NS_PER_MINUTE;
          g_assert_cmpint (pf_strategy_run_bar (run, &bar), ==, PF_SIGNAL_NONE);
        }
    }
}

/* the first signal can come on the very bar that warm_up promises */
static void
test_warm_up (void)
{
  static const struct
  {
    const char *id;
    PfParamValue given[3];
    guint n_given, warm_up;
    gint64 closes[8];
  } rows[] = {
    { "sma_cross", { { "fast", 1 }, { "slow", 2 } }, 2, 2, { 10, 9, 11 } },
    { "golden_cross_momentum", { { "fast", 1 }, { "slow", 2 }, { "momentum", 3 } }, 3, 3,
      { 10, 11, 12, 9 } },
    { "golden_cross_momentum", { { "fast", 1 }, { "slow", 2 }, { "momentum", 1 } }, 3, 2,
      { 10, 11, 9 } },
    { "volume_breakout", { { "period", 2 }, { "volume_ratio", 1 } }, 2, 2, { 10, 11, 12 } },
    { "donchian_breakout", { { "entry", 2 }, { "exit", 1 } }, 2, 2, { 10, 11, 9 } },
    { "bollinger_breakout", { { "period", 3 }, { "width", 1 } }, 2, 2, { 10, 10, 12 } },
    /* index 0, then gain 5/2 and loss 10/2: 33.3 */
    { "rsi_reversion", { { "period", 2 } }, 1, 3, { 30, 20, 10, 15 } },
    { "macd_trend", { { "fast", 1 }, { "slow", 2 }, { "signal", 2 } }, 3, 3, { 10, 11, 13, 9 } },
  };

  for (guint r = 0; r < G_N_ELEMENTS (rows); r++)
    {
      g_autoptr (PfStrategyRun) run
          = pf_strategy_run_new (rows[r].id, rows[r].given, rows[r].n_given, NULL);

      g_assert_nonnull (run);
      g_assert_cmpuint (pf_strategy_run_warm_up (run), ==, rows[r].warm_up);
      for (guint i = 0; i <= rows[r].warm_up; i++)
        {
          gint64 close = rows[r].closes[i];
          PfBar bar = { i, close, close, close, close, 1 };

          g_assert_cmpint (pf_strategy_run_bar (run, &bar) != PF_SIGNAL_NONE, ==,
                           i == rows[r].warm_up);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_naive);
  g_test_add_func ("/pf/strategies/sma_cross/ties", test_sma_cross_ties);
  g_test_add_func ("/pf/strategies/sma_cross/exact", test_sma_cross_exact);
  g_test_add_func ("/pf/strategies/golden_cross_momentum/unconfirmed",
                   test_golden_cross_unconfirmed);
  g_test_add_func ("/pf/strategies/volume_breakout/hand", test_volume_breakout_hand);
  g_test_add_func ("/pf/strategies/donchian_breakout/hand", test_donchian_hand);
  g_test_add_func ("/pf/strategies/donchian_breakout/long-exit", test_donchian_long_exit);
  g_test_add_func ("/pf/strategies/bollinger_breakout/hand", test_bollinger_hand);
  g_test_add_func ("/pf/strategies/macd_trend/hand", test_macd_hand);
  g_test_add_func ("/pf/strategies/rsi_reversion/hand", test_rsi_hand);
  g_test_add_func ("/pf/strategies/still", test_still);
  g_test_add_func ("/pf/strategies/warm_up", test_warm_up);
  return g_test_run ();
}
