"""Writes docs/benchmarks.md: the machine, the versions, every benchmark's lines, raw numbers and remarks."""

import json
import os
import subprocess
import time
from typing import Any

from bench.lab.bed import ROOT, Bed, machine, versions
from bench.lab.result import Result, Table, figure

PLACE = ROOT / "docs/benchmarks.md"
ORDER = "ready-lag cause-lag unchanged one-line big-image overhead preview promote datastores memory many start slack-down".split()
PREFACE = """\
# Benchmarks

Written by `make bench`; not by hand. Each ratio is of two things measured in turn in one run on one machine: kube-release's
time (or memory) over the other's, so less is better, and 1 is as good. `short` says that the limit we have set ourselves is
missed. `make bench NAME=ready-lag` measures one again and replaces its part, `BENCH_COUNT=3` measures less often.
The programs we are compared with are the newest that can be built or installed where this was run.
"""


class Page:
    """The page, from the newest result of each benchmark; those of earlier runs are kept beside the other files under work/."""

    def __init__(self, bed: Bed):
        self.bed = bed
        self.kept = bed.place / "results"
        self.kept.mkdir(parents=True, exist_ok=True)

    def take(self, result: Result) -> None:
        """Keeps the result and writes the page anew."""
        about = {
            "at": time.strftime("%Y-%m-%d %H:%M", time.gmtime()),
            "commit": _commit(),
            "load": round(os.getloadavg()[1], 1),
            "count": self.bed.count,
        }
        (self.kept / f"{result.name}.json").write_text(
            json.dumps({"about": about, "result": result.as_json()}, indent=1)
        )
        PLACE.write_text(self.text())

    def text(self) -> str:
        found = [json.loads(path.read_text()) for name in ORDER if (path := self.kept / f"{name}.json").is_file()]
        return render(
            [(each["about"], Result.from_json(each["result"])) for each in found], machine(), versions(self.bed)
        )


def render(found: list[tuple[dict[str, Any], Result]], machine: list[str], versions: list[tuple[str, str]]) -> str:
    """The whole page as Markdown."""
    parts = [PREFACE, _summary(found), "## Where it was measured\n\n" + "\n".join(machine), _versions(versions)]
    parts += [_section(about, result) for about, result in found]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _summary(found: list[tuple[dict[str, Any], Result]]) -> str:
    rows = [
        [
            f"`{line.name}`",
            "none" if line.ratio is None else figure(line.ratio),
            "none" if line.limit is None else figure(line.limit),
            line.verdict if line.limit is not None or line.ratio is None else "told",
            line.why,
        ]
        for _, result in found
        for line in result.lines
    ]
    return Table(["bench", "ratio", "limit", "", "of what"], rows).markdown()


def _versions(versions: list[tuple[str, str]]) -> str:
    return Table(["program", "version"], [list(pair) for pair in versions]).markdown()


def _section(about: dict[str, Any], result: Result) -> str:
    count = f" With `BENCH_COUNT={about['count']}`, so fewer measurements than usual." if about["count"] else ""
    when = f"Measured {about['at']} UTC at commit {about['commit']}; load of the machine at the end {about['load']}.{count}"
    tables = [table.markdown() for table in result.tables if table.rows]
    remarks = "\n".join(f"- {remark}" for remark in result.remarks)
    return "\n\n".join(part for part in [f"## {result.name}", result.question, *tables, remarks, when] if part)


def _commit() -> str:
    return subprocess.run(
        ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
