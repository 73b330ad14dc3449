"""Exact search of vectors, beside faiss, hnswlib and sqlite-vec on the same vectors; and the platform's upserts."""

import json
import os
import signal
import struct
import subprocess
import time
from base64 import b64encode
from statistics import median
from typing import NamedTuple

from processes import BenchmarkError, Caller, measure
from table import Row, Series, at_most, times

COUNT, DIMENSION, QUERIES, TOP = 100_000, 384, 200, 10
BATCH = 500

# Vectors as embedding models make them: of the length 1, in groups. Written by numpy, which only the peers have.
MAKE = """
import numpy, sys
random = numpy.random.default_rng(7)
count, dimension, queries = map(int, sys.argv[3:])
groups = random.normal(size=(1_000, dimension)).astype("f4")
def some(number):
    made = groups[random.integers(0, len(groups), number)] + 0.6 * random.normal(size=(number, dimension))
    return (made / numpy.linalg.norm(made, axis=1, keepdims=True)).astype("<f4")
vectors, asked = some(count), some(queries)
vectors.tofile(sys.argv[1])
asked.tofile(sys.argv[2])
# In double precision, and with the scores, for equal ones may come in any order.
scores = asked.astype("f8") @ vectors.astype("f8").T
best = numpy.sort(scores, axis=1)[:, ::-1][:, :10]
numpy.save(sys.argv[1] + ".least", best[:, -1])
"""
RECALL = """
import json, numpy, sys
vectors = numpy.fromfile(sys.argv[1], dtype="<f4").reshape(-1, int(sys.argv[3]))
queries = numpy.fromfile(sys.argv[2], dtype="<f4").reshape(-1, int(sys.argv[3]))
least = numpy.load(sys.argv[1] + ".least.npy")
found = json.load(sys.stdin)
right = 0
for number, ids in enumerate(found):
    scores = vectors[ids].astype("f8") @ queries[number].astype("f8")
    right += int((scores >= least[number] - 1e-6).sum())
print(json.dumps(right / sum(len(ids) for ids in found)))
"""


class Contender(NamedTuple):
    """Who searches, and with how many threads."""

    name: str
    threads: int

    def __str__(self):
        return f"{self.name}, {self.threads} thread{'s' if self.threads > 1 else ''}"


def vectors(bench):
    files = [bench.directory / "vectors.f32", bench.directory / "queries.f32"]
    bench.say("  making vectors")
    subprocess.run(
        [bench.python, "-c", MAKE, *files, *map(str, (COUNT, DIMENSION, bench.less(QUERIES)))], check=True)
    options = ["--vectors", files[0], "--queries", files[1], "--dimension", DIMENSION, "--top-k", TOP]
    contenders = {}
    for threads in (1, 2):
        more = [*options, "--threads", threads]
        contenders[Contender("martlet", threads)] = lambda more=more: bench.ours("vector-search", *more)
        for peer in ("faiss", "hnswlib", "sqlite-vec"):
            command = [bench.python, bench.peers / "vector_search.py", peer, *more]
            contenders[Contender(peer, threads)] = lambda command=command: measure(command, timeout=600)
    results = bench.turns(contenders)
    recalls = {name: recall(bench, files, results[name, 1][0]["found"]) for name, _ in contenders}
    return [search_row(results, recalls, threads) for threads in (1, 2)] + [
        load_row(results), memory_row(results), *platform_rows(bench, files)]


def recall(bench, files, found):
    done = subprocess.run(
        [bench.python, "-c", RECALL, *files, str(DIMENSION)], input=json.dumps(found), capture_output=True, text=True,
        check=True)
    return json.loads(done.stdout)


def of(results, threads, value):
    names = dict.fromkeys(name for name, _ in results)
    return {name: Series([value(result) for result in results[name, threads]]) for name in names}


def search_row(results, recalls, threads):
    if threads == 1:
        milliseconds = of(results, 1, lambda result: median(result["querySeconds"]) * 1e3)
    else:
        # Each thread asks its own queries: how many there are in a second.
        milliseconds = of(results, threads, lambda result: result["wallSeconds"] / result["count"] * 1e3)
    what = f"exact search, {COUNT:,} × {DIMENSION}, {'one thread' if threads == 1 else f'{threads} threads, a query'}"
    peers = [name for name in milliseconds if name != "martlet"]
    row = Row(what, [f"{name} {milliseconds[name].text('ms', 2)}, recall {recalls[name]:.3f}" for name in peers])
    row.ours = f"{milliseconds['martlet'].text('ms', 2)}, recall {recalls['martlet']:.3f}"
    row.ratio = times(milliseconds["martlet"], milliseconds["faiss"], "faiss")
    if threads == 1:
        row.target = "≤ 6 ms, recall 1.0"
        row.reached = at_most(milliseconds["martlet"], 6) and recalls["martlet"] == 1
        row.notes.append("faiss is its flat index, which is exact like sqlite-vec; hnswlib is approximate (M 16, ef 64).")
    else:
        row.notes.append(
            f"With {threads} threads each asks its own queries, one at a time: time is that of all, divided by their number.")
    return row


