"""Settings of a real worker in a test: a job is handed out again after seconds, not minutes."""

from rinde.config.settings import *  # noqa: F403
from rinde.config.settings import Q_CLUSTER

Q_CLUSTER = {**Q_CLUSTER, "timeout": 60, "retry": 61, "poll": 0.2, "sync": False}
