"""The arithmetic of the benchmarks: percentiles that are measured values, and durations as people read them."""

import math
import statistics
from collections.abc import Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest measured value that at least this share of all values does not exceed (nearest rank)."""
    if not values:
        raise ValueError("there is no percentile of nothing")
    if not 0 < share <= 1:
        raise ValueError(f"a share is above 0 and at most 1, not {share}")
    ordered = sorted(values)
    return ordered[math.ceil(share * len(ordered)) - 1]


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def seconds(value: float) -> str:
    """Milliseconds below one second, else seconds with as many digits as mean something."""
    if abs(value) < 0.9995:
        return f"{value * 1000:.0f} ms"
    return f"{value:.2f} s" if abs(value) < 100 else f"{value:.0f} s"


def mebibytes(value: float) -> str:
    return f"{value / 2**20:.0f} MiB"


def spread(values: Sequence[float]) -> list[str]:
    """How many, least, median, 95th percentile and most: the usual cells of a row of times."""
    return [
        str(len(values)),
        seconds(min(values)),
        seconds(median(values)),
        seconds(percentile(values, 0.95)),
        seconds(max(values)),
    ]


SPREAD = ["runs", "least", "median", "p95", "most"]
