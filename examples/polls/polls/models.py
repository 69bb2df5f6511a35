"""Questions, the answers one can choose, and the votes."""

from django.db import models
from django.urls import reverse
from django.utils import timezone


class Question(models.Model):
    text = models.CharField(max_length=200)
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-published_at", "-pk"]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return reverse("polls:detail", args=[self.pk])


class Choice(models.Model):
    question = models.ForeignKey(Question, models.CASCADE, related_name="choices")
    text = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.text


class Vote(models.Model):
    """One visitor's vote on one question; voting again changes it."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="votes")
    choice = models.ForeignKey(Choice, models.CASCADE, related_name="votes")
    voter = models.CharField(max_length=40, help_text="Key of the visitor's session.")
    cast_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "voter"], name="one_vote_per_voter"),
        ]

    def __str__(self):
        return f"{self.choice} ({self.cast_at:%Y-%m-%d})"
