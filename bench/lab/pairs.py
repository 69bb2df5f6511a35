"""The same changed line released by kube-release and by script, in turn; measured once for all benchmarks that ask."""

from dataclasses import dataclass, field

from bench.lab.bed import Bed, say
from bench.lab.memory import Peak, Sampler
from bench.lab.numbers import seconds
from bench.lab.polls import OURS, SCRIPTED, environments
from bench.lab.processes import Run
from bench.lab.releases import Release

MINUTES = 8


@dataclass
class Pair:
    """One changed line: our release, the script's with each Helm, and what memory each took."""

    ours: Release
    ours_memory: Peak
    scripts: dict[str, Run] = field(default_factory=dict)
    scripts_memory: dict[str, Peak] = field(default_factory=dict)


_measured: list[Pair] = []


def changed_lines(bed: Bed, runs: int) -> list[Pair]:
    """So many pairs, or what the time allows; those that this process has measured already are taken again."""
    if not _measured:
        _measured[:] = _measure(bed, runs)
    return list(_measured)


def _measure(bed: Bed, runs: int) -> list[Pair]:
    pairs: list[Pair] = []
    with environments(bed, OURS, SCRIPTED) as (ours, scripted):
        # The first releases, which nobody measures: images come to the nodes, databases get their tables.
        ours.release()
        scripted.script(bed.newest_helm())
        for number in bed.rounds(runs, MINUTES):
            ours.change_a_line(f"{bed.started} {number}")
            with Sampler() as sampler:
                pair = Pair(ours.release(beside=sampler.watch), sampler.peak)
            for name, helm in bed.helms().items():
                scripted.change_a_line(f"{bed.started} {number} {name}")
                with Sampler() as sampler:
                    pair.scripts[name] = scripted.script(helm, beside=sampler.watch)
                    pair.scripts_memory[name] = sampler.peak
            pairs.append(pair)
            scripts = ", ".join(f"script with {name} {seconds(done.took)}" for name, done in pair.scripts.items())
            say(f"{number + 1} of {runs}: kube-release {seconds(pair.ours.run.took)}, {scripts}")
    return pairs
