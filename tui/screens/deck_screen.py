"""DeckScreen: the bars, the panes and the prompt of a run, and the keys of two strokes.

Law: what can be done with a run stands in `tui/screens/aspects`, a topic a file; each is a
`DeckScreen` with keys of its own, and `RunScreen` puts them together.
"""

from collections.abc import Sequence

from textual import on
from textual.actions import parse
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key

from agents_core.history.run_index import MarkKind
from tui import run_keys
from tui.keymap.key_names import prefixes_of
from tui.scene import Selection
from tui.screens.key_sequence import PREFIXES, KeySequence
from tui.screens.playhead_screen import PlayheadScreen
from tui.screens.program import program_of
from tui.sources.run_source import RunSource
from tui.widgets.filter_row import FilterRow
from tui.widgets.first_hint import FirstHint
from tui.widgets.item_deck import ItemDeck
from tui.widgets.key_footer import KeyFooter
from tui.widgets.lanes_pane import TimeList
from tui.widgets.letter import Letter
from tui.widgets.line_pane import LinePane
from tui.widgets.pane_deck import PaneDeck
from tui.widgets.pane_tabs import PaneTabs
from tui.widgets.prompt import Prompt, Question
from tui.widgets.run_header import RunHeader
from tui.widgets.transport_bar import TransportBar
from tui.widgets.waiting_texts import WaitingTexts

COUNTED = ("move", "page", "half_page", "step_event", "step_item", "step_seconds", "mark", "marked")
"""Actions whose last parameter a count multiplies."""


class DeckScreen(PlayheadScreen):
    """Header, tabs, panes, transport row, prompt and footer."""

    AUTO_FOCUS = ""  # the deck decides
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it so
        (0, "-tiny"),
        (60, "-narrow"),
        (100, "-wide"),
        (160, "-huge"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - the same
        (0, "-flat"),
        (12, "-squat"),
        (20, "-low"),
        (30, "-tall"),
    ]

    def __init__(self, source: RunSource, speed: float) -> None:
        """Show `source`; the arguments are those of `PlayheadScreen`."""
        super().__init__(source, speed)
        self._keys = KeySequence()
        self._prefixes = PREFIXES
        self.deck = ItemDeck(self.clock)

    def compose(self) -> ComposeResult:
        """Lay out header, tabs, panes, transport row, prompt and footer."""
        with Vertical(id="top"):
            yield RunHeader().data_bind(DeckScreen.scene)
            yield PaneTabs(tuple(pane.TITLE for pane in self.deck.panes))
        yield self.deck.data_bind(DeckScreen.scene)
        with Vertical(id="bottom"):
            yield FilterRow("f", id="filter-row").data_bind(DeckScreen.scene)
            yield FilterRow("/", id="search-row").data_bind(DeckScreen.scene)
            yield TransportBar().data_bind(DeckScreen.scene)
            yield Prompt()
            yield WaitingTexts().data_bind(DeckScreen.scene)
            yield FirstHint()
            yield KeyFooter(run_keys.FOOTER)

    def on_mount(self) -> None:
        """Name the pane in front, and begin as the user has set."""
        self.query_one(PaneTabs).front = self.deck.front
        settings = program_of(self).settings
        self._prefixes = PREFIXES + prefixes_of(settings.keymap)
        self.deck.begin(follow=settings.follow, show_reasoning=settings.show_reasoning)

    def ask(self, question: Question) -> None:
        """Open the prompt."""
        self.query_one(Prompt).ask(question)

    async def write(self, letter: Letter) -> None:
        """Open the composer, which is made the first time."""
        # Imported here because a text area takes its time, and most runs are only watched.
        from tui.widgets.composer import Composer

        if not self.query(Composer):
            await self.query_one("#bottom").mount(Composer(), before=self.query_one(KeyFooter))
        self.query_one(Composer).open(letter)
        self.query_one(KeyFooter).display = False  # none of its keys works now

    def on_composer_closed(self) -> None:
        """Give the keys back to the pane."""
        self.query_one(KeyFooter).display = True
        self.deck.show(self.deck.front)

    @property
    def is_typing(self) -> bool:
        """Whether the keyboard is at the bottom, where keys are letters."""
        bottom = self.query_one("#bottom")
        return self.focused is not None and bottom in self.focused.ancestors

    def arrived(self) -> None:
        """Show where the playhead was sent, in every pane."""
        self.moved()
        self.deck.follow()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys mean something now."""
        if action == "follow":
            return self.playhead.mode != "live" or not self.deck.is_following
        return super().check_action(action, parameters)

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
    @on(TimeList.Sought)
    def seek_seconds(self, event: TransportBar.Sought | TimeList.Sought) -> None:
        """Go where the pointer is."""
        self.playhead.seek_time(event.seconds)
        self.moved()

    @on(Prompt.Closed)
    def leave_prompt(self) -> None:
        """Give the keys back, unless something more was asked meanwhile."""
        if not self.query_one(Prompt).is_open:
            self.give_keys_back()

    def give_keys_back(self) -> None:
        """Give the keys to the pane in front."""
        self.deck.show(self.deck.front)

    # Keys of two strokes, and counts

    async def on_key(self, event: Key) -> None:
        """Take the keys that wait for another one."""
        if self.is_typing or self._is_a_key_of_its_own(event):
            return
        if event.key == "escape" and self._keys.pending:
            event.stop()
            self._wait_for_keys(KeySequence())
            return
        before = self._keys.digit
        state, meaning, text = self._keys.press(event.character or "", self.clock(), self._prefixes)
        if meaning == "waits" and before:
            self.deck.take_back()
        self._wait_for_keys(state)
        if meaning in ("waits", "sequence"):
            event.stop()
        if meaning == "sequence":
            await self._run_key(text, 1)
        elif meaning == "counted" and await self._run_key(event.key, int(text)):
            event.stop()

    def _is_a_key_of_its_own(self, event: Key) -> bool:
        """Tell whether a key that begins sequences elsewhere means something alone here."""
        is_first = not self._keys.pending and (event.character or " ") in PREFIXES
        return is_first and event.key in self.active_bindings

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

    # Moving the playhead moves what is seen

    def action_follow(self) -> None:
        """Be LIVE again, in every pane."""
        self.playhead.follow()
        self.arrived()
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
        self.jump_among(self.source.history.marks(kind), count, kind)

    def jump_among(self, positions: Sequence[int], count: int, what: str) -> None:
        """Stand at the next of some ascending positions, or the one before, or say there is none.

        What happened there is selected, and nothing moves on from it by itself.
        """
        if not self.playhead.jump_among(positions, count):
            self.notify(f"no {what} {'after' if count > 0 else 'before'} this", timeout=2)
            return
        self.playhead.pause()
        self.arrived()
        item = self.source.history.item_at(self.playhead.position - 1)
        if item is not None and self.deck.selection.item != item:
            self.deck.choose(Selection(item))
