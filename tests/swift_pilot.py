"""SwiftPilot: a pilot for thousands of keys; it waits for the work they make, never for time.

Textual's own sleeps at least 40 ms a key until the whole process is quiet. What is done in a worker
or a thread may still go on when a key returns here, as when a person types fast.
"""

from textual.events import Key
from textual.keys import _character_to_key, key_to_character
from textual.pilot import Pilot

CHARACTERS = {"enter": "\r", "tab": "\t", "escape": "\x1b", "backspace": "\x7f"}
"""What a terminal sends for keys whose names are none of Unicode's."""


class SwiftPilot(Pilot[None]):
    """Presses keys and clicks one right after the other."""

    async def press(self, *keys: str) -> None:
        """Send keys by name, each when the widgets have worked the last one off."""
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 else key
            self.app.post_message(Key(name, CHARACTERS.get(key) or key_to_character(key)))
            await self.pause()
            await self.pause()  # the app has handed it on, to the screen or what has the focus

    async def pause(self, delay: float | None = None) -> None:
        """Wait until all that was sent is worked off."""
        await super().pause(delay or 0)
