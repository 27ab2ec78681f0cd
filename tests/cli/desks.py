# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the command line share: running it, and saying what came of it in TAP."""

import json
import os
import subprocess
import sys
import traceback

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else 'pilotfish'
SHARED = os.path.join(os.environ.get('PF_SHARED', ''), 'data')


class Skip(Exception):
    pass


def run(*words, timeout=120, env=None):
    return subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, timeout=timeout, env=env,
                          stdin=subprocess.DEVNULL, check=False)


def answer(*words, env=None):
    """The one JSON object that a command prints."""
    done = run(*words, '--json', env=env)
    assert done.returncode == 0, done
    assert done.stdout.count('\n') == 1, done.stdout
    return json.loads(done.stdout)


def refused(*words, has='', env=None):
    """Nothing on stdout, one sentence on stderr, status 2."""
    done = run(*words, env=env)
    lines = [line for line in done.stderr.splitlines() if 'cannot speak to this desk' not in line]
    assert done.returncode == 2, done
    assert done.stdout == '', done.stdout
    assert len(lines) == 1 and lines[0].strip(), done.stderr
    assert has in lines[0], (has, lines[0])
    return lines[0]


def real_file(name):
    path = os.path.join(SHARED, name)
    if not os.path.exists(path):
        raise Skip('the real candles are not here')
    return path


def write_bars(path, count, step=60, start=1700000000 // 3600 * 3600):
    """A market of its own: a walk with gaps, by a small generator that is the same everywhere."""
    state, price = 12345, 10000
    with open(path, 'w', encoding='ascii') as file:
        file.write('time,open,high,low,close,volume\n')
        for i in range(count):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2 ** 64
            opened = max(100, price + (state >> 40) % 41 - 20)
            price = max(100, opened + (state >> 20) % 201 - 100)
            high, low = max(opened, price) + (state >> 10) % 30, max(1, min(opened, price) - (state >> 5) % 30)
            file.write(','.join([str(start + i * step)] + ['%d.%02d' % divmod(p, 100)
                                                          for p in (opened, high, low, price)] + ['7.5']) + '\n')


def main(cases):
    print(f'1..{len(cases)}', flush=True)
    failed = 0
    for number, (name, case) in enumerate(cases, 1):
        try:
            case()
            print(f'ok {number} {name}', flush=True)
        except Skip as why:
            print(f'ok {number} {name} # SKIP {why}', flush=True)
        except Exception:  # pylint: disable=broad-except
            failed += 1
            traceback.print_exc()
            print(f'not ok {number} {name}', flush=True)
    sys.exit(failed > 0)
