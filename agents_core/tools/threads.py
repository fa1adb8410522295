"""Plain functions beside the event loop, each in a thread of its own.

Law: nobody waits for a thread whose call was given up: not the run, not the end of the loop, not
the end of the program. (`asyncio.to_thread` waits at the end of the loop, and runs only a few.)
"""

import asyncio
import contextlib
import contextvars
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")


async def call_in_thread(func: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what `func` returns, called in a new thread with this task's context variables."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()
    context = contextvars.copy_context()

    def settle(result: T | None, failure: Exception | None) -> None:
        if future.done():
            return
        if failure is not None:
            future.set_exception(failure)
        else:
            future.set_result(cast(T, result))

    def work() -> None:
        result, failure = None, None
        try:
            result = context.run(func, *args, **kwargs)
        except BaseException as error:  # noqa: BLE001 - handed to whoever awaits the call
            failure = _as_exception(error)
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, result, failure)

    threading.Thread(target=work, name="tool", daemon=True).start()
    return await future


def _as_exception(error: BaseException) -> Exception:
    """Return an error as one a future can hold: `sys.exit()` in a tool must not end the program."""
    if isinstance(error, Exception) and not isinstance(error, StopIteration):
        return error
    failure = RuntimeError(f"the function raised {error!r}")
    failure.__cause__ = error
    return failure
