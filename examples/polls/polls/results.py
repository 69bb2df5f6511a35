"""The votes of a question, counted by the database and kept in Redis until somebody votes."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db import transaction
from django.db.models import Count

from polls.models import Vote

# A reader who counted just before a vote can put back the old numbers; for so long at most.
KEPT_SECONDS = 30


@dataclass(frozen=True)
class Result:
    """One choice, its votes and its share of all votes in percent."""

    choice_id: int
    text: str
    votes: int
    percent: int


def results(question):
    """The question's results, in the order of its choices."""
    return cache.get_or_set(_key(question), lambda: _count(question), KEPT_SECONDS)


def total(question):
    return sum(result.votes for result in results(question))


def vote_of(question, voter):
    """The choice that the voter has made, or None."""
    vote = Vote.objects.filter(question=question, voter=voter).select_related("choice").first()
    return vote.choice if vote else None


def cast(question, choice, voter):
    """Notes the vote; an earlier one of the same voter is changed."""
    Vote.objects.update_or_create(question=question, voter=voter, defaults={"choice": choice})
    _forget(question)


def withdraw(question, voter):
    Vote.objects.filter(question=question, voter=voter).delete()
    _forget(question)


def _count(question):
    choices = list(question.choices.annotate(count=Count("votes")))
    everything = sum(choice.count for choice in choices)
    return [
        Result(choice.pk, choice.text, choice.count, _percent(choice.count, everything))
        for choice in choices
    ]


def _percent(part, whole):
    return round(100 * part / whole) if whole else 0


def _forget(question):
    transaction.on_commit(lambda: cache.delete(_key(question)))


def _key(question):
    return f"results:{question.pk}"
