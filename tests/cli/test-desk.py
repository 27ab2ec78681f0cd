#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk without a window: it trades as the backtest does, also when it is killed in the middle."""

import decimal
import glob
import os
import random
import signal
import sqlite3
import stat
import subprocess
import tempfile
import time

import desks
from desks import answer, refused, run

FOLDER = tempfile.TemporaryDirectory(prefix='pilotfish-test-')
CYCLES = int(os.environ.get('PF_KILL_CYCLES', '200'))
KILLS = 4
BTC = 'ta4j/Coinbase-BTC-USD-PT4H-20160518_20251028.csv'

SETTINGS = (
    (['--balance', '1000000'], 'sma_cross', ['direction=both', 'sizing=units=1']),
    (['--slippage-bps', '2.5'], 'sma_cross', ['direction=both', 'stop_loss=2', 'take_profit=5']),
    ([], 'golden_cross_momentum', ['direction=long']),
)


def place(name):
    return os.path.join(FOLDER.name, name)


def synthetic():
    path = place('bars.csv')
    if not os.path.exists(path):
        desks.write_bars(path, 6000)
    return path


def backtest(bars, money, strategy, items):
    words = []
    for item in items:
        name, value = item.split('=', 1)
        words += ['--' + name.replace('_', '-'), value]
    return answer('backtest', '--strategy', strategy, '--bars', bars, *money, *words)


def replay_words(bars, money, strategy, items):
    return ['desk', '--replay', bars, '--symbol', 'BTCUSD', *money,
            '--deploy', ','.join([strategy, 'profile=none', *items])]


def same_as_backtest(bars):
    for money, strategy, items in SETTINGS:
        want = backtest(bars, money, strategy, items)
        got = answer(*replay_words(bars, money, strategy, items))
        assert want['trades'] > 10, want
        assert got['fingerprint'] == want['fingerprint'], (strategy, got, want)
        assert got['equity'] == want['final_equity'] and got['trades'] == want['trades'], (got, want)


