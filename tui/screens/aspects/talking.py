"""Talking: saying something to the run, first or next."""

from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from tui import run_keys
from tui.screens.deck_screen import DeckScreen
from tui.widgets.letter import Letter


class Talking(DeckScreen):
    """The composer, and what waits to be sent."""

    BINDINGS: ClassVar[list[BindingType]] = run_keys.TALKING

    class Said(Message):
        """Something more was said to the run."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys mean something now."""
        match action:
            case "compose":
                return self.source.controls is not None
            case "take_back":
                return self.source.controls is not None and bool(self.source.controls.waiting)
        return super().check_action(action, parameters)

    async def action_compose(self) -> None:
        """Write to the run."""
        await self.write(Letter("run", self._about(), self._tell_run))

    async def action_take_back(self) -> None:
        """Take back what waits, and write it anew."""
        controls = self.source.controls
        if controls is None or not controls.waiting:
            return
        latest = controls.waiting[-1]
        controls.take_back()
        self.moved()
        await self.write(Letter("unsaid", self._about(), self._tell_run, latest))

    def _tell_run(self, text: str) -> None:
        """Say it to the run; nothing new lets what waits be asked."""
        controls = self.source.controls
        if controls is None:
            return
        if text:
            controls.send(text)
        else:
            controls.release()
        self.post_message(self.Said())

    def _about(self) -> str:
        """Say whom the text goes to, and when."""
        view = self.source.history.view(len(self.source.history))
        agent = view.breadcrumb[0] if view.breadcrumb else None
        if not view.position:
            return f"What shall {self.source.title} do?"
        if self.source.is_live:
            return "Say next, once the run is over"
        return f"Say to {agent}, who knows all of this" if agent else "Say"
