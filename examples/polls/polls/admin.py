"""Where an editor writes questions: /admin/, after `manage.py createsuperuser`."""

from django.contrib import admin

from polls.models import Choice, Question


class ChoiceInline(admin.TabularInline):
    model = Choice
    extra = 2


@admin.register(Question)
class QuestionAdmin(admin.ModelAdmin):
    inlines = [ChoiceInline]
    list_display = ["text", "published_at"]
    search_fields = ["text"]
