"""`agent-tui cancel` and `approve`: steering a run of another process without its screen."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.cli.lazy_group import Command
from tui.cli.options import open_store, run_argument, runs_dir_option
from tui.cli.reporting import CommandFailed

if TYPE_CHECKING:
    from agents_core.run_events import RunEvent
    from tui.attaching.attached_run import AttachedRun

PATIENCE_S = 10.0
"""How long is waited for a run to tell all it has told, and to do what it was asked."""


@click.command(
    cls=Command, examples=(("agent-tui cancel last --after-turn", "let its tools finish"),)
)
@run_argument
@click.option("--after-turn", is_flag=True, help="Let the model and the tools of this turn finish.")
@runs_dir_option
def cancel(run: str, after_turn: bool, runs_dir: Path | None) -> None:
    """Stop a run that goes on in another process; what happened so far is kept."""

    async def steer(source: "AttachedRun") -> str:
        source.controls.cancel("after_turn" if after_turn else "immediate")
        if after_turn:
            await _until(source, lambda: source.controls.obeyed > 0)
            return "It stops after this turn."
        await _wait_for(source, lambda event: event.type == "run.end" and event.parent is None)
        return "It has stopped."

    _steer(run, runs_dir, steer)


@click.command(
    cls=Command,
    examples=(
        ("agent-tui approve last", "say yes to the call that waits"),
        ("agent-tui approve last --deny 'too much'", "say no, and tell the model why"),
    ),
)
@run_argument
@click.option("--deny", metavar="REASON", help="Turn it down; the model is told why.")
@click.option("--all", "all_", is_flag=True, help="Every call that waits now.")
@runs_dir_option
def approve(run: str, deny: str | None, all_: bool, runs_dir: Path | None) -> None:
    """Answer what a run in another process waits for: the oldest call that needs an approval."""
    # Imported here because help and completion do not need it.
    from agents_core.agents.approvals import ApprovalAnswer
    from tui.sanitise import visible_line

    async def steer(source: "AttachedRun") -> str:
        waiting = _unanswered(source)
        if not waiting:
            raise CommandFailed(f"run {run} waits for no approval")
        answer = ApprovalAnswer(deny is None, deny, by="person")
        chosen = waiting if all_ else waiting[:1]
        for request, _ in chosen:
            source.controls.answer(request, answer)
        left = {name for _, name in chosen}
        await _wait_for(source, lambda event: event.type == "approval.answer")
        word = "approved" if deny is None else "denied"
        return f"{word}: {', '.join(visible_line(name) for name in sorted(left))}"

    _steer(run, runs_dir, steer)


def _unanswered(source: "AttachedRun") -> list[tuple[int, str]]:
    """Return (seq, tool) of each call that waits, oldest first."""
    asked: dict[str, tuple[int, str]] = {}
    for event in map(source.history.event, range(len(source.history))):
        if event.type == "approval.request":
            data = event.data
            asked[data["call_id"]] = (event.seq, data["name"])
        elif event.type == "approval.answer":
            asked.pop(event.data["call_id"], None)
    return list(asked.values())


def _steer(run: str, runs_dir: Path | None, steer: Callable[["AttachedRun"], Any]) -> None:
    """Attach, let `steer` do its work, and print what it says."""
    # Imported here because help and completion do not need it.
    from tui.attaching.attached_run import AttachedRun
    from tui.attaching.finding import source_of

    source = source_of(run, open_store(runs_dir))
    if not isinstance(source, AttachedRun):
        raise CommandFailed(f"run {run} does not go on, or its program cannot be reached")
    click.echo(asyncio.run(_attached(source, steer)))


async def _attached(source: "AttachedRun", steer: Callable[["AttachedRun"], Any]) -> str:
    watching = asyncio.create_task(source.run())
    try:
        async with asyncio.timeout(PATIENCE_S):
            await source.caught_up.wait()
            return str(await steer(source))
    except TimeoutError as error:
        raise CommandFailed("the run does not answer") from error
    finally:
        watching.cancel()
        await source.close()


async def _wait_for(source: "AttachedRun", is_it: Callable[["RunEvent"], bool]) -> None:
    """Wait for an event that is still to come."""
    seen = len(source.history)

    def has_come() -> bool:
        nonlocal seen
        first, seen = seen, len(source.history)
        return any(is_it(source.history.event(seq)) for seq in range(first, seen))

    await _until(source, has_come)


async def _until(source: "AttachedRun", is_so: Callable[[], bool]) -> None:
    """Wait until something is so.

    Raises:
        CommandFailed: the run refuses, or can be watched no longer.
    """
    while not is_so():
        if source.problems:
            raise CommandFailed(source.problems[0])
        await asyncio.sleep(0.02)
