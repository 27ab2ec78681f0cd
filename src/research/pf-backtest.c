/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See the header for what is guaranteed. */
#include "research/pf-backtest.h"

#include "engine/pf-fingerprint.h"
#include "market/pf-matcher.h"

#include <string.h>
#include <sys/mman.h>

/* No bar has so many words to say; a run that has, goes round in circles. */
#define WORDS_A_BAR_MAX 10000
#define FEE_RATE_MAX_PPM 100000
/* Bars on the way into the cache while one is worked on; past the end a prefetch does nothing. */
#define AHEAD 64

G_DEFINE_QUARK (pf-backtest-error-quark, pf_backtest_error)

typedef struct
{
  PfEngine *engine;
  PfMatcher *matcher;
  PfBacktestResult *result;
  guint64 n_refusals;
  char alarm[PF_SENTENCE_MAX];  /* "" unless the engine raised one */
  PfReply reply;
} Run;

void
pf_backtest_config_init (PfBacktestConfig *self, const char *strategy)
{
  memset (self, 0, sizeof *self);
  pf_deployment_spec_init (&self->spec, strategy, PF_PROFILE_NONE);
  self->spec.direction = PF_DIRECTION_LONG;
  self->spec.sizing = PF_SIZING_FRACTION;
  self->spec.fraction = pf_rate_from_percent (100);
  self->spec.stop_loss = PF_RATE_ZERO;
  self->spec.take_profit = PF_RATE_ZERO;
  g_strlcpy (self->symbol, "BARS", sizeof self->symbol);
  self->balance = pf_money_from_int (10000);
  self->fee_rate = pf_rate_from_ppm (400);
}

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, PF_BACKTEST_ERROR, PF_BACKTEST_ERROR_VALUE, sentence);
  return FALSE;
}

static gboolean
check_config (const PfBacktestConfig *config, GError **error)
{
  PfRate whole = pf_rate_from_percent (100);

  if (config->balance.e18 <= 0)
    return refuse (error, "The balance must be above 0.");
  if (config->fee_rate.e12 < 0
      || pf_rate_compare (config->fee_rate, pf_rate_from_ppm (FEE_RATE_MAX_PPM)) > 0)
    return refuse (error, "The fee rate must be between 0 and 0.1.");
  if (config->slippage.e12 < 0 || pf_rate_compare (config->slippage, whole) >= 0)
    return refuse (error, "The slippage must be at least 0 and below 10000 basis points.");
  if (config->spec.stop_loss.e12 < 0 || pf_rate_compare (config->spec.stop_loss, whole) >= 0)
    return refuse (error, "The stop loss must be at least 0 and below 100 percent.");
  if (config->spec.take_profit.e12 < 0)
    return refuse (error, "The take profit must not be below 0 percent.");
  if (!pf_symbol_is_valid (config->symbol))
    return refuse (error, "The symbol must be letters, digits or -_/. and not too long.");
  return TRUE;
}

/* --- between engine and market --------------------------------------------------------------- */

static void
keep_record (Run *run, const PfRecord *record)
{
  if (record->type == PF_RECORD_FILL)
    g_array_append_val (run->result->fills, record->fill);
  if (record->type == PF_RECORD_TRADE)
    {
      g_array_append_val (run->result->trades, record->trade);
      pf_metrics_trade (&run->result->metrics, &record->trade);
    }
  run->n_refusals += record->type == PF_RECORD_REFUSAL;
}

/* Does what the outbox says; FALSE when it says nothing. */
static gboolean
carry_out (Run *run)
{
  gint64 now_ns;
  guint n;
  const PfOut *outs = pf_engine_outbox (run->engine, &n);

  if (n == 0)
    return FALSE;
  now_ns = pf_engine_time (run->engine);
  for (guint i = 0; i < n; i++)
    switch (outs[i].type)
      {
      case PF_OUT_RECORD:
        keep_record (run, &outs[i].record);
        break;
      case PF_OUT_SUBMIT:
        pf_matcher_submit (run->matcher, pf_engine_order (run->engine, outs[i].order_id), now_ns);
        break;
      case PF_OUT_CANCEL:
        pf_matcher_cancel (run->matcher, outs[i].order_id, now_ns);
        break;
      case PF_OUT_ALARM:
        g_strlcpy (run->alarm, outs[i].sentence, sizeof run->alarm);
        break;
      case PF_OUT_REPLY:
        run->reply = outs[i].reply;
        break;
      case PF_OUT_QUERY:        /* this market answers at once, so nothing is ever asked */
      case PF_OUT_WAKE:         /* the next bar is the next time */
      default:
        break;
      }
  pf_engine_outbox_clear (run->engine);
  return TRUE;
}

