#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Notifications as a desktop gets them: a service of the test's own records each and presses their buttons. First the
notifier alone, told what the news are; then the real window."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

NEWS, PROGRAM = sys.argv[1:3]
NAME = 'org.freedesktop.Notifications'
XML = '''<node><interface name="org.freedesktop.Notifications">
<method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
<arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/></method>
<method name="CloseNotification"><arg type="u" direction="in"/></method>
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
<method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/>
<arg type="s" direction="out"/><arg type="s" direction="out"/></method>
<signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
<signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
</interface></node>'''
FILL, PAUSE, REFUSAL, ALARM, STOP = range(5)
ACTIVE, PAUSED, STOPPED, ERROR = range(4)
PATH = '/org/freedesktop/Notifications'


class Desktop:
    """What is shown, by number, and all that ever was."""

    def __init__(self):
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        self.shown, self.log = {}, []
        self.bus.register_object(PATH, Gio.DBusNodeInfo.new_for_xml(XML).interfaces[0], self.on_call, None, None)
        self.owner = Gio.bus_own_name_on_connection(self.bus, NAME, Gio.BusNameOwnerFlags.DO_NOT_QUEUE, None, None)

    def on_call(self, _bus, _sender, _path, _interface, method, words, invocation):
        words, answer = words.unpack(), None
        if method == 'Notify':
            number = words[1] or len(self.log) + 1
            one = {'number': number, 'title': words[3], 'body': words[4],
                   'actions': dict(zip(words[5][::2], words[5][1::2])), 'hints': words[6]}
            self.shown[number] = one
            self.log.append(one)
            answer = GLib.Variant('(u)', [number])
        elif method == 'CloseNotification':
            self.shown.pop(words[0], None)
            self.emit('NotificationClosed', '(uu)', words[0], 3)
        elif method == 'GetCapabilities':
            answer = GLib.Variant('(as)', [['body', 'actions']])
        else:
            answer = GLib.Variant('(ssss)', ['test', 'test', '1', '1.2'])
        invocation.return_value(answer)

    def emit(self, signal, form, *words):
        self.bus.emit_signal(None, PATH, NAME, signal, GLib.Variant(form, words))

    def press(self, one, action):
        """As GNOME does it: what was pressed is gone."""
        assert action in one['actions'], (action, one)
        self.emit('ActionInvoked', '(us)', one['number'], action)
        self.shown.pop(one['number'])
        self.emit('NotificationClosed', '(uu)', one['number'], 2)

    @staticmethod
    def settle(seconds=0.2):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            GLib.MainContext.default().iteration(False)
            time.sleep(0.005)

    def wait(self, look, what, seconds=30):
        end = time.monotonic() + seconds
        while True:
            found = look()
            if found:
                return found
            assert time.monotonic() < end, (f'waited in vain for {what}', self.shown)
            self.settle(0.02)

    def sees(self, title):
        return self.wait(lambda: next((one for one in self.shown.values() if title in one['title']), None), title)


