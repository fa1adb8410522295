"""RunScreen: one run, live or recorded: bars, panes, prompt and dialogs, and who hears of what."""

from collections.abc import Callable
from time import monotonic
from typing import ClassVar

from textual import on, work
from textual.actions import parse
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Key
from textual.widgets import Input

from agents_core.history.run_index import MarkKind
from tui import run_keys
from tui.sanitise import visible
from tui.screens.choice_dialog import cancel_dialog, quit_dialog
from tui.screens.help_screen import HelpScreen
from tui.screens.key_sequence import KeySequence
from tui.screens.playhead_screen import PlayheadScreen
from tui.sources.run_source import RunSource
from tui.widgets.item_deck import ItemDeck
from tui.widgets.key_footer import KeyFooter
from tui.widgets.line_pane import LinePane
from tui.widgets.pane_deck import PaneDeck
from tui.widgets.pane_tabs import PaneTabs
from tui.widgets.prompt import Prompt, Purpose
from tui.widgets.run_header import RunHeader
from tui.widgets.transport_bar import TransportBar

COUNTED = ("move", "page", "half_page", "step_event", "step_item", "step_seconds", "mark")
"""Actions whose last parameter a count multiplies."""

GRACE_S = 2.0
"""How long a cancelled run may take to end before the program is left anyway."""