static gboolean
tell (Run *run, const PfEvent *event)
{
  pf_engine_take (run->engine, event);
  return carry_out (run);
}

/* The market's words into the engine, its answers into the market, until both are quiet. */
static void
pump (Run *run)
{
  PfMatcherEvent word;

  for (guint n = 0; pf_matcher_next_event (run->matcher, &word); n++)
    {
      PfEvent event = { .ts_ns = word.ts_ns };

      g_assert (n < WORDS_A_BAR_MAX);
      if (word.event == PF_ORDER_EVENT_FILL)
        {
          event.type = PF_EVENT_FILL;
          event.fill = &word.fill;
        }
      else
        {
          event.type = PF_EVENT_ORDER;
          event.order.order_id = word.order_id;
          event.order.event = word.event;
          event.order.venue_order_id = word.venue_order_id;
          event.order.sentence = word.sentence;
        }
      tell (run, &event);
    }
}

/* --- the run --------------------------------------------------------------------------------- */

static void
meet_market (Run *run, const PfBarSeries *series, const PfBar *bar)
{
  pf_matcher_open (run->matcher, 0, pf_price_from_points (bar->open, series->decimals), bar->volume,
                   bar->ts_open_ns);
  pump (run);
  pf_matcher_range (run->matcher, 0, pf_price_from_points (bar->high, series->decimals),
                    pf_price_from_points (bar->low, series->decimals), bar->ts_open_ns);
  pump (run);
}

static void
run_bars (Run *run, const PfBarSeries *series)
{
  PfBacktestResult *result = run->result;
  PfMoney *equities = result->equity != NULL ? (PfMoney *) (void *) result->equity->data : NULL;
  const PfDeploymentState *deployment = pf_engine_deployment_at (run->engine, 0);
  PfEvent event = { .type = PF_EVENT_BAR, .bar.timeframe_ns = series->timeframe_ns };

  for (guint i = 0; i < result->n_bars; i++)
    {
      const PfBar *bar = pf_bar_series_get (series, i);
      PfMoney equity;

      __builtin_prefetch (bar + AHEAD);
      /* a position without an order around it has nothing to meet */
      if (pf_matcher_n_orders (run->matcher) > 0)
        meet_market (run, series, bar);
      result->n_refusals = run->n_refusals;
      event.ts_ns = bar->ts_open_ns + series->timeframe_ns;
      event.bar.bar = *bar;
      if (tell (run, &event))
        pump (run);
      equity = pf_engine_equity (run->engine);
      pf_metrics_mark (&result->metrics, bar->ts_open_ns, equity,
                       deployment->legs[0].position.quantity.e18 != 0);
      if (equities != NULL)
        equities[i] = equity;
      result->n_run = i + 1;
      /* with the equity used up nothing is decided on this bar any more: it has no refusals */
      if (G_UNLIKELY (equity.e18 <= 0 || run->alarm[0] != '\0'))
        break;
      result->n_refusals = run->n_refusals;
    }
  if (equities != NULL)
    g_array_set_size (result->equity, result->n_run);
}

static gboolean
deploy (Run *run, const PfBacktestConfig *config, const PfBarSeries *series, GError **error)
{
  PfDeploymentSpec spec = config->spec;
  gint64 ts_ns = pf_bar_series_get (series, 0)->ts_open_ns;
  PfEvent ready = { .type = PF_EVENT_DESK, .ts_ns = ts_ns, .desk = { PF_DESK_WORD_READY, "" } };
  PfEvent command = { .type = PF_EVENT_COMMAND, .ts_ns = ts_ns,
                      .command = { .type = PF_COMMAND_DEPLOY, .spec = &spec } };

  spec.n_symbols = 1;
  g_strlcpy (spec.symbols[0], config->symbol, sizeof spec.symbols[0]);
  spec.timeframe_ns = series->timeframe_ns;
  spec.profile = PF_PROFILE_NONE;
  spec.limits = pf_profile_limits (PF_PROFILE_NONE);
  tell (run, &ready);
  tell (run, &command);
  if (!run->reply.ok)
    return refuse (error, run->reply.sentence);
  return TRUE;
}

