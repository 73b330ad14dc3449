"""Benchmarks/RESULTS.md."""

from datetime import datetime, timezone

from table import markdown

HOW_TO_READ = """\
## How to read this

`make bench` wrote this file; `scripts/bench --quick` runs in a fraction of the time and writes nothing. The targets are
those of the design.

- Everything is measured in one run on one machine against one stub: nginx on the loopback interface, one process,
  whose answers never change. Figures of different runs or machines should not be compared; the ratios travel better.
- A figure is the median of the rounds, with the lowest and highest in brackets. The contenders take turns in each round.
- Client, stub and load generator share the cores. Requests per second are therefore a figure of the whole machine;
  processor time is that of the measured process alone, user and system together.
- The target for one request is that of many in flight: one at a time, the waking of threads costs more than the work.
- The **bare loop** is AsyncHTTPClient with Foundation's `JSONDecoder` and the smallest structs that do, no retries,
  one timeout, no error bodies, the request's bytes made once. The **bare proxy** is Hummingbird in front of
  AsyncHTTPClient and passes bytes on unseen. Ours encodes each request, decodes each answer whole and checks it.
- **openai-python** is the official client; its streamed chunks are measured on a shorter stream of the same kind.
- **wrk** shows what the stub can do at most.
- The **platform** is `martlet serve --upstream` in front of the stub, with all of its checks. The latency it adds is its
  median less that of the stub itself, one connection, from the same round.
- **Threads and runs**: the platform with everything it stores on the disk before it answers. **SQLite** is Python's
  `sqlite3` on the same disk, which commits one row after the other with `synchronous=FULL`; **GET models** is a route of
  the same platform that stores and reads nothing. During the runs 50 answers come in at 20 chunks a second each, while 50
  clients send a request each and 100 ms after its answer the next.
- **Tokens per second** compares a `llama-server` that is asked directly with one of the same settings behind
  `martlet serve`.
- **Moderation** is the platform's own classifier, with no guard model, on `Benchmarks/moderation/labelled.jsonl`: texts
  that it has not been made from or tuned on. Short ones by one author, so that real traffic will differ. A row of the
  confusion table is what texts are, a column what they are called.
- **Vectors**: 100,000 vectors of the length 1 in a thousand groups, and 200 queries like them, asked for the ten closest, one
  query at a time. Ours is the platform's search in memory without a platform around it; faiss its flat index, exact like
  ours; hnswlib approximate (M 16, ef 64); sqlite-vec a table in a file. Recall is held against products in double
  precision. Over HTTP the same vectors are put in, the platform is killed, and then searched.
- MB are 1,000,000 bytes of resident memory.
"""


def listed(facts):
    return ", ".join(f"{name} {value}" for name, value in facts.items() if value and value != "-")


def results(rows, machine, versions, busy, rounds):
    today = datetime.now(timezone.utc).strftime("%Y-%m-%d")
    lines = ["# Benchmark results", "", f"{today}, {rounds} rounds. {machine['processor']}, "]
    lines[-1] += f"{machine['cores']} cores, {machine['memory']}; {machine['system']}."
    lines += [f"{listed(versions)}.", ""]
    if busy >= 0.2:
        lines += [
            f"**Provisional:** other processes kept {busy:.1f} of {machine['cores']} cores busy when the run began.",
            "",
        ]
    lines.append(markdown(rows))
    notes = [note for row in rows for note in row.notes]
    lines += ["## Beside the table", "", *(f"- {note}" for note in notes), ""]
    for row in rows:
        for title, table in row.tables:
            lines += [f"## {title}", "", table.markdown()]
    lines.append(HOW_TO_READ)
    return "\n".join(lines)
