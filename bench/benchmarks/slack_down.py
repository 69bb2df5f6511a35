"""slack-down: is a release slower when Slack swallows packets?"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bench.lab import apps
from bench.lab.bed import STAGING, Bed, say
from bench.lab.numbers import SPREAD, median, seconds, spread
from bench.lab.releases import release
from bench.lab.result import Line, Result, Table
from bench.lab.swallow import swallowing

NAME = "slack-down"
RUNS = 15
MINUTES = 6
LIMIT = 1.01
QUESTION = (
    "The small app, built and rolled out to staging with one replica and no readiness probe, in turn with a Slack that answers at "
    "once (a stand-in on loopback) and with one whose address swallows all packets. Whole processes."
)


def measure(bed: Bed) -> Result:
    space = f"bench-{NAME}"
    took: dict[str, list[float]] = {"answers": [], "swallows": []}
    with bed.namespaces((STAGING, space)), swallowing() as nowhere, slack() as somewhere:
        addresses = {"answers": somewhere, "swallows": nowhere}
        _release(bed, space, somewhere, "first")
        for number in bed.rounds(RUNS, MINUTES):
            # Whoever comes second has no advantage: the order changes with each pair.
            for kind in list(addresses) if number % 2 else reversed(list(addresses)):
                took[kind].append(_release(bed, space, addresses[kind], f"{number} {kind}"))
            say(f"{number + 1}: Slack answers {seconds(took['answers'][-1])}, swallows {seconds(took['swallows'][-1])}")
    apart = sorted(down - up for up, down in zip(took["answers"], took["swallows"], strict=True))
    ratio = median(took["swallows"]) / median(took["answers"])
    return Result(
        NAME,
        QUESTION,
        [Line(NAME, ratio, LIMIT, "medians")],
        [Table(["Slack", *SPREAD], [[kind, *spread(values)] for kind, values in took.items()])],
        [
            f"Pair by pair the release with Slack gone took {seconds(median(apart))} more (median; from {seconds(apart[0])} to "
            f"{seconds(apart[-1])}): where that range is much wider than 1 %, the machine's unrest decides, not Slack."
        ],
    )


def _release(bed: Bed, space: str, address: str, mark: str) -> float:
    values = f"mark: {mark}\nreplicas: 1\nreadiness: null\n"
    directory = apps.small(bed.place / NAME, bed.registry, space, values, 'notify: {slack: {channel: "#bench"}}\n')
    environment = {"SLACK_BOT_TOKEN": "xoxb-of-no-use", "KUBE_RELEASE_SLACK_API": f"http://{address}/"}
    done = release(bed, directory, "run", environment=environment)
    return done.run.require().took


class _Slack(BaseHTTPRequestHandler):
    """Says yes to everything, as Slack's API does."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        content = json.dumps({"ok": True, "channel": "C1", "ts": "1.1"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


@contextmanager
def slack() -> Iterator[str]:
    """A stand-in for Slack; its host and port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Slack)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
