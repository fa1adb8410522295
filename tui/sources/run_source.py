"""RunSource: the one thing a screen, or a print-out, needs to show a run, live or recorded.

Law: whoever shows a run reads its history and nothing else; a source fills that history. What goes
wrong in a run is in its history too, as the last event, and is no exception here. Only a bug is.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from agents_core.history.run_history import RunHistory
    from agents_core.recording import RunHeader
    from tui.sources.origin import Origin
    from tui.sources.run_controls import RunControls


class RunSource(Protocol):
    """A run that is going on, or one that was recorded."""

    @property
    def history(self) -> "RunHistory":
        """The events so far; it grows while `run` runs."""
        ...

    @property
    def header(self) -> "RunHeader | None":
        """Whose run it is; None until a live run has begun."""
        ...

    @property
    def title(self) -> str:
        """What to call it on the screen; may hold hostile text."""
        ...

    @property
    def named_filters(self) -> Mapping[str, str]:
        """Filters by the names they have in agents.toml."""
        ...

    @property
    def is_live(self) -> bool:
        """Whether the run happens now, in this process, and has not ended."""
        ...

    @property
    def is_recording(self) -> bool:
        """Whether its events are being written to a run file."""
        ...

    @property
    def recorded_at(self) -> "Path | None":
        """The run file, if there is one."""
        ...

    @property
    def is_remote(self) -> bool:
        """Whether another process has the run, and goes on with it when this one leaves."""
        ...

    @property
    def problems(self) -> Sequence[str]:
        """What went wrong with the file, in plain words; more may be added while `run` runs."""
        ...

    @property
    def controls(self) -> "RunControls | None":
        """What can be done to a live run; None for one that was recorded."""
        ...

    @property
    def origin(self) -> "Origin | None":
        """What it takes to make another run like it; None when nobody knows."""
        ...

    async def run(self) -> None:
        """Drive the run, or the reading of its file, to the end.

        To be awaited once, and again when more was said to a live run that had ended.
        """
        ...

    async def close(self) -> None:
        """Let go of what it holds open; nobody will ask it for anything more."""
        ...
