"""Filtering: showing only the items that an expression means, or marking them."""

from collections.abc import Callable, Iterator
from typing import ClassVar, Final

from textual.binding import BindingType
from textual.timer import Timer

from agents_core.filters import RunItems, parse_filter, parse_search
from agents_core.filters.marks import asks_for_marks, marked_items
from agents_core.recording.annotations import Mark
from tui import run_keys
from tui.filter_completion import complete_filter, words_of
from tui.format import grouped
from tui.item_filter import FRAME_S, ItemFilter
from tui.screens.deck_screen import DeckScreen
from tui.screens.playhead_screen import FRAMES
from tui.widgets.filter_row import FilterRow
from tui.widgets.prompt import Completions, Prompt, Question

FIRST_S: Final = 0.02
"""Seconds for a first look: most runs are looked through before the next frame."""

SLICE_S: Final = 0.01
"""Seconds of each slice of what is left then."""


class Filtering(DeckScreen):
    """Filter with `f`, search with `/`; both take the same expressions."""

    BINDINGS: ClassVar[list[BindingType]] = run_keys.FILTERING

    _filter: ItemFilter | None = None
    _preview: ItemFilter | None = None
    """What the prompt counts."""
    _slices: Timer | None = None
    _marks_seen: tuple[Mark, ...] = ()

    def on_mount(self) -> None:
        """Be ready to work beside the frames."""
        self.deck.undo = self._undo
        self._asked: list[str] = []
        self._slices = self.set_interval(1 / FRAMES, self._work, pause=True)

    def sample(self) -> None:
        """Look at the items that are new, then make the scene."""
        self._look_at_marks()
        for each in self._filters():
            each.work(FRAME_S)
        super().sample()
        self._go_on()

    # Asking

    def action_ask_filter(self) -> None:
        """Ask which items to show."""
        text = "" if self._filter is None else self._filter.wanted.text
        hint = "kind:tool & is:error    agent:NAME    dur>2s"
        self.ask(self._question("f", hint, text, self.filter_by, self._count))

    def action_ask_search(self) -> None:
        """Ask for a text to find in the pane in front, or for items to mark."""
        hint = "text to find in this pane, or items: kind:tool & is:error"
        self.ask(self._question("/", hint, "", self.search_for, self._count_search))

    def _question(
        self,
        sign: str,
        hint: str,
        text: str,
        take: Callable[[str], None],
        remark: Callable[[str], str],
    ) -> Question:
        return Question(sign, hint, take, text, remark, self._complete, tuple(self._asked))

    def filter_by(self, text: str) -> None:
        """Show only the items that `text` means; of nothing, all.

        Raises:
            FilterError: it means nothing.
        """
        self._preview = None
        self._show_only(self._look_for(text) if text.strip() else None)
        self._remember(text)

    def search_for(self, text: str) -> None:
        """Mark the items that `text` means, or the places where it stands in the pane in front.

        Raises:
            FilterError: it looks like a filter and means nothing.
        """
        self._preview = None
        found = parse_search(text, self.source.named_filters)
        self._mark(None if isinstance(found, str) else self._look_for(text))
        self.deck.search(found if isinstance(found, str) else "")
        self._remember(text)

    # Doing

    def _look_for(self, text: str) -> ItemFilter:
        wanted = parse_filter(text, self.source.named_filters)
        history = self.source.history
        items = RunItems(history, marked_items(history, self.annotations.positions))
        found = ItemFilter(wanted, items)
        found.work(FIRST_S)
        return found

    def _look_at_marks(self) -> None:
        """Look again for what is marked, if the marks are others now."""
        if self.annotations.marks == self._marks_seen:
            return
        self._marks_seen = self.annotations.marks
        if self._filter is not None and asks_for_marks(self._filter.wanted):
            self._show_only(self._look_for(self._filter.wanted.text))
        if self.search is not None and asks_for_marks(self.search.wanted):
            self._mark(self._look_for(self.search.wanted.text))

    def _show_only(self, wanted: ItemFilter | None) -> None:
        others = [one for one in self.restrictions if one is not self._filter]
        self._filter = wanted
        self.restrictions = others if wanted is None else [*others, wanted]
        self.query_one("#filter-row", FilterRow).filter = wanted
        self.moved()

    def _mark(self, wanted: ItemFilter | None) -> None:
        self.search = wanted
        self.query_one("#search-row", FilterRow).filter = wanted
        self.moved()

    def _undo(self) -> bool:
        """Take the latest of search and filter back; False when there is none."""
        if self.search is not None:
            self._mark(None)
        elif self._filter is not None:
            self._show_only(None)
        else:
            return False
        return True

    def _remember(self, text: str) -> None:
        if text.strip():
            self._asked = [*(one for one in self._asked if one != text), text]

    # While something is typed

    def _count(self, text: str) -> str:
        """Say how many items the text means; raises what is wrong with it."""
        self._preview = self._look_for(text) if text.strip() else None
        self._go_on()
        return self._counted()

    def _count_search(self, text: str) -> str:
        if isinstance(parse_search(text, self.source.named_filters), str):
            self._preview = None
            return ""
        return self._count(text)

    def _counted(self) -> str:
        if (preview := self._preview) is None:
            return ""
        begun = self.source.history.item_count(self.playhead.position)
        count = f"{grouped(len(preview.found(self.playhead.position)))} of {grouped(begun)} items"
        return preview.problem or (count if preview.is_done else f"{count} … {preview.share:.0%}")

    def _complete(self, text: str) -> Completions:
        named = self.source.named_filters
        return complete_filter(text, words_of(self.source.history, self.playhead.position, named))

    # Beside the frames

    def _filters(self) -> Iterator[ItemFilter]:
        yield from (one for one in (self._filter, self.search, self._preview) if one is not None)

    def _go_on(self) -> None:
        """Let slices of work happen as long as there is some."""
        if self._slices is None:
            return
        if all(one.is_done for one in self._filters()):
            self._slices.pause()
        else:
            self._slices.resume()

    def _work(self) -> None:
        for one in self._filters():
            one.work(SLICE_S)
        if self._preview is not None:
            self.query_one(Prompt).say(self._counted())
        self.sample()
        for row in self.query(FilterRow):
            row.refresh()
