"""A command of `martlet` on a pseudo-terminal."""

import os
import pty
import re
import select
import signal
import struct
import time

from processes import binary, environment

ESCAPES = re.compile(rb"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[()][A-Z0-9]|\x1b[=>]|[\x07\x0e\x0f]")


class Conversation:
    """A conversation of `martlet` on a terminal of its own."""

    def __init__(self, home, directory, *arguments, command="chat", **variables):
        self.received = b""
        self.status = None
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(directory)
            os.execve(binary(), [binary(), command, *arguments],
                      environment(home, TERM="xterm-256color", **variables))
        import fcntl
        import termios
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))

    def type(self, text):
        os.write(self.terminal, text.encode())

    def read(self, seconds):
        """What comes within a time; nothing at the end."""
        ready, _, _ = select.select([self.terminal], [], [], seconds)
        if not ready:
            return None
        try:
            piece = os.read(self.terminal, 65536)
        except OSError:  # Linux says so when the other side is closed.
            return b""
        self.received += piece
        return piece

    @property
    def text(self):
        return ESCAPES.sub(b"", self.received).decode(errors="replace").replace("\r\n", "\n")

    def wait_for(self, condition, timeout=60):
        """Reads until what has come since the last call fits; returns it."""
        end = time.monotonic() + timeout
        while not condition(self.text):
            left = end - time.monotonic()
            assert left > 0, f"waited in vain; there is {self.text!r}"
            assert self.read(left) != b"", f"it has ended; there is {self.text!r}"
        text = self.text
        self.received = b""
        return text

    def wait_for_prompt(self, timeout=60):
        # A line editor may draw the prompt anew, and put the cursor behind it.
        return self.wait_for(lambda text: text.rstrip(" \r").endswith(("\n>", "\r>")), timeout)

    def wait_for_end(self, timeout=15):
        end = time.monotonic() + timeout
        while time.monotonic() < end and self.read(0.1) != b"":
            pass
        while time.monotonic() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
                return self.status
            time.sleep(0.05)
        raise AssertionError(f"it does not end; there is {self.text!r}")

    def close(self):
        if self.status is None:
            try:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
            except (ProcessLookupError, ChildProcessError):
                pass
        os.close(self.terminal)
