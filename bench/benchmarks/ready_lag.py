"""ready-lag: how long after a rollout is truly ready is one told so? A watcher of its own says when it was ready."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from bench.lab import apps
from bench.lab.bed import STAGING, Bed, say
from bench.lab.numbers import SPREAD, median, percentile, seconds, spread
from bench.lab.processes import run
from bench.lab.releases import Release, release
from bench.lab.result import Line, Result, Table
from bench.lab.watcher import Watcher, watching

NAME = "ready-lag"
ROLLOUTS = 100
PEER_ROLLOUTS = 25
MINUTES = 16
LIMIT = 0.05
LIMIT_SECONDS = 0.050
QUESTION = (
    "Three replicas, a readiness probe each second, image on the node. From the moment at which a watcher of its own sees "
    "the rollout truly ready (generation seen, all pods new and available, no old ones left) until the process has ended."
)


def measure(bed: Bed) -> Result:
    spaces = {name: f"bench-ready-{name.lower().replace(' ', '')}" for name in ["ours", *bed.helms(), "kubectl"]}
    with bed.namespaces(*((STAGING, space) for space in spaces.values())), ExitStack() as stack:
        watchers = {
            name: stack.enter_context(watching(STAGING, space, "deployments")) for name, space in spaces.items()
        }
        ours = _Ours(bed, spaces["ours"])
        peers = {name: _helm(bed, program, spaces[name]) for name, program in bed.helms().items()}
        peers["kubectl"] = _kubectl(bed, spaces["kubectl"])
        lags: dict[str, list[float]] = {name: [] for name in ["told", *spaces]}
        rounds, peer_rounds = bed.times(ROLLOUTS), bed.times(PEER_ROLLOUTS)
        for number in bed.rounds(ROLLOUTS, MINUTES):
            done, ready = _rollout(watchers["ours"], lambda: ours.roll_out(number))
            lags["ours"].append(done.run.ended - ready)
            lags["told"].append(done.ended("staging.deploy") - ready)
            # The peers' rollouts are spread over ours, so that all see the same machine.
            if number * peer_rounds // rounds != (number + 1) * peer_rounds // rounds:
                for name, peer in peers.items():
                    ended, ready = _rollout(watchers[name], lambda: peer(number))
                    lags[name].append(ended - ready)
            if number % 10 == 9:
                say(f"{number + 1} of {rounds} rollouts")
    return _result(lags)


def _rollout(watcher: Watcher, act: Callable[[], Any]) -> tuple[Any, float]:
    before = watcher.generation()
    done = act()
    return done, watcher.ready_after(before)


class _Ours:
    """Two bundles of the small app, which go to the environment in turn: rollouts without builds."""

    def __init__(self, bed: Bed, space: str):
        self.bed = bed
        self.directory = bed.directory(NAME)
        for version in ("1.0.0", "2.0.0"):
            apps.small(self.directory, bed.registry, space, f"mark: {version}\n")
            release(bed, self.directory, "run", "--version", version).run.require()

    def roll_out(self, number: int) -> Release:
        version = "1.0.0" if number % 2 == 0 else "2.0.0"
        done = release(self.bed, self.directory, "promote", "--to", "staging", "--version", version)
        done.run.require()
        return done


def _helm(bed: Bed, program: str, space: str, waiting: bool = True) -> Callable[[int], float]:
    place = ["--kube-context", STAGING, "--namespace", space]
    command = [program, "upgrade", "--install", "bench", str(bed.place / NAME / "chart"), *place]
    command += ["--set-string", apps.by_hand(bed.registry), *(["--wait"] if waiting else [])]

    def roll_out(number: int) -> float:
        return run([*command, "--set-string", f"mark=peer-{number}"]).require().ended

    roll_out(-1)
    return roll_out


def _kubectl(bed: Bed, space: str) -> Callable[[int], float]:
    apply = _helm(bed, bed.newest_helm(), space, waiting=False)

    def roll_out(number: int) -> float:
        apply(number)
        line = ["kubectl", "--context", STAGING, "--namespace", space, "rollout", "status", "deployment/app"]
        return run(line).require().ended

    return roll_out


def _result(lags: dict[str, list[float]]) -> Result:
    titles = {
        "ours": "kube-release, the process has ended",
        "told": "kube-release, the rollout's end is told",
        "Helm 3": "Helm 3 `--wait`",
        "Helm 4": "Helm 4 `--wait`",
        "kubectl": "`kubectl rollout status`",
    }
    rows = [[titles[name], *spread(values)] for name, values in lags.items() if values]
    lines = [
        Line(f"{NAME}-p95", percentile(lags["ours"], 0.95) / LIMIT_SECONDS, 1.0, "p95 against 50 ms"),
        Line(
            f"{NAME}-told-p95",
            percentile(lags["told"], 0.95) / LIMIT_SECONDS,
            1.0,
            "rollout's end told, p95 against 50 ms",
        ),
    ]
    if lags.get("Helm 3"):
        helm = median(lags["Helm 3"])
        lines.insert(0, Line(NAME, median(lags["ours"]) / helm, LIMIT, "process's end, medians, against Helm 3"))
        lines.insert(1, Line(f"{NAME}-told", median(lags["told"]) / helm, LIMIT, "rollout's end told, against Helm 3"))
    else:
        lines.insert(0, Line(NAME, None, LIMIT, "Helm 3 could not be had"))
    return Result(NAME, QUESTION, lines, [Table(["who", *SPREAD], rows)], _remarks(lags))


def _remarks(lags: dict[str, list[float]]) -> list[str]:
    remarks = [
        "After the rollout is ready kube-release still writes the stage's end to the journal in the cluster, the environment's "
        "record, and gives the lock back, before its process ends: the second row has all of it, the first what a person "
        "at the terminal waits for.",
        "A value below zero: told before the watcher saw it. Helm does not wait for the last old pods to be counted out.",
    ]
    if len(lags["ours"]) < ROLLOUTS:
        remarks.append(f"{len(lags['ours'])} rollouts, where {ROLLOUTS} are usual.")
    for peer in ("Helm 4", "kubectl"):
        if lags.get(peer):
            ours, theirs = median(lags["ours"]), median(lags[peer])
            verb = "loses to" if ours > theirs else "is ahead of"
            remarks.append(
                f"kube-release's process {verb} {peer} here: {seconds(ours)} against {seconds(theirs)} (medians)."
            )
        else:
            remarks.append(f"{peer} could not be had.")
    return remarks
