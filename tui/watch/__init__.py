"""Watching a program of your own that runs agents of the OpenAI Agents SDK.

    from tui.watch import watch

    watch()                                            # every run of this process, from now on
    async for event in watch(result).stream_events():  # or one streamed run

Each run becomes a run file of the usual kind, written while the run goes on, and is offered on a
socket: `agent-tui watch`, in another terminal, shows it live, `agent-tui replay` afterwards.

Law: the program watched never waits for this, never fails by it and never sees it. Notes are taken
in its threads, which costs an append; everything else happens in threads of ours. Only a watcher
who cancels a streamed run is heard in the program: its loop calls the `cancel` of the result. When
notes come faster than they can be written, deltas are let go of first, and the run says how many.
What goes wrong here goes into `watch.log`, beside the runs.
"""

from typing import Any, Protocol, TypeVar, overload


class Streamed(Protocol):
    """What is asked of a streamed run: a `RunResultStreaming` of the Agents SDK."""

    def stream_events(self) -> Any:
        """Return an async iterator over its events."""


Result = TypeVar("Result", bound=Streamed)


@overload
def watch() -> None: ...
@overload
def watch(result: Result) -> Result: ...
def watch(result: Result | None = None) -> Result | None:
    """Watch one streamed run, or every run of this process that begins from now on.

    Args:
        result: what `Runner.run_streamed` returned, before its events are read; the very same is
            returned. None watches the whole process, runs without a stream included: those are
            known by their spans, and not at all where tracing is disabled.

    Raises:
        ImportError: openai-agents is not installed.
    """
    # Imported here because the rest loads the SDK, and so can say better what is missing.
    from tui.watch.program import watched_program

    program = watched_program()
    if result is None:
        program.watch_all()
        return None
    program.watch_stream(result)
    return result
