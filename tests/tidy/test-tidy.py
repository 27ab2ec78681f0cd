#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-tidy.py SOURCE-FOLDER: the house rules hold, and each can fail (TAP)."""

import os
import sys
import tempfile

import house

SPDX_C = '/* SPDX-License-Identifier: GPL-3.0-or-later */\n'

# A tree that keeps every rule: what may look like a break and is none.
GOOD = {
    'meson.build': '# SPDX-License-Identifier: GPL-3.0-or-later\n',
    'src/README.md': 'model/  plain structs\nstrategy/  the library\nui/  the window\n',
    'src/model/pf-bar.h': SPDX_C + '#include <glib.h>\n#include "base/pf-time.h"\n'
                          '/* no double here */\ntypedef struct { double volume; } PfBar;\n',
    'src/model/pf-bar.c': SPDX_C + '#include "model/pf-bar.h"\n' + 'int\nf (void)\n{\n' + '  g ("double");\n' * 68 + '}\n',
    'src/strategy/pf-strategy-x.c': SPDX_C + 'double price_in_an_indicator;\n' * 79,
    'src/ui/pf-window.c': SPDX_C + '#include <gtk/gtk.h>\n#include "object/pf-desk-object.h"\n',
    'tests/model/test-bar.c': SPDX_C,
    'tests/strategy/test-strategy-x.py': '# SPDX-License-Identifier: GPL-3.0-or-later\n',
    'tests/ui/test-window.c': SPDX_C + '#include "engine/pf-engine.h"\n',
}

# For each rule files to add that break it, and how many breaks it has to find in them.
BAD = {
    'spdx': ({'src/model/pf-a.h': 'int a;\n', 'tests/x/test-a.py': '"""nothing"""\n'}, 2),
    'file_length': ({'src/model/pf-a.h': SPDX_C + '\n' * 700}, 1),
    'strategy_length': ({'src/strategy/pf-strategy-long.c': SPDX_C + '\n' * 80}, 1),
    'function_length': ({'src/model/pf-a.c': 'int\nf (void)\n{\n' + '  g ();\n' * 69 + '}\n'}, 1),
    'columns': ({'src/model/pf-a.h': '/*' + ' ' * 99 + '\n\tint a;\nint b; \n'}, 4),
    'includes': ({'src/model/pf-a.h': '#include "engine/pf-engine.h"\n#include <gtk/gtk.h>\n#include "pf-bar.h"\n',
                  'src/cellar/pf-b.h': '\n'}, 4),
    'rooms_on_the_map': ({'src/cellar/pf-b.h': '\n'}, 1),
    'taken_names': ({'src/model/pf-a.h': 'typedef struct _PfKey PfKey;\nPfKeyring fine; /* PfRoute */\n'}, 2),
    'exact_money': ({'src/engine/pf-a.c': 'double x;\nint y = pf_money_to_double (z);\n',
                     'src/model/pf-bar.h': 'double open;\n',
                     'src/desk/pf-b.h': 'double equity;\ndouble equity_pct;\ndouble speed;\n'}, 4),
    'double_from_text': ({'src/engine/pf-a.c': 'x = g_ascii_strtod (text, NULL);\n'}, 1),
    'open_ends': ({'src/model/pf-a.c': '/* %s: later */\n' % house.OPEN_ENDS[0], 'README.md': house.OPEN_ENDS[1]}, 2),
    'asserts_stay': ({'meson.build': "add_project_arguments('-D%s')\n" % house.NO_ASSERT}, 1),
    'tests_of_the_same_name': ({'src/model/pf-a.c': '\n'}, 1),
    'one_gate': ({'src/desk/pf-a.c': 'venue->klass->submit (venue, order, now);\n'}, 1),
    'top_level': ({'notes.txt': '\n'}, 1),
    'words_for_translators': ({'po/POTFILES.in': '# ok\nsrc/ui/pf-gone.c\n', 'src/ui/pf-a.c': 'x = _("word");\n',
                               'src/ui/pf-b.ui': '<property translatable="yes">x</property>\n',
                               'src/ui/pf-c.c': 'x = PF_COPY_ ("no");\n'}, 3),
    'machine_paths': ({'README.md': 'see %sx\n%sy\n' % house.MACHINE_PATHS[:2], 'src/a.c': house.MACHINE_PATHS[2]}, 3),
}


def make_tree(folder, files):
    for path, text in files.items():
        place = os.path.join(folder, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, 'w', encoding='utf-8') as file:
            file.write(text)
    return house.Tree(folder)


def report(number, name, breaks, good):
    print('ok' if good else 'not ok', number, f'/pf/tidy/{name}')
    for path, line, sentence in breaks if not good else ():
        print(f'{name}: {path}:{line}: {sentence}', file=sys.stderr)
    return not good


def main():
    tree = house.Tree(sys.argv[1])
    cases = 3 * len(house.RULES) + 1
    print(f'1..{cases}')
    number = failed = 0
    for rule in house.RULES:
        name = rule.__name__.replace('_', '-')
        breaks = list(rule(tree))
        failed += report(number + 1, name, breaks, not breaks)
        with tempfile.TemporaryDirectory() as folder:
            breaks = list(rule(make_tree(folder, GOOD)))
        failed += report(number + 2, f'{name}/lets-good-pass', breaks, not breaks)
        files, expected = BAD[rule.__name__]
        with tempfile.TemporaryDirectory() as folder:
            breaks = list(rule(make_tree(folder, {**GOOD, **files})))
        failed += report(number + 3, f'{name}/finds-bad', breaks, len(breaks) == expected)
        number += 3
    failed += report(number + 1, 'looked-at-something', [], len(list(tree.matching('src/*/pf-*.[ch]'))) > 10)
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