/* An array that is going to be large, with room for n. The results of a run are written once: in
 * pages of the usual size their page faults would cost more than the bars. It is only a wish. */
static GArray *
large_array (gsize element, guint n)
{
  GArray *array = g_array_sized_new (FALSE, FALSE, (guint) element, n);
  gsize page = 4096, at = (gsize) (guintptr) array->data;
  gsize first = (at + page - 1) / page * page, end = (at + element * n) / page * page;

  if (end > first)
    madvise (array->data + (first - at), end - first, MADV_HUGEPAGE);
  return array;
}

static PfBacktestResult *
result_new (const PfBarSeries *series, const PfBacktestConfig *config)
{
  PfBacktestResult *self = g_new0 (PfBacktestResult, 1);

  self->n_bars = pf_bar_series_length (series);
  self->from_ns = pf_bar_series_get (series, 0)->ts_open_ns;
  self->to_ns = pf_bar_series_get (series, self->n_bars - 1)->ts_open_ns;
  pf_metrics_init (&self->metrics, config->balance);
  /* room for a fill every tenth bar; they grow where there are more */
  self->fills = large_array (sizeof (PfFill), self->n_bars / 10 + 1);
  self->trades = large_array (sizeof (PfTrade), self->n_bars / 20 + 1);
  if (config->keep_equity)
    {
      self->equity = large_array (sizeof (PfMoney), self->n_bars);
      g_array_set_size (self->equity, self->n_bars);
    }
  return self;
}

/**
 * pf_backtest_run:
 * @series: at least one bar, of the timeframe that is wanted
 *
 * Returns: (transfer full): what came of it, or %NULL with a sentence when the config names what
 *   does not exist or is out of range
 */
PfBacktestResult *
pf_backtest_run (const PfBarSeries *series, const PfBacktestConfig *config, GError **error)
{
  g_autoptr (PfInstruments) instruments = NULL;
  g_autoptr (PfBacktestResult) result = NULL;
  g_autoptr (PfEngine) engine = NULL;
  g_autoptr (PfMatcher) matcher = NULL;
  PfInstrument instrument;
  PfEngineConfig engine_config;
  PfMatcherConfig matcher_config = { .balance = config->balance, .fee_rate = config->fee_rate,
                                     .slippage = config->slippage, .leverage = 1 };
  Run run = { 0 };

  g_assert (pf_bar_series_length (series) > 0);
  if (!check_config (config, error))
    return NULL;
  instruments = pf_instruments_new ();
  instrument = pf_instrument_unknown (config->symbol, series->decimals);
  pf_instruments_add (instruments, &instrument);
  pf_engine_config_init (&engine_config);
  engine_config.balance = config->balance;
  engine_config.fee_rate = config->fee_rate;
  engine_config.slippage = config->slippage;
  engine_config.desk_positions_max = 0;
  engine_config.symbol_positions_max = 0;
  engine_config.bar_records = FALSE;
  result = result_new (series, config);
  engine = pf_engine_new (&engine_config, instruments);
  matcher = pf_matcher_new (&matcher_config, instruments);
  run.engine = engine;
  run.matcher = matcher;
  run.result = result;
  if (!deploy (&run, config, series, error))
    return NULL;
  run_bars (&run, series);
  if (run.alarm[0] != '\0')
    {
      g_set_error (error, PF_BACKTEST_ERROR, PF_BACKTEST_ERROR_ENGINE, "The engine gave up: %s",
                   run.alarm);
      return NULL;
    }
  result->fees = pf_engine_account (engine)->fees;
  return g_steal_pointer (&result);
}

void
pf_backtest_result_free (PfBacktestResult *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->fills);
  g_array_unref (self->trades);
  g_clear_pointer (&self->equity, g_array_unref);
  g_free (self);
}

char *
pf_backtest_result_fingerprint (const PfBacktestResult *self)
{
  g_autoptr (PfFingerprint) fingerprint = pf_fingerprint_new ();

  for (guint i = 0; i < self->fills->len; i++)
    pf_fingerprint_add (fingerprint, &g_array_index (self->fills, PfFill, i));
  return pf_fingerprint_to_string (fingerprint);
}

gboolean
pf_backtest_result_exposure_pct (const PfBacktestResult *self, double *out)
{
  PfMoney in_position = { (PfInt128) self->metrics.n_marks_in_position };
  PfMoney bars = { self->n_bars };

  return pf_metrics_percent (in_position, bars, out);
}
