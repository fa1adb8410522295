"""Program: the app as its screens know it. Screens lie upon each other; the uppermost is seen."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, cast, runtime_checkable

from textual.screen import Screen

from tui.kept_look import KeptLook
from tui.screens.palette import Command
from tui.settings import Settings
from tui.sources.driven_runs import DrivenRuns
from tui.sources.run_source import RunSource


class Program(Protocol):
    """What a screen may ask of the app."""

    clock: Callable[[], float]
    """Seconds, monotonic; what running times and playing are measured with."""

    settings: Settings
    """How the user wants the screen."""

    kept: KeptLook
    """What is remembered from one start to the next."""

    runs: DrivenRuns
    """The runs that go on, seen or not."""

    def open_run(self, source: RunSource, *, start_at: str | None = None) -> None:
        """Show a run on top of what is seen now; a recorded one from a place, as typed to seek."""
        ...

    def open_fork(self, parent: RunSource, child: RunSource) -> None:
        """Show a run that was made out of another, and compare the two when it has ended."""
        ...

    def commands(self) -> list[Command]:
        """Return all that can be done now; while a prompt is open, that is little."""
        ...

    def do(self, name: str, commands: Sequence[Command]) -> None:
        """Do the one of `commands` that is called `name`; offer those that are in part.

        Raises:
            ValueError: none of them has `name` in its name.
        """
        ...

    def open_diff(self, left: RunSource, right: RunSource) -> None:
        """Show two runs beside each other, on top of what is seen now."""
        ...

    def leave(self) -> None:
        """Go back to the screen below; from the last one, quit."""
        ...

    def quit(self) -> None:
        """Leave the program; asks while a run is live."""
        ...


def program_of(screen: Screen[Any]) -> Program:
    """Return the app `screen` is on."""
    return cast(Program, screen.app)


@runtime_checkable
class ShowsRuns(Protocol):
    """A screen on which it is seen what happens in some runs."""

    @property
    def shown_runs(self) -> Sequence[RunSource]:
        """The runs."""
        ...


def shown_runs(stack: Sequence[Screen[Any]]) -> Sequence[RunSource]:
    """Return the runs that are shown by the uppermost screen of `stack` that is no dialog."""
    screen = next((over for over in reversed(stack) if not over.is_modal), None)
    return screen.shown_runs if isinstance(screen, ShowsRuns) else ()


def is_seen(screen: Screen[Any]) -> bool:
    """Return whether nothing but dialogs lies on `screen`; what is not seen need not tick."""
    stack = screen.app.screen_stack
    return screen in stack and all(over.is_modal for over in stack[stack.index(screen) + 1 :])
