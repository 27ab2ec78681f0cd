#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk on the bus, as other programs have it: the interface file kept true, each error by its name, calls of a
wrong form, and callers that flood. On a session bus of the test's own."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET

try:
    from gi.repository import Gio, GLib
except ImportError as why:
    print(f'1..0 # SKIP the bus library for Python is not here: {why}')
    sys.exit(0)
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'cli'))
import desks  # noqa: E402 pylint: disable=wrong-import-position

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
FILE = os.path.join(SOURCE, 'data', 'io.github.pilotfish.Pilotfish.Desk1.xml')
PATH = '/io/github/pilotfish/Pilotfish/Desk'
DESK = 'io.github.pilotfish.Pilotfish.Desk1'
PREFIX = 'io.github.pilotfish.Pilotfish.Error.'
WRONG = 'org.freedesktop.DBus.Error.'
FOLDER = tempfile.TemporaryDirectory(prefix='pilotfish-test-')
DATA = os.path.join(FOLDER.name, 'data')
STATE = {}


# --- the bus ---------------------------------------------------------------------------------------------------------

def connect():
    flags = Gio.DBusConnectionFlags
    return Gio.DBusConnection.new_for_address_sync(
        os.environ['DBUS_SESSION_BUS_ADDRESS'],
        flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)


def call(method, *words, interface=DESK, path=PATH, form=None, bus=None):
    """The answer, unpacked; a GLib.Error is raised as the name that came over the bus."""
    form = form or '(' + ''.join({str: 's', int: 't'}[type(word)] for word in words) + ')'
    try:
        return (bus or STATE['bus']).call_sync(STATE['name'], path, interface, method, GLib.Variant(form, words), None,
                                               Gio.DBusCallFlags.NONE, 60000, None).unpack()
    except GLib.Error as error:
        raise NameError(Gio.dbus_error_get_remote_error(error)) from error


def answer(method, *words):
    return json.loads(call(method, *words)[0])


def error_of(method, *words, **more):
    try:
        said = call(method, *words, **more)
    except NameError as error:
        return str(error)
    raise AssertionError(f'{method}{words} was answered: {said}')


def wait(look, what, seconds=30):
    end = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < end, f'waited in vain for {what}'
        GLib.MainContext.default().iteration(False)
        time.sleep(0.02)


def send(calls, bus):
    """Sends all and waits for none: the list that what each is answered, or the name of its error, comes into."""
    came = []

    def on_answer(connection, result):
        try:
            came.append(connection.call_finish(result).unpack()[0])
        except GLib.Error as error:
            came.append(Gio.dbus_error_get_remote_error(error))
    for method, variant in calls:
        bus.call(STATE['name'], PATH, DESK, method, variant, None, Gio.DBusCallFlags.NONE, 60000, None, on_answer)
    bus.flush_sync(None)
    return came


def at_once(calls, bus):
    came = send(calls, bus)
    wait(lambda: len(came) == len(calls), 'an answer to each call', 60)
    return came


def need_desk():
    if 'name' not in STATE:
        raise desks.Skip('no desk could be started')


