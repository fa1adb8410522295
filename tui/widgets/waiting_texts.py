"""WaitingTexts: what the user has said that the run is still to be asked, in one row."""

from textual.content import Content
from textual.reactive import reactive, var
from textual.widget import Widget

from tui.sanitise import visible_line
from tui.scene import Scene


class WaitingTexts(Widget):
    """Hidden while nothing waits."""

    scene: reactive[Scene | None] = reactive(None)
    has_any: var[bool] = var(False, toggle_class="-any")

    def watch_scene(self) -> None:
        """Be there only while something waits."""
        self.has_any = self.scene is not None and bool(self.scene.waiting)

    def render(self) -> Content:
        """Show what was said last, and how it is taken back."""
        if self.scene is None or not self.scene.waiting:
            return Content()
        *others, latest = self.scene.waiting
        sign = f" queued ({len(others) + 1}): " if others else " queued: "
        end = "  u take back " if self.scene.is_live else "  i, enter sends it  u takes it back "
        room = max(0, self.size.width - len(sign) - len(end))
        words = Content(visible_line(latest)).truncate(room, ellipsis=True, pad=True)
        return Content.assemble((sign, "bold $text-accent"), words, (end, "$text-muted"))
