"""A few questions, so that the first release has something to show."""

from django.db import migrations

QUESTIONS = {
    "Where do you write your first line of the day?": [
        "In the editor",
        "In a terminal",
        "In a chat with a colleague",
        "On paper",
    ],
    "What do you release on a Friday?": [
        "Everything, as on other days",
        "Small fixes",
        "Nothing at all",
    ],
    "Tabs or spaces?": ["Tabs", "Spaces", "Whatever the formatter says"],
}


def add(apps, schema_editor):
    Question = apps.get_model("polls", "Question")
    Choice = apps.get_model("polls", "Choice")
    for text, answers in QUESTIONS.items():
        question = Question.objects.create(text=text)
        Choice.objects.bulk_create(
            Choice(question=question, text=answer, position=position)
            for position, answer in enumerate(answers)
        )


def remove(apps, schema_editor):
    apps.get_model("polls", "Question").objects.filter(text__in=QUESTIONS).delete()


class Migration(migrations.Migration):
    dependencies = [("polls", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
