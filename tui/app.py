"""AgentTui: the program on the terminal. Theme, screens, and the last line of defence."""

import asyncio
import signal
from collections.abc import Callable, Coroutine, Iterator, Sequence
from functools import partial
from time import monotonic
from typing import Any, ClassVar

from textual import work
from textual.app import App
from textual.binding import ActiveBinding, BindingType
from textual.events import Event
from textual.filter import LineFilter
from textual.screen import Screen

from tui.ascii_filter import AsciiFilter
from tui.control_filter import ControlFilter
from tui.drawing.filter_reference import filter_reference
from tui.garbage import thaw_survivors
from tui.kept_look import KeptLook
from tui.key_gate import KeyGate, Typed
from tui.keymap.key_names import label_of, without_arrows
from tui.mouse_reports import has_mouse, report_mouse
from tui.notices import Notices
from tui.program_keys import PROGRAM
from tui.screens.choice_dialog import quit_dialog
from tui.screens.help_screen import HelpRow, HelpScreen
from tui.screens.palette import Command, Palette
from tui.screens.run_screen import RunScreen
from tui.settings import Settings
from tui.sources.driven_runs import DrivenRuns
from tui.sources.run_source import RunSource
from tui.themes import OURS, shades_of, theme_names

DEFAULTS = Settings()

FORK_ENDED = "the new run has ended: d on its screen compares it with its parent"

GRACE_S = 2.0
"""How long cancelled runs may take to end before the program is left anyway."""


