"""wrk, the load generator: one thread, one connection for each request under way."""

import shutil
from pathlib import Path

from processes import BenchmarkError, measure
from stub import REQUEST, compact

SCRIPT = """\
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = [[{body}]]

function done(summary, latency, requests)
    local errors = summary.errors
    local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
    print(string.format('{{"count": %d, "wallSeconds": %.6f, "failed": %d, "p50": %.1f, "p99": %.1f}}',
        summary.requests, summary.duration / 1e6, failed, latency:percentile(50), latency:percentile(99)))
end
"""


class Wrk:
    """Sends the benchmark's request as fast as it is answered."""

    def __init__(self, directory):
        self.path = shutil.which("wrk")
        if not self.path:
            raise BenchmarkError("wrk is missing: run scripts/setup --bench.")
        self.script = Path(directory) / "wrk.lua"
        self.script.write_text(SCRIPT.format(body=compact(REQUEST)))

    def load(self, url, connections, seconds):
        """Returns requests, seconds, and the latency's median and 99th percentile in microseconds."""
        command = [self.path, "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
        command += ["-s", self.script, f"{url}/chat/completions"]
        result = measure(command, timeout=seconds + 30)
        if result["failed"] or not result["count"]:
            raise BenchmarkError(f"wrk at {url}: {result['count']} requests were answered, {result['failed']} failed.")
        result["perSecond"] = result["count"] / result["wallSeconds"]
        return result
