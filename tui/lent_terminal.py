"""Lending the terminal: another program has it for a while, and the run goes on."""

from asyncio import to_thread
from collections.abc import Callable
from typing import Any, TypeVar

from textual.app import App

from tui.outside import ctrl_c_left_to_others

T = TypeVar("T")


async def lend_terminal(app: App[Any], use: Callable[[], T]) -> T:
    """Let `use` have the terminal, in a thread, and take it back whatever happens.

    Raises:
        OSError: what `use` raised, once the terminal is ours again.
        SuspendNotSupported: this terminal cannot be lent.
    """
    problem: OSError | None = None
    result: list[T] = []
    with app.batch_update(), app.suspend(), ctrl_c_left_to_others():
        try:
            result.append(await to_thread(use))
        except OSError as error:
            problem = error
    if problem is not None:
        raise problem
    return result[0]
