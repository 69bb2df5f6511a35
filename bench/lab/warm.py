"""One process of kube-release that carries out releases in turn, as a Jenkins does that has been up for a while."""

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue

from bench.lab.bed import CERTIFICATES, ROOT, Bed
from bench.lab.processes import Run, Stamped, Unexpected, end_group, run
from bench.lab.releases import Release

ENDED = "ended "


class Warm:
    """The process; what it prints is stamped as it comes."""

    def __init__(self, child: subprocess.Popen[bytes]):
        self.child = child
        self.lines: Queue[Stamped] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.child.stdout is not None
        for raw in self.child.stdout:
            self.lines.put(Stamped(time.monotonic(), raw.decode(errors="replace").rstrip("\n")))

    def release(self, directory: Path, *words: str, within: float = 600) -> Release:
        """A release from its command until the line that says that it has ended."""
        command, *options = words
        if command == "run" and CERTIFICATES.is_file():
            options += ["--ca-bundle", str(CERTIFICATES)]
        line = [command, "--directory", str(directory), "--no-input", "--output", "json", *options]
        done = Run(line, time.monotonic())
        assert self.child.stdin is not None
        self.child.stdin.write(("\t".join(line) + "\n").encode())
        self.child.stdin.flush()
        while True:
            try:
                said = self.lines.get(timeout=max(0.0, done.began + within - time.monotonic()))
            except Empty as e:
                raise Unexpected(f"{command} did not end within {within:.0f} s:\n{done.output[-3000:]}") from e
            if said.text.startswith(ENDED):
                done.ended, done.code = said.at, int(said.text.removeprefix(ENDED))
                done.require()
                return Release(done)
            done.lines.append(said)


@contextmanager
def warm(bed: Bed) -> Iterator[Warm]:
    """The process, compiled against the program that is measured; it ends with the block."""
    classes = bed.directory("warm")
    path = f"{bed.program.parent.parent}/lib/*"
    run(["javac", "-d", classes, "-cp", path, ROOT / "bench/warm/Warm.java"]).require()
    child = subprocess.Popen(
        ["java", "-cp", f"{path}:{classes}", "Warm"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "XDG_STATE_HOME": str(bed.place / "state"), "CI": "true"},
        start_new_session=True,
    )
    try:
        yield Warm(child)
    finally:
        end_group(child)
