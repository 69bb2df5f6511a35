"""promote: an image of ten layers and 500 MB goes to another repository, in the same registry and in another one."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bench.lab.bed import ROOT, Bed, say
from bench.lab.numbers import SPREAD, median, seconds, spread
from bench.lab.processes import Unexpected, end_group, run
from bench.lab.registries import push_image, registry
from bench.lab.result import Line, Result, Table

NAME = "promote"
ROUNDS = 7
MINUTES = 5
LAYERS, LAYER_BYTES = 10, 50_000_000
LIMIT = 1.0
SAME, ACROSS = "same registry", "to another registry"
WARM, COLD = "kube-release, the operation in a warm engine", "kube-release, whole process"
QUESTION = (
    "An image of 10 layers, 500 MB of bytes that nobody has seen, copied by digest to a repository that does not exist yet: in the "
    "same registry, where nothing has to move, and to another one, where all of it has to. Two docker-registries on this machine, a "
    "fresh image for each round, the tools in turn."
)


def measure(bed: Bed) -> Result:
    took: dict[str, dict[str, list[float]]] = {SAME: {}, ACROSS: {}}
    with (
        registry(bed.directory(f"{NAME}-near")) as near,
        registry(bed.directory(f"{NAME}-far")) as far,
        _copier(bed) as warm,
    ):
        tools = _tools(bed, warm)
        _warm_up(near, far, warm)
        for number in bed.rounds(ROUNDS, MINUTES):
            digest = push_image(near, f"image-{number}", LAYERS, LAYER_BYTES)
            source = f"{near}/image-{number}@{digest}"
            for way, target in ((SAME, near), (ACROSS, far)):
                for name, copy in _turned(list(tools.items()), number):
                    place = f"{target}/copy-{number}-{list(tools).index(name)}"
                    took[way].setdefault(name, []).append(copy(source, place))
            say(
                f"{number + 1}: "
                + ", ".join(f"{name} {seconds(times[-1])}" for name, times in took[ACROSS].items())
                + " across"
            )
    return Result(NAME, QUESTION, _lines(took), [_table(took)], _remarks(took))


def _turned(
    tools: list[tuple[str, Callable[[str, str], float]]], by: int
) -> list[tuple[str, Callable[[str, str], float]]]:
    by %= len(tools)
    return tools[by:] + tools[:by]


def _tools(bed: Bed, warm: Callable[[str, str], float]) -> dict[str, Callable[[str, str], float]]:
    tools: dict[str, Callable[[str, str], float]] = {
        WARM: warm,
        COLD: lambda source, place: (
            run(["sh", "-c", f'echo "{source} {place}" | "$@"', "sh", *_as_launched(bed)], within=300).require().took
        ),
    }
    if crane := bed.peer("crane"):
        tools["crane"] = lambda source, place: (
            run([crane, "copy", source, f"{place}:copied"], within=300).require().took
        )
    if skopeo := bed.peer("skopeo"):
        tools["skopeo"] = lambda source, place: run(
            [skopeo, "copy", "--quiet", "--preserve-digests", "--src-tls-verify=false", "--dest-tls-verify=false",
             f"docker://{source}", f"docker://{place}:copied"],
            within=300,
        ).require().took  # fmt: skip
    return tools


def _copy_command(bed: Bed, *options: str) -> list[str]:
    return ["java", *options, "-cp", f"{bed.program.parent.parent}/lib/*:{bed.place / 'copy'}", "Copy"]


def _as_launched(bed: Bed) -> list[str]:
    """With the launcher's options, which are for programs that end soon."""
    home = bed.program.parent.parent
    told = run(["sh", "-c", 'home=$1 && . "$home/lib/java.sh" && printf "%s\\n%s" "$quiet" "$use_prepared"', "sh", home])
    options = [option for option in told.require().output.splitlines() if option]
    return _copy_command(bed, f"@{home / 'lib/java.options'}", *options)


@contextmanager
def _copier(bed: Bed) -> Iterator[Callable[[str, str], float]]:
    """The program's own adapter in a process that goes on living, as in Jenkins, with Java's usual options."""
    run(
        ["javac", "-d", bed.place / "copy", "-cp", f"{bed.program.parent.parent}/lib/*", ROOT / "bench/copy/Copy.java"]
    ).require()
    child = subprocess.Popen(_copy_command(bed), stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
    lock = threading.Lock()

    def copy(source: str, place: str) -> float:
        assert child.stdin and child.stdout
        with lock:
            child.stdin.write(f"{source} {place}\n".encode())
            child.stdin.flush()
            answer = child.stdout.readline().strip()
        if not answer:
            raise Unexpected(f"the copy of {source} to {place} did not end well")
        return int(answer) / 1e9

    try:
        yield copy
    finally:
        end_group(child)


def _warm_up(near: str, far: str, warm: Callable[[str, str], float]) -> None:
    digest = push_image(near, "warm", 3, 5_000_000)
    for number in range(10):
        for target in (near, far):
            warm(f"{near}/warm@{digest}", f"{target}/warm-{number}")


def _lines(took: dict[str, dict[str, list[float]]]) -> list[Line]:
    lines = []
    for name, ours, way in (
        (f"{NAME}-same", WARM, SAME),
        (f"{NAME}-same-process", COLD, SAME),
        (NAME, WARM, ACROSS),
        (f"{NAME}-process", COLD, ACROSS),
    ):
        words = f"{'operation' if ours == WARM else 'whole process'}, {way}, medians, against crane"
        if "crane" in took[way]:
            lines.append(Line(name, median(took[way][ours]) / median(took[way]["crane"]), LIMIT, words))
        else:
            lines.append(Line(name, None, LIMIT, "crane could not be had"))
    return lines


def _table(took: dict[str, dict[str, list[float]]]) -> Table:
    rows = [[way, name, *spread(times)] for way, tools in took.items() for name, times in tools.items()]
    return Table(["copied", "by", *SPREAD], rows)


def _remarks(took: dict[str, dict[str, list[float]]]) -> list[str]:
    remarks = [
        "No command of kube-release copies an image by itself, so the whole process here is its registry adapter in a Java of its own, "
        "with the launcher's options; crane's and skopeo's times are whole processes too.",
        "kube-release checks every byte against the layer's digest on its way, and then asks the registry to do so once more.",
    ]
    for name in ("crane", "skopeo"):
        if name not in took[SAME]:
            remarks.append(f"{name} could not be had.")
    return remarks
