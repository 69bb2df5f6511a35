"""unchanged: nothing has changed. How long does it take to find out, and what is sent to the registry?"""

from collections.abc import Callable

from bench.lab.bed import Bed, say
from bench.lab.counter import counting
from bench.lab.numbers import SPREAD, median, seconds, spread
from bench.lab.polls import BY_DIGEST, OURS, SCRIPTED, Polls, environments
from bench.lab.releases import Release
from bench.lab.result import Line, Result, Table

NAME = "unchanged"
RUNS = 7
MINUTES = 6
LIMIT = 0.2
TESTED, UNTESTED = "kube-release", "kube-release, without tests"
SCRIPT, SCRIPT_UNTESTED = "script", "script, without tests"
DIGESTS = "script that compares digests first"
QUESTION = (
    "examples/polls released once more from the same commit, and so as the same version: whole processes, in turn. The script "
    "does all of it again. kube-release builds, finds that this very image has passed its tests, and that nothing is to be "
    "deployed. So that the tests, which only the script runs again, hide nothing, both also run without them. A second script "
    "compares the digest of the image, the chart and the values with what is in both environments first, and then neither "
    "tests nor deploys."
)


def measure(bed: Bed) -> Result:
    helm = bed.newest_helm()
    with environments(bed, OURS, SCRIPTED, BY_DIGEST, every_new=False) as (ours, scripted, by_digest):
        untested = ours.without_tests()
        releases: list[Release] = []

        def release() -> float:
            releases.append(ours.release())
            return releases[-1].run.took

        contestants: dict[str, Callable[[], float]] = {
            TESTED: release,
            UNTESTED: lambda: ours.release(file=untested).run.took,
            SCRIPT: lambda: scripted.script(helm).took,
            SCRIPT_UNTESTED: lambda: scripted.script(helm, TESTS="no").took,
            DIGESTS: lambda: by_digest.script(helm, DIGESTS_FIRST="yes").took,
        }
        # The first releases are no repetitions.
        for name in (TESTED, SCRIPT, DIGESTS):
            contestants[name]()
        releases.clear()
        took: dict[str, list[float]] = {name: [] for name in contestants}
        for number in bed.rounds(RUNS, MINUTES):
            for name, act in contestants.items():
                took[name].append(act())
            say(f"{number + 1}: " + ", ".join(f"{name} {seconds(times[-1])}" for name, times in took.items()))
        requests = _requests(ours)
    return _result(took, releases, requests)


def _requests(ours: Polls) -> dict[str, int]:
    """What one more release asks the registry about the image's repository, BuildKit's requests among them."""
    with counting(ours.bed.registry, ours.namespace) as heard:
        ours.release()
    return {
        "HEAD and GET of manifests and tags": heard.number(("HEAD", "GET"), "/manifests/", "/tags/"),
        "PUT of manifests": heard.number(("PUT",), "/manifests/"),
        "HEAD and GET of blobs": heard.number(("HEAD", "GET"), "/blobs/"),
        "blob uploads": heard.number(("POST",), "/blobs/uploads"),
    }


def _result(took: dict[str, list[float]], releases: list[Release], requests: dict[str, int]) -> Result:
    middle = {name: median(times) for name, times in took.items()}
    stages = [f"{stage} {seconds(median([each.took(stage) for each in releases]))}" for stage in releases[0].stages()]
    return Result(
        NAME,
        QUESTION,
        [
            Line(NAME, middle[TESTED] / middle[SCRIPT], LIMIT, "medians, against the script"),
            Line(f"{NAME}-untested", middle[UNTESTED] / middle[SCRIPT_UNTESTED], LIMIT, "medians, both without tests"),
            Line(f"{NAME}-uploads", float(requests["blob uploads"]), 0.0, "blobs uploaded, a number and no ratio"),
            Line(
                f"{NAME}-digest",
                middle[TESTED] / middle[DIGESTS],
                None,
                "against the script that compares digests first",
            ),
        ],
        [
            Table(["who", *SPREAD], [[name, *spread(times)] for name, times in took.items()]),
            Table(
                ["requests to the registry about the image, one release", "number"],
                [[name, str(number)] for name, number in requests.items()],
            ),
        ],
        [
            "Where kube-release's time goes (medians): " + ", ".join(stages) + ".",
            "Where we lose: the program and Helm's process start, the chart is packaged, and each environment is asked what runs in "
            "it, before we know that nothing is to be done. The script that compares digests first reads a note of its own, and is "
            "faster than we can start.",
        ],
    )
