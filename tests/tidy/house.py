# SPDX-License-Identifier: GPL-3.0-or-later
"""The house rules, each a function that takes a Tree and yields (path, line, sentence) for every break of it.

test-tidy.py runs them on the source tree, and each one on a tree that was made to break it. To change a rule, change
its table here and say why beside it.
"""

import fnmatch
import os
import re
import subprocess

FILE_LINES = 700
STRATEGY_LINES = 80
FUNCTION_LINES = 70
COLUMNS = 100

# What a room may include besides itself. Arrows point down only: src/README.md has the picture.
ARROWS = {
    'base': '',
    'model': 'base',
    'indicator': 'base model',
    'strategy': 'base model indicator',
    'market': 'base model',
    'engine': 'base model indicator strategy market',
    'research': 'base model indicator strategy market engine',
    'store': 'base model',
    'venue': 'base model market',
    'sandbox': 'base model market',
    'desk': 'base model strategy market engine store venue',
    'object': 'base model strategy market engine research store desk',
    'chart': 'base model',
    'ui': 'base model strategy object chart',
    'cli': 'base model strategy market engine research store desk',
}
# A file that may include one room more, and why.
ALSO = {
    ('src/ui/pf-application.c', 'desk'): 'the application makes the desk that its window shows',
}
PURE = ('base', 'model', 'indicator', 'strategy', 'market', 'engine')

# Whose headers a library's are. Whatever is not named here (the C library, GLib's <glib.h>) is for everybody.
LIBRARIES = {
    'gtk/': 'chart ui',
    'adwaita.h': 'ui',
    'gio/': 'research store venue desk object chart ui cli',
    'glib-object.h': 'venue desk object chart ui cli',
    'sqlite3.h': 'store',
    'json-glib/': 'desk cli',
    'libsoup/': '',
    'libsecret/': '',
}

# <sys/socket.h> and <elf.h> own PF_ and these words.
TAKEN_NAMES = 'Security Key Route File Local Bridge Packet Unix Max Can Alg X R W'.split()

# Rooms in which a price, a quantity and money have no other form than the exact one.
EXACT = ('model', 'market', 'engine', 'venue')
# Lines that may say double there: file, what the line has to match, why.
DOUBLES = (
    ('src/model/pf-bar.h', r'\bvolume\b', 'volume is a statistic'),
    ('src/model/pf-deployment.h', r'\bvalue\b', 'the value of a strategy parameter'),
    ('src/engine/pf-metrics.[ch]', r'', 'ratios and percentages, rounded once from exact fractions'),
    ('src/market/pf-generator.[ch]', r'', 'a made-up market: its walk is rounded to the tick before anybody sees it'),
    ('src/market/pf-matcher.[ch]', r'\bvolume\b', 'volume is a statistic'),
)
FLOAT = re.compile(r'\b(?:g?double|g?float|long double|pf_\w+_to_double)\b')
# Where doubles are at home, no money may hide in one.
MONEY_DOUBLE = re.compile(
    r'\b(?:g?double|g?float)\s+\**(?=\w*(?:price|cash|money|balance|equity|notional|fee|quantity|pnl|margin))'
    r'(?!\w*(?:_pct|_ratio|_rate)\b)(\w+)')
MADE_UP_PRICES = ('src/market/pf-generator.c',)
MONEY_ROOMS = ('model', 'market', 'engine', 'venue', 'store', 'desk', 'object', 'cli', 'research')
# Text becomes a double in these places of the pure rooms only.
PARSE_DOUBLE = re.compile(r'\b(?:g_ascii_strtod|g_strtod|strtod|strtof|strtold|atof|sscanf)\b')
PARSERS = ('src/model/pf-deployment-text.c',)  # the value of a strategy parameter

