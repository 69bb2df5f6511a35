"""overhead: what does a release take beyond that which it is there for, building, testing and rolling out?"""

from bench.lab.bed import Bed
from bench.lab.numbers import SPREAD, median, seconds, spread
from bench.lab.pairs import changed_lines
from bench.lab.releases import Release
from bench.lab.result import Line, Result, Table

NAME = "overhead"
RUNS = 7
LIMIT_SECONDS = 0.5
QUESTION = (
    "Releases of examples/polls with a changed line. The wall time of the whole process, less its critical path: the longer of "
    "build and datastores, then the test, then for each environment its rollout and its smoke test. The limit is 0.5 s more "
    "than that path, given as a ratio to it."
)


def measure(bed: Bed) -> Result:
    releases = [pair.ours for pair in changed_lines(bed, bed.times(RUNS))]
    paths = [critical_path(release) for release in releases]
    over = [release.run.took - path for release, path in zip(releases, paths, strict=True)]
    path, rest = median(paths), median(over)
    parts = {name: median([between[name] for between in map(_parts, releases)]) for name in _parts(releases[0])}
    return Result(
        NAME,
        QUESTION,
        [
            Line(
                NAME,
                (path + rest) / path,
                (path + LIMIT_SECONDS) / path,
                f"{seconds(rest)} over a path of {seconds(path)}, medians",
            )
        ],
        [
            Table(
                ["what", *SPREAD], [["critical path", *spread(paths)], ["wall time less critical path", *spread(over)]]
            ),
            Table(["where the rest goes", "median"], [[name, seconds(value)] for name, value in parts.items()]),
        ],
        [
            "Times are those at which the program's JSON lines came out, so each stage has its own share of our work in it."
            "Where we lose: the program and Helm's process load their classes when they start. That is processor time, so on a "
            "machine that others keep busy it grows with their load.",
        ],
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
