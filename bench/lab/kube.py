"""A small client of the Kubernetes API on a connection of its own: reads, and raw watches as the server sends them."""

import base64
import http.client
import json
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit


@cache
def _kubeconfig(context: str) -> dict[str, Any]:
    text = subprocess.run(
        ["kubectl", "config", "view", "--raw", "--flatten", "--minify", "--context", context, "-o", "json"],
        check=True,
        capture_output=True,
    ).stdout
    config: dict[str, Any] = json.loads(text)
    return config


@cache
def _tls(context: str) -> ssl.SSLContext:
    config = _kubeconfig(context)
    authority = base64.b64decode(config["clusters"][0]["cluster"]["certificate-authority-data"]).decode()
    user = config["users"][0]["user"]
    tls = ssl.create_default_context(cadata=authority)
    with tempfile.NamedTemporaryFile() as pair:
        for part in ("client-certificate-data", "client-key-data"):
            pair.write(base64.b64decode(user[part]))
        pair.flush()
        tls.load_cert_chain(pair.name)
    return tls


def connection_to(context: str, timeout: float | None = None) -> http.client.HTTPConnection:
    """A connection of its own to the API server, with the user's certificate."""
    server = urlsplit(_kubeconfig(context)["clusters"][0]["cluster"]["server"])
    return http.client.HTTPSConnection(server.hostname or "", server.port, context=_tls(context), timeout=timeout)


def _request(
    context: str, path: str, timeout: float | None
) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    connection = connection_to(context, timeout)
    connection.request("GET", path, headers={"Accept": "application/json"})
    response = connection.getresponse()
    if response.status >= 400:
        raise OSError(f"{path} in {context} answered {response.status}: {response.read(500)!r}")
    return connection, response


def get(context: str, path: str) -> dict[str, Any]:
    """The document at a path, for example /api/v1/namespaces/x/pods."""
    connection, response = _request(context, path, 10)
    try:
        document: dict[str, Any] = json.loads(response.read())
        return document
    finally:
        connection.close()


def watch(context: str, path: str) -> Iterator[dict[str, Any]]:
    """What is there, and then each change as it comes, without an end."""
    _, response = _request(context, f"{path}?watch=1", None)
    while line := response.readline():
        yield json.loads(line)
