"""The benchmarks, a file each, in the order in which they are run and shown."""

from collections.abc import Callable

from bench.benchmarks import (
    big_image,
    cause_lag,
    datastores,
    many,
    memory,
    one_line,
    overhead,
    preview,
    promote,
    ready_lag,
    slack_down,
    start,
    unchanged,
)
from bench.lab.bed import Bed
from bench.lab.result import Result

BENCHMARKS: dict[str, Callable[[Bed], Result]] = {
    "ready-lag": ready_lag.measure,
    "cause-lag": cause_lag.measure,
    "unchanged": unchanged.measure,
    "one-line": one_line.measure,
    "big-image": big_image.measure,
    "overhead": overhead.measure,
    "preview": preview.measure,
    "promote": promote.measure,
    "datastores": datastores.measure,
    "memory": memory.measure,
    "many": many.measure,
    "start": start.measure,
    "slack-down": slack_down.measure,
}
