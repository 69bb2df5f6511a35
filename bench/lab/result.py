"""What a benchmark has found: its lines for the terminal, its tables and remarks for the page."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Line:
    """One figure against its limit; without a limit it is told and not judged."""

    name: str
    ratio: float | None
    limit: float | None
    why: str = ""

    @property
    def verdict(self) -> str:
        if self.ratio is None:
            return "short"
        return "ok" if self.limit is None or self.ratio <= self.limit else "short"

    def __str__(self) -> str:
        limit = "none" if self.limit is None else figure(self.limit)
        ratio = "none" if self.ratio is None else figure(self.ratio)
        reason = f" ({self.why})" if self.why else ""
        return f"bench {self.name} ratio {ratio} limit {limit} {self.verdict}{reason}"


def figure(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") if abs(value) < 10 else f"{value:.1f}"


@dataclass(frozen=True)
class Table:
    """Raw numbers: a header, and rows of as many cells."""

    header: list[str]
    rows: list[list[str]]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.header):
                raise ValueError(f"a row of {len(row)} cells under a header of {len(self.header)}: {row}")

    def markdown(self) -> str:
        lines = [self.header, ["---"] * len(self.header), *self.rows]
        return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


@dataclass(frozen=True)
class Result:
    """Everything that one benchmark has to say."""

    name: str
    question: str
    lines: list[Line]
    tables: list[Table]
    remarks: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(data: dict[str, Any]) -> "Result":
        return Result(
            data["name"],
            data["question"],
            [Line(**line) for line in data["lines"]],
            [Table(**table) for table in data["tables"]],
            data["remarks"],
        )


def missing(name: str, question: str, why: str) -> Result:
    """A benchmark that could not be run: its line says so."""
    return Result(name, question, [Line(name, None, None, why)], [], [f"Not measured: {why}"])
