"""memory: how much does the whole process tree hold during a release, beside the script's?"""

from bench.lab.bed import Bed
from bench.lab.memory import Peak
from bench.lab.numbers import mebibytes, median
from bench.lab.pairs import changed_lines
from bench.lab.result import Line, Result, Table

NAME = "memory"
RUNS = 3
QUESTION = (
    "Releases of examples/polls with a changed line. Resident memory of the process and all its children, added up every "
    "50 ms, at its most; what several processes share is counted for each. Without BuildKit's daemon, which both use."
)


def measure(bed: Bed) -> Result:
    pairs = changed_lines(bed, bed.times(RUNS))
    ours = [pair.ours_memory for pair in pairs]
    rows = [_row("kube-release", ours)]
    line = Line(NAME, None, None, "no Helm for the script could be had")
    for helm in bed.helms():
        theirs = [pair.scripts_memory[helm] for pair in pairs]
        rows.append(_row(f"script with {helm}", theirs))
        line = Line(NAME, _median(ours) / _median(theirs), None, f"against the script with {helm}; told, not judged")
    return Result(
        NAME,
        QUESTION,
        [line],
        [Table(["who", "runs", "most at a moment, median", "processes then"], rows)],
        [
            "Where we lose: a Java and the process that holds Helm are there during the whole release, "
            "so that a cluster is watched while Helm works. The script has a Helm for some seconds at a time."
        ],
    )


def _median(peaks: list[Peak]) -> float:
    return median([peak.resident for peak in peaks])


def _row(who: str, peaks: list[Peak]) -> list[str]:
    return [who, str(len(peaks)), mebibytes(_median(peaks)), str(max(peak.processes for peak in peaks))]
