"""The table of a run: rows, how figures are written, Markdown and plain text."""

import re
from dataclasses import dataclass, field
from statistics import median


@dataclass
class Series:
    """One figure, measured in several rounds; the median counts."""

    values: list

    @property
    def middle(self):
        return median(self.values)

    def text(self, unit="", digits=1):
        """The median, and the lowest and highest value when there were several."""
        form = f"{{:,.{digits}f}}"
        space = "" if unit.startswith("/") or not unit else " "
        result = form.format(self.middle) + space + unit
        if len(self.values) > 1:
            low, high = form.format(min(self.values)), form.format(max(self.values))
            result += f" ({low}–{high})"
        return result


@dataclass
class Row:
    """One line of design.md §5."""

    what: str
    references: list
    ours: str = "-"
    ratio: str = "-"
    target: str = "-"
    reached: bool | None = None
    notes: list = field(default_factory=list)
    # Titles with tables that have `plain()` and `markdown()`.
    tables: list = field(default_factory=list)

    @property
    def verdict(self):
        if self.target == "-":
            return "-"
        return {True: "yes", False: "**no**", None: "not measured"}[self.reached]

    @property
    def cells(self):
        return [self.what, "; ".join(self.references), self.ours, self.ratio, self.target, self.verdict]


# The lowest and highest value that Series.text adds.
RANGE = re.compile(r" \([^()]*–[^()]*\)")
HEADER = ["what", "reference, in this run", "ours", "ratio", "target", "reached"]


def at_most(series, limit):
    return series.middle <= limit


def at_least(series, limit):
    return series.middle >= limit


def times(ours, reference, name):
    """How many times the reference ours is."""
    return f"{ours.middle / reference.middle:.2f} × {name}"


def markdown(rows):
    lines = [HEADER, ["---"] * len(HEADER), *(row.cells for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def plain(rows):
    """The table for a terminal: the medians alone, one reference a line."""
    lines = [[[title] for title in HEADER]]
    for row in rows:
        cells = [[row.what], row.references, [row.ours], [row.ratio], [row.target], [row.verdict.replace("**", "")]]
        lines.append([[RANGE.sub("", text) for text in cell] or ["-"] for cell in cells])
    widths = [max(len(text) for line in lines for text in line[column]) for column in range(len(HEADER))]
    printed = []
    for line in lines:
        for height in range(max(len(cell) for cell in line)):
            texts = [cell[height] if height < len(cell) else "" for cell in line]
            printed.append("  ".join(f"{text:<{width}}" for text, width in zip(texts, widths)).rstrip())
        if line is lines[0]:
            printed.append("  ".join("-" * width for width in widths))
    return "\n".join(printed)
