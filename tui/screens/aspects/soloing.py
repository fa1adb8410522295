"""Soloing: one agent alone in Events and Stream, with the runs nested under its calls."""

from typing import ClassVar

from textual.binding import BindingType

from agents_core.history.run_history import RunHistory
from tui import run_keys
from tui.sanitise import visible_line
from tui.screens.deck_screen import DeckScreen
from tui.shown_items import ItemSieve


class Soloing(DeckScreen):
    """Hide what other agents do, and show it again."""

    BINDINGS: ClassVar[list[BindingType]] = run_keys.SOLOING

    _solo: ItemSieve | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys mean something now."""
        match action:
            case "solo":
                return self._agent() is not None
            case "end_solo":
                return self._solo is not None
        return super().check_action(action, parameters)

    def action_solo(self) -> None:
        """Show only what the agent of the selected item does."""
        agent = self._agent()
        if agent is not None:
            self._restrict_to(agent_sieve(agent))

    def action_end_solo(self) -> None:
        """Show what all agents do."""
        self._restrict_to(None)

    def _restrict_to(self, solo: ItemSieve | None) -> None:
        others = [one for one in self.restrictions if one is not self._solo]
        self._solo = solo
        self.restrictions = others if solo is None else [solo, *others]
        self.moved()

    def _agent(self) -> str | None:
        item = self.deck.selection.item
        return None if item is None else self.source.history.agent_of(item)


def agent_sieve(agent: str) -> ItemSieve:
    """Return what keeps the items of `agent` and of the runs nested under its calls."""

    def is_of_agent(history: RunHistory, item: int) -> bool:
        while history.agent_of(item) != agent:
            parent = history.parent_of(item)
            if parent is None:
                return False
            item = parent
        return True

    return ItemSieve(is_of_agent, (f"solo {visible_line(agent)} (A: all)",))
