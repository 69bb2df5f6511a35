"""Settings for the tests: as in production, with datastores on this machine by default."""

import os
from uuid import uuid4

os.environ.setdefault("SECRET_KEY", "only for tests")
os.environ.setdefault("DATABASE_URL", "postgres://polls:polls@localhost:5432/polls")
os.environ.setdefault("REDIS_URL", "redis://localhost:6379/0")

from config.settings import *  # noqa: E402, F403
from config.settings import CACHES  # noqa: E402

# Two runs that share a Redis do not see each other's results.
CACHES["default"]["KEY_PREFIX"] = f"test-{uuid4()}"

# The suite may run where nobody has collected the static files.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
