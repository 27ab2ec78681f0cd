#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-count-cases.py COUNT-CASES: the last line of build-aux/test counts what happened (TAP)."""

import json
import os
import subprocess
import sys
import tempfile


def program(name, result, stdout):
    return {'name': name, 'result': result, 'stdout': stdout}


PLAIN = '1..2\nok 1 /a\nok 2 /b\n'
ONE_BAD = '1..2\nok 1 /a\nnot ok 2 /b\n'

# what happened: the logs, further arguments, and the last line
TABLE = (
    ('all-passed', [[program('x', 'OK', PLAIN)]], [], '2 passed, 0 failed, 0 skipped'),
    ('one-failed', [[program('x', 'ERROR', ONE_BAD)]], [], '1 passed, 1 failed, 0 skipped'),
    ('skipped', [[program('x', 'OK', '1..3\nok 1 /a # SKIP no candles\nok 2 /b\nok 3 - /c # skip\n')]], [],
     '1 passed, 0 failed, 2 skipped'),
    ('all-skipped-is-no-success', [[program('x', 'SKIP', '1..1\nok 1 /a # SKIP\n')]], [],
     '0 passed, 0 failed, 1 skipped'),
    ('program-skipped', [[program('x', 'SKIP', '1..0 # SKIP no display\n'), program('y', 'OK', PLAIN)]], [],
     '2 passed, 0 failed, 1 skipped'),
    ('crashed-after-a-case', [[program('x', 'ERROR', '1..2\nok 1 /a\n')]], [], '1 passed, 1 failed, 0 skipped'),
    ('crashed-at-once', [[program('x', 'ERROR', '')]], [], '0 passed, 1 failed, 0 skipped'),
    ('timed-out', [[program('x', 'TIMEOUT', '1..2\nok 1 /a\n')]], [], '1 passed, 1 failed, 0 skipped'),
    ('interrupted', [[program('x', 'INTERRUPT', PLAIN)]], [], '2 passed, 1 failed, 0 skipped'),
    ('bailed-out', [[program('x', 'ERROR', '1..2\nok 1 /a\nnot ok /b - ERROR: no\nBail out!\n')]], [],
     '1 passed, 1 failed, 0 skipped'),
    ('planned-and-ran-nothing', [[program('x', 'OK', '1..0\n')]], [], '0 passed, 1 failed, 0 skipped'),
    ('without-tap', [[program('x', 'OK', 'fine\n'), program('y', 'FAIL', 'bad\n'), program('z', 'SKIP', '')]], [],
     '1 passed, 1 failed, 1 skipped'),
    ('twice-counts-once', [[program('x', 'OK', PLAIN)], [program('x', 'OK', PLAIN)]], [],
     '2 passed, 0 failed, 0 skipped'),
    ('failed-in-one-of-two', [[program('x', 'OK', PLAIN)], [program('x', 'ERROR', ONE_BAD)]], [],
     '1 passed, 1 failed, 0 skipped'),
    ('skipped-in-one-of-two', [[program('x', 'OK', PLAIN)], [program('x', 'OK', '1..2\nok 1 /a # SKIP\nok 2 /b\n')]],
     [], '2 passed, 0 failed, 0 skipped'),
    ('a-stage-is-broken', [[program('x', 'OK', PLAIN)]], ['--broken=build'], '2 passed, 1 failed, 0 skipped'),
    ('no-log', [], ['nowhere.json'], '0 passed, 0 failed, 0 skipped'),
)


def main():
    print(f'1..{len(TABLE)}')
    bad = 0
    for number, (name, logs, arguments, expected) in enumerate(TABLE, 1):
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for index, programs in enumerate(logs):
                paths.append(os.path.join(folder, f'{index}.json'))
                with open(paths[-1], 'w', encoding='utf-8') as file:
                    file.writelines(json.dumps(entry) + '\n' for entry in programs)
            run = subprocess.run([sys.executable, os.path.abspath(sys.argv[1]), *arguments, *paths], capture_output=True, text=True,
                                 cwd=folder, check=False)
        last = run.stdout.splitlines()[-1] if run.stdout else '(nothing)'
        success = not expected.startswith('0 passed') and ' 0 failed' in expected
        good = last == expected and (run.returncode == 0) == success
        bad += not good
        print('ok' if good else 'not ok', number, f'/pf/count-cases/{name}')
        if not good:
            print(f'{name}: "{last}", exit status {run.returncode}, instead of "{expected}"', file=sys.stderr)
    return bad > 0


if __name__ == '__main__':
    sys.exit(main())
