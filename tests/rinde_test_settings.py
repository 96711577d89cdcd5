"""Settings of the test suite: the real ones, in a folder of their own, with quick password hashing."""

import os
import tempfile

os.environ["RINDE_MODE"] = "test"
os.environ["RINDE_DATA_DIR"] = tempfile.mkdtemp(prefix="rinde-test-")
os.environ.setdefault("RINDE_BASE_URL", "")

from rinde.config.settings import *  # noqa: F403
from rinde.config.settings import DATABASES, Q_CLUSTER, STATIC_ROOT, TEMPLATES
from strict_templates import LOUD

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Samples write rows that no operation wrote, and so leave no entry in the trail.
KEEPS_PAGES_READY = False
# Jobs run at once in the process of the test; tests/services/jobs runs real workers.
Q_CLUSTER = {**Q_CLUSTER, "sync": True}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in real life: transactions of other threads wait for each other instead of failing at once.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["RINDE_DATA_DIR"], "test.sqlite3")}
# The static files' middleware warns where there is no folder, and warnings are errors.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = LOUD  # type: ignore[index]
