/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The matcher's rules, each a short script with what the market says to each of its steps.
 *
 *   steps   open[:INSTRUMENT] PRICE [VOLUME] | range[:I] HIGH LOW | close[:I] PRICE | cancel ID
 *           buy|sell ID QUANTITY [limit=P] [stop=P] [target=P] [reduce] [cut] [ioc] [fok]
 *                                [d=DEPLOYMENT] [i=INSTRUMENT]
 *   words   A accepted, C cancelled, E expired, R rejected, each with the order's id;
 *           F ID SIGNED-QUANTITY @PRICE [~FEE]; "-" for silence
 *
 * The account begins with 1000; every order is of deployment 1 and instrument 0 unless it says so.
 */
#include <string.h>

#include "market/pf-matcher.h"

typedef struct
{
  const char *name;
  gint64 fee_ppm, slippage_ppm;
  guint leverage;               /* 0: 1 */
  gint64 share_pct;
  gint64 maintenance_ppm;       /* with liquidate */
  gboolean liquidate;
  const char *script, *words;
  const char *cash;             /* at the end; NULL: not looked at */
} Rule;

static const Rule rules[] = {
  /* --- market orders --- */
  { .name = "market-waits-for-the-open",
    .script = "buy 1 2; open 100; range 101 99; close 100",
    .words = "A1 | F1+2@100 | - | -", .cash = "800" },
  { .name = "market-in-the-open-fills-at-once",
    .script = "open 100; buy 1 2; range 110 90; close 95",
    .words = "- | A1 F1+2@100 | - | -" },
  { .name = "market-after-range-waits",
    .script = "open 100; range 110 90; buy 1 2; close 95; sell 2 1; open 97",
    .words = "- | - | A1 | - | A2 | F1+2@97 F2-1@97", .cash = "903" },
  { .name = "market-between-waits",
    .script = "open 100; close 95; buy 1 2; open 90",
    .words = "- | - | A1 | F1+2@90" },
  { .name = "market-of-another-instrument-waits",
    .script = "open 100; buy 1 2 i=1; range 110 90; open:1 7; range:1 7 7",
    .words = "- | A1 | - | F1+2@7 | -", .cash = "986" },
  { .name = "slippage-and-fee-of-market", .fee_ppm = 1000, .slippage_ppm = 10000,
    .script = "buy 1 2; open 100; sell 2 2; range 100 100",
    .words = "A1 | F1+2@101~0.202 | A2 F2-2@99~0.198 | -", .cash = "995.6" },
  { .name = "arrival-decides",
    .script = "sell 1 1; buy 2 3; sell 3 1 d=2; open 50",
    .words = "A1 | A2 | A3 | F1-1@50 F2+1@50 F2+2@50 F3-1@50" },
  { .name = "fee-is-rounded-half-even", .fee_ppm = 500000,
    .script = "buy 1 1; open 0.000000000000000001; buy 2 3; buy 3 2",
    .words = "A1 | F1+1@0.000000000000000001 | "
             "A2 F2+3@0.000000000000000001~0.000000000000000002 | "
             "A3 F3+2@0.000000000000000001~0.000000000000000001" },

  /* --- stops --- */
  { .name = "sell-stop-in-range", .slippage_ppm = 10000,
    .script = "buy 1 2; open 100; sell 2 2 stop=95 reduce; range 100 95.01; open 97; range 97 95",
    .words = "A1 | F1+2@101 | A2 | - | - | F2-2@94.05" },
  { .name = "sell-stop-gap", .slippage_ppm = 10000,
    .script = "buy 1 2; open 100; sell 2 2 stop=95 reduce; range 100 100; open 90; range 99 80",
    .words = "A1 | F1+2@101 | A2 | - | F2-2@89.1 | -" },
  { .name = "sell-stop-at-the-open-exactly",
    .script = "buy 1 2; open 100; sell 2 2 stop=95 reduce; range 100 100; open 95",
    .words = "A1 | F1+2@100 | A2 | - | F2-2@95" },
  { .name = "buy-stop-in-range", .slippage_ppm = 10000,
    .script = "sell 1 2; open 100; buy 2 2 stop=105 reduce; range 104.99 90; open 100; "
              "range 105 99",
    .words = "A1 | F1-2@99 | A2 | - | - | F2+2@106.05" },
  { .name = "buy-stop-gap", .slippage_ppm = 10000,
    .script = "sell 1 2; open 100; buy 2 2 stop=105 reduce; range 100 100; open 110; range 120 90",
    .words = "A1 | F1-2@99 | A2 | - | F2+2@111.1 | -" },
  { .name = "stop-of-the-entry-bar",
    .script = "buy 1 2; open 100; sell 2 2 stop=95 reduce; range 101 94",
    .words = "A1 | F1+2@100 | A2 | F2-2@95" },
  /* slippage is wider than the stop: the bar opened beyond it, so that is where it goes */
  { .name = "stop-beyond-its-own-open", .slippage_ppm = 50000,
    .script = "buy 1 2; open 100; sell 2 2 stop=102 reduce; range 110 90",
    .words = "A1 | F1+2@105 | A2 | F2-2@95" },
  { .name = "stop-of-an-entry",
    .script = "buy 1 2 stop=105; open 100; range 104 90; open 101; range 106 100",
    .words = "A1 | - | - | - | F1+2@105" },

  /* --- targets --- */
  { .name = "sell-target-in-range", .slippage_ppm = 10000,
    .script = "buy 1 2; open 100; sell 2 2 target=105 reduce; range 104.99 90; open 100; "
              "range 105 99",
    .words = "A1 | F1+2@101 | A2 | - | - | F2-2@105" },
  { .name = "sell-target-gap", .slippage_ppm = 10000,
    .script = "buy 1 2; open 100; sell 2 2 target=105 reduce; range 100 100; open 109; "
              "range 120 99",
    .words = "A1 | F1+2@101 | A2 | - | - | F2-2@109" },
  { .name = "buy-target-in-range", .slippage_ppm = 10000,
    .script = "sell 1 2; open 100; buy 2 2 target=95 reduce; range 110 95.01; open 96; "
              "range 96 95",
    .words = "A1 | F1-2@99 | A2 | - | - | F2+2@95" },
  { .name = "buy-target-gap", .slippage_ppm = 10000,
    .script = "sell 1 2; open 100; buy 2 2 target=95 reduce; range 100 100; open 93; range 93 93",
    .words = "A1 | F1-2@99 | A2 | - | - | F2+2@93" },
  { .name = "stop-before-target",
    .script = "buy 1 2; open 100; sell 2 2 target=105 reduce; sell 3 2 stop=95 reduce; "
              "range 106 94",
    .words = "A1 | F1+2@100 | A2 | A3 | F3-2@95 E2" },
  { .name = "stop-before-target-of-a-gap",
    .script = "buy 1 2; open 100; sell 2 2 target=105 reduce; sell 3 2 stop=95 reduce; "
              "range 100 100; open 109; range 120 94",
    .words = "A1 | F1+2@100 | A2 | A3 | - | - | F3-2@95 E2" },
  { .name = "target-takes-the-stop-with-it",
    .script = "buy 1 2; open 100; sell 2 2 stop=95 reduce; sell 3 2 target=105 reduce; "
              "range 106 96; open 90",
    .words = "A1 | F1+2@100 | A2 | A3 | F3-2@105 E2 | -" },
  { .name = "stops-of-all-before-targets-of-any",
    .script = "buy 1 1; buy 2 1 d=2; open 100; sell 3 1 target=105 reduce; "
              "sell 4 1 stop=95 reduce d=2; range 106 94",
    .words = "A1 | A2 | F1+1@100 F2+1@100 | A3 | A4 | F4-1@95 F3-1@105" },

  /* --- an exit due at the open comes before the levels --- */
  { .name = "exit-at-the-open-before-the-gapped-stop",
    .script = "buy 1 2; open 100; sell 2 2 stop=95 reduce; range 100 100; close 100; "
              "sell 3 2 reduce; open 90; range 99 80",
    .words = "A1 | F1+2@100 | A2 | - | - | A3 | F3-2@90 E2 | -" },
  { .name = "reversal-in-one-open",
    .script = "buy 1 2; open 100; close 100; sell 2 2 reduce; open 110; sell 3 2; range 111 109; "
              "close 109",
    .words = "A1 | F1+2@100 | - | A2 | F2-2@110 | A3 F3-2@110 | - | -", .cash = "1240" },

  /* --- limits --- */
  { .name = "buy-limit-at-a-better-open", .slippage_ppm = 10000,
    .script = "buy 1 2 limit=100; open 98",
    .words = "A1 | F1+2@98" },
  { .name = "buy-limit-in-range", .slippage_ppm = 10000,
    .script = "buy 1 2 limit=100; open 102; range 103 100.5; open 101; range 105 100",
    .words = "A1 | - | - | - | F1+2@100" },
  { .name = "sell-limit-at-a-better-open",
    .script = "sell 1 2 limit=100; open 103",
    .words = "A1 | F1-2@103" },
  { .name = "sell-limit-in-range",
    .script = "sell 1 2 limit=100; open 98; range 100 97",
    .words = "A1 | - | F1-2@100" },
  { .name = "limit-sent-in-the-open",
    .script = "open 98; buy 1 2 limit=100; buy 2 2 limit=97; range 99 97",
    .words = "- | A1 F1+2@98 | A2 | F2+2@97" },
  { .name = "ioc-has-one-open",
    .script = "buy 1 2 limit=100 ioc; open 101; range 101 90",
    .words = "A1 | E1 | -" },
  { .name = "ioc-in-the-open",
    .script = "open 101; buy 1 2 limit=100 ioc; buy 2 1 limit=101 ioc; range 101 90",
    .words = "- | A1 E1 | A2 F2+1@101 | -" },
  { .name = "ioc-takes-what-there-is", .share_pct = 10,
    .script = "buy 1 7 limit=100 ioc; open 100 50; buy 2 7 ioc; range 100 90",
    .words = "A1 | F1+5@100 E1 | A2 F2+5@100 E2 | -", .cash = "0" },
  { .name = "fok-all-or-nothing", .share_pct = 10,
    .script = "buy 1 7 limit=100 fok; buy 2 5 limit=100 fok; open 100 50; range 100 90; "
              "buy 3 6 fok; open 100 50",
    .words = "A1 | A2 | F2+5@100 E1 | - | A3 | E3" },

  /* --- a share of the volume --- */
  { .name = "market-in-parts", .share_pct = 10,
    .script = "buy 1 7; open 10 30; range 10 10; close 10; open 11 25; range 11 11; open 12 25; "
              "open 13 9; open 14 99",
    .words = "A1 | F1+3@10 | - | - | F1+2.5@11 | - | F1+1.5@12 | - | -", .cash = "924.5" },
  { .name = "share-is-each-orders-own", .share_pct = 50,
    .script = "buy 1 3; buy 2 3; open 10 4; buy 3 1",
    .words = "A1 | A2 | F1+2@10 F2+2@10 | A3 F3+1@10" },
  { .name = "limit-takes-one-share-of-a-piece", .share_pct = 50,
    .script = "buy 1 9 limit=10; open 10 4; range 11 9; close 9; open 11 6; range 11 10; "
              "open 9 100",
    .words = "A1 | F1+2@10 | - | - | - | F1+3@10 | F1+4@9" },
  { .name = "close-in-parts", .share_pct = 50,
    .script = "buy 1 4; open 10 8; sell 2 4 stop=8 reduce; range 10 10; sell 3 4 reduce; "
              "open 9 2; open 9 8",
    .words = "A1 | F1+4@10 | A2 | - | A3 | F3-1@9 | F3-3@9 E2" },
  { .name = "stops-take-all", .share_pct = 10,
    .script = "buy 1 3; open 10 100; sell 2 3 stop=8 reduce; range 10 10; open 7 1",
    .words = "A1 | F1+3@10 | A2 | - | F2-3@7" },
  { .name = "no-volume-no-fill", .share_pct = 10,
    .script = "buy 1 3; open 10 0; open 10 30",
    .words = "A1 | - | F1+3@10" },

  /* --- reduce-only --- */
  { .name = "reduce-needs-a-position",
    .script = "sell 1 1 reduce; open 10; buy 2 1; buy 3 1 reduce; sell 4 1 reduce d=2; "
              "sell 5 1 reduce i=1",
    .words = "R1 | - | A2 F2+1@10 | R3 | R4 | R5" },
  { .name = "reduce-is-clipped",
    .script = "buy 1 2; open 10; sell 2 5 reduce; close 10",
    .words = "A1 | F1+2@10 | A2 F2-2@10 E2 | -", .cash = "1000" },
  { .name = "reduce-of-a-short-is-clipped",
    .script = "sell 1 2; open 10; buy 2 5 reduce; close 10",
    .words = "A1 | F1-2@10 | A2 F2+2@10 E2 | -", .cash = "1000" },
  { .name = "part-of-a-position-leaves-the-stop",
    .script = "buy 1 4; open 10; sell 2 4 stop=8 reduce; sell 3 1 reduce; range 10 8",
    .words = "A1 | F1+4@10 | A2 | A3 F3-1@10 | F2-3@8 E2" },
  { .name = "reducers-of-others-stay",
    .script = "buy 1 1; buy 2 1 d=2; buy 3 1 i=1; open 10; open:1 10; sell 4 1 stop=8 reduce; "
              "sell 5 1 stop=8 reduce d=2; sell 6 1 stop=8 reduce i=1; sell 7 1 reduce; "
              "range 10 8",
    .words = "A1 | A2 | A3 | F1+1@10 F2+1@10 | F3+1@10 | A4 | A5 | A6 | A7 F7-1@10 E4 | F5-1@8" },
  { .name = "a-flip-is-a-close-and-an-entry", .fee_ppm = 1000,
    .script = "buy 1 2; open 10; sell 2 2 stop=8 reduce; sell 3 5; range 10 8",
    .words = "A1 | F1+2@10~0.02 | A2 | A3 F3-2@10~0.02 E2 F3-3@10~0.03 | -", .cash = "1029.93" },
  { .name = "a-close-needs-no-money-an-entry-does",
    .script = "buy 1 100; open 10; sell 2 300; range 10 10; close 10",
    .words = "A1 | F1+100@10 | A2 F2-100@10 R2 | - | -", .cash = "1000" },

  /* --- what the account pays --- */
  { .name = "all-of-the-cash",
    .script = "buy 1 10; open 100",
    .words = "A1 | F1+10@100", .cash = "0" },
  { .name = "one-step-too-much",
    .script = "buy 1 10.001; open 100",
    .words = "A1 | R1", .cash = "1000" },
  { .name = "the-fee-must-be-there", .fee_ppm = 1,
    .script = "buy 1 10; open 100; sell 2 10; open 100",
    .words = "A1 | R1 | A2 F2-10@100~0.001 | -" },
  { .name = "short-needs-its-notional",
    .script = "sell 1 10.001; sell 2 10; open 100",
    .words = "A1 | A2 | R1 F2-10@100", .cash = "2000" },
  { .name = "slippage-counts", .slippage_ppm = 10000,
    .script = "buy 1 10; sell 2 10; open 100",
    .words = "A1 | A2 | R1 F2-10@99" },
  { .name = "cut-to-cash", .fee_ppm = 1000,
    .script = "buy 1 12 cut; open 100",
    .words = "A1 | F1+9.99@100~0.999 E1", .cash = "0.001" },
  { .name = "cut-short", .fee_ppm = 1000,
    .script = "sell 1 12 cut; open 100",
    .words = "A1 | F1-9.99@100~0.999 E1" },
  { .name = "cut-not-needed", .fee_ppm = 1000,
    .script = "sell 1 10 cut; open 100",
    .words = "A1 | F1-10@100~1" },
  { .name = "cut-to-nothing",
    .script = "buy 1 12 cut; open 2000000",
    .words = "A1 | E1", .cash = "1000" },
  { .name = "money-of-a-short-is-not-free",
    .script = "sell 1 5; open 100; buy 2 1 i=1; open:1 501; open:1 500; buy 3 1 i=1",
    .words = "A1 | F1-5@100 | A2 | R2 | - | A3 F3+1@500", .cash = "1000" },
  { .name = "money-of-a-long-is-spent",
    .script = "buy 1 5; open 100; close 200; sell 2 1 i=1; open:1 501; open:1 500; sell 3 1 i=1",
    .words = "A1 | F1+5@100 | - | A2 | R2 | - | A3 F3-1@500" },
  { .name = "a-loss-of-a-short-is-not-free",
    .script = "sell 1 5; open 100; close 110; buy 2 1 i=1; open:1 401; open:1 400; buy 3 1 i=1",
    .words = "A1 | F1-5@100 | - | A2 | R2 | - | A3 F3+1@400" },

  /* --- leverage --- */
  { .name = "leverage-buys-more", .leverage = 3,
    .script = "buy 1 30; open 100",
    .words = "A1 | F1+30@100", .cash = "-2000" },
  { .name = "leverage-has-an-end", .leverage = 3,
    .script = "buy 1 30.001; sell 2 30.001; open 100",
    .words = "A1 | A2 | R1 R2" },
  { .name = "leverage-and-fee", .leverage = 2, .fee_ppm = 1000,
    .script = "buy 1 30 cut; open 100",
    .words = "A1 | F1+19.96@100~1.996 E1" },
  { .name = "margin-in-use", .leverage = 2,
    .script = "buy 1 10; open 100; buy 2 10.001 i=1; buy 3 10 i=1; open:1 100",
    .words = "A1 | F1+10@100 | A2 | A3 | R2 F3+10@100" },
  { .name = "a-gain-is-margin", .leverage = 2,
    .script = "buy 1 20; open 100; buy 2 5 i=1; open:1 100; close 110; buy 3 2 i=1",
    .words = "A1 | F1+20@100 | A2 | R2 | - | A3 F3+2@100" },

  /* --- liquidation --- */
  { .name = "long-is-lost-at-the-low", .leverage = 5, .liquidate = TRUE, .maintenance_ppm = 10000,
    .script = "buy 1 50; open 100; range 101 81; close 90; open 90; range 91 80; open 100",
    .words = "A1 | F1+50@100 | - | - | - | F0-50@80 | -", .cash = "0" },
  { .name = "short-is-lost-at-the-high", .leverage = 5, .liquidate = TRUE,
    .maintenance_ppm = 10000,
    .script = "sell 1 50; open 100; range 118.8 50; close 100; open 100; range 118.9 99",
    .words = "A1 | F1-50@100 | - | - | - | F0+50@118.9", .cash = "55" },
  { .name = "lost-at-exactly-the-maintenance", .leverage = 4, .liquidate = TRUE,
    .maintenance_ppm = 62500,
    .script = "buy 1 40; open 100; close 80.01; close 80",
    .words = "A1 | F1+40@100 | - | F0-40@80", .cash = "200" },
  { .name = "lost-at-the-open", .leverage = 5, .liquidate = TRUE,
    .script = "buy 1 50; open 100; close 100; open 79",
    .words = "A1 | F1+50@100 | - | F0-50@79", .cash = "-50" },
  { .name = "a-stop-comes-first", .leverage = 5, .liquidate = TRUE,
    .script = "buy 1 50; open 100; sell 2 50 stop=90 reduce; range 100 70",
    .words = "A1 | F1+50@100 | A2 | F2-50@90", .cash = "500" },
  { .name = "all-positions-and-all-orders-go", .leverage = 5, .liquidate = TRUE, .fee_ppm = 1000,
    .script = "buy 1 10; buy 2 5 d=2; sell 3 10 i=1; open 100; open:1 100; "
              "sell 4 10 stop=50 reduce; buy 5 1 limit=20; buy 6 1 limit=20 i=1; close 50; "
              "close:1 130; close 20",
    .words = "A1 | A2 | A3 | F1+10@100~1 F2+5@100~0.5 | F3-10@100~1 | A4 | A5 | A6 | - | "
             "F0-10@50~0.5 E4 F0+10@130~1.3 F0-5@50~0.25 E5 E6 | -", .cash = "-54.55" },
  { .name = "no-liquidation-in-a-backtest", .leverage = 1,
    .script = "sell 1 10; open 100; range 250 100",
    .words = "A1 | F1-10@100 | -" },
  { .name = "a-full-long-is-never-lost", .liquidate = TRUE, .maintenance_ppm = 5000,
    .script = "buy 1 10; open 100; range 100 0.01; close 0.01",
    .words = "A1 | F1+10@100 | - | -" },

  /* --- orders come and go --- */
  { .name = "cancel",
    .script = "buy 1 1; cancel 1; cancel 1; cancel 9; open 10",
    .words = "A1 | C1 | - | - | -" },
  { .name = "cancel-after-a-part", .share_pct = 10,
    .script = "buy 1 3; open 10 10; cancel 1; open 10 99",
    .words = "A1 | F1+1@10 | C1 | -" },
  { .name = "sent-twice",
    .script = "buy 1 1; buy 1 1; open 10; buy 1 1; sell 3 1 stop=5 reduce; sell 2 1 reduce",
    .words = "A1 | R1 | F1+1@10 | R1 | A3 | R2" },
  { .name = "nonsense",
    .script = "buy 1 0; buy 2 1 limit=0; buy 3 1 stop=0; buy 4 1 target=-1; buy 5 1 i=2; "
              "buy 6 -1; open 10",
    .words = "R1 | R2 | R3 | R4 | R5 | R6 | -" },
};

