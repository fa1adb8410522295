"""What a cat on the keyboard does: any key that is bound, any text where one can type, any click.

Law: all of it comes from the seed and from what is on the screen. Only what leaves the program is
left out.
"""

from contextlib import suppress
from random import Random

from textual.app import App
from textual.errors import NoWidget
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

LEAVING = frozenset({"quit", "interrupt"})
"""Actions that end the program, or lead to its end."""

SIZES = ((120, 40), (80, 24), (40, 10), (200, 60), (24, 6), (100, 30))
"""Columns and rows of the terminal."""

WORDS = (
    *(
        "kind:tool",
        "is:error",
        "agent:research",
        "dur>2s",
        "&",
        "|",
        "!",
        "(",
        ")",
        "~",
        "/",
        "lamp",
    ),
    *(
        "50%",
        "t2",
        "e100",
        "1m30s",
        "-5s",
        "refund",
        '"order id"',
        "args.query:x",
        "/b[/",
        "]",
        "[",
    ),
    *(
        "turn:1",
        "text~re(fu|x)nd",
        "é",
        "日本",
        "🙂",
        "\u202e",
        "0",
        "1e9",
        '{"a": 1}',
        "null",
        "\\",
    ),
)
"""What is typed."""

Deed = tuple[str, ...]
"""Keys, one after the other."""


class RandomKeys:
    """Does one thing after the other; `done` says what, for a crash to be told of."""

    def __init__(self, seed: int) -> None:
        self.done: list[str] = []
        self._random = Random(seed)

    async def act(self, pilot: Pilot[None]) -> None:
        """Press some keys, or point somewhere."""
        if self._random.random() < 0.06:
            await self._point(pilot)
            return
        keys = self._keys(pilot.app)
        self.done.append(" ".join(keys))
        await pilot.press(*keys)

    async def resize(self, pilot: Pilot[None]) -> None:
        """Give the terminal another size."""
        size = self._random.choice(SIZES)
        self.done.append(f"resize {size}")
        await pilot.resize_terminal(*size)

    async def _point(self, pilot: Pilot[None]) -> None:
        width, height = pilot.app.size
        place = (self._random.randrange(width), self._random.randrange(height))
        self.done.append(f"click {place}")
        with suppress(NoWidget):  # a screen that has just come is not laid out yet
            await pilot.click(offset=place, times=self._random.choice((1, 1, 2)))

    def _keys(self, app: App[None]) -> Deed:
        """Type where one can, else press what is bound: sometimes with a count before it."""
        if isinstance(app.focused, Input | TextArea) and self._random.random() < 0.6:
            return (*self._text(), *self._random.choice(((), ("enter",), ("enter",), ("tab",))))
        bound = app.screen.active_bindings.items()
        keys = sorted(key for key, one in bound if one.binding.action.split("(")[0] not in LEAVING)
        key = self._random.choice(keys or ["escape"])
        pressed = (key,) if key.isidentifier() or "+" in key else tuple(key)
        return (*self._count(), *pressed)

    def _count(self) -> Deed:
        return tuple(str(self._random.randint(1, 40))) if self._random.random() < 0.05 else ()

    def _text(self) -> Deed:
        words = self._random.choices(WORDS, k=self._random.randint(0, 2))
        return tuple(self._random.choice(("", " ")).join(words))
