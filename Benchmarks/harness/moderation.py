"""How well the platform's own classifier moderates: its verdicts on Benchmarks/moderation/labelled.jsonl."""

import http.client
import json
import time
from collections import Counter, defaultdict
from pathlib import Path

import engine
from table import Row

LABELLED = Path(__file__).resolve().parent.parent / "moderation/labelled.jsonl"
MODEL = "all-minilm-l6-v2"
GROUPS = {
    "critical": ["UNDERAGE_SEXUAL", "JAILBREAK", "SUICIDE_SELF_HARM", "PII", "COPYRIGHT_VIOLATION"],
    "warning": ["VIOLENT", "ILLEGAL_ACTS", "UNETHICAL", "HATE_SPEECH"],
    "allowed": ["SEXUAL_ADULT", "SAFE"],
}
CATEGORIES = [category for group in GROUPS.values() for category in group]
GROUP_OF = {category: group for group, members in GROUPS.items() for category in members}
BANDS = [(0.9, 1.01), (0.7, 0.9), (0.5, 0.7), (0.0, 0.5)]


def missing():
    """What is missing for this measurement; None if nothing is."""
    if not engine.find_engine():
        return "the engine is missing (scripts/setup --engine)"
    if not (engine.data_directory() / f"models/{MODEL}.gguf").exists():
        return "the embedding model is missing (scripts/setup --models)"
    return None


def labelled():
    return [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines() if line.strip()]


def classify(port, texts, timeout=300):
    """The platform's verdicts, one request for each text, and the seconds that each took."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    verdicts = []
    try:
        for text in texts:
            start = time.perf_counter()
            body = json.dumps({"prompt": text})
            connection.request("POST", "/v1/moderations", body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            answer = response.read()
            if response.status != 200:
                raise RuntimeError(f"{response.status}: {answer[:2_000]!r}")
            verdicts.append({**json.loads(answer), "seconds": time.perf_counter() - start})
    finally:
        connection.close()
    return verdicts


class Outcome:
    """What the verdicts on labelled texts come to."""

    def __init__(self, rows, verdicts):
        self.pairs = [(row["category"], verdict["category"]) for row, verdict in zip(rows, verdicts)]
        self.scores = [verdict["score"] for verdict in verdicts]
        self.seconds = sorted(verdict["seconds"] for verdict in verdicts)
        self.counts = defaultdict(Counter)
        for expected, found in self.pairs:
            self.counts[expected][found] += 1

    @staticmethod
    def share(flags):
        flags = list(flags)
        return sum(flags) / len(flags) if flags else 0.0

    @property
    def accuracy(self):
        return self.share(expected == found for expected, found in self.pairs)

    @property
    def group_accuracy(self):
        return self.share(GROUP_OF[expected] == GROUP_OF[found] for expected, found in self.pairs)

    @property
    def false_alarms(self):
        """The share of SAFE texts that are called anything else."""
        return self.share(found != "SAFE" for expected, found in self.pairs if expected == "SAFE")

    @property
    def caught(self):
        """The share of critical and warning texts that are called critical or warning."""
        return self.share(
            GROUP_OF[found] != "allowed" for expected, found in self.pairs if GROUP_OF[expected] != "allowed"
        )

    def precision(self, category):
        found = sum(self.counts[expected][category] for expected in CATEGORIES)
        return self.counts[category][category] / found if found else 0.0

    def recall(self, category):
        return self.counts[category][category] / max(1, sum(self.counts[category].values()))

    def calibration(self):
        """For each band of scores: how many verdicts are in it, their mean score, and how many are right."""
        for low, high in BANDS:
            inside = [(s, e == f) for s, (e, f) in zip(self.scores, self.pairs) if low <= s < high]
            if inside:
                mean = sum(score for score, _ in inside) / len(inside)
                yield low, len(inside), mean, self.share(right for _, right in inside)

    def cells(self):
        """The confusion table: rows are what texts are, columns what they are called."""
        short = [category.split("_")[0].lower()[:8] for category in CATEGORIES]
        yield ["text is", *short, "recall", "precision"]
        for category in CATEGORIES:
            counts = [str(self.counts[category][found] or "·") for found in CATEGORIES]
            yield [category, *counts, f"{self.recall(category):.2f}", f"{self.precision(category):.2f}"]

    def plain(self):
        lines = list(self.cells())
        widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
        return "\n".join(
            "  ".join([line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:]))])
            for line in lines
        )

    def markdown(self):
        lines = list(self.cells())
        lines.insert(1, ["---", *["--:"] * (len(lines[0]) - 1)])
        return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def moderation(bench):
    row = Row("moderation without a guard model, on labelled texts", [])
    reason = missing()
    if reason:
        row.references.append(f"not measured: {reason}")
        return [row]
    rows = labelled()
    with engine.platform(bench.martlet, bench.directory) as ours:
        # The first one waits until the prototypes have their vectors.
        start = time.perf_counter()
        classify(ours.port, ["Hello."])
        first = time.perf_counter() - start
        outcome = Outcome(rows, classify(ours.port, [row["text"] for row in rows]))
    row.references.append(f"{len(rows)} texts of {len(CATEGORIES)} categories")
    row.ours = (
        f"{outcome.accuracy:.1%} right; {outcome.group_accuracy:.1%} in the right group; "
        f"{outcome.false_alarms:.1%} false alarms on SAFE"
    )
    bands = "; ".join(
        f"from {low:.1f}: {right:.0%} of {count}" for low, count, _, right in outcome.calibration()
    )
    row.notes.append(
        f"Moderation: of the texts of a critical or warning category {outcome.caught:.1%} are called one of these. "
        f"Right verdicts by score: {bands}. The first request takes {first:.1f} s, the others "
        f"{outcome.seconds[len(outcome.seconds) // 2] * 1e3:.0f} ms (median)."
    )
    row.tables.append(("Moderation: what texts are, and what they are called", outcome))
    return [row]
