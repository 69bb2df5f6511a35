"""overhead: what does a release take beyond that which it is there for, building, testing and rolling out?"""

from bench.lab.bed import Bed
from bench.lab.numbers import SPREAD, median, seconds, spread
from bench.lab.pairs import changed_lines
from bench.lab.polls import environments
from bench.lab.releases import Release
from bench.lab.result import Line, Result, Table
from bench.lab.warm import warm

NAME = "overhead"
RUNS = 7
LIMIT_SECONDS, WARM_LIMIT_SECONDS = 1.2, 0.3
WARM_RUNS, MINUTES = 5, 8
WARM = "bench-warm"
QUESTION = (
    "Releases of examples/polls with a changed line. The wall time of the whole process, less its critical path: the longer of "
    "build and datastores, then the test, then for each environment its rollout and its smoke test. Once as the terminal program, once in "
    "a process that has carried out releases before, as a Jenkins does. The limits are 1.2 s and 0.3 s more than that path, given as "
    "ratios to it."
)


def measure(bed: Bed) -> Result:
    releases = [pair.ours for pair in changed_lines(bed, bed.times(RUNS))]
    return found(releases, in_a_warm_process(bed))


def in_a_warm_process(bed: Bed) -> list[Release]:
    with environments(bed, WARM) as (polls,), warm(bed) as process:
        # Two that nobody measures: the first releases of the app, and of the process.
        for number in range(2):
            polls.change_a_line(f"{bed.started} before {number}")
            process.release(polls.directory, "run", "--version", polls.version())
        done = []
        for number in bed.rounds(WARM_RUNS, MINUTES):
            polls.change_a_line(f"{bed.started} {number}")
            done.append(process.release(polls.directory, "run", "--version", polls.version()))
        return done


def beyond(releases: list[Release]) -> tuple[list[float], list[float]]:
    """The critical path of each, and what each took beyond it."""
    paths = [critical_path(release) for release in releases]
    return paths, [release.run.took - path for release, path in zip(releases, paths, strict=True)]


def found(releases: list[Release], warmed: list[Release]) -> Result:
    paths, over = beyond(releases)
    warm_paths, warm_over = beyond(warmed)
    parts = {name: [median([between[name] for between in map(_parts, all_)]) for all_ in (releases, warmed)] for name in _parts(releases[0])}
    return Result(
        NAME,
        QUESTION,
        [
            _line(f"{NAME}-warm", warm_paths, warm_over, WARM_LIMIT_SECONDS),
            _line(NAME, paths, over, LIMIT_SECONDS),
        ],
        [
            Table(
                ["what", *SPREAD],
                [
                    ["critical path", *spread(paths)],
                    ["wall time less critical path", *spread(over)],
                    ["critical path, warm", *spread(warm_paths)],
                    ["wall time less critical path, warm", *spread(warm_over)],
                ],
            ),
            Table(
                ["where the rest goes", "median", "warm"],
                [[name, *map(seconds, values)] for name, values in parts.items()],
            ),
        ],
        [
            "Times are those at which the program's JSON lines came out, so each stage has its own share of our work in it.",
            "Where we lose: the program and Helm's process load their classes when they start. That is processor time, so on a "
            "machine that others keep busy it grows with their load.",
        ],
    )


def _line(name: str, paths: list[float], over: list[float], limit: float) -> Line:
    path, rest = median(paths), median(over)
    return Line(
        name, (path + rest) / path, (path + limit) / path, f"{seconds(rest)} over a path of {seconds(path)}, medians"
    )


def critical_path(release: Release) -> float:
    """What can't be left out: each in seconds, by the times of the stages."""
    first = max(release.took("build"), release.took("datastores"))
    environments = sum(
        release.took(f"{name}.{stage}") for name in ("staging", "production") for stage in ("deploy", "verify")
    )
    return first + release.took("test") + environments


def _parts(release: Release) -> dict[str, float]:
    """The time between the stages of the critical path, in the order in which it passes."""
    ready = max(release.ended("build"), release.ended("datastores"))
    began = min(release.began("build"), release.began("datastores"))
    return {
        "start of the program, and the plan": began - release.run.began,
        "until the test begins": release.began("test") - ready,
        "bundle, release tags, staging's comparison and lock": release.began("staging.deploy") - release.ended("test"),
        "staging: from the rollout to the smoke test": release.began("staging.verify")
        - release.ended("staging.deploy"),
        "record, unlock; production's comparison and lock": release.began("production.deploy")
        - release.ended("staging.verify"),
        "production: from the rollout to the smoke test": release.began("production.verify")
        - release.ended("production.deploy"),
        "record, unlock, end of the program": release.run.ended - release.ended("production.verify"),
    }
