"""Starting, watching and ending the processes of a benchmark run. All of them are known by their process id."""

import http.client
import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path


class BenchmarkError(Exception):
    """Says in one sentence why a run cannot go on."""


def free_port():
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def clean_environment(**changes):
    """This environment without what could configure a client or the platform, and with some changes."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MARTLET_", "OPENAI_"))}
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "https_proxy", "HTTPS_PROXY"):
        kept.pop(name, None)
    return {**kept, **{name: str(value) for name, value in changes.items()}}


def measure(command, timeout=120):
    """Runs a command to its end and returns its last line of output, which is JSON."""
    command = [str(word) for word in command]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=timeout, env=clean_environment(), check=False
        )
    except subprocess.TimeoutExpired:
        raise BenchmarkError(f"{' '.join(command[:2])} took longer than {timeout} s.") from None
    lines = done.stdout.strip().splitlines()
    if done.returncode != 0 or not lines:
        raise BenchmarkError(f"{' '.join(command)} failed ({done.returncode}): {done.stderr.strip()[-2000:]}")
    return json.loads(lines[-1])


class Server:
    """A server on the loopback interface, for as long as the `with` block lasts."""

    def __init__(self, name, command, port, directory, health="/", environment=None, start_timeout=30):
        self.name, self.port, self.health, self.start_timeout = name, port, health, start_timeout
        self.command = [str(word) for word in command]
        self.log = Path(directory) / f"{name}.log"
        self.directory, self.environment = directory, environment or clean_environment()
        self.process = None

    def __enter__(self):
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.directory,
                env=self.environment,
            )
        try:
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _wait(self):
        end = time.monotonic() + self.start_timeout
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise BenchmarkError(f"{self.name} ended at once ({self.process.returncode}): {self.said()}")
            try:
                # Any answer below 500 shows that it listens; llama-server says 503 while it loads its model.
                if get(self.port, self.health) < 500:
                    return
            except OSError:
                pass
            time.sleep(0.02)
        raise BenchmarkError(f"{self.name} was not ready after {self.start_timeout} s: {self.said()}")

    def __exit__(self, *_):
        process = self.process
        if process.poll() is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def said(self):
        """The end of what it wrote."""
        return self.log.read_text(errors="replace").strip()[-1500:]

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/v1"

    def resident(self):
        """The bytes of memory that it has in RAM."""
        # proc(5), /proc/pid/statm: "size resident shared text lib data dt", in pages.
        fields = Path(f"/proc/{self.process.pid}/statm").read_text().split()
        return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")

    def cpu_seconds(self):
        """The processor time that it has used."""
        # proc(5), /proc/pid/stat: utime and stime are fields 14 and 15, counted from before the name.
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def get(port, path):
    """The status of a GET."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


class Caller:
    """A connection to a server that speaks JSON."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()

    def call(self, method, path, body=None):
        """The decoded answer."""
        given = {"Content-Type": "application/json"} if body is not None else {}
        self.connection.request(method, path, json.dumps(body) if body is not None else None, given)
        response = self.connection.getresponse()
        text = response.read()
        if response.status != 200:
            raise BenchmarkError(f"{method} {path} was answered with {response.status}: {text[:500]!r}")
        return json.loads(text)
