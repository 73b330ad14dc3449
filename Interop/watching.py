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
    """Looks at every moment at the arguments of all processes, at the environment of commands, and at files.

    Commands are what a model lets Codex run: the processes in whose environment Codex says so, the one that makes the
    sandbox among them, and what runs below these. What Codex itself runs to look at the machine (`getconf`, `bwrap` to see
    whether it is there) has Codex's own environment.
    """

    INTERVAL = 0.01
    FILES_EVERY = 25
    MARKS = (b"CODEX_CI=", b"CODEX_THREAD_ID=", b"CODEX_SANDBOX")

    def __init__(self, key, directory):
        self.key = key.encode()
        self.directory = directory
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
        below = {pid for root in self._roots for pid in descendants(root)}
        for pid in below:
            self.seen.setdefault(pid, _started(pid))
            variables = _read(f"/proc/{pid}/environ")
            if not any(mark in variables for mark in self.MARKS):
                continue
            for command in {pid, *descendants(pid)}:
                name = _read(f"/proc/{command}/comm").decode(errors="replace").strip()
                self.commands.add(name)
                if self.key in _read(f"/proc/{command}/environ"):
                    self.findings.add(f"the key is in the environment of the command {name}")
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
        return [pid for pid, started in list(self.seen.items()) if is_alive(pid) and _started(pid) == started]

    def close(self):
        """Ends the watching; fails if there was anything to see."""
        self._ends.set()
        self._thread.join(10)
        wait_until(lambda: not self.left_behind(), 5)
        assert not self.left_behind(), [(pid, _read(f"/proc/{pid}/cmdline")) for pid in self.left_behind()]
        assert not self.findings, self.findings
