"""unchanged: nothing has changed. How long does it take to find out, and what is sent to the registry?"""

from bench.lab.bed import Bed, say
from bench.lab.counter import counting
from bench.lab.numbers import SPREAD, median, seconds, spread
from bench.lab.polls import BY_DIGEST, OURS, SCRIPTED, Polls, environments
from bench.lab.releases import Release
from bench.lab.result import Line, Result, Table

NAME = "unchanged"
RUNS = 7
MINUTES = 8
LIMIT = 0.2
QUESTION = (
    "examples/polls released once more from the same source, as another version: whole processes, in turn. The script does all "
    "of it again; the second one compares the digest of the image, the chart and the values with what is in both environments "
    "first, and then tests and deploys nothing."
)


def measure(bed: Bed) -> Result:
    helm = bed.newest_helm()
    with environments(bed, OURS, SCRIPTED, BY_DIGEST) as (ours, scripted, by_digest):
        ours.release()
        scripted.script(helm)
        by_digest.script(helm, DIGESTS_FIRST="yes")
        releases: list[Release] = []
        scripts: list[float] = []
        digests: list[float] = []
        for number in bed.rounds(RUNS, MINUTES):
            releases.append(ours.release())
            scripts.append(scripted.script(helm).took)
            digests.append(by_digest.script(helm, DIGESTS_FIRST="yes").took)
            say(
                f"{number + 1}: kube-release {seconds(releases[-1].run.took)}, script {seconds(scripts[-1])}, by digest {seconds(digests[-1])}"
            )
        requests = _requests(ours)
    took = [release.run.took for release in releases]
    stages = [
        f"{stage} {seconds(median([release.took(stage) for release in releases]))}" for stage in releases[0].stages()
    ]
    uploads = requests["blob uploads"]
    return Result(
        NAME,
        QUESTION,
        [
            Line(NAME, median(took) / median(scripts), LIMIT, "medians, against the script"),
            Line(f"{NAME}-uploads", float(uploads), 0.0, "blobs uploaded, a number and no ratio"),
            Line(
                f"{NAME}-digest",
                median(took) / median(digests),
                None,
                "against the script that compares digests first; told, not judged",
            ),
        ],
        [
            Table(
                ["who", *SPREAD],
                [
                    ["kube-release", *spread(took)],
                    ["script", *spread(scripts)],
                    ["script that compares digests first", *spread(digests)],
                ],
            ),
            Table(
                ["requests to the registry, one release", "number"],
                [[name, str(number)] for name, number in requests.items()],
            ),
        ],
        [
            "Where kube-release's time goes (medians): " + ", ".join(stages) + ".",
            "kube-release's requests are counted in a release of its own by a proxy before the registry, those of BuildKit among them.",
        ],
    )


def _requests(ours: Polls) -> dict[str, int]:
    """One more release of the same, through a proxy that counts; the first one there makes the repository known by that name."""
    file = ours.directory / "kube-release.yaml"
    original = file.read_text()
    with counting(ours.bed.registry) as counter:
        file.write_text(original.replace(ours.repository, f"{counter.address}/{ours.namespace}"))
        ours.release()
        counter.forget()
        ours.release()
        file.write_text(original)
        return {
            "HEAD and GET of manifests and tags": counter.number(("HEAD", "GET"), "/manifests/", "/tags/"),
            "PUT of manifests": counter.number(("PUT",), "/manifests/"),
            "HEAD and GET of blobs": counter.number(("HEAD", "GET"), "/blobs/"),
            "blob uploads": counter.number(("POST",), "/blobs/uploads"),
            "others": counter.number(("GET",)) - counter.number(("GET",), "/manifests/", "/tags/", "/blobs/"),
        }
