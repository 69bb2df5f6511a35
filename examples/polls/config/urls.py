"""The pages of the site; /health, /live, /info and /metrics are answered in config.operations."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("polls.urls")),
]
