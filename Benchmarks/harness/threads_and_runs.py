"""What the platform keeps: how fast threads and messages are made and read, also while runs are under way."""

import sqlite3
import time

from processes import BenchmarkError, Caller
from table import Row, Series, times

CONNECTIONS = (1, 32)
# How many threads the requests take turns with, and how long they are.
THREADS, MESSAGES = 32, 20
RUNS, PAUSE = 50, 0.1
MESSAGE = {"role": "user", "content": "Why is the sky blue at noon and red in the evening? Explain it to a child."}


def threads_and_runs(bench):
    workers = {"MARTLET_RUN_WORKERS": RUNS}
    with bench.platform("--upstream", bench.stub.stream_url("slow"), home="threads", **workers) as server:
        with Caller(server.port) as caller:
            filled = [new_thread(caller, MESSAGES) for _ in range(THREADS)]
        rows = throughput(bench, server, filled)
        return rows + latency(bench, server)


def new_thread(caller, messages):
    """A thread with so many messages."""
    thread = caller.call("POST", "/v1/threads", {})["id"]
    caller.call("POST", f"/v1/threads/{thread}/messages/bulk", {"messages": [MESSAGE] * messages})
    return thread


def throughput(bench, server, filled):
    with Caller(server.port) as caller:
        # Those that are written to are others than those that are read.
        written = [f"/v1/threads/{new_thread(caller, 1)}/messages" for _ in range(THREADS)]
    asked = {
        "POST thread": ("POST", ["/v1/threads"], {}),
        "POST message": ("POST", written, MESSAGE),
        f"GET {MESSAGES} messages": ("GET", [f"/v1/threads/{thread}/messages" for thread in filled], None),
        "GET models": ("GET", ["/v1/models"], None),
    }
    rows = []
    for connections in CONNECTIONS:
        bench.say(f"  {connections} connections" if connections > 1 else "  one connection")
        contenders = {
            name: lambda request=request: load(bench, server, request, connections) for name, request in asked.items()
        }
        contenders["SQLite"] = lambda: commits(bench.directory / "commits.sqlite", bench.less(2))
        results = bench.turns(contenders)
        rates = {name: Series([result["perSecond"] for result in results[name]]) for name in results}
        for name in asked:
            if name != "GET models":
                reference = "SQLite" if name.startswith("POST") else "GET models"
                rows.append(rate_row(name, connections, rates, reference, results[name]))
    return rows


def load(bench, server, request, connections, pause=None):
    method, paths, body = request
    before = server.cpu_seconds()
    result = bench.wrk.turns(
        f"http://127.0.0.1:{server.port}", method, paths, connections, bench.less(4), body=body, pause=pause
    )
    result["cpuSeconds"] = server.cpu_seconds() - before
    return result


def commits(path, seconds):
    """How often SQLite alone commits a row in a second, as the platform does: in WAL, and on the disk each time."""
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("CREATE TABLE IF NOT EXISTS messages (id INTEGER PRIMARY KEY, role TEXT, content TEXT)")
        start, count = time.monotonic(), 0
        while time.monotonic() - start < seconds:
            database.execute("INSERT INTO messages (role, content) VALUES (?, ?)", tuple(MESSAGE.values()))
            count += 1
        return {"perSecond": count / (time.monotonic() - start)}
    finally:
        database.close()


def rate_row(name, connections, rates, reference, results):
    row = Row(
        f"{name}, {connections} connection{'s' if connections > 1 else ''}",
        [f"{reference} {rates[reference].text('/s', 0)}"],
    )
    p50 = Series([result["p50"] / 1e3 for result in results])
    p99 = Series([result["p99"] / 1e3 for result in results])
    row.ours = f"{rates[name].text('/s', 0)}, p50 {p50.text('ms', 2)}, p99 {p99.text('ms', 2)}"
    row.ratio = times(rates[name], rates[reference], reference)
    return row


def latency(bench, server):
    """How long clients wait for answers while runs are under way, and while none are."""
    with Caller(server.port) as caller:
        about = {"name": "benchmark", "instructions": "Explain.", "tools_config": "[]"}
        assistant = caller.call("POST", "/v1/assistants", about)["id"]
        threads = [new_thread(caller, MESSAGES) for _ in range(RUNS)]
        others = [f"/v1/threads/{new_thread(caller, 1)}/messages" for _ in range(RUNS)]

        def ask(runs):
            return {
                "GET run": ("GET", runs, None),
                "GET thread": ("GET", [f"/v1/threads/{thread}" for thread in threads], None),
                f"GET {MESSAGES} messages": ("GET", [f"/v1/threads/{thread}/messages" for thread in threads], None),
                "POST message": ("POST", others, MESSAGE),
            }

        def measured(runs):
            return {name: load(bench, server, request, RUNS, PAUSE) for name, request in ask(runs).items()}

        def started():
            paths = [
                f"/v1/threads/{thread}/runs/"
                + caller.call("POST", f"/v1/threads/{thread}/runs", {"assistant_id": assistant})["id"]
                for thread in threads
            ]
            end = time.monotonic() + 30
            while not has_status(caller, paths, "in_progress"):
                if time.monotonic() > end:
                    raise BenchmarkError(f"{RUNS} runs are not under way after 30 s.")
                time.sleep(0.05)
            return paths

        def busy():
            paths = started()
            result = measured(paths)
            if not has_status(caller, paths, "in_progress"):
                raise BenchmarkError("a run ended while it was measured.")
            for path in paths:
                caller.call("POST", f"{path}/cancel")
            return result

        ended = started()
        for path in ended:
            caller.call("POST", f"{path}/cancel")
        bench.say(f"  {RUNS} clients")
        results = bench.turns({"no runs": lambda: measured(ended), f"{RUNS} runs": busy})
    return [latency_row(name, results) for name in ask([])]


def has_status(caller, paths, status):
    return all(caller.call("GET", path)["status"] == status for path in paths)


def latency_row(name, results):
    idle, busy = results["no runs"], results[f"{RUNS} runs"]

    def milliseconds(part, figure):
        return Series([result[name][figure] / 1e3 for result in part])

    row = Row(
        f"{name}, {RUNS} clients, {RUNS} runs under way",
        [f"without runs p50 {milliseconds(idle, 'p50').text('ms', 2)}, p99 {milliseconds(idle, 'p99').text('ms', 2)}"],
    )
    ours = milliseconds(busy, "p50")
    row.ours = f"p50 {ours.text('ms', 2)}, p99 {milliseconds(busy, 'p99').text('ms', 2)}"
    row.ratio = times(ours, milliseconds(idle, "p50"), "p50 without runs")
    cores = Series([result[name]["cpuSeconds"] / result[name]["wallSeconds"] for result in busy])
    rate = Series([result[name]["perSecond"] for result in busy])
    row.notes.append(
        f"{name} with {RUNS} runs under way: {rate.text('/s', 0)}; the platform keeps {cores.text('cores', 2)} busy "
        "with both."
    )
    return row
