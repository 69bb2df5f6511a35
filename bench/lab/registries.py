"""Registries of our own on free ports, with images of any size in them; gone with their content at the end."""

import hashlib
import http.client
import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.lab.processes import Unexpected, end_group, wait_for

LAYER = "application/vnd.oci.image.layer.v1.tar"
CONFIG = "application/vnd.oci.image.config.v1+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"


@contextmanager
def registry(place: Path) -> Iterator[str]:
    """A docker-registry that keeps its content in a directory; host and port."""
    if not shutil.which("docker-registry"):
        raise Unexpected("docker-registry could not be had (on Debian: apt-get install docker-registry)")
    address = f"localhost:{_free_port()}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    settings = place / "settings.json"
    # JSON is YAML.
    settings.write_text(
        json.dumps(
            {
                "version": 0.1,
                "log": {"level": "error", "accesslog": {"disabled": True}},
                "storage": {"filesystem": {"rootdirectory": str(place / "content")}},
                "http": {"addr": address.replace("localhost", "127.0.0.1")},
            }
        )
    )
    child = subprocess.Popen(
        ["docker-registry", "serve", settings],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for(f"the registry at {address}", lambda: _answers(address), 30)
        yield address
    finally:
        end_group(child)
        shutil.rmtree(place, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _answers(address: str) -> bool:
    try:
        _ask(address, "GET", "/v2/")
        return True
    except OSError:
        return False


def push_image(address: str, repository: str, layers: int, layer_bytes: int) -> str:
    """An image of so many layers of bytes that nobody has seen before and that can't be compressed; its digest."""
    blobs = [_push_blob(address, repository, os.urandom(layer_bytes)) for _ in range(layers)]
    config = json.dumps(
        {
            "architecture": "amd64",
            "os": "linux",
            "config": {},
            "rootfs": {"type": "layers", "diff_ids": [digest for digest, _ in blobs]},
        }
    ).encode()
    config_digest, config_size = _push_blob(address, repository, config)
    manifest = json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "config": {"mediaType": CONFIG, "digest": config_digest, "size": config_size},
            "layers": [{"mediaType": LAYER, "digest": digest, "size": size} for digest, size in blobs],
        }
    ).encode()
    _ask(address, "PUT", f"/v2/{repository}/manifests/1", manifest, MANIFEST)
    return _digest(manifest)


def _push_blob(address: str, repository: str, content: bytes) -> tuple[str, int]:
    digest = _digest(content)
    place = _ask(address, "POST", f"/v2/{repository}/blobs/uploads/").getheader("Location") or ""
    path = place.split(address, 1)[-1]
    _ask(address, "PUT", f"{path}{'&' if '?' in path else '?'}digest={digest}", content, "application/octet-stream")
    return digest, len(content)


def _digest(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


def _ask(address: str, method: str, path: str, body: bytes = b"", kind: str = "") -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(address, timeout=60)
    connection.request(method, path, body=body or None, headers={"Content-Type": kind} if kind else {})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    if answer.status >= 400:
        raise OSError(f"{method} {path} was answered with {answer.status}: {content[:300]!r}")
    return answer
