"""A proxy before a registry that hands everything on and keeps a list of what was asked."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# What belongs to one connection and not to the request.
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "te", "upgrade"}


class Counter:
    """What was asked so far: method and path of each request."""

    def __init__(self, address: str):
        self.address = address
        self.requests: list[tuple[str, str]] = []

    def forget(self) -> None:
        self.requests.clear()

    def number(self, methods: tuple[str, ...], *parts: str) -> int:
        """How many requests of these methods have one of the parts in their path, or how many at all without parts."""
        return sum(
            method in methods and (not parts or any(part in path for part in parts)) for method, path in self.requests
        )


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    registry: str
    counter: Counter

    def _hand_on(self) -> None:
        self.counter.requests.append((self.command, self.path))
        upstream = http.client.HTTPConnection(self.registry, timeout=60)
        # The registry answers with addresses made from the host that it was asked by, so it is told ours.
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP}
        upstream.request(self.command, self.path, body=self._body(), headers=headers)
        answer = upstream.getresponse()
        content = answer.read()
        self.send_response_only(answer.status, answer.reason)
        length = answer.headers.get("Content-Length") if self.command == "HEAD" else str(len(content))
        for name, value in answer.headers.items():
            if name.lower() not in HOP_BY_HOP | {"content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", length or "0")
        self.end_headers()
        self.wfile.write(content)
        upstream.close()

    def _body(self) -> bytes | None:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return b"".join(self._chunks())
        length = int(self.headers.get("Content-Length", 0))
        return self.rfile.read(length) if length else None

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline().split(b";")[0], 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    do_GET = do_HEAD = do_PUT = do_POST = do_PATCH = do_DELETE = _hand_on  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        """The list is enough."""


@contextmanager
def counting(registry: str) -> Iterator[Counter]:
    """A counter before the registry, on a free port of loopback."""
    handler = type("Handler", (_Handler,), {"registry": registry})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    counter = Counter(f"localhost:{server.server_port}")
    handler.counter = counter  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield counter
    finally:
        server.shutdown()
        server.server_close()
