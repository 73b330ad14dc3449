"""Watches what processes show of a key while a program runs, and what the program leaves behind."""

import os
import threading

from processes import is_alive, wait_until


def _read(path):
    try:
        with open(path, "rb", buffering=0) as file:
            return file.read()
    except OSError:
        return b""


def _fields(pid):
    """The fields of a process's stat behind its name; too few when it is gone."""
    return _read(f"/proc/{pid}/stat").rpartition(b")")[2].split()


def _started(pid):
    """When a process began: with its number, this names it for good."""
    fields = _fields(pid)
    return fields[19] if len(fields) > 19 else None


class Watcher:
    """Looks at every moment at the arguments of all processes, at the environment of commands, and at files.

    Commands are what a model lets Codex run: the processes in whose environment Codex says so, the one that makes the
    sandbox among them, and what runs below these. What Codex itself runs to look at the machine (`getconf`, and `bwrap`
    to see whether it is there) has Codex's own environment.
    """

    INTERVAL = 0.01
    FILES_INTERVAL = 0.25
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
        self._threads = [threading.Thread(target=self._repeat, args=arguments, daemon=True) for arguments in (
            (self.look_at_processes, self.INTERVAL), (self.look_at_files, self.FILES_INTERVAL))]
        for thread in self._threads:
            thread.start()

    def watch(self, pid):
        self._roots.append(pid)

    def look_at_processes(self):
        children = {}
        for entry in os.listdir("/proc"):
            if not entry.isdigit():
                continue
            if self.key in _read(f"/proc/{entry}/cmdline"):
                self.findings.add(f"the key is in the arguments of {_read(f'/proc/{entry}/comm')!r}")
            fields = _fields(entry)
            if len(fields) > 19:
                children.setdefault(int(fields[1]), []).append((int(entry), fields[19]))
        waiting = [(root, False) for root in self._roots]
        while waiting:
            parent, is_command = waiting.pop()
            for pid, started in children.get(parent, []):
                self.seen.setdefault(pid, started)
                variables = _read(f"/proc/{pid}/environ")
                below = is_command or any(mark in variables for mark in self.MARKS)
                waiting.append((pid, below))
                if not below:
                    continue
                name = _read(f"/proc/{pid}/comm").decode(errors="replace").strip()
                self.commands.add(name)
                if self.key in variables:
                    self.findings.add(f"the key is in the environment of the command {name}")

    def look_at_files(self):
        for folder, _, names in os.walk(self.directory):
            for name in names:
                self.files += 1
                if self.key in _read(os.path.join(folder, name)):
                    self.findings.add(f"the key is in {name}")

    def _repeat(self, look, interval):
        try:
            while not self._ends.wait(interval):
                look()
        except BaseException as error:
            self.findings.add(f"the watcher went blind: {error!r}")
            raise

    def left_behind(self):
        """What still runs of what ran below the program."""
        return [pid for pid, started in list(self.seen.items()) if is_alive(pid) and _started(pid) == started]

    def close(self):
        """Ends the watching; fails if there was anything to see."""
        self._ends.set()
        for thread in self._threads:
            thread.join(10)
        wait_until(lambda: not self.left_behind(), 5)
        assert not self.left_behind(), [(pid, _read(f"/proc/{pid}/cmdline")) for pid in self.left_behind()]
        assert not self.findings, self.findings
