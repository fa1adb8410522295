"""Which events of a run tell of its chosen items, so that they are a run file by themselves."""

from typing import Final

from tui.exports.exported_run import ExportedRun

FRAME: Final = frozenset({"run.start", "agent.update", "turn.start", "run.end"})
"""Events of a run that are kept whatever is chosen; of a nested run, if something in it is."""


def chosen_events(run: ExportedRun) -> set[int]:
    """Return the places of the events to keep.

    They are those of the items, of the model calls the items come from, of the calls a nested item
    happened under, and those that say how the run went as a whole.
    """
    history, position = run.history, run.position
    kept: set[int] = set()
    callers: set[int] = set()
    for item in run.items():
        kept.update(history.item_events(item.index, position))
        if (call := history.call_of(item.index, position)) is not None:
            kept.update({call.seq, call.seq if call.answered is None else call.answered})
        parent = item.parent
        while parent is not None and parent not in callers:
            callers.add(parent)
            parent = history.item(parent, position).parent
    kept.update(*(history.item_events(caller, position) for caller in callers))
    kept.update(_frame(run, callers))
    return kept


def _frame(run: ExportedRun, callers: set[int]) -> set[int]:
    """Return the events around the items of the root run, and of the runs under some calls."""
    history = run.history
    stamps = {
        event.seq
        for caller in callers
        for seq in history.item_events(caller, run.position)
        if (event := history.event(seq)).type == "tool.start"
    }
    events = ((place, history.event(place)) for place in range(run.position))
    return {
        place
        for place, event in events
        if event.type in FRAME and (event.parent is None or event.parent in stamps)
    }
