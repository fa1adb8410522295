"""Keys and texts for a pilot."""

from itertools import groupby

from textual.events import Paste
from textual.pilot import Pilot


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
