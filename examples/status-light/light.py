#!/usr/bin/env python3
"""A status light for releases: orange while one runs or waits, green when it is done, red when it failed.

It receives kube-release's webhook, believes what is signed with the shared key alone, shows the colour as a web page that
fills a screen in the room, and can run a command of yours at each change, for example one that switches a real lamp.
"""

import argparse
import hashlib
import hmac
import json
import os
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY_VARIABLE = "KUBE_RELEASE_WEBHOOK_SECRET"
OLDEST_SECONDS = 300
LARGEST_BODY = 1_000_000
COLOURS = {
    "running": "orange",
    "waiting": "orange",
    "succeeded": "green",
    "failed": "red",
    "errored": "red",
    "aborted": "red",
}
PAGE = """<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>%(colour)s</title>
<body style="margin:0;height:100vh;background:%(shade)s;display:grid;place-items:center;font:4vw sans-serif">%(words)s"""
SHADES = {"off": "#ddd", "orange": "#ffa726", "green": "#66bb6a", "red": "#ef5350"}


def is_signed(header: str, body: bytes, key: bytes, now: float) -> bool:
    """Whether the body was signed with the key, within the last five minutes: `t=<seconds>,v1=<hexadecimal>`."""
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    stamp = parts.get("t", "")
    if not stamp.isascii() or not stamp.isdigit() or abs(now - int(stamp)) > OLDEST_SECONDS:
        return False
    expected = hmac.new(key, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), parts.get("v1", "").encode())


class Light:
    """The light shows the worst of all apps: red before orange before green."""

    def __init__(self, command: str):
        self.command = command
        self.colours: dict[str, tuple[str, int, str]] = {}
        self.lock = threading.Lock()
        self.shown = "off"

    def take(self, event: dict) -> None:
        """Heeds an event, unless a later one of the same release came before it."""
        app, release, number = event["app"], event["release"], event["number"]
        with self.lock:
            known_release, known_number, _ = self.colours.get(app, ("", -1, ""))
            if known_release == release and number <= known_number:
                return
            self.colours[app] = (release, number, COLOURS.get(event["status"], "orange"))
            self.show(event.get("headline", f"{app} {event['version']}: {event['status']}"))

    def show(self, words: str) -> None:
        colours = {colour for _, _, colour in self.colours.values()}
        worst = next((colour for colour in ("red", "orange", "green") if colour in colours), "off")
        if worst != self.shown:
            self.shown = worst
            print(f"{worst}  {words}", flush=True)
            if self.command:
                subprocess.run([self.command, worst], check=False)


def handler(light: Light, key: bytes) -> type:
    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if not length.isdigit() or int(length) > LARGEST_BODY:
                self.answer(413)
                return
            body = self.rfile.read(int(length))
            if not is_signed(self.headers.get("Kube-Release-Signature", ""), body, key, time.time()):
                self.answer(401)
                return
            try:
                light.take(json.loads(body))
            except (ValueError, KeyError, TypeError):
                self.answer(400)
                return
            self.answer(204)

        def do_GET(self) -> None:
            page = PAGE % {"colour": light.shown, "shade": SHADES[light.shown], "words": light.shown}
            self.answer(200, page.encode())

        def answer(self, status: int, page: bytes = b"") -> None:
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if status != 204:
                self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *args: object) -> None:
            pass

    return Handler


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--listen", default="127.0.0.1", help="the address to listen at (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8787, help="the port (default: %(default)s; 0: any)")
    parser.add_argument("--command", default="", help="a program that is run with the colour at each change")
    options = parser.parse_args()
    key = os.environ.get(KEY_VARIABLE, "").strip().encode()
    if not key:
        sys.exit(f"set {KEY_VARIABLE} to the key that kube-release signs with")
    server = ThreadingHTTPServer((options.listen, options.port), handler(Light(options.command), key))
    print(f"listening at http://{options.listen}:{server.server_address[1]}/", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
