"""Runs kube-release, and reads from its JSON lines what happened when."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from bench.lab.bed import CERTIFICATES, Bed
from bench.lab.processes import Run, Unexpected, run


@dataclass(frozen=True)
class Said:
    """A JSON line and when it came out of the process."""

    at: float
    document: dict[str, Any]
    text: str


class Release:
    """One run of the program, after its end. Times are those at which its lines came out."""

    def __init__(self, done: Run):
        self.run = done

    @cached_property
    def said(self) -> list[Said]:
        return [Said(line.at, json.loads(line.text), line.text) for line in self.run.lines if line.text.startswith("{")]

    def began(self, stage: str) -> float:
        return self._event("stage-started", stage, first=True).at

    def ended(self, stage: str) -> float:
        return self._event("stage-ended", stage, first=False).at

    def took(self, stage: str) -> float:
        return self.ended(stage) - self.began(stage)

    def stages(self) -> list[str]:
        """In the order in which they began."""
        found = [each.document["event"]["stage"] for each in self.said if _type(each) == "stage-started"]
        return list(dict.fromkeys(found))

    def _event(self, kind: str, stage: str, first: bool) -> Said:
        found = [each for each in self.said if _type(each) == kind and each.document["event"]["stage"] == stage]
        if not found:
            raise Unexpected(f"no {kind} of {stage} in:\n{self.run.output[-3000:]}")
        return found[0 if first else -1]

    def first(self, matches: Callable[[str], bool]) -> Said | None:
        """The first line that matches."""
        return next((each for each in self.said if matches(each.text)), None)


def _type(said: Said) -> str | None:
    kind = said.document.get("event", {}).get("type")
    return str(kind) if kind else None


def release(
    bed: Bed,
    directory: Path,
    *words: str,
    environment: Mapping[str, str] | None = None,
    within: float = 300,
    beside: Callable[[int], None] | None = None,
) -> Release:
    """kube-release with these words (the first is its command), on the release file of a directory, to its end."""
    command, *options = words
    if command == "run" and CERTIFICATES.is_file():
        options += ["--ca-bundle", str(CERTIFICATES)]
    surroundings = {"XDG_STATE_HOME": str(bed.place / "state"), "CI": "true", **(environment or {})}
    line: list[str | Path] = [
        bed.program,
        command,
        "--directory",
        directory,
        "--no-input",
        "--output",
        "json",
        *options,
    ]
    return Release(run(line, environment=surroundings, within=within, beside=beside))
