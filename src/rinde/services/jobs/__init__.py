"""Work that outlives a request: one door to the queue, one file of schedules.

At-least-once means that a job may run twice: every job with an outside effect carries its own key.
"""

from rinde.services.jobs.queue import enqueue

__all__ = ["enqueue"]