class News:
    """The application that has nothing but the notifier."""

    def __init__(self, desktop):
        self.desktop, self.heard = desktop, []
        self.process = subprocess.Popen([NEWS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env=dict(os.environ, G_DEBUG='fatal-warnings'))
        os.set_blocking(self.process.stdout.fileno(), False)
        self.hears('ready')

    def hears(self, words):
        def read():
            self.heard += [line.strip() for line in self.process.stdout]
            return words in self.heard
        self.desktop.wait(read, words)
        self.heard.remove(words)

    def say(self, line):
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()

    def news(self, kind, deployment, status, title, body='Because.'):
        self.say(f'news {kind} {deployment} {status} {title}|{body}')

    def quit(self):
        self.say('quit')
        assert self.process.wait(20) == 0



def a_fill_has_buttons(desktop, news):
    news.news(FILL, 7, ACTIVE, 'Seven bought 0.1 BTCUSDT', 'at 43250.0 <b>&')
    one = desktop.sees('Seven bought')
    assert one['body'] == 'at 43250.0 ‹b›＆', one
    assert one['actions'] == {'default': '', 'app.pause(uint64 7)': 'Pause', 'app.stop(uint64 7)': 'Stop…'}, one
    assert one['hints']['urgency'] == 1, one
    for action, heard in (('default', 'activate'), ('app.pause(uint64 7)', 'pause 7'), ('app.stop(uint64 7)', 'stop 7')):
        news.news(FILL, 7, ACTIVE, f'Seven before {heard}')
        desktop.press(desktop.sees(f'Seven before {heard}'), action)
        news.hears(heard)


def one_a_deployment(desktop, news):
    news.news(FILL, 8, ACTIVE, 'Eight bought')
    first = desktop.sees('Eight bought')
    news.news(PAUSE, 8, PAUSED, 'Eight is paused')
    second = desktop.sees('Eight is paused')
    assert second['number'] == first['number'], 'the later news take the place of the earlier'
    assert list(second['actions'].values()) == ['', 'Resume', 'Stop…'], second
    news.news(PAUSE, 8, ACTIVE, 'Eight goes on')
    desktop.wait(lambda: first['number'] not in desktop.shown, 'it to be withdrawn')
    news.news(PAUSE, 8, PAUSED, 'Eight is paused again')
    third = desktop.sees('Eight is paused again')
    news.news(STOP, 8, STOPPED, 'Eight is stopped')
    last = desktop.sees('Eight is stopped')
    assert last['number'] == third['number'] and list(last['actions']) == ['default'], last


def alarms_are_urgent(desktop, news):
    news.news(ALARM, 0, STOPPED, 'Pilotfish', 'The machine slept.')
    news.news(ALARM, 0, STOPPED, 'Pilotfish', 'The journal cannot be written.')
    desktop.wait(lambda: sum(one['title'] == 'Pilotfish' for one in desktop.shown.values()) == 2, 'two alarms')
    assert all(one['hints']['urgency'] == 2 for one in desktop.shown.values() if one['title'] == 'Pilotfish')


def levels(desktop, news):
    before = len(desktop.log)
    news.say('level important')
    news.news(FILL, 9, ACTIVE, 'Nine bought')
    news.news(PAUSE, 9, PAUSED, 'Nine is paused')
    desktop.sees('Nine is paused')
    news.say('level none')
    news.news(ALARM, 9, ERROR, 'Nine is in error')
    news.news(PAUSE, 9, ACTIVE, 'Nine goes on')
    desktop.wait(lambda: not any('Nine' in one['title'] for one in desktop.shown.values()), 'the withdrawal')
    news.say('level all')
    news.news(REFUSAL, 9, ACTIVE, 'Nine: not done')
    news.news(PAUSE, 9, PAUSED, 'Nine, the end')
    desktop.sees('Nine, the end')
    assert [one['title'] for one in desktop.log[before:]] == ['Nine is paused', 'Nine, the end'], desktop.log[before:]


def a_flood_is_one_more(desktop, news):
    """By now some of the minute's share is used up; all others are told as one."""
    news.news(PAUSE, 10, PAUSED, 'Ten is paused')
    desktop.sees('Ten is paused')
    for i in range(500):
        news.news(FILL, 100 + i, ACTIVE, f'Flood {i}')
    for i in range(20):
        news.news(STOP, 100 + i, STOPPED, f'Ebb {i}')
    news.news(STOP, 10, STOPPED, 'Ten is stopped')
    desktop.wait(lambda: not any('Ten' in one['title'] for one in desktop.shown.values()), 'no wrong button')
    news.say('flush')
    one = desktop.sees('more')
    flood = sum(line['title'].startswith('Flood') for line in desktop.log)
    ebb = sum(line['title'].startswith('Ebb') for line in desktop.log)
    assert 0 < flood <= 12 and 0 < ebb <= 12, (flood, ebb)
    assert one['title'] == f'and {521 - flood - ebb} more', one
    assert one['body'] == f'{500 - flood} fills, {21 - ebb} stops', one
    assert list(one['actions']) == ['default'], one


def nothing_to_press_is_left(desktop, news):
    assert any(len(one['actions']) > 1 for one in desktop.shown.values()), desktop.shown
    news.quit()
    desktop.wait(lambda: all(len(one['actions']) == 1 for one in desktop.shown.values()), 'buttons to be gone')


# --- the window ------------------------------------------------------------------------------------------------------

class Program:
    def __init__(self, folder):
        self.folder = folder
        self.process = subprocess.Popen([PROGRAM, '--data-dir', folder], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                        text=True, env=dict(os.environ, G_DEBUG='fatal-criticals', GTK_A11Y='atspi'))
        self.window = driver.Window('pilotfish')

    def command(self, *words):
        done = subprocess.run([PROGRAM, *words, '--data-dir', self.folder, '--json'], capture_output=True, text=True,
                              timeout=60, check=False)
        assert done.returncode == 0, done
        return done.stdout

    def has_status(self, status):
        return f'"status":"{status}"' in self.command('deployment', '1')


def pause_and_resume(desktop, program):
    desktop.wait(lambda: subprocess.run([PROGRAM, 'deployments', '--data-dir', program.folder], capture_output=True,
                                        check=False).returncode == 0, 'the desk')
    program.command('deploy', 'golden_cross_momentum')
    program.command('pause', '1')
    one = desktop.sees('is paused')
    assert one['body'] == 'Paused by you. Exits and stops go on.', one
    assert list(one['actions'].values()) == ['', 'Resume', 'Stop…'], one
    assert 'io.github.pilotfish.Pilotfish' in str(one['hints'].get('desktop-entry')), one
    desktop.press(one, 'app.resume(uint64 1)')
    desktop.wait(lambda: program.has_status('ACTIVE'), 'ACTIVE')


def stop_asks_first(desktop, program):
    program.command('pause', '1')
    desktop.press(desktop.sees('is paused'), 'app.stop(uint64 1)')
    program.window.sees('A stopped deployment stays stopped')
    assert program.has_status('PAUSED')
    program.window.press('Stop deployment')
    desktop.wait(lambda: program.has_status('STOPPED'), 'STOPPED')
    one = desktop.sees('is stopped')
    assert list(one['actions']) == ['default'], one


def ends(_desktop, program):
    program.process.terminate()
    _, text = program.process.communicate(timeout=20)
    assert 'CRITICAL' not in text, text


CASES = (a_fill_has_buttons, one_a_deployment, alarms_are_urgent, levels, a_flood_is_one_more, nothing_to_press_is_left,
         pause_and_resume, stop_asks_first, ends)


def main():
    driver.forget_settings()
    desktop, folder = Desktop(), tempfile.mkdtemp(prefix='pilotfish-notifications-')
    print(f'1..{len(CASES)}', flush=True)
    failed, news, program = 0, News(desktop), None
    for number, case in enumerate(CASES, 1):
        name = f'/pf/notifications/{case.__name__.replace("_", "-")}'
        try:
            if case is pause_and_resume:
                program = Program(folder)
            case(desktop, program or news)
            print(f'ok {number} {name}', flush=True)
        except Exception:  # pylint: disable=broad-except
            failed += 1
            traceback.print_exc()
            print(f'not ok {number} {name}', flush=True)
    for one in (news, program):
        if one is not None and one.process.poll() is None:
            one.process.kill()
    shutil.rmtree(folder, ignore_errors=True)
    sys.exit(failed > 0)


try:
    import driver
    from gi.repository import Gio, GLib
except (ImportError, ValueError) as why:
    print(f'1..0 # SKIP the accessibility driver is not here: {why}')
    sys.exit(0)
if not os.environ.get('DISPLAY') and not os.environ.get('WAYLAND_DISPLAY'):
    print('1..0 # SKIP there is no display')
    sys.exit(0)
if Gio.bus_get_sync(Gio.BusType.SESSION, None).call_sync(
        'org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'NameHasOwner', GLib.Variant('(s)', [NAME]), None,
        Gio.DBusCallFlags.NONE, -1, None).unpack()[0]:
    print('1..0 # SKIP somebody shows notifications here: this bus is in use')
    sys.exit(0)
main()