# A file of src whose tests do not bear its name: file, the test that covers it. Nothing here covers a whole room
# except where the classes are parts of one thing that is tested as one.
COVERED_BY = (
    ('src/cli/pf-cli-backtest.c', 'tests/research/test-backtest.py'),
    ('src/cli/pf-cli-strategies.c', 'tests/research/test-backtest.py'),
    ('src/store/pf-bar-*.c', 'tests/store/test-bar-file.c'),
    ('src/store/pf-journal-reader-find.c', 'tests/store/test-journal-reader.c'),
    ('src/store/pf-journal-*.c', 'tests/store/test-journal.c'),
    ('src/store/pf-sqlite.c', 'tests/store/test-journal.c'),
    # parts of one state machine, tested through its inbox and outbox
    ('src/engine/pf-apply.c', 'tests/engine/test-engine.c'),
    ('src/engine/pf-commands.c', 'tests/engine/test-engine.c'),
    ('src/engine/pf-deployments.c', 'tests/engine/test-engine.c'),
    ('src/engine/pf-execution.c', 'tests/engine/test-engine.c'),
    ('src/engine/pf-recovery.c', 'tests/engine/test-engine.c'),
    ('src/engine/pf-venue-words.c', 'tests/engine/test-engine.c'),
    # the whole program, run from outside
    ('src/cli/pf-cli-backtest.c', 'tests/research/test-backtest.py'),
    ('src/cli/pf-cli*.c', 'tests/cli/test-desk.py'),
    ('src/desk/pf-desk-json.c', 'tests/cli/test-remote.py'),
    ('src/desk/pf-desk-service.c', 'tests/desk/test-desk-service.py'),
    ('src/desk/pf-desk-*.c', 'tests/cli/test-desk.py'),
    ('src/market/pf-matcher-fill.c', 'tests/market/test-matcher.c'),
    # rows and latch live in the engine's object
    ('src/object/pf-ro*.c', 'tests/object/test-execution-engine.c'),
    ('src/object/pf-journal-names.c', 'tests/object/test-journal-list.c'),
    ('src/object/pf-why-position.c', 'tests/object/test-why.c'),
    ('src/object/pf-risk-manager.c', 'tests/object/test-execution-engine.c'),
    # the parts of a chart's widget, drawn and moved together
    ('src/chart/pf-candle-draw.c', 'tests/chart/test-candle-chart.c'),
    ('src/chart/pf-chart-grid.c', 'tests/chart/test-candle-chart.c'),
    ('src/chart/pf-chart-input.c', 'tests/chart/test-candle-chart.c'),
    ('src/chart/pf-chart-layer.c', 'tests/chart/test-candle-chart.c'),
    ('src/chart/pf-chart-paint.c', 'tests/chart/test-candle-chart.c'),
    ('src/chart/pf-chart-pane.c', 'tests/chart/test-candle-chart.c'),
    ('src/ui/pf-notifier.c', 'tests/ui/test-notifications.py'),
    # widgets hold little code: the real window is driven through its accessibility tree
    ('src/ui/pf-*.c', 'tests/ui/test-window.py'),
    ('src/strategy/pf-strategy-*.c', 'tests/strategy/test-strategies.c'),  # one table: each against a second computation
)

GATE = 'src/desk/pf-gate.c'
SUBMITS = re.compile(r'(->|\.)submit \(')

TOP_LEVEL = '''.ci .clang-format .editorconfig .gitignore CONTRIBUTING.md LICENSE README.md build-aux data flatpak icons
    meson.build meson_options.txt po src tests'''.split()

SOURCES = ('*.c', '*.h', '*.py', '*.sh', '*.ui', '*.css', '*.xml', '*.svg', '*.in', 'meson.build', 'build-aux/*', '.ci/*')
CODE = ('*.c', '*.h', '*.py', '*.ui', '*.css', 'meson.build', 'build-aux/*', '.ci/*')
LICENCES = ('GPL-3.0-or-later', 'CC0-1.0', 'CC-BY-SA-4.0')
# Written in two pieces, so that this file keeps the rule, too.
OPEN_ENDS = ('TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X')
TRANSLATED = re.compile(r'(?<!\w)(?:N|C|NC|Q|)_ ?\("|\bn?gettext \("|translatable="(?:yes|true|1)"')
NO_ASSERT = 'G_DISABLE_' + 'ASSERT'
MACHINE_PATHS = ('/wo' + 'rk/', '/ro' + 'ot/', '/tmp/' + 'pf')


