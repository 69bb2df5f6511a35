"""The Javas of this machine."""

from pathlib import Path


def found_javas(place: Path = Path("/usr/lib/jvm")) -> dict[int, Path]:
    """The Javas of the machine, 17 and newer, by their versions."""
    javas = {}
    for release in sorted(place.glob("*/release")):
        version = next(
            (line.split('"')[1] for line in release.read_text().splitlines() if line.startswith("JAVA_VERSION=")), ""
        )
        feature = version.partition(".")[0]
        if feature.isdigit() and int(feature) >= 17 and (release.parent / "bin/java").is_file():
            javas[int(feature)] = release.parent / "bin/java"
    return javas
