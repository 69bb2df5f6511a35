"""start: how long do commands take that do little, as a person types them, with the newest Java beside the oldest?"""

import os
import shutil
from pathlib import Path

from bench.lab.bed import ROOT, Bed, say
from bench.lab.javas import found_javas
from bench.lab.numbers import SPREAD, median, seconds, spread
from bench.lab.processes import run
from bench.lab.result import Line, Result, Table, missing

NAME = "start"
RUNS = 20
MINUTES = 5
LIMIT = 0.6
COMMANDS = ("--version", "plan", "status")
BEFORE, NOW = "before", "now"
QUESTION = (
    "Whole processes in examples/polls, in turn. Before: the program of BENCH_BEFORE, the directory of an earlier build, with Java 17 and a "
    "class archive; without it this program in that way. Now: this program with the newest Java on the machine, and what `share-classes` "
    "prepares for it."
)


def measure(bed: Bed) -> Result:
    javas = found_javas()
    newest = max(javas, default=0)
    if newest < 25:
        return missing(NAME, QUESTION, "there is no Java 25 or newer in /usr/lib/jvm")
    programs = {
        BEFORE: (Path(os.environ.get("BENCH_BEFORE", bed.program.parent.parent)), javas[min(javas)]),
        NOW: (bed.program.parent.parent, javas[newest]),
    }
    took: dict[tuple[str, str], list[float]] = {(command, who): [] for command in COMMANDS for who in (BEFORE, NOW)}
    homes = {who: _installed(bed, who, *program) for who, program in programs.items()}
    for number in bed.rounds(RUNS, MINUTES):
        for command in COMMANDS:
            for who, home in homes.items():
                done = run(
                    [home / "bin/kube-release", command],
                    environment={"KUBE_RELEASE_JAVA": str(programs[who][1])},
                    directory=ROOT / "examples/polls",
                ).require()
                took[command, who].append(done.took)
        say(f"{number + 1}: " + ", ".join(f"{command} {seconds(took[command, NOW][-1])}" for command in COMMANDS))
    return found(took)


def found(took: dict[tuple[str, str], list[float]]) -> Result:
    return Result(
        NAME,
        QUESTION,
        [
            Line(
                f"{NAME}-{command.strip('-')}",
                median(took[command, NOW]) / median(took[command, BEFORE]),
                LIMIT,
                f"{command}, medians, against before",
            )
            for command in COMMANDS
        ],
        [Table(["command", "program", *SPREAD], [[*what, *spread(values)] for what, values in took.items()])],
        [
            "What bounds the short ones: the library of the command line is compiled for Java 5, and such classes neither Java keeps "
            "prepared; and Java 25 links all that it has kept, 7,500 classes, before the first line of ours runs, which pays in a release."
        ],
    )


def _installed(bed: Bed, who: str, program: Path, java: Path) -> Path:
    """The program in a place of its own, prepared for this Java."""
    home = bed.directory(f"{NAME}-{who}") / "home"
    shutil.copytree(program, home, ignore=shutil.ignore_patterns("classes*.jsa", "classes*.aot"))
    run([home / "bin/share-classes"], environment={"KUBE_RELEASE_JAVA": str(java)}).require()
    return home
