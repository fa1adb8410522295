"""PaneDeck: the panes, which of them is in front, and which item ties them together.

Law: the sheet arranges panes by the classes set here and on the screen. Panes stand in boxes within
boxes; the deck only says which of each box's children was in front last, and how much room the pane
in front takes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import DescendantFocus
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from tui import run_keys
from tui.scene import Scene, Selection
from tui.shown_items import ShownItems
from tui.widgets.agents_pane import AgentsPane
from tui.widgets.context_pane import ContextPane
from tui.widgets.events_pane import EventsPane
from tui.widgets.inspect_pane import InspectPane
from tui.widgets.lanes_pane import LanesPane
from tui.widgets.line_pane import LinePane
from tui.widgets.pane import ItemSelected, Pane
from tui.widgets.pending_card import PendingCard
from tui.widgets.stream_pane import StreamPane

AGENTS, EVENTS, STREAM, INSPECT, LANES, CONTEXT = range(6)

FIRST_CHOSEN = (EVENTS, STREAM, INSPECT)
"""Panes that are the chosen ones of their boxes at first."""

DETAILS = (INSPECT, CONTEXT)
"""Panes that tell of the selected item; going back leads to where it was selected."""

Extent = Literal["normal", "half", "full"]
"""normal: as the sheet has it · half: at least half of the screen · full: the pane alone."""

EXTENTS: tuple[Extent, ...] = ("normal", "half", "full")


class PaneDeck(Vertical):
    """The panes: columns, with the lanes below them, and between them what a person is asked."""

    BINDINGS: ClassVar[list[BindingType]] = run_keys.PANES

    scene: var[Scene | None] = var(None)
    selection: var[Selection] = var(Selection())
    front: var[int] = var(STREAM, init=False)
    """Index of the pane that has the keys."""
    extent: var[Extent] = var[Extent]("normal", init=False)
    """How much room the pane in front takes."""

    @dataclass
    class FrontChanged(Message):
        """Another pane has the keys."""

        front: int

    class SelectionChanged(Message):
        """Something else is selected."""

    class ExtentChanged(Message):
        """The pane in front has more room, or less."""

    class WentBack(Message):
        """The user wants one level back, and no pane has one."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Begin with the newest item selected; `clock` is the program's."""
        super().__init__(id="panes", classes="-normal")
        self.card = PendingCard(clock)
        self.stream, self.inspect = StreamPane(), InspectPane()
        self.events = EventsPane()
        self.panes: tuple[Pane, ...] = (
            *(AgentsPane(), self.events, self.stream, self.inspect),
            *(LanesPane(), ContextPane()),
        )
        self.pinned: Selection | None = None
        """What the user selected; None while the newest item is."""
        self.undo: Callable[[], bool] = lambda: False
        """What the screen takes back before the selection is let go; False when there is none."""
        self._follows_raw = False
        """The newest is what Events has in its last row, which may be a raw event."""
        self._came_from = STREAM
        self._before = STREAM

    def compose(self) -> ComposeResult:
        """Lay out the columns, and the lanes below them; the transcript is in front."""
        for index, pane in enumerate(self.panes):
            pane.data_bind(PaneDeck.selection)
            # All classes at once, before there is anything to be styled anew.
            pane.set_classes("box -chosen" if index in FIRST_CHOSEN else "box")
        with Horizontal(id="columns", classes="box -chosen"):
            with Vertical(id="outline", classes="box"):
                yield self.panes[AGENTS]
                yield self.panes[EVENTS]
            with Vertical(id="detail", classes="box -chosen"):
                yield self.panes[STREAM]
                with Vertical(id="lens", classes="box"):
                    yield self.panes[INSPECT]
                    yield self.panes[CONTEXT]
        yield self.card.data_bind(PaneDeck.scene)
        yield self.panes[LANES]

    def on_mount(self) -> None:
        """Begin in the transcript."""
        self.panes[STREAM].view.focus()

    @property
    def front_pane(self) -> Pane:
        """The pane that has the keys."""
        return self.panes[self.front]

    @property
    def is_following(self) -> bool:
        """Whether nothing was scrolled away from its end or picked out."""
        followers = self.panes[EVENTS : STREAM + 1]
        return self.pinned is None and all(pane.view.following for pane in followers)

    def begin(self, *, follow: bool, show_reasoning: bool) -> None:
        """Begin as the user has set: at the end or not, what models think unfolded or not."""
        if show_reasoning:
            self.stream.transcript.begin_unfolded("reasoning")
        for pane in self.panes[EVENTS : STREAM + 1]:
            pane.view.following = follow

    def follow(self) -> None:
        """Show the newest in every pane, and stay with it."""
        self.pinned, self._follows_raw = None, False
        for pane in self.panes[EVENTS : STREAM + 1]:
            pane.view.show_end()
        self._select()

    def watch_scene(self, scene: Scene | None) -> None:
        """Show it in every pane, then keep what is selected within what has happened.

        In this order: a selection has a row only in the scene it was made for.
        """
        for pane in self.panes:
            pane.scene = scene
        self._select()

    def watch_front(self, old: int, new: int) -> None:
        """Make the pane in front the chosen one, and remember the way back from details."""
        if new in DETAILS and old not in DETAILS:
            self._came_from = old
        self._mark_chosen(self.front_pane)
        self.post_message(self.FrontChanged(new))

    def watch_extent(self, extent: Extent) -> None:
        """Give the pane in front more room, or less."""
        for name in EXTENTS:
            self.set_class(name == extent, f"-{name}")
        self.post_message(self.ExtentChanged())

    @on(DescendantFocus)
    def bring_to_front(self, event: DescendantFocus) -> None:
        """Remember which pane has the keys."""
        for index, pane in enumerate(self.panes):
            if event.widget is pane.view is self.screen.focused:  # else later keys moved on
                self.front = index

    @on(ItemSelected)
    def select_item(self, event: ItemSelected) -> None:
        """Show the item everywhere else."""
        self.pinned = None if event.follows else event.selection
        self._follows_raw = event.follows and event.selection.seq is not None
        self._select()
        for pane in self.panes:
            if self.pinned is not None and pane is not self.front_pane:
                pane.reveal(self.pinned)

    @on(LinePane.Opened)
    async def inspect_item(self) -> None:
        """Show the item under the cursor in Inspect; from there, all of it."""
        if self.front != INSPECT:
            self.show(INSPECT)
        else:
            await self.open_all()

    async def open_all(self) -> None:
        """Show all of the selected item, however long it is."""

    def show(self, index: int) -> None:
        """Bring a pane to the front."""
        self.front = index
        self.screen.set_focus(self.panes[index].view)  # at once, before the next key

    def choose(self, selection: Selection) -> None:
        """Select something, and bring it into view in every pane."""
        self.pinned = selection
        self._select()
        for pane in self.panes:
            pane.reveal(selection)

    def take_back(self) -> None:
        """Give the keys back to the pane that had them before the latest change."""
        self.show(self._before)

    def go_back(self) -> bool:
        """Undo the latest of: zoom, drilling in, search, selection; False when there is none."""
        pane = self.front_pane
        if self.extent != "normal":
            self.extent = "normal"
        elif pane.searched:
            pane.searched = ""
        elif self.front in DETAILS:
            self.show(self._came_from)
        elif self.undo():
            pass
        elif self.pinned is not None:
            self.follow()
        else:
            return False
        return True

    def action_focus_pane(self, step: int) -> None:
        """Go round the panes."""
        self.show((self.front + step) % len(self.panes))

    def action_show_pane(self, index: int) -> None:
        """Go to one pane."""
        self._before = self.front
        self.show(index)

    def action_zoom(self) -> None:
        """Show the front pane alone, or all of them again."""
        self.extent = "normal" if self.extent == "full" else "full"

    def action_resize(self, step: int) -> None:
        """Give the front pane more room or less: normal, half, full, and round again."""
        self.extent = EXTENTS[(EXTENTS.index(self.extent) + step) % len(EXTENTS)]

    def action_back(self) -> None:
        """One level back."""
        if not self.go_back():
            self.post_message(self.WentBack())
        self.refresh_bindings()

    def _mark_chosen(self, pane: Pane) -> None:
        """Make `pane`, and every box it stands in, the chosen child of its box."""
        box: Widget = pane
        while box is not self:
            around = box.parent
            assert isinstance(around, Widget)
            for child in around.children:
                child.set_class(child is box, "-chosen")
            box = around

    def _select(self) -> None:
        if self.scene is None:
            return
        items, pinned = self.scene.view.items, self.pinned
        is_there = pinned is not None and pinned.item is not None and pinned.item < items
        selection = pinned if is_there and pinned is not None else self._newest(self.scene.shown)
        if selection != self.selection:
            self.selection = selection
            self.post_message(self.SelectionChanged())

    def _newest(self, shown: ShownItems) -> Selection:
        if self._follows_raw:
            return self.events.newest
        return Selection(shown.item(len(shown) - 1) if len(shown) else None)
