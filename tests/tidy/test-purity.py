#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-purity.py NM IMPURE.c IMPURE.a ROOM.a...: the rooms below the desk ask nobody for anything (TAP).

What a library needs from elsewhere is what `nm -u` prints. The library IMPURE.a holds one of each thing that is not
allowed; all that its source names has to be found in it.
"""

import os
import re
import subprocess
import sys

FORBIDDEN = {
    'a clock': r'clock(_\w+)?|gettimeofday|time|times|ftime|nanosleep|u?sleep|(local|gm|mk)time(_r)?|tzset|g_usleep'
               r'|g_get_(monotonic|real|current)_time|g_date_time_new_now\w*|g_timer_\w+',
    'random numbers': r's?rand(om)?(_r)?|[demjln]rand48(_r)?|arc4random\w*|getrandom|getentropy|g_rand\w*|g_uuid_\w+',
    'threads or processes': r'pthread_\w+|thrd_\w+|mtx_\w+|cnd_\w+|v?fork|exec[lv]\w*|posix_spawn\w*|system|popen'
                            r'|g_(thread|mutex|rec_mutex|rw_lock|cond|private|async_queue|spawn|subprocess)_\w+',
    'a main loop': r'g_(timeout|idle|main|source|unix_fd|unix_signal)_\w+',
    'files': r'open(at)?|creat|p?read|p?write|readv|writev|close|[fl]?stat|mmap|munmap|unlink|rename|mkdir|rmdir'
             r'|f(open|dopen|reopen|close|read|write|gets|puts|getc|putc|printf|scanf|seek|flush|sync|datasync)'
             r'|v?f?printf|puts|putchar|getline|opendir|stdin|stdout|g_print'
             r'|g_(file|dir|io_channel|input_stream|output_stream|mapped_file|key_file|settings)_\w+|g_(open|fopen|unlink)',
    'sockets': r'socket(pair)?|connect|bind|listen|accept4?|send(to|msg)?|recv(from|msg)?|p?poll|select|epoll_\w+'
               r'|getaddrinfo|g_(socket|dbus|tls|resolver|network)_\w+',
    'the environment': r'(secure_)?getenv|setenv|unsetenv|environ|getpid|getuid|gethostname|setlocale'
                       r'|g_(getenv|setenv|unsetenv|get_environ|get_home_dir|get_user_\w+|get_tmp_dir|get_host_name)',
    'a library of other rooms': r'(gtk|gdk|gsk|adw|soup|sqlite3|json|secret)_\w+|g_(object|signal|task|application)_\w+',
}
FORBIDDEN = {what: re.compile(f'(?:{names})') for what, names in FORBIDDEN.items()}


def needed(nm, library):
    """The names that the library wants from elsewhere, as its author wrote them."""
    output = subprocess.run([nm, '-u', library], check=True, capture_output=True, text=True).stdout
    for name in re.findall(r'^ +[Uw] (\S+)$', output, re.MULTILINE):
        name = re.sub(r'@.*$', '', name)
        yield re.sub(r'^__(?:isoc\d\d_)?(\w+?)(?:_chk)?$', r'\1', re.sub(r'64$', '', name))


def impurities(nm, library):
    return {name: what for name in needed(nm, library) for what, names in FORBIDDEN.items() if names.fullmatch(name)}


def main():
    nm, source, impure, *rooms = sys.argv[1:]
    with open(source, encoding='utf-8') as file:
        planted = re.findall(r'\(Forbidden\) (\w+)', file.read())
    print(f'1..{len(planted) + len(rooms) + 1}')
    number = failed = 0

    def report(name, good, sentence):
        nonlocal number, failed
        number += 1
        failed += not good
        print('ok' if good else 'not ok', number, f'/pf/purity/{name}')
        if not good:
            print(f'{name}: {sentence}', file=sys.stderr)

    found = impurities(nm, impure)
    for name in planted:
        report(f'finds/{name}', name in found, 'is not found where it was put')
    for room in rooms:
        found = impurities(nm, room)
        report(os.path.basename(room).removeprefix('libpf-').removesuffix('.a'), not found,
               ', '.join(f'{name} is {what}' for name, what in sorted(found.items())))
    report('looked-at-something', all(any(needed(nm, room)) for room in rooms), 'a library that needs nothing')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
