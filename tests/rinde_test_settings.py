"""Settings of the test suite: the real ones, in a folder of their own, with quick password hashing."""

import os
import tempfile

os.environ["RINDE_MODE"] = "test"
os.environ["RINDE_DATA_DIR"] = tempfile.mkdtemp(prefix="rinde-test-")
os.environ.setdefault("RINDE_BASE_URL", "")

from rinde.config.settings import *  # noqa: E402, F403
from rinde.config.settings import Q_CLUSTER  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Jobs run at once in the process of the test; tests/services/jobs runs real workers.
Q_CLUSTER = {**Q_CLUSTER, "sync": True}
