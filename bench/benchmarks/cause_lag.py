"""cause-lag: a rollout can't succeed. How long after the cluster's first event that names the cause does one read it?"""

import re
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.lab import apps
from bench.lab.bed import PRODUCTION, STAGING, Bed, kubectl, say
from bench.lab.numbers import median, seconds
from bench.lab.processes import Run, run
from bench.lab.releases import Release, release
from bench.lab.result import Line, Result, Table
from bench.lab.watcher import watching

NAME = "cause-lag"
ROUNDS = 2
LIMIT = 0.02
HELM_TIMEOUT = 300
SHORT_TIMEOUT = 40
QUESTION = (
    "Six kinds of failure, each a first release. From the cluster's first event that names the cause until the first line "
    "that names it, in the JSON output; and until the process has ended. For Helm until it ends: it waits for `--timeout`, "
    "by default five minutes, and then does not name the cause."
)


@dataclass(frozen=True)
class Failure:
    """A way to fail. The patterns name the cause: in an event's reason and message, and in what kube-release prints."""

    name: str
    values: str
    event: str
    line: str


FAILURES = [
    Failure(
        "image can't be pulled",
        "command: [busybox, httpd, -f]\nsidecar: bench-missing:1\n",
        r"Failed.*(pull|not found)",
        r"(?i)pull|not found",
    ),
    Failure(
        "crash loop",
        'command: [sh, -c, "echo no settings; exit 3"]\nreadiness: null\n',
        r"BackOff",
        r"(?i)crash|exit code 3|exited with 3|back-off",
    ),
    Failure(
        "Secret is missing",
        "env: [{name: A, valueFrom: {secretKeyRef: {name: bench-missing, key: a}}}]\n",
        r"Failed.*bench-missing",
        r"bench-missing.{0,40}not found|CONTAINER_CONFIG",
    ),
    Failure(
        "no node takes the pod",
        "resources: {requests: {memory: 900Gi}}\n",
        r"FailedScheduling",
        r"(?i)insufficient|UNSCHEDULABLE|nodes are available",
    ),
    Failure(
        "quota",
        "resources: {requests: {memory: 64Mi, cpu: 1m}}\n",
        r"FailedCreate.*quota",
        r"(?i)quota",
    ),
    Failure(
        "probe", "readiness: {tcpSocket: null, httpGet: {path: /missing, port: 8080}}\n", r"Unhealthy", r"(?i)probe"
    ),
]


@dataclass(frozen=True)
class Found:
    """How long one release took to name a cause, and to end, after the cluster had named it."""

    failure: Failure
    printed: float
    ended: float


def measure(bed: Bed) -> Result:
    timeout = SHORT_TIMEOUT if bed.count else HELM_TIMEOUT
    spaces = {failure.name: f"bench-cause-{number}" for number, failure in enumerate(FAILURES)}
    helm_spaces = {
        (helm, failure.name): f"{spaces[failure.name]}-{helm.lower().replace(' ', '')}"
        for helm in bed.helms()
        for failure in FAILURES
    }
    with (
        bed.namespaces(
            *((STAGING, space) for space in spaces.values()), *((PRODUCTION, space) for space in helm_spaces.values())
        ),
        ThreadPoolExecutor(len(helm_spaces) or 1) as pool,
    ):
        charts = {failure.name: _app(bed, failure, spaces[failure.name]) for failure in FAILURES}
        _quotas(spaces, helm_spaces)
        # Helm waits in the other cluster meanwhile: minutes, in which it does next to nothing.
        waiting = {
            key: pool.submit(_helm, bed, key[0], charts[key[1]], key[1], space, timeout)
            for key, space in helm_spaces.items()
        }
        ours = [
            _ours(bed, failure, charts[failure.name], spaces[failure.name])
            for _ in range(bed.times(ROUNDS))
            for failure in FAILURES
        ]
        return _result(ours, waiting, timeout)


def _quotas(spaces: dict[str, str], helm_spaces: dict[tuple[str, str], str]) -> None:
    places = [
        (STAGING, spaces["quota"]),
        *((PRODUCTION, space) for (_, name), space in helm_spaces.items() if name == "quota"),
    ]
    for context, space in places:
        kubectl(context, "--namespace", space, "create", "quota", "bench", "--hard=requests.memory=16Mi")


def _app(bed: Bed, failure: Failure, space: str) -> Path:
    return apps.small(bed.directory(f"{NAME}/{space}"), bed.registry, space, failure.values)


