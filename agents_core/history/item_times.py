"""How long an item took, and whether more may come of it: the same for panes and filters."""

from agents_core.history.views import ItemView


def seconds_of(item: ItemView, now: float) -> float:
    """Return how long the item took, or has taken by `now`."""
    ended = item.ended_at
    if ended is None:
        ended = item.ready_at if item.kind in ("reasoning", "message") else None
    began = item.started_at if item.started_at is not None else item.began_at
    return max(0.0, (now if ended is None else ended) - began)


def is_open(item: ItemView) -> bool:
    """Tell whether more may come of it."""
    return item.status in ("streaming", "waiting", "running")
