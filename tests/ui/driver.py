# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a window through its accessibility tree: finds by name, presses, reads."""

import os
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402 pylint: disable=wrong-import-position

PRESSED = (Atspi.Role.PUSH_BUTTON, Atspi.Role.TOGGLE_BUTTON, Atspi.Role.CHECK_BOX, Atspi.Role.MENU_ITEM)
NAMED = PRESSED + (Atspi.Role.SPIN_BUTTON, Atspi.Role.COMBO_BOX, Atspi.Role.ENTRY)


def forget_settings():
    """what an earlier test's window remembered; tests run one after the other in one empty home"""
    path = os.path.join(os.environ.get('XDG_CONFIG_HOME', '/nonexistent'), 'glib-2.0', 'settings', 'keyfile')
    if os.path.exists(path):
        os.remove(path)


def names(node):
    """GTK 4.8 says some buttons twice over, once with the sign of their key ("Stop _all Stop all")."""
    name = (node.get_name() or '').replace('_', '')
    half = len(name) // 2
    return {name, name[:half]} if name[:half] == name[half + 1:] else {name}


def is_component(node):
    """the application itself has no place on the screen"""
    return node.get_component_iface() is not None


def is_shown(node):
    area = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
    return area.width > 0 and area.height > 0


def is_nameless(window, node):
    """something to be pressed or filled in, and neither it nor anything in it says what it is"""
    return (node.get_role() in NAMED and not node.get_name() and
            not any(child.get_name() for child in window.walk(node)))


class Window:
    def __init__(self, application, seconds=30):
        Atspi.init()
        self.seconds = seconds
        self.root = self.wait(lambda: self._find_application(application), application)

    @staticmethod
    def _find_application(name):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and child.get_name() == name and child.get_child_count() > 0:
                return child
        return None

    def wait(self, look, what):
        end = time.monotonic() + self.seconds
        while True:
            try:
                found = look()
                if found:
                    return found
            except GLib.Error:
                pass            # it went away while it was looked at
            if time.monotonic() > end:
                raise AssertionError(f'waited in vain for {what}')
            self.settle()

    @staticmethod
    def settle(seconds=0.1):
        context, end = GLib.MainContext.default(), time.monotonic() + seconds
        while time.monotonic() < end:
            if not context.iteration(False):
                time.sleep(0.01)

    def walk(self, node=None):
        node = node or self.root
        node.clear_cache()
        yield node
        for i in range(node.get_child_count()):
            child = node.get_child_at_index(i)
            if child is not None:
                yield from self.walk(child)

    def find(self, name, roles, begins=False):
        """the first that is shown; begins: its name need only begin so"""
        def fits(node):
            return any(text.startswith(name) for text in names(node)) if begins else name in names(node)
        return self.wait(lambda: next((node for node in self.walk() if node.get_role() in roles and
                                       fits(node) and is_shown(node)), None), name)

    def press(self, name, begins=False):
        """the first of this name that can be pressed: a menu button is two, and only the inner one can"""
        def fits(node):
            return any(text.startswith(name) for text in names(node)) if begins else name in names(node)

        def try_it():
            for node in self.walk():
                if node.get_role() in PRESSED and fits(node) and is_shown(node):
                    action = node.get_action_iface()
                    if action is not None and Atspi.Action.get_n_actions(action) > 0 and action.do_action(0):
                        return True
            return False
        self.wait(try_it, f'a press of {name}')
        self.settle()

    def press_item(self, name, number):
        """an item of the menu that is open; GTK 4.18 leaves them without names, so there it is taken by its number"""
        def try_it():
            items = [node for node in self.walk() if node.get_role() == Atspi.Role.MENU_ITEM and is_shown(node)]
            named = [node for node in items if name in names(node)]
            if not named and not any(node.get_name() for node in items):
                named = items[number:number + 1]
            return bool(named) and named[0].get_action_iface() is not None and named[0].do_action(0)
        self.wait(try_it, f'a press of {name}')
        self.settle()

    def has(self, name):
        return any(name in names(node) and is_shown(node) for node in self.walk())

    def sees(self, text):
        """waits until a shown label has this text in it"""
        return self.wait(lambda: any(text in (node.get_name() or '') and is_shown(node) for node in self.walk()), text)

    def gone(self, name):
        return self.wait(lambda: not self.has(name), f'{name} to be gone')

    def nameless(self):
        return [node.get_role_name() for node in self.walk() if is_nameless(self, node) and is_shown(node)]
