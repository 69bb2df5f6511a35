"""A process of its own that sees what happens in a namespace, and stamps it before anything else is done with it.

    python3 -m bench.lab.watcher CONTEXT NAMESPACE deployments|events|pods

One JSON document a line. Its clock is the machine's monotonic one, as that of everything measured here.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bench.lab import kube
from bench.lab.processes import Unexpected, end_group

PATHS = {
    "deployments": "/apis/apps/v1/namespaces/{}/deployments",
    "events": "/api/v1/namespaces/{}/events",
    "pods": "/api/v1/namespaces/{}/pods",
}


def is_ready(deployment: dict[str, Any]) -> bool:
    """Truly ready: the newest template has been seen, all its pods are there and available, and no others are left."""
    status = deployment.get("status", {})
    wanted = deployment["spec"].get("replicas", 1)
    return bool(
        status.get("observedGeneration", 0) >= deployment["metadata"]["generation"]
        and status.get("updatedReplicas", 0) == wanted
        and status.get("replicas", 0) == wanted
        and status.get("availableReplicas", 0) == wanted
    )


def seen(kind: str, document: dict[str, Any]) -> dict[str, Any]:
    if kind == "events":
        return {key: document.get(key, "") for key in ("reason", "message", "type")}
    if kind == "pods":
        return {"name": document["metadata"]["name"]}
    return {
        "name": document["metadata"]["name"],
        "generation": document["metadata"]["generation"],
        "ready": is_ready(document),
    }


def main(context: str, namespace: str, kind: str) -> None:
    for change in kube.watch(context, PATHS[kind].format(namespace)):
        at = time.monotonic()
        if change["type"] in ("ADDED", "MODIFIED", "DELETED"):
            print(json.dumps({"at": at, "change": change["type"], **seen(kind, change["object"])}), flush=True)


@dataclass
class Watcher:
    """The watcher's process as the one who measures has it."""

    child: subprocess.Popen[bytes]
    sightings: list[dict[str, Any]] = field(default_factory=list)
    news: threading.Condition = field(default_factory=threading.Condition)

    def read(self) -> None:
        assert self.child.stdout is not None
        for line in self.child.stdout:
            with self.news:
                self.sightings.append(json.loads(line))
                self.news.notify_all()

    def first(self, what: str, matches: Callable[[dict[str, Any]], bool], within: float) -> dict[str, Any]:
        """The first sighting that matches, waited for."""
        deadline = time.monotonic() + within
        with self.news:
            while True:
                found = next((each for each in self.sightings if matches(each)), None)
                if found:
                    return found
                if not self.news.wait(max(0.0, deadline - time.monotonic())):
                    raise Unexpected(f"the watcher did not see {what} within {within:.0f} s")

    def gone(self, belongs: Callable[[str], bool], within: float = 60) -> float:
        """When the last pod whose name belongs there was gone; there has to have been one."""
        deadline = time.monotonic() + within
        while True:
            with self.news:
                ours = [each for each in self.sightings if belongs(each["name"])]
                ends = {each["name"]: each["at"] for each in ours if each["change"] == "DELETED"}
                if ours and len(ends) == len({each["name"] for each in ours}):
                    return float(max(ends.values()))
                if not self.news.wait(max(0.0, deadline - time.monotonic())):
                    raise Unexpected(
                        f"pods were not gone within {within:.0f} s: {sorted({each['name'] for each in ours} - set(ends))}"
                    )

    def generation(self) -> int:
        """The newest generation of a deployment seen so far."""
        with self.news:
            return max((each["generation"] for each in self.sightings), default=0)

    def ready_after(self, generation: int, within: float = 60) -> float:
        """When a rollout newer than that generation was truly ready."""
        sighting = self.first(
            f"a rollout after generation {generation} ready",
            lambda each: each["ready"] and each["generation"] > generation,
            within,
        )
        return float(sighting["at"])


@contextmanager
def watching(context: str, namespace: str, kind: str) -> Iterator[Watcher]:
    command = [sys.executable, "-m", "bench.lab.watcher", context, namespace, kind]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)
    watcher = Watcher(child)
    threading.Thread(target=watcher.read, daemon=True).start()
    try:
        yield watcher
    finally:
        end_group(child)


if __name__ == "__main__":
    main(*sys.argv[1:])