class Tree:
    """The files that belong to the project: what git knows or would add, or simply all where there is no git."""

    def __init__(self, root):
        self.root = root
        try:
            listed = subprocess.run(['git', '-C', root, 'ls-files', '-z', '-co', '--exclude-standard'],
                                    check=True, capture_output=True, text=True).stdout.split('\0')
            self.paths = sorted({path for path in listed if path and os.path.isfile(os.path.join(root, path))})
        except (OSError, subprocess.CalledProcessError):
            self.paths = sorted(self._walk())
        self._lines = {}

    def _walk(self):
        for folder, folders, names in os.walk(self.root):
            top = folder == self.root
            folders[:] = [name for name in folders if name not in ('.git', '__pycache__') and
                          not (top and name.startswith('build') and name != 'build-aux')]
            for name in names:
                if not name.endswith('.pyc'):
                    yield os.path.relpath(os.path.join(folder, name), self.root)

    def lines(self, path):
        if path not in self._lines:
            with open(os.path.join(self.root, path), encoding='utf-8', errors='replace') as file:
                self._lines[path] = file.read().splitlines()
        return self._lines[path]

    def matching(self, *patterns):
        for path in self.paths:
            name = os.path.basename(path)
            if any(fnmatch.fnmatch(path if '/' in pattern else name, pattern) for pattern in patterns):
                yield path

    def room_files(self, rooms, *patterns):
        for path in self.matching(*patterns):
            parts = path.split('/')
            if parts[0] == 'src' and len(parts) > 2 and parts[1] in rooms:
                yield path, parts[1]


