"""Settings: how the user wants the screen, put together from all that may say so.

Law: an option of the command line goes first, then the environment, the user's own config.toml,
what was chosen on the screen before, agents.toml, and last the default.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from agents_core.config.schema import Tui

Timestamps = Literal["relative", "clock", "off"]
"""Times since the run began, times of day, or none."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for the whole program."""

    theme: str = "agent-tui-dark"
    """The name of a theme, never `auto`."""
    follow: bool = True
    """Panes begin at their end and stay there."""
    show_reasoning: bool = False
    """What models think begins unfolded."""
    timestamps: Timestamps = "relative"
    max_fps: int = 30
    mouse: bool = True
    exits_on_finish: bool = False
    """The screen closes when a live run is over."""
    notify: str | None = None
    """A filter: what notifies while the terminal has no focus; None: ends, errors, approvals."""
    keymap: Mapping[str, str] = field(default_factory=dict)
    """Ids of actions, and their keys separated by commas."""
    filters: Mapping[str, str] = field(default_factory=dict)
    """The user's own filters by name."""
    is_ascii: bool = False
    """Frames and signs are drawn in ASCII."""
    shows_unicode: bool = True
    """The terminal can show what models write in any script."""


def settings_from(
    tui: "Tui",
    theme: str,
    filters: Mapping[str, str],
    *,
    is_ascii: bool = False,
    shows_unicode: bool = True,
) -> Settings:
    """Return settings as the tables say, with the theme that was settled on."""
    return Settings(
        theme=theme,
        follow=tui.follow,
        show_reasoning=tui.show_reasoning,
        timestamps=tui.timestamps,
        max_fps=tui.max_fps,
        mouse=tui.mouse,
        exits_on_finish=tui.on_finish == "exit",
        notify=tui.notify,
        keymap=tui.keymap,
        filters=filters,
        is_ascii=is_ascii or not shows_unicode,
        shows_unicode=shows_unicode,
    )
