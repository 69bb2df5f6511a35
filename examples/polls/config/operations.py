"""What the cluster asks the app: is it alive, is it ready, which version is it, how is it doing."""

import logging
import time

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

log = logging.getLogger(__name__)

REQUESTS = Counter("http_requests_total", "Requests answered.", ["method", "view", "status"])
SECONDS = Histogram("http_request_duration_seconds", "Time taken to answer a request.", ["view"])


def live(request):
    """The process answers. No datastore is asked: a restart would not bring one back."""
    return HttpResponse("ok\n", content_type="text/plain")


def health(request):
    """The app can do its work: the database and Redis answer."""
    checks = {"database": _check(_ask_database), "redis": _check(_ask_redis)}
    healthy = all(answer == "ok" for answer in checks.values())
    return JsonResponse(
        {"status": "ok" if healthy else "failed", "checks": checks},
        status=200 if healthy else 503,
    )


def info(request):
    """Which version answers, from which image, on which pod."""
    return JsonResponse(release(request)["release"])


def metrics(request):
    """This process's counters, in the text format of Prometheus."""
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def release(request):
    """Template context: what is running, for the foot of each page."""
    return {
        "release": {
            "app": "polls",
            "version": settings.VERSION,
            "revision": settings.REVISION,
            "image": settings.IMAGE,
            "host": settings.HOSTNAME,
        }
    }


class OperationsMiddleware:
    """Answers the cluster's questions whatever host name they are asked under."""

    views = {"/live": live, "/health": health, "/info": info, "/metrics": metrics}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        view = self.views.get(request.path)
        return view(request) if view else self.get_response(request)


class MetricsMiddleware:
    """Counts and times the requests of people, by view, so that there are few series."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        start = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        view = match.view_name if match else "none"
        SECONDS.labels(view).observe(time.perf_counter() - start)
        REQUESTS.labels(request.method, view, response.status_code).inc()
        return response


def _check(ask):
    """'ok', or the kind of error: its message may hold an address and goes to the log alone."""
    try:
        ask()
        return "ok"
    except Exception as error:
        log.warning("Health check %s failed: %s", ask.__name__.removeprefix("_ask_"), error)
        return type(error).__name__


def _ask_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_redis():
    cache.get("health")
