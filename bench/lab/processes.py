"""Runs programs: stamps each line as it comes, takes the time of the end, and ends what takes too long, by its id."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


class Unexpected(Exception):
    """A program did not do what the measurement needs; the message has its last lines."""


@dataclass(frozen=True)
class Stamped:
    """A line of output and when it came, on the machine's monotonic clock (seconds)."""

    at: float
    text: str


@dataclass
class Run:
    """A program that has ended."""

    command: Sequence[str]
    began: float
    ended: float = 0.0
    code: int = 0
    lines: list[Stamped] = field(default_factory=list)

    @property
    def took(self) -> float:
        return self.ended - self.began

    @property
    def output(self) -> str:
        return "\n".join(line.text for line in self.lines)

    def require(self, *codes: int) -> "Run":
        if self.code not in (codes or (0,)):
            tail = "\n".join(line.text for line in self.lines[-25:])
            raise Unexpected(f"{' '.join(map(str, self.command))} ended with {self.code}:\n{tail}")
        return self


def run(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str] | None = None,
    directory: Path | None = None,
    within: float = 120,
    beside: Callable[[int], None] | None = None,
) -> Run:
    """Runs it to its end. After `within` seconds its whole process group is ended. `beside` is told its id at once."""
    words = [str(word) for word in command]
    # The stamp goes before the start: what a shell would wait for counts.
    done = Run(words, time.monotonic())
    child = subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, **(environment or {})},
        cwd=directory,
        start_new_session=True,
    )
    reader = threading.Thread(target=_read, args=(child, done.lines), daemon=True)
    reader.start()
    if beside:
        beside(child.pid)
    try:
        done.code = child.wait(within)
    except subprocess.TimeoutExpired as e:
        raise Unexpected(
            f"{' '.join(words)} did not end within {within:.0f} s:\n"
            + "\n".join(line.text for line in done.lines[-25:])
        ) from e
    finally:
        done.ended = time.monotonic()
        end_group(child)
    reader.join(5)
    return done


def _read(child: subprocess.Popen[bytes], lines: list[Stamped]) -> None:
    assert child.stdout is not None
    with child.stdout as output:
        for raw in output:
            lines.append(Stamped(time.monotonic(), raw.decode(errors="replace").rstrip("\n")))


def end_group(child: subprocess.Popen[bytes]) -> None:
    """Ends what is left of a child that has a session of its own, asking first."""
    for sign, patience in ((signal.SIGTERM, 3.0), (signal.SIGKILL, 3.0)):
        if child.poll() is not None:
            return
        os.killpg(child.pid, sign)
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            continue


def wait_for(what: str, condition: Callable[[], bool], within: float, pause: float = 0.05) -> None:
    """Waits until the condition holds, for so many seconds at most."""
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            raise Unexpected(f"{what} did not happen within {within:.0f} s")
        time.sleep(pause)