class AgentTui(App[None], inherit_bindings=False):
    """Holds the screens and the runs.

    Textual's own keys are not inherited: ctrl+q is the terminal's, ctrl+c is the screens'.
    """

    CSS_PATH = "agent_tui.tcss"
    TITLE = "agent-tui"
    ENABLE_COMMAND_PALETTE = False  # ours is tui/screens/palette.py
    ALLOW_SELECT = False  # the terminal selects (M); Textual fails on what has just been removed
    BINDINGS: ClassVar[list[BindingType]] = PROGRAM

    def __init__(
        self,
        first: Screen[None],
        *,
        clock: Callable[[], float] = monotonic,
        settings: Settings = DEFAULTS,
        kept: KeptLook | None = None,
    ) -> None:
        """Begin with one screen.

        Args:
            first: the screen that is left last.
            clock: seconds, monotonic; what running times and playing are measured with.
            settings: how the user wants the screen.
            kept: what is remembered from one start to the next; by default nothing.
        """
        super().__init__()
        self.first = first
        self.clock = clock
        self.settings = settings
        self.kept = KeptLook() if kept is None else kept
        self.runs = DrivenRuns(self._drive)
        self.notices = Notices(self, self.runs, settings.notify)
        self._backstop = ControlFilter()
        words = settings.shows_unicode
        self._ascii = [AsciiFilter(keeps_words=words)] if settings.is_ascii else []
        self._keys = KeyGate(self)
        for theme in OURS:
            self.register_theme(theme)
        self._begin_in(settings.theme)
        if settings.keymap:
            self._use_keymap()

    def _begin_in(self, theme: str) -> None:
        """Take a theme; the sheet is read for it alone where all else is as Textual begins."""
        wanted = self.get_theme(theme)
        if wanted is None or wanted.dark != self.current_theme.dark:
            self.theme = theme
        else:
            self.set_reactive(AgentTui.theme, theme)
            self.stylesheet.set_variables(self.get_css_variables())

    def on_mount(self) -> None:
        """Leave the terminal as it was, whoever ends the program."""
        for number in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, self._end, number)

    async def on_unmount(self) -> None:
        """Let go of the runs."""
        await self.runs.close()

    async def on_event(self, event: Event) -> None:
        """Take one key at a time, whatever else comes."""
        if isinstance(event, Typed) and not event.is_forwarded and not self._keys.admits(event):
            return
        await super().on_event(event)

    def _drive(self, run: Coroutine[Any, Any, None]) -> None:
        self.run_worker(run)
        self.call_later(self.notices.go_on)

    def get_default_screen(self) -> Screen[None]:
        """Begin with the first screen."""
        return self.first

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Let nothing through that a terminal would obey or not show, whatever a widget forgot."""
        return [self._backstop, *super().get_line_filters(), *self._ascii]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give every theme the shades our panes need."""
        return dict(shades_of(self.current_theme))

    def notify(self, message: str, **more: Any) -> None:
        """Say something on the screen, unless it is said there already."""
        if all(said.message != message for said in self._notifications):
            super().notify(message, **more)

    def open_run(self, source: RunSource, *, start_at: str | None = None) -> None:
        """Show a run on top of what is seen now; one that is not driven yet begins."""
        self.push_screen(RunScreen(source, start_at=None if source.is_live else start_at))

    def open_fork(self, parent: RunSource, child: RunSource) -> None:
        """Show a run that was made out of another, and compare the two when it has ended."""
        self.open_run(child)
        self._compare_at_end(parent, child)

    @work
    async def _compare_at_end(self, parent: RunSource, child: RunSource) -> None:
        await self.runs.begin(child).wait()
        seen = self.screen
        if isinstance(seen, RunScreen) and seen.source is child and not seen.is_typing:
            self.open_diff(parent, child)
        else:  # the user went elsewhere, and stays there
            self.notify(FORK_ENDED, timeout=10)

    def open_diff(self, left: RunSource, right: RunSource) -> None:
        """Show two runs beside each other, on top of what is seen now."""
        # Imported here because what is seen first does without, and few compare runs.
        from tui.screens.diff_screen import DiffScreen

        self.push_screen(DiffScreen(left, right))

    def leave(self) -> None:
        """Go back to the screen below, where runs go on unseen; from the last one, quit."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
            thaw_survivors()
        else:
            self.quit()

    def quit(self) -> None:
        """Leave the program, but ask while a run is live."""
        if live := self.runs.live:
            self.push_screen(quit_dialog(len(live)), self._quit)
        else:
            self.exit()

    def _quit(self, answer: str | None) -> None:
        if answer == "quit":
            self._cancel_and_exit()

    @work
    async def _cancel_and_exit(self) -> None:
        self.runs.stop()
        await self.runs.ended(GRACE_S)
        self.exit()

    def _end(self, number: signal.Signals) -> None:
        """Cancel the runs and leave, with the exit code shells give for a signal."""
        self.runs.stop()
        self.exit(return_code=128 + number)

    # Keys

    def _use_keymap(self) -> None:
        # Imported here because it needs all screens, and few people change keys.
        from tui.keymap.registry import textual_keymap

        self.set_keymap(textual_keymap(self.settings.keymap))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys mean something now."""
        match action:
            case "release_mouse":
                return has_mouse(self) is True
            case "take_mouse":
                return has_mouse(self) is False
        return super().check_action(action, parameters)

    def action_help(self) -> None:
        """Show all keys of the screen."""
        # Imported here because it needs all screens, and what is seen first needs one.
        from tui.keymap.registry import actions_of

        actions = actions_of(type(self.screen), self.settings.keymap)
        shown = without_arrows if self.settings.is_ascii else str
        rows = [HelpRow(a.section, shown(a.labels), a.title, a.does, a.id) for a in actions]
        if isinstance(self.screen, RunScreen):
            rows += [
                HelpRow(section, form, "", words, example)
                for section, form, words, example in filter_reference()
            ]
        self.push_screen(HelpScreen(rows))

    def action_release_mouse(self) -> None:
        """Let the terminal select text with the mouse."""
        report_mouse(self, False)
        self.screen.refresh_bindings()

    def action_take_mouse(self) -> None:
        """Work the screen with the mouse again."""
        report_mouse(self, True)
        self.screen.refresh_bindings()

    def action_palette(self) -> None:
        """Offer all that can be done now."""
        self.push_screen(Palette(self.commands()), self._run_command)

    def commands(self) -> list[Command]:
        """Return all that can be done now; while a prompt is open, that is little."""
        return [*self._active_commands(), *self._theme_commands()]

    def do(self, name: str, commands: Sequence[Command]) -> None:
        """Do the one of `commands` that is called `name`; offer those that are in part.

        Raises:
            ValueError: none of them has `name` in its name.
        """
        called = [command for command in commands if command.is_called(name)]
        if len(called) == 1:
            self._run_command(called[0])
        elif any(command.is_called(name, in_part=True) for command in commands):
            self.push_screen(Palette(commands, name), self._run_command)
        else:
            raise ValueError(f"nothing that can be done now is called {name!r}")

    def _run_command(self, command: Command | None) -> None:
        if command is not None:
            self.call_after_refresh(command.run)  # a prompt that led here closes first

    def _active_commands(self) -> Iterator[Command]:
        """Yield what has a key and works now, each once."""
        by_id: dict[str, list[tuple[str, ActiveBinding]]] = {}
        for key, active in self.screen.active_bindings.items():
            if active.binding.id is not None and active.enabled:
                by_id.setdefault(active.binding.id, []).append((key, active))
        for id, keys in by_id.items():
            _, (node, binding, _, tooltip) = keys[0]
            labels = " ".join(label_of(key) for key, _ in keys)
            labels = without_arrows(labels) if self.settings.is_ascii else labels
            run = partial(self.run_action, binding.action, node)
            if id != "app.palette":
                yield Command(id, binding.description or tooltip, tooltip, labels, run)

    def _theme_commands(self) -> Iterator[Command]:
        for name in theme_names():
            if name in self.available_themes and name != self.theme:
                does = "Show everything in these colours, from now on."
                yield Command(f"theme.{name}", name, does, "", partial(self._choose_theme, name))

    def _choose_theme(self, name: str) -> None:
        self.theme = self.kept.theme = name
