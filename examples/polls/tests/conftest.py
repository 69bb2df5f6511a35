"""What the tests share."""

import pytest

from polls.models import Choice, Question


@pytest.fixture
def question(db):
    """A question with the answers Tea and Coffee and no votes."""
    question = Question.objects.create(text="Tea or coffee?")
    for position, text in enumerate(["Tea", "Coffee"]):
        Choice.objects.create(question=question, text=text, position=position)
    return question


@pytest.fixture
def tea(question):
    return question.choices.get(text="Tea")


@pytest.fixture
def coffee(question):
    return question.choices.get(text="Coffee")