def _ours(bed: Bed, failure: Failure, directory: Path, space: str) -> Found:
    kubectl(
        STAGING,
        "--namespace",
        space,
        "delete",
        "deployment,replicaset,pod,event",
        "--all",
        "--wait",
        "--ignore-not-found",
    )
    kubectl(STAGING, "--namespace", space, "delete", "secret", "--selector=owner=helm", "--ignore-not-found")
    with watching(STAGING, space, "events") as watcher:
        done: Release = release(bed, directory, "run")
        done.run.require(1)
        event = watcher.first(failure.event, lambda seen: _names(failure.event, seen), 10)["at"]
    first = done.first(lambda text: _about_deployment(text) and bool(re.search(failure.line, _content(text))))
    if first is None:
        say(f"{failure.name}: no line named the cause")
    printed = first.at if first else done.run.ended
    say(f"  by {_content(first.text)[-200:] if first else 'nothing'}")
    say(
        f"{failure.name}: named {seconds(printed - event)} after the cluster's event, ended {seconds(done.run.ended - event)} after"
    )
    return Found(failure, printed - event, done.run.ended - event)


def _names(pattern: str, event: dict[str, str]) -> bool:
    return bool(re.search(pattern, f"{event['reason']} {event['message']}", re.DOTALL))


def _about_deployment(text: str) -> bool:
    return '"staging.deploy"' in text and '"stage-started"' not in text


def _content(text: str) -> str:
    """A line without the name of the namespace, in which a pattern might be found by accident."""
    return re.sub(r'"namespace":"[^"]*"', "", text)


def _helm(bed: Bed, helm: str, directory: Path, name: str, space: str, timeout: int) -> tuple[float, float, Run]:
    """When the event came, when Helm had ended, and what it said."""
    failure = next(each for each in FAILURES if each.name == name)
    with watching(PRODUCTION, space, "events") as watcher:
        line: list[str | Path] = [
            bed.helms()[helm], "upgrade", "--install", "bench", directory / "chart", "--values", directory / "staging.yaml",
            "--kube-context", PRODUCTION, "--namespace", space, "--wait", "--timeout", f"{timeout}s",
            "--set-string", apps.by_hand(bed.registry),
        ]  # fmt: skip
        done = run(line, within=timeout + 60)
        event = watcher.first(failure.event, lambda seen: _names(failure.event, seen), 10)["at"]
    return event, done.ended, done


def _result(
    ours: list[Found], waiting: dict[tuple[str, str], Future[tuple[float, float, Run]]], timeout: int
) -> Result:
    began = time.monotonic()
    helms = {key: future.result() for key, future in waiting.items()}
    say(f"waited {seconds(time.monotonic() - began)} more for Helm")
    names = list(dict.fromkeys(helm for helm, _ in helms))
    rows, ratios, ends = [], {}, {}
    for failure in FAILURES:
        printed = [each.printed for each in ours if each.failure == failure]
        ended = [each.ended for each in ours if each.failure == failure]
        lags = {helm: helms[helm, failure.name][1] - helms[helm, failure.name][0] for helm in names}
        rows.append(
            [
                failure.name,
                f"{seconds(median(printed))} ({seconds(max(printed))})",
                f"{seconds(median(ended))} ({seconds(max(ended))})",
                *(f"{seconds(lag)}: {_last(helms[helm, failure.name][2])}" for helm, lag in lags.items()),
            ]
        )
        if lags:
            ratios[failure.name] = max(0.0, median(printed)) / min(lags.values())
            ends[failure.name] = max(0.0, median(ended)) / min(lags.values())
    return Result(
        NAME,
        QUESTION,
        _lines(ratios, ends),
        [
            Table(
                [
                    "failure",
                    "named after: median (most)",
                    "ended after: median (most)",
                    *(f"{helm} ended after" for helm in names),
                ],
                rows,
            )
        ],
        _remarks(ours, ends, timeout),
    )


def _last(done: Run) -> str:
    text = next((line.text for line in reversed(done.lines) if line.text.strip()), "said nothing")
    return f"“{text[:90]}”"


def _lines(ratios: dict[str, float], ends: dict[str, float]) -> list[Line]:
    if not ratios:
        return [Line(NAME, None, LIMIT, "no Helm could be had")]
    worst, late = max(ratios, key=ratios.__getitem__), max(ends, key=ends.__getitem__)
    return [
        Line(NAME, ratios[worst], LIMIT, f"named, worst of six: {worst}"),
        Line(f"{NAME}-ended", ends[late], LIMIT, f"process ended, worst of six: {late}"),
    ]


def _remarks(ours: list[Found], ends: dict[str, float], timeout: int) -> list[str]:
    slow = [name for name, ratio in ends.items() if ratio > LIMIT]
    remarks = [
        f"Helm ran once for each failure, all at the same time, in the other cluster, with `--timeout {timeout}s`"
        + (
            ", Helm's default."
            if timeout == HELM_TIMEOUT
            else "; its default is 300 s, so the ratios here are too high."
        ),
        f"kube-release: {len(ours) // len(FAILURES)} rounds. A value below zero: read from the pod's status before the event came.",
    ]
    if slow:
        remarks.append(
            "Named at once, yet not given up at once: "
            + ", ".join(slow)
            + ". kube-release watches for a while what may go away by itself: 20 s for an autoscaler, 10 s for a Secret that an "
            "operator may create, 3 s for a quota, and a probe for as long as `readyWithin` allows (60 s here)."
        )
    return remarks