def code_lines(lines):
    """(number, line) with comments and the contents of strings taken out."""
    inside = False
    for number, line in enumerate(lines, 1):
        rest, kept = line, ''
        while rest:
            if inside:
                _, end, rest = rest.partition('*/')
                inside = not end
                continue
            token = re.search(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|/\*|//', rest)
            if token is None:
                kept += rest
                break
            kept += rest[:token.start()]
            if token[0] == '//':
                break
            inside = token[0] == '/*'
            kept += '' if inside else '""'
            rest = rest[token.end():]
        yield number, kept


def spdx(tree):
    for path in tree.matching(*SOURCES):
        head = '\n'.join(tree.lines(path)[:4])
        found = re.search(r'SPDX-License-Identifier: ([\w.-]+)', head)
        if not found or found[1] not in LICENCES:
            yield path, 1, 'no SPDX licence line at its head'


def file_length(tree):
    for path in tree.matching(*CODE):
        lines = len(tree.lines(path))
        if lines > FILE_LINES:
            yield path, lines, f'{lines} lines, more than {FILE_LINES}: two files, each with one thing to say'


def strategy_length(tree):
    for path in tree.matching('src/strategy/pf-strategy-*.c'):
        lines = len(tree.lines(path))
        if lines > STRATEGY_LINES:
            yield path, lines, f'{lines} lines; a strategy has at most {STRATEGY_LINES}'


def function_length(tree):
    for path in tree.matching('*.c', '*.h'):
        began = name = None
        previous = ''
        for number, line in enumerate(tree.lines(path), 1):
            if line == '{':
                began, name = number, previous.strip()
            elif line.startswith('}'):
                if began and number - began + 1 > FUNCTION_LINES:
                    yield (path, began, f'{number - began + 1} lines from brace to brace, more than {FUNCTION_LINES}'
                                        f' ({name})')
                began = None
            previous = line


def columns(tree):
    for path in tree.matching('*.c', '*.h'):
        for number, line in enumerate(tree.lines(path), 1):
            if len(line) > COLUMNS:
                yield path, number, f'{len(line)} columns, more than {COLUMNS}'
            if '\t' in line:
                yield path, number, 'a tab'
            if line != line.rstrip():
                yield path, number, 'blanks at the end'


def includes(tree):
    for path, room in tree.room_files(os.listdir(os.path.join(tree.root, 'src')), '*.c', '*.h'):
        if room not in ARROWS:
            yield path, 1, f'the room {room} is not in the table of arrows'
            continue
        allowed = {room, *ARROWS[room].split()}
        for number, line in enumerate(tree.lines(path), 1):
            quoted = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
            angled = re.match(r'\s*#\s*include\s+<([^>]+)>', line)
            if quoted and quoted[1] != 'config.h':
                other, slash, _ = quoted[1].partition('/')
                if not slash or other == '..':
                    yield path, number, f'"{quoted[1]}" is not included as "room/file.h"'
                elif other not in allowed and (path, other) not in ALSO:
                    yield path, number, f'{room} may not include {other}: arrows point down only'
            elif angled:
                for library, rooms in LIBRARIES.items():
                    if angled[1].startswith(library) and room not in rooms.split():
                        yield path, number, f'{room} may not include <{angled[1]}>'


def rooms_on_the_map(tree):
    """Every room is in src/README.md and is named like one."""
    readme = '\n'.join(tree.lines('src/README.md')) if 'src/README.md' in tree.paths else ''
    for room in sorted({path.split('/')[1] for path in tree.paths if path.startswith('src/') and path.count('/') > 1}):
        if not re.search(rf'^{re.escape(room)}/ ', readme, re.MULTILINE):
            yield 'src/README.md', 1, f'the room {room} is not on the map'


def taken_names(tree):
    words = '|'.join(TAKEN_NAMES)
    for path in tree.matching('*.c', '*.h'):
        for number, line in code_lines(tree.lines(path)):
            for name in re.findall(rf'\b_?(Pf(?:{words}))\b', line):
                yield path, number, f'{name}: <sys/socket.h> or <elf.h> owns that word'


def _double_allowed(path, line):
    return any(fnmatch.fnmatch(path, pattern) and re.search(words, line) for pattern, words, _ in DOUBLES)


def exact_money(tree):
    for path, _ in tree.room_files(EXACT, '*.c', '*.h'):
        for number, line in code_lines(tree.lines(path)):
            if FLOAT.search(line) and not _double_allowed(path, line):
                yield path, number, 'a double among exact numbers (DOUBLES in tests/tidy/house.py has the exceptions)'
    for path, _ in tree.room_files(MONEY_ROOMS, '*.c', '*.h'):
        for number, line in code_lines(tree.lines(path)):
            for name in MONEY_DOUBLE.findall(line) if path not in MADE_UP_PRICES else ():
                yield path, number, f'{name} sounds like money and is a double'


def double_from_text(tree):
    for path, _ in tree.room_files(PURE, '*.c', '*.h'):
        for number, line in code_lines(tree.lines(path)):
            if PARSE_DOUBLE.search(line) and path not in PARSERS:
                yield path, number, 'text becomes a double here; exact numbers are read by base/pf-decimal.h'


def open_ends(tree):
    words = re.compile(r'\b(?:%s)\b' % '|'.join(OPEN_ENDS))
    for path in tree.matching(*CODE, '*.md'):
        for number, line in enumerate(tree.lines(path), 1):
            if words.search(line):
                yield path, number, 'an open end: do it, or write an issue'


def asserts_stay(tree):
    for path in tree.matching(*CODE):
        for number, line in enumerate(tree.lines(path), 1):
            if NO_ASSERT in line:
                yield path, number, 'asserts stay on'


def tests_of_the_same_name(tree):
    tests = {os.path.basename(path).rpartition('.')[0] for path in tree.matching('tests/*/test-*.c', 'tests/*/test-*.py')}
    for path in tree.matching('src/*/pf-*.c'):
        name = os.path.basename(path)[len('pf-'):-len('.c')]
        covering = [test for pattern, test in COVERED_BY if fnmatch.fnmatch(path, pattern)]
        if f'test-{name}' not in tests and not any(test in tree.paths for test in covering):
            yield path, 1, f'has no test: tests/{path.split("/")[1]}/test-{name}.c is not there'


def one_gate(tree):
    for path in tree.matching('src/*.c', 'src/*.h'):
        for number, line in enumerate(tree.lines(path), 1):
            if SUBMITS.search(line) and path != GATE:
                yield path, number, f'an order goes to a venue here; only {GATE} may hand it over'


def top_level(tree):
    for name in sorted({path.split('/')[0] for path in tree.paths}):
        if name not in TOP_LEVEL:
            yield name, 1, 'does not belong at the top (TOP_LEVEL in tests/tidy/house.py has what does)'


def words_for_translators(tree):
    """po/POTFILES.in names every file with words to translate, and no other."""
    listed = {line.strip() for line in tree.lines('po/POTFILES.in') if line.strip() and not line.startswith('#')} \
        if 'po/POTFILES.in' in tree.paths else set()
    for path in tree.matching('src/*.c', 'src/*.h', 'src/*.ui'):
        has_words = any(TRANSLATED.search(line) for line in tree.lines(path))
        if has_words and path not in listed:
            yield path, 1, 'has words for translators and is not in po/POTFILES.in'
    for path in sorted(listed - set(tree.paths)):
        yield 'po/POTFILES.in', 1, f'{path} is not there'


def machine_paths(tree):
    for path in tree.paths:
        for number, line in enumerate(tree.lines(path), 1):
            for word in MACHINE_PATHS:
                if word in line:
                    yield path, number, f'a path of one machine: {word}'


RULES = (spdx, file_length, strategy_length, function_length, columns, includes, rooms_on_the_map, taken_names,
         exact_money, double_from_text, open_ends, asserts_stay, tests_of_the_same_name, one_gate, top_level,
         words_for_translators, machine_paths)