def start():
    if shutil.which('dbus-daemon') is None:
        raise desks.Skip('there is no dbus-daemon here')
    daemon = subprocess.Popen(['dbus-daemon', '--session', '--nofork', '--print-address'], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True)
    STATE['daemon'] = daemon
    os.environ['DBUS_SESSION_BUS_ADDRESS'] = daemon.stdout.readline().strip()
    STATE['bus'] = connect()
    STATE['desk'] = subprocess.Popen([desks.PROGRAM, 'desk', '--practice', '--speed', '600', '--data-dir', DATA],
                                     stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def find():
        names = STATE['bus'].call_sync('org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'ListNames', None, None,
                                       Gio.DBusCallFlags.NONE, -1, None).unpack()[0]
        return next((name for name in names if '.Desk.f' in name), None)
    STATE['name'] = wait(find, 'the desk')
    wait(lambda: properties()['State'] == 'READY', 'READY')


def properties():
    return call('GetAll', DESK, interface='org.freedesktop.DBus.Properties')[0]


# --- the file --------------------------------------------------------------------------------------------------------

def commented():
    """Each element with the comment right before it."""
    with open(FILE, encoding='utf-8') as file:
        root = ET.fromstring(file.read(), ET.XMLParser(target=ET.TreeBuilder(insert_comments=True)))
    for parent in root.iter():
        comment = ''
        for child in parent:
            if child.tag is ET.Comment:
                comment = child.text
                continue
            yield child, comment
            comment = ''


def documented_errors():
    head = next(comment for element, comment in commented() if element.tag == 'interface')
    return re.findall(r'^      ([A-Z]\w+)  ', head, re.MULTILINE)


def comments_say_all():
    checked = 0
    for element, comment in commented():
        if element.tag not in ('interface', 'method', 'signal', 'property'):
            continue
        name = element.get('name')
        assert re.match(r'\s*' + re.escape(name) + ':', comment), f'{name} has no comment of its own'
        args = [arg.get('name') for arg in element.findall('arg')]
        told = re.findall(r'^ +@(\w+): \S', comment, re.MULTILINE)
        if element.tag != 'interface':
            assert told == args, f'{name}: {told} are told of, {args} are there'
        if element.tag == 'method':
            listed = re.search(r'Errors: ((?:.|\n)*?)\n\s*\n', comment)
            assert listed, f'{name} does not say its errors'
            for error in re.findall(r'\b[A-Z]\w+', re.sub(r';.*', '', listed[1], flags=re.DOTALL)):
                assert error in documented_errors(), f'{name}: {error} is not explained'
            assert f'.Desk1.{name}' in comment, f'{name} has no example'
        checked += 1
    assert checked > 10


def errors_are_those_of_the_code():
    with open(os.path.join(SOURCE, 'src', 'desk', 'pf-desk-error.c'), encoding='utf-8') as file:
        names = re.findall(r'PF_DESK_ERROR_PREFIX "(\w+)"', file.read())
    assert len(names) > 10 and sorted(names) == sorted(documented_errors()), names


def said_of_itself():
    """The interface as (kind, name, ...) of what a program can rely on."""
    def of(interface):
        for method in interface.methods:
            yield ('method', method.name, [(arg.name, arg.signature) for arg in method.in_args],
                   [(arg.name, arg.signature) for arg in method.out_args])
        for one in interface.properties:
            yield 'property', one.name, one.signature, int(one.flags), [(a.key, a.value) for a in one.annotations or []]
        for one in interface.signals:
            yield 'signal', one.name, [(arg.name, arg.signature) for arg in one.args]
    need_desk()
    with open(FILE, encoding='utf-8') as file:
        written = Gio.DBusNodeInfo.new_for_xml(file.read()).lookup_interface(DESK)
    said = Gio.DBusNodeInfo.new_for_xml(call('Introspect', interface='org.freedesktop.DBus.Introspectable')[0])
    assert list(of(said.lookup_interface(DESK))) == list(of(written))


def examples_work():
    need_desk()
    with open(FILE, encoding='utf-8') as file:
        text = file.read().replace('&quot;', '"')
    name = re.search(r'^ *(NAME=.*)$', text, re.MULTILINE)[1].replace('~/.local/share/pilotfish', DATA)
    if '.Devel.' in STATE['name']:
        name = name.replace('.Pilotfish.Desk', '.Pilotfish.Devel.Desk')
    examples = re.findall(r'^ *(gdbus call .*)$\n(?: *(\(.*))?', text, re.MULTILINE)
    assert len(examples) == 10, examples
    if shutil.which('gdbus') is None:
        raise desks.Skip('there is no gdbus here')
    for command, shown in examples:
        def run(line=command):
            return subprocess.run(['bash', '-c', f'{name}\n{line}'], capture_output=True, text=True, check=False)
        done = run()
        end = time.monotonic() + 30
        while 'ReArm' in command and 'Error.NotFlat' in done.stderr and time.monotonic() < end:
            done = run()
        assert done.returncode == 0, (command, done)
        assert not shown or done.stdout.strip() == shown.strip(), (command, done.stdout)


# --- calls -----------------------------------------------------------------------------------------------------------

def tells_its_state():
    need_desk()
    told = properties()
    assert told == {'Version': told['Version'], 'Environment': 'practice', 'State': 'READY', 'Latched': False}, told
    assert re.match(r'\d+\.\d+\.\d+$', told['Version'])
    for name in told:
        error = error_of('Set', DESK, name, GLib.Variant('s', 'x'), form='(ssv)',
                         interface='org.freedesktop.DBus.Properties')
        assert error in (WRONG + 'InvalidArgs', WRONG + 'PropertyReadOnly'), error


def every_error_by_name():
    need_desk()
    for method, words, name in (
            ('Deploy', [''], 'BadRequest'),
            ('Deploy', ['sma_cross,fast'], 'BadRequest'),
            ('Deploy', ['sma_cross,timeframe=31s'], 'BadRequest'),
            ('Deploy', ['sma_cross,colour=3'], 'BadRequest'),
            ('Deploy', ['sma_cross,colour=red'], 'BadRequest'),
            ('Deploy', ['sma_cross;rm -rf'], 'BadRequest'),
            ('Deploy', ['a' * 2000], 'BadRequest'),
            ('Deploy', ['sma_cross,fast=5' + ' ' * 1000000], 'BadRequest'),
            ('Deploy', ['\u202esma_cross'], 'BadRequest'),
            ('Deploy', ['nonsense'], 'UnknownStrategy'),
            ('Deploy', ['sma_cross,symbol=DOGEEUR'], 'UnknownSymbol'),
            ('Deploy', ['sma_cross,fast=-5'], 'OutOfRange'),
            ('Deploy', ['sma_cross,fast=50,slow=20'], 'OutOfRange'),
            ('Deploy', ['sma_cross,stop_loss=1e9'], 'OutOfRange'),
            ('Deploy', ['sma_cross,timeframe=9x'], 'OutOfRange'),
            ('Deploy', ['sma_cross,mode=live'], 'LiveNeedsTheWindow'),
            ('Deploy', ['sma_cross,environment= LIVE'], 'LiveNeedsTheWindow'),
            ('Deploy', ['sma_cross,live=1'], 'LiveNeedsTheWindow'),
            ('Deploy', ['\uff2c\uff29\uff36\uff25'], 'LiveNeedsTheWindow'),
            ('Stop', [0], 'NoSuchDeployment'),
            ('Stop', [2 ** 64 - 1], 'NoSuchDeployment'),
            ('Pause', [4711], 'NoSuchDeployment'),
            ('Resume', [2 ** 63], 'NoSuchDeployment'),
            ('GetDeployment', [0], 'NoSuchDeployment'),
            ('GetDeployment', [2 ** 64 - 1], 'NoSuchDeployment'),
            ('ListPositions', [99], 'NoSuchDeployment'),
            ('ListHistory', [2 ** 64 - 1], 'NoSuchDeployment'),
            ('Pause', [1], 'Stopped'),          # the examples left it so
            ('Resume', [1], 'Stopped')):
        error = error_of(method, *words)
        assert error == PREFIX + name, (method, words[0] if len(str(words)) < 99 else '(long)', error)
    assert len(answer('ListDeployments')['deployments']) == 1


def sentences_are_one_line():
    need_desk()
    for text in ('sma_cross,fa\nst=1', 'a' * 100000, 'sma_cross,mode=live', 'sma_cross,x=\u202e'):
        try:
            STATE['bus'].call_sync(STATE['name'], PATH, DESK, 'Deploy', GLib.Variant('(s)', [text]), None,
                                   Gio.DBusCallFlags.NONE, 60000, None)
        except GLib.Error as error:
            assert 10 < len(error.message) < 500 and '\n' not in error.message, error.message
        else:
            raise AssertionError(text)


def wrong_forms():
    need_desk()
    for method, words, more, name in (
            ('Stop', ['1'], {}, 'InvalidArgs'),
            ('Stop', [], {}, 'InvalidArgs'),
            ('Stop', [1, 2], {}, 'InvalidArgs'),
            ('Deploy', [5], {}, 'InvalidArgs'),
            ('Stop', [-1], {'form': '(x)'}, 'InvalidArgs'),
            ('Deploy', [['sma_cross']], {'form': '(as)'}, 'InvalidArgs'),
            ('ListDeployments', [0], {}, 'InvalidArgs'),
            ('DeployLive', [], {}, 'UnknownMethod'),
            ('emergencystop', [], {}, 'UnknownMethod'),
            ('Stop', [1], {'path': '/'}, 'UnknownMethod'),
            ('Stop', [1], {'path': PATH + '/1'}, 'UnknownMethod'),
            ('Stop', [1], {'interface': DESK[:-1] + '2'}, 'UnknownMethod'),
            ('Get', [DESK, 'Equity'], {'interface': 'org.freedesktop.DBus.Properties'}, 'InvalidArgs')):
        error = error_of(method, *words, **more)
        assert error in (WRONG + name, WRONG + 'UnknownInterface', WRONG + 'UnknownObject'), (method, words, more, error)
    assert properties()['State'] == 'READY'


# --- floods ----------------------------------------------------------------------------------------------------------

def a_full_table_is_refused():
    need_desk()
    for _ in range(256):
        answer('Deploy', 'sma_cross')
    assert error_of('Deploy', 'sma_cross') == PREFIX + 'Refused'


def a_thousand_calls_at_once():
    """Each is answered; the flood is bounded, and nobody else is made to wait for it."""
    need_desk()
    flood, other = connect(), connect()
    came = send([('ListDeployments', None)] * 1000, flood)
    for _ in range(10):
        assert json.loads(call('GetDeployment', 2, bus=other)[0])['id'] == 2
    wait(lambda: len(came) == 1000, 'an answer to each call', 60)
    busy = came.count(PREFIX + 'Busy')
    assert 0 < busy < 1000 and busy + sum(one.startswith('{"deployments":') for one in came) == 1000, busy
    came = at_once([('Pause', GLib.Variant('(t)', [1000 + i])) for i in range(1000)], flood)
    assert set(came) <= {PREFIX + 'Busy', PREFIX + 'NoSuchDeployment'} and PREFIX + 'NoSuchDeployment' in came, set(came)
    # what was Busy is begun again from nothing
    assert answer('Pause', 2) == {'deployment': 2}


def emergency_stops_go_first():
    need_desk()
    told, context = [], GLib.MainContext.default()
    STATE['bus'].signal_subscribe(STATE['name'], 'org.freedesktop.DBus.Properties', 'PropertiesChanged', PATH, DESK,
                                  Gio.DBusSignalFlags.NONE, lambda *words: told.append(words[5].unpack()))
    came = at_once([('ListDeployments', None)] * 300 + [('EmergencyStop', None)] * 700, connect())
    assert came.count('{}') == 700, came.count('{}')
    wait(lambda: properties()['Latched'], 'the latch')
    wait(lambda: told, 'the word of the latch')
    assert told[0] == (DESK, {'Latched': True}, []), told
    assert error_of('Deploy', 'sma_cross') == PREFIX + 'Latched'
    assert error_of('Resume', 2) == PREFIX + 'Stopped'
    assert {one['status'] for one in answer('ListDeployments')['deployments']} == {'STOPPED'}
    wait(lambda: not answer('ListPositions', 0)['positions'], 'flat')

    def armed():
        try:
            return call('ReArm')
        except NameError as error:
            assert str(error) == PREFIX + 'NotFlat', error
            return None
    wait(armed, 're-arm')
    while context.iteration(False):
        pass
    wait(lambda: len(told) == 2, 'the word of the re-arm')
    assert told[1] == (DESK, {'Latched': False}, []), told


def ends_with_calls_in_flight():
    need_desk()
    came = send([('EmergencyStop' if i % 2 else 'ListDeployments', None) for i in range(100)], connect())
    STATE['desk'].send_signal(signal.SIGTERM)
    wait(lambda: len(came) == 100, 'an answer to each')
    assert STATE['desk'].wait(30) == 0, STATE['desk'].stderr.read()


try:
    desks.main([
        ('/pf/desk-service/comments-say-all', comments_say_all),
        ('/pf/desk-service/errors-are-those-of-the-code', errors_are_those_of_the_code),
        ('/pf/desk-service/start', start),
        ('/pf/desk-service/said-of-itself', said_of_itself),
        ('/pf/desk-service/tells-its-state', tells_its_state),
        ('/pf/desk-service/examples-work', examples_work),
        ('/pf/desk-service/every-error-by-name', every_error_by_name),
        ('/pf/desk-service/sentences-are-one-line', sentences_are_one_line),
        ('/pf/desk-service/wrong-forms', wrong_forms),
        ('/pf/desk-service/a-full-table-is-refused', a_full_table_is_refused),
        ('/pf/desk-service/a-thousand-calls-at-once', a_thousand_calls_at_once),
        ('/pf/desk-service/emergency-stops-go-first', emergency_stops_go_first),
        ('/pf/desk-service/ends-with-calls-in-flight', ends_with_calls_in_flight),
    ])
finally:
    for key in ('desk', 'daemon'):
        if key in STATE:
            STATE[key].kill()
