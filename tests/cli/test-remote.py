#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Speaking to a running desk over a session bus of the test's own."""

import json
import os
import shutil
import subprocess
import tempfile
import time

import desks
from desks import answer, refused, run

FOLDER = tempfile.TemporaryDirectory(prefix='pilotfish-test-')
DATA = ['--data-dir', os.path.join(FOLDER.name, 'data')]
STATE = {}


def start():
    if shutil.which('dbus-daemon') is None:
        raise desks.Skip('there is no dbus-daemon here')
    bus = subprocess.Popen(['dbus-daemon', '--session', '--nofork', '--print-address'], stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL, text=True)
    STATE['bus'] = bus
    os.environ['DBUS_SESSION_BUS_ADDRESS'] = bus.stdout.readline().strip()
    refused('deployments', *DATA, has='No desk is running')
    STATE['desk'] = subprocess.Popen([desks.PROGRAM, 'desk', '--practice', '--speed', '600', *DATA],
                                     stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + 30
    while run('deployments', *DATA).returncode != 0:
        assert time.monotonic() < end, 'the desk did not come up'
        time.sleep(0.1)


def need_desk():
    if 'desk' not in STATE:
        raise desks.Skip('no desk could be started')


def deployment(number):
    return answer('deployment', number, *DATA)


def life_of_a_deployment():
    need_desk()
    assert answer('deployments', *DATA) == {'deployments': []}
    assert answer('deploy', 'sma_cross,fast=2,slow=5,direction=both,symbol=BTCUSDT+ETHUSDT', *DATA) == {'deployment': 1}
    row = deployment(1)
    assert row['status'] == 'ACTIVE' and row['symbols'] == ['BTCUSDT', 'ETHUSDT'] and row['timeframe'] == '1m', row
    assert answer('pause', 1, *DATA) == {'deployment': 1}
    assert deployment(1)['status'] == 'PAUSED'
    assert answer('resume', 1, *DATA) == {'deployment': 1}
    assert deployment(1)['status'] == 'ACTIVE'
    end = time.monotonic() + 60
    while not answer('history', *DATA)['trades']:
        assert time.monotonic() < end, 'it never traded'
        time.sleep(0.2)
    trade = answer('history', 1, *DATA)['trades'][0]
    assert trade['deployment'] == 1 and trade['reason'] in ('signal', 'stop_loss', 'take_profit'), trade
    assert isinstance(trade['pnl'], str)
    assert 'positions' in answer('positions', *DATA)
    assert 'positions' in answer('positions', 1, *DATA)
    assert answer('stop', 1, *DATA) == {'deployment': 1}
    end = time.monotonic() + 20
    while answer('positions', 1, *DATA)['positions']:
        assert time.monotonic() < end, 'stopped and not flat'
        time.sleep(0.1)
    assert deployment(1)['status'] == 'STOPPED'
    refused('resume', 1, *DATA, has='stopped')


def emergency_stop():
    need_desk()
    answer('deploy', 'donchian_breakout,direction=both,symbol=BTCUSDT+ETHUSDT+SOLUSDT', *DATA)
    stopped = answer('emergency-stop', *DATA)
    assert stopped['open_positions'] == 0 and 0 <= stopped['locked_ms'] <= stopped['flat_ms'], stopped
    assert answer('positions', *DATA)['positions'] == []
    refused('deploy', 'sma_cross', *DATA, has='Re-arm')
    end = time.monotonic() + 20
    while run('re-arm', *DATA).returncode != 0:
        assert time.monotonic() < end, 'never flat'
        time.sleep(0.1)
    assert answer('deploy', 'sma_cross', *DATA)['deployment'] == 3
    answer('stop', 3, *DATA)


def readable():
    need_desk()
    for words in (['deployments'], ['deployment', '1'], ['positions'], ['history']):
        done = run(*words, *DATA)
        assert done.returncode == 0 and done.stdout.strip(), done


def bad_words():
    need_desk()
    refused('deploy', 'nonsense', *DATA, has='nonsense')
    refused('deploy', 'sma_cross,fast', *DATA, has='fast')
    refused('deploy', *DATA)
    refused('stop', '99', *DATA, has='99')
    refused('stop', 'x', *DATA, has='x')
    refused('deployment', '99', *DATA, has='99')
    refused('history', '99', *DATA, has='99')
    refused('deploy', 'sma_cross,mode=live', *DATA, has='window')
    refused('deploy', b'sma_cross\xff'.decode(errors='surrogateescape'), *DATA, has='no text')


def malformed_call():
    need_desk()
    if shutil.which('gdbus') is None:
        raise desks.Skip('there is no gdbus here')
    names = subprocess.run(['gdbus', 'call', '--session', '-d', 'org.freedesktop.DBus', '-o', '/org/freedesktop/DBus',
                            '-m', 'org.freedesktop.DBus.ListNames'], capture_output=True, text=True, check=True).stdout
    name = next(word for word in names.replace("'", ' ').split() if '.Desk.f' in word)
    for method, words in (('Stop', ["'not a number'"]), ('Deploy', ['5']), ('NoSuchMethod', []), ('Stop', [])):
        done = subprocess.run(['gdbus', 'call', '--session', '-d', name, '-o', '/io/github/pilotfish/Pilotfish/Desk',
                               '-m', 'io.github.pilotfish.Pilotfish.Desk1.' + method, *words],
                              capture_output=True, text=True, check=False)
        assert done.returncode != 0, (method, done)
    seen = subprocess.run(['gdbus', 'introspect', '--session', '-d', name, '-o', '/io/github/pilotfish/Pilotfish/Desk'],
                          capture_output=True, text=True, check=True).stdout
    assert 'EmergencyStop' in seen and 'ListHistory' in seen
    assert len(answer('deployments', *DATA)['deployments']) == 3


def ends_cleanly():
    need_desk()
    STATE['desk'].terminate()
    assert STATE['desk'].wait(30) == 0
    refused('deployments', *DATA, has='No desk is running')
    json.dumps(answer('strategies'))


try:
    desks.main([
        ('/pf/cli/remote/start', start),
        ('/pf/cli/remote/life-of-a-deployment', life_of_a_deployment),
        ('/pf/cli/remote/emergency-stop', emergency_stop),
        ('/pf/cli/remote/readable', readable),
        ('/pf/cli/remote/bad-words', bad_words),
        ('/pf/cli/remote/malformed-call', malformed_call),
        ('/pf/cli/remote/ends-cleanly', ends_cleanly),
    ])
finally:
    for child in STATE.values():
        child.kill()
