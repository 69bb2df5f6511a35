"""many: how much do 200 releases that wait for a person, and 20 at work, take in one process, beside one of each?"""

from dataclasses import dataclass

from bench.benchmarks.slack_down import slack
from bench.lab import apicount, apps
from bench.lab.apicount import Asked
from bench.lab.bed import ROOT, STAGING, Bed, say
from bench.lab.numbers import mebibytes, median
from bench.lab.processes import run
from bench.lab.releases import release
from bench.lab.result import Line, Result, Table

NAME = "many"
WAITING, WORKING = 200, 20
MORE_THREADS = 32
HEAP = 512 * 2**20
CALLS, RELEASES = 15, 5
NAMESPACE = "bench-calls"
QUESTION = (
    f"One process with the threads that a Jenkins has for all its releases: {WAITING} that wait for a person and {WORKING} at work, beside "
    "one of each. The engine, its sinks and Slack's are the program's own, Slack is a stand-in on loopback, clusters and builders are "
    "those of the test kit: what is measured is what a release holds while nothing happens. Settled: 70 s after the last has come to "
    "where it stays. And what the API server is asked by a release of the small app with three replicas, counted by a server that stands "
    "before it."
)


@dataclass(frozen=True)
class Held:
    """What a process held: threads at their most and settled, bytes of heap in use after a collection."""

    most: int
    settled: int
    heap: int

    @staticmethod
    def read(line: str) -> "Held":
        most, settled, heap = map(int, line.split())
        return Held(most, settled, heap)


def measure(bed: Bed) -> Result:
    classes = bed.directory(NAME)
    path = f"{bed.program.parent.parent}/lib/*:{ROOT}/src/testkit/target/classes"
    run(["javac", "-d", classes, "-cp", path, ROOT / "bench/many/Many.java"]).require()
    with slack() as address:
        held = {
            numbers: Held.read(
                run(["java", "-cp", f"{path}:{classes}", "Many", f"http://{address}/", *map(str, numbers)], within=600)
                .require()
                .lines[-1]
                .text
            )
            for numbers in ((1, 1), (WAITING, WORKING))
        }
    return found(held[1, 1], held[WAITING, WORKING], counted(bed))


def counted(bed: Bed) -> list[Asked]:
    """What each of some releases asks the API server, one after the other."""
    all_asked = []
    with bed.namespaces((STAGING, NAMESPACE)):
        directory = apps.small(bed.directory(NAMESPACE), bed.registry, NAMESPACE)
        for number in range(bed.times(RELEASES)):
            (directory / "page").write_text(f"{bed.started} {number}\n")
            with apicount.counting(STAGING) as (address, asked):
                file = apicount.kubeconfig(bed.place / "counted.yaml", STAGING, address)
                release(bed, directory, "run", environment={"KUBECONFIG": str(file)}).run.require()
            all_asked.append(asked)
    return all_asked


def found(one: Held, many: Held, all_asked: list[Asked]) -> Result:
    more = many.settled - one.settled
    say(f"{more} threads more, {mebibytes(many.heap)} of heap")
    rows = [
        [who, str(held.most), str(held.settled), mebibytes(held.heap)]
        for who, held in (("one waits, one works", one), (f"{WAITING} wait, {WORKING} work", many))
    ]
    return Result(
        NAME,
        QUESTION,
        [
            Line(f"{NAME}-threads", float(more), float(MORE_THREADS), "threads more, settled, a number and no ratio"),
            Line(
                f"{NAME}-calls",
                median([asked.tracking() for asked in all_asked]),
                float(CALLS),
                "the tracker's calls of the API server a release, median, a number and no ratio",
            ),
            Line(f"{NAME}-heap", many.heap / HEAP, 1.0, f"heap in use, {mebibytes(many.heap)}, against {mebibytes(HEAP)}"),
        ],
        [
            Table(["releases", "threads at most", "threads settled", "heap in use"], rows),
            Table(["who asks", "how", "for what", "median"], _calls(all_asked)),
        ],
        [
            "Calls of the tracker: reads and watches of what a rollout consists of. A list and the watch after it are two.",
            f"All calls of a release, Helm's among them: {median([asked.all() for asked in all_asked]):.0f}.",
        ],
    )


def _calls(all_asked: list[Asked]) -> list[list[str]]:
    keys = sorted({key for asked in all_asked for key in asked.calls})
    return [[*key, f"{median([asked.calls[key] for asked in all_asked]):.0f}"] for key in keys]