/* --- playing a script ------------------------------------------------------------------------- */

static PfMatcher *
matcher_for (const Rule *rule)
{
  PfMatcherConfig config = { .balance = pf_money_from_int (1000),
                             .fee_rate = pf_rate_from_ppm (rule->fee_ppm),
                             .slippage = pf_rate_from_ppm (rule->slippage_ppm),
                             .leverage = MAX (1, rule->leverage),
                             .max_share = pf_rate_from_percent (rule->share_pct),
                             .liquidate = rule->liquidate };
  g_autoptr (PfInstruments) instruments = pf_instruments_new ();

  for (guint i = 0; i < 2; i++)
    {
      PfInstrument instrument = pf_instrument_unknown (i == 0 ? "AAA" : "BBB", 2);
      instrument.step.e18 = PF_DECIMAL_INPUT_MAX_UNITS / 1000;  /* 0.001 */
      instrument.maintenance_rate = pf_rate_from_ppm (rule->maintenance_ppm);
      pf_instruments_add (instruments, &instrument);
    }
  return pf_matcher_new (&config, instruments);
}

static PfPrice
price_of (const char *text)
{
  PfPrice out = PF_PRICE_ZERO;

  g_assert_true (pf_price_parse (text, &out, NULL));
  return out;
}

static void
send (PfMatcher *matcher, char **words, gint64 ts_ns)
{
  PfOrder order = { .deployment_id = 1,
                    .side = g_str_equal (words[0], "buy") ? PF_SIDE_BUY : PF_SIDE_SELL };

  order.id = g_ascii_strtoull (words[1], NULL, 10);
  g_snprintf (order.client_order_id, sizeof order.client_order_id, "c%s", words[1]);
  g_assert_true (pf_quantity_parse (words[2], &order.quantity, NULL));
  for (char **word = words + 3; *word != NULL; word++)
    {
      const char *value = strchr (*word, '=');
      if (g_str_has_prefix (*word, "limit="))
        {
          order.type = PF_ORDER_TYPE_LIMIT;
          order.limit_price = price_of (value + 1);
        }
      else if (g_str_has_prefix (*word, "stop=") || g_str_has_prefix (*word, "target="))
        {
          order.type = **word == 's' ? PF_ORDER_TYPE_STOP_LOSS : PF_ORDER_TYPE_TAKE_PROFIT;
          order.trigger_price = price_of (value + 1);
        }
      else if (g_str_has_prefix (*word, "d="))
        order.deployment_id = g_ascii_strtoull (value + 1, NULL, 10);
      else if (g_str_has_prefix (*word, "i="))
        order.instrument = (guint32) g_ascii_strtoull (value + 1, NULL, 10);
      else if (g_str_equal (*word, "reduce"))
        order.reduce_only = TRUE;
      else if (g_str_equal (*word, "cut"))
        order.cut_to_cash = TRUE;
      else if (g_str_equal (*word, "ioc"))
        order.tif = PF_TIF_IOC;
      else if (g_str_equal (*word, "fok"))
        order.tif = PF_TIF_FOK;
      else
        g_error ("what is %s?", *word);
    }
  pf_matcher_submit (matcher, &order, ts_ns);
}

