#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page in every look: its accessibility tree is walked, and a picture of it is kept.

test-pages.py PROGRAM PICTURES
"""

import os
import shutil
import subprocess
import sys
import tempfile
import traceback

PROGRAM, PICTURES = sys.argv[1:3]
FOLDER = tempfile.mkdtemp(prefix='pilotfish-pages-')
PAGES = ('Desk', 'Strategies', 'Positions', 'Journal')
# Walked: the others show the same things in other colours.
WALKED = ('light', 'narrow')
# name, colours, contrast, size
LOOKS = (('light', 'prefer-light', '0', (1180, 760)), ('dark', 'prefer-dark', '0', (1180, 760)),
         ('narrow', 'prefer-light', '0', (720, 480)), ('narrow-dark', 'prefer-dark', '0', (720, 480)),
         ('contrast', 'prefer-light', '1', (1180, 760)), ('contrast-dark', 'prefer-dark', '1', (1180, 760)))
DEPLOYMENTS = ('golden_cross_momentum,symbol=BTCUSDT+ETHUSDT+SOLUSDT,direction=both',
               'volume_breakout,symbol=ETHUSDT+ADAUSDT',
               'donchian_breakout,symbol=XRPUSDT+BTCUSDT,profile=standard,direction=both')


def trade():
    """a day of trading, so that there is something to see"""
    words = [word for deployment in DEPLOYMENTS for word in ('--deploy', deployment)]
    subprocess.run([PROGRAM, 'desk', '--practice', '--speed', '30000', '--for', '4s', '--data-dir', FOLDER, *words],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)


def write_settings(size):
    """what the window remembers of the time before"""
    folder = os.path.join(os.environ['XDG_CONFIG_HOME'], 'glib-2.0', 'settings')
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, 'keyfile'), 'w', encoding='utf-8') as file:
        file.write(f"[io/github/pilotfish/Pilotfish]\nwidth={size[0]}\nheight={size[1]}\npage='desk'\n")


def check(window, page, size):
    """one walk: everything that can be pressed has a name, and nothing in the window asks for more room than it has"""
    shown = [node for node in window.walk() if driver.is_component(node) and driver.is_shown(node)]
    nameless = [node.get_role_name() for node in shown if driver.is_nameless(window, node)]
    assert nameless == [], nameless
    assert len(shown) > 20, f'{len(shown)} things on {page}'
    area = driver.Atspi.Component.get_extents(shown[0], driver.Atspi.CoordType.WINDOW)
    # without a window manager its border is within
    assert 0 <= size[0] - area.width <= 12 and 0 <= size[1] - area.height <= 12, \
        f'{area.width} x {area.height} instead of {size[0]} x {size[1]}'


def look_at(name, scheme, contrast, size):
    write_settings(size)
    env = dict(os.environ, G_DEBUG='fatal-criticals', ADW_DEBUG_COLOR_SCHEME=scheme, ADW_DEBUG_HIGH_CONTRAST=contrast,
               GTK_A11Y='atspi')
    process = subprocess.Popen([PROGRAM, '--data-dir', FOLDER], env=env, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True)
    try:
        window = driver.Window('pilotfish')
        window.find('Stop all', driver.PRESSED)
        for page in PAGES:
            window.press(page)
            window.settle(1.5)
            if name in WALKED:
                check(window, page, size)
            picture.save(os.path.join(PICTURES, f'{page.lower()}-{name}.png'))
    finally:
        process.terminate()
        process.wait(20)
    text = process.stderr.read()
    assert 'CRITICAL' not in text and 'Gtk-WARNING' not in text, text


def main():
    print(f'1..{len(LOOKS)}', flush=True)
    failed = 0
    trade()
    for number, look in enumerate(LOOKS, 1):
        try:
            look_at(*look)
            print(f'ok {number} /pf/pages/{look[0]}', flush=True)
        except Exception:  # pylint: disable=broad-except
            failed += 1
            traceback.print_exc()
            print(f'not ok {number} /pf/pages/{look[0]}', flush=True)
    shutil.rmtree(FOLDER, ignore_errors=True)
    sys.exit(failed > 0)


try:
    import driver
    import picture
except (ImportError, ValueError) as why:
    print(f'1..0 # SKIP the accessibility driver is not here: {why}')
    sys.exit(0)
if not os.environ.get('DISPLAY'):
    print('1..0 # SKIP there is no display')
    sys.exit(0)
main()
