"""Running several things at once, and what a failure among them means.

Law: when one fails the others are cancelled and gone before the failure is raised, as itself.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

T = TypeVar("T")


async def side_by_side(work: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """Run all of `work` at once; return the results in the order given."""
    pending = list(work)
    if len(pending) == 1:
        return [await pending[0]]
    async with owned_tasks() as group:
        tasks = [group.create_task(one) for one in pending]
    return [task.result() for task in tasks]


@asynccontextmanager
async def owned_tasks() -> AsyncIterator[asyncio.TaskGroup]:
    """Open a task group whose first failure is raised as itself, not in an exception group."""
    failure: BaseException
    try:
        async with asyncio.TaskGroup() as group:
            yield group
        return
    except BaseExceptionGroup as failures:
        failure = failures.exceptions[0]
    raise failure  # outside of the handler, so that its own cause and context stay
