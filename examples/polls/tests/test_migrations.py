"""The schema in the migrations is the schema in the models."""

import pytest
from django.core.management import call_command

from polls.models import Question

pytestmark = pytest.mark.django_db


def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True)


def test_a_new_database_has_questions_to_show():
    assert Question.objects.filter(choices__isnull=False).distinct().count() == 3
