"""Notices of the terminal: a bell, and words that it shows outside its window where it can.

Law: what models, tools and files say goes through here as one short line without controls, so that
it can end the notice no sooner than we do.
"""

from typing import Any

from textual.app import App

from tui.format import one_line

CELLS = 120
"""Cells of the words."""


def notice(words: str) -> str:
    """Return the control sequence for them: OSC 9, as iTerm2, kitty, WezTerm and others know it."""
    return f"\x1b]9;{one_line(words, CELLS)}\x1b\\"


def tell_outside(app: App[Any], words: str) -> None:
    """Ring, and show `words` outside the window."""
    app.bell()
    if app._driver is not None and not app.is_headless:
        app._driver.write(notice(words))
