"""What drivers of screens have a pilot do: press, paste, read, and wait for workers."""

from collections.abc import Callable
from itertools import groupby
from typing import Any

from textual.app import App
from textual.events import Paste
from textual.pilot import Pilot
from textual.worker import Worker


class Text(str):
    """What is pasted: a pilot waits twice for each key, until the program is idle."""


async def press_keys(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, and paste each `Text` among them."""
    for is_text, parts in groupby(keys, lambda key: isinstance(key, Text)):
        if is_text:
            pilot.app.post_message(Paste("".join(parts)))
            await pilot.pause()
        else:
            await pilot.press(*parts)


async def workers_done(app: App[Any], is_meant: Callable[[Worker[Any]], bool]) -> None:
    """Wait for some of the workers; if there are none, not for all the others, as Textual would."""
    meant = [worker for worker in app.workers if is_meant(worker)]
    if meant:
        await app.workers.wait_for_complete(meant)


def screen_text(app: App[Any]) -> str:
    """Return all characters on the screen, row by row."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)
