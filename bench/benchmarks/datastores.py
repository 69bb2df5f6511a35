"""datastores: three of them up, tested and gone again, beside a pod written by hand."""

import time
from pathlib import Path

from bench.lab import apps, kube
from bench.lab.bed import ROOT, STAGING, Bed, kubectl, say
from bench.lab.numbers import SPREAD, median, seconds, spread
from bench.lab.releases import release
from bench.lab.result import Line, Result, Table
from bench.lab.watcher import watching

NAME = "datastores"
RUNS = 7
MINUTES = 5
LIMIT_SECONDS = 0.5
OURS, BY_HAND = "bench-datastores", "bench-datastores-hand"
CHECK = "for port in 5432 6379 3306; do nc -w 2 {host} $port -e true || exit 1; done"
KINDS = ("pods", "secrets", "configmaps", "services")
QUESTION = (
    "Postgres, Redis and MariaDB in the cluster, a test in a pod of its own that reaches all three, and away with them: from "
    "the first request until no pod is left. By hand: one pod with readiness checks each second, `kubectl` apply, wait, logs, delete. "
    "The limit is 0.5 s more than by hand, given as a ratio to it."
)


def measure(bed: Bed) -> Result:
    ours: list[float] = []
    by_hand: list[float] = []
    left: list[str] = []
    with bed.namespaces((STAGING, OURS), (STAGING, BY_HAND)):
        directory = _app(bed)
        before = _things(OURS)
        _ours(bed, directory)
        _by_hand()
        for number in bed.rounds(RUNS, MINUTES):
            ours.append(_ours(bed, directory))
            by_hand.append(_by_hand())
            say(f"{number + 1}: kube-release {seconds(ours[-1])}, by hand {seconds(by_hand[-1])}")
        left = sorted(_of_tests(_things(OURS) - before))
    hand = median(by_hand)
    return Result(
        NAME,
        QUESTION,
        [
            Line(
                NAME,
                median(ours) / hand,
                (hand + LIMIT_SECONDS) / hand,
                f"{seconds(median(ours) - hand)} more, medians",
            ),
            Line(f"{NAME}-left", float(len(left)), 0.0, "things left in the namespace, a number and no ratio"),
        ],
        [Table(["who", *SPREAD], [["kube-release", *spread(ours)], ["by hand", *spread(by_hand)]])],
        [
            "kube-release also makes passwords and a Secret, an owner with a time limit that removes all of it when nobody is "
            "left to do so, and waits until each datastore passes a check that an app's first query would pass.",
            "Left behind: " + (", ".join(left) if left else "nothing") + ".",
        ],
    )


def _app(bed: Bed) -> Path:
    more = 'datastores: {postgres: "15", redis: "7", mariadb: "10.11"}\n'
    test = CHECK.replace("{host} $port", '"$name" "$port"').replace(
        "port in 5432 6379 3306", "pair in postgres:5432 redis:6379 mariadb:3306"
    )
    test = test.replace("do nc", "do name=${pair%:*} port=${pair#*:}; nc")
    # Each release is of the same image, which is to be tested each time here.
    more += f"test: {{command: [sh, -c, '{test}'], always: true}}\n"
    return apps.small(bed.directory(NAME), bed.registry, OURS, "replicas: 1\n", more)


def _ours(bed: Bed, directory: Path) -> float:
    """By the times at which the lines came: from the datastores' beginning until they are tidied away and no pod is left."""
    with watching(STAGING, OURS, "pods") as watcher:
        done = release(bed, directory, "run")
        done.run.require()
        gone = watcher.gone(lambda name: not name.startswith("app-"))
    return max(done.ended("tidy"), gone) - done.began("datastores")


def _things(space: str) -> set[str]:
    found = {
        f"{kind}/{each['metadata']['name']}"
        for kind in KINDS
        for each in kube.get(STAGING, f"/api/v1/namespaces/{space}/{kind}")["items"]
    }
    jobs = kube.get(STAGING, f"/apis/batch/v1/namespaces/{space}/jobs")["items"]
    return found | {f"jobs/{each['metadata']['name']}" for each in jobs}


def _of_tests(things: set[str]) -> set[str]:
    """Without what a release leaves on purpose: Helm's records, its own records, the journal, the app."""
    kept = ("secrets/sh.helm.", "configmaps/kube-release.", "configmaps/kube-root-ca", "pods/app-")
    return {thing for thing in things if not thing.startswith(kept)}


def _by_hand() -> float:
    place = ["--namespace", BY_HAND]
    test = ["--image=busybox:1.35", "--restart=Never", "--attach", "--rm", "--quiet", "--", "sh", "-c"]
    with watching(STAGING, BY_HAND, "pods") as watcher:
        began = time.monotonic()
        kubectl(STAGING, *place, "apply", "--filename", str(ROOT / "bench/script/three.yaml"))
        kubectl(STAGING, *place, "wait", "--for=condition=Ready", "pod/three", "--timeout=120s")
        address = kubectl(STAGING, *place, "get", "pod", "three", "--output", "jsonpath={.status.podIP}")
        kubectl(STAGING, *place, "run", "test", *test, CHECK.format(host=address))
        kubectl(STAGING, *place, "delete", "pod", "three", "--wait=false")
        return watcher.gone(lambda name: True) - began
