#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-decimal-oracle.py ORACLE-DECIMAL [COUNT [SEED]]: exact numbers against Python's decimals (TAP).

ORACLE-DECIMAL prints random cases with its answers; each is computed again here, in natural units, with so much
precision that nothing is ever rounded but where the contract says so.
"""

import collections
import decimal
import re
import subprocess
import sys
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

# Products have at most 77 digits before the point. A quotient that is no tie differs from one by more than 1e-39.
decimal.getcontext().prec = 200

LARGEST = 2**127 - 1
LARGEST_RATE = 2**63 - 1
INPUT_MOST = Decimal(10)**18
ROUNDINGS = {'floor': ROUND_FLOOR, 'ceil': ROUND_CEILING, 'half-even': ROUND_HALF_EVEN}
ONE = Decimal(1)
E18 = Decimal('1e-18')
E12 = Decimal('1e-12')
PLAIN = re.compile(r'[+-]?([0-9]+)(\.[0-9]+)?')

seen = collections.Counter()


def units(count, digits=18):
    return Decimal(count).scaleb(-digits)


def count_of(value, grain=E18, rounding=ROUND_HALF_EVEN):
    """value as a whole count of grains, text; 'no' when 128 bits do not hold it."""
    if seen_tie(value, grain):
        seen['tie'] += 1
    count = int(value.quantize(grain, rounding=rounding) / grain)
    if abs(count) > LARGEST:
        seen['overflow'] += 1
        return 'no'
    return str(count)


def seen_tie(value, grain):
    return abs(value / grain % 1) == Decimal('0.5')


def mul_div(rounding, a, b, d):
    return count_of(Decimal(a) * Decimal(b) / Decimal(d), ONE, ROUNDINGS[rounding])


def notional(price, quantity):
    return count_of(units(price) * units(quantity))


def floor(quantity, step):
    steps = (units(quantity) / units(step)).quantize(ONE, rounding=ROUND_DOWN)
    return count_of(steps * units(step))


def for_money(money, price, step):
    if int(money) < 0 or int(price) <= 0:
        return 'no'
    exact = units(money) / units(price)
    if count_of(exact, E18, ROUND_FLOOR) == 'no':
        return 'no'
    return count_of((exact / units(step)).quantize(ONE, rounding=ROUND_FLOOR) * units(step))


def average(money, quantity):
    return count_of(units(money) / units(quantity))


def scale_up(price, rate):
    return count_of(units(price) * (1 + units(rate, 12)))


def scale_down(price, rate):
    return count_of(units(price) * (1 - units(rate, 12)))


def money_scale(money, rate):
    return count_of(units(money) * units(rate, 12))


def quantity_scale(quantity, rate, step):
    exact = units(quantity) * units(rate, 12)
    return count_of((exact / units(step)).quantize(ONE, rounding=ROUND_DOWN) * units(step))


def ratio(part, whole):
    if int(whole) == 0:
        return '0'
    exact = Decimal(part) / Decimal(whole)
    seen_tie(exact, E12)
    count = int(exact.quantize(E12, rounding=ROUND_HALF_EVEN) / E12)
    return str(max(-LARGEST_RATE, min(LARGEST_RATE, count)))


def points(from_decimals, to_decimals, count, price):
    exact = units(count, int(from_decimals))
    if units(price) != exact:
        return f'price {exact}'
    scaled = exact.scaleb(int(to_decimals))
    return str(int(scaled)) if scaled == int(scaled) and -2**63 <= scaled < 2**63 else 'no'


def print_(value, decimals):
    text = format(units(value, int(decimals)), 'f')
    text = text.rstrip('0').rstrip('.') if '.' in text else text
    return '0' if text == '-0' else text


def fixed(value, decimals, shown):
    exact = units(value, int(decimals))
    if seen_tie(exact, ONE.scaleb(-int(shown))):
        seen['tie'] += 1
    text = format(exact.quantize(ONE.scaleb(-int(shown)), rounding=ROUND_HALF_EVEN), 'f')
    return text[1:] if text.startswith('-') and not text.strip('-0.') else text


def read(text, decimals, most=INPUT_MOST):
    """The count, or the set of names of what is wrong: a text may break two rules at once."""
    plain = PLAIN.fullmatch(text)
    if not plain:
        head = re.match(r'[+-]?([0-9]*)', text)[1]
        return {'syntax', 'digits'} | ({'range'} if head and Decimal(head) > INPUT_MOST else set())
    scaled = Decimal(text).scaleb(decimals)
    wrong = set()
    if scaled != int(scaled):
        wrong.add('digits')
    if abs(Decimal(text)) > most or Decimal(plain[1]) > INPUT_MOST:
        wrong.add('range')
    return wrong or str(int(scaled))


def parse(decimals, text):
    return read(text, int(decimals))


def rate_reader(shift):
    def reader(text):
        result = read(text, 12 - shift)
        if isinstance(result, set) or abs(int(result)) > LARGEST_RATE // 4:
            return 'no'
        return result
    return reader


OPERATIONS = {
    'mul-div': mul_div, 'notional': notional, 'floor': floor, 'for-money': for_money, 'average': average,
    'scale-up': scale_up, 'scale-down': scale_down, 'money-scale': money_scale, 'quantity-scale': quantity_scale,
    'ratio': ratio, 'points': points, 'print': print_, 'fixed': fixed, 'parse': parse,
    'rate': rate_reader(0), 'percent': rate_reader(2), 'bps': rate_reader(4),
}


def main():
    oracle = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000000
    seed = sys.argv[3] if len(sys.argv) > 3 else '1'
    wrong = collections.defaultdict(list)
    with subprocess.Popen([oracle, seed, str(count)], stdout=subprocess.PIPE, text=True) as program:
        for line in program.stdout:
            name, *arguments = line.rstrip('\n').split('\t')
            if name not in OPERATIONS:
                break  # the program died; its exit status and the count of cases tell
            answer = arguments.pop()
            expected = OPERATIONS[name](*arguments)
            seen[name] += 1
            seen[name, answer if answer in ('no', 'syntax', 'digits', 'range') else 'number'] += 1
            if answer != expected and not (isinstance(expected, set) and answer in expected):
                wrong[name].append(f'{line.rstrip()} expected {expected}')

    results = [(name, seen[name] > count // 1000 and not wrong[name], wrong[name][:5])
               for name in OPERATIONS]
    results.append(('all-cases', sum(seen[name] for name in OPERATIONS) == count and program.returncode == 0,
                    [f'exit status {program.returncode}']))
    # A run without these would prove little.
    for kind in ('tie', 'overflow', ('mul-div', 'no'), ('notional', 'no'), ('for-money', 'no'), ('points', 'no'),
                 ('parse', 'number'), ('parse', 'syntax'), ('parse', 'digits'), ('parse', 'range')):
        label = kind if isinstance(kind, str) else '-'.join(kind)
        results.append((f'covers-{label}', seen[kind] > count // 1000, [f'only {seen[kind]}']))
    print(f'1..{len(results)}')
    for number, (label, good, details) in enumerate(results, 1):
        print('ok' if good else 'not ok', number, f'/pf/decimal/oracle/{label}')
        for detail in details if not good else ():
            print('#', detail)
    return 0 if all(good for _, good, _ in results) else 1


if __name__ == '__main__':
    sys.exit(main())
