#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Journal page as its user has it: empty, full, searched, asked why, exported."""

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
import warnings

PROGRAM = os.path.abspath(sys.argv[1])
PICTURES = sys.argv[2] if len(sys.argv) > 2 else None
STATE = {'folder': tempfile.mkdtemp(prefix='pilotfish-journal-')}
# one trades, one asks for far more than it may
DEPLOYMENTS = ('sma_cross,timeframe=1m', 'sma_cross,timeframe=1m,symbol=ETHUSDT,sizing=units=100')


def start(name, scheme='prefer-light'):
    folder = os.path.join(STATE['folder'], name)
    os.makedirs(folder, exist_ok=True)
    env = dict(os.environ, G_DEBUG='fatal-criticals', ADW_DEBUG_COLOR_SCHEME=scheme, GTK_A11Y='atspi', HOME=folder)
    STATE['data'] = os.path.join(folder, 'data')
    STATE['process'] = subprocess.Popen([PROGRAM, '--data-dir', STATE['data']], env=env, cwd=folder,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    STATE['window'] = driver.Window('pilotfish')
    STATE['window'].press('Journal')
    return STATE['window']


def quit_it():
    STATE['process'].terminate()
    try:
        STATE['process'].wait(20)
    finally:
        STATE['process'].kill()
    text = STATE['process'].stderr.read()
    assert 'CRITICAL' not in text, text


def trade_for_a_day(name):
    data = os.path.join(STATE['folder'], name, 'data')
    words = [word for spec in DEPLOYMENTS for word in ('--deploy', spec)]
    subprocess.run([PROGRAM, 'desk', '--data-dir', data, '--speed', '20000', '--for', '3s', *words], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)


def count(table):
    with sqlite3.connect(f'file:{STATE["data"]}/practice.db?mode=ro', uri=True) as database:
        return database.execute(f'SELECT count(*) FROM {table}').fetchone()[0]


def picture(name):
    if PICTURES and shutil.which('import'):
        os.makedirs(PICTURES, exist_ok=True)
        time.sleep(0.5)
        subprocess.run(['import', '-window', 'root', os.path.join(PICTURES, name + '.png')], check=False)


def search_for(text):
    window = STATE['window']
    entry = window.wait(lambda: next((node for node in window.walk() if node.get_editable_text_iface() is not None and
                                      driver.is_shown(node)), None), 'the search entry')
    driver.Atspi.EditableText.set_text_contents(entry, text)
    window.settle(0.5)


def says_what_it_is_for():
    window = start('new')
    for tab, sentence in (('Closed trades', 'No trade is closed yet'), ('Orders', 'No order yet'),
                          ('Fills', 'Nothing is filled yet'), ('Refusals', 'Nothing was refused')):
        window.press(tab)
        window.sees(sentence)
        window.find('Deploy a strategy', driver.PRESSED)
    assert window.nameless() == [], window.nameless()
    picture('journal-empty')
    window.press('Deploy a strategy')
    window.find('Deploy Golden cross with momentum', driver.PRESSED)
    quit_it()


def finds_all():
    trade_for_a_day('full')
    window = start('full')
    for tab, table, noun in (('Orders', 'orders', 'orders'), ('Fills', 'fill', 'fills'),
                             ('Refusals', 'refusal', 'refusals'), ('Closed trades', 'trade', 'trades')):
        assert count(table) > 1, f'this desk has done nothing: {table}'
        window.press(tab)
        window.sees(f'{count(table):,} {noun}'.replace(',', '\u2009'))
        picture('journal-' + table)
    assert window.nameless() == [], window.nameless()


def searches():
    window = STATE['window']
    search_for('no such thing')
    window.sees('Nothing matches')
    picture('journal-no-match')
    window.press('Show all')
    window.sees(' trades')
    search_for('btc moving')
    with sqlite3.connect(f'file:{STATE["data"]}/practice.db?mode=ro', uri=True) as database:
        n = database.execute('SELECT count(*) FROM trade WHERE deployment_id = 1').fetchone()[0]
    window.sees(f'{n} trade')
    search_for('')


def exported(ending):
    folder = os.path.dirname(STATE['data'])
    return [os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(ending)]


def exports(item, number, ending):
    window = STATE['window']
    window.press('Export')
    window.press_item(item, number)
    window.press('Save')
    path, = window.wait(lambda: exported(ending), ending)      # with its name it is complete
    assert os.stat(path).st_mode & 0o077 == 0
    with open(path, encoding='utf-8', newline='') as file:
        return file.read()


def exports_csv():
    window = STATE['window']
    window.press('Refusals')
    window.sees(' refusals')
    rows = list(csv.DictReader(exports('CSV, for spreadsheets…', 0, '.csv').splitlines(True)))
    assert len(rows) == count('refusal')
    assert rows[0]['reason'] == 'max_position' and 'is allowed' in rows[0]['sentence'], rows[0]


def exports_json_lines():
    window = STATE['window']
    window.press('Closed trades')
    window.sees(' trades')
    rows = [json.loads(line) for line in exports('JSON lines, for programs…', 1, '.jsonl').splitlines()]
    assert len(rows) == count('trade')
    with sqlite3.connect(f'file:{STATE["data"]}/practice.db?mode=ro', uri=True) as database:
        told = dict(database.execute('SELECT id, pnl FROM trade'))
    assert {row['id']: row['pnl'] for row in rows} == told
    quit_it()


# the way to ask for an interface that the oldest library has, too
warnings.simplefilter('ignore', DeprecationWarning)

CASES = (says_what_it_is_for, finds_all, searches, exports_csv, exports_json_lines)


def main():
    driver.forget_settings()
    print(f'1..{len(CASES)}', flush=True)
    failed = 0
    for number, case in enumerate(CASES, 1):
        name = f'/pf/journal-page/{case.__name__.replace("_", "-")}'
        try:
            case()
            print(f'ok {number} {name}', flush=True)
        except Exception:  # pylint: disable=broad-except
            failed += 1
            traceback.print_exc()
            print(f'not ok {number} {name}', flush=True)
            picture(f'journal-failed-{number}')
    if STATE['process'].poll() is None:
        STATE['process'].kill()
    shutil.rmtree(STATE['folder'], ignore_errors=True)
    sys.exit(failed > 0)


try:
    import driver
except (ImportError, ValueError) as why:
    print(f'1..0 # SKIP the accessibility driver is not here: {why}')
    sys.exit(0)
if not os.environ.get('DISPLAY') and not os.environ.get('WAYLAND_DISPLAY'):
    print('1..0 # SKIP there is no display')
    sys.exit(0)
main()
