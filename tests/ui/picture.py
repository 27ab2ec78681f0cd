# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the X server without a screen: it keeps its screen in a file, in the format of xwd."""

import os
import struct
import time
import zlib

SCREEN = 'HEADLESS_SCREEN'


def _chunk(kind, data):
    return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))


def save(path):
    """Writes what is on the screen as PNG; FALSE where the server has no such file."""
    source = os.environ.get(SCREEN)
    if not source or not os.path.exists(source):
        return False
    time.sleep(0.5)             # what was just asked for is drawn
    with open(source, 'rb') as file:
        data = file.read()
    header = struct.unpack('>25I', data[:100])
    size, width, height, order, bits, line, colours = (header[i] for i in (0, 4, 5, 7, 11, 12, 19))
    assert bits == 32, f'{bits} bits a pixel'
    begin = size + 12 * colours
    rows = bytearray()
    for y in range(height):
        row = data[begin + y * line:begin + y * line + 4 * width]
        red, green, blue = (row[2::4], row[1::4], row[0::4]) if order == 0 else (row[1::4], row[2::4], row[3::4])
        out = bytearray(3 * width)
        out[0::3], out[1::3], out[2::3] = red, green, blue
        rows += b'\0' + out
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'wb') as file:
        file.write(b'\x89PNG\r\n\x1a\n' + _chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0)) +
                   _chunk(b'IDAT', zlib.compress(bytes(rows), 6)) + _chunk(b'IEND', b''))
    return True
