# SPDX-License-Identifier: GPL-3.0-or-later
"""A Wayland compositor without a screen, for as long as the test runs."""

import os
import shutil
import subprocess
import tempfile
import time


class Compositor:
    """Its environment for the program is in `environment`; None of it is the X server's."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix='pilotfish-wayland-')
        self.log = open(os.path.join(self.folder, 'log'), 'w+', encoding='utf-8')
        env = dict(os.environ, XDG_RUNTIME_DIR=self.folder)
        env.pop('DISPLAY', None)
        self.process = subprocess.Popen(['weston', '--backend=headless-backend.so', '--width=1280', '--height=860',
                                         '--socket=pilotfish-0', '--idle-time=0'], env=env, stdout=self.log,
                                        stderr=self.log)
        socket = os.path.join(self.folder, 'pilotfish-0')
        end = time.monotonic() + 20
        while not os.path.exists(socket):
            if self.process.poll() is not None or time.monotonic() > end:
                self.log.seek(0)
                raise AssertionError('the compositor did not start:\n' + self.log.read())
            time.sleep(0.05)
        self.environment = {'WAYLAND_DISPLAY': socket, 'GDK_BACKEND': 'wayland', 'DISPLAY': ''}

    @staticmethod
    def is_here():
        return shutil.which('weston') is not None

    def end(self):
        self.process.terminate()
        self.process.wait(20)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