class RunScreen(PlayheadScreen):
    """The screen of a run."""

    BINDINGS: ClassVar[list[BindingType]] = run_keys.RUN
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it so
        (0, "-tiny"),
        (60, "-narrow"),
        (100, "-wide"),
        (160, "-huge"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - the same
        (0, "-flat"),
        (12, "-low"),
        (30, "-tall"),
    ]

    def __init__(
        self,
        source: RunSource,
        *,
        start_at: str | None = None,
        speed: float = 1.0,
        exit_on_finish: bool = False,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Show `source`; the arguments are those of `AgentTui`."""
        super().__init__(source, speed, clock)
        self._start_at = start_at
        self._exit_on_finish = exit_on_finish
        self._keys = KeySequence()
        self._told = 0
        self._works: tuple[object, ...] = ()
        self.deck = ItemDeck()

    def compose(self) -> ComposeResult:
        """Lay out header, tabs, panes, transport row, prompt and footer."""
        with Vertical(id="top"):
            yield RunHeader().data_bind(RunScreen.scene)
            yield PaneTabs(tuple(pane.TITLE for pane in self.deck.panes))
        yield self.deck.data_bind(RunScreen.scene)
        with Vertical(id="bottom"):
            yield TransportBar().data_bind(RunScreen.scene)
            yield Prompt()
            yield KeyFooter(run_keys.FOOTER)

    def on_mount(self) -> None:
        """Start the run, now that the first frame is on its way."""
        self.query_one(PaneTabs).front = self.deck.front
        self.call_after_refresh(self.drive)

    @work
    async def drive(self) -> None:
        """Drive the source to its end; a bug in it ends the program, loudly."""
        await self.source.run()
        self.is_read = True
        if self._start_at is not None:
            self.seek(self._start_at)
        self.moved()
        if self._exit_on_finish:
            self.app.exit()

    def watch_scene(self) -> None:
        """Tell of what went wrong with the file, and which keys work now."""
        for problem in self.source.problems[self._told :]:
            self.notify(visible(problem), severity="error", timeout=10, markup=False)
        self._told = len(self.source.problems)
        if (works := self._what_works()) != self._works:
            self._works = works
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys mean something now."""
        match action:
            case "cancel":
                return self.source.is_live
            case "follow":
                return self.playhead.mode != "live" or not self.deck.is_following
        return super().check_action(action, parameters)

    def _what_works(self) -> tuple[object, ...]:
        """Return what the set of working keys depends on, besides keys themselves."""
        scene = self.scene
        if scene is None:
            return ()
        at_start = scene.view.position == 0
        at_end = scene.mode == "live" or scene.behind == 0
        has_items, has_errors = scene.view.items > 0, scene.view.errors > 0
        return (scene.mode, scene.is_live, scene.is_read, at_start, at_end, has_items, has_errors)

    # Messages of the parts

    @on(PaneDeck.FrontChanged)
    def show_front(self, event: PaneDeck.FrontChanged) -> None:
        """Name the pane in front."""
        self.query_one(PaneTabs).front = event.front
        self.refresh_bindings()

    @on(PaneDeck.SelectionChanged)
    @on(LinePane.FollowChanged)
    def refresh_keys(self) -> None:
        """Other keys may work now."""
        self.refresh_bindings()

    @on(PaneTabs.Chosen)
    def choose_pane(self, event: PaneTabs.Chosen) -> None:
        """Bring the pane to the front that was clicked in the tabs."""
        self.deck.show(event.index)

    @on(TransportBar.Sought)
    def seek_seconds(self, event: TransportBar.Sought) -> None:
        """Go where the pointer is."""
        self.playhead.seek_time(event.seconds)
        self.moved()

    @on(Prompt.Left)
    def leave_prompt(self) -> None:
        """Give the keys back to the pane."""
        self.deck.show(self.deck.front)

    @on(Prompt.Answered)
    def take_answer(self, event: Prompt.Answered) -> None:
        """Search, or seek."""
        self.deck.show(self.deck.front)
        if event.purpose == "search":
            self.deck.search(event.text)
        elif event.text.strip():
            try:
                self.seek(event.text)
            except ValueError as error:
                self.notify(visible(str(error)), severity="warning", markup=False)

    # Keys of two strokes, and counts

    async def on_key(self, event: Key) -> None:
        """Take the keys that wait for another one."""
        if isinstance(self.focused, Input):
            return
        if event.key == "escape" and self._keys.pending:
            event.stop()
            self._wait_for_keys(KeySequence())
            return
        before = self._keys.digit
        state, meaning, text = self._keys.press(event.character or "", self.clock())
        if meaning == "waits" and before:
            self.deck.take_back()
        self._wait_for_keys(state)
        if meaning in ("waits", "sequence"):
            event.stop()
        if meaning == "sequence":
            await self._run_key(text, 1)
        elif meaning == "counted" and await self._run_key(event.key, int(text)):
            event.stop()

    def _wait_for_keys(self, state: KeySequence) -> None:
        self._keys = state
        self.query_one(KeyFooter).pending = state.pending

    async def _run_key(self, key: str, count: int) -> bool:
        """Do what `key` is bound to, `count` times at once; False when that cannot be counted."""
        active = self.active_bindings.get(key)
        if active is None:
            return False
        namespace, name, parameters = parse(active.binding.action)
        if count > 1:
            *others, step = parameters or (None,)
            if name not in COUNTED or not isinstance(step, int):
                return False
            parameters = (*others, step * count)
        return await self.app.run_action((namespace, name, parameters), active.node)

    # Actions

    def action_follow(self) -> None:
        """Be LIVE again, in every pane."""
        self.playhead.follow()
        self.moved()
        self.deck.follow()
        self.refresh_bindings()

    def action_step_event(self, count: int) -> None:
        """Move by raw events, and show where that is."""
        super().action_step_event(count)
        self.deck.follow()

    def action_step_item(self, count: int) -> None:
        """Move by items, and show where that is."""
        super().action_step_item(count)
        self.deck.follow()

    def action_mark(self, kind: MarkKind, count: int) -> None:
        """Go to the next thing of a kind, or the one before."""
        if self.playhead.jump(kind, count):
            self.moved()
            self.deck.follow()
        else:
            self.notify(f"no {kind} {'after' if count > 0 else 'before'} this", timeout=2)

    def action_ask(self, purpose: Purpose) -> None:
        """Open the prompt."""
        self.query_one(Prompt).ask(purpose)

    def action_cancel(self) -> None:
        """Ask how to stop the run."""
        self.app.push_screen(cancel_dialog(), self._cancel)

    def action_interrupt(self) -> None:
        """Ask how to stop a live run; leave any other."""
        if self.source.is_live:
            self.action_cancel()
        else:
            self.app.exit()

    def action_quit(self) -> None:
        """Leave, but ask while the run is live."""
        if self.source.is_live:
            self.app.push_screen(quit_dialog(), self._quit)
        else:
            self.app.exit()

    def action_help(self) -> None:
        """Show all keys."""
        front = self.deck.front_pane
        sections = {
            "Transport": run_keys.TRANSPORT,
            "Panes": run_keys.PANES,
            "Lines": LinePane.BINDINGS,
            f"{front.TITLE} pane": front.BINDINGS,
            "Selected item": run_keys.ITEMS,
            "Run": run_keys.RUN,
        }
        self.app.push_screen(
            HelpScreen({name: list(Binding.make_bindings(keys)) for name, keys in sections.items()})
        )

    def _cancel(self, answer: str | None) -> None:
        if answer == "after_turn":
            self.source.cancel("after_turn")
            self.notify("cancelling after this turn")
        elif answer == "immediate":
            self.source.cancel("immediate")

    def _quit(self, answer: str | None) -> None:
        if answer == "quit":
            self._exit_on_finish = True
            self.source.cancel("immediate")
            self.set_timer(GRACE_S, self.app.exit)
