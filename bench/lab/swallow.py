"""An address of this machine that takes no connection and refuses none: packets to it are swallowed."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

ENOUGH = 4


@contextmanager
def swallowing() -> Iterator[str]:
    """Host and port. Its queue of connections is full and nobody takes one out, so the kernel drops what comes."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(ENOUGH):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        host, port = listener.getsockname()
        if answers(host, port):
            raise OSError(f"{host}:{port} still takes connections; it was to swallow them")
        yield f"{host}:{port}"


def answers(host: str, port: int) -> bool:
    """Whether a connection comes about, or is refused, within half a second."""
    try:
        socket.create_connection((host, port), timeout=0.5).close()
        return True
    except TimeoutError:
        return False
    except OSError:
        return True
