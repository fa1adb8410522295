"""RunHeader: the top row. What state the run is in, who works, and what it costs so far."""

from typing import NamedTuple

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from agents_core.history.views import TokenCount
from tui.format import clock, count, duration, money, rate
from tui.sanitise import visible_line
from tui.scene import Scene


class Part(NamedTuple):
    """A word of the header; where room is short, those of the lowest rank get theirs first."""

    rank: int
    content: Content


class RunHeader(Widget):
    """One row, shortened from the least important part on."""

    scene: reactive[Scene | None] = reactive(None)

    def render(self) -> Content:
        """Draw what fits."""
        if self.scene is None:
            return Content(" ○ STARTING…")
        left = [Part(0, state_of(self.scene)), Part(3, where_of(self.scene))]
        return fit(left, numbers_of(self.scene), self.size.width)


def state_of(scene: Scene) -> Content:
    """Say whether this is now, the past, or the end."""
    view, at_end = scene.view, scene.behind == 0
    match view.status:
        case "finished" if at_end:
            return Content.styled("✓ FINISHED", "$text-success bold")
        case "failed" if at_end:
            return Content.styled("✗ FAILED", "$text-error bold")
        case "needs_approval" if at_end:
            return Content.styled("? NEEDS APPROVAL", "$text-warning bold")
        case "cancelled" if at_end:
            return Content.styled("■ CANCELLED", "$text-warning bold")
    if view.status == "waiting" and scene.can_be_told and not scene.is_live:
        return Content.styled("○ READY", "$text-muted bold")
    if at_end and scene.is_read:
        return Content.styled("■ INTERRUPTED", "$text-warning bold")
    if scene.mode == "playing":
        return Content.styled(f"▶ REPLAY {scene.speed:g}x", "$text-accent bold")
    if scene.mode == "paused":
        behind = f" -{clock(max(scene.end_s, scene.run_now) - view.at)}" if scene.is_live else ""
        return Content.styled(f"‖ PAUSED{behind}", "$text-warning bold")
    if view.status == "waiting":
        return Content.styled("○ STARTING…", "$text-muted bold")
    return Content.styled("● LIVE", "$text-success bold")


def where_of(scene: Scene) -> Content:
    """Name the run and who works in it, outermost first."""
    names = [visible_line(name) for name in (scene.title, *scene.view.breadcrumb)]
    trail = Content.styled(" › ", "$text-muted").join(Content(name) for name in names[:-1])
    if not names[:-1]:
        return Content(names[-1])
    return Content.assemble(trail, (" › ", "$text-muted"), (names[-1], "bold"))


def numbers_of(scene: Scene) -> list[Part]:
    """Return the figures at the cursor, in reading order."""
    view = scene.view
    parts = [Part(1, Content(clock(scene.now)))]
    if scene.mode != "live" and scene.end_s > scene.now:
        parts.append(Part(4, Content.styled(f"of {clock(scene.end_s)}", "$text-muted")))
    if view.turn:
        of = f"/{view.max_turns}" if view.max_turns else ""
        parts.append(Part(5, Content(f"turn {view.turn}{of}")))
    if view.tokens.total:
        parts.append(Part(2, Content(f"{count(view.tokens.total)} tok")))
        parts.append(Part(8, _labelled("in", _spent(view.tokens))))
        parts.append(Part(3, Content(money(view.cost))))
    if view.first_token_s is not None:
        parts.append(Part(7, _labelled("TTFT", duration(view.first_token_s))))
    if view.tokens_per_s is not None:
        parts.append(Part(6, Content(rate(view.tokens_per_s))))
    if (wait := view.waiting_for) is not None:
        seconds = max(0.0, scene.now - wait.since)
        since = duration(seconds) if seconds >= 1 else f"{seconds:.1f} s"
        what = Content.styled(visible_line(wait.what), "$text-primary")
        parts.append(Part(2, Content.assemble(("waiting: ", "$text-muted"), what, f" {since}")))
    return parts


def fit(left: list[Part], right: list[Part], width: int) -> Content:
    """Return one row with `left` and `right` at its ends, in `width` cells.

    What there is no room for on the right is left out, and less important parts that fit stay.
    """
    room = width - 2
    kept: list[Part] = []
    for part in sorted(reversed(right), key=lambda part: part.rank):
        if _length(left) + _length([*kept, part]) + 2 <= room:
            kept.append(part)
    right = [part for part in right if part in kept]
    row = _join(left)
    row = row.truncate(max(0, room - _length(right) - (2 if right else 0)), ellipsis=True)
    gap = " " * max(0, room - row.cell_length - _length(right))
    return Content.assemble(" ", row, gap, _join(right))


def _spent(tokens: TokenCount) -> str:
    """Say what the tokens were: read, read from the provider's cache, written."""
    cached = f" cached {count(tokens.cached)}" if tokens.cached else ""
    return f"{count(tokens.input)}{cached} out {count(tokens.output)}"


def _labelled(label: str, value: str) -> Content:
    return Content.assemble((f"{label} ", "$text-muted"), value)


def _join(parts: list[Part]) -> Content:
    return Content("  ").join(part.content for part in parts)


def _length(parts: list[Part]) -> int:
    return sum(part.content.cell_length + 2 for part in parts) - 2 if parts else 0
