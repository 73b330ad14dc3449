"""wrk, the load generator: one thread, one connection for each request under way."""

import json
import shutil
from pathlib import Path

from processes import BenchmarkError, measure
from stub import REQUEST, compact

COMPLETION = """\
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = [[{body}]]
"""
# Asks for one path after the other.
TURNS = """\
wrk.headers["Content-Type"] = "application/json"
local paths = {paths}
local requests = {{}}
local turn = 0

function init()
    for _, path in ipairs(paths) do requests[#requests + 1] = wrk.format("{method}", path, nil, {body}) end
end

function request()
    turn = turn % #requests + 1
    return requests[turn]
end
"""
# So long a client waits between an answer and its next request, in milliseconds.
PAUSES = """\

function delay() return {pause} end
"""
DONE = """\

function done(summary, latency, requests)
    local errors = summary.errors
    local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
    print(string.format('{"count": %d, "wallSeconds": %.6f, "failed": %d, "p50": %.1f, "p99": %.1f}',
        summary.requests, summary.duration / 1e6, failed, latency:percentile(50), latency:percentile(99)))
end
"""


def lua(text):
    """A text as a literal of Lua."""
    return "nil" if text is None else json.dumps(text)


class Wrk:
    """Sends requests as fast as they are answered."""

    def __init__(self, directory):
        self.path = shutil.which("wrk")
        if not self.path:
            raise BenchmarkError("wrk is missing: run scripts/setup --bench.")
        self.script = Path(directory) / "wrk.lua"

    def load(self, url, connections, seconds):
        """Sends the benchmark's request.

        Returns requests, seconds, and the latency's median and 99th percentile in microseconds.
        """
        self.script.write_text(COMPLETION.format(body=compact(REQUEST)) + DONE)
        return self._run(f"{url}/chat/completions", connections, seconds)

    def turns(self, url, method, paths, connections, seconds, body=None, pause=None):
        """Sends a request to each of some paths in turn; with a pause, each connection makes one between requests."""
        listed = "{" + ", ".join(lua(path) for path in paths) + "}"
        script = TURNS.format(paths=listed, method=method, body=lua(None if body is None else compact(body)))
        if pause is not None:
            script += PAUSES.format(pause=round(pause * 1000))
        self.script.write_text(script + DONE)
        return self._run(url, connections, seconds)

    def _run(self, url, connections, seconds):
        command = [self.path, "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", self.script, url]
        result = measure(command, timeout=seconds + 30)
        if result["failed"] or not result["count"]:
            raise BenchmarkError(f"wrk at {url}: {result['count']} requests were answered, {result['failed']} failed.")
        result["perSecond"] = result["count"] / result["wallSeconds"]
        return result
