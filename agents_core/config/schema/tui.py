"""[tui]: how the screen looks and answers; and the user's own file, which holds little else."""

from typing import Annotated, Literal

from pydantic import Field

from agents_core.config.schema.table import Name, Table


class Tui(Table):
    """How the screen looks and answers; what is in the user's own config.toml goes first."""

    theme: str = "auto"
    """A theme by name; "auto" is light or dark as the terminal is."""
    follow: bool = True
    """Stay at the end of the run while it grows."""
    show_reasoning: bool = False
    """Unfold what models think."""
    timestamps: Literal["relative", "clock", "off"] = "relative"
    """Times since the run began, times of day, or none."""
    max_fps: Annotated[int, Field(ge=1, le=120)] = 30
    """Most frames a second."""
    mouse: bool = True
    """Whether the mouse works the screen; without, the terminal selects text with it."""
    notify: str | None = None
    """A filter: what rings and notifies while the terminal has no focus; "" is nothing.

    Left out, it is the end of a run, errors and approvals.
    """
    on_finish: Literal["stay", "exit"] = "stay"
    """Whether the screen stays when the run is over."""
    keymap: dict[str, str] = {}
    """Id of an action = its keys, separated by commas: "run.pause" = "P". See: agent-tui keys."""


class UserConfig(Table):
    """The user's own config.toml: what holds for every run of theirs."""

    filters: dict[Name, str] = {}
    """Filters by name: slow = "dur>2s" is @slow wherever a filter is asked for."""
    tui: Tui = Tui()
