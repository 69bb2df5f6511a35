"""Counts its visitors in Redis, without a library."""
import os
import socket
from http.server import BaseHTTPRequestHandler, HTTPServer


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        with socket.create_connection((os.environ["CACHE"], 6379), 5) as cache:
            cache.sendall(b"INCR visits\r\n")
            answer = cache.recv(64)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(answer)


HTTPServer(("", 8000), Page).serve_forever()
