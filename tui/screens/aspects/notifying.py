"""Notifying: telling outside of the terminal what happens while nobody looks at it.

Law: only of live runs, only while the terminal has no focus, and of each thing once.
"""

from typing import Final

from agents_core.errors import FilterError
from agents_core.filters import RunItems, parse_filter
from tui.desktop_notice import tell_outside
from tui.item_filter import FRAME_S, ItemFilter
from tui.sanitise import visible
from tui.screens.deck_screen import DeckScreen
from tui.screens.program import program_of

USUAL: Final = "is:error | is:approval"
"""What is told, besides the end of a run, when the user has not said what."""


class Notifying(DeckScreen):
    """Rings for what the user wants to hear of."""

    _noticed: ItemFilter | None = None
    """What is worth a notice; None: nothing."""
    _noticed_last: tuple[object, ...] | None = None
    """How many were found, and which edition; None until the first look."""
    _told_items: frozenset[int] = frozenset()
    _was_live = False

    def on_mount(self) -> None:
        """Learn what the user wants to hear of."""
        wanted = program_of(self).settings.notify
        try:
            expression = parse_filter(
                USUAL if wanted is None else wanted, self.source.named_filters
            )
        except FilterError as error:
            self.notify(visible(f"[tui] notify: {error}"), severity="error", markup=False)
        else:
            if wanted != "":
                self._noticed = ItemFilter(expression, RunItems(self.source.history))

    def sample(self) -> None:
        """Look for news, then make the scene."""
        if self.source.is_live or self._was_live:
            self._look_for_news()
        super().sample()

    def _look_for_news(self) -> None:
        self._tell_of_items()
        ended, self._was_live = self._was_live and not self.source.is_live, self.source.is_live
        if ended and program_of(self).settings.notify is None:
            view = self.source.history.view(len(self.source.history))
            self._tell_outside(f"{self.source.title}: {view.status}")

    def _tell_of_items(self) -> None:
        if self._noticed is None:
            return
        self._noticed.work(FRAME_S)
        found = self._noticed.found(len(self.source.history))
        if not self._noticed.is_done or (len(found), found.edition) == self._noticed_last:
            return
        is_first, self._noticed_last = self._noticed_last is None, (len(found), found.edition)
        news, self._told_items = frozenset(found.items) - self._told_items, frozenset(found.items)
        for index in () if is_first else sorted(news):  # what was there before is no news
            item = self.source.history.item(index, len(self.source.history))
            agent = f"{item.agent}: " if item.agent else ""
            self._tell_outside(f"{self.source.title}: {agent}{item.kind} {item.name} {item.status}")

    def _tell_outside(self, words: str) -> None:
        if not self.app.app_focus:
            tell_outside(self.app, words)
