"""Stands before the API server of a cluster on loopback, passes everything on, and counts what it was asked."""

import http.client
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from bench.lab import kube

PIECE = 65536
HOP = {"connection", "transfer-encoding", "keep-alive"}
"""What is asked to follow a rollout; leases, ConfigMaps and Secrets are the lock's, the journal's and Helm's."""
TRACKED = {"pods", "events", "services", "persistentvolumeclaims", "replicasets", "deployments", "statefulsets", "daemonsets", "jobs"}  # fmt: skip


OURS = "fabric8"
"""How our own client calls itself; all others are Helm's, which has a name for each of its tasks."""


class Asked:
    """How often which thing was asked of which kind, by whom: the program itself, or its Helm."""

    def __init__(self) -> None:
        self.calls: Counter[tuple[str, str, str]] = Counter()

    def hear(self, method: str, target: str, agent: str) -> None:
        who = "kube-release" if agent.startswith(OURS) else "Helm"
        self.calls[who, verb(method, target), kind(target)] += 1

    def tracking(self) -> int:
        return sum(
            number
            for (who, verb, kind), number in self.calls.items()
            if who == "kube-release" and kind in TRACKED and verb in ("get", "watch")
        )

    def all(self) -> int:
        return sum(self.calls.values())


def verb(method: str, target: str) -> str:
    if method == "GET" and parse_qs(urlsplit(target).query).get("watch", ["false"])[0] in ("true", "1"):
        return "watch"
    return method.lower()


def kind(target: str) -> str:
    """The resource in an address: its plural name, or the first part of another address, such as `version`."""
    parts = [part for part in urlsplit(target).path.split("/") if part]
    if not parts or parts[0] not in ("api", "apis"):
        return parts[0] if parts else "/"
    rest = parts[2 if parts[0] == "api" else 3 :]
    if not rest:
        return "discovery"
    return rest[2] if rest[0] == "namespaces" and len(rest) > 2 else rest[0]


@contextmanager
def counting(context: str) -> Iterator[tuple[str, Asked]]:
    """Its address, and what it has counted so far."""
    asked = Asked()

    class Passing(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *unused: object) -> None:
            return

        def _pass(self) -> None:
            # A watch is asked for as a web socket first, which can't be passed on, and then without: one call.
            if "Upgrade" not in self.headers:
                asked.hear(self.command, self.path, self.headers.get("User-Agent", ""))
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP | {"host"}}
            upstream = kube.connection_to(context)
            try:
                upstream.request(self.command, self.path, body or None, headers)
                self._answer(upstream.getresponse())
            except (OSError, http.client.HTTPException):
                self.close_connection = True
            finally:
                upstream.close()

        def _answer(self, answer: http.client.HTTPResponse) -> None:
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in HOP | {"content-length"}:
                    self.send_header(name, value)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            while piece := answer.read1(PIECE):
                self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
                self.wfile.flush()
            self.wfile.write(b"0\r\n\r\n")

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Passing)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def kubeconfig(place: Path, context: str, address: str) -> Path:
    """A kubeconfig in which that context leads to an address without TLS."""
    text = f"""\
apiVersion: v1
kind: Config
clusters: [{{name: counted, cluster: {{server: "{address}"}}}}]
users: [{{name: nobody, user: {{}}}}]
contexts: [{{name: {context}, context: {{cluster: counted, user: nobody}}}}]
"""
    place.write_text(text)
    return place
