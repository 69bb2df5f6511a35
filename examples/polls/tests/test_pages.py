"""The pages as a visitor meets them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from polls.models import Question

pytestmark = pytest.mark.django_db


def test_lists_the_questions(client, question):
    assert "Tea or coffee?" in _text(client.get("/"))


def test_hides_a_question_that_is_not_published_yet(client):
    later = Question.objects.create(
        text="What next?", published_at=timezone.now() + timedelta(hours=1)
    )

    assert "What next?" not in _text(client.get("/"))
    assert client.get(f"/{later.pk}/").status_code == 404


def test_shows_the_answers_to_choose_from(client, question):
    page = _text(client.get(f"/{question.pk}/"))

    assert "Tea" in page
    assert "Coffee" in page


def test_a_vote_leads_to_the_results(client, question, tea):
    response = client.post(f"/{question.pk}/vote/", {"choice": tea.pk}, follow=True)

    assert response.redirect_chain == [(f"/{question.pk}/results/", 302)]
    assert "your vote" in _text(response)


def test_remembers_a_visitor_and_not_another(client, question, tea):
    client.post(f"/{question.pk}/vote/", {"choice": tea.pk})

    assert client.get(f"/{question.pk}/results.json").json()["mine"] == tea.pk
    assert Client().get(f"/{question.pk}/results.json").json()["mine"] is None


def test_two_visitors_are_two_votes(question, tea):
    for _ in range(2):
        Client().post(f"/{question.pk}/vote/", {"choice": tea.pk})

    choices = Client().get(f"/{question.pk}/results.json").json()["choices"]
    assert [(choice["text"], choice["votes"]) for choice in choices] == [("Tea", 2), ("Coffee", 0)]


def test_a_visitor_can_withdraw_a_vote(client, question, tea):
    client.post(f"/{question.pk}/vote/", {"choice": tea.pk})
    client.post(f"/{question.pk}/withdraw/")

    assert client.get(f"/{question.pk}/results.json").json()["mine"] is None


@pytest.mark.parametrize("data", [{}, {"choice": "0"}, {"choice": "tea"}])
def test_says_what_is_wrong_with_a_vote(client, question, data):
    response = client.post(f"/{question.pk}/vote/", data)

    assert response.status_code == 422
    assert 'role="alert"' in _text(response)


def test_refuses_an_answer_to_another_question(client, question):
    other = Question.objects.create(text="Cats or dogs?")
    cats = other.choices.create(text="Cats")

    assert client.post(f"/{question.pk}/vote/", {"choice": cats.pk}).status_code == 422


def test_reading_does_not_start_a_session(client, question):
    client.get(f"/{question.pk}/results/")

    assert not client.cookies.get("sessionid")


def test_refuses_a_vote_from_another_site(question, tea):
    stranger = Client(enforce_csrf_checks=True)

    assert stranger.post(f"/{question.pk}/vote/", {"choice": tea.pk}).status_code == 403


def test_the_foot_of_a_page_tells_the_version(client, settings):
    settings.VERSION = "1.4.0"

    assert "1.4.0" in _text(client.get("/"))


def test_serves_the_style_sheet(client):
    response = client.get("/static/polls/style.css")

    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/css")


def test_an_editor_can_open_the_admin_pages(admin_client):
    assert admin_client.get("/admin/polls/question/add/").status_code == 200


def _text(response):
    return response.content.decode()
