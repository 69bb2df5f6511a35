"""preview: how long does a branch with one changed line take until it answers at an address of its own, and ten at once?"""

import http.client
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.lab import apps
from bench.lab.bed import CERTIFICATES, ROOT, STAGING, Bed, kubectl, names, say
from bench.lab.numbers import SPREAD, median, seconds, spread
from bench.lab.processes import Run, run, wait_for
from bench.lab.result import Line, Result, Table, missing

NAME = "preview"
APP = "bench-preview"
SCRIPTED = "bench-preview-script"
SCRIPT = ROOT / "bench/script/preview.sh"
RUNS, MINUTES, AT_ONCE = 5, 4, 10
LIMIT = 0.8
QUESTION = (
    "examples/polls with one word of a page changed, brought to a namespace that is not there yet, with Postgres and Redis of its own, "
    "until it answers at its own host name through the cluster's ingress. Whole processes, in turn; the builder's cache is warm and the "
    f"images are on the node. Then {AT_ONCE} branches at once by kube-release, each from a directory of its own."
)


@dataclass(frozen=True)
class Branch:
    """One branch of the app in a directory of its own."""

    bed: Bed
    directory: Path
    name: str
    ingress: str

    @property
    def host(self) -> str:
        return f"{self.name}.{APP}.test"

    def preview(self) -> Run:
        words = ["preview", "--directory", self.directory, "--branch", self.name, "--version", "1.0.1", "--no-input"]
        if CERTIFICATES.is_file():
            words += ["--ca-bundle", CERTIFICATES]
        return run([self.bed.program, *words], environment=self._surroundings, within=900)

    def delete(self) -> None:
        words = ["preview", "delete", "--directory", self.directory, "--no-input", self.name]
        run([self.bed.program, *words], environment=self._surroundings, within=300).require()

    @property
    def _surroundings(self) -> dict[str, str]:
        return {"XDG_STATE_HOME": str(self.bed.place / "state"), "CI": "true"}

    def page(self) -> str:
        """The page that visitors see."""
        host, port = self.ingress.split(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=20)
        try:
            connection.request("GET", "/", headers={"Host": self.host})
            return connection.getresponse().read().decode()
        finally:
            connection.close()


def release_file(text: str, ingress: str) -> str:
    """The example's with a name of its own, so that no other preview counts, and checked as the script checks."""
    changed = (
        text.replace("app: polls", f"app: {APP}", 1)
        .replace("datastores: polls-datastores", 'datastores: "{app}-datastores"')
        .replace("{branch}.polls.preview.example.com", "{branch}." + APP + ".test")
        .replace("preview:\n", f'preview:\n  limit: {2 * AT_ONCE}\n  ingress: "{ingress}"\n  verify: {{http: /health}}\n', 1)
    )
    if changed.count(APP) < 2 or "limit:" not in changed or "{app}-datastores" not in changed:
        raise ValueError("the release file of examples/polls is not as it was")
    return changed


def measure(bed: Bed) -> Result:
    ingress = os.environ.get("KUBE_RELEASE_INGRESS_STAGING")
    if not ingress:
        return missing(NAME, QUESTION, "these clusters have no ingress (dev/cluster/cluster ingress)")
    with _ground(bed):
        ours, theirs = _in_turn(bed, ingress)
        return found(ours, theirs, *_at_once(bed, ingress))


@contextmanager
def _ground(bed: Bed) -> Iterator[None]:
    """The namespace with the secret that previews get a copy of; what is left of previews goes at the end."""
    with bed.namespaces((STAGING, APP)):
        kubectl(STAGING, "--namespace", APP, "create", "secret", "generic", "polls-secrets", "--from-literal=SECRET_KEY=of-a-bench")
        try:
            yield
        finally:
            kubectl(STAGING, "delete", "namespace", "-l", f"kube-release.io/app={APP}", "--ignore-not-found", "--wait=false")
            kubectl(STAGING, "delete", "namespace", SCRIPTED, "--ignore-not-found", "--wait=false")


