"""Watches what processes show of a key while a program runs, and what the program leaves behind."""

import os
import pathlib
import threading

from processes import descendants, is_alive, wait_until


def _read(path):
    try:
        return pathlib.Path(path).read_bytes()
    except OSError:
        return b""


def _started(pid):
    """When a process began: with its number, this names it for good."""
    fields = _read(f"/proc/{pid}/stat").rpartition(b")")[2].split()
    return fields[19] if len(fields) > 19 else None


class Watcher:
    """Looks at every moment at the arguments of all processes, at the environment of what a program runs, and at files.

    `watch(pid)` names the program; `keepers` are the names of executables that may have the key in their environment.
    Everything else below the program may not, but for the script that becomes Codex.
    """

    INTERVAL = 0.01
    LAUNCHER = b"umask 077"
    FILES_EVERY = 25

    def __init__(self, key, directory, keepers=("martlet", "codex")):
        self.key = key.encode()
        self.directory = directory
        self.keepers = keepers
        self.findings = set()
        self.seen = {}
        self.commands = set()
        self.files = 0
        self._roots = []
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def watch(self, pid):
        self._roots.append(pid)

    def look(self, at_files=True):
        for entry in os.listdir("/proc"):
            if entry.isdigit() and self.key in _read(f"/proc/{entry}/cmdline"):
                self.findings.add(f"the key is in the arguments of {_read(f'/proc/{entry}/comm')!r}")
        for root in self._roots:
            for pid in descendants(root):
                self.seen.setdefault(pid, _started(pid))
                arguments = _read(f"/proc/{pid}/cmdline").split(b"\0")
                name = os.path.basename(arguments[0].decode(errors="replace"))
                self.commands.add(name)
                if name in self.keepers or self.LAUNCHER in b" ".join(arguments[:3]):
                    continue
                # Of a process that has become another one meanwhile, these do not belong together.
                shows = self.key in _read(f"/proc/{pid}/environ")
                if shows and _read(f"/proc/{pid}/cmdline").split(b"\0") == arguments:
                    self.findings.add(f"the key is in the environment of {name}")
        if at_files:
            for folder, _, names in os.walk(self.directory):
                for name in names:
                    self.files += 1
                    if self.key in _read(os.path.join(folder, name)):
                        self.findings.add(f"the key is in {name}")

    def _run(self):
        rounds = 0
        while not self._ends.wait(self.INTERVAL):
            self.look(at_files=rounds % self.FILES_EVERY == 0)
            rounds += 1

    def left_behind(self):
        """What still runs of what ran below the program."""
        return [pid for pid, started in self.seen.items() if is_alive(pid) and _started(pid) == started]

    def close(self):
        """Ends the watching; fails if there was anything to see."""
        self._ends.set()
        self._thread.join(10)
        wait_until(lambda: not self.left_behind(), 5)
        assert not self.left_behind(), [(pid, _read(f"/proc/{pid}/cmdline")) for pid in self.left_behind()]
        assert not self.findings, self.findings
