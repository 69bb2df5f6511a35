"""Counting votes: once by the database, then from Redis until somebody votes."""

import pytest
from django.core.cache import cache
from django.db import IntegrityError

from polls.models import Vote
from polls.results import cast, results, total, vote_of, withdraw


def test_a_new_question_has_no_votes(question):
    assert [(result.text, result.votes, result.percent) for result in results(question)] == [
        ("Tea", 0, 0),
        ("Coffee", 0, 0),
    ]


def test_counts_the_votes_and_their_shares(question, tea, coffee):
    cast(question, tea, "ann")
    cast(question, coffee, "bob")
    cast(question, coffee, "cleo")

    assert [(result.votes, result.percent) for result in results(question)] == [(1, 33), (2, 67)]


def test_counts_once_and_then_asks_redis(question, django_assert_num_queries):
    results(question)

    with django_assert_num_queries(0):
        results(question)


def test_keeps_the_count_in_redis(question):
    counted = results(question)

    assert cache.get(f"results:{question.pk}") == counted


def test_a_vote_is_seen_at_once(question, tea, django_capture_on_commit_callbacks):
    results(question)

    with django_capture_on_commit_callbacks(execute=True):
        cast(question, tea, "ann")

    assert total(question) == 1


def test_voting_again_changes_the_vote(question, tea, coffee):
    cast(question, tea, "ann")
    cast(question, coffee, "ann")

    assert vote_of(question, "ann") == coffee
    assert total(question) == 1


def test_a_vote_can_be_withdrawn(question, tea):
    cast(question, tea, "ann")
    withdraw(question, "ann")

    assert vote_of(question, "ann") is None
    assert total(question) == 0


def test_the_database_holds_one_vote_of_a_voter(question, tea, coffee):
    Vote.objects.create(question=question, choice=tea, voter="ann")

    with pytest.raises(IntegrityError):
        Vote.objects.create(question=question, choice=coffee, voter="ann")