def _branch(bed: Bed, ingress: str, name: str, mark: str) -> Branch:
    directory = apps.polls(bed.directory(f"{APP}-{name}"), bed.registry, APP)
    file = directory / "kube-release.yaml"
    file.write_text(release_file(file.read_text(), ingress))
    # A repository of its own: else the branch would be looked for in the one that the place lies in.
    me = ["-c", "user.name=bench", "-c", "user.email=bench@example.com"]
    for words in (["init", "-q", "-b", name], ["add", "-A"], [*me, "commit", "-q", "-m", "begin"]):
        run(["git", "-C", directory, *words]).require()
    apps.change_a_line(directory, mark)
    return Branch(bed, directory, name, ingress)


def _in_turn(bed: Bed, ingress: str) -> tuple[list[Run], list[Run]]:
    ours: list[Run] = []
    theirs: list[Run] = []
    # The first of each is measured by nobody: images come to the node, base layers to the builder.
    for number in range(-1, bed.times(RUNS)):
        if number > 1 and sum(done.took for done in ours + theirs) > 60 * MINUTES:
            say(f"ended after {number} of {bed.times(RUNS)} rounds, since {MINUTES} minutes are over")
            break
        branch = _branch(bed, ingress, f"turn{number + 1}", f"{bed.started} {number}")
        mine = branch.preview().require()
        branch.delete()
        apps.change_a_line(branch.directory, f"{bed.started} {number} scripted")
        script = _script(bed, branch, ingress)
        if number >= 0:
            ours.append(mine)
            theirs.append(script)
            say(f"{number + 1} of {bed.times(RUNS)}: kube-release {seconds(mine.took)}, script {seconds(script.took)}")
    return ours, theirs


def _script(bed: Bed, branch: Branch, ingress: str) -> Run:
    surroundings = {"REPOSITORY": f"{bed.registry}/{SCRIPTED}", "HELM": bed.newest_helm(), "INGRESS": ingress}
    wait_for(f"the end of namespace {SCRIPTED}", lambda: SCRIPTED not in names(STAGING), 120)
    done = run([SCRIPT, branch.directory, SCRIPTED, "1.0.1", f"{branch.name}.{SCRIPTED}.test"], environment=surroundings, within=600)
    kubectl(STAGING, "delete", "namespace", SCRIPTED, "--ignore-not-found", "--wait=false")
    return done.require()


def _at_once(bed: Bed, ingress: str) -> tuple[list[Run], list[str]]:
    """The releases of all branches, and those that are lost: they failed, or another's page answers there."""
    branches = [_branch(bed, ingress, f"once{number}", f"mark-of-{number}-") for number in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        releases = list(threads.map(Branch.preview, branches))
    lost = [
        f"{branch.name}: {done.lines[-1].text if done.code and done.lines else 'answers with another page'}"
        for number, (branch, done) in enumerate(zip(branches, releases, strict=True))
        if done.code or f"mark-of-{number}-" not in branch.page()
    ]
    return releases, lost


def found(ours: list[Run], theirs: list[Run], at_once: list[Run], lost: list[str]) -> Result:
    mine, script, together = ([done.took for done in runs] for runs in (ours, theirs, at_once))
    return Result(
        NAME,
        QUESTION,
        [
            Line(
                NAME,
                median(mine) / median(script),
                LIMIT,
                f"medians, {seconds(median(mine))} against the script's {seconds(median(script))}",
            ),
            Line(f"{NAME}-lost", float(len(lost)), 0.0, f"of {len(at_once)} at once, a number and no ratio"),
            Line(
                f"{NAME}-at-once",
                median(together) / median(mine),
                None,
                f"{len(at_once)} at once, median {seconds(median(together))}, worst {seconds(max(together))}, against one alone",
            ),
        ],
        [
            Table(
                ["who", *SPREAD],
                [
                    ["kube-release", *spread(mine)],
                    ["script", *spread(script)],
                    [f"kube-release, {len(at_once)} at once", *spread(together)],
                ],
            )
        ],
        [
            *(f"Lost: {each}" for each in lost),
            "What bounds both: the databases that come up, the migration, and the app's first pod. The script keeps neither records nor a "
            "lock, has no limit and no end, and does not look at what runs.",
        ],
    )