static void
play (PfMatcher *matcher, const char *step, gint64 ts_ns)
{
  g_auto (GStrv) words = g_strsplit (step, " ", -1);
  const char *colon = strchr (words[0], ':');
  guint32 instrument = colon != NULL ? (guint32) g_ascii_strtoull (colon + 1, NULL, 10) : 0;

  if (g_str_has_prefix (words[0], "open"))
    pf_matcher_open (matcher, instrument, price_of (words[1]),
                     words[2] != NULL ? g_ascii_strtod (words[2], NULL) : 0, ts_ns);
  else if (g_str_has_prefix (words[0], "range"))
    pf_matcher_range (matcher, instrument, price_of (words[1]), price_of (words[2]), ts_ns);
  else if (g_str_has_prefix (words[0], "close"))
    pf_matcher_close (matcher, instrument, price_of (words[1]), ts_ns);
  else if (g_str_equal (words[0], "cancel"))
    pf_matcher_cancel (matcher, g_ascii_strtoull (words[1], NULL, 10), ts_ns);
  else
    send (matcher, words, ts_ns);
}

/* Takes the events out and says them; what holds for every event is checked on the way. */
static void
hear (PfMatcher *matcher, GString *heard, gint64 ts_ns, guint64 *n_trades)
{
  PfMatcherEvent event;
  gsize before = heard->len;

  while (pf_matcher_next_event (matcher, &event))
    {
      static const char letters[PF_N_ORDER_EVENTS + 1] = "AFCR?E?";
      char number[PF_DECIMAL_TEXT_MAX];
      if (heard->len > before)
        g_string_append_c (heard, ' ');
      g_string_append_printf (heard, "%c%" G_GUINT64_FORMAT, letters[event.event], event.order_id);
      g_assert_cmpint (event.ts_ns, ==, ts_ns);
      g_assert_cmpint (event.sentence[0] != '\0', ==, event.event == PF_ORDER_EVENT_REJECT
                                                      || event.event == PF_ORDER_EVENT_EXPIRE);
      if (event.order_id != 0 && event.event == PF_ORDER_EVENT_ACCEPT)
        {
          g_autofree char *id = g_strdup_printf ("P%" G_GUINT64_FORMAT, event.order_id);
          g_assert_cmpstr (event.venue_order_id, ==, id);
        }
      if (event.event != PF_ORDER_EVENT_FILL)
        continue;
      g_string_append_printf (heard, "%c%s", event.fill.side == PF_SIDE_BUY ? '+' : '-',
                              pf_decimal_print (event.fill.quantity.e18, PF_DECIMALS, number));
      g_string_append_printf (heard, "@%s", pf_decimal_print (event.fill.price.e18, PF_DECIMALS,
                                                              number));
      if (event.fill.fee.e18 != 0)
        g_string_append_printf (heard, "~%s", pf_decimal_print (event.fill.fee.e18, PF_DECIMALS,
                                                                number));
      g_assert_cmpint (event.fill.ts_ns, ==, ts_ns);
      g_assert_cmpuint (event.fill.order_id, ==, event.order_id);
      g_assert_cmpint (event.fill.reason == PF_REASON_LIQUIDATION, ==, event.order_id == 0);
      g_snprintf (number, sizeof number, "%" G_GUINT64_FORMAT, ++*n_trades);
      g_assert_cmpstr (event.fill.trade_id, ==, number);
    }
  if (heard->len == before)
    g_string_append_c (heard, '-');
}

