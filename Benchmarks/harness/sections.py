"""What is measured: a function for each section of the table.

Within a section the contenders take turns, each round in another order, so that a machine that grows slower or faster
does so for all of them.
"""

import time
from dataclasses import dataclass
from pathlib import Path

import engine
from moderation import moderation
from processes import Server, clean_environment, free_port, get, measure
from table import Row, Series, at_least, at_most, times
from threads_and_runs import threads_and_runs
from vectors import vectors

MEGABYTE = 1_000_000
CONNECTIONS_IN_FLIGHT, PLATFORM_CONNECTIONS = 64, 32


@dataclass
class Bench:
    """A run: the programs, the stub, and how thorough it is."""

    stub: object
    wrk: object
    martlet: Path
    benchmarks: Path
    python: Path
    peers: Path
    directory: Path
    rounds: int
    quick: bool
    say: object

    def turns(self, contenders, times=1):
        """Lets the contenders take turns, in each round or several times in each; returns each one's results."""
        results = {name: [] for name in contenders}
        names = list(contenders)
        rounds = self.rounds * times
        for number in range(rounds):
            for name in names[number % len(names) :] + names[: number % len(names)]:
                self.say(f"  round {number + 1} of {rounds}: {name}")
                results[name].append(contenders[name]())
        return results

    def ours(self, command, *options):
        return measure([self.benchmarks, command, *options])

    def peer(self, what, *options):
        return measure([self.python, self.peers / "openai_requests.py", what, *options])

    def less(self, number):
        """A number of requests or seconds, smaller in a quick run."""
        return max(1, number // 4) if self.quick else number

    def bare_proxy(self):
        port = free_port()
        command = [self.benchmarks, "bare-proxy", "--port", port, "--upstream", self.stub.url]
        return Server("bare-proxy", command, port, self.directory)

    def platform(self, *options, home="home", **variables):
        port = free_port()
        home = self.directory / home
        home.mkdir(exist_ok=True)
        command = [self.martlet, "serve", "--host", "127.0.0.1", "--port", port, *options]
        environment = clean_environment(MARTLET_HOME=home, **variables)
        return Server("martlet", command, port, self.directory, health="/healthz", environment=environment)


def series(results, value):
    return Series([value(result) for result in results])


def microseconds(results):
    """Processor time for each request or chunk."""
    return series(results, lambda result: result["cpuSeconds"] / result["count"] * 1e6)


def per_second(results):
    return series(results, lambda result: result["count"] / result["wallSeconds"])


def sequential(bench):
    """One request after the other: much of its processor time is the waking of threads."""
    url = ["--url", bench.stub.url]
    load = ["--count", bench.less(20_000), "--warmup", 1_000]
    results = bench.turns(
        {
            "martlet": lambda: bench.ours("client-requests", *url, *load),
            "bare loop": lambda: bench.ours("bare-requests", *url, *load),
            "openai-python": lambda: bench.peer("sequential", *url, "--count", bench.less(600)),
        }
    )
    return [request_cpu("one non-streamed request, CPU, one at a time", results)]


def request_cpu(what, results):
    ours, bare, peer = (microseconds(results[name]) for name in ("martlet", "bare loop", "openai-python"))
    row = Row(what, [f"openai-python {peer.text('µs', 0)}", f"bare loop {bare.text('µs')}"])
    row.ours = ours.text("µs")
    row.ratio = f"{times(ours, bare, 'bare')}; {times(ours, peer, 'openai-python')}"
    return row


def in_flight(bench):
    """Many requests at a time: what one costs, and how many there are in a second."""
    url = ["--url", bench.stub.url]
    flight = ["--concurrency", CONNECTIONS_IN_FLIGHT]
    load = [*flight, "--count", bench.less(60_000), "--warmup", 3_000]
    peer_load = [*flight, "--count", bench.less(1_600), "--warmup", 128]
    results = bench.turns(
        {
            "martlet": lambda: bench.ours("client-requests", *url, *load),
            "bare loop": lambda: bench.ours("bare-requests", *url, *load),
            "openai-python": lambda: bench.peer("concurrent", *url, *peer_load),
            "wrk": lambda: bench.wrk.load(bench.stub.url, CONNECTIONS_IN_FLIGHT, bench.less(4)),
        }
    )
    cost = request_cpu(f"one non-streamed request, CPU, {CONNECTIONS_IN_FLIGHT} in flight", results)
    cost.target, cost.reached = "≤ 75 µs", at_most(microseconds(results["martlet"]), 75)
    ours, bare, peer, wrk = (per_second(results[name]) for name in ("martlet", "bare loop", "openai-python", "wrk"))
    row = Row(
        f"requests/s, {CONNECTIONS_IN_FLIGHT} in flight",
        [f"openai-python {peer.text('/s', 0)}", f"bare loop {bare.text('/s', 0)}", f"wrk {wrk.text('/s', 0)}"],
    )
    row.ours, row.ratio = ours.text("/s", 0), times(ours, bare, "bare")
    row.target, row.reached = "≥ 18,000/s", at_least(ours, 18_000)
    return [cost, row]


def streaming(bench):
    warm = ["--warmup-url", bench.stub.stream_url("tiny")]
    long = ["--url", bench.stub.stream_url("long"), *warm]
    short = ["--url", bench.stub.stream_url("short"), *warm]
    results = bench.turns(
        {
            "martlet": lambda: bench.ours("client-stream", *long),
            "bare loop": lambda: bench.ours("bare-stream", *long),
            "openai-python": lambda: bench.peer("stream", *short),
        }
    )
    ours, bare, peer = (microseconds(results[name]) for name in ("martlet", "bare loop", "openai-python"))
    chunk = Row("one streamed chunk, CPU", [f"openai-python {peer.text('µs')}", f"bare loop {bare.text('µs', 2)}"])
    chunk.ours, chunk.ratio = ours.text("µs", 2), times(ours, bare, "bare")
    chunk.target, chunk.reached = "≤ 2.5 µs", at_most(ours, 2.5)
    size, count = bench.stub.stream_bytes["long"], results["martlet"][0]["count"]
    wall = series(results["martlet"], lambda result: size / MEGABYTE / result["wallSeconds"])
    chunk.notes.append(
        f"The long stream has {count:,} chunks, {size / MEGABYTE:.0f} MB, {size / count:.0f} bytes each; "
        f"read at {wall.text('MB/s', 0)}."
    )

    def growth(name):
        return series(results[name], lambda result: (result["peak"] - result["idle"]) / MEGABYTE)

    ours, bare = growth("martlet"), growth("bare loop")
    memory = Row(f"memory while streaming {size / MEGABYTE:.0f} MB, above idle", [f"bare loop {bare.text('MB')}"])
    memory.ours = ours.text("MB")
    memory.ratio = f"{(ours.middle - bare.middle):+.1f} MB"
    memory.target, memory.reached = "≤ 10 MB", at_most(ours, 10)
    fresh = series(results["martlet"], lambda result: (result["peak"] - result["fresh"]) / MEGABYTE)
    memory.notes.append(
        "Idle is after a first stream of 200 chunks. Above the process as it was before its first request, which has "
        f"neither connected nor run its code, the peak is {fresh.text('MB')}."
    )
    return [chunk, memory]


def platform(bench):
    """The platform in front of the stub: throughput, and the latency that it adds."""
    with bench.platform("--upstream", bench.stub.url) as ours, bench.bare_proxy() as bare:
        servers = {"martlet": ours, "bare proxy": bare, "direct": bench.stub}
        for server in servers.values():
            bench.wrk.load(server.url, PLATFORM_CONNECTIONS, 1)

        def load(server, connections, seconds):
            before = server.cpu_seconds()
            result = bench.wrk.load(server.url, connections, bench.less(seconds))
            result["cpuSeconds"] = server.cpu_seconds() - before
            return result

        def turns(connections, seconds):
            bench.say(f"  {connections} connections" if connections > 1 else "  one connection")
            return bench.turns(
                {name: lambda server=server: load(server, connections, seconds) for name, server in servers.items()}
            )

        many, one = turns(PLATFORM_CONNECTIONS, 4), turns(1, 3)
    return [platform_throughput(many), platform_latency(one)]


def platform_throughput(results):
    ours, bare, direct = (per_second(results[name]) for name in ("martlet", "bare proxy", "direct"))
    p50 = {name: series(results[name], lambda result: result["p50"] / 1e3) for name in results}
    row = Row(
        f"platform in front of an upstream, {PLATFORM_CONNECTIONS} connections",
        [
            f"bare proxy {bare.text('/s', 0)}, p50 {p50['bare proxy'].text('ms', 2)}",
            f"stub itself {direct.text('/s', 0)}",
        ],
    )
    row.ours = f"{ours.text('/s', 0)}, p50 {p50['martlet'].text('ms', 2)}"
    row.ratio, row.target, row.reached = times(ours, bare, "bare"), "≥ 9,000/s", at_least(ours, 9_000)
    p99 = {name: series(results[name], lambda result: result["p99"] / 1e3) for name in results}
    cpu = {name: microseconds(results[name]).text("µs", 0) for name in results}
    row.notes.append(
        f"Processor time of a request in the platform: {cpu['martlet']}; in the bare proxy {cpu['bare proxy']}; in the "
        f"stub {cpu['direct']}. 99th percentile: {p99['martlet'].text('ms', 2)}; bare proxy "
        f"{p99['bare proxy'].text('ms', 2)}."
    )
    return row


def platform_latency(results):
    def added(name):
        pairs = zip(results[name], results["direct"])
        return Series([(through["p50"] - direct["p50"]) / 1e3 for through, direct in pairs])

    ours, bare = added("martlet"), added("bare proxy")
    row = Row("latency the platform adds, one connection, p50", [f"bare proxy {bare.text('ms', 3)}"])
    row.ours, row.ratio = ours.text("ms", 3), times(ours, bare, "bare")
    row.target, row.reached = "≤ 0.4 ms", at_most(ours, 0.4)
    direct = series(results["direct"], lambda result: result["p50"] / 1e3)
    row.notes.append(f"The stub itself answers one connection in {direct.text('ms', 3)} (p50).")
    return row


def tokens(bench):
    row = Row("tokens/s through the platform vs the engine directly", [])
    row.target = "≥ 0.98"
    reason = engine.missing()
    if reason:
        row.references.append(f"not measured: {reason}")
        return [row]
    # Each has a server of its own; an idle one takes no processor time.
    with engine.bare_engine(bench.directory) as direct, engine.platform(bench.martlet, bench.directory) as ours:
        while get(direct.port, "/health") != 200:
            time.sleep(0.05)
        for server in (direct, ours):
            for _ in range(2):
                engine.generate(server.port)
        # A generation of a second and a half is at the mercy of whatever else the machine does; many of them are not.
        results = bench.turns(
            {"engine": lambda: engine.generate(direct.port), "platform": lambda: engine.generate(ours.port)}, times=4
        )
    through, alone = (series(results[name], lambda result: result["perSecond"]) for name in ("platform", "engine"))
    ratio = Series([a["perSecond"] / b["perSecond"] for a, b in zip(results["platform"], results["engine"])])
    row.references.append(f"engine {alone.text('/s')}")
    row.ours, row.ratio = through.text("/s"), ratio.text(digits=3)
    row.reached = at_least(ratio, 0.98)
    first = {name: series(results[name], lambda result: result["toFirst"] * 1e3) for name in results}
    texts = {result["text"] for name in results for result in results[name]}
    row.notes.append(
        f"{results['platform'][0]['tokens']} tokens of {engine.MODEL}, temperature 0, one answer at a time, from the "
        f"request to its last byte; the texts are {'the same' if len(texts) == 1 else 'not the same'}. To the first "
        f"token: {first['platform'].text('ms')}; engine {first['engine'].text('ms')}. The ratio is the median of the "
        "rounds' ratios."
    )
    return [row]


def idle_memory(bench):
    def resident(server):
        with server:
            get(server.port, "/healthz")
            time.sleep(1)
            return server.resident() / MEGABYTE

    results = bench.turns(
        {"martlet": lambda: resident(bench.platform()), "bare proxy": lambda: resident(bench.bare_proxy())}
    )
    ours, bare = Series(results["martlet"]), Series(results["bare proxy"])
    row = Row("platform, idle memory (engine apart)", [f"bare proxy {bare.text('MB')}"])
    row.ours, row.ratio = ours.text("MB"), times(ours, bare, "bare")
    row.target, row.reached = "≤ 45 MB", at_most(ours, 45)
    return [row]


SECTIONS = {
    "requests": in_flight,
    "sequential": sequential,
    "stream": streaming,
    "platform": platform,
    "threads": threads_and_runs,
    "tokens": tokens,
    "memory": idle_memory,
    "moderation": moderation,
    "vectors": vectors,
}
