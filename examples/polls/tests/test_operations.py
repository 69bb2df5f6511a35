"""What the cluster asks: /live, /health, /info and /metrics."""

import pytest
from django.core.cache import cache
from django.db import connection


def test_is_alive_without_asking_a_datastore(client, monkeypatch):
    monkeypatch.setattr(cache, "get", _refuse)

    assert client.get("/live").status_code == 200


@pytest.mark.django_db
def test_is_healthy_when_both_datastores_answer(client):
    response = client.get("/health")

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "checks": {"database": "ok", "redis": "ok"}}


@pytest.mark.django_db
def test_says_that_redis_is_away(client, monkeypatch):
    monkeypatch.setattr(cache, "get", _refuse)

    response = client.get("/health")

    assert response.status_code == 503
    assert response.json()["checks"] == {"database": "ok", "redis": "ConnectionError"}


@pytest.mark.django_db
def test_says_that_the_database_is_away(client, monkeypatch):
    monkeypatch.setattr(connection, "cursor", _refuse)

    response = client.get("/health")

    assert response.status_code == 503
    assert response.json()["checks"] == {"database": "ConnectionError", "redis": "ok"}


@pytest.mark.django_db
def test_keeps_the_address_of_a_datastore_out_of_the_answer(client, monkeypatch):
    monkeypatch.setattr(cache, "get", _refuse)

    assert b"secret" not in client.get("/health").content


def test_tells_its_version_and_image(client, settings):
    settings.VERSION = "1.4.0"
    settings.IMAGE = "registry.example/polls@sha256:abc"

    answer = client.get("/info").json()

    assert answer["app"] == "polls"
    assert answer["version"] == "1.4.0"
    assert answer["image"] == "registry.example/polls@sha256:abc"
    assert answer["host"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/live", "/health", "/info", "/metrics"])
def test_answers_the_cluster_under_any_host_name(client, settings, path):
    settings.ALLOWED_HOSTS = ["polls.example"]

    assert client.get(path, headers={"host": "10.1.2.3:8000"}).status_code == 200


@pytest.mark.django_db
def test_refuses_people_under_a_foreign_host_name(client, settings):
    settings.ALLOWED_HOSTS = ["polls.example"]

    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.django_db
def test_counts_requests_by_view(client):
    client.get("/")

    lines = client.get("/metrics").content.decode().splitlines()

    counted = 'http_requests_total{method="GET",status="200",view="polls:index"}'
    assert any(line.startswith(counted) for line in lines)


def _refuse(*args, **kwargs):
    raise ConnectionError("redis://user:secret@redis:6379 refused")
