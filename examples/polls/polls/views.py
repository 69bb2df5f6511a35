"""The pages: all questions, one question to vote on, and its results."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from prometheus_client import Counter

from polls.forms import VoteForm
from polls.models import Question
from polls.results import cast, results, total, vote_of, withdraw

VOTES = Counter("polls_votes_total", "Votes cast on this pod, changed ones included.")


@require_safe
def index(request):
    questions = Question.objects.filter(published_at__lte=timezone.now())
    listed = [{"question": question, "total": total(question)} for question in questions]
    return render(request, "polls/index.html", {"listed": listed})


@require_safe
def detail(request, pk):
    question = _published(pk)
    form = VoteForm(question, initial={"choice": vote_of(question, _voter(request))})
    return render(request, "polls/detail.html", {"question": question, "form": form})


@require_POST
def vote(request, pk):
    question = _published(pk)
    form = VoteForm(question, request.POST)
    if not form.is_valid():
        context = {"question": question, "form": form}
        return render(request, "polls/detail.html", context, status=422)
    if not request.session.session_key:
        request.session.create()
    cast(question, form.cleaned_data["choice"], _voter(request))
    VOTES.inc()
    return redirect("polls:results", pk)


@require_POST
def withdraw_vote(request, pk):
    question = _published(pk)
    withdraw(question, _voter(request))
    return redirect("polls:results", pk)


@require_safe
def show_results(request, pk):
    question = _published(pk)
    context = {
        "question": question,
        "results": results(question),
        "total": total(question),
        "mine": vote_of(question, _voter(request)),
    }
    return render(request, "polls/results.html", context)


@require_safe
def results_json(request, pk):
    question = _published(pk)
    mine = vote_of(question, _voter(request))
    return JsonResponse(
        {
            "question": question.text,
            "choices": [
                {"id": result.choice_id, "text": result.text, "votes": result.votes}
                for result in results(question)
            ],
            "mine": mine.pk if mine else None,
        }
    )


def _published(pk):
    return get_object_or_404(Question, pk=pk, published_at__lte=timezone.now())


def _voter(request):
    """The key of the visitor's session; empty before the first vote."""
    return request.session.session_key or ""
