"""one-line: a line of the app has changed. How long until production runs it, by kube-release and by script?"""

from bench.lab.bed import Bed
from bench.lab.numbers import SPREAD, median, seconds, spread
from bench.lab.pairs import Pair, changed_lines
from bench.lab.result import Line, Result, Table

NAME = "one-line"
RUNS = 7
LIMIT = 0.9
QUESTION = (
    "examples/polls with one word of a page changed: image built and pushed, tested beside Postgres and Redis, staging with "
    "its smoke test, then production with its. Whole processes, in turn; the builder's cache is warm."
)


def measure(bed: Bed) -> Result:
    pairs = changed_lines(bed, bed.times(RUNS))
    ours = [pair.ours.run.took for pair in pairs]
    rows = [["kube-release", *spread(ours)]]
    lines: list[Line] = []
    remarks: list[str] = []
    for helm in bed.helms():
        theirs = [pair.scripts[helm].took for pair in pairs]
        rows.append([f"script with {helm}", *spread(theirs)])
        lines.insert(
            0, Line(_name(helm, bed), median(ours) / median(theirs), LIMIT, f"medians, against the script with {helm}")
        )
    if not lines:
        lines.append(Line(NAME, None, LIMIT, "no Helm for the script could be had"))
    remarks.append("Where kube-release's time goes (medians): " + ", ".join(_stages(pairs)) + ".")
    remarks.append(
        "What bounds both: the tests in their pod, and twice a migration, pods that come up, and a smoke test. The script does "
        "not keep records, reports, evidence, or a lock, and does not check that what runs is what was tested."
    )
    return Result(NAME, QUESTION, lines, [Table(["who", *SPREAD], rows)], remarks)


def _name(helm: str, bed: Bed) -> str:
    """The line against the newest Helm has the benchmark's own name."""
    return NAME if helm == list(bed.helms())[-1] else f"{NAME}-{helm.lower().replace(' ', '')}"


def _stages(pairs: list[Pair]) -> list[str]:
    return [f"{stage} {seconds(median([pair.ours.took(stage) for pair in pairs]))}" for stage in pairs[0].ours.stages()]
