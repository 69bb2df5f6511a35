"""Listens to loopback for the requests that a registry without TLS is sent, and keeps a list of them. It takes root."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

ALL_PROTOCOLS = 3
ETHERNET, IP, TCP = 14, 20, 20
PIECE = 65535 + ETHERNET
REQUEST = re.compile(rb"(GET|HEAD|PUT|POST|PATCH|DELETE) (/v2/\S*) HTTP/1\.1\r\n")


class Counter:
    """What was asked about one repository: method and path of each request."""

    def __init__(self, repository: str):
        self.path = f"/v2/{repository}/"
        self.requests: list[tuple[str, str]] = []

    def hear(self, packet: bytes, port: int) -> None:
        """A packet of IPv4 to the registry's port may begin with a request."""
        payload = payload_to(packet, port)
        asked = REQUEST.match(payload)
        if asked and asked[2].decode(errors="replace").startswith(self.path):
            self.requests.append((asked[1].decode(), asked[2].decode(errors="replace")))

    def number(self, methods: tuple[str, ...], *parts: str) -> int:
        """How many requests of these methods have one of the parts in their path."""
        return sum(method in methods and any(part in path for part in parts) for method, path in self.requests)


def payload_to(packet: bytes, port: int) -> bytes:
    """What a packet carries to a TCP port; nothing when it is another packet."""
    if len(packet) < ETHERNET + IP + TCP or packet[ETHERNET] >> 4 != 4 or packet[ETHERNET + 9] != socket.IPPROTO_TCP:
        return b""
    tcp = ETHERNET + (packet[ETHERNET] & 0x0F) * 4
    if int.from_bytes(packet[tcp + 2 : tcp + 4], "big") != port:
        return b""
    return packet[tcp + (packet[tcp + 12] >> 4) * 4 :]


@contextmanager
def counting(registry: str, repository: str) -> Iterator[Counter]:
    """Counts while it is open. The registry is host and port, on this machine's loopback."""
    counter, port = Counter(repository), int(registry.rpartition(":")[2])
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.ntohs(ALL_PROTOCOLS)) as ear:
        ear.bind(("lo", ALL_PROTOCOLS))
        ear.settimeout(0.2)
        over = threading.Event()
        listener = threading.Thread(target=_listen, args=(ear, counter, port, over), daemon=True)
        listener.start()
        try:
            yield counter
        finally:
            over.set()
            listener.join()


def _listen(ear: socket.socket, counter: Counter, port: int, over: threading.Event) -> None:
    while not over.is_set():
        try:
            packet, about = ear.recvfrom(PIECE)
        except TimeoutError:
            continue
        # On loopback each packet is seen going out and coming in.
        if about[2] != socket.PACKET_OUTGOING:
            counter.hear(packet, port)
