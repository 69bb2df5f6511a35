"""big-image: a line has changed in an app whose image is large, and whose layers no node has. How long until production runs it?"""

import re
from pathlib import Path

from bench.lab.bed import Bed, say
from bench.lab.numbers import SPREAD, median, seconds, spread
from bench.lab.polls import environments
from bench.lab.processes import Run
from bench.lab.releases import Release
from bench.lab.result import Line, Result, Table

NAME = "big-image"
RUNS, MINUTES = 3, 20
LIMIT = 0.6
BALLAST = 500 * 10**6
OURS, SCRIPTED = "bench-big", "bench-big-script"
FIRST = re.compile(r"^ENV PATH=", re.MULTILINE)
QUESTION = (
    f"examples/polls with {BALLAST // 10**6} MB of noise in a layer of its image, which is another one each time, so no node has it: built, "
    "pushed, tested, to staging with its smoke test and to production with its. Whole processes, in turn, beside the script with the "
    "newest Helm. What the nodes pull while something else goes on is what can be won."
)


def measure(bed: Bed) -> Result:
    helm = bed.newest_helm()
    ours: list[Release] = []
    theirs: list[Run] = []
    with environments(bed, OURS, SCRIPTED) as (polls, scripted):
        # The first releases, which nobody measures: databases get their tables, and the nodes know what runs where.
        polls.release()
        scripted.script(helm)
        for number in bed.rounds(RUNS, MINUTES):
            mark = f"{bed.started} {number}"
            for each in (polls, scripted):
                load(each.directory / "Dockerfile", f"{mark} {each.namespace}")
                each.change_a_line(mark)
            ours.append(polls.release())
            theirs.append(scripted.script(helm))
            say(f"{number + 1}: kube-release {seconds(ours[-1].run.took)}, script {seconds(theirs[-1].took)}")
    return found([done.run.took for done in ours], [done.took for done in theirs], stages(ours))


def load(dockerfile: Path, mark: str) -> None:
    """Puts noise that nobody has seen into the image of a Dockerfile, in the place of any that was put there before."""
    text = re.sub(r"^RUN head -c .*\n", "", dockerfile.read_text(), flags=re.MULTILINE)
    noise = f"RUN head -c {BALLAST} /dev/urandom >/ballast # {mark}\n"
    loaded, times = FIRST.subn(lambda found: noise + found.group(), text, count=1)
    if times != 1:
        raise ValueError(f"{dockerfile} has no line before which the noise could come")
    dockerfile.write_text(loaded)


def stages(releases: list[Release]) -> str:
    return ", ".join(
        f"{stage} {seconds(median([done.took(stage) for done in releases]))}" for stage in releases[0].stages()
    )


def found(ours: list[float], theirs: list[float], where: str) -> Result:
    return Result(
        NAME,
        QUESTION,
        [Line(NAME, median(ours) / median(theirs), LIMIT, "medians, against the script with the newest Helm")],
        [Table(["who", *SPREAD], [["kube-release", *spread(ours)], ["script", *spread(theirs)]])],
        [
            f"Where kube-release's time goes (medians): {where}.",
            "What bounds both: making the noise, pushing it, and the first pull, which the tests wait for.",
        ],
    )
