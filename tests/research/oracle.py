# SPDX-License-Identifier: GPL-3.0-or-later
"""A second, independent backtest, written from the contract alone: integers and fractions, no code shared.

Amounts are integers of 1e-18; a product is rounded half-even to them. Ratios are fractions until the last step.
"""

import collections
import csv
import datetime
import gzip
import hashlib
import io
import math
from fractions import Fraction

E18 = 10 ** 18
DAY = 86400 * 10 ** 9
WEEK_OFFSET = 4 * DAY           # 1970-01-05 was a Monday

Bar = collections.namedtuple('Bar', 'time open high low close')        # ns, then 1e-18
Fill = collections.namedtuple('Fill', 'time side quantity price fee')
Trade = collections.namedtuple('Trade', 'entry_time exit_time side quantity entry_price exit_price fees pnl reason')


def half_even(fraction):
    """The nearest integer, ties to the even one."""
    return round(Fraction(fraction))


def e18(text):
    value = Fraction(str(text)) * E18
    assert value.denominator == 1, text
    return int(value)


def times(a, b):
    """Product of two amounts."""
    quotient, rest = divmod(a * b, E18)
    if rest * 2 > E18 or (rest * 2 == E18 and quotient & 1):
        quotient += 1
    return quotient


def text(amount):
    sign = '-' if amount < 0 else ''
    whole, fraction = divmod(abs(amount), E18)
    return sign + (f'{whole}.{fraction:018d}'.rstrip('0').rstrip('.'))


def iso(ns):
    seconds, rest = divmod(ns, 10 ** 9)
    stamp = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)
    for digits in (0, 3, 6, 9):
        if rest % 10 ** (9 - digits) == 0:
            tail = f'.{rest // 10 ** (9 - digits):0{digits}d}' if digits else ''
            return f'{stamp:%Y-%m-%dT%H:%M:%S}{tail}Z'


# --- bars -------------------------------------------------------------------------------------------------------------


def read_time(field, in_ms):
    for form in ('%Y-%m-%d %I-%p', '%Y-%m-%d', '%Y-%m-%d %H:%M:%S', '%Y-%m-%dT%H:%M:%SZ'):
        try:
            stamp = datetime.datetime.strptime(field, form)
        except ValueError:
            continue
        return (stamp - datetime.datetime(1970, 1, 1)) // datetime.timedelta(seconds=1) * 10 ** 9
    value = int(field)
    for limit, unit in ((10 ** 11, 10 ** 9), (10 ** 14, 10 ** 6), (10 ** 17, 10 ** 3)):
        if value < limit and not (in_ms and unit == 10 ** 9):
            return value * unit
    return value


def read_bars(path):
    """(bars oldest first, the most common step)"""
    with open(path, 'rb') as file:
        data = file.read()
    if data[:2] == b'\x1f\x8b':
        data = gzip.decompress(data)
    rows = [row for row in csv.reader(io.StringIO(data.decode())) if row]
    names = {'time', 'timestamp', 'date', 'datetime', 'open_time', 'open_time_ms', 'close_time', 'close_time_ms',
             'end_time', 'end_time_ms'}
    head = 0
    while not names & set(rows[head]) or 'open' not in rows[head]:
        head += 1
    header = rows[head]
    time_name = next(name for name in header if name in names)
    at = {name: header.index(name) for name in ('open', 'high', 'low', 'close')}
    at['time'] = header.index(time_name)
    in_ms = time_name.endswith('_ms')
    bars = [Bar(read_time(row[at['time']], in_ms), *(e18(row[at[name]]) for name in ('open', 'high', 'low', 'close')))
            for row in rows[head + 1:]]
    bars.sort()
    steps = collections.Counter(b.time - a.time for a, b in zip(bars, bars[1:]))
    step = max(steps.items(), key=lambda item: (item[1], -item[0]))[0] if steps else 60 * 10 ** 9
    if time_name.startswith(('close', 'end')):
        bars = [bar._replace(time=bar.time - step) for bar in bars]
    return bars, step


