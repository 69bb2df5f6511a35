"""Registers the app with Django."""

from django.apps import AppConfig


class PollsConfig(AppConfig):
    name = "polls"
