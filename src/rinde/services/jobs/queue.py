"""Handing a job to the workers, in the transaction of who asks: a rollback takes the job with it."""

from collections.abc import Callable
from typing import Any

from django_q.tasks import async_task


def enqueue(task: Callable[..., Any], *args: int | str) -> str:
    """Queue a function of a `tasks.py` with plain numbers or text; gives the job's id.

    Raises:
        ValueError: for a function that a worker could not import by name.
    """
    if "<" in task.__qualname__:
        raise ValueError("a job must be a function of a module")
    job_id: str = async_task(f"{task.__module__}.{task.__qualname__}", *args)
    return job_id
