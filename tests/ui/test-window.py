#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window as its user has it: deploy, pause, resume, stop, stop all, re-arm, close it and find all again.

test-window.py PROGRAM x11|wayland PICTURES
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

PROGRAM = sys.argv[1]
BACKEND = sys.argv[2]
PICTURES = sys.argv[3]
STATE = {'folder': tempfile.mkdtemp(prefix='pilotfish-window-'), 'environment': {}}


def start(scheme='prefer-light'):
    env = dict(os.environ, G_DEBUG='fatal-criticals', ADW_DEBUG_COLOR_SCHEME=scheme, GTK_A11Y='atspi',
               **STATE['environment'])
    STATE['process'] = subprocess.Popen([PROGRAM, '--data-dir', STATE['folder']], env=env,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    STATE['window'] = driver.Window('pilotfish')
    return STATE['window']


def quit_it():
    STATE['process'].terminate()
    try:
        STATE['process'].wait(20)
    finally:
        STATE['process'].kill()
    text = STATE['process'].stderr.read()
    assert 'CRITICAL' not in text, text


def command(*words):
    return subprocess.run([PROGRAM, *words, '--data-dir', STATE['folder']], capture_output=True, text=True,
                          timeout=30, check=False)


def picture(name):
    if BACKEND == 'x11':
        pictures.save(os.path.join(PICTURES, name + '.png'))


def first_start():
    window = start()
    window.sees('Practice market, play money')
    window.sees('PRACTICE')
    assert not window.has('Stop all'), 'there is nothing to stop'
    assert window.nameless() == [], window.nameless()
    picture('first-start')


def deploys_with_two_presses():
    window = STATE['window']
    window.press('Deploy a strategy')
    window.press('Deploy Golden cross with momentum')
    window.sees('Live trading is locked')
    assert window.nameless() == [], window.nameless()
    picture('deploy')
    window.press('Deploy')
    window.press('Desk')
    window.sees('ACTIVE')
    window.find('Stop all', driver.PRESSED)
    picture('deployed')


def pauses_and_resumes():
    window = STATE['window']
    window.press('Pause')
    window.sees('PAUSED')
    window.press('Resume')
    window.sees('ACTIVE')


def stops_one():
    window = STATE['window']
    window.press('Stop Golden cross with momentum')
    window.press('Stop deployment')
    window.sees('STOPPED')
    window.gone('Stop all')


def finds_everything_again():
    quit_it()
    window = start('prefer-dark')
    window.press('Desk')
    window.sees('STOPPED')
    picture('again-dark')


def second_start_raises_the_first():
    second = subprocess.run([PROGRAM, '--data-dir', STATE['folder']], capture_output=True, text=True, timeout=30,
                            check=False)
    assert second.returncode == 0, second
    assert STATE['process'].poll() is None


def stop_all_and_re_arm():
    window = STATE['window']
    assert command('deploy', 'volume_breakout').returncode == 0
    window.press('Stop all')
    window.press('Stop everything')
    window.sees('Stop all was pressed')
    picture('latched-dark')
    window.press('Strategies')
    window.press('Deploy Moving average cross')
    window.press('Deploy')
    window.sees('Re-arm before you deploy again')
    window.press('Re-arm')
    window.press('Allow trading')
    window.gone('Re-arm')
    window.press('Deploy Moving average cross')
    window.press('Deploy')
    window.find('Stop all', driver.PRESSED)


def every_number_answers_why():
    if BACKEND == 'wayland':
        return 'the compositor without a screen has no seat, and without one no popover opens'
    window = STATE['window']
    window.press('Desk')
    window.press('Equity, USDT', begins=True)
    window.sees('Balance at the beginning')
    window.sees('Cash and open positions')
    return None


def backtests_and_deploys_what_was_tested():
    window = STATE['window']
    window.press('Strategies')
    window.sees('backtested on BTCUSDT 1h')
    window.press('Backtest MACD trend')
    window.sees('2\u2009000 candles of the practice market')
    window.sees('Profit factor')
    assert window.nameless() == [], window.nameless()
    picture('backtest-dark')
    window.press('Deploy with these settings')
    window.sees('Deploy MACD trend')
    window.press('Cancel')


def finds_out_in_the_journal():
    window = STATE['window']
    window.press('Journal')
    window.press('Refusals')
    window.press('Orders')
    assert window.nameless() == [], window.nameless()
    picture('journal-dark')


def finds_out_why_it_was_refused():
    window = STATE['window']
    window.press('Desk')
    window.press('Refused 0')
    window.sees('Nothing matches')      # of this deployment
    window.press('Show all')
    picture('refusals-dark')


def reads_the_chart_as_a_table():
    window = STATE['window']
    window.press('Desk')
    window.press('The candles as a table')
    window.sees('Volume')
    picture('chart-table-dark')
    window.press('The candles as a table')


def closing_asks_once():
    window = STATE['window']
    window.press('Close')
    window.sees('Keep running in the background?')
    picture('closing-dark')
    window.press('Cancel')
    window.gone('Keep running')
    window.press('Close')
    window.press('Keep running')
    window.gone('Stop all')
    assert command('pause', '3').returncode == 0, 'the desk runs without its window'


def comes_back_with_one_line():
    window = STATE['window']
    assert command().returncode == 0
    window.sees('In the background:')
    window.sees('1 pause')
    picture('away-dark')
    window.press('Dismiss')
    window.gone('In the background:')


def tells_of_the_time_it_was_closed():
    quit_it()
    for name in os.listdir(STATE['folder']):
        if '.db' in name:
            os.utime(os.path.join(STATE['folder'], name), (time.time() - 7300,) * 2)
    window = start()
    window.sees('Pilotfish was closed for 2 h 1 m')
    picture('away')


def remembers_its_page():
    window = STATE['window']
    window.press('Positions')
    window.sees('Nothing is open')
    quit_it()
    window = start()
    window.sees('Nothing is open')


def cannot_start():
    quit_it()
    held = subprocess.Popen([PROGRAM, 'desk', '--data-dir', STATE['folder']], stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL)
    try:
        time.sleep(2)
        window = start()
        window.sees('The desk cannot start')
        quit_it()
    finally:
        held.terminate()
        held.wait(20)


CASES = (first_start, deploys_with_two_presses, pauses_and_resumes, stops_one, finds_everything_again,
         second_start_raises_the_first, stop_all_and_re_arm, every_number_answers_why,
         backtests_and_deploys_what_was_tested, finds_out_in_the_journal,
         finds_out_why_it_was_refused, reads_the_chart_as_a_table, closing_asks_once, comes_back_with_one_line,
         tells_of_the_time_it_was_closed, remembers_its_page, cannot_start)


def main():
    driver.forget_settings()
    if BACKEND == 'wayland':
        STATE['compositor'] = wayland.Compositor()
        STATE['environment'] = STATE['compositor'].environment
    print(f'1..{len(CASES)}', flush=True)
    failed = 0
    for number, case in enumerate(CASES, 1):
        name = f'/pf/window-{BACKEND}/{case.__name__.replace("_", "-")}'
        try:
            why_not = case()
            print(f'ok {number} {name}' + (f' # SKIP {why_not}' if why_not else ''), flush=True)
        except Exception:  # pylint: disable=broad-except
            failed += 1
            traceback.print_exc()
            print(f'not ok {number} {name}', flush=True)
    if STATE['process'].poll() is None:
        STATE['process'].kill()
    if 'compositor' in STATE:
        STATE['compositor'].end()
    shutil.rmtree(STATE['folder'], ignore_errors=True)
    sys.exit(failed > 0)


try:
    import driver
    import picture as pictures
    import wayland
except (ImportError, ValueError) as why:
    print(f'1..0 # SKIP the accessibility driver is not here: {why}')
    sys.exit(0)
if BACKEND == 'x11' and not os.environ.get('DISPLAY'):
    print('1..0 # SKIP there is no display')
    sys.exit(0)
if BACKEND == 'wayland' and not wayland.Compositor.is_here():
    print('1..0 # SKIP there is no compositor: install weston')
    sys.exit(0)
main()
