"""Settings of processes that a test kills: mails become files, and a job is handed out again after seconds."""

from rinde.config.settings import *  # noqa: F403
from rinde.config.settings import DATA_DIR, Q_CLUSTER

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mails"
Q_CLUSTER = {**Q_CLUSTER, "timeout": 8, "retry": 9, "poll": 0.2, "sync": False}
