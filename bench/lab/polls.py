"""Releases examples/polls both ways, by kube-release and by script, from source to production, in namespaces of their own."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.lab import apps
from bench.lab.bed import PRODUCTION, ROOT, STAGING, Bed
from bench.lab.processes import Run, run
from bench.lab.releases import Release, release

SCRIPT = ROOT / "bench/script/release.sh"
OURS, SCRIPTED, BY_DIGEST = "bench-polls", "bench-polls-script", "bench-polls-digest"


@dataclass
class Polls:
    """The app in one namespace of both clusters, with its Postgres and Redis there, and its source.

    every_new: whether each release is another version; else it is the same commit's version again
    """

    bed: Bed
    namespace: str
    directory: Path
    every_new: bool = True
    number: int = 1

    @property
    def repository(self) -> str:
        return f"{self.bed.registry}/{self.namespace}"

    def version(self) -> str:
        self.number += self.every_new
        return f"1.0.{self.number}"

    def change_a_line(self, mark: str) -> None:
        apps.change_a_line(self.directory, mark)

    def release(
        self, beside: Callable[[int], None] | None = None, file: str = "kube-release.yaml", **environment: str
    ) -> Release:
        words = ["run", "--version", self.version(), "--file", file]
        done = release(self.bed, self.directory, *words, environment=environment, within=600, beside=beside)
        done.run.require()
        return done

    def without_tests(self) -> str:
        """Writes another release file, the same without datastores and tests; its name."""
        text = (self.directory / "kube-release.yaml").read_text()
        kept = re.sub(r"^(datastores|test):\n( .*\n)+", "", text, flags=re.MULTILINE)
        (self.directory / "untested.yaml").write_text(kept)
        return "untested.yaml"

    def script(self, helm: str, beside: Callable[[int], None] | None = None, **environment: str) -> Run:
        surroundings = {
            "REPOSITORY": self.repository,
            "CHARTS": f"{self.bed.registry}/bench-charts",
            "HELM": helm,
            **environment,
        }
        line: list[str | Path] = [SCRIPT, self.directory, self.namespace, self.version()]
        return run(line, environment=surroundings, within=600, beside=beside).require()


@contextmanager
def environments(bed: Bed, *namespaces: str, every_new: bool = True) -> Iterator[list[Polls]]:
    """Both clusters with a namespace of each name, in which the services of polls run."""
    pairs = [(context, name) for name in namespaces for context in (STAGING, PRODUCTION)]
    with bed.namespaces(*pairs):
        copies = {name: apps.polls(bed.directory(name), bed.registry, name) for name in namespaces}
        for context, name in pairs:
            run([copies[name] / "deploy/services.sh", context, name], within=400).require()
        yield [Polls(bed, name, copy, every_new) for name, copy in copies.items()]
