"""Scenes of a run at any position, for what draws them."""

from collections.abc import Sequence

from agents_core.history.run_history import RunHistory
from agents_core.run_events import RunEvent
from tui.scene import Scene
from tui.shown_items import all_items


def scene_of(events: Sequence[RunEvent], position: int | None = None) -> Scene:
    """Return `events` with the cursor at `position`, or at the end."""
    history = RunHistory()
    for event in events:
        history.append(event)
    view = history.view(len(events) if position is None else position)
    return Scene(
        history=history,
        view=view,
        now=view.at,
        total=len(events),
        end_s=history.end_at,
        mode="live" if view.position == len(events) else "paused",
        speed=1.0,
        is_live=True,
        is_recording=True,
        is_read=False,
        title="support.toml",
        run_now=view.at,
        asked=(),
        shown=all_items(view.items),
    )