static void
test_rule (gconstpointer data)
{
  const Rule *rule = data;
  g_autoptr (PfMatcher) matcher = matcher_for (rule);
  g_auto (GStrv) steps = g_strsplit (rule->script, ";", -1);
  g_autoptr (GString) heard = g_string_new (NULL);
  guint64 n_trades = 0;

  for (guint i = 0; steps[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (heard, " | ");
      play (matcher, g_strstrip (steps[i]), i * PF_NS_PER_SECOND);
      hear (matcher, heard, i * PF_NS_PER_SECOND, &n_trades);
    }
  g_assert_cmpstr (heard->str, ==, rule->words);
  if (rule->cash != NULL)
    {
      g_autofree char *cash = pf_money_to_string (pf_matcher_cash (matcher));
      g_assert_cmpstr (cash, ==, rule->cash);
    }
}

/* --- what a script does not say --------------------------------------------------------------- */

static const Rule plain = { .name = "plain" };

static void
test_questions (void)
{
  g_autoptr (PfMatcher) matcher = matcher_for (&plain);
  const PfOrder *order;

  g_assert_false (pf_matcher_is_busy (matcher, 0));
  g_assert_cmpuint (pf_matcher_n_orders (matcher), ==, 0);
  g_assert_null (pf_matcher_find (matcher, "c1"));
  play (matcher, "buy 1 2 limit=50", 1);
  g_assert_true (pf_matcher_is_busy (matcher, 0));
  g_assert_false (pf_matcher_is_busy (matcher, 1));
  g_assert_cmpuint (pf_matcher_n_orders (matcher), ==, 1);
  order = pf_matcher_find (matcher, "c1");
  g_assert_nonnull (order);
  g_assert_cmpstr (order->venue_order_id, ==, "P1");
  play (matcher, "open 40", 2);
  g_assert_null (pf_matcher_find (matcher, "c1"));
  g_assert_cmpuint (pf_matcher_n_orders (matcher), ==, 0);
  /* the position keeps it busy, until it is gone */
  g_assert_true (pf_matcher_is_busy (matcher, 0));
  g_assert_true (pf_matcher_position (matcher, 1, 0).e18 == pf_quantity_from_int (2).e18);
  g_assert_true (pf_matcher_position (matcher, 2, 0).e18 == 0);
  g_assert_true (pf_matcher_position (matcher, 1, 1).e18 == 0);
  play (matcher, "close 45", 3);
  g_assert_true (pf_matcher_equity (matcher).e18 == pf_money_from_int (1010).e18);
  g_assert_true (pf_matcher_cash (matcher).e18 == pf_money_from_int (920).e18);
  play (matcher, "sell 2 2 reduce", 4);
  play (matcher, "open 45", 5);
  g_assert_false (pf_matcher_is_busy (matcher, 0));
}

/* A person can act on the sentence: it has the figures. */
static void
test_sentences (void)
{
  static const struct { const char *script[3]; const char *sentence; } rows[] = {
    { { "buy 1 12.5", "open 100" },
      "The order is worth 1250.00 before its fee and 1000.00 is free to pay for it. Lower the size "
      "or add money." },
    { { "sell 1 12.5", "open 100" },
      "The order is worth 1250.00 and 1000.00 is free to pay for it. Lower the size or add "
      "money." },
    { { "buy 1 1000000000000000000", "open 1000000" },
      "The order is too large to be computed. Lower the size." },
    { { "buy 1 1 cut", "open 2000000" },
      "The cash does not pay the smallest quantity. Add money." },
    { { "buy 1 12 cut", "open 100" }, "The cash paid only a part of the quantity." },
    { { "sell 1 1 reduce" }, "There is no position to reduce." },
    { { "buy 1 1 i=7" }, "This market has no such symbol." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (PfMatcher) matcher = matcher_for (&plain);
      PfMatcherEvent event = { 0 };

      for (guint s = 0; s < 3 && rows[i].script[s] != NULL; s++)
        play (matcher, rows[i].script[s], 0);
      while (pf_matcher_next_event (matcher, &event))
        ;
      g_assert_cmpstr (event.sentence, ==, rows[i].sentence);
    }
}

static void
test_bounds (void)
{
  g_autoptr (PfMatcher) matcher = matcher_for (&plain);
  PfMatcherEvent event;
  guint n[PF_N_ORDER_EVENTS] = { 0 };

  for (guint i = 1; i <= PF_MATCHER_ORDERS_MAX + 2; i++)
    {
      g_autofree char *step = g_strdup_printf ("buy %u 0.001 limit=50", i);
      play (matcher, step, 0);
    }
  g_assert_cmpuint (pf_matcher_n_orders (matcher), ==, PF_MATCHER_ORDERS_MAX);
  play (matcher, "open 50", 1);
  g_assert_cmpuint (pf_matcher_n_orders (matcher), ==, 0);
  /* a ring that grew is read in the order in which it was written */
  for (guint64 before = 0; pf_matcher_next_event (matcher, &event);)
    {
      n[event.event]++;
      if (event.event == PF_ORDER_EVENT_FILL && n[PF_ORDER_EVENT_FILL] == 1)
        before = 0;
      g_assert_cmpuint (event.order_id, ==, before + 1);
      before = event.order_id;
    }
  g_assert_cmpuint (n[PF_ORDER_EVENT_ACCEPT], ==, PF_MATCHER_ORDERS_MAX);
  g_assert_cmpuint (n[PF_ORDER_EVENT_REJECT], ==, 2);
  g_assert_cmpuint (n[PF_ORDER_EVENT_FILL], ==, PF_MATCHER_ORDERS_MAX);
  play (matcher, "buy 9000 1", 2);
  g_assert_true (pf_matcher_next_event (matcher, &event));
  g_assert_cmpint (event.event, ==, PF_ORDER_EVENT_ACCEPT);
}

/* What a crash left half done is put right: the stop of a position that is gone ends. */
static void
test_restored_leftovers (void)
{
  g_autoptr (PfMatcher) matcher = matcher_for (&plain);
  g_autoptr (GString) heard = g_string_new (NULL);
  PfPosition position = { .deployment_id = 1 };
  PfFill fill = { .deployment_id = 1, .side = PF_SIDE_SELL, .price = price_of ("10"),
                  .quantity = pf_quantity_from_int (3) };
  PfOrder stop = { .id = 7, .deployment_id = 1, .side = PF_SIDE_BUY, .reduce_only = TRUE,
                   .type = PF_ORDER_TYPE_STOP_LOSS, .trigger_price = price_of ("12"),
                   .quantity = pf_quantity_from_int (3) };
  PfOrder leftover = stop;
  guint64 n_trades = 4;
  PfTrade trade;

  leftover.id = 8;
  leftover.deployment_id = 2;
  pf_position_apply (&position, &fill, &trade);
  pf_matcher_restore_account (matcher, pf_money_from_int (1030), 5);
  pf_matcher_restore_position (matcher, &position);
  pf_matcher_restore_order (matcher, &stop);
  pf_matcher_restore_order (matcher, &leftover);
  g_assert_true (pf_matcher_is_busy (matcher, 0));
  g_assert_cmpuint (pf_matcher_n_orders (matcher), ==, 2);
  /* no price was shown yet: the position counts at its entry price */
  g_assert_true (pf_matcher_equity (matcher).e18 == pf_money_from_int (1000).e18);
  play (matcher, "buy 8 1", 0);
  hear (matcher, heard, 0, &n_trades);
  g_assert_cmpstr (heard->str, ==, "R8");
  g_string_truncate (heard, 0);
  play (matcher, "open 11", 1);
  hear (matcher, heard, 1, &n_trades);
  g_assert_cmpstr (heard->str, ==, "E8");
  g_string_truncate (heard, 0);
  play (matcher, "range 13 11", 2);
  hear (matcher, heard, 2, &n_trades);
  g_assert_cmpstr (heard->str, ==, "F7+3@12");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autofree char *path = g_strconcat ("/pf/matcher/", rules[i].name, NULL);
      g_test_add_data_func (path, &rules[i], test_rule);
    }
  g_test_add_func ("/pf/matcher/questions", test_questions);
  g_test_add_func ("/pf/matcher/sentences", test_sentences);
  g_test_add_func ("/pf/matcher/bounds", test_bounds);
  g_test_add_func ("/pf/matcher/restored-leftovers", test_restored_leftovers);
  return g_test_run ();
}
