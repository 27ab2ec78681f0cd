#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""count-cases.py [--broken=STAGE]... TESTLOG.json...: "N passed, N failed, N skipped" over the logs of meson test.

A case is one line "ok" or "not ok" of a test program that speaks TAP, or a whole program that doesn't. A case that
ran in several logs counts once: failed when it failed in any, passed when it passed in any, else skipped.
A program that crashed, ran out of time, printed fewer cases than it planned or no case at all is a failed case of its
own (meson's JUnit file does not show these, therefore the JSON log is read), and so is a stage that could not be run.
"""

import argparse
import json
import re
import sys

CASE = re.compile(r'^\s*(not )?ok\b\s*\d*\s*(?:- )?([^#]*?)\s*(?:#\s*(skip|todo)\b.*)?$', re.IGNORECASE)
PLAN = re.compile(r'^1\.\.(\d+)\s*(#\s*skip\b.*)?$', re.IGNORECASE)
RANK = {'skipped': 0, 'passed': 1, 'failed': 2}


def cases_of(program):
    """Yields (case, outcome) for one program's entry in the log."""
    result = program['result']
    lines = program.get('stdout', '').splitlines()
    plans = [plan for plan in map(PLAN.match, lines) if plan]
    if not plans:
        yield '', {'OK': 'passed', 'EXPECTEDFAIL': 'passed', 'SKIP': 'skipped'}.get(result, 'failed')
        return

    seen = bad = 0
    for match in filter(None, map(CASE.match, lines)):
        seen += 1
        directive = (match[3] or '').lower()
        if directive:
            outcome = 'skipped'
        else:
            outcome = 'failed' if match[1] else 'passed'
        bad += outcome == 'failed'
        yield match[2] or f'case {seen}', outcome

    if plans[0][2]:
        yield '', 'skipped'
    elif seen == 0 or (result not in ('OK', 'SKIP', 'EXPECTEDFAIL') and not bad):
        yield '(the whole program)', 'failed'


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--broken', action='append', default=[])
    parser.add_argument('logs', nargs='*')
    options = parser.parse_args()

    outcomes = {('stage', stage): 'failed' for stage in options.broken}
    for log in options.logs:
        try:
            with open(log, encoding='utf-8') as file:
                programs = [json.loads(line) for line in file if line.strip()]
        except OSError:
            programs = []   # its stage is named by --broken
        for program in programs:
            for case, outcome in cases_of(program):
                key = (program['name'], case)
                outcomes[key] = max(outcomes.get(key, outcome), outcome, key=RANK.get)

    for (program, case), outcome in sorted(outcomes.items()):
        if outcome == 'failed':
            print(f'FAILED {program}: {case}' if case else f'FAILED {program}')
    count = {rank: list(outcomes.values()).count(rank) for rank in RANK}
    print(f"{count['passed']} passed, {count['failed']} failed, {count['skipped']} skipped")
    return 0 if count['passed'] and not count['failed'] else 1


if __name__ == '__main__':
    sys.exit(main())
