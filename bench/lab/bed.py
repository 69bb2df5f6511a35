"""Where everything is that a benchmark needs: the program, the clusters, the registry, the peers, a place for files."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.lab import kube
from bench.lab.javas import found_javas
from bench.lab.processes import run, wait_for

ROOT = Path(__file__).resolve().parents[2]
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
PROGRAM = ROOT / "src/cli/target/kube-release/bin/kube-release"
STAGING, PRODUCTION = "staging", "production"


def say(text: str) -> None:
    print(f"  {time.strftime('%H:%M:%S')}  {text}", flush=True)


@dataclass(frozen=True)
class Bed:
    """
    place: a directory of our own under work/
    registry: host and port of the registry that both clusters pull from
    peers: a directory with helm4 and crane, as far as they could be built
    count: how often to measure, when somebody has asked for another number than a benchmark's own
    started: when this run began, so that what one run changes no other has built before
    """

    place: Path
    registry: str
    peers: Path
    count: int | None
    started: str = field(default_factory=lambda: time.strftime("%d %H:%M:%S"))

    @staticmethod
    def found() -> "Bed":
        count = os.environ.get("BENCH_COUNT")
        _prepare()
        return Bed(
            ROOT / "work" / "bench",
            os.environ["KUBE_RELEASE_REGISTRY"],
            Path(os.environ["KUBE_RELEASE_PEERS"]),
            int(count) if count else None,
        )

    @property
    def program(self) -> Path:
        return PROGRAM

    def times(self, usual: int) -> int:
        """How often to measure what is usually measured so often."""
        return min(usual, self.count) if self.count else usual

    def rounds(self, usual: int, minutes: float) -> Iterator[int]:
        """Numbers from 0 for as many rounds as are usual; fewer when they take longer than that, yet two at least."""
        end = time.monotonic() + 60 * minutes
        for number in range(self.times(usual)):
            if number >= 2 and time.monotonic() > end:
                say(f"ended after {number} of {self.times(usual)} rounds, since {minutes:.0f} minutes are over")
                return
            yield number

    def helms(self) -> dict[str, str]:
        """The Helms that are there, the newest last: how they are called in tables, and their programs."""
        found = {"Helm 3": shutil.which("helm"), "Helm 4": self.peer("helm4")}
        return {name: program for name, program in found.items() if program}

    def newest_helm(self) -> str:
        return list(self.helms().values())[-1]

    def peer(self, name: str) -> str | None:
        return shutil.which(name, path=f"{self.peers}:{os.environ['PATH']}")

    def directory(self, name: str) -> Path:
        """An empty directory."""
        place = self.place / name
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        return place

    @contextmanager
    def namespaces(self, *pairs: tuple[str, str]) -> Iterator[None]:
        """Makes namespaces, each given as context and name, and deletes them after; those of an earlier run first."""
        _delete(pairs)
        for context, name in pairs:
            wait_for(f"the end of namespace {name}", lambda: name not in names(context), 90)
            kubectl(context, "create", "namespace", name)
        for context, name in pairs:
            accounts = f"/api/v1/namespaces/{name}/serviceaccounts"
            wait_for(f"the service account of {name}", lambda: bool(kube.get(context, accounts)["items"]), 30)
        try:
            yield
        finally:
            _delete(pairs)


def _prepare() -> None:
    """The program is as somebody has it who follows the guide: prepared by `share-classes`, with the newest Java that is there."""
    javas = found_javas()
    if javas:
        os.environ.setdefault("KUBE_RELEASE_JAVA", str(javas[max(javas)]))
    run([PROGRAM.parent / "share-classes"]).require()


def _delete(pairs: tuple[tuple[str, str], ...]) -> None:
    for context, name in pairs:
        kubectl(context, "delete", "namespace", name, "--ignore-not-found", "--wait=false")


def names(context: str) -> set[str]:
    return {each["metadata"]["name"] for each in kube.get(context, "/api/v1/namespaces")["items"]}


def kubectl(context: str, *words: str) -> str:
    return run(["kubectl", "--context", context, *words]).require().output


def machine() -> list[str]:
    """The machine in a few words, and how busy it was."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        "unknown processor",
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = next(
        line.split("=", 1)[1].strip('"')
        for line in Path("/etc/os-release").read_text().splitlines()
        if line.startswith("PRETTY")
    )
    return [f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB, {system}, Linux {os.uname().release}"]


def versions(bed: Bed) -> list[tuple[str, str]]:
    """Every program that takes part, and its version or that it is missing."""
    asked = {
        "kube-release": ["git", "-C", str(ROOT), "log", "-1", "--format=commit %h of %cs"],
        "Java": [os.environ.get("KUBE_RELEASE_JAVA", "java"), "-version"],
        "Kubernetes": ["kubelet", "--version"],
        "kubectl": ["kubectl", "version", "--client"],
        "Helm 3": ["helm", "version", "--short"],
        "Helm 4": [bed.peer("helm4") or "helm4", "version", "--short"],
        "BuildKit": ["buildctl", "--version"],
        "crane": [bed.peer("crane") or "crane", "version"],
        "skopeo": ["skopeo", "--version"],
    }
    return [(name, _first_line(command)) for name, command in asked.items()]


def _first_line(command: list[str]) -> str:
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return "could not be had"
    return done.stdout.strip().splitlines()[0] if done.returncode == 0 and done.stdout.strip() else "could not be had"
