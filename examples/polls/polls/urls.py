"""Addresses of the pages."""

from django.urls import path

from polls import views

app_name = "polls"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/vote/", views.vote, name="vote"),
    path("<int:pk>/withdraw/", views.withdraw_vote, name="withdraw"),
    path("<int:pk>/results/", views.show_results, name="results"),
    path("<int:pk>/results.json", views.results_json, name="results-json"),
]
