"""Looks at the memory of a process and all its children, many times a second, and keeps the most that it saw."""

import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

PAUSE_SECONDS = 0.05
PAGE = 4096


@dataclass
class Peak:
    """The most at one moment, in bytes: resident pages of all processes, those that several share counted for each; and
    how many processes there were then."""

    resident: int = 0
    processes: int = 0


class Sampler:
    """Use it with `with`; `watch` is told the process whose tree it is."""

    def __init__(self) -> None:
        self.peak = Peak()
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def watch(self, root: int) -> None:
        self._thread = threading.Thread(target=self._look, args=(root,), daemon=True)
        self._thread.start()

    def _look(self, root: int) -> None:
        while not self._over.wait(PAUSE_SECONDS):
            tree = family(root, parents())
            resident = sum(map(_resident, tree))
            if resident > self.peak.resident:
                self.peak.resident, self.peak.processes = resident, len(tree)

    def __enter__(self) -> "Sampler":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if self._thread:
            self._thread.join()


def parents() -> dict[int, int]:
    """The parent of each process of the machine."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            found[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    return found


def family(root: int, parent_of: dict[int, int]) -> set[int]:
    """A process with its children, and theirs."""
    tree, grown = {root}, True
    while grown:
        more = {child for child, parent in parent_of.items() if parent in tree} - tree
        tree |= more
        grown = bool(more)
    return tree


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE
    except OSError:
        return 0
