"""Puts the job of worker_tasks in the queue, as a request would."""

import sys

import django

django.setup()

from worker_tasks import note  # noqa: E402

from rinde.services.jobs import enqueue  # noqa: E402

enqueue(note, sys.argv[1])