def coarse_as_backtest():
    """Bars that end in a gap close before the piece behind it, as in a backtest of coarser bars."""
    path = place('holes.csv')
    with open(synthetic(), encoding='ascii') as whole, open(path, 'w', encoding='ascii') as holes:
        holes.writelines(line for i, line in enumerate(whole) if i == 0 or i % 17 > i // 17 % 7)
    items = ['direction=both', 'sizing=units=1', 'stop_loss=0', 'take_profit=0']
    want = backtest(path, ['--balance', '1000000', '--timeframe', '5m'], 'sma_cross', items)
    got = answer(*replay_words(path, ['--balance', '1000000'], 'sma_cross', [*items, 'timeframe=5m']))
    assert want['trades'] > 10, want
    assert got['equity'] == want['final_equity'] and got['trades'] == want['trades'], (got, want)


def same_after_kills(bars):
    money, strategy, items = SETTINGS[1]
    want = backtest(bars, money, strategy, items)
    folder = tempfile.mkdtemp(dir=FOLDER.name)
    words = [*replay_words(bars, money, strategy, items), '--data-dir', folder, '--json']
    chance = random.Random(7)
    killed = 0
    for _ in range(KILLS):
        with subprocess.Popen([desks.PROGRAM, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as desk:
            # by what it has done, not by the clock: a fast machine would be through before
            while desk.poll() is None and not glob.glob(os.path.join(folder, 'replay-*.db')):
                time.sleep(0.001)
            time.sleep(chance.uniform(0, 0.04))
            if desk.poll() is None:
                desk.kill()
                killed += 1
    got = answer(*words[:-1])
    assert killed > 0
    assert got['fingerprint'] == want['fingerprint'], (got, want)
    # run once more it says the same from its journal
    assert answer(*words[:-1])['fingerprint'] == want['fingerprint']


def check_journal(path):
    """The books by the tables alone, in exact numbers."""
    base = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
    try:
        assert base.execute('PRAGMA quick_check').fetchone()[0] == 'ok'
        fills = base.execute('SELECT order_id, trade_id, deployment_id, instrument, side, quantity FROM fill').fetchall()
        assert len({fill[:2] for fill in fills}) == len(fills), 'a fill is there twice'
        held = {}
        for _, _, deployment, instrument, side, quantity in fills:
            amount = decimal.Decimal(str(quantity))
            key = deployment, instrument
            held[key] = held.get(key, decimal.Decimal(0)) + (amount if str(side) in ('0', 'BUY') else -amount)
        events = base.execute('SELECT count(*) FROM event').fetchone()[0]
        return {key: value for key, value in held.items() if value}, len(fills), events
    finally:
        base.close()


def kill_loop():
    folder = tempfile.mkdtemp(dir=FOLDER.name)
    words = ['desk', '--practice', '--speed', '200000', '--data-dir', folder,
             '--deploy', 'sma_cross,fast=3,slow=8,direction=both,symbol=BTCUSDT+ETHUSDT',
             '--deploy', 'donchian_breakout,direction=both,symbol=SOLUSDT']
    chance = random.Random(11)
    seen = 0
    for cycle in range(CYCLES):
        with subprocess.Popen([desks.PROGRAM, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as desk:
            time.sleep(chance.uniform(0.02, 0.25))
            assert desk.poll() is None, desk.stderr.read()
            desk.send_signal(signal.SIGKILL)
            desk.wait()
            desk.stderr.close()
        journal = os.path.join(folder, 'practice.db')
        if not os.path.exists(journal):
            continue
        _, _, events = check_journal(journal)
        assert events >= seen, f'cycle {cycle}: events were lost'
        seen = events
    final = answer(*words[:-4], '--for', '1s')
    held, fills, _ = check_journal(os.path.join(folder, 'practice.db'))
    assert fills == final['fills'] and len(held) == final['open_positions'], (held, final)
    assert fills > 50, 'nothing was traded while it was killed'


def finds_everything_again():
    folder = tempfile.mkdtemp(dir=FOLDER.name)
    words = ['desk', '--practice', '--speed', '50000', '--data-dir', folder]
    first = answer(*words, '--for', '2s', '--deploy', 'golden_cross_momentum,symbol=BTCUSDT+ETHUSDT')
    again = answer(*words[:2], '--data-dir', folder, '--speed', '0.001', '--for', '1s')
    for name in ('orders', 'fills', 'trades', 'open_positions', 'fingerprint'):
        assert first[name] == again[name], (name, first, again)
    for name in ('id', 'spec', 'status', 'trades', 'winning', 'created'):
        assert first['deployments'][0][name] == again['deployments'][0][name], name


def refuses():
    bars = synthetic()
    data = ['--data-dir', place('refused')]
    refused('desk', *data, '--deploy', 'no_such_strategy', '--for', '1s', has='no_such_strategy')
    refused('desk', *data, '--deploy', 'sma_cross,fast=0', '--for', '1s', has='fast')
    refused('desk', *data, '--deploy', 'sma_cross,symbol=NOPE', '--for', '1s', has='NOPE')
    refused('desk', *data, '--speed', 'fast', has='--speed')
    refused('desk', *data, '--for', 'ever', has='--for')
    refused('desk', *data, '--balance', '-1', has='--balance')
    refused('desk', *data, '--seed', 'x', has='--seed')
    refused('desk', *data, '--fee-rate', '2', has='--fee-rate')
    refused('desk', *data, '--nonsense')
    refused('desk', '--replay', bars, has='--symbol')
    refused('desk', '--replay', place('not-there.csv'), '--symbol', 'X', has='not-there.csv')
    refused('desk', '--replay', bars, '--symbol', 'X', '--deploy', 'sma_cross,timeframe=30s', has='30s')
    refused('nonsense', has='nonsense')


def unwritable_folder():
    path = place('a-file')
    with open(path, 'w', encoding='ascii') as file:
        file.write('in the way')
    refused('desk', '--data-dir', path, '--for', '1s', has=path)


def newer_journal():
    folder = tempfile.mkdtemp(dir=FOLDER.name)
    answer('desk', '--data-dir', folder, '--for', '1s')
    base = sqlite3.connect(os.path.join(folder, 'practice.db'))
    base.execute('PRAGMA user_version = 99')
    base.commit()
    base.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    base.close()
    refused('desk', '--data-dir', folder, '--for', '1s', has='newer')


def corrupt_journal():
    folder = tempfile.mkdtemp(dir=FOLDER.name)
    answer('desk', '--data-dir', folder, '--for', '1s')
    with open(os.path.join(folder, 'practice.db'), 'r+b') as file:
        file.write(b'this is no journal at all')
    done = run('desk', '--data-dir', folder, '--for', '1s', '--json')
    assert done.returncode == 0 and 'damaged' in done.stderr, done
    assert len(glob.glob(os.path.join(folder, 'practice.db.corrupt*'))) >= 1, os.listdir(folder)


def two_desks():
    folder = tempfile.mkdtemp(dir=FOLDER.name)
    with subprocess.Popen([desks.PROGRAM, 'desk', '--data-dir', folder], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as first:
        try:
            end = time.monotonic() + 20
            while not os.path.exists(os.path.join(folder, 'practice.db')) and time.monotonic() < end:
                time.sleep(0.05)
            refused('desk', '--data-dir', folder, '--for', '1s', has=folder)
            first.terminate()
            assert first.wait(20) == 0
        finally:
            first.kill()


def modes():
    folder = place('private')
    answer('desk', '--data-dir', folder, '--for', '1s')
    assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700
    for name in os.listdir(folder):
        assert stat.S_IMODE(os.stat(os.path.join(folder, name)).st_mode) & 0o077 == 0, name


desks.main([
    ('/pf/cli/desk/replay-is-backtest', lambda: same_as_backtest(synthetic())),
    ('/pf/cli/desk/replay-is-backtest-real', lambda: same_as_backtest(desks.real_file(BTC))),
    ('/pf/cli/desk/coarse-replay-is-backtest', coarse_as_backtest),
    ('/pf/cli/desk/replay-after-kill', lambda: same_after_kills(synthetic())),
    ('/pf/cli/desk/replay-after-kill-real', lambda: same_after_kills(desks.real_file(BTC))),
    ('/pf/cli/desk/finds-everything-again', finds_everything_again),
    ('/pf/faults/L1-kill-while-trading', kill_loop),
    ('/pf/cli/desk/refuses', refuses),
    ('/pf/cli/desk/unwritable-folder', unwritable_folder),
    ('/pf/cli/desk/newer-journal', newer_journal),
    ('/pf/faults/L4-corrupt-journal', corrupt_journal),
    ('/pf/faults/L10-two-desks', two_desks),
    ('/pf/faults/S4-private-files', modes),
])