def load_row(results):
    seconds = of(results, 1, lambda result: result["loadSeconds"])
    row = Row("loading them, from memory", [
        f"{name} {seconds[name].text('s', 2)}" for name in seconds if name != "martlet"])
    row.ours, row.ratio = seconds["martlet"].text("s", 2), times(seconds["martlet"], seconds["faiss"], "faiss")
    return row


def memory_row(results):
    megabytes = of(results, 1, lambda result: result["memoryBytes"] / 1e6)
    row = Row("memory of them", [
        f"{name} {megabytes[name].text('MB', 0)}" for name in megabytes if name != "martlet"])
    row.ours, row.ratio = megabytes["martlet"].text("MB", 0), times(megabytes["martlet"], megabytes["faiss"], "faiss")
    row.notes.append("sqlite-vec has its vectors in a file and in the system's cache. Ours holds ids beside them.")
    return row


# --- Over HTTP -------------------------------------------------------------------------------------------------------


def platform_rows(bench, files):
    """All vectors put in by batches, a kill, the first search after that, and more searches, all found exactly."""
    count = bench.less(COUNT)
    with bench.platform("--upstream", bench.stub.url, home="vectors") as server, Caller(server.port) as caller:
        index = caller.call("POST", "/v1/vectors/indexes", {
            "name": "bench", "dimension": DIMENSION, "metric": "cosine"})["id"]
        bench.say(f"  putting {count:,} vectors into the platform")
        rates = put(caller, index, files[0], count)
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
    with bench.platform("--upstream", bench.stub.url, home="vectors") as server, Caller(server.port) as caller:
        caller.call("GET", "/v1/vectors/indexes")
        before = server.resident()
        took, found = zip(*[searched(caller, index, query) for query in floats(files[1])])
        memory = server.resident() - before
        filtered = [searched(caller, index, query, {"group": 3})[0] for query in floats(files[1])]
    row = Row(f"vectors put in over HTTP, {BATCH} a request, {count:,} × {DIMENSION}", [])
    row.ours = f"{rates['numbers'].text('/s', 0)} as numbers, {rates['base64'].text('/s', 0)} as base64"
    row.notes.append("Each request is one commit that is on the disk before it is answered.")
    search = Row("searches of them over HTTP, one connection, after a kill -9", [])
    search.ours = f"{median(took[1:]):,.1f} ms; the first, which reads the index, {took[0]:,.0f} ms"
    search.ours += f"; with a filter of one in ten {median(filtered[1:]):,.1f} ms"
    if count == COUNT:
        search.ours += f"; recall {recall(bench, files, found):.3f}"
    search.notes.append(f"The platform's memory grew by {memory / 1e6:,.0f} MB with the index.")
    return [row, search]


def floats(path):
    """The vectors of a file, one by one."""
    with open(path, "rb") as file:
        while chunk := file.read(DIMENSION * 4):
            yield chunk


def put(caller, index, path, count):
    """Vectors in a second of the time in which the platform was asked; a fifth of the batches goes as numbers."""
    seconds, sent = {"numbers": [], "base64": []}, 0
    batch = []
    for number, chunk in enumerate(floats(path)):
        if number == count:
            break
        batch.append(chunk)
        if len(batch) == BATCH:
            form = "numbers" if sent // BATCH % 5 == 0 else "base64"
            body = json.dumps({"vectors": [
                {"id": str(sent + place), "metadata": {"group": (sent + place) % 10},
                 "embedding": struct.unpack(f"<{DIMENSION}f", one) if form == "numbers" else b64encode(one).decode()}
                for place, one in enumerate(batch)]}).encode()
            start = time.perf_counter()
            caller.connection.request("POST", f"/v1/vectors/{index}/batch", body, {"Content-Type": "application/json"})
            answer = json.loads(caller.connection.getresponse().read())
            seconds[form].append(BATCH / (time.perf_counter() - start))
            if answer.get("upserted_count") != BATCH:
                raise BenchmarkError(f"A batch was not taken: {answer}")
            sent += BATCH
            batch = []
    return {form: Series([median(rates)]) for form, rates in seconds.items()}


def searched(caller, index, query, condition=None):
    body = {"vector": struct.unpack(f"<{DIMENSION}f", query), "top_k": TOP, "include_values": False}
    if condition:
        body["filter"] = condition
    start = time.perf_counter()
    answer = caller.call("POST", f"/v1/vectors/{index}/search", body)
    took = (time.perf_counter() - start) * 1e3
    if len(answer["hits"]) != TOP:
        raise BenchmarkError(f"A search found {len(answer['hits'])} vectors.")
    return took, [int(hit["id"]) for hit in answer["hits"]]
