"""Runs the benchmarks that are named, or all; prints their lines, and writes docs/benchmarks.md. Ends with 0 whatever they say."""

import signal
import sys
import traceback

from bench.benchmarks import BENCHMARKS
from bench.lab.bed import ROOT, Bed, say
from bench.lab.page import Page
from bench.lab.processes import Unexpected
from bench.lab.result import missing


def main(wanted: list[str]) -> int:
    unknown = [name for name in wanted if name not in BENCHMARKS]
    if unknown:
        print(f"there is no benchmark {', '.join(unknown)}; there are: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    # Told to end, it ends as if it were done: namespaces and processes go.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    bed = Bed.found()
    page = Page(bed)
    for name in wanted or BENCHMARKS:
        say(f"{name} begins")
        try:
            result = BENCHMARKS[name](bed)
        except (Unexpected, OSError, ValueError) as problem:
            # One that fails must not take the others' figures away.
            traceback.print_exc()
            result = missing(name, "", str(problem).splitlines()[0].replace(f"{ROOT}/", ""))
        for line in result.lines:
            print(line, flush=True)
        page.take(result)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
