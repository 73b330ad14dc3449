"""Starts `martlet` as its users do, and finds what it starts: the engine's process, port and key."""

import http.client
import json
import os
import pathlib
import signal
import subprocess
import threading
import time

from raw import Reply, exchange

LOOPBACK = "127.0.0.1"
HAS_PROC = os.path.isdir("/proc/self")

# What a process of ours may see of the surroundings: nobody's keys, proxies or settings.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "MARTLET_LLAMA_SERVER")


def binary():
    return os.environ["MARTLET_BINARY"]


def environment(home, **additions):
    result = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    result["MARTLET_HOME"] = str(home)
    result.update({name: str(value) for name, value in additions.items()})
    return {name: value for name, value in result.items() if value != ""}


def wait_until(condition, timeout, interval=0.05):
    """The first true value of `condition`, or its last value after `timeout` seconds."""
    end = time.monotonic() + timeout
    while True:
        value = condition()
        if value or time.monotonic() >= end:
            return value
        time.sleep(interval)


def is_alive(pid):
    """Whether a process runs; one that has ended and waits to be reaped does not."""
    try:
        state = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def descendants(pid):
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                fields = pathlib.Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            parents.setdefault(int(fields[1]), []).append(int(entry))
    found, waiting = [], [pid]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


class Engine:
    """A `llama-server` that belongs to a platform."""

    def __init__(self, pid, arguments):
        self.pid = pid
        self.port = int(arguments[arguments.index("--port") + 1])
        self.model = arguments[arguments.index("--alias") + 1]
        variables = pathlib.Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        names = dict(item.decode().partition("=")[::2] for item in variables if item)
        self.key = names["LLAMA_API_KEY"]

    def slots(self):
        reply = exchange(self.port, "GET", "/slots", headers={"Authorization": f"Bearer {self.key}"})
        assert reply.status == 200, reply
        return reply.json()

    def busy_slots(self):
        return [slot for slot in self.slots() if slot["is_processing"]]

    def is_idle_within(self, seconds):
        """Whether all slots become free in time. Asks four times a second at most: each question keeps it busy."""
        return wait_until(lambda: not self.busy_slots(), seconds, interval=0.26)


class Platform:
    """A `martlet serve` on a free port of 127.0.0.1. Only one at a time may have a data directory, `home`."""

    def __init__(self, home, directory, *arguments, key=None, **variables):
        self.key = key
        self.log = []
        if key:
            variables["MARTLET_API_KEY"] = key
        self.process = subprocess.Popen(
            [binary(), "serve", "--port", "0", *map(str, arguments)], cwd=directory, env=environment(home, **variables),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            errors="backslashreplace")
        self._engines = set()
        self._port = None
        self._listens = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._listens.wait(20)
        if self._port is None:
            self.stop()
            raise RuntimeError("martlet serve does not listen:\n" + self.text)

    def _read(self):
        for line in self.process.stderr:
            self.log.append(line)
            if self._port is None and "serving on http://" in line:
                self._port = int(line.partition("serving on http://")[2].split("/")[0].rpartition(":")[2])
                self._listens.set()
        self._listens.set()

    @property
    def text(self):
        return "".join(self.log)

    @property
    def pid(self):
        return self.process.pid

    @property
    def port(self):
        return self._port

    @property
    def address(self):
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def url(self):
        return self.address + "/v1"

    @property
    def headers(self):
        return {"Authorization": f"Bearer {self.key}"} if self.key else {}

    def request(self, method, path, body=None, headers=None, timeout=60) -> Reply:
        return exchange(self.port, method, path, body, {**self.headers, **(headers or {})}, timeout)

    def chat(self, content="Say hello in one short sentence.", timeout=120, path="/v1/chat/completions", **parameters):
        return self.request("POST", path, chat_body(content, **parameters), timeout=timeout)

    def check_answers(self):
        """That the platform goes on."""
        assert self.process.poll() is None, f"the platform has ended:\n{self.text}"
        assert self.request("GET", "/healthz").status == 200
        reply = self.chat(max_tokens=1)
        assert reply.status == 200, reply

    def engines(self):
        """Its engines that run now."""
        found = []
        for pid in descendants(self.pid):
            try:
                arguments = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
                if os.path.basename(arguments[0]).startswith("llama-server") and is_alive(pid):
                    found.append(Engine(pid, arguments))
            except (FileNotFoundError, ProcessLookupError, KeyError, ValueError):
                continue
        self._engines |= {engine.pid for engine in found}
        return found

    def engine(self):
        """Its only engine, which has answered once."""
        self.check_answers()
        engines = self.engines()
        assert len(engines) == 1, engines
        return engines[0]

    def signal(self, number):
        os.kill(self.pid, number)

    def stop(self):
        """Ends it, whatever state it is in, and what it may have left behind."""
        if HAS_PROC and self.process.poll() is None:
            self.engines()
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if HAS_PROC:
            for pid in self._engines:
                if not wait_until(lambda: not is_alive(pid), 5):
                    os.kill(pid, signal.SIGKILL)
        self._reader.join(5)


def chat_body(content="Say hello in one short sentence.", **parameters):
    body = {"model": "smollm2", "messages": [{"role": "user", "content": content}], "temperature": 0}
    body.update(parameters)
    return json.dumps({name: value for name, value in body.items() if value is not ...}).encode()


def refuses_connections(port):
    try:
        exchange(port, "GET", "/healthz", timeout=5)
    except (ConnectionError, OSError, http.client.HTTPException):
        return True
    return False
