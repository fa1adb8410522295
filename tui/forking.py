"""Making runs out of runs: the same input again, or on from one of their events.

Law: what the run was made of is read anew from its file, with the command line of the run before
on top; whether the file has changed since is for the caller to ask about.
"""

from dataclasses import replace

from agents_core.config import load_config
from agents_core.forks.fork_point import ForkPoint
from agents_core.forks.fork_reader import ForkError
from agents_core.history.run_data import input_text
from agents_core.history.run_history import RunHistory
from agents_core.recording import ParentRun
from tui.sources.live_run import LiveRun
from tui.sources.origin import Origin
from tui.sources.python_agent import is_python
from tui.sources.python_target import python_target
from tui.sources.run_target import RunTarget, config_target


def load_again(
    origin: Origin, settings: tuple[str, ...] = (), pace: float | None = None
) -> RunTarget:
    """Return what a run was made of, as its file has it now.

    Args:
        origin: of the run.
        settings: further keys to set, as `--set` takes them.
        pace: tokens a second of scripted models, in place of what was said before.

    Raises:
        ConfigError: the file is gone, or has errors, or knows no such keys.
    """
    # Imported here because only a recording's command line has to be read again.
    from tui.cli.run import overrides_of

    overrides = overrides_of(origin.argv) if origin.overrides is None else origin.overrides
    overrides = replace(
        overrides,
        settings=(*overrides.settings, *settings),
        pace=overrides.pace if pace is None else pace,
    )
    if is_python(origin.place):
        return python_target(origin.place, overrides)
    loaded = load_config(origin.place, overrides=overrides, for_run=True, needs_input=False)
    return config_target(loaded)


def has_changed(origin: Origin, target: RunTarget) -> bool:
    """Say whether what a run began with reads otherwise by now."""
    return origin.text_hash is not None and target.text_hash != origin.text_hash


def same_again(
    origin: Origin, target: RunTarget, history: RunHistory, *, has_watcher: bool
) -> LiveRun:
    """Return a new run that is asked what the first run of `history` was asked."""
    asked = input_text(history.event(0).data.get("input")) if len(history) else None
    return LiveRun(
        target,
        store=origin.store,
        argv=origin.argv,
        first=asked,
        parent=ParentRun(origin.run_id, 0),
        has_watcher=has_watcher,
    )


def forked(
    origin: Origin,
    target: RunTarget,
    point: ForkPoint,
    edited: tuple[str, ...],
    *,
    has_watcher: bool,
) -> LiveRun:
    """Return a new run that goes on from `point`.

    Args:
        origin: of the run it is a point of.
        target: what that run was made of.
        point: where to go on, edits included.
        edited: what the edits were, in words.
        has_watcher: somebody can answer what the run asks.

    Raises:
        ForkError: runs of that kind cannot go on from their middle.
    """
    if target.fork_refusal is not None:
        raise ForkError(target.fork_refusal)
    return LiveRun(
        target,
        store=origin.store,
        argv=origin.argv,
        first=point,
        parent=ParentRun(origin.run_id, point.position, edited),
        has_watcher=has_watcher,
    )