def resample(bars, step, length):
    """Buckets at multiples of length, weeks on Monday; the unfinished last one is dropped."""
    offset = WEEK_OFFSET if length % (7 * DAY) == 0 else 0
    buckets = {}
    for bar in bars:
        buckets.setdefault((bar.time - offset) // length * length + offset, []).append(bar)
    out = [Bar(start, part[0].open, max(bar.high for bar in part), min(bar.low for bar in part), part[-1].close)
           for start, part in sorted(buckets.items())]
    if out and bars[-1].time + step < out[-1].time + length:
        out.pop()
    return out


# --- strategies: what each close says: 'long', 'short', 'flat' or None -------------------------------------------------


def crosses(closes, fast, slow):
    """+1, -1 or 0 for each close, compared as fast sum x slow against slow sum x fast."""
    sign = 0
    sums = [0]
    for close in closes:
        sums.append(sums[-1] + close)
    for i in range(len(closes)):
        cross = 0
        if i + 1 >= slow:
            a = (sums[i + 1] - sums[i + 1 - fast]) * slow
            b = (sums[i + 1] - sums[i + 1 - slow]) * fast
            now = (a > b) - (a < b)
            if now != 0:
                if sign != 0 and now != sign:
                    cross = now
                sign = now
        yield cross


def sma_cross(closes, fast=10, slow=30):
    names = {1: 'long', -1: 'short', 0: None}
    return [names[cross] for cross in crosses(closes, fast, slow)]


def golden_cross_momentum(closes, fast=20, slow=50, momentum=10):
    signals = []
    for i, cross in enumerate(crosses(closes, fast, slow)):
        signal = None
        if cross != 0 and i >= momentum:
            moved = closes[i] - closes[i - momentum]
            if cross > 0:
                signal = 'long' if moved > 0 else 'flat'
            else:
                signal = 'short' if moved < 0 else 'flat'
        signals.append(signal)
    return signals


STRATEGIES = {'sma_cross': sma_cross, 'golden_cross_momentum': golden_cross_momentum}


# --- the run ----------------------------------------------------------------------------------------------------------


class Run:
    """One backtest. Options are text, as on the command line."""

    def __init__(self, bars, strategy, params, balance='10000', fee_rate='0.0004', slippage_bps='0',
                 direction='long', sizing='fraction=1', stop_loss='0', take_profit='0', step=10 ** 10):
        self.bars = bars
        self.signals = STRATEGIES[strategy]([bar.close for bar in bars], **params)
        self.balance = self.cash = e18(balance)
        self.fee_rate = e18(fee_rate)
        self.slippage = e18(Fraction(slippage_bps) / 10000)
        self.direction = direction
        self.units = self.fraction = None
        kind, amount = sizing.split('=')
        if kind == 'units':
            self.units = e18(amount)
        else:
            self.fraction = e18(amount)
        self.stop_loss = e18(Fraction(stop_loss) / 100)
        self.take_profit = e18(Fraction(take_profit) / 100)
        self.step = step
        self.quantity = 0               # signed
        self.entry = None               # the entry's fill
        self.fills, self.trades, self.equity, self.exposed = [], [], [], 0
        self.refusals = 0
        self._run()

    def _slipped(self, price, side):
        return times(price, E18 + (self.slippage if side == 'BUY' else -self.slippage))

    def _fill(self, time, side, quantity, price):
        notional = times(price, quantity)
        fee = times(self.fee_rate, notional)
        self.cash += (-notional if side == 'BUY' else notional) - fee
        fill = Fill(time, side, quantity, price, fee)
        self.fills.append(fill)
        return fill

    def _size(self, deciding_close):
        """Of an entry, decided while flat: the equity is the cash."""
        if self.units is not None:
            return self.units // self.step * self.step
        unit_cost = times(times(deciding_close, E18 + self.fee_rate), E18 + self.slippage)
        return times(self.fraction, self.cash) * E18 // unit_cost // self.step * self.step

    def _enter(self, time, side, raw_price, deciding_close):
        price = self._slipped(raw_price, side)
        quantity = self._size(deciding_close)
        notional = times(price, quantity)
        needed = notional + times(self.fee_rate, notional) if side == 'BUY' else notional
        if needed > self.cash and self.fraction is not None:
            quantity = max(self.cash * E18 // times(price, E18 + self.fee_rate), 0) // self.step * self.step
        elif needed > self.cash:
            quantity = 0
        if quantity <= 0:
            self.refusals += 1
            return
        self.entry = self._fill(time, side, quantity, price)
        self.quantity = quantity if side == 'BUY' else -quantity

    def _exit(self, time, price, reason):
        side = 'SELL' if self.quantity > 0 else 'BUY'
        out = self._fill(time, side, abs(self.quantity), price)
        bought, sold = (self.entry, out) if side == 'SELL' else (out, self.entry)
        fees = self.entry.fee + out.fee
        pnl = times(sold.price, sold.quantity) - times(bought.price, bought.quantity) - fees
        self.trades.append(Trade(self.entry.time, time, 'LONG' if side == 'SELL' else 'SHORT', out.quantity,
                                 self.entry.price, out.price, fees, pnl, reason))
        self.quantity, self.entry = 0, None

    def _levels(self, bar):
        """Stop and target inside a bar."""
        is_long = self.quantity > 0
        side = 'SELL' if is_long else 'BUY'
        below = {'stop': times(self.entry.price, E18 - self.stop_loss),
                 'target': times(self.entry.price, E18 - self.take_profit)}
        above = {'stop': times(self.entry.price, E18 + self.stop_loss),
                 'target': times(self.entry.price, E18 + self.take_profit)}
        stop = (below if is_long else above)['stop']
        target = (above if is_long else below)['target']
        if self.stop_loss and (bar.low <= stop if is_long else bar.high >= stop):
            price = min(bar.open, stop) if is_long else max(bar.open, stop)
            self._exit(bar.time, self._slipped(price, side), 'stop_loss')
        elif self.take_profit and (bar.high >= target if is_long else bar.low <= target):
            price = max(bar.open, target) if is_long else min(bar.open, target)
            self._exit(bar.time, price, 'take_profit')

    def _decide(self, signal, deciding_close):
        """(close what is held?, side to enter or None)"""
        side = None
        if signal == 'long' and self.direction != 'short':
            side = 'BUY'
        if signal == 'short' and self.direction != 'long':
            side = 'SELL'
        if self.quantity > 0 and signal in ('short', 'flat'):
            return True, side
        if self.quantity < 0 and signal in ('long', 'flat'):
            return True, side
        if self.quantity or not side:
            return False, None
        if self._size(deciding_close) == 0:     # refused when decided; what cash does not pay, at the fill
            self.refusals += 1
            return False, None
        return False, side

    def _run(self):
        due = (False, None)
        deciding_close = 0
        for bar, signal in zip(self.bars, self.signals):
            close_it, side = due
            if close_it:
                self._exit(bar.time, self._slipped(bar.open, 'SELL' if self.quantity > 0 else 'BUY'), 'signal')
            if side:
                self._enter(bar.time, side, bar.open, deciding_close)
            if self.quantity:
                self._levels(bar)
            self.equity.append(self.cash + times(bar.close, self.quantity))
            self.exposed += self.quantity != 0
            if self.equity[-1] <= 0:
                break
            due = self._decide(signal, bar.close)
            deciding_close = bar.close

    # --- figures ---

    def drawdowns(self):
        peak = self.balance
        for equity in self.equity:
            peak = max(peak, equity)
            yield peak - equity, peak

    def daily_returns(self):
        last = {}
        for bar, equity in zip(self.bars, self.equity):
            last[bar.time // DAY] = equity
        previous, out = self.balance, []
        for day in sorted(last):
            out.append(Fraction(last[day], previous) - 1)
            previous = last[day]
        return [float(r) for r in out]

    def figures(self):
        returns = self.daily_returns()
        n = len(returns)
        mean = math.fsum(returns) / n
        sharpe = sortino = None
        if n > 1:
            deviation = math.sqrt(math.fsum((r - mean) ** 2 for r in returns) / (n - 1))
            downside = math.sqrt(math.fsum(min(r, 0) ** 2 for r in returns) / (n - 1))
            sharpe = mean / deviation * math.sqrt(365) if deviation else None
            sortino = mean / downside * math.sqrt(365) if downside else None
        winning = [trade.pnl for trade in self.trades if trade.pnl > 0]
        losing = [trade.pnl for trade in self.trades if trade.pnl < 0]
        final = self.equity[-1]
        digest = hashlib.sha256()
        for f in self.fills:
            digest.update(f'{iso(f.time)},{f.side},{text(f.quantity)},{text(f.price)},{text(f.fee)}\n'.encode())
        return {
            'bars': len(self.bars), 'from': iso(self.bars[0].time), 'to': iso(self.bars[-1].time),
            'trades': len(self.trades), 'winning': len(winning), 'losing': len(losing), 'refusals': self.refusals,
            'win_rate_pct': float(Fraction(100 * len(winning), len(self.trades))) if self.trades else None,
            'total_pnl': text(final - self.balance),
            'total_pnl_pct': float(Fraction(100 * (final - self.balance), self.balance)),
            'fees': text(sum(fill.fee for fill in self.fills)), 'final_equity': text(final),
            'sharpe': sharpe, 'sortino': sortino,
            'max_drawdown_pct': float(100 * max(Fraction(fallen, peak) for fallen, peak in self.drawdowns())),
            'profit_factor': float(Fraction(sum(winning), -sum(losing))) if losing else None,
            'exposure_pct': float(Fraction(100 * self.exposed, len(self.bars))),
            'fingerprint': digest.hexdigest(),
        }

    def trade_rows(self):
        for t in self.trades:
            yield [iso(t.entry_time), iso(t.exit_time), t.side, text(t.quantity), text(t.entry_price),
                   text(t.exit_price), text(t.fees), text(t.pnl),
                   Fraction(100 * t.pnl, times(t.entry_price, t.quantity)), t.reason]

    def equity_rows(self):
        for bar, equity, (fallen, peak) in zip(self.bars, self.equity, self.drawdowns()):
            yield [iso(bar.time), text(equity), 100 * fallen / peak]
