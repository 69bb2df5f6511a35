"""Asks a running release, as a visitor would, whether it works.

TARGET_URL=http://… python smoke_test.py; it needs nothing but Python. It votes once and withdraws
that vote, so it can be run against production.
"""

import http.cookiejar
import json
import os
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

SECONDS = 10


class Visitor:
    """A browser, as far as the site can tell: it keeps cookies and sends forms."""

    def __init__(self, target):
        self.target = target.rstrip("/")
        # Inside the cluster the app is reached by http, also when its cookies are for https alone.
        policy = http.cookiejar.DefaultCookiePolicy(secure_protocols=("http", "https"))
        self.cookies = http.cookiejar.CookieJar(policy)
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies)
        )

    def get(self, path):
        return self._read(path)

    def json(self, path):
        return json.loads(self._read(path))

    def post(self, path, page, **fields):
        """Sends a form of the page, with the token that the page carries against forgeries."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
        form = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        return self._read(path, form)

    def _read(self, path, form=None):
        url = self.target + path
        try:
            with self.opener.open(url, form, timeout=SECONDS) as response:
                return response.read().decode()
        except urllib.error.HTTPError as error:
            raise SystemExit(
                f"FAILED {url} answered {error.code}: {error.read(300).decode(errors='replace')}"
            ) from error
        except OSError as error:
            raise SystemExit(f"FAILED {url} did not answer: {error}") from error


def main():
    target = os.environ.get("TARGET_URL")
    if not target:
        raise SystemExit("FAILED TARGET_URL is not set: the address of the release to test.")
    visitor = Visitor(target)
    for check in (healthy, tells_its_version, serves_its_style, takes_a_vote):
        print(f"ok  {check.__name__.replace('_', ' ')}: {check(visitor)}", flush=True)


def healthy(visitor):
    checks = visitor.json("/health")["checks"]
    return ", ".join(f"{name} {answer}" for name, answer in checks.items())


def tells_its_version(visitor):
    info = visitor.json("/info")
    expected = os.environ.get("VERSION")
    if expected and info["version"] != expected:
        raise SystemExit(f"FAILED version {info['version']} answers, {expected} was released.")
    return f"{info['version']} on {info['host']}"


def serves_its_style(visitor):
    href = re.search(r'<link rel="stylesheet" href="([^"]+)"', visitor.get("/")).group(1)
    return f"{href}, {len(visitor.get(href))} bytes"


def takes_a_vote(visitor):
    page = visitor.get(re.search(r'href="(/\d+/)"', visitor.get("/")).group(1))
    action = re.search(r'action="(/\d+)/vote/"', page).group(1)
    choice = int(re.search(r'name="choice" value="(\d+)"', page).group(1))
    results = visitor.post(f"{action}/vote/", page, choice=choice)
    _expect(visitor, action, choice)
    visitor.post(f"{action}/withdraw/", results)
    _expect(visitor, action, None)
    return f"cast for question {action.strip('/')}, counted, withdrawn"


def _expect(visitor, action, choice):
    mine = visitor.json(f"{action}/results.json")["mine"]
    if mine != choice:
        raise SystemExit(f"FAILED the vote should be {choice}, the results say {mine}.")


if __name__ == "__main__":
    sys.exit(main())
